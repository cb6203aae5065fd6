//! What one may try to write and the language has no meaning for, with what to write instead.

use std::ops::Range;

use super::Error;
use super::token::Kind;

/// Words that can be no name at all, not even of a field.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "in")
}

/// Refuses words that CEL keeps for itself as the name of a variable.
pub(super) fn reserved(name: &str, at: &Range<usize>) -> Result<(), Error> {
    match name {
        "as" | "break" | "const" | "continue" | "else" | "for" | "function" | "if" | "import" | "let"
        | "loop" | "package" | "namespace" | "return" | "var" | "void" | "while" => {
            Err(Error::at(at, format!("'{name}' is a reserved word and cannot be a name")))
        }
        _ => Ok(()),
    }
}

/// A token where none of its kind can stand.
pub(super) fn unexpected(text: &str, at: &Range<usize>) -> Error {
    if text == "`" {
        return quoted_name(at);
    }
    let error = Error::at(at, format!("'{text}' is not expected here"));
    match text {
        "=" => error.help("compare with '=='"),
        "&" | "and" => error.help("write '&&'"),
        "|" | "or" => error.help("write '||'"),
        "not" => error.help("write '!', or '!(value in list)'"),
        _ => error,
    }
}

/// Refuses what CEL allows behind a dot besides a name.
pub(super) fn access(behind: &str, dot: &Range<usize>) -> Result<(), Error> {
    match behind {
        "?" => Err(optional(dot)),
        "`" => Err(quoted_name(dot)),
        _ => Ok(()),
    }
}

fn quoted_name(at: &Range<usize>) -> Error {
    Error::at(at, "quoted names are not part of the language")
}

pub(super) fn optional(at: &Range<usize>) -> Error {
    Error::at(at, "optional access is not part of the language")
        .help("every fact has a value or is unknown: write '.' without '?'")
}

pub(super) fn literal(kind: &Kind, at: &Range<usize>) -> Error {
    let (what, instead) = match kind {
        Kind::Unsigned => ("unsigned numbers are not part of the language", "leave out the 'u'"),
        Kind::Bytes => ("bytes are not part of the language", "leave out the 'b'"),
        _ => (
            "numbers are whole: fractions are not part of the language",
            "facts carry their unit in the name ('_mb', '_pct'); scale both sides, as in 'a * 100 < b * 95'",
        ),
    };
    Error::at(at, what).help(instead)
}

pub(super) fn null(at: &Range<usize>) -> Error {
    Error::at(at, "null is not part of the language: a fact has a value or is unknown")
        .help("'none' has a value of its own: compare with '', or ask for size() == 0")
}

/// An index behind a value, or a map or message.
pub(super) fn bracket(open: &str, at: &Range<usize>) -> Error {
    match open {
        "[" => Error::at(at, "'[ ]' is not part of the language: the order of a list means nothing")
            .help("ask with exists(v, …) or all(v, …)"),
        _ => Error::at(at, "maps are not part of the language")
            .help("write the values as a parameter table and loop over it with 'each'"),
    }
}

/// Refuses operators of CEL that would hide or lose something.
pub(super) fn operator(text: &str, at: &Range<usize>) -> Result<(), Error> {
    let (what, instead) = match text {
        "?" => (
            "'? :' is not part of the language: it would hide which condition was undecided",
            "write '(a && b) || (!a && c)', or two findings",
        ),
        "/" | "%" => (
            "division is not part of the language: it would lose the remainder",
            "multiply the other side, as in 'a * 100 < b * 95'",
        ),
        _ => return Ok(()),
    };
    Err(Error::at(at, what).help(instead))
}

/// Refuses calls that exist in CEL and would lose an unknown, or that have a better form here.
pub(super) fn call(function: &str, at: &Range<usize>) -> Result<(), Error> {
    let (what, instead) = match function {
        "has" => (
            "has() is not part of the language: every fact has a value or is unknown, and asking would lose the unknown",
            "read the fact itself; 'none' has a value of its own: '', an empty list, false",
        ),
        "filter" | "map" => (
            "a filtered or mapped list would lose an unknown element",
            "ask with exists(v, …) or all(v, …), or loop with 'each'",
        ),
        "exists_one" => (
            "exists_one() is not part of the language: one unreadable element would decide it by chance",
            "ask with exists(v, …)",
        ),
        "matches" => {
            ("regular expressions are not part of the language", "use contains(), startsWith() or endsWith()")
        }
        "timestamp" | "duration" => (
            "times are not part of the language",
            "compare seconds: facts that end in '_s' count them since 1970-01-01 UTC",
        ),
        "int" | "uint" | "double" | "string" | "bool" | "type" | "dyn" | "bytes" => {
            ("conversions are not part of the language", "facts have one type each")
        }
        _ => return Ok(()),
    };
    Err(Error::at(at, what).help(instead))
}
