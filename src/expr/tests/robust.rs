//! No text may make the compiler or the evaluator panic, or point outside itself.

use proptest::prelude::*;

use super::fixture::*;
use crate::expr::{Env, compile, each_path};
use crate::schema::Value;

/// Compiles, and evaluates what compiles.
fn survives(source: &str) -> Result<(), TestCaseError> {
    let scope = scope();
    let _ = each_path(source, &scope);
    match compile(source, &scope) {
        Ok(expr) => {
            let (thing, hosts) = (thing(), hosts());
            let slots = [Ok(Value::Record(&thing)), Ok(Value::Record(&hosts.0))];
            let env = Env { arena: &hosts, slots: &slots, later: false };
            let _ = (expr.truth(&env), expr.shown(&env), expr.list(&env).map(|list| list.items().len()));
        }
        Err(error) => {
            let end = error.offset + error.length;
            prop_assert!(source.get(error.offset..end).is_some(), "{source:?}: {error:?}");
            prop_assert!(!error.message.en.is_empty() && !error.message.en.contains("expecting"));
        }
    }
    Ok(())
}

fn token() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "t",
        ".",
        "a",
        "b",
        "n",
        "text",
        "colour",
        "version",
        "parts",
        "names",
        "numbers",
        "on",
        "groups",
        "owner",
        "params",
        "limits",
        "kinds",
        "min",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&&",
        "||",
        "!",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "?",
        ":",
        "in",
        "true",
        "false",
        "null",
        "7",
        "-9223372036854775808",
        "9223372036854775807",
        "1.5",
        "0x1F",
        "'red'",
        "\"x\"",
        "r'\\'",
        "b'x'",
        "'''",
        "'",
        "\\",
        "`",
        "exists",
        "all",
        "size",
        "since",
        "contains",
        "has",
        "map",
        "filter",
        "p",
        "p.flag",
        "'6.0'",
        "t.a",
        "t.n",
        "t.parts",
        "t.parts.exists(p,",
        "t.numbers.all(i,",
        "//",
        "\n",
        " ",
        "日本",
        "\u{0}",
        "as",
        "@",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn any_text(source in "\\PC{0,60}") {
        survives(&source)?;
    }

    #[test]
    fn any_characters(source in prop::collection::vec(any::<char>(), 0..40)) {
        survives(&source.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_tokens(tokens in prop::collection::vec(token(), 0..24), glue in prop::sample::select(vec!["", " "])) {
        survives(&tokens.join(glue))?;
    }

    #[test]
    fn cut_sources(cut in 0_usize..120, insert in token()) {
        let source = "t.parts.exists(p, p.flag && p.speed_mbps * 2 >= params.min) || !(t.colour in ['red', 'green']) && t.version.since('6.0')";
        let cut = source.floor_char_boundary(cut);
        survives(&source[..cut])?;
        survives(&format!("{}{insert}{}", &source[..cut], &source[cut..]))?;
    }
}

#[test]
fn depth_and_length_are_bounded() {
    for part in [
        "(",
        "[",
        "{",
        "!(",
        "-(",
        "t.",
        "1+",
        "!",
        "-",
        "t.parts.exists(p,",
        "a?b:",
        "f(",
        "t[",
        "a in ",
        "'",
        "`",
        "//",
        "{'a':",
    ] {
        for repeats in [8, 12, 20, 30, 60, 200, 1_000, 100_000] {
            survives(&part.repeat(repeats)).unwrap();
        }
    }
    let refused = |source: String| compile(&source, &scope()).unwrap_err().message.en;
    for part in ["(", "[", "f(", "t.a.exists(p, ", "a.", "1+", "a in ", "[']',"] {
        assert!(refused(part.repeat(70)).contains("too deeply"), "{part}");
    }
    assert!(refused(format!("{}t.a", "!".repeat(70))).contains("too deeply"));
    assert!(refused("a.b == 1 && ".repeat(70)).contains("ends where"));
    assert!(refused("(a.b == 1) || ".repeat(70)).contains("ends where"));
    let closed = |open: &str, close: &str, n: usize| format!("{}t.a{}", open.repeat(n), close.repeat(n));
    assert!(compile(&closed("!(", ")", 20), &scope()).is_ok());
    assert!(compile(&closed("(", ")", 21), &scope()).unwrap_err().message.en.contains("too deeply"));
    let chained = "t.n + (t.n + (t.n + (t.n + (".repeat(3);
    let steep = format!("{chained}{}1{}", "1+".repeat(28), ")".repeat(12));
    assert!(compile(&steep, &scope()).is_ok());
    assert!(compile(&"t.a && ".repeat(600), &scope()).unwrap_err().message.en.contains("4000"));
    assert!(compile(&format!("{}t.a", "t.a && ".repeat(500)), &scope()).is_ok());
}
