//! What is asked of the vCenter itself, by the names under which facts read it: `call:…`.

use super::ApiVersion;

/// Names, references and alarms are there for everybody who may see the object.
const VIEW: &str = "System.View";
/// Everything else takes the right to read it.
const READ: &str = "System.Read";
/// There for everybody, without a login.
const ANYBODY: &str = "System.Anonymous";

/// A call or a set of properties of the vCenter itself.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Its name as facts read it, e.g. `call:clock`.
    pub read: &'static str,
    /// What is called, or read; empty when no vCenter is asked.
    pub method: &'static str,
    /// First API version that has it.
    pub since: ApiVersion,
    /// Privilege that it takes.
    pub privilege: &'static str,
}

macro_rules! calls {
    ($( $(#[$doc:meta])* $call:ident = $name:literal, $method:literal @ $major:literal $minor:literal, $privilege:expr; )*) => {
        // A handle is called after its call.
        #[allow(non_upper_case_globals)]
        impl Call {
            $( $(#[$doc])* pub const $call: Self = Self {
                read: concat!("call:", $name),
                method: $method,
                since: ApiVersion::of(&[$major, $minor]),
                privilege: $privilege,
            }; )*
        }

        /// All calls.
        pub const CALLS: &[Call] = &[ $( Call::$call ),* ];
    };
}

calls! {
    /// Product and version.
    about = "about", "RetrieveServiceContent" @ 2 0, ANYBODY;
    /// Names of alarms.
    alarms = "alarms", "Alarm.info" @ 2 0, VIEW;
    /// Programs that logged in.
    client_logins = "client-logins", "CreateCollectorForEvents" @ 5 1, VIEW;
    /// The server's clock.
    clock = "clock", "CurrentTime" @ 2 0, VIEW;
    /// How long events are kept.
    event_settings = "event-settings", "QueryOptions" @ 2 0, VIEW;
    /// Events of clusters.
    events = "events", "CreateCollectorForEvents" @ 4 0, VIEW;
    /// EVC modes that the server knows.
    evc_modes = "evc-modes", "ServiceInstance.capability" @ 4 0, READ;
    /// Licences in force.
    licences = "licences", "QueryAssignedLicenses" @ 4 0, VIEW;
    /// Hosts and VMs of the whole vCenter, in short.
    overview = "overview", "RetrieveProperties" @ 2 0, READ;
    /// Probes of this machine, which ask no vCenter.
    probe = "probe", "" @ 2 0, ANYBODY;
    /// Advanced settings.
    settings = "settings", "QueryOptions" @ 2 0, VIEW;
}
