package providertest

import (
	"embed"
	"testing"

	"ruggensteun/adapters/npmtest"
)

//go:embed provider/package.json provider/package-lock.json provider/.npmrc provider/provider.js
var files embed.FS

var packages = npmtest.Packages{Files: files, Folder: "provider", Name: "provider", Required: "RUGGENSTEUN_TEST_PROVIDER", What: "the tests of signing in"}

// installed gives the folder with the provider.
func installed(t testing.TB) string {
	t.Helper()
	return packages.Installed(t)
}
