package main

import (
	"fmt"
	"time"

	"github.com/vmware/govmomi/simulator/vpx"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// ref is short for the reference that every object has.
type ref = types.ManagedObjectReference

// world is an inventory before it is served. Scenarios edit what is primary here (where a VM runs,
// what a host mounts, which port groups it has); join derives everything that follows from it, so
// that an edit never leaves two sides of a relation in disagreement by accident.
type world struct {
	content      types.ServiceContent
	capability   types.Capability
	settings     map[string]string
	licences     []types.LicenseAssignmentManagerLicenseAssignment
	folders      []*mo.Folder
	datacenters  []*mo.Datacenter
	clusters     []*mo.ClusterComputeResource
	standalone   []*mo.ComputeResource
	pools        []*mo.ResourcePool
	hosts        []*mo.HostSystem
	vms          []*mo.VirtualMachine
	datastores   []*mo.Datastore
	pods         []*mo.StoragePod
	networks     []*mo.Network
	portgroups   []*mo.DistributedVirtualPortgroup
	switches     []*mo.VmwareDistributedVirtualSwitch
	extraMembers []ref // further entries of the cluster's host list
	events       []types.BaseEvent
	aamStates    map[ref]aamState // HA agents of 4.x that do not simply run
	told         told             // what vCenter says of moves in place of what it would find
}

// Folders of the one datacenter, as vCenter numbers them.
var (
	rootFolder      = ref{Type: "Folder", Value: "group-d1"}
	vmFolder        = ref{Type: "Folder", Value: "group-v3"}
	hostFolder      = ref{Type: "Folder", Value: "group-h4"}
	datastoreFolder = ref{Type: "Folder", Value: "group-s5"}
	networkFolder   = ref{Type: "Folder", Value: "group-n6"}
	datacenterRef   = ref{Type: "Datacenter", Value: "datacenter-2"}
	clusterRef      = ref{Type: "ClusterComputeResource", Value: "domain-c8"}
	poolRef         = ref{Type: "ResourcePool", Value: "resgroup-9"}
)

// instanceUUID identifies the simulated vCenter; fixed, because fingerprints are built on it.
const instanceUUID = "5f0c1d2e-8b7a-4c3d-9e2f-a1b2c3d4e5f6"

// created is the time stamp of everything that has one.
var created = time.Date(2026, time.January, 15, 3, 4, 5, 0, time.UTC)

// emptyWorld is a vCenter with nothing but its root folder.
func emptyWorld() *world {
	content := vpx.ServiceContent
	content.About = types.AboutInfo{
		Name:                  "VMware vCenter Server",
		FullName:              "VMware vCenter Server 8.0.2 build-22385739",
		Vendor:                "VMware, Inc.",
		Version:               "8.0.2",
		Build:                 "22385739",
		LocaleVersion:         "INTL",
		LocaleBuild:           "000",
		OsType:                "linux-x64",
		ProductLineId:         "vpx",
		ApiType:               "VirtualCenter",
		ApiVersion:            "8.0.2.0",
		InstanceUuid:          instanceUUID,
		LicenseProductName:    "VMware VirtualCenter Server",
		LicenseProductVersion: "8.0",
	}
	root := &mo.Folder{ChildType: []string{"Folder", "Datacenter"}}
	root.Self = rootFolder
	root.Name = "Datacenters"
	return &world{
		content:    content,
		capability: types.Capability{ProvisioningSupported: true, MultiHostSupported: true, SupportedEVCMode: evcModes()},
		settings: map[string]string{
			"VirtualCenter.InstanceName": "vcenter.tokyo.example", "event.maxAge": "30", "event.maxAgeEnabled": "true",
		},
		licences: []types.LicenseAssignmentManagerLicenseAssignment{licence(instanceUUID, "vcenter.tokyo.example", "vc")},
		folders:  []*mo.Folder{root},
	}
}

// addDatacenter adds a datacenter with its four folders.
func (w *world) addDatacenter(name string) {
	w.addDatacenterAs(name, datacenterRef.Value, vmFolder, hostFolder, datastoreFolder, networkFolder)
}

func (w *world) addDatacenterAs(name, id string, vms, hosts, datastores, networks ref) {
	dc := &mo.Datacenter{VmFolder: vms, HostFolder: hosts, DatastoreFolder: datastores, NetworkFolder: networks}
	dc.Self, dc.Name, dc.Parent = ref{Type: "Datacenter", Value: id}, name, &rootFolder
	w.datacenters = append(w.datacenters, dc)
	for _, f := range []struct {
		self ref
		name string
		kind []string
	}{
		{vms, "vm", []string{"Folder", "VirtualMachine", "VirtualApp"}},
		{hosts, "host", []string{"Folder", "ComputeResource"}},
		{datastores, "datastore", []string{"Folder", "Datastore", "StoragePod"}},
		{networks, "network", []string{"Folder", "Network", "DistributedVirtualSwitch"}},
	} {
		folder := &mo.Folder{ChildType: f.kind}
		folder.Self, folder.Name, folder.Parent = f.self, f.name, &dc.Self
		w.folders = append(w.folders, folder)
	}
}

// find returns the object of that name and stops the program when a scenario misspells it.
func find[T any](kind, name string, all []T, is func(T) bool) T {
	for _, one := range all {
		if is(one) {
			return one
		}
	}
	panic(fmt.Sprintf("scenario names a %s %q that does not exist", kind, name))
}

// host finds a host by its short name.
func (w *world) host(name string) *mo.HostSystem {
	full := name + domain
	return find("host", name, w.hosts, func(h *mo.HostSystem) bool { return h.Name == full })
}

func (w *world) vm(name string) *mo.VirtualMachine {
	return find("VM", name, w.vms, func(v *mo.VirtualMachine) bool { return v.Name == name })
}

func (w *world) datastore(name string) *mo.Datastore {
	return find("datastore", name, w.datastores, func(d *mo.Datastore) bool { return d.Name == name })
}

func (w *world) network(name string) *mo.Network {
	return find("network", name, w.networks, func(n *mo.Network) bool { return n.Name == name })
}

func (w *world) portgroup(name string) *mo.DistributedVirtualPortgroup {
	return find("port group", name, w.portgroups, func(p *mo.DistributedVirtualPortgroup) bool { return p.Name == name })
}

// cluster is the one cluster of the healthy world.
func (w *world) cluster() *mo.ClusterComputeResource { return w.clusters[0] }

// clusterConfig is its HA and DRS configuration.
func (w *world) clusterConfig() *types.ClusterConfigInfoEx {
	return w.cluster().ConfigurationEx.(*types.ClusterConfigInfoEx)
}

// clusterSummary is its summary.
func (w *world) clusterSummary() *types.ClusterComputeResourceSummary {
	return w.cluster().Summary.(*types.ClusterComputeResourceSummary)
}

// moveAll places every VM of one host on another.
func (w *world) moveAll(from, to string) {
	source, target := w.host(from).Self, w.host(to).Self
	for _, vm := range w.vms {
		if *vm.Runtime.Host == source {
			vm.Runtime.Host = &ref{Type: target.Type, Value: target.Value}
		}
	}
}

// removeHost takes a host out of the inventory, with its local datastore and its seat on switches.
func (w *world) removeHost(name string) {
	gone := w.host(name).Self
	w.hosts = without(w.hosts, func(h *mo.HostSystem) bool { return h.Self == gone })
	for _, ds := range w.datastores {
		ds.Host = without(ds.Host, func(m types.DatastoreHostMount) bool { return m.Key == gone })
	}
	w.datastores = without(w.datastores, func(ds *mo.Datastore) bool { return len(ds.Host) == 0 })
	for _, sw := range w.switches {
		config := sw.Config.(*types.VMwareDVSConfigInfo)
		config.Host = without(config.Host, func(m types.DistributedVirtualSwitchHostMember) bool {
			return *m.Config.Host == gone
		})
	}
}

// without copies a list, leaving out some elements.
func without[T any](all []T, drop func(T) bool) []T {
	var kept []T
	for _, one := range all {
		if !drop(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// has tells whether a list of references holds one.
func has(all []ref, one ref) bool {
	for _, other := range all {
		if other == one {
			return true
		}
	}
	return false
}
