//! Evaluation: strong Kleene logic whose unknown carries the reasons of all undecided operands.
//!
//! An incomplete list is its known elements and possibly more. What such an element could be is
//! found by evaluating the body with a variable that is unknown: a body that does not decide even
//! then cannot change the outcome.

use std::ops::ControlFlow;

use super::Env;
use super::seq::Seq;
use super::tree::{
    Arithmetic, Aspect, Equality, List, Node, Number, Order, Part, Path, Plain, Root, Since, Test, Text,
};
use crate::schema::{Fact, Unknown, Value, Version};

/// The variable of a quantifier, and those around it.
struct Frame<'a, 'f> {
    value: Fact<Value<'a>>,
    outer: Option<&'f Self>,
}

/// What an evaluation sees.
#[derive(Clone, Copy)]
struct Eval<'a, 'f> {
    env: &'f Env<'a>,
    frame: Option<&'f Frame<'a, 'f>>,
}

/// Reasons collected on the way to an undecided result; merged once, at the end.
#[derive(Default)]
struct Doubt {
    first: Option<Unknown>,
    more: Vec<Unknown>,
}

impl Doubt {
    fn add(&mut self, why: Unknown) {
        match &self.first {
            None => self.first = Some(why),
            Some(first) if *first == why || self.more.last() == Some(&why) => {}
            Some(_) => self.more.push(why),
        }
    }

    /// `decided` unless something was in doubt.
    fn unless<T>(self, decided: T) -> Fact<T> {
        match self.first {
            None => Ok(decided),
            Some(first) if self.more.is_empty() => Err(first),
            Some(first) => Err(Unknown::all(std::iter::once(&first).chain(&self.more)).unwrap_or(first)),
        }
    }
}

/// Both values, or unknown for the reasons of both.
fn both<A, B>(a: Fact<A>, b: Fact<B>) -> Fact<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.and(&b)),
        (Err(why), Ok(_)) | (Ok(_), Err(why)) => Err(why),
    }
}

fn mistyped<T>() -> Fact<T> {
    Err(Unknown::defect("a value is not of the type that the schema declares"))
}

/// Evaluates a condition.
pub(super) fn truth<'a>(node: &'a Node, env: &Env<'a>) -> Fact<bool> {
    match node {
        Node::Test(test) => Eval { env, frame: None }.test(test),
        _ => mistyped(),
    }
}

/// Evaluates a list.
pub(super) fn list<'a>(node: &'a Node, env: &Env<'a>) -> Fact<Seq<'a>> {
    match node {
        Node::List(list) => Eval { env, frame: None }.list(list),
        _ => mistyped(),
    }
}

/// Evaluates a number.
pub(super) fn number<'a>(number: &'a Number, env: &Env<'a>) -> Fact<i64> {
    Eval { env, frame: None }.number(number)
}

/// Evaluates a text.
pub(super) fn text<'a>(text: &'a Text, env: &Env<'a>) -> Fact<&'a str> {
    Eval { env, frame: None }.text(text)
}

/// Follows a path.
pub(super) fn read<'a>(path: &Path, env: &Env<'a>) -> Fact<Value<'a>> {
    Eval { env, frame: None }.read(path)
}

impl<'a, 'f> Eval<'a, 'f> {
    fn test(self, test: &'a Test) -> Fact<bool> {
        match test {
            Test::Const(value) => Ok(*value),
            Test::Read(path) => match self.read(path)? {
                Value::Bool(value) => Ok(value),
                _ => mistyped(),
            },
            Test::Not(inner) => self.test(inner).map(|value| !value),
            Test::Junction { decisive, parts } => self.junction(*decisive, parts),
            Test::Same(sides, equality) => {
                let (a, b) = both(self.test(&sides.0), self.test(&sides.1))?;
                Ok(equality.holds(a == b))
            }
            Test::Numbers(order, sides) => {
                let (a, b) = both(self.number(&sides.0), self.number(&sides.1))?;
                Ok(order.holds(a, b))
            }
            Test::Texts(equality, sides) => {
                let (a, b) = both(self.text(&sides.0), self.text(&sides.1))?;
                Ok(equality.holds(a == b))
            }
            Test::Part(part, sides) => {
                let (whole, wanted) = both(self.text(&sides.0), self.text(&sides.1))?;
                Ok(part.holds(whole, wanted))
            }
            Test::Since(version, bound) => self.since(version, bound),
            Test::Member(needle, list) => self.member(needle, list),
            Test::Quantifier { decisive, list, body } => self.quantifier(*decisive, list, body),
            Test::Holds(path, aspect) => match (self.read(path)?, aspect) {
                (Value::Split(split), Aspect::All) if self.env.later => split.all_later(),
                (Value::Split(split), Aspect::All) => split.all(),
                (Value::Split(split), Aspect::Any) => split.any(),
                (Value::Split(split), Aspect::Several) => split.several(),
                (Value::Grouping(grouping), Aspect::Uniform) if self.env.later => grouping.uniform_later(),
                (Value::Grouping(grouping), Aspect::Uniform) => grouping.uniform(),
                _ => mistyped(),
            },
        }
    }

    fn junction(self, decisive: bool, parts: &'a [Test]) -> Fact<bool> {
        let mut doubt = Doubt::default();
        for part in parts {
            match self.test(part) {
                Ok(value) if value == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(why) => doubt.add(why),
            }
        }
        doubt.unless(!decisive)
    }

    fn quantifier(self, decisive: bool, list: &'a List, body: &'a Test) -> Fact<bool> {
        let mut doubt = Doubt::default();
        let missing = match self.list(list) {
            Err(why) => Some(why),
            Ok(seq) => {
                let decided = seq.walk(|item| match self.with(item).test(body) {
                    Ok(value) if value == decisive => ControlFlow::Break(()),
                    Ok(_) => ControlFlow::Continue(()),
                    Err(why) => {
                        doubt.add(why);
                        ControlFlow::Continue(())
                    }
                });
                if decided.is_break() {
                    return Ok(decisive);
                }
                seq.missing()
            }
        };
        if let Some(missing) = missing {
            match self.with(Err(missing.clone())).test(body) {
                Ok(value) if value != decisive => {}
                // The element may not exist, so that even a body that decides leaves a doubt.
                Ok(_) => doubt.add(missing),
                Err(why) => {
                    doubt.add(missing);
                    doubt.add(why);
                }
            }
        }
        doubt.unless(!decisive)
    }

    fn with<'g>(&'g self, value: Fact<Value<'a>>) -> Nested<'a, 'g>
    where
        'f: 'g,
    {
        Nested { env: self.env, frame: Frame { value, outer: self.frame } }
    }

    fn member(self, needle: &'a Plain, list: &'a List) -> Fact<bool> {
        let list = self.list(list);
        if let Ok(seq) = &list
            && seq.is_empty()
            && seq.missing().is_none()
        {
            return Ok(false);
        }
        let needle = match needle {
            Plain::Test(test) => self.test(test).map(Value::Bool),
            Plain::Number(number) => self.number(number).map(Value::Int),
            Plain::Text(text) => self.text(text).map(Value::Str),
        };
        let (needle, seq) = both(needle, list)?;
        let mut doubt = Doubt::default();
        let found = seq.walk(|item| match item {
            Ok(item) if equal(item, needle) => ControlFlow::Break(()),
            Ok(_) => ControlFlow::Continue(()),
            Err(why) => {
                doubt.add(why);
                ControlFlow::Continue(())
            }
        });
        if found.is_break() {
            return Ok(true);
        }
        if let Some(missing) = seq.missing() {
            doubt.add(missing);
        }
        doubt.unless(false)
    }

    fn since(self, version: &'a Path, bound: &'a Since) -> Fact<bool> {
        let version = self.version(version);
        match bound {
            Since::Const(bound) => Ok(version?.since(bound)),
            Since::Read(bound) => {
                let (version, bound) = both(version, self.version(bound))?;
                Ok(version.since(bound))
            }
        }
    }

    fn version(self, path: &Path) -> Fact<&'a Version> {
        match self.read(path)? {
            Value::Version(version) => Ok(version),
            _ => mistyped(),
        }
    }

    fn number(self, number: &'a Number) -> Fact<i64> {
        match number {
            Number::Const(value) => Ok(*value),
            Number::Read(path) => match self.read(path)? {
                Value::Int(value) => Ok(value),
                _ => mistyped(),
            },
            Number::Size(list) => {
                let seq = self.list(list)?;
                match seq.missing() {
                    None => in_range(i64::try_from(seq.len()).ok()),
                    Some(why) => Err(why),
                }
            }
            Number::Count(path) => match self.read(path)? {
                Value::Split(split) => split.why().map_or_else(|| Ok(split.count()), Err),
                Value::Grouping(grouping) => match &grouping.why {
                    None => in_range(i64::try_from(grouping.values.len()).ok()),
                    Some(why) => Err(why.clone()),
                },
                _ => mistyped(),
            },
            Number::Minus(inner) => in_range(self.number(inner)?.checked_neg()),
            Number::Sum(arithmetic, sides) => {
                let (a, b) = both(self.number(&sides.0), self.number(&sides.1))?;
                in_range(match arithmetic {
                    Arithmetic::Plus => a.checked_add(b),
                    Arithmetic::Minus => a.checked_sub(b),
                    Arithmetic::Times => a.checked_mul(b),
                })
            }
        }
    }

    fn text(self, text: &'a Text) -> Fact<&'a str> {
        match text {
            Text::Const(text) => Ok(text),
            Text::Read(path) => match self.read(path)? {
                Value::Str(text) => Ok(text),
                _ => mistyped(),
            },
        }
    }

    fn list(self, list: &'a List) -> Fact<Seq<'a>> {
        match list {
            List::Read(path) => match self.read(path)? {
                Value::List(list) => Ok(Seq::view(list)),
                _ => mistyped(),
            },
            List::Plain(scalars) => Ok(Seq::view(&**scalars)),
            List::Rows(table) => Ok(Seq::view(&**table)),
            List::Hosts(path, part) => match self.read(path)? {
                Value::Split(split) => Ok(Seq::hosts(split, *part)),
                _ => mistyped(),
            },
        }
    }

    fn read(self, path: &Path) -> Fact<Value<'a>> {
        let mut value = self.root(path.root)?;
        for &step in &path.steps {
            let record = match value {
                Value::Record(record) => record,
                Value::Ref(reference) => self.env.arena.resolve(reference)?,
                _ => return mistyped(),
            };
            value = record.field(step)?;
        }
        Ok(value)
    }

    fn root(self, root: Root) -> Fact<Value<'a>> {
        let out_of_scope = || Unknown::defect("a variable has no value");
        match root {
            Root::Slot(at) => self.env.slots.get(at).cloned().unwrap_or_else(|| Err(out_of_scope())),
            Root::Local(depth) => {
                let mut frame = self.frame;
                for _ in 0..depth {
                    frame = frame.and_then(|frame| frame.outer);
                }
                frame.ok_or_else(out_of_scope)?.value.clone()
            }
        }
    }
}

/// An evaluation inside a quantifier's body.
struct Nested<'a, 'f> {
    env: &'f Env<'a>,
    frame: Frame<'a, 'f>,
}

impl<'a> Nested<'a, '_> {
    fn test(&self, body: &'a Test) -> Fact<bool> {
        Eval { env: self.env, frame: Some(&self.frame) }.test(body)
    }
}

fn in_range(number: Option<i64>) -> Fact<i64> {
    number.ok_or_else(|| Unknown::defect("a number is out of range"))
}

/// Equality of plain values; the checker lets no others be compared.
fn equal(a: Value<'_>, b: Value<'_>) -> bool {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => a == b,
        _ => false,
    }
}

impl Equality {
    fn holds(self, equal: bool) -> bool {
        equal == (self == Self::Equal)
    }
}

impl Order {
    fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Self::Equal => a == b,
            Self::Different => a != b,
            Self::Less => a < b,
            Self::AtMost => a <= b,
            Self::Greater => a > b,
            Self::AtLeast => a >= b,
        }
    }
}

impl Part {
    fn holds(self, whole: &str, wanted: &str) -> bool {
        match self {
            Self::Anywhere => whole.contains(wanted),
            Self::Start => whole.starts_with(wanted),
            Self::End => whole.ends_with(wanted),
        }
    }
}
