//! The wiring of a cluster as it is drawn: hosts side by side, what they have in common in one row, hosts that are alike
//! in one band, and each finding about a network at its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{
    ClusterWiring, GroupLan, GroupWiring, HostWiring, InterfaceWiring, LinkState, NetKind, SwitchWiring,
};
use crate::report::picture::{
    AdapterCell, Band, Group, GroupCell, GroupRow, InterfaceCell, Lan, Lane, Note, Picture, SwitchCell,
    SwitchRow, Wire,
};
use crate::report::{ClusterInfo, Evidence, Finding, Level, Object, ObjectKind, Occurrence, Report};

/// Above this many hosts those that are alike share a band.
const FEW_HOSTS: usize = 8;
/// Bands of a picture at most.
const MOST_BANDS: usize = 24;
/// Port groups of a picture, above which those without anything to say are left out.
const FEW_GROUPS: usize = 24;
/// Findings of a picture at most: worst first.
const MOST_NOTES: usize = 60;
/// Evidence that names something of a network.
const NAMES_A_PLACE: &[&str] = &[
    "adapter",
    "adapters",
    "device",
    "interface",
    "interfaces",
    "label",
    "left_out",
    "near",
    "network",
    "others",
    "own",
    "portgroup",
    "port_groups",
    "switch",
    "uplinks",
];

/// Gives each cluster of a report its picture.
pub fn draw(report: &mut Report, wiring: &[ClusterWiring]) {
    let pictures: Vec<Picture> = report
        .clusters
        .iter()
        .zip(wiring)
        .map(|(cluster, wiring)| picture(report, cluster, wiring))
        .collect();
    for (cluster, picture) in report.clusters.iter_mut().zip(pictures) {
        cluster.picture = Some(picture);
    }
}

fn picture(report: &Report, cluster: &ClusterInfo, wiring: &ClusterWiring) -> Picture {
    let hosts: Vec<&HostWiring> = wiring.hosts.iter().collect();
    let (notes, places) = notes(report, cluster, &hosts);
    let (bands, kept, hosts_left) = bands(cluster, &hosts, &places);
    let columns: Vec<(&HostWiring, bool)> =
        kept.iter().zip(&bands).map(|(host, band)| (*host, band.hosts.len() > 1)).collect();
    let (switches, groups_left) = switches(&columns, &places);
    Picture { bands, switches, notes, hosts_left, groups_left }
}

/// Something of a host that a finding can be about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Interface(String),
    Group(String),
    Adapter(String),
    Switch(String),
}

/// Numbers of findings by host and place.
type Places = BTreeMap<(String, Place), BTreeSet<usize>>;

fn marks(places: &Places, host: &HostWiring, place: Place) -> Vec<usize> {
    places.get(&(host.id.to_string(), place)).into_iter().flatten().copied().collect()
}

/// The findings that name something of the network of some host, worst first, and where.
fn notes(report: &Report, cluster: &ClusterInfo, hosts: &[&HostWiring]) -> (Vec<Note>, Places) {
    let mut found: Vec<(Note, BTreeSet<(String, Place)>)> = Vec::new();
    let labels: BTreeSet<&str> = hosts.iter().flat_map(groups_of).map(|group| group.label.as_str()).collect();
    for (prerequisite, judged) in report.prerequisites.iter().enumerate() {
        for finding in &judged.findings {
            if finding.level < Level::Warn || finding.decision.is_some() {
                continue;
            }
            let here = where_it_is(finding, cluster, hosts, &labels);
            if here.is_empty() {
                continue;
            }
            let same = |note: &Note| note.prerequisite == prerequisite && note.finding == finding.name;
            if let Some((note, places)) = found.iter_mut().find(|(note, _)| same(note)) {
                note.more += 1;
                places.extend(here);
                continue;
            }
            let note = Note {
                prerequisite,
                finding: finding.name.clone(),
                rule: judged.id.clone(),
                level: finding.level,
                says: finding.text(),
                more: 0,
            };
            found.push((note, here));
        }
    }
    found.sort_by_key(|(note, _)| std::cmp::Reverse(note.level));
    found.truncate(MOST_NOTES);
    let (mut notes, mut places) = (Vec::new(), Places::new());
    for (at, (note, hits)) in found.into_iter().enumerate() {
        notes.push(note);
        for hit in hits {
            places.entry(hit).or_default().insert(at + 1);
        }
    }
    (notes, places)
}

/// The hosts of a cluster, and what of each, that a finding names.
fn where_it_is(
    finding: &Finding,
    cluster: &ClusterInfo,
    hosts: &[&HostWiring],
    labels: &BTreeSet<&str>,
) -> BTreeSet<(String, Place)> {
    let is_own = |place: &&Occurrence| place.cluster.as_deref() == Some(cluster.object.id.as_str());
    let mut found = BTreeSet::new();
    for occurrence in finding.objects.iter().filter(is_own) {
        for host in hosts.iter().filter(|host| concerns(finding, occurrence, host)) {
            let hits = hits(finding, occurrence, host, labels);
            found.extend(hits.into_iter().map(|place| (host.id.to_string(), place)));
        }
    }
    found
}

fn groups_of<'h>(host: &&'h HostWiring) -> impl Iterator<Item = &'h GroupWiring> {
    host.switches.iter().flatten().flat_map(|switch| &switch.groups)
}

/// Whether a finding at an object is about a host: it is the object or the element, or among the hosts that are
/// blocked. One that names no host is about all.
fn concerns(finding: &Finding, occurrence: &Occurrence, host: &HostWiring) -> bool {
    let is_host = |object: &Object| object.kind == ObjectKind::Host;
    for object in [Some(&occurrence.object), occurrence.element_object.as_ref()].into_iter().flatten() {
        if is_host(object) {
            return object.id == host.id.as_str();
        }
    }
    finding.blocks.is_empty() || finding.blocks.iter().any(|blocked| blocked.id == host.id.as_str())
}

/// What of a host a finding names: its vmkernel adapters before their port groups, these before what is behind them.
fn hits(
    finding: &Finding,
    occurrence: &Occurrence,
    host: &HostWiring,
    labels: &BTreeSet<&str>,
) -> Vec<Place> {
    let mut words: Vec<&str> = vec![occurrence.element.as_str()];
    for (key, value) in finding.evidence.iter() {
        if NAMES_A_PLACE.contains(&key) {
            words.extend(texts(value));
        }
    }
    let words: Vec<&str> =
        words.iter().flat_map(|word| here(word, host)).filter(|word| !word.is_empty()).collect();
    let names = |device: &str| {
        let begins = |word: &&str| {
            word.strip_prefix(device).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        words.iter().any(begins)
    };
    let is_label = |label: &str| {
        words.iter().any(|word| {
            word.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
        })
    };
    let switches = || host.switches.iter().flatten();
    let interfaces = switches().flat_map(|switch| &switch.groups).flat_map(|group| &group.interfaces);
    let interfaces =
        interfaces.filter(|nic| names(&nic.device)).map(|nic| Place::Interface(nic.device.to_string()));
    let on_labels =
        labels.iter().filter(|label| is_label(label)).map(|label| Place::Group((*label).to_owned()));
    let adapters = switches().flat_map(|switch| &switch.adapters).filter(|nic| names(&nic.device));
    let adapters = adapters.map(|nic| Place::Adapter(nic.device.to_string()));
    let named = switches().filter(|switch| !switch.name.is_empty() && words.contains(&switch.name.as_str()));
    let named = named.map(|switch| Place::Switch(switch.name.to_string()));
    let kinds: [Vec<Place>; 4] =
        [interfaces.collect(), on_labels.collect(), adapters.collect(), named.collect()];
    kinds.into_iter().find(|places| !places.is_empty()).unwrap_or_default()
}

fn texts(value: &Evidence) -> Vec<&str> {
    match value {
        Evidence::Text(text) => vec![text],
        Evidence::List(texts) => texts.iter().map(String::as_str).collect(),
        Evidence::Said(told) => vec![&told.value],
        Evidence::Listed(all) => all.iter().map(|told| told.value.as_str()).collect(),
        Evidence::Bool(_) | Evidence::Int(_) => Vec::new(),
    }
}

/// A word of evidence as it is about a host: `esx01 vmk1` and `esx01: vmnic1, vmnic2` name things of that host only.
fn here<'w>(word: &'w str, host: &HostWiring) -> Vec<&'w str> {
    match word.strip_prefix(host.name.as_str()) {
        Some(rest) if rest.starts_with(": ") => rest[2..].split(", ").collect(),
        Some(rest) if rest.starts_with(' ') => vec![rest.trim_start()],
        _ => vec![word],
    }
}

/// The bands, the host that stands for each, and how many hosts have none.
fn bands<'h>(
    cluster: &ClusterInfo,
    hosts: &[&'h HostWiring],
    places: &Places,
) -> (Vec<Band>, Vec<&'h HostWiring>, usize) {
    let mut bands: Vec<Band> = Vec::new();
    let mut kept: Vec<&HostWiring> = Vec::new();
    for host in hosts {
        let state =
            cluster.left_out.iter().find(|left| left.host.id == host.id.as_str()).map(|left| left.state);
        let path = format!("{}/{}", cluster.object.path, host.name);
        let object =
            Object { kind: ObjectKind::Host, id: host.id.to_string(), name: host.name.to_string(), path };
        let alike = |(other, band): &(usize, &Band)| {
            band.state == state && kept.get(*other).is_some_and(|other| alike(other, host, places))
        };
        let shared = (hosts.len() > FEW_HOSTS).then(|| bands.iter().enumerate().find(alike)).flatten();
        match shared.map(|(at, _)| at) {
            Some(at) => bands[at].hosts.push(object),
            None => {
                bands.push(Band { hosts: vec![object], state, read: host.switches.is_ok() });
                kept.push(host);
            }
        }
    }
    let left = bands.iter().skip(MOST_BANDS).map(|band| band.hosts.len()).sum();
    bands.truncate(MOST_BANDS);
    kept.truncate(MOST_BANDS);
    (bands, kept, left)
}

/// Whether two hosts are drawn alike: the same but for their addresses within the same subnets.
fn alike(one: &HostWiring, other: &HostWiring, places: &Places) -> bool {
    let of_host = |host: &HostWiring| {
        let id = host.id.to_string();
        let own = places.iter().filter(|((on, _), _)| *on == id);
        own.map(|((_, place), marks)| (place.clone(), marks.clone())).collect::<Vec<_>>()
    };
    let same = match (&one.switches, &other.switches) {
        (Ok(one), Ok(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same_switch(a, b))
        }
        (Err(_), Err(_)) => true,
        _ => false,
    };
    same && of_host(one) == of_host(other)
}

fn same_switch(a: &SwitchWiring, b: &SwitchWiring) -> bool {
    let bare = |switch: &SwitchWiring| {
        let mut bare = switch.clone();
        for interface in bare.groups.iter_mut().flat_map(|group| &mut group.interfaces) {
            interface.addresses.clear();
        }
        bare
    };
    bare(a) == bare(b)
}

/// A switch of that kind and name.
type Switch = (u8, String);

fn key(switch: &SwitchWiring) -> Switch {
    let kind = match switch.kind {
        NetKind::Standard => 0,
        NetKind::Distributed => 1,
        NetKind::Opaque => 2,
    };
    // What stands on no switch comes last.
    (if switch.name.is_empty() { 3 } else { kind }, switch.name.to_string())
}

/// A host, and whether it stands for several.
type Column<'h> = (&'h HostWiring, bool);

fn own_switches<'h>(column: &Column<'h>) -> impl Iterator<Item = &'h SwitchWiring> {
    column.0.switches.iter().flatten()
}

/// The rows, and how many port groups have none.
fn switches(columns: &[Column<'_>], places: &Places) -> (Vec<SwitchRow>, usize) {
    // On which switch most bands have a label.
    let mut homes: BTreeMap<&str, BTreeMap<Switch, usize>> = BTreeMap::new();
    let mut rows: BTreeMap<Switch, SwitchRow> = BTreeMap::new();
    for switch in columns.iter().flat_map(own_switches) {
        rows.entry(key(switch)).or_insert_with(|| SwitchRow {
            name: switch.name.to_string(),
            distributed: switch.kind != NetKind::Standard,
            cells: columns.iter().map(|column| switch_cell(column, &key(switch), places)).collect(),
            groups: Vec::new(),
        });
        for group in &switch.groups {
            *homes.entry(&group.label).or_default().entry(key(switch)).or_default() += 1;
        }
    }
    let many = homes.len() > FEW_GROUPS;
    let mut left = 0;
    for (label, found_on) in &homes {
        let Some((home, _)) = found_on.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))) else {
            continue;
        };
        let row = group_row(columns, label, home, places);
        if many && says_nothing(&row, columns) {
            left += 1;
        } else if let Some(switch) = rows.get_mut(home) {
            switch.groups.push(row);
        }
    }
    for switch in rows.values_mut() {
        // Those with vmkernel adapters first, by the first of these.
        let first = |row: &GroupRow| {
            let devices =
                row.lanes.iter().flat_map(|lane| &lane.cells).flatten().map(|nic| nic.device.clone());
            devices.min().map_or((1, String::new()), |device| (0, device))
        };
        switch.groups.sort_by(|a, b| first(a).cmp(&first(b)).then(a.label.cmp(&b.label)));
    }
    (rows.into_values().collect(), left)
}

fn switch_cell(column: &Column<'_>, of_key: &Switch, places: &Places) -> Option<SwitchCell> {
    let host = column.0;
    let switch = own_switches(column).find(|switch| key(switch) == *of_key)?;
    let adapters = switch.adapters.iter().map(|nic| AdapterCell {
        device: nic.device.to_string(),
        link: match nic.link {
            None => Wire::Asleep,
            Some(LinkState::Down) => Wire::Down,
            Some(LinkState::Up(mbps, full)) => Wire::Up(mbps, full),
        },
        marks: marks(places, host, Place::Adapter(nic.device.to_string())),
    });
    let marks = marks(places, host, Place::Switch(switch.name.to_string()));
    Some(SwitchCell { mtu: switch.mtu, adapters: adapters.collect(), marks })
}

fn group_row(columns: &[Column<'_>], label: &str, home: &Switch, places: &Places) -> GroupRow {
    let found: Vec<Option<(&SwitchWiring, &GroupWiring)>> = columns
        .iter()
        .map(|column| {
            let all = own_switches(column)
                .flat_map(|switch| switch.groups.iter().map(move |group| (switch, group)));
            let of_label = all.filter(|(_, group)| group.label == label);
            of_label.min_by_key(|(switch, _)| key(switch) != *home)
        })
        .collect();
    let lans: Vec<Option<Lan>> =
        found.iter().map(|found| found.and_then(|(_, group)| group.lan.as_ref().map(lan))).collect();
    let mut counts: BTreeMap<&Lan, usize> = BTreeMap::new();
    for lan in lans.iter().flatten() {
        *counts.entry(lan).or_default() += 1;
    }
    let usual = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(lan, _)| *lan);
    let cells = columns.iter().zip(&found).zip(&lans).map(|(((host, _), found), lan)| GroupCell {
        group: found.map(|(switch, _)| Group {
            lan: lan.clone(),
            odd_lan: lan.is_some() && lan.as_ref() != usual,
            elsewhere: (key(switch) != *home).then(|| switch.name.to_string()),
        }),
        marks: marks(places, host, Place::Group(label.to_owned())),
    });
    let mut subnets: BTreeSet<String> = BTreeSet::new();
    for (_, group) in found.iter().flatten() {
        subnets.extend(group.interfaces.iter().map(lane_of));
    }
    let lanes = subnets.into_iter().map(|subnets| Lane {
        cells: columns
            .iter()
            .zip(&found)
            .map(|(column, found)| {
                let all = found.iter().flat_map(|(_, group)| &group.interfaces);
                all.filter(|nic| lane_of(nic) == subnets)
                    .map(|nic| interface_cell(column, nic, places))
                    .collect()
            })
            .collect(),
        subnets,
    });
    GroupRow { label: label.to_owned(), cells: cells.collect(), lanes: lanes.collect() }
}

fn lan(lan: &GroupLan) -> Lan {
    match lan {
        GroupLan::Vlan(vlan) => Lan::Vlan(vlan.to_string()),
        GroupLan::Segment(segment) => Lan::Segment(segment.to_string()),
    }
}

fn lane_of(nic: &InterfaceWiring) -> String {
    nic.subnets.join(", ")
}

fn interface_cell(column: &Column<'_>, nic: &InterfaceWiring, places: &Places) -> InterfaceCell {
    let (host, several) = column;
    let addresses = if *several { &[][..] } else { &nic.addresses[..] };
    InterfaceCell {
        device: nic.device.to_string(),
        kinds: nic.kinds.as_ref().map(|kinds| kinds.iter().map(ToString::to_string).collect()),
        addresses: addresses.iter().map(ToString::to_string).collect(),
        mtu: nic.mtu,
        marks: marks(places, host, Place::Interface(nic.device.to_string())),
    }
}

/// Whether a port group is the same in all bands that were read, and carries neither an adapter nor a finding.
fn says_nothing(row: &GroupRow, columns: &[Column<'_>]) -> bool {
    let usual = |(cell, (host, _)): (&GroupCell, &Column<'_>)| {
        let plain = |group: &Group| !group.odd_lan && group.elsewhere.is_none();
        cell.marks.is_empty() && (host.switches.is_err() || cell.group.as_ref().is_some_and(plain))
    };
    row.lanes.is_empty() && row.cells.iter().zip(columns).all(usual)
}
