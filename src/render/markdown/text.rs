//! Text and code in Markdown: whatever a name holds, it is neither a tag, a link, a mention, a cell nor a heading.

use crate::render::safe;

/// Text that is nothing but text, in a line, a list or a cell.
pub(in crate::render) fn escaped(text: &str) -> String {
    let line = safe::line(text);
    let mut escaped = String::with_capacity(line.len() + line.len() / 8);
    // As long as there are digits only, a dot or a bracket would begin a numbered list.
    let mut digits = 0;
    let mut before = ' ';
    let mut chars = line.chars().enumerate().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        match char {
            // Backslashes do not keep a mention from being one; code does.
            '@' if next.is_ascii_alphanumeric() => escaped.push_str("`@`"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!'
            | '=' | '$' | '^' => escaped.extend(['\\', char]),
            ':' if next == '/' => escaped.push_str("\\:"),
            '.' if before == 'w' => escaped.push_str("\\."),
            '.' | ')' if at > 0 && digits == at => escaped.extend(['\\', char]),
            '-' | '+' if at == 0 => escaped.extend(['\\', char]),
            char => escaped.push(char),
        }
        digits += usize::from(char.is_ascii_digit() && digits == at);
        before = char;
    }
    escaped
}

/// Text as code, in a line or a list.
pub(super) fn code(text: &str) -> String {
    let line = safe::line(text);
    if line.is_empty() {
        return String::new();
    }
    let longest = line.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A blank within is stripped where there is one at both ends.
    let pad = if line.starts_with(['`', ' ']) || line.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Text as code in a cell of a table, where a bar ends the cell even in code.
pub(super) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}
