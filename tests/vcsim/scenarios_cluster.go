package main

import (
	"slices"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// clusterScenarios are the ways to fail the rules about the cluster and its hosts.
func clusterScenarios() []scenario {
	single := []expect{
		is("not-applicable", "host-cpu-compatible"), is("not-applicable", "cluster-storage-all-hosts"),
		is("not-applicable", "vm-disks-on-shared-storage"), is("not-applicable", "vm-config-on-shared-storage"),
	}
	// No other host is active: nowhere to move to, and the questions about moving stay with the cluster.
	stay := []expect{
		is("not-applicable", "storage-source-target"), is("not-applicable", "target-host-resources"),
	}
	nothing := []expect{
		is("not-applicable", "vcenter-reaches-hosts"), is("not-applicable", "host-cpu-compatible"),
		is("not-applicable", "cluster-storage-all-hosts"), is("not-applicable", "vm-disks-on-shared-storage"),
		is("not-applicable", "vm-no-local-cdrom"), is("not-applicable", "vm-no-local-floppy"),
		is("not-applicable", "vm-no-cpu-affinity"), is("not-applicable", "vm-not-guest-clustered"),
		is("not-applicable", "portgroup-labels-consistent"), is("not-applicable", "vmotion-configured"),
		is("not-applicable", "vmotion-network-gbe"), is("not-applicable", "ha-redundant-net-same-subnet"),
		is("not-applicable", "vm-config-on-shared-storage"), is("not-applicable", "storage-source-target"),
		is("not-applicable", "vm-powered-on"), is("not-applicable", "vm-stable-state"),
		is("not-applicable", "target-host-resources"), is("manual|not-applicable", "vm-subnet-source-target"),
		is("manual|not-applicable", "target-host-compatible"), is("manual|not-applicable", "hosts-added-per-plan"),
	}
	// A host that is not connected leaves what it would have to say unknown.
	silent := func(rule expect) []expect {
		return []expect{
			rule, is("unknown", "host-cpu-compatible", theCluster).naming("esx02"),
			is("unknown", "vmotion-configured", theCluster).naming("esx02"),
			is("unknown", "vmotion-network-gbe", "esx02"+domain),
			is("unknown-warn", "ha-redundant-net-same-subnet", theCluster).naming("esx02"),
		}
	}
	return []scenario{
		{
			name: "hosts-min-two.one", about: "the cluster has one host",
			edit: func(w *world) {
				w.moveAll("esx02", "esx01")
				w.moveAll("esx03", "esx01")
				w.removeHost("esx02")
				w.removeHost("esx03")
			},
			expect: slices.Concat([]expect{fails("hosts-min-two", theCluster)}, single, stay),
		},
		{
			name: "hosts-min-two.one-active", about: "three hosts, two of them in maintenance",
			edit: func(w *world) {
				for _, name := range []string{"esx02", "esx03"} {
					w.moveAll(name, "esx01")
					maintain(w.host(name))
				}
			},
			expect: append([]expect{fails("hosts-min-two", theCluster)}, stay...),
		},
		{
			name: "hosts-min-two.none", about: "the cluster is empty",
			edit: func(w *world) {
				w.vms = nil
				for _, name := range []string{"esx01", "esx02", "esx03"} {
					w.removeHost(name)
				}
			},
			// Of hosts and VMs that are gone the simulator finds no events.
			expect: append([]expect{
				fails("hosts-min-two", theCluster), is("manual", "vmotion-verified"), is("manual", "ha-failover-verified"),
			}, nothing...),
		},
		{
			name: "cluster-exists.standalone", about: "hosts stand alone, there is no cluster",
			edit: standAlone,
			expect: append([]expect{
				fails("cluster-exists"), is("not-applicable", "hosts-min-two"), is("not-applicable", "ha-enabled"),
				is("not-applicable", "vmotion-verified"), is("not-applicable", "ha-failover-verified"),
				is("not-applicable", "cluster-created-ha-off"),
			}, nothing...),
		},
		{
			name: "ha-enabled.off", about: "HA is switched off",
			edit:   func(w *world) { w.clusterConfig().DasConfig.Enabled = types.NewBool(false) },
			expect: []expect{fails("ha-enabled", theCluster)},
		},
		{
			name: "ha-enabled.unset", about: "the server does not say whether HA is on, which means off",
			edit:   func(w *world) { w.clusterConfig().DasConfig.Enabled = nil },
			expect: []expect{fails("ha-enabled", theCluster)},
		},
		{
			name: "vcenter-reaches-hosts.not-responding", about: "a host does not answer; its VMs run elsewhere",
			edit: func(w *world) {
				w.moveAll("esx02", "esx01")
				lose(w.host("esx02"), types.HostSystemConnectionStateNotResponding)
			},
			expect: silent(fails("vcenter-reaches-hosts", "esx02"+domain)),
		},
		{
			name: "vcenter-reaches-hosts.disconnected", about: "an administrator disconnected a host of an HA cluster",
			edit: func(w *world) {
				w.moveAll("esx02", "esx01")
				lose(w.host("esx02"), types.HostSystemConnectionStateDisconnected)
			},
			expect: silent(fails("vcenter-reaches-hosts", "esx02"+domain)),
		},
		{
			name: "vcenter-reaches-hosts.disconnected-ha-off", about: "a disconnected host, and HA does not count on it",
			edit: func(w *world) {
				w.moveAll("esx02", "esx01")
				w.clusterConfig().DasConfig.Enabled = types.NewBool(false)
				lose(w.host("esx02"), types.HostSystemConnectionStateDisconnected)
			},
			expect: append(silent(warns("vcenter-reaches-hosts", "esx02"+domain)), fails("ha-enabled", theCluster)),
		},
	}
}

// cpuScenarios are the ways to fail host-cpu-compatible.
func cpuScenarios() []scenario {
	const rule = "host-cpu-compatible"
	return []scenario{
		{
			name: rule + ".vendor", about: "one host has processors of the other vendor",
			edit: func(w *world) {
				w.evcOff()
				setCPU(w.host("esx03"), zen, "amd-zen2")
			},
			expect: []expect{fails(rule, theCluster).naming("amd", "intel")},
		},
		{
			name: rule + ".features", about: "EVC off; an older host lacks a feature that a running VM uses",
			edit: func(w *world) {
				w.evcOff()
				old := w.host("esx03")
				setCPU(old, haswell, "intel-haswell")
				old.Config.FeatureCapability = features(haswellFeatures)
				old.Config.MaskedFeatureCapability = features(haswellFeatures)
				require(w.vm("LMS-DB01"), "cpuid.AVX512F", "Bool:Min:1")
			},
			expect: []expect{fails(rule, theCluster).naming("LMS-DB01", "esx03"+domain)},
		},
		{
			name: rule + ".models", about: "EVC off, two generations of processors, no VM needs the difference",
			edit: func(w *world) {
				w.evcOff()
				old := w.host("esx03")
				setCPU(old, haswell, "intel-haswell")
				old.Config.FeatureCapability = features(haswellFeatures)
				old.Config.MaskedFeatureCapability = features(haswellFeatures)
			},
			expect: []expect{warns(rule, theCluster)},
		},
		{
			name: rule + ".masked", about: "a VM uses a feature that the hosts have but EVC hides",
			edit:   func(w *world) { require(w.vm("LMS-DB01"), "cpuid.AVX512F", "Bool:Min:1") },
			expect: []expect{warns(rule, theCluster).naming("LMS-DB01")},
		},
		{
			name: rule + ".outgrown", about: "a VM started before EVC was lowered and runs with more than its mode",
			edit: func(w *world) {
				require(w.vm("LMS-APP01"), "cpuid.AVX512F", "Bool:Min:1")
				w.vm("LMS-APP01").Runtime.MinRequiredEVCModeKey = "intel-skylake"
			},
			expect: []expect{warns(rule, theCluster).naming("LMS-APP01")},
		},
		{
			name: rule + ".not-understood", about: "a requirement in a form nobody knows",
			edit:   func(w *world) { require(w.vm("LMS-DB01"), "cpuid.AVX2", "Set:Any:1,2") },
			expect: []expect{is("unknown", rule, theCluster)},
		},
	}
}

// maintain puts a host into maintenance mode, as vCenter shows it then.
func maintain(host *mo.HostSystem) {
	host.Runtime.InMaintenanceMode = true
	host.Runtime.DasHostState = nil
}

// lose makes a host one that vCenter does not reach: what it knew of its configuration is gone.
func lose(host *mo.HostSystem, state types.HostSystemConnectionState) {
	host.Runtime.ConnectionState = state
	host.Runtime.PowerState = types.HostSystemPowerStateUnknown
	host.Runtime.DasHostState = nil
	host.Config, host.Hardware, host.Capability = nil, nil, nil
}

// standAlone turns the members of the cluster into hosts of their own.
func standAlone(w *world) {
	w.clusters, w.pools = nil, nil
	for _, host := range w.hosts {
		lone := &mo.ComputeResource{Summary: &types.ComputeResourceSummary{}, ConfigurationEx: &types.ComputeResourceConfigInfo{VmSwapPlacement: "vmDirectory"}}
		lone.Self = ref{Type: "ComputeResource", Value: "domain-s" + host.Self.Value[len("host-"):]}
		lone.Name, lone.Parent = host.Name, &hostFolder
		pool := &mo.ResourcePool{Owner: lone.Self}
		pool.Self = ref{Type: "ResourcePool", Value: "resgroup-" + host.Self.Value[len("host-"):]}
		pool.Name, pool.Parent = "Resources", &lone.Self
		lone.ResourcePool, host.Parent = &pool.Self, &lone.Self
		host.Runtime.DasHostState, host.Summary.CurrentEVCModeKey = nil, ""
		for _, vm := range w.vms {
			if *vm.Runtime.Host == host.Self && vm.ResourcePool != nil {
				vm.ResourcePool = &ref{Type: pool.Self.Type, Value: pool.Self.Value}
			}
		}
		w.standalone = append(w.standalone, lone)
		w.pools = append(w.pools, pool)
	}
}

// evcOff takes the EVC mode away from the cluster and its hosts, masks included.
func (w *world) evcOff() {
	w.clusterSummary().CurrentEVCModeKey = ""
	for _, host := range w.hosts {
		host.Summary.CurrentEVCModeKey = ""
		host.Config.MaskedFeatureCapability = features(skylakeFeatures)
	}
}

// setCPU gives a host other processors; its feature lists stay for the caller to change.
func setCPU(host *mo.HostSystem, c cpu, newestMode string) {
	host.Hardware.CpuPkg, host.Hardware.CpuFeature = cpuPackages(c), cpuRows(c, 0)
	host.Capability.SupportedCpuFeature = cpuRows(c, 0)
	host.Summary.Hardware.CpuModel, host.Summary.MaxEVCModeKey = c.title, newestMode
}

// require adds a CPU feature to what a running VM needs.
func require(vm *mo.VirtualMachine, feature, value string) {
	vm.Runtime.FeatureRequirement = append(vm.Runtime.FeatureRequirement,
		types.VirtualMachineFeatureRequirement{Key: feature, FeatureName: feature, Value: value})
}
