//! The language from outside: what compiles, what is refused and how, what expressions mean.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fixture;
mod language;
mod laws;
mod refused;
mod robust;
