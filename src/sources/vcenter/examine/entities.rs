//! Every object that the account sees, with its effective role and whether more than its name can be read; and whether
//! what there is comes in pages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::inventory::{
    ApiVersion, ClusterComputeResource, Folder, HostSystem, MoRef, OBJECT_TYPES, Object as _, ReasonKind,
    Unreadable,
};
use crate::sources::vcenter::answers::each_object;
use crate::sources::vcenter::collect::{Collector, PAGED, reference_of};
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::http::Method;
use crate::sources::vcenter::soap::{Bad, element, reference};
use crate::sources::vim::{Cursor, Value, XmlError, missing};
use crate::terms::Unanswered;

/// A property that takes System.Read, small, and there on every object.
const WITNESS: &str = "overallStatus";
const NAME: &str = "name";
const ROLE: &str = "effectiveRole";

/// An object that is seen.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// Which one.
    pub of: MoRef,
    /// Its name as the server sends it; empty when it was refused.
    pub name: String,
    /// Ids of the roles in force on it; `None` where they are not told.
    pub roles: Option<Vec<i64>>,
    /// Objects that it names: hosts of a cluster; VMs, datastores and networks of a host.
    pub members: Vec<MoRef>,
    /// Whether each privilege that was asked about is there; one of which nothing is told is absent.
    pub rights: BTreeMap<&'static str, bool>,
    /// Privileges that the server named as missing when it refused a property.
    pub refused: Vec<String>,
}

/// Whether answers come in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pages {
    /// They do.
    Work,
    /// Further pages are refused to this account: the fault.
    Refused(String),
    /// There was no second page to ask for.
    NotTried,
    /// The server is too old to give pages.
    NotOffered,
}

/// What was listed.
pub(super) struct Listed {
    pub pages: Pages,
    pub entities: Vec<Entity>,
    pub unlisted: BTreeMap<&'static str, Arc<Unreadable>>,
}

/// Lists all types of objects, one view after the other.
pub(super) async fn list(collector: &Collector<'_>) -> Result<Listed, Error> {
    let mut listed = Listed { pages: Pages::NotTried, entities: Vec::new(), unlisted: BTreeMap::new() };
    if collector.version < PAGED {
        listed.pages = Pages::NotOffered;
    }
    let views = OBJECT_TYPES.iter().filter(|kind| kind.view == kind.name);
    for kind in views.filter(|kind| kind.properties.iter().any(|one| one.since <= collector.version)) {
        if let Some(why) = view(collector, kind.name, &mut listed).await? {
            listed.unlisted.insert(kind.name, why);
        }
    }
    Ok(listed)
}

/// What is asked of the objects of a view: what tells the rights, and what tells of objects that are not seen.
fn paths(base: &'static str, version: ApiVersion) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut specs = vec![(base, vec![NAME, ROLE, WITNESS])];
    let named: &[&'static str] = match base {
        HostSystem::TYPE => &[HostSystem::vm.path, HostSystem::datastore.path, HostSystem::network_refs.path],
        // The view of clusters is one of compute resources.
        "ComputeResource" => &[ClusterComputeResource::host.path],
        _ => &[],
    };
    let there = |path: &&str| {
        let kind = OBJECT_TYPES.iter().find(|kind| kind.name == base);
        kind.is_some_and(|kind| kind.properties.iter().any(|one| one.path == *path && one.since <= version))
    };
    specs.iter_mut().for_each(|(_, paths)| paths.extend(named.iter().copied().filter(there)));
    specs
}

/// Lists the objects of one view; a fault gives the reason why they are not all there.
async fn view(
    collector: &Collector<'_>,
    base: &'static str,
    listed: &mut Listed,
) -> Result<Option<Arc<Unreadable>>, Error> {
    let Some(manager) = &collector.content.view_manager else {
        return Ok(Some(Unreadable::new(ReasonKind::Untold, Unanswered::NoViews)));
    };
    let container = reference("container", &collector.content.root_folder);
    let arguments = format!("{container}{}<recursive>true</recursive>", element("type", base));
    let text = collector.client.call(Method::CreateContainerView, manager, &arguments).await?;
    let view = match reference_of(&text) {
        Ok(view) => view,
        Err(bad) => return refused(collector, Method::CreateContainerView, bad, text.len()).map(Some),
    };
    let spec = collector.view_spec(&paths(base, collector.version), &view);
    if base == Folder::TYPE && listed.pages == Pages::NotTried {
        listed.pages = try_pages(collector, &spec).await?;
    }
    let read = if listed.pages == Pages::Work || listed.pages == Pages::NotTried {
        pages(collector, &spec, listed).await
    } else {
        whole(collector, &spec, listed).await
    };
    // A view that cannot be destroyed ends with the session.
    let _ = collector.client.call(Method::DestroyView, &view, "").await;
    collector.progress.objects(base, listed.entities.len(), None);
    read
}

/// Asks for one object at a time, and for the second page.
async fn try_pages(collector: &Collector<'_>, spec: &str) -> Result<Pages, Error> {
    let properties = &collector.content.property_collector;
    let arguments = format!("{spec}<options><maxObjects>1</maxObjects></options>");
    let text = collector.client.call(Method::RetrievePropertiesEx, properties, &arguments).await?;
    // What is wrong with this answer is told when the whole list is asked for.
    let Ok(Page { token: Some(token), .. }) = read_page(&text) else { return Ok(Pages::NotTried) };
    let method = Method::ContinueRetrievePropertiesEx;
    let text = collector.client.call(method, properties, &element("token", &token)).await?;
    match read_page(&text) {
        Ok(_) => Ok(Pages::Work),
        Err(Bad::Fault(fault)) if fault.reason() == ReasonKind::Denied => Ok(Pages::Refused(fault.detail())),
        Err(bad) => refused(collector, method, bad, text.len()).map(|_| Pages::NotTried),
    }
}

/// Page by page.
async fn pages(
    collector: &Collector<'_>,
    spec: &str,
    listed: &mut Listed,
) -> Result<Option<Arc<Unreadable>>, Error> {
    let properties = &collector.content.property_collector;
    let mut method = Method::RetrievePropertiesEx;
    let mut arguments =
        format!("{spec}<options><maxObjects>{}</maxObjects></options>", collector.page_size.max(1));
    let first = listed.entities.len();
    loop {
        let text = collector.client.call(method, properties, &arguments).await?;
        let page = match read_page(&text) {
            Ok(page) => page,
            Err(Bad::Fault(fault))
                if fault.reason() == ReasonKind::Denied && method == Method::ContinueRetrievePropertiesEx =>
            {
                listed.pages = Pages::Refused(fault.detail());
                listed.entities.truncate(first);
                return whole(collector, spec, listed).await;
            }
            Err(bad) => return refused(collector, method, bad, text.len()).map(Some),
        };
        take(collector, method, &page, listed)?;
        let empty = page.entities.is_empty();
        listed.entities.extend(page.entities);
        match page.token {
            // A page without objects and with another one behind it may come for ever.
            Some(token) if !empty => {
                (method, arguments) = (Method::ContinueRetrievePropertiesEx, element("token", &token))
            }
            _ => return Ok(None),
        }
        listed.pages = Pages::Work;
    }
}

/// All at once.
async fn whole(
    collector: &Collector<'_>,
    spec: &str,
    listed: &mut Listed,
) -> Result<Option<Arc<Unreadable>>, Error> {
    let method = Method::RetrieveProperties;
    let text = collector.client.call(method, &collector.content.property_collector, spec).await?;
    match read_page(&text) {
        Ok(page) => {
            take(collector, method, &page, listed)?;
            listed.entities.extend(page.entities);
            Ok(None)
        }
        Err(bad) => refused(collector, method, bad, text.len()).map(Some),
    }
}

fn take(collector: &Collector<'_>, method: Method, page: &Page, _: &Listed) -> Result<(), Error> {
    if page.session_lost { Err(collector.session_lost(method)) } else { Ok(()) }
}

/// The reason that a fault is; everything else ends the run.
fn refused(
    collector: &Collector<'_>,
    method: Method,
    bad: Bad,
    bytes: usize,
) -> Result<Arc<Unreadable>, Error> {
    match bad {
        Bad::Fault(fault) if !fault.is_session_lost() => {
            Ok(Unreadable::new(fault.reason_of_call(), fault.detail()))
        }
        bad => Err(collector.client.bad(method, bad, bytes)),
    }
}

/// Objects of one answer.
#[derive(Debug, Default)]
struct Page {
    entities: Vec<Entity>,
    token: Option<String>,
    session_lost: bool,
}

fn read_page(text: &str) -> Result<Page, Bad> {
    let mut page = Page::default();
    let (mut entities, mut lost) = (Vec::new(), false);
    page.token = each_object(text, |cursor| {
        entities.push(entity(cursor, &mut lost)?);
        Ok(())
    })?;
    Ok(Page { entities, session_lost: lost, ..page })
}

/// Reads a text as such an answer, for tests that make texts up.
pub(in crate::sources::vcenter) fn read(text: &str) {
    let _ = read_page(text);
}

/// Reads an object from its reference on.
fn entity(cursor: &mut Cursor<'_>, session_lost: &mut bool) -> Result<Entity, XmlError> {
    let mut entity = Entity { of: MoRef::value(cursor)?, ..Entity::default() };
    // Who is told of an object may see it.
    entity.rights.extend([("System.Anonymous", true), ("System.View", true)]);
    cursor.each(|cursor, name| {
        match name {
            "propSet" => property(cursor, &mut entity)?,
            "missingSet" => {
                let (path, fault) = missing(cursor)?;
                *session_lost |= fault.is_session_lost();
                if fault.reason() == ReasonKind::Denied {
                    let right = if [NAME, ROLE].contains(&&*path) { "System.View" } else { "System.Read" };
                    entity.rights.insert(right, false);
                    if !fault.privilege.is_empty() && !entity.refused.contains(&fault.privilege) {
                        entity.refused.push(fault.privilege);
                    }
                }
            }
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(entity)
}

fn property(cursor: &mut Cursor<'_>, entity: &mut Entity) -> Result<(), XmlError> {
    let mut path = Cow::Borrowed("");
    cursor.each(|cursor, name| {
        match (name, &*path) {
            (NAME, _) => path = cursor.text()?,
            ("val", NAME) => entity.name = Value::value(cursor)?,
            ("val", ROLE) => entity.roles = Some(Value::value(cursor)?),
            ("val", WITNESS) => {
                entity.rights.entry("System.Read").or_insert(true);
            }
            ("val", _) => entity.members.extend(Vec::<MoRef>::value(cursor)?),
            _ => {}
        }
        Ok::<_, XmlError>(())
    })
}
