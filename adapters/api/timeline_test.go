package api

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// kinds are what the lines of a timeline are of, each once, in order of appearance.
func (r *reply) kinds() (all []string) {
	r.t.Helper()
	for _, l := range r.list("timeline") {
		if of := l["of"].(string); !slices.Contains(all, of) {
			all = append(all, of)
		}
	}
	return all
}

func (r *reply) lines() (all []string) {
	r.t.Helper()
	for _, l := range r.list("timeline") {
		all = append(all, l["what"].(map[string]any)["nl"].(string))
	}
	return all
}

// TestAnIncidentsTimelineHasAllThatBelongsToIt, for who may read it, by effect and by
// receipt; and a verdict before its summons stands where it belongs.
func TestAnIncidentsTimelineHasAllThatBelongsToIt(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV"`)).want(200)
	d.do("/notices", word("SUMMONS", "16", "20", "")).want(200)
	d.aangifte(d.incident, d.worker)
	d.aftercare(d.incident, d.worker)
	path := d.incident + "/timeline"
	for _, role := range []access.Role{access.CaseWorker, access.Registrar} {
		r := d.get(path, role, d.city).want(200)
		got := r.kinds()
		slices.Sort(got)
		if !slices.Equal(got, []string{"aangifte", "aftercare", "incident", "prosecution"}) || r.text("by") != "effect" || len(r.json["left_out"].([]any)) != 0 {
			t.Errorf("%s: %v, left out %v", role, got, r.json["left_out"])
		}
	}
	lines := strings.Join(d.get(path, access.CaseWorker, d.city).want(200).lines(), "\n")
	if summons, verdict := strings.Index(lines, "Dagvaarding"), strings.Index(lines, "Vonnis: veroordeling"); summons < 0 || verdict < summons {
		t.Errorf("by effect:\n%s", lines)
	}
	lines = strings.Join(d.get(path+"?by=receipt", access.CaseWorker, d.city).want(200).lines(), "\n")
	if summons, verdict := strings.Index(lines, "dagvaarding"), strings.Index(lines, "vonnis"); verdict < 0 || summons < verdict {
		t.Errorf("by receipt:\n%s", lines)
	}
	r := d.get(path, access.Reporter, d.city).want(200)
	if got := r.kinds(); !slices.Equal(got, []string{"incident"}) || len(r.json["left_out"].([]any)) != 2 {
		t.Errorf("a reporter reads %v, left out %v", got, r.json["left_out"])
	}
	d.get(path+"?by=name", access.CaseWorker, d.city).want(400)
	if got := d.get(d.path+"/timeline?by=receipt", access.CaseWorker, d.city).want(200).kinds(); !slices.Contains(got, "prosecution") || slices.Contains(got, "incident") {
		t.Errorf("the case's own timeline is of %v", got)
	}
	before := len(d.readings.list)
	d.get(path, access.CaseWorker, d.city).want(200)
	var read []string
	for _, one := range d.readings.list[before:] {
		read = append(read, one.What)
	}
	slices.Sort(read)
	if !slices.Equal(read, []string{"aangifte", "aftercare", "case", "incident"}) {
		t.Errorf("readings of %v were recorded", read)
	}
}
