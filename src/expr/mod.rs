//! The rule language: CEL conditions over facts, checked when they are loaded and evaluated in
//! three-valued logic.
//!
//! [`compile`] turns a source text into an [`Expr`]: split into tokens ([`token`]), parsed
//! ([`parse`]), checked against the types of its [`Scope`] ([`check`]) and kept as a typed tree
//! ([`tree`]). Evaluation ([`eval`]) reads fields by position and allocates nothing while everything
//! is known. Nothing that passes the check can fail later: what is left is a value, or unknown with
//! all reasons that matter.

mod check;
mod env;
mod error;
mod eval;
mod params;
mod parse;
mod refused;
mod scope;
mod seq;
mod shown;
mod token;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use env::Env;
pub use error::Error;
pub use params::{Param, ParamError, Params, ROW_TYPE, Scalar, Scalars, Table};
pub use parse::parameters;
pub use scope::{Kind, Scope};
pub use seq::Seq;
pub use shown::{Shown, identity, label};

use crate::schema::Fact;
use crate::terms::told;

/// A checked expression.
pub struct Expr {
    source: String,
    kind: Kind,
    reads: BTreeSet<&'static str>,
    node: tree::Node,
}

/// Checks an expression against what it may name.
///
/// # Errors
///
/// When it is not in the language, names what does not exist, or mixes types; the error says where.
pub fn compile(source: &str, scope: &Scope) -> Result<Expr, Error> {
    read(source, scope).map(|(_, expr)| expr)
}

/// An expression and what it was read from.
fn read(source: &str, scope: &Scope) -> Result<(parse::Ast, Expr), Error> {
    let ast = parse::parse(source)?;
    let check::Checked { kind, reads, node } = check::check(&ast, scope)?;
    Ok((ast, Expr { source: source.to_owned(), kind, reads, node }))
}

/// Checks a condition: an expression that is true or false.
///
/// # Errors
///
/// As [`compile`], and when the expression is not a bool.
pub fn condition(source: &str, scope: &Scope) -> Result<Expr, Error> {
    let (ast, expr) = read(source, scope)?;
    match expr.node {
        tree::Node::Test(_) => Ok(expr),
        _ => {
            let kind = &expr.kind;
            let message = told!([kind] "a condition must be true or false, this is {kind}", "条件は真偽値でなければなりませんが、{kind}です");
            Err(Error::at(&ast.span, message))
        }
    }
}

/// Checks a plain path to a list or parameter table: what a finding may loop over.
///
/// # Errors
///
/// As [`compile`], and when the expression is anything else.
pub fn each_path(source: &str, scope: &Scope) -> Result<Expr, Error> {
    let (ast, expr) = read(source, scope)?;
    match &expr.node {
        tree::Node::List(tree::List::Read(_) | tree::List::Plain(_) | tree::List::Rows(_))
            if !matches!(ast.node, parse::Syntax::List(_)) =>
        {
            Ok(expr)
        }
        _ => {
            let kind = &expr.kind;
            let message = told!([kind] "only a list can be looped over, this is {kind}", "繰り返しの対象はリストだけですが、{kind}です");
            Err(Error::at(&ast.span, message).help(told!(
                "write a plain path to a list, such as 'vm.disks', or to a parameter table",
                "'vm.disks' のようなリスト、またはパラメータ表へのパスを書きます",
            )))
        }
    }
}

impl Expr {
    /// Kind of its value.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Kind of its elements, if it is a list: the kind of the variable that takes them.
    pub fn element(&self) -> Option<Kind> {
        self.kind.element()
    }

    /// Properties (`Type:path`) and calls (`call:name`) of every fact on its paths.
    pub fn reads(&self) -> &BTreeSet<&'static str> {
        &self.reads
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it holds. An expression of another kind is an unknown that names the defect.
    pub fn truth<'a>(&'a self, env: &Env<'a>) -> Fact<bool> {
        eval::truth(&self.node, env)
    }

    /// Its elements; unknown when the list as a whole is.
    pub fn list<'a>(&'a self, env: &Env<'a>) -> Fact<Seq<'a>> {
        eval::list(&self.node, env)
    }

    /// Its value as evidence prints it.
    pub fn shown<'a>(&'a self, env: &Env<'a>) -> Fact<Shown> {
        shown::shown(&self.node, env)
    }
}

impl std::fmt::Debug for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.source, self.kind)
    }
}
