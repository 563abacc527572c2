//go:build unix

package vault

import (
	"io/fs"
	"os"
	"syscall"
)

func openToOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// ownedByUs is also true for root's files, because root can read and replace
// any file anyway.
func ownedByUs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && (stat.Uid == 0 || int64(stat.Uid) == int64(os.Geteuid()))
}
