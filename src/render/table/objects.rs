//! How inventory objects are named in the report.

use unicode_width::UnicodeWidthStr;

use super::{super::safe, FEW_OBJECTS, View};
use crate::{
    render::{
        named::{self, kind_words, object_name},
        places::{Spot, spots},
        words::Msg,
    },
    report::{Object, ObjectKind, Occurrence},
};

impl View<'_, '_> {
    /// An object's name alone.
    pub(super) fn name(&self, object: &Object) -> String {
        object_name(object)
    }

    /// An object's inventory path, or its name where it has none.
    pub(super) fn path(&self, object: &Object) -> String {
        if object.path.is_empty() {
            return self.name(object);
        }
        object.path.split('/').map(safe::name).collect::<Vec<_>>().join("/")
    }

    /// `host esx01`.
    pub(super) fn kind_and_name(&self, object: &Object) -> String {
        named::kind_and_name(object, self.style.lang)
    }

    /// `3 hosts`.
    pub(super) fn kind_and_count(&self, kind: ObjectKind, count: usize) -> String {
        self.count(kind_words(kind).1, count)
    }

    /// `LMS-DB01 on esx01`; with its inventory path where everything is asked for.
    fn located(&self, place: &Occurrence) -> String {
        let name = if self.style.all { self.path(&place.object) } else { self.name(&place.object) };
        let name = match named::within(place) {
            None => name,
            Some(on) => {
                let msg = if place.object.kind == ObjectKind::Vm { Msg::On } else { Msg::In };
                self.fill(msg, &[("name", &name), ("on", &safe::name(on))])
            }
        };
        if place.known { format!("{name} [{}]", self.msg(Msg::Known)) } else { name }
    }

    /// `host esx01 and 3 more`, within `columns`.
    pub(super) fn summary(&self, objects: &[&Object], with_kind: bool, columns: usize) -> String {
        let Some(first) = objects.first() else { return String::new() };
        let first = if with_kind { self.kind_and_name(first) } else { self.name(first) };
        if objects.len() == 1 {
            return safe::fit(&first, columns);
        }
        let more = self.count(Msg::AndMore, objects.len() - 1);
        let room = columns.saturating_sub(more.width() + 1).max(8);
        format!("{} {more}", safe::fit(&first, room))
    }

    /// The places of a finding, as the parts of a list: what it is, then the first few of them. Elements that
    /// `message` does not name stand behind their object.
    pub(super) fn places(&self, places: &[Occurrence], message: &str) -> (String, Vec<String>) {
        let spots = spots(places, message);
        match spots.as_slice() {
            [] => (String::new(), Vec::new()),
            [one] => {
                let kind = self.msg(kind_words(one.object().kind).0);
                let object = format!("{kind} {}", self.located(one.place));
                if one.elements.is_empty() {
                    return (String::new(), vec![object]);
                }
                (format!("{object}: {}", one.lead(self.style.lang)), self.elements(one))
            }
            [first, ..] => {
                let lead = if spots.iter().all(|spot| spot.object().kind == first.object().kind) {
                    self.kind_and_count(first.object().kind, spots.len())
                } else {
                    self.count(Msg::MixedObjects, spots.len())
                };
                let lead = format!("{lead}: ");
                let located = spots.iter().map(|spot| {
                    let object = self.located(spot.place);
                    if spot.elements.is_empty() {
                        return object;
                    }
                    let elements = self.elements(spot).join(self.msg(Msg::Comma));
                    format!("{object} [{}{elements}]", spot.lead(self.style.lang))
                });
                (lead, self.few(spots.len(), located))
            }
        }
    }

    /// The first few elements of an object.
    fn elements(&self, spot: &Spot<'_>) -> Vec<String> {
        let names = spot
            .elements
            .iter()
            .map(|place| safe::name(&named::element(place, self.style.lang)).into_owned());
        self.few(spot.elements.len(), names)
    }

    /// The first few names of a list, and how many more there are.
    pub(super) fn few(&self, total: usize, names: impl Iterator<Item = String>) -> Vec<String> {
        let listed = self.listed(total, FEW_OBJECTS);
        let mut parts: Vec<String> = names.take(listed).collect();
        if total > listed {
            parts.push(self.count(Msg::AndMoreAll, total - listed));
        }
        parts
    }
}
