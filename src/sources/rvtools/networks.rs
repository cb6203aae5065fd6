//! Networks: what each host has (sheets vNIC, vSwitch, vPort and vSC_VMK), distributed switches and their port groups,
//! and what is behind an adapter of a VM.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use compact_str::{CompactString, format_compact};

use super::columns::{DvPort, DvSwitch, VHost, VNic, VPort, VScVmk, VSwitch};
use super::ground::{Ground, datacenter, id, in_datacenter};
use super::table::{Row, uncollected};
use crate::inventory::{
    Backing, DistributedPort, DistributedVirtualPortgroup, DistributedVirtualSwitch, HostNetwork,
    HostPortgroup, HostSystem, HostVswitch, Id, Ip, Lacking, Link, Network, PhysicalNic, PortSetting,
    PortgroupConfig, Prop, ProxySwitch, SecurityPolicy, Unreadable, VirtualNic,
};
use crate::terms::Unanswered;

/// The networks.
pub struct Networks<'s> {
    /// Standard networks: one for each label and datacenter.
    pub standard: Vec<Network>,
    /// Distributed port groups.
    pub portgroups: Vec<DistributedVirtualPortgroup>,
    /// Distributed switches.
    pub switches: Vec<DistributedVirtualSwitch>,
    /// Labels of standard port groups with their switches, by the name of the host.
    labels: HashMap<CompactString, Vec<(CompactString, CompactString)>>,
    /// All labels of standard port groups.
    all: HashSet<CompactString>,
    /// Distributed port groups by their names: name and id of the switch, id of the port group.
    distributed: HashMap<CompactString, Vec<(CompactString, Id, Id)>>,
    /// Whether every network of either kind is known.
    whole: bool,
    ground: &'s Ground<'s>,
}

/// Rows of one sheet by the name of their host.
type ByHost<'t, C> = HashMap<CompactString, Vec<Row<'t, C>>>;

impl<'s> Networks<'s> {
    /// The networks of the sheets; `hosts` learn theirs.
    pub fn new(ground: &'s Ground<'s>, hosts: &mut [HostSystem]) -> Self {
        let mut networks = Self {
            standard: Vec::new(),
            portgroups: Vec::new(),
            switches: Vec::new(),
            labels: HashMap::new(),
            all: HashSet::new(),
            distributed: HashMap::new(),
            whole: false,
            ground,
        };
        networks.distribute();
        networks.label();
        networks.connect(hosts);
        networks
    }

    /// Distributed switches and their port groups.
    fn distribute(&mut self) {
        let sheets = self.ground.sheets;
        let mut ids: HashMap<CompactString, Option<Id>> = HashMap::new();
        for row in sheets.dv_switch.rows() {
            let name = row.name(DvSwitch::Switch);
            let own = id(&row, DvSwitch::Id, "dvs", &name);
            if name.is_empty() || self.switches.iter().any(|other| other.id == own) {
                continue;
            }
            let mut switch: DistributedVirtualSwitch = self.ground.object(own.clone());
            switch.name = Prop::Known(name.clone());
            // The UUID is told by no column; within one export the id does as well.
            switch.uuid = Prop::Known(own.clone());
            switch.parent = in_datacenter(&row, DvSwitch::Datacenter);
            self.switches.push(switch);
            ids.entry(name).and_modify(|id| *id = None).or_insert(Some(own));
        }
        for row in sheets.dv_port.rows() {
            let (name, switch) = (row.name(DvPort::Port), row.name(DvPort::Switch));
            let own = id(&row, DvPort::Id, "dvportgroup", &format_compact!("{switch}/{name}"));
            if name.is_empty() || self.portgroups.iter().any(|other| other.id == own) {
                continue;
            }
            let mut portgroup: DistributedVirtualPortgroup = self.ground.object(own.clone());
            let switch_id = ids.get(&switch).cloned().flatten();
            portgroup.name = Prop::Known(name.clone());
            portgroup.key = Prop::Known(own.clone());
            portgroup.config = Prop::Known(PortgroupConfig {
                switch: switch_id.clone(),
                port: PortSetting { vlan: vlan(&row), ..PortSetting::default() },
                ..PortgroupConfig::default()
            });
            self.portgroups.push(portgroup);
            let switch_id = switch_id.unwrap_or_else(|| format_compact!("dvs:{switch}"));
            self.distributed.entry(name).or_default().push((switch, switch_id, own));
        }
    }

    /// Labels of standard port groups.
    fn label(&mut self) {
        let sheets = self.ground.sheets;
        for row in sheets.port.rows() {
            let (host, label) = (row.name(VPort::Host), row.text(VPort::Label));
            if !host.is_empty() && !label.is_empty() {
                self.all.insert(label.clone());
                self.labels.entry(host).or_default().push((label, row.text(VPort::Switch)));
            }
        }
        self.whole = sheets.port.whole(&[VPort::Host, VPort::Label, VPort::Switch]).is_ok()
            && sheets.dv_port.whole(&[DvPort::Port, DvPort::Switch]).is_ok();
    }

    /// What is behind an adapter of a VM on a host, by the label and the switch that it names; none where that could be
    /// networks of either kind, or one of neither.
    pub fn behind(&self, host: &str, label: &str, switch: &str) -> Option<Backing> {
        let fits = |other: &str| switch.is_empty() || switch == other;
        let own =
            self.labels.get(host).is_some_and(|own| own.iter().any(|(name, on)| name == label && fits(on)));
        let distributed: Vec<_> =
            self.distributed.get(label).into_iter().flatten().filter(|(on, ..)| fits(on)).collect();
        let standard = || Backing {
            kind: "VirtualEthernetCardNetworkBackingInfo".into(),
            device_name: Some(label.into()),
            ..Backing::default()
        };
        match (own, distributed.as_slice()) {
            // Where a sheet is missing, only a switch that is told makes sure.
            (true, []) if self.whole || !switch.is_empty() => Some(standard()),
            (false, [(_, switch, portgroup)]) if self.whole => Some(Backing {
                kind: "VirtualEthernetCardDistributedVirtualPortBackingInfo".into(),
                port: Some(Box::new(DistributedPort {
                    switch_uuid: switch.clone(),
                    portgroup_key: Some(portgroup.clone()),
                    port_key: None,
                })),
                ..Backing::default()
            }),
            // Its own host has it no more, and others have.
            (false, []) if self.whole && self.all.contains(label) => Some(standard()),
            _ => None,
        }
    }

    /// What each host has.
    fn connect(&mut self, hosts: &mut [HostSystem]) {
        let sheets = self.ground.sheets;
        let told = sheets
            .nic
            .whole(&[VNic::Host, VNic::Device, VNic::Speed, VNic::Duplex, VNic::Switch])
            .and_then(|()| sheets.switch.whole(&[VSwitch::Host, VSwitch::Switch]))
            .and_then(|()| sheets.port.whole(&[VPort::Host, VPort::Label, VPort::Switch, VPort::Vlan]))
            .and_then(|()| {
                let needed = [VScVmk::Host, VScVmk::Label, VScVmk::Device, VScVmk::Address, VScVmk::Mask];
                sheets.adapter.whole(&needed)
            });
        let nameless = [
            sheets.nic.nameless(VNic::Host),
            sheets.switch.nameless(VSwitch::Host),
            sheets.switch.nameless(VSwitch::Switch),
            sheets.port.nameless(VPort::Host),
            sheets.port.nameless(VPort::Label),
            sheets.port.nameless(VPort::Switch),
            sheets.adapter.nameless(VScVmk::Host),
            sheets.adapter.nameless(VScVmk::Device),
        ];
        if let Some(why) = told.err().cloned().or_else(|| nameless.into_iter().flatten().next()) {
            for host in hosts {
                host.network = Prop::Unreadable(Arc::clone(&why));
            }
            return;
        }
        let nics = by_host(sheets.nic.rows(), VNic::Host);
        let switches = by_host(sheets.switch.rows(), VSwitch::Host);
        let ports = by_host(sheets.port.rows(), VPort::Host);
        let adapters = by_host(sheets.adapter.rows(), VScVmk::Host);
        let security = self.security();
        let mut listed: BTreeMap<Id, (CompactString, CompactString, Vec<Id>)> = BTreeMap::new();
        for host in hosts {
            let Some(name) = host.name.known().cloned() else { continue };
            let wired = (of(&nics, &name), of(&switches, &name));
            host.network = match self.network(wired, (of(&ports, &name), of(&adapters, &name))) {
                Ok(mut network) => {
                    if let Some(why) = &security {
                        network.lacking.note(Lacking::SECURITY, why);
                    }
                    Prop::Known(network)
                }
                Err(why) => Prop::Unreadable(why),
            };
            let place = sheets.host.rows().find(|row| row.text(VHost::Host) == name);
            let place = place.map(|row| row.name(VHost::Datacenter)).unwrap_or_default();
            let own = host.network.known();
            let mut refs = Vec::new();
            for portgroup in own.into_iter().flat_map(|network| &network.portgroup) {
                // vCenter lists no network for a port group that only the host itself uses.
                let used = own.is_some_and(|network| {
                    let all = network.vnic.iter().chain(&network.console_vnic);
                    all.into_iter().any(|nic| nic.portgroup == portgroup.name)
                });
                if !used {
                    let id = format_compact!("network:{place}/{}", portgroup.name);
                    let entry = listed
                        .entry(id.clone())
                        .or_insert_with(|| (portgroup.name.clone(), place.clone(), Vec::new()));
                    entry.2.push(host.id.clone());
                    refs.push(id);
                }
            }
            if host.network.known().is_some() {
                host.network_refs = Prop::Known(refs);
            }
        }
        for (id, (label, place, hosts)) in listed {
            let mut network: Network = self.ground.object(id);
            network.name = Prop::Known(label);
            network.host = Prop::Known(hosts);
            if !place.is_empty() {
                network.parent = Prop::Known(datacenter(&place));
            }
            self.standard.push(network);
        }
    }

    /// Why the security policies of port groups are not told, if that is so.
    fn security(&self) -> Option<Arc<Unreadable>> {
        let port = &self.ground.sheets.port;
        let columns = [VPort::Promiscuous, VPort::MacChanges, VPort::Forged];
        columns.into_iter().find(|column| !port.says(*column)).map(|column| port.unsaid(column))
    }

    /// What one host has.
    fn network(
        &self,
        (nics, switches): (&[Row<'_, VNic>], &[Row<'_, VSwitch>]),
        (ports, adapters): (&[Row<'_, VPort>], &[Row<'_, VScVmk>]),
    ) -> Result<HostNetwork, Arc<Unreadable>> {
        let mut network = HostNetwork::default();
        let mut wires: BTreeMap<CompactString, Vec<CompactString>> = BTreeMap::new();
        for row in nics {
            let device = row.text(VNic::Device);
            if device.is_empty() {
                return Err(row.odd(VNic::Device));
            }
            wires.entry(row.text(VNic::Switch)).or_default().push(device.clone());
            network.pnic.push(PhysicalNic {
                key: device.clone(),
                device,
                link: link(row)?,
                valid_mbps: Vec::new(),
            });
        }
        for row in switches {
            let name = row.text(VSwitch::Switch);
            network.vswitch.push(HostVswitch {
                key: name.clone(),
                pnic: wires.remove(&name).unwrap_or_default(),
                mtu: row.cell(VSwitch::Mtu).whole(),
                name,
            });
        }
        for row in ports {
            let switch = row.text(VPort::Switch);
            network.portgroup.push(HostPortgroup {
                key: row.text(VPort::Label),
                name: row.text(VPort::Label),
                vlan_id: row.cell(VPort::Vlan).whole(),
                vswitch: Some(switch.clone()),
                vswitch_name: switch,
                nic_order: None,
                security: security(row),
            });
        }
        for row in adapters {
            let nic = adapter(row);
            let home =
                if nic.device.starts_with("vswif") { &mut network.console_vnic } else { &mut network.vnic };
            home.push(nic);
        }
        for (name, pnic) in wires {
            let own = self.switches.iter().find(|switch| switch.name.known() == Some(&name));
            if let Some(switch) = own {
                network.proxy_switch.push(ProxySwitch {
                    dvs_uuid: switch.id.clone(),
                    dvs_name: name,
                    pnic,
                    ..ProxySwitch::default()
                });
            }
        }
        Ok(network)
    }
}

fn by_host<'t, C: super::columns::Columns + 't>(
    rows: impl Iterator<Item = Row<'t, C>>,
    column: C,
) -> ByHost<'t, C> {
    let mut by_host: ByHost<'t, C> = HashMap::new();
    rows.for_each(|row| by_host.entry(row.text(column)).or_default().push(row));
    by_host
}

fn of<'m, 't, C>(rows: &'m ByHost<'t, C>, host: &str) -> &'m [Row<'t, C>] {
    rows.get(host).map_or(&[], Vec::as_slice)
}

/// The link of an adapter: none has no speed.
fn link(row: &Row<'_, VNic>) -> Result<Option<Link>, Arc<Unreadable>> {
    let speed = row.cell(VNic::Speed).whole().unwrap_or_default();
    if speed == 0 {
        // A word that is no number is not told as none.
        let odd = !row.text(VNic::Speed).is_empty() && row.cell(VNic::Speed).whole().is_none();
        return if odd { Err(row.odd(VNic::Speed)) } else { Ok(None) };
    }
    match row.truth(VNic::Duplex) {
        Prop::Known(duplex) => Ok(Some(Link { speed_mb: speed, duplex })),
        Prop::Unreadable(why) => Err(why),
        Prop::Unset => Err(row.odd(VNic::Duplex)),
    }
}

/// The VLAN of a distributed port group: a number, or ranges that are passed to the guests.
fn vlan(row: &Row<'_, DvPort>) -> Option<CompactString> {
    if let Some(number) = row.cell(DvPort::Vlan).whole() {
        return Some(format_compact!("{number}"));
    }
    let text = row.text(DvPort::Vlan);
    let ranges =
        !text.is_empty() && text.chars().all(|char| char.is_ascii_digit() || matches!(char, '-' | ',' | ' '));
    ranges.then(|| format_compact!("trunk {text}"))
}

fn security(row: &Row<'_, VPort>) -> Option<SecurityPolicy> {
    let flag = |column| row.truth(column).known().copied();
    Some(SecurityPolicy {
        allow_promiscuous: Some(flag(VPort::Promiscuous)?),
        mac_changes: Some(flag(VPort::MacChanges)?),
        forged_transmits: Some(flag(VPort::Forged)?),
    })
}

fn adapter(row: &Row<'_, VScVmk>) -> VirtualNic {
    let portgroup = row.text(VScVmk::Label);
    // On a distributed switch the sheet names no port group, and nothing tells which it is.
    let distributed_port = portgroup.is_empty().then(DistributedPort::default);
    VirtualNic {
        key: row.text(VScVmk::Device),
        device: row.text(VScVmk::Device),
        portgroup,
        ip: Ip {
            dhcp: row.truth(VScVmk::Dhcp).known().copied().unwrap_or_default(),
            address: row.text(VScVmk::Address),
            mask: row.text(VScVmk::Mask),
            v6: Vec::new(),
        },
        distributed_port,
        mtu: row.cell(VScVmk::Mtu).whole(),
        gateway: Some(row.text(VScVmk::Gateway)).filter(|gateway| !gateway.is_empty()),
        ..VirtualNic::default()
    }
}

/// Why nothing is told of networks of one kind, if that is so.
pub fn unlisted(ground: &Ground<'_>) -> Vec<(&'static str, Arc<Unreadable>)> {
    use crate::inventory::{Object as _, OpaqueNetwork};
    let sheets = ground.sheets;
    let mut unlisted = vec![(OpaqueNetwork::TYPE, uncollected(Unanswered::RvtoolsNever))];
    let mut note = |ty, told: Result<(), &Arc<Unreadable>>| {
        unlisted.extend(told.err().map(|why| (ty, Arc::clone(why))));
    };
    note(Network::TYPE, sheets.port.whole(&[VPort::Host, VPort::Label]));
    note(DistributedVirtualPortgroup::TYPE, sheets.dv_port.whole(&[DvPort::Port]));
    note(DistributedVirtualSwitch::TYPE, sheets.dv_switch.whole(&[DvSwitch::Switch]));
    unlisted
}
