//! Where everything of a picture stands.

use super::pen::{LINE, Shape, fit, wrap};
use super::words::{Word, traffic};
use crate::render::html::Html;
use crate::render::left_out;
use crate::report::picture::{
    AdapterCell, Band, GroupCell, GroupRow, InterfaceCell, Lan, Lane, Note, Picture, SwitchRow, Wire,
};
use crate::report::{ClusterInfo, Level};
use crate::terms::Lang;

/// Around everything.
const MARGIN: i64 = 12;
/// Width of the names of rows.
const NAMES: i64 = 190;
/// Width of a band.
const BAND: i64 = 240;
/// Between bands.
const GAP: i64 = 14;
/// Between things in a band.
const APART: i64 = 6;
/// Around text in a box.
const PAD: i64 = 6;
/// How far things on a switch stand in from its left edge, where its wire goes down.
const INDENT: i64 = 18;
/// Height of a box with one line.
const ONE: i64 = LINE + 6;
/// Height of a box with two lines.
const TWO: i64 = 2 * LINE + 6;
/// Width of the number of a finding.
const MARK: i64 = 18;

/// A picture as shapes.
#[derive(Debug)]
pub struct Drawing {
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
    shapes: Vec<Shape>,
}

impl Drawing {
    /// One line of text.
    pub fn saying(text: &str) -> Self {
        let shape = Shape::Text { class: "soft", at: (MARGIN, MARGIN), text: text.to_owned() };
        Self { width: 480, height: 2 * MARGIN + LINE, shapes: vec![shape] }
    }

    /// Writes it.
    pub fn write(&self, svg: &mut Html<'_>) -> std::io::Result<()> {
        self.shapes.iter().try_for_each(|shape| shape.write(svg))
    }
}

/// The picture of a cluster; with what the numbers of findings stand for, unless that is told beside it.
pub fn draw(cluster: &ClusterInfo, picture: &Picture, with_notes: bool, lang: Lang) -> Drawing {
    let count = i64::try_from(picture.bands.len()).unwrap_or_default();
    let width = 2 * MARGIN + NAMES + count * (BAND + GAP);
    let mut board = Board { picture, lang, shapes: Vec::new(), width, y: MARGIN };
    board.text("head", MARGIN, &fit(&cluster.object.path, width - 2 * MARGIN));
    board.y += LINE + APART;
    board.heads();
    let top = board.y;
    for switch in &picture.switches {
        board.switch(switch);
    }
    board.unread(top);
    board.left();
    if with_notes {
        board.notes();
    }
    Drawing { width, height: board.y + MARGIN, shapes: board.shapes }
}

struct Board<'p> {
    picture: &'p Picture,
    lang: Lang,
    shapes: Vec<Shape>,
    width: i64,
    y: i64,
}

/// Left edge of a band.
fn left(band: usize) -> i64 {
    MARGIN + NAMES + i64::try_from(band).unwrap_or_default() * (BAND + GAP)
}

/// Height of a number of boxes below one another.
fn pile(count: usize, height: i64) -> i64 {
    i64::try_from(count).unwrap_or_default() * (height + APART)
}

impl<'p> Board<'p> {
    fn text(&mut self, class: &'static str, x: i64, text: &str) {
        self.shapes.push(Shape::Text { class, at: (x, self.y), text: text.to_owned() });
    }

    fn note(&self, number: usize) -> Option<&'p Note> {
        self.picture.notes.get(number.checked_sub(1)?)
    }

    /// The worst level of some findings.
    fn worst(&self, marks: &[usize]) -> Option<Level> {
        marks.iter().filter_map(|number| Some(self.note(*number)?.level)).max()
    }

    /// A box with text and the numbers of findings at its right end.
    fn boxed(
        &mut self,
        (class, at, size): (&'static str, (i64, i64), (i64, i64)),
        lines: &[String],
        marks: &[usize],
    ) {
        let (plain, gap) = (class, class == "gap");
        let class = match self.worst(marks) {
            Some(Level::Fail) => {
                if gap {
                    "gap-bad"
                } else {
                    "bad"
                }
            }
            Some(_) => {
                if gap {
                    "gap-poor"
                } else {
                    "poor"
                }
            }
            None => plain,
        };
        let numbers = marks.iter().map(|number| Word::Finding.fill(self.lang, &[("number", number)]));
        let says: Vec<String> = lines.iter().cloned().chain(numbers).collect();
        self.shapes.push(Shape::Box { class, at, size, says: says.join(" · ") });
        let room = size.0 - 2 * PAD - MARK * i64::try_from(marks.len()).unwrap_or_default();
        let high = LINE * i64::try_from(lines.len()).unwrap_or_default();
        let mut y = at.1 + (size.1 - high) / 2;
        for (place, line) in lines.iter().enumerate() {
            let class = if gap || place > 0 { "soft" } else { "word" };
            self.shapes.push(Shape::Text { class, at: (at.0 + PAD, y), text: fit(line, room) });
            y += LINE;
        }
        let mut x = at.0 + size.0 - MARK / 2 - 2;
        for number in marks.iter().rev() {
            self.mark(*number, (x, at.1 + size.1 / 2));
            x -= MARK;
        }
    }

    fn mark(&mut self, number: usize, at: (i64, i64)) {
        let Some(note) = self.note(number) else { return };
        let class = if note.level == Level::Fail { "fail" } else { "warn" };
        let says = said(note, self.lang);
        self.shapes.push(Shape::Mark { class, at, number, says });
    }

    fn heads(&mut self) {
        for (at, band) in self.picture.bands.iter().enumerate() {
            let (first, second) = self.head(band);
            self.text("head", left(at), &fit(&first, BAND));
            self.shapes.push(Shape::Text {
                class: "soft",
                at: (left(at), self.y + LINE),
                text: fit(&second, BAND),
            });
        }
        self.y += 2 * LINE + APART;
    }

    /// The name of a band, and what is to be said beside it.
    fn head(&self, band: &Band) -> (String, String) {
        let names: Vec<&str> = band.hosts.iter().map(|host| host.name.as_str()).collect();
        let state = band.state.map(|state| left_out::state(state).get(self.lang));
        match names.as_slice() {
            [name] => ((*name).to_owned(), state.unwrap_or_default().to_owned()),
            names => {
                let alike = Word::Alike.count(self.lang, names.len());
                let first = state.map_or(alike.clone(), |state| format!("{alike}: {state}"));
                (first, names.join(", "))
            }
        }
    }

    fn switch(&mut self, row: &SwitchRow) {
        let most = row.cells.iter().flatten().map(|cell| cell.adapters.len()).max().unwrap_or_default();
        let adapters = self.y;
        self.y += pile(most, ONE);
        let switch = self.y;
        let name = if row.name.is_empty() { Word::NoSwitch.get(self.lang) } else { &row.name };
        self.shapes.push(Shape::Text {
            class: "head",
            at: (MARGIN, switch + 3),
            text: fit(name, NAMES - PAD),
        });
        self.y += ONE + APART;
        let mut ends: Vec<i64> = vec![switch + ONE; row.cells.len()];
        for group in &row.groups {
            self.group(row, group, &mut ends);
        }
        for (at, cell) in row.cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let wire = left(at) + PAD;
            if ends[at] > switch + ONE {
                self.shapes.push(Shape::Line { from: (wire, switch + ONE), to: (wire, ends[at]) });
            }
            // The lowest adapter stands just above the switch.
            let mut y = adapters + pile(most - cell.adapters.len(), ONE);
            if !cell.adapters.is_empty() {
                self.shapes.push(Shape::Line { from: (wire, y + ONE / 2), to: (wire, switch) });
            }
            for adapter in &cell.adapters {
                self.shapes
                    .push(Shape::Line { from: (wire, y + ONE / 2), to: (wire + INDENT - PAD, y + ONE / 2) });
                let class = if matches!(adapter.link, Wire::Up(..)) { "thing" } else { "down" };
                let (at, size) = ((left(at) + INDENT, y), (BAND - INDENT, ONE));
                let line = link(adapter, self.lang);
                self.boxed((class, at, size), &[line], &adapter.marks);
                y += ONE + APART;
            }
            let mtu = cell.mtu.map(|mtu| Word::Mtu.fill(self.lang, &[("mtu", &mtu)]));
            let line = [Some(name.to_owned()), mtu].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            self.boxed(("switch", (left(at), switch), (BAND, ONE)), &[line], &cell.marks);
        }
        self.y += APART;
    }

    /// A port group over all bands; `ends` is how far the wire of each switch goes down.
    fn group(&mut self, switch: &SwitchRow, row: &GroupRow, ends: &mut [i64]) {
        let top = self.y;
        let lanes: i64 = row.lanes.iter().map(|lane| pile(deepest(lane), TWO)).sum();
        let size = (self.width - 2 * MARGIN, ONE + APART + lanes);
        self.shapes.push(Shape::Box {
            class: "row",
            at: (MARGIN, top - APART / 2),
            size,
            says: String::new(),
        });
        self.text("word", MARGIN + PAD, &fit(&row.label, NAMES - 2 * PAD));
        for (at, cell) in row.cells.iter().enumerate() {
            let read = self.picture.bands.get(at).is_some_and(|band| band.read);
            if !read {
                continue;
            }
            let here = switch.cells.get(at).is_some_and(Option::is_some);
            let wired = here && cell.group.as_ref().is_some_and(|group| group.elsewhere.is_none());
            if wired {
                let (wire, middle) = (left(at) + PAD, top + ONE / 2);
                self.shapes.push(Shape::Line { from: (wire, middle), to: (left(at) + INDENT, middle) });
                if let Some(end) = ends.get_mut(at) {
                    *end = middle;
                }
            }
            let (class, line) = group_line(cell, self.lang);
            self.boxed((class, (left(at) + INDENT, top), (BAND - INDENT, ONE)), &[line], &cell.marks);
        }
        self.y += ONE + APART;
        for lane in &row.lanes {
            self.lane(lane);
        }
    }

    fn lane(&mut self, lane: &Lane) {
        let top = self.y;
        let subnets = if lane.subnets.is_empty() { Word::NoAddress.get(self.lang) } else { &lane.subnets };
        self.text("soft", MARGIN + INDENT, &fit(subnets, NAMES - INDENT - PAD));
        for (at, cell) in lane.cells.iter().enumerate() {
            let mut y = top;
            let x = left(at) + 2 * INDENT;
            for nic in cell {
                self.shapes.push(Shape::Line { from: (x - PAD, top - APART), to: (x - PAD, y + TWO / 2) });
                self.shapes.push(Shape::Line { from: (x - PAD, y + TWO / 2), to: (x, y + TWO / 2) });
                let lines = interface(nic, self.lang);
                self.boxed(("thing", (x, y), (BAND - 2 * INDENT, TWO)), &lines, &nic.marks);
                y += TWO + APART;
            }
        }
        self.y = top + pile(deepest(lane), TWO);
    }

    /// Hosts whose networking was not read.
    fn unread(&mut self, top: i64) {
        let height = (self.y - top).max(ONE);
        for (at, band) in self.picture.bands.iter().enumerate().filter(|(_, band)| !band.read) {
            let line = Word::NotRead.get(self.lang).to_owned();
            let names: Vec<&str> = band.hosts.iter().map(|host| host.name.as_str()).collect();
            self.shapes.push(Shape::Box {
                class: "gap",
                at: (left(at), top),
                size: (BAND, height),
                says: names.join(", "),
            });
            self.shapes.push(Shape::Text {
                class: "soft",
                at: (left(at) + PAD, top + PAD),
                text: fit(&line, BAND - 2 * PAD),
            });
        }
        self.y = self.y.max(top + height) + APART;
    }

    /// What was left out.
    fn left(&mut self) {
        let lang = self.lang;
        let (hosts, groups) = (self.picture.hosts_left, self.picture.groups_left);
        let left = [(hosts, Word::HostsLeft), (groups, Word::GroupsLeft)];
        for (count, word) in left.into_iter().filter(|(count, _)| *count > 0) {
            self.text("soft", MARGIN, &word.count(lang, count));
            self.y += LINE + APART;
        }
    }

    /// The findings.
    fn notes(&mut self) {
        let lang = self.lang;
        for (at, note) in self.picture.notes.iter().enumerate() {
            self.mark(at + 1, (MARGIN + MARK / 2, self.y + LINE / 2));
            for line in wrap(&said(note, lang), self.width - 2 * MARGIN - MARK - PAD) {
                self.text("word", MARGIN + MARK + PAD, &line);
                self.y += LINE;
            }
            self.y += APART;
        }
    }
}

/// A finding in words.
pub fn said(note: &Note, lang: Lang) -> String {
    let more = (note.more > 0).then(|| format!(" ({})", Word::More.count(lang, note.more)));
    format!("{}: {}{}", note.rule, note.says.get(lang), more.unwrap_or_default())
}

fn deepest(lane: &Lane) -> usize {
    lane.cells.iter().map(Vec::len).max().unwrap_or_default()
}

fn link(adapter: &AdapterCell, lang: Lang) -> String {
    let state = match adapter.link {
        Wire::Asleep => Word::Asleep.get(lang).to_owned(),
        Wire::Down => Word::LinkDown.get(lang).to_owned(),
        Wire::Up(mbps, true) => format!("{mbps} Mb/s"),
        Wire::Up(mbps, false) => format!("{mbps} Mb/s {}", Word::HalfDuplex.get(lang)),
    };
    format!("{} · {state}", adapter.device)
}

fn group_line(cell: &GroupCell, lang: Lang) -> (&'static str, String) {
    let Some(group) = &cell.group else {
        return ("gap", Word::Absent.get(lang).to_owned());
    };
    let lan_said = match &group.lan {
        Some(Lan::Vlan(vlan)) => Word::Vlan.fill(lang, &[("vlan", vlan)]),
        Some(Lan::Segment(segment)) => Word::Segment.fill(lang, &[("segment", segment)]),
        None => Word::NoVlan.get(lang).to_owned(),
    };
    let class = if group.odd_lan || group.elsewhere.is_some() { "odd" } else { "thing" };
    let elsewhere = group.elsewhere.as_ref().map(|switch| Word::OnSwitch.fill(lang, &[("switch", switch)]));
    (class, [Some(lan_said), elsewhere].into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// An adapter and what it carries; its addresses and MTU.
fn interface(nic: &InterfaceCell, lang: Lang) -> [String; 2] {
    let kinds = match &nic.kinds {
        None => Word::UntoldService.get(lang).to_owned(),
        Some(kinds) if kinds.is_empty() => Word::NoService.get(lang).to_owned(),
        Some(kinds) => kinds.iter().map(|kind| traffic(kind, lang)).collect::<Vec<_>>().join(", "),
    };
    let mtu = nic.mtu.map(|mtu| Word::Mtu.fill(lang, &[("mtu", &mtu)]));
    let second: Vec<String> = nic.addresses.iter().cloned().chain(mtu).collect();
    [format!("{} · {kinds}", nic.device), second.join(" · ")]
}
