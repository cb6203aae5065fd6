//! Datastores.

use super::values::values;
use crate::inventory::{DatastoreInfo, DatastoreSummary, Mount};

values! {
    DatastoreSummary = "DatastoreSummary" {
        "type" => kind,
        "url" => url,
        "accessible" => accessible,
        "multipleHostAccess" => multiple_host_access,
        "maintenanceMode" => maintenance_mode,
    }

    DatastoreInfo, kind = "DatastoreInfo" {
        "vmfs" => {
            "extent" => { "diskName" => [extent] },
            "uuid" => uuid,
            "local" => local,
        },
        "nas" => {
            "remoteHost" => remote_host,
            "remotePath" => remote_path,
        },
    }

    Mount = "DatastoreHostMount" {
        "key" => key,
        "mountInfo" => {
            "accessMode" => access_mode,
            "accessible" => accessible,
            "mounted" => mounted,
            "inaccessibleReason" => inaccessible_reason,
        },
    }
}
