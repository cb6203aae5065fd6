//! Which events are asked about.

use crate::facts::Identity;
use crate::facts::map::{ClusterMap, OutHost};
use crate::placement::event::EventKind;
use crate::schema::FactEnum as _;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The loss of these hosts at once, by name, path or id.
    Lose(Vec<String>),
    /// The loss of each host in turn.
    LoseEach,
    /// The loss of all hosts of a group.
    LoseGroup(String),
    /// Emptying these hosts at once.
    Evacuate(Vec<String>),
    /// Emptying one host after the other.
    Roll,
}

/// What was named and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unnamed {
    /// No host in service of any cluster in scope goes by this name.
    Host {
        /// The name.
        name: String,
        /// Hosts there are.
        known: Vec<String>,
    },
    /// The host is out of service already.
    Out {
        /// The name.
        name: String,
        /// What keeps it from service, e.g. `maintenance`.
        service: &'static str,
        /// VMs that stand there.
        vms: Vec<String>,
    },
    /// The hosts named are in different clusters.
    Apart {
        /// The first.
        one: String,
        /// One of another cluster.
        other: String,
    },
    /// Several hosts go by this name.
    Ambiguous {
        /// The name.
        name: String,
        /// Their paths.
        paths: Vec<String>,
    },
    /// No cluster in scope has a group of hosts of this name.
    Group {
        /// The name.
        name: String,
        /// Groups there are.
        known: Vec<String>,
    },
    /// The group has no host in service.
    EmptyGroup {
        /// The name.
        name: String,
    },
}

/// Hosts of one cluster.
pub(super) struct Place {
    pub cluster: usize,
    pub hosts: Vec<usize>,
}

/// The hosts that go by these names, all of one cluster.
pub(super) fn hosts(maps: &[ClusterMap], names: &[String]) -> Result<Place, Unnamed> {
    let mut place: Option<(Place, &String)> = None;
    for name in names {
        let (cluster, host) = find(maps, name)?;
        match &mut place {
            None => place = Some((Place { cluster, hosts: vec![host] }, name)),
            Some((place, _)) if place.cluster == cluster => {
                if !place.hosts.contains(&host) {
                    place.hosts.push(host);
                }
            }
            Some((_, one)) => {
                return Err(Unnamed::Apart { one: (*one).clone(), other: name.clone() });
            }
        }
    }
    match place {
        Some((mut place, _)) => {
            place.hosts.sort_unstable();
            Ok(place)
        }
        None => Err(Unnamed::Host { name: String::new(), known: known(maps) }),
    }
}

fn known(maps: &[ClusterMap]) -> Vec<String> {
    maps.iter().flat_map(|map| &map.hosts).map(|host| host.identity.name.to_string()).collect()
}

/// A host of a cluster, in service or not.
enum Found<'m> {
    Serves(usize, usize),
    Out(&'m OutHost),
}

/// The host that goes by a name, path or id; else the one whose name before its domain it is; else the one whose
/// path ends so.
fn find(maps: &[ClusterMap], name: &str) -> Result<(usize, usize), Unnamed> {
    let all = || {
        maps.iter().enumerate().flat_map(|(cluster, map)| {
            let serve = map.hosts.iter().enumerate();
            let serve = serve.map(move |(at, host)| (Found::Serves(cluster, at), &host.identity));
            serve.chain(map.out.iter().map(|out| (Found::Out(out), &out.identity)))
        })
    };
    let whole = |who: &Identity| who.name == name || who.id == name || who.path == name;
    let called = |is: &dyn Fn(&Identity) -> bool| all().filter(|(_, who)| is(who)).collect::<Vec<_>>();
    let mut called_so = called(&whole);
    if called_so.is_empty() {
        called_so = called(&|who| before_domain(&who.name).is_some_and(|own| own.eq_ignore_ascii_case(name)));
    }
    if called_so.is_empty() && name.contains('/') {
        let end = |path: &str| path.strip_suffix(name).is_some_and(|before| before.ends_with('/'));
        called_so = called(&|who| end(&who.path));
    }
    match called_so.as_slice() {
        [] => Err(Unnamed::Host { name: name.to_owned(), known: known(maps) }),
        [(Found::Serves(cluster, at), _)] => Ok((*cluster, *at)),
        [(Found::Out(out), _)] => Err(Unnamed::Out {
            name: out.identity.name.to_string(),
            service: out.service.word(),
            vms: out.vms.iter().map(|vm| vm.name.to_string()).collect(),
        }),
        several => Err(Unnamed::Ambiguous {
            name: name.to_owned(),
            paths: several.iter().map(|(_, who)| who.path.clone()).collect(),
        }),
    }
}

/// The name of a host before its domain; an address has none.
fn before_domain(name: &str) -> Option<&str> {
    let (own, _) = name.split_once('.')?;
    (!own.bytes().all(|byte| byte.is_ascii_digit())).then_some(own)
}

/// The hosts in service of each group of this name.
pub(super) fn group(maps: &[ClusterMap], name: &str) -> Result<Vec<Place>, Unnamed> {
    let all =
        || maps.iter().enumerate().flat_map(|(at, map)| map.groups.iter().map(move |group| (at, group)));
    let called: Vec<_> = all().filter(|(_, group)| group.name == name).collect();
    if called.is_empty() {
        let known = all().map(|(_, group)| group.name.to_string()).collect();
        return Err(Unnamed::Group { name: name.to_owned(), known });
    }
    let places: Vec<Place> = called
        .into_iter()
        .filter(|(_, group)| !group.hosts.is_empty())
        .map(|(cluster, group)| Place { cluster, hosts: group.hosts.clone() })
        .collect();
    if places.is_empty() { Err(Unnamed::EmptyGroup { name: name.to_owned() }) } else { Ok(places) }
}

impl Wanted {
    /// What happens to hosts.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Lose(_) | Self::LoseEach | Self::LoseGroup(_) => EventKind::Lose,
            Self::Evacuate(_) | Self::Roll => EventKind::Evacuate,
        }
    }
}
