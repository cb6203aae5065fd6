package main

import (
	"context"
	"slices"
	"testing"

	"github.com/vmware/govmomi/fault"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// TestRightsAreToldToAnyClient: what the tables say comes out as VMware's own client reads it.
func TestRightsAreToldToAnyClient(t *testing.T) {
	_, c := client(t, "rights.some")
	host := func(id string) ref { return ref{Type: "HostSystem", Value: id} }
	manager := object.NewAuthorizationManager(c.Client)
	fetched, err := manager.FetchUserPrivilegeOnEntities(context.Background(), []ref{host("host-11"), host("host-13")}, "someone")
	if err != nil || len(fetched) != 2 {
		t.Fatalf("%v, %v", fetched, err)
	}
	for at, want := range []bool{true, false} {
		if got := slices.Contains(fetched[at].Privileges, "Host.Config.Maintenance"); got != want {
			t.Errorf("%s: %t", fetched[at].Entity.Value, got)
		}
	}
	ask := func(id string) (*types.HasPrivilegeOnEntitiesResponse, error) {
		return methods.HasPrivilegeOnEntities(context.Background(), c.Client, &types.HasPrivilegeOnEntities{
			This: manager.Reference(), Entity: []ref{host(id)}, SessionId: "x", PrivId: []string{"System.Read", "Host.Config.Maintenance"},
		})
	}
	has, err := ask("host-12")
	if err != nil || len(has.Returnval) != 1 {
		t.Fatalf("%v, %v", has, err)
	}
	if told := has.Returnval[0].PrivAvailability; len(told) != 2 || !told[0].IsGranted || told[1].IsGranted {
		t.Errorf("%v", told)
	}
	var missing *types.NoPermission
	_, err = ask("host-13")
	if _, ok := fault.As(err, &missing); !ok {
		t.Fatalf("not refused: %v", err)
	}
	if len(missing.MissingPrivileges) != 1 || missing.MissingPrivileges[0].PrivilegeIds[0] != "System.Read" {
		t.Errorf("%v", missing)
	}
}
