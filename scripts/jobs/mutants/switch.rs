//! The switches of the mutants; scripts/jobs/mutation copies this file beside the sources.
#![allow(missing_docs)]

use std::fs::File;
use std::io::Write;
use std::ops::{Add, Mul, Sub};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock};

const MOST: usize = 20_000;
const UNSET: u32 = u32::MAX;

static ON: AtomicU32 = AtomicU32::new(UNSET);
static SEEN: [AtomicBool; MOST] = [const { AtomicBool::new(false) }; MOST];

/// Whether a mutant is on; at first the one that the environment names.
pub fn on(number: u32) -> bool {
    // Read first: a write that most of the time changes nothing costs more than all else here.
    if SEEN.get(number as usize).is_some_and(|seen| !seen.load(Relaxed) && !seen.swap(true, Relaxed)) {
        note(number);
    }
    let mut on = ON.load(Relaxed);
    if on == UNSET {
        on = std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        ON.store(on, Relaxed);
    }
    on == number
}

/// Writes a switch down where the environment says so: a unit test has no end at which it could be asked.
fn note(number: u32) {
    static FILE: OnceLock<Option<Mutex<File>>> = OnceLock::new();
    let open = || {
        let path = std::env::var("MUTANTS_SEEN").ok()?;
        Some(Mutex::new(File::options().create(true).append(true).open(path).ok()?))
    };
    if let Some(mut file) = FILE.get_or_init(open).as_ref().and_then(|file| file.lock().ok()) {
        let _ = writeln!(file, "{number}");
    }
}

/// Switches a mutant on and the others off.
pub fn set(number: u32) {
    ON.store(number, Relaxed);
}

/// The switches that were asked since this was called last.
pub fn seen() -> Vec<u32> {
    (0..).zip(&SEEN).filter(|(_, seen)| seen.swap(false, Relaxed)).map(|(number, _)| number).collect()
}

macro_rules! compared {
    ($($name:ident $same:ident $right:tt $wrong:tt)*) => { $(
        pub fn $name<T: PartialOrd<U> + ?Sized, U: ?Sized>(edge: u32, negated: u32, a: &T, b: &U) -> bool {
            (if on(edge) { a $wrong b } else { a $right b }) != on(negated)
        }

        pub fn $same<T: PartialOrd>(edge: u32, negated: u32, a: &T, b: &T) -> bool {
            $name(edge, negated, a, b)
        }
    )* };
}

compared! {
    less less_same < <=
    at_most at_most_same <= <
    greater greater_same > >=
    at_least at_least_same >= >
}

macro_rules! reckoned {
    ($($name:ident $same:ident $right:tt $wrong:tt $($bound:ident)*;)*) => { $(
        pub fn $name<T, U, V>(number: u32, a: T, b: U) -> V
        where
            T: $($bound<U, Output = V> +)* Sized,
        {
            if on(number) { a $wrong b } else { a $right b }
        }

        pub fn $same<T, V>(number: u32, a: T, b: T) -> V
        where
            T: $($bound<Output = V> +)* Sized,
        {
            if on(number) { a $wrong b } else { a $right b }
        }
    )* };
}

reckoned! {
    add add_same + - Add Sub;
    subtract subtract_same - + Sub Add;
    multiply multiply_same * + Mul Add;
}

pub fn some<T>(number: u32, value: T) -> Option<T> {
    (!on(number)).then_some(value)
}

pub fn any<I: Iterator>(number: u32, mut items: I, test: impl FnMut(I::Item) -> bool) -> bool {
    if on(number) { items.all(test) } else { items.any(test) }
}

pub fn all<I: Iterator>(number: u32, mut items: I, test: impl FnMut(I::Item) -> bool) -> bool {
    if on(number) { items.any(test) } else { items.all(test) }
}
