//! Reads a saved inventory on all cores while it streams by: its text is never there as a whole.

use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::cut::{Cutter, Piece};
use crate::inventory::{Inventory, every_list};

/// Bytes that are read at a time.
const CHUNK: u64 = 1 << 20;

/// More objects than any vCenter has: ten times the largest numbers that VMware publishes, of all types together.
pub const MOST_OBJECTS: usize = 700_000;

/// Why a text was not read in pieces.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// It has more than [`MOST_OBJECTS`].
    Crowded,
    /// Something in it is not as it should be or cannot be read, or is larger than a piece may be: reading it as a whole
    /// tells.
    Unclear,
}

/// A piece and its place among all.
type Numbered = (usize, Piece);

/// What the threads tell each other.
#[derive(Default)]
struct Shared {
    objects: AtomicUsize,
    failed: AtomicBool,
}

impl Shared {
    /// Whether anything that is still read is of use.
    fn goes_on(&self) -> bool {
        !self.failed.load(Ordering::Relaxed) && self.objects.load(Ordering::Relaxed) <= MOST_OBJECTS
    }
}

/// The inventory in a text.
pub fn read(mut text: impl Read) -> Result<Inventory, Refused> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let shared = Shared::default();
    let (sender, receiver) = sync_channel(cores);
    let receiver = Mutex::new(receiver);
    let read = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, || parts(&receiver, &shared)).ok();
        // Fewer threads than cores is only slower; none is seen by nobody taking the pieces.
        let readers: Vec<_> = (0..cores).map_while(spawn).collect();
        let rest = match readers.is_empty() {
            true => None,
            false => cut(&mut text, &shared, |piece| sender.send(piece).is_ok()),
        };
        drop(sender);
        let parts: Vec<_> = readers.into_iter().map(|reader| reader.join().ok()).collect();
        Some((rest?, parts.into_iter().collect::<Option<Vec<_>>>()?))
    });
    if shared.objects.into_inner() > MOST_OBJECTS {
        return Err(Refused::Crowded);
    }
    let (rest, parts) = read.filter(|_| !shared.failed.into_inner()).ok_or(Refused::Unclear)?;
    let mut whole: Inventory = serde_json::from_slice(&rest).map_err(|_| Refused::Unclear)?;
    let mut parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.sort_unstable_by_key(|(number, _)| *number);
    whole.append_all(parts.into_iter().map(|(_, part)| part).collect());
    Ok(whole)
}

/// Hands over the pieces of the text and gives the rest of it; none where it cannot be read or cut to the end.
fn cut(text: &mut impl Read, shared: &Shared, mut hand: impl FnMut(Numbered) -> bool) -> Option<Vec<u8>> {
    let mut cutter = Cutter::new();
    let mut chunk = Vec::new();
    let mut number = 0;
    let mut taken = true;
    while shared.goes_on() && taken {
        chunk.clear();
        if text.by_ref().take(CHUNK).read_to_end(&mut chunk).ok()? == 0 {
            return Some(cutter.rest());
        }
        let next = |piece| {
            taken &= hand((number, piece));
            number += 1;
        };
        cutter.feed(&chunk, next).ok()?;
    }
    None
}

/// What the pieces say that one thread takes.
fn parts(pieces: &Mutex<Receiver<Numbered>>, shared: &Shared) -> Vec<(usize, Inventory)> {
    let mut parts = Vec::new();
    loop {
        let next = pieces.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, piece)) = next else { return parts };
        // What has failed is taken from the others' way unread.
        if !shared.goes_on() {
            continue;
        }
        match part(&piece) {
            Some(part) => {
                shared.objects.fetch_add(part.objects(), Ordering::Relaxed);
                parts.push((number, part));
            }
            None => shared.failed.store(true, Ordering::Relaxed),
        }
    }
}

/// An inventory of the objects of one piece.
fn part(piece: &Piece) -> Option<Inventory> {
    let mut part = Inventory::default();
    // Here once, instead of at each text in it.
    let text = std::str::from_utf8(&piece.text).ok()?;
    macro_rules! lists {
        ($($list:ident),*) => {
            match std::str::from_utf8(&piece.list).ok()? {
                $( stringify!($list) => {
                    part.$list = serde_json::from_str(text).ok()?;
                    part.$list.shrink_to_fit();
                } )*
                _ => return None,
            }
        };
    }
    every_list!(lists);
    part.tighten();
    Some(part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::inventory::{HostSystem, Object, VirtualMachine};

    /// Thousands of objects, in many pieces.
    fn large() -> Inventory {
        let mut hosts: Vec<HostSystem> =
            (0..50_000).map(|n| HostSystem::new(format!("host-{n}").into())).collect();
        hosts[7].name = crate::inventory::Prop::Known("esx\"\\]},{ é".into());
        let vms = (0..100_000).map(|n| VirtualMachine::new(format!("vm-{n}").into())).collect();
        Inventory { hosts, vms, ..Inventory::default() }
    }

    #[test]
    fn pieces_come_back_in_their_order() {
        let large = large();
        let text = serde_json::to_vec(&large).unwrap();
        assert!(text.len() > 2 * CHUNK as usize, "{} bytes are one piece", text.len());
        assert_eq!(read(text.as_slice()).unwrap(), large);
    }

    #[test]
    fn what_is_wrong_anywhere_is_for_the_whole_reading() {
        let text = serde_json::to_string(&large()).unwrap();
        for (before, after) in [
            ("\"vm-99999\"", "99999"),
            ("\"id\":\"vm-300\"", "\"identity\":1"),
            ("\"vms\"", "\"VMs\""),
            ("\"vms\"", "\"vm\\u0073\""),
            ("\"hosts\"", "\"vms\""),
            ("{\"format\"", "{\"form\":[1],\"format\""),
        ] {
            let wrong = text.replacen(before, after, 1);
            assert_ne!(wrong, text, "{before}");
            assert_eq!(read(wrong.as_bytes()), Err(Refused::Unclear), "{before}");
        }
        let half = &text.as_bytes()[..text.len() / 2];
        assert_eq!(read(half), Err(Refused::Unclear));
    }

    #[test]
    fn more_objects_than_any_vcenter_has_are_refused() {
        let start = br#"{"folders":["#.as_slice();
        let folders = br#"{"id":"group-1"},"#.repeat(MOST_OBJECTS * 2);
        assert_eq!(read(start.chain(folders.as_slice())), Err(Refused::Crowded));
    }
}
