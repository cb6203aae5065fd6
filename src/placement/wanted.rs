//! Which events are asked about.

use crate::facts::map::ClusterMap;
use crate::placement::event::EventKind;

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

fn find(maps: &[ClusterMap], name: &str) -> Result<(usize, usize), Unnamed> {
    let all = maps.iter().enumerate().flat_map(|(cluster, map)| {
        map.hosts.iter().enumerate().map(move |(at, host)| (cluster, at, &host.identity))
    });
    let called: Vec<_> =
        all.filter(|(.., who)| who.name == name || who.id == name || who.path == name).collect();
    match called.as_slice() {
        [] => Err(Unnamed::Host { name: name.to_owned(), known: known(maps) }),
        [(cluster, at, _)] => Ok((*cluster, *at)),
        several => Err(Unnamed::Ambiguous {
            name: name.to_owned(),
            paths: several.iter().map(|(.., who)| who.path.clone()).collect(),
        }),
    }
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
