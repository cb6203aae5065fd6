//! Networks and distributed switches.

use std::fmt::Write as _;

use compact_str::{CompactString, format_compact};

use super::values::values;
use crate::inventory::{
    MemberRuntime, NicOrder, OpaqueSummary, PortSetting, PortgroupConfig, SecurityPolicy, SwitchConfig,
    SwitchMember, SwitchRuntime,
};

/// Uplinks of a port; the order, or the whole, may be inherited.
#[derive(Default)]
struct Teaming {
    inherited: bool,
    order: Option<UplinkOrder>,
}

#[derive(Default)]
struct UplinkOrder {
    inherited: bool,
    active: Vec<CompactString>,
    standby: Vec<CompactString>,
}

impl Teaming {
    /// What is said here and not inherited.
    fn own(self) -> Option<NicOrder> {
        let UplinkOrder { active, standby, .. } =
            self.order.filter(|order| !self.inherited && !order.inherited)?;
        Some(NicOrder { active, standby })
    }
}

/// The VLAN of a port, by the kind of its setting: one number, ranges of a trunk, a private VLAN.
#[derive(Default)]
struct Vlan {
    kind: CompactString,
    inherited: bool,
    private: Option<i64>,
    number: Option<i64>,
    ranges: Vec<Range>,
}

#[derive(Default)]
struct Range {
    start: i64,
    end: i64,
}

/// One kind of health check and whether it is on.
#[derive(Default)]
struct HealthCheck {
    kind: CompactString,
    enable: Option<bool>,
}

impl Vlan {
    /// It as text; `None` when it is inherited or not given.
    fn told(self) -> Option<CompactString> {
        match (self.inherited, self.private, self.number) {
            (true, ..) => None,
            (_, Some(private), _) => Some(format_compact!("private {private}")),
            (_, _, Some(number)) => Some(format_compact!("{number}")),
            _ if self.kind.contains("Trunk") => Some(format_compact!("trunk {}", ranges(&self.ranges))),
            _ => None,
        }
    }
}

fn ranges(ranges: &[Range]) -> String {
    let mut text = String::new();
    for Range { start, end } in ranges {
        let comma = if text.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        let _ =
            if start == end { write!(text, "{comma}{start}") } else { write!(text, "{comma}{start}-{end}") };
    }
    text
}

/// A security policy; each part of it, or the whole, may be inherited.
#[derive(Default)]
struct Security {
    inherited: bool,
    allow_promiscuous: BoolPolicy,
    mac_changes: BoolPolicy,
    forged_transmits: BoolPolicy,
}

#[derive(Default)]
struct BoolPolicy {
    inherited: bool,
    value: Option<bool>,
}

impl Security {
    fn own(self) -> Option<SecurityPolicy> {
        let part = |part: BoolPolicy| part.value.filter(|_| !part.inherited);
        let plain = MacManagement {
            inherited: self.inherited,
            allow_promiscuous: part(self.allow_promiscuous),
            mac_changes: part(self.mac_changes),
            forged_transmits: part(self.forged_transmits),
        };
        plain.own()
    }
}

/// The same with plain truth values; only the whole may be inherited.
#[derive(Default)]
struct MacManagement {
    inherited: bool,
    allow_promiscuous: Option<bool>,
    mac_changes: Option<bool>,
    forged_transmits: Option<bool>,
}

impl MacManagement {
    /// What is said here and not inherited.
    fn own(self) -> Option<SecurityPolicy> {
        let Self { inherited, allow_promiscuous, mac_changes, forged_transmits } = self;
        let said = [allow_promiscuous, mac_changes, forged_transmits];
        (!inherited && said.iter().any(Option::is_some)).then_some(SecurityPolicy {
            allow_promiscuous,
            mac_changes,
            forged_transmits,
        })
    }
}

values! {
    PortgroupConfig = "DVPortgroupConfigInfo" {
        "distributedVirtualSwitch" => switch,
        "defaultPortConfig" => port,
        "policy" => { "uplinkTeamingOverrideAllowed" => uplink_teaming_override_allowed },
        "uplink" => uplink,
        "backingType" => backing_type,
        "segmentId" => segment_id,
        "logicalSwitchUuid" => logical_switch_uuid,
    }

    OpaqueSummary = "OpaqueNetworkSummary" {
        "opaqueNetworkId" => id,
        "opaqueNetworkType" => kind,
    }

    SwitchConfig = "DVSConfigInfo" {
        "host" => [host],
        "uplinkPortgroup" => [uplink_portgroup],
        "defaultPortConfig" => port,
        "networkResourceManagementEnabled" => network_resource_management_enabled,
        "maxMtu" => max_mtu,
        "lacpGroupConfig" => [lag] { "name", "uplinkNum" },
        "healthCheckConfig" => with { HealthCheck, |cursor, out| {
            let check = HealthCheck::value(cursor)?;
            out.health_check.push((check.kind, check.enable.unwrap_or_default()));
        } },
    }

    SwitchRuntime = "DVSRuntimeInfo" {
        "hostMemberRuntime" => [member],
    }

    MemberRuntime = "HostMemberRuntimeInfo" {
        "host" => host,
        "healthCheckResult" => {
            "untrunkedVlan" => [untrunked_vlan] { "start", "end" },
            "vlanNotSupportSwitchMtu" => [small_mtu_vlan] { "start", "end" },
        },
    }

    HealthCheck, kind = "DVSHealthCheckConfig" {
        "enable" => enable,
    }

    SwitchMember = "DistributedVirtualSwitchHostMember" {
        "status" => status,
        "config" => { "host" => host },
    }

    PortSetting = "DVPortSetting" {
        "uplinkTeamingPolicy" => with { Teaming, |cursor, out| out.uplink_order = Teaming::value(cursor)?.own() },
        "vlan" => with { Vlan, |cursor, out| out.vlan = Vlan::value(cursor)?.told() },
        "securityPolicy" => with { Security, |cursor, out| out.security = Security::value(cursor)?.own() },
        // The newer form of the same (6.7) stands for both where it says something.
        "macManagementPolicy" => with { MacManagement, |cursor, out| {
            if let Some(policy) = MacManagement::value(cursor)?.own() {
                out.security = Some(policy);
            }
        } },
    }

    Teaming = "VmwareUplinkPortTeamingPolicy" {
        "inherited" => inherited,
        "uplinkPortOrder" => order,
    }

    UplinkOrder = "VMwareUplinkPortOrderPolicy" {
        "inherited" => inherited,
        "activeUplinkPort" => [active],
        "standbyUplinkPort" => [standby],
    }

    Vlan, kind = "VmwareDistributedVirtualSwitchVlanSpec" {
        "inherited" => inherited,
        "pvlanId" => private,
        // A number in the plain setting, one range each in a trunk.
        "vlanId" => with { Range, |cursor, out| {
            if out.kind.contains("Trunk") {
                out.ranges.push(Range::value(cursor)?);
            } else {
                out.number = Some(i64::value(cursor)?);
            }
        } },
    }

    Range = "NumericRange" {
        "start" => start,
        "end" => end,
    }

    Security = "DVSSecurityPolicy" {
        "inherited" => inherited,
        "allowPromiscuous" => allow_promiscuous,
        "macChanges" => mac_changes,
        "forgedTransmits" => forged_transmits,
    }

    BoolPolicy = "BoolPolicy" {
        "inherited" => inherited,
        "value" => value,
    }

    MacManagement = "DVSMacManagementPolicy" {
        "inherited" => inherited,
        "allowPromiscuous" => allow_promiscuous,
        "macChanges" => mac_changes,
        "forgedTransmits" => forged_transmits,
    }
}
