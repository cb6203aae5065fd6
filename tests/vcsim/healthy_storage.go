package main

import (
	"fmt"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// Datastores of the healthy cluster. Every VM is on the first; the second is empty (a heartbeat
// datastore), so that scenarios can spoil it without touching a VM; the third holds images.
const (
	storeMain   = "SAN-LMS-01"
	storeSecond = "SAN-LMS-02"
	storeImages = "NFS-ISO"
)

// storeLocal is the local datastore of a host, by the host's short name.
func storeLocal(host string) string { return host + "-local" }

func (w *world) addStorage() {
	w.addVMFS("datastore-31", storeMain, w.hosts...)
	w.addVMFS("datastore-32", storeSecond, w.hosts...)
	w.addNFS("datastore-33", storeImages, w.hosts...)
	for i, host := range w.hosts {
		w.addVMFS(fmt.Sprintf("datastore-%d", 34+i), storeLocal(fmt.Sprintf("esx%02d", i+1)), host)
	}
}

func (w *world) addDatastore(id, name, kind string, hosts []*mo.HostSystem) *mo.Datastore {
	ds := &mo.Datastore{}
	ds.Self = ref{Type: "Datastore", Value: id}
	ds.Name, ds.Parent = name, &datastoreFolder
	ds.Summary = types.DatastoreSummary{
		Datastore: &ds.Self, Name: name, Url: "ds:///vmfs/volumes/" + id + "/", Capacity: 2 << 40, FreeSpace: 1 << 40,
		Accessible: true, MultipleHostAccess: types.NewBool(len(hosts) > 1), Type: kind, MaintenanceMode: "normal",
	}
	for _, host := range hosts {
		ds.Host = append(ds.Host, types.DatastoreHostMount{Key: host.Self, MountInfo: types.HostMountInfo{
			Path: "/vmfs/volumes/" + id, AccessMode: "readWrite", Mounted: types.NewBool(true), Accessible: types.NewBool(true),
		}})
	}
	w.datastores = append(w.datastores, ds)
	return ds
}

func (w *world) addVMFS(id, name string, hosts ...*mo.HostSystem) *mo.Datastore {
	ds := w.addDatastore(id, name, "VMFS", hosts)
	volume := &types.HostVmfsVolume{
		BlockSizeMb: 1, MaxBlocks: 63_963_136, MajorVersion: 6, Version: "6.82", Uuid: "6543210f-" + id,
		Extent: []types.HostScsiDiskPartition{{DiskName: "naa.6000" + id, Partition: 1}},
		Ssd:    types.NewBool(false), Local: types.NewBool(len(hosts) == 1),
	}
	volume.HostFileSystemVolume = types.HostFileSystemVolume{Type: "VMFS", Name: name, Capacity: ds.Summary.Capacity}
	info := &types.VmfsDatastoreInfo{Vmfs: volume}
	info.DatastoreInfo = types.DatastoreInfo{Name: name, Url: ds.Summary.Url, FreeSpace: ds.Summary.FreeSpace}
	ds.Info = info
	return ds
}

func (w *world) addNFS(id, name string, hosts ...*mo.HostSystem) *mo.Datastore {
	ds := w.addDatastore(id, name, "NFS", hosts)
	volume := &types.HostNasVolume{RemoteHost: "nas.tokyo.example", RemotePath: "/export/" + id}
	volume.HostFileSystemVolume = types.HostFileSystemVolume{Type: "NFS", Name: name, Capacity: ds.Summary.Capacity}
	info := &types.NasDatastoreInfo{Nas: volume}
	info.DatastoreInfo = types.DatastoreInfo{Name: name, Url: ds.Summary.Url, FreeSpace: ds.Summary.FreeSpace}
	ds.Info = info
	return ds
}

// mount is how one host mounts a datastore.
func (w *world) mount(store, host string) *types.HostMountInfo {
	self := w.host(host).Self
	ds := w.datastore(store)
	for i := range ds.Host {
		if ds.Host[i].Key == self {
			return &ds.Host[i].MountInfo
		}
	}
	panic(host + " does not mount " + store)
}

// unmount takes a datastore away from a host.
func (w *world) unmount(store, host string) {
	self := w.host(host).Self
	ds := w.datastore(store)
	ds.Host = without(ds.Host, func(m types.DatastoreHostMount) bool { return m.Key == self })
}
