package main

import (
	"reflect"

	"github.com/vmware/govmomi/vim25/types"
)

// VirtualCdromFutureBackingInfo is a kind of backing that no release has: what a checker does not
// know it must not judge.
type VirtualCdromFutureBackingInfo struct {
	types.VirtualDeviceBackingInfo
}

func init() {
	types.Add("VirtualCdromFutureBackingInfo", reflect.TypeOf((*VirtualCdromFutureBackingInfo)(nil)).Elem())
}

// backing makes the backing of a drive out of the world.
type backing func(*world) types.BaseVirtualDeviceBackingInfo

func isoOn(store string) backing {
	return func(w *world) types.BaseVirtualDeviceBackingInfo { return w.image(store, "iso/setup.iso") }
}

func hostDrive(*world) types.BaseVirtualDeviceBackingInfo {
	drive := &types.VirtualCdromAtapiBackingInfo{}
	drive.DeviceName = "/vmfs/devices/cdrom/mpx.vmhba0:C0:T0:L0"
	return drive
}

func passthrough(*world) types.BaseVirtualDeviceBackingInfo {
	drive := &types.VirtualCdromPassthroughBackingInfo{}
	drive.DeviceName, drive.UseAutoDetect = "", types.NewBool(true)
	return drive
}

func hostFile(*world) types.BaseVirtualDeviceBackingInfo {
	file := &types.VirtualCdromIsoBackingInfo{}
	file.FileName = "/vmimages/tools-isoimages/windows.iso"
	return file
}

func clientDrive(*world) types.BaseVirtualDeviceBackingInfo {
	drive := &types.VirtualCdromRemoteAtapiBackingInfo{}
	drive.DeviceName, drive.UseAutoDetect = "D:", types.NewBool(false)
	return drive
}

// drive gives the CD drive of a VM another medium and connection.
func drive(vm string, medium backing, connect func() *types.VirtualDeviceConnectInfo) func(*world) {
	return func(w *world) {
		cd := byKey[*types.VirtualCdrom](w.vm(vm), keyCdrom)
		cd.Backing, cd.Connectable = medium(w), connect()
	}
}

// reconnects is a drive that was disconnected by hand and comes back at the next power-on.
func reconnects() *types.VirtualDeviceConnectInfo {
	return &types.VirtualDeviceConnectInfo{StartConnected: true, AllowGuestControl: true, Status: "ok"}
}

func cdromScenarios() []scenario {
	const rule = "vm-no-local-cdrom"
	bad, risky := fails(rule, "LMS-DB01"), warns(rule, "LMS-DB01")
	return []scenario{
		{name: rule + ".local-iso", about: "a running VM holds an image on the local datastore of its host",
			edit: drive("LMS-DB01", isoOn(storeLocal("esx01")), connected), expect: []expect{bad.naming(storeLocal("esx01"))}},
		{name: rule + ".iso-one-host", about: "the image lies on an NFS export that only the source host mounts",
			edit: func(w *world) {
				w.addNFS("datastore-39", "NFS-ESX01", w.host("esx01"))
				drive("LMS-DB01", isoOn("NFS-ESX01"), connected)(w)
			}, expect: []expect{bad.naming("NFS-ESX01", "esx02"+domain)}},
		{name: rule + ".host-device", about: "a running VM holds the drive of its host",
			edit: drive("LMS-DB01", hostDrive, connected), expect: []expect{bad}},
		{name: rule + ".host-passthrough", about: "a running VM holds the drive of its host, passed through and found by itself",
			edit: drive("LMS-DB01", passthrough, connected), expect: []expect{bad}},
		{name: rule + ".host-file", about: "the image is a file of the host outside any datastore",
			edit: drive("LMS-DB01", hostFile, connected), expect: []expect{bad}},
		{name: rule + ".tools-image", about: "the Tools installer is mounted",
			edit: func(w *world) {
				drive("LMS-DB01", hostFile, connected)(w)
				w.vm("LMS-DB01").Runtime.ToolsInstallerMounted = true
			}, expect: []expect{risky, fails("vm-stable-state", "LMS-DB01")}},
		{name: rule + ".client-device", about: "the drive of an administrator's PC is connected",
			edit: drive("LMS-DB01", clientDrive, connected), expect: []expect{bad}},
		{name: rule + ".reconnects", about: "disconnected by hand, connected again at the next power-on",
			edit: drive("LMS-DB01", hostDrive, reconnects), expect: []expect{risky}},
		{name: rule + ".idle-local-iso", about: "a disconnected drive still names an image on a local datastore",
			edit: drive("LMS-DB01", isoOn(storeLocal("esx01")), disconnected), expect: []expect{risky}},
		{name: rule + ".off-host-device", about: "a VM that is off would start with the drive of its host",
			edit: drive("LMS-TEST01", hostDrive, reconnects), expect: []expect{warns(rule, "LMS-TEST01")}},
		{name: rule + ".off-local-iso", about: "a VM that is off would start with an image on a local datastore",
			edit: drive("LMS-TEST01", isoOn(storeLocal("esx02")), reconnects), expect: []expect{warns(rule, "LMS-TEST01")}},
		{name: rule + ".unknown-backing", about: "a connected drive of a kind nobody knows",
			edit:   drive("LMS-DB01", func(*world) types.BaseVirtualDeviceBackingInfo { return &VirtualCdromFutureBackingInfo{} }, connected),
			expect: []expect{is("unknown", rule, "LMS-DB01")}},
	}
}

func floppyScenarios() []scenario {
	const rule = "vm-no-local-floppy"
	bad, risky := fails(rule, "LMS-DB01"), warns(rule, "LMS-DB01")
	add := func(vm string, medium backing, connect func() *types.VirtualDeviceConnectInfo) func(*world) {
		return func(w *world) { addFloppy(w.vm(vm), medium(w)).Connectable = connect() }
	}
	image := func(store string) backing {
		return func(w *world) types.BaseVirtualDeviceBackingInfo {
			self := w.datastore(store).Self
			file := &types.VirtualFloppyImageBackingInfo{}
			file.FileName, file.Datastore = "["+store+"] flp/drivers.flp", &self
			return file
		}
	}
	device := func(*world) types.BaseVirtualDeviceBackingInfo {
		drive := &types.VirtualFloppyDeviceBackingInfo{}
		drive.DeviceName = "/dev/fd0"
		return drive
	}
	file := func(*world) types.BaseVirtualDeviceBackingInfo {
		image := &types.VirtualFloppyImageBackingInfo{}
		image.FileName = "/vmimages/floppies/pvscsi-1.0.0.0-signed-Windows2003.flp"
		return image
	}
	remote := func(*world) types.BaseVirtualDeviceBackingInfo {
		drive := &types.VirtualFloppyRemoteDeviceBackingInfo{}
		drive.DeviceName, drive.UseAutoDetect = "A:", types.NewBool(false)
		return drive
	}
	return []scenario{
		{name: rule + ".local-image", about: "a running VM holds a floppy image on the local datastore of its host",
			edit: add("LMS-DB01", image(storeLocal("esx01")), connected), expect: []expect{bad.naming(storeLocal("esx01"))}},
		{name: rule + ".host-device", about: "a running VM holds the floppy drive of its host",
			edit: add("LMS-DB01", device, connected), expect: []expect{bad}},
		{name: rule + ".host-file", about: "the floppy image is a file of the host outside any datastore",
			edit: add("LMS-DB01", file, connected), expect: []expect{bad}},
		{name: rule + ".client-device", about: "the floppy drive of an administrator's PC is connected",
			edit: add("LMS-DB01", remote, connected), expect: []expect{bad}},
		{name: rule + ".reconnects", about: "disconnected by hand, connected again at the next power-on",
			edit: add("LMS-DB01", device, reconnects), expect: []expect{risky}},
		{name: rule + ".idle-local-image", about: "a disconnected drive still names an image on a local datastore",
			edit: add("LMS-DB01", image(storeLocal("esx01")), disconnected), expect: []expect{risky}},
		{name: rule + ".off-host-device", about: "a VM that is off would start with the floppy drive of its host",
			edit: add("LMS-TEST01", device, reconnects), expect: []expect{warns(rule, "LMS-TEST01")}},
		{name: rule + ".shared-image", about: "trap: the image lies on shared storage",
			edit: add("LMS-DB01", image(storeImages), connected)},
	}
}

// deviceScenarios shows what vCenter refuses to move for certain.
func deviceScenarios() []scenario {
	const rule = "target-host-compatible"
	add := func(vm string, device types.BaseVirtualDevice, label string, backing types.BaseVirtualDeviceBackingInfo) func(*world) {
		return func(w *world) {
			base := device.GetVirtualDevice()
			base.Key, base.Backing = 13000, backing
			base.DeviceInfo = &types.Description{Label: label, Summary: label}
			hardware := &w.vm(vm).Config.Hardware
			hardware.Device = append(hardware.Device, device)
		}
	}
	port := func(backing types.BaseVirtualDeviceBackingInfo) func(*world) {
		device := &types.VirtualSerialPort{}
		device.Connectable = connected()
		return add("LMS-DB01", device, "Serial port 1", backing)
	}
	network := func(proxy string) types.BaseVirtualDeviceBackingInfo {
		backing := &types.VirtualSerialPortURIBackingInfo{}
		backing.ServiceURI, backing.Direction, backing.ProxyURI = "tcp://203.0.113.9:2001", "client", proxy
		return backing
	}
	return []scenario{
		{name: rule + ".passed-through", about: "a running VM has a PCI device of its host",
			edit:   add("LMS-DB01", &types.VirtualPCIPassthrough{}, "PCI device 0", &types.VirtualPCIPassthroughDeviceBackingInfo{}),
			expect: []expect{fails(rule, "LMS-DB01").naming("PCI device 0")}},
		{name: rule + ".passed-through-off", about: "a VM that is off has a PCI device of its host",
			edit:   add("LMS-TEST01", &types.VirtualPCIPassthrough{}, "PCI device 0", &types.VirtualPCIPassthroughDeviceBackingInfo{}),
			expect: []expect{warns(rule, "LMS-TEST01").naming("PCI device 0")}},
		{name: rule + ".serial-network", about: "a serial port leads straight to another machine on the network",
			edit: port(network("")), expect: []expect{fails(rule, "LMS-DB01").naming("Serial port 1")}},
		{name: rule + ".serial-concentrator", about: "trap: a serial port goes through a concentrator",
			edit: port(network("telnet://203.0.113.8:13370"))},
	}
}

func affinityScenarios() []scenario {
	const rule = "vm-no-cpu-affinity"
	set := func(cpus ...int32) *types.VirtualMachineAffinityInfo {
		return &types.VirtualMachineAffinityInfo{AffinitySet: cpus}
	}
	return []scenario{
		{name: rule + ".cpu", about: "a VM is tied to two logical processors",
			edit:   func(w *world) { w.vm("LMS-DB01").Config.CpuAffinity = set(0, 1) },
			expect: []expect{fails(rule, "LMS-DB01")}},
		{name: rule + ".memory", about: "a VM's memory is tied to a NUMA node",
			edit:   func(w *world) { w.vm("LMS-DB01").Config.MemoryAffinity = set(1) },
			expect: []expect{fails(rule, "LMS-DB01")}},
		{name: rule + ".powered-off", about: "a VM that is off is tied to a processor",
			edit:   func(w *world) { w.vm("LMS-TEST01").Config.CpuAffinity = set(3) },
			expect: []expect{warns(rule, "LMS-TEST01")}},
		{name: rule + ".empty-set", about: "trap: an affinity that was cleared leaves an empty set",
			edit: func(w *world) { w.vm("LMS-DB01").Config.CpuAffinity = set() }},
	}
}

func clusteredScenarios() []scenario {
	const rule = "vm-not-guest-clustered"
	share := func(w *world, how types.VirtualSCSISharing) {
		byKey[*types.VirtualLsiLogicSASController](w.vm("LMS-DB01"), keySCSI).SharedBus = how
	}
	return []scenario{
		{name: rule + ".virtual", about: "a SCSI bus is shared between VMs of one host",
			edit:   func(w *world) { share(w, types.VirtualSCSISharingVirtualSharing) },
			expect: []expect{fails(rule, "LMS-DB01").naming("SCSI controller 0")}},
		{name: rule + ".physical", about: "a SCSI bus is shared across hosts, on a release that can move it",
			edit:   func(w *world) { share(w, types.VirtualSCSISharingPhysicalSharing) },
			expect: []expect{warns(rule, "LMS-DB01").naming("SCSI controller 0")}},
		{name: rule + ".physical-old-host", about: "a SCSI bus is shared across hosts of release 5.5",
			edit: func(w *world) {
				share(w, types.VirtualSCSISharingPhysicalSharing)
				for _, host := range w.hosts {
					host.Config.Product.Version, host.Config.Product.ApiVersion = "5.5.0", "5.5"
					host.Config.Product.FullName, host.Config.Product.Build = "VMware ESXi 5.5.0 build-1331820", "1331820"
				}
			},
			expect: []expect{fails(rule, "LMS-DB01").naming("SCSI controller 0")}},
		{name: rule + ".multi-writer", about: "several VMs may write to one disk",
			edit: func(w *world) {
				byKey[*types.VirtualDisk](w.vm("LMS-DB01"), keyDisk+1).Backing.(*types.VirtualDiskFlatVer2BackingInfo).Sharing = "sharingMultiWriter"
			},
			expect: []expect{warns(rule, "LMS-DB01").naming("Hard disk 2")}},
	}
}
