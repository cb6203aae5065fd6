//! What the operator stated, and what a machine found out about itself and the network around it.

use crate::facts::ground::names::Name;
use crate::inventory::Call;
use crate::schema::{Fact, List, fact_enums, records};

fact_enums! {
    /// Operating system of the machine that made the probes.
    pub enum ClientOs {
        /// Windows.
        Windows = "windows",
        /// Linux.
        Linux = "linux",
        /// macOS.
        Macos = "macos",
        /// Anything else.
        Other = "other",
    }
}

records! {
    /// What the operator stated.
    pub struct GivenFacts as "given" {
        /// The time when the application was installed was stated.
        install_stated: bool;
        /// That time, or the beginning of the day that was stated, seconds since 1970-01-01 UTC. Not
        /// stated: the server's clock, as nothing is installed yet.
        installed_at_s: Fact<i64>, reads Call::clock;
        /// That time, or the end of the day that was stated. What happened between the two may have
        /// come before or after.
        installed_until_s: Fact<i64>, reads Call::clock;
        /// The run asks about HA, by its profiles.
        ha: bool;
        /// The run asks about vMotion, by its profiles.
        vmotion: bool;
        /// The application's VM was named.
        lms_vm: bool;
        /// The machine that makes the probes is the PC of the vSphere Client.
        client_here: bool;
    }

    /// What a machine found out about itself and the network around it.
    pub struct ProbeFacts as "probe" {
        /// Its name.
        machine: Fact<Name>, reads Call::probe;
        /// Its operating system.
        os: Fact<ClientOs>, reads Call::probe;
        /// Its memory, MiB.
        memory_mb: Fact<i64>, reads Call::probe;
        /// It reached vCenter: by a session, or by TCP.
        vcenter_reached: Fact<bool>, reads Call::probe;
        /// It tried the ports of hosts at all.
        hosts_tried: Fact<bool>, reads Call::probe;
        /// The Internet address that the operator named answered.
        internet: Fact<bool>, reads Call::probe;
    }

    /// A TCP port of a host, tried from the machine that makes the probes.
    pub struct PortFacts as "port", key "label" {
        /// The port as text, to tell ports apart.
        label: Name;
        /// The port.
        port: i64;
        /// It answered under the host's name.
        by_name: bool;
        /// It answered under the host's management address.
        by_ip: Fact<bool>;
    }
}

/// The ports of one host.
pub type Ports = Fact<List<PortFacts>>;
