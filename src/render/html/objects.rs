//! How inventory objects, evidence and places stand in the page.

use std::io;

use super::{
    Page,
    known::KNOWN,
    words::{self, Word},
};
use crate::{
    render::{
        labels, named,
        places::{Spot, spots},
        safe,
        words::Msg,
    },
    report::{Asked, Evidence, Object, ObjectKind, Occurrence},
    terms::Lang,
};

/// Objects of a list that are seen without opening it.
const FEW_OBJECTS: usize = 8;

impl Page<'_, '_> {
    /// An object's name; its id where it has none.
    pub(super) fn object_name(&mut self, object: &Object) -> io::Result<()> {
        self.html.name(if object.name.is_empty() { &object.id } else { &object.name })
    }

    /// `host esx01`.
    pub(super) fn object(&mut self, object: &Object) -> io::Result<()> {
        self.html.both(|lang| words::kind(object.kind, lang))?;
        self.html.raw(" <b>")?;
        self.object_name(object)?;
        self.html.raw("</b>")
    }

    /// `LMS-DB01 (esx01)`.
    fn located(&mut self, place: &Occurrence) -> io::Result<()> {
        self.object_name(&place.object)?;
        self.where_it_is(place)
    }

    /// ` (esx01)`: the host of a VM, the cluster of a host.
    fn where_it_is(&mut self, place: &Occurrence) -> io::Result<()> {
        match named::within(place) {
            None => Ok(()),
            Some(on) => {
                self.html.raw(" (")?;
                self.html.name(on)?;
                self.html.raw(")")
            }
        }
    }

    /// Where something was found: one object with its path and id, or how many and which.
    /// Elements that `message` does not name stand behind their object.
    pub(super) fn places(&mut self, places: &[Occurrence], message: &str) -> io::Result<()> {
        // The new ones stand first; of those that the baseline has their number tells it, not each name.
        let (known, new): (Vec<&Occurrence>, Vec<&Occurrence>) = places.iter().partition(|place| place.known);
        if known.is_empty() || new.is_empty() {
            return self.places_alike(&spots(places, message));
        }
        self.places_alike(&spots(new, message))?;
        self.html.raw("<p>")?;
        self.known_mark(KNOWN)?;
        self.places_alike(&spots(known, message))?;
        self.html.raw("</p>")
    }

    fn places_alike(&mut self, spots: &[Spot<'_>]) -> io::Result<()> {
        match spots {
            [] => Ok(()),
            [spot] => {
                let one = spot.place;
                self.object(&one.object)?;
                self.where_it_is(one)?;
                self.html.raw(" <small class=path>")?;
                if !one.object.path.is_empty() {
                    self.html.text(&one.object.path)?;
                    self.html.raw(" · ")?;
                }
                self.html.text(&one.object.id)?;
                self.html.raw("</small>")?;
                if spot.elements.is_empty() {
                    return Ok(());
                }
                self.html.raw("<p>")?;
                self.elements(spot)?;
                self.html.raw("</p>")
            }
            [first, ..] => {
                let alike = spots.iter().all(|spot| spot.object().kind == first.object().kind);
                let kind = alike.then_some(first.object().kind);
                self.list(kind, spots, |page, spot| {
                    page.located(spot.place)?;
                    if spot.elements.is_empty() {
                        return Ok(());
                    }
                    page.html.raw(": ")?;
                    page.elements(spot)
                })
            }
        }
    }

    /// `VM lms-db01`, `3 VMs: a, b, c`: the elements of an object.
    fn elements(&mut self, spot: &Spot<'_>) -> io::Result<()> {
        self.html.both(|lang| spot.lead(lang))?;
        self.some(&spot.elements, |page, place| {
            // The same name in both languages is a name, which may be written from right to left.
            match named::element(place, Lang::Ja) {
                told if told == place.element => page.html.name(&told),
                _ => page.html.both(|lang| safe::name(&named::element(place, lang)).into_owned()),
            }
        })
    }

    /// Objects of a question: how many and which.
    pub(super) fn objects(&mut self, objects: &[&Asked]) -> io::Result<()> {
        match objects {
            [] => Ok(()),
            [one] => self.object(&one.object),
            [first, ..] => {
                let kind = first.object.kind;
                let alike = objects.iter().all(|asked| asked.object.kind == kind);
                let name = |page: &mut Self, asked: &&Asked| page.object_name(&asked.object);
                self.list(alike.then_some(kind), objects, name)
            }
        }
    }

    /// `312 VMs: a, b, …`, the rest behind a disclosure, in one text: tens of thousands cost no elements.
    pub(super) fn list<T>(
        &mut self,
        kind: Option<ObjectKind>,
        items: &[T],
        write: impl Fn(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        match kind {
            Some(kind) => self.kind_and_count(kind, items.len())?,
            None => self.html.both(|lang| Msg::MixedObjects.count(lang, items.len()))?,
        }
        self.html.raw(": ")?;
        self.some(items, write)
    }

    /// The first few, the rest behind a disclosure.
    fn some<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T) -> io::Result<()>) -> io::Result<()> {
        // A disclosure that would hide one object only is not worth a click.
        let few = if items.len() <= FEW_OBJECTS + 1 { items.len() } else { FEW_OBJECTS };
        let (seen, rest) = items.split_at(few);
        for (at, item) in seen.iter().enumerate() {
            self.html.raw(if at > 0 { ", " } else { "" })?;
            write(self, item)?;
        }
        if rest.is_empty() {
            return Ok(());
        }
        self.html.raw("<details class=rest><summary>")?;
        self.html.both(|lang| Msg::AndMore.count(lang, rest.len()))?;
        self.html.raw("</summary>")?;
        for (at, item) in rest.iter().enumerate() {
            self.html.raw(if at > 0 { ", " } else { "" })?;
            write(self, item)?;
        }
        self.html.raw("</details>")
    }

    /// Evidence or values, each with its name.
    pub(super) fn evidence<'v>(
        &mut self,
        evidence: impl Iterator<Item = (&'v str, &'v Evidence)>,
    ) -> io::Result<()> {
        for (at, (name, value)) in evidence.enumerate() {
            // Blanks that vanish where a line ends, other than a margin.
            self.html.raw(if at > 0 { "&#160;&#160; <i>" } else { "<i>" })?;
            self.html.both(|lang| labels::label(name, lang))?;
            self.html.raw("</i> ")?;
            match value {
                Evidence::Bool(true) => self.html.both(|lang| Msg::Yes.get(lang))?,
                Evidence::Bool(false) => self.html.both(|lang| Msg::No.get(lang))?,
                Evidence::Int(number) => self.html.text(&number.to_string())?,
                // Values with their members are longer than any name, and told whole.
                Evidence::Text(text) if safe::name(text) == safe::value(value, self.lang) => {
                    self.html.name(text)?
                }
                Evidence::Text(_) | Evidence::Said(_) | Evidence::Listed(_) => {
                    self.html.both(|lang| match safe::value(value, lang) {
                        empty if empty.is_empty() => "–".to_owned(),
                        told => told,
                    })?
                }
                Evidence::List(names) if names.is_empty() => self.html.text("–")?,
                Evidence::List(names) => {
                    for (at, name) in names.iter().enumerate() {
                        self.html.raw(if at > 0 { ", " } else { "" })?;
                        self.html.name(name)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A row of a description list; the caller writes the value and calls [`Page::row_end`].
    pub(super) fn row(&mut self, word: Word) -> io::Result<()> {
        // A term for each language: of tens of thousands of entries each element less is felt.
        self.html.raw("<dt lang=en>")?;
        self.html.text(word.get(Lang::En))?;
        self.html.raw("</dt><dt lang=ja>")?;
        self.html.text(word.get(Lang::Ja))?;
        self.html.raw("</dt><dd>")
    }

    /// One more value under the term of the row before, where there is one.
    pub(super) fn row_or_more(&mut self, word: Word, first: bool) -> io::Result<()> {
        if first { self.row(word) } else { self.html.raw("<dd>") }
    }

    /// The end of a row.
    pub(super) fn row_end(&mut self) -> io::Result<()> {
        self.html.raw("</dd>")
    }

    /// A row of plain text; nothing where that is empty.
    pub(super) fn row_text(&mut self, word: Word, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.row(word)?;
        self.html.text(text)?;
        self.row_end()
    }

    /// The clusters of some places as a value for scripts: their numbers, `-` outside of any.
    pub(super) fn clusters_of<'p>(&self, places: impl Iterator<Item = Option<&'p str>>) -> String {
        let mut found: Vec<Option<usize>> =
            places.map(|id| id.and_then(|id| self.clusters.get(id).copied())).collect();
        found.sort_unstable();
        found.dedup();
        let word = |at: Option<usize>| at.map_or("-".to_owned(), |at| at.to_string());
        found.into_iter().map(word).collect::<Vec<_>>().join(" ")
    }
}

/// Lines of a text of a rule.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| safe::line(line).into_owned()).collect()
}
