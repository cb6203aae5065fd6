//! CD-ROM and floppy drives of a VM: what they hold, and whether that ties it to its host.

use crate::facts::ground::guest::{Guest, in_force, label, runs};
use crate::facts::ground::index::Named;
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::words::{Medium, Power};
use crate::facts::storage::datastores::{Access, Location, Reach, locate};
use crate::facts::storage::records::DriveFacts;
use crate::facts::storage::twins::{Mounts, Twins};
use crate::inventory::{Backing, Device, HostSystem, VirtualMachine};
use crate::schema::{Fact, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;

/// What a drive holds.
struct Held {
    medium: Fact<Medium>,
    /// Hosts where that does not stand in the way.
    on: HostSplit,
    mounts: Mounts,
}

impl Held {
    fn anywhere(scope: &Scope<'_, '_>, medium: Medium) -> Self {
        Self { medium: Ok(medium), on: scope.everywhere(), mounts: Mounts::of_none(scope.everywhere()) }
    }

    fn unclear(scope: &Scope<'_, '_>, why: Unknown) -> Self {
        let mounts = Mounts::unclear(scope, &why);
        Self { on: scope.nowhere_clear(&why), medium: Err(why), mounts }
    }
}

/// The drives of a VM of one device class, `VirtualCdrom` or `VirtualFloppy`.
pub fn drives<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    Guest { vm, power, .. }: &Guest<'a>,
    (devices, member): (&'a [Device], &Fact<usize>),
    (class, missing): (&str, Option<Unknown>),
) -> List<DriveFacts> {
    let drives = devices.iter().filter(|device| device.kind == class);
    let mut drives: Vec<_> =
        drives.map(|device| drive(scope, (reach, twins), vm, power, (device, member))).collect();
    // One drive is the rule; spare room would be most of what 45,000 lists hold.
    drives.shrink_to_fit();
    List { items: drives, missing }
}

fn drive<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    vm: &'a VirtualMachine,
    power: &Fact<Power>,
    (device, member): (&'a Device, &Fact<usize>),
) -> DriveFacts {
    let label = label(device);
    let running = runs(power);
    let connectable = device.connectable.ok_or_else(|| {
        vm.unknown(ReasonKind::Untold, HARDWARE, Detail::NoConnectionState { drive: label.clone() })
    });
    let live = connectable.clone().and_then(|state| in_force(state, &running));
    let in_use = connectable.as_ref().is_ok_and(|state| state.connected) && running != Ok(false);
    let Held { medium, on, mounts } = match &device.backing {
        Some(backing) => medium(scope, (reach, twins), vm, backing, in_use),
        None => {
            let why = vm.unknown(ReasonKind::Untold, HARDWARE, Detail::NoBacking { device: label.clone() });
            Held::unclear(scope, why)
        }
    };
    let moves_on = match &medium {
        Ok(Medium::Datastore) => on.clone(),
        Ok(Medium::HostFile | Medium::HostDevice) => scope.nowhere(),
        Ok(Medium::ClientDevice) => carried_on(scope, member),
        Err(why) => scope.nowhere_clear(why),
    };
    DriveFacts {
        key: device.key,
        moves_on,
        medium,
        path: device.backing.as_ref().map_or_else(Name::default, path),
        live,
        at_power_on: connectable.map(|state| state.start_connected),
        on,
        unusable: mounts.unusable,
        accounted_on: mounts.accounted_on,
        label,
    }
}

/// Hosts to which a running VM's drive on somebody's PC comes along: from 7.0 on the hosts say whether they
/// carry such drives, and both sides have to.
fn carried_on(scope: &Scope<'_, '_>, member: &Fact<usize>) -> HostSplit {
    let carries = |host| {
        let read = none_before(scope.ix.read(host, HostSystem::remote_device_vmotion));
        read.map(|carries| carries == Some(&true))
    };
    let own = member.clone().and_then(|own| carries(scope.hosts[own].host));
    match own {
        Ok(true) => scope.split(|target| {
            target.reachable.clone()?;
            carries(target.host)
        }),
        other => scope.wherever(other),
    }
    .without(member.as_ref().ok().and_then(|own| scope.hosts[*own].slot))
}

fn path(backing: &Backing) -> Name {
    let file = backing.file_name.as_deref().filter(|path| !path.is_empty());
    file.or(backing.device_name.as_deref()).unwrap_or_default().into()
}

/// What a drive is backed by.
fn medium<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    vm: &'a VirtualMachine,
    backing: &'a Backing,
    in_use: bool,
) -> Held {
    match backing.kind.as_str() {
        "VirtualCdromIsoBackingInfo" | "VirtualFloppyImageBackingInfo" => {
            image(scope, (reach, twins), vm, backing, in_use)
        }
        "VirtualCdromAtapiBackingInfo"
        | "VirtualCdromPassthroughBackingInfo"
        | "VirtualFloppyDeviceBackingInfo" => Held::anywhere(scope, Medium::HostDevice),
        "VirtualCdromRemotePassthroughBackingInfo"
        | "VirtualCdromRemoteAtapiBackingInfo"
        | "VirtualFloppyRemoteDeviceBackingInfo" => Held::anywhere(scope, Medium::ClientDevice),
        other => {
            let why = vm.not_understood(HARDWARE, other);
            Held::unclear(scope, why)
        }
    }
}

fn image<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    vm: &'a VirtualMachine,
    backing: &'a Backing,
    in_use: bool,
) -> Held {
    match locate(scope, vm, backing) {
        Location::Datastore(datastore) => Held {
            medium: Ok(Medium::Datastore),
            on: reach.of(scope, datastore, Access::Read),
            mounts: twins.mounts(scope, reach, datastore, Access::Read),
        },
        Location::Unclear(why) => Held { medium: Ok(Medium::Datastore), ..Held::unclear(scope, why) },
        Location::Host => Held::anywhere(scope, Medium::HostFile),
        // An ejected image: nothing is in the drive, so nothing can be missing elsewhere.
        Location::Nowhere if !in_use => Held::anywhere(scope, Medium::Datastore),
        Location::Nowhere => {
            let why = vm.unknown(ReasonKind::Untold, HARDWARE, Detail::NoImage);
            Held::unclear(scope, why)
        }
    }
}
