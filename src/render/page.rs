//! Lines of a given width: wrapping by display width, indentation, colour.

use std::io::{self, Write};

use colored::{ColoredString, Colorize};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::Word};
use unicode_width::UnicodeWidthStr;

use crate::report::Verdict;

/// Where the right edge of a line in two parts is at most.
const EDGE: usize = 90;

/// What a coloured word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Stops the installation.
    Bad,
    /// Cannot be told.
    Unsure,
    /// A risk.
    Risk,
    /// Holds.
    Good,
    /// Waits for a person.
    Person,
    /// A heading.
    Head,
    /// No colour.
    Plain,
}

impl Tone {
    /// The colour of an answer: that of what is well only where no question is open.
    pub fn of_answer(verdict: Verdict, open: usize) -> Self {
        match (verdict, open) {
            (Verdict::Ready, 0) => Self::Good,
            (Verdict::Ready, _) => Self::Person,
            (Verdict::NotReady, _) => Self::Bad,
            (Verdict::CannotTell, _) => Self::Unsure,
        }
    }
}

/// A sink of lines.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    width: usize,
    colour: bool,
}

impl<'a> Page<'a> {
    /// A page over `out`.
    pub(super) fn new(out: &'a mut dyn Write, width: usize, colour: bool) -> Self {
        if colour {
            // Whether to colour was decided by the caller, who knows where `out` leads; the crate would
            // look at standard output.
            colored::control::set_override(true);
        }
        Self { out, width, colour }
    }

    /// Columns.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// `text` in the colour of `tone`.
    fn paint(&self, text: &str, tone: Tone) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let painted: ColoredString = match tone {
            Tone::Bad => text.red().bold(),
            Tone::Unsure => text.magenta().bold(),
            Tone::Risk => text.yellow(),
            Tone::Good => text.green(),
            Tone::Person => text.cyan(),
            Tone::Head => text.bold(),
            Tone::Plain => return text.to_owned(),
        };
        painted.to_string()
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// One line that already fits; the part of it that equals `lead` after the indentation is coloured.
    pub(super) fn line(&mut self, line: &str, lead: &str, tone: Tone) -> io::Result<()> {
        let line = line.trim_end();
        let text = line.trim_start_matches(' ');
        let (indent, _) = line.split_at(line.len() - text.len());
        match text.strip_prefix(lead) {
            Some(rest) => writeln!(self.out, "{indent}{}{rest}", self.paint(lead, tone)),
            None => writeln!(self.out, "{line}"),
        }
    }

    /// A paragraph: `lead` in colour at column `indent`, then `text` wrapped with further lines at `hang`.
    /// A lead that leaves no room for text stands on lines of its own.
    pub(super) fn para(
        &mut self,
        indent: usize,
        lead: (&str, Tone),
        hang: usize,
        text: &str,
    ) -> io::Result<()> {
        let (lead, tone) = lead;
        let first = format!("{}{lead}", " ".repeat(indent));
        if !lead.is_empty() && first.width() + 12 > self.width {
            for line in wrap(lead, self.width, indent, indent + 2) {
                let piece = line.trim_start().to_owned();
                self.line(&line, &piece, tone)?;
            }
            return if text.is_empty() { Ok(()) } else { self.para(hang, ("", Tone::Plain), hang, text) };
        }
        let body = format!("{lead}{text}");
        let lines = wrap(&body, self.width, indent, hang);
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 { lead.trim_end() } else { "" };
            self.line(line, lead, tone)?;
        }
        Ok(())
    }

    /// A list: `lead` in colour at column `indent`, then `parts` with `between` them, further lines at
    /// `hang`. A part is broken only where it is longer than a line.
    pub(super) fn parts(
        &mut self,
        indent: usize,
        lead: (&str, Tone),
        hang: usize,
        parts: &[String],
        between: &str,
    ) -> io::Result<()> {
        let hang = if hang * 3 > self.width { indent + 4 } else { hang };
        let mut line = format!("{}{}", " ".repeat(indent), lead.0);
        let (mut lead, tone) = (lead.0.trim_end(), lead.1);
        let mut fresh = true;
        for (at, part) in parts.iter().enumerate() {
            // Each but the last is followed by the separator, also at the end of a line.
            let after = if at + 1 < parts.len() { between.trim_end() } else { "" };
            if !fresh && (line.width() + between.width() + part.width() + after.width()) > self.width {
                line.push_str(between.trim_end());
                self.wrapped(&line, (lead, tone), hang)?;
                lead = "";
                line = " ".repeat(hang);
            } else if !fresh {
                line.push_str(between);
            }
            line.push_str(part);
            fresh = false;
        }
        self.wrapped(&line, (lead, tone), hang)
    }

    /// A line that may be too long, with its indentation in it.
    fn wrapped(&mut self, line: &str, lead: (&str, Tone), hang: usize) -> io::Result<()> {
        if line.width() <= self.width {
            return self.line(line, lead.0, lead.1);
        }
        let text = line.trim_start_matches(' ');
        for (at, line) in wrap(text, self.width, line.len() - text.len(), hang).iter().enumerate() {
            self.line(line, if at == 0 { lead.0 } else { "" }, lead.1)?;
        }
        Ok(())
    }

    /// `left` with `right` at the right edge; below it where both do not fit. On a wide page the edge is
    /// nearer, as the eye has to follow the line.
    pub(super) fn edges(&mut self, indent: usize, left: &str, hang: usize, right: &str) -> io::Result<()> {
        let taken = indent + left.width() + right.width();
        if taken + 2 <= self.width {
            let gap = " ".repeat(self.width.min(EDGE).saturating_sub(taken).max(2));
            return writeln!(self.out, "{}{left}{gap}{right}", " ".repeat(indent));
        }
        self.para(indent, ("", Tone::Plain), hang, left)?;
        self.para(hang, ("", Tone::Plain), hang, right)
    }
}

/// The lines of `text`: the first at column `indent`, the others at `hang`. Japanese breaks where Unicode
/// allows it, other text at blanks only.
pub fn wrap(text: &str, width: usize, indent: usize, hang: usize) -> Vec<String> {
    let (first, later) = (" ".repeat(indent), " ".repeat(hang));
    let options = Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&later)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

/// The words of a line: by the Unicode rules, which know where Japanese may break, but within other text
/// only at blanks, so that a path, an id or an address stays in one piece to be copied.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut pieces = WordSeparator::UnicodeBreakProperties.find_words(line).peekable();
    let mut start = 0;
    Box::new(std::iter::from_fn(move || {
        let mut end = start;
        loop {
            let piece = pieces.next()?;
            end += piece.word.len() + piece.whitespace.len();
            let narrow = |char: Option<char>| char.is_some_and(|char| !is_wide(char));
            let glued = piece.whitespace.is_empty()
                && narrow(piece.word.chars().next_back())
                && narrow(pieces.peek().and_then(|next| next.word.chars().next()));
            if !glued || pieces.peek().is_none() {
                break;
            }
        }
        let word = line.get(start..end)?;
        start = end;
        Some(Word::from(word))
    }))
}

/// Whether a character takes two columns, as Japanese does.
fn is_wide(char: char) -> bool {
    unicode_width::UnicodeWidthChar::width(char) == Some(2)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn text_breaks_at_blanks_only() {
        let text = "see /Tokyo/host/LMS-HA and vm-no-local-cdrom";
        assert_eq!(wrap(text, 22, 0, 2), ["see /Tokyo/host/LMS-HA", "  and", "  vm-no-local-cdrom"]);
    }

    #[test]
    fn japanese_breaks_between_characters_but_not_before_punctuation() {
        let text = "仮想マシンは、共有ストレージに置きます。「共有」とは、すべてのホストのことです。";
        for width in 10..40 {
            let lines = wrap(text, width, 0, 0);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(line.width() <= width);
                assert!(!line.starts_with(['、', '。', '」', 'ー', 'ョ']), "{width}: {line}");
                assert!(!line.ends_with('「'), "{width}: {line}");
            }
        }
    }

    #[test]
    fn what_is_longer_than_a_line_is_broken_and_nothing_is_lost() {
        let text = "x".repeat(95);
        let lines = wrap(&text, 40, 4, 4);
        assert!(lines.iter().all(|line| line.width() <= 40));
        assert_eq!(lines.iter().map(|line| line.trim()).collect::<String>(), text);
    }
}
