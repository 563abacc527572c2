package main

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// allowedLicences are those under which others may be in what we give away under the EUPL-1.2, and what
// each asks of us.
var allowedLicences = map[string]string{
	"MIT": "its notice goes along", "BSD-2-Clause": "its notice goes along", "BSD-3-Clause": "its notice goes along, and no use of names",
	"ISC": "its notice goes along", "0BSD": "nothing", "Apache-2.0": "its notice and NOTICE go along; compatible with the EUPL by its appendix",
	"EUPL-1.2": "its notice goes along; our own", "Unlicense": "nothing", "MPL-2.0": "changes to its own files are published; in the appendix of the EUPL",
}

// licenceWords tell licences by what each says and no other does. All of a line must stand in a text.
var licenceWords = []struct {
	name  string
	words []string
}{
	{"Apache-2.0", []string{"apache license", "version 2.0"}},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "the above copyright notice and this permission notice"}},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "may be used to endorse or promote products"}},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms"}},
	{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted", "copyright notice and this permission notice appear"}},
	{"MPL-2.0", []string{"mozilla public license", "2.0"}},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}},
	{"AGPL", []string{"gnu affero general public license"}},
	{"LGPL", []string{"gnu lesser general public license"}},
	{"GPL", []string{"gnu general public license"}},
	{"SSPL", []string{"server side public license"}},
	{"BUSL", []string{"business source license"}},
	{"Commons Clause", []string{"commons clause"}},
	{"Elastic", []string{"elastic license"}},
	{"non-commercial", []string{"noncommercial"}},
}

var blank = regexp.MustCompile(`\s+`)

// licencesIn are those that a text grants.
func licencesIn(text string) []string {
	text = strings.ToLower(blank.ReplaceAllString(text, " "))
	var found []string
	for _, l := range licenceWords {
		all := !slices.ContainsFunc(l.words, func(w string) bool { return !strings.Contains(text, w) })
		longer := l.name == "BSD-2-Clause" && slices.Contains(found, "BSD-3-Clause")
		named := strings.HasSuffix(l.name, "GPL") && slices.Contains(found, "MPL-2.0") // it names these as others that it goes with
		if all && !longer && !named {
			found = append(found, l.name)
		}
	}
	return found
}

var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[sc]e|copying)([-._].*)?$`)

// TestEveryModuleHasALicenceThatWeMayUse reads the licence of each module that the program, its tests and
// its tools are made of, as it lies in the module cache.
func TestEveryModuleHasALicenceThatWeMayUse(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-test", "-f", `{{with .Module}}{{if not .Main}}{{.Path}}{{"\t"}}{{.Dir}}{{end}}{{end}}`, "./...", "tool")
	list.Dir = filepath.Join("..", "..")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, dir, is := strings.Cut(strings.TrimSpace(line), "\t"); is {
			modules[path] = dir
		}
	}
	if len(modules) < 30 {
		t.Fatalf("only %d modules were found: the list is no longer read", len(modules))
	}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		if problem := licenceOf(t, modules[path]); problem != "" {
			t.Errorf("%s: %s", path, problem)
		}
	}
}

func licenceOf(t *testing.T, folder string) (problem string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		if f.IsDir() || !licenceFile.MatchString(f.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, licencesIn(string(text))...)
	}
	if len(found) == 0 {
		return "no licence is known in its folder: read what it says, and do without it where it says nothing"
	}
	for _, l := range found {
		if allowedLicences[l] == "" {
			return "the licence " + l + " is not among those that we may use: do without it, or say in allowedLicences and DECISIONS.md why it may"
		}
	}
	return ""
}

// unlicensed say nothing in their package.json: why they are in it all the same. None of them is given
// away, for npm fetches it on the machine of who tests.
var unlicensed = map[string]string{
	"node_modules/only": "its Readme says MIT; it stands below koa, which oidc-provider is made with",
}

// TestEveryPackageOfNpmHasALicenceThatWeMayUse: those that tests fetch.
func TestEveryPackageOfNpmHasALicenceThatWeMayUse(t *testing.T) {
	t.Parallel()
	locks, err := filepath.Glob("../../adapters/*/*/*/package-lock.json")
	if err != nil || len(locks) == 0 {
		t.Fatalf("no lock file was found: %v", err)
	}
	for _, lock := range locks {
		text, err := os.ReadFile(lock)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Packages map[string]struct{ License string }
		}
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for name, one := range file.Packages {
			if name != "" && allowedLicences[one.License] == "" && unlicensed[name] == "" {
				t.Errorf("%s: %s is under %q, which is not among those that we may use", lock, name, one.License)
			}
		}
		if len(file.Packages) < 2 {
			t.Errorf("%s names no packages: it is no longer read", lock)
		}
	}
}

func TestALicenceIsToldByItsWords(t *testing.T) {
	t.Parallel()
	const (
		mit = "Permission is hereby granted, free of charge, to any person obtaining\na copy … The above copyright notice and this permission notice shall be included"
		bsd = "Redistribution and use in source and binary forms, with or without modification"
	)
	for text, want := range map[string]string{
		"all rights reserved": "",
		mit:                   "MIT",
		bsd:                   "BSD-2-Clause",
		bsd + " … may be used to endorse or promote products":                              "BSD-3-Clause",
		mit + " " + "Apache License, Version 2.0":                                          "Apache-2.0 MIT",
		"GNU AFFERO GENERAL PUBLIC LICENSE":                                                "AGPL",
		"GNU General Public License version 3":                                             "GPL",
		"Mozilla Public License Version 2.0 … the GNU General Public License, Version 2.0": "MPL-2.0",
		mit + ` … "Commons Clause" License Condition`:                                      "MIT Commons Clause",
		"Business Source License 1.1":                                                      "BUSL",
	} {
		if got := strings.Join(licencesIn(text), " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
