//! Expressions of rule files: compiled with their places, the loops they stand in, what of them can be shown.

use super::model::Gate;
use super::parts::Each;
use crate::document::{Document, Placed};
use crate::expr::{self, Expr, Kind, Scope};
use crate::schema::Type;
use crate::terms::{Subject, Told as _, told};

/// Compiles an expression; what is wrong with it is told at its place.
pub fn compile(
    doc: &mut Document,
    text: &Placed<String>,
    scope: &Scope,
    how: fn(&str, &Scope) -> Result<Expr, expr::Error>,
) -> Option<Expr> {
    match how(&text.value, scope) {
        Ok(expr) => Some(expr),
        Err(error) => {
            let span = doc.within(text, error.offset, error.length);
            doc.problem(span, error.told());
            None
        }
    }
}

/// Positions of the gates that all elements of a kind pass.
pub fn default_gates(gates: &[Gate], subject: Subject) -> Vec<usize> {
    let theirs = |gate: &Gate| gate.default && gate.subject == subject;
    gates.iter().enumerate().filter(|(_, gate)| theirs(gate)).map(|(at, _)| at).collect()
}

/// A list that something is done for each of, and what stands for its element.
pub fn each(
    doc: &mut Document,
    path: &Placed<String>,
    name: &Placed<String>,
    scope: &Scope,
    gates: &[Gate],
) -> Option<(Each, Scope)> {
    let list = compile(doc, path, scope, expr::each_path)?;
    let element = list.element()?;
    let inner = element_scope(doc, name, scope, element.clone())?;
    let kind = match &element {
        Kind::Value(Type::Ref(kind)) => Some(*kind),
        _ => None,
    };
    let gates = kind.map(|kind| default_gates(gates, kind)).unwrap_or_default();
    Some((Each { list, name: name.value.clone(), kind, gates }, inner))
}

/// The scope within a loop: with the element's name, which may mean nothing else.
pub fn element_scope(
    doc: &mut Document,
    name: &Placed<String>,
    scope: &Scope,
    element: Kind,
) -> Option<Scope> {
    if scope.find(&name.value).is_some() || name.value == "params" {
        let (span, name) = (name.span.clone(), &name.value);
        let message = told!(
            "'{name}' means something else in this rule already",
            "「{name}」は、このルールですでに別の意味で使用されています"
        );
        doc.problem(span, message);
        return None;
    }
    let identifier = name.value.starts_with(|c: char| c.is_ascii_lowercase())
        && name.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !identifier {
        doc.problem(
            name.span.clone(),
            told!("'as' is a plain lower-case word", "'as' には英小文字の単語を指定します"),
        );
        return None;
    }
    Some(scope.clone().with(name.value.clone(), element))
}

/// Whether a value can be shown.
pub fn printable_kind(kind: &Kind) -> bool {
    fn type_is(ty: Type) -> bool {
        match ty {
            Type::Record(record) => record.key.is_some(),
            Type::List(item) => type_is(item()),
            _ => true,
        }
    }
    match kind {
        Kind::Value(ty) => type_is(*ty),
        Kind::Row(_) | Kind::Rows(_) => false,
    }
}
