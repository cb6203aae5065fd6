//! Datastores.

use super::{Value, child, values};
use crate::inventory::{DatastoreInfo, DatastoreSummary, Mount};
use crate::sources::vcenter::xml::{Cursor, XmlError};

values! {
    DatastoreSummary {
        "type" => kind,
        "url" => url,
        "accessible" => accessible,
        "multipleHostAccess" => multiple_host_access,
        "maintenanceMode" => maintenance_mode,
    }

    DatastoreInfo, kind {
        "vmfs" => with |cursor, out| vmfs(cursor, out)?,
        "nas" => with |cursor, out| nas(cursor, out)?,
    }

    Mount {
        "key" => key,
        "mountInfo" => with |cursor, out| mount_info(cursor, out)?,
    }
}

fn vmfs(cursor: &mut Cursor<'_>, out: &mut DatastoreInfo) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "extent" => out.extent.extend(child::<String>(cursor, "diskName")?),
            "uuid" => out.uuid = Value::value(cursor)?,
            "local" => out.local = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}

fn nas(cursor: &mut Cursor<'_>, out: &mut DatastoreInfo) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "remoteHost" => out.remote_host = Value::value(cursor)?,
            "remotePath" => out.remote_path = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}

fn mount_info(cursor: &mut Cursor<'_>, out: &mut Mount) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "accessMode" => out.access_mode = Value::value(cursor)?,
            "accessible" => out.accessible = Value::value(cursor)?,
            "mounted" => out.mounted = Value::value(cursor)?,
            "inaccessibleReason" => out.inaccessible_reason = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}
