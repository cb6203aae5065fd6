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

/// What was not collected says nothing; any other reason stays.
pub fn unless_uncollected<T>(read: Fact<Option<T>>) -> Fact<Option<T>> {
    match read {
        Err(why) if only(&why, ReasonKind::NotCollected) => Ok(None),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ground::index::because;
    use crate::schema::Entity;
    use crate::terms::ObjectKind;

    fn why(host: &str, kind: ReasonKind) -> Unknown {
        because(
            Entity { kind: ObjectKind::Host, id: host.into(), name: host.into() },
            kind,
            "name",
            crate::terms::Detail::Nothing,
        )
    }

    /// Every pair of true, false and two different unknowns, in both orders.
    #[test]
    fn and_or_keep_both_reasons_unless_one_side_decides() {
        let (a, b) = (why("a", ReasonKind::Denied), why("b", ReasonKind::Failed));
        let (yes, no, one, other) = (Ok(true), Ok(false), Err(a.clone()), Err(b.clone()));
        let both: Fact<bool> = Err(a.and(&b));
        for (first, second, and, or) in [
            (&yes, &yes, &yes, &yes),
            (&yes, &no, &no, &yes),
            (&yes, &one, &one, &yes),
            (&no, &no, &no, &no),
            (&no, &one, &no, &one),
            (&one, &one, &one, &one),
            (&one, &other, &both, &both),
        ] {
            for pair in [[first, second], [second, first]] {
                assert_eq!(every(pair.into_iter().cloned()), *and, "{pair:?}");
                assert_eq!(some(pair.into_iter().cloned()), *or, "{pair:?}");
            }
        }
        assert_eq!((every([]), some([])), (Ok(true), Ok(false)));
        assert_eq!(every([one.clone(), other.clone(), no]), Ok(false), "decided behind two unknowns");
        assert_eq!(some([one, other, yes]), Ok(true), "decided behind two unknowns");
    }

    #[test]
    fn reasons_join_in_whatever_order_they_come() {
        let (a, b) = (why("a", ReasonKind::Denied), why("b", ReasonKind::Failed));
        let joined = |order: [&Unknown; 3]| {
            let mut missing = None;
            order.into_iter().for_each(|why| lacks(&mut missing, why));
            missing
        };
        assert_eq!(joined([&a, &b, &a]), Some(a.and(&b)));
        assert_eq!(joined([&b, &b, &a]), Some(a.and(&b)));
    }

    #[test]
    fn what_was_not_offered_did_not_exist_unless_another_reason_stands_beside() {
        let old = |host| why(host, ReasonKind::NotOffered);
        let (both_old, mixed) = (old("a").and(&old("b")), old("a").and(&why("b", ReasonKind::Denied)));
        assert!(not_offered(&old("a")) && not_offered(&both_old) && !not_offered(&mixed));
        assert_eq!(none_before::<i64>(Err(both_old)), Ok(None));
        assert_eq!(none_before::<i64>(Err(mixed.clone())), Err(mixed));
        assert_eq!(none_before(Ok(Some(1))), Ok(Some(1)));
    }
}
