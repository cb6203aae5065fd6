package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"

	"github.com/vmware/govmomi/simulator"
)

// size is that of a plain inventory for benchmarks: the simulator's own model, without a scenario.
type size struct {
	clusters, hosts, vms int
}

// plain serves it. Nothing stands before the simulator, so that the minutes of its clients cost nothing.
func plain(s size, scratch string, user *url.Userinfo) (http.Handler, error) {
	if s.clusters < 1 || s.hosts < 1 || s.vms%s.clusters != 0 {
		return nil, fmt.Errorf("%d VMs cannot be shared evenly by %d clusters of %d hosts", s.vms, s.clusters, s.hosts)
	}
	// The model makes a folder per datastore where temporary files lie.
	if err := os.Setenv("TMPDIR", scratch); err != nil {
		return nil, err
	}
	model := simulator.VPX()
	model.Host, model.Cluster, model.ClusterHost, model.Machine = 0, s.clusters, s.hosts, s.vms/s.clusters
	if err := model.Create(); err != nil {
		return nil, err
	}
	model.Service.Listen = &url.URL{User: user}
	return routes(model.Service), nil
}
