//! What the operator states and what people said, from arguments to what the run takes.

use std::sync::Arc;

use super::args::PeopleArgs;
use super::exit::Failure;
use crate::decisions::Decisions;
use crate::evaluate::Run;
use crate::facts::{self, Facts};
use crate::inventory::Inventory;
use crate::render::safe;
use crate::report::{Given, Object};
use crate::rules::Catalogue;

/// The decisions file, checked against the rules; none when none is named.
pub fn decisions(args: &PeopleArgs, catalogue: &Catalogue) -> Result<Arc<Decisions>, Failure> {
    match &args.decisions {
        Some(path) => Decisions::read(path, catalogue).map(Arc::new).map_err(Failure::usage),
        None => Ok(Arc::default()),
    }
}

/// What facts take of it.
pub fn given(args: &PeopleArgs, inventory: &Inventory) -> Result<facts::Given, Failure> {
    let app = args.lms_vm.as_deref().map(|name| {
        facts::find_vm(inventory, name).map_err(|error| {
            // Names from the inventory must not reach the terminal raw.
            let message = format!("--lms-vm: {error}");
            Failure::usage(message.lines().map(safe::line).collect::<Vec<_>>().join("\n"))
        })
    });
    Ok(facts::Given {
        installed_at_s: args.installed_at.map(jiff::Timestamp::as_second),
        app: app.transpose()?,
        client_here: args.client_here,
    })
}

/// What the report says of it.
pub fn stated(args: &PeopleArgs, facts: &Facts, run: &Run) -> Given {
    let lms_vm = match &facts.app {
        facts::AppVm::At(at) => facts.identity.vms.get(*at).map(|who| Object {
            kind: who.kind,
            id: who.id.to_string(),
            name: who.name.to_string(),
            path: who.path.clone(),
        }),
        facts::AppVm::NotNamed | facts::AppVm::Unseen(_) => None,
    };
    Given {
        installed_at: args.installed_at.map(|time| time.to_string()),
        lms_vm,
        client_here: args.client_here,
        decisions: args.decisions.as_ref().map(|path| path.display().to_string()),
        today: args.decisions.as_ref().map(|_| run.today.to_string()),
    }
}

/// A time as RFC 3339 writes it, or a day: its beginning by UTC.
pub fn time(text: &str) -> Result<jiff::Timestamp, String> {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(time);
    }
    let day: Option<jiff::civil::Date> = (text.len() == 10).then(|| text.parse().ok()).flatten();
    let time = day.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok()).map(|day| day.timestamp());
    time.ok_or_else(|| "a time is written 2026-11-22T18:14:00+09:00, a day 2026-11-22".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::time;

    #[test]
    fn a_time_and_a_day_are_understood() {
        assert_eq!(time("2026-11-22T18:14:00+09:00").unwrap().to_string(), "2026-11-22T09:14:00Z");
        assert_eq!(time("2026-11-22").unwrap().to_string(), "2026-11-22T00:00:00Z");
        for wrong in ["22.11.2026", "2026-11-22T18:14:00", "2026-02-30", "", "yesterday"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
