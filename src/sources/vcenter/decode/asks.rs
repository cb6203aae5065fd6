//! Answers to what is asked on request only: what adapters hear, and what a task has come to.

use compact_str::CompactString;

use super::{Value, values};
use crate::inventory::{CheckResult, Neighbour, NicHint, SeenSubnet};
use crate::sources::vcenter::soap::{Bad, Fault, answer};
use crate::sources::vcenter::xml::{Cursor, XmlError};

values! {
    NicHint {
        "device" => device,
        "subnet" => [subnet],
        "connectedSwitchPort" => cdp,
        "lldpInfo" => lldp,
    }

    SeenSubnet {
        "vlanId" => vlan,
        "ipSubnet" => range,
    }

    Neighbour {
        "devId" => switch,
        "chassisId" => switch,
        "portId" => port,
        "systemName" => name,
        "parameter" => with |cursor, out| parameter(cursor, out)?,
    }
}

/// One `KeyAnyValue` of LLDP; only the name of the switch is kept.
fn parameter(cursor: &mut Cursor<'_>, out: &mut Neighbour) -> Result<(), XmlError> {
    let (key, value) = super::pair::<CompactString, CompactString>(cursor, "key", "value")?;
    if key.eq_ignore_ascii_case("system name") {
        out.name = value;
    }
    Ok(())
}

/// What a task has come to.
#[derive(Clone, Debug, Default)]
pub(in crate::sources::vcenter) struct TaskOutcome {
    /// `queued`, `running`, `success`, `error`.
    pub state: CompactString,
    /// Why it failed, or why its state was refused.
    pub fault: Option<Fault>,
    /// What the checker says; there from its success on.
    pub results: Vec<CheckResult>,
}

/// State, error and result of the one task in an answer of the property collector.
pub(in crate::sources::vcenter) fn task_outcome(text: &str) -> Result<TaskOutcome, Bad> {
    let mut outcome = TaskOutcome::default();
    answer(text, |cursor, _| {
        cursor.each(|cursor, name| {
            match name {
                "propSet" => task_property(cursor, &mut outcome)?,
                "missingSet" => outcome.fault = super::child_fault(cursor)?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })
    })?;
    Ok(outcome)
}

fn task_property(cursor: &mut Cursor<'_>, outcome: &mut TaskOutcome) -> Result<(), XmlError> {
    let mut path = CompactString::default();
    cursor.each(|cursor, name| {
        match (name, path.as_str()) {
            ("name", _) => path = Value::value(cursor)?,
            ("val", "info.state") => outcome.state = Value::value(cursor)?,
            ("val", "info.error") => outcome.fault = Some(Fault::localized(cursor)?),
            ("val", "info.result") => outcome.results = Value::value(cursor)?,
            _ => {}
        }
        Ok(())
    })
}
