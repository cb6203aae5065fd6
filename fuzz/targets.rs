//! What made-up input is given to. Nothing may panic, hang or take memory without end, whatever it is.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use vpreflight::decisions::Decisions;
use vpreflight::facts::{self, Restriction};
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question, Scoped};
use vpreflight::rules::{self, Catalogue, Files};
use vpreflight::sources::{object_dump, rvtools, saved_file, vcenter};
use vpreflight::{cases, cli, expr};

/// Reads some bytes as what it is about.
type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 10] = [
    ("answers", answers),
    ("saved_file", saved_file),
    ("rvtools", rvtools),
    ("object_dump", object_dump),
    ("inventory", inventory),
    ("rule_file", rule_file),
    ("decisions", decisions),
    ("configuration", configuration),
    ("scope", scope),
    ("expression", expression),
];

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE
        .get_or_init(|| Catalogue::load(&[rules::built_in()], &facts::roots()).expect("the built-in rules"))
}

fn base() -> &'static Value {
    static BASE: OnceLock<Value> = OnceLock::new();
    BASE.get_or_init(|| {
        serde_json::from_str(rules::base_inventory().expect("the base")).expect("the base is JSON")
    })
}

fn base_inventory() -> Inventory {
    serde_json::from_value(base().clone()).expect("the base is an inventory")
}

fn judge(inventory: &Inventory) {
    let selected = catalogue().select(&["full".to_owned()]).expect("the profile");
    if let Ok(run) = preflight::judge_whole(&Question::of(&selected), inventory) {
        serde_json::to_string(&run.report).expect("a report is JSON");
    }
}

/// An answer of a vCenter, as any call's.
pub fn answers(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for base in ["HostSystem", "VirtualMachine", "Network"] {
        let _ = vcenter::page(text, base, &mut Inventory::default());
    }
    vcenter::read_as_any(text);
}

/// A saved inventory, packed or not, and what is said of it.
pub fn saved_file(data: &[u8]) {
    if let Ok(inventory) = saved_file::from_bytes(Path::new("fuzz"), data.to_vec()) {
        judge(&inventory);
    }
}

/// A workbook of RVTools: as it is, and as the text of a sheet, which few made-up workbooks would get to.
pub fn rvtools(data: &[u8]) {
    for content in [data.to_vec(), book(data)] {
        if let Ok(inventory) = rvtools::from_bytes(Path::new("fuzz"), content) {
            judge(&inventory);
        }
    }
}

/// A file of a directory of `govc object.save`, beside the least that makes it one, and the answers of methods; and what is
/// said of it.
pub fn object_dump(data: &[u8]) {
    const SERVICE: &str = "<ObjectContent><obj type=\"ServiceInstance\">ServiceInstance</obj><propSet><name>content</name>\
        <val x:type=\"ServiceContent\"><rootFolder type=\"Folder\">group-d1</rootFolder><about>\
        <apiType>VirtualCenter</apiType><apiVersion>8.0.2.0</apiVersion></about></val></propSet></ObjectContent>";
    let Ok(text) = std::str::from_utf8(data) else { return };
    let named = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let service = named("0000-ServiceInstance-ServiceInstance.xml", SERVICE);
    for name in [
        "0001-HostSystem-host-1.xml",
        "HostNetworkSystem-networkSystem-1/QueryNetworkHint.xml",
        "LicenseAssignmentManager-LicenseAssignmentManager/QueryAssignedLicenses.xml",
    ] {
        if let Ok(inventory) =
            object_dump::from_texts(Path::new("fuzz"), &[service.clone(), named(name, text)])
        {
            judge(&inventory);
        }
    }
}

/// A workbook with one text for the sheets that everything hangs on.
fn book(sheet: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let names = ["vInfo", "vHost", "vCluster", "vDatastore", "vDisk", "vNIC"];
    let sheets: String = names.iter().map(|name| format!("<sheet name=\"{name}\" r:id=\"a\"/>")).collect();
    let parts: [(&str, &[u8]); 3] = [
        ("xl/workbook.xml", sheets.as_bytes()),
        ("xl/_rels/workbook.xml.rels", b"<Relationship Id=\"a\" Target=\"s\"/>"),
        ("xl/s", sheet),
    ];
    for (name, content) in parts {
        book.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        book.write_all(content).expect("written to memory");
    }
    book.finish().expect("a workbook").into_inner()
}

/// The base inventory with changes that the input tells, so that most of it is an inventory still.
pub fn inventory(data: &[u8]) {
    let mut changed = base().clone();
    for edit in data.chunks_exact(6).take(32) {
        change(&mut changed, edit);
    }
    if let Ok(inventory) = serde_json::from_value(changed) {
        judge(&inventory);
    }
}

/// Changes one value: which one, how, and to what.
fn change(all: &mut Value, edit: &[u8]) {
    let number = |at: usize| usize::from(edit[at]) << 8 | usize::from(edit[at + 1]);
    let size = size(all);
    // Edits that double what is there may be many; a saved inventory has bounds of its own, which are not asked here.
    let room = size < 20_000;
    let other = nth(all, &mut (number(4) % size)).cloned().unwrap_or_default();
    let Some(value) = nth(all, &mut ((number(0) * 8 + usize::from(edit[2]) % 8) % size)) else { return };
    const NUMBERS: [i64; 8] = [0, 1, -1, i64::MAX, i64::MIN, i32::MAX as i64, 1 << 40, 9_007_199_254_740_993];
    const TEXTS: [&str; 8] =
        ["", "\u{0}", "0.0.0.0", "255.255.255.255", "fe80::1", "2.5", "ａ\u{202e}<&>|", "-1"];
    match edit[3] % 10 {
        0 => *value = Value::Null,
        1 => *value = NUMBERS[number(4) % 8].into(),
        2 => *value = TEXTS[number(4) % 8].into(),
        3 => *value = Value::Array(Vec::new()),
        4 => *value = (edit[4].is_multiple_of(2)).into(),
        5 if room => *value = other,
        6 => match value {
            Value::Array(items) if room => items.extend(items.first().cloned()),
            Value::Object(fields) => fields.retain(|name, _| name.len() % 4 != usize::from(edit[4] % 4)),
            _ => {}
        },
        7 => match value {
            Value::Array(items) => items.truncate(usize::from(edit[4] % 3)),
            Value::String(text) if text.len() < 100 => *text = text.repeat(usize::from(edit[4])),
            _ => {}
        },
        8 => *value = (number(4) as i64 - 32_768).into(),
        _ => match value {
            Value::Array(items) if room => items.push(other),
            _ => {}
        },
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    }
}

fn nth<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, at)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, at)),
        _ => None,
    }
}

/// A rule file, with its cases as well as a rule.
pub fn rule_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let own =
        |name: &str| Files { origin: "fuzz".to_owned(), files: vec![(name.to_owned(), text.to_owned())] };
    let mut gates = rules::built_in();
    gates.files.retain(|(name, _)| name.ends_with("gates.toml"));
    if let Ok(own) = Catalogue::load(&[gates, own("fuzz.toml")], &facts::roots())
        && let Ok(rule) = own.rule("fuzz")
        && let Ok(run) = preflight::judge_whole(&Question::of(&own.only(rule)), &base_inventory())
    {
        serde_json::to_string(&run.report).expect("a report is JSON");
    }
    let _ = Catalogue::load(&[own("gates.toml")], &facts::roots());
    let _ = cases::parse("fuzz.cases.toml", text);
}

/// A file of decisions.
pub fn decisions(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = Decisions::parse("fuzz.toml", text, catalogue());
}

/// A configuration file.
pub fn configuration(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = cli::read_configuration("vpreflight.toml", text);
}

/// Names and paths of what is in scope, one a line; and the address of a vCenter.
pub fn scope(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.lines().map(|line| vec![line.to_owned()]);
    let mut next = || lines.next().unwrap_or_default();
    let named = Restriction { datacenters: next(), clusters: next(), vms: next() };
    let _ = Scoped::of(base_inventory(), &named);
    let _ = vcenter::parse_url(text);
}

/// A condition of a rule about a VM; what it gives for each VM is nobody's business here.
pub fn expression(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    expr::parameters(text);
    let quoted = serde_json::to_string(text).expect("a text is JSON");
    let rule = format!(
        "id = \"fuzz\"\nsubject = \"vm\"\narea = \"both\"\nprofiles = [\"ha\"]\nseverity = \"advisory\"\n\
         title = {{ en = \"x\", ja = \"エックス\" }}\nfix = {{ en = \"x\", ja = \"エックス\" }}\n\
         source = {{ heading = \"x\", demand = {{ en = \"x\", ja = \"エックス\" }} }}\n\n\
         [[finding]]\nname = \"x\"\nlevel = \"warn\"\nwhen = {quoted}\nmessage = {{ en = \"x\", ja = \"エックス\" }}\n"
    );
    rule_file(rule.as_bytes());
}
