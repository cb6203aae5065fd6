//! Closed sets of words as values of arguments: the words are those of [`crate::terms`], the help is
//! told here.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::terms::{Dialect, Lang, Level, Reading, Relation, Word, Words};

/// A word of a closed set that an argument names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<T>(pub T);

/// What an argument offers of a closed set.
pub trait Offered: Words {
    /// The words, in the order of the help.
    const OFFERED: &'static [Choice<Self>];

    /// What the help says of one.
    fn help(self) -> &'static str;
}

impl<T: Offered> ValueEnum for Choice<T> {
    fn value_variants<'a>() -> &'a [Self] {
        T::OFFERED
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()).help(self.0.help()))
    }
}

macro_rules! offered {
    ($($set:ident { $($word:ident: $help:literal,)* } $(else $other:literal)?;)*) => {$(
        impl Offered for $set {
            const OFFERED: &'static [Choice<Self>] = &[$(Choice(Self::$word)),*];

            fn help(self) -> &'static str {
                match self {
                    $(Self::$word => $help,)*
                    $(_ => $other,)?
                }
            }
        }
    )*};
}

offered! {
    // The level from which on a run fails.
    Level {
        Fail: "Failures only",
        Warn: "Warnings too",
    } else "";

    Reading {
        Practice: "For the product at hand",
        Literal: "To the letter: ESX 4.0, Windows vCenter",
    };

    // An outcome that a report lists.
    Word {
        Fail: "Does not hold",
        Unknown: "Could not be told",
        Warn: "Holds, with a risk",
        Manual: "Waits for a person",
        Pass: "Holds",
        NotApplicable: "Has no meaning there",
        Waived: "Waived by a person",
        Attested: "Attested by a person",
    } else "";

    Relation {
        Live: "By vMotion, while they run",
        Restart: "Restarted by HA, after their host has failed",
    };

    Dialect {
        Govc: "A POSIX shell script for govc",
        Powercli: "A script for VMware PowerCLI",
        Ansible: "A play for Ansible",
    };

    Lang {
        En: "English",
        Ja: "Japanese",
    };
}
