//! What stands beside a report in the forms that have room for it, and was made of the inventory: a saved report has
//! none of it.

use crate::placement::Matrix;
use crate::plan::Plan;

/// What stands beside a report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'b> {
    /// What to do, in order.
    pub plan: Planned<'b>,
    /// Who can go where, for each way to get there.
    pub matrices: &'b [Matrix],
}

/// Whether there is a plan.
#[derive(Clone, Copy, Debug, Default)]
pub enum Planned<'b> {
    /// There is no inventory to make one of.
    #[default]
    NoInventory,
    /// Making it takes too long for a report.
    TooLarge,
    /// This one.
    Made(&'b Plan),
}
