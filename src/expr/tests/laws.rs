//! Laws of the three-valued logic, against a reference that is written out.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::fixture::*;
use crate::expr::{Env, Expr};
use crate::schema::{Fact, List, Unknown, Value};

/// A random condition.
#[derive(Clone, Debug)]
enum Tree {
    Const(bool),
    /// `t.a`, `t.b` or `t.c`.
    Fact(usize),
    /// `p.flag`, inside a quantifier; a constant elsewhere.
    Flag,
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Same(Box<Self>, Box<Self>),
}

impl Tree {
    fn write(&self) -> String {
        match self {
            Self::Const(value) => value.to_string(),
            Self::Fact(which) => ["t.a", "t.b", "t.c"][*which].to_owned(),
            Self::Flag => "p.flag".to_owned(),
            Self::Not(inner) => format!("!({})", inner.write()),
            Self::And(a, b) => format!("({} && {})", a.write(), b.write()),
            Self::Or(a, b) => format!("({} || {})", a.write(), b.write()),
            Self::Same(a, b) => format!("({} == {})", a.write(), b.write()),
        }
    }

    fn reads_flag(&self) -> bool {
        match self {
            Self::Const(_) | Self::Fact(_) => false,
            Self::Flag => true,
            Self::Not(inner) => inner.reads_flag(),
            Self::And(a, b) | Self::Or(a, b) | Self::Same(a, b) => a.reads_flag() || b.reads_flag(),
        }
    }

    /// The truth tables of Kleene's strong logic, with the reasons of all undecided operands.
    fn reference(&self, facts: &[Truth; 3], flag: &Truth) -> Truth {
        match self {
            Self::Const(value) => Ok(*value),
            Self::Fact(which) => facts[*which].clone(),
            Self::Flag => flag.clone(),
            Self::Not(inner) => inner.reference(facts, flag).map(|value| !value),
            Self::And(a, b) => match (a.reference(facts, flag), b.reference(facts, flag)) {
                (Ok(false), _) | (_, Ok(false)) => Ok(false),
                (a, b) => joined(a, b, |_, _| true),
            },
            Self::Or(a, b) => match (a.reference(facts, flag), b.reference(facts, flag)) {
                (Ok(true), _) | (_, Ok(true)) => Ok(true),
                (a, b) => joined(a, b, |_, _| false),
            },
            Self::Same(a, b) => joined(a.reference(facts, flag), b.reference(facts, flag), |a, b| a == b),
        }
    }
}

/// True, false, or unknown for a set of reasons.
type Truth = Result<bool, BTreeSet<String>>;

fn joined(a: Truth, b: Truth, known: impl Fn(bool, bool) -> bool) -> Truth {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok(known(a, b)),
        (Err(a), Err(b)) => Err(a.union(&b).cloned().collect()),
        (Err(why), Ok(_)) | (Ok(_), Err(why)) => Err(why),
    }
}

fn plain(fact: Fact<bool>) -> Truth {
    fact.map_err(|why| why.reasons().iter().map(|reason| reason.object.id.to_string()).collect())
}

fn fact(truth: &Truth) -> Fact<bool> {
    truth
        .clone()
        .map_err(|names| Unknown::all(&names.iter().map(|name| why(name)).collect::<Vec<_>>()).unwrap())
}

fn truths(name: &'static str) -> impl Strategy<Value = Truth> {
    prop_oneof![
        Just(Ok(true)),
        Just(Ok(false)),
        Just(Err(BTreeSet::from([name.to_owned()]))),
        Just(Err(BTreeSet::from([name.to_owned(), "shared".to_owned()]))),
    ]
}

fn trees(leaf: impl Strategy<Value = Tree> + 'static) -> impl Strategy<Value = Tree> {
    leaf.prop_recursive(4, 16, 2, |inner| {
        let pair = || (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            inner.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
            pair().prop_map(|(a, b)| Tree::And(a, b)),
            pair().prop_map(|(a, b)| Tree::Or(a, b)),
            pair().prop_map(|(a, b)| Tree::Same(a, b)),
        ]
    })
}

fn conditions() -> impl Strategy<Value = Tree> {
    trees(prop_oneof![1 => any::<bool>().prop_map(Tree::Const), 6 => (0..3_usize).prop_map(Tree::Fact)])
}

fn bodies() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![1 => any::<bool>().prop_map(Tree::Const), 3 => (0..3_usize).prop_map(Tree::Fact), 5 => Just(Tree::Flag)];
    trees(leaf).prop_filter("the body reads its variable", Tree::reads_flag)
}

/// The facts that a random condition reads.
#[derive(Clone, Debug)]
struct World {
    facts: [Truth; 3],
    flags: Vec<Truth>,
    missing: bool,
}

fn worlds() -> impl Strategy<Value = World> {
    let facts = [truths("a"), truths("b"), truths("c")];
    let flags = prop::collection::vec(truths("flag"), 0..5);
    (facts, flags, any::<bool>()).prop_map(|(facts, flags, missing)| World { facts, flags, missing })
}

impl World {
    fn thing(&self) -> Thing {
        let mut thing = thing();
        [thing.a, thing.b, thing.c] = [fact(&self.facts[0]), fact(&self.facts[1]), fact(&self.facts[2])];
        let items = self.flags.iter().map(|flag| part("p", fact(flag))).collect();
        thing.parts = Ok(List { items, missing: self.missing.then(|| why("missing")) });
        thing
    }

    fn judge(&self, expr: &Expr) -> Truth {
        let (thing, hosts) = (self.thing(), hosts());
        plain(expr.truth(&Env {
            arena: &hosts,
            slots: &[Ok(Value::Record(&thing)), Ok(Value::Record(&hosts.0))],
            later: false,
        }))
    }

    fn quantified(&self, decisive: bool, body: &Tree) -> Truth {
        let mut results: Vec<Truth> =
            self.flags.iter().map(|flag| body.reference(&self.facts, flag)).collect();
        if self.missing {
            let hidden = BTreeSet::from(["missing".to_owned()]);
            results.push(match body.reference(&self.facts, &Err(hidden.clone())) {
                Ok(value) if value == decisive => Err(hidden),
                Ok(value) => Ok(value),
                Err(why) => Err(why.union(&hidden).cloned().collect()),
            });
        }
        if results.contains(&Ok(decisive)) {
            return Ok(decisive);
        }
        let reasons: BTreeSet<String> = results.into_iter().filter_map(Truth::err).flatten().collect();
        if reasons.is_empty() { Ok(!decisive) } else { Err(reasons) }
    }

    /// One way the world could be, were everything known: `coins` decide.
    fn known(&self, coins: &[bool]) -> Self {
        let mut coins = coins.iter().copied().cycle();
        let mut toss = || coins.next().unwrap_or_default();
        let mut world = self.clone();
        for truth in world.facts.iter_mut().chain(&mut world.flags) {
            if truth.is_err() {
                *truth = Ok(toss());
            }
        }
        if std::mem::take(&mut world.missing) {
            while toss() && world.flags.len() < 8 {
                world.flags.push(Ok(toss()));
            }
        }
        world
    }
}

fn quantifier(decisive: bool, body: &str) -> Expr {
    compiled(&format!("t.parts.{}(p, {body})", if decisive { "exists" } else { "all" }))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn conditions_follow_the_truth_tables(tree in conditions(), world in worlds()) {
        let expected = tree.reference(&world.facts, &Ok(false));
        prop_assert_eq!(world.judge(&compiled(&tree.write())), expected);
    }

    #[test]
    fn junctions_are_a_lattice(a in conditions(), b in conditions(), c in conditions(), world in worlds()) {
        let (a, b, c) = (a.write(), b.write(), c.write());
        for (left, right) in [
            (format!("{a} && {b}"), format!("{b} && {a}")),
            (format!("{a} || {b}"), format!("{b} || {a}")),
            (format!("({a} && {b}) && {c}"), format!("{a} && ({b} && {c})")),
            (format!("({a} || {b}) || {c}"), format!("{a} || ({b} || {c})")),
            (format!("!({a} && {b})"), format!("!{a} || !{b}")),
            (format!("!({a} || {b})"), format!("!{a} && !{b}")),
            (format!("!(!({a}))"), a.clone()),
            (format!("{a} && {a}"), a.clone()),
        ] {
            prop_assert_eq!(world.judge(&compiled(&left)), world.judge(&compiled(&right)), "{} and {}", left, right);
        }
        // Absorption keeps the truth; the absorbed operand adds its reasons to an unknown.
        for absorbed in [format!("{a} && ({a} || {b})"), format!("{a} || ({a} && {b})")] {
            prop_assert_eq!(world.judge(&compiled(&absorbed)).ok(), world.judge(&compiled(&a)).ok(), "{}", absorbed);
        }
    }

    #[test]
    fn quantifiers_follow_the_reference(body in bodies(), world in worlds(), decisive in any::<bool>()) {
        let judged = world.judge(&quantifier(decisive, &body.write()));
        prop_assert_eq!(judged, world.quantified(decisive, &body));
    }

    #[test]
    fn exists_and_all_are_dual(body in bodies(), world in worlds()) {
        let exists = quantifier(true, &body.write());
        let none = quantifier(false, &format!("!({})", body.write()));
        prop_assert_eq!(world.judge(&exists), world.judge(&none).map(|value| !value));
    }

    #[test]
    fn the_order_of_elements_means_nothing(
        (flags, shuffled) in prop::collection::vec(truths("flag"), 0..6)
            .prop_flat_map(|flags| (Just(flags.clone()), Just(flags).prop_shuffle())),
        body in bodies(),
        world in worlds(),
        decisive in any::<bool>(),
    ) {
        let expr = quantifier(decisive, &body.write());
        let (one, other) = (World { flags, ..world.clone() }, World { flags: shuffled, ..world });
        prop_assert_eq!(one.judge(&expr), other.judge(&expr));
    }

    /// What is decided stays decided, whatever the unknown turns out to be; what is known is decided.
    #[test]
    fn knowledge_only_adds(
        body in bodies(),
        world in worlds(),
        coins in prop::collection::vec(any::<bool>(), 1..24),
        decisive in any::<bool>(),
        rest in conditions(),
    ) {
        let expr = compiled(&format!(
            "t.parts.{}(p, {}) && {} || 'x' in t.names && t.c",
            if decisive { "exists" } else { "all" }, body.write(), rest.write()
        ));
        let later = world.known(&coins).judge(&expr);
        prop_assert!(later.is_ok());
        if let Ok(decided) = world.judge(&expr) {
            prop_assert_eq!(later, Ok(decided));
        }
    }

    #[test]
    fn an_element_in_doubt_is_absorbed(world in worlds(), decisive in any::<bool>()) {
        let mut world = world;
        world.flags.push(Err(BTreeSet::from(["doubt".to_owned()])));
        world.flags.push(Ok(decisive));
        world.missing = true;
        prop_assert_eq!(world.judge(&quantifier(decisive, "p.flag")), Ok(decisive));
    }
}
