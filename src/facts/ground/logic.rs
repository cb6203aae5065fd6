//! Three-valued logic over facts, and what joins the reasons of several unknowns.

use crate::schema::{Fact, Unknown};
use crate::terms::ReasonKind;

/// Three-valued *and*: false decides, else the unknowns join.
pub fn every(facts: impl IntoIterator<Item = Fact<bool>>) -> Fact<bool> {
    let mut why: Option<Unknown> = None;
    for fact in facts {
        match fact {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(other) => lacks(&mut why, &other),
        }
    }
    why.map_or(Ok(true), Err)
}

/// Three-valued *or*: true decides, else the unknowns join.
pub fn some(facts: impl IntoIterator<Item = Fact<bool>>) -> Fact<bool> {
    every(facts.into_iter().map(|fact| fact.map(|holds| !holds))).map(|none| !none)
}

/// Adds a reason to those for which something is not known, or not complete.
pub fn lacks(missing: &mut Option<Unknown>, why: &Unknown) {
    *missing = Some(missing.as_ref().map_or_else(|| why.clone(), |other| other.and(why)));
}

/// Whether there is no other reason than ones of this kind.
pub fn only(why: &Unknown, kind: ReasonKind) -> bool {
    why.reasons().iter().all(|reason| reason.kind == kind)
}

/// Whether the only reason is that the API version does not have the property.
pub fn not_offered(why: &Unknown) -> bool {
    only(why, ReasonKind::NotOffered)
}

/// A property that did not exist before its API version: there it counts as unset.
pub fn none_before<T>(read: Fact<Option<T>>) -> Fact<Option<T>> {
    match read {
        Err(why) if not_offered(&why) => Ok(None),
        other => other,
    }
}
