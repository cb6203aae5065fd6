//! Which file uses which: every import and path followed through all that is passed on, to the file
//! that defines the thing.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{House, Place};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
enum Target {
    Module(Place),
    /// Something that a file defines.
    Item(String),
}

/// Files by the files they use, with one name each by which they do.
pub type Edges = BTreeMap<String, BTreeMap<String, String>>;

impl House {
    /// Who uses whom. A module that only declares or passes on what its children define uses none of
    /// them; what is imported or named does count, wherever it was passed on.
    pub fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (place, module) in &self.modules {
            let mut add = |target: Option<Target>, by: &[String]| {
                if let Some(Target::Item(file)) = target
                    && file != module.file
                {
                    edges
                        .entry(module.file.clone())
                        .or_default()
                        .entry(file)
                        .or_insert_with(|| by.join("::"));
                }
            };
            for import in module.imports.iter().filter(|import| !import.public && import.name.is_some()) {
                add(self.resolve(place, &import.path, &mut BTreeSet::new()), &import.path);
            }
            for path in &module.paths {
                add(self.resolve(place, path, &mut BTreeSet::new()), path);
            }
            for word in &module.words {
                let passed_on = module.imports.iter().any(|import| {
                    import.name.is_none() || import.public && import.name.as_ref() == Some(word)
                });
                if passed_on && !module.items.contains(word) {
                    let path = [word.clone()];
                    add(self.lookup(place, word, true, &mut BTreeSet::new()), &path);
                }
            }
        }
        edges
    }

    /// The files whose paths begin in a room, with the rooms: also of what is passed on.
    pub fn rooms_used(&self) -> BTreeSet<(String, String)> {
        let mut used = BTreeSet::new();
        for (place, module) in &self.modules {
            let imports = module.imports.iter().map(|import| &import.path);
            for path in imports.chain(&module.paths) {
                let room = self.absolute(place, path).and_then(|path| path.into_iter().next());
                // Exported macros stand at the root; the edges lead to their files.
                let room = room.filter(|room| !self.macros.contains_key(room));
                used.extend(room.map(|room| (module.file.clone(), room)));
            }
        }
        for (file, targets) in self.edges() {
            used.extend(targets.keys().map(|target| (file.clone(), room(target).to_owned())));
        }
        used
    }

    /// A path from the crate's root, if its first name says where it begins.
    fn absolute(&self, place: &[String], path: &[String]) -> Option<Place> {
        let mut at: Place = match path.first()?.as_str() {
            "crate" => Place::new(),
            "self" => place.to_vec(),
            "super" => place.split_last()?.1.to_vec(),
            name if self.modules.get(place)?.children.contains(name) => {
                place.iter().cloned().chain([name.to_owned()]).collect()
            }
            _ => return None,
        };
        for name in &path[1..] {
            match name.as_str() {
                "super" => {
                    at.pop();
                }
                "self" => {}
                name => at.push(name.to_owned()),
            }
        }
        Some(at)
    }

    fn resolve(
        &self,
        place: &[String],
        path: &[String],
        seen: &mut BTreeSet<(Place, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let mut target = match first.as_str() {
            "crate" => Target::Module(Place::new()),
            "self" => Target::Module(place.to_vec()),
            "super" => Target::Module(place.split_last()?.1.to_vec()),
            name => self.lookup(place, name, rest.is_empty(), seen)?,
        };
        for (at, name) in rest.iter().enumerate() {
            let Target::Module(inside) = &target else { break };
            target = match name.as_str() {
                "super" => Target::Module(inside.split_last()?.1.to_vec()),
                "self" => continue,
                name => match self.lookup(inside, name, at + 1 == rest.len(), seen) {
                    Some(found) => found,
                    None if inside.is_empty() => Target::Item(self.macros.get(name)?.clone()),
                    // A macro may have made it.
                    None => Target::Item(self.modules.get(inside)?.file.clone()),
                },
            };
        }
        Some(target)
    }

    /// What a name in a module means; at the end of a path a thing comes before a module of its name.
    fn lookup(
        &self,
        place: &[String],
        name: &str,
        last: bool,
        seen: &mut BTreeSet<(Place, String)>,
    ) -> Option<Target> {
        if !seen.insert((place.to_vec(), name.to_owned())) {
            return None;
        }
        let module = self.modules.get(place)?;
        let child = module
            .children
            .contains(name)
            .then(|| Target::Module(place.iter().cloned().chain([name.to_owned()]).collect()));
        if child.is_some() && !last {
            return child;
        }
        if module.items.contains(name) {
            return Some(Target::Item(module.file.clone()));
        }
        let named = module.imports.iter().filter(|import| import.name.as_deref() == Some(name));
        for import in named {
            if let Some(found) = self.resolve(place, &import.path, seen) {
                return Some(found);
            }
        }
        if child.is_some() {
            return child;
        }
        let mut all = module.imports.iter().filter(|import| import.name.is_none());
        let found = all.find_map(|import| match self.resolve(place, &import.path, seen)? {
            Target::Module(inside) => self.lookup(&inside, name, last, seen),
            Target::Item(_) => None,
        });
        found.or_else(|| module.made.contains(name).then(|| Target::Item(module.file.clone())))
    }
}

/// The room of a file.
pub fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// The files that lead back to themselves, group by group, each with what its files use of the group.
pub fn circles(edges: &Edges) -> Vec<String> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        edges.keys().map(|file| (file, reachable(edges, file))).collect();
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for (file, ahead) in &reached {
        if !ahead.contains(file) || told.contains(file) {
            continue;
        }
        let group: BTreeSet<&String> = ahead
            .iter()
            .copied()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(file)))
            .collect();
        let mut lines = vec![format!("{} files use each other in a circle:", group.len())];
        for member in &group {
            let inside = edges[*member].iter().filter(|(target, _)| group.contains(target));
            lines.extend(inside.map(|(target, by)| format!("  {member} → {target} by {by}")));
        }
        told.extend(group);
        circles.push(lines.join("\n"));
    }
    circles
}

fn reachable<'e>(edges: &'e Edges, from: &String) -> BTreeSet<&'e String> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for target in edges.get(file).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(target) {
                open.push(target);
            }
        }
    }
    found
}
