//! Who is judged: the objects in scope, and what of them the account cannot see.

use std::collections::BTreeMap;

use crate::facts::{AppVm, ClusterRef, Facts, Identity};
use crate::report::Object;
use crate::rules::{ALWAYS, Among, Rule};
use crate::schema::{Entity, Fact, Reason, Ref, Unknown, Value};
use crate::terms::{Detail, ReasonKind, Subject};

/// Most variables an expression sees: what all see, the object with its parents, and an element.
const MOST: usize = ALWAYS.len() + Subject::DEEPEST + 1;

/// The variables of an expression: what all see, then parents, the object, the element.
pub type Slots<'a> = [Fact<Value<'a>>; MOST];

/// An object, by its kind and position.
pub type At = (Subject, usize);

/// The vCenter itself.
pub const VCENTER: At = (Subject::Vcenter, 0);

/// A subject: an object, or those of its kind that cannot be seen.
#[derive(Clone, Debug)]
pub enum Row {
    /// An object.
    Object {
        /// Position in its table.
        at: usize,
    },
    /// Objects that cannot be seen.
    Unseen {
        /// The object they are below.
        below: At,
        /// Why.
        why: Unknown,
    },
}

/// The rows of each kind of subject.
pub struct Rows {
    of: BTreeMap<Subject, Vec<Row>>,
    app: Vec<Row>,
}

impl Rows {
    /// The rows of the clusters in scope. An incomplete list is one more row, and clusters that
    /// cannot be seen may have hosts and VMs.
    pub fn new(facts: &Facts) -> Self {
        let app = match &facts.app {
            AppVm::NotNamed => Vec::new(),
            AppVm::At(at) => vec![Row::Object { at: *at }],
            AppVm::Unseen(why) => vec![unseen(VCENTER, why)],
        };
        let (mut clusters, mut hosts, mut vms) = (Vec::new(), Vec::new(), Vec::new());
        for ClusterRef(at) in &facts.vcenter.clusters.items {
            let at = *at as usize;
            clusters.push(Row::Object { at });
            let Some(cluster) = facts.clusters.get(at) else { continue };
            let below = (Subject::Cluster, at);
            hosts.extend(cluster.hosts.items.iter().map(|host| object_row(host.0)));
            vms.extend(cluster.vms.items.iter().map(|vm| object_row(vm.0)));
            hosts.extend(cluster.hosts.missing.iter().map(|why| unseen(below, why)));
            vms.extend(cluster.vms.missing.iter().map(|why| unseen(below, why)));
        }
        if let Some(only) = &facts.only_vms {
            // Each was found: what else cannot be seen is not meant.
            vms = only.iter().map(|vm| named_row(facts, vm.0)).collect();
        }
        if let Some(why) = &facts.vcenter.clusters.missing {
            for list in [&mut clusters, &mut hosts, &mut vms] {
                list.push(unseen(VCENTER, why));
            }
        }
        let vcenter = vec![Row::Object { at: 0 }];
        let of = [
            (Subject::Vcenter, vcenter),
            (Subject::Cluster, clusters),
            (Subject::Host, hosts),
            (Subject::Vm, vms),
        ];
        Self { of: of.into(), app }
    }

    /// The rows that a rule judges.
    pub fn judged_by(&self, rule: &Rule) -> &[Row] {
        match rule.among {
            Some(Among::App) => &self.app,
            None => self.of(rule.subject),
        }
    }

    /// The rows of one kind.
    pub fn of(&self, subject: Subject) -> &[Row] {
        self.of.get(&subject).map_or(&[], Vec::as_slice)
    }
}

/// A VM that was named; unknown when nobody can tell which cluster it is in.
fn named_row(facts: &Facts, at: u32) -> Row {
    match facts.vms.get(at as usize).map(|vm| &vm.cluster) {
        Some(Err(why)) => unseen(VCENTER, why),
        _ => object_row(at),
    }
}

fn object_row(at: u32) -> Row {
    Row::Object { at: at as usize }
}

fn unseen(below: At, why: &Unknown) -> Row {
    Row::Unseen { below, why: why.clone() }
}

/// An object, for the report.
pub fn object(facts: &Facts, subject: Subject, at: usize) -> Object {
    named(facts.identity.of(subject).get(at).unwrap_or(&facts.identity.vcenter))
}

/// Whether there are so few of a kind that what is shown of one is shown of each.
pub fn are_few(subject: Subject) -> bool {
    matches!(subject, Subject::Vcenter | Subject::Cluster)
}

/// Who an object is, for the report.
pub fn named(identity: &Identity) -> Object {
    Object {
        kind: identity.kind,
        id: identity.id.to_string(),
        name: identity.name.to_string(),
        path: identity.path.clone(),
    }
}

/// For people to find an object: the host of a VM, the cluster of a host.
pub fn place(facts: &Facts, subject: Subject, at: usize) -> Option<String> {
    let identity = &facts.identity;
    let place = match subject {
        Subject::Vcenter | Subject::Cluster => return None,
        Subject::Host => identity.cluster_of_host.get(at).copied().flatten()?.0,
        Subject::Vm => identity.host_of_vm.get(at).copied().flatten()?.0,
    };
    let name = &identity.of(subject.parent()?).get(place as usize)?.name;
    Some(name.to_string())
}

/// The cluster that an object is or is in; `None` when it is in none, or nobody can tell in which.
pub fn cluster_of(facts: &Facts, subject: Subject, at: usize) -> Option<usize> {
    let within = subject.is_within(Subject::Cluster);
    within.then(|| ancestor(facts, subject, at, Subject::Cluster).ok()).flatten()
}

/// Position of the object of kind `of` that `subject` at `at` is or is below.
pub fn ancestor(facts: &Facts, subject: Subject, at: usize, of: Subject) -> Fact<usize> {
    match (subject, of) {
        (_, Subject::Vcenter) => Ok(0),
        (subject, of) if subject == of => Ok(at),
        (Subject::Host, Subject::Cluster) => {
            let cluster = facts.identity.cluster_of_host.get(at).copied().flatten();
            cluster.map(|cluster| cluster.0 as usize).ok_or_else(|| no_cluster(facts, at))
        }
        (Subject::Vm, Subject::Host) => vm(facts, at)?.host.clone().map(|host| host.0 as usize),
        (Subject::Vm, Subject::Cluster) => vm(facts, at)?.cluster.clone().map(|cluster| cluster.0 as usize),
        _ => Err(Unknown::defect("an object was asked for what is below it")),
    }
}

fn vm(facts: &Facts, at: usize) -> Fact<&crate::facts::VmFacts> {
    facts.vms.get(at).ok_or_else(|| Unknown::defect("VM out of range"))
}

fn no_cluster(facts: &Facts, host: usize) -> Unknown {
    Unknown::because(Reason {
        kind: ReasonKind::Untold,
        object: entity(&object(facts, Subject::Host, host)),
        property: "parent".into(),
        detail: Detail::HostInNoCluster,
    })
}

/// An object as a reason names it.
pub fn entity(object: &Object) -> Entity {
    Entity { kind: object.kind, id: object.id.as_str().into(), name: object.name.as_str().into() }
}

/// How many variables the expressions of `subject` see before the element's.
pub fn variables(subject: Subject) -> usize {
    ALWAYS.len() + subject.visible().len()
}

/// The variables that the expressions of `subject` see for the object at `at`; the element's place
/// behind them is empty.
pub fn slots(facts: &Facts, subject: Subject, at: usize) -> Slots<'_> {
    // What stands in places that are out of scope is never read: the check has seen to that.
    let mut slots = std::array::from_fn(|_| Ok(Value::Bool(false)));
    slots[0] = Ok(Value::Record(&facts.given));
    slots[1] = Ok(Value::Record(&facts.probe));
    for (slot, visible) in slots.iter_mut().skip(ALWAYS.len()).zip(subject.visible()) {
        *slot = match visible.parent() {
            None => Ok(Value::Record(&facts.vcenter)),
            Some(_) => reference(facts, subject, at, *visible),
        };
    }
    slots
}

fn reference<'a>(facts: &Facts, subject: Subject, at: usize, kind: Subject) -> Fact<Value<'a>> {
    let index = ancestor(facts, subject, at, kind)?;
    let index = u32::try_from(index).map_err(|_| Unknown::defect("too many objects"))?;
    Ok(Value::Ref(Ref { kind, index }))
}
