//! What expressions mean.

use super::fixture::*;
use crate::expr::{Env, Kind, Shown, compile, condition, each_path, parameters};
use crate::schema::{Grouping, List, Type, Value};

#[test]
fn every_operator_on_known_values() {
    let thing = thing();
    for (source, expected) in [
        ("t.a", true),
        ("!t.a", false),
        ("t.a && t.b", false),
        ("t.a || t.b", true),
        ("t.a == t.b", false),
        ("t.a != t.b", true),
        ("t.n == 7 && t.n != 8 && t.n < 8 && t.n <= 7 && t.n > 6 && t.n >= 7", true),
        ("t.n < 7 || t.n <= 6 || t.n > 7 || t.n >= 8", false),
        ("t.n * 2 - 4 + 1 == 11 && -t.n == -7", true),
        ("t.text == 'vmk0' && t.text != \"vmk1\"", true),
        ("t.text.contains('mk') && t.text.startsWith('vm') && t.text.endsWith('0')", true),
        ("t.text.contains('x') || t.text.startsWith('mk') || t.text.endsWith('k')", false),
        ("t.colour == 'red' && t.colour != 'dark-blue'", true),
        ("t.colour in ['red', 'green'] && 'red' in t.colours && !('green' in t.colours)", true),
        ("t.colour in params.kinds && !(t.colour in params.none) && !(t.n in params.none)", true),
        ("t.n in [1, 7] && 2 in t.numbers && !(9 in t.numbers)", true),
        ("t.version.since('6.0') && t.version.since('5.9.9') && !t.version.since('6.0.1')", true),
        ("t.version.since(params.since) && t.version.since(t.version)", true),
        ("t.inner.flag && t.owner.active && host.active", true),
        ("t.on.any && !t.on.all && t.on.count == 2 && t.on.lacking.size() == 1", true),
        ("'esx02' in t.on.lacking && t.on.lacking.exists(h, h == 'esx02') && size(t.on.unclear) == 0", true),
        ("t.groups.uniform || t.groups.count != 2", false),
        ("t.parts.exists(p, p.label == 'one' && p.flag) && !t.parts.all(p, p.flag)", true),
        ("t.parts.size() == 2 && size(t.names) == 2", true),
        ("t.parts.all(p, t.numbers.exists(n, n == 1 && p.label != ''))", true),
        ("t.owners.exists(o, o.name == 'esx01')", true),
        ("params.limits.exists(l, t.version.since(l.from) && l.hosts == 64)", true),
        ("params.limits.exists(l, l.colour == t.colour && l.hosts == 32)", true),
        ("params.kinds.exists(k, k == t.colour)", true),
        ("t.n >= params.min // a comment", true),
    ] {
        assert_eq!(truth(source, &thing), Ok(expected), "{source}");
    }
}

#[test]
fn undecided_operands_are_blamed_together() {
    let mut thing = thing();
    thing.a = unknown("a");
    thing.b = unknown("b");
    thing.n = unknown("n");
    thing.text = unknown("text");
    for (source, expected) in [
        ("t.a && t.b && t.c", vec!["a", "b", "c"]),
        ("t.a || t.b || false", vec!["a", "b"]),
        ("t.a == t.b", vec!["a", "b"]),
        ("t.n < 3 || t.text == 'x'", vec!["n", "text"]),
        ("t.n + 1 == 2 && -t.n == 2", vec!["n"]),
        ("t.text.contains('x')", vec!["text"]),
        ("t.n in [1, 2]", vec!["n"]),
    ] {
        let expected = expected.into_iter().map(String::from).collect();
        assert_eq!(blamed(truth(source, &thing)), Err(expected), "{source}");
    }
    thing.colour = unknown("colour");
    assert_eq!(blamed(truth("t.colour in ['red']", &thing)), Err(vec!["colour".to_owned()]));
    for (source, expected) in [("t.a && false", false), ("false && t.a", false), ("t.a || true", true)] {
        assert_eq!(truth(source, &thing), Ok(expected), "{source}");
    }
}

#[test]
fn an_incomplete_list_may_hold_one_more() {
    let mut thing = thing();
    let mut parts = List::complete(vec![part("one", Ok(true)), part("two", unknown("two"))]);
    parts.lacks(&why("hidden"));
    thing.parts = Ok(parts);
    assert_eq!(truth("t.parts.exists(p, p.flag)", &thing), Ok(true));
    assert_eq!(truth("t.parts.all(p, !p.flag)", &thing), Ok(false));
    let all = ["hidden", "two"].map(String::from).to_vec();
    assert_eq!(blamed(truth("t.parts.all(p, p.flag)", &thing)), Err(all.clone()));
    assert_eq!(blamed(truth("t.parts.exists(p, !p.flag)", &thing)), Err(all));
    let hidden = vec!["hidden".to_owned()];
    assert_eq!(blamed(truth("t.parts.size() == 2", &thing)), Err(hidden.clone()));
    assert_eq!(blamed(truth("t.parts.exists(p, p.label == 'three')", &thing)), Err(hidden.clone()));
    // What no element can change is decided, and an element that need not exist decides nothing.
    assert_eq!(truth("t.parts.exists(p, p.flag && t.n == 0)", &thing), Ok(false));
    assert_eq!(truth("t.parts.all(p, p.flag || t.n == 7)", &thing), Ok(true));
    thing.parts = Err(why("hidden"));
    assert_eq!(truth("t.parts.exists(p, p.flag && t.n == 0)", &thing), Ok(false));
    assert_eq!(blamed(truth("t.parts.exists(p, p.flag || t.n == 7)", &thing)), Err(hidden.clone()));
    thing.names = List { items: vec![Ok("x".into())], missing: Some(why("hidden")) };
    assert_eq!(truth("'x' in t.names", &thing), Ok(true));
    assert_eq!(blamed(truth("'z' in t.names", &thing)), Err(hidden));
}

#[test]
fn splits_and_groupings_are_three_valued() {
    let mut thing = thing();
    thing.on = split(vec![Ok(true), unknown("esx02")], None);
    let esx02 = Err(vec!["esx02".to_owned()]);
    assert_eq!(truth("t.on.any", &thing), Ok(true));
    assert_eq!(blamed(truth("t.on.all", &thing)), esx02);
    assert_eq!(blamed(truth("t.on.count == 1", &thing)), esx02);
    assert_eq!(blamed(truth("t.on.lacking.size() == 0", &thing)), esx02);
    assert_eq!(truth("'esx02' in t.on.unclear && t.on.unclear.size() == 1", &thing), Ok(true));
    thing.groups = Grouping::of([("esx01".into(), Ok("10".into())), ("esx02".into(), unknown("esx02"))]);
    assert_eq!(blamed(truth("t.groups.uniform", &thing)), esx02);
    assert_eq!(blamed(truth("t.groups.count > 0", &thing)), esx02);
}

#[test]
fn arithmetic_never_overflows() {
    let mut thing = thing();
    thing.n = Ok(i64::MAX);
    for source in ["t.n + 1 > 0", "t.n * 2 > 0", "-t.n - 2 < 0", "-(0 - t.n - 1) > 0"] {
        let why = truth(source, &thing).expect_err(source);
        assert!(
            why.reasons()[0].detail.get(crate::terms::Lang::En).contains("out of range"),
            "{source}: {why:?}"
        );
    }
}

#[test]
fn evidence_prints_what_is_known() {
    let mut thing = thing();
    thing.colours = List::complete(vec![Colour::Green, Colour::DarkBlue]);
    let list = |items: &[&str]| Ok(Shown::List(items.iter().map(ToString::to_string).collect()));
    assert_eq!(shown("t.n * 2", &thing), Ok(Shown::Int(14)));
    assert_eq!(shown("t.a", &thing), Ok(Shown::Bool(true)));
    assert_eq!(shown("t.colour", &thing), Ok(Shown::Text("red".into())));
    assert_eq!(shown("t.version", &thing), Ok(Shown::Text("6.0.0".into())));
    assert_eq!(shown("t.owner", &thing), Ok(Shown::Text("esx01".into())));
    let groups = shown("t.groups", &thing).map(|groups| groups.to_string());
    assert_eq!(groups, Ok("10 (esx01); 20 (esx02)".into()));
    assert_eq!(shown("t.on.lacking", &thing), list(&["esx02"]));
    assert_eq!(shown("t.parts", &thing), list(&["one", "two"]));
    assert_eq!(shown("t.colours", &thing), list(&["green", "dark-blue"]));
    assert_eq!(shown("t.numbers", &thing), list(&["1", "2", "3"]));
    assert_eq!(shown("params.limits", &thing), list(&["red 4.0 32", "green 6.0 64"]));
    thing.names = List { items: vec![Ok("x".into()), unknown("y")], missing: Some(why("z")) };
    assert_eq!(shown("t.names", &thing), list(&["x", "?", "…"]));
    assert_eq!(shown("t.c", &thing), Err(why("c")));
}

#[test]
fn reads_are_those_of_every_field_on_the_path() {
    let reads = |source: &str| compiled(source).reads().iter().copied().collect::<Vec<_>>();
    assert_eq!(reads("t.inner.flag && t.owner.active"), ["Host:active", "Inner:flag", "Thing:owner"]);
    assert_eq!(reads("t.parts.exists(p, p.flag && t.on.all)"), ["Host:name", "Thing:on", "Thing:parts"]);
    assert!(reads("params.min > 3").is_empty());
}

#[test]
fn loops_take_plain_paths_and_tell_the_kind_of_the_element() {
    let each = |source: &str| each_path(source, &scope()).map(|expr| expr.element().unwrap().to_string());
    assert_eq!(each("t.parts"), Ok("part".into()));
    assert_eq!(each("t.owners"), Ok("host".into()));
    assert_eq!(each("params.limits"), Ok("row of a parameter table".into()));
    assert_eq!(each("params.kinds"), Ok("string".into()));
    for source in ["t.n", "['a']", "t.parts.size()", "t.on.lacking", "t"] {
        assert!(each(source).is_err(), "{source}");
    }
    let thing = thing();
    let hosts = hosts();
    let rows = compiled("params.limits");
    let scope = scope().with("l", rows.element().unwrap());
    let finding = condition("t.version.since(l.from) && l.hosts > 32", &scope).unwrap();
    let slots = [Ok(Value::Record(&thing)), Ok(Value::Record(&hosts.0))];
    let env = Env { arena: &hosts, slots: &slots, later: false };
    let judged: Vec<_> = rows
        .list(&env)
        .unwrap()
        .items()
        .into_iter()
        .map(|row| {
            let slots = [slots[0].clone(), slots[1].clone(), row];
            finding.truth(&Env { arena: &hosts, slots: &slots, later: false }).unwrap()
        })
        .collect();
    assert_eq!(judged, [false, true]);
}

#[test]
fn expressions_know_their_kind() {
    let kind = |source: &str| compile(source, &scope()).unwrap().kind().clone();
    assert!(matches!(kind("t.version"), Kind::Value(Type::Version)));
    assert!(matches!(kind("t.on"), Kind::Value(Type::Split)));
    assert_eq!(kind("t.on.lacking").to_string(), "list of string");
    assert!(condition("t.n", &scope()).is_err());
}

#[test]
fn parameters_are_found_outside_texts() {
    assert_eq!(parameters("a.b < params.min && x in params.keys"), ["min", "keys"]);
    assert_eq!(parameters("a == 'params.min' || params.sizes.exists(s, s.x > 1)"), ["sizes"]);
    assert_eq!(parameters("a.params.b == params . c // params.d"), ["c"]);
    assert_eq!(parameters("params.a == (params.b && 'it"), ["a", "b"]);
}

#[test]
fn operators_bind_as_they_are_written() {
    let thing = thing();
    for (source, same) in [
        ("t.a || t.b && t.c", "t.a || (t.b && t.c)"),
        ("!t.a == t.b", "(!t.a) == t.b"),
        ("t.n + 2 * 3 == 13", "(t.n + (2 * 3)) == 13"),
        ("10 - 2 - t.n == 1", "((10 - 2) - t.n) == 1"),
        ("-t.n + 8 == 1", "((-t.n) + 8) == 1"),
        ("t.n == 7 == t.a", "(t.n == 7) == t.a"),
        ("t.n in [7] && t.a", "(t.n in [7]) && t.a"),
    ] {
        assert!(truth(source, &thing).is_ok(), "{source}");
        assert_eq!(truth(source, &thing), truth(same, &thing), "{source}");
    }
    assert_eq!(truth("t.n - 2 - 1 == 4 && t.n - (2 - 1) == 6 && 2 + 2 * 2 == 6", &thing), Ok(true));
    assert_eq!(truth("-9223372036854775808 < - 1 && 0x1F == 31 && !!t.a && --t.n == 7", &thing), Ok(true));
}
