//! Physical uplinks behind an interface or a network of a host, with their role by the failover
//! order in force.

use std::sync::LazyLock;

use compact_str::format_compact;

use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::ground::standing::networking;
use crate::facts::ground::words::UplinkRole;
use crate::facts::net::records::UplinkFacts;
use crate::inventory::{
    DistributedPort, DistributedVirtualPortgroup, DistributedVirtualSwitch, HostNetwork, HostOpaqueNetwork,
    HostPortgroup, HostSystem, HostVswitch, Link, NicOrder, PhysicalNic, ProxySwitch,
};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const PATH: &str = HostSystem::network.path;

/// Uplinks behind an interface or a network.
#[derive(Clone, Debug)]
pub struct Team {
    /// The uplinks with their roles.
    pub uplinks: List<UplinkFacts>,
    /// Whether the failover order in force is told.
    pub visible: Fact<bool>,
}

impl Team {
    /// No uplinks, and no doubt about it.
    pub fn none() -> Self {
        Self { uplinks: List::default(), visible: Ok(true) }
    }

    /// Whether some uplink has a link, in use or not.
    pub fn any_link(&self) -> Fact<bool> {
        linked(&self.uplinks)
    }

    /// Whether some uplink that is in use has a link. Where the order is hidden, traffic takes one
    /// of those with a link.
    pub fn any_up(&self) -> Fact<bool> {
        let linked = || self.uplinks.items.iter().filter(|uplink| uplink.link_up);
        if self.visible == Ok(false) && linked().next().is_some() {
            return Ok(true);
        }
        let each = linked().map(|uplink| uplink.role.clone().map(|role| role != UplinkRole::Unused));
        some(each.chain(self.uplinks.missing.iter().map(|why| Err(why.clone()))))
    }
}

impl Team {
    /// Whether traffic gets out of a host: by an uplink with a link, and while it sleeps by one that is there.
    pub fn gets_out(&self, awake: bool) -> Fact<bool> {
        let there = self.uplinks.items.iter().map(|_| Ok(true));
        if awake {
            self.any_up()
        } else {
            some(there.chain(self.uplinks.missing.iter().map(|why| Err(why.clone()))))
        }
    }
}

/// What stands where something is set later, once for all uplinks of all networks.
static NOT_LOOKED_UP: LazyLock<Unknown> =
    LazyLock::new(|| Unknown::defect("what an uplink carries, and for whom, was not looked up"));

/// The place of an uplink in a failover order: its role, and among the standby ones its rank.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place(UplinkRole, usize);

/// The failover order of a port group, as far as the API shows it.
enum Order<'a> {
    /// It is told.
    Told(&'a NicOrder),
    /// Single ports may have another, or it is left out.
    Hidden(Unknown),
    /// NSX decides it, and uses some uplink.
    Nsx(Unknown),
}

/// A host whose networking could be read.
#[derive(Clone, Copy)]
pub struct Wired<'i, 'a> {
    pub ix: &'i Index<'a>,
    pub host: &'a HostSystem,
    pub network: &'a HostNetwork,
}

/// A host's networking, unless the host is not connected or it cannot be read.
pub fn wired<'i, 'a>(ix: &'i Index<'a>, host: &'a HostSystem) -> Fact<Wired<'i, 'a>> {
    Ok(Wired { ix, host, network: networking(ix, host)? })
}

impl<'a> Wired<'_, 'a> {
    fn unknown(&self, what: Detail) -> Unknown {
        self.host.unknown(ReasonKind::Untold, PATH, what)
    }

    /// The standard port group of a label: equal letter by letter.
    pub fn portgroup(&self, label: &str) -> Option<&'a HostPortgroup> {
        self.network.portgroup.iter().find(|portgroup| portgroup.name == label)
    }

    /// The switch of a standard port group.
    pub fn vswitch(&self, portgroup: &HostPortgroup) -> Fact<&'a HostVswitch> {
        let by_key = |switch: &&HostVswitch| Some(&switch.key) == portgroup.vswitch.as_ref();
        let switches = &self.network.vswitch;
        switches
            .iter()
            .find(by_key)
            .or_else(|| switches.iter().find(|switch| switch.name == portgroup.vswitch_name))
            .ok_or_else(|| self.unknown(Detail::NoSwitch { label: portgroup.name.clone() }))
    }

    /// Uplinks behind a standard port group.
    pub fn standard(&self, portgroup: &HostPortgroup) -> Fact<Team> {
        let switch = self.vswitch(portgroup)?;
        let order = match &portgroup.nic_order {
            Some(order) => Order::Told(order),
            None => {
                let what = Detail::NoFailoverOrder { label: portgroup.name.clone() };
                Order::Hidden(self.unknown(what))
            }
        };
        let place = |order: &NicOrder, nic: &PhysicalNic| Ok(place_of(order, &[nic.device.as_str()]));
        Ok(self.team(switch.pnic.iter().map(|key| key.as_str()), Ok(order), place))
    }

    /// This host's end of a distributed switch.
    pub fn proxy(&self, uuid: &str) -> Fact<&'a ProxySwitch> {
        let proxies = &self.network.proxy_switch;
        proxies.iter().find(|proxy| proxy.dvs_uuid == uuid).ok_or_else(|| {
            let what = Detail::NotOnSwitch { switch: self.switch_name(uuid) };
            self.host.unknown(ReasonKind::Contradicts, PATH, what)
        })
    }

    /// The name of a distributed switch; its UUID where it is not to be seen.
    fn switch_name(&self, uuid: &str) -> Name {
        self.ix.switch(uuid, None).map_or_else(|_| uuid.into(), Named::display_name)
    }

    /// Whether the failover order of a distributed port names no uplink at all: an array that is absent looks the
    /// same, so that it is no proof that none is in use.
    pub fn names_no_uplink(&self, port: &DistributedPort) -> bool {
        let order = self.proxy(&port.switch_uuid).and_then(|proxy| {
            let portgroup = self.ix.portgroup(port.portgroup_key.as_deref().unwrap_or_default())?;
            self.order(proxy, portgroup)
        });
        matches!(order, Ok(Order::Told(order)) if order.active.is_empty() && order.standby.is_empty())
    }

    /// Uplinks behind a distributed port.
    pub fn distributed(&self, port: &DistributedPort) -> Fact<Team> {
        let proxy = self.proxy(&port.switch_uuid)?;
        let order = match &port.portgroup_key {
            Some(key) => self.ix.portgroup(key).and_then(|portgroup| self.order(proxy, portgroup)),
            None => {
                let what = Detail::PortOrder;
                Ok(Order::Hidden(self.host.unknown(ReasonKind::NotCollected, PATH, what)))
            }
        };
        let in_use = proxy.pnic.iter().map(|key| key.as_str());
        let planned = proxy.pnic_spec.iter().map(|spec| spec.pnic_device.as_str());
        let place = |order: &NicOrder, nic: &PhysicalNic| self.distributed_place(proxy, order, &nic.device);
        Ok(self.team(in_use.chain(planned), order, place))
    }

    /// For each uplink of a distributed switch: it carries a port group now. A switch can have hundreds
    /// of port groups, so that this looks at nothing else.
    pub fn carries(
        &self,
        proxy: &ProxySwitch,
        portgroup: &'a DistributedVirtualPortgroup,
        uplinks: &List<UplinkFacts>,
    ) -> Vec<Fact<bool>> {
        let order = self.order(proxy, portgroup);
        let only = uplinks.is_complete() && uplinks.items.len() == 1;
        let place = |uplink: &UplinkFacts| match &order {
            Ok(Order::Told(order)) => self.distributed_place(proxy, order, &uplink.device),
            Ok(Order::Nsx(_)) if only => Ok(Place(UplinkRole::Active, 0)),
            Ok(Order::Hidden(why) | Order::Nsx(why)) | Err(why) => Err(why.clone()),
        };
        let places: Vec<_> = uplinks.items.iter().map(|uplink| (uplink.link_up, place(uplink))).collect();
        carrying(&places, uplinks.missing.as_ref())
    }

    /// The failover order in force for a distributed port group, as names of uplinks.
    fn order(&self, proxy: &ProxySwitch, portgroup: &'a DistributedVirtualPortgroup) -> Fact<Order<'a>> {
        let config = self.ix.need(portgroup, DistributedVirtualPortgroup::config)?;
        let own = config.port.uplink_order.as_ref();
        let empty = |order: &&NicOrder| order.active.is_empty() && order.standby.is_empty();
        if config.backing_type.as_deref() == Some("nsx") && own.is_none_or(|order| empty(&order)) {
            // An empty order of any other port group means that no uplink is in use.
            let what = Detail::NsxOrder;
            return Ok(Order::Nsx(portgroup.unknown(ReasonKind::NotOffered, "config", what)));
        }
        if config.uplink_teaming_override_allowed == Some(true) {
            let what = Detail::PortsOverride;
            return Ok(Order::Hidden(portgroup.unknown(ReasonKind::NotCollected, "config", what)));
        }
        if let Some(order) = own {
            return Ok(Order::Told(order));
        }
        let switch = self.ix.switch(&proxy.dvs_uuid, config.switch.as_deref())?;
        let inherited = self.ix.need(switch, DistributedVirtualSwitch::config)?;
        Ok(inherited.port.uplink_order.as_ref().map_or_else(
            || {
                let what = Detail::SwitchOrder;
                Order::Hidden(switch.unknown(ReasonKind::Untold, "config", what))
            },
            Order::Told,
        ))
    }

    fn distributed_place(&self, proxy: &ProxySwitch, order: &NicOrder, device: &str) -> Fact<Place> {
        let port = proxy
            .pnic_spec
            .iter()
            .find(|spec| spec.pnic_device == device)
            .and_then(|spec| spec.uplink_port_key.as_ref());
        if let Some(names) = port.map(|port| names_of(proxy, port)).filter(|names| !names.is_empty()) {
            return Ok(place_of(order, &names));
        }
        // Which uplink it is plugged into is not told; that does not matter where all have one role.
        let mut places = proxy.uplink_port.iter().map(|(key, _)| place_of(order, &names_of(proxy, key)));
        match places.next() {
            Some(first) if places.all(|place| place.0 == first.0) => Ok(first),
            _ => Err(self.unknown(Detail::NoUplinkPort { device: device.into() })),
        }
    }

    /// Uplinks behind an opaque network; its failover order is NSX's own.
    pub fn opaque(&self, network: &HostOpaqueNetwork) -> Team {
        let what = Detail::OpaqueOrder;
        let order = Order::Nsx(because(self.host.subject(), ReasonKind::NotOffered, PATH, what));
        let serves =
            |zones: &[compact_str::CompactString]| zones.iter().any(|z| network.pnic_zone.contains(z));
        let switches = || self.network.opaque_switch.iter().filter(|switch| serves(&switch.zone));
        let keys = switches().flat_map(|switch| &switch.pnic).map(|key| key.as_str());
        let mut team = self.team(keys, Ok(order), |_, _| Err(Unknown::defect("an opaque order is told")));
        if switches().next().is_none() {
            let what = Detail::NoOpaqueSwitch { network: network.name.clone() };
            team.uplinks.lacks(&self.unknown(what));
        }
        team
    }

    /// Physical adapters with their places in a failover order.
    fn team<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        order: Fact<Order<'_>>,
        place: impl Fn(&NicOrder, &PhysicalNic) -> Fact<Place>,
    ) -> Team {
        let mut places = Vec::new();
        let mut uplinks = self.collect(keys, |nic| {
            let place = match &order {
                Ok(Order::Told(order)) => place(order, nic),
                Ok(Order::Hidden(why) | Order::Nsx(why)) | Err(why) => Err(why.clone()),
            };
            places.push((nic.link.is_some(), place.clone()));
            place.map(|place| place.0)
        });
        if let (Ok(Order::Nsx(_)), true, [only], [place]) =
            (&order, uplinks.is_complete(), uplinks.items.as_mut_slice(), places.as_mut_slice())
        {
            only.role = Ok(UplinkRole::Active);
            place.1 = Ok(Place(UplinkRole::Active, 0));
        }
        let carries = carrying(&places, uplinks.missing.as_ref());
        for (uplink, carries) in uplinks.items.iter_mut().zip(carries) {
            uplink.carries = carries;
        }
        Team { uplinks, visible: order.map(|order| matches!(order, Order::Told(_))) }
    }

    /// Whether some adapter behind an opaque network has a link.
    pub fn opaque_linked(&self, network: &HostOpaqueNetwork) -> Fact<bool> {
        linked(&self.opaque(network).uplinks)
    }

    /// Physical adapters by key or device, each once.
    fn collect<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        mut role: impl FnMut(&PhysicalNic) -> Fact<UplinkRole>,
    ) -> List<UplinkFacts> {
        let mut list: List<UplinkFacts> = List::default();
        for key in keys {
            let found = self.network.pnic.iter().find(|nic| nic.key == key || nic.device == key);
            match found {
                Some(nic) if list.items.iter().any(|uplink| uplink.device == nic.device) => {}
                Some(nic) => list.items.push(self.uplink(nic, role(nic))),
                None => list.lacks(&self.unknown(Detail::NoAdapter { key: key.into() })),
            }
        }
        list
    }

    fn uplink(&self, nic: &PhysicalNic, role: Fact<UplinkRole>) -> UplinkFacts {
        let device = &nic.device;
        // A link without speed is one whose speed is not told.
        let told = nic.link.is_none_or(|link| link.speed_mb > 0);
        let half = if nic.link.is_some_and(|link| !link.duplex) { " half-duplex" } else { "" };
        UplinkFacts {
            text: match nic.link {
                None => format_compact!("{device} down"),
                Some(_) if !told => device.clone(),
                Some(Link { speed_mb, .. }) => format_compact!("{device} {speed_mb} Mb/s{half}"),
            },
            device: nic.device.clone(),
            role,
            // Depends on the others of its team: set where those are known.
            carries: Err(NOT_LOOKED_UP.clone()),
            // Depends on who asks: set where the interface is known.
            sole_user: Err(NOT_LOOKED_UP.clone()),
            link_up: nic.link.is_some(),
            speed_mbps: match told {
                true => Ok(nic.link.map_or(0, |link| link.speed_mb)),
                false => Err(self.unknown(Detail::NoSpeed { device: device.clone() })),
            },
            full_duplex: nic.link.is_some_and(|link| link.duplex),
        }
    }
}

/// Names that a failover order may use for an uplink port: its own, and those of its LAGs.
fn names_of<'p>(proxy: &'p ProxySwitch, port: &str) -> Vec<&'p str> {
    let own = proxy.uplink_port.iter().filter(|(key, _)| key == port).map(|(_, name)| name.as_str());
    let lags = proxy
        .host_lag
        .iter()
        .filter(|lag| lag.uplink_port.iter().any(|(key, _)| key == port))
        .map(|lag| lag.lag_name.as_str());
    own.chain(lags).collect()
}

fn place_of(order: &NicOrder, names: &[&str]) -> Place {
    let rank =
        |list: &[compact_str::CompactString]| list.iter().position(|name| names.contains(&name.as_str()));
    match (rank(&order.active), rank(&order.standby)) {
        (Some(_), _) => Place(UplinkRole::Active, 0),
        (None, Some(rank)) => Place(UplinkRole::Standby, rank),
        (None, None) => Place(UplinkRole::Unused, 0),
    }
}

/// For each uplink of a team, given as link and place: traffic takes it. These are the active ones with a
/// link and, when no active one has any, the first standby with one; the members of a LAG have one rank.
fn carrying(team: &[(bool, Fact<Place>)], missing: Option<&Unknown>) -> Vec<Fact<bool>> {
    let linked = || team.iter().filter(|(link, _)| *link).map(|(_, place)| place);
    let active = linked().map(|place| place.clone().map(|place| place.0 == UplinkRole::Active));
    let active = some(active.chain(missing.map(|why| Err(why.clone()))));
    let standby = linked().filter_map(|place| match place {
        Ok(Place(UplinkRole::Standby, rank)) => Some(*rank),
        _ => None,
    });
    let first = standby.min();
    let carries = |(link, place): &(bool, Fact<Place>)| match place {
        _ if !link => Ok(false),
        Ok(Place(UplinkRole::Active, _)) => Ok(true),
        Ok(Place(UplinkRole::Unused, _)) => Ok(false),
        Ok(Place(UplinkRole::Standby, rank)) if Some(*rank) != first => Ok(false),
        Ok(Place(UplinkRole::Standby, _)) => active.clone().map(|active| !active),
        Err(why) => Err(why.clone()),
    };
    team.iter().map(carries).collect()
}

/// Whether some uplink has a link, whatever its role.
fn linked(uplinks: &List<UplinkFacts>) -> Fact<bool> {
    let each = uplinks.items.iter().map(|uplink| Ok(uplink.link_up));
    some(each.chain(uplinks.missing.iter().map(|why| Err(why.clone()))))
}
