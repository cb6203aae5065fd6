package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// release55 turns the healthy cluster into one of vCenter 5.5 on Windows over ESXi 5.5 hosts: what
// came later is unset, VMs have the hardware version of that time.
func release55(w *world) {
	about := &w.content.About
	about.FullName, about.Version, about.Build = "VMware vCenter Server 5.5.0 build-1312298", "5.5.0", "1312298"
	about.ApiVersion, about.OsType, about.LicenseProductVersion = "5.5", "win32-x64", "5.0"
	w.licenceProducts("5.0")
	config := w.clusterConfig()
	config.DasConfig.VmComponentProtecting = ""
	config.DasConfig.AdmissionControlPolicy.(*types.ClusterFailoverResourcesAdmissionControlPolicy).AutoComputePercentages = nil
	w.capability.SupportedEVCMode = w.capability.SupportedEVCMode[:7]
	w.clusterSummary().CurrentEVCModeKey = "intel-sandybridge"
	for _, host := range w.hosts {
		host.Runtime.InQuarantineMode = nil
		setCPU(host, sandyBridge, "intel-sandybridge")
		host.Summary.CurrentEVCModeKey = "intel-sandybridge"
		product := &host.Config.Product
		product.FullName, product.Version, product.Build = "VMware ESXi 5.5.0 build-1331820", "5.5.0", "1331820"
		product.ApiVersion, product.LicenseProductVersion = "5.5", "5.0"
		host.Config.FeatureCapability = features(sandyBridgeFeatures)
		host.Config.MaskedFeatureCapability = features(sandyBridgeFeatures)
	}
	for _, pg := range w.portgroups {
		pg.Config.Uplink, pg.Config.BackingType = nil, ""
	}
	for _, ds := range w.datastores {
		if info, ok := ds.Info.(*types.VmfsDatastoreInfo); ok {
			info.Vmfs.MajorVersion, info.Vmfs.Version = 5, "5.60"
		}
	}
	for _, vm := range w.vms {
		vm.Config.Version, vm.Config.GuestId, vm.Config.GuestFullName = "vmx-10", "windows7Server64Guest", "Microsoft Windows Server 2008 R2 (64-bit)"
		vm.Runtime.SnapshotInBackground, vm.Runtime.VmFailoverInProgress = nil, nil
		if vm.Runtime.MinRequiredEVCModeKey != "" {
			vm.Runtime.MinRequiredEVCModeKey = "intel-nehalem"
		}
		vm.Runtime.FeatureRequirement = without(vm.Runtime.FeatureRequirement, func(r types.VirtualMachineFeatureRequirement) bool {
			return r.Key == "cpuid.AVX2"
		})
		unsetSharing(vm)
	}
}

// Hosts of 5.5: processors and features of that time.
var (
	sandyBridge = cpu{"intel", "Intel(R) Xeon(R) CPU E5-2650 0 @ 2.00GHz", 0x000206d7, 0x17bee3ff, 0xbfebfbff, 0x00000001, 0x2c100800, intelName}

	sandyBridgeFeatures = []string{"cpuid.Intel", "cpuid.SSE3", "cpuid.SSSE3", "cpuid.SSE41", "cpuid.SSE42", "cpuid.POPCNT",
		"cpuid.AES", "cpuid.AVX", "cpuid.NX"}
)

// unsetSharing takes away what the disks of a VM say of their sharing: that came with 6.0.
func unsetSharing(vm *mo.VirtualMachine) {
	for _, one := range vm.Config.Hardware.Device {
		if file, ok := one.GetVirtualDevice().Backing.(*types.VirtualDiskFlatVer2BackingInfo); ok {
			file.Sharing = ""
		}
	}
}

// licenceProducts gives every licence in force the version of a product.
func (w *world) licenceProducts(version string) {
	for i := range w.licences {
		for j, property := range w.licences[i].AssignedLicense.Properties {
			if property.Key == "ProductVersion" {
				w.licences[i].AssignedLicense.Properties[j].Value = version
			}
		}
	}
}

// release80 is the first 8.0: a current server that knows less than the healthy one.
func release80(w *world) {
	about := &w.content.About
	about.FullName, about.Version, about.Build = "VMware vCenter Server 8.0.0 build-20519528", "8.0.0", "20519528"
	about.ApiVersion = "8.0.0.0"
	for _, host := range w.hosts {
		product := &host.Config.Product
		product.FullName, product.Version, product.Build = "VMware ESXi 8.0.0 build-20513097", "8.0.0", "20513097"
		product.ApiVersion = "8.0.0.0"
	}
}
