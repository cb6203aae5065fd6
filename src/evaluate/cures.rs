//! What can be done about a finding: its remedies with their arguments, where that is asked for.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::found::Filled;
use super::hosts::Hosts;
use super::rows;
use super::told::told;
use crate::expr::{Env, Expr, Kind};
use crate::facts::Facts;
use crate::report::{Evidence, NamedEvidence};
use crate::rules::{Cure, CureEach, Finding};
use crate::schema::{Fact, Ref, Type, Unknown, Value};
use crate::terms::Subject;
use crate::terms::time::Zone;

/// The remedies of a finding at a place; what they are done to that is not known is left out.
pub fn filled(
    (zone, facts): (&Zone, &Facts),
    finding: &Finding,
    env: &Env<'_>,
    blocked: &[usize],
) -> Vec<Filled> {
    let mut all = Vec::new();
    for cure in &finding.cures {
        let zone = (zone, facts);
        match &cure.each {
            None => all.extend(one(cure, env, zone)),
            Some(CureEach::Blocked) => {
                for host in blocked {
                    let index = u32::try_from(*host).map_err(|_| Unknown::defect("too many hosts"));
                    let host = index.map(|index| Value::Ref(Ref { kind: Subject::Host, index }));
                    all.extend(within(cure, env, host, zone));
                }
            }
            Some(CureEach::List(each)) => {
                let Ok(list) = each.list.list(env) else { continue };
                let _ = list.walk(|element| {
                    all.extend(within(cure, env, element, zone));
                    ControlFlow::<()>::Continue(())
                });
            }
        }
    }
    all
}

/// A remedy done to one element, whose variable stands behind the others.
fn within(cure: &Cure, env: &Env<'_>, element: Fact<Value<'_>>, zone: (&Zone, &Facts)) -> Option<Filled> {
    let slots: Vec<Fact<Value<'_>>> = env.slots.iter().cloned().chain([element]).collect();
    one(cure, &Env { slots: &slots, ..*env }, zone)
}

/// A remedy, where it is one here and everything that it takes is known.
fn one(cure: &Cure, env: &Env<'_>, zone: (&Zone, &Facts)) -> Option<Filled> {
    let (zone, facts) = zone;
    if cure.when.as_ref().is_some_and(|when| when.truth(env) != Ok(true)) {
        return None;
    }
    let value = |(name, expr): &(String, Expr)| {
        let value = match expr.kind() {
            // Objects are told by their ids.
            Kind::Value(Type::List(item)) if matches!(item(), Type::Ref(_)) => ids(expr, env, facts)?,
            _ => told(expr, expr.shown(env).ok()?, zone),
        };
        Some((name.clone(), value))
    };
    let args: Option<NamedEvidence> = cure.with.iter().map(value).collect();
    Some(Filled { remedy: Arc::clone(&cure.remedy), args: args? })
}

/// The ids of objects in a list; none where it may have more.
fn ids(list: &Expr, env: &Env<'_>, facts: &Facts) -> Option<Evidence> {
    let list = list.list(env).ok().filter(|list| list.missing().is_none())?;
    let mut ids = Vec::new();
    let _ = list.walk(|element| {
        if let Ok(Value::Ref(Ref { kind, index })) = element {
            ids.push(rows::object(facts, kind, index as usize).id);
        }
        ControlFlow::<()>::Continue(())
    });
    Some(Evidence::List(ids))
}

/// Positions of hosts by the names that a finding blocks.
pub fn blocked(hosts: &Hosts<'_>, facts: &Facts, names: &[String], subject: rows::At) -> Vec<usize> {
    let cluster = rows::cluster_of(facts, subject.0, subject.1);
    names.iter().filter_map(|name| hosts.position(name, cluster)).collect()
}
