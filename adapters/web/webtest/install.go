// Package webtest looks at pages as people do: in Debian's Chromium, driven by the npm
// package playwright-core and judged by axe-core. Nothing of it is in the product.
package webtest

import (
	"embed"
	"testing"

	"ruggensteun/adapters/npmtest"
)

//go:embed npm/package.json npm/package-lock.json npm/.npmrc npm/drive.js
var files embed.FS

var packages = npmtest.Packages{Files: files, Folder: "npm", Name: "web", Required: "RUGGENSTEUN_TEST_BROWSER", What: "the tests of pages"}

// Installed gives the folder in which the npm packages stand as the lock has them.
func Installed(t testing.TB) string {
	t.Helper()
	return packages.Installed(t)
}

// unless ends a test that cannot go on.
func unless(t testing.TB, err error) {
	t.Helper()
	packages.Unless(t, err)
}
