//! From text to syntax, through the parser of the `cel` crate. No other file knows that crate.
//!
//! Its parser is used without macros, so that `x.exists(v, …)` stays a call, and without optional
//! syntax. What the language has no meaning for is refused here, with what to write instead.

use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::{Env, ParseErrors};

use super::{Error, limits, paths};

/// A node of the syntax tree.
pub(super) struct Ast {
    /// Where all of it stands.
    pub span: Range<usize>,
    /// Where its own name or operator stands.
    pub at: Range<usize>,
    pub node: Syntax,
}

pub(super) enum Syntax {
    Bool(bool),
    Int(i64),
    Str(String),
    List(Vec<Ast>),
    Name(String),
    Field(Box<Ast>, String),
    Not(Box<Ast>),
    Minus(Box<Ast>),
    Binary(Binary, Box<(Ast, Ast)>),
    Call { name: String, target: Option<Box<Ast>>, args: Vec<Ast> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    And,
    Or,
    Equal,
    Different,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Plus,
    Minus,
    Times,
    In,
}

/// Stack of the thread that parses: the crate's parser takes up to 200 kB for each bracket, more
/// than a caller's thread may have left.
const STACK: usize = 32 << 20;

/// Parses an expression.
pub(super) fn parse(source: &str) -> Result<Ast, Error> {
    if source.trim().is_empty() {
        return Err(Error::at(&(0..source.len()), "the expression is empty"));
    }
    if let Some(path) = paths::plain_path(source) {
        return Ok(path);
    }
    limits::check(source)?;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || parse_any(source));
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(parsed)) => parsed,
            // The parser has given up, or there is no memory for a thread.
            Ok(Err(_)) | Err(_) => Err(Error::at(&whole(source), "the expression cannot be parsed")),
        }
    })
}

pub(super) fn parse_any(source: &str) -> Result<Ast, Error> {
    let parser = Env::default().with_optional_support(false).parser();
    match parser.parse_with_source_info(source) {
        Ok((expr, info)) => Reader { source, info: &info }.read(&expr),
        Err(errors) => Err(plain(source, &errors)),
    }
}

/// The source without the blanks around it.
pub(super) fn whole(source: &str) -> Range<usize> {
    let start = source.len() - source.trim_start().len();
    start..start + source.trim().len()
}

/// One plain sentence for the parser's first complaint.
fn plain(source: &str, errors: &ParseErrors) -> Error {
    let Some(first) = errors.errors.first() else {
        return Error::at(&whole(source), "the expression cannot be parsed");
    };
    let offset = offset(source, first.pos);
    let word = word_at(source, offset);
    let span = offset..offset + word.len();
    if word.is_empty() {
        return Error::at(&span, "the expression ends where something more is expected");
    }
    if first.msg.contains("int literal") {
        return Error::at(&span, format!("'{word}' is too large for a whole number"));
    }
    if first.msg.contains("string literal") {
        return Error::at(&span, "this text has an escape that is not understood")
            .help(r"write a backslash as '\\'");
    }
    if first.msg.contains("reserved") {
        return Error::at(&span, format!("'{word}' is a reserved word and cannot be a name"));
    }
    if first.msg.contains("'.?'") || first.msg.contains("'[?'") || first.msg.contains("syntax '?'") {
        return Error::at(&span, "optional access is not part of the language")
            .help("every fact has a value or is unknown: write '.' without '?'");
    }
    if matches!(word, "'" | "\"") {
        let error =
            Error::at(&span, "the text that begins here has no end, or an escape that is not understood");
        return error.help(r"close it with the same quote; write a backslash as '\\'");
    }
    if first.msg.contains("'`'") {
        return Error::at(&span, "quoted names are not part of the language");
    }
    if word_before(source, offset) == "not" {
        let start = source.get(..offset).unwrap_or_default().trim_end().len() - "not".len();
        return Error::at(&(start..start + "not".len()), "'not' is not expected here").help("write '!'");
    }
    let error = Error::at(&span, format!("'{word}' is not expected here"));
    match word {
        "=" => error.help("compare with '=='"),
        "&" | "and" => error.help("write '&&'"),
        "|" | "or" => error.help("write '||'"),
        "not" => error.help("write '!', or '!(value in list)'"),
        _ => error,
    }
}

/// Byte offset of a line (from 1) and column (from 1, in characters).
fn offset(source: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line - 1).unwrap_or(0);
    let column = usize::try_from(column - 1).unwrap_or(0);
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// The word or character at an offset; empty at the end.
fn word_at(source: &str, offset: usize) -> &str {
    let rest = source.get(offset..).unwrap_or_default();
    let word = rest.len() - rest.trim_start_matches(is_word).len();
    let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
    rest.get(..length).unwrap_or_default()
}

/// The word in front of an offset.
fn word_before(source: &str, offset: usize) -> &str {
    let text = source.get(..offset).unwrap_or_default().trim_end();
    text.get(text.trim_end_matches(is_word).len()..).unwrap_or_default()
}

pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

struct Reader<'s> {
    source: &'s str,
    info: &'s SourceInfo,
}

impl Reader<'_> {
    /// Where the token of a node stands, on character boundaries of the source.
    fn token(&self, id: u64) -> Range<usize> {
        let (start, stop) = self.info.offset_for(id).unwrap_or((0, 0));
        let start = self.source.floor_char_boundary(start as usize);
        let end = self.source.ceil_char_boundary((stop as usize).saturating_add(1));
        start..end.max(start)
    }

    /// The name that follows a dot.
    fn name_after(&self, dot: &Range<usize>) -> Range<usize> {
        let rest = self.source.get(dot.end..).unwrap_or_default();
        let name = rest.trim_start();
        let start = dot.end + rest.len() - name.len();
        start..start + name.len() - name.trim_start_matches(is_word).len()
    }

    /// The name that stands before an opening parenthesis.
    fn name_before(&self, open: &Range<usize>) -> Range<usize> {
        let name = word_before(self.source, open.start);
        let end = self.source.get(..open.start).unwrap_or_default().trim_end().len();
        end - name.len()..end
    }

    /// The end of a call or list whose last part ends at `end`.
    fn closed(&self, end: usize) -> usize {
        let rest = self.source.get(end..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        if rest.trim_start().starts_with([')', ']']) { end + blank + 1 } else { end }
    }

    fn read(&self, expr: &IdedExpr) -> Result<Ast, Error> {
        let at = self.token(expr.id);
        match &expr.expr {
            Expr::Literal(literal) => Ok(Ast { span: at.clone(), node: self.literal(literal, &at)?, at }),
            Expr::Ident(name) if name.starts_with('.') => {
                Err(Error::at(&at, "a name cannot begin with a dot"))
            }
            Expr::Ident(name) => Ok(Ast { span: at.clone(), node: Syntax::Name(name.clone()), at }),
            Expr::Select(select) => {
                let operand = self.read(&select.operand)?;
                let name = self.name_after(&at);
                let span = operand.span.start..name.end;
                Ok(Ast { span, at: name, node: Syntax::Field(Box::new(operand), select.field.clone()) })
            }
            Expr::List(list) => {
                let elements: Vec<Ast> =
                    list.elements.iter().map(|element| self.read(element)).collect::<Result<_, _>>()?;
                let end = self.closed(elements.last().map_or(at.end, |last| last.span.end));
                Ok(Ast { span: at.start..end, at, node: Syntax::List(elements) })
            }
            Expr::Call(call) => self.call(call, at),
            Expr::Map(_) | Expr::Struct(_) => Err(Error::at(&at, "maps are not part of the language")
                .help("write the values as a parameter table and loop over it with 'each'")),
            Expr::Comprehension(_) | Expr::Unspecified => {
                Err(Error::at(&at, "this is not part of the language"))
            }
        }
    }

    fn literal(&self, literal: &LiteralValue, at: &Range<usize>) -> Result<Syntax, Error> {
        let refused = |what: &str, instead: &str| Err(Error::at(at, what).help(instead));
        match literal {
            LiteralValue::Boolean(bool) => Ok(Syntax::Bool(*bool.inner())),
            LiteralValue::Int(int) => Ok(Syntax::Int(*int.inner())),
            LiteralValue::String(text) => Ok(Syntax::Str(text.inner().to_owned())),
            LiteralValue::Double(_) => refused(
                "numbers are whole: fractions are not part of the language",
                "facts carry their unit in the name ('_mb', '_pct'); scale both sides, as in 'a * 100 < b * 95'",
            ),
            LiteralValue::UInt(_) => {
                refused("unsigned numbers are not part of the language", "leave out the 'u'")
            }
            LiteralValue::Null => refused(
                "null is not part of the language: a fact has a value or is unknown",
                "'none' has a value of its own: compare with '', or ask for size() == 0",
            ),
            LiteralValue::Bytes(_) => refused("bytes are not part of the language", "leave out the 'b'"),
        }
    }

    fn call(&self, call: &CallExpr, at: Range<usize>) -> Result<Ast, Error> {
        if let Some((what, instead)) = refused_operator(&call.func_name) {
            return Err(Error::at(&at, what).help(instead));
        }
        let target = call.target.as_deref().map(|target| self.read(target)).transpose()?;
        let is_call =
            target.is_some() || unary(&call.func_name).is_none() && binary(&call.func_name).is_none();
        if is_call {
            let name = self.name_before(&at);
            refuse_call(&call.func_name, &name)?;
            let args: Vec<Ast> = call.args.iter().map(|arg| self.read(arg)).collect::<Result<_, _>>()?;
            let start = target.as_ref().map_or(name.start, |target| target.span.start);
            let end = self.closed(args.last().map_or(at.end, |last| last.span.end));
            let node = Syntax::Call { name: call.func_name.clone(), target: target.map(Box::new), args };
            return Ok(Ast { span: start..end, at: name, node });
        }
        match call.args.as_slice() {
            [operand] => {
                let operand = Box::new(self.read(operand)?);
                let node = match unary(&call.func_name) {
                    Some(Unary::Not) => Syntax::Not(operand),
                    Some(Unary::Minus) => Syntax::Minus(operand),
                    None => return Err(Error::at(&at, "this is not part of the language")),
                };
                let end = match &node {
                    Syntax::Not(operand) | Syntax::Minus(operand) => operand.span.end,
                    _ => at.end,
                };
                Ok(Ast { span: at.start..end, at, node })
            }
            [left, right] => {
                let sides = Box::new((self.read(left)?, self.read(right)?));
                let Some(binary) = binary(&call.func_name) else {
                    return Err(Error::at(&at, "this is not part of the language"));
                };
                let span = sides.0.span.start..sides.1.span.end;
                Ok(Ast { span, at, node: Syntax::Binary(binary, sides) })
            }
            _ => Err(Error::at(&at, "this is not part of the language")),
        }
    }
}

enum Unary {
    Not,
    Minus,
}

fn unary(function: &str) -> Option<Unary> {
    match function {
        operators::LOGICAL_NOT => Some(Unary::Not),
        operators::NEGATE => Some(Unary::Minus),
        _ => None,
    }
}

fn binary(function: &str) -> Option<Binary> {
    Some(match function {
        operators::LOGICAL_AND => Binary::And,
        operators::LOGICAL_OR => Binary::Or,
        operators::EQUALS => Binary::Equal,
        operators::NOT_EQUALS => Binary::Different,
        operators::LESS => Binary::Less,
        operators::LESS_EQUALS => Binary::AtMost,
        operators::GREATER => Binary::Greater,
        operators::GREATER_EQUALS => Binary::AtLeast,
        operators::ADD => Binary::Plus,
        operators::SUBSTRACT => Binary::Minus,
        operators::MULTIPLY => Binary::Times,
        operators::IN => Binary::In,
        _ => return None,
    })
}

fn refused_operator(function: &str) -> Option<(&'static str, &'static str)> {
    Some(match function {
        operators::CONDITIONAL => (
            "'? :' is not part of the language: it would hide which condition was undecided",
            "write '(a && b) || (!a && c)', or two findings",
        ),
        operators::INDEX => (
            "'[ ]' is not part of the language: the order of a list means nothing",
            "ask with exists(v, …) or all(v, …)",
        ),
        operators::DIVIDE | operators::MODULO => (
            "division is not part of the language: it would lose the remainder",
            "multiply the other side, as in 'a * 100 < b * 95'",
        ),
        _ => return None,
    })
}

/// Refuses calls that exist in CEL and would lose an unknown, or that have a better form here.
fn refuse_call(function: &str, at: &Range<usize>) -> Result<(), Error> {
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
