//! Every element name and API version, held against what the API says of its types. The table is
//! derived from another program's data (`scripts/vsphere-types.py`), not from this decoder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub(in crate::sources) mod table;

use std::collections::BTreeSet;

use compact_str::CompactString;
use table::{Member, Table};

use super::{
    Content, Element, EntityPrivilege, Licence, Login, Read, Role, Session, Shape, UserPrivileges, Value,
};
use crate::inventory::{
    CheckResult, ClusterComputeResource, ConfigOption, DasRuntime, Decode, DrsEvacuation, EvcMode, Event,
    HostSystem, MoRef, NicHint, Object, Property, VirtualMachine, every_type,
};

/// Paths of the table of properties that are no property of the API but the answer of a call to
/// another object.
const ANSWERS: [(&str, &str); 3] = [
    (ClusterComputeResource::TYPE, "events"),
    (VirtualMachine::TYPE, "QueryVMotionCompatibilityEx_Task()"),
    (HostSystem::TYPE, "ClusterEnterMaintenanceMode()"),
];

/// Numbers and truth values that the API may leave out and that are read as 0 and false all the
/// same: no fact reads this one, and the saved form has a number there.
const ABSENT_IS_NOTHING: [&str; 1] = ["VMwareDvsLacpGroupConfig.uplinkNum"];

/// Holds what the decoder declares against the table.
struct Check {
    table: Table,
    seen: BTreeSet<&'static [&'static str]>,
    wrong: Vec<String>,
}

/// A source that is asked for nothing but the shape of what would be read from it.
struct Asked(Option<Shape>);

impl<T: Value> Decode<Asked> for T {
    type Error = ();

    fn decode(source: &mut Asked, _: Option<&'static str>) -> Result<Option<Self>, ()> {
        source.0 = Some(T::shape());
        Err(())
    }
}

impl Check {
    fn new() -> Self {
        Self { table: Table::read(), seen: BTreeSet::new(), wrong: Vec::new() }
    }

    fn wrong(&mut self, what: String) {
        self.wrong.push(what);
    }

    /// One line of the table of properties.
    fn property(&mut self, of: &'static str, property: &Property, shape: &Shape) {
        let place = format!("{of}:{}", property.path);
        let Some((member, since)) = self.path(of, property.path) else {
            return self.wrong(format!("{place}: there is no such property"));
        };
        if property.since != since {
            self.wrong(format!("{place} is there since {since}, not {}", property.since));
        }
        let Some(element) = property.element else { return self.boxed(&place, shape, member) };
        match self.table.member(member.of, element) {
            Some(inner) => self.boxed(&format!("{place}.{element}"), shape, inner),
            None => self.wrong(format!("{place}: {} has no '{element}'", member.of)),
        }
    }

    /// What a path leads to, and since when all of it is there.
    fn path(&self, of: &str, path: &str) -> Option<(Member, crate::inventory::ApiVersion)> {
        let mut since = self.table.since(of);
        let mut at = of;
        let mut found = None;
        for step in path.split('.') {
            let call = format!("{step}()");
            let member = self.table.member(at, step).or_else(|| self.table.member(at, &call))?;
            since = since.max(member.since).max(self.table.since(member.of));
            at = member.of;
            found = Some(member);
        }
        found.map(|member| (member, since))
    }

    /// A whole value: a list comes in a box.
    fn boxed(&mut self, place: &str, shape: &Shape, member: Member) {
        match (shape, member.array) {
            (Shape::List(item), true) => self.fits(place, item, member),
            (Shape::List(_), false) => self.wrong(format!("{place} is no array")),
            (_, true) => self.wrong(format!("{place} is an array")),
            (shape, false) => self.fits(place, shape, member),
        }
    }

    /// Whether one value, or one item, can be read so.
    fn fits(&mut self, place: &str, shape: &Shape, member: Member) {
        if !self.can_be(shape, member) {
            self.wrong(format!("{place} is {}, and read as {}", member.of, name(shape)));
        }
        self.descend(shape);
    }

    fn can_be(&self, shape: &Shape, member: Member) -> bool {
        match shape {
            Shape::Bool => member.of == "boolean",
            Shape::Int => ["int", "long", "short", "byte"].contains(&member.of),
            Shape::Text => ["string", "enum", "dateTime", "anyType"].contains(&member.of) || member.reference,
            Shape::Reference => member.reference,
            Shape::Fault => self.table.is_a(member.of, "MethodFault"),
            Shape::Optional(shape) => self.can_be(shape, member),
            Shape::List(_) => false,
            Shape::Struct { types, .. } => {
                let related = |one: &str| self.table.is_a(one, member.of) || self.table.is_a(member.of, one);
                member.of == "anyType" || types.iter().any(|one| related(one))
            }
        }
    }

    /// Looks at what a struct declares, once.
    fn descend(&mut self, shape: &Shape) {
        match shape {
            Shape::Optional(shape) | Shape::List(shape) => self.descend(shape),
            Shape::Struct { types, elements } if self.seen.insert(types) => {
                self.structure(types, &elements());
            }
            _ => {}
        }
    }

    fn structure(&mut self, types: &'static [&'static str], elements: &[Element]) {
        for one in types.iter().filter(|one| !self.table.has(one)).collect::<Vec<_>>() {
            self.wrong(format!("there is no type {one}"));
        }
        self.elements(types, elements, false);
        // Where two types are read alike, each must have something to be read.
        for one in types {
            if elements.iter().all(|element| self.table.members(one, element.name).is_empty()) {
                self.wrong(format!("nothing that is looked for in {one} is there"));
            }
        }
    }

    fn elements(&mut self, types: &[&'static str], elements: &[Element], repeated: bool) {
        for Element { name, read } in elements {
            let place = format!("{}.{name}", types.join("|"));
            let found: Vec<Member> = types.iter().flat_map(|one| self.table.members(one, name)).collect();
            if found.is_empty() {
                self.wrong(format!("{place}: there is no such element"));
            }
            for member in &found {
                self.element(&place, read, *member, repeated);
            }
            if let Read::Somehow(shape) = read {
                if !found.iter().any(|member| self.can_be(shape, *member)) {
                    self.wrong(format!("{place} cannot be read as {}", self::name(shape)));
                }
                self.descend(shape);
            }
        }
    }

    fn element(&mut self, place: &str, read: &Read, member: Member, repeated: bool) {
        match read {
            Read::Value(shape) => {
                if member.array {
                    self.wrong(format!("{place} is an array, of which the last item is read"));
                }
                let absent = matches!(shape, Shape::Bool | Shape::Int) && member.optional;
                if absent && !ABSENT_IS_NOTHING.contains(&place) {
                    self.wrong(format!("{place} may be absent, and is read as if it were nothing"));
                }
                self.fits(place, shape, member);
            }
            Read::Item(shape) => {
                if !member.array && !repeated {
                    self.wrong(format!("{place} is no array"));
                }
                self.fits(place, shape, member);
            }
            Read::Inside(elements) => self.elements(&[member.of], elements, repeated || member.array),
            Read::Pair(elements) => {
                if !member.array && !repeated {
                    self.wrong(format!("{place} is no array"));
                }
                self.elements(&[member.of], elements, true);
            }
            // Once for all types in which it is found.
            Read::Somehow(_) => {}
        }
    }

    /// What a call returns, or a property that is asked for by itself.
    fn answer<T: Value>(&mut self, of: &str, path: &str) {
        let place = format!("{of}:{path}");
        match self.path(of, path) {
            Some((member, _)) => self.boxed(&place, &T::shape(), member),
            None => self.wrong(format!("{place}: there is no such answer")),
        }
    }

    /// A struct in an answer of which the API does not tell the type.
    fn anything<T: Value>(&mut self) {
        self.descend(&T::shape());
    }
}

fn name(shape: &Shape) -> String {
    match shape {
        Shape::Bool => "a truth value".into(),
        Shape::Int => "a number".into(),
        Shape::Text => "a text".into(),
        Shape::Reference => "a reference".into(),
        Shape::Fault => "a fault".into(),
        Shape::Optional(shape) => name(shape),
        Shape::List(shape) => format!("a list of {}", name(shape)),
        Shape::Struct { types, .. } => types.join("|"),
    }
}

fn checked() -> Check {
    let mut check = Check::new();
    macro_rules! each {
        ($( $list:ident: $object:ident ),*) => {$(
            let mut object = <crate::inventory::$object as Object>::new(crate::inventory::Id::default());
            for property in <crate::inventory::$object as Object>::PROPERTIES {
                let mut asked = Asked(None);
                let _ = object.decode_property(property.path, &mut asked);
                let shape = asked.0.unwrap();
                let of = <crate::inventory::$object as Object>::TYPE;
                if !ANSWERS.contains(&(of, property.path)) {
                    check.property(of, property, &shape);
                }
            }
        )*};
    }
    every_type!(each);
    check.answer::<Content>("ServiceInstance", "RetrieveServiceContent()");
    check.answer::<CompactString>("ServiceInstance", "CurrentTime()");
    check.answer::<Vec<EvcMode>>("ServiceInstance", "capability.supportedEVCMode");
    check.answer::<MoRef>("LicenseManager", "licenseAssignmentManager");
    check.answer::<Session>("SessionManager", "Login()");
    check.answer::<Vec<Role>>("AuthorizationManager", "roleList");
    check.answer::<Vec<EntityPrivilege>>("AuthorizationManager", "HasPrivilegeOnEntities()");
    check.answer::<Vec<UserPrivileges>>("AuthorizationManager", "FetchUserPrivilegeOnEntities()");
    check.answer::<Vec<i64>>("ManagedEntity", "effectiveRole");
    check.answer::<MoRef>("ManagedEntity", "parent");
    check.answer::<CompactString>("ManagedEntity", "overallStatus");
    check.answer::<Vec<Licence>>("LicenseAssignmentManager", "QueryAssignedLicenses()");
    check.answer::<Vec<(CompactString, String)>>("OptionManager", "QueryOptions()");
    check.answer::<Vec<ConfigOption>>("EnvironmentBrowser", "QueryConfigOptionDescriptor()");
    check.answer::<DasRuntime>("ClusterComputeResource", "RetrieveDasAdvancedRuntimeInfo()");
    check.answer::<Vec<NicHint>>("HostNetworkSystem", "QueryNetworkHint()");
    check.answer::<DrsEvacuation>("ClusterComputeResource", "ClusterEnterMaintenanceMode()");
    check.answer::<Vec<Event>>("EventHistoryCollector", "ReadNextEvents()");
    check.answer::<Vec<Login>>("EventHistoryCollector", "ReadNextEvents()");
    check.answer::<CompactString>("Alarm", "info.name");
    check.answer::<CompactString>("Task", "info.state");
    check.answer::<crate::inventory::CheckFault>("Task", "info.error");
    // `info.result` of a task is anything.
    check.anything::<CheckResult>();
    check
}

#[test]
fn every_name_and_version_is_that_of_the_api() {
    let check = checked();
    assert!(check.seen.len() > 60, "only {} types were looked at", check.seen.len());
    assert!(check.wrong.is_empty(), "{:#?}", check.wrong);
}

/// The names in the envelopes of answers, which are read by hand.
#[test]
fn names_of_envelopes_are_those_of_the_api() {
    let table = Table::read();
    for (of, names) in [
        ("RetrieveResult", &["token", "objects"][..]),
        ("ObjectContent", &["obj", "propSet", "missingSet"]),
        ("DynamicProperty", &["name", "val"]),
        ("MissingProperty", &["path", "fault"]),
        ("NoPermission", &["privilegeId", "missingPrivileges"]),
        ("NoPermissionEntityPrivileges", &["privilegeIds"]),
        ("InvalidProperty", &["name"]),
        ("ManagedObjectNotFound", &["obj"]),
    ] {
        for name in names {
            assert!(table.member(of, name).is_some(), "{of} has no {name}");
        }
    }
}
