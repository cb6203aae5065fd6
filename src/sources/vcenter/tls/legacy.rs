//! OpenSSL for servers that have nothing that is still safe: everything down to TLS 1.0, keys and signatures of
//! any kind, servers that renegotiate in the old way. Whom the user trusts is decided within the handshake, by
//! who decides for rustls.

use std::net::IpAddr;
use std::sync::OnceLock;

use openssl::error::ErrorStack;
use openssl::provider::Provider;
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslOptions, SslSessionCacheMode, SslVerifyMode, SslVersion,
};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::X509CheckFlags;
use openssl::x509::{X509, X509StoreContextRef, X509VerifyResult};

use super::files::{authorities, own_certificates};
use super::flaw::Flaw;
use super::handshake::Handshake;
use super::judge::Judge;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::terms::told;

/// All ciphers but those without a certificate or without encryption, at the level at which keys and
/// signatures are not weighed.
const CIPHERS: &str = "ALL:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0";
const CIPHERS_TLS13: &str = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
const SIGNATURES: &str = "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA384:RSA+SHA384:\
                          ECDSA+SHA512:RSA-PSS+SHA512:RSA+SHA512:ECDSA+SHA1:RSA+SHA1:DSA+SHA256:DSA+SHA1";
const GROUPS: &str = "X25519:P-256:P-384:P-521";

/// What every protocol between the two ends, and old servers, need let.
const ALLOWED: SslOptions = SslOptions::NO_TLSV1
    .union(SslOptions::NO_TLSV1_1)
    .union(SslOptions::NO_TLSV1_2)
    .union(SslOptions::NO_TLSV1_3);

/// TLS after `settings`; what it decides is left in `handshake`.
pub(in crate::sources::vcenter) fn context(
    settings: &Settings,
    handshake: &Handshake,
) -> Result<SslContext, Error> {
    let judge = Judge::new(settings, handshake.clone())?;
    let own = own_certificates(&settings.trust)?;
    let roots = if judge.asks_authorities() { authorities(&own) } else { Vec::new() };
    build(judge, &roots).map_err(|error| {
        Error::Setting(told!(
            "the OpenSSL that --tls-legacy speaks through cannot be set up: {why}. If OPENSSL_CONF is set, unset it for \
             this program",
            "--tls-legacy で使用する OpenSSL を準備できません: {why}。OPENSSL_CONF が設定されている場合は、このプログラムでは解除します。",
            why = reason(&error)
        ))
    })
}

/// Everything that a configuration file of OpenSSL could say is said here again: a system's file, or that in
/// `OPENSSL_CONF`, is read before and changes nothing.
fn build(judge: Judge, roots: &[impl AsRef<[u8]>]) -> Result<SslContext, ErrorStack> {
    keep_algorithms()?;
    let mut context = SslContextBuilder::new(SslMethod::tls_client())?;
    context.clear_options(ALLOWED);
    context.set_options(
        // Servers that do not know RFC 5746; a second handshake on a connection is refused instead.
        SslOptions::from_bits_retain(openssl_sys::SSL_OP_LEGACY_SERVER_CONNECT)
            | SslOptions::NO_RENEGOTIATION
            | SslOptions::NO_COMPRESSION,
    );
    context.set_min_proto_version(Some(SslVersion::TLS1))?;
    context.set_max_proto_version(None)?;
    context.set_security_level(0);
    context.set_cipher_list(CIPHERS)?;
    context.set_ciphersuites(CIPHERS_TLS13)?;
    context.set_sigalgs_list(SIGNATURES)?;
    context.set_groups_list(GROUPS)?;
    // A session that is taken up again shows no certificate.
    context.set_session_cache_mode(SslSessionCacheMode::OFF);

    let mut store = X509StoreBuilder::new()?;
    for root in roots {
        // Single certificates that cannot be used should not make the others useless.
        if let Ok(root) = X509::from_der(root.as_ref()) {
            let _ = store.add_cert(root);
        }
    }
    context.set_cert_store(store.build());
    context.set_verify_callback(SslVerifyMode::PEER, move |fine, checked| verify(&judge, fine, checked));
    Ok(context.build())
}

/// A configuration file may load other algorithms than the usual ones, which then are no longer there by
/// themselves.
fn keep_algorithms() -> Result<(), ErrorStack> {
    static USUAL: OnceLock<Provider> = OnceLock::new();
    if USUAL.get().is_none() {
        // Another thread may have been faster; a second handle is let go.
        let _ = USUAL.set(Provider::load(None, "default")?);
    }
    Ok(())
}

/// Is called for each fault of the chain, and for each certificate that is found fine, the server's last:
/// whoever is accepted here has been accepted before anything is sent.
fn verify(judge: &Judge, fine: bool, checked: &mut X509StoreContextRef) -> bool {
    if fine && checked.error_depth() > 0 {
        return true;
    }
    let flaw = flaw(checked.error());
    let certificate = checked.chain().and_then(|chain| chain.get(0)).and_then(|leaf| leaf.to_der().ok());
    let Some(certificate) = certificate else { return false };
    judge.decide(&certificate, || if fine { Ok(()) } else { Err(flaw) }).is_ok()
}

fn flaw(result: X509VerifyResult) -> Flaw {
    match result.as_raw() {
        openssl_sys::X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
        | openssl_sys::X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
        | openssl_sys::X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
        | openssl_sys::X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN => Flaw::Issuer,
        openssl_sys::X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT => Flaw::SelfSigned,
        openssl_sys::X509_V_ERR_CERT_HAS_EXPIRED => Flaw::Expired,
        openssl_sys::X509_V_ERR_CERT_NOT_YET_VALID => Flaw::NotYet,
        openssl_sys::X509_V_ERR_HOSTNAME_MISMATCH | openssl_sys::X509_V_ERR_IP_ADDRESS_MISMATCH => Flaw::Name,
        _ => Flaw::Other(result.error_string().to_owned()),
    }
}

/// One connection to `host`, whose name or address the certificate must carry.
pub(in crate::sources::vcenter) fn connection(context: &SslContext, host: &str) -> Result<Ssl, ErrorStack> {
    let mut ssl = Ssl::new(context)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    ssl.param_mut().set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS);
    if let Ok(address) = host.parse::<IpAddr>() {
        ssl.param_mut().set_ip(address)?;
    } else {
        ssl.set_hostname(host)?;
        ssl.param_mut().set_host(host)?;
    }
    Ok(ssl)
}

/// What OpenSSL says, without the places in its source.
pub(in crate::sources::vcenter) fn reason(error: &ErrorStack) -> String {
    let first = error.errors().first().and_then(openssl::error::Error::reason);
    first.map_or_else(|| error.to_string(), str::to_owned)
}
