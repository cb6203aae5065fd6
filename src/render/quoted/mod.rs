//! Names within scripts: for each dialect a text that its reader takes for that name and nothing else, whatever is
//! in it. The one place where scripts are quoted.

use crate::report::Evidence;
use crate::terms::Dialect;

/// A value as a dialect writes it.
pub(super) fn quoted(value: &Evidence, dialect: Dialect) -> String {
    match value {
        Evidence::Int(number) => number.to_string(),
        Evidence::Bool(flag) => match dialect {
            Dialect::Powercli => format!("${flag}"),
            Dialect::Govc | Dialect::Ansible => flag.to_string(),
        },
        Evidence::Text(text) => word(text, dialect),
        Evidence::Said(told) => word(&told.value, dialect),
        Evidence::List(items) => list(items.iter().map(String::as_str), dialect),
        Evidence::Listed(items) => list(items.iter().map(|told| told.value.as_str()), dialect),
    }
}

fn list<'t>(items: impl Iterator<Item = &'t str>, dialect: Dialect) -> String {
    let words: Vec<String> = items.map(|item| word(item, dialect)).collect();
    match dialect {
        Dialect::Govc => words.join(" "),
        Dialect::Powercli => format!("@({})", words.join(", ")),
        Dialect::Ansible => format!("[{}]", words.join(", ")),
    }
}

/// The name of an object as vCenter keeps it, which is not as people read it: it escapes these three.
pub(super) fn kept(name: &str) -> String {
    crate::terms::label::escape(name)
}

/// A text as one word of a dialect.
pub(super) fn word(text: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Govc => sh(text),
        Dialect::Powercli => powershell(text),
        Dialect::Ansible => yaml(text),
    }
}

/// One word of a POSIX shell. Ids and plain words stand as they are, so that a person can read the script. A NUL
/// cannot be in an argument of any program, and is left out.
fn sh(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_./:@%+".contains(char) || char == '-';
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// A string of PowerShell in single quotes, in which nothing is expanded. It takes typographic quotes for the
/// straight one: each is doubled.
fn powershell(text: &str) -> String {
    let mut quoted = String::from("'");
    for char in text.chars() {
        if matches!(char, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(char);
        }
        quoted.push(char);
    }
    quoted.push('\'');
    quoted
}

/// A string of YAML in double quotes, that Ansible does not expand: in its templates too, `{{` and `{%` are only
/// taken for the start of an expression as they stand, so that the tag says that they are none.
fn yaml(text: &str) -> String {
    let mut quoted = String::from("!unsafe \"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() || matches!(char, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\U{:08X}", u32::from(char)));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::process::Command;

    use proptest::prelude::*;

    use super::*;

    /// Names that whoever may create an object could think of.
    const NASTY: [&str; 22] = [
        "",
        "VM Network",
        "-rf",
        "--help",
        "a'b",
        "it''s",
        "$(reboot)",
        "`reboot`",
        "a\nreboot",
        "a\r\nb",
        "\\",
        "\\'",
        "a\"b",
        "!!",
        "*",
        "~",
        "#x",
        "‘;Remove-VM x;’",
        "‚x‛",
        "{{ lookup('pipe', 'reboot') }}",
        "{% x %}\u{2028}",
        "a%2fb; & | > < ^ 監視",
    ];

    fn names() -> impl Strategy<Value = String> {
        prop_oneof![
            proptest::sample::select(&NASTY[..]).prop_map(str::to_owned),
            "[\\PC'\"$`\\\\\n\r\t ‘’‚‛“”„{}%!#&|;<>*?~=-]{0,40}",
            any::<String>(),
        ]
    }

    /// What a real shell takes several words for.
    fn read_by_sh(words: &[String]) -> Vec<String> {
        let script = format!("printf '%s\\0' {}", words.join(" "));
        let run = Command::new("sh").args(["-c", &script]).output().expect("sh");
        assert!(run.status.success(), "{script}");
        let text = String::from_utf8(run.stdout).expect("UTF-8");
        let mut read: Vec<String> = text.split('\0').map(str::to_owned).collect();
        assert_eq!(read.pop().as_deref(), Some(""));
        read
    }

    /// What PowerShell takes a text for that begins with a string in single quotes: the string, and the rest. After
    /// its language specification (2.3.5.2.1): a quote is any of four characters, two of them in a row are one.
    fn read_by_powershell(text: &str) -> Option<(String, &str)> {
        let is_quote = |char: char| "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(char);
        let mut chars = text.char_indices();
        if !is_quote(chars.next()?.1) {
            return None;
        }
        let mut read = String::new();
        let mut chars = chars.peekable();
        while let Some((at, char)) = chars.next() {
            if is_quote(char) {
                match chars.peek() {
                    Some((_, next)) if is_quote(*next) => {
                        read.push(*next);
                        chars.next();
                    }
                    _ => return Some((read, &text[at + char.len_utf8()..])),
                }
            } else {
                read.push(char);
            }
        }
        None
    }

    /// What YAML 1.2 takes a text for that begins with a string in double quotes behind a tag.
    fn read_by_yaml(text: &str) -> Option<(String, &str)> {
        let mut rest = text.strip_prefix("!unsafe \"")?;
        let mut read = String::new();
        loop {
            let char = rest.chars().next()?;
            rest = &rest[char.len_utf8()..];
            match char {
                '"' => return Some((read, rest)),
                // A line would be folded.
                '\n' | '\r' => return None,
                '\\' => {
                    let escaped = rest.chars().next()?;
                    rest = &rest[escaped.len_utf8()..];
                    match escaped {
                        '"' | '\\' => read.push(escaped),
                        'U' => {
                            let code = u32::from_str_radix(rest.get(..8)?, 16).ok()?;
                            read.push(char::from_u32(code)?);
                            rest = &rest[8..];
                        }
                        _ => return None,
                    }
                }
                // Only what may be printed stands there as it is.
                char if char.is_control() => return None,
                char => read.push(char),
            }
        }
    }

    #[test]
    fn plain_words_stay_readable() {
        assert_eq!(word("host-13", Dialect::Govc), "host-13");
        assert_eq!(word("VM Network", Dialect::Govc), "'VM Network'");
        assert_eq!(word("VM Network", Dialect::Powercli), "'VM Network'");
        assert_eq!(word("VM Network", Dialect::Ansible), "!unsafe \"VM Network\"");
        assert_eq!(quoted(&Evidence::Int(10), Dialect::Ansible), "10");
    }

    #[test]
    fn nasty_names_are_names() {
        let words: Vec<String> = NASTY.iter().map(|name| word(name, Dialect::Govc)).collect();
        assert_eq!(read_by_sh(&words), NASTY);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn a_shell_takes_each_name_for_one_word(names in proptest::collection::vec(names(), 1..12)) {
            let names: Vec<String> = names.into_iter().map(|name| name.replace('\0', "")).collect();
            let words: Vec<String> = names.iter().map(|name| word(name, Dialect::Govc)).collect();
            prop_assert_eq!(read_by_sh(&words), names);
        }

        #[test]
        fn no_name_ends_a_string_of_powershell(name in names()) {
            let text = format!("{}; after", word(&name, Dialect::Powercli));
            prop_assert_eq!(read_by_powershell(&text), Some((name, "; after")));
        }

        #[test]
        fn no_name_ends_a_string_of_yaml(name in names()) {
            let text = format!("{}\nafter", word(&name, Dialect::Ansible));
            prop_assert_eq!(read_by_yaml(&text), Some((name, "\nafter")));
        }
    }
}
