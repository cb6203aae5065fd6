//! Why a run gives no report.

use crate::facts::{NoVm, NotChosen};
use crate::sources::{object_dump, rvtools, saved_file, vcenter};
use crate::terms::{Text, Told, shown_in_english, told};

/// Why a run gives no report. What was named in the question and is not there carries what is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The vCenter could not be read.
    VCenter(vcenter::Error),
    /// The saved inventory could not be read.
    Saved(#[from] saved_file::Error),
    /// The export of RVTools could not be read.
    Rvtools(#[from] rvtools::Error),
    /// The directory that another tool saved could not be read.
    Dump(#[from] object_dump::Error),
    /// What was named as the scope is not there.
    Scope(NotChosen),
    /// What was named as the application's VM is not there.
    App(#[from] NoVm),
    /// The built-in example cannot be made.
    Example(String),
    /// The system gives no threads.
    Runtime(std::io::Error),
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::VCenter(error) => error.told(),
            Self::Saved(error) => error.told(),
            Self::Rvtools(error) => error.told(),
            Self::Dump(error) => error.told(),
            Self::Scope(error) => told!(
                "the scope that was named is not there: {error:?}",
                "指定した対象範囲がありません: {error:?}"
            ),
            Self::App(error) => error.told(),
            Self::Example(why) => told!("the built-in example: {why}", "組み込みの例に問題があります: {why}"),
            Self::Runtime(error) => {
                told!([error] "cannot start the runtime: {error}", "ランタイムを開始できません: {error}")
            }
        }
    }
}

shown_in_english!(Error);
