//! What `matrix` and `whatif` have in common: reading, errors.

use super::args::{AskArgs, SourceArgs, ZoneArgs};
use super::check::{Offline, load_catalogue, source};
use super::exit::Failure;
use super::failed::failed;
use super::{connection, language};
use crate::facts::Restriction;
use crate::preflight::{self, Mapped, Question, Source};
use crate::rules::Overrides;
use crate::terms::told;

/// The rules whose data is read: all of the built-in ones.
const PROFILE: &str = "full";

/// Reads what is asked about, and maps it.
pub fn read(
    from: &SourceArgs,
    ask: &AskArgs,
    zone: &ZoneArgs,
    scope: Restriction,
) -> Result<Mapped, Failure> {
    let offline = source(from, ask)?;
    let catalogue = load_catalogue(&[], &Overrides::default())?;
    let selected = catalogue.select(&[PROFILE.to_owned()]).map_err(Failure::defect)?;
    let question = Question { scope, zone: language::zone(zone), ..Question::of(&selected) };
    let mapped = match offline {
        Offline::Source(source) => preflight::map(&question, source).map_err(failed)?,
        Offline::No => connection::with(&from.connection, ask, &question.zone, |vcenter| {
            preflight::map(&question, Source::VCenter(vcenter))
        })?,
    };
    if mapped.maps.is_empty() {
        return Err(Failure::usage(told!(
            "there is no cluster in scope: VMs move, and restart, within a cluster",
            "対象範囲にクラスタがありません。仮想マシンの移行と再起動はクラスタ内で行われます。"
        )));
    }
    Ok(mapped)
}
