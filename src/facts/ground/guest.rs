//! How a VM stands, and its devices: power, connection, whether what is told of it is of now.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::names::Name;
use crate::facts::ground::standing::reachable;
use crate::facts::ground::words::{Power, VmConnection};
use crate::inventory::{Connectable, Device, Field, HostSystem, Lacking, VirtualMachine, VmHardware};
use crate::schema::{Fact, FactEnum as _, Unknown};
use crate::terms::{Detail, ReasonKind, Worded};

const HARDWARE: &str = VirtualMachine::hardware.path;
const TEMPLATE: &str = VirtualMachine::template.path;

/// One VM as what is derived of its devices needs it.
pub struct Guest<'a> {
    pub vm: &'a VirtualMachine,
    pub power: Fact<Power>,
    pub hardware: Fact<&'a [Device]>,
    /// What its source does not tell of its hardware.
    lacking: Option<&'a Lacking>,
}

impl Guest<'_> {
    /// Why devices of a class may be there that are not listed.
    pub fn lacks(&self, class: &str) -> Option<Unknown> {
        self.vm.holds(self.lacking?, HARDWARE, class).err()
    }
}

/// Connection state of a VM.
pub fn connection(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<VmConnection> {
    const PATH: &str = "runtime.connectionState";
    match ix.need(vm, VirtualMachine::connection_state)?.as_str() {
        "connected" => Ok(VmConnection::Connected),
        "disconnected" => Ok(VmConnection::Disconnected),
        "inaccessible" => Ok(VmConnection::Inaccessible),
        "invalid" => Ok(VmConnection::Invalid),
        "orphaned" => Ok(VmConnection::Orphaned),
        other => Err(vm.not_understood(PATH, other)),
    }
}

/// Power state of a VM.
pub fn power(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Power> {
    const PATH: &str = "runtime.powerState";
    match ix.need(vm, VirtualMachine::power_state)?.as_str() {
        "poweredOn" => Ok(Power::On),
        "poweredOff" => Ok(Power::Off),
        "suspended" => Ok(Power::Suspended),
        other => Err(vm.not_understood(PATH, other)),
    }
}

/// Whether a VM runs.
pub fn runs(power: &Fact<Power>) -> Fact<bool> {
    power.clone().map(|power| power == Power::On)
}

/// Whether what vCenter tells of a VM is of now: neither it nor its host is disconnected. Where the host is, that
/// is the cause.
pub fn fresh(ix: &Index<'_>, vm: &VirtualMachine, host: Option<&HostSystem>) -> Fact<()> {
    let connection = connection(ix, vm)?;
    if let Some(Err(why)) = host.map(|host| reachable(ix, host)) {
        return Err(why);
    }
    if connection == VmConnection::Disconnected {
        return Err(vm.unknown(ReasonKind::Unreachable, "", Detail::VmDisconnected));
    }
    Ok(())
}

/// That the configuration of a VM does not tell a property. Where vCenter has none, as it cannot reach the VM,
/// that is the cause.
fn unconfigured(ix: &Index<'_>, vm: &VirtualMachine, property: &str, otherwise: Detail) -> Unknown {
    match connection(ix, vm) {
        Ok(VmConnection::Connected) | Err(_) => vm.unknown(ReasonKind::Untold, property, otherwise),
        Ok(state) => {
            let state = Worded(state.word());
            vm.unknown(ReasonKind::Unreachable, property, Detail::NoConfigurationOf { state })
        }
    }
}

/// A figure of a VM's hardware that every VM has some of.
pub fn sized(ix: &Index<'_>, vm: &VirtualMachine, figure: fn(&VmHardware) -> i64) -> Fact<i64> {
    let figure = figure(configuration(ix, vm, VirtualMachine::hardware)?);
    let untold = || vm.unknown(ReasonKind::Untold, HARDWARE, Detail::NoFigure);
    if figure > 0 { Ok(figure) } else { Err(untold()) }
}

/// Reads what the configuration of every VM tells.
pub fn configuration<'p, T>(
    ix: &Index<'_>,
    vm: &'p VirtualMachine,
    field: Field<VirtualMachine, T>,
) -> Fact<&'p T> {
    ix.read(vm, field)?.ok_or_else(|| unconfigured(ix, vm, field.path, Detail::NoValue))
}

/// Whether vCenter has the configuration of a VM, without which an optional setting that is unset says
/// nothing. Every configuration tells whether it is a template.
pub fn configured(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<()> {
    match ix.read(vm, VirtualMachine::template)? {
        Some(_) => Ok(()),
        None => Err(unconfigured(ix, vm, TEMPLATE, Detail::NoConfiguration)),
    }
}

/// What a VM's networks are derived from.
pub fn guest<'a>(ix: &Index<'a>, vm: &'a VirtualMachine, fresh: &Fact<()>) -> Guest<'a> {
    let hardware = fresh.clone().and_then(|()| {
        let untold = |what| unconfigured(ix, vm, HARDWARE, what);
        let Some(hardware) = ix.read(vm, VirtualMachine::hardware)? else {
            return Err(untold(Detail::NoConfiguration));
        };
        // A VM without any device does not exist: it has controllers and a video card at least.
        if hardware.device.is_empty() && hardware.lacking.is_empty() {
            Err(untold(Detail::NoDevices))
        } else {
            Ok(hardware.device.as_slice())
        }
    });
    let lacking = vm.hardware.known().map(|hardware| &hardware.lacking).filter(|lacking| !lacking.is_empty());
    Guest { vm, power: fresh.clone().and_then(|()| power(ix, vm)), hardware, lacking }
}

/// Connected while the VM runs, else connected at power-on.
pub fn in_force(state: Connectable, running: &Fact<bool>) -> Fact<bool> {
    match running {
        Ok(true) => Ok(state.connected),
        Ok(false) => Ok(state.start_connected),
        Err(_) if state.connected == state.start_connected => Ok(state.connected),
        Err(why) => Err(why.clone()),
    }
}

/// Whether a device is in use; one without connection state cannot be disconnected.
pub fn live(power: &Fact<Power>, device: &Device) -> Fact<bool> {
    device.connectable.map_or(Ok(true), |state| in_force(state, &runs(power)))
}

/// Label of a device; its class and key when the server gives none.
pub fn label(device: &Device) -> Name {
    if device.label.is_empty() {
        compact_str::format_compact!("{} {}", device.kind, device.key)
    } else {
        device.label.clone()
    }
}
