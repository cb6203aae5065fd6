package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// specialScenarios hold objects that are not what they look like. Unless a table says otherwise,
// every rule answers as on the healthy cluster.
func specialScenarios() []scenario {
	lost := func(state types.VirtualMachineConnectionState, power types.VirtualMachinePowerState) func(*world) {
		return func(w *world) {
			vm := w.newVM(73, "LMS-LOST", "esx02")
			vm.Runtime.ConnectionState = state
			vm.Runtime.PowerState, vm.Runtime.DasVmProtection = power, nil
			vm.Config, vm.LayoutEx, vm.Guest, vm.ResourcePool = nil, nil, nil, nil
			vm.Summary.Config = types.VirtualMachineConfigSummary{}
		}
	}
	// What a VM without configuration would have to say is unknown, but that it is broken is certain.
	// The devices and the affinity of one that is off are no more than a warning.
	broken := func(devices string, more ...expect) []expect {
		expected := append([]expect{
			fails("vm-stable-state", "LMS-LOST"),
			is("unknown", "portgroup-labels-consistent", theCluster), is("unknown", "host-access-all-networks", theCluster),
			is(devices, "vm-no-local-cdrom", "LMS-LOST"), is(devices, "vm-no-local-floppy", "LMS-LOST"),
			is(devices, "vm-not-guest-clustered", "LMS-LOST"), is(devices, "vm-no-cpu-affinity", "LMS-LOST"),
			is(devices, "vm-subnet-source-target", "LMS-LOST"),
		}, more...)
		for _, rule := range []string{
			"vm-disks-on-shared-storage", "vm-config-on-shared-storage", "storage-source-target",
		} {
			expected = append(expected, is("unknown", rule, "LMS-LOST"))
		}
		return expected
	}
	outside := []expect{warns("cluster-contains-hosts").naming("esx09" + domain)}
	return []scenario{
		{name: "special.orphaned", about: "vCenter has a VM that its host does not know", edit: lost(types.VirtualMachineConnectionStateOrphaned, types.VirtualMachinePowerStatePoweredOff), expect: broken("unknown-warn")},
		{name: "special.inaccessible", about: "the files of a running VM are out of reach", edit: lost(types.VirtualMachineConnectionStateInaccessible, types.VirtualMachinePowerStatePoweredOn),
			expect: broken("unknown", is("unknown", "target-host-resources", "LMS-LOST"), fails("ha-vm-options", theCluster).naming("LMS-LOST"))},
		{
			name: "special.ft-secondary", about: "the secondary of a fault-tolerant VM has its disk on a local datastore, and affinity",
			edit: func(w *world) {
				primary := w.vm("LMS-DB01")
				vm := w.newVM(74, "LMS-DB01", "esx02")
				pair := []string{primary.Config.InstanceUuid, vm.Config.InstanceUuid}
				primary.Config.FtInfo = &types.FaultToleranceConfigInfo{Role: 1, InstanceUuids: pair}
				vm.Config.FtInfo = &types.FaultToleranceConfigInfo{Role: 2, InstanceUuids: pair}
				primary.Runtime.FaultToleranceState, vm.Runtime.FaultToleranceState = "running", "running"
				byKey[*types.VirtualDisk](vm, keyDisk).Backing = flat(w.datastore(storeLocal("esx02")), "LMS-DB01/LMS-DB01.vmdk")
				vm.Config.CpuAffinity = &types.VirtualMachineAffinityInfo{AffinitySet: []int32{0}}
			},
		},
		{
			name: "special.placeholder", about: "a placeholder of Site Recovery Manager on a local datastore, without disks and networks",
			edit: func(w *world) {
				vm := w.newVM(75, "OSK-WEB01", "esx03")
				switchOff(vm)
				vm.Config.ManagedBy = &types.ManagedByInfo{ExtensionKey: "com.vmware.vcDr", Type: "placeholderVm"}
				vm.Config.Hardware.Device = vm.Config.Hardware.Device[:2]
				vm.Config.Files.VmPathName = "[" + storeLocal("esx03") + "] OSK-WEB01/OSK-WEB01.vmx"
			},
		},
		{
			name: "special.managed-by-others", about: "a VM that Kubernetes manages is a VM like any other",
			edit: func(w *world) {
				w.vm("LMS-DB01").Config.ManagedBy = &types.ManagedByInfo{ExtensionKey: "com.vmware.vcenter.wcp", Type: "VirtualMachine"}
				w.vm("LMS-DB01").Config.CpuAffinity = &types.VirtualMachineAffinityInfo{AffinitySet: []int32{0}}
			},
			expect: []expect{fails("vm-no-cpu-affinity", "LMS-DB01")},
		},
		{
			name: "special.stand-alone-host", about: "a host beside the cluster, with a VM that could not move anywhere",
			edit: func(w *world) { w.loneVM("LOCAL-VM") }, expect: outside,
		},
		{
			name: "special.stand-alone-elsewhere", about: "trap: a host of a branch office, in a datacenter of its own",
			edit: func(w *world) {
				w.loneVM("LOCAL-VM")
				folder := func(id string) ref { return ref{Type: "Folder", Value: id} }
				vms, hosts := folder("group-v303"), folder("group-h304")
				w.addDatacenterAs("Nagoya", "datacenter-302", vms, hosts, folder("group-s305"), folder("group-n306"))
				w.standalone[0].Parent, w.vm("LOCAL-VM").Parent = &hosts, &vms
			},
		},
		{
			name: "special.pseudo-host", about: "trap: a pseudo-host without physical adapters, as migration services place them",
			edit: func(w *world) {
				host := w.loneHost()
				host.Name = "192.0.2.99"
				network := host.Config.Network
				network.Pnic, network.ProxySwitch = nil, nil
				for i := range network.Vswitch {
					network.Vswitch[i].Pnic, network.Vswitch[i].Spec.Bridge = nil, nil
				}
				host.Summary.Hardware.Model, host.Summary.Hardware.Vendor = "VMware Mobility Platform", "VMware"
			},
		},
		{
			name: "special.empty-cluster", about: "an empty cluster beside the healthy one",
			edit: func(w *world) {
				w.addCluster("SPARE")
				cluster, pool := w.clusters[1], w.pools[1]
				cluster.Self.Value, pool.Self.Value = "domain-c308", "resgroup-309"
				cluster.Summary = &types.ClusterComputeResourceSummary{}
				pool.Parent, pool.Owner, cluster.ResourcePool = &cluster.Self, cluster.Self, &pool.Self
				w.events = append(w.events, &types.ClusterCreatedEvent{ClusterEvent: types.ClusterEvent{Event: types.Event{
					CreatedTime: daysAgo(2), ChainId: 3001,
					ComputeResource: &types.ComputeResourceEventArgument{EntityEventArgument: types.EntityEventArgument{Name: "SPARE"}, ComputeResource: cluster.Self},
				}}})
			},
			expect: []expect{
				fails("hosts-min-two", "SPARE"), fails("cluster-contains-hosts").naming("SPARE"),
				is("manual", "vmotion-verified"), is("manual", "ha-failover-verified"),
			},
		},
	}
}

// loneHost adds esx09, which stands alone.
func (w *world) loneHost() *mo.HostSystem {
	host := newHost(9)
	lone := &mo.ComputeResource{Summary: &types.ComputeResourceSummary{}, ConfigurationEx: &types.ComputeResourceConfigInfo{VmSwapPlacement: "vmDirectory"}}
	lone.Self, lone.Name, lone.Parent = ref{Type: "ComputeResource", Value: "domain-s19"}, host.Name, &hostFolder
	pool := &mo.ResourcePool{Owner: lone.Self}
	pool.Self, pool.Name, pool.Parent = ref{Type: "ResourcePool", Value: "resgroup-19"}, "Resources", &lone.Self
	lone.ResourcePool, host.Parent = &pool.Self, &lone.Self
	host.Runtime.DasHostState, host.Summary.CurrentEVCModeKey = nil, ""
	w.hosts, w.standalone, w.pools = append(w.hosts, host), append(w.standalone, lone), append(w.pools, pool)
	w.addVMFS("datastore-39", "esx09-local", host)
	w.licences = append(w.licences, licence(host.Self.Value, host.Name, "esx"))
	return host
}

// loneVM adds a VM that is bound to a host beside the cluster in every way there is.
func (w *world) loneVM(name string) *mo.VirtualMachine {
	w.loneHost()
	vm := w.newVM(76, name, "esx09")
	vm.ResourcePool = &ref{Type: "ResourcePool", Value: "resgroup-19"}
	vm.Runtime.DasVmProtection = nil
	byKey[*types.VirtualDisk](vm, keyDisk).Backing = flat(w.datastore("esx09-local"), name+"/"+name+".vmdk")
	vm.Config.Files.VmPathName = "[esx09-local] " + name + "/" + name + ".vmx"
	vm.Config.CpuAffinity = &types.VirtualMachineAffinityInfo{AffinitySet: []int32{0}}
	addCdrom(vm, hostDrive(w)).Connectable = connected()
	return vm
}
