//! The matrix for spreadsheets: a record for each row and host.

use std::borrow::Cow;
use std::io::{self, Write};

use super::causes::of_cell;
use super::list::here;
use super::rows::Rows;
use crate::placement::{Cell, Class};
use crate::render::csv::Records;
use crate::render::placement::each_difference;
use crate::report::Object;
use crate::terms::Lang;

/// The columns. Of a class `vm` is its first one.
const COLUMNS: [&str; 13] = [
    "relation",
    "cluster_id",
    "cluster",
    "class",
    "vms",
    "vm_id",
    "vm",
    "vm_path",
    "host_id",
    "host",
    "cell",
    "here",
    "why",
];

/// Writes the records. In Japanese a byte order mark comes first.
pub(super) fn write(rows: &Rows<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let relation = rows.relation().name();
    let single = rows.single();
    let mut records = Records::new(lang, &COLUMNS, out)?;
    rows.clusters(|frame, rows| {
        for (class, row) in rows.enumerate() {
            let row: &Class = &row;
            let Some(vm) = row.vms.first() else { continue };
            let class = if single { String::new() } else { (class + 1).to_string() };
            for (at, (host, cell)) in frame.hosts.iter().zip(&row.cells).enumerate() {
                let fields: [Cow<'_, str>; 13] = [
                    relation.into(),
                    frame.cluster.id.as_str().into(),
                    frame.cluster.name.as_str().into(),
                    class.as_str().into(),
                    row.vms.len().to_string().into(),
                    vm.id.as_str().into(),
                    vm.name.as_str().into(),
                    vm.path.as_str().into(),
                    host.id.as_str().into(),
                    host.name.as_str().into(),
                    word(cell).into(),
                    here(row.into(), at).to_string().into(),
                    of_cell(cell, frame.into(), lang).into(),
                ];
                records.add(&fields)?;
            }
        }
        for (vm, host, text) in frame.held.iter().flat_map(|held| each_difference(held, lang)) {
            let of = |get: fn(&Object) -> &String| vm.map(get).map_or("", String::as_str);
            let fields: [Cow<'_, str>; 13] = [
                relation.into(),
                frame.cluster.id.as_str().into(),
                frame.cluster.name.as_str().into(),
                "".into(),
                "".into(),
                of(|vm| &vm.id).into(),
                of(|vm| &vm.name).into(),
                of(|vm| &vm.path).into(),
                host.id.as_str().into(),
                host.name.as_str().into(),
                "differs".into(),
                "".into(),
                text.into(),
            ];
            records.add(&fields)?;
        }
        Ok(())
    })?;
    records.end()
}

/// The word of a cell for programs, as in JSON.
fn word(cell: &Cell) -> &'static str {
    match cell {
        Cell::Here => "here",
        Cell::Yes => "yes",
        Cell::No { .. } => "no",
        Cell::Unknown { .. } => "unknown",
    }
}
