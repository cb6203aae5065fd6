//! The check: from syntax to the typed tree, or to the first thing that is wrong.

mod access;
mod calls;
mod operators;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use compact_str::CompactString;

use super::params::Scalars;
use super::parse::{Ast, Syntax};
use super::scope::{Kind, Scope};
use super::tree::{List, Node, Number, Path, Test, Text};
use super::{Error, Scalar};
use crate::schema::Type;
use crate::terms::{self, Told as _, told};

/// An expression that passed.
pub(super) struct Checked {
    pub kind: Kind,
    pub reads: BTreeSet<&'static str>,
    pub node: Node,
}

/// Checks a syntax tree against a scope.
pub(super) fn check(ast: &Ast, scope: &Scope) -> Result<Checked, Error> {
    let mut checker = Checker { scope, locals: Vec::new(), reads: BTreeSet::new() };
    let Typed { kind, node, .. } = checker.any(ast)?;
    Ok(Checked { kind, reads: checker.reads, node })
}

struct Checker<'s> {
    scope: &'s Scope,
    /// Variables of the quantifiers around, outermost first.
    locals: Vec<Local>,
    reads: BTreeSet<&'static str>,
}

struct Local {
    name: String,
    kind: Kind,
    words: Option<Words>,
    used: bool,
}

/// All texts that an expression can be, where they are known when it is checked.
type Words = Arc<[CompactString]>;

/// A part of the expression with its kind.
struct Typed {
    kind: Kind,
    node: Node,
    words: Option<Words>,
}

impl Typed {
    fn new(kind: impl Into<Kind>, node: Node) -> Self {
        Self { kind: kind.into(), node, words: None }
    }

    fn test(test: Test) -> Self {
        Self::new(Type::Bool, Node::Test(test))
    }

    fn number(number: Number) -> Self {
        Self::new(Type::Int, Node::Number(number))
    }

    fn constant(scalar: &Scalar) -> Self {
        let words = scalar.text().map(|text| Arc::from([CompactString::from(text)]));
        Self { kind: scalar.ty().into(), node: Node::plain(scalar), words }
    }

    fn scalars(scalars: Arc<Scalars>) -> Self {
        let words = scalars.items().iter().map(|item| item.text().map(CompactString::from)).collect();
        Self { kind: scalars.ty().into(), words, node: Node::List(List::Plain(scalars)) }
    }

    /// A fact at the end of a path.
    fn fact(ty: Type, path: Path) -> Self {
        let node = match ty {
            Type::Bool => Node::Test(Test::Read(path)),
            Type::Int => Node::Number(Number::Read(path)),
            Type::Str | Type::Enum(_) => Node::Text(Text::Read(path)),
            Type::List(_) => Node::List(List::Read(path)),
            Type::Version | Type::Record(_) | Type::Ref(_) | Type::Split | Type::Grouping => Node::Read(path),
        };
        Self::new(ty, node)
    }

    fn as_constant(&self) -> Option<Scalar> {
        match &self.node {
            Node::Test(Test::Const(bool)) => Some(Scalar::Bool(*bool)),
            Node::Number(Number::Const(int)) => Some(Scalar::Int(*int)),
            Node::Text(Text::Const(text)) => Some(Scalar::Str(CompactString::from(&**text))),
            _ => None,
        }
    }
}

impl Checker<'_> {
    fn any(&mut self, ast: &Ast) -> Result<Typed, Error> {
        match &ast.node {
            Syntax::Bool(bool) => Ok(Typed::constant(&Scalar::Bool(*bool))),
            Syntax::Int(int) => Ok(Typed::constant(&Scalar::Int(*int))),
            Syntax::Str(text) => Ok(Typed::constant(&Scalar::Str(text.as_str().into()))),
            Syntax::List(elements) => self.list_literal(ast, elements),
            Syntax::Name(name) => self.name(name, &ast.at),
            Syntax::Field(operand, field) => self.field(operand, field, &ast.at),
            Syntax::Not(operand) => Ok(Typed::test(Test::Not(Box::new(self.test(operand)?)))),
            Syntax::Minus(operand) => match self.number(operand)? {
                Number::Const(value) if value != i64::MIN => Ok(Typed::number(Number::Const(-value))),
                number => Ok(Typed::number(Number::Minus(Box::new(number)))),
            },
            Syntax::Junction(junction, operands) => self.junction(*junction, operands),
            Syntax::Binary(binary, sides) => self.binary(*binary, &sides.0, &sides.1, &ast.at),
            Syntax::Call { name, target, args } => self.call(name, target.as_deref(), args, ast),
        }
    }

    fn list_literal(&mut self, ast: &Ast, elements: &[Ast]) -> Result<Typed, Error> {
        let mut items = Vec::with_capacity(elements.len());
        for element in elements {
            let item = self.any(element)?.as_constant();
            items.push(item.ok_or_else(|| {
                Error::at(
                    &element.span,
                    told!(
                        "a list holds literals and parameters only",
                        "リストに書けるのはリテラルとパラメータだけです"
                    ),
                )
                .help(told!(
                    "compare facts one by one: 'x == a || x == b'",
                    "'x == a || x == b' のように 1 つずつ比較します"
                ))
            })?);
        }
        if items.is_empty() {
            return Err(Error::at(
                &ast.span,
                told!("an empty list holds nothing to compare with", "空のリストとは比較できません"),
            )
            .help(told!(
                "ask size() == 0 to see whether a list is empty",
                "リストが空かどうかは size() == 0 で調べます"
            )));
        }
        match Scalars::new(items) {
            Ok(scalars) => Ok(Typed::scalars(Arc::new(scalars))),
            Err(error) => Err(Error::at(&ast.span, error.told())),
        }
    }

    fn test(&mut self, ast: &Ast) -> Result<Test, Error> {
        let typed = self.any(ast)?;
        match typed.node {
            Node::Test(test) => Ok(test),
            _ => Err(expected(told!("true or false", "真偽値"), &typed.kind, &ast.span)),
        }
    }

    fn number(&mut self, ast: &Ast) -> Result<Number, Error> {
        let typed = self.any(ast)?;
        match typed.node {
            Node::Number(number) => Ok(number),
            _ => Err(expected(told!("a number", "数値"), &typed.kind, &ast.span)),
        }
    }

    fn list(&mut self, ast: &Ast) -> Result<(List, Kind, Option<Words>), Error> {
        let typed = self.any(ast)?;
        match (typed.node, typed.kind.element()) {
            (Node::List(list), Some(element)) => Ok((list, element, typed.words)),
            _ => Err(expected(told!("a list", "リスト"), &typed.kind, &ast.span)),
        }
    }
}

/// A part is not of the kind that its place needs.
fn expected(wanted: terms::Text, found: &Kind, span: &Range<usize>) -> Error {
    let is = described(found);
    let message = told!([wanted, is] "{wanted} is expected here, this is {is}", "ここには{wanted}が必要ですが、{is}です");
    let error = Error::at(span, message);
    match found {
        Kind::Value(Type::Split) => error.help(told!(
            "take '.all', '.any', '.count' or '.lacking' of it",
            "'.all'、'.any'、'.count'、'.lacking' のいずれかを使用します"
        )),
        Kind::Value(Type::Grouping) => {
            error.help(told!("take '.uniform' or '.count' of it", "'.uniform' または '.count' を使用します"))
        }
        Kind::Value(Type::Version) => {
            error.help(told!("ask it with since('6.0')", "since('6.0') で調べます"))
        }
        Kind::Value(Type::List(_)) => error.help(told!(
            "ask it with exists(v, …), all(v, …) or size()",
            "exists(v, …)、all(v, …)、size() のいずれかで調べます"
        )),
        _ => error,
    }
}

/// A kind with its article.
fn described(kind: &Kind) -> terms::Text {
    match kind {
        Kind::Value(Type::Enum(_)) => kind.told(),
        Kind::Value(Type::Int) => told!("an int", "整数"),
        _ => {
            let kind = kind.told();
            terms::Text::new(format!("a {}", kind.en), kind.ja)
        }
    }
}
