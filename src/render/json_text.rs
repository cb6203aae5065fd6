//! JSON in which nothing is obeyed: characters that a terminal acts on or does not show are escaped,
//! and so are the line separators at which some readers would cut a line in two.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::safe;

/// Writes `value` on one line, without a line feed.
pub(super) fn compact(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write(value, CompactFormatter, out)
}

/// Writes `value` indented, without a line feed at its end.
pub(super) fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write(value, PrettyFormatter::new(), out)
}

fn write(value: &impl Serialize, form: impl Formatter, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Inert(form))).map_err(io::Error::from)
}

/// A form of JSON with the text in its strings made inert.
struct Inert<F>(F);

/// Hands the layout on to the form within.
macro_rules! layout {
    ($($call:ident($($arg:ident: $ty:ty),*);)*) => {
        $(fn $call<W: ?Sized + Write>(&mut self, writer: &mut W $(, $arg: $ty)*) -> io::Result<()> {
            self.0.$call(writer $(, $arg)*)
        })*
    };
}

impl<F: Formatter> Formatter for Inert<F> {
    layout! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        // Nearly all text is printable ASCII; control characters never come here.
        if text.bytes().all(|byte| byte.is_ascii() && byte != 0x7f) {
            return writer.write_all(text.as_bytes());
        }
        let mut plain = 0;
        for (at, found) in text.char_indices().filter(|(_, char)| safe::is_hidden(*char)) {
            writer.write_all(text.get(plain..at).unwrap_or_default().as_bytes())?;
            for unit in found.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + found.len_utf8();
        }
        writer.write_all(text.get(plain..).unwrap_or_default().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_read_back() {
        let text = "a\u{9b}31m\u{2028}b\u{e0041}\u{202e}\u{7f}\"\\\n監視";
        let mut bytes = Vec::new();
        compact(&text, &mut bytes).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        assert_eq!(json, r#""a\u009b31m\u2028b\udb40\udc41\u202e\u007f\"\\\n監視""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
