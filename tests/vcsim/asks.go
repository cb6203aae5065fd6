package main

import (
	"fmt"
	"slices"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// answerAsks registers what answers on request only: the network system of each host, and the
// checker, which the simulator has without the method that is asked here.
func (w *world) answerAsks(registry *simulator.Registry) {
	for _, host := range w.hosts {
		system := &simulator.HostNetworkSystem{Host: host}
		system.Self = ref{Type: "HostNetworkSystem", Value: "networkSystem-" + host.Self.Value}
		system.QueryNetworkHintResponse.Returnval = w.hints(host)
		host.ConfigManager.NetworkSystem = &system.Self
		registry.Put(system)
	}
	checker := &checker{world: w}
	checker.Self = *w.content.VmProvisioningChecker
	registry.Put(checker)
}

// hints has every working adapter hear one of two switches, and the subnet of the VMs.
func (w *world) hints(host *mo.HostSystem) []types.PhysicalNicHintInfo {
	var all []types.PhysicalNicHintInfo
	if host.Config == nil || host.Config.Network == nil {
		return nil
	}
	for i, nic := range host.Config.Network.Pnic {
		if nic.LinkSpeed == nil {
			continue
		}
		all = append(all, types.PhysicalNicHintInfo{
			Device: nic.Device,
			Subnet: []types.PhysicalNicIpHint{{IpSubnet: "192.168.10.1-192.168.10.254"}},
			ConnectedSwitchPort: &types.PhysicalNicCdpInfo{
				DevId: fmt.Sprintf("sw%d.tokyo.example", i%2+1), PortId: fmt.Sprintf("Ethernet1/%d", i),
			},
		})
	}
	return all
}

// checker finds a host incompatible that lacks a network of the VM.
type checker struct {
	mo.VirtualMachineProvisioningChecker
	world *world
}

// QueryVMotionCompatibilityExTask tries every VM on every host.
func (c *checker) QueryVMotionCompatibilityExTask(ctx *simulator.Context, r *types.QueryVMotionCompatibilityEx_Task) soap.HasFault {
	task := simulator.CreateTask(c, "queryVMotionCompatibilityEx", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		var results []types.CheckResult
		for _, vm := range r.Vm {
			for _, host := range r.Host {
				results = append(results, c.check(vm, host))
			}
		}
		return types.ArrayOfCheckResult{CheckResult: results}, nil
	})
	return &methods.QueryVMotionCompatibilityEx_TaskBody{
		Res: &types.QueryVMotionCompatibilityEx_TaskResponse{Returnval: task.Run(ctx)},
	}
}

func (c *checker) check(vm, host ref) types.CheckResult {
	result := types.CheckResult{Vm: &vm, Host: &host}
	for _, network := range c.networks(vm) {
		if !slices.Contains(c.hostNetworks(host), network) {
			result.Error = append(result.Error, types.LocalizedMethodFault{
				Fault: &types.CannotAccessNetwork{}, LocalizedMessage: "Network " + network.Value + " is not accessible",
			})
		}
	}
	return result
}

func (c *checker) networks(vm ref) []ref {
	for _, one := range c.world.vms {
		if one.Self == vm {
			return one.Network
		}
	}
	return nil
}

func (c *checker) hostNetworks(host ref) []ref {
	for _, one := range c.world.hosts {
		if one.Self == host {
			return one.Network
		}
	}
	return nil
}
