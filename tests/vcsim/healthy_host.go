package main

import (
	"fmt"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// domain completes the short host names that scenarios use.
const domain = ".tokyo.example"

// evcInForce is the EVC mode of the healthy cluster, one below what its hosts could do.
const evcInForce = "intel-broadwell"

// newHost builds host esx0N with slices and structures of its own: nothing is shared between hosts.
func newHost(number int) *mo.HostSystem {
	host := &mo.HostSystem{}
	host.Self = ref{Type: "HostSystem", Value: fmt.Sprintf("host-%d", 10+number)}
	host.Name = fmt.Sprintf("esx%02d%s", number, domain)
	host.Parent = &ref{Type: clusterRef.Type, Value: clusterRef.Value}
	host.Runtime = types.HostRuntimeInfo{
		ConnectionState: types.HostSystemConnectionStateConnected,
		PowerState:      types.HostSystemPowerStatePoweredOn,
		StandbyMode:     "none", InQuarantineMode: types.NewBool(false), BootTime: types.NewTime(created),
		DasHostState: &types.ClusterDasFdmHostState{State: "connectedToMaster", StateReporter: &host.Self},
	}
	product := types.AboutInfo{
		Name: "VMware ESXi", FullName: "VMware ESXi 8.0.2 build-22380479", Vendor: "VMware, Inc.",
		Version: "8.0.2", Build: "22380479", LocaleVersion: "INTL", LocaleBuild: "000",
		OsType: "vmnix-x86", ProductLineId: "embeddedEsx", ApiType: "HostAgent", ApiVersion: "8.0.2.0",
		LicenseProductName: "VMware ESX Server", LicenseProductVersion: "8.0",
	}
	host.Summary = types.HostListSummary{
		Hardware: &types.HostHardwareSummary{
			Vendor: "Example Systems", Model: "R-6130", Uuid: fmt.Sprintf("4c4c4544-0000-1000-8000-0000000000%02d", number),
			MemorySize: 274_743_689_216, CpuModel: cpuTitle, CpuMhz: 2100, NumCpuPkgs: 2, NumCpuCores: 32, NumCpuThreads: 64,
			NumHBAs: 2,
		},
		Config: types.HostConfigSummary{Name: host.Name, Port: 443, Product: &product, VmotionEnabled: true},
		QuickStats: types.HostListSummaryQuickStats{
			OverallCpuUsage: 2400, OverallMemoryUsage: 24_000, Uptime: 400_000,
		},
		OverallStatus: types.ManagedEntityStatusGreen, ManagementServerIp: "192.0.2.5",
		MaxEVCModeKey: "intel-skylake", CurrentEVCModeKey: evcInForce,
	}
	host.Hardware = &types.HostHardwareInfo{
		SystemInfo: types.HostSystemInfo{Vendor: "Example Systems", Model: "R-6130", Uuid: host.Summary.Hardware.Uuid},
		CpuInfo:    types.HostCpuInfo{NumCpuPackages: 2, NumCpuCores: 32, NumCpuThreads: 64, Hz: 2_100_000_000},
		CpuPkg:     cpuPackages(skylake), CpuFeature: cpuRows(skylake, 0), MemorySize: host.Summary.Hardware.MemorySize,
	}
	host.Capability = &types.HostCapability{
		VmotionSupported: true, StorageVMotionSupported: true, VmotionWithStorageVMotionSupported: true,
		VmotionAcrossNetworkSupported: types.NewBool(true), UnsharedSwapVMotionSupported: true, PerVmSwapFiles: true,
		SanSupported: true, NfsSupported: true, IscsiSupported: true, VlanTaggingSupported: true,
		NicTeamingSupported: true, MaintenanceModeSupported: true, RebootSupported: true, ShutdownSupported: true,
		SupportedCpuFeature: cpuRows(skylake, 0), FeatureCapabilitiesSupported: true,
	}
	host.Config = &types.HostConfigInfo{
		Host: host.Self, Product: product,
		Network:                 hostNetwork(number),
		Capabilities:            &types.HostNetCapabilities{SupportsNicTeaming: true, SupportsVlan: true, SupportsNetworkHints: true},
		FeatureCapability:       features(skylakeFeatures),
		MaskedFeatureCapability: features(broadwellFeatures),
	}
	manageNics(host)
	return host
}

// manageNics rebuilds what the NIC manager says from the adapters: vmk0 for management, vmk1 for
// vMotion. The manager has keys of its own for the same adapters.
func manageNics(host *mo.HostSystem) {
	chosen := map[string]string{"management": "vmk0", "vmotion": "vmk1"}
	info := &types.HostVirtualNicManagerInfo{}
	for _, kind := range []string{"faultToleranceLogging", "management", "vmotion", "vsan"} {
		config := types.VirtualNicManagerNetConfig{NicType: kind, MultiSelectAllowed: kind != "faultToleranceLogging"}
		for _, nic := range host.Config.Network.Vnic {
			nic.Key = kind + "." + nic.Key
			config.CandidateVnic = append(config.CandidateVnic, nic)
			if nic.Device == chosen[kind] {
				config.SelectedVnic = append(config.SelectedVnic, nic.Key)
			}
		}
		info.NetConfig = append(info.NetConfig, config)
	}
	host.Config.VirtualNicManagerInfo = info
	old := &types.HostVMotionNetConfig{SelectedVnic: "VMotionConfig.vmotion.key-vim.host.VirtualNic-vmk1"}
	for _, nic := range host.Config.Network.Vnic {
		nic.Key = "VMotionConfig.vmotion." + nic.Key
		old.CandidateVnic = append(old.CandidateVnic, nic)
	}
	host.Config.Vmotion = &types.HostVMotionInfo{NetConfig: old}
}

// nicKind finds what the NIC manager says about one kind of traffic.
func nicKind(host *mo.HostSystem, kind string) *types.VirtualNicManagerNetConfig {
	for i := range host.Config.VirtualNicManagerInfo.NetConfig {
		if config := &host.Config.VirtualNicManagerInfo.NetConfig[i]; config.NicType == kind {
			return config
		}
	}
	panic("no kind of adapter " + kind)
}
