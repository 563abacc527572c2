package web

import (
	"embed"
	"strings"
)

// packages holds files of npm packages, as they are: a test compares them with the packages that
// the lock names. go build needs neither Node.js nor a network.
//
//go:embed packages
var packages embed.FS

// Package is an npm package of which a file is embedded.
type Package struct {
	Package, Version string
	Licence          string // SPDX
	File             string // within the package
	LicenceFile      string
	Theme            bool // values for the rules of the others, of which only those that are asked for are served
}

// Copy is how a file of it is called among those that are embedded.
func (p Package) Copy(name string) string {
	_, short, _ := strings.Cut(p.Package, "/")
	return short + "." + name[strings.LastIndex(name, "/")+1:]
}

// Vendored are those packages, in the order in which their styles stand. NL Design System's
// markup and an openly licensed theme: those of Rijk, Utrecht and RVO exclude us.
func Vendored() []Package {
	return []Package{
		{"@nl-design-system-unstable/voorbeeld-design-tokens", "7.4.1", "EUPL-1.2", "dist/theme.css", "LICENSE.md", true},
		{"@utrecht/component-library-css", "9.0.4", "EUPL-1.2", "dist/html.css", "LICENSE.md", false},
		{"@utrecht/alert-css", "3.0.1", "EUPL-1.2", "dist/index.min.css", "LICENSE.md", false},
		{"@utrecht/breadcrumb-nav-css", "2.1.0", "EUPL-1.2", "dist/index.min.css", "LICENSE.md", false},
		{"@utrecht/skip-link-css", "2.0.1", "EUPL-1.2", "dist/index.min.css", "LICENSE.md", false},
	}
}
