//! Clusters of one name are told apart, and VMs of one name, in every form for people: by the shortest end of their
//! path that no other has.

use std::{borrow::Cow, collections::BTreeMap};

use crate::plan::Plan;
use crate::report::{Object, ObjectKind, Occurrence, Report};

/// The names that tell apart, by the id of the cluster or VM.
pub(super) type Names = BTreeMap<String, String>;

/// The report with a name of its own for each cluster and VM; as it is where they have one already.
pub(super) fn apart(report: &Report) -> Cow<'_, Report> {
    let names = all_names(report);
    if names.is_empty() {
        return Cow::Borrowed(report);
    }
    let mut report = report.clone();
    for cluster in &mut report.clusters {
        rename(&mut cluster.object, &names);
    }
    for placing in report.clusters.iter_mut().filter_map(|cluster| cluster.placing.as_mut()) {
        let worst = placing.worst_loss.iter_mut().flat_map(|worst| &mut worst.vms);
        let rows = placing.heat.iter_mut().flat_map(|heat| &mut heat.rows).flat_map(|row| &mut row.vms);
        worst.chain(rows).for_each(|vm| rename(vm, &names));
    }
    let scope = &mut report.question.scope;
    let stated = scope.clusters.iter_mut().chain(&mut scope.vms).chain(&mut report.question.given.lms_vm);
    stated.for_each(|object| rename(object, &names));
    for rule in &mut report.prerequisites {
        let found = rule.findings.iter_mut().flat_map(|finding| &mut finding.objects);
        let undecided = rule.undecided.iter_mut().flat_map(|undecided| &mut undecided.objects);
        found.chain(undecided).for_each(|at| place(at, &names));
        let reasons = rule.undecided.iter_mut().flat_map(|undecided| &mut undecided.reasons);
        let asked = rule.asks.iter_mut().flat_map(|ask| &mut ask.objects).map(|asked| &mut asked.object);
        let skipped = rule.skipped.iter_mut().flat_map(|skipped| &mut skipped.examples);
        let shown = rule.shown.iter_mut().map(|shown| &mut shown.object);
        let others = reasons.map(|reason| &mut reason.object).chain(asked).chain(skipped).chain(shown);
        others.for_each(|object| rename(object, &names));
    }
    Cow::Owned(report)
}

/// The plan beside such a report, with the names that its objects have there.
pub(super) fn apart_plan<'p>(plan: &'p Plan, report: &Report) -> Cow<'p, Plan> {
    let names = all_names(report);
    if names.is_empty() {
        return Cow::Borrowed(plan);
    }
    let mut plan = plan.clone();
    for action in &mut plan.actions {
        rename(&mut action.object, &names);
        let places = action.findings.iter_mut().chain(&mut action.clears).chain(&mut action.raises);
        places.for_each(|place| rename(&mut place.object, &names));
    }
    plan.clusters.iter_mut().for_each(|cluster| rename(&mut cluster.cluster, &names));
    Cow::Owned(plan)
}

fn all_names(report: &Report) -> Names {
    let mut names = names_of(report.clusters.iter().map(|cluster| &cluster.object));
    names.extend(names_of(report.clusters.iter().flat_map(|cluster| &cluster.namesakes)));
    names
}

fn told_apart(object: &Object) -> bool {
    matches!(object.kind, ObjectKind::Cluster | ObjectKind::Vm)
}

pub(super) fn rename(object: &mut Object, names: &Names) {
    if told_apart(object)
        && let Some(name) = names.get(&object.id)
    {
        object.name.clone_from(name);
    }
}

fn place(at: &mut Occurrence, names: &Names) {
    rename(&mut at.object, names);
    if let Some(element) = at.element_object.as_mut().filter(|element| told_apart(element)) {
        rename(element, names);
        at.element.clone_from(&element.name);
    }
    let of_host = at.on.as_mut().filter(|_| at.object.kind == ObjectKind::Host);
    if let (Some(on), Some(name)) = (of_host, at.cluster.as_ref().and_then(|id| names.get(id))) {
        on.clone_from(name);
    }
}

/// A name for each of these that shares its own with another.
pub(super) fn names_of<'r>(clusters: impl Iterator<Item = &'r Object>) -> Names {
    let mut alike: BTreeMap<&str, Vec<&Object>> = BTreeMap::new();
    for cluster in clusters {
        alike.entry(&cluster.name).or_default().push(cluster);
    }
    let mut names = Names::new();
    for several in alike.values().filter(|several| several.len() > 1) {
        for cluster in several {
            let others = || several.iter().filter(|other| other.id != cluster.id);
            let ends = cluster.path.rmatch_indices('/').map(|(at, _)| &cluster.path[at + 1..]);
            let own = ends.into_iter().find(|end| {
                let same = |other: &&Object| {
                    other.path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
                };
                !end.is_empty() && !others().any(same)
            });
            let name = own.map_or_else(|| format!("{} ({})", cluster.name, cluster.id), str::to_owned);
            names.insert(cluster.id.clone(), name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(paths: &[(&str, &str)]) -> Vec<String> {
        let cluster = |(at, (name, path)): (usize, &(&str, &str))| Object {
            kind: ObjectKind::Cluster,
            id: format!("domain-c{at}"),
            name: (*name).to_owned(),
            path: (*path).to_owned(),
        };
        let clusters: Vec<Object> = paths.iter().enumerate().map(cluster).collect();
        names_of(clusters.iter()).into_values().collect()
    }

    #[test]
    fn the_shortest_end_of_a_path_that_no_other_has_tells_apart() {
        assert!(told(&[("LMS", "/Tokyo/host/LMS"), ("LAB", "/Osaka/host/LAB")]).is_empty());
        let two = told(&[("LMS", "/Tokyo/host/LMS"), ("LMS", "/Osaka/host/LMS"), ("LAB", "/Osaka/host/LAB")]);
        assert_eq!(two, ["Tokyo/host/LMS", "Osaka/host/LMS"]);
        let nested = told(&[("LMS", "/Tokyo/host/LMS"), ("LMS", "/Tokyo/host/spare/LMS")]);
        assert_eq!(nested, ["host/LMS", "spare/LMS"]);
        assert_eq!(told(&[("LMS", ""), ("LMS", "/Tokyo/host/LMS")])[0], "LMS (domain-c0)");
    }
}
