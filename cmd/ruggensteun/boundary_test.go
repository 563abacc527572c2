package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const officialBoundaries = "../../../shared/data/regions/nl-vr-gm-2023.topo.json"

// TestTheOfficialBoundariesAreLoadedAndDrawn reads the real file where it lies.
func TestTheOfficialBoundariesAreLoadedAndDrawn(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(officialBoundaries); err != nil {
		t.Skip("no shared/data/regions beside the project: no real boundaries are loaded")
	}
	c := newTerminal(t)
	c.employer("GEM-X")
	c.run("incident", "register", "--employer", "GEM-X", "--occurred", "2026-01-01T12:00+01:00", "--place", "ROAD", "--gemeente", "GM0599").recorded()
	if out := c.run("ask", "--rows", "region", "--format", "svg").ok(); strings.Contains(out, "fill-rule") {
		t.Error("a map of real boundaries is drawn before any were loaded")
	}
	load := []string{"regions", "import", "--source", "CBS / Kadaster via PDOK", "--licence", "CC BY 4.0", officialBoundaries}
	tried := c.run(append(load, "--dry-run")...).ok()
	for _, words := range []string{"gemeente", "region", "342", "25", "2023-01-01", "nl_features", "er is niets vastgelegd"} {
		if !strings.Contains(tried, words) {
			t.Errorf("a dry run does not say %q:\n%s", words, tried)
		}
	}
	if shown := c.run("regions", "show").ok(); !strings.Contains(shown, "kaarten zijn van tegels") {
		t.Errorf("a dry run loaded\n%s", shown)
	}
	if said := c.run(load...).ok(); !strings.Contains(said, "Geladen op positie") {
		t.Errorf("it says\n%s", said)
	}
	if said := c.run(append(load, "--language", "en")...).ok(); !strings.Contains(said, "nothing was recorded") {
		t.Errorf("the same again says\n%s", said)
	}
	if shown := c.run("regions", "show", "--language", "en").ok(); !strings.Contains(shown, "missing (codes of ours)") || strings.Count(shown, "none") != 4 || strings.Count(shown, "CC BY 4.0") != 2 {
		t.Errorf("it shows\n%s", shown)
	}
	for rows, areas := range map[string]int{"gemeente": 342, "region": 25, "police-unit": 10, "province": 12} {
		svg := c.run("ask", "--rows", rows, "--format", "svg").ok()
		if n := strings.Count(svg, "fill-rule"); n != areas || !strings.Contains(svg, "CBS / Kadaster via PDOK (CC BY 4.0), geldig") || len(svg) > 170_000 {
			t.Errorf("%s: %d areas in %d bytes, want %d", rows, n, len(svg), areas)
		}
	}
	if svg := c.run("ask", "--rows", "region", "--format", "svg", "--tiles").ok(); strings.Contains(svg, "fill-rule") {
		t.Error("--tiles draws real boundaries")
	}
	c.run("verify").ok()
}

func TestBoundariesThatCannotBeLoadedSayWhatToDo(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	file := filepath.Join(t.TempDir(), "gemeenten.json")
	if err := os.WriteFile(file, []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"statcode":"GM0599"},"geometry":{"type":"Polygon","coordinates":[[[4,51],[5,51],[5,52],[4,51]]]}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run("regions", "import", file, "--source", "x", "--licence", "x").fails(1, "year", "give the year")
	c.run("regions", "import", file, "--year", "2023").fails(1, "source", "licence")
	c.run("regions", "import", file, "--source", "x", "--licence", "x", "--year", "2023", "--property", "naam").fails(1, "name the property")
	c.run("regions", "import", "--source", "x", "--licence", "x").fails(2, "the file")
	c.run("regions", "import", file+"x", "--source", "x", "--licence", "x").fails(1, "read the boundaries")
	c.run("regions", "import", file, "--source", "x", "--licence", "x", "--year", "2023").ok()
}
