package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// twoOfOne are a worker with a staff number and one with a name alone, both of the city.
func (w *world) twoOfOne() (stays, again string) {
	w.t.Helper()
	return w.person(w.nameless()), w.person(w.nameless())
}

func TestAPersonIsMergedAndSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stays, again := w.twoOfOne()
	ask := func(id, what, body string) *reply {
		return w.post("/v1/persons/"+id+what, access.Registrar, w.city, body)
	}
	into := func(id string) string { return `{"into":"` + id + `","reason":"nummer verkeerd getypt"}` }
	if out := ask(again, "/merge", into(stays)).want(200); out.json["recorded"] != true || out.text("id") != again {
		t.Errorf("%s", out.Body)
	}
	if out := ask(again, "/merge", into(stays)).want(200); out.json["recorded"] != false {
		t.Errorf("a second time: %s", out.Body)
	}
	third := w.person(w.nameless())
	for what, refused := range map[string]*reply{
		"name the other one, which stays":          ask(third, "/merge", into(third)),
		"split it first, or leave it so":           ask(stays, "/merge", into(again)),
		stays + ": merge with that one":            ask(third, "/merge", into(again)),
		"was merged into " + stays + ": split it":  ask(again, "/merge", into(third)),
		"that the incidents of this employer show": ask(third, "/merge", into(uuid.NewString())),
	} {
		if refused.want(409); !strings.Contains(refused.Body.String(), what) {
			t.Errorf("want %q: %s", what, refused.Body)
		}
	}
	if out := ask(third, "/merge", `{"into":"`+stays+`"}`).want(400); len(out.fields()) != 1 || out.fields()[0] != "reason" {
		t.Errorf("without a reason: %s", out.Body)
	}
	ask(third, "/merge", `{"into":"x","reason":"x"}`).want(400)
	ask(uuid.NewString(), "/split", `{"reason":"x"}`).want(404)
	ask(w.suspect()[len("/v1/suspects/"):], "/merge", into(stays)).want(404)
	ask(again, "/split", `{"reason":"het zijn twee broers"}`).want(200)
	if out := ask(again, "/split", `{"reason":"het zijn twee broers"}`).want(200); out.json["recorded"] != false {
		t.Errorf("a second time: %s", out.Body)
	}
	if out := ask(stays, "/merge", into(again)).want(200); out.json["recorded"] != true { // the other way round
		t.Errorf("%s", out.Body)
	}
}

// TestWhoIsForgottenIsForgottenUnderEveryPseudonym: whoever asks to be forgotten does not
// know under how many he was recorded.
func TestWhoIsForgottenIsForgottenUnderEveryPseudonym(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.nameless(), w.nameless()
	stays, again := w.person(one), w.person(two)
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	forget := `{"what":["identity"],` + forEver
	if out := w.post("/v1/persons/"+again+"/erasure", access.Registrar, w.city, forget).want(409); !strings.Contains(out.Body.String(), "forget that one") {
		t.Errorf("%s", out.Body)
	}
	before := w.head()
	w.post("/v1/persons/"+stays+"/erasure", access.Registrar, w.city, forget).want(200)
	var streams []string
	for _, e := range w.since(before) {
		streams = append(streams, e.Type+" "+e.Stream.String())
	}
	if want := "person.identity_erased.v1 person-" + stays + ", person.identity_erased.v1 person-" + again; strings.Join(streams, ", ") != want {
		t.Errorf("recorded %v", streams)
	}
	for _, path := range []string{one, two} {
		if page := w.get(path, access.Registrar, w.city).want(200); strings.Contains(page.Body.String(), `"name":"Jan Kanarie"`) || !strings.Contains(page.Body.String(), `"forgotten"`) {
			t.Errorf("%s shows %s", path, page.Body)
		}
	}
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"toch niet"}`).want(200)
	w.post("/v1/persons/"+again+"/erasure", access.Registrar, w.city, forget).want(200)
}

// TestACaseShowsAWorkerOnceUntilTheSplit: the victim who was recorded twice is one in the
// case, is told once, and has one account.
func TestACaseShowsAWorkerOnceUntilTheSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.nameless(), w.nameless()
	stays, again := w.person(one), w.person(two)
	path := w.prosecution(one, stays)
	do := func(to, body string) { t.Helper(); w.post(path+to, access.CaseWorker, w.city, body).want(200) }
	do("/links", `{"kind":"INCIDENT","id":"`+idIn(two)+`"}`)
	do("/links", `{"kind":"WORKER","id":"`+again+`"}`)
	amount := func(of string) string { return `{"claimant":"` + of + `","kind":"AWARDED","cents":10001}` }
	do("/notices", `{"received":{"at":"2026-11-20"},"source":"OM","step":"VERDICT","effect":{"at":"2026-11-19"},"outcome":"CONV","amounts":[`+amount(stays)+","+amount(again)+`]}`)
	page := func(when string, victims, untold, accounts int, open float64) {
		t.Helper()
		out := w.get(path, access.CaseWorker, w.city).want(200)
		v, u, l := out.list("untold"), out.json["victims"].([]any), out.list("ledger")
		if len(u) != victims || len(v) != untold || len(l) != accounts || l[0]["open"] != open {
			t.Errorf("%s: %d victims, %d to be told, %d accounts: %s", when, len(u), len(v), len(l), out.Body)
		}
	}
	page("before", 2, 2, 2, 10001)
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	page("merged", 1, 1, 1, 20002)
	do("/tellings", `{"victim":"`+stays+`","channel":"PHONE","on":{"at":"2026-11-20"}}`)
	page("told", 1, 0, 1, 20002)
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"toch niet"}`).want(200)
	page("split", 2, 1, 2, 10001)
}

// TestASplitOpensTheCaseInWhichSomebodyWasNeverTold: closed when the one worker knew, and
// years later there are two.
func TestASplitOpensTheCaseInWhichSomebodyWasNeverTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.nameless(), w.nameless()
	stays, again := w.person(one), w.person(two)
	both, alone := w.prosecution(one, stays), w.prosecution(two, again)
	do := func(path, body string) { t.Helper(); w.post(path, access.CaseWorker, w.city, body).want(200) }
	do(both+"/links", `{"kind":"INCIDENT","id":"`+idIn(two)+`"}`)
	do(both+"/links", `{"kind":"WORKER","id":"`+again+`"}`)
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	for _, of := range []string{both, alone} {
		do(of+"/notices", `{"received":{"at":"2026-11-20"},"source":"OM","step":"VERDICT","effect":{"at":"2026-11-19"},"outcome":"CONV"}`)
		do(of+"/tellings", `{"victim":"`+stays+`","channel":"PHONE","on":{"at":"2026-11-20"}}`)
		do(of+"/closing", `{}`)
	}
	before := w.head()
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"het zijn twee zussen"}`).want(200)
	if events := w.since(before); len(events) != 3 || events[0].RecordedAt != events[2].RecordedAt {
		t.Errorf("%d events, want the split, its other side and the case, together", len(events))
	}
	page := w.get(both, access.CaseWorker, w.city).want(200)
	if page.json["closed"] != false || len(page.list("untold")) != 1 || page.list("untold")[0]["victim"] != again {
		t.Errorf("the case of both reads %s", page.Body)
	}
	if !strings.Contains(page.Body.String(), "een splitsing liet zien") {
		t.Error("it does not say why it is open")
	}
	if page := w.get(alone, access.CaseWorker, w.city).want(200); page.json["closed"] != true || len(page.list("untold")) != 0 {
		t.Errorf("the case of one alone reads %s", page.Body)
	}
}
