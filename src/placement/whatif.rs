//! What hosts that fail or are emptied mean.

use rayon::prelude::*;
use serde::Serialize;

use crate::evaluate::object_of;
use crate::facts::map::ClusterMap;
use crate::facts::placing::Budget;
use crate::placement::FORMAT;
use crate::placement::event::{EventAnswer, EventKind, LeftOffBecause};
use crate::placement::held::held_by_drs;
use crate::placement::matrix::{is_zero, unclear_vms};
use crate::placement::naming::{reasons, tool};
use crate::placement::notes::{PreferredRule, preferred, quarantined};
use crate::placement::reading::Asked;
use crate::placement::returning::{Back, bring_back};
use crate::placement::rolling::{Roll, rolled};
use crate::placement::standing::{OutOfService, Restarting, out_of_service};
use crate::placement::wanted::{Place, Unnamed, Wanted, group, hosts};
use crate::report::{HeldAgainst, Object, Reason, Tool};
use crate::terms::Tier;

/// Exit codes, as in a check.
const DOES_NOT_FIT: u8 = 1;
const CANNOT_TELL: u8 = 3;

/// What events come to.
#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    /// [`FORMAT`].
    pub format: u32,
    /// Program that made it.
    pub tool: Tool,
    /// Exit code: 1 where something does not fit, or nobody restarts it, else 3 where that cannot be told, else 0.
    pub exit_code: u8,
    /// The clusters that were asked.
    pub clusters: Vec<ClusterAnswers>,
    /// VMs that share their name with another: forms for people tell them apart by their paths.
    #[serde(skip)]
    pub namesakes: Vec<Object>,
}

/// What events come to in one cluster.
#[derive(Clone, Debug, Serialize)]
pub struct ClusterAnswers {
    /// The cluster.
    pub cluster: Object,
    /// Its hosts in service.
    pub hosts: usize,
    /// Its running VMs.
    pub vms: usize,
    /// Of the VMs those of which it is not known whether they run.
    #[serde(skip_serializing_if = "is_zero")]
    pub vms_unclear: usize,
    /// HA is on; absent where that is not known. Without it nobody restarts what a lost host ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ha: Option<bool>,
    /// Whether HA restarts what a lost host ran.
    pub restarting: Restarting,
    /// DRS is on; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drs: Option<bool>,
    /// Its hosts that Proactive HA has put in quarantine: in service, and avoided by DRS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quarantined: Vec<Object>,
    /// VM-Host rules that only state a preference: they keep no VM from a host.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferred: Vec<PreferredRule>,
    /// Why there may be more hosts or VMs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub incomplete: Vec<Reason>,
    /// Its hosts that are out of service, with the VMs that stand there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub out_of_service: Vec<OutOfService>,
    /// What DRS says of emptying hosts, where that and it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldAgainst>,
    /// The events.
    pub events: Vec<EventAnswer>,
    /// The order in which hosts can be emptied, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roll: Option<Roll>,
}

/// Answers a question about hosts. `back` makes the map of a cluster as if hosts that are out of service were back.
///
/// # Errors
/// When what is named is not there.
pub fn what_if(maps: &[ClusterMap], wanted: &Wanted, back: Back<'_>) -> Result<WhatIf, Unnamed> {
    let budget = Budget::default();
    let all = || maps.par_iter().map(|map| (map, Asked::new(map, budget)));
    let kind = wanted.kind();
    let at = |place: &Place| {
        let map = maps.get(place.cluster)?;
        let asked = Asked::new(map, budget);
        Some(answers(&asked, kind, vec![asked.answer(kind, &place.hosts, true)], None))
    };
    let mut clusters: Vec<ClusterAnswers> = match wanted {
        Wanted::Lose(names) | Wanted::Evacuate(names) => at(&hosts(maps, names)?).into_iter().collect(),
        Wanted::LoseGroup(name) => {
            let mut found: Vec<ClusterAnswers> = group(maps, name)?.iter().filter_map(at).collect();
            for event in found.iter_mut().flat_map(|cluster| &mut cluster.events) {
                event.group = Some(name.clone());
            }
            found
        }
        Wanted::LoseEach => all()
            .map(|(map, asked)| {
                let hosts: Vec<usize> = (0..map.hosts.len()).collect();
                let events = hosts.par_iter().map(|host| asked.answer(kind, &[*host], true)).collect();
                answers(&asked, kind, events, None)
            })
            .collect(),
        Wanted::Roll => {
            all().map(|(_, asked)| answers(&asked, kind, Vec::new(), Some(rolled(&asked)))).collect()
        }
    };
    for cluster in &mut clusters {
        if let Some(map) = maps.iter().find(|map| map.cluster.id == cluster.cluster.id) {
            let stops = cluster.roll.iter_mut().flat_map(|roll| &mut roll.stops);
            let events = cluster.events.iter_mut().chain(stops.map(|stop| &mut stop.evacuation));
            bring_back(map, events.collect(), (budget, back));
        }
    }
    Ok(WhatIf {
        format: FORMAT,
        tool: tool(),
        exit_code: exit_code(&clusters),
        clusters,
        namesakes: Vec::new(),
    })
}

fn answers(
    asked: &Asked<'_>,
    kind: EventKind,
    events: Vec<EventAnswer>,
    roll: Option<Roll>,
) -> ClusterAnswers {
    let map = asked.map;
    let missing = [&map.hosts_missing, &map.vms_missing];
    ClusterAnswers {
        cluster: object_of(&map.cluster),
        hosts: map.hosts.len(),
        vms: map.vms.len(),
        vms_unclear: unclear_vms(map),
        ha: map.ha.as_ref().ok().copied(),
        restarting: Restarting::of(map),
        drs: map.drs.as_ref().ok().copied(),
        quarantined: quarantined(map),
        preferred: preferred(map),
        incomplete: missing.into_iter().flatten().flat_map(reasons).collect(),
        out_of_service: out_of_service(map),
        held: if kind == EventKind::Evacuate { held_by_drs(map, asked) } else { None },
        events,
        roll,
    }
}

/// Whether VMs of a lost host have a place only once a person has moved others, or hosts that are emptied only
/// by swaps.
fn stays_down(event: &EventAnswer) -> bool {
    event.answer == Tier::AfterMoves && event.by_itself == Some(false)
}

/// The same where it is not known who moves them, or whether that is needed.
fn may_stay_down(event: &EventAnswer) -> bool {
    let by_whom = event.event == EventKind::Lose && !event.by_whom.is_empty();
    event.answer == Tier::AfterMoves && (by_whom || event.by_itself.is_none())
}

/// VMs that go down with a lost host, places or not: HA restarts nothing in this cluster, or does not protect
/// them.
fn goes_down(cluster: &ClusterAnswers, event: &EventAnswer) -> bool {
    let excluded = event.left_off.iter().any(|one| one.because == LeftOffBecause::Excluded);
    let unprotected = event.left_off.iter().any(|one| one.because == LeftOffBecause::Unprotected);
    let nobody = cluster.restarting.is_nobody() && (event.vms > 0 || excluded);
    event.event == EventKind::Lose && (nobody || unprotected)
}

/// Whether anybody restarts what a lost host ran is not known.
fn may_go_down(cluster: &ClusterAnswers, event: &EventAnswer) -> bool {
    event.event == EventKind::Lose && event.vms > 0 && cluster.restarting == Restarting::Unknown
}

fn exit_code(clusters: &[ClusterAnswers]) -> u8 {
    let any = |holds: fn(&ClusterAnswers, &EventAnswer) -> bool| {
        clusters.iter().any(|cluster| cluster.events.iter().any(|event| holds(cluster, event)))
    };
    let events = || clusters.iter().flat_map(|cluster| &cluster.events);
    let stops = || clusters.iter().filter_map(|cluster| cluster.roll.as_ref()).flat_map(|roll| &roll.stops);
    let not = any(goes_down)
        || events().any(|event| event.answer == Tier::DoesNotFit || stays_down(event))
        || stops().any(|stop| stop.proved);
    // Of clusters and hosts that are not there nothing is known.
    let nothing = clusters.is_empty() || clusters.iter().any(|cluster| cluster.hosts == 0);
    let unclear = nothing
        || any(may_go_down)
        || events().any(|event| event.answer == Tier::CannotTell || may_stay_down(event))
        || stops().next().is_some();
    match (not, unclear) {
        (true, _) => DOES_NOT_FIT,
        (false, true) => CANNOT_TELL,
        (false, false) => 0,
    }
}
