package main

import (
	"strings"

	"github.com/vmware/govmomi/vim25/types"
)

// trapScenarios look like faults and are none: every rule answers as on the healthy cluster.
func trapScenarios() []scenario {
	return []scenario{
		{
			name: "trap.shared-iso", about: "every running VM holds an image on shared storage, connected",
			edit: func(w *world) {
				for _, name := range []string{"LMS-DB01", "LMS-WEB01"} {
					drive(name, isoOn(storeImages), connected)(w)
				}
			},
		},
		{
			name: "trap.read-only-iso", about: "the export with the images is mounted read-only everywhere",
			edit: func(w *world) {
				for _, host := range []string{"esx01", "esx02", "esx03"} {
					w.mount(storeImages, host).AccessMode = "readOnly"
				}
			},
		},
		{
			name: "trap.evc-lower-baseline", about: "EVC at Haswell over hosts of two generations",
			edit: func(w *world) {
				w.clusterSummary().CurrentEVCModeKey = "intel-haswell"
				for _, host := range w.hosts {
					host.Summary.CurrentEVCModeKey = "intel-haswell"
					host.Config.MaskedFeatureCapability = features(haswellFeatures)
				}
				old := w.host("esx03")
				setCPU(old, haswell, "intel-haswell")
				old.Config.FeatureCapability = features(haswellFeatures)
			},
		},
		{
			name: "trap.agent-vm", about: "a vSphere Cluster Services VM lies on a local datastore, with an image and affinity",
			edit: func(w *world) {
				vm := w.newVM(71, "vCLS-4c4c4544-0000-1000-8000-000000000001", "esx01")
				vm.Config.ManagedBy = &types.ManagedByInfo{ExtensionKey: "com.vmware.vim.eam", Type: "cluster-agent"}
				addCdrom(vm, w.image(storeLocal("esx01"), "vcls.iso")).Connectable = connected()
				vm.Config.CpuAffinity = &types.VirtualMachineAffinityInfo{AffinitySet: []int32{0}}
				onStore(vm.Name, storeLocal("esx01"))(w)
			},
		},
		{
			name: "trap.template", about: "a template lies on a local datastore, with an image that only its host reads",
			edit: func(w *world) {
				onStore("LMS-TEMPLATE", storeLocal("esx01"))(w)
				addCdrom(w.vm("LMS-TEMPLATE"), w.image(storeLocal("esx01"), "setup.iso")).Connectable = reconnects()
				w.vm("LMS-TEMPLATE").Config.CpuAffinity = &types.VirtualMachineAffinityInfo{AffinitySet: []int32{0}}
			},
		},
		{
			name: "trap.maintenance", about: "a host being prepared is in maintenance, without VM networks and shared storage: warnings, and ready",
			edit: func(w *world) {
				w.moveAll("esx03", "esx01")
				host := w.host("esx03")
				maintain(host)
				dropLabel(host, labelVM)
				dropLabel(host, labelData)
				for _, store := range []string{storeMain, storeSecond, storeImages} {
					w.unmount(store, "esx03")
				}
				config := w.switches[0].Config.(*types.VMwareDVSConfigInfo)
				config.Host = without(config.Host, func(m types.DistributedVirtualSwitchHostMember) bool { return *m.Config.Host == host.Self })
				host.Config.Network.ProxySwitch = nil
			},
		},
		{
			name: "trap.standby", about: "power management has sent a host to sleep",
			edit: func(w *world) {
				w.moveAll("esx03", "esx01")
				host := w.host("esx03")
				host.Runtime.PowerState, host.Runtime.StandbyMode = types.HostSystemPowerStateStandBy, "in"
				host.Runtime.DasHostState = nil
				w.unmount(storeSecond, "esx03")
			},
		},
		{
			name: "trap.two-of-one-name", about: "another datacenter has a datastore and a network of the same names",
			edit: func(w *world) {
				folder := func(id string) ref { return ref{Type: "Folder", Value: id} }
				stores, nets := folder("group-s105"), folder("group-n106")
				w.addDatacenterAs("Osaka", "datacenter-102", folder("group-v103"), folder("group-h104"), stores, nets)
				w.addVMFS("datastore-181", storeMain).Parent = &stores
				w.addNetwork("network-182", labelVM)
				w.networks[len(w.networks)-1].Parent = &nets
			},
		},
		{
			name: "hostile-names", about: "names with escapes, quotes, control sequences and right-to-left marks",
			edit: hostileNames,
		},
	}
}

// hostile are names as an attacker or an accident would choose them; `%2f` is how vCenter sends `/`.
// XML cannot carry ESC or BEL, so the control sequence is written with its 8-bit introducer.
var hostile = []string{
	"lms%2fdb%5c01 %25", `q"uo'te<b>&amp;|x`, "\u009b31mred\u009b0m\tTAB", "abc\u202egnp.exe", strings.Repeat("長い名前", 62) + "ab",
}

// hostileNames adds one idle VM per hostile name, and renames a datastore and the cluster's pool.
func hostileNames(w *world) {
	for number, name := range hostile {
		vm := w.newVM(90+number, name, "esx01")
		addNIC(vm, 0, w.standardBacking(labelVM))
		addCdrom(vm, idleClient())
	}
	second := w.datastore(storeSecond)
	second.Name, second.Summary.Name = "SAN%2f\u202e\"2\"", "SAN%2f\u202e\"2\""
	w.pools[0].Name = "Resources <script>alert(1)</script>"
}
