//! Events: the classes of old and the two that carry their type as a text.

use compact_str::CompactString;

use super::values::values;
use super::{Cursor, Value, XmlError, seconds};
use crate::inventory::{CheckFault, ClusterEvents, Event, EventObject, MoRef};

/// An event as it is sent.
#[derive(Default)]
struct Sent {
    is: Event,
    kind: CompactString,
    /// An EventEx names its object in three elements, an ExtendedEvent in one.
    object_kind: CompactString,
    object: EventObject,
}

values! {
    Sent, kind = "Event" {
        "key" => with { i64, |cursor, out| out.is.key = i64::value(cursor)? },
        "chainId" => with { i64, |cursor, out| out.is.chain_id = i64::value(cursor)? },
        "createdTime" => with { String, |cursor, out| out.is.created_s = seconds(&cursor.text()?) },
        "userName" => with { CompactString, |cursor, out| out.is.user = Value::value(cursor)? },
        "eventTypeId" => with { CompactString, |cursor, out| out.is.event_type_id = Value::value(cursor)? },
        "vm" => with { EventObject, |cursor, out| out.is.vm = argument(cursor)? },
        "host" => with { EventObject, |cursor, out| out.is.host = argument(cursor)? },
        "sourceHost" => with { EventObject, |cursor, out| out.is.source_host = argument(cursor)? },
        "destHost" => with { EventObject, |cursor, out| out.is.dest_host = argument(cursor)? },
        "dstHost" => with { EventObject, |cursor, out| out.is.dest_host = argument(cursor)? },
        "reason" => with { CheckFault, |cursor, out| out.is.fault = CheckFault::value(cursor)?.kind },
        "fault" => with { CheckFault, |cursor, out| out.is.fault = CheckFault::value(cursor)?.kind },
        "objectType" => object_kind,
        "objectId" => with { CompactString, |cursor, out| out.object.id = Value::value(cursor)? },
        "objectName" => with { CompactString, |cursor, out| out.object.name = Value::value(cursor)? },
        "managedObject" => with { MoRef, |cursor, out| {
            let managed = MoRef::value(cursor)?;
            (out.object_kind, out.object.id) = (managed.kind, managed.id);
        } },
    }

    EventObject = "EntityEventArgument" {
        "name" => name,
        "vm" => id,
        "host" => id,
    }

    Login = "UserLoginSessionEvent" {
        "userAgent" => agent,
        "createdTime" => with { String, |cursor, out| out.at_s = seconds(&cursor.text()?) },
    }
}

/// The object that an event names, unless nothing is said of it.
fn argument(cursor: &mut Cursor<'_>) -> Result<Option<EventObject>, XmlError> {
    Ok(Some(EventObject::value(cursor)?).filter(|object| *object != EventObject::default()))
}

impl Value for Event {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let Sent { is, kind, object_kind, object } = Sent::value(cursor)?;
        let vm = is.vm.or_else(|| (object_kind == "VirtualMachine").then_some(object));
        Ok(Self { kind, vm, ..is })
    }

    #[cfg(test)]
    fn shape() -> super::Shape {
        Sent::shape()
    }
}

/// Events in a box of their own, as far as a server may send them so.
impl Value for ClusterEvents {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        Ok(Self { events: Value::value(cursor)?, ..Self::default() })
    }

    #[cfg(test)]
    fn shape() -> super::Shape {
        Vec::<Event>::shape()
    }
}

/// A login: what the program called itself, and when.
#[derive(Debug, Default)]
pub(in crate::sources) struct Login {
    pub agent: String,
    pub at_s: Option<i64>,
}
