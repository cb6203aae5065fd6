//! What the JUnit schemas of Jenkins (xunit plugin) and Surefire have in common, as a table: which
//! element may stand where, which attributes it needs and which it may have.

use quick_xml::events::{BytesStart, Event};

use super::read::attribute;

struct Element {
    name: &'static str,
    parents: &'static [&'static str],
    needs: &'static [&'static str],
    may: &'static [&'static str],
}

const ELEMENTS: &[Element] = &[
    Element {
        name: "testsuites",
        parents: &[""],
        needs: &[],
        may: &["name", "time", "tests", "failures", "errors", "disabled"],
    },
    Element {
        name: "testsuite",
        parents: &["testsuites"],
        needs: &["name", "tests", "failures", "errors", "skipped", "time"],
        may: &["timestamp", "hostname", "id", "package"],
    },
    Element { name: "properties", parents: &["testsuite"], needs: &[], may: &[] },
    Element { name: "property", parents: &["properties"], needs: &["name", "value"], may: &[] },
    Element {
        name: "testcase",
        parents: &["testsuite"],
        needs: &["name", "classname", "time"],
        may: &["status"],
    },
    Element { name: "failure", parents: &["testcase"], needs: &["type"], may: &["message"] },
    Element { name: "error", parents: &["testcase"], needs: &["type"], may: &["message"] },
    Element { name: "skipped", parents: &["testcase"], needs: &[], may: &["message", "type"] },
    Element { name: "system-out", parents: &["testcase"], needs: &[], may: &[] },
];

/// Sums of a suite, as said and as counted.
#[derive(Default)]
struct Sums {
    said: [usize; 4],
    found: [usize; 4],
}

/// Failures and errors of a document that is as the schemas want it.
pub fn valid(text: &str) -> (usize, usize) {
    let mut xml = quick_xml::Reader::from_str(text);
    xml.config_mut().check_end_names = true;
    let mut open: Vec<String> = Vec::new();
    let mut sums = Sums::default();
    let mut all = [0; 4];
    let mut said_by_all = [0; 3];
    let mut names = std::collections::BTreeSet::new();
    let mut results_of_case = 0;
    loop {
        let event = xml.read_event().unwrap_or_else(|error| panic!("not well formed: {error}"));
        let (tag, closes) = match &event {
            Event::Start(tag) => (tag.clone(), false),
            Event::Empty(tag) => (tag.clone(), true),
            Event::End(tag) => {
                let name = tag.name().as_ref().to_owned();
                assert_eq!(open.pop().as_deref(), Some(name.as_str()));
                if name == "testsuite" {
                    assert_eq!(sums.said, sums.found, "the sums of a suite");
                    all = std::array::from_fn(|at| all[at] + sums.found[at]);
                }
                continue;
            }
            Event::Eof => break,
            Event::CData(_) | Event::DocType(_) | Event::PI(_) => panic!("{event:?} has no place here"),
            _ => continue,
        };
        let name = tag.name().as_ref().to_owned();
        check(&tag, &name, open.last().map_or("", String::as_str));
        let number = |attribute_name: &str| attribute(&tag, attribute_name).parse::<usize>().unwrap();
        match name.as_str() {
            "testsuites" => said_by_all = ["tests", "failures", "errors"].map(number),
            "testsuite" => {
                let said = ["tests", "failures", "errors", "skipped"].map(number);
                sums = Sums { said, found: [0; 4] };
                names.clear();
            }
            "testcase" => {
                sums.found[0] += 1;
                results_of_case = 0;
                let id = (attribute(&tag, "classname"), attribute(&tag, "name"));
                assert!(names.insert(id.clone()), "two cases with one name: {id:?}");
            }
            "failure" | "error" | "skipped" => {
                let at = ["", "failure", "error", "skipped"].iter().position(|kind| *kind == name).unwrap();
                sums.found[at] += 1;
                results_of_case += 1;
                assert_eq!(results_of_case, 1, "a case has one result");
            }
            _ => {}
        }
        if !closes {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} is not closed");
    assert_eq!(said_by_all, all[..3], "the sums of the document");
    (all[1], all[2])
}

fn check(tag: &BytesStart<'_>, name: &str, parent: &str) {
    let element = ELEMENTS.iter().find(|element| element.name == name);
    let element = element.unwrap_or_else(|| panic!("there is no element {name}"));
    assert!(element.parents.contains(&parent), "{name} within {parent}");
    let has: Vec<String> =
        tag.attributes().map(|attribute| attribute.unwrap().key.as_ref().to_owned()).collect();
    for needed in element.needs {
        assert!(has.iter().any(|name| name == needed), "{name} lacks {needed}");
    }
    for one in &has {
        let known = element.needs.iter().chain(element.may).any(|name| name == one);
        assert!(known, "{name} may not have {one}");
    }
    if has.iter().any(|name| name == "timestamp") {
        let at = attribute(tag, "timestamp");
        assert!(at.parse::<jiff::civil::DateTime>().is_ok() && !at.ends_with('Z'), "{at}");
    }
}
