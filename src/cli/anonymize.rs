//! `anonymize`, and what of it `collect` takes: an inventory that can be given away, and the map that stays at home.

use std::io::{IsTerminal as _, Read};
use std::path::Path;

use super::anonymize_args::{AnonymizeArgs, KeyArgs};
use super::exit::{Exit, Failure};
use super::failed::failed;
use super::output::{Readers, Target};
use super::say::{note, spoken};
use crate::anonymise::{Key, Mapping, anonymise};
use crate::inventory::Inventory;
use crate::preflight::{self, Source};
use crate::render::safe;
use crate::sources::saved_file;
use crate::terms::{Text, told};

/// Largest file that is read as a key or a map.
const MAX_BYTES: u64 = 1 << 30;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Runs the command.
pub fn run(args: &AnonymizeArgs) -> Result<u8, Failure> {
    let is_input = |path: &Path| path.as_os_str() == STANDARD_INPUT;
    if is_input(&args.inventory) && args.keys.key_file.as_deref().is_some_and(is_input) {
        return Err(Failure::usage(told!(
            "the inventory and the key cannot both come from standard input",
            "インベントリと鍵の両方を標準入力から読み取ることはできません"
        )));
    }
    let target = Target::of(args.output.as_deref(), Readers::Owner)?;
    let keeping = Keeping::of(&args.keys, args.output.as_deref())?;
    let inventory = preflight::collect(Source::Saved(&args.inventory), None).map_err(failed)?;
    let inventory = keeping.anonymised(inventory)?;
    let packed = args.output.as_deref().is_some_and(saved_file::is_packed);
    target.write(|out| saved_file::write(&inventory, packed, out))?;
    Ok(Exit::Ok as u8)
}

/// The key, and the map that it goes to.
pub struct Keeping {
    key: Key,
    map: Option<(Target, String, Option<Mapping>)>,
}

impl Keeping {
    /// Reads the key, and tries whether the map can be written; `output` is what else is written.
    pub fn of(args: &KeyArgs, output: Option<&Path>) -> Result<Self, Failure> {
        if args.map.is_some() && args.map.as_deref() == output {
            return Err(Failure::usage(told!(
                "the map and the inventory cannot be one file: the map stays with you",
                "対応表とインベントリを同じファイルにすることはできません。対応表は手元に保管します。"
            )));
        }
        let given = args.key_file.as_deref().map(key_of).transpose()?;
        let earlier = args.map.as_deref().filter(|map| map.exists()).map(earlier).transpose()?;
        let kept = earlier.as_ref().map(Mapping::key).transpose().map_err(Failure::usage)?;
        let key = match (given, kept) {
            (Some(given), Some(kept)) if given != kept => {
                return Err(Failure::usage(told!(
                    "{map} is the map of another key: give another file, or leave --key-file out",
                    "{map} は別の鍵の対応表です。別のファイルを指定するか、--key-file を省略します。",
                    map = args.map.as_deref().map(shown).unwrap_or_default()
                )));
            }
            (given, kept) => match given.or(kept) {
                Some(key) => key,
                None => Key::random().map_err(Failure::defect)?,
            },
        };
        if !args.is_given() {
            note(told!(
                "the key is not kept: the next inventory gets other tokens. --map FILE keeps it, and what they stand for",
                "鍵は保存されないため、次のインベントリでは別の記号になります。--map FILE を指定すると、鍵と対応表が保存されます。"
            ));
        }
        let map = match args.map.as_deref() {
            Some(file) => Some((Target::of(Some(file), Readers::Owner)?, shown(file), earlier)),
            None => None,
        };
        Ok(Self { key, map })
    }

    /// The inventory as it can be given away; its map is written first.
    pub fn anonymised(self, inventory: Inventory) -> Result<Inventory, Failure> {
        let (inventory, mapping) = anonymise(inventory, &self.key).map_err(Failure::usage)?;
        if let Some((target, name, earlier)) = self.map {
            let mapping = match earlier {
                Some(earlier) => mapping.after(earlier).map_err(Failure::usage)?,
                None => mapping,
            };
            target.write(|out| {
                serde_json::to_writer_pretty(&mut *out, &mapping)?;
                out.write_all(b"\n")
            })?;
            note(told!(
                "{name} tells what the tokens stand for and holds their key: keep it to yourself",
                "{name} には記号の対応表と鍵が含まれます。外部に渡さずに保管します。"
            ));
        }
        Ok(inventory)
    }
}

fn shown(file: &Path) -> String {
    safe::line(&file.display().to_string()).into_owned()
}

/// The key in a file, from standard input, or by a prompt.
fn key_of(file: &Path) -> Result<Key, Failure> {
    if file.as_os_str() != STANDARD_INPUT {
        return read(file).and_then(|text| of_text(&text, &Text::same(shown(file))));
    }
    let stdin = std::io::stdin();
    let text = if stdin.is_terminal() {
        rpassword::prompt_password(told!("Key: ", "鍵: ").get(spoken()))
    } else {
        let mut text = String::new();
        stdin.lock().take(MAX_BYTES).read_to_string(&mut text).map(|_| text)
    };
    let text = text.map_err(|error| {
        Failure::usage(told!(
            [error] "cannot read the key from standard input: {error}",
            "標準入力から鍵を読み取れません: {error}"
        ))
    })?;
    of_text(&text, &told!("standard input", "標準入力"))
}

fn of_text(text: &str, from: &Text) -> Result<Key, Failure> {
    Key::parse(text).map_err(|error| {
        Failure::usage(told!([from, error] "the key of {from}: {error}", "{from} の鍵: {error}"))
    })
}

/// A map that was written before.
fn earlier(file: &Path) -> Result<Mapping, Failure> {
    let text = read(file)?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::usage(told!(
            [error] "{file} is there and no map ({error}): give another file for --map",
            "{file} は既に存在し、対応表ではありません ({error})。--map に別のファイルを指定します。",
            file = shown(file)
        ))
    })
}

fn read(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    std::fs::File::open(file)
        .and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text))
        .map(|_| text)
        .map_err(|error| {
            Failure::usage(told!(
                [error] "cannot read {file}: {error}",
                "{file} を読み取れません: {error}",
                file = shown(file)
            ))
        })
}
