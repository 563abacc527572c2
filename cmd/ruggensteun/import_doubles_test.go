package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestAnImportSuggestsDoubles(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	first := c.bring(registrar, rowOne)
	before := c.only()
	twice := c.file("3;2025-03-05 22:00;SPIT;;HOME;NRD;;;;", "4;2025-03-05 22:10;PUSH;;HOME;NRD;;;;")
	preview := c.run("import", "--dry-run", "--as", registrar, "--mapping", filepath.Join(c.folder, "m.yaml"), twice).ok()
	if !strings.Contains(preview, "doubles: none are likely") || !strings.Contains(preview, "doubles in the file itself are looked for once it is recorded") {
		t.Errorf("a preview does not say where it looked:\n%s", preview)
	}
	r := c.bring(registrar,
		"2;2025-03-01 10:20;HIT;;ROAD;NRD;;;;",  // what is on record, told by somebody else
		"3;2025-03-05 22:00;SPIT;;HOME;NRD;;;;", // twice in this file
		"4;2025-03-05 22:10;PUSH;;HOME;NRD;;;;",
		"5;2025-03-06 22:00;SPIT;;HOME;NRD;;;;") // by itself
	d := r.Doubles
	if d == nil || !d.Looked || d.Incidents != 2 || len(d.List) != 2 {
		t.Fatalf("%+v", d)
	}
	if one := d.List[0]; one.Row != 2 || len(one.Likely) != 1 || one.Likely[0].Incident.String() != before || one.Likely[0].Row != 0 || one.Likely[0].At != "2025-03-01 10:00" || one.Likely[0].Place != "ROAD, NRD" {
		t.Errorf("of row 2: %+v", one)
	}
	if one := d.List[1]; one.Row != 4 || len(one.Likely) != 1 || one.Likely[0].Row != 3 {
		t.Errorf("of row 4: %+v", one)
	}
	if first.Doubles == nil || !first.Doubles.Looked || first.Doubles.Incidents != 0 {
		t.Errorf("the first import: %+v", first.Doubles)
	}
	if n := c.count("SELECT count(*) FROM ruggensteun.readings WHERE what = 'doubles' AND NOT personal"); n != 1 {
		t.Errorf("%d readings are recorded", n)
	}
	out := c.run("import", "doubles", r.Batch.String(), "--as", registrar).ok()
	if !strings.Contains(out, "doubles: 2 incidents may be on record twice; nothing was merged") || !strings.Contains(out, before) {
		t.Errorf("asked later it says\n%s", out)
	}
	c.run("import", "undo", r.Batch.String(), "--as", registrar).ok()
	if out := c.run("import", "doubles", r.Batch.String(), "--as", registrar).ok(); !strings.Contains(out, "none are likely") {
		t.Errorf("after undoing it says\n%s", out)
	}
	if again := c.bring(registrar, rowOne); again.Doubles != nil {
		t.Errorf("nothing was registered: %+v", again.Doubles)
	}
}

func TestAnImportIsDoneAlsoWhenNobodyCanLookForDoubles(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	c.bring(registrar, rowOne)
	c.run("projections", "pause", "doubles").ok()
	r := c.bring(registrar, "2;2025-03-01 10:20;HIT;;ROAD;NRD;;;;")
	if r.Recorded != 1 || r.Doubles == nil || r.Doubles.Looked || !strings.Contains(r.Doubles.Why, "projections resume doubles") || !strings.Contains(r.Doubles.Why, "import doubles "+r.Batch.String()) {
		t.Errorf("%+v", r.Doubles)
	}
	c.run("import", "doubles", r.Batch.String(), "--employer", "GEM-X").fails(1, "resume doubles")
	c.run("import", "doubles", "x", "--employer", "GEM-X").fails(2, "import list")
	c.run("import", "doubles", r.Batch.String(), "--as", "reporter@GEM-X").fails(1, "ask your employer's registrar")
}
