package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// join fills in every property that follows from others: both directions of each relation, the
// copies kept in summaries, and the totals of clusters.
func (w *world) join() {
	w.joinVMs()
	w.joinHosts()
	w.joinNetworks()
	w.joinClusters()
	w.joinFolders()
}

func (w *world) joinVMs() {
	for _, ds := range w.datastores {
		ds.Vm = nil
	}
	for _, vm := range w.vms {
		vm.Summary.Vm = &vm.Self
		vm.Summary.Runtime = vm.Runtime
		if vm.Config == nil {
			continue
		}
		vm.Summary.Config = types.VirtualMachineConfigSummary{
			Name: vm.Name, Template: vm.Config.Template, VmPathName: vm.Config.Files.VmPathName,
			MemorySizeMB: vm.Config.Hardware.MemoryMB, NumCpu: vm.Config.Hardware.NumCPU,
			GuestId: vm.Config.GuestId, GuestFullName: vm.Config.GuestFullName, ManagedBy: vm.Config.ManagedBy,
		}
		vm.Datastore, vm.Network = nil, nil
		home := w.storeOfPath(vm.Config.Files.VmPathName)
		if home != nil {
			vm.Datastore = append(vm.Datastore, home.Self)
		}
		for _, device := range vm.Config.Hardware.Device {
			for _, used := range datastoresOf(device) {
				if !has(vm.Datastore, used) {
					vm.Datastore = append(vm.Datastore, used)
				}
			}
			if net := w.networkOf(device); net != nil && !has(vm.Network, *net) {
				vm.Network = append(vm.Network, *net)
			}
		}
		for _, ds := range w.datastores {
			if has(vm.Datastore, ds.Self) {
				ds.Vm = append(ds.Vm, vm.Self)
			}
		}
		vm.LayoutEx = layoutOf(vm)
	}
}

// storeOfPath resolves the `[name]` at the head of a path.
func (w *world) storeOfPath(path string) *mo.Datastore {
	for _, ds := range w.datastores {
		head := "[" + ds.Name + "] "
		if len(path) > len(head) && path[:len(head)] == head {
			return ds
		}
	}
	return nil
}

// datastoresOf lists the datastores of a device's files, parents of delta disks included.
func datastoresOf(device types.BaseVirtualDevice) []ref {
	var found []ref
	add := func(ds *ref) {
		if ds != nil {
			found = append(found, *ds)
		}
	}
	switch backing := device.GetVirtualDevice().Backing.(type) {
	case *types.VirtualDiskFlatVer2BackingInfo:
		for disk := backing; disk != nil; disk = disk.Parent {
			add(disk.Datastore)
		}
	case *types.VirtualCdromIsoBackingInfo:
		add(backing.Datastore)
	case *types.VirtualFloppyImageBackingInfo:
		add(backing.Datastore)
	}
	return found
}

// networkOf is the network object behind an adapter.
func (w *world) networkOf(device types.BaseVirtualDevice) *ref {
	switch backing := device.GetVirtualDevice().Backing.(type) {
	case *types.VirtualEthernetCardNetworkBackingInfo:
		return backing.Network
	case *types.VirtualEthernetCardDistributedVirtualPortBackingInfo:
		for _, pg := range w.portgroups {
			if pg.Key == backing.Port.PortgroupKey {
				return &pg.Self
			}
		}
	}
	return nil
}

func (w *world) joinHosts() {
	for _, host := range w.hosts {
		host.Summary.Host = &host.Self
		runtime := host.Runtime
		host.Summary.Runtime = &runtime
		host.Vm, host.Datastore = nil, nil
		for _, vm := range w.vms {
			if *vm.Runtime.Host == host.Self {
				host.Vm = append(host.Vm, vm.Self)
			}
		}
		for _, ds := range w.datastores {
			for _, mount := range ds.Host {
				if mount.Key == host.Self {
					host.Datastore = append(host.Datastore, ds.Self)
				}
			}
		}
		host.Summary.Config.Name = host.Name
		if host.Config == nil {
			continue
		}
		product := host.Config.Product
		host.Summary.Config.Product = &product
		host.Summary.Hardware.NumNics = int32(len(host.Config.Network.Pnic))
	}
}

func (w *world) joinNetworks() {
	for _, host := range w.hosts {
		host.Network = nil
	}
	for _, net := range w.networks {
		net.Host, net.Vm = nil, nil
		for _, host := range w.hosts {
			if *net.Parent == networkFolder && host.Config != nil && labelled(host.Config.Network, net.Name) {
				net.Host = append(net.Host, host.Self)
				host.Network = append(host.Network, net.Self)
			}
		}
		net.Vm = w.usersOf(net.Self)
		net.Summary = &types.NetworkSummary{Network: &net.Self, Name: net.Name, Accessible: len(net.Host) > 0}
	}
	for _, pg := range w.portgroups {
		pg.Host, pg.Vm = nil, w.usersOf(pg.Self)
		for _, host := range w.hosts {
			if w.isMember(host.Self, *pg.Config.DistributedVirtualSwitch) {
				pg.Host = append(pg.Host, host.Self)
				host.Network = append(host.Network, pg.Self)
			}
		}
		pg.Summary = &types.NetworkSummary{Network: &pg.Self, Name: pg.Name, Accessible: len(pg.Host) > 0}
	}
	for _, sw := range w.switches {
		sw.Summary.HostMember = nil
		for _, member := range sw.Config.(*types.VMwareDVSConfigInfo).Host {
			sw.Summary.HostMember = append(sw.Summary.HostMember, *member.Config.Host)
		}
		sw.Summary.NumHosts = int32(len(sw.Summary.HostMember))
	}
}

func labelled(network *types.HostNetworkInfo, label string) bool {
	for _, pg := range network.Portgroup {
		if pg.Spec.Name == label {
			return true
		}
	}
	return false
}

func (w *world) usersOf(net ref) []ref {
	var users []ref
	for _, vm := range w.vms {
		if has(vm.Network, net) {
			users = append(users, vm.Self)
		}
	}
	return users
}

func (w *world) isMember(host, dvs ref) bool {
	for _, sw := range w.switches {
		if sw.Self == dvs {
			for _, member := range sw.Config.(*types.VMwareDVSConfigInfo).Host {
				if *member.Config.Host == host {
					return true
				}
			}
		}
	}
	return false
}

func (w *world) joinClusters() {
	for _, cluster := range w.clusters {
		total := cluster.Summary.(*types.ClusterComputeResourceSummary)
		w.joinResource(&cluster.ComputeResource, &total.ComputeResourceSummary)
		cluster.Host = append(cluster.Host, w.extraMembers...)
		total.NumHosts = int32(len(cluster.Host))
	}
	for _, lone := range w.standalone {
		w.joinResource(lone, lone.Summary.(*types.ComputeResourceSummary))
	}
	for _, pool := range w.pools {
		pool.Vm = nil
		for _, vm := range w.vms {
			if vm.ResourcePool != nil && *vm.ResourcePool == pool.Self {
				pool.Vm = append(pool.Vm, vm.Self)
			}
		}
	}
}

// joinResource fills the lists and totals of a cluster or of a stand-alone host.
func (w *world) joinResource(cr *mo.ComputeResource, total *types.ComputeResourceSummary) {
	cr.Host, cr.Datastore, cr.Network = nil, nil, nil
	*total = types.ComputeResourceSummary{OverallStatus: types.ManagedEntityStatusGreen}
	for _, host := range w.hosts {
		if *host.Parent != cr.Self {
			continue
		}
		cr.Host = append(cr.Host, host.Self)
		total.NumHosts++
		for _, ds := range host.Datastore {
			if !has(cr.Datastore, ds) {
				cr.Datastore = append(cr.Datastore, ds)
			}
		}
		for _, net := range host.Network {
			if !has(cr.Network, net) {
				cr.Network = append(cr.Network, net)
			}
		}
		hardware := host.Summary.Hardware
		mhz := hardware.CpuMhz * int32(hardware.NumCpuCores)
		total.TotalCpu += mhz
		total.TotalMemory += hardware.MemorySize
		total.NumCpuCores += hardware.NumCpuCores
		total.NumCpuThreads += hardware.NumCpuThreads
		if active(host) {
			total.NumEffectiveHosts++
			total.EffectiveCpu += mhz * 95 / 100
			total.EffectiveMemory += hardware.MemorySize / (1 << 20) * 95 / 100
		}
	}
}

func active(host *mo.HostSystem) bool {
	return host.Runtime.ConnectionState == types.HostSystemConnectionStateConnected &&
		!host.Runtime.InMaintenanceMode && host.Runtime.PowerState == types.HostSystemPowerStatePoweredOn
}

func (w *world) joinFolders() {
	children := map[ref][]ref{}
	add := func(parent *ref, self ref) {
		if parent != nil {
			children[*parent] = append(children[*parent], self)
		}
	}
	for _, o := range w.folders {
		if o.Parent != nil && o.Parent.Type == "Folder" {
			add(o.Parent, o.Self)
		}
	}
	for _, o := range w.datacenters {
		add(o.Parent, o.Self)
		o.Datastore, o.Network = nil, nil
		for _, ds := range w.datastores {
			if *ds.Parent == o.DatastoreFolder || ds.Parent.Type == "StoragePod" {
				o.Datastore = append(o.Datastore, ds.Self)
			}
		}
		for _, net := range w.networks {
			if *net.Parent == o.NetworkFolder {
				o.Network = append(o.Network, net.Self)
			}
		}
		for _, pg := range w.portgroups {
			if *pg.Parent == o.NetworkFolder {
				o.Network = append(o.Network, pg.Self)
			}
		}
	}
	for _, o := range w.clusters {
		add(o.Parent, o.Self)
	}
	for _, o := range w.standalone {
		add(o.Parent, o.Self)
	}
	for _, o := range w.vms {
		add(o.Parent, o.Self)
	}
	for _, o := range w.datastores {
		add(o.Parent, o.Self)
	}
	for _, o := range w.pods {
		add(o.Parent, o.Self)
	}
	for _, o := range w.networks {
		add(o.Parent, o.Self)
	}
	for _, o := range w.portgroups {
		add(o.Parent, o.Self)
	}
	for _, o := range w.switches {
		add(o.Parent, o.Self)
	}
	for _, o := range w.folders {
		o.ChildEntity = children[o.Self]
	}
	for _, o := range w.pods {
		o.ChildEntity = children[o.Self]
	}
}
