//! What stands in which field of a saved inventory.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Name,
    Vm,
    Folder,
    Phrase,
    Version,
    Id,
    Text,
    Path,
    Url,
    Device,
    Key,
    Disk,
    Lun,
    Bits,
    Mask,
    Value,
    Time,
    Licence,
    Range,
    Network,
}

impl Content {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "vm" => Self::Vm,
            "folder" => Self::Folder,
            "phrase" => Self::Phrase,
            "version" => Self::Version,
            "id" => Self::Id,
            "text" => Self::Text,
            "path" => Self::Path,
            "url" => Self::Url,
            "device" => Self::Device,
            "key" => Self::Key,
            "disk" => Self::Disk,
            "lun" => Self::Lun,
            "bits" => Self::Bits,
            "mask" => Self::Mask,
            "value" => Self::Value,
            "time" => Self::Time,
            "licence" => Self::Licence,
            "range" => Self::Range,
            "network" => Self::Network,
            _ => return None,
        })
    }
}

/// The lines of the table: path and content.
fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("fields.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit_once(' '))
}

fn table() -> &'static HashMap<&'static str, Content> {
    static TABLE: OnceLock<HashMap<&'static str, Content>> = OnceLock::new();
    TABLE.get_or_init(|| lines().filter_map(|(path, name)| Some((path, Content::named(name)?))).collect())
}

/// What stands at a path, if the table says so: by the type of the object, or for all of them.
fn told(path: &str) -> Option<Content> {
    let table = table();
    let of_all = || table.get(format!("*.{}", path.split_once('.')?.1).as_str());
    table.get(path).or_else(of_all).copied()
}

/// What stands in the field at a path; what nobody has said is a name.
pub fn content(path: &str) -> Content {
    told(path).unwrap_or(Content::Name)
}

/// What the names of the fields at a path are, where they come from the site.
pub fn names(path: &str) -> Option<Content> {
    told(&format!("{path}.@"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::inventory::OBJECT_TYPES;

    /// A slip in the table would replace what verdicts hang on.
    #[test]
    fn each_line_of_the_table_names_a_property_and_a_content() {
        let mut seen = BTreeSet::new();
        for (path, name) in lines() {
            assert!(Content::named(name).is_some(), "{path}: {name}");
            assert!(seen.insert(path), "{path} stands twice");
            let Some((ty, rest)) = path.split_once('.') else { continue };
            if ["collection", "vcenter"].contains(&ty) {
                continue;
            }
            let of = |name: &str| {
                let is = |property: &str| rest == property || rest.starts_with(&format!("{property}."));
                let found = OBJECT_TYPES.iter().filter(|one| one.name == name || name == "*");
                found.flat_map(|one| one.properties).any(|property| is(property.path))
            };
            assert!(of(ty) || rest == "id", "{path} is no property");
        }
        assert!(seen.len() > 200, "{}", seen.len());
    }

    #[test]
    fn what_the_table_does_not_know_is_a_name() {
        assert_eq!(content("HostSystem.something.new"), Content::Name);
        assert_eq!(content("HostSystem.runtime.powerState"), Content::Phrase);
        assert_eq!(content("Folder.parent.id"), Content::Id);
        assert_eq!(content("vcenter.settings.is.*"), Content::Value);
        assert_eq!(names("vcenter.settings.is"), Some(Content::Phrase));
    }
}
