"""Reads the properties that recorded requests ask for with pyVmomi, one type after the other, as scripts do."""

import json, os, ssl, sys, xml.etree.ElementTree as ET

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim, vmodl

server, authority, requests, username = sys.argv[1:5]
host, _, port = server.removeprefix("https://").removesuffix("/sdk").partition(":")
instance = SmartConnect(host=host, port=int(port or 443), user=username, pwd=os.environ["GOVC_PASSWORD"],
                        sslContext=ssl.create_default_context(cafile=authority))
content = instance.RetrieveContent()
collector = content.propertyCollector
objects = 0
for line in open(requests):
    one = json.loads(line)
    if one["method"] != "RetrievePropertiesEx":
        continue
    for spec in ET.fromstring(one["body"]).iter("{urn:vim25}propSet"):
        kind = getattr(vim, spec.find("{urn:vim25}type").text, None)
        if kind is None:
            kind = getattr(vim.dvs, spec.find("{urn:vim25}type").text)
        paths = [path.text for path in spec.findall("{urn:vim25}pathSet")]
        view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
        traversal = vmodl.query.PropertyCollector.TraversalSpec(type=vim.view.ContainerView, path="view", skip=False)
        filters = [vmodl.query.PropertyCollector.FilterSpec(
            propSet=[vmodl.query.PropertyCollector.PropertySpec(type=kind, pathSet=paths)],
            objectSet=[vmodl.query.PropertyCollector.ObjectSpec(obj=view, skip=True, selectSet=[traversal])])]
        page = collector.RetrievePropertiesEx(filters, vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=500))
        while page:
            objects += len(page.objects)
            page = collector.ContinueRetrievePropertiesEx(page.token) if page.token else None
        view.Destroy()
Disconnect(instance)
print(objects, "objects", file=sys.stderr)
