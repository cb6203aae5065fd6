//! The names and signs of a row, as text.

use super::words::{Word, sign};
use crate::placement::Class;
use crate::render::named;
use crate::render::placement::listed;
use crate::render::words::{Msg, thousands};
use crate::terms::Lang;

/// Names of a class that are told.
const FEW_VMS: usize = 2;

/// The VMs of a row: the first by name.
pub(super) fn vms(row: &Class, lang: Lang) -> String {
    // Only those that are told are made ready: a class may have tens of thousands.
    match row.vms.as_slice() {
        [one] => named::object_name(one),
        many if many.len() <= FEW_VMS + 1 => {
            listed(&many.iter().map(named::object_name).collect::<Vec<_>>(), FEW_VMS, lang)
        }
        many => {
            let told: Vec<String> = many.iter().take(FEW_VMS).map(named::object_name).collect();
            let more = Msg::AndMore.count(lang, many.len() - FEW_VMS);
            let comma = Msg::Comma.get(lang);
            match lang {
                Lang::En => format!("{} {more}", told.join(comma)),
                Lang::Ja => format!("{}{comma}{more}", told.join(comma)),
            }
        }
    }
}

/// How many of a row's VMs are on a host.
pub(super) fn here(row: &Class, host: usize) -> usize {
    row.on.iter().find(|home| home.host == host).map_or(0, |home| home.vms)
}

/// The lines of a cell: its sign, and how many of several VMs are there.
pub(super) fn cell(row: &Class, host: usize, lang: Lang) -> Vec<String> {
    let Some(cell) = row.cells.get(host) else { return Vec::new() };
    let sign = sign(cell);
    let there = here(row, host);
    match (sign, there) {
        (Word::Here, _) if row.vms.len() > 1 => vec![Word::HereSome.count(lang, there)],
        (Word::Here, _) | (_, 0) => vec![sign.get(lang).to_owned()],
        _ => vec![sign.get(lang).to_owned(), Word::HereSome.count(lang, there)],
    }
}

/// How many VMs a row is.
pub(super) fn count(row: &Class) -> String {
    thousands(u64::try_from(row.vms.len()).unwrap_or(u64::MAX))
}
