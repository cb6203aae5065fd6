package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vmware/govmomi/fault"
	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// objects renders every object of a world as it would be served, by id.
func (w *world) objects() map[ref]mo.Reference {
	all := map[ref]mo.Reference{}
	for _, list := range []any{w.datacenters, w.clusters, w.standalone, w.pools, w.hosts, w.vms, w.datastores, w.pods, w.networks, w.portgroups, w.switches} {
		value := reflect.ValueOf(list)
		for i := range value.Len() {
			object := value.Index(i).Interface().(mo.Reference)
			all[object.Reference()] = object
		}
	}
	return all
}

// TestEditsAreSmall: a scenario about the inventory changes something, and not half of it.
func TestEditsAreSmall(t *testing.T) {
	base := healthy()
	base.join()
	before := base.objects()
	for _, s := range scenarios() {
		if s.edit == nil || strings.HasPrefix(s.name, "api-") {
			continue
		}
		w := healthy()
		s.edit(w)
		w.join()
		after, changed := w.objects(), 0
		for id, object := range after {
			if !reflect.DeepEqual(object, before[id]) {
				changed++
			}
		}
		for id := range before {
			if _, there := after[id]; !there {
				changed++
			}
		}
		told := reflect.DeepEqual(w.settings, base.settings) && reflect.DeepEqual(w.told, base.told) && len(w.extraMembers) == 0 && reflect.DeepEqual(w.events, base.events) && reflect.DeepEqual(w.licences, base.licences)
		if changed == 0 && told {
			t.Errorf("%s changes nothing", s.name)
		}
		if changed > 18 && !strings.HasSuffix(s.name, ".none") && s.name != "cluster-exists.standalone" {
			t.Errorf("%s changes %d objects", s.name, changed)
		}
	}
}

// TestTablesAreSound: names are unique, expectations name rules and words that exist.
func TestTablesAreSound(t *testing.T) {
	var rules []string
	for _, e := range healthyOutcomes {
		rules = append(rules, e.Rule)
	}
	outcomes := []string{"fail", "warn", "unknown", "unknown-warn", "manual", "pass", "not-applicable"}
	seen := map[string]bool{}
	for _, s := range scenarios() {
		if seen[s.name] {
			t.Errorf("two scenarios %s", s.name)
		}
		seen[s.name] = true
		named := map[string]bool{}
		for _, e := range s.expect {
			if !slices.Contains(rules, e.Rule) || named[e.Rule] {
				t.Errorf("%s: rule %q unknown or named twice", s.name, e.Rule)
			}
			named[e.Rule] = true
			for _, word := range strings.Split(e.Outcome, "|") {
				if !slices.Contains(outcomes, word) {
					t.Errorf("%s: outcome %q", s.name, word)
				}
			}
		}
		if rule, _, dotted := strings.Cut(s.name, "."); dotted && slices.Contains(rules, rule) && !named[rule] {
			if !strings.HasPrefix(s.about, "trap:") {
				t.Errorf("%s says nothing about its own rule", s.name)
			}
		}
	}
}

// TestEveryScenarioAnswers: each vCenter lets a client log in and read all its objects.
func TestEveryScenarioAnswers(t *testing.T) {
	for _, s := range scenarios() {
		if s.esx || strings.HasPrefix(s.name, "api-4.0") || s.wire.cut || s.wire.stall || s.wire.delay > 0 || s.wire.deny != nil || s.wire.rights != nil {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			_, c := client(t, s.name)
			hosts := listed[mo.HostSystem](t, c, "HostSystem", "name", "config.network", "hardware.cpuPkg", "runtime.connectionState")
			vms := listed[mo.VirtualMachine](t, c, "VirtualMachine", "name", "config.hardware", "runtime.host")
			if s.base == nil && !strings.HasSuffix(s.name, ".none") && (len(hosts) == 0 || len(vms) < 5) {
				t.Errorf("%d hosts, %d VMs", len(hosts), len(vms))
			}
		})
	}
}

func named[T any](t *testing.T, all []T, name func(T) string, want string) T {
	t.Helper()
	for _, one := range all {
		if name(one) == want {
			return one
		}
	}
	t.Fatalf("no %s", want)
	panic("unreachable")
}

func hostNamed(t *testing.T, scenario, short string, paths ...string) mo.HostSystem {
	_, c := client(t, scenario)
	hosts := listed[mo.HostSystem](t, c, "HostSystem", append(paths, "name")...)
	return named(t, hosts, func(h mo.HostSystem) string { return h.Name }, short+domain)
}

func vmNamed(t *testing.T, scenario, name string) mo.VirtualMachine {
	_, c := client(t, scenario)
	vms := listed[mo.VirtualMachine](t, c, "VirtualMachine", "name", "config", "runtime")
	return named(t, vms, func(v mo.VirtualMachine) string { return v.Name }, name)
}

// TestEditsAreVisible reads some edits back over the wire.
func TestEditsAreVisible(t *testing.T) {
	slow := hostNamed(t, "vmotion-network-gbe.slow", "esx02", "config.network")
	if speed := pnic(&slow, "vmnic2").LinkSpeed.SpeedMb; speed != 100 {
		t.Errorf("speed %d", speed)
	}
	vlan := hostNamed(t, "portgroup-labels-consistent.vlan", "esx03", "config.network")
	if id := label(&vlan, labelData).Spec.VlanId; id != 121 {
		t.Errorf("VLAN %d", id)
	}
	lost := hostNamed(t, "host-disconnected", "esx02", "config.network", "runtime.connectionState")
	if lost.Config != nil && lost.Config.Network != nil {
		t.Error("a disconnected host still tells its network")
	}
	local := vmNamed(t, "vm-no-local-cdrom.local-iso", "LMS-DB01")
	drive := byKey[*types.VirtualCdrom](&local, keyCdrom)
	if file := drive.Backing.(*types.VirtualCdromIsoBackingInfo).FileName; !strings.HasPrefix(file, "[esx01-local]") || !drive.Connectable.Connected {
		t.Errorf("image %s, connected %v", file, drive.Connectable.Connected)
	}
	chain := vmNamed(t, "vm-disks-on-shared-storage.snapshot-chain-local", "LMS-DB01")
	if parent := byKey[*types.VirtualDisk](&chain, keyDisk).Backing.(*types.VirtualDiskFlatVer2BackingInfo).Parent; parent == nil || parent.Datastore.Value != "datastore-34" {
		t.Errorf("parent %+v", parent)
	}
	_, c := client(t, "invisible-host")
	clusters := listed[mo.ClusterComputeResource](t, c, "ClusterComputeResource", "host")
	hosts := listed[mo.HostSystem](t, c, "HostSystem", "name")
	if len(clusters[0].Host) != 4 || len(hosts) != 3 {
		t.Errorf("cluster lists %d hosts, %d are visible", len(clusters[0].Host), len(hosts))
	}
}

// post sends a bare SOAP body to a scenario and returns status and answer.
func post(t *testing.T, name, action, body string, header ...string) (int, string, error) {
	t.Helper()
	for _, s := range scenarios() {
		if s.name != name {
			continue
		}
		server := httptest.NewServer(s.serve(url.UserPassword("u", "p")))
		t.Cleanup(server.Close)
		text := `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>` + body + `</Body></Envelope>`
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, server.URL+"/sdk", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("SOAPAction", action)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			return 0, "", err
		}
		defer answer.Body.Close()
		read, err := io.ReadAll(answer.Body)
		return answer.StatusCode, string(read), err
	}
	t.Fatalf("no scenario %s", name)
	return 0, "", nil
}

// retrieve is a RetrieveProperties of one object, which the simulator answers without a session.
func retrieve(kind, id, path string) string {
	return `<RetrieveProperties xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><specSet><propSet><type>` +
		kind + `</type><pathSet>` + path + `</pathSet></propSet><objectSet><obj type="` + kind + `">` + id + `</obj></objectSet></specSet></RetrieveProperties>`
}

func TestOldServerRefusesWhatIsNewer(t *testing.T) {
	for _, refused := range []struct{ action, body, fault string }{
		{"urn:vim25/4.1", retrieve("HostSystem", "host-11", "name"), "InvalidRequest"},
		{"urn:vim25/4.0", `<RetrievePropertiesEx xmlns="urn:vim25"/>`, "InvalidRequest"},
		{"urn:vim25/4.0", retrieve("HostSystem", "host-11", "runtime.dasHostState.state"), "InvalidProperty"},
		{"urn:vim25/4.0", retrieve("VirtualMachine", "vm-21", "config.managedBy"), "InvalidProperty"},
		{"urn:vim25/4.0", `<CreateContainerView xmlns="urn:vim25"><type>StoragePod</type></CreateContainerView>`, "InvalidType"},
	} {
		status, answer, err := post(t, "api-4.0", refused.action, refused.body)
		if err != nil || status != http.StatusInternalServerError || !strings.Contains(answer, `xsi:type="`+refused.fault+`"`) {
			t.Errorf("%s %s: %d %v %s", refused.action, refused.body, status, err, answer)
		}
	}
	if status, answer, err := post(t, "api-4.0", "urn:vim25/4.0", retrieve("HostSystem", "host-11", "config.network")); err != nil || status != http.StatusOK {
		t.Errorf("what 4.0 has: %d %v %s", status, err, answer)
	}
}

// TestEveryServerRefusesWhatIsNewer: each release knows what came with it and nothing later.
func TestEveryServerRefusesWhatIsNewer(t *testing.T) {
	const action = "urn:vim25/"
	for _, asked := range []struct {
		scenario, version, kind, id, path string
		known                             bool
	}{
		{"api-5.5", "5.5", "VirtualMachine", "vm-21", "runtime.snapshotInBackground", false},
		{"api-5.5", "5.5", "HostSystem", "host-11", "runtime.inQuarantineMode", false},
		{"api-5.5", "6.0", "HostSystem", "host-11", "name", false},
		{"api-5.5", "5.5", "HostSystem", "host-11", "runtime.dasHostState", true},
		{"api-5.5", "4.0", "HostSystem", "host-11", "name", true},
		{"api-8.0", "8.0.2.0", "HostSystem", "host-11", "name", false},
		{"api-8.0", "8.0.0.0", "VirtualMachine", "vm-21", "runtime.vmFailoverInProgress", true},
		{"healthy", "8.0.3.0", "HostSystem", "host-11", "name", false},
	} {
		status, answer, err := post(t, asked.scenario, action+asked.version, retrieve(asked.kind, asked.id, asked.path))
		if err != nil || (status == http.StatusOK) != asked.known {
			t.Errorf("%s asked in %s for %s: %d %v %s", asked.scenario, asked.version, asked.path, status, err, answer)
		}
	}
}

func TestCutAndPacked(t *testing.T) {
	if _, _, err := post(t, "cut", "", retrieve("VirtualMachine", "vm-21", "config.hardware")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the answer about VMs ended with %v", err)
	}
	if _, _, err := post(t, "cut", "", retrieve("HostSystem", "host-11", "name")); err != nil {
		t.Errorf("the answer about hosts ended with %v", err)
	}
	if _, answer, err := post(t, "gzip", "", retrieve("HostSystem", "host-11", "name"), "Accept-Encoding", "gzip"); err != nil || !strings.HasPrefix(answer, "\x1f\x8b") {
		t.Errorf("not compressed: %v", err)
	}
}

func TestDenialMovesOneProperty(t *testing.T) {
	before := []byte(`<x><objects><obj type="HostSystem">host-11</obj><propSet><name>config.network</name><val>1</val></propSet></objects>` +
		`<objects><obj type="HostSystem">host-12</obj><propSet><name>name</name><val>a</val></propSet><propSet><name>config.network</name><val>2</val></propSet></objects></x>`)
	after := string(denyProperty(before, denial{ref{Type: "HostSystem", Value: "host-12"}, "config.network"}))
	if strings.Contains(after, "<val>2</val>") || !strings.Contains(after, "<val>1</val>") ||
		!strings.Contains(after, "<val>a</val></propSet><missingSet><path>config.network</path>") {
		t.Error(after)
	}
	for _, s := range scenarios() {
		for _, d := range s.wire.deny {
			_, c := client(t, s.name)
			var read []types.DynamicProperty
			err := property.DefaultCollector(c.Client).RetrieveOne(context.Background(), d.object, []string{d.path}, &read)
			if !fault.Is(err, &types.NoPermission{}) {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	}
}

func TestSmallPages(t *testing.T) {
	front, c := client(t, "paging")
	ctx := context.Background()
	v, err := view.NewManager(c.Client).CreateContainerView(ctx, c.ServiceContent.RootFolder, []string{"VirtualMachine"}, true)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := methods.RetrievePropertiesEx(ctx, c.Client, &types.RetrievePropertiesEx{
		This: c.ServiceContent.PropertyCollector, Options: types.RetrieveOptions{MaxObjects: 500},
		SpecSet: []types.PropertyFilterSpec{{
			PropSet: []types.PropertySpec{{Type: "VirtualMachine", PathSet: []string{"name"}}},
			ObjectSet: []types.ObjectSpec{{Obj: v.Reference(), Skip: types.NewBool(true),
				SelectSet: []types.BaseSelectionSpec{&types.TraversalSpec{Type: "ContainerView", Path: "view"}}}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(answer.Returnval.Objects); n != 2 || answer.Returnval.Token == "" || len(front.violations) != 0 {
		t.Errorf("%d objects, token %q, violations %v", n, answer.Returnval.Token, front.violations)
	}
}
