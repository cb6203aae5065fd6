//! VLANs and segments: what keeps the traffic of one port group of a switch apart from another's.

use compact_str::format_compact;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::names::Name;
use crate::inventory::{DistributedVirtualPortgroup, DistributedVirtualSwitch, HostPortgroup};
use crate::schema::Fact;
use crate::terms::ReasonKind;

/// Port groups of standard switches with this number pass all VLANs to the guests.
const GUEST_TRUNK: i64 = 4095;

/// The network a port group puts its traffic in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lan {
    /// One VLAN; 0 = not tagged.
    Vlan(i64),
    /// Several, by ranges.
    Trunk(Vec<(i64, i64)>),
    /// A private VLAN or a segment, as text.
    Named(Name),
}

impl Lan {
    /// Of a port group on a standard switch.
    pub fn standard(portgroup: &HostPortgroup) -> Self {
        match portgroup.vlan_id {
            GUEST_TRUNK => Self::Trunk(vec![(0, 4094)]),
            id => Self::Vlan(id),
        }
    }

    /// Of a distributed port group.
    pub fn distributed(ix: &Index<'_>, portgroup: &DistributedVirtualPortgroup) -> Fact<Self> {
        let config = ix.need(portgroup, DistributedVirtualPortgroup::config)?;
        let segment = config.segment_id.as_deref().or(config.logical_switch_uuid.as_deref());
        if config.backing_type.as_deref() == Some("nsx")
            && let Some(segment) = segment.filter(|segment| !segment.is_empty())
        {
            return Ok(Self::Named(format_compact!("segment {segment}")));
        }
        if let Some(vlan) = &config.port.vlan {
            return Ok(Self::parse(vlan));
        }
        let switch = ix.switch("", config.switch.as_deref())?;
        let inherited = &ix.need(switch, DistributedVirtualSwitch::config)?.port.vlan;
        let told = inherited.as_ref().map(|vlan| Self::parse(vlan));
        told.ok_or_else(|| portgroup.unknown(ReasonKind::Untold, "config", "no VLAN is told"))
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

    /// Whether both carry traffic of one VLAN or segment.
    pub fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Named(a), Self::Named(b)) => a == b,
            (Self::Named(_), _) | (_, Self::Named(_)) => false,
            (a, b) => a.ranges().iter().any(|a| b.ranges().iter().any(|b| a.0 <= b.1 && b.0 <= a.1)),
        }
    }

    fn ranges(&self) -> Vec<(i64, i64)> {
        match self {
            Self::Vlan(id) => vec![(*id, *id)],
            Self::Trunk(ranges) => ranges.clone(),
            Self::Named(_) => Vec::new(),
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

    #[test]
    fn overlap_is_of_vlans_or_of_names() {
        assert!(Lan::Vlan(20).overlaps(&Lan::parse("trunk 10,20-30")));
        assert!(!Lan::Vlan(31).overlaps(&Lan::parse("trunk 10,20-30")));
        assert!(Lan::parse("private 100").overlaps(&Lan::parse("private 100")));
        assert!(!Lan::parse("private 100").overlaps(&Lan::Vlan(100)));
    }
}
