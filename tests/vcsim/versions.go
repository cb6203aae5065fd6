package main

import (
	"io"
	"net/http"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
)

// knownVersions are the API versions of a current server, newest first.
var knownVersions = []string{
	"8.0.2.0", "8.0.1.0", "8.0.0.2", "8.0.0.1", "8.0.0.0", "7.0.3.2", "7.0.3.1", "7.0.3.0", "7.0.2.1", "7.0.2.0",
	"7.0.1.1", "7.0.1.0", "7.0.0.2", "7.0.0.0", "6.9.1", "6.8.7", "6.7.3", "6.7.2", "6.7.1", "6.7", "6.5", "6.0",
	"5.5", "5.1", "5.0", "4.1", "4.0", "2.5u2", "2.5",
}

// serviceVersions serves vimServiceVersions.xml as real servers do, with every version before the
// current one; the simulator's own names only two.
func serviceVersions(registry *simulator.Registry) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		current := registry.Get(vim25.ServiceInstance).(*simulator.ServiceInstance).Content.About.ApiVersion
		_, _ = io.WriteString(w, serviceVersionsXML(current, versionsBefore(current)))
	}
}

// versionsBefore are the versions that a server of a version speaks as well, newest first.
func versionsBefore(current string) []string {
	for at, version := range knownVersions {
		if version == current {
			return knownVersions[at+1:]
		}
	}
	return knownVersions
}

func serviceVersionsXML(current string, prior []string) string {
	var text strings.Builder
	text.WriteString(`<?xml version="1.0" encoding="UTF-8" ?>
<namespaces version="1.0">
 <namespace>
  <name>urn:vim25</name>
  <version>` + current + `</version>
  <priorVersions>
`)
	for _, version := range prior {
		text.WriteString("   <version>" + version + "</version>\n")
	}
	text.WriteString(`  </priorVersions>
 </namespace>
 <namespace>
  <name>urn:vim2</name>
  <version>2.0</version>
 </namespace>
</namespaces>
`)
	return text.String()
}
