//! Who was left out of what must work now: the hosts that are out of service.

use super::{named, words::Msg};
use crate::report::{LeftOut, OutOfService, Report};
use crate::terms::Lang;

/// Hosts that are named before the others are counted.
const FEW_HOSTS: usize = 5;

/// A line for those whose configuration was judged all the same, and one for the others.
pub(super) fn lines(report: &Report, lang: Lang) -> Vec<String> {
    let parts = [(true, Msg::LeftOutJudged), (false, Msg::LeftOut)];
    let line = |(judged, msg): (bool, Msg)| {
        let all = || report.clusters.iter().flat_map(|cluster| &cluster.left_out);
        let theirs: Vec<&LeftOut> = all().filter(|host| host.judged == judged).collect();
        let more = theirs.len().saturating_sub(FEW_HOSTS);
        let mut names: Vec<String> = theirs.iter().take(FEW_HOSTS).map(|host| one(host, lang)).collect();
        if more > 0 {
            names.push(Msg::AndMore.count(lang, more));
        }
        (!names.is_empty()).then(|| msg.fill(lang, &[("hosts", &names.join(Msg::Comma.get(lang)))]))
    };
    parts.into_iter().filter_map(line).collect()
}

/// `esx03 (in maintenance)`.
fn one(host: &LeftOut, lang: Lang) -> String {
    format!("{} ({})", named::object_name(&host.host), state(host.state).get(lang))
}

/// What keeps a host from service.
pub(super) fn state(state: OutOfService) -> Msg {
    match state {
        OutOfService::Maintenance => Msg::InMaintenance,
        OutOfService::Standby => Msg::InStandby,
        OutOfService::Disconnected => Msg::Disconnected,
        OutOfService::NotResponding => Msg::NotResponding,
        OutOfService::Off => Msg::SwitchedOff,
    }
}
