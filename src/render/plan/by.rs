//! How the actions of a plan stand together.

/// How the actions of a plan stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// In the order in which they are done.
    #[default]
    Order,
    /// By who does them, each in that order.
    Team,
}
