//! What adapters hear.

use compact_str::CompactString;

use super::values::values;
use crate::inventory::{Neighbour, NicHint, SeenSubnet};

/// A parameter of LLDP; only the name of the switch is kept.
#[derive(Default)]
struct Parameter {
    key: CompactString,
    value: CompactString,
}

values! {
    NicHint = "PhysicalNicHintInfo" {
        "device" => device,
        "subnet" => [subnet],
        "connectedSwitchPort" => cdp,
        "lldpInfo" => lldp,
    }

    SeenSubnet = "PhysicalNicIpHint" {
        "vlanId" => vlan,
        "ipSubnet" => range,
    }

    Neighbour = "PhysicalNicCdpInfo" | "LinkLayerDiscoveryProtocolInfo" {
        "devId" => switch,
        "chassisId" => switch,
        "portId" => port,
        "systemName" => name,
        "parameter" => with { Parameter, |cursor, out| {
            let Parameter { key, value } = Parameter::value(cursor)?;
            if key.eq_ignore_ascii_case("system name") {
                out.name = value;
            }
        } },
    }

    Parameter = "KeyAnyValue" {
        "key" => key,
        "value" => value,
    }
}
