//go:build !unix

package vault

import "io/fs"

// Without Unix owners and modes the file's access list decides, which Go does
// not show: both questions are left to it.

func openToOthers(fs.FileInfo) bool { return false }
func ownedByUs(fs.FileInfo) bool    { return true }
