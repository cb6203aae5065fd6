//! Draws the map of a cluster from what is known of its VMs.

use std::collections::HashMap;

use crate::facts::compute::records::DeviceKind;
use crate::facts::ground::capacity::{overhead, reservation};
use crate::facts::ground::guest::{Guest, power, runs};
use crate::facts::ground::index::Named as _;
use crate::facts::ground::logic::{every, lacks, none_before, not_offered, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::standing::out_of_service;
use crate::facts::ha::settings::{Exceptions, holds_capacity};
use crate::facts::net::nics::lacking;
use crate::facts::net::vmotion::Vmotion;
use crate::facts::place::capacity::Capacities;
use crate::facts::place::devices::thing;
use crate::facts::place::live::{Part, Thing};
use crate::facts::place::records::Cause;
use crate::facts::subject::identity::{Identity, identity_of, vm_identity};
use crate::facts::subject::map::pairs::{half, pair};
use crate::facts::subject::map::rows::Rows;
use crate::facts::subject::map::rules::Rules;
use crate::facts::subject::map::told::told;
use crate::facts::subject::map::{ClusterMap, LeftOff, MapHost, MapVm, OutHost, Store, Used};
use crate::facts::subject::model::{HostFacts, VmFacts};
use crate::facts::subject::moves::{Detail, Moves};
use crate::inventory::{
    ClusterComputeResource, Datastore, HostSystem, MoRef, Object as _, Prop, VirtualMachine,
};
use crate::schema::{Fact, HostSplit, Unknown};

/// What a map is drawn from.
pub struct Known<'s, 'a> {
    /// The VMs of the cluster.
    pub guests: &'s [Guest<'a>],
    /// What is known of each.
    pub vms: &'s [VmFacts],
    /// Host of each VM among the members.
    pub seats: &'s [Fact<usize>],
    /// What is known of each member.
    pub hosts: &'s [HostFacts],
    /// Their vMotion adapters.
    pub vmotion: &'s Vmotion<'s, 'a>,
    /// What decides about moves.
    pub moves: &'s Moves,
    /// What its VMs use now.
    pub used: Used,
}

/// The map of one cluster.
pub fn draw<'a>(scope: &Scope<'a, '_>, known: &Known<'_, 'a>) -> ClusterMap {
    let ix = scope.ix;
    let rules = Rules::new(scope);
    let exceptions = Exceptions::new(scope);
    let (floor_mhz, options) = (rules.floor_mhz(scope), rules.options());
    let mut rows = Rows::new(scope);
    let unread = rules.unread().map(|why| Part {
        cause: Cause::Rules,
        thing: Thing::default(),
        on: scope.nowhere_clear(&why),
        passing: false,
    });
    let unlicensed = scope.slotted().any(|member| refused(known, member));
    let ways: Vec<HostSplit> = scope.hosts.iter().map(|own| vmotion_on(scope, known, own)).collect();
    let (mut vms, mut drawn, mut vms_off) = (Vec::new(), Vec::new(), 0);
    let mut out: Vec<Vec<Identity>> = vec![Vec::new(); scope.hosts.len()];
    for (at, (guest, facts)) in known.guests.iter().zip(known.vms).enumerate() {
        if runs(&guest.power) == Ok(false) {
            // A template is no VM that could run.
            vms_off += usize::from(facts.template != Ok(true));
            continue;
        }
        let seat = known.seats.get(at).cloned().unwrap_or_else(|| Err(Unknown::defect("seat of a VM")));
        let home = match &seat {
            Ok(member) => match scope.hosts.get(*member).and_then(|member| member.slot) {
                Some(slot) => Ok(slot as usize),
                // What runs on a host that is out of service is not asked about, and told beside the answer.
                None if runs(&power(ix, guest.vm)) == Ok(false) => {
                    // What vCenter last knew of it.
                    vms_off += usize::from(facts.template != Ok(true));
                    continue;
                }
                None => {
                    if let Some(there) = out.get_mut(*member) {
                        there.push(vm_identity(ix, scope.members.vms[at].0));
                    }
                    continue;
                }
            },
            Err(why) => Err(why.clone()),
        };
        let mut live = known.moves.causes(scope, facts, Detail::Files).into_parts();
        let mut restart = known.moves.restart_causes(scope, facts, Detail::Files).into_parts();
        let way = match &seat {
            Ok(member) => ways.get(*member).cloned().unwrap_or_else(|| scope.everywhere()),
            Err(why) => scope.nowhere_clear(why),
        };
        // Which hosts have a GPU for it a person is asked about a move, too; a restart tells what is known of that.
        for device in facts.devices.iter().flat_map(|devices| &devices.items) {
            if device.kind == Ok(DeviceKind::Vgpu) && device.live != Ok(false) {
                let on = device.restarts_on.without(None);
                live.push(Part { cause: Cause::Devices, thing: thing(device), on, passing: false });
            }
        }
        live.push(Part { cause: Cause::Vmotion, thing: Thing::default(), on: way, passing: false });
        if unlicensed {
            let on = licensed_on(scope, known, &seat);
            for parts in [&mut live, &mut restart] {
                parts.push(Part {
                    cause: Cause::Licence,
                    thing: Thing::default(),
                    on: on.clone(),
                    passing: false,
                });
            }
        }
        if let Some(unread) = &unread {
            for parts in [&mut live, &mut restart] {
                let Part { cause, thing, on, passing } = unread;
                let (cause, passing) = (*cause, *passing);
                parts.push(Part { cause, thing: thing.clone(), on: on.clone(), passing });
            }
        }
        // Room, and where the other half of a pair runs, are for placing to say.
        let placed = [Cause::Reservations, Cause::OtherHalf];
        let but_room: Vec<&Part> = live.iter().filter(|part| !placed.contains(&part.cause)).collect();
        let live_but_room = rows.of(&but_room);
        let live = rows.of(&live.iter().collect::<Vec<_>>());
        let restart_but_room = rows.of(&restart.iter().collect::<Vec<_>>());
        // Whoever runs there now, nobody starts where it is more than the host has.
        let holds = Part {
            cause: Cause::Reservations,
            thing: Thing::default(),
            on: facts.fits.holds_on.without(None),
            passing: false,
        };
        let restart = rows.of(&restart.iter().chain([&holds]).collect::<Vec<_>>());
        let (left_off, stays_down) = left_off(&rules.ha(scope), scope, &exceptions, (guest, facts));
        drawn.push(guest.vm);
        vms.push(MapVm {
            identity: vm_identity(ix, scope.members.vms[at].0),
            runs: runs(&guest.power),
            home,
            need: options.clone().and_then(|()| reservation(ix, guest.vm)),
            overhead: overhead(ix, guest.vm),
            floor_mhz,
            half: half(scope, guest.vm),
            left_off,
            stays_down,
            agent: facts.agent.clone(),
            mover: rules.mover(&guest.vm.id),
            live,
            restart,
            live_but_room,
            restart_but_room,
        });
    }
    let at: HashMap<&str, usize> =
        vms.iter().enumerate().map(|(at, vm)| (vm.identity.id.as_str(), at)).collect();
    let (mut apart, together) = rules.of_vms(&at);
    let preferred = rules.preferred(scope, |vm| at.get(vm).copied());
    let names: Vec<Name> = vms.iter().map(|vm| vm.identity.name.clone()).collect();
    let mut halves: Vec<_> = vms.iter_mut().map(|vm| &mut vm.half).collect();
    apart.extend(pair(&mut halves, |at| names[at].clone()));
    let Rows { list, barriers, reasons, .. } = rows;
    let capacities = Capacities::new(scope);
    let cluster = scope.members.cluster;
    ClusterMap {
        cluster: identity_of(ix, cluster, &cluster.parent),
        hosts: hosts(scope, &rules, &capacities),
        capacities,
        floor: rules.untold_floor(floor_mhz),
        hosts_missing: scope.members.hosts_missing.clone(),
        out: out_hosts(scope, out),
        vms,
        vms_missing: scope.members.vms_missing.clone(),
        vms_off,
        barriers,
        stores: stores(scope),
        networks: lacking(scope, drawn.iter().copied()),
        reasons,
        rows: list,
        ha: rules.ha(scope),
        ha_holds: holds_capacity(ix, cluster),
        drs: rules.drs(),
        apart,
        together,
        groups: rules.host_groups(scope),
        preferred,
        used: known.used.clone(),
        told: told(scope, &drawn),
    }
}

/// The cluster as the parent of its hosts.
fn own_parent(scope: &Scope<'_, '_>) -> Prop<MoRef> {
    let cluster = &scope.members.cluster.id;
    Prop::Known(MoRef { kind: ClusterComputeResource::TYPE.into(), id: cluster.clone() })
}

fn hosts(scope: &Scope<'_, '_>, rules: &Rules<'_>, capacities: &Capacities) -> Vec<MapHost> {
    let parent = own_parent(scope);
    let of = |(member, capacity): (&Member<'_>, Fact<_>)| MapHost {
        identity: identity_of(scope.ix, member.host, &parent),
        active: member.active.clone(),
        spare: rules.spare(scope, &member.host.id),
        quarantined: none_before(scope.ix.read(member.host, HostSystem::in_quarantine_mode))
            .map(|quarantined| quarantined == Some(&true)),
        capacity,
    };
    scope.slotted().zip(capacities.between()).map(of).collect()
}

/// The hosts that are out of service, with who stands there.
fn out_hosts(scope: &Scope<'_, '_>, mut there: Vec<Vec<Identity>>) -> Vec<OutHost> {
    let parent = &own_parent(scope);
    let of = |member: &Member<'_>| {
        Some(OutHost {
            identity: identity_of(scope.ix, member.host, parent),
            service: out_of_service(scope.ix, member.host).filter(|_| member.slot.is_none())?,
            vms: there.get_mut(member.at).map(std::mem::take).unwrap_or_default(),
        })
    };
    scope.hosts.iter().filter_map(of).collect()
}

/// The datastores of the hosts that splits are over; of several of one name none.
fn stores(scope: &Scope<'_, '_>) -> HashMap<Name, Store> {
    let slots: HashMap<&str, usize> =
        scope.slotted().enumerate().map(|(slot, member)| (member.host.id.as_str(), slot)).collect();
    let mut stores: HashMap<Name, Option<Store>> = HashMap::new();
    for datastore in &scope.ix.inventory.datastores {
        let mounts = scope.ix.read(datastore, Datastore::host).ok().flatten().map_or(&[][..], Vec::as_slice);
        if !mounts.iter().any(|mount| slots.contains_key(mount.key.as_str())) {
            continue;
        }
        let info = scope.ix.read(datastore, Datastore::info).ok().flatten();
        let read_only = mounts.iter().filter(|mount| mount.access_mode == "readOnly");
        let store = Store {
            local: info.is_some_and(|info| info.local == Some(true)),
            read_only: read_only.filter_map(|mount| slots.get(mount.key.as_str()).copied()).collect(),
        };
        let known = stores.entry(datastore.display_name());
        known.and_modify(|known| *known = None).or_insert(Some(store));
    }
    stores.into_iter().filter_map(|(name, store)| Some((name, store?))).collect()
}

/// Whether HA protects a VM, as far as it tells.
fn unprotected(ha: &Fact<bool>, facts: &VmFacts) -> Fact<bool> {
    match (ha, &facts.ha.protected) {
        (Ok(false), _) => Ok(false),
        (_, Err(why)) if not_offered(why) => Ok(false),
        (Ok(true), protected) => protected.clone().map(|protected| !protected),
        (Err(why), _) => Err(why.clone()),
    }
}

/// Why HA does not restart a VM, and whether it stays down so.
fn left_off(
    ha: &Fact<bool>,
    scope: &Scope<'_, '_>,
    exceptions: &Fact<Exceptions<'_>>,
    (guest, facts): (&Guest<'_>, &VmFacts),
) -> (Fact<Option<LeftOff>>, Fact<bool>) {
    let nobody = some([facts.agent.clone(), facts.placeholder.clone(), facts.template.clone()]);
    let excluded = exceptions.as_ref().map_err(Clone::clone).and_then(|own| own.excludes(guest.vm));
    let kept = fault_tolerant(scope, guest.vm);
    let unprotected = unprotected(ha, facts);
    let up = some([nobody.clone(), kept.clone()]);
    let down = every([some([excluded.clone(), unprotected.clone()]), up.map(|up| !up)]);
    let told = [
        (excluded, LeftOff::Excluded),
        (nobody, LeftOff::Agent),
        (kept, LeftOff::FaultTolerance),
        (unprotected, LeftOff::Unprotected),
    ];
    let mut open = None;
    for (holds, why) in told {
        match holds {
            Ok(true) => return (Ok(Some(why)), down),
            Ok(false) => {}
            Err(why) => lacks(&mut open, &why),
        }
    }
    (open.map_or(Ok(None), Err), down)
}

/// Whether Fault Tolerance keeps a VM running elsewhere when its host is lost.
fn fault_tolerant(scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Fact<bool> {
    let role = none_before(scope.ix.read(vm, VirtualMachine::ft_role));
    role.map(|role| role.is_some())
}

/// Hosts that may power on VMs, or where the VM runs already.
fn licensed_on<'a>(scope: &Scope<'a, '_>, known: &Known<'_, 'a>, seat: &Fact<usize>) -> HostSplit {
    scope.split(|member| Ok(!refused(known, member) || *seat == Ok(member.at)))
}

fn refused(known: &Known<'_, '_>, member: &Member<'_>) -> bool {
    known.hosts.get(member.at).is_some_and(|facts| facts.licence.refused)
}

/// Hosts to which vMotion is set up from a member: both can, and their addresses reach each other.
fn vmotion_on<'a>(scope: &Scope<'a, '_>, known: &Known<'_, 'a>, own: &Member<'a>) -> HostSplit {
    let able = |member: &Member<'a>| -> Fact<bool> {
        let Some(facts) = known.hosts.get(member.at) else { return Ok(true) };
        let unlicensed = facts.licence.vmotion == Ok(false);
        let unsupported = facts.vmotion.supported == Ok(false);
        Ok(!unlicensed && !unsupported)
    };
    let on = scope.split(|other| {
        if other.at == own.at {
            return Ok(true);
        }
        every([able(own), able(other), known.vmotion.reaches(own, other)])
    });
    if on.all() == Ok(true) { scope.everywhere() } else { on }
}
