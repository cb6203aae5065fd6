//! Words of remedies: who carries an action out, what it risks, when its turn is, in which dialect it is
//! written down, and what it takes.

use super::words::words;

words! {
    /// Who carries an action out.
    Team {
        /// Switches, cabling, VLANs.
        Network = "network",
        /// Arrays, zoning, datastores.
        Storage = "storage",
        /// Servers: BIOS, adapters, memory.
        Compute = "compute",
        /// Whoever runs vCenter and ESXi.
        Virtualisation = "virtualisation",
        /// Whoever orders and assigns licences.
        Licences = "licences",
        /// Whoever runs what is in the VM.
        Application = "application",
        /// Whoever keeps the client's PC.
        Client = "client",
    }

    /// What an action costs or endangers.
    Risk {
        /// Nothing that runs notices.
        None = "none",
        /// A VM is restarted.
        Restart = "restart",
        /// Traffic is interrupted.
        Traffic = "traffic",
        /// A host is emptied first.
        Maintenance = "maintenance",
    }

    /// When the turn of an action is: what others rest on comes first.
    Phase {
        /// Licences, without which nothing else can be switched on.
        Licence = "licence",
        /// Hosts: connected, in service.
        Host = "host",
        /// Networks of VMs and of management.
        Network = "network",
        /// Datastores and what is on them.
        Storage = "storage",
        /// Adapters for vMotion, on the networks.
        Vmotion = "vmotion",
        /// VMs: their devices, whether they run.
        Vm = "vm",
        /// CPU compatibility, once the VMs that stand in its way are off.
        Evc = "evc",
        /// HA, over all of this.
        Ha = "ha",
    }

    /// What an action is written in, to be carried out by a tool.
    Dialect {
        /// govc, in a POSIX shell.
        Govc = "govc",
        /// VMware PowerCLI.
        Powercli = "powercli",
        /// Ansible, with the collections `vmware.vmware` and `community.vmware`.
        Ansible = "ansible",
    }

    /// What an argument of a remedy is.
    ArgType {
        /// A text: a name, an id.
        Text = "text",
        /// A whole number.
        Number = "number",
        /// Texts or numbers.
        List = "list",
    }
}
