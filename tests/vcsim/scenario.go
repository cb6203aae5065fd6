package main

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
)

// scenario is one named server.
type scenario struct {
	name  string
	about string
	edit  func(*world) // what differs from the healthy cluster
	base  func() *world
	wire  wire
	esx   bool
	flags []string // of the run, besides those that name the server

	// expect lists the rules whose outcome differs from the healthy cluster; every other rule must
	// answer as it does there.
	expect []expect
	// unjudged marks servers whose inventory cannot be obtained or compared.
	unjudged bool
}

// expect is the outcome of one rule.
type expect struct {
	Rule string `json:"-"`
	// Outcome in words: fail, warn, unknown, unknown-warn, manual, pass, not-applicable; where two
	// readings are right, both, joined by "|".
	Outcome string `json:"outcome"`
	// Objects that carry the outcome, complete and in any order; nil = not compared.
	Objects []string `json:"objects,omitempty"`
	// Mentions are words that the rule's findings or reasons must contain, such as the host to blame.
	Mentions []string `json:"mentions,omitempty"`
}

// Short forms for the tables of scenarios.

const theCluster = "LMS-HA"

func fails(rule string, objects ...string) expect {
	return expect{Rule: rule, Outcome: "fail", Objects: objects}
}
func warns(rule string, objects ...string) expect {
	return expect{Rule: rule, Outcome: "warn", Objects: objects}
}
func is(outcome, rule string, objects ...string) expect {
	return expect{Rule: rule, Outcome: outcome, Objects: objects}
}

// naming adds words that must be mentioned.
func (e expect) naming(words ...string) expect {
	e.Mentions = words
	return e
}

// healthyOutcomes are the outcomes of all rules on the healthy cluster: the table of every other
// scenario says what differs.
var healthyOutcomes = slices.Concat(
	// What the API shows is in order.
	all("pass", "host-software-version", "host-cpu-compatible", "hosts-min-two", "vcenter-licensed",
		"vcenter-version", "vcenter-reaches-hosts", "cluster-exists", "cluster-contains-hosts",
		"cluster-created-ha-off", "ha-enabled", "ha-hosts-configured", "ha-host-monitoring",
		"ha-admission-control", "ha-vm-options", "ha-vm-monitoring", "cluster-sufficient-resources",
		"cluster-summary-clean", "ha-redundant-net-same-subnet", "ha-failover-verified",
		"shared-storage-kind", "cluster-storage-all-hosts", "vm-disks-on-shared-storage",
		"vm-config-on-shared-storage", "storage-source-target", "vm-no-local-cdrom", "vm-no-local-floppy",
		"vm-no-cpu-affinity", "vm-not-guest-clustered", "vm-powered-on", "vm-stable-state",
		"portgroup-labels-consistent", "vmotion-licensed", "vmotion-dedicated-gbe-nic",
		"vmotion-network-gbe", "vmotion-configured", "vmotion-vmkernel-portgroup", "target-resource-pool",
		"target-host-resources", "vmotion-verified"),
	// What only a person can say.
	all("manual", "host-min-hardware", "host-access-all-networks", "vcenter-min-hardware", "vcenter-reaches-client",
		"vcenter-internet-access", "client-reaches-hosts", "client-reaches-vcenter",
		"client-internet-access", "hosts-added-per-plan", "vm-subnet-source-target",
		"same-physical-network", "target-host-compatible", "lms-install-after-tests",
		"lms-on-shared-storage-vm", "lms-vm-in-cluster", "lms-vm-migrated"),
	// What has no meaning on vSphere 8: vCenter on Windows, its Windows client, service consoles.
	all("not-applicable", "client-min-hardware", "vcenter-on-windows", "client-on-windows", "client-installed",
		"sc-dedicated-nic"),
)

// all gives rules one outcome.
func all(outcome string, rules ...string) []expect {
	var expected []expect
	for _, rule := range rules {
		expected = append(expected, is(outcome, rule))
	}
	return expected
}

// scenarios are all of them, healthy first.
func scenarios() []scenario {
	return slices.Concat(
		[]scenario{{
			name: "healthy", about: "a small LMS cluster that meets every prerequisite", expect: healthyOutcomes,
		}},
		clusterScenarios(), cpuScenarios(), storageScenarios(), cdromScenarios(), floppyScenarios(),
		deviceScenarios(), affinityScenarios(), clusteredScenarios(), labelScenarios(), vmotionScenarios(), speedScenarios(),
		subnetScenarios(), vmotionNetworkScenarios(), productScenarios(), haScenarios(), placementScenarios(),
		historyScenarios(), trapScenarios(), asksScenarios(), specialScenarios(), releaseScenarios(), environmentScenarios(), rightsScenarios(),
	)
}

// serve builds the scenario's server.
func (s scenario) serve(user *url.Userinfo) *front {
	if s.esx {
		return newFront(esxHandler(user), s.wire, "")
	}
	w := s.world()
	return newFront(w.handler(user), s.wire, w.content.About.ApiVersion)
}

// world is the inventory of the scenario.
func (s scenario) world() *world {
	base := s.base
	if base == nil {
		base = healthy
	}
	w := base()
	if s.edit != nil {
		s.edit(w)
	}
	return w
}

// list prints the scenarios as JSON.
func list(out io.Writer) error {
	type entry struct {
		Name   string            `json:"name"`
		About  string            `json:"about"`
		Judged bool              `json:"judged"`
		Flags  []string          `json:"flags,omitempty"`
		Expect map[string]expect `json:"expect"`
	}
	var all []entry
	for _, s := range scenarios() {
		one := entry{Name: s.name, About: s.about, Judged: !s.unjudged, Flags: s.flags, Expect: map[string]expect{}}
		for _, e := range s.expect {
			one.Expect[e.Rule] = e
		}
		all = append(all, one)
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", " ")
	return encoder.Encode(all)
}
