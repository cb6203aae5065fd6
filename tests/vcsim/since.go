package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// newMethods came after 4.0, with the version that brought them.
var newMethods = map[string]string{
	"RetrievePropertiesEx": "4.1", "ContinueRetrievePropertiesEx": "4.1", "CancelRetrievePropertiesEx": "4.1",
	"WaitForUpdatesEx": "4.1", "CreatePropertyCollector": "4.1", "LoginByToken": "5.1",
	"HasPrivilegeOnEntity": "5.0", "HasPrivilegeOnEntities": "5.5", "FetchUserPrivilegeOnEntities": "6.5", "QueryConfigOptionEx": "6.0",
	"CheckPowerOn_Task": "6.7", "CheckVmConfig_Task": "6.7",
}

// newTypes came after 4.0.
var newTypes = map[string]string{"StoragePod": "5.0", "OpaqueNetwork": "5.5"}

// newPaths are properties younger than 4.0, by type. A path beneath one is newer as well.
var newPaths = map[string]map[string]string{
	"HostSystem": {
		"runtime.standbyMode": "4.1", "runtime.dasHostState": "5.0", "runtime.inQuarantineMode": "6.5",
		"runtime.tpmPcrValues": "4.1", "runtime.vsanRuntimeInfo": "5.5", "runtime.networkRuntimeInfo": "5.5",
		"runtime.hostMaxVirtualDiskCapacity": "5.5", "runtime.cryptoState": "6.5",
		"config.featureCapability": "5.1", "config.maskedFeatureCapability": "5.1", "config.featureVersion": "4.1",
		"config.network.netStackInstance": "5.5", "config.network.opaqueSwitch": "5.5",
		"config.network.opaqueNetwork": "5.5", "config.network.rdmaDevice": "7.0", "config.wakeOnLanCapable": "4.1",
		"config.powerSystemCapability": "4.1", "config.vsanHostConfig": "5.5", "config.lockdownMode": "6.0",
		"capability.vmotionAcrossNetworkSupported": "5.5", "capability.featureCapabilitiesSupported": "5.1",
		"summary.config.featureVersion": "4.1", "licensableResource": "5.0", "answerFileValidationState": "5.0",
		"hardware.reliableMemoryInfo": "5.5", "hardware.persistentMemoryInfo": "6.7",
	},
	"VirtualMachine": {
		"runtime.minRequiredEVCModeKey": "4.1", "runtime.device": "4.1", "runtime.onlineStandby": "4.1",
		"runtime.dasVmProtection": "5.0", "runtime.consolidationNeeded": "5.0", "runtime.featureRequirement": "5.1",
		"runtime.offlineFeatureRequirement": "5.1", "runtime.featureMask": "5.1", "runtime.snapshotInBackground": "6.0",
		"runtime.vmFailoverInProgress": "7.0.2.0", "config.managedBy": "5.0", "config.firmware": "5.0",
		"config.latencySensitivity": "5.1", "config.nestedHVEnabled": "5.1", "config.initialOverhead": "5.0",
		"config.files.ftMetadataDirectory": "6.0", "rootSnapshot": "4.1", "guest.guestStateChangeSupported": "5.0",
	},
	"Datastore": {"summary.maintenanceMode": "5.0", "iormConfiguration": "4.1"},
	"ClusterComputeResource": {
		"configurationEx.vsanConfigInfo": "5.5", "summary.dasData": "5.0", "summary.usageSummary": "6.0",
		"hciConfig": "6.7", "lifecycleManaged": "7.0", "summaryEx": "7.0.1.1", "drsFault": "4.1",
	},
	"DistributedVirtualPortgroup": {
		"config.uplink": "6.5", "config.backingType": "7.0", "config.segmentId": "7.0", "config.logicalSwitchUuid": "7.0",
		"config.autoExpand": "5.0",
	},
	"DistributedVirtualSwitch": {
		"runtime": "5.1", "config.lacpGroupConfig": "5.5", "config.networkResourceManagementEnabled": "4.1",
		"config.healthCheckConfig": "5.1",
	},
	"ServiceInstance": {"capability.networkBackupAndRestoreSupported": "5.1"},
}

func init() {
	newPaths["VmwareDistributedVirtualSwitch"] = newPaths["DistributedVirtualSwitch"]
	newPaths["ComputeResource"] = newPaths["ClusterComputeResource"]
}

// unversioned is what govc names before it has asked for the version that the server speaks.
const unversioned = "-"

// refuses answers with a fault, as a server of that API version does, when a request uses anything
// newer; the whole call fails, not only the one property.
func (f *front) refuses(w http.ResponseWriter, r *http.Request, c call) bool {
	refuse := func(kind, message, inner, format string, args ...any) bool {
		f.violation(format, args...)
		writeFault(w, kind, message, inner)
		return true
	}
	action := strings.Trim(r.Header.Get("SOAPAction"), `"`)
	if version, named := strings.CutPrefix(action, "urn:vim25/"); named && !f.speaks(version) && version != unversioned {
		return refuse("InvalidRequest", "Unsupported version URI "+action, "", "SOAPAction %s", action)
	}
	if since := newMethods[c.method]; f.lacks(since) {
		return refuse("InvalidRequest", "Unable to resolve WSDL method name "+c.method, "", "method %s is of %s", c.method, since)
	}
	kinds := slices.Clone(c.types)
	for _, spec := range c.specs {
		kinds = append(kinds, spec.Type)
	}
	for _, kind := range kinds {
		if since := newTypes[kind]; f.lacks(since) {
			return refuse("InvalidType", "", "<argument>"+escape(kind)+"</argument>", "type %s is of %s", kind, since)
		}
	}
	for _, spec := range c.specs {
		for _, path := range spec.Paths {
			if since := sinceWhen(spec.Type, path); f.lacks(since) {
				return refuse("InvalidProperty", "", "<name>"+escape(path)+"</name>", "property %s of %s is of %s", path, spec.Type, since)
			}
		}
	}
	return false
}

// lacks tells whether the server is older than a version; it is never older than "no version named".
func (f *front) lacks(since string) bool {
	return f.api != "" && since != "" && compareVersions(f.api, since) < 0
}

// speaks tells whether the server knows a version by name: its own and those before it.
func (f *front) speaks(version string) bool {
	return f.api == "" || version == f.api || slices.Contains(versionsBefore(f.api), version)
}

// sinceWhen is the version that brought a property, or empty when 4.0 has it.
func sinceWhen(kind, path string) string {
	for known, since := range newPaths[kind] {
		if path == known || strings.HasPrefix(path, known+".") {
			return since
		}
	}
	return ""
}

// compareVersions compares dotted versions part by part; a part that is missing is 0.
func compareVersions(a, b string) int {
	one, other := strings.Split(a, "."), strings.Split(b, ".")
	number := func(parts []string, at int) int {
		if at >= len(parts) {
			return 0
		}
		n, _ := strconv.Atoi(strings.TrimSuffix(parts[at], "u2"))
		return n
	}
	for at := range max(len(one), len(other)) {
		if difference := number(one, at) - number(other, at); difference != 0 {
			return difference
		}
	}
	return 0
}
