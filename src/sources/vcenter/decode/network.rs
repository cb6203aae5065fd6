//! Networks and distributed switches.

use std::fmt::Write as _;

use compact_str::{CompactString, format_compact};

use super::{Value, child, pair, push, values};
use crate::inventory::{
    MemberRuntime, NicOrder, OpaqueSummary, PortSetting, PortgroupConfig, SecurityPolicy, SwitchConfig,
    SwitchMember, SwitchRuntime,
};
use crate::sources::vcenter::xml::{Cursor, XmlError};

values! {
    PortgroupConfig {
        "distributedVirtualSwitch" => switch,
        "defaultPortConfig" => port,
        "policy" => with |cursor, out| {
            out.uplink_teaming_override_allowed = child(cursor, "uplinkTeamingOverrideAllowed")?;
        },
        "uplink" => uplink,
        "backingType" => backing_type,
        "segmentId" => segment_id,
        "logicalSwitchUuid" => logical_switch_uuid,
    }

    OpaqueSummary {
        "opaqueNetworkId" => id,
        "opaqueNetworkType" => kind,
    }

    SwitchConfig {
        "host" => [host],
        "uplinkPortgroup" => [uplink_portgroup],
        "defaultPortConfig" => port,
        "networkResourceManagementEnabled" => network_resource_management_enabled,
        "maxMtu" => max_mtu,
        "lacpGroupConfig" => with |cursor, out| out.lag.push(pair(cursor, "name", "uplinkNum")?),
    }

    SwitchRuntime {
        "hostMemberRuntime" => [member],
    }

    MemberRuntime {
        "host" => host,
        "healthCheckResult" => with |cursor, out| cursor.each(|cursor, name| {
            if name == "untrunkedVlan" {
                out.untrunked_vlan.push(pair(cursor, "start", "end")?);
            }
            Ok::<_, XmlError>(())
        })?,
    }

    SwitchMember {
        "status" => status,
        "config" => with |cursor, out| out.host = child(cursor, "host")?,
    }

    PortSetting {
        "uplinkTeamingPolicy" => with |cursor, out| teaming(cursor, out)?,
        "vlan" => with |cursor, out| out.vlan = vlan(cursor)?,
        "securityPolicy" => with |cursor, out| out.security = security(cursor)?,
        // The newer form of the same (6.7) stands for both where it says something.
        "macManagementPolicy" => with |cursor, out| {
            if let Some(policy) = mac_management(cursor)? {
                out.security = Some(policy);
            }
        },
    }
}

/// A value that says of itself whether it is inherited.
struct Inheritable<T> {
    inherited: bool,
    value: T,
}

impl<T> Inheritable<T> {
    fn own(self) -> Option<T> {
        (!self.inherited).then_some(self.value)
    }
}

/// `uplinkTeamingPolicy.uplinkPortOrder`, unless it or the whole policy is inherited.
fn teaming(cursor: &mut Cursor<'_>, out: &mut PortSetting) -> Result<(), XmlError> {
    let mut inherited = false;
    cursor.each(|cursor, name| {
        match name {
            "inherited" => inherited = cursor.bool()?,
            "uplinkPortOrder" => out.uplink_order = uplink_order(cursor)?.own(),
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    if inherited {
        out.uplink_order = None;
    }
    Ok(())
}

fn uplink_order(cursor: &mut Cursor<'_>) -> Result<Inheritable<NicOrder>, XmlError> {
    let mut order = Inheritable { inherited: false, value: NicOrder::default() };
    cursor.each(|cursor, name| {
        match name {
            "inherited" => order.inherited = cursor.bool()?,
            "activeUplinkPort" => push(&mut order.value.active, cursor)?,
            "standbyUplinkPort" => push(&mut order.value.standby, cursor)?,
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(order)
}

/// The VLAN as text, by the kind of its setting: one number, ranges of a trunk, a private VLAN.
fn vlan(cursor: &mut Cursor<'_>) -> Result<Option<CompactString>, XmlError> {
    let kind = cursor.type_name();
    let mut inherited = false;
    let mut ranges = String::new();
    let mut number: Option<i64> = None;
    let mut private: Option<i64> = None;
    cursor.each(|cursor, name| {
        match name {
            "inherited" => inherited = cursor.bool()?,
            "pvlanId" => private = Value::value(cursor)?,
            // A number in the plain setting, one range each in a trunk.
            "vlanId" if kind.contains("Trunk") => {
                let (start, end): (i64, i64) = pair(cursor, "start", "end")?;
                let comma = if ranges.is_empty() { "" } else { "," };
                // Writing to a string cannot fail.
                let _ = if start == end {
                    write!(ranges, "{comma}{start}")
                } else {
                    write!(ranges, "{comma}{start}-{end}")
                };
            }
            "vlanId" => number = Value::value(cursor)?,
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(match (inherited, private, number) {
        (true, ..) => None,
        (_, Some(private), _) => Some(format_compact!("private {private}")),
        (_, _, Some(number)) => Some(format_compact!("{number}")),
        _ if kind.contains("Trunk") => Some(format_compact!("trunk {}", ranges)),
        _ => None,
    })
}

/// A security policy; each part of it, or the whole, may be inherited.
fn security(cursor: &mut Cursor<'_>) -> Result<Option<SecurityPolicy>, XmlError> {
    security_with(cursor, |cursor| {
        let (inherited, value): (bool, Option<bool>) = pair(cursor, "inherited", "value")?;
        Ok(if inherited { None } else { value })
    })
}

/// The same with plain truth values; only the whole may be inherited.
fn mac_management(cursor: &mut Cursor<'_>) -> Result<Option<SecurityPolicy>, XmlError> {
    security_with(cursor, Value::value)
}

fn security_with(
    cursor: &mut Cursor<'_>,
    part: impl Fn(&mut Cursor<'_>) -> Result<Option<bool>, XmlError>,
) -> Result<Option<SecurityPolicy>, XmlError> {
    let mut inherited = false;
    let mut policy = SecurityPolicy::default();
    cursor.each(|cursor, name| {
        match name {
            "inherited" => inherited = cursor.bool()?,
            "allowPromiscuous" => policy.allow_promiscuous = part(cursor)?,
            "macChanges" => policy.mac_changes = part(cursor)?,
            "forgedTransmits" => policy.forged_transmits = part(cursor)?,
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    let said = [policy.allow_promiscuous, policy.mac_changes, policy.forged_transmits];
    Ok((!inherited && said.iter().any(Option::is_some)).then_some(policy))
}
