//! Who can go where: a row for each VM, or each class of them, and a column for each host.

use std::collections::HashMap;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::Book;
use super::grid::{Cell as Shown, Grid, long, text};
use super::words::Word;
use crate::placement::{Cell, Class, ClusterMatrix, Matrix};
use crate::render::matrix::{self as told, Word as MatrixWord};
use crate::render::named;
use crate::terms::Lang;

/// Columns of hosts at most.
const MOST_HOSTS: usize = 400;
/// Cells of the sheet at most.
const MOST_CELLS: usize = 150_000;
/// VMs of a class that are named.
const FEW_VMS: usize = 20;
/// Columns before those of hosts.
const BEFORE: usize = 5;

/// Writes the sheet, where there are matrices.
pub(super) fn write(book: &Book<'_>, matrices: &[Matrix], workbook: &mut Workbook) -> Result<(), XlsxError> {
    if matrices.iter().all(|matrix| matrix.clusters.is_empty()) {
        return Ok(());
    }
    let lang = book.lang;
    let word = |word: Word| word.get(lang);
    // Hosts of all clusters that have room, in their order; a host stands in one column.
    let (mut places, mut heads): (HashMap<&str, usize>, Vec<String>) = (HashMap::new(), Vec::new());
    let (mut shown, mut left, mut cells) = (Vec::new(), 0, 0);
    for matrix in matrices {
        for cluster in matrix.clusters.iter().filter(|cluster| tells(cluster)) {
            let new = cluster.hosts.iter().filter(|host| !places.contains_key(host.id.as_str())).count();
            let more = cluster.hosts.len() * cluster.classes.len();
            if heads.len() + new > MOST_HOSTS || cells + more > MOST_CELLS {
                left += 1;
                continue;
            }
            cells += more;
            for host in &cluster.hosts {
                places.entry(&host.id).or_insert_with(|| {
                    heads.push(named::object_name(host));
                    heads.len() - 1
                });
            }
            shown.push((matrix.relation, cluster));
        }
    }
    let mut grid = Grid::new(workbook, MatrixWord::Title.get(lang), &book.formats)?;
    let fixed = [
        (word(Word::ClusterColumn), 24),
        (word(Word::How), 18),
        (word(Word::Name), 28),
        (MatrixWord::Vms.get(lang), 8),
        (word(Word::On), 24),
    ];
    let hosts = heads.iter().map(|head| (head.as_str(), 26));
    grid.head(&fixed.into_iter().chain(hosts).collect::<Vec<_>>())?;
    for (relation, cluster) in shown {
        for row in &cluster.classes {
            grid.add(&cells_of(cluster, told::how(relation).get(lang), row, &places, heads.len(), lang))?;
        }
    }
    if left > 0 {
        grid.add(&[text(""), text(""), long(Word::MatrixLeft.count(lang, left))])?;
    }
    grid.end()
}

/// Whether there is something to say of a cluster: one in which HA restarts nothing has no restarts.
fn tells(cluster: &ClusterMatrix) -> bool {
    !cluster.restarting.is_some_and(|who| who.is_nobody()) && !cluster.hosts.is_empty()
}

fn cells_of<'c>(
    cluster: &'c ClusterMatrix,
    how: &'static str,
    row: &'c Class,
    places: &HashMap<&str, usize>,
    hosts: usize,
    lang: Lang,
) -> Vec<Shown<'c>> {
    let mut vms: Vec<String> = row.vms.iter().take(FEW_VMS).map(named::object_name).collect();
    if row.vms.len() > vms.len() {
        vms.push("…".to_owned());
    }
    let on: Vec<String> =
        row.on.iter().filter_map(|home| cluster.hosts.get(home.host)).map(named::object_name).collect();
    let mut cells = vec![
        text(named::object_name(&cluster.cluster)),
        text(how),
        long(vms.join(", ")),
        Shown::Count(row.vms.len()),
        long(on.join(", ")),
    ];
    cells.resize_with(BEFORE + hosts, || text(""));
    for (host, cell) in cluster.hosts.iter().zip(&row.cells) {
        let said = told::said(cell, cluster, lang);
        let shown = match cell {
            Cell::No { .. } => Shown::Bad(said.into()),
            Cell::Unknown { .. } => Shown::Open(said.into()),
            Cell::Here | Cell::Yes => text(said),
        };
        if let Some(place) = places.get(host.id.as_str()).and_then(|at| cells.get_mut(BEFORE + at)) {
            *place = shown;
        }
    }
    cells
}
