//! JSON Lines of several vCenters: one line about all, then the lines of each, with its source and its instance UUID.

use std::io::{self, Write};

use serde::Serialize;

use crate::render::{Format, Style, json_text, render};
use crate::report::{Fleet, Member, Same, Tool, Verdict};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'f> {
    Fleet {
        format: u32,
        tool: &'f Tool,
        verdict: Verdict,
        open_questions: usize,
        exit_code: u8,
        vcenters: usize,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        same: &'f [Same],
    },
    Unread {
        read_from: &'f str,
        verdict: Verdict,
        error: &'f str,
    },
}

/// Where a line comes from; it stands in front of what the line has.
#[derive(Serialize)]
struct From<'f> {
    read_from: &'f str,
    instance_uuid: &'f str,
}

pub(super) fn write(fleet: &Fleet, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    line(
        &Line::Fleet {
            format: fleet.format,
            tool: &fleet.tool,
            verdict: fleet.verdict,
            open_questions: fleet.open_questions,
            exit_code: fleet.exit_code,
            vcenters: fleet.vcenters.len(),
            same: &fleet.same,
        },
        out,
    )?;
    for one in &fleet.vcenters {
        let Member { source, verdict, error, report } = one;
        if let Some(error) = error {
            line(&Line::Unread { read_from: source, verdict: *verdict, error: error.get(lang) }, out)?;
        }
        if let Some(report) = report {
            let mut from = Vec::new();
            json_text::compact(&From { read_from: source, instance_uuid: one.instance_uuid() }, &mut from)?;
            from.pop();
            from.push(b',');
            render(report, Format::Jsonl, style, &mut Marked { out, from, begins: true })?;
        }
    }
    Ok(())
}

fn line(line: &Line<'_>, out: &mut dyn Write) -> io::Result<()> {
    json_text::compact(line, out)?;
    out.write_all(b"\n")
}

/// Puts fields in front of those of each line, each of which is an object.
struct Marked<'o> {
    out: &'o mut dyn Write,
    from: Vec<u8>,
    begins: bool,
}

impl Write for Marked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some((first, behind)) = rest.split_first() {
            if self.begins {
                self.begins = false;
                self.out.write_all(&self.from)?;
                // The bracket is there already.
                rest = if *first == b'{' { behind } else { rest };
                continue;
            }
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let (piece, more) = rest.split_at(end);
            self.out.write_all(piece)?;
            self.begins = piece.ends_with(b"\n");
            rest = more;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
