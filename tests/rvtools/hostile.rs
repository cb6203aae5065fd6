//! What no RVTools has written: it gets an error that says so, in both languages, whatever it claims to be.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use vpreflight::sources::rvtools::{self, Error};
use vpreflight::terms::Told as _;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{judge, modern};

/// Lets each sheet of a workbook declare to be of this size.
pub fn declare(file: &Path, dimension: &str) {
    rewrite(file, |name, content| {
        if !name.starts_with("xl/worksheets/") {
            return content;
        }
        let text = String::from_utf8(content).unwrap();
        let (from, rest) = text.split_once("<dimension ref=\"").unwrap();
        let (_, rest) = rest.split_once('"').unwrap();
        format!("{from}<dimension ref=\"{dimension}\"{rest}").into_bytes()
    });
}

/// Changes the parts of a workbook.
fn rewrite(file: &Path, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) {
    let mut old = ZipArchive::new(Cursor::new(std::fs::read(file).unwrap())).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        new.start_file(&name, SimpleFileOptions::default()).unwrap();
        new.write_all(&change(&name, content)).unwrap();
    }
    std::fs::write(file, new.finish().unwrap().into_inner()).unwrap();
}

fn workbook() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.xlsx");
    modern::export().workbook(&file);
    std::fs::read(file).unwrap()
}

fn refused(content: Vec<u8>) -> Error {
    rvtools::from_bytes(Path::new("export.xlsx"), content).unwrap_err()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        book.start_file(*name, SimpleFileOptions::default()).unwrap();
        book.write_all(content).unwrap();
    }
    book.finish().unwrap().into_inner()
}

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="a" Target="s"/></Relationships>"#;

fn one_sheet(content: &[u8]) -> Vec<u8> {
    let book = br#"<workbook><sheets><sheet name="vInfo" r:id="a"/></sheets></workbook>"#;
    zip(&[("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", RELATIONS), ("xl/s", content)])
}

#[test]
fn what_is_no_export_is_refused_with_what_to_do_in_both_languages() {
    let compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let no_sheets = zip(&[("xl/workbook.xml", b"<workbook><sheets/></workbook>")]);
    let other = zip(&[
        ("xl/workbook.xml", br#"<workbook><sheet name="Sheet1" r:id="a"/></workbook>"#),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
    ]);
    for (content, en, ja) in [
        ([&compound[..], &encrypted].concat(), "password", "パスワード"),
        (compound.repeat(8), "before 2007", "2007 より前"),
        (no_sheets, "no export of RVTools", "エクスポートではありません"),
        (other, "no export of RVTools", "エクスポートではありません"),
        (zip(&[("word/document.xml", b"<w/>")]), "no export of RVTools", "エクスポートではありません"),
        (b"PK\x03\x04 and nothing else".to_vec(), "damaged", "破損"),
        (one_sheet(b"<sheetData><row><c>"), "damaged", "破損"),
        (one_sheet(b"<sheetData><row"), "damaged", "破損"),
        (one_sheet(b"<sheetData/>"), "neither the sheet vInfo", "シート vInfo"),
    ] {
        let told = refused(content).told();
        assert!(told.en.contains(en) && told.en.contains("export.xlsx"), "{}", told.en);
        assert!(told.ja.contains(ja), "{}", told.ja);
    }
}

#[test]
fn a_workbook_that_was_cut_off_is_refused() {
    let whole = workbook();
    for part in 1..40 {
        let cut = whole[..whole.len() * part / 40].to_vec();
        let error = refused(cut);
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
}

#[test]
fn bytes_that_were_changed_do_no_harm() {
    let whole = workbook();
    for at in (0..whole.len()).step_by(whole.len() / 150) {
        let mut other = whole.clone();
        other[at] ^= 0x55;
        if let Ok(inventory) = rvtools::from_bytes(Path::new("export.xlsx"), other) {
            assert!(inventory.vms.len() <= modern::VMS.len());
        }
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let blank = vec![b' '; 70 << 20];
    let bomb = one_sheet(&blank);
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    let error = refused(bomb);
    assert!(matches!(error, Error::Bomb { .. }), "{error}");
    let strings = zip(&[
        ("xl/workbook.xml", br#"<workbook><sheet name="vInfo" r:id="a"/></workbook>"#),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", &blank),
        ("xl/s", b"<sheetData/>"),
    ]);
    assert!(matches!(refused(strings), Error::Bomb { .. }));
}

#[test]
fn sizes_that_are_only_claimed_take_no_memory() {
    let sheet = br#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>VM</v></c>
        <c r="XFD1" t="str"><v>Host</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>esx</v></c><c r="A1048576"
        t="str"><v>app</v></c></row></sheetData></worksheet>"#;
    let book = zip(&[
        ("xl/workbook.xml", br#"<workbook><sheet name="vInfo" r:id="a"/></workbook>"#),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        (
            "xl/sharedStrings.xml",
            br#"<sst count="18446744073709551615" uniqueCount="18446744073709551615"></sst>"#,
        ),
        ("xl/s", sheet),
    ]);
    let inventory = rvtools::from_bytes(Path::new("export.xlsx"), book).unwrap();
    assert_eq!(inventory.vms.len(), 1);
    judge(&inventory);
}

#[test]
fn folders_of_workbooks_and_of_strange_text_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlsx"), b"").unwrap();
    let error = rvtools::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("a.xlsx"), "{error}");
    std::fs::write(folder.path().join("RVTools_tabvInfo.csv"), b"VM\r\n\x83\x7a\x83\x58\r\n").unwrap();
    let error = rvtools::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("UTF-8"), "{error}");
    let empty = tempfile::tempdir().unwrap();
    assert!(!rvtools::recognises(empty.path()));
}
