package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	inTemplate = regexp.MustCompile(`\.T "([^"]+)"`)
	// Any text that looks like a key: keys stand in tables, too.
	inCode = regexp.MustCompile(`"([a-z]+(?:[.-][a-z0-9-]+)*\.[a-z0-9.-]+)"`)
	// What was done is named without its "done.".
	inDone = regexp.MustCompile(`\.done\([^\n]*?"([a-z0-9-]+)"\)`)
	verb   = regexp.MustCompile(`%[sd]`)
)

// ofTheAPI are names of fields, which look like keys.
var ofTheAPI = []string{"place.type", "place.indoors", "place.gemeente", "title.nl", "title.en"}

// used are the keys that templates and code name.
func used(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	sources, _ := filepath.Glob("*.go")
	pages, _ := filepath.Glob("templates/*.html")
	for _, name := range slices.Concat(sources, pages) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pattern := inCode
		if strings.HasSuffix(name, ".html") {
			pattern = inTemplate
		}
		for _, found := range inDone.FindAllStringSubmatch(string(text), -1) {
			keys["done."+found[1]] = name
		}
		for _, found := range pattern.FindAllStringSubmatch(string(text), -1) {
			keys[found[1]] = name
		}
	}
	for _, p := range figurePages {
		keys[p.menu+".try"] = "start.go"
	}
	for _, one := range afterFigures {
		keys[one.word+".try"] = "menus.go"
	}
	for _, d := range slices.Concat(deeds, careDeeds) {
		keys[d.word], keys[d.done] = "deed.go", "deed.go"
		keys[d.word+".lead"] = "deed.go"
	}
	for _, menu := range menus {
		for _, one := range menu {
			keys[one.word+".try"] = "menus.go"
		}
	}
	return keys
}

func TestEachTextStandsInBothLanguagesWithTheSamePlaces(t *testing.T) {
	t.Parallel()
	for key, text := range catalogue[dutch] {
		other, is := catalogue[english][key]
		if !is {
			t.Errorf("%s has no English", key)
			continue
		}
		if a, b := verb.FindAllString(text, -1), verb.FindAllString(other, -1); !slices.Equal(a, b) {
			t.Errorf("%s has places %v in Dutch and %v in English", key, a, b)
		}
	}
	for key := range catalogue[english] {
		if _, is := catalogue[dutch][key]; !is {
			t.Errorf("%s has no Dutch", key)
		}
	}
}

func TestNoTextIsMissingOrUnused(t *testing.T) {
	t.Parallel()
	keys, firsts := used(t), map[string]bool{}
	for key := range catalogue[dutch] {
		first, _, _ := strings.Cut(key, ".")
		firsts[first] = true
		if keys[key] == "" {
			t.Errorf("%s is used nowhere", key)
		}
	}
	for key, name := range keys {
		first, _, _ := strings.Cut(key, ".")
		if !firsts[first] || slices.Contains(ofTheAPI, key) || strings.HasSuffix(key, ".html") || strings.HasSuffix(key, ".css") {
			continue
		}
		if _, is := catalogue[dutch][key]; !is {
			t.Errorf("%s asks for %s, which is in no catalogue", name, key)
		}
	}
}
