//! Event history: a collector per cluster, read page by page from the oldest event on, and
//! destroyed whatever happens: a server has few of them, and a logout does not free them everywhere.

use crate::terms::{Text, Unanswered};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::answers;
use super::clusters::of_each;
use super::collect::{Collector, reference_of};
use super::error::Error;
use super::http::{Method, RETRY_AFTER};
use super::part::Part;
use super::soap::{Bad, Fault, element, reference};
use crate::inventory::{
    ApiVersion, ClientLogin, ClientLogins, ClusterComputeResource, ClusterEvents, Event, Id, MoRef,
    Object as _, Prop, ReasonKind, Unreadable, VCenter,
};
use crate::sources::vim::Login;

/// Events asked for at a time: more than that is refused by some servers.
const PAGE: usize = 1000;

/// Most events read of one cluster. Thirty days of a busy one have tens of thousands.
const MOST: usize = 200_000;

/// Longest time for the events of all clusters: they are not worth losing the rest for.
const LIMIT: Duration = Duration::from_secs(300);

/// Advanced settings that say how long events are kept.
const RETENTION: &str = "event.";

/// Events that tell of a VM's moves between hosts, of its power, of restarts by HA, and of the
/// beginnings of a cluster: classes of ordinary events, and ids of those that carry their type as
/// text. A class does not stand for those derived from it, and vCenter is not consistent about
/// `ha` and `HA`.
const TYPES: &[&str] = &[
    "VmMigratedEvent",
    "DrsVmMigratedEvent",
    "VmRelocatedEvent",
    "com.vmware.vc.vm.SrcVmMigratedEvent",
    "com.vmware.vc.vm.DstVmMigratedEvent",
    "VmBeingHotMigratedEvent",
    "com.vmware.vc.vm.VmHotMigratingWithEncryptionEvent",
    "VmFailedMigrateEvent",
    "VmRelocateFailedEvent",
    "MigrationErrorEvent",
    "MigrationHostErrorEvent",
    "MigrationResourceErrorEvent",
    "VmPoweredOnEvent",
    "DrsVmPoweredOnEvent",
    "VmPoweredOffEvent",
    "VmSuspendedEvent",
    "VmRestartedOnAlternateHostEvent",
    "VmPowerOffOnIsolationEvent",
    "VmShutdownOnIsolationEvent",
    "com.vmware.vc.ha.VmRestartedByHAEvent",
    "com.vmware.vc.HA.VmRestartedByHAEvent",
    "VmFailoverFailed",
    "NotEnoughResourcesToStartVmEvent",
    "VmMaxRestartCountReached",
    "com.vmware.vc.HA.FailedRestartAfterIsolationEvent",
    "com.vmware.vc.ha.FailedRestartAfterIsolationEvent",
    "ClusterCreatedEvent",
    "HostAddedEvent",
    "HostConnectedEvent",
    "DasEnabledEvent",
    "DrsEnabledEvent",
];

/// The event of a login, which tells the program from [`TELLS_AGENTS`] on.
const LOGIN: &str = "UserLoginSessionEvent";
pub(super) const TELLS_AGENTS: ApiVersion = ApiVersion::of(&[5, 1]);

/// From here on no client is installed, and nobody asks who logged in.
pub(super) const BROWSER_CLIENT: ApiVersion = ApiVersion::of(&[6, 5]);

/// Most events read of what happened to a cluster between two readings.
const MOST_RECENT: usize = 5_000;

/// Most logins read, and the longest time for them: programs log in day and night.
const MOST_LOGINS: usize = 50_000;
const LOGINS_LIMIT: Duration = Duration::from_secs(60);

impl Collector<'_> {
    /// How long the server keeps events, and those of every cluster in scope. What fails is unreadable; only a
    /// broken connection or session is an error.
    pub async fn events(
        &self,
        part: &Part,
        clusters: &[ClusterComputeResource],
        vcenter: &VCenter,
    ) -> Result<(Prop<BTreeMap<String, String>>, Vec<Prop<ClusterEvents>>), Error> {
        let settings = self.options(RETENTION).await?;
        let Some(manager) = &self.content.event_manager else {
            let why = Unreadable::new(ReasonKind::Untold, Unanswered::NoEvents);
            return Ok((settings, clusters.iter().map(|_| Prop::Unreadable(why.clone())).collect()));
        };
        // Without the server's clock there is no upper bound; what happens meanwhile does no harm.
        let until = vcenter.clock_s.known().copied();
        let deadline = Instant::now() + LIMIT;
        let count = AtomicUsize::new(0);
        let answers = of_each(clusters, part, |cluster| async {
            let answer = match timeout_at(deadline, self.events_of(manager, cluster.id.clone(), until)).await
            {
                Ok(Err(Error::TimeLimit { seconds, .. })) => Prop::Unreadable(too_slow(seconds)),
                Ok(read) => read?,
                Err(_) => Prop::Unreadable(too_slow(LIMIT.as_secs())),
            };
            let more = answer.known().map_or(0, |read| read.events.len());
            self.progress.objects("Event", count.fetch_add(more, Ordering::Relaxed) + more, None);
            Ok(answer)
        });
        Ok((settings, answers.await?))
    }

    /// The events of one cluster.
    async fn events_of(
        &self,
        manager: &MoRef,
        cluster: Id,
        until: Option<i64>,
    ) -> Result<Prop<ClusterEvents>, Error> {
        let filter = filter(Some(&cluster), TYPES, self.events_since_s, until);
        Ok(match self.collected(manager, &filter, MOST, answers::events).await? {
            Prop::Known((events, truncated)) => {
                Prop::Known(ClusterEvents { since_s: self.events_since_s, truncated, events })
            }
            Prop::Unset => Prop::Unset,
            Prop::Unreadable(why) => Prop::Unreadable(why),
        })
    }

    /// What the server has recorded of a cluster, and of all that is in it, since a time by its clock: of any type, the
    /// oldest first, and whether there is more.
    pub async fn recent(&self, cluster: &Id, since: i64) -> Result<Prop<(Vec<Event>, bool)>, Error> {
        let Some(manager) = &self.content.event_manager else {
            return Ok(Prop::Unreadable(Unreadable::new(ReasonKind::Untold, Unanswered::NoEvents)));
        };
        let filter = filter(Some(cluster), &[], Some(since), None);
        self.collected(manager, &filter, MOST_RECENT, answers::events).await
    }

    /// Programs that logged in, as far as the server remembers. Logins belong to no object.
    pub async fn logins(&self, vcenter: &VCenter) -> Result<Prop<ClientLogins>, Error> {
        let not_read = |kind, why: Unanswered| Prop::Unreadable(Unreadable::new(kind, why));
        Ok(if self.version < TELLS_AGENTS {
            Prop::Unreadable(Unreadable::new(ReasonKind::NotOffered, ""))
        } else if self.version >= BROWSER_CLIENT {
            not_read(ReasonKind::NotCollected, Unanswered::ClientsAreBrowsers)
        } else if let Some(manager) = &self.content.event_manager {
            let until = vcenter.clock_s.known().copied();
            let filter = filter(None, &[LOGIN], self.events_since_s, until);
            let read = self.collected(manager, &filter, MOST_LOGINS, answers::logins);
            match timeout(LOGINS_LIMIT, read).await {
                Ok(Err(Error::TimeLimit { seconds, .. })) => Prop::Unreadable(too_slow(seconds)),
                Ok(read) => programs(read?),
                Err(_) => Prop::Unreadable(too_slow(LOGINS_LIMIT.as_secs())),
            }
        } else {
            not_read(ReasonKind::Untold, Unanswered::NoEvents)
        })
    }

    /// What a collector of its own gives, up to `most`, and whether there is more. Where a page is lost its
    /// collector would go on behind it: a new one begins anew.
    async fn collected<T>(
        &self,
        manager: &MoRef,
        filter: &str,
        most: usize,
        decode: fn(&str) -> Result<Vec<T>, Bad>,
    ) -> Result<Prop<(Vec<T>, bool)>, Error> {
        for pause in RETRY_AFTER {
            match self.collected_by_one(manager, filter, most, decode).await {
                Err(Error::Unreachable { .. } | Error::CutOff { .. }) => tokio::time::sleep(pause).await,
                read => return read,
            }
        }
        self.collected_by_one(manager, filter, most, decode).await
    }

    async fn collected_by_one<T>(
        &self,
        manager: &MoRef,
        filter: &str,
        most: usize,
        decode: fn(&str) -> Result<Vec<T>, Bad>,
    ) -> Result<Prop<(Vec<T>, bool)>, Error> {
        let collector = match self.make(manager, filter).await? {
            Ok(collector) => collector,
            Err((bad, bytes)) => return self.unread(Method::CreateCollectorForEvents, bad, bytes),
        };
        let read = self.read_pages_of(&collector, most, decode).await?;
        self.client.call(Method::DestroyCollector, &collector, "").await?;
        self.open.remove(&collector);
        Ok(read)
    }

    /// Whether a collector can be had; it is ended at once.
    pub async fn try_events(&self, manager: &MoRef, cluster: Option<&Id>) -> Result<Prop<()>, Error> {
        let method = Method::CreateCollectorForEvents;
        let collector = match self.make(manager, &filter(cluster, TYPES, None, None)).await? {
            Ok(collector) => collector,
            Err((bad, bytes)) => return self.unread(method, bad, bytes),
        };
        self.client.call(Method::DestroyCollector, &collector, "").await?;
        self.open.remove(&collector);
        Ok(Prop::Known(()))
    }

    /// Makes a collector, or tells what its answer has against it and how long that is. Whoever stops waiting for it
    /// does not keep it from being known and ended.
    async fn make(&self, manager: &MoRef, filter: &str) -> Result<Result<MoRef, (Bad, usize)>, Error> {
        let (client, open) = (Arc::clone(self.client), Arc::clone(self.open));
        let (manager, filter, making) = (manager.clone(), filter.to_owned(), open.making());
        let made = tokio::spawn(async move {
            let text = client.call(Method::CreateCollectorForEvents, &manager, &filter).await?;
            let made = reference_of(&text).map_err(|bad| (bad, text.len()));
            made.iter().for_each(|collector| open.add(collector));
            drop(making);
            Ok(made)
        });
        made.await.unwrap_or_else(|error| {
            Err(Error::Internal { server: self.client.server.clone(), cause: Text::quoted(error) })
        })
    }

    /// All pages, up to `most` events, and whether there are more.
    async fn read_pages_of<T>(
        &self,
        collector: &MoRef,
        most: usize,
        decode: fn(&str) -> Result<Vec<T>, Bad>,
    ) -> Result<Prop<(Vec<T>, bool)>, Error> {
        let method = Method::ReadNextEvents;
        let mut all = Vec::new();
        let arguments = element("maxCount", &PAGE.to_string());
        loop {
            let text = self.client.call(method, collector, &arguments).await?;
            let mut page = match decode(&text) {
                Ok(page) => page,
                Err(bad) => return self.unread(method, bad, text.len()),
            };
            // Only an empty page is the last one: servers may give fewer events than asked for.
            if page.is_empty() {
                return Ok(Prop::Known((all, false)));
            }
            all.append(&mut page);
            if all.len() >= most {
                return Ok(Prop::Known((all, true)));
            }
        }
    }

    /// A fault makes the events unreadable; everything else ends the run.
    fn unread<T>(&self, method: Method, bad: Bad, bytes: usize) -> Result<Prop<T>, Error> {
        let why = match bad {
            Bad::Fault(fault) if !fault.is_session_lost() => refused(&fault),
            Bad::Xml(error) if error.is_value() => {
                Unreadable::new(ReasonKind::NotUnderstood, error.to_string())
            }
            bad => return Err(self.client.bad(method, bad, bytes)),
        };
        Ok(Prop::Unreadable(why))
    }
}

fn too_slow(seconds: u64) -> Arc<Unreadable> {
    let detail = Unanswered::EventsSlow { seconds };
    Unreadable::new(ReasonKind::Truncated, detail)
}

fn refused(fault: &Fault) -> Arc<Unreadable> {
    let detail = match fault.name.as_str() {
        "InvalidState" => Unanswered::NoCollectorLeft { fault: fault.detail().into() }.into(),
        _ => fault.detail(),
    };
    Unreadable::new(fault.reason_of_call(), detail)
}

/// Each program once, with its last login.
fn programs(read: Prop<(Vec<Login>, bool)>) -> Prop<ClientLogins> {
    match read {
        Prop::Known((events, truncated)) => {
            let mut last: BTreeMap<String, Option<i64>> = BTreeMap::new();
            for Login { agent, at_s } in events.into_iter().filter(|login| !login.agent.is_empty()) {
                let known = last.entry(agent).or_default();
                *known = at_s.max(*known);
            }
            let logins = last.into_iter().map(|(agent, last_s)| ClientLogin { agent, last_s });
            Prop::Known(ClientLogins { truncated, logins: logins.collect() })
        }
        Prop::Unset => Prop::Unset,
        Prop::Unreadable(why) => Prop::Unreadable(why),
    }
}

/// The filter of a collector: these types, of one cluster with all that is in it or of no object in
/// particular, by the server's clock.
fn filter(cluster: Option<&Id>, types: &[&str], since: Option<i64>, until: Option<i64>) -> String {
    let entity = cluster.map_or_else(String::new, |cluster| {
        let cluster = MoRef { kind: ClusterComputeResource::TYPE.into(), id: cluster.clone() };
        format!("<entity>{}<recursion>all</recursion></entity>", reference("entity", &cluster))
    });
    let bound = |name: &str, at: Option<i64>| {
        let at = at.and_then(|at| jiff::Timestamp::from_second(at).ok());
        at.map(|at| element(name, &at.to_string())).unwrap_or_default()
    };
    // The clock has fractions of a second that were cut off.
    let until = until.map(|until| until.saturating_add(1));
    let time = format!("{}{}", bound("beginTime", since), bound("endTime", until));
    let time = if time.is_empty() { time } else { format!("<time>{time}</time>") };
    let types: String = types.iter().map(|name| element("eventTypeId", name)).collect();
    format!(
        "<filter>{entity}{time}\
         <disableFullMessage>true</disableFullMessage>{types}</filter>"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::super::stub::{Reply, Stub, with_event_manager};
    use super::*;

    #[test]
    fn a_filter_names_cluster_time_and_types_in_the_order_of_the_schema() {
        let text = filter(Some(&"domain-c7".into()), TYPES, Some(0), Some(1_700_000_000));
        let parts = [
            "<filter><entity><entity type=\"ClusterComputeResource\">domain-c7</entity>",
            "<recursion>all</recursion></entity>",
            "<time><beginTime>1970-01-01T00:00:00Z</beginTime><endTime>2023-11-14T22:13:21Z</endTime></time>",
            "<disableFullMessage>true</disableFullMessage>",
            "<eventTypeId>VmMigratedEvent</eventTypeId>",
            "<eventTypeId>com.vmware.vc.ha.VmRestartedByHAEvent</eventTypeId>",
        ];
        let places: Vec<Option<usize>> = parts.iter().map(|part| text.find(part)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    }

    #[test]
    fn without_bounds_there_is_no_time() {
        assert!(!filter(Some(&"domain-c7".into()), TYPES, None, None).contains("<time>"));
    }

    #[test]
    fn logins_are_of_no_object() {
        let text = filter(None, &[LOGIN], None, None);
        assert!(
            !text.contains("entity") && text.contains("<eventTypeId>UserLoginSessionEvent</eventTypeId>")
        );
    }

    #[tokio::test]
    async fn logins_are_read_where_a_client_is_installed() {
        const LOGINS: &str = concat!(
            r#"<returnval xsi:type="UserLoginSessionEvent"><key>3</key><createdTime>2026-11-20T10:00:00Z</createdTime>"#,
            "<userName>a</userName><ipAddress>10.0.0.9</ipAddress><userAgent>VMware VI Client/6.0.0</userAgent>",
            "<locale>en</locale><sessionId>x</sessionId></returnval>",
        );
        for (version, collectors) in [("5.0", 1), ("6.0", 2), ("8.0.1.0", 1)] {
            let stub = Stub::start(version, |request| match request.method.as_str() {
                "CreateCollectorForEvents" => {
                    let id = if request.body.contains(LOGIN) { "logins" } else { "cluster" };
                    let answer = format!("<returnval type=\"EventHistoryCollector\">{id}</returnval>");
                    Some(Reply::ok("CreateCollectorForEventsResponse", &answer))
                }
                "ReadNextEvents" if request.body.contains(">logins<") && request.nth < 2 => {
                    Some(Reply::ok("ReadNextEventsResponse", LOGINS))
                }
                "RetrieveServiceContent" => Some(with_event_manager(version)),
                _ => None,
            });
            let settings = stub.settings();
            let wanted = super::super::Wanted::All;
            let read = super::super::fetch(&settings, &wanted, None, &(), std::future::pending()).await;
            let Ok(inventory) = read else { panic!("{version}") };
            assert_eq!(stub.count("CreateCollectorForEvents"), collectors, "{version}");
            assert_eq!(stub.count("DestroyCollector"), collectors, "{version}");
            match inventory.vcenter.client_logins {
                Prop::Known(found) if version == "6.0" => {
                    assert_eq!(found.logins[0].agent, "VMware VI Client/6.0.0");
                }
                Prop::Unreadable(_) if version != "6.0" => {}
                other => panic!("{version}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_program_is_told_once_with_its_last_login() {
        let of = |agent: &str, at_s| Login { agent: agent.to_owned(), at_s };
        let events = vec![of("b", Some(5)), of("", Some(9)), of("a", None), of("b", Some(7)), of("b", None)];
        let Prop::Known(found) = programs(Prop::Known((events, true))) else { panic!("unread") };
        let logins: Vec<_> = found.logins.iter().map(|one| (one.agent.as_str(), one.last_s)).collect();
        assert_eq!((found.truncated, logins), (true, vec![("a", None), ("b", Some(7))]));
    }
}
