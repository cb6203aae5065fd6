//! The picture of how hosts are wired: XML, inert, and each finding at its place.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;
use vpreflight::facts;
use vpreflight::inventory::{Inventory, Prop, Unreadable};
use vpreflight::preflight::{self, Question, Source};
use vpreflight::render::{Format, Style, render};
use vpreflight::report::Report;
use vpreflight::report::picture::Picture;
use vpreflight::rules::{Catalogue, built_in};
use vpreflight::terms::{Lang, ReasonKind};

fn judged(inventory: Inventory) -> Report {
    let catalogue = Catalogue::load(&[built_in()], &facts::roots()).unwrap();
    let selected = catalogue.select(&["lms-4.0".to_owned()]).unwrap();
    let question = Question { picture: true, ..Question::of(&selected) };
    preflight::run(&question, Source::Inventory(Box::new(inventory))).unwrap().report
}

fn example() -> Inventory {
    preflight::collect(Source::Example, None).unwrap()
}

fn picture(report: &Report) -> &Picture {
    report.clusters[0].picture.as_ref().unwrap()
}

fn drawn(report: &Report, lang: Lang) -> String {
    let mut out = Vec::new();
    render(report, Format::Svg, Style { lang, ..Style::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Names of elements and attributes; a text that is no XML is refused.
fn markup(svg: &str) -> BTreeSet<String> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let mut found = BTreeSet::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(tag) | Event::Empty(tag) => {
                found.insert(tag.name().as_ref().to_owned());
                for attribute in tag.attributes() {
                    found.insert(attribute.unwrap().key.as_ref().to_owned());
                }
            }
            _ => {}
        }
    }
}

/// The rules whose findings stand at a number.
fn rules<'r>(picture: &'r Picture, marks: &[usize]) -> Vec<&'r str> {
    let mut rules: Vec<&str> = marks.iter().map(|number| picture.notes[number - 1].rule.as_str()).collect();
    rules.sort_unstable();
    rules
}

#[test]
fn each_network_finding_of_the_example_stands_at_its_place() {
    let report = judged(example());
    let picture = picture(&report);
    let hosts: Vec<&str> = picture.bands.iter().map(|band| band.hosts[0].name.as_str()).collect();
    assert_eq!(hosts, ["esx01.tokyo.example", "esx02.tokyo.example", "esx03.tokyo.example"]);
    let groups = || picture.switches.iter().flat_map(|switch| &switch.groups);
    let group = |label: &str| groups().find(|group| group.label == label).unwrap();
    // The label is missing on esx03, which has one that looks like it.
    let gap = &group("VM Network").cells[2];
    assert!(gap.group.is_none());
    let missing = ["host-access-all-networks", "portgroup-labels-consistent", "vm-subnet-source-target"];
    assert_eq!(rules(picture, &gap.marks), missing);
    let near = group("VM network");
    assert_eq!(
        rules(picture, &near.cells[2].marks),
        ["host-access-all-networks", "portgroup-labels-consistent"]
    );
    assert!(near.cells[..2].iter().all(|cell| cell.group.is_none() && cell.marks.is_empty()));
    let nic = |label: &str, at: usize| &group(label).lanes[0].cells[at][0];
    assert_eq!(rules(picture, &nic("vMotion", 1).marks), ["vmotion-network-gbe"]);
    assert_eq!(rules(picture, &nic("Management Network", 0).marks), ["ha-redundant-net-same-subnet"]);
    let clean =
        [nic("vMotion", 0), nic("vMotion", 2), nic("Management Network", 1), nic("Management Network", 2)];
    assert!(clean.iter().all(|nic| nic.marks.is_empty()));
    assert_eq!(picture.notes.len(), 5, "and nothing else is drawn");
    let down = picture.switches[0].cells[0].as_ref().unwrap();
    assert_eq!(down.adapters[1].device, "vmnic1");
    assert_eq!(down.adapters[1].link, vpreflight::report::picture::Wire::Down);
}

#[test]
fn the_drawing_is_xml_with_texts_and_loads_nothing() {
    let report = judged(example());
    let expected = [
        "circle",
        "class",
        "cx",
        "cy",
        "d",
        "desc",
        "g",
        "height",
        "path",
        "r",
        "rect",
        "role",
        "rx",
        "style",
        "svg",
        "text",
        "text-anchor",
        "title",
        "transform",
        "viewBox",
        "width",
        "x",
        "xml:lang",
        "xmlns",
        "y",
    ];
    for lang in [Lang::En, Lang::Ja] {
        let svg = drawn(&report, lang);
        assert_eq!(markup(&svg), expected.iter().map(|name| (*name).to_owned()).collect(), "{lang:?}");
        assert!(!svg.contains("href") && !svg.contains("url("));
        for text in ["vmk1", "172.16.9.12/24", "VLAN 20", "vmotion-network-gbe", "esx03.tokyo.example"] {
            assert!(svg.contains(text), "{text}");
        }
        assert_eq!(svg.matches("<circle").count(), 7 + 5, "at their places, and below");
    }
}

#[test]
fn names_of_the_inventory_stay_text() {
    for name in super::hostile::NAMES {
        let mut report = judged(example());
        let picture = report.clusters[0].picture.as_mut().unwrap();
        picture.bands[0].hosts[0].name = (*name).to_owned();
        for switch in &mut picture.switches {
            switch.name = (*name).to_owned();
            for group in &mut switch.groups {
                group.label = (*name).to_owned();
                group.lanes.iter_mut().for_each(|lane| lane.subnets = (*name).to_owned());
                for nic in group.lanes.iter_mut().flat_map(|lane| &mut lane.cells).flatten() {
                    (nic.device, nic.kinds) = ((*name).to_owned(), Some(vec![(*name).to_owned()]));
                }
            }
        }
        for element in markup(&drawn(&report, Lang::En)) {
            assert!(!["script", "img", "a", "onerror", "failure"].contains(&element.as_str()), "{name}");
        }
    }
}

/// The example with as many hosts more that are as its first one.
fn crowd(more: u8) -> Inventory {
    let mut inventory = example();
    let first = inventory.hosts[0].clone();
    for number in 0..more {
        let mut host = first.clone();
        host.id = format!("host-9{number}").into();
        if let Prop::Known(name) = &mut host.name {
            *name = format!("esx9{number}.tokyo.example").into();
        }
        if let Prop::Known(network) = &mut host.network {
            for nic in &mut network.vnic {
                nic.ip.address = nic
                    .ip
                    .address
                    .rsplit_once('.')
                    .map_or_else(Default::default, |(net, _)| format!("{net}.{}", 100 + number).into());
            }
        }
        if let Prop::Known(hosts) = &mut inventory.clusters[0].host {
            hosts.push(host.id.clone());
        }
        inventory.hosts.push(host);
    }
    inventory
}

#[test]
fn above_eight_hosts_those_that_are_alike_share_a_column() {
    assert_eq!(picture(&judged(crowd(5))).bands.len(), 8);
    let report = judged(crowd(20));
    let picture = picture(&report);
    let sizes: Vec<usize> = picture.bands.iter().map(|band| band.hosts.len()).collect();
    assert_eq!((sizes.iter().sum::<usize>(), picture.hosts_left), (23, 0));
    assert!(sizes.len() <= 4 && sizes.contains(&20) || sizes.contains(&21), "{sizes:?}");
    let shared = sizes.iter().position(|size| *size > 1).unwrap();
    let nics = picture.switches.iter().flat_map(|switch| &switch.groups).flat_map(|group| &group.lanes);
    assert!(nics.flat_map(|lane| &lane.cells[shared]).all(|nic| nic.addresses.is_empty()));
    assert!(drawn(&report, Lang::Ja).contains("同じ構成のホスト"));
}

/// What names nothing is at no place, though a port group has no name that could be read.
#[test]
fn a_finding_that_names_nothing_of_the_network_is_not_drawn() {
    let mut inventory = example();
    for host in &mut inventory.hosts {
        if let Prop::Known(network) = &mut host.network {
            network.portgroup.iter_mut().for_each(|group| group.name = "".into());
            network.vnic.iter_mut().for_each(|nic| nic.portgroup = "".into());
        }
    }
    inventory.hosts.truncate(1);
    if let Prop::Known(hosts) = &mut inventory.clusters[0].host {
        hosts.truncate(1);
    }
    let report = judged(inventory);
    let too_few = report.prerequisites.iter().find(|rule| rule.id == "hosts-min-two").unwrap();
    assert!(!too_few.findings.is_empty());
    assert!(picture(&report).notes.iter().all(|note| note.rule != "hosts-min-two"));
}

#[test]
fn a_host_whose_networking_was_not_read_says_so() {
    let mut inventory = example();
    inventory.hosts[1].network = Prop::Unreadable(Unreadable::new(ReasonKind::Denied, "NoPermission"));
    let report = judged(inventory);
    let read: Vec<bool> = picture(&report).bands.iter().map(|band| band.read).collect();
    assert_eq!(read, [true, false, true]);
    assert!(drawn(&report, Lang::En).contains("Its networking was not read"));
}
