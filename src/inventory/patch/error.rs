//! What can be wrong with a change.

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// No object has the id.
    #[error("the inventory has no object '{0}'")]
    NoObject(String),
    /// An added object's id is taken.
    #[error("the inventory has an object '{0}' already")]
    Taken(String),
    /// A managed object type that inventories do not hold.
    #[error("inventories hold no objects of type '{0}'")]
    NoType(String),
    /// A step of a path leads nowhere.
    #[error("{object}: '{step}' of '{path}' leads nowhere; there is {there}")]
    NoStep {
        /// The object.
        object: String,
        /// The whole path.
        path: String,
        /// The step.
        step: String,
        /// What there is at that place.
        there: String,
    },
    /// A part of a property cannot be unreadable by itself.
    #[error("{object}: only a whole property can be unreadable, not '{path}'")]
    PartUnreadable {
        /// The object.
        object: String,
        /// The path.
        path: String,
    },
    /// The vCenter itself cannot be removed, copied or added.
    #[error("the vCenter itself can only be changed")]
    VCenter,
    /// The result is not an inventory.
    #[error("after the changes it is no inventory any more: {0}")]
    NotInventory(String),
}
