package main

import (
	"net/http"
	"net/url"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/simulator/esx"
	"github.com/vmware/govmomi/vim25/types"
)

// handler turns a world into the HTTP handler of a vCenter. Objects are put into the simulator's
// registry as they are; nothing is created through its methods, so it writes no file anywhere.
func (w *world) handler(user *url.Userinfo) http.Handler {
	w.join()
	ctx, instance := simulator.NewServiceInstance(simulator.NewContext(), w.content, *w.folders[0])
	instance.Capability = w.capability
	instance.ServerClock = created
	service := simulator.New(ctx, instance)
	service.Listen = &url.URL{User: user}

	registry := ctx.Map
	registry.Get(*w.content.AuthorizationManager).(*simulator.AuthorizationManager).RoleList = roleList
	options := registry.OptionManager()
	for key, value := range w.settings {
		options.Setting = append(options.Setting, &types.OptionValue{Key: key, Value: value})
	}
	for _, o := range w.folders[1:] {
		registry.Put(o)
	}
	for _, o := range w.datacenters {
		registry.Put(o)
	}
	for _, o := range w.clusters {
		browser := &simulator.EnvironmentBrowser{}
		browser.Self = ref{Type: "EnvironmentBrowser", Value: "envbrowser-" + o.Self.Value}
		browser.QueryConfigOptionDescriptorResponse.Returnval = hardwareVersions(o.Host)
		o.EnvironmentBrowser = &browser.Self
		registry.Put(browser)
		cluster := simulator.ClusterComputeResource{ClusterComputeResource: *o}
		registry.Put(&haCluster{ClusterComputeResource: cluster, world: w, runtime: w.haRuntime(o)})
	}
	for _, o := range w.standalone {
		registry.Put(o)
	}
	for _, o := range w.pools {
		registry.Put(o)
	}
	w.answerAsks(registry)
	// As the simulator's own, so that they can be changed.
	for _, o := range w.hosts {
		registry.Put(&carryingHost{HostSystem: simulator.HostSystem{HostSystem: *o}})
	}
	for _, o := range w.vms {
		registry.Put(&carryingVM{VirtualMachine: simulator.VirtualMachine{VirtualMachine: *o}, world: w})
	}
	for _, o := range w.datastores {
		registry.Put(o)
	}
	for _, o := range w.pods {
		registry.Put(o)
	}
	for _, o := range w.networks {
		registry.Put(o)
	}
	for _, o := range w.portgroups {
		registry.Put(o)
	}
	for _, o := range w.switches {
		registry.Put(&savedSwitch{VmwareDistributedVirtualSwitch: *o})
	}
	assignments := *w.content.LicenseManager
	assignments.Type, assignments.Value = "LicenseAssignmentManager", "LicenseAssignmentManager"
	// Last: the simulator adds an evaluation licence for every host and cluster put before.
	registry.Get(assignments).(*simulator.LicenseAssignmentManager).QueryAssignedLicensesResponse.Returnval = w.licences
	w.tell(ctx)
	return routes(service)
}

// hardwareVersions lets every host run the versions that the VMs here have.
func hardwareVersions(hosts []ref) []types.VirtualMachineConfigOptionDescriptor {
	var all []types.VirtualMachineConfigOptionDescriptor
	for _, key := range []string{"vmx-07", "vmx-10", "vmx-13", "vmx-19", "vmx-21"} {
		all = append(all, types.VirtualMachineConfigOptionDescriptor{
			Key: key, Host: hosts, CreateSupported: true, RunSupported: true,
		})
	}
	return all
}

// esxHandler is a single ESXi host instead of a vCenter.
func esxHandler(user *url.Userinfo) http.Handler {
	service := simulator.New(simulator.NewServiceInstance(simulator.NewContext(), esx.ServiceContent, esx.RootFolder))
	service.Listen = &url.URL{User: user}
	return routes(service)
}

// routes registers what NewServer would, without opening a second port.
func routes(service *simulator.Service) http.Handler {
	registry := service.Context.Map
	service.RegisterSDK(registry, registry.Path+"/vimService")
	service.ServeMux.HandleFunc(registry.Path+"/vimServiceVersions.xml", serviceVersions(registry))
	return service.ServeMux
}
