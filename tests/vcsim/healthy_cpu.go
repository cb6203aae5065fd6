package main

import (
	"fmt"
	"strings"

	"github.com/vmware/govmomi/vim25/types"
)

const cpuTitle = "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz"

// cpu is what CPUID would answer: signature of level 1 and the feature registers the checks read.
type cpu struct {
	vendor              string
	title               string
	signature, ecx, edx uint32
	extendedEcx         uint32
	extendedEdx         uint32
	name                [3]uint32 // EBX, EDX, ECX of level 0
}

var (
	intelName = [3]uint32{0x756e6547, 0x49656e69, 0x6c65746e}
	skylake   = cpu{"intel", cpuTitle, 0x00050654, 0x7ffefbff, 0xbfebfbff, 0x00000121, 0x2c100800, intelName}
	haswell   = cpu{"intel", "Intel(R) Xeon(R) CPU E5-2640 v3 @ 2.60GHz", 0x000306f2, 0x7ffefbff, 0xbfebfbff, 0x00000021, 0x2c100800, intelName}
	zen       = cpu{"amd", "AMD EPYC 7302 16-Core Processor", 0x00830f10, 0x7ed8320b, 0x178bfbff, 0x75c237ff, 0x2fd3fbff,
		[3]uint32{0x68747541, 0x69746e65, 0x444d4163}}
)

// cpuRows gives the CPUID rows of one package; packages differ in the APIC id within EBX of level 1.
func cpuRows(c cpu, pkg uint32) []types.HostCpuIdInfo {
	return []types.HostCpuIdInfo{
		{Level: 0, Eax: bits(0x16), Ebx: bits(c.name[0]), Ecx: bits(c.name[2]), Edx: bits(c.name[1])},
		{Level: 1, Eax: bits(c.signature), Ebx: bits(0x00400800 | pkg<<30), Ecx: bits(c.ecx), Edx: bits(c.edx)},
		{Level: -0x80000000, Eax: bits(0x80000008), Ebx: bits(0), Ecx: bits(0), Edx: bits(0)},
		{Level: -0x7fffffff, Eax: bits(0), Ebx: bits(0), Ecx: bits(c.extendedEcx), Edx: bits(c.extendedEdx)},
	}
}

func cpuPackages(c cpu) []types.HostCpuPackage {
	var packages []types.HostCpuPackage
	for index := range 2 {
		packages = append(packages, types.HostCpuPackage{
			Index: int16(index), Vendor: c.vendor, Hz: 2_100_000_000, BusHz: 100_000_000, Description: c.title,
			ThreadId: []int16{int16(index * 2), int16(index*2 + 1)}, CpuFeature: cpuRows(c, uint32(index)),
		})
	}
	return packages
}

// bits writes a register as the API does: most significant bit first, groups of four.
func bits(register uint32) string {
	text := fmt.Sprintf("%032b", register)
	var groups []string
	for at := 0; at < len(text); at += 4 {
		groups = append(groups, text[at:at+4])
	}
	return strings.Join(groups, ":")
}

// Features by generation; the lists name what the checks can tell apart, not every bit.
var (
	haswellFeatures = []string{"cpuid.Intel", "cpuid.SSE3", "cpuid.SSSE3", "cpuid.SSE41", "cpuid.SSE42", "cpuid.POPCNT",
		"cpuid.AES", "cpuid.AVX", "cpuid.F16C", "cpuid.RDRAND", "cpuid.AVX2", "cpuid.FMA", "cpuid.BMI1", "cpuid.NX"}
	broadwellFeatures = append(append([]string{}, haswellFeatures...), "cpuid.RDSEED", "cpuid.ADX", "cpuid.SMAP")
	skylakeFeatures   = append(append([]string{}, broadwellFeatures...), "cpuid.AVX512F", "cpuid.CLWB", "cpuid.XSAVES")
)

func features(names []string) []types.HostFeatureCapability {
	var all []types.HostFeatureCapability
	for _, name := range names {
		all = append(all, types.HostFeatureCapability{Key: name, FeatureName: name, Value: "1"})
	}
	return append(all, types.HostFeatureCapability{Key: "cpuid.FAMILY", FeatureName: "cpuid.FAMILY", Value: "6"})
}

// requirements is what a running VM of the cluster needs.
func requirements() []types.VirtualMachineFeatureRequirement {
	var all []types.VirtualMachineFeatureRequirement
	for _, name := range []string{"cpuid.SSE3", "cpuid.SSSE3", "cpuid.SSE42", "cpuid.AES", "cpuid.AVX2", "cpuid.NX"} {
		all = append(all, types.VirtualMachineFeatureRequirement{Key: name, FeatureName: name, Value: "Bool:Min:1"})
	}
	return append(all, types.VirtualMachineFeatureRequirement{Key: "cpuid.FAMILY", FeatureName: "cpuid.FAMILY", Value: "Num:Min:6"})
}

// evcModes is the table of the server: each mode covers the tracks of those before it.
func evcModes() []types.EVCMode {
	var all []types.EVCMode
	add := func(vendor string, names ...string) {
		var track []string
		for tier, name := range names {
			key := vendor + "-" + name
			track = append(track, key)
			all = append(all, types.EVCMode{
				ElementDescription: types.ElementDescription{Key: key, Description: types.Description{Label: key, Summary: key}},
				Vendor:             vendor, VendorTier: int32(tier + 1), Track: append([]string{}, track...),
			})
		}
	}
	add("intel", "merom", "penryn", "nehalem", "westmere", "sandybridge", "ivybridge", "haswell", "broadwell", "skylake",
		"cascadelake", "icelake", "sapphirerapids")
	add("amd", "rev-e", "rev-f", "greyhound-no3dnow", "greyhound", "bulldozer", "piledriver", "steamroller", "zen", "zen2", "zen3")
	return all
}
