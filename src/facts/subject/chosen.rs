//! What a run is restricted to: the datacenters, clusters and VMs that somebody names, found in an
//! inventory. A name that fits nothing, or several objects, is an error that carries candidates.

use std::collections::{BTreeSet, HashMap};

use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::lacks;
use crate::facts::ground::membership::{Membership, membership};
use crate::facts::ground::names::Name;
use crate::facts::ground::role::ft_secondary;
use crate::facts::subject::identity::{Identity, identity_of, vm_identity};
use crate::inventory::{ClusterComputeResource, Datacenter, Id, Inventory, MoRef, Object};
use crate::terms::nearest::distance;
use crate::terms::{Detail, ObjectKind, ReasonKind};

/// Candidates that an error names at most.
const CANDIDATES: usize = 20;

/// What somebody named, each by name, inventory path or managed-object id; nothing = everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restriction {
    /// Only the clusters of these datacenters.
    pub datacenters: Vec<String>,
    /// Only these clusters.
    pub clusters: Vec<String>,
    /// Only these VMs; without datacenters and clusters also only the clusters they are in.
    pub vms: Vec<String>,
}

impl Restriction {
    /// Whether everything is in scope.
    pub fn is_none(&self) -> bool {
        self.datacenters.is_empty() && self.clusters.is_empty() && self.vms.is_empty()
    }
}

/// The objects that were named. The default is no restriction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Datacenters that were named.
    pub datacenters: Vec<Identity>,
    /// Clusters that were named.
    pub clusters: Vec<Identity>,
    /// VMs that were named.
    pub vms: Vec<Identity>,
    /// Clusters in scope; `None` = all.
    within: Option<BTreeSet<Id>>,
    /// Clusters that may be in one of the datacenters: the account cannot see where they are.
    unclear: BTreeSet<Id>,
}

/// Why a name does not choose an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotChosen {
    /// Nothing in scope has that name, path or id.
    Nothing {
        /// What was looked for.
        kind: ObjectKind,
        /// As it was given.
        word: String,
        /// The nearest names first.
        candidates: Vec<Identity>,
        /// How many there are in all.
        total: usize,
        /// Why the list is not complete, when it is not.
        unlisted: Option<String>,
    },
    /// Several things have it.
    Several {
        /// What was looked for.
        kind: ObjectKind,
        /// As it was given.
        word: String,
        /// These.
        candidates: Vec<Identity>,
        /// How many there are in all.
        total: usize,
    },
    /// It is outside of what else was named, or in no cluster.
    Outside {
        /// As it was given.
        word: String,
        /// The object.
        object: Identity,
        /// A VM that is in no cluster.
        no_cluster: bool,
    },
}

/// An object that could be meant.
struct Candidate<'a> {
    id: &'a Id,
    /// As the server sends it, escaped.
    raw: &'a str,
    /// As people write it.
    name: Name,
    identity: Box<dyn Fn() -> Identity + 'a>,
    in_scope: bool,
    /// The secondary of a Fault Tolerance pair, which has the name of its primary.
    secondary: bool,
}

/// Finds what was named.
///
/// # Errors
///
/// When a name fits nothing or several things, or lies outside the others.
pub fn choose(inventory: &Inventory, named: &Restriction) -> Result<Chosen, NotChosen> {
    if named.is_none() {
        return Ok(Chosen::default());
    }
    let ix = Index::new(inventory);
    let mut chosen = Chosen::default();
    for word in &named.datacenters {
        let candidates = inventory.datacenters.iter().map(|datacenter| Candidate {
            in_scope: true,
            ..candidate(datacenter, || identity_of(&ix, datacenter, &datacenter.parent))
        });
        let found = find(&ix, ObjectKind::Datacenter, Datacenter::TYPE, word, candidates.collect())?;
        add(&mut chosen.datacenters, found);
    }
    if !named.datacenters.is_empty() {
        chosen.within_datacenters(&ix);
    }
    for word in &named.clusters {
        let candidates = inventory.clusters.iter().map(|cluster| Candidate {
            in_scope: chosen.has(&cluster.id),
            ..candidate(cluster, || identity_of(&ix, cluster, &cluster.parent))
        });
        let found = find(&ix, ObjectKind::Cluster, ClusterComputeResource::TYPE, word, candidates.collect())?;
        add(&mut chosen.clusters, found);
    }
    if !named.clusters.is_empty() {
        chosen.within = Some(chosen.clusters.iter().map(|cluster| cluster.id.clone()).collect());
        chosen.unclear.clear();
    }
    if !named.vms.is_empty() {
        chosen.choose_vms(&ix, &named.vms)?;
    }
    Ok(chosen)
}

fn add(list: &mut Vec<Identity>, found: Identity) {
    if !list.contains(&found) {
        list.push(found);
    }
}

fn candidate<'a, O: Named>(object: &'a O, identity: impl Fn() -> Identity + 'a) -> Candidate<'a> {
    Candidate {
        id: object.id(),
        raw: object.name_property().known().map_or("", |name| name.as_str()),
        name: object.display_name(),
        identity: Box::new(identity),
        in_scope: true,
        secondary: false,
    }
}

/// The one candidate in scope that `word` means.
fn find(
    ix: &Index<'_>,
    kind: ObjectKind,
    ty: &str,
    word: &str,
    candidates: Vec<Candidate<'_>>,
) -> Result<Identity, NotChosen> {
    let (inside, outside): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.in_scope);
    let mut found: Vec<&Candidate<'_>> = inside.iter().filter(|candidate| candidate.is(word)).collect();
    if found.is_empty() {
        found = inside.iter().filter(|candidate| candidate.ends_with(word)).collect();
    }
    if found.iter().any(|candidate| !candidate.secondary || candidate.id == word) {
        found.retain(|candidate| !candidate.secondary || candidate.id == word);
    }
    match found.as_slice() {
        [one] => return Ok((one.identity)()),
        [] => {}
        several => {
            let mut candidates: Vec<Identity> =
                several.iter().map(|candidate| (candidate.identity)()).collect();
            candidates.sort_by(|a, b| (&a.path, &a.id).cmp(&(&b.path, &b.id)));
            let total = candidates.len();
            candidates.truncate(CANDIDATES);
            return Err(NotChosen::Several { kind, word: word.to_owned(), candidates, total });
        }
    }
    if let Some(object) = outside.iter().find(|candidate| candidate.is(word)) {
        let object = (object.identity)();
        return Err(NotChosen::Outside { word: word.to_owned(), object, no_cluster: false });
    }
    let total = inside.len();
    Err(NotChosen::Nothing {
        kind,
        word: word.to_owned(),
        candidates: nearest_first(word, inside),
        total,
        unlisted: ix.inventory.unlisted.get(ty).map(|why| why.detail.clone()),
    })
}

impl Candidate<'_> {
    /// Whether `word` is its id, name or path; a path may lack its first or have a last slash.
    fn is(&self, word: &str) -> bool {
        if self.id == word || self.name == word || (!self.raw.is_empty() && self.raw == word) {
            return true;
        }
        // What is no path needs no path built, and there can be tens of thousands.
        word.contains('/') && (self.identity)().path.trim_start_matches('/') == word.trim_matches('/')
    }

    /// Whether its path ends with `word`, which is longer than a name: so reports tell objects of one name apart.
    fn ends_with(&self, word: &str) -> bool {
        let before = |path: &str| path.strip_suffix(word).is_some_and(|before| before.ends_with('/'));
        word.contains('/') && before(&(self.identity)().path)
    }
}

/// The first few, those whose name or path is most like `word` first.
fn nearest_first(word: &str, candidates: Vec<Candidate<'_>>) -> Vec<Identity> {
    let is_path = word.contains('/');
    let folded = word.to_lowercase();
    let mut ranked: Vec<(usize, Identity)> = candidates
        .into_iter()
        .map(|candidate| {
            let identity = (candidate.identity)();
            let written = if is_path { identity.path.as_str() } else { identity.name.as_str() };
            (distance(&folded, &written.to_lowercase()), identity)
        })
        .collect();
    ranked.sort_by(|(a, one), (b, other)| (a, &one.path, &one.id).cmp(&(b, &other.path, &other.id)));
    ranked.into_iter().take(CANDIDATES).map(|(_, identity)| identity).collect()
}

impl Chosen {
    /// Whether everything is in scope.
    pub fn is_none(&self) -> bool {
        self.datacenters.is_empty() && self.clusters.is_empty() && self.vms.is_empty()
    }

    /// Where hosts and VMs in scope are: the objects whose contents need to be read in depth; none =
    /// everything.
    pub fn containers(&self) -> Vec<MoRef> {
        let refer = |ty: &str, id: &Id| MoRef { kind: ty.into(), id: id.clone() };
        let only_datacenters = self.clusters.is_empty() && self.vms.is_empty();
        match &self.within {
            _ if !self.unclear.is_empty() => Vec::new(),
            // Hosts outside of clusters are in scope with their datacenter.
            Some(_) if only_datacenters => {
                self.datacenters.iter().map(|one| refer(Datacenter::TYPE, &one.id)).collect()
            }
            Some(clusters) => clusters.iter().map(|id| refer(ClusterComputeResource::TYPE, id)).collect(),
            None => Vec::new(),
        }
    }

    /// Clusters in scope, as far as that can be told; `None` = all.
    pub fn within(&self) -> Option<BTreeSet<Id>> {
        let within = self.within.as_ref()?;
        Some(within.union(&self.unclear).cloned().collect())
    }

    fn has(&self, cluster: &Id) -> bool {
        self.within.as_ref().is_none_or(|within| within.contains(cluster) || self.unclear.contains(cluster))
    }

    fn within_datacenters(&mut self, ix: &Index<'_>) {
        let mut within = BTreeSet::new();
        for cluster in &ix.inventory.clusters {
            match ix.paths.datacenter(&cluster.parent) {
                Some(id) if self.datacenters.iter().any(|one| one.id == id) => {
                    within.insert(cluster.id.clone());
                }
                Some(_) => {}
                None => {
                    self.unclear.insert(cluster.id.clone());
                }
            }
        }
        self.within = Some(within);
    }

    fn choose_vms(&mut self, ix: &Index<'_>, words: &[String]) -> Result<(), NotChosen> {
        let members = membership(ix);
        let mut places: HashMap<usize, Option<&Id>> = HashMap::new();
        for cluster in &members.clusters {
            places.extend(cluster.vms.iter().map(|(vm, _)| (*vm, Some(&cluster.cluster.id))));
        }
        places.extend(members.unplaced_vms.iter().map(|(vm, ..)| (*vm, None)));
        // A VM that may be in a cluster in scope can be named.
        let in_scope = |at: usize| match places.get(&at) {
            Some(Some(cluster)) => self.has(cluster),
            Some(None) => true,
            None => false,
        };
        let mut found_vms = Vec::new();
        for word in words {
            let candidates = ix.inventory.vms.iter().enumerate().map(|(at, vm)| Candidate {
                in_scope: in_scope(at),
                secondary: ft_secondary(ix, vm) == Ok(true),
                ..candidate(vm, move || vm_identity(ix, at))
            });
            let found = find(ix, ObjectKind::Vm, "VirtualMachine", word, candidates.collect());
            add(&mut found_vms, found.map_err(|error| no_cluster(ix, error, &places))?);
        }
        let clusters: Option<BTreeSet<Id>> =
            found_vms.iter().map(|vm| places.get(ix.vms.get(vm.id.as_str())?)?.cloned()).collect();
        self.vms = found_vms;
        // Without other restrictions their clusters are meant; one that cannot be told may be any.
        if self.within.is_none() {
            self.within = clusters;
        }
        Ok(())
    }

    /// Leaves what is in scope. What lies outside is not judged; what may be in scope leaves the
    /// lists incomplete.
    pub fn narrow(&self, ix: &Index<'_>, members: &mut Membership<'_>) {
        let Some(within) = &self.within else { return };
        members.clusters.retain(|one| within.contains(&one.cluster.id));
        if !self.datacenters.is_empty() && self.clusters.is_empty() && self.vms.is_empty() {
            let inside = |host: &usize| {
                let parent = &ix.inventory.hosts[*host].parent;
                let datacenter = ix.paths.datacenter(parent);
                datacenter.is_none_or(|id| self.datacenters.iter().any(|one| one.id == id))
            };
            members.lone_hosts.retain(inside);
            members.unplaced_hosts.retain(|(host, _)| inside(host));
            for cluster in ix.inventory.clusters.iter().filter(|one| self.unclear.contains(&one.id)) {
                let what = Detail::NoDatacenter;
                let why = because(cluster.subject(), ReasonKind::Invisible, "parent", what);
                lacks(&mut members.clusters_missing, &why);
            }
            return;
        }
        // Each cluster was named: whatever else there is, it is not meant.
        members.clusters_missing = None;
        members.lone_hosts.clear();
        members.unplaced_hosts.clear();
    }
}

/// Says of a VM outside the scope when it is in no cluster at all.
fn no_cluster(ix: &Index<'_>, error: NotChosen, places: &HashMap<usize, Option<&Id>>) -> NotChosen {
    match error {
        NotChosen::Outside { word, object, .. } => {
            let placed = ix.vms.get(object.id.as_str()).is_some_and(|at| places.contains_key(at));
            NotChosen::Outside { word, object, no_cluster: !placed }
        }
        other => other,
    }
}
