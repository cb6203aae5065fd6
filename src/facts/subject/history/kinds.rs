//! Events as they are told apart here: their kinds, and whom they are about.

use crate::facts::ground::index::unescape;
use crate::facts::ground::names::Name;
use crate::inventory::{Event, EventObject};

/// What kind of event an event is, as far as it matters here. EventEx and ExtendedEvent carry it as
/// text, and vCenter writes some of these texts with `ha` and with `HA`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Moved,
    MovedByDrs,
    Relocated,
    /// Both ends of a move that gives the VM another reference.
    Left,
    Arrived,
    BeginsHot,
    MoveFailed,
    On,
    Off,
    Restarted,
    RestartFailed,
    ClusterCreated,
    HostJoined,
    HaOn,
    DrsOn,
    Other,
}

pub fn what(event: &Event) -> What {
    match event.what().to_ascii_lowercase().as_str() {
        "vmmigratedevent" => What::Moved,
        "drsvmmigratedevent" => What::MovedByDrs,
        "vmrelocatedevent" => What::Relocated,
        "com.vmware.vc.vm.srcvmmigratedevent" => What::Left,
        "com.vmware.vc.vm.dstvmmigratedevent" => What::Arrived,
        "vmbeinghotmigratedevent" | "com.vmware.vc.vm.vmhotmigratingwithencryptionevent" => What::BeginsHot,
        "vmfailedmigrateevent"
        | "vmrelocatefailedevent"
        | "migrationerrorevent"
        | "migrationhosterrorevent"
        | "migrationresourceerrorevent" => What::MoveFailed,
        "vmpoweredonevent" | "drsvmpoweredonevent" => What::On,
        "vmpoweredoffevent"
        | "vmsuspendedevent"
        | "vmpoweroffonisolationevent"
        | "vmshutdownonisolationevent" => What::Off,
        "vmrestartedonalternatehostevent" | "com.vmware.vc.ha.vmrestartedbyhaevent" => What::Restarted,
        "vmfailoverfailed"
        | "notenoughresourcestostartvmevent"
        | "vmmaxrestartcountreached"
        | "com.vmware.vc.ha.failedrestartafterisolationevent" => What::RestartFailed,
        "clustercreatedevent" => What::ClusterCreated,
        "hostaddedevent" | "hostconnectedevent" => What::HostJoined,
        "dasenabledevent" => What::HaOn,
        "drsenabledevent" => What::DrsOn,
        _ => What::Other,
    }
}

/// A VM as the events tell it apart: by its id, or by its name where there is none.
pub fn who(event: &Event) -> &str {
    let vm = event.vm.as_ref();
    vm.map_or("", |vm| if vm.id.is_empty() { vm.name.as_str() } else { vm.id.as_str() })
}

/// A VM within one operation: its reference may change there, its name does not.
pub fn called(event: &Event) -> &str {
    event.vm.as_ref().map_or("", |vm| if vm.name.is_empty() { vm.id.as_str() } else { vm.name.as_str() })
}

/// The name of what an event speaks of, or its id where it has none.
pub fn name(object: Option<&EventObject>) -> Name {
    object.map_or_else(Name::default, |object| {
        if object.name.is_empty() { object.id.clone() } else { unescape(&object.name) }
    })
}

/// The name of a host, or a question mark where the event tells none.
pub fn told(host: Option<&EventObject>) -> Name {
    host.map_or_else(|| "?".into(), |host| name(Some(host)))
}

/// What made something fail: the fault, or else the event itself says it.
pub fn fault(event: &Event) -> Name {
    if event.fault.is_empty() { event.what().into() } else { event.fault.clone() }
}

/// Whether two hosts are told and are the same one.
pub fn same(a: Option<&EventObject>, b: Option<&EventObject>) -> bool {
    a.zip(b).is_some_and(
        |(a, b)| {
            if a.id.is_empty() || b.id.is_empty() { a.name == b.name } else { a.id == b.id }
        },
    )
}
