//! What authorities have against a certificate, in words.

use crate::terms::{Text, Told, shown_in_english, told};

/// What is wrong with a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Nobody who is known has issued it.
    Issuer,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYet,
    /// It is that of another server.
    Name,
    /// It is its own issuer.
    SelfSigned,
    /// Its key or its signature is of a kind that is not accepted, or the signature is wrong.
    Dated,
    /// Another thumbprint was given.
    Thumbprint,
    /// Something else, in the words of who speaks TLS.
    Other(String),
}

impl Told for Flaw {
    fn told(&self) -> Text {
        match self {
            Self::Issuer => {
                told!("its issuer is not known to this machine", "発行者がこのマシンに登録されていません")
            }
            Self::Expired => told!("it has expired", "有効期限が切れています"),
            Self::NotYet => {
                told!("it is not valid yet (check the clocks)", "まだ有効期間前です (時計を確認します)")
            }
            Self::Name => told!("it was issued for another name", "別の名前に対して発行されています"),
            Self::SelfSigned => told!("it is self-signed", "自己署名されています"),
            Self::Dated => told!(
                "its signature is wrong, or its key, signature or version is of a kind that is no longer safe or, as \
                 P-521, not known here, which only --tls-legacy accepts",
                "署名が正しくないか、鍵、署名、バージョンのいずれかが安全とされなくなった種類、または対応していない種類 (P-521 など) です (--tls-legacy でのみ使用できます)"
            ),
            Self::Thumbprint => {
                told!("its thumbprint is not the one given", "指定されたサムプリントと一致しません")
            }
            Self::Other(words) => Text::quoted(words),
        }
    }
}

shown_in_english!(Flaw);
