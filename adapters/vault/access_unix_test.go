//go:build unix

package vault

import (
	"io/fs"
	"os"
	"syscall"
	"testing"
)

type owned struct {
	fs.FileInfo
	uid int
}

func (o owned) Mode() fs.FileMode { return 0o600 }
func (o owned) Sys() any          { return &syscall.Stat_t{Uid: uint32(o.uid)} }

func TestAKeyFileBelongsToUsOrToRoot(t *testing.T) {
	t.Parallel()
	for uid, want := range map[int]bool{os.Geteuid(): true, 0: true, os.Geteuid() + 1: false} {
		if err := private(owned{uid: uid}); (err == nil) != want {
			t.Errorf("a file of user %d: %v", uid, err)
		}
	}
}
