//! What stands behind the names of an expression while it is evaluated.

use crate::schema::{Arena, Fact, Value};

/// What an expression is evaluated over.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// Resolves references.
    pub arena: &'a dyn Arena,
    /// Values of the scope's variables, in its order; unknown where the object is.
    pub slots: &'a [Fact<Value<'a>>],
    /// What must hold of every host is asked of those out of service as well: how it will be once they are
    /// back.
    pub later: bool,
}
