//! What the forms of the matrix and of losses have in common: causes, figures, lists of names.

mod causes;
mod figures;
mod held;
mod names;
mod standing;
mod words;

pub(super) use causes::{hindrances, resolve};
pub(super) use figures::{Round, amount};
pub(super) use held::{each as each_difference, held, page as held_page};
pub(super) use names::{few, hosts, listed};
pub(super) use standing::{because, left_off, loud, notes, out_of_service, running, service};
pub(super) use words::Word;

/// What pages about placing have beside the style of every page.
pub(super) const STYLE: &str = include_str!("placement.css");
