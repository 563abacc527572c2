package main

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"runtime"
)

// readSecret reads a file that holds a secret. One that everybody on the machine can use is none,
// and was perhaps used already.
func readSecret(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0 {
		return "", fmt.Errorf("%s can be used by everybody on this machine (mode %04o): run chmod o-rwx on it, and consider another secret", name, info.Mode().Perm())
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

var passwordWord = regexp.MustCompile(`(?i)(^|[\s?&])password\s*=`)

// passwordIn tells whether what names a database has a password in it.
func passwordIn(database string) bool {
	if u, err := url.Parse(database); err == nil && u.User != nil {
		if _, set := u.User.Password(); set {
			return true
		}
	}
	return passwordWord.MatchString(database)
}
