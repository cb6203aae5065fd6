//! What is told of a cluster whatever is asked: who would not be restarted, and who stands where nobody asks.

use serde::Serialize;

use crate::evaluate::object_of;
use crate::facts::map::{ClusterMap, Fate, LeftOff, OutHost};
use crate::placement::event::{LeftOffBecause, LeftOffVm};
use crate::placement::naming::{host, vm};
use crate::report::Object;
use crate::schema::FactEnum as _;

/// A host that is out of service, with the VMs that stand there: they are in no answer.
#[derive(Clone, Debug, Serialize)]
pub struct OutOfService {
    /// The host.
    pub host: Object,
    /// What keeps it from service, e.g. `maintenance`.
    pub service: &'static str,
    /// VMs that run there, or may, as far as vCenter knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vms: Vec<Object>,
}

/// Whether HA restarts what a lost host ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restarting {
    /// It does.
    Yes,
    /// HA is off, or does not watch hosts.
    HaOff,
    /// HA is on, and restart is disabled for every VM that it could restart.
    AllExcluded,
    /// That is not known.
    Unknown,
}

impl Restarting {
    /// In a cluster.
    pub(super) fn of(map: &ClusterMap) -> Self {
        match map.ha {
            Ok(false) => return Self::HaOff,
            Err(_) => return Self::Unknown,
            Ok(true) => {}
        }
        let mut excluded = false;
        for vm in &map.vms {
            match vm.left_off {
                Ok(Some(LeftOff::Excluded)) => excluded = true,
                Ok(Some(LeftOff::Agent | LeftOff::FaultTolerance)) => {}
                Ok(None | Some(LeftOff::Unprotected)) | Err(_) => return Self::Yes,
            }
        }
        if excluded { Self::AllExcluded } else { Self::Yes }
    }

    /// Whether nobody restarts anything, for certain.
    pub fn is_nobody(self) -> bool {
        matches!(self, Self::HaOff | Self::AllExcluded)
    }
}

/// A VM that HA does not restart when these hosts, its own among them, are lost while VMs run where `homes` says.
pub(super) fn left_off(
    map: &ClusterMap,
    at: usize,
    lost: &[usize],
    homes: &[Option<usize>],
) -> Option<LeftOffVm> {
    let mut goes_on = None;
    let because = match map.vms.get(at)?.left_off.as_ref().ok().copied().flatten()? {
        LeftOff::Excluded => LeftOffBecause::Excluded,
        LeftOff::Agent => LeftOffBecause::Agent,
        LeftOff::Unprotected => LeftOffBecause::Unprotected,
        LeftOff::FaultTolerance => match map.fate_from(at, lost, homes)? {
            Fate::GoesOn(at) => {
                goes_on = Some(host(map, at));
                LeftOffBecause::FaultTolerance
            }
            Fate::MadeAnew => LeftOffBecause::Secondary,
            Fate::Restarted | Fate::Unclear => return None,
        },
    };
    Some(LeftOffVm { vm: vm(map, at), because, goes_on })
}

/// The hosts of a cluster that are out of service.
pub(super) fn out_of_service(map: &ClusterMap) -> Vec<OutOfService> {
    let of = |out: &OutHost| OutOfService {
        host: object_of(&out.identity),
        service: out.service.word(),
        vms: out.vms.iter().map(object_of).collect(),
    };
    map.out.iter().map(of).collect()
}
