//! Records of licences, sizes, pools and issues.

use crate::facts::ground::names::Name;
use crate::inventory::{Call, ClusterComputeResource, ComputeResource, HostSystem, VirtualMachine};
use crate::schema::{Fact, fact_enums, records};

fact_enums! {
    /// State of a licence.
    pub enum LicenceState {
        /// In force.
        Licensed = "licensed",
        /// The evaluation period runs.
        Evaluation = "evaluation",
        /// Licence or evaluation period are over.
        Expired = "expired",
        /// None is assigned.
        None = "none",
    }

    /// How bad an issue is.
    pub enum IssueLevel {
        /// Something does not work.
        Error = "error",
        /// Something may stop working.
        Warning = "warning",
        /// Something works (again).
        News = "news",
    }
}

records! {
    /// Licence of the vCenter.
    pub struct VcenterLicence as "vcenter licence" {
        /// State.
        state: Fact<LicenceState>, reads Call::licences;
        /// Edition as the server names it, e.g. `vc.standard.instance`.
        edition: Fact<Name>, reads Call::licences;
        /// Hours left; 0 when expired, or licensed without an end.
        left_h: Fact<i64>, reads Call::licences;
        /// The server tells when it ends, or it has no end.
        end_told: Fact<bool>, reads Call::licences;
        /// Version of the product that it is for, as the server names it; empty = it names none.
        version: Fact<Name>, reads Call::licences;
        /// The server tells which version it is for.
        version_told: Fact<bool>, reads Call::licences;
        /// It is for the major version of the product.
        product_matches: Fact<bool>, reads Call::licences Call::about;
    }

    /// Licence of a host. A feature that could be bought does not count.
    pub struct HostLicence as "host licence" {
        /// State.
        state: Fact<LicenceState>, reads Call::licences;
        /// Edition as the server names it, e.g. `esx.enterprisePlus.cpuPackage`.
        edition: Fact<Name>, reads Call::licences;
        /// It is known that there is no valid licence, its own or that of vCenter: vCenter connects no such
        /// host. Not known = false.
        refused: bool, reads Call::licences;
        /// Hours left; 0 when expired, or licensed without an end.
        left_h: Fact<i64>, reads Call::licences;
        /// The server tells when it ends, or it has no end.
        end_told: Fact<bool>, reads Call::licences;
        /// The server lists what it includes.
        features_told: Fact<bool>, reads Call::licences;
        /// It includes vMotion.
        vmotion: Fact<bool>, reads Call::licences;
        /// It includes HA.
        ha: Fact<bool>, reads Call::licences;
    }

    /// What a vCenter manages, in numbers, as it knows them; those of hosts it cannot reach included.
    pub struct SizeFacts as "size" {
        /// Hosts.
        hosts: Fact<i64>, reads ClusterComputeResource::host ComputeResource::host;
        /// VMs, templates included.
        vms: Fact<i64>, reads Call::overview HostSystem::vm;
        /// Running VMs.
        vms_on: Fact<i64>, reads Call::overview HostSystem::vm VirtualMachine::power_state;
    }

    /// A VM that vCenter runs in, for all that its name or address tells.
    pub struct OwnVm as "own vm", key "name", shown "told" {
        /// Name.
        name: Name;
        /// Name, with CPUs and memory where they are known.
        told: Name;
        /// Virtual CPUs.
        cpus: Fact<i64>;
        /// Memory, MB.
        memory_mb: Fact<i64>;
    }

    /// A resource pool.
    pub struct PoolFacts as "resource pool", key "id", shown "name" {
        /// Managed-object id.
        id: Name;
        /// Name, not escaped.
        name: Name;
    }

    /// Something the Summary page shows.
    pub struct IssueFacts as "issue", key "id", shown "entity" {
        /// Object and kind, or object and alarm.
        id: Name;
        /// Name of the object it is about.
        entity: Name;
        /// Event type, `alarm` or `status`.
        kind: Name;
        /// It is the alarm of a single VM.
        of_vm: bool;
        /// It is an alarm of the VM that the operator named.
        of_app: bool;
        /// How bad it is.
        level: Fact<IssueLevel>;
        /// Somebody has acknowledged it.
        acknowledged: bool;
        /// The server's text, or the name of the alarm.
        text: Name;
    }
}
