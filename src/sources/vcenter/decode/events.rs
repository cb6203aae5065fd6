//! Events: the classes of old and the two that carry their type as a text.

use compact_str::CompactString;

use super::{Value, pair, seconds};
use crate::inventory::{ClusterEvents, Event, EventObject, MoRef};
use crate::sources::vcenter::soap::{Bad, Fault, answer};
use crate::sources::vcenter::xml::{Cursor, XmlError};

impl Value for Event {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let mut out = Self { kind: cursor.type_name().into(), ..Self::default() };
        // An EventEx names its object in three elements, an ExtendedEvent in one.
        let (mut object_kind, mut object) = (CompactString::default(), EventObject::default());
        cursor.each(|cursor, name| {
            match name {
                "key" => out.key = Value::value(cursor)?,
                "chainId" => out.chain_id = Value::value(cursor)?,
                "createdTime" => out.created_s = seconds(&cursor.text()?),
                "userName" => out.user = Value::value(cursor)?,
                "eventTypeId" => out.event_type_id = Value::value(cursor)?,
                "vm" => out.vm = argument(cursor, "vm")?,
                "host" => out.host = argument(cursor, "host")?,
                "sourceHost" => out.source_host = argument(cursor, "host")?,
                "destHost" | "dstHost" => out.dest_host = argument(cursor, "host")?,
                "reason" | "fault" => out.fault = Fault::localized(cursor)?.name.into(),
                "objectType" => object_kind = Value::value(cursor)?,
                "objectId" => object.id = Value::value(cursor)?,
                "objectName" => object.name = Value::value(cursor)?,
                "managedObject" => {
                    let managed = MoRef::value(cursor)?;
                    (object_kind, object.id) = (managed.kind, managed.id);
                }
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        if out.vm.is_none() && object_kind == "VirtualMachine" {
            out.vm = Some(object);
        }
        Ok(out)
    }
}

/// An `…EventArgument`: the object's name, and its reference called `of`.
fn argument(cursor: &mut Cursor<'_>, of: &str) -> Result<Option<EventObject>, XmlError> {
    let (id, name) = pair::<CompactString, CompactString>(cursor, of, "name")?;
    let object = EventObject { id, name };
    Ok((object != EventObject::default()).then_some(object))
}

/// Events in a box of their own, as far as a server may send them so.
impl Value for ClusterEvents {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        Ok(Self { events: Value::value(cursor)?, ..Self::default() })
    }
}

/// Answer of `ReadNextEvents` about logins: what each program called itself, and when.
pub(in crate::sources::vcenter) fn logins(text: &str) -> Result<Vec<(String, Option<i64>)>, Bad> {
    let mut list = Vec::new();
    answer(text, |cursor, _| {
        let (mut agent, mut at) = (String::new(), None);
        cursor.each(|cursor, name| {
            match name {
                "userAgent" => agent = Value::value(cursor)?,
                "createdTime" => at = seconds(&cursor.text()?),
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        list.push((agent, at));
        Ok(())
    })?;
    Ok(list)
}

/// Answer of `ReadNextEvents`.
pub(in crate::sources::vcenter) fn events(text: &str) -> Result<Vec<Event>, Bad> {
    let mut list = Vec::new();
    answer(text, |cursor, _| {
        list.push(Event::value(cursor)?);
        Ok(())
    })?;
    Ok(list)
}
