#!/usr/bin/env python3
"""Writes tests/vsphere-types/types.tsv: what the vSphere API says of the types that are read.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pyvmomi
    /tmp/venv/bin/python scripts/vsphere-types.py > tests/vsphere-types/types.tsv

The SDK ships its type system as data. From it come facts only: the names of types and properties,
the type of each property, whether it is an array or optional, and the API version that brought
it. A test holds every element name and API version of this program against the file, so run this
again when a type is read that the file does not have (ROOTS), or when a newer SDK is out.

A line without an indent is a type: kind (`data` or `managed`), name, parent, API version. An
indented line is one of its properties: name, type, API version. Behind the type `[]` marks an
array and `?` what may be absent; `&` in front of it a reference. A name with `()` is a method: the type is what it
returns, and its arguments follow the version.
"""

import functools
import re
from importlib.metadata import version

from pyVmomi import VmomiSupport as sdk

# Objects that are read or called. Everything that their properties and answers hold follows.
ROOTS = """
    vim.Datacenter vim.Folder vim.ClusterComputeResource vim.ComputeResource vim.ResourcePool
    vim.VirtualApp vim.HostSystem vim.VirtualMachine vim.Datastore vim.StoragePod vim.Network
    vim.dvs.DistributedVirtualPortgroup vim.OpaqueNetwork vim.dvs.VmwareDistributedVirtualSwitch
    vim.Task vim.alarm.Alarm vim.ServiceInstance
""".split()
# Objects that are called, with the methods that are.
CALLED = {
    "vim.ServiceInstance": ["RetrieveServiceContent", "CurrentTime"],
    "vim.SessionManager": ["Login", "Logout"],
    "vim.AuthorizationManager": ["HasPrivilegeOnEntities", "FetchUserPrivilegeOnEntities"],
    "vim.LicenseManager": [],
    "vim.LicenseAssignmentManager": ["QueryAssignedLicenses"],
    "vim.option.OptionManager": ["QueryOptions"],
    "vim.EnvironmentBrowser": ["QueryConfigOptionDescriptor"],
    "vim.ClusterComputeResource": ["RetrieveDasAdvancedRuntimeInfo", "ClusterEnterMaintenanceMode"],
    "vim.host.NetworkSystem": ["QueryNetworkHint"],
    "vim.vm.check.ProvisioningChecker": ["QueryVMotionCompatibilityEx_Task"],
    "vim.view.ViewManager": ["CreateContainerView"],
    "vim.view.View": ["DestroyView"],
    "vim.event.EventManager": ["CreateCollectorForEvents"],
    "vim.event.EventHistoryCollector": ["ReadNextEvents"],
    "vim.HistoryCollector": ["DestroyCollector"],
    "vmodl.query.PropertyCollector": [
        "RetrieveProperties", "RetrievePropertiesEx", "ContinueRetrievePropertiesEx",
    ],
}
# Types that come where the API says "anything", or as one of very many subtypes.
NAMED = """
    vim.vm.check.Result vim.KeyValue vim.LicenseManager.EvaluationInfo vim.AuthorizationManager.Role
    vim.event.UserLoginSessionEvent vim.event.EventEx
    vim.event.ExtendedEvent vim.event.VmMigratedEvent vim.event.VmBeingMigratedEvent
    vim.event.VmBeingHotMigratedEvent vim.event.VmEmigratingEvent vim.event.VmFailedMigrateEvent
    vim.event.DrsVmMigratedEvent vim.event.VmPoweredOnEvent vim.event.VmRestartedOnAlternateHostEvent
    vim.event.VmRelocatedEvent vim.event.VmRelocateFailedEvent vim.event.VmBeingRelocatedEvent
    vim.event.VmFailoverFailed vim.event.NotEnoughResourcesToStartVmEvent
    vim.event.HostConnectedEvent vim.event.HostAddedEvent vim.event.MigrationEvent
    vim.event.VmPowerOffOnIsolationEvent vim.event.VmShutdownOnIsolationEvent
    vim.event.ClusterCreatedEvent vim.event.DasEnabledEvent vim.event.DrsEnabledEvent
    vim.event.HostNoRedundantManagementNetworkEvent
    vim.fault.NoPermission vmodl.fault.SecurityError vmodl.query.InvalidProperty
    vmodl.fault.ManagedObjectNotFound vim.fault.NotAuthenticated
    vim.fault.MigrationFault vim.fault.CannotAccessVmComponent vim.fault.VirtualHardwareCompatibilityIssue
    vim.fault.InsufficientResourcesFault vim.cluster.MigrationAction
""".split()
# Bases with so many subtypes that only those named above follow.
WIDE = {"vim.event.Event", "vmodl.MethodFault", "vmodl.RuntimeFault", "vmodl.DynamicData", "vim.fault.VimFault"}

DATA, MANAGED, ENUMS = sdk._dataDefMap, sdk._managedDefMap, sdk._enumDefMap
PLAIN = {
    "vmodl.DateTime": "dateTime", "vmodl.URI": "string", "vmodl.PropertyPath": "string",
    "vmodl.MethodName": "string", "vmodl.TypeName": "string", "vmodl.Binary": "base64",
    "vmodl.ManagedObject": "&ManagedObject", "vmodl.MethodFault": "MethodFault",
    "vmodl.RuntimeFault": "RuntimeFault", "vmodl.DynamicData": "DynamicData", "vmodl.DataObject": "DataObject",
}


def number(name):
    """The number of an API version, as a key to sort by and as text; None for internal ones."""
    text = sdk.versionIdMap.get(name, "")
    if not name.startswith("vim.version.") or not text[:1].isdigit():
        return None
    return [int(part) for part in re.match(r"[\d.]+", text)[0].split(".")], text


@functools.cache
def since(name):
    """The API version that brought an internal one: the oldest that includes it; "" for other services."""
    including = (number(one) for one, parents in sdk.parentMap.items() if name == one or name in parents)
    return min((found for found in including if found), default=(None, ""))[1]


def wire(name):
    """A type as it is called on the wire."""
    if name in PLAIN:
        return PLAIN[name]
    if name in MANAGED:
        return "&" + MANAGED[name][1]
    if name in ENUMS:
        return "enum"
    return DATA[name][1] if name in DATA else name


def told(name, flags):
    base = name.removesuffix("[]")
    # A link to other data is sent as the key of these.
    sent = "string" if flags & sdk.F_LINK else wire(base)
    return sent + ("[]" if base != name else "") + ("?" if flags & sdk.F_OPTIONAL else "")


def follow():
    """The types that are read: roots, what they hold, their parents and subtypes."""
    kids = {}
    for one in DATA.values():
        kids.setdefault(one[2], []).append(one[0])
    seen, waiting, whole = set(), ROOTS + NAMED + list(CALLED), set()
    for name in ROOTS:
        while name in MANAGED:
            whole.add(name)
            name = MANAGED[name][2]
    while waiting:
        name = waiting.pop().removesuffix("[]")
        one = DATA.get(name) or MANAGED.get(name)
        if one is None or name in seen or not since(one[3]):
            continue
        seen.add(name)
        waiting.append(one[2])
        if name in whole or name in DATA:
            waiting += [prop[1] for prop in one[4] or [] if prop[1].removesuffix("[]") in DATA]
        for method in methods(name):
            waiting += [method[4][1]] if method[4][1].removesuffix("[]") in DATA else []
        if name in DATA and name not in WIDE:
            waiting += kids.get(name, [])
    return seen


def methods(name):
    if name not in MANAGED:
        return []
    return [method for method in MANAGED[name][5] or [] if method[1] in CALLED.get(name, [])]


def main():
    print(f"# Facts of the vSphere API, from the type data of pyvmomi {version('pyvmomi')}")
    print("# (scripts/vsphere-types.py says how they were derived and how to read them).")
    for name in sorted(follow(), key=lambda name: wire(name).lstrip("&")):
        kind = "data" if name in DATA else "managed"
        one = DATA.get(name) or MANAGED[name]
        print(kind, one[1], wire(one[2]).lstrip("&"), since(one[3]), sep="\t")
        for prop in one[4] or []:
            if not since(prop[2]):
                continue
            print("", prop[0], told(prop[1], prop[3]), since(prop[2]), sep="\t")
        for method in methods(name):
            flags, returned = method[4][0], method[4][1]
            arguments = (f"{arg[0]}:{told(arg[1], arg[3])}" for arg in method[3] or [])
            told_type = told(returned, flags)
            print("", method[1] + "()", told_type, since(method[2]), *arguments, sep="\t")


if __name__ == "__main__":
    main()
