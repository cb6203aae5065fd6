package main

import (
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// carryingVM carries out what scripts of plans ask of a VM; the simulator's own wants files of the VM on this machine,
// and leaves the paths as they were when a VM changes its datastore.
type carryingVM struct {
	simulator.VirtualMachine

	world *world
}

// ReconfigVMTask edits devices.
func (vm *carryingVM) ReconfigVMTask(ctx *simulator.Context, req *types.ReconfigVM_Task) soap.HasFault {
	task := simulator.CreateTask(vm, "reconfigVm", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		for _, change := range req.Spec.DeviceChange {
			spec := change.GetVirtualDeviceConfigSpec()
			if spec.Operation != types.VirtualDeviceConfigSpecOperationEdit {
				return nil, &types.NotSupported{}
			}
			for at, device := range vm.Config.Hardware.Device {
				if device.GetVirtualDevice().Key == spec.Device.GetVirtualDevice().Key {
					vm.Config.Hardware.Device[at] = spec.Device
				}
			}
		}
		return nil, nil
	})
	return &methods.ReconfigVM_TaskBody{Res: &types.ReconfigVM_TaskResponse{Returnval: task.Run(ctx)}}
}

// RelocateVMTask moves all that a VM has in datastores to another one.
func (vm *carryingVM) RelocateVMTask(ctx *simulator.Context, req *types.RelocateVM_Task) soap.HasFault {
	task := simulator.CreateTask(vm, "relocateVm", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		target := req.Spec.Datastore
		if target == nil || req.Spec.Host != nil || req.Spec.Pool != nil && *req.Spec.Pool != *vm.ResourcePool {
			return nil, &types.NotSupported{}
		}
		to := "[" + vm.world.datastoreNamed(*target) + "] "
		move := func(path *string) {
			if _, file, is := strings.Cut(*path, "] "); is {
				*path = to + file
			}
		}
		files := &vm.Config.Files
		for _, path := range []*string{&files.VmPathName, &files.SnapshotDirectory, &files.SuspendDirectory, &files.LogDirectory} {
			move(path)
		}
		for _, device := range vm.Config.Hardware.Device {
			disk, is := device.(*types.VirtualDisk)
			if !is {
				continue
			}
			for backing, _ := disk.Backing.(*types.VirtualDiskFlatVer2BackingInfo); backing != nil; backing = backing.Parent {
				move(&backing.FileName)
				backing.Datastore = target
			}
		}
		if vm.LayoutEx != nil {
			for at := range vm.LayoutEx.File {
				move(&vm.LayoutEx.File[at].Name)
			}
		}
		move(&vm.Summary.Config.VmPathName)
		vm.Datastore = []ref{*target}
		return nil, nil
	})
	return &methods.RelocateVM_TaskBody{Res: &types.RelocateVM_TaskResponse{Returnval: task.Run(ctx)}}
}

// datastoreNamed is the name of a datastore.
func (w *world) datastoreNamed(datastore ref) string {
	for _, own := range w.datastores {
		if own.Self == datastore {
			return own.Name
		}
	}
	return ""
}

// ReconfigureComputeResourceTask changes the settings; where HA is turned on by it, its agents are set up.
func (c *haCluster) ReconfigureComputeResourceTask(ctx *simulator.Context, req *types.ReconfigureComputeResource_Task) soap.HasFault {
	// The task runs beside this, and may have come to it or not when the call is back.
	was := isTrue(c.ConfigurationEx.(*types.ClusterConfigInfoEx).DasConfig.Enabled)
	answer := c.ClusterComputeResource.ReconfigureComputeResourceTask(ctx, req)
	spec, is := req.Spec.(*types.ClusterConfigSpecEx)
	if !is || spec.DasConfig == nil || !isTrue(spec.DasConfig.Enabled) || was {
		return answer
	}
	c.ConfigurationEx.(*types.ClusterConfigInfoEx).DasConfig.Enabled = spec.DasConfig.Enabled
	c.runtime = c.world.haRuntime(&c.ClusterComputeResource.ClusterComputeResource)
	state := "master"
	for _, own := range c.Host {
		host := ctx.Map.Get(own).(*carryingHost)
		if active(&host.HostSystem.HostSystem) {
			host.Runtime.DasHostState = &types.ClusterDasFdmHostState{State: state, StateReporter: &host.Self}
			state = "connectedToMaster"
		}
	}
	return answer
}

// carryingHost has an agent of HA that is started with it.
type carryingHost struct {
	simulator.HostSystem
}

// ExitMaintenanceModeTask ends maintenance, and starts the agent of HA.
func (h *carryingHost) ExitMaintenanceModeTask(ctx *simulator.Context, req *types.ExitMaintenanceMode_Task) soap.HasFault {
	cluster, within := ctx.Map.Get(*h.Parent).(*haCluster)
	if within && isTrue(cluster.ConfigurationEx.(*types.ClusterConfigInfoEx).DasConfig.Enabled) {
		h.Runtime.DasHostState = &types.ClusterDasFdmHostState{State: "connectedToMaster", StateReporter: &h.Self}
	}
	return h.HostSystem.ExitMaintenanceModeTask(ctx, req)
}

// carryingNetworkSystem adds port groups to the host that it belongs to.
type carryingNetworkSystem struct {
	simulator.HostNetworkSystem

	world *world
}

// AddPortGroup adds one whose uplinks are those of the others of its switch, and joins the network of its name.
func (s *carryingNetworkSystem) AddPortGroup(ctx *simulator.Context, req *types.AddPortGroup) soap.HasFault {
	info, spec := s.Host.Config.Network, req.Portgrp
	for _, other := range info.Portgroup {
		if other.Spec.VswitchName == spec.VswitchName {
			order := other.ComputedPolicy.NicTeaming.NicOrder
			addPortgroup(info, spec.VswitchName, spec.Name, spec.VlanId, nicOrder{order.ActiveNic, order.StandbyNic})
			break
		}
	}
	network := s.world.network(spec.Name)
	network.Host = append(network.Host, s.Host.Self)
	host := ctx.Map.Get(s.Host.Self).(*carryingHost)
	host.Network = append(host.Network, network.Self)
	return &methods.AddPortGroupBody{Res: &types.AddPortGroupResponse{}}
}
