//! From text to words and signs, each with its place.

use std::ops::Range;

use super::Error;
use crate::terms::told;

/// A word, sign, number or text of an expression.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Where it stands, on character boundaries.
    pub span: Range<usize>,
}

/// What a token is; a word or sign is known by its text.
#[derive(Debug)]
pub(super) enum Kind {
    /// A name or keyword.
    Word,
    /// An operator, a bracket, or a character that begins nothing.
    Sign,
    /// A whole number, decimal or hexadecimal.
    Int,
    /// A number with a point or an exponent.
    Fraction,
    /// A number that ends in `u`.
    Unsigned,
    /// A text, without its quotes and escapes.
    Text(String),
    /// A text that `b` stands before.
    Bytes,
    /// A text that has no end, or an escape that means nothing.
    Wrong(Error),
    /// The end of the expression; its place is behind the last token.
    End,
}

/// Signs of two characters.
const PAIRS: [&str; 6] = ["==", "!=", "<=", ">=", "&&", "||"];

/// All tokens of an expression; the last one is its end. Blanks and comments are none.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = match blank(rest) {
            0 => token(rest, at),
            blank => {
                at += blank;
                continue;
            }
        };
        tokens.push(Token { kind, span: at..at + length });
        at += length;
    }
    let end = tokens.last().map_or(source.len(), |last| last.span.end);
    tokens.push(Token { kind: Kind::End, span: end..end });
    tokens
}

/// Length of the blanks, or of the comment, at the beginning.
fn blank(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\x0c']).len()
}

/// The token at the beginning of `rest`, which stands at `at`, and its length.
fn token(rest: &str, at: usize) -> (Kind, usize) {
    let word = length(rest, is_word);
    let behind = rest.get(word..).unwrap_or_default();
    if behind.starts_with(['\'', '"'])
        && let Some((bytes, raw)) = prefix(&rest[..word])
    {
        return text(rest, word, at, bytes, raw);
    }
    if rest.starts_with(|c: char| c.is_ascii_digit()) || starts_fraction(rest) {
        return number(rest);
    }
    if word > 0 {
        return (Kind::Word, word);
    }
    let pair = PAIRS.iter().any(|pair| rest.starts_with(pair));
    (Kind::Sign, if pair { 2 } else { rest.chars().next().map_or(1, char::len_utf8) })
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Length of the part at the beginning that consists of such characters.
fn length(rest: &str, such: fn(char) -> bool) -> usize {
    rest.len() - rest.trim_start_matches(such).len()
}

/// Whether a word before a quote belongs to the text, and what it says: bytes, raw.
fn prefix(word: &str) -> Option<(bool, bool)> {
    match word {
        "" => Some((false, false)),
        "r" | "R" => Some((false, true)),
        "b" | "B" => Some((true, false)),
        "br" | "bR" | "Br" | "BR" => Some((true, true)),
        _ => None,
    }
}

fn starts_fraction(rest: &str) -> bool {
    rest.strip_prefix('.').is_some_and(|digits| digits.starts_with(is_digit))
}

fn number(rest: &str) -> (Kind, usize) {
    let hex = rest.strip_prefix("0x").map_or(0, |digits| length(digits, |c| c.is_ascii_hexdigit()));
    let mut end = if hex > 0 { "0x".len() + hex } else { length(rest, is_digit) };
    let mut kind = Kind::Int;
    if hex == 0 {
        let behind = |end: usize| rest.get(end..).unwrap_or_default();
        if starts_fraction(behind(end)) {
            end += 1 + length(&behind(end)[1..], is_digit);
            kind = Kind::Fraction;
        }
        if let Some(power) = behind(end).strip_prefix(['e', 'E']) {
            let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
            if digits.starts_with(is_digit) {
                end = rest.len() - digits.len() + length(digits, is_digit);
                kind = Kind::Fraction;
            }
        }
    }
    if matches!(kind, Kind::Int) && rest.get(end..).is_some_and(|behind| behind.starts_with(['u', 'U'])) {
        return (Kind::Unsigned, end + 1);
    }
    (kind, end)
}

/// A text whose quote stands behind a prefix.
fn text(rest: &str, prefix: usize, at: usize, bytes: bool, raw: bool) -> (Kind, usize) {
    let quoted = rest.get(prefix..).unwrap_or_default();
    let one = quoted.get(..1).unwrap_or_default();
    let three = one.repeat(3);
    let quote = if quoted.starts_with(&three) { three.as_str() } else { one };
    let open = prefix + quote.len();
    let place = at..at + open;
    let body = rest.get(open..).unwrap_or_default();
    let Some(length) = closing(body, quote, raw) else {
        let error = Error::at(
            &place,
            told!("the text that begins here has no end", "ここから始まる文字列が閉じられていません"),
        )
        .help(told!(
            r"close it with the same quote; write a backslash as '\\'",
            r"同じ引用符で閉じます。バックスラッシュは '\\' と書きます。",
        ));
        return (Kind::Wrong(error), rest.len());
    };
    let whole = open + length + quote.len();
    let body = body.get(..length).unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    if bytes {
        return (Kind::Bytes, whole);
    }
    if raw {
        return (Kind::Text(body), whole);
    }
    match plain(&body) {
        Ok(text) => (Kind::Text(text), whole),
        Err(escape) => {
            let message = told!(
                "the text that begins here has an escape that is not understood: '{escape}'",
                "ここから始まる文字列に、解釈できないエスケープがあります: 「{escape}」"
            );
            (
                Kind::Wrong(
                    Error::at(&place, message)
                        .help(told!(r"write a backslash as '\\'", r"バックスラッシュは '\\' と書きます")),
                ),
                whole,
            )
        }
    }
}

/// Where the closing quote stands; a text in single quotes ends in its line.
fn closing(body: &str, quote: &str, raw: bool) -> Option<usize> {
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if body.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            return Some(at);
        }
        if matches!(c, '\n' | '\r') && quote.len() == 1 {
            return None;
        }
        if c == '\\' && !raw {
            chars.next();
        }
    }
    None
}

/// A text without its escapes, or the escape that means nothing.
fn plain(body: &str) -> Result<String, &str> {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = escape(rest)?;
        text.push(c);
        rest = rest.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Ok(text)
}

/// What the escape at the beginning stands for, and its length.
fn escape(rest: &str) -> Result<(char, usize), &str> {
    let letter = rest.chars().nth(1).unwrap_or_default();
    let refused = rest.get(..1 + letter.len_utf8()).unwrap_or(rest);
    let code = |start: usize, digits: usize, radix: u32| {
        let digits =
            rest.get(start..start + digits).filter(|text| text.chars().all(|c| c.is_digit(radix)))?;
        let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
        Some((c, start + digits.len()))
    };
    let found = match letter {
        'a' => Some(('\x07', 2)),
        'b' => Some(('\x08', 2)),
        'f' => Some(('\x0c', 2)),
        'n' => Some(('\n', 2)),
        'r' => Some(('\r', 2)),
        't' => Some(('\t', 2)),
        'v' => Some(('\x0b', 2)),
        '\\' | '\'' | '"' | '`' | '?' => Some((letter, 2)),
        'x' | 'X' => code(2, 2, 16),
        'u' => code(2, 4, 16),
        'U' => code(2, 8, 16),
        '0'..='3' => code(1, 3, 8),
        _ => None,
    };
    found.ok_or(refused)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(source: &str) -> Vec<String> {
        let tokens = tokens(source);
        let shown = tokens.iter().map(|token| match &token.kind {
            Kind::Text(text) => format!("text {text:?}"),
            Kind::Wrong(error) => format!("wrong {}: {}", &source[token.span.clone()], error.message),
            Kind::Word | Kind::Sign | Kind::End => source[token.span.clone()].to_owned(),
            kind => format!("{kind:?} {}", &source[token.span.clone()]),
        });
        shown.collect()
    }

    #[test]
    fn signs_words_and_numbers_stand_apart_without_blanks() {
        assert_eq!(read("a.b>=-1&&!c1 // d"), ["a", ".", "b", ">=", "-", "Int 1", "&&", "!", "c1", ""]);
        assert_eq!(read("a===b|c"), ["a", "==", "=", "b", "|", "c", ""]);
        assert_eq!(
            read("7a 0x1F 0x 5u 0xFu"),
            ["Int 7", "a", "Int 0x1F", "Int 0", "x", "Unsigned 5u", "Unsigned 0xFu", ""]
        );
        assert_eq!(
            read("1.5 .5 1e9 1E-9 1. 1e"),
            ["Fraction 1.5", "Fraction .5", "Fraction 1e9", "Fraction 1E-9", "Int 1", ".", "Int 1", "e", ""]
        );
        assert_eq!(read("日本"), ["日", "本", ""]);
        let end = |source| tokens(source).pop().unwrap().span;
        assert_eq!((end("a  // b"), end("  ")), (1..1, 2..2));
    }

    #[test]
    fn texts_have_quotes_prefixes_and_escapes() {
        for (source, expected) in [
            (r"'a\'b'", "a'b"),
            (r#""it's""#, "it's"),
            ("'''a'b\r\nc'''", "a'b\nc"),
            (r"r'\n'", r"\n"),
            (r"R'''\'''", r"\"),
            (r"'\\\n\x41\u3042\U0001F600\101\?\`'", "\\\nAあ😀A?`"),
            ("''", ""),
            ("''''''", ""),
            ("'(// [日本'", "(// [日本"),
        ] {
            assert_eq!(read(source), [format!("text {expected:?}"), String::new()], "{source}");
        }
        assert_eq!(read("b'x' bR'\\'"), ["Bytes b'x'", "Bytes bR'\\'", ""]);
        assert_eq!(read("rb'x'"), ["rb", "text \"x\"", ""]);
    }

    #[test]
    fn texts_without_an_end_and_escapes_without_a_meaning_are_told() {
        for source in ["'a", "'a\nb'", "'''a''", r"'a\'", "r'a\r'", "b\"x"] {
            assert!(read(source)[0].ends_with("has no end"), "{source}");
        }
        for (source, escape) in [
            (r"'a\qb'", r"'\q'"),
            (r"'\日'", r"'\日'"),
            (r"'\x4'", r"'\x'"),
            (r"'\x+4'", r"'\x'"),
            (r"'\ud800'", r"'\u'"),
            (r"'\400'", r"'\4'"),
            (r"'\08'", r"'\0'"),
        ] {
            assert!(read(source)[0].ends_with(&format!("not understood: {escape}")), "{source}");
        }
    }
}
