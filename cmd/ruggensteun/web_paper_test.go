package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"ruggensteun/adapters/web/webtest"
)

var pagePapers = flag.String("page-papers", "", "a folder for pages as they are printed (PDF)")

// onPaper are pages that people print.
var onPaper = []aPage{{"case", "case-worker", "/zaak/{case}", 200}, {"work", "case-worker", "/werklijst", 200}, {"time", "analyst", "/tijd", 200}, {"map", "analyst", "/plaats?by=region", 200}, {"incident", "registrar", "", 200}}

// printed: paper has no buttons and no menu, what was folded away is written out, and nothing is cut off on the right.
func (s *site) printed(t *testing.T, b *webtest.Browser) {
	folder := *pagePapers
	if folder == "" {
		folder = t.TempDir()
	}
	for _, p := range onPaper {
		if p.name == "incident" {
			p.path = s.anIncident(t)
		}
		look := s.look(p.role, p.path, "desktop", true)
		look.Width, look.Height, look.Print, look.PDF = 720, 1020, true, filepath.Join(folder, p.name+".pdf")
		seen := b.Open(t, look)
		if seen.Status != p.status || seen.Wide > 0 || len(seen.Left) > 0 {
			t.Errorf("printed, %s is answered by %d, is %d too wide and shows %q", p.path, seen.Status, seen.Wide, seen.Left)
		}
		if text, err := os.ReadFile(look.PDF); err != nil || !bytes.HasPrefix(text, []byte("%PDF")) {
			t.Errorf("%s is no paper: %v", p.path, err)
		}
	}
}

// anIncident is the page of one of the list.
func (s *site) anIncident(t *testing.T) string {
	t.Helper()
	f := &fullSite{site: s}
	for _, found := range aLink.FindAllStringSubmatch(f.text(t, "registrar", "/meldingen?alles=ja"), -1) {
		if patternOf(pagePatterns(), found[1]) == "/melding/{incident}" {
			return found[1]
		}
	}
	t.Fatal("the list of reports has no link to one")
	return ""
}
