//! What an expression may name.

use std::sync::Arc;

use super::params::{Params, Table};
use crate::schema::{RecordType, Type};
use crate::terms::{Subject, Text, Told, shown_in_english, told};

/// The name under which an expression finds its rule's parameters.
pub(super) const PARAMS: &str = "params";

/// Kind of a variable or an expression.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A value of the facts, or a plain one.
    Value(Type),
    /// A row of a parameter table.
    Row(Arc<Table>),
    /// A parameter table.
    Rows(Arc<Table>),
}

impl Kind {
    /// Kind of the elements, if it is a list.
    pub fn element(&self) -> Option<Self> {
        match self {
            Self::Value(Type::List(item)) => Some(Self::Value(item())),
            Self::Rows(table) => Some(Self::Row(Arc::clone(table))),
            Self::Value(_) | Self::Row(_) => None,
        }
    }
}

impl From<Type> for Kind {
    fn from(ty: Type) -> Self {
        Self::Value(ty)
    }
}

impl From<&'static RecordType> for Kind {
    fn from(record: &'static RecordType) -> Self {
        Self::Value(Type::Record(record))
    }
}

impl Told for Kind {
    fn told(&self) -> Text {
        match self {
            Self::Value(ty) => ty.told(),
            Self::Row(_) => told!("row of a parameter table", "パラメータ表の行"),
            Self::Rows(_) => told!("parameter table", "パラメータ表"),
        }
    }
}

shown_in_english!(Kind);

/// The variables an expression may name, in order, and the parameters of its rule.
#[derive(Clone, Default)]
pub struct Scope {
    types: Vec<(&'static str, &'static RecordType)>,
    variables: Vec<(String, Kind)>,
    params: Arc<Params>,
}

impl Scope {
    /// A scope without variables. `types` are the record types that references lead to, by the name
    /// of their table (`cluster`, `host`, `vm`); other entries do no harm.
    pub fn new(types: &[(&'static str, &'static RecordType)]) -> Self {
        Self { types: types.to_vec(), ..Self::default() }
    }

    /// The same with one more variable; its value stands behind those of the earlier ones in
    /// [`super::Env::slots`]. A later variable hides an earlier one of that name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, kind: impl Into<Kind>) -> Self {
        self.variables.push((name.into(), kind.into()));
        self
    }

    /// The same with `params.…`.
    #[must_use]
    pub fn params(mut self, params: Arc<Params>) -> Self {
        self.params = params;
        self
    }

    /// Position and kind of a variable.
    pub fn find(&self, name: &str) -> Option<(usize, &Kind)> {
        let at = self.variables.iter().rposition(|(variable, _)| variable == name)?;
        self.variables.get(at).map(|(_, kind)| (at, kind))
    }

    /// Names of the variables, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn parameters(&self) -> &Params {
        &self.params
    }

    pub(super) fn record_of(&self, kind: Subject) -> Option<&'static RecordType> {
        self.types.iter().find(|(name, _)| *name == kind.name()).map(|(_, record)| *record)
    }
}
