//! Labels as people write them, and as the eye takes them.

use compact_str::CompactString;

/// Names as people write them: the server escapes `/`, `\` and `%`, with digits of either case.
pub fn unescape(name: &str) -> CompactString {
    if !name.contains('%') {
        return name.into();
    }
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find('%') {
        text.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).unwrap_or_default();
        let plain = match code.to_ascii_lowercase().as_str() {
            "2f" => '/',
            "5c" => '\\',
            "25" => '%',
            _ => {
                text.push('%');
                rest = &rest[at + 1..];
                continue;
            }
        };
        text.push(plain);
        rest = &rest[at + 3..];
    }
    text.push_str(rest);
    text.into()
}

/// Names as the server escapes them.
pub fn escape(name: &str) -> String {
    name.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c")
}

/// A label as the eye takes it: without differences of case, of width and of blanks, and of dashes.
pub fn fold(label: &str) -> String {
    let wide = icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(label);
    let lower = wide.to_lowercase();
    let shown = lower
        .chars()
        .filter(|char| !matches!(char, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'));
    let plain: String = shown
        .map(|char| match char {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_of_either_case_are_undone_once() {
        assert_eq!(unescape("a%2Fb%5cc%25d"), "a/b\\c%d");
        assert_eq!(unescape("100%252f"), "100%2f");
    }

    #[test]
    fn other_per_cent_signs_stay() {
        assert_eq!(unescape("50% %zz %2"), "50% %zz %2");
        assert_eq!(unescape("%é%2f"), "%é/");
    }
}
