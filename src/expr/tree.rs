//! The typed tree: one enum per type of result, so that evaluation needs no type checks of its own.

use std::sync::Arc;

use super::params::{Scalar, Scalars, Table};
use crate::schema::Version;

/// An expression of any type.
pub(super) enum Node {
    /// True or false.
    Test(Test),
    /// A whole number.
    Number(Number),
    /// Text or a word of an enumeration.
    Text(Text),
    /// A list.
    List(List),
    /// A record, reference, version, split or grouping.
    Read(Path),
}

/// A path from a variable through fields.
#[derive(Clone)]
pub(super) struct Path {
    /// Where it begins.
    pub root: Root,
    /// Field positions, outermost record first.
    pub steps: Vec<usize>,
}

/// Where a path begins.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Root {
    /// A variable of the scope, by position.
    Slot(usize),
    /// A variable of an enclosing `exists` or `all`: 0 is the innermost.
    Local(usize),
}

/// A condition.
pub(super) enum Test {
    /// A literal or parameter.
    Const(bool),
    /// A fact.
    Read(Path),
    /// Negation.
    Not(Box<Self>),
    /// `&&` (absorbing false) or `||` (absorbing true) of two or more operands.
    Junction {
        /// The operand's value that decides.
        decisive: bool,
        /// The operands.
        parts: Vec<Self>,
    },
    /// Comparison of two conditions.
    Same(Box<(Self, Self)>, Equality),
    /// Comparison of two numbers.
    Numbers(Order, Box<(Number, Number)>),
    /// Comparison of two texts.
    Texts(Equality, Box<(Text, Text)>),
    /// A text against a part of it.
    Part(Part, Box<(Text, Text)>),
    /// A version that is another one or later.
    Since(Path, Since),
    /// Membership of a plain value in a list.
    Member(Box<Plain>, List),
    /// `exists` (decided by true) or `all` (decided by false).
    Quantifier {
        /// The body's value that decides.
        decisive: bool,
        /// What is looped over.
        list: List,
        /// The body.
        body: Box<Self>,
    },
    /// `.all`, `.any` of a host split, `.uniform` of a grouping.
    Holds(Path, Aspect),
}

/// The two comparisons that every plain type has.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Equality {
    /// `==`
    Equal,
    /// `!=`
    Different,
}

/// Comparison of numbers.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// `==`
    Equal,
    /// `!=`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// Where a text must have another one.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// Anywhere.
    Anywhere,
    /// At the beginning.
    Start,
    /// At the end.
    End,
}

/// What a version is compared with.
pub(super) enum Since {
    /// A literal or parameter.
    Const(Version),
    /// A fact, or a column of a parameter table.
    Read(Path),
}

/// Three-valued members of splits and groupings.
#[derive(Clone, Copy)]
pub(super) enum Aspect {
    /// It holds on every host.
    All,
    /// It holds on some host.
    Any,
    /// It holds on two hosts at least.
    Several,
    /// All members have one value.
    Uniform,
}

/// A number.
pub(super) enum Number {
    /// A literal or parameter.
    Const(i64),
    /// A fact.
    Read(Path),
    /// Length of a list.
    Size(List),
    /// Hosts on which a split holds, or values of a grouping.
    Count(Path),
    /// Unary minus.
    Minus(Box<Self>),
    /// Arithmetic.
    Sum(Arithmetic, Box<(Self, Self)>),
}

/// Operations on two numbers.
#[derive(Clone, Copy)]
pub(super) enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}

/// A text.
pub(super) enum Text {
    /// A literal or parameter.
    Const(Box<str>),
    /// A fact.
    Read(Path),
}

/// A plain value of any type.
pub(super) enum Plain {
    /// A condition.
    Test(Test),
    /// A number.
    Number(Number),
    /// A text.
    Text(Text),
}

/// A list.
pub(super) enum List {
    /// A fact.
    Read(Path),
    /// A list literal or parameter.
    Plain(Arc<Scalars>),
    /// A parameter table.
    Rows(Arc<Table>),
    /// Host names of one part of a split.
    Hosts(Path, HostPart),
}

/// Parts of a split that are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HostPart {
    /// Hosts where it certainly does not hold.
    Lacking,
    /// Hosts where it is unclear.
    Unclear,
    /// Hosts out of service where it certainly holds.
    Resting,
}

impl Node {
    /// A plain parameter.
    pub(super) fn plain(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Bool(bool) => Self::Test(Test::Const(*bool)),
            Scalar::Int(int) => Self::Number(Number::Const(*int)),
            Scalar::Str(text) => Self::Text(Text::Const(text.as_str().into())),
        }
    }
}
