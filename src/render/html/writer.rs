//! The only door through which text enters the page. Markup is a `&'static str` of this program; everything
//! else is made visible ([`safe::line`]) and escaped, in content and in attributes alike.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::{render::safe, terms::Lang};

/// Columns of a name at most: vSphere allows 80 characters, each of which may be written as `%2f`.
const NAME_COLUMNS: usize = 240;

/// The page being written.
pub(in crate::render) struct Html<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Html<'o> {
    /// A page over `out`.
    pub(in crate::render) fn new(out: &'o mut dyn Write) -> Self {
        Self { out }
    }

    /// Markup of this program.
    pub(in crate::render) fn raw(&mut self, markup: &'static str) -> io::Result<()> {
        self.out.write_all(markup.as_bytes())
    }

    /// Any text, on one line.
    pub(in crate::render) fn text(&mut self, text: &str) -> io::Result<()> {
        escape(&safe::line(text), self.out)
    }

    /// A text that is copied: as it is, but escaped. Its characters are all of those that a page shows as they are.
    pub(in crate::render) fn exact(&mut self, text: &str) -> io::Result<()> {
        escape(text, self.out)
    }

    /// A number.
    pub(in crate::render) fn number(&mut self, number: usize) -> io::Result<()> {
        write!(self.out, "{number}")
    }

    /// An attribute, with a blank before it.
    pub(in crate::render) fn attr(&mut self, name: &'static str, value: &str) -> io::Result<()> {
        write!(self.out, " {name}=\"")?;
        self.text(value)?;
        self.raw("\"")
    }

    /// The attributes `data-en` and `data-ja`, for what scripts say.
    pub(in crate::render) fn data<S: AsRef<str>>(&mut self, say: impl Fn(Lang) -> S) -> io::Result<()> {
        self.attr("data-en", say(Lang::En).as_ref())?;
        self.attr("data-ja", say(Lang::Ja).as_ref())
    }

    /// A name as people gave it. Its direction stays its own; a blank at either end is visible.
    pub(in crate::render) fn name(&mut self, name: &str) -> io::Result<()> {
        let name = safe::name_within(name, NAME_COLUMNS);
        if name.is_ascii() {
            return escape(&name, self.out);
        }
        self.raw("<bdi>")?;
        escape(&name, self.out)?;
        self.raw("</bdi>")
    }

    /// A text in both languages, of which the page shows one.
    pub(in crate::render) fn both<S: AsRef<str>>(&mut self, say: impl Fn(Lang) -> S) -> io::Result<()> {
        self.both_lines(|lang| [say(lang)])
    }

    /// Lines in both languages.
    pub(in crate::render) fn both_lines<L>(&mut self, say: impl Fn(Lang) -> L) -> io::Result<()>
    where
        L: IntoIterator,
        L::Item: AsRef<str>,
    {
        let lines = |lang| {
            let safe = say(lang).into_iter().map(|line| safe::line(line.as_ref()).into_owned());
            safe.collect::<Vec<String>>()
        };
        let (en, ja) = (lines(Lang::En), lines(Lang::Ja));
        if en == ja {
            return self.lines(&en);
        }
        self.raw("<span lang=en>")?;
        self.lines(&en)?;
        self.raw("</span><span lang=ja>")?;
        self.lines(&ja)?;
        self.raw("</span>")
    }

    fn lines(&mut self, lines: &[String]) -> io::Result<()> {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.raw("<br>")?;
            }
            escape(line, self.out)?;
        }
        Ok(())
    }
}

/// The one place that escapes. Quotes too: the same text is safe in content and in a quoted attribute.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\'' => b"&#39;",
            _ => continue,
        };
        // All of these are ASCII: `at` never lies within a character.
        out.write_all(text.as_bytes().get(from..at).unwrap_or_default())?;
        out.write_all(escaped)?;
        from = at + 1;
    }
    out.write_all(text.as_bytes().get(from..).unwrap_or_default())
}

/// The id of a rule's section; blanks would end it.
pub(super) fn anchor(rule: &str) -> String {
    let id: Cow<'_, str> = safe::line(rule);
    format!("r-{}", id.replace(char::is_whitespace, "_"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn written(write: impl Fn(&mut Html<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Html::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_text_leaves_its_place() {
        let evil = "<img src=x onerror=alert(1)>\"'&</script>]]>\u{202e}\u{0}\n";
        let safe = "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;/script&gt;]]&gt;\
                    &lt;U+202E&gt;&lt;U+0000&gt;&lt;U+000A&gt;";
        assert_eq!(written(|html| html.text(evil)), safe);
        assert_eq!(written(|html| html.name(evil)), safe);
        assert_eq!(written(|html| html.both(|_| evil)), safe);
        assert_eq!(written(|html| html.attr("title", evil)), format!(" title=\"{safe}\""));
    }

    #[test]
    fn languages_stand_side_by_side_unless_they_are_the_same() {
        let both = written(|html| html.both(|lang| if lang == Lang::En { "a<b" } else { "東京" }));
        assert_eq!(both, "<span lang=en>a&lt;b</span><span lang=ja>東京</span>");
        assert_eq!(written(|html| html.both_lines(|_| ["a", "b"])), "a<br>b");
    }

    #[test]
    fn names_in_other_scripts_keep_their_direction_to_themselves() {
        assert_eq!(written(|html| html.name("مرحبا")), "<bdi>مرحبا</bdi>");
        assert_eq!(written(|html| html.name("VM ")), "VM&lt;U+0020&gt;");
    }
}
