package main

import (
	"slices"
	"time"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// namedLMS is what changes once somebody says which VM is the LMS server: what was said is not asked
// again, and of the restart only another VM's is on record.
func namedLMS() []expect {
	return append(saidLMS(), warns("ha-failover-verified", theCluster))
}

// saidLMS is what naming the VM answers.
func saidLMS() []expect {
	return all("pass", "lms-on-shared-storage-vm", "lms-vm-in-cluster")
}

// placementScenarios are the ways to fail the rules about where VMs lie and where they could go.
func placementScenarios() []scenario {
	const home, stable, kind = "vm-config-on-shared-storage", "vm-stable-state", "shared-storage-kind"
	const fits, dedicated = "target-host-resources", "vmotion-dedicated-gbe-nic"
	lms := []string{"--lms-vm", "LMS-DB01"}
	homeOn := func(w *world) {
		files := &w.vm("LMS-DB01").Config.Files
		files.VmPathName = "[" + storeLocal("esx01") + "] LMS-DB01/LMS-DB01.vmx"
	}
	return []scenario{
		{name: home + ".vmx", about: "the configuration file lies on a local datastore, the disks do not",
			edit:   homeOn,
			expect: []expect{fails(home, "LMS-DB01").naming(storeLocal("esx01")), fails("storage-source-target", "LMS-DB01")}},
		{name: home + ".snapshots", about: "snapshots are written to a local datastore",
			edit: func(w *world) {
				w.vm("LMS-DB01").Config.Files.SnapshotDirectory = "[" + storeLocal("esx01") + "] LMS-DB01/"
			},
			expect: []expect{fails(home, "LMS-DB01").naming(storeLocal("esx01")), fails("storage-source-target", "LMS-DB01")}},
		{name: home + ".logs", about: "trap: only logs are written to a local datastore",
			edit: func(w *world) {
				vm := w.vm("LMS-DB01")
				vm.Config.Files.LogDirectory = "[" + storeLocal("esx01") + "] LMS-DB01/"
			}},
		{name: stable + ".question", about: "a VM waits for an answer",
			edit: func(w *world) {
				w.vm("LMS-DB01").Runtime.Question = &types.VirtualMachineQuestionInfo{Id: "1", Text: "msg.uuid.altered"}
			},
			expect: []expect{fails(stable, "LMS-DB01")}},
		{name: stable + ".migration-disabled", about: "a backup program has left migration disabled",
			edit: func(w *world) {
				w.vm("LMS-DB01").DisabledMethod = []string{"MigrateVM_Task", "RelocateVM_Task"}
			},
			expect: []expect{fails(stable, "LMS-DB01")}},
		{name: stable + ".consolidation", about: "the disks of a VM need consolidation",
			edit:   func(w *world) { w.vm("LMS-DB01").Runtime.ConsolidationNeeded = true },
			expect: []expect{warns(stable, "LMS-DB01")}},
		{name: kind + ".none", about: "each host has storage of its own only",
			edit: func(w *world) {
				for _, store := range []string{storeMain, storeSecond, storeImages} {
					w.unmount(store, "esx02")
					w.unmount(store, "esx03")
				}
				for _, vm := range w.vms {
					vm.Runtime.Host = &w.host("esx01").Self
				}
			},
			expect: []expect{
				fails(kind, theCluster), fails("cluster-storage-all-hosts", theCluster),
				fails("vm-disks-on-shared-storage", "LMS-DB01", "LMS-APP01", "LMS-WEB01", "LMS-TEST01"),
				fails(home, "LMS-DB01", "LMS-APP01", "LMS-WEB01", "LMS-TEST01"),
				fails("storage-source-target", "LMS-DB01", "LMS-APP01", "LMS-WEB01", "LMS-TEST01"),
				fails("vm-no-local-cdrom", "LMS-APP01"),
			}},
		{name: fits + ".too-many-cpus", about: "a VM has more processors than the other hosts",
			edit:   func(w *world) { w.vm("LMS-DB01").Config.Hardware.NumCPU = 96 },
			expect: []expect{fails(fits, "LMS-DB01")}},
		{name: fits + ".reservation", about: "no other host can grant the memory that a VM has reserved",
			edit: func(w *world) {
				vm := w.vm("LMS-DB01")
				vm.Config.Hardware.MemoryMB = 300_000
				vm.Config.MemoryAllocation.Reservation = types.NewInt64(300_000)
			},
			expect: []expect{fails(fits, "LMS-DB01")}},
		{name: fits + ".hardware-version", about: "the other hosts cannot run a VM's hardware version",
			edit:   func(w *world) { w.vm("LMS-DB01").Config.Version = "vmx-22" },
			expect: []expect{fails(fits, "LMS-DB01")}},
		{name: dedicated + ".single-adapter", about: "everything of a host goes through one adapter",
			edit: func(w *world) { oneAdapter(w.host("esx02")) },
			expect: []expect{
				fails(dedicated, "esx02"+domain), warns("ha-redundant-net-same-subnet", theCluster),
				// The distributed switch is left without an uplink there.
				fails("host-access-all-networks", theCluster).naming(labelWeb, "esx02"+domain),
				warns("vm-subnet-source-target", "LMS-WEB01").naming("esx02" + domain),
			}},
		{name: "lms-vm.at-home", about: "trap: the LMS VM is named, and everything about it is right",
			edit: nil, flags: lms, expect: namedLMS()},
		{name: "lms-vm.installed-too-early", about: "LMS was installed before its migration and its restart were tried",
			edit: nil, flags: append(slices.Clone(lms), "--installed-at", daysAgo(18.5).Format(time.RFC3339)),
			expect: append(saidLMS(),
				fails("lms-install-after-tests", "LMS-DB01"), is("manual", "vmotion-verified"), is("manual", "ha-failover-verified"),
				is("pass", "lms-vm-migrated"))},
		{name: "lms-vm.local-disk", about: "a disk of the LMS VM lies on a local datastore",
			edit: onStore("LMS-DB01", storeLocal("esx01")), flags: lms,
			expect: []expect{
				is("pass", "lms-vm-in-cluster"), warns("ha-failover-verified", theCluster),
				fails("lms-on-shared-storage-vm", "LMS-DB01"), fails("vm-disks-on-shared-storage", "LMS-DB01"),
				fails("storage-source-target", "LMS-DB01")}},
		{name: "lms-vm.off", about: "the VM that is named is off",
			edit: nil, flags: []string{"--lms-vm", "LMS-TEST01"},
			expect: []expect{fails("vm-powered-on", "LMS-TEST01").naming("off")}},
		{name: "lms-vm.outside", about: "the LMS VM runs on a host that stands alone",
			edit:  func(w *world) { w.loneVM("LMS-OUT01") },
			flags: []string{"--lms-vm", "LMS-OUT01"},
			expect: []expect{
				fails("lms-vm-in-cluster", "LMS-OUT01"), is("not-applicable", "lms-on-shared-storage-vm"),
				warns("cluster-contains-hosts").naming("esx09" + domain),
			}},
	}
}

// oneAdapter leaves a host a single physical adapter, under one switch.
func oneAdapter(host *mo.HostSystem) {
	network := host.Config.Network
	network.Pnic = network.Pnic[:1]
	network.Vswitch = network.Vswitch[:1]
	network.Vswitch[0].Pnic, network.Vswitch[0].Spec.Bridge = network.Vswitch[0].Pnic[:1], &types.HostVirtualSwitchBondBridge{NicDevice: []string{"vmnic0"}}
	network.ProxySwitch[0].Pnic = nil
	network.ProxySwitch[0].Spec.Backing = &types.DistributedVirtualSwitchHostMemberPnicBacking{}
	for i := range network.Portgroup {
		one := &network.Portgroup[i]
		one.Vswitch, one.Spec.VswitchName = network.Vswitch[0].Key, network.Vswitch[0].Name
		one.ComputedPolicy.NicTeaming.NicOrder = &types.HostNicOrderPolicy{ActiveNic: []string{"vmnic0"}}
	}
}
