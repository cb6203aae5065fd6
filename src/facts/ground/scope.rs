//! One cluster while its facts are derived: its hosts in a fixed order, their state, and the
//! joins that are built once and shared.

use std::collections::HashMap;
use std::sync::Arc;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::every;
use crate::facts::ground::membership::Members;
use crate::facts::ground::names::Name;
use crate::facts::ground::standing::{active, marked, reachable, rests, sleeps};
use crate::facts::ground::words::HostService;
use crate::inventory::HostSystem;
use crate::schema::{Fact, Grouping, HostSet, HostSplit, Reasons, Resting, Unknown};

/// A host of the cluster.
pub struct Member<'a> {
    /// Its position among the members.
    pub at: usize,
    pub host: &'a HostSystem,
    pub name: Name,
    pub active: Fact<bool>,
    pub reachable: Fact<()>,
    /// Place among the hosts that splits are over, if it is one of them.
    pub slot: Option<u32>,
    /// It is out of service, and judged by its configuration all the same.
    pub rests: Option<HostService>,
    /// It sleeps, or did when it was read.
    pub asleep: bool,
}

impl Member<'_> {
    /// Whether the states of its links and of its storage paths are told: not while it sleeps.
    pub fn awake(&self) -> bool {
        !self.asleep
    }
}

/// One cluster.
pub struct Scope<'a, 'x> {
    pub ix: &'x Index<'a>,
    pub members: &'x Members<'a>,
    /// Every member.
    pub hosts: Vec<Member<'a>>,
    /// Positions in `hosts` of those that are active or may be.
    pub slots: Vec<usize>,
    /// Positions in `hosts` of those that are out of service and judged by their configuration.
    pub resting: Vec<usize>,
    /// Datacenter of the cluster.
    pub datacenter: Option<&'a str>,
    by_inventory: HashMap<usize, usize>,
    set: Arc<HostSet>,
    resting_names: Arc<[Name]>,
    everywhere: HostSplit,
    nowhere: HostSplit,
}

impl<'a, 'x> Scope<'a, 'x> {
    pub fn new(ix: &'x Index<'a>, members: &'x Members<'a>) -> Self {
        let mut hosts = Vec::with_capacity(members.hosts.len());
        let (mut slots, mut resting, mut resting_names) = (Vec::new(), Vec::new(), Vec::new());
        let mut set = HostSet::default();
        for (i, &position) in members.hosts.iter().enumerate() {
            let host = &ix.inventory.hosts[position];
            let name = host.display_name();
            let active = active(ix, host);
            let slot = (!matches!(active, Ok(false))).then(|| u32::try_from(slots.len()).unwrap_or(u32::MAX));
            if slot.is_some() {
                slots.push(i);
                set.names.push(name.clone());
                set.ids.push(host.id.clone());
                set.doubts.push(active.as_ref().err().cloned());
            }
            let rests = rests(ix, host);
            if let Some(service) = rests {
                resting.push(i);
                resting_names.push(marked(&name, service));
            }
            let (reachable, asleep) = (reachable(ix, host), sleeps(ix, host));
            hosts.push(Member { at: i, host, name, active, reachable, slot, rests, asleep });
        }
        let set = Arc::new(set);
        let same = |state: bool| HostSplit::new(Arc::clone(&set), vec![Ok(state); slots.len()], None);
        let (everywhere, nowhere) = (same(true), same(false));
        Self {
            ix,
            members,
            hosts,
            slots,
            resting,
            datacenter: ix.paths.datacenter(&members.cluster.parent),
            by_inventory: members.hosts.iter().enumerate().map(|(i, &host)| (host, i)).collect(),
            set,
            resting_names: resting_names.into(),
            everywhere,
            nowhere,
        }
    }

    /// Position among the members of a host given by its position in the inventory.
    pub fn member(&self, inventory_position: usize) -> Option<usize> {
        self.by_inventory.get(&inventory_position).copied()
    }

    /// Holds on every host, seen or not: for things that no host can lack. Whether there is one at all
    /// stays open where that is unclear.
    pub fn everywhere(&self) -> HostSplit {
        self.everywhere.clone()
    }

    /// Holds on no host, seen or not: for things that no host can have.
    pub fn nowhere(&self) -> HostSplit {
        self.nowhere.clone()
    }

    /// Holds on every host or on none, whatever the host is.
    pub fn wherever(&self, holds: Fact<bool>) -> HostSplit {
        match holds {
            Ok(true) => self.everywhere(),
            Ok(false) => self.nowhere(),
            Err(why) => self.nowhere_clear(&why),
        }
    }

    /// Unclear on every host for one reason.
    pub fn nowhere_clear(&self, why: &Unknown) -> HostSplit {
        self.split_of(vec![Err(why.clone()); self.slots.len()], Some(why))
    }

    /// A split from one answer per slot; where a host's activity is unclear, so is the answer.
    pub fn split_of(&self, mut states: Vec<Fact<bool>>, missing: Option<&Unknown>) -> HostSplit {
        for (state, &host) in states.iter_mut().zip(&self.slots) {
            if let Err(why) = &self.hosts[host].active {
                *state = Err(why.clone());
            }
        }
        let missing = Unknown::all(self.members.hosts_missing.iter().chain(missing));
        HostSplit::new(Arc::clone(&self.set), states, missing)
    }

    /// A split by asking each host that is active or may be: what works now.
    pub fn split(&self, ask: impl FnMut(&Member<'a>) -> Fact<bool>) -> HostSplit {
        self.split_of(self.slotted().map(ask).collect(), None)
    }

    /// A split by what is configured, of which hosts that are out of service are asked as well.
    pub fn configured(&self, mut ask: impl FnMut(&Member<'a>) -> Fact<bool>) -> HostSplit {
        let now = self.split(&mut ask);
        if self.resting.is_empty() {
            return now;
        }
        let states = self.resting.iter().map(|&at| ask(&self.hosts[at])).collect();
        now.with_resting(Resting { names: Arc::clone(&self.resting_names), states })
    }

    /// Whether a member is asked for what is configured.
    pub fn is_listed(&self, member: &Member<'a>) -> bool {
        member.slot.is_some() || member.rests.is_some()
    }

    /// The name under which a member is listed: with what keeps it from service.
    pub fn listed(&self, member: &Member<'a>) -> Name {
        member.rests.map_or_else(|| member.name.clone(), |service| marked(&member.name, service))
    }

    /// A split over the hosts other than a member.
    pub fn others(&self, split: &HostSplit, member: &Member<'a>) -> HostSplit {
        let resting = self.resting.binary_search(&member.at).ok().and_then(|at| u32::try_from(at).ok());
        split.without(member.slot).without_resting(resting)
    }

    /// What a split says of a member.
    pub fn answer(&self, split: &HostSplit, member: &Member<'a>) -> Fact<bool> {
        let state = match member.slot {
            Some(slot) => split.state(slot as usize),
            None => self.resting.binary_search(&member.at).ok().and_then(|at| split.resting().get(at)),
        };
        state.cloned().unwrap_or_else(|| Err(Unknown::defect("a host that was not asked")))
    }

    /// Where all `parts` hold at once; `open` says what else might have to hold.
    pub fn together(&self, parts: &[HostSplit], open: Option<&Unknown>) -> HostSplit {
        let start = open.map_or(Ok(true), |why| Err(why.clone()));
        let mut states = vec![start; self.slots.len()];
        // What holds everywhere takes no host from the others.
        for part in parts.iter().filter(|part| part.alike() != Some(true)) {
            for (state, (_, holds)) in states.iter_mut().zip(part.iter()) {
                match (&*state, holds) {
                    (_, Ok(true)) | (Ok(false), _) => {}
                    (Ok(true), Err(_)) | (_, Ok(false)) => *state = holds.clone(),
                    (Err(open), Err(why)) => *state = Err(open.and(why)),
                }
            }
        }
        let missing = Unknown::all(parts.iter().filter_map(HostSplit::missing).chain(open));
        let together = HostSplit::new(Arc::clone(&self.set), states, missing);
        let asked: Vec<&[Fact<bool>]> =
            parts.iter().map(HostSplit::resting).filter(|states| !states.is_empty()).collect();
        if asked.is_empty() {
            return together;
        }
        let of = |at: usize| every(asked.iter().filter_map(|states| states.get(at).cloned()));
        let states = (0..self.resting.len()).map(of).collect();
        together.with_resting(Resting { names: Arc::clone(&self.resting_names), states })
    }

    /// The hosts that splits are over.
    pub fn slotted(&self) -> impl Iterator<Item = &Member<'a>> {
        self.slots.iter().map(|&i| &self.hosts[i])
    }

    /// Active hosts by a value; `None` leaves a host out.
    pub fn group_active(&self, mut value: impl FnMut(&Member<'a>) -> Fact<Option<Name>>) -> Grouping {
        let members = self.slotted().filter_map(|member| {
            let value = match &member.active {
                Ok(_) => value(member).transpose()?,
                Err(why) => Err(why.clone()),
            };
            Some((member.name.clone(), value))
        });
        Grouping::of(members).with_missing(self.members.hosts_missing.as_ref())
    }

    /// Hosts by a value that is configured; those out of service stand apart.
    pub fn group_configured(&self, mut value: impl FnMut(&Member<'a>) -> Fact<Option<Name>>) -> Grouping {
        let mut grouping = self.group_active(&mut value);
        let resting = self.resting.iter().zip(self.resting_names.iter());
        grouping.resting = resting
            .filter_map(|(&at, name)| Some((name.clone(), value(&self.hosts[at]).transpose()?)))
            .collect();
        grouping
    }

    /// All members by a value.
    pub fn group_all(&self, mut value: impl FnMut(&Member<'a>) -> Fact<Name>) -> Grouping {
        let members = self.hosts.iter().map(|member| {
            let value = member.reachable.clone().and_then(|()| value(member));
            (member.name.clone(), value)
        });
        Grouping::of(members).with_missing(self.members.hosts_missing.as_ref())
    }
}

/// Splits that hold where several others do: one per set of them, shared by all that ask.
#[derive(Default)]
pub struct Together {
    /// By the cuts of the parts, which are kept so that no other cut can take their place.
    known: HashMap<Vec<usize>, (Vec<HostSplit>, HostSplit)>,
    /// Why things are unclear, kept for all VMs that wait for the same hosts.
    pub reasons: Reasons,
}

impl Together {
    /// Where all `parts` hold at once; `open` says what else might have to hold.
    pub fn of(
        &mut self,
        scope: &Scope<'_, '_>,
        mut parts: Vec<HostSplit>,
        open: Option<&Unknown>,
    ) -> HostSplit {
        parts.sort_by_key(HostSplit::cut_id);
        parts.dedup_by_key(|part| part.cut_id());
        if let ([only], None) = (parts.as_slice(), open) {
            return only.clone();
        }
        // What is one VM's own would only fill the table.
        if open.is_some() || !parts.iter().all(HostSplit::is_shared) {
            return scope.together(&parts, open);
        }
        let key = parts.iter().map(HostSplit::cut_id).collect();
        let (_, split) = self.known.entry(key).or_insert_with(|| {
            let split = scope.together(&parts, None);
            (parts, split)
        });
        split.clone()
    }
}
