package embeddedpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user the server runs as. PostgreSQL refuses to run as root, so root hands over to another.
type account struct {
	name     string
	uid, gid uint32
	switched bool // we are root and run the server as someone else
}

// serviceAccount is the user for data that belongs to nobody yet.
func serviceAccount() (account, error) {
	if os.Geteuid() != 0 {
		return self(), nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return switchTo(u)
		}
	}
	return account{}, errors.New("root may not run PostgreSQL and this machine has no user postgres or nobody: " +
		"add one, or start Ruggensteun as an ordinary user")
}

func self() account {
	uid := os.Geteuid()
	a := account{name: strconv.Itoa(uid), uid: uint32(uid), gid: uint32(os.Getegid())}
	if u, err := user.Current(); err == nil {
		a.name = u.Username
	}
	return a
}

func switchTo(u *user.User) (account, error) {
	uid, err := strconv.ParseInt(u.Uid, 10, 64)
	if err != nil {
		return account{}, fmt.Errorf("read the number of user %s: %w", u.Username, err)
	}
	gid, err := strconv.ParseInt(u.Gid, 10, 64)
	if err != nil {
		return account{}, fmt.Errorf("read the group of user %s: %w", u.Username, err)
	}
	return account{name: u.Username, uid: uint32(uid), gid: uint32(gid), switched: true}, nil
}

// ownerAccount is the user for a folder that exists. Its owner keeps it, also when root starts the server.
func ownerAccount(info fs.FileInfo) (account, error) {
	owner := ownerOf(info)
	switch {
	case os.Geteuid() == 0 && owner == 0:
		return serviceAccount()
	case os.Geteuid() == 0:
		u, err := user.LookupId(strconv.Itoa(int(owner)))
		if err != nil {
			return account{}, fmt.Errorf("find the user that owns %s: %w", info.Name(), err)
		}
		return switchTo(u)
	case owner != uint32(os.Geteuid()):
		return account{}, fmt.Errorf("the folder belongs to user %d and you are %s: "+
			"start Ruggensteun as its owner, or choose a folder of your own", owner, self().name)
	}
	return self(), nil
}

func ownerOf(info fs.FileInfo) uint32 { return info.Sys().(*syscall.Stat_t).Uid }

// processAttr gives a child its user and its own session. Ctrl-C in a terminal goes to every process of the terminal's
// session; the server must not get it before we do, or clients lose it in the middle of our own orderly end.
func (a account) processAttr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true}
	if a.switched {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

func (a account) own(path string) error {
	if !a.switched {
		return nil
	}
	return os.Lchown(path, int(a.uid), int(a.gid))
}

// closedFolder names the folder on the way to path that keeps the account out, or nothing. A home directory with mode
// 0700 is the usual one. Access lists (ACLs) are not read: where they matter the server's own error follows.
func (a account) closedFolder(path string) string {
	if !a.switched {
		return "" // the system says it better when we are that user ourselves
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err == nil && !a.mayEnter(info) {
			return fmt.Sprintf("%s (mode %04o)", dir, info.Mode().Perm())
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

func (a account) mayEnter(info fs.FileInfo) bool {
	stat := info.Sys().(*syscall.Stat_t)
	mode := info.Mode().Perm()
	switch {
	case stat.Uid == a.uid:
		return mode&0o100 != 0
	case stat.Gid == a.gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}

// environment is deliberately small: variables such as PGPORT or LC_ALL would change what the server does.
func (a account) environment() []string {
	return []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
}
