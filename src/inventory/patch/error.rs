//! What can be wrong with a change.

use crate::terms::{Text, Told, shown_in_english, told};

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// No object has the id.
    NoObject(String),
    /// An added object's id is taken.
    Taken(String),
    /// A managed object type that inventories do not hold.
    NoType(String),
    /// A step of a path leads nowhere.
    NoStep {
        /// The object.
        object: String,
        /// The whole path.
        path: String,
        /// The step.
        step: String,
        /// What there is at that place.
        there: Text,
    },
    /// A part of a property cannot be unreadable by itself.
    PartUnreadable {
        /// The object.
        object: String,
        /// The path.
        path: String,
    },
    /// The vCenter itself cannot be removed, copied or added.
    VCenter,
    /// The result is not an inventory.
    NotInventory(String),
}

impl Told for PatchError {
    fn told(&self) -> Text {
        match self {
            Self::NoObject(id) => {
                told!("the inventory has no object '{id}'", "インベントリにオブジェクト「{id}」はありません")
            }
            Self::Taken(id) => {
                told!(
                    "the inventory has an object '{id}' already",
                    "インベントリにオブジェクト「{id}」がすでにあります"
                )
            }
            Self::NoType(ty) => told!(
                "inventories hold no objects of type '{ty}'",
                "インベントリで「{ty}」の種類のオブジェクトは扱えません"
            ),
            Self::NoStep { object, path, step, there } => told!(
                [there] "{object}: '{step}' of '{path}' leads nowhere; there is {there}",
                "{object}: 「{path}」の「{step}」に該当するものがありません (あるもの: {there})"
            ),
            Self::PartUnreadable { object, path } => told!(
                "{object}: only a whole property can be unreadable, not '{path}'",
                "{object}: 読み取り不可にできるのはプロパティ全体だけです (現在は「{path}」)"
            ),
            Self::VCenter => {
                told!("the vCenter itself can only be changed", "vCenter 自体は変更だけができます")
            }
            Self::NotInventory(why) => told!(
                "after the changes it is no inventory any more: {why}",
                "変更後の内容がインベントリではなくなっています: {why}"
            ),
        }
    }
}

shown_in_english!(PatchError);
