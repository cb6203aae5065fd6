package main

import "github.com/vmware/govmomi/vim25/types"

// releaseScenarios are servers of other releases. Each refuses what is newer than itself, and the
// minutes tell whether it was asked.
func releaseScenarios() []scenario {
	// The client of that time is a program on a PC, about which only a person can say something.
	windows := []expect{
		is("manual", "client-installed"), is("manual", "client-on-windows"), is("manual", "client-min-hardware"),
		is("pass", "vcenter-on-windows"),
	}
	// Classic ESX: the console shares its adapters with the VMs.
	classic := append([]expect{
		warns("sc-dedicated-nic", "esx01"+domain, "esx02"+domain, "esx03"+domain),
	}, windows...)
	with := func(all []expect, more ...expect) []expect { return append(append([]expect{}, all...), more...) }
	agent := func(config, runtime string) func(*world) {
		return func(w *world) {
			oldRelease(w)
			w.aamStates = map[ref]aamState{w.host("esx02").Self: {config, runtime}}
		}
	}
	return []scenario{
		{
			name: "api-4.0", about: "vCenter 4.0 on Windows over ESX 4.0 hosts; refuses everything newer",
			edit: oldRelease, expect: classic,
		},
		{
			name: "api-4.0.other-subnet", about: "as api-4.0, and one service console is in another subnet, which HA of that release cannot bear",
			edit: func(w *world) {
				oldRelease(w)
				w.host("esx03").Config.Network.ConsoleVnic[0].Spec.Ip.IpAddress = "203.0.113.13"
			},
			expect: with(classic, fails("ha-redundant-net-same-subnet", theCluster).naming("esx03"+domain)),
		},
		{
			name: "api-4.0.agent-error", about: "as api-4.0, and the HA agent of a host could not be configured",
			edit:   agent("error", "uninitialized"),
			expect: with(classic, fails("ha-hosts-configured", theCluster).naming("esx02"+domain, "error")),
		},
		{
			name: "api-4.0.agent-failed", about: "as api-4.0, and the HA agent of a host was configured and then failed",
			edit:   agent("running", "nodeFailed"),
			expect: with(classic, fails("ha-hosts-configured", theCluster).naming("esx02"+domain, "nodeFailed")),
		},
		{
			name: "api-4.0.agent-starting", about: "as api-4.0, and HA is being configured on a host",
			edit:   agent("configuring", "initialized"),
			expect: with(classic, warns("ha-hosts-configured", theCluster).naming("esx02"+domain)),
		},
		{
			name: "api-4.0.old-host", about: "as api-4.0, and a host still runs release 3.5",
			edit: func(w *world) {
				oldRelease(w)
				product := &w.host("esx03").Config.Product
				product.FullName, product.Version, product.Build, product.ApiVersion = "VMware ESX Server 3.5.0 build-207095", "3.5.0", "207095", "2.5"
			},
			expect: with(classic, fails("host-software-version", theCluster).naming("esx03"+domain, "3.5.0")),
		},
		{
			name: "api-4.0.not-on-windows", about: "as api-4.0, but the server does not run on Windows",
			edit: func(w *world) {
				oldRelease(w)
				w.content.About.OsType = "linux-x64"
			},
			expect: with(without(classic, func(e expect) bool { return e.Rule == "vcenter-on-windows" }), fails("vcenter-on-windows")),
		},
		{
			name: "api-5.5", about: "vCenter 5.5 on Windows over ESXi 5.5 hosts; refuses everything newer",
			edit: release55, expect: windows,
		},
		{
			name: "api-5.5.appliance", about: "as api-5.5, on the appliance of that time instead of Windows",
			edit: func(w *world) {
				release55(w)
				w.content.About.OsType = "linux-x64"
			},
			expect: with(without(windows, func(e expect) bool { return e.Rule == "vcenter-on-windows" }), warns("vcenter-on-windows")),
		},
		{
			name: "api-5.5.multi-writer", about: "as api-5.5: which disks several VMs may write to is told by the advanced options alone",
			edit: func(w *world) {
				release55(w)
				vm := w.vm("LMS-DB01")
				vm.Config.ExtraConfig = append(vm.Config.ExtraConfig, &types.OptionValue{Key: "scsi0:1.sharing", Value: "multi-writer"})
			},
			expect: with(windows, warns("vm-not-guest-clustered", "LMS-DB01").naming("scsi0:1")),
		},
		{
			name: "api-5.5.vmotion-routed", about: "as api-5.5, and the vMotion address of a host is in another subnet: that release cannot route vMotion",
			edit: func(w *world) {
				release55(w)
				host := w.host("esx03")
				vnic(host, "vmk1").Spec.Ip.IpAddress = "203.0.113.13"
				manageNics(host)
			},
			expect: with(windows, fails("vmotion-vmkernel-portgroup", theCluster).naming("esx03"+domain)),
		},
		{name: "api-8.0", about: "the first vCenter 8.0; refuses everything newer", edit: release80},
	}
}
