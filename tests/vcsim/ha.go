package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// haCluster is a cluster that tells of HA at work, which the simulator's own does not.
type haCluster struct {
	simulator.ClusterComputeResource

	world   *world
	runtime types.BaseClusterDasAdvancedRuntimeInfo
}

// RetrieveDasAdvancedRuntimeInfo answers as vCenter does.
func (c *haCluster) RetrieveDasAdvancedRuntimeInfo(*simulator.Context, *types.RetrieveDasAdvancedRuntimeInfo) soap.HasFault {
	return &methods.RetrieveDasAdvancedRuntimeInfoBody{
		Res: &types.RetrieveDasAdvancedRuntimeInfoResponse{Returnval: c.runtime},
	}
}

// haRuntime is what HA does in a cluster: before 5.0 its agents, from then on the datastores they
// send heartbeats through.
func (w *world) haRuntime(cluster *mo.ClusterComputeResource) types.BaseClusterDasAdvancedRuntimeInfo {
	if !isTrue(cluster.ConfigurationEx.(*types.ClusterConfigInfoEx).DasConfig.Enabled) {
		return nil
	}
	info := &types.ClusterDasAdvancedRuntimeInfo{}
	var members []ref
	agents := &types.ClusterDasAamHostInfo{}
	for _, host := range w.hosts {
		if *host.Parent != cluster.Self || !active(host) {
			continue
		}
		members = append(members, host.Self)
		agent := types.ClusterDasAamNodeState{Host: host.Self, Name: host.Name, ConfigState: "running", RuntimeState: "running"}
		if state, told := w.aamStates[host.Self]; told {
			agent.ConfigState, agent.RuntimeState = state.config, state.runtime
		}
		agents.HostDasState = append(agents.HostDasState, agent)
		if len(agents.PrimaryHosts) < 5 {
			agents.PrimaryHosts = append(agents.PrimaryHosts, host.Name)
		}
	}
	if compareVersions(w.content.About.ApiVersion, "5.0") < 0 {
		info.DasHostInfo = agents
		return info
	}
	for _, ds := range w.datastores {
		if len(ds.Host) > 1 && ds.Summary.Type == "VMFS" {
			info.HeartbeatDatastoreInfo = append(info.HeartbeatDatastoreInfo, types.DasHeartbeatDatastoreInfo{Datastore: ds.Self, Hosts: members})
		}
	}
	return info
}

// aamState is what vCenter 4.x says of the HA agent of a host.
type aamState struct{ config, runtime string }

func isTrue(value *bool) bool { return value != nil && *value }
