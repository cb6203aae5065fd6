package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// oldRelease turns the healthy cluster into one of vCenter 4.0: everything that came later is unset,
// hosts are ESX with a service console, processors of that time under an EVC mode of that time.
func oldRelease(w *world) {
	about := &w.content.About
	about.FullName, about.Version, about.Build = "VMware vCenter Server 4.0.0 build-258672", "4.0.0", "258672"
	about.ApiVersion, about.OsType, about.LicenseProductVersion = "4.0", "win32-x86", "4.0"
	w.capability.SupportedEVCMode = w.capability.SupportedEVCMode[:3]
	for i := range w.capability.SupportedEVCMode {
		w.capability.SupportedEVCMode[i].Track = nil
	}
	w.licenceProducts("4.0")
	w.clusterSummary().CurrentEVCModeKey = "intel-nehalem"
	config := w.clusterConfig()
	config.DasConfig.VmComponentProtecting, config.DasConfig.HBDatastoreCandidatePolicy = "", ""
	config.DasConfig.AdmissionControlPolicy.(*types.ClusterFailoverResourcesAdmissionControlPolicy).AutoComputePercentages = nil
	for _, host := range w.hosts {
		oldHost(w, host)
	}
	oldStorageAndNetworks(w)
	w.without(isRestart)
	w.events = append(w.events, w.restartBefore50(17))
	for _, vm := range w.vms {
		vm.Config.Version, vm.Config.GuestId, vm.Config.GuestFullName = "vmx-07", "winLonghorn64Guest", "Microsoft Windows Server 2008 (64-bit)"
		vm.Runtime.FeatureRequirement, vm.Runtime.MinRequiredEVCModeKey, vm.Runtime.DasVmProtection = nil, "", nil
		vm.Runtime.SnapshotInBackground, vm.Runtime.VmFailoverInProgress = nil, nil
		unsetSharing(vm)
	}
}

// nehalem is a processor of the time of 4.0.
var nehalem = cpu{"intel", "Intel(R) Xeon(R) CPU X5570 @ 2.93GHz", 0x000106a5, 0x009ce3bd, 0xbfebfbff, 0x00000001, 0x28100800, intelName}

// oldHost makes a host one of ESX 4.0 with a service console.
func oldHost(w *world, host *mo.HostSystem) {
	host.Runtime.StandbyMode, host.Runtime.DasHostState, host.Runtime.InQuarantineMode = "", nil, nil
	setCPU(host, nehalem, "intel-nehalem")
	host.Summary.CurrentEVCModeKey = "intel-nehalem"
	host.Capability.VmotionAcrossNetworkSupported, host.Capability.FeatureCapabilitiesSupported = nil, false
	config := host.Config
	config.FeatureCapability, config.MaskedFeatureCapability = nil, nil
	product := &config.Product
	product.Name, product.FullName = "VMware ESX", "VMware ESX 4.0.0 build-208167"
	product.Version, product.Build, product.ApiVersion = "4.0.0", "208167", "4.0"
	product.ProductLineId, product.LicenseProductVersion = "esx", "4.0"
	config.Capabilities.UsesServiceConsoleNic = true

	network := config.Network
	network.NetStackInstance = nil
	address := vnic(host, "vmk0").Spec.Ip.IpAddress
	dropLabel(host, labelManagement)
	addPortgroup(network, "vSwitch0", "Service Console", 100, order("vmnic0 vmnic1", ""))
	console := vmkernel("vswif0", "Service Console", address)
	console.Key = "key-vim.host.VirtualNic-vswif0"
	console.Spec.NetStackInstanceKey = ""
	network.ConsoleVnic = []types.HostVirtualNic{console}
	network.Vnic = without(network.Vnic, func(nic types.HostVirtualNic) bool { return nic.Device == "vmk0" })
	for i := range network.Vnic {
		network.Vnic[i].Spec.NetStackInstanceKey = ""
	}
	manageNics(host)
	info := config.VirtualNicManagerInfo
	info.NetConfig = without(info.NetConfig, func(kind types.VirtualNicManagerNetConfig) bool {
		return kind.NicType != "vmotion" && kind.NicType != "faultToleranceLogging"
	})
	for i := range info.NetConfig {
		info.NetConfig[i].MultiSelectAllowed = false
	}
}

// oldStorageAndNetworks unsets what datastores and distributed switches learnt to say later.
func oldStorageAndNetworks(w *world) {
	for _, ds := range w.datastores {
		ds.Summary.MaintenanceMode = ""
		if info, ok := ds.Info.(*types.VmfsDatastoreInfo); ok {
			info.Vmfs.Local, info.Vmfs.Ssd, info.Vmfs.MajorVersion, info.Vmfs.Version = nil, nil, 3, "3.33"
		}
		for i := range ds.Host {
			ds.Host[i].MountInfo.Mounted = nil
		}
	}
	for _, pg := range w.portgroups {
		pg.Config.Uplink, pg.Config.BackingType = nil, ""
	}
	w.switches[0].Config.(*types.VMwareDVSConfigInfo).NetworkResourceManagementEnabled = false
}
