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

proptest! {
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
