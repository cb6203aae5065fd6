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
		system := &carryingNetworkSystem{HostNetworkSystem: simulator.HostNetworkSystem{Host: host}, world: w}
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

// move is one of a VM to a host.
type move struct{ vm, host ref }

// told is what vCenter says of moves in place of what it would find out: the errors of its checker, none
// where it has nothing against a move, and the answers of DRS by host.
type told struct {
	checker map[move][]types.BaseMethodFault
	drs     map[ref]types.ClusterEnterMaintenanceResult
}

// ClusterEnterMaintenanceMode recommends a move for each running VM of a host, to the first other one.
func (c *haCluster) ClusterEnterMaintenanceMode(_ *simulator.Context, r *types.ClusterEnterMaintenanceMode) soap.HasFault {
	var result types.ClusterEnterMaintenanceResult
	for _, from := range r.Host {
		if answer, ok := c.world.told.drs[from]; ok {
			result = answer
			continue
		}
		others := slices.DeleteFunc(slices.Clone(c.Host), func(host ref) bool { return host == from })
		for _, vm := range c.world.vms {
			running := vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn
			if running && vm.Runtime.Host != nil && *vm.Runtime.Host == from && len(others) > 0 {
				result.Recommendations = append(result.Recommendations, recommend(vm.Self, from, others[0]))
			}
		}
	}
	return &methods.ClusterEnterMaintenanceModeBody{
		Res: &types.ClusterEnterMaintenanceModeResponse{Returnval: result},
	}
}

// recommend is what DRS says of one move.
func recommend(vm, from, to ref) types.ClusterRecommendation {
	action := &types.ClusterMigrationAction{
		ClusterAction: types.ClusterAction{Type: "MigrationV1", Target: &vm},
		DrsMigration:  &types.ClusterDrsMigration{Key: vm.Value, Time: created, Vm: vm, Source: from, Destination: to},
	}
	return types.ClusterRecommendation{
		Key: vm.Value, Type: "V1", Time: created, Rating: 5, Reason: "hostMaint", ReasonText: "Host is entering maintenance mode",
		Action: []types.BaseClusterAction{action},
	}
}

// cannot is a result of DRS that moves nothing for a fault of one VM.
func cannot(vm ref, faults ...types.BaseMethodFault) types.ClusterEnterMaintenanceResult {
	var localized []types.LocalizedMethodFault
	for _, fault := range faults {
		localized = append(localized, types.LocalizedMethodFault{Fault: fault, LocalizedMessage: "as told"})
	}
	return types.ClusterEnterMaintenanceResult{Fault: &types.ClusterDrsFaults{
		Reason:     "hostMaint",
		FaultsByVm: []types.BaseClusterDrsFaultsFaultsByVm{&types.ClusterDrsFaultsFaultsByVm{Vm: &vm, Fault: localized}},
	}}
}

// migrationFaults are all types of the family, each once.
func migrationFaults() []types.BaseMethodFault {
	return []types.BaseMethodFault{
		&types.AffinityConfigured{}, &types.CannotModifyConfigCpuRequirements{}, &types.CannotMoveVmWithDeltaDisk{},
		&types.CannotMoveVmWithNativeDeltaDisk{}, &types.CloneFromSnapshotNotSupported{},
		&types.DatacenterMismatch{}, &types.DisallowedMigrationDeviceAttached{}, &types.DiskMoveTypeNotSupported{},
		&types.FaultToleranceAntiAffinityViolated{}, &types.FaultToleranceNeedsThickDisk{},
		&types.FaultToleranceNotSameBuild{}, &types.FullStorageVMotionNotSupported{}, &types.HAErrorsAtDest{},
		&types.HotSnapshotMoveNotSupported{}, &types.IncompatibleDefaultDevice{},
		&types.IndependentDiskVMotionNotSupported{}, &types.LargeRDMConversionNotSupported{},
		&types.MaintenanceModeFileMove{}, &types.MigrationDisabled{}, &types.MigrationFault{},
		&types.MigrationFeatureNotSupported{}, &types.MigrationNotReady{}, &types.MismatchedNetworkPolicies{},
		&types.MismatchedVMotionNetworkNames{}, &types.NetworksMayNotBeTheSame{}, &types.NoGuestHeartbeat{},
		&types.NonHomeRDMVMotionNotSupported{}, &types.RDMConversionNotSupported{}, &types.RDMNotPreserved{},
		&types.ReadOnlyDisksWithLegacyDestination{}, &types.SnapshotCloneNotSupported{},
		&types.SnapshotCopyNotSupported{}, &types.SnapshotMoveFromNonHomeNotSupported{},
		&types.SnapshotMoveNotSupported{}, &types.SnapshotMoveToNonHomeNotSupported{}, &types.SnapshotRevertIssue{},
		&types.StorageVMotionNotSupported{}, &types.SuspendedRelocateNotSupported{},
		&types.TooManyDisksOnLegacyHost{}, &types.ToolsInstallationInProgress{}, &types.UncommittedUndoableDisk{},
		&types.UnsharedSwapVMotionNotSupported{}, &types.VMotionAcrossNetworkNotSupported{},
		&types.VMotionInterfaceIssue{}, &types.VMotionLinkCapacityLow{}, &types.VMotionLinkDown{},
		&types.VMotionNotConfigured{}, &types.VMotionNotLicensed{}, &types.VMotionNotSupported{},
		&types.VMotionProtocolIncompatible{}, &types.WillLoseHAProtection{},
		&types.WillModifyConfigCpuRequirements{}, &types.WillResetSnapshotDirectory{},
	}
}

// asksScenarios are what vCenter says of moves where it is asked; unasked they are like the healthy cluster.
func asksScenarios() []scenario {
	return []scenario{
		{
			name: "asks.every-fault", about: "the checker has every fault of the family against one move, DRS those of its own against emptying a host",
			edit: func(w *world) {
				vm := w.vm("LMS-DB01").Self
				w.told.checker = map[move][]types.BaseMethodFault{{vm, w.host("esx03").Self}: migrationFaults()}
				w.told.drs = map[ref]types.ClusterEnterMaintenanceResult{w.host("esx01").Self: cannot(
					vm, &types.NoCompatibleHost{}, &types.DrsVmotionIncompatibleFault{}, &types.InsufficientMemoryResourcesFault{},
				)}
			},
		},
		{
			name: "asks.rule", about: "a required rule keeps a VM from one of three hosts: the checker does not look at rules, DRS breaks it",
			edit: func(w *world) {
				vm, third := w.vm("LMS-DB01").Self, w.host("esx03").Self
				config := w.clusters[0].ConfigurationEx.(*types.ClusterConfigInfoEx)
				config.Group = []types.BaseClusterGroupInfo{
					&types.ClusterVmGroup{ClusterGroupInfo: types.ClusterGroupInfo{Name: "licensed"}, Vm: []ref{vm}},
					&types.ClusterHostGroup{
						ClusterGroupInfo: types.ClusterGroupInfo{Name: "hall A"}, Host: []ref{w.host("esx01").Self, w.host("esx02").Self},
					},
				}
				config.Rule = []types.BaseClusterRuleInfo{&types.ClusterVmHostRuleInfo{
					ClusterRuleInfo: types.ClusterRuleInfo{
						Key: 1, Status: types.ManagedEntityStatusGreen, Name: "licence", Enabled: types.NewBool(true),
						Mandatory: types.NewBool(true),
					},
					VmGroupName: "licensed", AffineHostGroupName: "hall A",
				}}
				w.told.drs = map[ref]types.ClusterEnterMaintenanceResult{w.host("esx01").Self: {
					Recommendations: []types.ClusterRecommendation{recommend(vm, w.host("esx01").Self, third)},
				}}
			},
			expect: []expect{warns("target-host-compatible", "LMS-DB01").naming("esx03" + domain)},
		},
	}
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
	if faults, ok := c.world.told.checker[move{vm, host}]; ok {
		for _, fault := range faults {
			result.Error = append(result.Error, types.LocalizedMethodFault{Fault: fault, LocalizedMessage: "as told"})
		}
		return result
	}
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
