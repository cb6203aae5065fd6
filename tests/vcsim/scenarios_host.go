package main

import (
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// productScenarios are the ways to fail the rules about hardware and licences.
func productScenarios() []scenario {
	const hardware, licensed, vmotion = "host-min-hardware", "vcenter-licensed", "vmotion-licensed"
	bad := fails(hardware, "esx02"+domain)
	return []scenario{
		{name: hardware + ".memory", about: "a host has less memory than its release needs",
			edit: func(w *world) {
				host := w.host("esx02")
				host.Hardware.MemorySize, host.Summary.Hardware.MemorySize = 3<<30, 3<<30
			}, expect: []expect{bad.naming("3072")}},
		{name: hardware + ".nx", about: "a host's processors do not mark memory as not executable",
			edit: func(w *world) {
				host := w.host("esx02")
				blind := skylake
				blind.extendedEdx &^= 1 << 20
				setCPU(host, blind, "intel-skylake")
			}, expect: []expect{bad}},
		{name: hardware + ".no-gigabit", about: "no adapter of a host is made for a gigabit",
			edit: func(w *world) {
				network := w.host("esx02").Config.Network
				for i := range network.Pnic {
					network.Pnic[i].LinkSpeed.SpeedMb = 100
					network.Pnic[i].ValidLinkSpecification = []types.PhysicalNicLinkInfo{{SpeedMb: 100, Duplex: true}}
				}
			}, expect: []expect{warns(hardware, "esx02"+domain), fails("vmotion-network-gbe", "esx02"+domain)}},
		{name: licensed + ".expired", about: "the evaluation of vCenter has ended",
			edit: func(w *world) { evaluate(&w.licences[0], 0) }, expect: []expect{fails(licensed)}},
		{name: licensed + ".evaluation", about: "vCenter runs in evaluation mode",
			edit: func(w *world) { evaluate(&w.licences[0], 500) }, expect: []expect{warns(licensed).naming("500")}},
		{name: licensed + ".other-version", about: "the licence of vCenter is for an earlier release",
			edit: func(w *world) {
				properties := w.licences[0].AssignedLicense.Properties
				for i := range properties {
					if properties[i].Key == "ProductVersion" {
						properties[i].Value = "7.0"
					}
				}
			}, expect: []expect{fails(licensed).naming("8.0.2")}},
		{name: vmotion + ".add-on-only", about: "a host's licence only offers vMotion as an add-on",
			edit: func(w *world) {
				properties := w.licences[2].AssignedLicense.Properties
				for i := range properties {
					if feature, is := properties[i].Value.(types.KeyValue); is && feature.Key == "vmotion" {
						properties[i].Key = "addon"
					}
				}
			}, expect: []expect{fails(vmotion, "esx02"+domain)}},
		{name: vmotion + ".expired", about: "the evaluation of a host has ended",
			edit: func(w *world) { evaluate(&w.licences[2], 0) }, expect: []expect{fails(vmotion, "esx02"+domain)}},
		{name: vmotion + ".not-listed", about: "the server lists no licence of a host, which may be for lack of rights",
			edit:   func(w *world) { w.licences = append(w.licences[:2:2], w.licences[3]) },
			expect: []expect{is("unknown", vmotion, "esx02"+domain)}},
	}
}

// evaluate replaces a licence by an evaluation with hours left.
func evaluate(assignment *types.LicenseAssignmentManagerLicenseAssignment, hours int64) {
	info := &assignment.AssignedLicense
	info.LicenseKey, info.EditionKey, info.Name = "00000-00000-00000-00000-00000", "eval", "Evaluation Mode"
	info.Properties = append(info.Properties, types.KeyAnyValue{Key: "expirationHours", Value: hours},
		types.KeyAnyValue{Key: "expirationMinutes", Value: hours * 60})
}

// haScenarios are the ways to fail the rules about what HA is told and what it does.
func haScenarios() []scenario {
	const agents, options = "ha-hosts-configured", "ha-vm-options"
	const room, clean = "cluster-sufficient-resources", "cluster-summary-clean"
	state := func(name string) func(*world) {
		return func(w *world) { w.host("esx02").Runtime.DasHostState.State = name }
	}
	broken := fails(agents, theCluster).naming("esx02" + domain)
	das := func(edit func(*types.ClusterDasConfigInfo)) func(*world) {
		return func(w *world) { edit(&w.clusterConfig().DasConfig) }
	}
	admission := func(info types.BaseClusterDasAdmissionControlInfo, policy types.BaseClusterDasAdmissionControlPolicy) func(*world) {
		return func(w *world) {
			w.clusterSummary().AdmissionControlInfo, w.clusterConfig().DasConfig.AdmissionControlPolicy = info, policy
		}
	}
	spare := func(colour types.ManagedEntityStatus) func(*world) {
		return func(w *world) {
			self := w.host("esx03").Self
			w.moveAll("esx03", "esx02")
			admission(&types.ClusterFailoverHostAdmissionControlInfo{
				HostStatus: []types.ClusterFailoverHostAdmissionControlInfoHostStatus{{Host: self, Status: colour}},
			}, &types.ClusterFailoverHostAdmissionControlPolicy{FailoverHosts: []ref{self}})(w)
		}
	}
	issue := func(event types.BaseEvent, of func(*world) *mo.ManagedEntity) func(*world) {
		return func(w *world) { of(w).ConfigIssue = []types.BaseEvent{event} }
	}
	ofHost := func(w *world) *mo.ManagedEntity { return &w.host("esx02").ManagedEntity }
	ofCluster := func(w *world) *mo.ManagedEntity { return &w.cluster().ManagedEntity }
	alarm := func(colour types.ManagedEntityStatus, acknowledged bool) func(*world) {
		return func(w *world) {
			raised := []types.AlarmState{{
				Key: "alarm-10.host-12", Entity: w.host("esx02").Self, Alarm: ref{Type: "Alarm", Value: "alarm-10"},
				OverallStatus: colour, Time: created, Acknowledged: &acknowledged,
			}}
			// The list of an object holds what is raised beneath it, too.
			w.host("esx02").TriggeredAlarmState, w.cluster().TriggeredAlarmState = raised, raised
		}
	}
	return []scenario{
		{name: agents + ".error", about: "the HA agent of a host could not be set up",
			edit: state("initializationError"), expect: []expect{broken.naming("initializationError")}},
		{name: agents + ".isolated", about: "the HA agent of a host is cut off",
			edit: state("networkIsolated"), expect: []expect{broken.naming("networkIsolated")}},
		{name: agents + ".absent", about: "a host of the HA cluster has no agent",
			edit: func(w *world) { w.host("esx02").Runtime.DasHostState = nil }, expect: []expect{broken}},
		{name: agents + ".two-masters", about: "two hosts think that they are the master",
			edit: state("master"), expect: []expect{fails(agents, theCluster)}},
		{name: agents + ".election", about: "the agents are choosing a master",
			edit: state("election"), expect: []expect{warns(agents, theCluster).naming("esx02" + domain)}},
		{name: agents + ".unheard-of", about: "the HA agent of a host is in a state that nobody knows",
			edit: state("quantumSuperposition"), expect: []expect{is("unknown", agents, theCluster).naming("quantumSuperposition")}},
		{name: "ha-host-monitoring.off", about: "host monitoring is off: HA restarts nothing",
			edit:   das(func(das *types.ClusterDasConfigInfo) { das.HostMonitoring = "disabled" }),
			expect: []expect{fails("ha-host-monitoring", theCluster)}},
		{name: "ha-host-monitoring.unset", about: "trap: host monitoring is not mentioned, which means on",
			edit: das(func(das *types.ClusterDasConfigInfo) { das.HostMonitoring = "" })},
		{name: "ha-admission-control.off", about: "admission control is off",
			edit:   das(func(das *types.ClusterDasConfigInfo) { das.AdmissionControlEnabled = types.NewBool(false) }),
			expect: []expect{warns("ha-admission-control", theCluster)}},
		{name: "ha-vm-monitoring.off", about: "VM monitoring is off",
			edit:   das(func(das *types.ClusterDasConfigInfo) { das.VmMonitoring = "vmMonitoringDisabled" }),
			expect: []expect{warns("ha-vm-monitoring", theCluster)}},
		{name: options + ".not-protected", about: "HA does not protect a running VM",
			edit:   func(w *world) { w.vm("LMS-DB01").Runtime.DasVmProtection.DasProtected = false },
			expect: []expect{fails(options, theCluster).naming("LMS-DB01")}},
		{name: options + ".excluded", about: "trap: a VM that nobody named is meant to stay off after a failure",
			edit: excluded},
		{name: options + ".lms-vm-excluded", about: "the LMS VM itself is excluded from restart",
			edit: excluded, flags: []string{"--lms-vm", "LMS-DB01"},
			expect: append(namedLMS(), fails(options, theCluster).naming("LMS-DB01"))},
		{name: room + ".percent", about: "less is left for a failover than admission control is to hold back",
			edit: func(w *world) {
				w.clusterSummary().AdmissionControlInfo.(*types.ClusterFailoverResourcesAdmissionControlInfo).CurrentMemoryFailoverResourcesPercent = 20
			}, expect: []expect{fails(room, theCluster).naming("20", "33")}},
		{name: room + ".level", about: "no host may fail where one is to be borne",
			edit: admission(&types.ClusterFailoverLevelAdmissionControlInfo{CurrentFailoverLevel: 0},
				&types.ClusterFailoverLevelAdmissionControlPolicy{FailoverLevel: 1}),
			expect: []expect{fails(room, theCluster)}},
		{name: room + ".level-met", about: "trap: as many hosts may fail as are to be borne",
			edit: admission(&types.ClusterFailoverLevelAdmissionControlInfo{CurrentFailoverLevel: 1},
				&types.ClusterFailoverLevelAdmissionControlPolicy{FailoverLevel: 1})},
		{name: room + ".spare-down", about: "the failover host cannot take over",
			edit: spare(types.ManagedEntityStatusRed), expect: []expect{fails(room, theCluster).naming("esx03" + domain)}},
		{name: room + ".spare-in-use", about: "VMs run on the failover host",
			edit: spare(types.ManagedEntityStatusYellow), expect: []expect{warns(room, theCluster).naming("esx03" + domain)}},
		{name: clean + ".ha-error", about: "a host carries an HA error, the cluster itself does not",
			edit:   issue(&types.HostDasErrorEvent{Reason: "agentFailed"}, ofHost),
			expect: []expect{fails(clean, theCluster).naming("esx02"+domain, "HostDasErrorEvent")}},
		{name: clean + ".fdm-error", about: "the same in the way of releases from 5.0 on",
			edit:   issue(&types.EventEx{EventTypeId: "com.vmware.vc.HA.HostAgentErrorEvent", Severity: "error"}, ofHost),
			expect: []expect{fails(clean, theCluster).naming("esx02"+domain, "HostAgentErrorEvent")}},
		{name: clean + ".no-redundancy", about: "a host has no second management network",
			edit:   issue(&types.HostNoRedundantManagementNetworkEvent{}, ofHost),
			expect: []expect{warns(clean, theCluster).naming("esx02" + domain)}},
		{name: clean + ".short-of-resources", about: "the cluster says that it is short of resources for a failover",
			edit:   issue(&types.InsufficientFailoverResourcesEvent{}, ofCluster),
			expect: []expect{fails(clean, theCluster).naming("InsufficientFailoverResourcesEvent")}},
		{name: clean + ".red", about: "a red alarm on a host",
			edit: alarm(types.ManagedEntityStatusRed, false), expect: []expect{fails(clean, theCluster).naming("esx02" + domain)}},
		{name: clean + ".acknowledged", about: "a red alarm that somebody has acknowledged",
			edit: alarm(types.ManagedEntityStatusRed, true), expect: []expect{warns(clean, theCluster).naming("esx02" + domain)}},
		{name: clean + ".quarantine", about: "Proactive HA has put a host into quarantine",
			edit:   func(w *world) { w.host("esx02").Runtime.InQuarantineMode = types.NewBool(true) },
			expect: []expect{warns(clean, theCluster).naming("esx02"+domain, "quarantine")}},
		{name: clean + ".muted", about: "an advanced option keeps HA from telling of a fault",
			edit: das(func(das *types.ClusterDasConfigInfo) {
				das.Option = []types.BaseOptionValue{&types.OptionValue{Key: "das.IgnoreInsufficientHbDatastore", Value: "True"}}
			}), expect: []expect{warns(clean, theCluster).naming("das.ignoreInsufficientHbDatastore")}},
	}
}

// excluded keeps LMS-DB01 off after a failure of its host.
func excluded(w *world) {
	w.clusterConfig().DasVmConfig = []types.ClusterDasVmConfigInfo{{
		Key: w.vm("LMS-DB01").Self, DasSettings: &types.ClusterDasVmSettings{RestartPriority: "disabled"},
	}}
	w.vm("LMS-DB01").Runtime.DasVmProtection = nil
}
