//go:build unix && !linux

package main

// memoryGroup stands for the cgroup that only Linux has.
type memoryGroup struct{}

func enterMemoryGroup(int64) *memoryGroup { return nil }
func (*memoryGroup) peakMiB() string      { return "-" }
func (*memoryGroup) leave()               {}
