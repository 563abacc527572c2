package api

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// TestWhatIsToBeErasedIsSeenAndGoesWhenItIs: what was recorded years ago, and what is held.
func TestWhatIsToBeErasedIsSeenAndGoesWhenItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(`{"place":{"type":"HOME"},"address":"Zilverpad 417","narrative":"Kwam aan de deur.","workers":[{"name":"J. Kanarie"}]}`)
	due := func(query string) *reply {
		return w.get("/v1/retention/due"+query, access.PrivacyOfficer, w.city).want(200)
	}
	if got := due("").json["total"]; got != 0.0 {
		t.Errorf("of what was told today %v are to be erased", got)
	}
	w.now = w.now.AddDate(1, 0, -10) // the address is kept for a year
	out := due("")
	line := out.list("due")[0]
	if out.json["total"] != 1.0 || line["on"] != "2027-11-21" || line["id"] != idIn(incident) || line["purpose"] != "address" || line["term"] != "P1Y" || line["since"] != "2026-11-21" || line["overdue"] != nil {
		t.Errorf("%s", out.Body)
	}
	for _, text := range []string{"Zilverpad", "Kanarie"} {
		if strings.Contains(out.Body.String(), text) {
			t.Errorf("it shows %s", text)
		}
	}
	if got := due("?within=P5D").json["total"]; got != 0.0 {
		t.Errorf("within five days %v are to be erased", got)
	}
	w.post("/v1/holds", access.PrivacyOfficer, w.city, `{"kind":"INCIDENT","of":"`+idIn(incident)+`","ground":"AUDIT","reason":"x","until":"2028-01-01"}`).want(201)
	if line := due("").list("due")[0]; line["held_until"] != "2028-01-01" {
		t.Errorf("%v", line)
	}
	w.now = w.now.AddDate(5, 0, 0)
	out = due("")
	if out.json["overdue"].(float64) != 4 || out.json["held"] != 0.0 { // the address, the narrative, who it was and how hurt
		t.Errorf("%s", out.Body)
	}
	sheet := w.get("/v1/retention/due", access.PrivacyOfficer, w.city, header("Accept", "text/csv")).want(200)
	rows, err := csv.NewReader(sheet.Body).ReadAll()
	if must(t, err); len(rows) != 5 || strings.Join(rows[0], ",") != strings.Join(DueColumns, ",") {
		t.Errorf("%v", rows)
	}
	w.post(incident+"/erasure", access.PrivacyOfficer, w.city, `{"what":["address","narrative"],`+forEver).want(200)
	if got := due("").json["total"]; got != 2.0 {
		t.Errorf("what was erased is still due: %s", due("").Body)
	}
	w.get("/v1/retention/due?within=P2Y", access.PrivacyOfficer, w.city).want(400)
	if other := w.get("/v1/retention/due", access.PrivacyOfficer, w.fire).want(200); other.json["total"] != 0.0 {
		t.Errorf("another employer sees %s", other.Body)
	}
	w.get("/v1/retention/due?employer="+city, access.PrivacyOfficer, w.fire).want(403)
	w.get("/v1/retention/due?employer="+city, access.Operator, uuid.Nil).want(403)
}

func TestAnEmployerSetsAPeriodOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.get("/v1/retention", access.PrivacyOfficer, w.city).want(200)
	w.post("/v1/retention", access.Registrar, w.city, `{"kind":"INCIDENT","purpose":"narrative","regime":"AVG","term":"P9Y"}`).want(400)
	w.post("/v1/retention", access.Registrar, w.city, `{"kind":"INCIDENT","purpose":"narrative","regime":"AVG","term":"P2Y"}`).want(200)
	if now := w.get("/v1/retention", access.PrivacyOfficer, w.city).want(200); now.json["proposed"] != before.json["proposed"] {
		t.Error("it holds before its first day")
	}
	w.now = w.now.AddDate(0, 0, 1)
	if now := w.get("/v1/retention", access.PrivacyOfficer, w.city).want(200); now.json["proposed"] != before.json["proposed"].(float64)-1 {
		t.Errorf("%v proposals, before it %v", now.json["proposed"], before.json["proposed"])
	}
	if other := w.get("/v1/retention", access.PrivacyOfficer, w.fire).want(200); strings.Contains(other.Body.String(), `"P2Y","starts":"LAST_TOLD","basis":{"nl":"door de werkgever`) {
		t.Error("it holds for another employer")
	}
}
