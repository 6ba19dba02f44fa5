//go:build unix && !linux

package main

import "syscall"

// memoryGroup stands for the cgroup that only Linux has.
type memoryGroup struct{}

func newMemoryGroup() *memoryGroup                    { return nil }
func (*memoryGroup) attributes() *syscall.SysProcAttr { return nil }
func (*memoryGroup) peakMiB() string                  { return "-" }
func (*memoryGroup) remove()                          {}
