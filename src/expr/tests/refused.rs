//! What is refused, where the error points, and what it says.

use super::fixture::*;
use crate::expr::{Param, Params, Scalar, Scalars, Scope, Table, compile, condition};

/// Each source with the text the error points at, and a part of what it says.
fn refused(cases: &[(&str, &str, &str)]) {
    for (source, place, saying) in cases {
        let Err(error) = compile(source, &scope()) else {
            panic!("{source} compiles");
        };
        assert_eq!(source.get(error.offset..error.offset + error.length), Some(*place), "{source}: {error}");
        assert!(error.to_string().contains(saying), "{source}: {error}");
    }
}

#[test]
fn what_is_not_an_expression() {
    refused(&[
        ("", "", "empty"),
        ("t.", "", "ends where"),
        ("t.a &&", "", "ends where"),
        ("(t.a", "", "ends where"),
        ("t.a)", ")", "not expected"),
        ("t.a & t.b", "&", "'&&'"),
        ("t.a = t.b", "=", "'=='"),
        ("t.a and t.b", "and", "'&&'"),
        ("not t.a", "not", "'!'"),
        ("t.a not in t.names", "not", "'!(value in list)'"),
        ("t.text == 'abc", "'", "no end"),
        (r"t.text == 'a\q'", "'", "backslash"),
        (r"t.text == 'a\q' && t.a", "'", r"not understood: '\q'"),
        ("t.text == '''abc'", "'''", "no end"),
        ("t.a 'abc'", "'abc'", "this text is not expected"),
        ("t.a 7", "7", "not expected"),
        ("t.a && // all of it", "", "ends where"),
        ("t.a.in", "in", "not expected"),
        ("t.names.size(,)", ",", "not expected"),
        ("t.n == -99999999999999999999", "99999999999999999999", "too large"),
        ("t.n == 99999999999999999999", "99999999999999999999", "too large"),
        ("if", "if", "reserved"),
        ("日本 == t.a", "日", "not expected"),
        ("t.`a`", ".", "quoted names"),
        ("`a` == 1", "`", "quoted names"),
    ]);
}

#[test]
fn what_would_lose_an_unknown_or_has_no_meaning() {
    refused(&[
        ("t.?a", ".", "optional"),
        ("has(t.a)", "has", "every fact has a value or is unknown"),
        ("t.parts.filter(p, p.flag)", "filter", "exists(v, …)"),
        ("t.parts.map(p, p.label)", "map", "exists(v, …)"),
        ("t.parts.exists_one(p, p.flag)", "exists_one", "exists(v, …)"),
        ("t.a ? t.b : t.c", "?", "(a && b) || (!a && c)"),
        ("t.names[0] == 'x'", "[", "order"),
        ("t.n == 1.5", "1.5", "whole"),
        ("t.n == 5u", "5u", "leave out the 'u'"),
        ("t.a == null", "null", "unknown"),
        ("t.text == b'x'", "b'x'", "leave out the 'b'"),
        ("{'a': 1}", "{", "parameter table"),
        ("Foo{a: 1}", "{", "maps"),
        ("t.n / 2 > 1", "/", "a * 100 < b * 95"),
        ("t.n % 2 == 1", "%", "division"),
        ("t.text.matches('x')", "matches", "contains()"),
        ("timestamp('2026-01-01') > 3", "timestamp", "seconds"),
        ("int(t.text) == 1", "int", "conversions"),
        ("t.parts.exists(p, true)", "true", "does not read 'p'"),
        ("t.parts.all(p, t.a && t.n > 1)", "t.a && t.n > 1", "does not read 'p'"),
    ]);
}

#[test]
fn names_that_do_not_exist() {
    refused(&[
        ("t.vresion", "vresion", "'thing' has no field 'vresion'; did you mean 'version'?"),
        ("t.a\n&& t.part", "part", "did you mean 'parts'?"),
        ("t.text == '日本' && t.colouur == 'red'", "colouur", "did you mean 'colour'?"),
        ("u.a", "u", "there is t, host, params"),
        ("t.inner.flog", "flog", "did you mean 'flag'?"),
        ("t.owner.activ", "activ", "did you mean 'active'?"),
        ("t.parts.exists(p, p.speed)", "speed", "did you mean 'speed_mbps'?"),
        ("t.parts.exists(p, p.flag) && p.flag", "p", "there is no 'p' here"),
        ("t.parts.flag", "flag", "exists(v, …)"),
        ("t.on.al", "al", "there is all, any"),
        ("t.groups.unifrom", "unifrom", "did you mean 'uniform'?"),
        ("t.text.contain('x')", "contain", "did you mean 'contains'?"),
        ("t.a.b", "b", "no fields"),
        ("t.version.major", "major", "since('6.0')"),
        ("params.mni > 3", "mni", "did you mean 'min'?"),
        ("params > 3", "params", "'params.name'"),
        ("params.limits.exists(l, l.hots > 3)", "hots", "did you mean 'hosts'?"),
        (".t.a", "t", "dot"),
    ]);
}

#[test]
fn types_that_do_not_match() {
    refused(&[
        ("t.n == 'x'", "==", "an int is compared with a string"),
        ("t.n && t.a", "t.n", "true or false is expected here"),
        ("!t.n", "t.n", "true or false is expected here"),
        ("-t.a == 1", "t.a", "a number is expected here"),
        ("t.n < 3 < 4", "t.n < 3", "a number is expected here"),
        ("t.on && t.a", "t.on", "'.all'"),
        ("t.version > '6.0'", "t.version", "since('6.0')"),
        ("t.version == '6.0'", "t.version", "since('6.0')"),
        ("t.version.since('x')", "'x'", "not a version"),
        ("t.version.since('6.0u1')", "'6.0u1'", "not a version"),
        ("t.version.since(6)", "6", "quotes"),
        ("t.version.since(t.text)", "t.text", "column"),
        ("params.limits.exists(l, t.version.since(l.colour))", "l.colour", "'red' is not a version"),
        ("t.colour == 'gren'", "'gren'", "did you mean 'green'?"),
        ("t.colour in ['red', 'purple']", "['red', 'purple']", "never 'purple'"),
        ("t.colour in params.wrong", "params.wrong", "never 'pink'"),
        ("params.limits.exists(l, l.from == t.colour)", "l.from", "never '4.0'"),
        ("t.colour == t.text", "t.text", "any text"),
        ("t.colour.contains('re')", "t.colour", "not any text"),
        ("t.names.contains('x')", "t.names", "'value in list'"),
        ("t.n in t.names", "in", "an int is compared with a string"),
        ("t.n in 7", "7", "a list is expected here"),
        ("t.n in []", "[]", "size() == 0"),
        ("t.n in [t.n]", "t.n", "literals"),
        ("t.n in ['a', 1]", "['a', 1]", "one type"),
        ("t.parts == t.parts", "t.parts", "size()"),
        ("t.owner == host", "t.owner", "one of its fields"),
        ("t.text.size() > 0", "t.text", "a list is expected here"),
        ("t.parts.exists(t, t.flag)", "t", "already has a meaning"),
        ("t.parts.exists(p, p.numbers.exists(p, p > 1))", "p", "already has a meaning"),
        ("t.parts.exists('p', true)", "'p'", "a name for the element"),
        ("t.parts.exists(p)", "t.parts.exists(p)", "'list.exists(v, condition on v)'"),
        ("size(t.parts, 1) > 0", "size(t.parts, 1)", "'list.size()'"),
    ]);
}

#[test]
fn conditions_are_bools_and_references_need_their_type() {
    let error = condition(" t.on ", &scope()).unwrap_err();
    assert_eq!((error.offset, error.length), (1, 4));
    let lonely = Scope::new(&[]).with("t", scope().find("t").unwrap().1.clone());
    assert!(compile("t.owner.active", &lonely).unwrap_err().message.en.contains("host cannot be read"));
}

#[test]
fn parameters_are_uniform() {
    assert!(Scalars::new(vec![text("a"), Scalar::Int(1)]).is_err());
    let first = row(&[("from", text("4.0")), ("n", Scalar::Int(1))]);
    for (second, saying) in [
        (row(&[("from", text("5.0"))]), "row 2 lacks 'n'"),
        (row(&[("from", text("5.0")), ("n", text("1"))]), "'n' of row 2 must be int"),
        (row(&[("from", text("5.0")), ("n", Scalar::Int(1)), ("x", Scalar::Int(1))]), "row 2 has 'x'"),
    ] {
        let error = Table::new(vec![first.clone(), second]).unwrap_err();
        assert!(error.to_string().contains(saying), "{error}");
    }
    let mut params = Params::default();
    params.insert("a", Param::Scalar(Scalar::Bool(true)));
    assert_eq!(params.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a"]);
}
