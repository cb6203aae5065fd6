//! Operators.

use std::ops::Range;

use super::{Checker, Typed, Words, described, expected};
use crate::expr::Error;
use crate::expr::error::meant;
use crate::expr::error::nearest;
use crate::expr::parse::{Ast, Binary, Junction, Syntax};
use crate::expr::scope::Kind;
use crate::expr::tree::{Arithmetic, Equality, List, Node, Number, Order, Plain, Test};
use crate::schema::{EnumType, Type};
use crate::terms::told;

impl Checker<'_> {
    pub(super) fn binary(
        &mut self,
        binary: Binary,
        left: &Ast,
        right: &Ast,
        at: &Range<usize>,
    ) -> Result<Typed, Error> {
        let test = match binary {
            Binary::Equal => self.equality(Equality::Equal, left, right, at)?,
            Binary::Different => self.equality(Equality::Different, left, right, at)?,
            Binary::Less => self.order(Order::Less, left, right)?,
            Binary::AtMost => self.order(Order::AtMost, left, right)?,
            Binary::Greater => self.order(Order::Greater, left, right)?,
            Binary::AtLeast => self.order(Order::AtLeast, left, right)?,
            Binary::Plus => return self.arithmetic(Arithmetic::Plus, left, right),
            Binary::Minus => return self.arithmetic(Arithmetic::Minus, left, right),
            Binary::Times => return self.arithmetic(Arithmetic::Times, left, right),
            Binary::In => self.member(left, right, at)?,
        };
        Ok(Typed::test(test))
    }

    /// `a && (b && c)` becomes one junction of three.
    pub(super) fn junction(&mut self, junction: Junction, operands: &[Ast]) -> Result<Typed, Error> {
        let mut parts = Vec::new();
        self.operands(junction, operands, &mut parts)?;
        let decisive = match junction {
            Junction::And => false,
            Junction::Or => true,
        };
        Ok(Typed::test(Test::Junction { decisive, parts }))
    }

    fn operands(&mut self, junction: Junction, asts: &[Ast], parts: &mut Vec<Test>) -> Result<(), Error> {
        for ast in asts {
            match &ast.node {
                Syntax::Junction(inner, operands) if *inner == junction => {
                    self.operands(junction, operands, parts)?;
                }
                _ => parts.push(self.test(ast)?),
            }
        }
        Ok(())
    }

    fn order(&mut self, order: Order, left: &Ast, right: &Ast) -> Result<Test, Error> {
        Ok(Test::Numbers(order, Box::new((self.number(left)?, self.number(right)?))))
    }

    fn arithmetic(&mut self, arithmetic: Arithmetic, left: &Ast, right: &Ast) -> Result<Typed, Error> {
        let sides = Box::new((self.number(left)?, self.number(right)?));
        Ok(Typed::number(Number::Sum(arithmetic, sides)))
    }

    fn equality(
        &mut self,
        equality: Equality,
        left: &Ast,
        right: &Ast,
        at: &Range<usize>,
    ) -> Result<Test, Error> {
        let (a, b) = (self.any(left)?, self.any(right)?);
        for (side, ast) in [(&a, left), (&b, right)] {
            comparable(&side.kind, &ast.span)?;
        }
        same_type((&a.kind, a.words.as_ref(), left), (&b.kind, b.words.as_ref(), right), at)?;
        match (a.node, b.node) {
            (Node::Test(a), Node::Test(b)) => Ok(Test::Same(Box::new((a, b)), equality)),
            (Node::Text(a), Node::Text(b)) => Ok(Test::Texts(equality, Box::new((a, b)))),
            (Node::Number(a), Node::Number(b)) => {
                let order = match equality {
                    Equality::Equal => Order::Equal,
                    Equality::Different => Order::Different,
                };
                Ok(Test::Numbers(order, Box::new((a, b))))
            }
            _ => Err(Error::at(at, told!("these cannot be compared", "これらは比較できません"))),
        }
    }

    fn member(&mut self, left: &Ast, right: &Ast, at: &Range<usize>) -> Result<Test, Error> {
        let needle = self.any(left)?;
        comparable(&needle.kind, &left.span)?;
        let (list, element, words) = self.list(right)?;
        comparable(&element, &right.span)?;
        // A list parameter that a site has emptied has no type of its own.
        if !matches!(&list, List::Plain(scalars) if scalars.items().is_empty()) {
            same_type((&needle.kind, needle.words.as_ref(), left), (&element, words.as_ref(), right), at)?;
        }
        let plain = match needle.node {
            Node::Test(test) => Plain::Test(test),
            Node::Number(number) => Plain::Number(number),
            Node::Text(text) => Plain::Text(text),
            _ => return Err(expected(told!("a plain value", "単純な値"), &needle.kind, &left.span)),
        };
        Ok(Test::Member(Box::new(plain), list))
    }
}

/// Refuses kinds that have no equality.
fn comparable(kind: &Kind, span: &Range<usize>) -> Result<(), Error> {
    let help = match kind {
        Kind::Value(Type::Bool | Type::Int | Type::Str | Type::Enum(_)) => return Ok(()),
        Kind::Value(Type::Version) => told!(
            "ask it with since('6.0'): '6.0' and '6.0.0' are the same version",
            "since('6.0') で調べます。'6.0' と '6.0.0' は同じバージョンです。"
        ),
        Kind::Value(Type::List(_)) | Kind::Rows(_) => {
            told!(
                "ask its elements with exists(v, …) or all(v, …), its length with size()",
                "要素は exists(v, …) または all(v, …) で、要素数は size() で調べます"
            )
        }
        Kind::Value(Type::Split) => {
            told!("take '.all', '.any' or '.count' of it", "'.all'、'.any'、'.count' のいずれかを使用します")
        }
        Kind::Value(Type::Grouping) => {
            told!("take '.uniform' or '.count' of it", "'.uniform' または '.count' を使用します")
        }
        Kind::Value(Type::Record(_) | Type::Ref(_)) | Kind::Row(_) => {
            told!("compare one of its fields", "いずれかの項目を比較します")
        }
    };
    let kind = described(kind);
    Err(Error::at(span, told!([kind] "{kind} cannot be compared", "{kind}は比較できません")).help(help))
}

/// One side of a comparison: its kind, the texts it can be where they are known, its place.
type Side<'a> = (&'a Kind, Option<&'a Words>, &'a Ast);

/// Both sides must be of one type; a text beside an enumeration must be one of its words.
fn same_type(a: Side<'_>, b: Side<'_>, at: &Range<usize>) -> Result<(), Error> {
    match (a.0, b.0) {
        (Kind::Value(Type::Enum(words)), Kind::Value(Type::Str)) => in_words(*words, b),
        (Kind::Value(Type::Str), Kind::Value(Type::Enum(words))) => in_words(*words, a),
        (Kind::Value(a), Kind::Value(b)) if a == b => Ok(()),
        (a, b) => {
            let (a, b) = (described(a), described(b));
            Err(Error::at(at, told!([a, b] "{a} is compared with {b}", "{a}と{b}を比較しています")))
        }
    }
}

fn in_words(of: EnumType, (_, texts, ast): Side<'_>) -> Result<(), Error> {
    let words = of.words.join(", ");
    let Some(texts) = texts else {
        let message = told!(
            "any text is compared with one of {words}",
            "任意の文字列と {words} のいずれかを比較しています"
        );
        return Err(Error::at(&ast.span, message)
            .help(told!("compare with a literal or a parameter", "リテラルまたはパラメータと比較します")));
    };
    let Some(odd) = texts.iter().find(|text| !of.words.contains(&text.as_str())) else {
        return Ok(());
    };
    let message = told!(
        "it is never '{odd}': it is one of {words}",
        "「{odd}」になることはありません。{words} のいずれかです。"
    );
    let error = Error::at(&ast.span, message);
    Err(match nearest(odd, of.words.iter().copied()) {
        Some(word) => error.help(meant(word)),
        None => error,
    })
}
