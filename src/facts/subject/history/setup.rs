//! How a cluster began.

use crate::facts::ground::index::Named;
use crate::facts::subject::history::kinds::What;
use crate::facts::subject::history::record::{EVENTS, Record};
use crate::facts::subject::model::history::SetupFacts;
use crate::inventory::{ClusterComputeResource, Event};
use crate::schema::{Fact, Unknown};
use crate::terms::{Detail, ReasonKind};

impl Record<'_, '_, '_> {
    /// The order of the cluster's first events.
    pub fn setup(&self) -> Fact<SetupFacts> {
        let cluster = self.scope.members.cluster;
        let first =
            |wanted: What| self.events.iter().find(|(what, _)| *what == wanted).map(|(_, event)| *event);
        let Some(created) = first(What::ClusterCreated) else {
            let detail = Detail::CreationGone;
            let gone = cluster.unknown(ReasonKind::Expired, EVENTS, detail);
            return Err(Unknown::all(self.tail().iter().chain(&self.truncated())).unwrap_or(gone));
        };
        let joined = first(What::HostJoined);
        let before_hosts = |on: Option<&Event>| match (on, joined) {
            (None, _) => self.truncated().map_or(Ok(false), Err),
            (Some(on), Some(joined)) => Ok(on.key < joined.key),
            (Some(_), None) => {
                let hosts = self.ix().read(cluster, ClusterComputeResource::host)?;
                if hosts.is_none_or(Vec::is_empty) {
                    return Ok(true);
                }
                let detail = Detail::FirstHost;
                Err(cluster.unknown(ReasonKind::Untold, EVENTS, detail))
            }
        };
        let ha = first(What::HaOn);
        let at_once = |on: &Event| {
            (on.chain_id != 0 && on.chain_id == created.chain_id)
                || (on.created_s.is_some() && on.created_s == created.created_s)
        };
        Ok(SetupFacts {
            ha_before_hosts: before_hosts(ha),
            ha_at_creation: ha.is_some_and(at_once),
            drs_before_hosts: before_hosts(first(What::DrsOn)),
        })
    }
}
