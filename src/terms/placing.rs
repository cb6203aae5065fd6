//! Words of who can go where: relations, who moves VMs, what an event comes to, where vCenter differs.

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

    /// Who in vCenter was asked about moves.
    Oracle {
        /// Its checker of compatibility, about single moves.
        Checker = "checker",
        /// DRS, about emptying hosts.
        Drs = "drs",
    }

    /// Why an answer of vCenter may rightly differ from the one here.
    Rightful {
        /// VM-Host rules are no part of what its checker looks at.
        Rules = "rules",
        /// It compares networks by name; VLANs, switches and uplinks are compared here as well.
        Labels = "labels",
        /// It looks whether vMotion is switched on, not whether the adapters reach each other.
        Path = "path",
        /// Its checker does not count what is free.
        Room = "room",
        /// Its checker knows no failover hosts.
        Spares = "spares",
        /// DRS keeps HA's capacity for failures free.
        Failover = "failover",
        /// DRS leaves VMs that a person has to move, which is said here as well.
        ByHand = "by-hand",
        /// What goes on at the moment: tasks, connections.
        Moment = "moment",
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
