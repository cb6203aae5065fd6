//! An inventory saved to a file: JSON, compressed with zstd if the name ends in `.zst`.

mod cut;
mod packed;
mod streamed;

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use self::packed::{MAGIC, Packer, Unpacker};
use self::streamed::{MOST_OBJECTS, Refused};
use crate::inventory::{FORMAT, Inventory};
use crate::sources::foreign::{self, Foreign};
use crate::terms::{Text, Told, shown_in_english, told};

/// Largest inventory that is read, unpacked. One of 45,000 VMs has about 500 MB.
const MAX_BYTES: usize = 2 << 30;

/// From here on no inventory unpacks to more than so many times its size: real ones do to 10 to 40 times.
const UNSUSPICIOUS: usize = 64 << 20;
const MAX_RATIO: usize = 200;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Why a saved inventory could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    Read {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// What it was packed with cannot be unpacked.
    Unpack {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// It is something else.
    NotInventory {
        /// The file.
        file: PathBuf,
        /// What gives it away.
        cause: Text,
    },
    /// Another tool has exported it, of which no inventory can be read.
    Foreign {
        /// The file.
        file: PathBuf,
        /// What it is.
        what: Foreign,
    },
    /// A newer program has written it.
    Newer {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: u32,
    },
    /// It is damaged.
    Damaged {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        cause: Text,
    },
    /// It is, or unpacks to, more than can be an inventory.
    TooLarge {
        /// The file.
        file: PathBuf,
    },
    /// It unpacks to so many times its size that it can only be made to harm.
    Bomb {
        /// The file.
        file: PathBuf,
        /// Its size.
        packed: usize,
    },
    /// It has more objects than any vCenter.
    Crowded {
        /// The file.
        file: PathBuf,
    },
    /// This machine has too little memory for it.
    Memory {
        /// The file.
        file: PathBuf,
        /// What fitted.
        bytes: usize,
    },
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Read { file, cause } => {
                let file = file.display();
                told!([cause] "cannot read {file}: {cause}", "{file} を読み取れません: {cause}")
            }
            Self::Unpack { file, cause } => {
                let file = file.display();
                told!(
                    [cause] "cannot read {file}: {cause} (the compressed data is damaged or cut off)",
                    "{file} を読み取れません: {cause} (圧縮データが破損しているか、途中で切れています)"
                )
            }
            Self::NotInventory { file, cause } => {
                let file = file.display();
                told!(
                    [cause] "{file} is no saved inventory ({cause}). 'vpreflight collect' writes one",
                    "{file} は保存されたインベントリではありません ({cause})。インベントリは 'vpreflight collect' で保存します。"
                )
            }
            Self::Foreign { file, what } => what.told(file),
            Self::Newer { file, found } => {
                let file = file.display();
                told!(
                    "{file} was written by a newer vpreflight (format {found}, this one reads up to {FORMAT}). Use that \
                     version, or collect the inventory again with this one",
                    "{file} は、より新しい vpreflight で保存されています (フォーマット {found}。このバージョンで読み取れるのは {FORMAT} までです)。そのバージョンを使用するか、このバージョンでインベントリを収集し直します。"
                )
            }
            Self::Damaged { file, line, column, cause } => {
                let file = file.display();
                told!(
                    [cause] "{file}, line {line}, column {column}: {cause}. The file is damaged: collect the inventory again",
                    "{file} の {line} 行目、{column} 桁目: {cause}。ファイルが破損しています。インベントリを収集し直します。"
                )
            }
            Self::TooLarge { file } => told!(
                "{file} is no inventory: it has, or unpacks to, more than {most} GB",
                "{file} はインベントリではありません。サイズまたは展開後のサイズが {most} GB を超えています。",
                file = file.display(),
                most = MAX_BYTES >> 30
            ),
            Self::Bomb { file, packed } => {
                let file = file.display();
                told!(
                    "{file} is no inventory: its {packed} bytes unpack to more than {MAX_RATIO} times as much. \
                     'vpreflight collect' writes one",
                    "{file} はインベントリではありません。{packed} バイトが {MAX_RATIO} 倍を超えるサイズに展開されます。インベントリは 'vpreflight collect' で保存します。"
                )
            }
            Self::Crowded { file } => {
                let file = file.display();
                told!(
                    "{file} is no inventory: it has more than {MOST_OBJECTS} objects, and no vCenter has so many",
                    "{file} はインベントリではありません。オブジェクトが {MOST_OBJECTS} 個を超えており、このような vCenter はありません。"
                )
            }
            Self::Memory { file, bytes } => {
                let file = file.display();
                told!(
                    "{file} does not fit into the memory of this machine: {bytes} bytes were read of it",
                    "{file} がこのマシンのメモリに収まりません ({bytes} バイトまで読み取りました)"
                )
            }
        }
    }
}

shown_in_english!(Error);

/// Whether an inventory that is saved under this name is compressed.
pub fn is_packed(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zst"))
}

/// Writes `inventory` as a saved file has it, `packed` with zstd or not.
///
/// # Errors
/// Those of `out`.
pub fn write(inventory: &Inventory, packed: bool, mut out: impl Write) -> io::Result<()> {
    if packed {
        let mut packed = Packer::new(out);
        serde_json::to_writer(&mut packed, inventory)?;
        packed.flush()
    } else {
        serde_json::to_writer(&mut out, inventory)?;
        out.write_all(b"\n")
    }
}

/// Reads an inventory from `file`, compressed or not; `-` is standard input.
pub fn read(file: &Path) -> Result<Inventory, Error> {
    if again(file) {
        if let Some(what) = exported(file) {
            return Err(Error::Foreign { file: file.to_owned(), what });
        }
        match unpacked(file).map_or(Err(Refused::Unclear), streamed::read) {
            Ok(inventory) => return complete(file, inventory),
            Err(Refused::Crowded) => return Err(Error::Crowded { file: file.to_owned() }),
            // Reading it as a whole explains.
            Err(Refused::Unclear) => {}
        }
    }
    from_bytes(file, load(file)?)
}

/// Reads an inventory from the content of `file`.
pub fn from_bytes(file: &Path, raw: Vec<u8>) -> Result<Inventory, Error> {
    if let Some(what) = foreign::named(file, &raw) {
        return Err(Error::Foreign { file: file.to_owned(), what });
    }
    let text = unpack(file, raw)?;
    match streamed::read(text.as_slice()) {
        Ok(inventory) => complete(file, inventory),
        Err(Refused::Crowded) => Err(Error::Crowded { file: file.to_owned() }),
        Err(Refused::Unclear) => match serde_json::from_slice::<Inventory>(&text) {
            Ok(inventory) => complete(file, inventory),
            Err(error) => Err(explain(file, &text, &error)),
        },
    }
}

/// What follows from the format of what was read.
fn complete(file: &Path, mut inventory: Inventory) -> Result<Inventory, Error> {
    if inventory.format > FORMAT {
        return Err(Error::Newer { file: file.to_owned(), found: inventory.format });
    }
    inventory.note_older_format();
    inventory.apply_not_asked();
    inventory.share_features();
    Ok(inventory)
}

/// What another tool has exported, before all of it is read: a support bundle has gigabytes.
fn exported(file: &Path) -> Option<Foreign> {
    let mut head = Vec::new();
    File::open(file).ok()?.take(foreign::HEAD as u64).read_to_end(&mut head).ok()?;
    foreign::named(file, &head)
}

/// Whether a file can be read a second time.
fn again(file: &Path) -> bool {
    file != Path::new(STANDARD_INPUT) && std::fs::metadata(file).is_ok_and(|file| file.is_file())
}

/// The text of a file as it streams, not longer than that of an inventory can be.
fn unpacked(file: &Path) -> io::Result<Box<dyn Read>> {
    let raw = File::open(file)?;
    let packed = usize::try_from(raw.metadata()?.len()).unwrap_or(usize::MAX);
    let mut magic = Vec::new();
    (&raw).take(MAGIC.len() as u64).read_to_end(&mut magic)?;
    let is_packed = magic == MAGIC;
    let raw = io::Cursor::new(magic).chain(raw);
    if !is_packed {
        return Ok(Box::new(raw.take(MAX_BYTES as u64)));
    }
    // What is longer ends early and is no inventory; reading it as a whole says why.
    let most = MAX_BYTES.min(UNSUSPICIOUS.max(packed.saturating_mul(MAX_RATIO)));
    Ok(Box::new(Unpacker::new(BufReader::with_capacity(CHUNK, raw)).take(most as u64)))
}

fn load(file: &Path) -> Result<Vec<u8>, Error> {
    if file == Path::new(STANDARD_INPUT) {
        return fill(file, io::stdin().lock(), usize::MAX);
    }
    let raw = File::open(file).map_err(|cause| Error::Read { file: file.to_owned(), cause })?;
    fill(file, raw, usize::MAX)
}

fn unpack(file: &Path, raw: Vec<u8>) -> Result<Vec<u8>, Error> {
    if !raw.starts_with(&MAGIC) {
        return Ok(raw);
    }
    fill(file, Unpacker::new(raw.as_slice()), raw.len()).map_err(|error| match error {
        Error::Read { file, cause } => Error::Unpack { file, cause },
        other => other,
    })
}

/// All bytes of a reader, as far as they can be those of an inventory that has been packed into so many.
fn fill(file: &Path, mut reader: impl Read, packed: usize) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    loop {
        text.try_reserve(CHUNK).map_err(|_| Error::Memory { file: file.to_owned(), bytes: text.len() })?;
        let read = reader.by_ref().take(CHUNK as u64).read_to_end(&mut text);
        match read {
            Ok(0) => return Ok(text),
            Ok(_) if text.len() > MAX_BYTES => return Err(Error::TooLarge { file: file.to_owned() }),
            Ok(_) if text.len() > UNSUSPICIOUS.max(packed.saturating_mul(MAX_RATIO)) => {
                return Err(Error::Bomb { file: file.to_owned(), packed });
            }
            Ok(_) => {}
            Err(cause) => return Err(Error::Read { file: file.to_owned(), cause }),
        }
    }
}

/// Tells a newer format and a foreign file from a damaged one.
fn explain(file: &Path, text: &[u8], error: &serde_json::Error) -> Error {
    #[derive(Deserialize)]
    struct Head {
        format: Option<u32>,
        collection: Option<serde::de::IgnoredAny>,
    }
    let file = file.to_owned();
    // A damaged file of ours still begins with its format; only a whole one can be looked through.
    match serde_json::from_slice::<Head>(text) {
        Ok(Head { format: Some(found), .. }) if found > FORMAT => return Error::Newer { file, found },
        Ok(Head { format: Some(_), collection: Some(_) }) => {}
        Ok(_) => {
            let cause = told!(
                "it has neither format nor collection",
                "\"format\" と \"collection\" のどちらもありません"
            );
            return Error::NotInventory { file, cause };
        }
        Err(_) if text.trim_ascii_start().starts_with(b"{\"format\":") => {}
        Err(_) => return Error::NotInventory { file, cause: error.told() },
    }
    let cause = error.to_string();
    // The position is told in front.
    let cause = Text::same(cause.rsplit_once(" at line ").map_or(cause.as_str(), |(cause, _)| cause));
    Error::Damaged { file, line: error.line(), column: error.column(), cause }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::inventory::{HostSystem, Object, Prop, ReasonKind, Unreadable};

    fn sample() -> Inventory {
        let mut host = HostSystem::new("host-1".into());
        host.name = Prop::Known("esx\u{1b}[31m \"1\" %2f".into());
        host.set_unreadable(
            "config.network",
            Unreadable::new(ReasonKind::Denied, "NoPermission: System.Read"),
        );
        let mut inventory = Inventory { format: FORMAT, hosts: vec![host], ..Inventory::default() };
        let paths = BTreeMap::from([("config.storageDevice".to_owned(), ReasonKind::NotCollected)]);
        inventory.not_asked.insert("HostSystem".to_owned(), paths);
        inventory.apply_not_asked();
        inventory
    }

    fn pack(mut text: impl Read) -> Vec<u8> {
        let mut packed = Packer::new(Vec::new());
        io::copy(&mut text, &mut packed).unwrap();
        packed.flush().unwrap();
        packed.into_inner()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["plain.json", "packed.json.zst"] {
            let file = folder.path().join(name);
            write(&sample(), is_packed(&file), File::create(&file).unwrap()).unwrap();
            assert_eq!(read(&file).unwrap(), sample(), "{name}");
        }
        let packed = std::fs::read(folder.path().join("packed.json.zst")).unwrap();
        assert!(packed.starts_with(&MAGIC));
        // The magic number decides, not the name.
        std::fs::write(folder.path().join("renamed"), packed).unwrap();
        assert_eq!(read(&folder.path().join("renamed")).unwrap(), sample());
    }

    #[test]
    fn properties_not_asked_for_are_marked_on_reading() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("inventory.json");
        let mut json = serde_json::to_value(sample()).unwrap();
        json["hosts"][0]["unreadable"] = serde_json::json!({});
        std::fs::write(&file, json.to_string()).unwrap();
        let read = read(&file).unwrap();
        let why = read.hosts[0].unreadable("config.storageDevice").map(|why| why.kind);
        assert_eq!(why, Some(ReasonKind::NotCollected));
    }

    #[test]
    fn what_an_older_format_does_not_have_was_not_collected() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("inventory.json");
        let flag = HostSystem::encrypted_vmotion_supported.path;
        for (format, api, why) in [
            (1, "8.0", Some(ReasonKind::NotCollected)),
            (1, "4.0", Some(ReasonKind::NotOffered)),
            (FORMAT, "8.0", None),
        ] {
            let mut json = serde_json::to_value(sample()).unwrap();
            json["format"] = format.into();
            json["collection"]["api_version"] = api.into();
            std::fs::write(&file, json.to_string()).unwrap();
            let read = read(&file).unwrap();
            assert_eq!(read.hosts[0].unreadable(flag).map(|why| why.kind), why, "format {format}");
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_before_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bomb.zst");
        let blank = pack(io::repeat(b' ').take(1 << 20));
        let packed = blank.repeat(300);
        std::fs::write(&file, &packed).unwrap();
        let error = read(&file).unwrap_err();
        assert!(matches!(error, Error::Bomb { packed: bytes, .. } if bytes == packed.len()), "{error}");
        assert!(error.to_string().contains("200 times"), "{error}");
        // As much again, packed as inventories are, is only no inventory.
        std::fs::write(&file, blank.repeat(60)).unwrap();
        assert!(matches!(read(&file), Err(Error::NotInventory { .. })));
    }

    #[test]
    fn foreign_newer_and_damaged_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("f");
        let message = |content: &[u8]| {
            std::fs::write(&file, content).unwrap();
            read(&file).unwrap_err()
        };
        assert!(matches!(message(b"{\"a\":1}"), Error::NotInventory { .. }));
        assert!(matches!(message(b"not json"), Error::NotInventory { .. }));
        assert!(matches!(message(b""), Error::NotInventory { .. }));
        let newer = message(format!("{{\"format\":{},\"new\":1}}", FORMAT + 1).as_bytes());
        assert!(matches!(newer, Error::Newer { found, .. } if found == FORMAT + 1));
        let mut text = serde_json::to_vec(&sample()).unwrap();
        text.truncate(text.len() - 5);
        assert!(matches!(message(&text), Error::Damaged { line: 1, .. }));
        let mut packed = pack(text.as_slice());
        packed.truncate(packed.len() / 2);
        let error = message(&packed);
        assert!(matches!(&error, Error::Unpack { .. }) && error.to_string().contains("cut off"), "{error}");
        let missing = read(&folder.path().join("missing")).unwrap_err();
        assert!(missing.to_string().contains("missing"));
    }
}
