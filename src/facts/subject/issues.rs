//! What the Summary page of a cluster shows: configuration issues in force, alarms, and colours
//! that neither explains.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::standing::connection;
use crate::facts::ground::words::HostConnection;
use crate::facts::subject::issue_levels::level;
use crate::facts::subject::model::estate::{IssueFacts, IssueLevel};
use crate::inventory::{
    AlarmState, ClusterComputeResource, Field, HostSystem, Id, Issue, MoRef, Object, VirtualMachine,
};
use crate::schema::{List, Unknown};

const ALARMS: &str = "triggeredAlarmState";
const QUARANTINE: &str = HostSystem::in_quarantine_mode.path;

/// Everything the page shows.
pub fn issues(scope: &Scope<'_, '_>) -> List<IssueFacts> {
    let ix = scope.ix;
    let cluster = scope.members.cluster;
    let mut found =
        Found { ix, issues: vec![], about: vec![], missing: vec![], open: false, alarms: BTreeSet::new() };
    found.missing.extend(scope.members.hosts_missing.iter().cloned());

    found.config(cluster, ClusterComputeResource::config_issue);
    // The list of the cluster holds those of its hosts and VMs too, and each has its own: what either
    // tells is there.
    found.alarms(cluster, ClusterComputeResource::triggered_alarm_state);
    for member in &scope.hosts {
        found.config(member.host, HostSystem::config_issue);
        found.alarms(member.host, HostSystem::triggered_alarm_state);
    }
    let members: Vec<&Id> = scope.hosts.iter().map(|member| &member.host.id).collect();
    found.status(cluster, ClusterComputeResource::overall_status, &members);
    found.status(cluster, ClusterComputeResource::config_status, &members);
    for member in &scope.hosts {
        match connection(ix, member.host) {
            Ok(HostConnection::Connected) => {
                found.status(member.host, HostSystem::overall_status, &[]);
                found.quarantine(member.host);
            }
            // The last colour of a host that is not connected is not of now.
            Ok(_) => {}
            Err(why) => found.missing.push(why),
        }
    }
    List { items: found.issues, missing: Unknown::all(&found.missing) }
}

/// Name of the object of a list that has an id.
fn called<O: Named>(list: &[O], id: &str) -> Option<Name> {
    list.iter().find(|object| object.id() == id).map(Named::display_name)
}

struct Found<'x, 'a> {
    ix: &'x Index<'a>,
    issues: Vec<IssueFacts>,
    /// The object that each of them is about.
    about: Vec<Id>,
    missing: Vec<Unknown>,
    /// What could not be read may explain a colour.
    open: bool,
    /// Alarm and object of what is listed already.
    alarms: BTreeSet<(Id, Id)>,
}

impl Found<'_, '_> {
    fn add(&mut self, about: &Id, issue: IssueFacts) {
        self.about.push(about.clone());
        self.issues.push(issue);
    }

    fn unread(&mut self, why: Unknown) {
        self.missing.push(why);
        self.open = true;
    }

    fn config<O: Named>(&mut self, object: &O, list: Field<O, Vec<Issue>>) {
        match self.ix.read(object, list) {
            Ok(list) => {
                let mut seen = BTreeMap::<Name, usize>::new();
                for issue in list.into_iter().flatten() {
                    let kind = issue.event_type_id.as_ref().unwrap_or(&issue.kind);
                    let nth = seen.entry(kind.clone()).and_modify(|nth| *nth += 1).or_insert(1);
                    let more = if *nth > 1 { format!(" {nth}") } else { String::new() };
                    let text = issue.message.trim();
                    let issue = IssueFacts {
                        id: compact_str::format_compact!("{} {kind}{more}", object.id()),
                        entity: object.display_name(),
                        kind: kind.clone(),
                        of_vm: false,
                        of_app: false,
                        level: Ok(level(issue)),
                        acknowledged: false,
                        text: if text.is_empty() { kind.clone() } else { text.into() },
                    };
                    self.add(object.id(), issue);
                }
            }
            Err(why) => self.unread(why),
        }
    }

    fn alarms<O: Named>(&mut self, object: &O, list: Field<O, Vec<AlarmState>>) {
        match self.ix.read(object, list) {
            Ok(list) => list.into_iter().flatten().for_each(|state| self.alarm(object, state)),
            Err(why) => self.unread(why),
        }
    }

    fn alarm<O: Named>(&mut self, object: &O, state: &AlarmState) {
        let level = match state.overall_status.as_str() {
            "red" => Ok(IssueLevel::Error),
            "yellow" => Ok(IssueLevel::Warning),
            "green" | "gray" => return,
            other => Err(object.not_understood(ALARMS, other)),
        };
        let key = (state.alarm.clone(), state.entity.id.clone());
        if state.disabled == Some(true) || !self.alarms.insert(key) {
            return;
        }
        let names = self.ix.inventory.vcenter.alarms.known();
        let name = names.and_then(|names| names.get(&state.alarm));
        let of_vm = state.entity.kind == VirtualMachine::TYPE;
        let issue = IssueFacts {
            id: compact_str::format_compact!("{} {}", state.entity.id, state.alarm),
            entity: self.entity(&state.entity),
            kind: "alarm".into(),
            of_vm,
            of_app: of_vm && self.ix.app == Some(state.entity.id.as_str()),
            level,
            acknowledged: state.acknowledged == Some(true),
            text: name.map_or_else(|| state.alarm.clone(), |name| name.as_str().into()),
        };
        self.add(&state.entity.id, issue);
    }

    /// A colour that nothing listed of the object itself explains: it is the worst of its own issues
    /// and alarms. `parts` are objects whose issues may stand for it as well. Gray says only that
    /// nothing is watched. Where some of these could not be read, one of them may explain it, and the
    /// list is incomplete for that reason already.
    fn status<O: Named>(&mut self, object: &O, colour: Field<O, Name>, parts: &[&Id]) {
        let path = colour.path;
        let level = match self.ix.read(object, colour) {
            Ok(Some(colour)) if colour == "red" => IssueLevel::Error,
            Ok(Some(colour)) if colour == "yellow" => IssueLevel::Warning,
            Ok(None) => return,
            Ok(Some(colour)) if colour == "green" || colour == "gray" => return,
            Ok(Some(other)) => return self.unread(object.not_understood(path, other)),
            Err(why) => return self.unread(why),
        };
        let own = |about: &Id| about == object.id() || parts.contains(&about);
        let explains = |issue: &IssueFacts| issue.level.as_ref().map_or(true, |other| *other <= level);
        if self.open
            || self.issues.iter().zip(&self.about).any(|(issue, about)| own(about) && explains(issue))
        {
            return;
        }
        let issue = IssueFacts {
            id: compact_str::format_compact!("{} {path}", object.id()),
            entity: object.display_name(),
            kind: "status".into(),
            of_vm: false,
            of_app: false,
            level: Ok(level),
            acknowledged: false,
            text: if level == IssueLevel::Error { "red".into() } else { "yellow".into() },
        };
        self.add(object.id(), issue);
    }

    /// Proactive HA keeps VMs away from a host whose hardware is failing (6.5).
    fn quarantine(&mut self, host: &HostSystem) {
        match none_before(self.ix.read(host, HostSystem::in_quarantine_mode)) {
            Ok(Some(true)) => {
                let issue = IssueFacts {
                    id: compact_str::format_compact!("{} {QUARANTINE}", host.id),
                    entity: host.display_name(),
                    kind: "quarantine".into(),
                    of_vm: false,
                    of_app: false,
                    level: Ok(IssueLevel::Warning),
                    acknowledged: false,
                    text: QUARANTINE.into(),
                };
                self.add(&host.id, issue);
            }
            Ok(_) => {}
            Err(why) => self.missing.push(why),
        }
    }

    /// Name of the object an alarm is triggered on; its id where it cannot be seen.
    fn entity(&self, entity: &MoRef) -> Name {
        let (ix, id) = (self.ix, entity.id.as_str());
        let inventory = ix.inventory;
        let host = ix.hosts.get(id).map(|&host| inventory.hosts[host].display_name());
        let vm = || ix.vms.get(id).map(|&vm| inventory.vms[vm].display_name());
        let datastore = || ix.datastore(id).ok().map(Named::display_name);
        let other = || {
            called(&inventory.clusters, id)
                .or_else(|| called(&inventory.resource_pools, id))
                .or_else(|| called(&inventory.portgroups, id))
                .or_else(|| called(&inventory.networks, id))
                .or_else(|| called(&inventory.storage_pods, id))
                .or_else(|| called(&inventory.folders, id))
                .or_else(|| called(&inventory.datacenters, id))
        };
        host.or_else(vm).or_else(datastore).or_else(other).unwrap_or_else(|| entity.id.clone())
    }
}
