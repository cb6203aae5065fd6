//! What `matrix` and `whatif` have in common: reading, forms, errors.

use std::io::{self, Write};

use super::args::{AskArgs, SourceArgs, ZoneArgs};
use super::check::{Offline, load_catalogue, source};
use super::exit::Failure;
use super::failed::failed;
use super::output::{Readers, Target};
use super::placing_args::PlacingOutput;
use super::wanted::Wanted;
use super::{connection, formats, language};
use crate::facts::Restriction;
use crate::preflight::{self, Mapped, Question, Source};
use crate::render::{PlacingFormat, Style};
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

/// A form with the place it goes to, which has been tried.
#[derive(Debug)]
pub struct Form {
    format: PlacingFormat,
    style: Style,
    target: Target,
}

/// Tries the places of all forms, before anything is read.
pub fn open(args: &PlacingOutput) -> Result<Vec<Form>, Failure> {
    let form = |Wanted { format, file }: Wanted<PlacingFormat>| {
        let target = Target::of(file.as_deref(), Readers::Usual)?;
        Ok(Form { format, style: args.look.style(file.as_deref()), target })
    };
    formats::places(&args.format, args.output.as_ref())?.into_iter().map(form).collect()
}

/// Writes each form. One that cannot be written keeps no other from being written.
pub fn write(
    forms: Vec<Form>,
    render: impl Fn(PlacingFormat, Style, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = forms
        .into_iter()
        .map(|Form { format, style, target }| target.write(|out| render(format, style, out)));
    formats::all_of(written.filter_map(Result::err).collect())
}
