package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// storageScenarios are the ways to fail the two rules about shared storage.
func storageScenarios() []scenario {
	const all, disks = "cluster-storage-all-hosts", "vm-disks-on-shared-storage"
	const home, reach = "vm-config-on-shared-storage", "storage-source-target"
	gap := warns(all, theCluster)
	return []scenario{
		{
			name: all + ".none", about: "no datastore is mounted on every host; VM disks are on one of them",
			edit: func(w *world) {
				for _, store := range []string{storeSecond, storeImages} {
					w.unmount(store, "esx03")
				}
				w.unmount(storeMain, "esx02")
				w.vm("LMS-APP01").Runtime.Host = &w.host("esx01").Self
				w.vm("LMS-TEST01").Runtime.Host = &w.host("esx01").Self
				drive := byKey[*types.VirtualCdrom](w.vm("LMS-APP01"), keyCdrom)
				drive.Backing, drive.Connectable = idleClient(), disconnected()
			},
			expect: []expect{
				fails(all, theCluster),
				fails(disks, "LMS-DB01", "LMS-APP01", "LMS-WEB01", "LMS-TEST01").naming("esx02" + domain),
			},
		},
		{
			name: all + ".gap", about: "an unused shared datastore is missing on one host",
			edit:   func(w *world) { w.unmount(storeSecond, "esx03") },
			expect: []expect{gap.naming(storeSecond, "esx03"+domain)},
		},
		{
			name: all + ".pod", about: "a datastore cluster has a member that only one host mounts",
			edit: func(w *world) {
				pod := &mo.StoragePod{}
				pod.Self = ref{Type: "StoragePod", Value: "group-p61"}
				pod.Name, pod.Parent = "LMS-Pod", &datastoreFolder
				w.pods = append(w.pods, pod)
				w.datastore(storeSecond).Parent = &pod.Self
				w.datastore(storeLocal("esx02")).Parent = &pod.Self
			},
			expect: []expect{gap.naming(storeLocal("esx02"))},
		},
		{
			name: disks + ".local", about: "a disk lies on the local datastore of its host",
			edit:   onStore("LMS-DB01", storeLocal("esx01")),
			expect: []expect{fails(disks, "LMS-DB01").naming(storeLocal("esx01")), fails(reach, "LMS-DB01")},
		},
		{
			name: disks + ".one-host-only", about: "a disk lies on a SAN datastore that only its own host mounts",
			edit: func(w *world) {
				w.addVMFS("datastore-38", "SAN-LMS-09", w.host("esx01"))
				onStore("LMS-DB01", "SAN-LMS-09")(w)
			},
			expect: []expect{
				fails(disks, "LMS-DB01").naming("SAN-LMS-09", "esx02"+domain, "esx03"+domain), fails(reach, "LMS-DB01"),
			},
		},
		{
			name: disks + ".snapshot-chain-local", about: "the parent of a snapshot disk lies on a local datastore",
			edit: func(w *world) {
				base := flat(w.datastore(storeLocal("esx01")), "LMS-DB01/LMS-DB01.vmdk")
				delta := flat(w.datastore(storeMain), "LMS-DB01/LMS-DB01-000001.vmdk")
				delta.Parent = base
				byKey[*types.VirtualDisk](w.vm("LMS-DB01"), keyDisk).Backing = delta
			},
			expect: []expect{fails(disks, "LMS-DB01").naming(storeLocal("esx01")), fails(reach, "LMS-DB01")},
		},
		{
			name: disks + ".read-only-mount", about: "one host mounts the datastore of a disk read-only",
			edit: func(w *world) {
				onStore("LMS-DB01", storeSecond)(w)
				w.mount(storeSecond, "esx03").AccessMode = "readOnly"
			},
			expect: []expect{fails(disks, "LMS-DB01").naming("esx03" + domain), warns(reach, "LMS-DB01"), gap},
		},
		{
			name: disks + ".unmounted", about: "the datastore of a disk is unmounted on one host",
			edit: func(w *world) {
				onStore("LMS-DB01", storeSecond)(w)
				w.mount(storeSecond, "esx03").Mounted = types.NewBool(false)
			},
			expect: []expect{fails(disks, "LMS-DB01").naming("esx03" + domain), warns(reach, "LMS-DB01"), gap},
		},
		{
			name: disks + ".inaccessible", about: "one host has lost the paths to the datastore of a disk",
			edit: func(w *world) {
				onStore("LMS-DB01", storeSecond)(w)
				mount := w.mount(storeSecond, "esx02")
				mount.Accessible, mount.InaccessibleReason = types.NewBool(false), "AllPathsDown_Start"
			},
			expect: []expect{fails(disks, "LMS-DB01").naming("esx02" + domain), warns(reach, "LMS-DB01"), gap},
		},
		{
			name: disks + ".raw", about: "a disk is a raw device without mapping file",
			edit: func(w *world) {
				raw := &types.VirtualDiskRawDiskVer2BackingInfo{}
				raw.DeviceName, raw.DescriptorFileName = "vml.0200", "["+storeMain+"] LMS-DB01/raw.vmdk"
				byKey[*types.VirtualDisk](w.vm("LMS-DB01"), keyDisk+1).Backing = raw
			},
			expect: []expect{fails(disks, "LMS-DB01"), is("unknown", reach, "LMS-DB01")},
		},
		{
			name: disks + ".maintenance", about: "the datastore of a disk is in maintenance",
			edit: func(w *world) {
				onStore("LMS-DB01", storeSecond)(w)
				w.datastore(storeSecond).Summary.MaintenanceMode = "enteringMaintenance"
			},
			expect: []expect{warns(disks, "LMS-DB01")},
		},
		{
			name: disks + ".powered-off", about: "the disk of a VM that is off lies on a local datastore",
			edit:   onStore("LMS-TEST01", storeLocal("esx02")),
			expect: []expect{fails(disks, "LMS-TEST01").naming(storeLocal("esx02")), fails(reach, "LMS-TEST01")},
		},
	}
}

// onStore puts the first disk of a VM on another datastore.
func onStore(vm, store string) func(*world) {
	return func(w *world) {
		byKey[*types.VirtualDisk](w.vm(vm), keyDisk).Backing = flat(w.datastore(store), vm+"/"+vm+".vmdk")
	}
}
