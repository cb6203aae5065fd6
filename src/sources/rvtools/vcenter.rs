//! The vCenter itself: sheet vSource (4.3.1), and before it what each row of vInfo says of the server.

use std::sync::Arc;

use super::columns::{VHost, VInfo, VMetaData, VSource};
use super::ground::Ground;
use super::sheets::Server;
use crate::inventory::{About, ApiVersion, Collection, Prop, VCenter};
use crate::terms::SourceKind;

/// Where the export comes from.
pub fn collection(ground: &Ground<'_>, server: &Server) -> Collection {
    Collection {
        server: server.name.clone(),
        api_version: api(ground),
        kind: SourceKind::Rvtools,
        exported_by: exported_by(ground),
        ..Collection::default()
    }
}

/// RVTools, with its release where a sheet tells it.
fn exported_by(ground: &Ground<'_>) -> String {
    let row = ground.sheets.metadata.rows().next();
    let told = |column| row.map(|row| row.text(column)).filter(|text| !text.is_empty());
    match told(VMetaData::Version).or_else(|| told(VMetaData::Major)) {
        Some(release) => format!("RVTools {release}"),
        None => "RVTools".to_owned(),
    }
}

/// The API version. Where no column tells it, it is no older than the newest host.
fn api(ground: &Ground<'_>) -> ApiVersion {
    let sheets = ground.sheets;
    let of_source = sheets.source.rows().find_map(|row| ApiVersion::parse(&row.text(VSource::ApiVersion)));
    let of_rows = || sheets.info.rows().find_map(|row| ApiVersion::parse(&row.text(VInfo::ApiVersion)));
    let of_hosts = || {
        let versions = sheets.host.rows().filter_map(|row| {
            let text = row.text(VHost::Version);
            text.split_whitespace().find_map(ApiVersion::parse)
        });
        versions.max().unwrap_or(NEWEST)
    };
    of_source.or_else(of_rows).unwrap_or_else(of_hosts)
}

/// What is taken where nothing tells at all: nothing is put down to a version that lacks it.
const NEWEST: ApiVersion = ApiVersion::of(&[9, 0]);

/// What is told of the vCenter.
pub fn vcenter(ground: &Ground<'_>, server: &Server) -> VCenter {
    fn never<T>(ground: &Ground<'_>) -> Prop<T> {
        Prop::Unreadable(Arc::clone(&ground.never))
    }
    VCenter {
        about: about(ground, server),
        clock_s: never(ground),
        evc_modes: never(ground),
        licences: never(ground),
        settings: never(ground),
        event_settings: never(ground),
        alarms: never(ground),
        client_logins: Prop::Unset,
        probe: Prop::Unset,
    }
}

fn about(ground: &Ground<'_>, server: &Server) -> About {
    let mut about = About { instance_uuid: server.uuid.clone(), ..About::default() };
    if let Some(row) = ground.sheets.source.rows().next() {
        about.name = row.text(VSource::Name).to_string();
        about.version = row.text(VSource::Version).to_string();
        about.build = row.text(VSource::Build).to_string();
        about.api_type = row.text(VSource::ApiType).to_string();
        about.api_version = row.text(VSource::ApiVersion).to_string();
        about.os_type = row.text(VSource::OsType).to_string();
    }
    if about.version.is_empty() {
        // `VMware vCenter Server 6.7.0 build-14367737`.
        let full =
            ground.sheets.info.rows().map(|row| row.text(VInfo::ServerType)).find(|text| !text.is_empty());
        let full = full.unwrap_or_default();
        let words = || full.split_whitespace();
        let version = words().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        about.version = version.unwrap_or_default().to_owned();
        about.build = words().find_map(|word| word.strip_prefix("build-")).unwrap_or_default().to_owned();
        about.name = words().take_while(|word| Some(*word) != version).collect::<Vec<_>>().join(" ");
    }
    about
}
