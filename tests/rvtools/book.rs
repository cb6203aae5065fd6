//! Exports of RVTools as our own writer makes them: sheets with headers and rows, as a workbook or as a folder.

use std::fmt::Write as _;
use std::path::Path;

use rust_xlsxwriter::Workbook;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Blank,
    Text(String),
    Number(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Text(if truth { "True" } else { "False" }.to_owned())
    }
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

/// All sheets of an export.
#[derive(Clone, Debug, Default)]
pub struct Export(pub Vec<Sheet>);

impl Sheet {
    pub fn new(name: &str, headers: &[&str]) -> Self {
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        Self { name: name.to_owned(), headers, rows: Vec::new() }
    }

    /// Adds a row of which some columns are told.
    pub fn row(&mut self, told: &[(&str, Value)]) {
        let mut row = vec![Value::Blank; self.headers.len()];
        for (header, value) in told {
            row[self.at(header)] = value.clone();
        }
        self.rows.push(row);
    }

    /// The first column of a header.
    pub fn at(&self, header: &str) -> usize {
        let at = self.headers.iter().position(|own| own == header);
        at.unwrap_or_else(|| panic!("{} has no {header}", self.name))
    }

    /// Puts a value into a column of the rows that `pick` takes.
    pub fn put(&mut self, header: &str, value: impl Into<Value>, pick: impl Fn(&[Value]) -> bool) {
        let (at, value) = (self.at(header), value.into());
        let mut changed = 0;
        for row in self.rows.iter_mut().filter(|row| pick(row)) {
            row[at] = value.clone();
            changed += 1;
        }
        assert!(changed > 0, "{} {header}: no row", self.name);
    }

    /// Removes a column.
    pub fn drop(&mut self, header: &str) {
        let at = self.at(header);
        self.headers.remove(at);
        self.rows.iter_mut().for_each(|row| _ = row.remove(at));
    }

    /// Adds a column behind another.
    pub fn add(&mut self, behind: &str, header: &str, value: impl Into<Value>) {
        let (at, value) = (self.at(behind) + 1, value.into());
        self.headers.insert(at, header.to_owned());
        self.rows.iter_mut().for_each(|row| row.insert(at, value.clone()));
    }

    /// Calls a column otherwise.
    pub fn rename(&mut self, header: &str, other: &str) {
        let at = self.at(header);
        self.headers[at] = other.to_owned();
    }
}

/// Whether the first column of a row is this.
pub fn first(name: &'static str) -> impl Fn(&[Value]) -> bool {
    move |row| row[0] == Value::from(name)
}

impl Export {
    pub fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.0.iter_mut().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// Removes a sheet.
    pub fn without(mut self, name: &str) -> Self {
        let before = self.0.len();
        self.0.retain(|sheet| sheet.name != name);
        assert!(self.0.len() < before, "no sheet {name}");
        self
    }

    /// Writes it as a workbook.
    pub fn workbook(&self, file: &Path) {
        let mut book = Workbook::new();
        for sheet in &self.0 {
            let page = book.add_worksheet();
            page.set_name(&sheet.name).unwrap();
            for (at, header) in sheet.headers.iter().enumerate() {
                page.write_string(0, at as u16, header).unwrap();
            }
            for (row, cells) in sheet.rows.iter().enumerate() {
                for (at, value) in cells.iter().enumerate() {
                    let (row, at) = (row as u32 + 1, at as u16);
                    match value {
                        Value::Blank => {}
                        Value::Text(text) => _ = page.write_string(row, at, text).unwrap(),
                        Value::Number(number) => _ = page.write_number(row, at, *number).unwrap(),
                    }
                }
            }
        }
        book.save(file).unwrap();
    }

    /// Writes it as a folder, each text between quotes, those in it doubled or not.
    pub fn folder(&self, folder: &Path, doubled: bool) {
        std::fs::create_dir_all(folder).unwrap();
        for sheet in &self.0 {
            let mut text = String::new();
            let line = |text: &mut String, cells: &[String]| {
                let quoted: Vec<String> = cells
                    .iter()
                    .map(|cell| if doubled { cell.replace('"', "\"\"") } else { cell.clone() })
                    .map(|cell| format!("\"{cell}\""))
                    .collect();
                writeln!(text, "{}\r", quoted.join(",")).unwrap();
            };
            line(&mut text, &sheet.headers);
            for row in &sheet.rows {
                let cells: Vec<String> = row
                    .iter()
                    .map(|value| match value {
                        Value::Blank => String::new(),
                        Value::Text(text) => text.clone(),
                        Value::Number(number) => number.to_string(),
                    })
                    .collect();
                line(&mut text, &cells);
            }
            std::fs::write(folder.join(format!("RVTools_tab{}.csv", sheet.name)), text).unwrap();
        }
    }
}
