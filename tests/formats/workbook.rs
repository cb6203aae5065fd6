//! The workbook: read back cell by cell, it has the numbers of the JSON report, and every text is one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use vpreflight::render::{CheckSheet, Format, SheetForm, Style, check_sheet, render};
use vpreflight::report::Report;
use vpreflight::terms::Lang;

use super::common::{run, words};
use super::{demo, hostile, read, sample};

/// A cell: what it shows, and whether that is a text.
type Cell = (String, bool);

/// A workbook that was read.
struct Book {
    /// Names of the sheets with their rows; a row has its cells by column letter.
    sheets: Vec<(String, Vec<BTreeMap<String, Cell>>)>,
    /// The parts, as they are.
    parts: BTreeMap<String, String>,
}

impl Book {
    fn read(bytes: Vec<u8>) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..zip.len() {
            let mut part = zip.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            parts.insert(part.name().unwrap().into_owned(), text);
        }
        let shared: Vec<String> = texts(parts.get("xl/sharedStrings.xml").map_or("", String::as_str), "si");
        let names = attributes(&parts["xl/workbook.xml"], "sheet", "name");
        let sheets = (1..)
            .zip(names)
            .map(|(at, name)| (name, rows(&parts[&format!("xl/worksheets/sheet{at}.xml")], &shared)));
        Self { sheets: sheets.collect(), parts }
    }

    /// The rows of a sheet below its head.
    fn rows(&self, name: &str) -> &[BTreeMap<String, Cell>] {
        let (_, rows) = self.sheets.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("{name}"));
        &rows[1..]
    }

    fn column(&self, name: &str, column: &str) -> Vec<&str> {
        self.rows(name).iter().map(|row| row.get(column).map_or("", |(text, _)| text.as_str())).collect()
    }
}

/// The whole text of each element of this name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let (mut reader, mut all, mut within) = (Reader::from_str(xml), Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == name => {
                within = true;
                all.push(String::new());
            }
            Event::End(end) if end.name().as_ref() == name => within = false,
            Event::Text(text) if within => all.last_mut().unwrap().push_str(text.as_ref()),
            Event::GeneralRef(entity) if within => {
                all.last_mut().unwrap().push_str(match entity.as_ref() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("{other}"),
                });
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

fn attributes(xml: &str, name: &str, key: &str) -> Vec<String> {
    let (mut reader, mut all) = (Reader::from_str(xml), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == name => {
                let value = tag.attributes().map(Result::unwrap).find(|one| one.key.as_ref() == key);
                all.extend(value.map(|one| one.value.into_owned()));
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

fn rows(xml: &str, shared: &[String]) -> Vec<BTreeMap<String, Cell>> {
    assert!(!xml.contains("<f>") && !xml.contains("<f "), "a formula");
    let mut rows = Vec::new();
    for row in xml.split("<row ").skip(1) {
        let mut cells = BTreeMap::new();
        for cell in row.split("<c ").skip(1) {
            let of =
                |key: &str| cell.split(&format!("{key}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            let column: String = of("r").unwrap().chars().filter(char::is_ascii_alphabetic).collect();
            let Some(value) = cell.split("<v>").nth(1).and_then(|rest| rest.split("</v>").next()) else {
                continue;
            };
            let is_text = cell.split('>').next().unwrap().contains("t=\"s\"");
            let text = if is_text { shared[value.parse::<usize>().unwrap()].clone() } else { value.into() };
            cells.insert(column, (text, is_text));
        }
        rows.push(cells);
    }
    rows
}

fn bytes(report: &Report, lang: Lang) -> Vec<u8> {
    let mut bytes = Vec::new();
    render(report, Format::Xlsx, Style { lang, ..Style::default() }, &mut bytes).unwrap();
    bytes
}

#[test]
fn the_sheets_have_the_numbers_of_the_json_report() {
    for report in [demo(), sample::not_ready(), sample::many(300), sample::empty(), sample::decided()] {
        let book = Book::read(bytes(&report, Lang::En));
        let names: Vec<&str> = book.sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Summary", "Findings", "Hosts", "VMs", "Questions", "Not read", "Check sheet"]);
        let json = read::json(&serde_json::to_string(&report).unwrap());
        let outcomes = book.column("Findings", "A");
        for (word, told) in [("fail", "Fail"), ("warn", "Warning"), ("note", "Note"), ("waived", "Waived")] {
            let count = outcomes.iter().filter(|outcome| **outcome == told).count();
            assert_eq!(count, json.results.get(word).copied().unwrap_or(0), "{word}");
        }
        assert_eq!(book.rows("Questions").len(), report.open().len());
        for kind in ["Hosts", "VMs"] {
            // What is counted of the objects are the findings of that kind.
            let failed: usize =
                book.column(kind, "G").iter().map(|count| count.parse::<usize>().unwrap()).sum();
            let word = if kind == "Hosts" { "host" } else { "VM" };
            let found = book.rows("Findings").iter().filter(|row| row["A"].0 == "Fail" && row["H"].0 == word);
            assert_eq!(failed, found.count(), "{kind}");
        }
    }
}

#[test]
fn a_check_adds_the_plan_and_who_can_go_where() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.xlsx").display().to_string();
    let form = format!("xlsx={file}");
    let json = |flags: &[&str]| -> serde_json::Value {
        serde_json::from_str(&run(&words(flags), &[]).stdout).unwrap()
    };
    let plan = json(&["plan", "--demo", "--format", "json"]);
    let actions = plan["actions"].as_array().unwrap();
    for (lang, sheet, table) in
        [("en", "Plan", "Who can go where"), ("ja", "対処計画", "移行先と再起動先の一覧")]
    {
        assert_eq!(run(&words(&["check", "--demo", "--lang", lang, "--format", &form]), &[]).code, 1);
        let book = Book::read(fs::read(&file).unwrap());
        assert_eq!(book.sheets.len(), 9, "{lang}");
        let rows = book.rows(sheet);
        let numbered: Vec<_> = rows.iter().filter(|row| row.contains_key("A")).collect();
        assert_eq!(numbered.len(), actions.len());
        for (row, action) in numbered.iter().zip(actions) {
            assert_eq!(row["C"].0, action["do"][lang].as_str().unwrap());
            assert_eq!(row["E"].0, action["object"]["name"].as_str().unwrap());
            for finding in action["findings"].as_array().unwrap() {
                assert!(row["J"].0.contains(finding["rule"].as_str().unwrap()), "{row:?}");
            }
        }
        assert!(
            rows.iter().any(|row| row.get("E").is_some_and(|cell| cell.0.contains("esx03.tokyo.example")))
        );
        // Each VM has a row for each way to get there, with the words of the matrix.
        let mut kept = 0;
        for relation in ["live", "restart"] {
            let matrix = json(&["matrix", "--demo", "--each", "--relation", relation, "--format", "json"]);
            let vms = matrix["clusters"][0]["each"].as_array().unwrap();
            kept += vms.len();
            let how = match (relation, lang) {
                ("live", "en") => "by vMotion",
                ("live", _) => "vMotion で移行",
                (_, "en") => "HA restart",
                _ => "HA による再起動",
            };
            let theirs: Vec<_> = book.rows(table).iter().filter(|row| row["B"].0 == how).collect();
            for vm in vms {
                let name = vm["vm"]["name"].as_str().unwrap();
                let row = theirs.iter().find(|row| row["C"].0 == name).unwrap_or_else(|| panic!("{name}"));
                for (cell, column) in vm["cells"].as_array().unwrap().iter().zip(["F", "G", "H"]) {
                    let word = match (cell["is"].as_str().unwrap(), lang) {
                        ("here", "en") => "here",
                        ("yes", "en") => "yes",
                        ("no", "en") => "no: ",
                        ("unknown", "en") => "unknown",
                        ("here", _) => "実行中",
                        ("yes", _) => "可",
                        ("no", _) => "不可: ",
                        _ => "不明",
                    };
                    assert!(row[column].0.starts_with(word), "{name} {column}: {row:?}");
                }
            }
        }
        assert_eq!(book.rows(table).len(), kept);
    }
}

#[test]
fn a_finding_and_its_object_lead_to_each_other() {
    let book = Book::read(bytes(&demo(), Lang::En));
    let links = |sheet: usize| {
        attributes(&book.parts[&format!("xl/worksheets/sheet{sheet}.xml")], "hyperlink", "location")
    };
    let vms = links(2);
    assert!(!vms.is_empty());
    for (at, row) in book.rows("VMs").iter().enumerate() {
        let Some((told, _)) = row.get("F") else { continue };
        let first: usize = told.strip_prefix("row ").unwrap().parse().unwrap();
        assert_eq!(book.rows("Findings")[first - 2]["I"].0, row["A"].0);
        assert!(vms.contains(&format!("'VMs'!A{}", at + 2)), "{vms:?}");
        assert!(links(4).contains(&format!("'Findings'!A{first}")));
    }
    for sheet in 2..=6 {
        let xml = &book.parts[&format!("xl/worksheets/sheet{sheet}.xml")];
        assert!(xml.contains("<autoFilter ") && xml.contains("state=\"frozen\""), "{sheet}");
    }
}

#[test]
fn texts_stay_texts_and_no_name_is_a_formula() {
    for lang in [Lang::En, Lang::Ja] {
        let book = Book::read(bytes(&hostile::report(), lang));
        let cells = book.sheets.iter().flat_map(|(_, rows)| rows).flat_map(BTreeMap::values);
        for (text, is_text) in cells {
            assert!(*is_text || text.chars().all(|char| char.is_ascii_digit()), "{text} is a number");
            assert!(!is_text || !text.starts_with(['=', '+', '-', '@', '\t', '\r']), "{text}");
            assert!(!text.contains('\u{1b}') && text.chars().count() <= 32_767);
        }
        let names = book.column(&book.sheets[1].0, "I");
        assert!(names.contains(&"'+1+1") && names.contains(&"'@SUM(A1)"), "{names:?}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_with_the_time_of_its_reading() {
    let report = demo();
    for lang in [Lang::En, Lang::Ja] {
        let one = bytes(&report, lang);
        assert_eq!(one, bytes(&report, lang));
        let book = Book::read(one);
        assert!(
            book.parts["docProps/core.xml"].contains("2026-11-22T09:14:00Z"),
            "{}",
            book.parts["docProps/core.xml"]
        );
        assert_eq!(book.sheets.len(), 7);
    }
    // Without a time it is made all the same.
    let mut report = report;
    report.source.at.clear();
    report.source.machine_at = Some("yesterday".to_owned());
    assert_eq!(bytes(&report, Lang::En), bytes(&report, Lang::En));
}

#[test]
fn the_check_sheet_is_a_sheet_and_a_workbook_of_its_own() {
    let report = demo();
    let mut alone = Vec::new();
    let sheet = CheckSheet { form: SheetForm::Xlsx, lang: Lang::Ja, confirmed_by: Some("田中") };
    check_sheet(&report, sheet, &mut alone).unwrap();
    let (alone, whole) = (Book::read(alone), Book::read(bytes(&report, Lang::Ja)));
    let numbers = |book: &Book| -> Vec<String> {
        let rows = book.sheets.last().unwrap().1.iter();
        let cell = |row: &BTreeMap<String, Cell>| row.get("A").map(|(text, _)| text.clone());
        rows.filter_map(cell).filter(|text| text.starts_with("5-")).collect()
    };
    assert!(numbers(&alone).len() > 100);
    assert_eq!(numbers(&alone), numbers(&whole));
    let xml = &alone.parts["xl/worksheets/sheet1.xml"];
    assert!(xml.contains("orientation=\"landscape\"") && xml.contains("paperSize=\"9\""));
    assert!(alone.parts["xl/sharedStrings.xml"].contains("田中"));
}

#[test]
fn a_workbook_goes_to_a_file_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (flags, name) in [(&["-o"][..], "a.xlsx"), (&["--format", "xlsx", "--output"], "b.bin")] {
        let file = folder.path().join(name);
        let flags = [&["check", "--demo"], flags, &[file.to_str().unwrap()]].concat();
        let run = run(&words(&flags), &[]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_eq!(Book::read(fs::read(&file).unwrap()).sheets.len(), 9);
    }
}
