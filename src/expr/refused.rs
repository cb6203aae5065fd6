//! What one may try to write and the language has no meaning for, with what to write instead.

use std::ops::Range;

use super::Error;
use super::token::Kind;
use crate::terms::told;

/// Words that can be no name at all, not even of a field.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "in")
}

/// Refuses words that CEL keeps for itself as the name of a variable.
pub(super) fn reserved(name: &str, at: &Range<usize>) -> Result<(), Error> {
    match name {
        "as" | "break" | "const" | "continue" | "else" | "for" | "function" | "if" | "import" | "let"
        | "loop" | "package" | "namespace" | "return" | "var" | "void" | "while" => Err(Error::at(
            at,
            told!(
                "'{name}' is a reserved word and cannot be a name",
                "「{name}」は予約語のため、名前に使用できません"
            ),
        )),
        _ => Ok(()),
    }
}

/// A token where none of its kind can stand.
pub(super) fn unexpected(text: &str, at: &Range<usize>) -> Error {
    if text == "`" {
        return quoted_name(at);
    }
    let error = Error::at(at, told!("'{text}' is not expected here", "ここに「{text}」は書けません"));
    match text {
        "=" => error.help(told!("compare with '=='", "'==' で比較します")),
        "&" | "and" => error.help(told!("write '&&'", "'&&' と書きます")),
        "|" | "or" => error.help(told!("write '||'", "'||' と書きます")),
        "not" => {
            error.help(told!("write '!', or '!(value in list)'", "'!' または '!(value in list)' と書きます"))
        }
        _ => error,
    }
}

/// Refuses what CEL allows behind a dot besides a name.
pub(super) fn access(behind: &str, dot: &Range<usize>) -> Result<(), Error> {
    match behind {
        "?" => Err(optional(dot)),
        "`" => Err(quoted_name(dot)),
        _ => Ok(()),
    }
}

fn quoted_name(at: &Range<usize>) -> Error {
    Error::at(at, told!("quoted names are not part of the language", "引用符で囲んだ名前は使用できません"))
}

pub(super) fn optional(at: &Range<usize>) -> Error {
    Error::at(at, told!("optional access is not part of the language", "省略可能な参照は使用できません"))
        .help(told!(
            "every fact has a value or is unknown: write '.' without '?'",
            "どの項目も値を持つか不明のどちらかです。'?' を付けずに '.' と書きます。"
        ))
}

pub(super) fn literal(kind: &Kind, at: &Range<usize>) -> Error {
    let (what, instead) = match kind {
        Kind::Unsigned => (
            told!("unsigned numbers are not part of the language", "符号なしの数値は使用できません"),
            told!("leave out the 'u'", "'u' を取り除きます"),
        ),
        Kind::Bytes => (
            told!("bytes are not part of the language", "バイト列は使用できません"),
            told!("leave out the 'b'", "'b' を取り除きます"),
        ),
        _ => (
            told!(
                "numbers are whole: fractions are not part of the language",
                "数値は整数だけで、小数は使用できません"
            ),
            told!(
                "facts carry their unit in the name ('_mb', '_pct'); scale both sides, as in 'a * 100 < b * 95'",
                "項目の単位は名前で示されます ('_mb'、'_pct')。'a * 100 < b * 95' のように両辺を揃えます。"
            ),
        ),
    };
    Error::at(at, what).help(instead)
}

pub(super) fn null(at: &Range<usize>) -> Error {
    Error::at(
        at,
        told!(
            "null is not part of the language: a fact has a value or is unknown",
            "null は使用できません。どの項目も値を持つか不明のどちらかです。"
        ),
    )
    .help(told!(
        "'none' has a value of its own: compare with '', or ask for size() == 0",
        "'none' にも値があります。'' と比較するか、size() == 0 で調べます。"
    ))
}

/// An index behind a value, or a map or message.
pub(super) fn bracket(open: &str, at: &Range<usize>) -> Error {
    match open {
        "[" => Error::at(
            at,
            told!(
                "'[ ]' is not part of the language: the order of a list means nothing",
                "'[ ]' は使用できません。リストの順序に意味はありません。"
            ),
        )
        .help(told!("ask with exists(v, …) or all(v, …)", "exists(v, …) または all(v, …) で調べます")),
        _ => Error::at(at, told!("maps are not part of the language", "マップは使用できません")).help(told!(
            "write the values as a parameter table and loop over it with 'each'",
            "値をパラメータ表に書き、'each' で繰り返します"
        )),
    }
}

/// Refuses operators of CEL that would hide or lose something.
pub(super) fn operator(text: &str, at: &Range<usize>) -> Result<(), Error> {
    let (what, instead) = match text {
        "?" => (
            told!(
                "'? :' is not part of the language: it would hide which condition was undecided",
                "'? :' は使用できません。どの条件が判定できなかったかがわからなくなります。"
            ),
            told!(
                "write '(a && b) || (!a && c)', or two findings",
                "'(a && b) || (!a && c)' と書くか、2 つの finding に分けます"
            ),
        ),
        "/" | "%" => (
            told!(
                "division is not part of the language: it would lose the remainder",
                "除算は使用できません。余りが失われます。"
            ),
            told!(
                "multiply the other side, as in 'a * 100 < b * 95'",
                "'a * 100 < b * 95' のように反対側に掛けます"
            ),
        ),
        _ => return Ok(()),
    };
    Err(Error::at(at, what).help(instead))
}

/// Refuses calls that exist in CEL and would lose an unknown, or that have a better form here.
pub(super) fn call(function: &str, at: &Range<usize>) -> Result<(), Error> {
    let (what, instead) = match function {
        "has" => (
            told!(
                "has() is not part of the language: every fact has a value or is unknown, and asking would lose the unknown",
                "has() は使用できません。どの項目も値を持つか不明のどちらかで、問い合わせると不明であることが失われます。"
            ),
            told!(
                "read the fact itself; 'none' has a value of its own: '', an empty list, false",
                "項目そのものを読み取ります。'none' にも値 ('', 空のリスト, false) があります。"
            ),
        ),
        "filter" | "map" => (
            told!(
                "a filtered or mapped list would lose an unknown element",
                "絞り込みや変換をしたリストでは、不明な要素が失われます"
            ),
            told!(
                "ask with exists(v, …) or all(v, …), or loop with 'each'",
                "exists(v, …) または all(v, …) で調べるか、'each' で繰り返します"
            ),
        ),
        "exists_one" => (
            told!(
                "exists_one() is not part of the language: one unreadable element would decide it by chance",
                "exists_one() は使用できません。読み取れない要素が 1 つあると、結果が偶然に左右されます。"
            ),
            told!("ask with exists(v, …)", "exists(v, …) で調べます"),
        ),
        "matches" => (
            told!("regular expressions are not part of the language", "正規表現は使用できません"),
            told!(
                "use contains(), startsWith() or endsWith()",
                "contains()、startsWith()、endsWith() のいずれかを使用します"
            ),
        ),
        "timestamp" | "duration" => (
            told!("times are not part of the language", "時刻は使用できません"),
            told!(
                "compare seconds: facts that end in '_s' count them since 1970-01-01 UTC",
                "秒数を比較します。名前が '_s' で終わる項目は 1970-01-01 UTC からの秒数です。"
            ),
        ),
        "int" | "uint" | "double" | "string" | "bool" | "type" | "dyn" | "bytes" => (
            told!("conversions are not part of the language", "型変換は使用できません"),
            told!("facts have one type each", "項目の型は 1 つずつ決まっています"),
        ),
        _ => return Ok(()),
    };
    Err(Error::at(at, what).help(instead))
}
