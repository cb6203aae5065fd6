//! What vCenter remembers of a cluster.

use crate::facts::ground::names::Name;
use crate::inventory::{Call, ClusterComputeResource, HostSystem, VirtualMachine};
use crate::schema::{Fact, List, records};

records! {
    /// Events of a cluster. Lists are condensed: the earliest and the latest of each kind. A list
    /// is incomplete when older events are no longer kept or were not asked for, unless the
    /// cluster itself is younger.
    pub struct HistoryFacts as "history" {
        /// The VM that the operator named is in the cluster; false when none was named.
        of_app: Fact<bool>, reads HostSystem::vm VirtualMachine::host;
        /// How the cluster began.
        setup: Fact<SetupFacts>, reads Call::events ClusterComputeResource::events ClusterComputeResource::host;
        /// Moves of VMs between two of its hosts.
        moves: Fact<List<MoveFacts>>, reads Call::events Call::event_settings Call::clock ClusterComputeResource::events ClusterComputeResource::host HostSystem::parent;
        /// For each VM the latest migration that failed, if no live one has succeeded in the cluster
        /// since. A sighting: empty when nobody asked for events.
        failed_since: Fact<List<MoveFacts>>, reads Call::events ClusterComputeResource::events ClusterComputeResource::host HostSystem::parent;
        /// Restarts by HA; those of agent VMs are left out.
        restarts: Fact<List<RestartFacts>>, reads Call::events Call::event_settings Call::clock ClusterComputeResource::events VirtualMachine::managed_by VirtualMachine::name;
        /// For each VM the latest restart by HA that failed or was given up, if none of the same VM has
        /// succeeded since. A sighting: empty when nobody asked for events.
        failed_restarts_since: Fact<List<RestartFacts>>, reads Call::events ClusterComputeResource::events VirtualMachine::managed_by VirtualMachine::name;
    }

    /// Order of a cluster's first events.
    pub struct SetupFacts as "setup" {
        /// HA was switched on before the first host joined.
        ha_before_hosts: Fact<bool>;
        /// HA was switched on in the act of creation.
        ha_at_creation: bool;
        /// DRS was switched on before the first host joined.
        drs_before_hosts: Fact<bool>;
    }

    /// A migration between two hosts of the cluster.
    pub struct MoveFacts as "move", key "vm" {
        /// Name of the VM, which may be gone.
        vm: Name;
        /// It is the VM that the operator named.
        of_app: bool;
        /// When, seconds since 1970-01-01 UTC.
        at_s: Fact<i64>;
        /// When, as text.
        at: Fact<Name>;
        /// The VM was running: the events of the same operation say so, or its power before and
        /// after it does.
        live: Fact<bool>;
        /// It succeeded.
        ok: bool;
        /// It is the first live one that succeeded, of those of which it is known that they were live.
        first: Fact<bool>;
        /// Type of the fault that made it fail, or of the event that told; empty = it succeeded.
        fault: Name;
        /// Name of the host it started on; `?` = not told.
        from: Name;
        /// Name of the host it went to; `?` = not told.
        to: Name;
    }

    /// A restart by HA.
    pub struct RestartFacts as "restart", key "vm" {
        /// Name of the VM, which may be gone; empty = the event names none.
        vm: Name;
        /// It is the VM that the operator named.
        of_app: bool;
        /// When, seconds since 1970-01-01 UTC.
        at_s: Fact<i64>;
        /// When, as text.
        at: Fact<Name>;
        /// It succeeded.
        ok: bool;
        /// It succeeded on another host than the one that the VM had been on: the record shows both.
        elsewhere: Fact<bool>;
        /// The record shows where the VM had been before.
        placed: bool;
        /// It is the first that succeeded on another host, of those of which that is known.
        first: Fact<bool>;
        /// Name of the host it came to run on; `?` = not told.
        to: Name;
    }
}
