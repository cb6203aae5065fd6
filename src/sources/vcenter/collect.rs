//! Lists objects through container views and reads their properties, page by page; the next page
//! is on its way while the last is decoded off the asynchronous threads.

use crate::terms::{Text, Unanswered, told};
use std::collections::HashSet;
use std::sync::Arc;

use super::answers::{self, Page};
use super::ending::Left;
use super::error::Error;
use super::http::{Client, Method};
use super::open::Open;
use super::plan::Family;
use super::progress::Progress;
use super::settings::{Asks, Settings};
use super::soap::{Bad, Fault, element, reference};
use crate::inventory::*;
use crate::sources::vim::Content;

/// The first version with `RetrievePropertiesEx`.
pub(super) const PAGED: ApiVersion = ApiVersion::of(&[4, 1]);

/// Objects asked for at a time where the server does not page.
const CHUNK: usize = 100;

/// Pages without any object that may follow each other: objects may have gone meanwhile, but not so many.
const EMPTY_PAGES: usize = 10;

/// More objects of a type than any vCenter has: ten times the largest number that VMware publishes for one.
fn ceiling(base: &str) -> usize {
    match base {
        HostSystem::TYPE => 25_000,
        VirtualMachine::TYPE => 450_000,
        _ => 200_000,
    }
}

/// What one view gave.
pub(super) struct Listing {
    pub family: Family,
    pub inventory: Inventory,
    /// Type and path of properties that the server does not know after all.
    pub dropped: Vec<(&'static str, &'static str)>,
    /// Why the listing is not complete.
    pub unlisted: Option<Arc<Unreadable>>,
}

/// Reads objects of one vCenter in one session.
pub(super) struct Collector<'c> {
    pub client: &'c Arc<Client>,
    /// Name or address under which the server is reached.
    pub server: &'c str,
    pub content: &'c Content,
    pub version: ApiVersion,
    pub page_size: usize,
    /// Older events are not asked for, seconds since 1970-01-01 UTC.
    pub events_since_s: Option<i64>,
    /// What is asked beyond the usual.
    pub asks: Asks,
    /// Event collectors that exist on the server.
    pub open: &'c Arc<Open>,
    pub progress: &'c dyn Progress,
}

impl<'c> Collector<'c> {
    /// One for a server that has said what it is; what has to be ended afterwards is left in `left`.
    pub fn new(
        client: &'c Arc<Client>,
        settings: &'c Settings,
        (content, version): (&'c Content, ApiVersion),
        left: &'c Left,
        progress: &'c dyn Progress,
    ) -> Self {
        Self {
            client,
            server: settings.url.host_str().unwrap_or_default(),
            content,
            version,
            page_size: settings.page_size,
            events_since_s: settings.events_since_s,
            asks: settings.asks,
            open: &left.open,
            progress,
        }
    }
}

impl Collector<'_> {
    /// Lists the types of `family` below the containers, one after the other, and reads what is asked
    /// of them. A fault makes the listing incomplete; only a broken connection or session is an error.
    pub async fn list(&self, family: Family, containers: &[MoRef]) -> Result<Listing, Error> {
        let mut listing =
            Listing { family, inventory: Inventory::default(), dropped: vec![], unlisted: None };
        for container in containers {
            listing = self.list_below(listing, container).await?;
        }
        Ok(listing)
    }

    async fn list_below(&self, mut listing: Listing, container: &MoRef) -> Result<Listing, Error> {
        let Some(manager) = &self.content.view_manager else {
            listing.unlisted = Some(Unreadable::new(ReasonKind::Untold, Unanswered::NoViews));
            return Ok(listing);
        };
        let arguments = format!(
            "{}{}<recursive>true</recursive>",
            reference("container", container),
            element("type", listing.family.base),
        );
        let answer = self.client.call(Method::CreateContainerView, manager, &arguments).await?;
        let view = match reference_of(&answer) {
            Ok(view) => view,
            Err(bad) => return self.incomplete(listing, Method::CreateContainerView, bad, answer.len()),
        };
        let read = if self.version >= PAGED {
            self.read_pages(&mut listing, &view).await
        } else {
            self.read_chunks(&mut listing, &view, CHUNK).await
        };
        // A view that cannot be destroyed ends with the session.
        let _ = self.client.call(Method::DestroyView, &view, "").await;
        match read {
            Ok(()) => Ok(listing),
            Err(Stop::Fatal(error)) => Err(error),
            Err(Stop::Bad(method, bad, bytes)) => self.incomplete(listing, method, bad, bytes),
        }
    }

    /// A fault ends a listing early; everything else ends the run.
    fn incomplete(
        &self,
        mut listing: Listing,
        method: Method,
        bad: Bad,
        bytes: usize,
    ) -> Result<Listing, Error> {
        match bad {
            Bad::Fault(fault) if !fault.is_session_lost() => {
                let some = listing.inventory.objects() > 0;
                let reason = match fault.reason() {
                    ReasonKind::Denied => ReasonKind::Denied,
                    _ if some => ReasonKind::Truncated,
                    _ => ReasonKind::Failed,
                };
                listing.unlisted = Some(Unreadable::new(reason, fault.detail()));
                Ok(listing)
            }
            bad => Err(self.client.bad(method, bad, bytes)),
        }
    }

    async fn read_pages(&self, listing: &mut Listing, view: &MoRef) -> Result<(), Stop> {
        let collector = &self.content.property_collector;
        let options = format!("<options><maxObjects>{}</maxObjects></options>", self.page_size.max(1));
        let mut method = Method::RetrievePropertiesEx;
        let mut arguments = format!("{}{options}", self.view_spec(&listing.family.specs, view));
        let mut text = self.client.call(method, collector, &arguments).await?;
        let (mut tokens, mut seen, mut empty) = (HashSet::new(), HashSet::new(), 0);
        loop {
            let token = answers::token(&text);
            let ahead = token.is_some();
            let (page, next) = tokio::join!(
                self.decode(method, text, listing.family.base),
                self.next_page(token.as_deref()),
            );
            let (bytes, page) = page?;
            let page = match page {
                Ok((page, mut read)) => {
                    keep_new(&mut read, &mut seen);
                    empty = if read.objects() > 0 { 0 } else { empty + 1 };
                    self.absorb(listing, read, None);
                    let repeats = page.token.as_ref().is_some_and(|token| !tokens.insert(token.clone()));
                    if repeats
                        || empty > EMPTY_PAGES
                        || listing.inventory.objects() > ceiling(listing.family.base)
                    {
                        return Err(Stop::Fatal(self.endless(method, listing)));
                    }
                    page
                }
                Err(Bad::Fault(fault))
                    if self.dropped(listing, &fault) && method == Method::RetrievePropertiesEx =>
                {
                    arguments = format!("{}{options}", self.view_spec(&listing.family.specs, view));
                    text = self.client.call(method, collector, &arguments).await?;
                    continue;
                }
                // Some releases refuse further pages to accounts that have no role on the root folder.
                Err(Bad::Fault(fault))
                    if fault.reason() == ReasonKind::Denied
                        && method == Method::ContinueRetrievePropertiesEx =>
                {
                    self.progress.no_further_page(listing.family.base);
                    listing.inventory = Inventory::default();
                    return self.read_chunks(listing, view, self.page_size).await;
                }
                Err(bad) => return Err(self.stop(method, gone_with_session(bad), bytes)),
            };
            if page.session_lost {
                return Err(Stop::Fatal(self.session_lost(method)));
            }
            method = Method::ContinueRetrievePropertiesEx;
            text = match (next, page.token) {
                (Some(next), _) => next?,
                // The token stood behind the objects.
                (None, Some(token)) if !ahead => match self.next_page(Some(&token)).await {
                    Some(next) => next?,
                    None => return Ok(()),
                },
                (None, _) => return Ok(()),
            };
        }
    }

    async fn next_page(&self, token: Option<&str>) -> Option<Result<String, Error>> {
        let arguments = element("token", token?);
        let collector = &self.content.property_collector;
        Some(self.client.call(Method::ContinueRetrievePropertiesEx, collector, &arguments).await)
    }

    /// Where nothing is paged: first the references, then the objects in handfuls.
    async fn read_chunks(&self, listing: &mut Listing, view: &MoRef, size: usize) -> Result<(), Stop> {
        let method = Method::RetrieveProperties;
        let arguments = self.view_spec(&[(listing.family.base, vec!["name"])], view);
        let text = self.client.call(method, &self.content.property_collector, &arguments).await?;
        let bytes = text.len();
        let (refs, lost) =
            answers::refs(&text).map_err(|bad| self.stop(method, gone_with_session(bad), bytes))?;
        if lost {
            return Err(Stop::Fatal(self.session_lost(method)));
        }
        self.read_objects(listing, refs, size).await
    }

    /// Reads the objects `refs`, `size` at a time; objects that have gone meanwhile are left out.
    pub async fn read_objects(
        &self,
        listing: &mut Listing,
        refs: Vec<MoRef>,
        size: usize,
    ) -> Result<(), Stop> {
        let total = refs.len();
        let mut chunks = refs.chunks(size.max(1)).map(<[MoRef]>::to_vec);
        let Some(mut chunk) = chunks.next() else { return Ok(()) };
        let mut text = self.chunk(&listing.family.specs, &chunk).await?;
        loop {
            let next_chunk = chunks.next();
            let specs = &listing.family.specs;
            let method = Method::RetrieveProperties;
            let (read, next) = tokio::join!(self.decode(method, text, listing.family.base), async {
                match &next_chunk {
                    Some(next) => Some(self.chunk(specs, next).await),
                    None => None,
                }
            });
            let (bytes, mut read) = read?;
            let mut stale = false;
            while let Err(Bad::Fault(fault)) = &read {
                // Both cures take something out of the question, so this ends.
                if !without(&mut chunk, fault) {
                    if !self.dropped(listing, fault) {
                        break;
                    }
                    stale = true;
                }
                let again = self.chunk(&listing.family.specs, &chunk).await?;
                read = self.decode(method, again, listing.family.base).await?.1;
            }
            let (page, read) = read.map_err(|bad| self.stop(method, bad, bytes))?;
            if page.session_lost {
                return Err(Stop::Fatal(self.session_lost(method)));
            }
            self.absorb(listing, read, Some(total));
            text = match (next_chunk, next) {
                (Some(next_chunk), Some(next)) => {
                    chunk = next_chunk;
                    // An answer to a question that has changed meanwhile would be refused as well.
                    if stale { self.chunk(&listing.family.specs, &chunk).await? } else { next? }
                }
                _ => return Ok(()),
            };
        }
    }

    async fn chunk(
        &self,
        specs: &[(&'static str, Vec<&'static str>)],
        refs: &[MoRef],
    ) -> Result<String, Error> {
        let objects: String =
            refs.iter().map(|to| format!("<objectSet>{}</objectSet>", reference("obj", to))).collect();
        let arguments = format!("<specSet>{}{objects}</specSet>", property_sets(specs));
        self.client.call(Method::RetrieveProperties, &self.content.property_collector, &arguments).await
    }

    /// Decodes an answer on a thread of its own; gives its length beside the result.
    async fn decode(
        &self,
        method: Method,
        text: String,
        base: &'static str,
    ) -> Result<(usize, Decoded), Error> {
        let bytes = text.len();
        let work = tokio::task::spawn_blocking(move || {
            let mut inventory = Inventory::default();
            let page = answers::page(&text, base, &mut inventory)?;
            inventory.tighten();
            Ok((page, inventory))
        });
        match work.await {
            Ok(Ok((_, inventory))) if stranger(&inventory, base).is_some() => {
                let kind = stranger(&inventory, base).unwrap_or_default();
                Err(self.client.foreign(
                    method,
                    told!(
                        "with objects of type {kind} when asked for {base}",
                        "{base} の問い合わせに対する {kind} のオブジェクト"
                    ),
                ))
            }
            Ok(decoded) => Ok((bytes, decoded)),
            Err(error) => {
                Err(Error::Internal { server: self.client.server.clone(), cause: Text::quoted(error) })
            }
        }
    }

    /// Takes the property that `fault` names out of the question; false when there is none.
    fn dropped(&self, listing: &mut Listing, fault: &Fault) -> bool {
        if fault.name != "InvalidProperty" || fault.property.is_empty() {
            return false;
        }
        let dropped = listing.family.drop_property(&fault.property);
        listing.dropped.extend(&dropped);
        !dropped.is_empty()
    }

    fn absorb(&self, listing: &mut Listing, read: Inventory, total: Option<usize>) {
        listing.inventory.append(read);
        self.progress.objects(listing.family.base, listing.inventory.objects(), total);
    }

    fn stop(&self, method: Method, bad: Bad, bytes: usize) -> Stop {
        Stop::Bad(method, bad, bytes)
    }

    fn endless(&self, method: Method, listing: &Listing) -> Error {
        Error::Endless {
            server: self.client.server.clone(),
            call: method.name().to_owned(),
            what: listing.family.base,
            objects: listing.inventory.objects(),
        }
    }

    pub fn session_lost(&self, method: Method) -> Error {
        Error::SessionLost { server: self.client.server.clone(), call: method.name().to_owned() }
    }

    /// What is asked of all objects in a view. The root folder is in no view of its own inventory.
    pub fn view_spec(&self, specs: &[(&'static str, Vec<&'static str>)], view: &MoRef) -> String {
        let root = if specs.iter().any(|(name, _)| *name == "Folder") {
            format!("<objectSet>{}</objectSet>", reference("obj", &self.content.root_folder))
        } else {
            String::new()
        };
        format!(
            concat!(
                r#"<specSet>{}<objectSet>{}<skip>true</skip><selectSet xsi:type="TraversalSpec">"#,
                r#"<type>{}</type><path>view</path><skip>false</skip></selectSet></objectSet>{}</specSet>"#,
            ),
            property_sets(specs),
            reference("obj", view),
            super::soap::escape(&view.kind),
            root,
        )
    }
}

type Decoded = Result<(Page, Inventory), Bad>;

/// Why reading stops.
pub(super) enum Stop {
    /// The run is over.
    Fatal(Error),
    /// An answer without a result: its method, what is wrong, and its length.
    Bad(Method, Bad, usize),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fatal(error)
    }
}

/// Some servers answer a lost session with a fault about the view, which has gone with it.
fn gone_with_session(bad: Bad) -> Bad {
    match bad {
        Bad::Fault(mut fault) if fault.name == "ManagedObjectNotFound" => {
            fault.name = "NotAuthenticated".to_owned();
            Bad::Fault(fault)
        }
        bad => bad,
    }
}

/// Takes the object that has gone out of `chunk`; false when the fault is about something else.
pub(super) fn without(chunk: &mut Vec<MoRef>, fault: &Fault) -> bool {
    let Some(gone) = fault.object.as_ref().filter(|_| fault.name == "ManagedObjectNotFound") else {
        return false;
    };
    let before = chunk.len();
    chunk.retain(|one| one.id != gone.id);
    chunk.len() < before
}

fn property_sets(specs: &[(&'static str, Vec<&'static str>)]) -> String {
    let mut text = String::new();
    for (name, paths) in specs {
        text.push_str("<propSet>");
        text.push_str(&element("type", name));
        for path in paths {
            text.push_str(&element("pathSet", path));
        }
        text.push_str("</propSet>");
    }
    text
}

/// The reference that a call returns.
pub(super) fn reference_of(text: &str) -> Result<MoRef, Bad> {
    use crate::sources::vim::Value as _;
    let mut found = MoRef::default();
    super::soap::answer(text, |cursor, _| {
        found = MoRef::value(cursor)?;
        Ok(())
    })?;
    Ok(found)
}

/// Adds what a listing gave, and what it did not.
pub(super) fn absorb(inventory: &mut Inventory, listing: Listing) {
    let Listing { family, inventory: read, dropped, unlisted } = listing;
    inventory.append(read);
    for (kind, path) in dropped {
        let paths = inventory.not_asked.entry(kind.to_owned()).or_default();
        paths.insert(path.to_owned(), ReasonKind::NotOffered);
    }
    if let Some(why) = unlisted {
        for kind in family.types {
            inventory.unlisted.insert(kind.to_owned(), why.clone());
        }
    }
}

/// Leaves only objects that have not been seen before.
fn keep_new(inventory: &mut Inventory, seen: &mut HashSet<Id>) {
    macro_rules! each {
        ($($list:ident),*) => {$( inventory.$list.retain(|object| seen.insert(object.id.clone())); )*};
    }
    every_list!(each);
}

/// The type of an object that no view of `base` lists, if there is one.
fn stranger(inventory: &Inventory, base: &str) -> Option<&'static str> {
    let listed =
        |name: &str| name == base || OBJECT_TYPES.iter().any(|kind| kind.name == name && kind.view == base);
    macro_rules! each {
        ($($list:ident: $object:ident),*) => {$(
            if !inventory.$list.is_empty() && !listed($object::TYPE) {
                return Some($object::TYPE);
            }
        )*};
    }
    every_type!(each);
    None
}
