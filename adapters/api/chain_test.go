package api

import (
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// TestTheChainCountsWhatCasesCameTo: over HTTP, for the employer whose cases they are, in
// each unit, as known before, and recorded as a reading.
func TestTheChainCountsWhatCasesCameTo(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	before := d.get("/v1/views/chain", access.CaseWorker, d.city).want(200).Header().Get("Position")
	d.do("/notices", word("PV_OM", "02", "19", "")).want(200)
	last := d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV"`)).want(200).Header().Get("Position")
	stage := func(r *reply, code string) map[string]any {
		t.Helper()
		for _, s := range r.list("groups")[0]["stages"].([]any) {
			if s := s.(map[string]any); s["stage"] == code {
				return s
			}
		}
		t.Fatalf("there is no %s", code)
		return nil
	}
	for _, unit := range []string{"case", "incident", "worker-hit"} {
		r := d.get("/v1/views/chain?unit="+unit+"&minPosition="+last, access.Registrar, d.city).want(200)
		if stage(r, "CONVICTED")["reached"] != 1.0 || stage(r, "SUMMONED")["not_received"] != 1.0 || stage(r, "FINAL")["open"] != 1.0 || r.text("unit") != unit {
			t.Errorf("%s: %v", unit, r.json["groups"])
		}
		if text := r.text("definition"); !strings.Contains(text, "Kaplan-Meier") || !strings.Contains(text, "position "+last) {
			t.Errorf("%s: %s", unit, text)
		}
	}
	for unit, n := range map[string]float64{"case": 1, "worker-hit": 1, "suspect": 0, "step": 2} {
		r := d.get("/v1/figures?rows=place&unit="+unit, access.Registrar, d.city).want(200)
		if r.text("unit") != unit || r.json["total"].(map[string]any)["n"] != n || !strings.HasPrefix(r.text("question"), unit+" by place as-of ") {
			t.Errorf("%s: %v, %v", unit, r.json["total"], r.json["question"])
		}
	}
	if r := d.get("/v1/views/chain?asOf="+before, access.Registrar, d.city).want(200); stage(r, "JUDGED")["reached"] != 0.0 || r.Header().Get("Position") != before {
		t.Errorf("as known before the verdict: %v", stage(r, "JUDGED"))
	}
	if r := d.get("/v1/views/chain", access.Registrar, d.fire).want(200); r.list("groups")[0]["n"] != 0.0 {
		t.Errorf("another employer counts %v", r.list("groups")[0]["n"])
	}
	if r := d.get("/v1/views/chain?by=profession&behaviour=SPIT", access.Registrar, d.city).want(200); r.text("by") != "profession" {
		t.Errorf("laid out by %v", r.json["by"])
	}
	if r := d.get("/v1/views/chain?by=unit&own-unit=GEM-ROTTERDAM/NOORD", access.Registrar, d.city).want(200); r.list("groups")[1]["value"] != "GEM-ROTTERDAM/NOORD" || r.list("groups")[1]["few"] != true ||
		r.list("groups")[1]["label"].(map[string]any)["nl"] != "Noord" {
		t.Errorf("by unit: %v", r.json["groups"])
	}
	for query, says := range map[string]string{"unit=judge": "case, incident, worker-hit or suspect", "by=judge": "profession", "by=agreement": "/v1/worklist/agreements", "own-unit=NOORD": "GEM-X/NOORD", "place=JUDGE": "place"} {
		if r := d.get("/v1/views/chain?"+query, access.Registrar, d.city).want(400); !strings.Contains(r.Body.String(), says) {
			t.Errorf("%s: %s", query, r.Body.String())
		}
	}
	readings := 0
	for _, r := range d.readings.list {
		if r.What == "chain" {
			readings++
		}
	}
	if readings != 8 {
		t.Errorf("%d readings were recorded", readings)
	}
}
