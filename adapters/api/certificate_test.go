package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// certificate gives the path of a new one of the city.
func (w *world) certificate() string {
	w.t.Helper()
	return w.erased("INCIDENT", idIn(w.nameless()), `"address"`).Header().Get("Location")
}

func (w *world) erased(kind, id, what string) *reply {
	w.t.Helper()
	return w.post("/v1/erasures", access.PrivacyOfficer, w.city, `{"kind":"`+kind+`","of":"`+id+`","what":[`+what+`],"backups":[{"name":"nachtelijk","kept":"P30D"}],`+forEver).want(201)
}

// TestACertificateSaysWhereItStoodAndNeverWhoItWas: of a worker in two incidents, with aftercare.
func TestACertificateSaysWhereItStoodAndNeverWhoItWas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.registered(whole)
	second := w.registered(whole)
	worker := w.person(first)
	other := w.registered(strings.NewReplacer("NL-4711", "NL-9999").Replace(whole))
	w.aftercare(first, worker)
	taken := w.get("/v1/exports/everything", access.Registrar, w.city).want(200)
	if taken.Body.Len() == 0 {
		t.Fatal("nothing was taken out")
	}
	out := w.erased("WORKER", worker, `"identity","health","care"`)
	for _, text := range []string{"Jansen", "NL-4711", "NL-9999", idIn(other)} {
		if strings.Contains(out.Body.String(), text) {
			t.Errorf("it says %s: %s", text, out.Body)
		}
	}
	stood := 0
	for _, r := range w.since(0) {
		_, under, err := w.codec.(*eventjson.Codec).Sealed(t.Context(), []eventlog.Recorded{r})
		must(t, err)
		for _, u := range under[0] {
			if u.Key.Subject.String() == worker {
				stood++
				break
			}
		}
	}
	if out.json["events"] != float64(stood) || stood < 2 || out.json["key_count"].(float64) < 2 || len(out.list("exports")) != 1 {
		t.Errorf("%d events spoke of the worker: %s", stood, out.Body)
	}
	if got := out.list("backups")[0]["until"]; got != "2026-12-21" {
		t.Errorf("backups last until %v", got)
	}
	for _, path := range []string{first, second} {
		if text := w.get(path, access.Registrar, w.city).want(200).Body.String(); strings.Contains(text, "NL-4711") {
			t.Errorf("who it was is still there: %s", text)
		}
	}
	again := w.get(out.Header().Get("Location"), access.PrivacyOfficer, w.city).want(200)
	if again.Body.String() != out.Body.String() {
		t.Errorf("read it says %s", again.Body)
	}
	w.get(out.Header().Get("Location"), access.PrivacyOfficer, w.fire).want(404)
}

func TestWhatIsHeldIsNotCertified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.nameless()
	w.hold(incident)
	before := w.head()
	body := `{"kind":"INCIDENT","of":"` + idIn(incident) + `","what":["address"],` + forEver
	w.post("/v1/erasures", access.PrivacyOfficer, w.city, body).want(409)
	w.post("/v1/erasures", access.PrivacyOfficer, w.city, strings.Replace(body, `"forever":true`, `"forever":false`, 1)).want(400)
	w.post("/v1/erasures", access.PrivacyOfficer, w.city, strings.Replace(body, "INCIDENT", "PARTY", 1)).want(400)
	w.post("/v1/erasures", access.PrivacyOfficer, w.city, strings.Replace(body, idIn(incident), uuid.NewString(), 1)).want(404)
	w.post("/v1/erasures", access.PrivacyOfficer, w.fire, body).want(404)
	if w.head() != before {
		t.Error("something was recorded")
	}
}
