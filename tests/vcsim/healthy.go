package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// healthy is a small LMS cluster that meets every prerequisite the API can show: three equal hosts,
// two shared VMFS datastores and an NFS export with installation images, one local datastore per
// host with nothing on it, a standard and a distributed switch, five VMs.
func healthy() *world {
	w := emptyWorld()
	w.addDatacenter("Tokyo")
	w.addCluster("LMS-HA")
	for number := 1; number <= 3; number++ {
		w.hosts = append(w.hosts, newHost(number))
	}
	w.hosts[0].Runtime.DasHostState.State = "master"
	w.addStorage()
	w.addNetworks()
	w.addVMs()
	w.addHistory()
	for _, host := range w.hosts {
		w.licences = append(w.licences, licence(host.Self.Value, host.Name, "esx"))
	}
	return w
}

func (w *world) addCluster(name string) {
	cluster := &mo.ClusterComputeResource{}
	cluster.Self, cluster.Name, cluster.Parent = clusterRef, name, &hostFolder
	cluster.ResourcePool = &ref{Type: poolRef.Type, Value: poolRef.Value}
	policy := func() *types.ClusterFailoverResourcesAdmissionControlPolicy {
		return &types.ClusterFailoverResourcesAdmissionControlPolicy{
			CpuFailoverResourcesPercent: 33, MemoryFailoverResourcesPercent: 33, FailoverLevel: 1,
			AutoComputePercentages: types.NewBool(true),
		}
	}
	cluster.ConfigurationEx = &types.ClusterConfigInfoEx{
		ComputeResourceConfigInfo: types.ComputeResourceConfigInfo{VmSwapPlacement: "vmDirectory"},
		DasConfig: types.ClusterDasConfigInfo{
			Enabled: types.NewBool(true), AdmissionControlEnabled: types.NewBool(true),
			HostMonitoring: "enabled", VmMonitoring: "vmMonitoringOnly", VmComponentProtecting: "disabled",
			AdmissionControlPolicy: policy(), FailoverLevel: 1,
			DefaultVmSettings:          &types.ClusterDasVmSettings{RestartPriority: "medium", IsolationResponse: "none"},
			HBDatastoreCandidatePolicy: "allFeasibleDsWithUserPreference",
		},
		DrsConfig: types.ClusterDrsConfigInfo{
			Enabled: types.NewBool(true), DefaultVmBehavior: types.DrsBehaviorFullyAutomated, VmotionRate: 3,
		},
	}
	cluster.Configuration.DasConfig = types.ClusterDasConfigInfo{Enabled: types.NewBool(true)}
	cluster.Summary = &types.ClusterComputeResourceSummary{
		CurrentFailoverLevel: 1, CurrentEVCModeKey: evcInForce,
		AdmissionControlInfo: &types.ClusterFailoverResourcesAdmissionControlInfo{
			CurrentCpuFailoverResourcesPercent: 92, CurrentMemoryFailoverResourcesPercent: 88,
		},
	}
	w.clusters = append(w.clusters, cluster)

	pool := &mo.ResourcePool{Owner: clusterRef}
	pool.Self, pool.Name, pool.Parent = poolRef, "Resources", &cluster.Self
	pool.Runtime = types.ResourcePoolRuntimeInfo{
		Cpu:           types.ResourcePoolResourceUsage{UnreservedForVm: 180_000, MaxUsage: 190_000, UnreservedForPool: 180_000},
		Memory:        types.ResourcePoolResourceUsage{UnreservedForVm: 700 << 30, MaxUsage: 720 << 30, UnreservedForPool: 700 << 30},
		OverallStatus: types.ManagedEntityStatusGreen,
	}
	w.pools = append(w.pools, pool)
}

// licence is an assignment with the features that HA and vMotion need.
func licence(entity, name, kind string) types.LicenseAssignmentManagerLicenseAssignment {
	info := types.LicenseManagerLicenseInfo{CostUnit: "cpuPackage", Total: 16, Used: 6}
	property := func(key string, value types.AnyType) {
		info.Properties = append(info.Properties, types.KeyAnyValue{Key: key, Value: value})
	}
	feature := func(key, title string) { property("feature", types.KeyValue{Key: key, Value: title}) }
	if kind == "vc" {
		info.LicenseKey, info.EditionKey = "AAAAA-00000-00000-00000-VC001", "vc.standard.instance"
		info.Name, info.CostUnit, info.Total, info.Used = "vCenter Server 8 Standard", "server", 1, 1
		property("ProductName", "VMware VirtualCenter Server")
		property("ProductVersion", "8.0")
	} else {
		info.LicenseKey, info.EditionKey = "AAAAA-00000-00000-00000-ESX01", "esx.enterprisePlus.cpuPackage"
		info.Name = "vSphere 8 Enterprise Plus"
		property("ProductName", "VMware ESX Server")
		property("ProductVersion", "8.0")
		feature("vmotion", "vSphere vMotion")
		feature("das", "vSphere HA")
		feature("drs", "vSphere DRS")
		feature("dvs", "vSphere Distributed Switch")
		property("addon", types.KeyValue{Key: "vsan", Value: "vSAN"})
	}
	return types.LicenseAssignmentManagerLicenseAssignment{
		EntityId: entity, EntityDisplayName: name, Scope: instanceUUID, AssignedLicense: info,
	}
}
