//! Who can go where: the matrix by class of VMs, or VM by VM.

mod causes;
mod csv;
pub(super) mod heat;
mod html;
mod list;
mod rows;
mod table;
mod words;

pub(super) use words::{Word, how};

use std::io::{self, Write};

use super::apart::{Names, names_of, rename};
use super::{PlacingFormat, Style, json_text};
use crate::placement::{Cell, ClusterMatrix, EachMatrix, Matrix};
use crate::terms::Lang;
use rows::{Rows, widen};

/// Writes the matrix by class. The same matrix and style give the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn write(matrix: &Matrix, format: PlacingFormat, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        PlacingFormat::Json => json(matrix, out),
        PlacingFormat::Csv => csv::write(&Rows::Classes(matrix), style.lang, out),
        other => {
            let names = names_of(matrix.namesakes.iter());
            if names.is_empty() {
                return people(&Rows::Classes(matrix), other, style, out);
            }
            let mut matrix = matrix.clone();
            matrix.visit_vms(&mut |vm| rename(vm, &names));
            matrix.clusters.iter_mut().for_each(|cluster| widen(cluster, &names));
            people(&Rows::Classes(&matrix), other, style, out)
        }
    }
}

/// Writes the matrix VM by VM, one after the other as they are made.
///
/// # Errors
/// Only those of `out`.
pub fn write_each(
    matrix: &EachMatrix<'_>,
    format: PlacingFormat,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        PlacingFormat::Json => json(matrix, out),
        // A record has the path beside the name.
        PlacingFormat::Csv => csv::write(&Rows::Each(*matrix, &Names::new()), style.lang, out),
        other => people(&Rows::Each(*matrix, &names_of(matrix.namesakes.iter())), other, style, out),
    }
}

/// What a cell says, and why, in one line.
pub(super) fn said(cell: &Cell, cluster: &ClusterMatrix, lang: Lang) -> String {
    let sign = words::sign(cell).get(lang);
    match causes::of_cell(cell, cluster.into(), lang) {
        why if why.is_empty() => sign.to_owned(),
        why => format!("{sign}: {why}"),
    }
}

fn json(matrix: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    json_text::pretty(matrix, out)?;
    out.write_all(b"\n")
}

fn people(rows: &Rows<'_>, format: PlacingFormat, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        PlacingFormat::Html => html::write(rows, style.lang, out),
        PlacingFormat::Table | PlacingFormat::Json | PlacingFormat::Csv => table::write(rows, style, out),
    }
}
