package embeddedpg

import (
	"io"
	"os"
	"path/filepath"
)

// sweep ends the servers and removes the folders of runs whose owner is dead. It is done as well as it can be: what
// cannot be removed now is no reason to refuse a new start, and the next one tries again.
func sweep(as account, log io.Writer) {
	for _, base := range runBases() {
		folders, err := filepath.Glob(filepath.Join(base, runPrefix+"*"))
		if err != nil {
			continue // only a malformed pattern, from an odd TMPDIR
		}
		for _, folder := range folders {
			if mayBeOurs(folder, as) {
				sweepFolder(folder, log)
			}
		}
	}
}

// mayBeOurs keeps root's hands off a folder that another user made in /tmp under our name.
func mayBeOurs(folder string, as account) bool {
	info, err := os.Lstat(folder)
	if err != nil || !info.IsDir() {
		return false
	}
	owner := ownerOf(info)
	return owner == as.uid || owner == uint32(os.Geteuid())
}

func sweepFolder(folder string, log io.Writer) {
	lock, err := tryLock(folder)
	if err != nil {
		return // a living run's
	}
	left := &runFolder{path: folder, lock: lock}
	if pm, err := readPostmaster(filepath.Join(folder, "data")); err == nil && pm != nil {
		pm.end()
	}
	if err := left.remove(); err != nil {
		say(log, "could not remove %s, left by a run that was killed: %v", folder, err)
		return
	}
	say(log, "removed %s, left by a run that was killed", folder)
}
