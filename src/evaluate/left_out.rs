//! Hosts that are out of service: as the report names them, and how a finding that concerns them is told.

use super::rows;
use crate::facts::{Facts, HostConnection, HostRef, HostService, marked};
use crate::report::{Evidence, LeftOut, Level, OutOfService, Reading, Told};
use crate::schema::{FactEnum as _, List};
use crate::terms::{Subject, Text, values};

/// Hosts that are out of service.
pub struct Resting {
    /// Which clusters have some that are judged all the same.
    clusters: Vec<bool>,
    /// As they are listed, in English and in Japanese.
    listed: Vec<(String, String)>,
}

impl Resting {
    /// Of all clusters.
    pub fn new(facts: &Facts) -> Self {
        let rests = |HostRef(at): &HostRef| {
            facts.hosts.get(*at as usize).is_some_and(|host| host.active == Ok(false))
        };
        let in_both = |host: usize| {
            let (listed, state) = listed(facts, host)?;
            let name = listed.strip_suffix(&format!("({state})"))?;
            let japanese = format!("{name}({})", values::said(state)?.ja);
            Some((listed, japanese))
        };
        Self {
            clusters: facts.clusters.iter().map(|cluster| cluster.hosts.items.iter().any(rests)).collect(),
            listed: (0..facts.hosts.len()).filter_map(in_both).collect(),
        }
    }

    /// A piece of evidence in which such hosts are told in the reader's language.
    pub fn told(&self, evidence: Evidence) -> Evidence {
        let told = |value: String| {
            let japanese = self.in_japanese(&value).unwrap_or_else(|| value.clone());
            Told { text: Text::new(value.clone(), japanese), value }
        };
        match evidence {
            Evidence::Text(value) if self.in_japanese(&value).is_some() => Evidence::Said(told(value)),
            Evidence::Said(mut said) => {
                if let Some(japanese) = self.in_japanese(&said.text.ja) {
                    said.text.ja = japanese;
                }
                Evidence::Said(said)
            }
            Evidence::List(names) if names.iter().any(|name| self.in_japanese(name).is_some()) => {
                Evidence::Listed(names.into_iter().map(told).collect())
            }
            other => other,
        }
    }

    /// `None` where a text names no such host.
    fn in_japanese(&self, text: &str) -> Option<String> {
        let named = |english: &str| text.contains('(') && text.contains(english);
        let named = self.listed.iter().filter(|(english, _)| named(english));
        named.fold(None, |told: Option<String>, (english, japanese)| {
            Some(told.as_deref().unwrap_or(text).replace(english.as_str(), japanese))
        })
    }

    /// Whether what an object depends on has such hosts.
    pub fn concern(&self, cluster: Option<usize>) -> bool {
        match cluster {
            Some(at) => self.clusters.get(at).copied().unwrap_or_default(),
            None => self.clusters.contains(&true),
        }
    }
}

/// The level of a finding that holds only once hosts are back that are out of service now: nothing goes to
/// them before. Who reads the guide to the letter makes no difference.
pub fn later(level: Level, reading: Reading) -> Level {
    match reading {
        Reading::Practice => level.min(Level::Warn),
        Reading::Literal => level,
    }
}

/// The name under which a host is listed, where it is out of service, and the word for that.
pub fn listed(facts: &Facts, host: usize) -> Option<(String, &'static str)> {
    let host = facts.hosts.get(host)?;
    let service = host.service.as_ref().ok().filter(|service| **service != HostService::InService)?;
    Some((marked(&host.name, *service).into(), service.word()))
}

/// The hosts of a cluster that are known to be out of service.
pub fn of(facts: &Facts, hosts: &List<HostRef>) -> Vec<LeftOut> {
    let left_out = hosts.items.iter().filter_map(|HostRef(at)| {
        let host = facts.hosts.get(*at as usize)?;
        let state = out(*host.service.as_ref().ok()?)?;
        let judged = matches!(host.connection, Ok(HostConnection::Connected));
        Some(LeftOut { host: rows::object(facts, Subject::Host, *at as usize), state, judged })
    });
    left_out.collect()
}

fn out(service: HostService) -> Option<OutOfService> {
    match service {
        HostService::InService => None,
        HostService::Maintenance => Some(OutOfService::Maintenance),
        HostService::Standby => Some(OutOfService::Standby),
        HostService::Disconnected => Some(OutOfService::Disconnected),
        HostService::NotResponding => Some(OutOfService::NotResponding),
        HostService::Off => Some(OutOfService::Off),
    }
}
