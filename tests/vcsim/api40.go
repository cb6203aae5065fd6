package main

import (
	"net/http"
	"strings"

	"github.com/vmware/govmomi/vim25/types"
)

// newMethods came after 4.0.
var newMethods = map[string]string{
	"RetrievePropertiesEx": "4.1", "ContinueRetrievePropertiesEx": "4.1", "CancelRetrievePropertiesEx": "4.1",
	"WaitForUpdatesEx": "4.1", "CreatePropertyCollector": "4.1", "LoginByToken": "5.1",
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

// refuses40 answers with a fault, as a server of API 4.0 does, when a request uses anything newer;
// the whole call fails, not only the one property.
func (f *front) refuses40(w http.ResponseWriter, r *http.Request, c call) bool {
	action := strings.Trim(r.Header.Get("SOAPAction"), `"`)
	if version, named := strings.CutPrefix(action, "urn:vim25/"); named && version != "4.0" && !strings.HasPrefix(version, "2.5") {
		f.violation("SOAPAction %s", action)
		writeFault(w, "InvalidRequest", "Unsupported version URI "+action, "")
		return true
	}
	if since, isNew := newMethods[c.method]; isNew {
		f.violation("method %s is of %s", c.method, since)
		writeFault(w, "InvalidRequest", "Unable to resolve WSDL method name "+c.method, "")
		return true
	}
	kinds := append([]string{}, c.types...)
	for _, spec := range c.specs {
		kinds = append(kinds, spec.Type)
	}
	for _, kind := range kinds {
		if since, isNew := newTypes[kind]; isNew {
			f.violation("type %s is of %s", kind, since)
			writeFault(w, "InvalidType", "", "<argument>"+escape(kind)+"</argument>")
			return true
		}
	}
	for _, spec := range c.specs {
		for _, path := range spec.Paths {
			if since := newer(spec.Type, path); since != "" {
				f.violation("property %s of %s is of %s", path, spec.Type, since)
				writeFault(w, "InvalidProperty", "", "<name>"+escape(path)+"</name>")
				return true
			}
		}
	}
	return false
}

// newer is the version that brought a property, or empty when 4.0 has it.
func newer(kind, path string) string {
	for known, since := range newPaths[kind] {
		if path == known || strings.HasPrefix(path, known+".") {
			return since
		}
	}
	return ""
}

// oldRelease turns the healthy cluster into one of vCenter 4.0: everything that came later is unset,
// hosts are ESX with a service console, processors of that time under an EVC mode of that time.
func oldRelease(w *world) {
	about := &w.content.About
	about.FullName, about.Version, about.Build = "VMware vCenter Server 4.0.0 build-258672", "4.0.0", "258672"
	about.ApiVersion, about.OsType, about.LicenseProductVersion = "4.0", "win32-x86", "4.0"
	w.capability.SupportedEVCMode = w.capability.SupportedEVCMode[:3]
	for i := range w.capability.SupportedEVCMode {
		w.capability.SupportedEVCMode[i].Track = nil
	}
	for i := range w.licences {
		for j, property := range w.licences[i].AssignedLicense.Properties {
			if property.Key == "ProductVersion" {
				w.licences[i].AssignedLicense.Properties[j].Value = "4.0"
			}
		}
	}
	w.clusterSummary().CurrentEVCModeKey = "intel-nehalem"
	config := w.clusterConfig()
	config.DasConfig.VmComponentProtecting, config.DasConfig.HBDatastoreCandidatePolicy = "", ""
	config.DasConfig.AdmissionControlPolicy.(*types.ClusterFailoverResourcesAdmissionControlPolicy).AutoComputePercentages = nil
	for _, host := range w.hosts {
		oldHost(w, host)
	}
	oldStorageAndNetworks(w)
	w.without(isRestart)
	w.events = append(w.events, w.restartBefore50(17))
	for _, vm := range w.vms {
		vm.Config.Version, vm.Config.GuestId, vm.Config.GuestFullName = "vmx-07", "winLonghorn64Guest", "Microsoft Windows Server 2008 (64-bit)"
		vm.Runtime.FeatureRequirement, vm.Runtime.MinRequiredEVCModeKey, vm.Runtime.DasVmProtection = nil, "", nil
		vm.Runtime.SnapshotInBackground, vm.Runtime.VmFailoverInProgress = nil, nil
		for _, one := range vm.Config.Hardware.Device {
			if file, ok := one.GetVirtualDevice().Backing.(*types.VirtualDiskFlatVer2BackingInfo); ok {
				file.Sharing = ""
			}
		}
	}
}
