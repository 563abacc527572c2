//go:build !linux

package main

import "os"

// fdatasync is fsync where the system has nothing lighter.
func fdatasync(f *os.File) error { return f.Sync() }
