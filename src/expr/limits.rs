//! Bounds on an expression before it reaches the parser, which recurses as deeply as its input.

use super::Error;

/// Longest expression, in bytes. The longest one written so far has about 300.
const LENGTH: usize = 4_000;

/// Deepest nesting of brackets, each of which costs the parser much stack; rules need about five.
const BRACKETS: usize = 20;

/// Deepest nesting altogether: brackets, and operators or field accesses that apply to one another.
const DEPTH: usize = 64;

/// Refuses expressions that are too long or too deeply nested.
pub(super) fn check(source: &str) -> Result<(), Error> {
    if source.len() > LENGTH {
        let message = format!("the expression has {} bytes, more than {LENGTH}", source.len());
        return Err(Error::at(&(0..source.len()), message).help("split it into several findings"));
    }
    let mut depth = Depth::default();
    let mut at = 0;
    while let Some(byte) = source.as_bytes().get(at) {
        let length = token(source, at);
        depth.take(source.get(at..at + length).unwrap_or_default(), *byte);
        if depth.open.len() > BRACKETS || depth.current() > DEPTH {
            let message = "the expression is nested too deeply";
            return Err(Error::at(&(at..at + length), message).help("split it into several findings"));
        }
        at += length;
    }
    Ok(())
}

/// An upper bound of the syntax tree's depth, kept while reading token by token.
#[derive(Default)]
struct Depth {
    /// Operators in the current operand, and those of the operands around it.
    open: Vec<usize>,
    here: usize,
    around: usize,
}

impl Depth {
    fn current(&self) -> usize {
        self.around + self.here + self.open.len()
    }

    fn take(&mut self, token: &str, first: u8) {
        match first {
            b'(' | b'[' | b'{' => {
                self.open.push(self.here);
                self.around += self.here;
                self.here = 0;
            }
            b')' | b']' | b'}' => {
                self.here = self.open.pop().unwrap_or(0);
                self.around -= self.here;
            }
            // Junctions become balanced trees; arguments stand side by side.
            b'&' | b'|' | b',' => self.here = 0,
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'!' | b'?' | b':' => {
                self.here += 1
            }
            _ if token == "in" => self.here += 1,
            _ => {}
        }
    }
}

/// Length of the token at `at`: a text, a comment, a word, or one byte.
fn token(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    let word = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    let quoted = rest.get(word..).unwrap_or_default();
    if quoted.starts_with(['\'', '"']) && (word == 0 || is_prefix(&rest[..word])) {
        let raw = rest[..word].contains(['r', 'R']);
        return word + text(quoted, raw);
    }
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    word.max(1)
}

/// Whether a word before a quote belongs to the text: raw, bytes, or both.
fn is_prefix(word: &str) -> bool {
    word.len() <= 2 && word.chars().all(|c| matches!(c, 'r' | 'R' | 'b' | 'B'))
}

/// Length of a text with its quotes, to the end of the source when it is not closed.
fn text(quoted: &str, raw: bool) -> usize {
    let one = &quoted[..1];
    let quote = if quoted.starts_with(&one.repeat(3)) { one.repeat(3) } else { one.to_owned() };
    let mut at = quote.len();
    while let Some(rest) = quoted.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(&quote) {
            return at + quote.len();
        }
        let mut chars = rest.chars();
        let escape = chars.next() == Some('\\') && !raw;
        at += rest.chars().next().map_or(1, char::len_utf8);
        if escape {
            at += chars.next().map_or(0, char::len_utf8);
        }
    }
    quoted.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_comments_do_not_nest() {
        let brackets = "(".repeat(100);
        for source in [
            format!("x == '{brackets}'"),
            format!("x == \"\"\"{brackets}\"\"\""),
            format!("x == r'\\' // {brackets}\n"),
            format!("x == 'a\\'{brackets}'"),
        ] {
            assert_eq!(check(&source), Ok(()), "{source}");
        }
        assert!(check(&format!("x == r'\\'{brackets}")).is_err());
    }

    #[test]
    fn brackets_and_chains_count_and_junctions_do_not() {
        assert!(check(&"(".repeat(21)).is_err());
        assert_eq!(check(&"(".repeat(20)), Ok(()));
        assert!(check(&"a.".repeat(70)).is_err());
        assert!(check(&"1+".repeat(70)).is_err());
        assert!(check(&"a in ".repeat(70)).is_err());
        assert!(check(&"[']',".repeat(70)).is_err());
        assert_eq!(check(&"a.b == 1 && ".repeat(70)), Ok(()));
        assert_eq!(check(&"(a.b == 1) || ".repeat(70)), Ok(()));
    }
}
