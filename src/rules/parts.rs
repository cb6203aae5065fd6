//! Parts of rules that remedies have as well: lists that something is done for each of, messages.

use crate::expr::Expr;
use crate::terms::{Subject, Template, Text};

/// A list that findings loop over.
#[derive(Debug)]
pub struct Each {
    /// Path to the list.
    pub list: Expr,
    /// Name of the element.
    pub name: String,
    /// The table its elements are in, when they are clusters, hosts or VMs.
    pub kind: Option<Subject>,
    /// Default gates of these elements.
    pub gates: Vec<usize>,
}

/// A message with evidence names, in both languages.
#[derive(Debug)]
pub struct Message {
    /// As written.
    pub text: Text,
    /// The same, cut at the names.
    pub template: Template,
}
