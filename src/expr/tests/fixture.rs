//! A small schema, and facts whose values each test sets.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use crate::expr::{Env, Expr, Param, Params, Scalar, Scalars, Scope, Shown, Table, compile};
use crate::schema::{
    Arena, Entity, Fact, FactValue, Grouping, HostSet, HostSplit, List, Reason, Record, RecordType, Ref,
    Type, Unknown, Value, Version, fact_enums, records,
};
use crate::terms::Subject;
use crate::terms::{ObjectKind, ReasonKind};

fact_enums! {
    /// Colour of a thing.
    pub enum Colour {
        /// Red.
        Red = "red",
        /// Green.
        Green = "green",
        /// Dark blue.
        DarkBlue = "dark-blue",
    }
}

/// The one host of the arena.
#[derive(Clone, Copy, Debug)]
pub struct OwnerRef(pub u32);

impl FactValue for OwnerRef {
    fn ty() -> Type {
        Type::Ref(Subject::Host)
    }

    fn value(&self) -> Fact<Value<'_>> {
        Ok(Value::Ref(Ref { kind: Subject::Host, index: self.0 }))
    }
}

/// Data that are in no inventory.
struct Datum {
    read: &'static str,
}

macro_rules! data {
    ($($record:ident as $name:literal: $($field:ident)*;)*) => {$(
        #[allow(non_upper_case_globals)]
        impl $record {
            $( const $field: Datum = Datum { read: concat!($name, ":", stringify!($field)) }; )*
        }
    )*};
}

data! {
    Thing as "Thing": a b c n text colour version owner on groups parts names numbers colours owners;
    Inner as "Inner": flag;
    Owner as "Host": name active;
}

records! {
    /// Everything a test needs.
    pub struct Thing as "thing" {
        /// Truth values.
        a: Fact<bool>, reads Thing::a;
        /// Truth values.
        b: Fact<bool>, reads Thing::b;
        /// Truth values.
        c: Fact<bool>, reads Thing::c;
        /// Number.
        n: Fact<i64>, reads Thing::n;
        /// Text.
        text: Fact<CompactString>, reads Thing::text;
        /// Word.
        colour: Fact<Colour>, reads Thing::colour;
        /// Version.
        version: Fact<Version>, reads Thing::version;
        /// Record that is always there.
        inner: Inner;
        /// Reference.
        owner: Fact<OwnerRef>, reads Thing::owner;
        /// Split.
        on: HostSplit, reads Thing::on Owner::name;
        /// Grouping.
        groups: Grouping, reads Thing::groups;
        /// Elements.
        parts: Fact<List<Part>>, reads Thing::parts;
        /// Names.
        names: List<Fact<CompactString>>, reads Thing::names;
        /// Numbers.
        numbers: List<i64>, reads Thing::numbers;
        /// Words.
        colours: List<Colour>, reads Thing::colours;
        /// References.
        owners: List<OwnerRef>, reads Thing::owners;
    }

    /// Inner record.
    pub struct Inner as "inner" {
        /// Set or not.
        flag: Fact<bool>, reads Inner::flag;
    }

    /// Element.
    pub struct Part as "part", key "label" {
        /// Name.
        label: CompactString;
        /// Set or not.
        flag: Fact<bool>;
        /// Speed.
        speed_mbps: Fact<i64>;
        /// Elements of the element.
        numbers: Fact<List<i64>>;
    }

    /// Owner of things.
    pub struct Owner as "host", key "name" {
        /// Name.
        name: CompactString;
        /// Set or not.
        active: Fact<bool>, reads Owner::active;
    }
}

/// The reason named `name`, as an unknown.
pub fn why(name: &str) -> Unknown {
    Unknown::because(Reason {
        kind: ReasonKind::Denied,
        object: Entity { kind: ObjectKind::Host, id: name.into(), name: name.into() },
        property: "config".into(),
        detail: crate::terms::Detail::Nothing,
    })
}

pub fn unknown<T>(name: &str) -> Fact<T> {
    Err(why(name))
}

/// Names of the objects that an unknown blames.
pub fn blamed(fact: Fact<bool>) -> Result<bool, Vec<String>> {
    fact.map_err(|why| why.reasons().iter().map(|reason| reason.object.id.to_string()).collect())
}

pub fn part(label: &str, flag: Fact<bool>) -> Part {
    Part { label: label.into(), flag, speed_mbps: Ok(1000), numbers: Ok(List::default()) }
}

pub fn split(states: Vec<Fact<bool>>, missing: Option<Unknown>) -> HostSplit {
    let names: Vec<CompactString> = (1..=states.len()).map(|i| format!("esx{i:02}").into()).collect();
    HostSplit::new(Arc::new(HostSet { ids: names.clone(), names, ..HostSet::default() }), states, missing)
}

pub fn thing() -> Thing {
    Thing {
        a: Ok(true),
        b: Ok(false),
        c: unknown("c"),
        n: Ok(7),
        text: Ok("vmk0".into()),
        colour: Ok(Colour::Red),
        version: Ok(Version::parse("6.0.0").unwrap()),
        inner: Inner { flag: Ok(true) },
        owner: Ok(OwnerRef(0)),
        on: split(vec![Ok(true), Ok(false), Ok(true)], None),
        groups: Grouping::of([("esx01".into(), Ok("10".into())), ("esx02".into(), Ok("20".into()))]),
        parts: Ok(List::complete(vec![part("one", Ok(true)), part("two", Ok(false))])),
        names: List::complete(vec![Ok("x".into()), Ok("y".into())]),
        numbers: List::complete(vec![1, 2, 3]),
        colours: List::complete(vec![Colour::Red]),
        owners: List::complete(vec![OwnerRef(0)]),
    }
}

/// One host; any other reference is out of range.
pub struct Hosts(pub Owner);

impl Arena for Hosts {
    fn resolve(&self, reference: Ref) -> Fact<&dyn Record> {
        match reference {
            Ref { kind: Subject::Host, index: 0 } => Ok(&self.0),
            _ => Err(Unknown::defect("reference out of range")),
        }
    }
}

pub fn hosts() -> Hosts {
    Hosts(Owner { name: "esx01".into(), active: Ok(true) })
}

static THING: RecordType = Thing::TYPE;
static OWNER: RecordType = Owner::TYPE;

pub fn row(cells: &[(&str, Scalar)]) -> BTreeMap<CompactString, Scalar> {
    cells.iter().map(|(name, cell)| (CompactString::from(*name), cell.clone())).collect()
}

pub fn text(text: &str) -> Scalar {
    Scalar::Str(text.into())
}

pub fn limits() -> Table {
    Table::new(vec![
        row(&[("from", text("4.0")), ("hosts", Scalar::Int(32)), ("colour", text("red"))]),
        row(&[("from", text("6.0")), ("hosts", Scalar::Int(64)), ("colour", text("green"))]),
    ])
    .unwrap()
}

pub fn scope() -> Scope {
    let mut params = Params::default();
    params.insert("min", Param::Scalar(Scalar::Int(5)));
    params.insert("since", Param::Scalar(text("5.5")));
    let list = |items: Vec<Scalar>| Param::List(Arc::new(Scalars::new(items).unwrap()));
    params.insert("kinds", list(vec![text("red"), text("green")]));
    params.insert("wrong", list(vec![text("red"), text("pink")]));
    params.insert("none", list(vec![]));
    params.insert("limits", Param::Table(Arc::new(limits())));
    Scope::new(&[("host", &OWNER)]).with("t", &THING).with("host", &OWNER).params(Arc::new(params))
}

pub fn compiled(source: &str) -> Expr {
    compile(source, &scope()).unwrap_or_else(|error| panic!("{source}: {error}"))
}

/// Evaluates a condition over a thing.
pub fn truth(source: &str, thing: &Thing) -> Fact<bool> {
    with_env(thing, |env| compiled(source).truth(env))
}

/// Evaluates evidence over a thing.
pub fn shown(source: &str, thing: &Thing) -> Fact<Shown> {
    with_env(thing, |env| compiled(source).shown(env))
}

fn with_env<R>(thing: &Thing, run: impl FnOnce(&Env<'_>) -> R) -> R {
    let hosts = hosts();
    run(&Env { arena: &hosts, slots: &[Ok(Value::Record(thing)), Ok(Value::Record(&hosts.0))], later: false })
}
