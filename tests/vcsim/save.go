package main

import (
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// savedSwitch answers what `govc object.save` asks of every switch, and what it saves nothing without.
type savedSwitch struct {
	mo.VmwareDistributedVirtualSwitch
}

// FetchDVPorts tells of no ports: nobody who checks reads them.
func (s *savedSwitch) FetchDVPorts(*simulator.Context, *types.FetchDVPorts) soap.HasFault {
	return &methods.FetchDVPortsBody{Res: &types.FetchDVPortsResponse{}}
}
