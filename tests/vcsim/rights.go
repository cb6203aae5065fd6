package main

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/vmware/govmomi/vim25/types"
)

// rights are what the account may do, in place of the simulator's everything. Where a table has nothing about an
// object the account is Read-only there.
type rights struct {
	roles  map[string]int32  // effective role by managed-object id
	hidden []string          // ids of objects that the account cannot see
	calls  map[string]string // methods that are refused, each with the privilege that is missing
}

// Ids of roles.
const (
	readOnly   int32 = -2
	viewOnly   int32 = -3
	maintainer int32 = 101
)

// roleList are the roles there are.
var roleList = []types.AuthorizationRole{
	{RoleId: -1, Name: "Admin", System: true, Privilege: []string{
		"Host.Config.Maintenance", "System.Anonymous", "System.Read", "System.View", "VirtualMachine.Interact.PowerOff",
	}},
	{RoleId: readOnly, Name: "ReadOnly", System: true, Privilege: []string{"System.Anonymous", "System.Read", "System.View"}},
	{RoleId: viewOnly, Name: "View", System: true, Privilege: []string{"System.Anonymous", "System.View"}},
	{RoleId: maintainer, Name: "maintainer", Privilege: []string{
		"Host.Config.Maintenance", "Host.Config.Power", "System.Anonymous", "System.Read", "System.View",
	}},
}

// visible are properties that take no more than the right to see their object.
var visible = []string{"name", "parent", "datastore", "network", "triggeredAlarmState", "effectiveRole"}

func (r *rights) role(id string) int32 {
	if role, ok := r.roles[id]; ok {
		return role
	}
	return readOnly
}

// privileges are those of a role.
func privileges(id int32) []string {
	for _, role := range roleList {
		if role.RoleId == id {
			return role.Privilege
		}
	}
	return nil
}

func (r *rights) has(id, privilege string) bool {
	return slices.Contains(privileges(r.role(id)), privilege)
}

// noPermission refuses a call as releases from 7.0.3 on do, and those before.
func (f *front) noPermission(w http.ResponseWriter, object, privilege string) {
	missing := fmt.Sprintf(`<object type="ManagedEntity">%s</object><privilegeId>%s</privilegeId>`, escape(object), escape(privilege))
	if !f.lacks("7.0.3.2") {
		missing += fmt.Sprintf(`<missingPrivileges><entity type="ManagedEntity">%s</entity><privilegeIds>%s</privilegeIds></missingPrivileges>`,
			escape(object), escape(privilege))
	}
	writeFault(w, "NoPermission", "Permission to perform this operation was denied.", missing)
}

// answersRights answers what the tables know: calls that are refused, and those that tell rights.
func (f *front) answersRights(w http.ResponseWriter, c call) bool {
	r := f.wire.rights
	if r == nil {
		return false
	}
	if privilege, refused := r.calls[c.method]; refused {
		f.noPermission(w, "group-d1", privilege)
		return true
	}
	switch c.method {
	case "HasPrivilegeOnEntities":
		f.answerHas(w, c)
	case "FetchUserPrivilegeOnEntities":
		f.answerFetch(w, c)
	case "ContinueRetrievePropertiesEx":
		// As releases from 7.0.3 to 8.0.2 do.
		if r.has("group-d1", "System.Read") {
			return false
		}
		f.noPermission(w, "group-d1", "System.Read")
	default:
		return false
	}
	return true
}

// asked is what both calls have as arguments.
type asked struct {
	Entity   []string `xml:"entity"`
	Entities []string `xml:"entities"`
	PrivID   []string `xml:"privId"`
}

func (c call) asked() asked {
	var envelope struct {
		Body struct {
			Has   asked `xml:"HasPrivilegeOnEntities"`
			Fetch asked `xml:"FetchUserPrivilegeOnEntities"`
		} `xml:"Body"`
	}
	_ = xml.Unmarshal(c.payload, &envelope)
	if len(envelope.Body.Fetch.Entities) > 0 {
		return envelope.Body.Fetch
	}
	return envelope.Body.Has
}

// answerHas takes System.Read on every object that is asked about.
func (f *front) answerHas(w http.ResponseWriter, c call) {
	var body strings.Builder
	arguments := c.asked()
	for _, id := range arguments.Entity {
		if !f.wire.rights.has(id, "System.Read") {
			f.noPermission(w, id, "System.Read")
			return
		}
		fmt.Fprintf(&body, `<returnval><entity type="ManagedEntity">%s</entity>`, escape(id))
		for _, privilege := range arguments.PrivID {
			fmt.Fprintf(&body, `<privAvailability><privId>%s</privId><isGranted>%t</isGranted></privAvailability>`,
				escape(privilege), f.wire.rights.has(id, privilege))
		}
		body.WriteString("</returnval>")
	}
	writeResponse(w, c.method, body.String())
}

func (f *front) answerFetch(w http.ResponseWriter, c call) {
	var body strings.Builder
	for _, id := range c.asked().Entities {
		fmt.Fprintf(&body, `<returnval><entity type="ManagedEntity">%s</entity>`, escape(id))
		for _, privilege := range privileges(f.wire.rights.role(id)) {
			fmt.Fprintf(&body, "<privileges>%s</privileges>", escape(privilege))
		}
		body.WriteString("</returnval>")
	}
	writeResponse(w, c.method, body.String())
}

// writeResponse answers a call with a result.
func writeResponse(w http.ResponseWriter, method, inner string) {
	w.Header().Set("Content-Type", `text/xml; charset="utf-8"`)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><%[1]sResponse xmlns="urn:vim25">%[2]s</%[1]sResponse></soapenv:Body></soapenv:Envelope>`, method, inner)
}

// objectContent is one object of an answer, with the element around it.
var objectContent = regexp.MustCompile(`(?s)<(objects|returnval)><obj type="([^"]*)">([^<]*)</obj>.*?</(objects|returnval)>`)

// effectiveRole is the one role that the simulator gives every object.
var effectiveRole = regexp.MustCompile(`(<name>effectiveRole</name>.*?<int>)-?[0-9]+(</int>)`)

// restrict takes out of an answer what the account may not see, and moves what it may not read to what is missing.
func (f *front) restrict(body []byte) []byte {
	r := f.wire.rights
	if r == nil {
		return body
	}
	return objectContent.ReplaceAllFunc(body, func(part []byte) []byte {
		found := objectContent.FindSubmatch(part)
		object := ref{Type: string(found[2]), Value: string(found[3])}
		if !isEntity(object.Type) {
			return part
		}
		if slices.Contains(r.hidden, object.Value) {
			return nil
		}
		part = effectiveRole.ReplaceAll(part, []byte(fmt.Sprintf("${1}%d${2}", r.role(object.Value))))
		if r.has(object.Value, "System.Read") {
			return part
		}
		for _, match := range propertyName.FindAllStringSubmatch(string(part), -1) {
			members := match[1] == "host" && strings.HasSuffix(object.Type, "ComputeResource")
			if !slices.Contains(visible, match[1]) && !members {
				part = denyProperty(part, denial{object, match[1]})
			}
		}
		return part
	})
}

// isEntity tells whether roles are given on objects of that type.
func isEntity(kind string) bool {
	kinds := []string{
		"Datacenter", "Folder", "StoragePod", "ClusterComputeResource", "ComputeResource", "ResourcePool", "VirtualApp",
		"HostSystem", "VirtualMachine", "Datastore", "Network", "DistributedVirtualPortgroup", "OpaqueNetwork",
		"DistributedVirtualSwitch", "VmwareDistributedVirtualSwitch",
	}
	return slices.Contains(kinds, kind)
}

// rightsScenarios are accounts that may not do everything; what the rules say of what is left is told by others.
func rightsScenarios() []scenario {
	sessions := func(w *world) {
		w.settings["config.vmacore.soap.maxSessionCount"] = "3000"
		w.settings["config.vmacore.soap.sessionTimeout"] = "30m"
	}
	released := func(version string) func(*world) {
		return func(w *world) {
			w.content.About.Version, w.content.About.ApiVersion = version, version+".0"
			sessions(w)
		}
	}
	// The account has nothing on the root folder, and Read-only on the datacenter, propagated.
	below := map[string]int32{"group-d1": viewOnly}
	return []scenario{
		{
			name: "rights.read-only", about: "the account is Read-only everywhere", unjudged: true,
			edit: released("8.0.3"), wire: wire{rights: &rights{}},
		},
		{
			name: "rights.some", about: "the account lacks rights on a host, a VM and a datastore, does not see another, and is refused events and licences",
			unjudged: true, edit: released("8.0.3"),
			wire: wire{rights: &rights{
				roles: map[string]int32{
					"host-11": maintainer, "host-13": viewOnly, "vm-21": viewOnly, "datastore-31": viewOnly,
				},
				hidden: []string{"datastore-32"},
				calls:  map[string]string{"QueryAssignedLicenses": "Global.Licenses", "CreateCollectorForEvents": "System.View"},
			}},
		},
		{
			name: "rights.paging", about: "as releases 7.0.3 to 8.0.2: no role on the root folder, and no second page", unjudged: true,
			edit: released("8.0.1"), wire: wire{rights: &rights{roles: below}},
		},
		{
			name: "rights.untold", about: "vCenter refuses to be asked about rights: the effective roles tell them", unjudged: true,
			edit: released("7.0.3"),
			wire: wire{rights: &rights{calls: map[string]string{
				"HasPrivilegeOnEntities": "System.Read", "FetchUserPrivilegeOnEntities": "System.View",
			}}},
		},
		{
			name: "rights.api-4.0", about: "as api-4.0, where only effective roles tell rights, and one host may only be seen", unjudged: true,
			edit: oldRelease, wire: wire{rights: &rights{roles: map[string]int32{"host-12": viewOnly}}},
		},
	}
}
