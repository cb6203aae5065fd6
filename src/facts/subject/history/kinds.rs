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

#[cfg(test)]
mod tests {
    use super::*;

    fn object(id: &str, name: &str) -> EventObject {
        EventObject { id: id.into(), name: name.into() }
    }

    fn about(vm: Option<EventObject>) -> Event {
        Event { kind: "VmMigratedEvent".into(), vm, ..Event::default() }
    }

    #[test]
    fn a_vm_is_told_apart_by_its_id_and_within_an_operation_by_its_name() {
        let told = |vm: Option<EventObject>| {
            let event = about(vm);
            (who(&event).to_owned(), called(&event).to_owned())
        };
        let pair = |who: &str, called: &str| (who.to_owned(), called.to_owned());
        assert_eq!(told(Some(object("vm-1", "db"))), pair("vm-1", "db"));
        assert_eq!(told(Some(object("", "db"))), pair("db", "db"));
        assert_eq!(told(Some(object("vm-1", ""))), pair("vm-1", "vm-1"));
        assert_eq!(told(None), pair("", ""));
    }

    #[test]
    fn what_an_event_names_has_its_name_or_its_id() {
        assert_eq!(name(Some(&object("vm-1", "a%2fb"))), "a/b");
        assert_eq!(name(Some(&object("vm-1", ""))), "vm-1");
        assert_eq!((name(None), told(None)), (Name::default(), "?".into()));
        assert_eq!(told(Some(&object("host-1", "esx01"))), "esx01");
    }

    #[test]
    fn a_fault_is_named_or_the_event_stands_for_it() {
        let event = about(None);
        assert_eq!(fault(&event), "VmMigratedEvent");
        assert_eq!(fault(&Event { fault: "Timedout".into(), ..event }), "Timedout");
    }

    #[test]
    fn hosts_are_the_same_by_id_and_by_name_where_one_has_none() {
        let alike = |a: (&str, &str), b: (&str, &str)| same(Some(&object(a.0, a.1)), Some(&object(b.0, b.1)));
        assert!(alike(("host-1", "old"), ("host-1", "new")) && !alike(("host-1", "esx"), ("host-2", "esx")));
        assert!(alike(("", "esx"), ("host-1", "esx")) && alike(("host-1", "esx"), ("", "esx")));
        assert!(!alike(("", "one"), ("host-1", "two")));
        assert!(!same(None, None) && !same(Some(&object("host-1", "esx")), None));
    }
}
