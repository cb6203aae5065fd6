//! Which privileges the account has on each object, by whatever the release tells: asked of the session (5.5), of the
//! account (6.5), or by the effective roles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entities::Entity;
use crate::inventory::{
    ApiVersion, ClusterComputeResource, Datacenter, HostSystem, Id, MoRef, Object as _, Prop, ReasonKind,
};
use crate::sources::vcenter::answers;
use crate::sources::vcenter::collect::Collector;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::http::Method;
use crate::sources::vcenter::soap::{element, reference};
use crate::sources::vim::{EntityPrivilege, Role as Sent, Session, UserPrivileges};

/// The versions that brought the calls.
const OF_SESSION: ApiVersion = ApiVersion::of(&[5, 5]);
const OF_ACCOUNT: ApiVersion = ApiVersion::of(&[6, 5]);

/// Objects asked about in one call. One about the account answers with every privilege, some hundreds.
const CHUNK: usize = 500;
const CHUNK_OF_ACCOUNT: usize = 50;

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its number.
    pub id: i64,
    /// Its name, e.g. `ReadOnly`.
    pub name: String,
    /// Its privileges.
    pub privileges: BTreeSet<String>,
}

/// How rights were told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// vCenter was asked about each object (`HasPrivilegeOnEntities`, 5.5).
    Asked,
    /// By the roles in force on each object; and why vCenter was not asked, where it was refused.
    Roles(Option<String>),
    /// Only by what was refused; and why nothing else tells.
    Refusals(String),
}

/// What was found out.
pub(super) struct Rights {
    pub roles: Prop<Vec<Role>>,
    pub told: Told,
    pub held: BTreeSet<String>,
}

/// Finds out the rights on each object, and keeps them with it.
pub(super) async fn find(
    collector: &Collector<'_>,
    session: &Session,
    wished: &[&'static str],
    entities: &mut [Entity],
) -> Result<Rights, Error> {
    let roles = roles(collector).await?;
    let asked = ask_session(collector, session, wished, entities).await?;
    let mut held = ask_account(collector, session, wished, entities).await?;
    let by_id: HashMap<i64, &Role> =
        roles.known().into_iter().flatten().map(|role| (role.id, role)).collect();
    let told = match (asked, roles.read()) {
        (Ok(true), _) => Told::Asked,
        (Ok(false), Ok(_)) => Told::Roles(None),
        (Err(why), Ok(_)) => Told::Roles(Some(why)),
        (_, Err(why)) => Told::Refusals(why.detail.clone()),
    };
    for entity in entities.iter_mut() {
        let known: Option<Vec<&Role>> =
            entity.roles.as_ref().and_then(|ids| ids.iter().map(|id| by_id.get(id).copied()).collect());
        let Some(known) = known else { continue };
        if is_large(entity, &collector.content.root_folder) {
            held.extend(known.iter().flat_map(|role| role.privileges.iter().cloned()));
        }
        for &privilege in wished {
            let has = known.iter().any(|role| role.privileges.contains(privilege));
            entity.rights.entry(privilege).or_insert(has);
        }
    }
    Ok(Rights { roles, told, held })
}

/// The roles there are.
async fn roles(collector: &Collector<'_>) -> Result<Prop<Vec<Role>>, Error> {
    let Some(manager) = &collector.content.authorization_manager else { return Ok(Prop::Unset) };
    Ok(match collector.property::<Vec<Sent>>(manager, "roleList").await? {
        Prop::Known(sent) => Prop::Known(
            sent.into_iter()
                .map(|Sent { id, name, privileges }| Role {
                    id,
                    name,
                    privileges: privileges.into_iter().map(String::from).collect(),
                })
                .collect(),
        ),
        Prop::Unset => Prop::Unset,
        Prop::Unreadable(why) => Prop::Unreadable(why),
    })
}

/// Asks about the session; whether there is such a call, or why it was refused. It takes System.Read on each object:
/// one where that was refused would spoil the answer about all.
async fn ask_session(
    collector: &Collector<'_>,
    session: &Session,
    wished: &[&'static str],
    entities: &mut [Entity],
) -> Result<Result<bool, String>, Error> {
    let Some(manager) = collector
        .content
        .authorization_manager
        .as_ref()
        .filter(|_| collector.version >= OF_SESSION && !session.key.is_empty())
    else {
        return Ok(Ok(false));
    };
    let refs: Vec<MoRef> = entities
        .iter()
        .filter(|entity| entity.rights.get("System.Read") != Some(&false))
        .map(|entity| entity.of.clone())
        .collect();
    let mut at: HashMap<Id, usize> = HashMap::new();
    at.extend(entities.iter().enumerate().map(|(place, entity)| (entity.of.id.clone(), place)));
    let asked: String = wished.iter().map(|privilege| element("privId", privilege)).collect();
    for chunk in refs.chunks(CHUNK) {
        let objects: String = chunk.iter().map(|of| reference("entity", of)).collect();
        let arguments = format!("{objects}{}{asked}", element("sessionId", &session.key));
        let answer = collector
            .ask(Method::HasPrivilegeOnEntities, manager, &arguments, |text| {
                answers::list::<EntityPrivilege>(text).map(Prop::Known)
            })
            .await?;
        let all = match answer.read() {
            Ok(all) => all.map(Vec::as_slice).unwrap_or_default(),
            Err(why) => return Ok(Err(why.detail.clone())),
        };
        for one in all {
            let Some(entity) = at.get(&one.entity.id).and_then(|place| entities.get_mut(*place)) else {
                continue;
            };
            for granted in &one.privileges {
                if let Some(privilege) = wished.iter().find(|known| **known == granted.privilege) {
                    entity.rights.insert(privilege, granted.is);
                }
            }
        }
    }
    Ok(Ok(true))
}

/// Asks about the account where a role is given, and on hosts of which nothing else tells: every privilege it has
/// there. Where the call is refused the roles tell.
async fn ask_account(
    collector: &Collector<'_>,
    session: &Session,
    wished: &[&'static str],
    entities: &mut [Entity],
) -> Result<BTreeSet<String>, Error> {
    let mut held = BTreeSet::new();
    let Some(manager) = collector
        .content
        .authorization_manager
        .as_ref()
        .filter(|_| collector.version >= OF_ACCOUNT && !session.user.is_empty())
    else {
        return Ok(held);
    };
    let root = &collector.content.root_folder;
    let silent = |entity: &Entity| wished.iter().any(|one| !entity.rights.contains_key(one));
    let wanted =
        |entity: &&Entity| is_large(entity, root) || entity.of.kind == HostSystem::TYPE && silent(entity);
    let refs: Vec<MoRef> = entities.iter().filter(wanted).map(|entity| entity.of.clone()).collect();
    let mut answers: BTreeMap<Id, Vec<String>> = BTreeMap::new();
    for chunk in refs.chunks(CHUNK_OF_ACCOUNT) {
        let objects: String = chunk.iter().map(|of| reference("entities", of)).collect();
        let arguments = format!("{objects}{}", element("userName", &session.user));
        let answer = collector
            .ask(Method::FetchUserPrivilegeOnEntities, manager, &arguments, |text| {
                answers::list::<UserPrivileges>(text).map(Prop::Known)
            })
            .await?;
        let Prop::Known(all) = answer else { break };
        answers.extend(
            all.into_iter()
                .map(|one| (one.entity.id, one.privileges.into_iter().map(String::from).collect())),
        );
    }
    for entity in entities.iter_mut() {
        let Some(privileges) = answers.remove(&entity.of.id) else { continue };
        for &privilege in wished {
            let has = privileges.iter().any(|one| one == privilege);
            entity.rights.entry(privilege).or_insert(has);
        }
        if is_large(entity, root) {
            held.extend(privileges);
        }
    }
    Ok(held)
}

/// Whether a role is usually given there.
fn is_large(entity: &Entity, root: &MoRef) -> bool {
    entity.of == *root || [Datacenter::TYPE, ClusterComputeResource::TYPE].contains(&&*entity.of.kind)
}

/// The privilege that a refusal names, out of the words that are kept of it.
pub fn named_privilege(kind: ReasonKind, detail: &str) -> Option<&str> {
    let named = detail.strip_prefix("NoPermission: ").filter(|_| kind == ReasonKind::Denied)?;
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '.';
    (named.contains('.') && named.chars().all(plain)).then_some(named)
}
