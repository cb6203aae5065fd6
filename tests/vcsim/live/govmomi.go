package main

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"os"
	"reflect"
	"sync"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/session"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// listed is what a recorded request asks of the objects in a view.
type listed struct {
	Sets []struct {
		Type  string   `xml:"type"`
		Paths []string `xml:"pathSet"`
	} `xml:"Body>RetrievePropertiesEx>specSet>propSet"`
}

// read reads the same properties of the same types with govmomi, all types at the same time, as a program would that
// uses its property collector.
func read(to target, file string) error {
	all, err := load(file)
	if err != nil {
		return err
	}
	ctx := context.Background()
	address, err := url.Parse(to.url)
	if err != nil {
		return err
	}
	client := soap.NewClient(address, false)
	if err := client.SetRootCAs(to.ca); err != nil {
		return err
	}
	address.User = url.UserPassword(to.username, to.password)
	calls, err := vim25.NewClient(ctx, client)
	if err != nil {
		return err
	}
	vcenter := &govmomi.Client{Client: calls, SessionManager: session.NewManager(calls)}
	if err := vcenter.Login(ctx, address.User); err != nil {
		return err
	}
	defer func() { _ = vcenter.Logout(ctx) }()
	var group sync.WaitGroup
	var mu sync.Mutex
	objects, failure := 0, error(nil)
	for _, one := range all {
		if one.Method != "RetrievePropertiesEx" {
			continue
		}
		var spec listed
		if err := xml.Unmarshal([]byte(one.Body), &spec); err != nil {
			return err
		}
		for _, set := range spec.Sets {
			group.Add(1)
			go func() {
				defer group.Done()
				n, err := retrieve(ctx, vcenter, set.Type, set.Paths)
				mu.Lock()
				defer mu.Unlock()
				objects += n
				if err != nil && failure == nil {
					failure = fmt.Errorf("%s: %w", set.Type, err)
				}
			}()
		}
	}
	group.Wait()
	fmt.Fprintln(os.Stderr, objects, "objects")
	return failure
}

func retrieve(ctx context.Context, client *govmomi.Client, kind string, paths []string) (int, error) {
	listing, err := view.NewManager(client.Client).CreateContainerView(ctx, client.ServiceContent.RootFolder, []string{kind}, true)
	if err != nil {
		return 0, err
	}
	defer func() { _ = listing.Destroy(ctx) }()
	known, found := mo.Value(types.ManagedObjectReference{Type: kind})
	if !found {
		return 0, errors.New("govmomi has no type for it")
	}
	// A slice of its own type of the objects.
	of := reflect.TypeOf(known)
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	all := reflect.New(reflect.SliceOf(of))
	if err := listing.Retrieve(ctx, []string{kind}, paths, all.Interface()); err != nil {
		return 0, err
	}
	return all.Elem().Len(), nil
}
