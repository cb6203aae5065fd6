//! Which traffic carries the heartbeats of HA, by the settings of a cluster.

use crate::facts::ground::index::Named as _;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::inventory::{ApiVersion, ClusterComputeResource, DasConfig, Lacking};
use crate::schema::Fact;

const CONFIG: &str = ClusterComputeResource::configuration_ex.path;
/// Advanced options that name the port groups HA uses.
const ALLOWED: &str = "das.allownetwork";
/// From here on nothing says that HA heeds them.
const ALLOWED_UNTIL: ApiVersion = ApiVersion::of(&[6, 0]);

/// Interfaces over which HA sends its heartbeats.
#[derive(Clone, Default)]
pub struct Heartbeat {
    /// vSAN's, where vSAN is on; else management's.
    pub vsan: bool,
    /// Of management's, only those on these port groups; empty = all.
    pub allowed: Vec<Name>,
}

/// Where the HA of a cluster sends its heartbeats: over vSAN's interfaces where vSAN is on.
pub fn heartbeat(scope: &Scope<'_, '_>) -> Fact<Heartbeat> {
    let cluster = scope.members.cluster;
    let config = scope.ix.read(cluster, ClusterComputeResource::configuration_ex)?;
    let Some(config) = config else { return Ok(Heartbeat::default()) };
    // Of either that is not told it is open where heartbeats go.
    cluster.holds(&config.lacking, CONFIG, Lacking::VSAN)?;
    let heeded = scope.ix.api() < ALLOWED_UNTIL;
    if heeded {
        cluster.holds(&config.lacking, CONFIG, Lacking::OPTIONS)?;
    }
    let allowed = if heeded { allowed(&config.das) } else { Vec::new() };
    Ok(Heartbeat { vsan: config.vsan_enabled == Some(true), allowed })
}

fn allowed(das: &DasConfig) -> Vec<Name> {
    let names = das.option.iter().filter(|(key, value)| {
        let key = key.trim().to_ascii_lowercase();
        let number = key.strip_prefix(ALLOWED);
        number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit())) && !value.trim().is_empty()
    });
    names.map(|(_, value)| value.trim().into()).collect()
}
