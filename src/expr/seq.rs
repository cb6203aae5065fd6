//! Lists as the evaluator walks them.

use std::ops::ControlFlow;

use super::tree::HostPart;
use crate::schema::{Fact, HostSplit, ListView, Unknown, Value};

/// A list of values, borrowed from the facts or the parameters.
#[derive(Clone, Copy)]
pub struct Seq<'a>(Repr<'a>);

#[derive(Clone, Copy)]
enum Repr<'a> {
    List(&'a dyn ListView),
    Hosts(&'a HostSplit, HostPart),
}

impl<'a> Seq<'a> {
    pub(super) fn view(list: &'a dyn ListView) -> Self {
        Self(Repr::List(list))
    }

    pub(super) fn hosts(split: &'a HostSplit, part: HostPart) -> Self {
        Self(Repr::Hosts(split, part))
    }

    /// Calls `visit` with each known element, or with why a known element has no value, until it
    /// breaks.
    pub fn walk<B>(&self, mut visit: impl FnMut(Fact<Value<'a>>) -> ControlFlow<B>) -> ControlFlow<B> {
        match self.0 {
            Repr::List(list) => (0..list.len()).try_for_each(|index| visit(list.get(index))),
            Repr::Hosts(split, HostPart::Lacking) => {
                split.lacking().try_for_each(|name| visit(Ok(Value::Str(name))))
            }
            Repr::Hosts(split, HostPart::Unclear) => {
                split.unclear().try_for_each(|name| visit(Ok(Value::Str(name))))
            }
            Repr::Hosts(split, HostPart::Resting) => {
                split.holds_resting().try_for_each(|name| visit(Ok(Value::Str(name))))
            }
        }
    }

    /// Its known elements.
    pub fn items(&self) -> Vec<Fact<Value<'a>>> {
        let mut items = Vec::new();
        let _ = self.walk(|item| {
            items.push(item);
            ControlFlow::<()>::Continue(())
        });
        items
    }

    /// Number of known elements.
    pub fn len(&self) -> usize {
        match self.0 {
            Repr::List(list) => list.len(),
            Repr::Hosts(split, HostPart::Lacking) => split.lacking().count(),
            Repr::Hosts(split, HostPart::Unclear) => split.unclear().count(),
            Repr::Hosts(split, HostPart::Resting) => split.holds_resting().count(),
        }
    }

    /// Whether no element is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Why there may be more elements. A host that is unclear may be one that lacks it. Those out of service are a hint
    /// to what helps, and nothing waits for them.
    pub fn missing(&self) -> Option<Unknown> {
        match self.0 {
            Repr::List(list) => list.missing().cloned(),
            Repr::Hosts(split, HostPart::Lacking) => split.why(),
            Repr::Hosts(split, HostPart::Unclear) => split.missing().cloned(),
            Repr::Hosts(_, HostPart::Resting) => None,
        }
    }
}
