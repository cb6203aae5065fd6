//! Words of who can go where: relations, who moves VMs, what an event comes to.

use super::words::words;

words! {
    /// How a VM gets to a host.
    Relation {
        /// By vMotion, while it runs.
        Live = "live",
        /// Restarted by HA after its host has failed.
        Restart = "restart",
    }

    /// Who moves a VM when its host is emptied.
    Mover {
        /// DRS, by itself.
        Drs = "drs",
        /// A person, who accepts what DRS recommends.
        Recommended = "recommended",
        /// A person: DRS is off, for this VM or for the cluster.
        Person = "person",
    }

    /// What becomes of VMs when hosts are lost or emptied.
    Tier {
        /// Each finds a host, and no other VM moves.
        AsItStands = "as-it-stands",
        /// Each finds a host once other VMs have moved.
        AfterMoves = "after-moves",
        /// They do not fit.
        DoesNotFit = "does-not-fit",
        /// Neither is certain.
        CannotTell = "cannot-tell",
    }
}
