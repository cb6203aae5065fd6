//! The key, and what is drawn from it: HMAC-SHA-256 (RFC 2104), so that a token tells nothing to who has no key.

use std::fmt;

use rustls::crypto::ring::default_provider;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::terms::{Text, told};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// Fewest characters of a key: fewer can be guessed.
const SHORTEST: usize = 16;

/// A key. The same one gives the same tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

/// It is nobody's business.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What of a map is a key.
#[derive(Deserialize)]
struct Kept {
    key: String,
}

impl Key {
    /// A key in a text: its first line, or that of a map that was written before.
    ///
    /// # Errors
    /// When it is too short to be one.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let kept = serde_json::from_str::<Kept>(text).ok().map(|kept| kept.key);
        let key = kept.as_deref().or_else(|| text.lines().next()).unwrap_or_default().trim();
        if key.chars().count() < SHORTEST {
            return Err(told!(
                "a key has at least {SHORTEST} characters, so that nobody can guess it",
                "鍵は推測できないように {SHORTEST} 文字以上にします"
            ));
        }
        Ok(Self(key.to_owned()))
    }

    /// A new key.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn random() -> Result<Self, Text> {
        let mut bytes = [0_u8; 32];
        default_provider()
            .secure_random
            .fill(&mut bytes)
            .map_err(|_| told!("the system gives no random numbers", "システムから乱数を取得できません"))?;
        Ok(Self(hex(&bytes)))
    }

    /// Its text, for the map alone.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// What comes of a text, for one purpose.
    pub(super) fn draw(&self, purpose: &str, text: &str) -> [u8; 32] {
        // A purpose holds no zero.
        hmac(self.0.as_bytes(), &[purpose.as_bytes(), &[0], text.as_bytes()])
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0_u8; BLOCK];
    let short: [u8; 32];
    let key = if key.len() > BLOCK {
        short = Sha256::digest(key).into();
        &short[..]
    } else {
        key
    };
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut inner = Sha256::new_with_prefix(block.map(|byte| byte ^ 0x36));
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha256::new_with_prefix(block.map(|byte| byte ^ 0x5c));
    outer.update(inner.finalize());
    outer.finalize().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Test cases 1, 2 and 6 of RFC 4231.
    #[test]
    fn it_is_the_hmac_of_the_standard() {
        let of = |key: &[u8], text: &[u8]| hex(&hmac(key, &[text]));
        assert_eq!(
            of(&[0x0b; 20], b"Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            of(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            of(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn a_key_is_the_first_line_or_that_of_a_map() {
        let key = Key::parse("a key of some length\r\nmore").unwrap();
        assert_eq!(key, Key::parse(r#"{"key": "a key of some length", "tokens": {}}"#).unwrap());
        assert!(Key::parse("short").is_err() && Key::parse("").is_err());
        assert_ne!(Key::random().unwrap(), Key::random().unwrap());
        assert!(!format!("{key:?}").contains("length"));
    }
}
