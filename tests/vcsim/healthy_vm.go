package main

import (
	"fmt"
	"strings"

	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// Device keys, as vCenter numbers them.
const (
	keyIDE    = 200
	keySCSI   = 1000
	keyDisk   = 2000
	keyCdrom  = 3000
	keyNIC    = 4000
	keyFloppy = 8000
)

func (w *world) addVMs() {
	database := w.newVM(21, "LMS-DB01", "esx01")
	addDisk(database, 1, w.datastore(storeMain))
	addNIC(database, 0, w.standardBacking(labelVM))
	addNIC(database, 1, w.standardBacking(labelData))
	addCdrom(database, idleClient())

	application := w.newVM(22, "LMS-APP01", "esx02")
	addNIC(application, 0, w.standardBacking(labelVM))
	addCdrom(application, w.image(storeImages, "lms/cwlms-4.0.iso")).Connectable = connected()

	web := w.newVM(23, "LMS-WEB01", "esx03")
	addNIC(web, 0, w.distributedBacking(labelWeb))
	addCdrom(web, idleClient())

	test := w.newVM(24, "LMS-TEST01", "esx02")
	addNIC(test, 0, w.standardBacking(labelVM))
	addCdrom(test, idleClient())
	switchOff(test)

	template := w.newVM(25, "LMS-TEMPLATE", "esx01")
	addNIC(template, 0, w.standardBacking(labelVM))
	switchOff(template)
	template.Config.Template = true
	template.ResourcePool = nil
}

// newVM is a running VM with one disk on the main datastore and no adapter or drive yet.
func (w *world) newVM(number int, name, host string) *mo.VirtualMachine {
	vm := &mo.VirtualMachine{}
	vm.Self = ref{Type: "VirtualMachine", Value: fmt.Sprintf("vm-%d", number)}
	vm.Name, vm.Parent = name, &vmFolder
	vm.ResourcePool = &ref{Type: poolRef.Type, Value: poolRef.Value}
	on := w.host(host).Self
	vm.Runtime = types.VirtualMachineRuntimeInfo{
		Host: &on, ConnectionState: types.VirtualMachineConnectionStateConnected,
		PowerState: types.VirtualMachinePowerStatePoweredOn, BootTime: types.NewTime(created),
		DasVmProtection:     &types.VirtualMachineRuntimeInfoDasProtectionState{DasProtected: true},
		FaultToleranceState: types.VirtualMachineFaultToleranceStateNotConfigured,
		MemoryOverhead:      90 << 20, MaxCpuUsage: 8400, MaxMemoryUsage: 8192,
		RecordReplayState:     types.VirtualMachineRecordReplayStateInactive,
		MinRequiredEVCModeKey: "intel-haswell", FeatureRequirement: requirements(),
		SnapshotInBackground: types.NewBool(false), VmFailoverInProgress: types.NewBool(false),
	}
	uuid := fmt.Sprintf("420f0000-0000-4000-8000-%012d", number)
	reserve := func() *types.ResourceAllocationInfo {
		return &types.ResourceAllocationInfo{
			Reservation: types.NewInt64(0), Limit: types.NewInt64(-1), ExpandableReservation: types.NewBool(false),
			Shares: &types.SharesInfo{Shares: 4000, Level: types.SharesLevelNormal},
		}
	}
	home := "[" + storeMain + "] " + name + "/"
	vm.Config = &types.VirtualMachineConfigInfo{
		ChangeVersion: "1", Modified: created, Name: name, Version: "vmx-19", Uuid: uuid, InstanceUuid: uuid,
		GuestId: "windows2019srv_64Guest", GuestFullName: "Microsoft Windows Server 2019 (64-bit)",
		Files: types.VirtualMachineFileInfo{
			VmPathName: home + name + ".vmx", SnapshotDirectory: home, SuspendDirectory: home, LogDirectory: home,
		},
		Hardware:      types.VirtualHardware{NumCPU: 4, MemoryMB: 8192},
		CpuAllocation: reserve(), MemoryAllocation: reserve(), SwapPlacement: "inherit",
		ExtraConfig: []types.BaseOptionValue{&types.OptionValue{Key: "nvram", Value: name + ".nvram"}},
	}
	vm.Config.Hardware.Device = []types.BaseVirtualDevice{
		&types.VirtualIDEController{VirtualController: types.VirtualController{VirtualDevice: device(keyIDE, "IDE 0")}},
		&types.VirtualLsiLogicSASController{VirtualSCSIController: types.VirtualSCSIController{
			VirtualController: types.VirtualController{VirtualDevice: device(keySCSI, "SCSI controller 0")},
			SharedBus:         types.VirtualSCSISharingNoSharing,
		}},
	}
	addDisk(vm, 0, w.datastore(storeMain))
	vm.Guest = &types.GuestInfo{
		ToolsStatus: types.VirtualMachineToolsStatusToolsOk, ToolsRunningStatus: "guestToolsRunning",
		ToolsVersionStatus2: "guestToolsCurrent", GuestState: "running", HostName: name + domain,
		Net: []types.GuestNicInfo{{
			Network: labelVM, Connected: true, DeviceConfigId: keyNIC,
			IpAddress: []string{fmt.Sprintf("203.0.113.%d", number%250)},
		}},
	}
	vm.GuestHeartbeatStatus = types.ManagedEntityStatusGreen
	vm.Summary.OverallStatus = types.ManagedEntityStatusGreen
	vm.Summary.QuickStats = types.VirtualMachineQuickStats{OverallCpuUsage: 400, HostMemoryUsage: 8200, GuestMemoryUsage: 2000}
	w.vms = append(w.vms, vm)
	return vm
}

// switchOff puts a VM into the state of one that was shut down.
func switchOff(vm *mo.VirtualMachine) {
	vm.Runtime.PowerState = types.VirtualMachinePowerStatePoweredOff
	vm.Runtime.FeatureRequirement, vm.Runtime.MinRequiredEVCModeKey = nil, ""
	vm.Runtime.DasVmProtection, vm.Runtime.BootTime, vm.Runtime.MemoryOverhead = nil, nil, 0
	vm.Summary.QuickStats = types.VirtualMachineQuickStats{}
	vm.Guest = &types.GuestInfo{ToolsStatus: types.VirtualMachineToolsStatusToolsNotRunning,
		ToolsRunningStatus: "guestToolsNotRunning", GuestState: "notRunning"}
	vm.GuestHeartbeatStatus = types.ManagedEntityStatusGray
	for _, one := range vm.Config.Hardware.Device {
		if connect := one.GetVirtualDevice().Connectable; connect != nil {
			connect.Connected, connect.Status = false, "untried"
		}
	}
}

func device(key int32, title string) types.VirtualDevice {
	return types.VirtualDevice{Key: key, DeviceInfo: &types.Description{Label: title, Summary: title}}
}

func connected() *types.VirtualDeviceConnectInfo {
	return &types.VirtualDeviceConnectInfo{StartConnected: true, AllowGuestControl: true, Connected: true, Status: "ok"}
}

func disconnected() *types.VirtualDeviceConnectInfo {
	return &types.VirtualDeviceConnectInfo{AllowGuestControl: true, Status: "untried"}
}

func addDisk(vm *mo.VirtualMachine, unit int32, ds *mo.Datastore) {
	name := vm.Name
	if unit > 0 {
		name = fmt.Sprintf("%s_%d", vm.Name, unit)
	}
	disk := &types.VirtualDisk{
		VirtualDevice:   device(keyDisk+unit, fmt.Sprintf("Hard disk %d", unit+1)),
		CapacityInKB:    60 << 20,
		CapacityInBytes: 60 << 30,
	}
	disk.ControllerKey, disk.UnitNumber = keySCSI, types.NewInt32(unit)
	disk.Backing = flat(ds, vm.Name+"/"+name+".vmdk")
	vm.Config.Hardware.Device = append(vm.Config.Hardware.Device, disk)
}

// flat is an ordinary disk file.
func flat(ds *mo.Datastore, path string) *types.VirtualDiskFlatVer2BackingInfo {
	self := ds.Self
	backing := &types.VirtualDiskFlatVer2BackingInfo{DiskMode: "persistent", ThinProvisioned: types.NewBool(true), Sharing: "sharingNone"}
	backing.FileName, backing.Datastore = "["+ds.Name+"] "+path, &self
	return backing
}

func addNIC(vm *mo.VirtualMachine, unit int32, backing types.BaseVirtualDeviceBackingInfo) {
	card := &types.VirtualVmxnet3{}
	card.VirtualDevice = device(keyNIC+unit, fmt.Sprintf("Network adapter %d", unit+1))
	card.Backing, card.Connectable = backing, connected()
	card.MacAddress, card.AddressType = fmt.Sprintf("00:50:56:a0:00:%02d", unit), "assigned"
	vm.Config.Hardware.Device = append(vm.Config.Hardware.Device, card)
}

func (w *world) standardBacking(name string) *types.VirtualEthernetCardNetworkBackingInfo {
	self := w.network(name).Self
	backing := &types.VirtualEthernetCardNetworkBackingInfo{Network: &self}
	backing.DeviceName = name
	return backing
}

func (w *world) distributedBacking(name string) *types.VirtualEthernetCardDistributedVirtualPortBackingInfo {
	return &types.VirtualEthernetCardDistributedVirtualPortBackingInfo{
		Port: types.DistributedVirtualSwitchPortConnection{SwitchUuid: switchUUID, PortgroupKey: w.portgroup(name).Key, PortKey: "100"},
	}
}

func addCdrom(vm *mo.VirtualMachine, backing types.BaseVirtualDeviceBackingInfo) *types.VirtualCdrom {
	drive := &types.VirtualCdrom{VirtualDevice: device(keyCdrom, "CD/DVD drive 1")}
	drive.ControllerKey, drive.UnitNumber = keyIDE, types.NewInt32(0)
	drive.Backing, drive.Connectable = backing, disconnected()
	vm.Config.Hardware.Device = append(vm.Config.Hardware.Device, drive)
	return drive
}

func addFloppy(vm *mo.VirtualMachine, backing types.BaseVirtualDeviceBackingInfo) *types.VirtualFloppy {
	drive := &types.VirtualFloppy{VirtualDevice: device(keyFloppy, "Floppy drive 1")}
	drive.Backing, drive.Connectable = backing, connected()
	vm.Config.Hardware.Device = append(vm.Config.Hardware.Device, drive)
	return drive
}

// idleClient is what an empty drive looks like: a client device that nobody connected.
func idleClient() *types.VirtualCdromRemotePassthroughBackingInfo {
	backing := &types.VirtualCdromRemotePassthroughBackingInfo{}
	backing.UseAutoDetect = types.NewBool(false)
	return backing
}

// image is an ISO file on a datastore.
func (w *world) image(store, path string) *types.VirtualCdromIsoBackingInfo {
	self := w.datastore(store).Self
	backing := &types.VirtualCdromIsoBackingInfo{}
	backing.FileName, backing.Datastore = "["+store+"] "+path, &self
	return backing
}

// byKey finds a device of a VM.
func byKey[T types.BaseVirtualDevice](vm *mo.VirtualMachine, key int32) T {
	for _, one := range vm.Config.Hardware.Device {
		if one.GetVirtualDevice().Key == key {
			return one.(T)
		}
	}
	panic(fmt.Sprintf("%s has no device %d", vm.Name, key))
}

// layoutOf lists the files of a VM as vCenter would.
func layoutOf(vm *mo.VirtualMachine) *types.VirtualMachineFileLayoutEx {
	layout := &types.VirtualMachineFileLayoutEx{Timestamp: created}
	add := func(kind, name string) {
		layout.File = append(layout.File, types.VirtualMachineFileLayoutExFileInfo{
			Key: int32(len(layout.File)), Name: name, Type: kind, Size: 4096, Accessible: types.NewBool(true),
		})
	}
	path := vm.Config.Files.VmPathName
	home := path[:strings.LastIndex(path, "/")+1]
	add("config", path)
	add("nvram", home+vm.Name+".nvram")
	add("snapshotList", vm.Config.Files.SnapshotDirectory+vm.Name+".vmsd")
	add("log", vm.Config.Files.LogDirectory+"vmware.log")
	if vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn {
		add("swap", home+vm.Name+".vswp")
	}
	for _, one := range vm.Config.Hardware.Device {
		if backing, ok := one.GetVirtualDevice().Backing.(*types.VirtualDiskFlatVer2BackingInfo); ok {
			for disk := backing; disk != nil; disk = disk.Parent {
				add("diskDescriptor", disk.FileName)
			}
		}
	}
	return layout
}
