//! What rustls refuses of a server, and OpenSSL still speaks where it is let.

use rustls::{AlertDescription, CertificateError, Error};

/// Whether an attempt failed because the server has nothing that is still safe: protocol, key exchange, key or
/// signature.
pub(in crate::sources::vcenter) fn is_dated(error: &Error) -> bool {
    match error {
        Error::PeerIncompatible(_) => true,
        Error::AlertReceived(alert) => matches!(
            alert,
            AlertDescription::ProtocolVersion
                | AlertDescription::HandshakeFailure
                | AlertDescription::InsufficientSecurity
        ),
        Error::InvalidCertificate(certificate) => is_dated_certificate(certificate),
        _ => false,
    }
}

/// A key of 1024 bits shows as a signature that cannot be verified: rustls does not look at such keys.
fn is_dated_certificate(error: &CertificateError) -> bool {
    use CertificateError as C;
    #[allow(deprecated, reason = "whichever of the two rustls gives")]
    let unsupported = matches!(
        error,
        C::BadSignature
            | C::UnsupportedSignatureAlgorithm
            | C::UnsupportedSignatureAlgorithmContext { .. }
            | C::UnsupportedSignatureAlgorithmForPublicKeyContext { .. }
    );
    unsupported || matches!(pki(error), Some(webpki::Error::UnsupportedCertVersion))
}

/// What the check of certificates says where rustls has no word of its own for it.
pub(super) fn pki(error: &CertificateError) -> Option<&webpki::Error> {
    let CertificateError::Other(other) = error else { return None };
    other.0.downcast_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_is_told_from_what_is_wrong() {
        use rustls::{InvalidMessage, OtherError, PeerIncompatible};
        use std::sync::Arc;

        let other = |error: webpki::Error| CertificateError::Other(OtherError(Arc::new(error))).into();
        let old: [Error; 5] = [
            PeerIncompatible::ServerDoesNotSupportTls12Or13.into(),
            Error::AlertReceived(AlertDescription::ProtocolVersion),
            Error::AlertReceived(AlertDescription::HandshakeFailure),
            CertificateError::BadSignature.into(),
            other(webpki::Error::UnsupportedCertVersion),
        ];
        let wrong: [Error; 5] = [
            Error::InvalidMessage(InvalidMessage::InvalidContentType),
            Error::AlertReceived(AlertDescription::InternalError),
            CertificateError::UnknownIssuer.into(),
            CertificateError::Expired.into(),
            other(webpki::Error::CaUsedAsEndEntity),
        ];
        assert!(old.iter().all(is_dated) && !wrong.iter().any(is_dated));
    }
}
