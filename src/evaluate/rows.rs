//! Who is judged: the objects in scope, and what of them the account cannot see.

use crate::facts::{AppVm, ClusterRef, Facts, Identity};
use crate::report::Object;
use crate::rules::{ALWAYS, Among, Rule, Subject};
use crate::schema::{ArenaKind, Fact, Ref, Unknown, Value};
use crate::terms::{ObjectKind, ReasonKind};

/// Most variables an expression sees: what all see, four kinds of object and an element.
const MOST: usize = ALWAYS.len() + 5;

/// The variables of an expression: what all see, then parents, the object, the element.
pub type Slots<'a> = [Fact<Value<'a>>; MOST];

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
        /// Below this cluster; without one, below the vCenter.
        cluster: Option<usize>,
        /// Why.
        why: Unknown,
    },
}

/// The rows of each kind of subject.
pub struct Rows {
    vcenter: Vec<Row>,
    clusters: Vec<Row>,
    hosts: Vec<Row>,
    vms: Vec<Row>,
    app: Vec<Row>,
}

impl Rows {
    /// The rows of the clusters in scope. An incomplete list is one more row, and clusters that
    /// cannot be seen may have hosts and VMs.
    pub fn new(facts: &Facts) -> Self {
        let mut rows = Self {
            vcenter: vec![Row::Object { at: 0 }],
            clusters: Vec::new(),
            hosts: Vec::new(),
            vms: Vec::new(),
            app: match &facts.app {
                AppVm::NotNamed => Vec::new(),
                AppVm::At(at) => vec![Row::Object { at: *at }],
                AppVm::Unseen(why) => vec![unseen(None, why)],
            },
        };
        for ClusterRef(at) in &facts.vcenter.clusters.items {
            let at = *at as usize;
            rows.clusters.push(Row::Object { at });
            let Some(cluster) = facts.clusters.get(at) else { continue };
            rows.hosts.extend(cluster.hosts.items.iter().map(|host| object_row(host.0)));
            rows.vms.extend(cluster.vms.items.iter().map(|vm| object_row(vm.0)));
            rows.hosts.extend(cluster.hosts.missing.iter().map(|why| unseen(Some(at), why)));
            rows.vms.extend(cluster.vms.missing.iter().map(|why| unseen(Some(at), why)));
        }
        if let Some(only) = &facts.only_vms {
            // Each was found: what else cannot be seen is not meant.
            rows.vms = only.iter().map(|vm| named_row(facts, vm.0)).collect();
        }
        if let Some(why) = &facts.vcenter.clusters.missing {
            for list in [&mut rows.clusters, &mut rows.hosts, &mut rows.vms] {
                list.push(unseen(None, why));
            }
        }
        rows
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
        match subject {
            Subject::Vcenter => &self.vcenter,
            Subject::Cluster => &self.clusters,
            Subject::Host => &self.hosts,
            Subject::Vm => &self.vms,
        }
    }
}

/// A VM that was named; unknown when nobody can tell which cluster it is in.
fn named_row(facts: &Facts, at: u32) -> Row {
    match facts.vms.get(at as usize).map(|vm| &vm.cluster) {
        Some(Err(why)) => unseen(None, why),
        _ => object_row(at),
    }
}

fn object_row(at: u32) -> Row {
    Row::Object { at: at as usize }
}

fn unseen(cluster: Option<usize>, why: &Unknown) -> Row {
    Row::Unseen { cluster, why: why.clone() }
}

/// The kind of object of a subject, as reports name it.
pub fn kind(subject: Subject) -> ObjectKind {
    match subject {
        Subject::Vcenter => ObjectKind::Vcenter,
        Subject::Cluster => ObjectKind::Cluster,
        Subject::Host => ObjectKind::Host,
        Subject::Vm => ObjectKind::Vm,
    }
}

/// The subject of a table.
pub fn subject_of(kind: ArenaKind) -> Subject {
    match kind {
        ArenaKind::Cluster => Subject::Cluster,
        ArenaKind::Host => Subject::Host,
        ArenaKind::Vm => Subject::Vm,
    }
}

/// An object of a table, for the report.
pub fn object(facts: &Facts, kind: ObjectKind, at: usize) -> Object {
    let identity = match kind {
        ObjectKind::Cluster => facts.identity.clusters.get(at),
        ObjectKind::Host => facts.identity.hosts.get(at),
        ObjectKind::Vm => facts.identity.vms.get(at),
        _ => None,
    };
    named(identity.unwrap_or(&facts.identity.vcenter))
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
    let name = match subject {
        Subject::Vcenter | Subject::Cluster => return None,
        Subject::Host => {
            let cluster = facts.identity.cluster_of_host.get(at).copied().flatten()?;
            &facts.identity.clusters.get(cluster.0 as usize)?.name
        }
        Subject::Vm => {
            let host = facts.identity.host_of_vm.get(at).copied().flatten()?;
            &facts.identity.hosts.get(host.0 as usize)?.name
        }
    };
    Some(name.to_string())
}

/// The cluster that an object is or is in; `None` when it is in none, or nobody can tell in which.
pub fn cluster_of(facts: &Facts, subject: Subject, at: usize) -> Option<usize> {
    match subject {
        Subject::Vcenter => None,
        _ => ancestor(facts, subject, at, Subject::Cluster).ok(),
    }
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
    Unknown::because(crate::schema::Reason {
        kind: ReasonKind::Failed,
        object: reason_subject(&object(facts, ObjectKind::Host, host)),
        property: "parent".into(),
        detail: "the host is in no cluster in scope".into(),
    })
}

/// An object as a reason names it.
pub fn reason_subject(object: &Object) -> crate::schema::Subject {
    crate::schema::Subject {
        kind: object.kind,
        id: object.id.as_str().into(),
        name: object.name.as_str().into(),
    }
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
        *slot = match visible {
            Subject::Vcenter => Ok(Value::Record(&facts.vcenter)),
            Subject::Cluster => reference(facts, subject, at, *visible, ArenaKind::Cluster),
            Subject::Host => reference(facts, subject, at, *visible, ArenaKind::Host),
            Subject::Vm => reference(facts, subject, at, *visible, ArenaKind::Vm),
        };
    }
    slots
}

fn reference<'a>(
    facts: &Facts,
    subject: Subject,
    at: usize,
    of: Subject,
    kind: ArenaKind,
) -> Fact<Value<'a>> {
    let index = ancestor(facts, subject, at, of)?;
    let index = u32::try_from(index).map_err(|_| Unknown::defect("too many objects"))?;
    Ok(Value::Ref(Ref { kind, index }))
}
