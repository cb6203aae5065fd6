//! VLANs and segments: what keeps the traffic of port groups apart.

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::names::Name;
use crate::inventory::{DistributedVirtualPortgroup, DistributedVirtualSwitch, HostPortgroup, HostSystem};
use crate::schema::Fact;
use crate::terms::{Detail, ReasonKind};

/// Port groups of standard switches with this number pass all VLANs to the guests.
const GUEST_TRUNK: i64 = 4095;

/// The name of a segment, or its id where it has no name: the last part of a path of NSX's own.
pub fn segment_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The VLAN of a port group on a standard switch, as its host tells it.
pub fn vlan_of(host: &HostSystem, portgroup: &HostPortgroup) -> Fact<i64> {
    portgroup.vlan_id.ok_or_else(|| {
        let what = Detail::GroupVlan { label: unescape(&portgroup.name) };
        host.unknown(ReasonKind::Untold, HostSystem::network.path, what)
    })
}

/// The network a port group puts its traffic in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lan {
    /// One VLAN; 0 = not tagged.
    Vlan(i64),
    /// Several, by ranges.
    Trunk(Vec<(i64, i64)>),
    /// A private VLAN, as text.
    Named(Name),
    /// A segment of NSX, which keeps its VLAN to itself.
    Segment(Name),
}

impl Lan {
    /// Of a port group on a standard switch.
    pub fn standard(host: &HostSystem, portgroup: &HostPortgroup) -> Fact<Self> {
        Ok(match vlan_of(host, portgroup)? {
            GUEST_TRUNK => Self::Trunk(vec![(0, 4094)]),
            id => Self::Vlan(id),
        })
    }

    /// Of a distributed port group.
    pub fn distributed(ix: &Index<'_>, portgroup: &DistributedVirtualPortgroup) -> Fact<Self> {
        let config = ix.need(portgroup, DistributedVirtualPortgroup::config)?;
        let segment = config.segment_id.as_deref().or(config.logical_switch_uuid.as_deref());
        if config.backing_type.as_deref() == Some("nsx")
            && let Some(segment) = segment.filter(|segment| !segment.is_empty())
        {
            return Ok(Self::Segment(segment.into()));
        }
        if let Some(vlan) = &config.port.vlan {
            return Ok(Self::parse(vlan));
        }
        let switch = ix.switch("", config.switch.as_deref())?;
        let inherited = &ix.need(switch, DistributedVirtualSwitch::config)?.port.vlan;
        let told = inherited.as_ref().map(|vlan| Self::parse(vlan));
        told.ok_or_else(|| portgroup.unknown(ReasonKind::Untold, "config", Detail::NoVlan))
    }

    fn parse(text: &str) -> Self {
        let range = |part: &str| {
            let (start, end) = part.split_once('-').unwrap_or((part, part));
            Some((start.trim().parse().ok()?, end.trim().parse().ok()?))
        };
        if let Ok(id) = text.parse() {
            return Self::Vlan(id);
        }
        let ranges = text.strip_prefix("trunk ").map(|ranges| ranges.split(',').map(range).collect());
        match ranges {
            Some(Some(ranges)) => Self::Trunk(ranges),
            Some(None) | None => Self::Named(text.into()),
        }
    }
}

impl std::fmt::Display for Lan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Vlan(id) => write!(f, "VLAN {id}"),
            Self::Trunk(ranges) => {
                f.write_str("VLANs ")?;
                for (i, (start, end)) in ranges.iter().enumerate() {
                    let comma = if i == 0 { "" } else { "," };
                    if start == end {
                        write!(f, "{comma}{start}")?;
                    } else {
                        write!(f, "{comma}{start}-{end}")?;
                    }
                }
                Ok(())
            }
            Self::Named(text) => f.write_str(text),
            Self::Segment(path) => write!(f, "segment {}", segment_name(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lan;

    #[test]
    fn settings_are_read_as_the_inventory_keeps_them() {
        assert_eq!(Lan::parse("20"), Lan::Vlan(20));
        assert_eq!(Lan::parse("trunk 10,20-30"), Lan::Trunk(vec![(10, 10), (20, 30)]));
        assert_eq!(Lan::parse("trunk 10,20-30").to_string(), "VLANs 10,20-30");
        assert_eq!(Lan::parse("private 100"), Lan::Named("private 100".into()));
    }
}
