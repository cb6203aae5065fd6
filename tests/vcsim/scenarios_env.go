package main

import (
	"slices"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

// environmentScenarios are servers and accounts that are not as one would wish.
func environmentScenarios() []scenario {
	esx02 := ref{Type: "HostSystem", Value: "host-12"}
	return []scenario{
		{
			name: "denied-config-network", about: "the account may not read config.network of esx02",
			wire: wire{deny: []denial{{esx02, "config.network"}}},
			expect: []expect{
				is("unknown", "portgroup-labels-consistent", theCluster).naming("config.network", "esx02"),
				is("unknown", "vmotion-configured", theCluster).naming("config.network", "esx02"),
				is("unknown", "vmotion-network-gbe", "esx02"+domain).naming("config.network"),
				is("unknown", "ha-redundant-net-same-subnet", theCluster).naming("config.network", "esx02"),
				is("unknown", "vm-subnet-source-target").naming("config.network", "esx02"),
			},
		},
		{
			name: "denied-devices", about: "the account may not read the devices of LMS-DB01",
			wire: wire{deny: []denial{{ref{Type: "VirtualMachine", Value: "vm-21"}, "config.hardware"}}},
			expect: []expect{
				is("unknown", "vm-disks-on-shared-storage", "LMS-DB01").naming("config.hardware"),
				is("unknown", "vm-no-local-cdrom", "LMS-DB01").naming("config.hardware"),
				is("unknown", "vm-no-local-floppy", "LMS-DB01").naming("config.hardware"),
				is("unknown", "vm-not-guest-clustered", "LMS-DB01").naming("config.hardware"),
				is("unknown", "portgroup-labels-consistent", theCluster).naming("config.hardware"),
				is("unknown", "storage-source-target", "LMS-DB01").naming("config.hardware"),
				is("unknown", "target-host-resources", "LMS-DB01").naming("config.hardware"),
				is("unknown", "vm-subnet-source-target", "LMS-DB01").naming("config.hardware"),
			},
		},
		{
			name: "invisible-host", about: "the cluster lists a host that the account cannot see",
			edit: func(w *world) {
				w.extraMembers = append(w.extraMembers, ref{Type: "HostSystem", Value: "host-14"})
			},
			expect: []expect{
				is("unknown", "vcenter-reaches-hosts"), is("unknown", "host-cpu-compatible", theCluster),
				is("unknown", "cluster-storage-all-hosts", theCluster), is("unknown", "vm-disks-on-shared-storage"),
				is("unknown", "portgroup-labels-consistent", theCluster), is("unknown", "vmotion-configured", theCluster),
				is("unknown", "vmotion-network-gbe"), is("unknown", "ha-redundant-net-same-subnet", theCluster),
				is("unknown", "vm-not-guest-clustered"),
				is("unknown", "vm-no-local-cdrom"), is("unknown", "vm-no-local-floppy"),
				is("unknown", "vm-no-cpu-affinity"), is("unknown", "vm-config-on-shared-storage"),
				is("unknown", "storage-source-target"), is("unknown", "target-host-resources"),
				is("unknown", "vm-subnet-source-target"), is("unknown", "target-host-compatible"),
				is("unknown", "vm-powered-on"), is("unknown", "vm-stable-state"), is("unknown", "client-reaches-hosts"),
			},
		},
		{
			name: "host-disconnected", about: "esx02 is disconnected with its VMs registered on it",
			edit: func(w *world) {
				lose(w.host("esx02"), types.HostSystemConnectionStateDisconnected)
				for _, vm := range w.vms {
					if *vm.Runtime.Host == w.host("esx02").Self {
						vm.Runtime.ConnectionState = types.VirtualMachineConnectionStateDisconnected
					}
				}
			},
			expect: disconnectedWithVMs(),
		},
		{
			name: "two-clusters", about: "Osaka has a cluster of the same name, with one host and HA switched off",
			edit: secondCluster, unjudged: true,
		},
		{name: "empty", about: "a vCenter without any datacenter", base: emptyWorld, unjudged: true},
		{name: "esxi", about: "a single ESXi host instead of a vCenter", esx: true, unjudged: true},
		{name: "slow", about: "every answer takes a third of a second", wire: wire{delay: 300 * time.Millisecond}},
		{name: "stalled", about: "property retrievals are never answered", wire: wire{stall: true}, unjudged: true},
		{name: "cut", about: "the connection breaks in the middle of the answer about VMs", wire: wire{cut: true}, unjudged: true},
		{name: "gzip", about: "answers are compressed", wire: wire{gzip: true}},
		{
			name: "bad-day", about: "much is wrong, and answers come two objects at a time", wire: wire{page: 2}, unjudged: true,
			edit: together(
				"vcenter-licensed.expired", "host-cpu-compatible.models", "vm-disks-on-shared-storage.snapshot-chain-local",
				"vm-no-local-cdrom.local-iso", "vm-no-local-floppy.idle-local-image", "vm-no-cpu-affinity.powered-off",
				"vm-not-guest-clustered.physical", "portgroup-labels-consistent.idle-missing", "vmotion-network-gbe.slow",
				"ha-host-monitoring.off", "ha-admission-control.off", "cluster-summary-clean.red", "history.failed-after",
				"vm-disks-on-shared-storage.raw", "ha-hosts-configured.election",
			),
		},
		{name: "paging", about: "two objects per answer, whatever the client asks for", wire: wire{page: 2}},
	}
}

// together makes the edits of other scenarios, one after the other.
func together(names ...string) func(*world) {
	return func(w *world) {
		for _, s := range scenarios() {
			if slices.Contains(names, s.name) && s.edit != nil {
				s.edit(w)
			}
		}
	}
}

// disconnectedWithVMs: what a host and its VMs would have to say is not known while it is away; what
// the others have to say stays.
func disconnectedWithVMs() []expect {
	expected := []expect{
		fails("vcenter-reaches-hosts", "esx02"+domain),
		is("unknown", "cluster-sufficient-resources", theCluster), is("unknown-warn", "ha-redundant-net-same-subnet", theCluster),
		is("unknown", "host-min-hardware", "esx02"+domain), is("unknown", "vmotion-dedicated-gbe-nic", "esx02"+domain),
		is("unknown", "vmotion-network-gbe", "esx02"+domain),
	}
	for _, rule := range []string{
		"ha-vm-options", "host-access-all-networks", "host-cpu-compatible", "portgroup-labels-consistent", "vmotion-configured",
		"vmotion-vmkernel-portgroup",
	} {
		expected = append(expected, is("unknown", rule, theCluster))
	}
	for _, rule := range []string{
		"vm-disks-on-shared-storage", "vm-config-on-shared-storage", "storage-source-target", "vm-no-local-cdrom",
		"vm-no-local-floppy", "vm-no-cpu-affinity", "vm-not-guest-clustered", "vm-powered-on", "vm-stable-state",
		"vm-subnet-source-target", "target-host-resources",
	} {
		expected = append(expected, is("unknown", rule, "LMS-APP01", "LMS-TEST01"))
	}
	return expected
}

// secondCluster adds a cluster of one host and one VM in a datacenter of its own.
func secondCluster(w *world) {
	folder := func(id string) ref { return ref{Type: "Folder", Value: id} }
	vms, hosts := folder("group-v203"), folder("group-h204")
	w.addDatacenterAs("Osaka", "datacenter-202", vms, hosts, folder("group-s205"), folder("group-n206"))
	w.addCluster(theCluster)
	cluster, pool := w.clusters[1], w.pools[1]
	cluster.Self.Value, cluster.Parent = "domain-c208", &hosts
	pool.Self.Value, pool.Parent, pool.Owner = "resgroup-209", &cluster.Self, cluster.Self
	cluster.ResourcePool = &pool.Self
	cluster.ConfigurationEx.(*types.ClusterConfigInfoEx).DasConfig.Enabled = types.NewBool(false)
	host := newHost(4)
	host.Parent = &cluster.Self
	w.hosts = append(w.hosts, host)
	vm := w.newVM(95, "OSK-WEB01", "esx04")
	vm.Parent, vm.ResourcePool = &vms, &pool.Self
}
