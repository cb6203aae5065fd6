//! From tokens to syntax: operators by their precedence, everything else by its first token.
//!
//! What the language has no meaning for is refused here, with what to write instead. The parser
//! recurses for brackets only, and no tree becomes deeper than the checker and the evaluator, which
//! recurse over it, can bear.

use std::ops::Range;

use super::scope::PARAMS;
use super::token::{Kind, Token, tokens};
use super::{Error, refused};
use crate::terms::told;

/// A node of the syntax tree.
#[derive(Debug)]
pub(super) struct Ast {
    /// Where all of it stands.
    pub span: Range<usize>,
    /// Where its own name or operator stands.
    pub at: Range<usize>,
    pub node: Syntax,
    /// Levels of the tree, this one included.
    height: usize,
}

#[derive(Debug)]
pub(super) enum Syntax {
    Bool(bool),
    Int(i64),
    Str(String),
    List(Vec<Ast>),
    Name(String),
    Field(Box<Ast>, String),
    Not(Box<Ast>),
    Minus(Box<Ast>),
    /// `&&` or `||` of two or more operands.
    Junction(Junction, Vec<Ast>),
    Binary(Binary, Box<(Ast, Ast)>),
    Call {
        name: String,
        target: Option<Box<Ast>>,
        args: Vec<Ast>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Junction {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
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

/// Longest expression, in bytes. The longest one written so far has about 300.
const LENGTH: usize = 4_000;

/// Deepest nesting of brackets; rules need about five.
const BRACKETS: usize = 20;

/// Deepest tree: operators, fields and calls that apply to one another.
const HEIGHT: usize = 64;

/// Parses an expression.
pub(super) fn parse(source: &str) -> Result<Ast, Error> {
    if source.trim().is_empty() {
        return Err(Error::at(&(0..source.len()), told!("the expression is empty", "式が空です")));
    }
    if source.len() > LENGTH {
        let bytes = source.len();
        let message = told!(
            "the expression has {bytes} bytes, more than {LENGTH}",
            "式の長さが {bytes} バイトで、上限の {LENGTH} バイトを超えています"
        );
        return Err(Error::at(&(0..source.len()), message)
            .help(told!("split it into several findings", "複数の finding に分けます")));
    }
    let mut parser = Parser { source, tokens: tokens(source), next: 0, brackets: 0 };
    let ast = parser.operation(Level::Or)?;
    match parser.peek() {
        Some(Token { kind: Kind::End, .. }) | None => Ok(ast),
        Some(_) => Err(parser.unexpected()),
    }
}

/// Names behind `params.`, also of an expression that is wrong elsewhere.
pub fn parameters(source: &str) -> Vec<&str> {
    let tokens = tokens(source);
    let text = |token: &Token| source.get(token.span.clone()).unwrap_or_default();
    let found = tokens.windows(3).enumerate().filter_map(|(at, three)| {
        let [root, dot, name] = three else { return None };
        let behind_dot =
            at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|before| text(before) == ".");
        let is_parameter = !behind_dot && text(root) == PARAMS && text(dot) == ".";
        (is_parameter && matches!(name.kind, Kind::Word)).then(|| text(name))
    });
    found.collect()
}

/// How strongly operators bind, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Relation,
    Sum,
    Product,
    Unary,
}

impl Level {
    /// That of the right operand: operators of one level group from the left.
    fn tighter(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Relation,
            Self::Relation => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product | Self::Unary => Self::Unary,
        }
    }
}

#[derive(Clone, Copy)]
enum Operator {
    Junction(Junction),
    Binary(Binary),
}

fn operator(text: &str) -> Option<(Operator, Level)> {
    let relation = |binary| (Operator::Binary(binary), Level::Relation);
    Some(match text {
        "||" => (Operator::Junction(Junction::Or), Level::Or),
        "&&" => (Operator::Junction(Junction::And), Level::And),
        "==" => relation(Binary::Equal),
        "!=" => relation(Binary::Different),
        "<" => relation(Binary::Less),
        "<=" => relation(Binary::AtMost),
        ">" => relation(Binary::Greater),
        ">=" => relation(Binary::AtLeast),
        "in" => relation(Binary::In),
        "+" => (Operator::Binary(Binary::Plus), Level::Sum),
        "-" => (Operator::Binary(Binary::Minus), Level::Sum),
        "*" => (Operator::Binary(Binary::Times), Level::Product),
        _ => return None,
    })
}

struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    next: usize,
    brackets: usize,
}

impl<'s> Parser<'s> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    /// Text of the next token if it is a word or sign; empty otherwise.
    fn text(&self) -> &'s str {
        match self.peek() {
            Some(Token { kind: Kind::Word | Kind::Sign, span }) => {
                self.source.get(span.clone()).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Place of the next token.
    fn place(&self) -> Range<usize> {
        self.peek().map_or(self.source.len()..self.source.len(), |token| token.span.clone())
    }

    /// Steps over the next token and tells its place.
    fn step(&mut self) -> Range<usize> {
        let place = self.place();
        self.next += 1;
        place
    }

    /// Steps over a sign that must stand here.
    fn expect(&mut self, sign: &str) -> Result<Range<usize>, Error> {
        if self.text() == sign { Ok(self.step()) } else { Err(self.unexpected()) }
    }

    /// Steps over a name that must stand here; some words are none anywhere.
    fn name(&mut self) -> Result<(String, Range<usize>), Error> {
        let name = self.text();
        if !matches!(self.peek(), Some(Token { kind: Kind::Word, .. })) || refused::is_keyword(name) {
            return Err(self.unexpected());
        }
        Ok((name.to_owned(), self.step()))
    }

    /// What is wrong with the next token.
    fn unexpected(&self) -> Error {
        let place = self.place();
        match self.peek().map(|token| &token.kind) {
            None | Some(Kind::End) => {
                return Error::at(
                    &place,
                    told!("the expression ends where something more is expected", "式が途中で終わっています"),
                );
            }
            Some(Kind::Wrong(error)) => return error.clone(),
            Some(Kind::Text(_) | Kind::Bytes) => {
                return Error::at(
                    &place,
                    told!("this text is not expected here", "ここに文字列は書けません"),
                );
            }
            Some(_) => {}
        }
        let before =
            self.next.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| token.span.clone());
        if let Some(before) = before.filter(|before| self.source.get(before.clone()) == Some("not")) {
            return Error::at(&before, told!("'not' is not expected here", "ここに「not」は書けません"))
                .help(told!("write '!'", "'!' と書きます"));
        }
        refused::unexpected(self.source.get(place.clone()).unwrap_or_default(), &place)
    }

    /// A node, unless the tree becomes too deep by it.
    fn node(&self, span: Range<usize>, at: Range<usize>, node: Syntax) -> Result<Ast, Error> {
        let height = 1 + match &node {
            Syntax::Bool(_) | Syntax::Int(_) | Syntax::Str(_) | Syntax::Name(_) => 0,
            Syntax::Field(inner, _) | Syntax::Not(inner) | Syntax::Minus(inner) => inner.height,
            Syntax::Binary(_, sides) => sides.0.height.max(sides.1.height),
            Syntax::List(parts) | Syntax::Junction(_, parts) => highest(parts),
            Syntax::Call { target, args, .. } => {
                highest(args).max(target.as_ref().map_or(0, |target| target.height))
            }
        };
        if height > HEIGHT { Err(too_deep(&at)) } else { Ok(Ast { span, at, node, height }) }
    }

    /// Goes into a bracket, reads what stands there, and comes out again.
    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let open = self.step();
        if self.brackets == BRACKETS {
            return Err(too_deep(&open));
        }
        self.brackets += 1;
        let inside = read(self);
        self.brackets -= 1;
        inside
    }

    /// Operands and the operators between them that bind at least as strongly as `least`.
    fn operation(&mut self, least: Level) -> Result<Ast, Error> {
        if least == Level::Unary {
            return self.unary();
        }
        let mut left = self.operation(least.tighter())?;
        loop {
            refused::operator(self.text(), &self.place())?;
            let Some((operator, level)) = operator(self.text()).filter(|(_, level)| *level == least) else {
                return Ok(left);
            };
            let at = self.step();
            let right = self.operation(level.tighter())?;
            let span = left.span.start..right.span.end;
            let node = match operator {
                Operator::Binary(binary) => Syntax::Binary(binary, Box::new((left, right))),
                Operator::Junction(junction) => joined(junction, left, right),
            };
            left = self.node(span, at, node)?;
        }
    }

    /// An operand with the signs before it.
    fn unary(&mut self) -> Result<Ast, Error> {
        let mut signs = Vec::new();
        while matches!(self.text(), "!" | "-") {
            signs.push((self.text() == "!", self.step()));
        }
        let mut operand = match (signs.last(), self.peek()) {
            // The smallest number has no positive counterpart.
            (Some((false, sign)), Some(Token { kind: Kind::Int, .. })) => {
                let start = sign.start;
                signs.pop();
                let number = self.int(start)?;
                self.postfix(number)?
            }
            _ => {
                let primary = self.primary()?;
                self.postfix(primary)?
            }
        };
        for (not, at) in signs.into_iter().rev() {
            let span = at.start..operand.span.end;
            let inner = Box::new(operand);
            operand = self.node(span, at, if not { Syntax::Not(inner) } else { Syntax::Minus(inner) })?;
        }
        Ok(operand)
    }

    /// An operand with the fields and calls behind it.
    fn postfix(&mut self, mut operand: Ast) -> Result<Ast, Error> {
        loop {
            match self.text() {
                "." => {
                    let dot = self.step();
                    refused::access(self.text(), &dot)?;
                    let (name, at) = self.name()?;
                    operand = if self.text() == "(" {
                        self.call(name, at, Some(operand))?
                    } else {
                        let span = operand.span.start..at.end;
                        self.node(span, at, Syntax::Field(Box::new(operand), name))?
                    };
                }
                sign @ ("[" | "{") => return Err(refused::bracket(sign, &self.place())),
                _ => return Ok(operand),
            }
        }
    }

    fn primary(&mut self) -> Result<Ast, Error> {
        let at = self.place();
        let node = match self.peek().map(|token| &token.kind) {
            Some(Kind::Int) => return self.int(at.start),
            Some(Kind::Text(text)) => Syntax::Str(text.clone()),
            Some(kind @ (Kind::Fraction | Kind::Unsigned | Kind::Bytes)) => {
                return Err(refused::literal(kind, &at));
            }
            Some(Kind::Word | Kind::Sign) => match self.text() {
                "true" => Syntax::Bool(true),
                "false" => Syntax::Bool(false),
                "null" => return Err(refused::null(&at)),
                "(" => {
                    return self.inside(|parser| {
                        let inner = parser.operation(Level::Or)?;
                        parser.expect(")")?;
                        Ok(inner)
                    });
                }
                "[" => return self.list(),
                "{" => return Err(refused::bracket("{", &at)),
                "?" => return Err(refused::optional(&at)),
                "." => {
                    self.step();
                    let (_, name) = self.name()?;
                    return Err(Error::at(
                        &name,
                        told!("a name cannot begin with a dot", "名前をドットで始めることはできません"),
                    ));
                }
                _ => return self.named(),
            },
            Some(Kind::Wrong(_) | Kind::End) | None => return Err(self.unexpected()),
        };
        self.step();
        self.node(at.clone(), at, node)
    }

    /// A whole number; its sign, if it has one, stands at `start`.
    fn int(&mut self, start: usize) -> Result<Ast, Error> {
        let at = self.step();
        let digits = self.source.get(at.clone()).unwrap_or_default();
        let (radix, bare) = digits.strip_prefix("0x").map_or((10, digits), |hex| (16, hex));
        let sign = if start < at.start { "-" } else { "" };
        let Ok(number) = i64::from_str_radix(&format!("{sign}{bare}"), radix) else {
            return Err(Error::at(
                &at,
                told!("'{digits}' is too large for a whole number", "「{digits}」は整数として大きすぎます"),
            ));
        };
        self.node(start..at.end, start..at.end, Syntax::Int(number))
    }

    /// A variable, or a call without a dot.
    fn named(&mut self) -> Result<Ast, Error> {
        let (name, at) = self.name()?;
        refused::reserved(&name, &at)?;
        if self.text() == "(" {
            return self.call(name, at, None);
        }
        self.node(at.clone(), at, Syntax::Name(name))
    }

    fn call(&mut self, name: String, at: Range<usize>, target: Option<Ast>) -> Result<Ast, Error> {
        refused::call(&name, &at)?;
        let (args, end) = self.inside(|parser| parser.parts(")"))?;
        let start = target.as_ref().map_or(at.start, |target| target.span.start);
        let node = Syntax::Call { name, target: target.map(Box::new), args };
        self.node(start..end, at, node)
    }

    fn list(&mut self) -> Result<Ast, Error> {
        let at = self.place();
        let (parts, end) = self.inside(|parser| parser.parts("]"))?;
        self.node(at.start..end, at, Syntax::List(parts))
    }

    /// Expressions between commas up to a closing bracket, and where that ends. In a list a comma may
    /// stand behind the last one, too.
    fn parts(&mut self, close: &str) -> Result<(Vec<Ast>, usize), Error> {
        let mut parts = Vec::new();
        while self.text() != close {
            if !parts.is_empty() {
                self.expect(",")?;
                if close == "]" && self.text() == close {
                    break;
                }
            }
            parts.push(self.operation(Level::Or)?);
        }
        Ok((parts, self.step().end))
    }
}

fn highest(parts: &[Ast]) -> usize {
    parts.iter().map(|part| part.height).max().unwrap_or(0)
}

/// `a && b && c` is one junction of three, so that its length does not make the tree deep.
fn joined(junction: Junction, left: Ast, right: Ast) -> Syntax {
    match left.node {
        Syntax::Junction(same, mut parts) if same == junction => {
            parts.push(right);
            Syntax::Junction(junction, parts)
        }
        _ => Syntax::Junction(junction, vec![left, right]),
    }
}

fn too_deep(at: &Range<usize>) -> Error {
    Error::at(at, told!("the expression is nested too deeply", "式の入れ子が深すぎます"))
        .help(told!("split it into several findings", "複数の finding に分けます"))
}
