package main

import (
	"fmt"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// Labels of the healthy cluster. "LMS Data" is used by LMS-DB01 alone, so that a host without it
// troubles nobody else.
const (
	labelManagement = "Management Network"
	labelVM         = "VM Network"
	labelData       = "LMS Data"
	labelVMotion    = "vMotion"
	labelWeb        = "LMS Web" // distributed

	switchUUID = "50 1d 2c 3b 4a 59 68 77-86 95 a4 b3 c2 d1 e0 f0"
	uplinkKey  = "dvportgroup-53"
)

// hostNetwork is the network of host number N: vSwitch0 for management and VMs, vSwitch1 for
// vMotion with uplinks of its own, and the host's end of the distributed switch.
func hostNetwork(number int) *types.HostNetworkInfo {
	network := &types.HostNetworkInfo{IpV6Enabled: types.NewBool(false)}
	for nic := range 6 {
		device := fmt.Sprintf("vmnic%d", nic)
		link := types.PhysicalNicLinkInfo{SpeedMb: 1000, Duplex: true}
		network.Pnic = append(network.Pnic, types.PhysicalNic{
			Key: pnicKey(device), Device: device, Pci: fmt.Sprintf("0000:0%d:00.0", nic+1), Driver: "igbn",
			LinkSpeed: &link, Mac: fmt.Sprintf("00:50:56:00:0%d:0%d", number, nic),
			ValidLinkSpecification: []types.PhysicalNicLinkInfo{{SpeedMb: 100, Duplex: true}, {SpeedMb: 1000, Duplex: true}},
		})
	}
	network.Vswitch = []types.HostVirtualSwitch{
		standardSwitch("vSwitch0", "vmnic0", "vmnic1"),
		standardSwitch("vSwitch1", "vmnic2", "vmnic3"),
	}
	both, pair := order("vmnic0 vmnic1", ""), order("vmnic2", "vmnic3")
	addPortgroup(network, "vSwitch0", labelManagement, 100, both)
	addPortgroup(network, "vSwitch0", labelVM, 110, both)
	addPortgroup(network, "vSwitch0", labelData, 120, both)
	addPortgroup(network, "vSwitch1", labelVMotion, 200, pair)
	network.Vnic = []types.HostVirtualNic{
		vmkernel("vmk0", labelManagement, fmt.Sprintf("192.0.2.%d", 10+number)),
		vmkernel("vmk1", labelVMotion, fmt.Sprintf("198.51.100.%d", 10+number)),
	}
	route := func() *types.HostIpRouteConfig { return &types.HostIpRouteConfig{DefaultGateway: "192.0.2.1"} }
	network.IpRouteConfig = route()
	network.DnsConfig = &types.HostDnsConfig{HostName: fmt.Sprintf("esx%02d", number), DomainName: "tokyo.example"}
	network.NetStackInstance = []types.HostNetStackInstance{
		{Key: "defaultTcpipStack", Name: "defaultTcpipStack", IpRouteConfig: route()},
		{Key: "vmotion", Name: "vmotion"},
	}
	uplinks := []types.DistributedVirtualSwitchHostMemberPnicSpec{
		{PnicDevice: "vmnic4", UplinkPortKey: fmt.Sprint(8 + number*2), UplinkPortgroupKey: uplinkKey},
		{PnicDevice: "vmnic5", UplinkPortKey: fmt.Sprint(9 + number*2), UplinkPortgroupKey: uplinkKey},
	}
	network.ProxySwitch = []types.HostProxySwitch{{
		DvsUuid: switchUUID, DvsName: "LMS-DVS", Key: "DvsPortset-0", NumPorts: 2048, NumPortsAvailable: 2000, Mtu: 1500,
		UplinkPort: []types.KeyValue{
			{Key: uplinks[0].UplinkPortKey, Value: "Uplink 1"}, {Key: uplinks[1].UplinkPortKey, Value: "Uplink 2"},
		},
		Pnic: []string{pnicKey("vmnic4"), pnicKey("vmnic5")},
		Spec: types.HostProxySwitchSpec{Backing: &types.DistributedVirtualSwitchHostMemberPnicBacking{PnicSpec: uplinks}},
	}}
	return network
}

func pnicKey(device string) string { return "key-vim.host.PhysicalNic-" + device }

func standardSwitch(name string, devices ...string) types.HostVirtualSwitch {
	sw := types.HostVirtualSwitch{
		Name: name, Key: "key-vim.host.VirtualSwitch-" + name, NumPorts: 2560, NumPortsAvailable: 2500, Mtu: 1500,
		Spec: types.HostVirtualSwitchSpec{NumPorts: 128, Mtu: 1500},
	}
	for _, device := range devices {
		sw.Pnic = append(sw.Pnic, pnicKey(device))
	}
	if len(devices) > 0 {
		sw.Spec.Bridge = &types.HostVirtualSwitchBondBridge{NicDevice: append([]string{}, devices...)}
	}
	return sw
}

// nicOrder is an active and a standby list.
type nicOrder struct{ active, standby []string }

// order reads "vmnic0 vmnic1" lists.
func order(active, standby string) nicOrder { return nicOrder{words(active), words(standby)} }

func words(text string) []string {
	var all []string
	word := ""
	for _, letter := range text + " " {
		if letter != ' ' {
			word += string(letter)
		} else if word != "" {
			all, word = append(all, word), ""
		}
	}
	return all
}

func addPortgroup(network *types.HostNetworkInfo, vswitch, label string, vlan int32, by nicOrder) {
	no := func() *bool { return types.NewBool(false) }
	key := "key-vim.host.PortGroup-" + label
	network.Portgroup = append(network.Portgroup, types.HostPortGroup{
		Key: key, Vswitch: "key-vim.host.VirtualSwitch-" + vswitch,
		Spec: types.HostPortGroupSpec{Name: label, VlanId: vlan, VswitchName: vswitch},
		ComputedPolicy: types.HostNetworkPolicy{
			Security: &types.HostNetworkSecurityPolicy{AllowPromiscuous: no(), MacChanges: no(), ForgedTransmits: no()},
			NicTeaming: &types.HostNicTeamingPolicy{
				Policy:   "loadbalance_srcid",
				NicOrder: &types.HostNicOrderPolicy{ActiveNic: by.active, StandbyNic: by.standby},
			},
		},
	})
	for i := range network.Vswitch {
		if network.Vswitch[i].Name == vswitch {
			network.Vswitch[i].Portgroup = append(network.Vswitch[i].Portgroup, key)
		}
	}
}

func vmkernel(device, label, address string) types.HostVirtualNic {
	return types.HostVirtualNic{
		Device: device, Key: "key-vim.host.VirtualNic-" + device, Portgroup: label,
		Spec: types.HostVirtualNicSpec{
			Ip:  &types.HostIpConfig{IpAddress: address, SubnetMask: "255.255.255.0"},
			Mac: "00:50:56:6f:00:01", Portgroup: label, Mtu: 1500, NetStackInstanceKey: "defaultTcpipStack",
		},
	}
}

// Finders within a host's network, for the scenarios.

func pnic(host *mo.HostSystem, device string) *types.PhysicalNic {
	for i := range host.Config.Network.Pnic {
		if one := &host.Config.Network.Pnic[i]; one.Device == device {
			return one
		}
	}
	panic("no adapter " + device)
}

func vnic(host *mo.HostSystem, device string) *types.HostVirtualNic {
	for i := range host.Config.Network.Vnic {
		if one := &host.Config.Network.Vnic[i]; one.Device == device {
			return one
		}
	}
	panic("no adapter " + device)
}

func label(host *mo.HostSystem, name string) *types.HostPortGroup {
	for i := range host.Config.Network.Portgroup {
		if one := &host.Config.Network.Portgroup[i]; one.Spec.Name == name {
			return one
		}
	}
	panic("no port group " + name)
}

func vswitch(host *mo.HostSystem, name string) *types.HostVirtualSwitch {
	for i := range host.Config.Network.Vswitch {
		if one := &host.Config.Network.Vswitch[i]; one.Name == name {
			return one
		}
	}
	panic("no switch " + name)
}

// dropLabel removes a port group from a host.
func dropLabel(host *mo.HostSystem, name string) {
	key := label(host, name).Key
	network := host.Config.Network
	network.Portgroup = without(network.Portgroup, func(pg types.HostPortGroup) bool { return pg.Key == key })
	for i := range network.Vswitch {
		network.Vswitch[i].Portgroup = without(network.Vswitch[i].Portgroup, func(other string) bool { return other == key })
	}
}

func (w *world) addNetworks() {
	for number, name := range []string{labelVM, labelData} {
		w.addNetwork(fmt.Sprintf("network-%d", 41+number), name)
	}
	sw := &mo.VmwareDistributedVirtualSwitch{}
	sw.Self = ref{Type: "VmwareDistributedVirtualSwitch", Value: "dvs-51"}
	sw.Name, sw.Parent, sw.Uuid = "LMS-DVS", &networkFolder, switchUUID
	config := &types.VMwareDVSConfigInfo{MaxMtu: 1500}
	config.Uuid, config.Name, config.CreateTime = switchUUID, sw.Name, created
	config.UplinkPortPolicy = &types.DVSNameArrayUplinkPortPolicy{UplinkPortName: []string{"Uplink 1", "Uplink 2"}}
	config.UplinkPortgroup = []ref{{Type: "DistributedVirtualPortgroup", Value: uplinkKey}}
	config.DefaultPortConfig = portSetting(0)
	config.NetworkResourceManagementEnabled = true
	for _, host := range w.hosts {
		self := host.Self
		config.Host = append(config.Host, types.DistributedVirtualSwitchHostMember{
			Status: "up",
			Config: types.DistributedVirtualSwitchHostMemberConfigInfo{
				Host: &self, MaxProxySwitchPorts: 2048,
				Backing: &types.DistributedVirtualSwitchHostMemberPnicBacking{},
			},
		})
	}
	sw.Config = config
	sw.Summary = types.DVSSummary{Name: sw.Name, Uuid: switchUUID}
	w.switches = append(w.switches, sw)

	w.addDistributed("dvportgroup-52", labelWeb, portSetting(130), false)
	uplinks := portSetting(0)
	uplinks.Vlan = &types.VmwareDistributedVirtualSwitchTrunkVlanSpec{VlanId: []types.NumericRange{{Start: 0, End: 4094}}}
	w.addDistributed(uplinkKey, "LMS-DVS-DVUplinks-51", uplinks, true)
}

func (w *world) addNetwork(id, name string) {
	net := &mo.Network{Name: name}
	net.Self = ref{Type: "Network", Value: id}
	net.ManagedEntity.Name, net.Parent = name, &networkFolder
	w.networks = append(w.networks, net)
}

func portSetting(vlan int32) *types.VMwareDVSPortSetting {
	no := func() *types.BoolPolicy { return &types.BoolPolicy{Value: types.NewBool(false)} }
	return &types.VMwareDVSPortSetting{
		Vlan: &types.VmwareDistributedVirtualSwitchVlanIdSpec{VlanId: vlan},
		UplinkTeamingPolicy: &types.VmwareUplinkPortTeamingPolicy{
			Policy:          &types.StringPolicy{Value: "loadbalance_srcid"},
			UplinkPortOrder: &types.VMwareUplinkPortOrderPolicy{ActiveUplinkPort: []string{"Uplink 1", "Uplink 2"}},
		},
		SecurityPolicy: &types.DVSSecurityPolicy{AllowPromiscuous: no(), MacChanges: no(), ForgedTransmits: no()},
	}
}

func (w *world) addDistributed(key, name string, setting *types.VMwareDVSPortSetting, uplink bool) {
	pg := &mo.DistributedVirtualPortgroup{Key: key}
	pg.Self = ref{Type: "DistributedVirtualPortgroup", Value: key}
	pg.Network.Name, pg.ManagedEntity.Name, pg.Parent = name, name, &networkFolder
	pg.Config = types.DVPortgroupConfigInfo{
		Key: key, Name: name, NumPorts: 8, DistributedVirtualSwitch: &w.switches[0].Self,
		DefaultPortConfig: setting, Type: "earlyBinding", BackingType: "standard",
		Policy: &types.VMwareDVSPortgroupPolicy{}, Uplink: types.NewBool(uplink),
	}
	w.portgroups = append(w.portgroups, pg)
}
