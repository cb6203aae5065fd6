//! The cursor on texts of every shape, hostile ones included.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use proptest::prelude::*;

use super::*;

fn texts(source: &str) -> Result<Vec<(String, String)>, XmlError> {
    let mut cursor = Cursor::new(source);
    let mut found = Vec::new();
    cursor.next_child()?;
    cursor.each(|cursor, name| {
        found.push((name.to_owned(), cursor.text()?.into_owned()));
        Ok::<_, XmlError>(())
    })?;
    Ok(found)
}

#[test]
fn text_in_every_form() {
    let source = "<?xml version='1.0'?><a><b>1 &lt; 2 &amp;&#x20;&#50;</b><!-- no --><p:c><![CDATA[<&>]]>x</p:c>\
                  <d/><e></e><f> 7 </f></a>";
    let found = texts(source).unwrap();
    let expected = [("b", "1 < 2 & 2"), ("c", "<&>x"), ("d", ""), ("e", ""), ("f", " 7 ")];
    assert_eq!(found, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    assert!(texts("<a><b>&what;</b></a>").unwrap_err().is_value());
}

#[test]
fn types_and_references() {
    for prefix in ["xsi", "_XMLSchema-instance"] {
        let source =
            format!(r#"<val type="HostSystem" {prefix}:type="vim25:ManagedObjectReference">h</val>"#);
        let mut cursor = Cursor::new(&source);
        cursor.next_child().unwrap();
        assert_eq!(cursor.type_name(), "ManagedObjectReference");
        assert_eq!(cursor.bare_attribute("type"), "HostSystem");
    }
    let mut cursor = Cursor::new("<val type='x'/>");
    cursor.next_child().unwrap();
    assert_eq!(cursor.type_name(), "");
}

#[test]
fn an_element_is_taken_as_it_stands() {
    let source = "<a x='1'><b k='>'>1</b><p:c/><d ><e><e/></e></d></a>";
    let mut cursor = Cursor::new(source);
    cursor.next_child().unwrap();
    let mut found = Vec::new();
    while cursor.next_child().unwrap().is_some() {
        found.push(cursor.whole().unwrap());
    }
    assert_eq!(found, ["<b k='>'>1</b>", "<p:c/>", "<d ><e><e/></e></d>"]);
    let mut cursor = Cursor::new(source);
    cursor.next_child().unwrap();
    assert_eq!(cursor.whole().unwrap(), source);
}

#[test]
fn whatever_is_left_unread_is_passed_over() {
    let source = "<a><x><y k='>'/><!-- </x> --><![CDATA[</x>]]><x><?p </x>?></x></x><b>1</b><c><d>2</d>3</c><e/><b>4</b></a>";
    let mut cursor = Cursor::new(source);
    cursor.next_child().unwrap();
    let mut numbers = Vec::new();
    cursor
        .each(|cursor, name| {
            match name {
                "b" => numbers.push(cursor.int()?),
                // Leaves the element half read.
                "c" => assert_eq!(cursor.next_child()?, Some("d")),
                _ => {}
            }
            Ok::<_, XmlError>(())
        })
        .unwrap();
    assert_eq!(numbers, [1, 4]);
    assert_eq!(cursor.depth(), 0);
}

#[test]
fn a_wrong_value_is_told_from_a_broken_text() {
    let int = |source: &str| {
        let mut cursor = Cursor::new(source);
        cursor.next_child().unwrap();
        cursor.int()
    };
    assert_eq!(int("<a>-2147483647</a>").unwrap(), -2_147_483_647);
    let wrong = int("<a>many</a>").unwrap_err();
    assert!(wrong.is_value() && wrong.at == "<a>many</a>".len(), "{wrong}");
    assert!(int("<a>99999999999999999999</a>").unwrap_err().is_value());
    for cut in ["<a>1", "<a>1</a", "<a>1<![CDATA[", "<a><b c='"] {
        assert_eq!(int(cut).map_err(|error| error.kind), Err(XmlErrorKind::Truncated), "{cut}");
    }
    assert!(matches!(int("<a>1</b>").unwrap_err().kind, XmlErrorKind::Syntax(_)));
}

#[test]
fn hostile_depth_is_refused() {
    let deep = "<a>".repeat(100_000);
    let mut cursor = Cursor::new(&deep);
    cursor.next_child().unwrap();
    assert_eq!(cursor.leave(0).unwrap_err().kind, XmlErrorKind::TooDeep);
    let mut cursor = Cursor::new(&deep);
    let error = loop {
        if let Err(error) = cursor.next_child() {
            break error;
        }
    };
    assert_eq!(error.kind, XmlErrorKind::TooDeep);
}

/// Everything in the document, in the order of reading.
fn walk(cursor: &mut Cursor<'_>, out: &mut Vec<String>) -> Result<(), XmlError> {
    while let Some(name) = cursor.next_child()? {
        out.push(format!("{name}:{}", cursor.type_name()));
        walk(cursor, out)?;
    }
    Ok(())
}

/// One step of a reader, with all that can be seen behind it.
fn step(cursor: &mut Cursor<'_>, how: usize) -> (String, usize, usize, String, String) {
    let found = match how {
        0..3 => format!("{:?}", cursor.next_child()),
        3 => format!("{:?}", cursor.text()),
        4 => format!("{:?}", cursor.int()),
        5 => format!("{:?}", cursor.leave(cursor.depth().saturating_sub(1))),
        6 => format!("{:?}", cursor.leave(cursor.depth().saturating_sub(2))),
        _ => format!("{:?}", cursor.bool()),
    };
    let (type_name, reference) = (cursor.type_name().to_owned(), cursor.bare_attribute("type").to_owned());
    (found, cursor.depth(), cursor.position(), type_name, reference)
}

/// What is cut directly is what the tokeniser gives, errors and their places included, whatever is read of it.
fn holds_whoever_cuts(source: &str, steps: &[usize]) {
    let (mut direct, mut tokenised) = (Cursor::new(source), Cursor::new(source));
    tokenised.direct = false;
    for how in steps {
        assert_eq!(step(&mut direct, *how), step(&mut tokenised, *how), "{how} in {source}");
    }
}

/// Elements in each other as a server writes them, with few things that no server writes.
fn elements() -> impl Strategy<Value = String> {
    let text = "( |x|12|true|é| \n|&amp;|&#x41;|&no;|&|]]>|<!-- > -->|<!\\[CDATA\\[</a>\\]\\]>|<\\?p \\?>|ordinary text, longer than a word){0,2}";
    let name = "(a|b|p:c|p:q:d|name-1)";
    let attributes = "( type=\"Host\"| x:type=\"y:z\"| type='h'|  k = \"<>\"| k='\"/>'| é=\"é\"| k| k=v|\t| x:type=\"&amp;\"|/){0,3}";
    let element = move |inner: BoxedStrategy<String>| {
        let way = prop_oneof![12 => Just(0), 2 => Just(1), 1 => Just(2), 1 => Just(3)];
        (name, attributes, text, proptest::collection::vec((inner, text), 0..4), way).prop_map(
            |(name, attributes, text, inner, way)| {
                let inner: String = inner.into_iter().map(|(element, text)| element + &text).collect();
                match way {
                    0 => format!("<{name}{attributes}>{text}{inner}</{name}>"),
                    1 => format!("<{name}{attributes}/>"),
                    2 => format!("<{name}{attributes}>{text}{inner}</{name} \n>"),
                    _ => format!("<{name}{attributes}>{text}{inner}</{text}>"),
                }
            },
        )
    };
    let leaf = element(Just(String::new()).boxed());
    leaf.prop_recursive(6, 60, 4, move |inner| element(inner.boxed()))
}

#[test]
fn whoever_cuts_names_with_quotation_marks() {
    for source in [
        "<a\"b c\">1</a\"b>2\"></a\"b><c>3</c>",
        "<r><a'b'>1</a'b'><c>2</c></r>",
        "\u{feff}\u{feff}<a>1</a>",
        "<r><></></r>",
    ] {
        for how in 0..8 {
            holds_whoever_cuts(source, &[0, 0, how, 0, how, how, how]);
            holds_whoever_cuts(source, &[0, how, how, 0, how, how]);
        }
    }
    let deep = "<a>".repeat(MAX_DEPTH + 1);
    holds_whoever_cuts(&deep, &[0; MAX_DEPTH + 4]);
    let empty = "<a>".repeat(MAX_DEPTH) + "<b/><b/>";
    holds_whoever_cuts(&empty, &[[0; MAX_DEPTH].as_slice(), &[5, 0, 0]].concat());
}

proptest! {
    #[test]
    fn ordinary_elements_are_the_same_whoever_cuts_them(source in elements(), start in "(<\\?xml \\?>|<!DOCTYPE a>| |x){0,1}", cut in 0..400usize, steps in proptest::collection::vec(0..8usize, 1..60)) {
        let source = format!("{start}<r>{source}</r>");
        holds_whoever_cuts(&source, &steps);
        holds_whoever_cuts(source.get(..cut).unwrap_or(&source), &steps);
    }

    #[test]
    fn hostile_texts_are_the_same_whoever_cuts_them(source in "([<>/&;!?a-c='\" \\[\\]:-]|<a>|</a>|<b t:type='x'/>|<b t:type=\"x\">|</b>|<a/>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<!D|é){0,40}", steps in proptest::collection::vec(0..8usize, 1..40)) {
        holds_whoever_cuts(&source, &steps);
        holds_whoever_cuts(&format!("<a>{source}"), &steps);
    }

    #[test]
    fn no_text_panics(source in "([<>/&;!?a-c='\" \\[\\]-]|<a>|</a>|<b t:type='x'/>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|é){0,40}") {
        let mut cursor = Cursor::new(&source);
        let _ = walk(&mut cursor, &mut Vec::new());
        let mut cursor = Cursor::new(&source);
        while let Ok(Some(_)) = cursor.next_child() {
            if cursor.leave(0).is_err() { break; }
        }
        let _ = texts(&source);
    }

    #[test]
    fn passing_over_ends_where_reading_ends(inner in "(<a>|</a>|<b c='>'/>|x|<!-- < -->|<!\\[CDATA\\[</a>\\]\\]>|&amp;){0,20}") {
        let source = format!("<r>{inner}</r>");
        let mut read = Cursor::new(&source);
        read.next_child().unwrap();
        let walked = walk(&mut read, &mut Vec::new());
        let mut passed = Cursor::new(&source);
        passed.next_child().unwrap();
        let left = passed.leave(0);
        if walked.is_ok() {
            prop_assert_eq!(left, Ok(()));
            prop_assert_eq!(read.position(), passed.position());
        }
    }
}
