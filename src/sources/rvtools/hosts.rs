//! Hosts: sheet vHost, and what vInfo says of their VMs.

use std::sync::Arc;

use compact_str::{CompactString, format_compact};

use super::columns::{VHost, VInfo};
use super::ground::{Ground, id, in_datacenter};
use super::table::{Row, uncollected};
use crate::inventory::{
    ComputeResource, CpuPackage, HostHardwareSummary, HostSystem, Id, MoRef, Object as _, Product, Prop,
};
use crate::terms::Unanswered;

/// Bytes of a megabyte.
const MIB: i64 = 1 << 20;
/// From here on a host's memory is told in bytes, as the internal columns do: no host has so many megabytes.
const IN_BYTES: i64 = 1 << 28;

/// The hosts, and what stands for a cluster where one is alone. `vms` are the ids of the rows of vInfo.
pub fn hosts(ground: &Ground<'_>, vms: &[Id]) -> (Vec<HostSystem>, Vec<ComputeResource>) {
    let (mut hosts, mut alone): (Vec<HostSystem>, Vec<ComputeResource>) = (Vec::new(), Vec::new());
    for row in ground.sheets.host.rows() {
        let name = row.name(VHost::Host);
        let shown = row.text(VHost::Host);
        let id = id(&row, VHost::Id, "host", &shown);
        if shown.is_empty() || hosts.iter().any(|other| other.id == id) {
            continue;
        }
        let mut host: HostSystem = ground.object(id);
        host.name = Prop::Known(shown);
        host.parent = parent(ground, &row, &host.id, &name, &mut alone);
        host.in_maintenance_mode = row.truth(VHost::Maintenance);
        host.in_quarantine_mode = row.truth(VHost::Quarantine);
        host.vmotion_supported = row.truth(VHost::Vmotion);
        host.max_evc_mode_key = row.optional(VHost::MaxEvc);
        host.current_evc_mode_key = row.optional(VHost::CurrentEvc);
        host.summary_product = row.prop(VHost::Version, |cell| product(&cell.shown()));
        host.product = host.summary_product.clone();
        host.summary_hardware = Prop::Known(hardware(&row));
        host.cpu_pkg =
            row.prop(VHost::CpuModel, |cell| packages(&cell.shown(), row.cell(VHost::Packages).whole()));
        stand(ground, &name, &mut host);
        host.vm = registered(ground, &row, &name, vms);
        hosts.push(host);
    }
    (hosts, alone)
}

/// The cluster of a host, or what stands for one.
fn parent(
    ground: &Ground<'_>,
    row: &Row<'_, VHost>,
    host: &Id,
    name: &str,
    alone: &mut Vec<ComputeResource>,
) -> Prop<MoRef> {
    if let Some(why) = ground.sheets.host.absent(VHost::Cluster) {
        return Prop::Unreadable(Arc::clone(why));
    }
    let cluster = row.name(VHost::Cluster);
    if !cluster.is_empty() {
        return match ground.clusters.find(&cluster) {
            Some(id) => Prop::Known(MoRef { kind: "ClusterComputeResource".into(), id: id.clone() }),
            None => Prop::Unreadable(uncollected(Unanswered::RvtoolsTwice {
                sheet: "vCluster".into(),
                name: cluster,
            })),
        };
    }
    if !row.text(VHost::Cluster).is_empty() {
        return Prop::Unreadable(row.odd(VHost::Cluster));
    }
    let mut resource: ComputeResource = ground.object(format_compact!("compute-resource:{name}"));
    resource.name = Prop::Known(name.into());
    resource.parent = in_datacenter(row, VHost::Datacenter);
    resource.host = Prop::Known(vec![host.clone()]);
    let own = MoRef { kind: ComputeResource::TYPE.into(), id: resource.id.clone() };
    alone.push(resource);
    Prop::Known(own)
}

/// RVTools tells nothing of a host's connection and power. A VM that vCenter has access to is on a host that it has
/// access to, and one that runs is on a host that does.
fn stand(ground: &Ground<'_>, name: &str, host: &mut HostSystem) {
    let untold = || Prop::Unreadable(uncollected(Unanswered::RvtoolsNoVm));
    let standing = ground.standing.get(name);
    let (connected, runs) = standing.map_or((false, false), |standing| (standing.connected, standing.runs));
    host.connection_state = if connected { Prop::Known("connected".into()) } else { untold() };
    if runs {
        host.power_state = Prop::Known("poweredOn".into());
        host.standby_mode = Prop::Known("none".into());
    } else {
        host.power_state = untold();
        host.standby_mode = untold();
    }
}

/// The VMs on a host: those of vInfo, where vHost does not count more.
fn registered(ground: &Ground<'_>, row: &Row<'_, VHost>, name: &str, vms: &[Id]) -> Prop<Vec<Id>> {
    let info = &ground.sheets.info;
    if let Err(why) = info.whole(&[VInfo::Vm, VInfo::Host]) {
        return Prop::Unreadable(Arc::clone(why));
    }
    let rows = ground.standing.get(name).map_or(&[][..], |standing| &standing.vms);
    let told = row.prop(VHost::VmsTotal, super::cell::Cell::whole);
    match told {
        Prop::Known(told) if usize::try_from(told).is_ok_and(|told| told <= rows.len()) => {
            Prop::Known(rows.iter().filter_map(|at| vms.get(*at).cloned()).collect())
        }
        Prop::Known(told) => Prop::Unreadable(uncollected(Unanswered::RvtoolsVms { told, rows: rows.len() })),
        Prop::Unreadable(why) => Prop::Unreadable(why),
        Prop::Unset => Prop::Unreadable(ground.sheets.host.unsaid(VHost::VmsTotal)),
    }
}

fn hardware(row: &Row<'_, VHost>) -> HostHardwareSummary {
    let figure = |column| row.cell(column).whole().unwrap_or_default();
    let memory = figure(VHost::Memory);
    let memory_size = if memory < IN_BYTES { memory.saturating_mul(MIB) } else { memory };
    HostHardwareSummary {
        vendor: row.text(VHost::Vendor),
        model: row.text(VHost::Model).to_string(),
        memory_size,
        cpu_model: row.text(VHost::CpuModel).to_string(),
        cpu_mhz: figure(VHost::Mhz),
        num_cpu_pkgs: figure(VHost::Packages),
        num_cpu_cores: figure(VHost::Cores),
        // No figure, which is not known.
        num_cpu_threads: 0,
        num_nics: 0,
    }
}

/// The packages of a host by what its CPU calls itself.
fn packages(model: &str, count: Option<i64>) -> Option<Vec<CpuPackage>> {
    let lower = model.to_ascii_lowercase();
    let vendor = match (lower.contains("intel"), lower.contains("amd")) {
        (true, false) => "intel",
        (false, true) => "amd",
        _ => return None,
    };
    let package =
        CpuPackage { vendor: vendor.into(), description: model.to_owned(), ..CpuPackage::default() };
    let count = usize::try_from(count.unwrap_or(1)).unwrap_or(1).clamp(1, 64);
    Some(vec![package; count])
}

/// `VMware ESXi 8.0.3 build-24859861`.
fn product(text: &str) -> Option<Product> {
    let line = match text.strip_prefix("VMware ESX") {
        Some(rest) if rest.starts_with('i') => "embeddedEsx",
        Some(_) => "esx",
        None => return None,
    };
    let version = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let build = text.split_whitespace().find_map(|word| word.strip_prefix("build-"));
    Some(Product {
        full_name: text.to_owned(),
        version: version.into(),
        build: CompactString::from(build.unwrap_or_default()),
        product_line_id: line.into(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn products_are_read_of_their_full_names() {
        let esxi = product("VMware ESXi 8.0.3 build-24859861").unwrap();
        assert_eq!(
            [esxi.version.as_str(), esxi.build.as_str(), esxi.product_line_id.as_str()],
            ["8.0.3", "24859861", "embeddedEsx"]
        );
        let esx = product("VMware ESX 4.0.0 build-164009").unwrap();
        assert_eq!([esx.version.as_str(), esx.product_line_id.as_str()], ["4.0.0", "esx"]);
        assert_eq!(product("VMware ESX Server 3.5.0 build-1").unwrap().version, "3.5.0");
        assert_eq!((product("8.0.3"), product("VMware ESXi")), (None, None));
    }

    #[test]
    fn vendors_are_read_of_cpus_that_name_one() {
        let vendor = |model: &str| packages(model, Some(2)).map(|all| (all.len(), all[0].vendor.clone()));
        assert_eq!(vendor("Intel(R) Xeon(R) Gold 6130"), Some((2, "intel".into())));
        assert_eq!(vendor("AMD EPYC 7543 32-Core Processor"), Some((2, "amd".into())));
        assert_eq!(vendor("Hygon C86 7185"), None);
    }
}
