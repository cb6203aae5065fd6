//! Which API version both sides speak.

use crate::inventory::ApiVersion;
use crate::sources::vim::{Cursor, XmlError};

/// API versions this program knows, oldest first, as a SOAP action names them.
const KNOWN: [&str; 31] = [
    "4.0", "4.1", "5.0", "5.1", "5.5", "6.0", "6.5", "6.7", "6.7.1", "6.7.2", "6.7.3", "6.8.7", "6.9.1",
    "7.0.0.0", "7.0.0.2", "7.0.1.0", "7.0.1.1", "7.0.2.0", "7.0.2.1", "7.0.3.0", "7.0.3.1", "7.0.3.2",
    "8.0.0.0", "8.0.0.1", "8.0.0.2", "8.0.1.0", "8.0.2.0", "8.0.3.0", "8.0.3.1", "9.0.0.0", "9.1.0.0",
];

/// The version to speak: the newest of `offered` that is known here. When the server offers none
/// by name, the newest known one that is not newer than `newest`, its own version. `None` when that
/// is older than everything known.
pub(super) fn negotiate(offered: &[String], newest: &str) -> Option<(String, ApiVersion)> {
    let known = KNOWN.iter().filter_map(|text| Some((*text, ApiVersion::parse(text)?)));
    let common = offered
        .iter()
        // A suffix, as in 2.5u2, makes another version of it.
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
        .filter_map(|text| Some((text.clone(), ApiVersion::parse(text)?)))
        .filter(|(_, version)| known.clone().any(|(_, known)| known == *version))
        .max_by_key(|(_, version)| *version);
    if common.is_some() {
        return common;
    }
    let newest = ApiVersion::parse(newest)?;
    known.rev().find(|(_, version)| *version <= newest).map(|(text, version)| (text.to_owned(), version))
}

/// The versions of `urn:vim25` in a `vimServiceVersions.xml`; empty when it is something else.
pub(super) fn offered(file: &str) -> Vec<String> {
    read(file).unwrap_or_default()
}

fn read(file: &str) -> Result<Vec<String>, XmlError> {
    let mut cursor = Cursor::new(file);
    let mut versions = Vec::new();
    if cursor.next_child()? != Some("namespaces") {
        return Ok(versions);
    }
    cursor.each(|cursor, _| {
        let mut ours = false;
        let mut named = Vec::new();
        cursor.each(|cursor, name| {
            match name {
                "name" => ours = cursor.text()?.trim() == "urn:vim25",
                "version" => named.push(cursor.text()?.trim().to_owned()),
                "priorVersions" => cursor.each(|cursor, _| {
                    named.push(cursor.text()?.trim().to_owned());
                    Ok::<_, XmlError>(())
                })?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        if ours {
            versions.append(&mut named);
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(versions)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn chosen(offered: &[&str], newest: &str) -> Option<String> {
        let offered: Vec<String> = offered.iter().map(|text| (*text).to_owned()).collect();
        negotiate(&offered, newest).map(|(text, _)| text)
    }

    #[test]
    fn newest_common_version() {
        assert_eq!(
            chosen(&["5.5", "5.1", "5.0", "4.1", "4.0", "2.5u2", "2.5"], "5.5").as_deref(),
            Some("5.5")
        );
        // The server's own writing of a version is what goes back to it.
        assert_eq!(chosen(&["7.0", "6.9.1"], "7.0").as_deref(), Some("7.0"));
        // A server from the future still lists its past.
        assert_eq!(chosen(&["12.0", "9.1.0.0", "9.0.0.0"], "12.0").as_deref(), Some("9.1.0.0"));
        assert_eq!(chosen(&[], "6.6").as_deref(), Some("6.5"));
        assert_eq!(chosen(&["4.0u1", "4.0"], "4.0").as_deref(), Some("4.0"));
        assert_eq!(chosen(&["2.5u2", "2.5"], "2.5"), None);
        assert_eq!(chosen(&[], "?"), None);
    }

    #[test]
    fn known_versions_ascend() {
        let parsed: Vec<_> = KNOWN.iter().map(|text| ApiVersion::parse(text).unwrap()).collect();
        assert!(parsed.is_sorted_by(|a, b| a < b));
        assert_eq!(parsed[0], ApiVersion::FLOOR);
    }

    #[test]
    fn versions_file() {
        let file = r#"<?xml version="1.0" encoding="UTF-8" ?>
            <namespaces version="1.0">
              <namespace><name>urn:vim25</name><version>5.5</version>
                <priorVersions><version>5.1</version><version>2.5u2</version></priorVersions></namespace>
              <namespace><name>urn:vim2</name><version>2.0</version></namespace>
            </namespaces>"#;
        assert_eq!(offered(file), ["5.5", "5.1", "2.5u2"]);
        assert!(offered("<html><body>no</body></html>").is_empty());
        assert!(offered("<namespaces><namespace>").is_empty());
    }
}
