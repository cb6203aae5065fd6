package main

import (
	"fmt"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

func labelScenarios() []scenario {
	const rule = "portgroup-labels-consistent"
	bad, risky := fails(rule, theCluster), warns(rule, theCluster)
	const reach = "vm-subnet-source-target"
	data, web := warns(reach, "LMS-DB01").naming(labelData), warns(reach, "LMS-WEB01").naming(labelWeb)
	// again gives esx03 the data label back under another name.
	again := func(name string) func(*world) {
		return func(w *world) {
			host := w.host("esx03")
			dropLabel(host, labelData)
			addPortgroup(host.Config.Network, "vSwitch0", name, 120, order("vmnic0 vmnic1", ""))
			w.addNetwork("network-43", name)
		}
	}
	internal := func(w *world) {
		for _, host := range w.hosts {
			dropLabel(host, labelData)
			host.Config.Network.Vswitch = append(host.Config.Network.Vswitch, standardSwitch("vSwitch2"))
			addPortgroup(host.Config.Network, "vSwitch2", labelData, 120, order("", ""))
		}
	}
	member := func(w *world) *types.DistributedVirtualSwitchHostMember {
		config := w.switches[0].Config.(*types.VMwareDVSConfigInfo)
		for i := range config.Host {
			if *config.Host[i].Config.Host == w.host("esx02").Self {
				return &config.Host[i]
			}
		}
		panic("esx02 is no member")
	}
	return []scenario{
		{name: rule + ".missing", about: "a host lacks the label of a connected adapter",
			edit:   func(w *world) { dropLabel(w.host("esx03"), labelData) },
			expect: []expect{bad.naming(labelData, "esx03"+domain), data}},
		{name: rule + ".idle-missing", about: "a host lacks the label of a disconnected adapter",
			edit: func(w *world) {
				dropLabel(w.host("esx03"), labelData)
				byKey[*types.VirtualVmxnet3](w.vm("LMS-DB01"), keyNIC+1).Connectable = disconnected()
			},
			expect: []expect{risky.naming(labelData, "esx03"+domain)}},
		{name: rule + ".case", about: "a host spells the label with other capitals",
			edit: again("LMS data"), expect: []expect{bad.naming(labelData, "LMS data", "esx03"+domain), data}},
		{name: rule + ".blank", about: "a host's label ends in a blank",
			edit: again(labelData + " "), expect: []expect{bad.naming(labelData, "esx03"+domain), data}},
		{name: rule + ".vlan", about: "the same label is another VLAN on one host",
			edit:   func(w *world) { label(w.host("esx03"), labelData).Spec.VlanId = 121 },
			expect: []expect{bad.naming(labelData, "121"), data}},
		{name: rule + ".internal", about: "the switch behind the label has no uplink",
			edit: internal, expect: []expect{bad.naming(labelData), fails(reach, "LMS-DB01").naming(labelData)}},
		{name: rule + ".internal-allowed", about: "trap: no uplink, but vCenter is told to let such VMs move",
			edit: func(w *world) {
				internal(w)
				w.settings["config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet"] = "false"
			}},
		{name: rule + ".legacy", about: "an adapter has the backing of releases long gone",
			edit: func(w *world) {
				legacy := &types.VirtualEthernetCardLegacyNetworkBackingInfo{}
				legacy.DeviceName = "vmnet0"
				byKey[*types.VirtualVmxnet3](w.vm("LMS-DB01"), keyNIC+1).Backing = legacy
			},
			expect: []expect{bad.naming("LMS-DB01")}},
		{name: rule + ".security", about: "one host lets the VMs of the label listen to everything",
			edit: func(w *world) {
				label(w.host("esx03"), labelData).ComputedPolicy.Security.AllowPromiscuous = types.NewBool(true)
			},
			expect: []expect{risky.naming(labelData)}},
		{name: rule + ".not-a-member", about: "a host is no member of the distributed switch of a VM",
			edit: func(w *world) {
				config := w.switches[0].Config.(*types.VMwareDVSConfigInfo)
				self := w.host("esx02").Self
				config.Host = without(config.Host, func(m types.DistributedVirtualSwitchHostMember) bool { return *m.Config.Host == self })
				w.host("esx02").Config.Network.ProxySwitch = nil
			},
			expect: []expect{bad.naming(labelWeb, "esx02"+domain), web}},
		{name: rule + ".member-down", about: "a member of the distributed switch is down",
			edit:   func(w *world) { member(w).Status = "down" },
			expect: []expect{bad.naming(labelWeb, "esx02"+domain), web}},
	}
}

func vmotionScenarios() []scenario {
	const rule = "vmotion-configured"
	bad, risky := fails(rule, theCluster), warns(rule, theCluster)
	address := func(text, mask string) func(*world) {
		return func(w *world) {
			host := w.host("esx03")
			ip := vnic(host, "vmk1").Spec.Ip
			ip.IpAddress, ip.SubnetMask = text, mask
			manageNics(host)
		}
	}
	// second adds vmk2 on the same port group to esx03.
	second := func(w *world, ip, stack string) {
		host := w.host("esx03")
		extra := vmkernel("vmk2", labelVMotion, ip)
		extra.Spec.NetStackInstanceKey = stack
		host.Config.Network.Vnic = append(host.Config.Network.Vnic, extra)
		manageNics(host)
		if stack == "defaultTcpipStack" {
			config := nicKind(host, "vmotion")
			config.SelectedVnic = append(config.SelectedVnic, "vmotion."+extra.Key)
		}
	}
	return []scenario{
		{name: rule + ".no-interface", about: "no adapter of a host is selected for vMotion",
			edit: func(w *world) {
				host := w.host("esx03")
				nicKind(host, "vmotion").SelectedVnic = nil
				host.Config.Vmotion.NetConfig.SelectedVnic = ""
				host.Summary.Config.VmotionEnabled = false
			},
			expect: []expect{bad.naming("esx03" + domain)}},
		{name: rule + ".being-set-up", about: "a host in maintenance has no adapter for vMotion yet",
			edit: func(w *world) {
				w.moveAll("esx03", "esx01")
				host := w.host("esx03")
				maintain(host)
				nicKind(host, "vmotion").SelectedVnic = nil
				host.Config.Vmotion.NetConfig.SelectedVnic = ""
				host.Summary.Config.VmotionEnabled = false
			},
			expect: []expect{risky.naming("esx03" + domain)}},
		{name: rule + ".no-address", about: "the vMotion adapter of a host has no address",
			edit: address("0.0.0.0", "0.0.0.0"), expect: []expect{bad.naming("esx03" + domain)}},
		{name: rule + ".link-local", about: "the vMotion adapter of a host gave itself an address, DHCP did not answer",
			edit: address("169.254.17.3", "255.255.0.0"), expect: []expect{bad.naming("esx03" + domain)}},
		{name: rule + ".unsupported", about: "a host cannot do vMotion at all",
			edit:   func(w *world) { w.host("esx03").Capability.VmotionSupported = false },
			expect: []expect{bad.naming("esx03" + domain)}},
		{name: rule + ".same-address", about: "two hosts have the same vMotion address",
			edit:   address("198.51.100.12", "255.255.255.0"),
			expect: []expect{bad.naming("198.51.100.12", "esx02"+domain, "esx03"+domain)}},
		{name: rule + ".disabled", about: "vCenter's summary says vMotion is off although an adapter is ready",
			edit:   func(w *world) { w.host("esx03").Summary.Config.VmotionEnabled = false },
			expect: []expect{is("unknown", rule, theCluster).naming("esx03" + domain)}},
		{name: rule + ".second-unusable", about: "one of two vMotion adapters of a host has no address",
			edit: func(w *world) { second(w, "0.0.0.0", "defaultTcpipStack") }, expect: []expect{risky.naming("esx03" + domain)}},
		{name: rule + ".mixed-stacks", about: "a host has vMotion adapters on the default and on the vMotion stack",
			edit: func(w *world) { second(w, "198.51.100.23", "vmotion") }, expect: []expect{risky.naming("esx03" + domain)}},
	}
}

func speedScenarios() []scenario {
	const rule = "vmotion-network-gbe"
	bad, risky := fails(rule, "esx02"+domain), warns(rule, "esx02"+domain)
	link := func(speed int32, duplex bool, devices ...string) func(*world) {
		return func(w *world) {
			for _, device := range devices {
				pnic(w.host("esx02"), device).LinkSpeed = &types.PhysicalNicLinkInfo{SpeedMb: speed, Duplex: duplex}
			}
		}
	}
	return []scenario{
		{name: rule + ".slow", about: "the uplinks of the vMotion network run at 100 Mb/s",
			edit: link(100, true, "vmnic2", "vmnic3"), expect: []expect{bad.naming("vmk1")}},
		{name: rule + ".down", about: "the uplinks of the vMotion network have no link",
			edit: func(w *world) {
				for _, device := range []string{"vmnic2", "vmnic3"} {
					pnic(w.host("esx02"), device).LinkSpeed = nil
				}
			}, expect: []expect{bad.naming("vmk1")}},
		{name: rule + ".half-duplex", about: "the uplinks of the vMotion network run at half duplex",
			edit: link(1000, false, "vmnic2", "vmnic3"), expect: []expect{bad.naming("vmk1")}},
		{name: rule + ".slow-standby", about: "the standby uplink of the vMotion network is slower",
			edit: link(100, true, "vmnic3"), expect: []expect{risky.naming("vmk1")}},
		{name: rule + ".slow-unused", about: "trap: a slow uplink of the switch that the vMotion port group does not use",
			edit: func(w *world) {
				host := w.host("esx02")
				label(host, labelVMotion).ComputedPolicy.NicTeaming.NicOrder.StandbyNic = nil
				link(100, true, "vmnic3")(w)
			}},
		{name: rule + ".slow-elsewhere", about: "trap: a slow uplink of a distributed switch without vMotion",
			edit: link(100, true, "vmnic4")},
	}
}

func subnetScenarios() []scenario {
	const rule = "ha-redundant-net-same-subnet"
	risky := warns(rule, theCluster)
	return []scenario{
		{name: rule + ".other-subnet", about: "one host has its management address in another subnet",
			edit: func(w *world) {
				host := w.host("esx03")
				vnic(host, "vmk0").Spec.Ip.IpAddress = "203.0.113.13"
				manageNics(host)
			},
			expect: []expect{risky.naming("esx03" + domain)}},
		{name: rule + ".two-subnets", about: "each host has a second management interface, in another subnet",
			edit: func(w *world) {
				for number, host := range w.hosts {
					secondManagement(host, fmt.Sprintf("203.0.113.%d", 11+number))
				}
			},
			expect: []expect{risky}},
		{name: rule + ".two-interfaces", about: "trap: each host has a second management interface in the same subnet",
			edit: func(w *world) {
				for number, host := range w.hosts {
					secondManagement(host, fmt.Sprintf("192.0.2.%d", 111+number))
				}
			}},
		{name: rule + ".single-path", about: "one of two management uplinks of a host has no link",
			edit:   func(w *world) { pnic(w.host("esx02"), "vmnic1").LinkSpeed = nil },
			expect: []expect{risky.naming("esx02" + domain)}},
	}
}

// secondManagement adds vmk2 as another management interface.
func secondManagement(host *mo.HostSystem, address string) {
	extra := vmkernel("vmk2", labelManagement, address)
	host.Config.Network.Vnic = append(host.Config.Network.Vnic, extra)
	manageNics(host)
	config := nicKind(host, "management")
	config.SelectedVnic = append(config.SelectedVnic, "management."+extra.Key)
}

// vmotionNetworkScenarios are faults of the vMotion network that no host has for itself.
func vmotionNetworkScenarios() []scenario {
	const portgroup, dedicated = "vmotion-vmkernel-portgroup", "vmotion-dedicated-gbe-nic"
	everyHost := func(edit func(*mo.HostSystem)) func(*world) {
		return func(w *world) {
			for _, host := range w.hosts {
				edit(host)
			}
		}
	}
	return []scenario{
		{name: portgroup + ".other-subnet", about: "the vMotion address of a host is in a subnet of its own, without a gateway",
			edit: func(w *world) {
				host := w.host("esx03")
				vnic(host, "vmk1").Spec.Ip.IpAddress = "203.0.113.13"
				manageNics(host)
			},
			expect: []expect{warns(portgroup, theCluster).naming("esx03" + domain)}},
		{name: portgroup + ".vlan", about: "the vMotion port group of a host is in another VLAN",
			edit:   func(w *world) { label(w.host("esx03"), labelVMotion).Spec.VlanId = 999 },
			expect: []expect{warns(portgroup, theCluster).naming("VLAN 999", "esx03"+domain)}},
		{name: dedicated + ".shared", about: "VMs use the active uplink and the VLAN of vMotion on every host",
			edit: everyHost(func(host *mo.HostSystem) {
				vmotion := label(host, labelVMotion)
				addPortgroup(host.Config.Network, vmotion.Spec.VswitchName, "Backup", vmotion.Spec.VlanId, order("vmnic2", "vmnic3"))
			}),
			expect: []expect{warns(dedicated).naming("vmk1", "Backup")}},
		{name: dedicated + ".standby", about: "trap: VMs use the active uplink of vMotion as a standby, and the other way round",
			edit: everyHost(func(host *mo.HostSystem) {
				vmotion := label(host, labelVMotion)
				addPortgroup(host.Config.Network, vmotion.Spec.VswitchName, "Backup", vmotion.Spec.VlanId, order("vmnic3", "vmnic2"))
			})},
	}
}
