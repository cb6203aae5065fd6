package main

import (
	"slices"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// started is when the simulator began: its clock is the machine's, and events lie before it.
var started = time.Now().UTC().Truncate(time.Second)

// daysAgo is a time before the simulator began.
func daysAgo(days float64) time.Time {
	return started.Add(-time.Duration(days * 24 * float64(time.Hour)))
}

// addHistory is what became of the healthy cluster: created empty, three hosts, HA and DRS; then a
// live migration of LMS-DB01 and a restart of LMS-APP01 by HA.
func (w *world) addHistory() {
	cluster := &types.ComputeResourceEventArgument{
		EntityEventArgument: types.EntityEventArgument{Name: theCluster}, ComputeResource: clusterRef,
	}
	at := func(days float64, chain int32) types.Event {
		return types.Event{CreatedTime: daysAgo(days), ChainId: chain, UserName: `TOKYO\admin`, ComputeResource: cluster}
	}
	w.events = append(w.events, &types.ClusterCreatedEvent{ClusterEvent: types.ClusterEvent{Event: at(20, 1001)}})
	for number, host := range w.hosts {
		event := at(19.9, int32(1002+number))
		event.Host = w.hostArgument(host.Name)
		w.events = append(w.events, &types.HostAddedEvent{HostEvent: types.HostEvent{Event: event}})
	}
	w.events = append(w.events,
		&types.DasEnabledEvent{ClusterEvent: types.ClusterEvent{Event: at(19.5, 1010)}},
		&types.DrsEnabledEvent{ClusterEvent: types.ClusterEvent{Event: at(19.4, 1011)}},
		w.switched(19, "LMS-DB01", true),
		w.startedOn("esx03", "LMS-APP01", 19),
	)
	w.events = append(w.events, w.hotMigration(18)...)
	w.events = append(w.events, w.restart(17))
}

func (w *world) hostArgument(name string) *types.HostEventArgument {
	for _, host := range w.hosts {
		if host.Name == name {
			return &types.HostEventArgument{EntityEventArgument: types.EntityEventArgument{Name: name}, Host: host.Self}
		}
	}
	panic("no host " + name)
}

// vmEvent is an event about a VM on a host.
func (w *world) vmEvent(days float64, chain int32, name, host string) types.VmEvent {
	vm := w.vm(name)
	return types.VmEvent{Event: types.Event{
		CreatedTime: daysAgo(days), ChainId: chain, UserName: `TOKYO\admin`, Host: w.hostArgument(host + domain),
		Vm: &types.VmEventArgument{EntityEventArgument: types.EntityEventArgument{Name: name}, Vm: vm.Self},
	}}
}

// switched is a VM that was powered on or off.
func (w *world) switched(days float64, name string, on bool) types.BaseEvent {
	event := w.vmEvent(days, 1100, name, "esx02")
	if on {
		return &types.VmPoweredOnEvent{VmEvent: event}
	}
	return &types.VmPoweredOffEvent{VmEvent: event}
}

// startedOn is a VM that was powered on, on a host of its own.
func (w *world) startedOn(host, name string, days float64) types.BaseEvent {
	return &types.VmPoweredOnEvent{VmEvent: w.vmEvent(days, 1101, name, host)}
}

// migration is LMS-DB01 on its way from esx02 to esx01, without what tells whether it was running.
func (w *world) migration(days float64) types.BaseEvent {
	return &types.VmMigratedEvent{
		VmEvent: w.vmEvent(days, 1200, "LMS-DB01", "esx01"), SourceHost: *w.hostArgument("esx02" + domain),
	}
}

func (w *world) hotMigration(days float64) []types.BaseEvent {
	return []types.BaseEvent{
		&types.VmBeingHotMigratedEvent{
			VmEvent: w.vmEvent(days, 1200, "LMS-DB01", "esx02"), DestHost: *w.hostArgument("esx01" + domain),
		},
		w.migration(days),
	}
}

// restart is LMS-APP01, restarted by HA: in the way of releases from 5.0 on.
func (w *world) restart(days float64) types.BaseEvent {
	event := w.vmEvent(days, 1300, "LMS-APP01", "esx02")
	return &types.EventEx{
		Event: event.Event, EventTypeId: "com.vmware.vc.ha.VmRestartedByHAEvent",
		ObjectId: event.Vm.Vm.Value, ObjectType: event.Vm.Vm.Type, ObjectName: event.Vm.Name,
	}
}

// restartBefore50 is the same in the way of older releases.
func (w *world) restartBefore50(days float64) types.BaseEvent {
	return &types.VmRestartedOnAlternateHostEvent{
		VmPoweredOnEvent: types.VmPoweredOnEvent{VmEvent: w.vmEvent(days, 1300, "LMS-APP01", "esx02")},
		SourceHost:       *w.hostArgument("esx03" + domain),
	}
}

// without leaves out events of the types given.
func (w *world) without(is func(types.BaseEvent) bool) {
	var kept []types.BaseEvent
	for _, event := range w.events {
		if !is(event) {
			kept = append(kept, event)
		}
	}
	w.events = kept
}

func isMove(event types.BaseEvent) bool {
	switch event.(type) {
	case *types.VmMigratedEvent, *types.VmBeingHotMigratedEvent:
		return true
	}
	return false
}

func isRestart(event types.BaseEvent) bool {
	_, is := event.(*types.EventEx)
	return is
}

// tell puts the events into the simulator's history. It numbers them, but it also gives them a time
// and an operation of its own, which are set right afterwards: it keeps what it was given.
func (w *world) tell(ctx *simulator.Context) {
	manager := ctx.Map.Get(*w.content.EventManager).(*simulator.EventManager)
	for _, event := range w.events {
		before := *event.GetEvent()
		// Its alarms look the object of an EventEx up, which a scenario may have removed.
		ex, isEx := event.(*types.EventEx)
		if isEx {
			kind, id := ex.ObjectType, ex.ObjectId
			ex.ObjectType, ex.ObjectId = rootFolder.Type, rootFolder.Value
			defer func() { ex.ObjectType, ex.ObjectId = kind, id }()
		}
		manager.PostEvent(ctx, &types.PostEvent{EventToPost: event})
		told := event.GetEvent()
		told.CreatedTime, told.ChainId, told.UserName = before.CreatedTime, before.ChainId, before.UserName
	}
}

// recordChange records that somebody has changed each VM right now.
func (w *world) recordChange() {
	now := time.Now().UTC()
	for number, vm := range w.vms {
		if vm.Runtime.Host == nil {
			continue
		}
		event := types.VmEvent{Event: types.Event{
			CreatedTime: now, ChainId: int32(9000 + number), UserName: `TOKYO\admin`,
			ComputeResource: &types.ComputeResourceEventArgument{
				EntityEventArgument: types.EntityEventArgument{Name: theCluster}, ComputeResource: clusterRef,
			},
			Vm: &types.VmEventArgument{EntityEventArgument: types.EntityEventArgument{Name: vm.Name}, Vm: vm.Self},
		}}
		w.events = append(w.events, &types.VmReconfiguredEvent{VmEvent: event})
	}
}

// historyScenarios are about what vCenter remembers.
func historyScenarios() []scenario {
	const moved, restarted, created = "vmotion-verified", "ha-failover-verified", "cluster-created-ha-off"
	return []scenario{
		{
			name: "history.hot-migration", about: "a live migration is on record, a restart by HA is not",
			edit:   func(w *world) { w.without(isRestart) },
			expect: []expect{is("pass", moved), is("manual", restarted)},
		},
		{
			name: "history.ha-restart", about: "a restart by HA is on record, a live migration is not",
			edit:   func(w *world) { w.without(isMove) },
			expect: []expect{is("manual", moved), is("pass", restarted)},
		},
		{
			name: "history.ha-restart-before-5.0", about: "trap: the restart is told in the way of old releases",
			edit: func(w *world) {
				w.without(isRestart)
				w.events = append(w.events, w.restartBefore50(17))
			},
		},
		{
			name: "history.cold-migration", about: "the VM was powered off while it was moved",
			edit: func(w *world) {
				w.without(isMove)
				w.events = append(w.events, w.switched(18.5, "LMS-DB01", false), w.migration(18), w.switched(17.5, "LMS-DB01", true))
			},
			expect: []expect{is("manual", moved)},
		},
		{
			name: "history.failed-after", about: "a migration has failed after one succeeded",
			edit: func(w *world) {
				w.events = append(w.events, &types.VmFailedMigrateEvent{
					VmEvent: w.vmEvent(3, 1400, "LMS-DB01", "esx01"), DestHost: *w.hostArgument("esx03" + domain),
					Reason: types.LocalizedMethodFault{Fault: &types.DisallowedMigrationDeviceAttached{}},
				})
			},
			expect: []expect{warns(moved, theCluster).naming("LMS-DB01", "esx03"+domain, "DisallowedMigrationDeviceAttached")},
		},
		{
			name: "history.ha-before-hosts", about: "HA was switched on before the cluster had hosts",
			edit: func(w *world) {
				for _, event := range w.events {
					if das, is := event.(*types.DasEnabledEvent); is {
						das.CreatedTime = daysAgo(19.95)
					}
				}
				slices.SortStableFunc(w.events, func(one, other types.BaseEvent) int {
					return one.GetEvent().CreatedTime.Compare(other.GetEvent().CreatedTime)
				})
			},
			expect: []expect{warns(created, theCluster)},
		},
		{
			name: "history.expired", about: "the cluster is older than the events that are kept",
			edit: func(w *world) {
				w.without(func(event types.BaseEvent) bool { return daysAgo(18.5).After(event.GetEvent().CreatedTime) })
			},
			expect: []expect{is("unknown-warn", created, theCluster).naming("keeps events for 30 days")},
		},
		{
			name: "history.nothing", about: "nothing is on record, and older events are not kept",
			edit: func(w *world) { w.events = nil },
			expect: []expect{
				is("manual", moved), is("manual", restarted), is("unknown-warn", created, theCluster).naming("expired"),
			},
		},
	}
}
