//! The phases of a reading: which call belongs to which.

/// A request of the program, as far as it tells a phase.
#[derive(Clone, Debug)]
pub struct Call {
    /// Name of the call; `GET` for the file of versions.
    pub method: String,
    /// Its text.
    pub body: String,
    /// Type of the listing that a token of a page belongs to.
    pub listing: String,
}

impl Call {
    /// The type whose objects are listed or read.
    pub fn of(&self) -> &str {
        let of = self.body.split_once("<propSet><type>").and_then(|(_, rest)| rest.split_once('<'));
        of.map_or(self.listing.as_str(), |(of, _)| of)
    }

    /// The type of a view.
    fn view(&self) -> &str {
        let of = self.body.split_once("<type>").and_then(|(_, rest)| rest.split_once('<'));
        of.map_or("", |(of, _)| of)
    }

    /// What tells it from other calls.
    pub fn key(&self) -> String {
        format!("{}:{}", self.method, self.of())
    }
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Any connection, from the first on.
    Connections,
    /// Connections that are made once the session is open.
    LaterConnections,
    /// Calls.
    Calls,
}

/// A phase of a reading.
pub struct Phase {
    /// In the names of the trials.
    pub name: &'static str,
    /// Column of the document's table.
    pub column: &'static str,
    /// What it holds.
    pub when: When,
    /// Whether a call is one of it.
    pub has: fn(&Call) -> bool,
    /// The call that messages about it name.
    pub call: &'static str,
}

const fn calls(
    column: &'static str,
    name: &'static str,
    call: &'static str,
    has: fn(&Call) -> bool,
) -> Phase {
    Phase { name, column, when: When::Calls, has, call }
}

/// Columns of the document, in order.
pub const COLUMNS: [&str; 8] =
    ["connecting", "who answers", "login", "the vCenter", "listing", "single objects", "events", "logout"];

/// All phases, in the order of a reading.
pub const PHASES: &[Phase] = &[
    Phase { name: "connecting", column: "connecting", when: When::Connections, has: |_| false, call: "" },
    calls("who answers", "versions-file", "vimServiceVersions.xml", |call| call.method == "GET"),
    calls("who answers", "service-content", "RetrieveServiceContent", |call| {
        call.method == "RetrieveServiceContent"
    }),
    calls("login", "login", "Login", |call| call.method == "Login"),
    Phase {
        name: "more-connections",
        column: "connecting",
        when: When::LaterConnections,
        has: |_| false,
        call: "",
    },
    calls("the vCenter", "clock", "CurrentTime", |call| call.method == "CurrentTime"),
    calls("the vCenter", "evc-modes", "RetrieveProperties", |call| {
        call.method == "RetrieveProperties" && call.of() == "ServiceInstance"
    }),
    calls("the vCenter", "licences", "QueryAssignedLicenses", |call| call.method == "QueryAssignedLicenses"),
    calls("the vCenter", "settings", "QueryOptions", |call| call.method == "QueryOptions"),
    calls("listing", "view", "CreateContainerView", |call| {
        call.method == "CreateContainerView" && call.view() == "HostSystem"
    }),
    calls("listing", "first-page", "RetrievePropertiesEx", |call| {
        call.method == "RetrievePropertiesEx" && call.of() == "HostSystem"
    }),
    calls("listing", "later-pages", "ContinueRetrievePropertiesEx", |call| {
        call.method == "ContinueRetrievePropertiesEx" && call.listing == "VirtualMachine"
    }),
    calls("listing", "view-end", "DestroyView", |call| call.method == "DestroyView"),
    calls("single objects", "storage", "RetrieveProperties", |call| {
        call.method == "RetrieveProperties" && call.of() == "HostSystem"
    }),
    calls("single objects", "hardware-versions", "QueryConfigOptionDescriptor", |call| {
        call.method == "QueryConfigOptionDescriptor"
    }),
    calls("events", "event-collector", "CreateCollectorForEvents", |call| {
        call.method == "CreateCollectorForEvents"
    }),
    calls("events", "event-pages", "ReadNextEvents", |call| call.method == "ReadNextEvents"),
    calls("events", "event-collector-end", "DestroyCollector", |call| call.method == "DestroyCollector"),
    calls("single objects", "hints", "QueryNetworkHint", |call| call.method == "QueryNetworkHint"),
    calls("single objects", "checker", "QueryVMotionCompatibilityEx_Task", |call| {
        call.method == "QueryVMotionCompatibilityEx_Task"
    }),
    calls("single objects", "checker-task", "RetrieveProperties", |call| {
        call.method == "RetrieveProperties" && call.of() == "Task"
    }),
    calls("single objects", "drs", "ClusterEnterMaintenanceMode", |call| {
        call.method == "ClusterEnterMaintenanceMode"
    }),
    calls("single objects", "ha-at-work", "RetrieveDasAdvancedRuntimeInfo", |call| {
        call.method == "RetrieveDasAdvancedRuntimeInfo"
    }),
    calls("single objects", "alarm-names", "RetrieveProperties", |call| {
        call.method == "RetrieveProperties" && call.of() == "Alarm"
    }),
    calls("logout", "logout", "Logout", |call| call.method == "Logout"),
];
