package main

import (
	"context"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// client logs in to a scenario over HTTP.
func client(t *testing.T, name string) (*front, *govmomi.Client) {
	t.Helper()
	for _, s := range scenarios() {
		if s.name != name {
			continue
		}
		front := s.serve(url.UserPassword("someone", "something"))
		front.api = "" // this client speaks a newer version than some of the servers
		server := httptest.NewTLSServer(front)
		t.Cleanup(server.Close)
		address, err := soap.ParseURL(server.URL + "/sdk")
		if err != nil {
			t.Fatal(err)
		}
		address.User = url.UserPassword("someone", "something")
		c, err := govmomi.NewClient(context.Background(), address, true)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Logout(context.Background()) })
		return front, c
	}
	t.Fatalf("no scenario %s", name)
	return nil, nil
}

// listed retrieves properties of every object of a type through a container view, as the program does.
func listed[T any](t *testing.T, c *govmomi.Client, kind string, paths ...string) []T {
	t.Helper()
	ctx := context.Background()
	v, err := view.NewManager(c.Client).CreateContainerView(ctx, c.ServiceContent.RootFolder, []string{kind}, true)
	if err != nil {
		t.Fatal(err)
	}
	var found []T
	if err := v.Retrieve(ctx, []string{kind}, paths, &found); err != nil {
		t.Fatal(err)
	}
	if err := v.Destroy(ctx); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestHealthyIsConsistent(t *testing.T) {
	_, c := client(t, "healthy")
	clusters := listed[mo.ClusterComputeResource](t, c, "ClusterComputeResource", "name", "host", "summary", "configurationEx", "datastore", "network")
	hosts := listed[mo.HostSystem](t, c, "HostSystem", "name", "vm", "datastore", "network", "config.network",
		"config.virtualNicManagerInfo", "hardware.cpuPkg", "hardware.cpuFeature", "config.featureCapability", "runtime.dasHostState")
	vms := listed[mo.VirtualMachine](t, c, "VirtualMachine", "name", "runtime.host", "config.hardware", "datastore", "network", "runtime.featureRequirement")
	stores := listed[mo.Datastore](t, c, "Datastore", "name", "host", "summary", "info", "vm")
	networks := listed[mo.Network](t, c, "Network", "name", "host", "vm")
	if len(clusters) != 1 || len(hosts) != 3 || len(vms) != 5 || len(stores) != 6 || len(networks) != 4 {
		t.Fatalf("%d clusters, %d hosts, %d VMs, %d datastores, %d networks", len(clusters), len(hosts), len(vms), len(stores), len(networks))
	}
	if n := len(clusters[0].Host); n != 3 {
		t.Errorf("cluster lists %d hosts", n)
	}
	if n := clusters[0].Summary.GetComputeResourceSummary().NumEffectiveHosts; n != 3 {
		t.Errorf("%d effective hosts", n)
	}
	placed := 0
	for _, host := range hosts {
		placed += len(host.Vm)
		for _, one := range host.Vm {
			for _, vm := range vms {
				if vm.Self == one && *vm.Runtime.Host != host.Self {
					t.Errorf("%s lists %s, which runs elsewhere", host.Name, vm.Name)
				}
			}
		}
		if len(host.Datastore) != 4 || len(host.Network) != 4 {
			t.Errorf("%s has %d datastores and %d networks", host.Name, len(host.Datastore), len(host.Network))
		}
		if selected := nicKind(&host, "vmotion").SelectedVnic; len(selected) != 1 || selected[0] != "vmotion.key-vim.host.VirtualNic-vmk1" {
			t.Errorf("%s selects %v for vMotion", host.Name, selected)
		}
	}
	if placed != len(vms) {
		t.Errorf("hosts list %d VMs of %d", placed, len(vms))
	}
}

func TestHostsShareNothing(t *testing.T) {
	w := healthy()
	one, two := w.hosts[0], w.hosts[1]
	one.Hardware.CpuPkg[0].Vendor = "other"
	one.Config.Network.Pnic[0].LinkSpeed.SpeedMb = 1
	one.Config.FeatureCapability[0].Value = "0"
	if two.Hardware.CpuPkg[0].Vendor == "other" || two.Config.Network.Pnic[0].LinkSpeed.SpeedMb == 1 || two.Config.FeatureCapability[0].Value == "0" {
		t.Error("an edit of one host shows on another")
	}
}

func TestLicencesAndModes(t *testing.T) {
	_, c := client(t, "healthy")
	ctx := context.Background()
	var instance mo.ServiceInstance
	if err := property.DefaultCollector(c.Client).RetrieveOne(ctx, types.ManagedObjectReference{Type: "ServiceInstance", Value: "ServiceInstance"}, []string{"capability.supportedEVCMode", "content.about"}, &instance); err != nil {
		t.Fatal(err)
	}
	if len(instance.Capability.SupportedEVCMode) == 0 || instance.Content.About.InstanceUuid != instanceUUID {
		t.Errorf("modes %d, instance %s", len(instance.Capability.SupportedEVCMode), instance.Content.About.InstanceUuid)
	}
}
