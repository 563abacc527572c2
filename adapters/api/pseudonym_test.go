package api

import (
	"slices"
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

// duty is how far a step is, by the page of a file of care.
func duty(page *reply, step string) any {
	for _, d := range page.list("duties") {
		if d["step"] == step {
			return d["status"]
		}
	}
	return nil
}

// TestTheCareOfOneWorkerIsShownTogetherUntilTheSplit: each file stays its own, says under
// which pseudonym it was recorded, and what one of them did is done.
func TestTheCareOfOneWorkerIsShownTogetherUntilTheSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(strings.Replace(whole, `"workers": [`, `"workers": [{"name": "Jan Kanarie"}, `, 1))
	workers := w.get(incident, access.Registrar, w.city).want(200).json["personal"].(map[string]any)["workers"].([]any)
	stays, again := workers[1].(map[string]any)["person"].(string), workers[0].(map[string]any)["person"].(string)
	one, two := w.aftercare(incident, stays), w.aftercare(incident, again)
	tell := func(path, step, status string) {
		t.Helper()
		w.post(path+"/steps", access.CaseWorker, w.city, `{"step":"`+step+`","status":"`+status+`","on":{"at":"2026-11-21"}}`).want(200)
	}
	tell(one, "PEER", "DUE")
	tell(two, "PEER", "DONE")
	tell(two, "LEGAL", "OFFERED")
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	for _, path := range []string{one, two} {
		page := w.get(path, access.CaseWorker, w.city).want(200)
		if duty(page, "PEER") != "DONE" || duty(page, "LEGAL") != "OFFERED" || page.json["worker"] != stays || len(page.list("tellings")) != 3 || page.json["id"] != idIn(path) {
			t.Errorf("together: %s", page.Body)
		}
		files := page.list("files")
		if len(files) != 2 || files[0]["id"] != idIn(one) || files[0]["followed"] != true || files[1]["recorded_under"] != again ||
			!strings.Contains(page.Body.String(), "Vastgelegd onder "+again+", telt nu onder "+stays) || !strings.Contains(page.Body.String(), "now counted under "+stays) {
			t.Errorf("the files are %v", files)
		}
	}
	talks := 0
	for _, c := range w.get(two, access.CaseWorker, w.city).list("clocks") {
		if c["agreement"] == "LEIDINGGEVENDE-24-UUR" {
			talks++
		}
	}
	if talks != 1 {
		t.Errorf("the talk with the manager is due %d times", talks)
	}
	var theirs string
	for _, told := range w.get(one, access.CaseWorker, w.city).list("tellings") {
		if told["step"] == "LEGAL" {
			if theirs = told["id"].(string); told["file"] != idIn(two) {
				t.Errorf("the telling is in %v", told["file"])
			}
		}
	}
	for path, says := range map[string]string{
		one + "/step-retractions": idIn(two) + ", of another pseudonym", two + "/assignment": "is followed in file " + idIn(one), two + "/agreement-uses": "the terms run in file " + idIn(one),
	} {
		body := map[string]string{"/step-retractions": `{"id":"` + theirs + `","reason":"fout"}`, "/assignment": `{}`, "/agreement-uses": `{"agreement":"LEIDINGGEVENDE-24-UUR","whose":"PROGRAM","version":"2026-1","because":"WRONG_VERSION"}`}[path[strings.LastIndex(path, "/"):]]
		if out := w.post(path, access.CaseWorker, w.city, body).want(409); !strings.Contains(out.Body.String(), says) {
			t.Errorf("%s: %s", path, out.Body)
		}
	}
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"toch niet"}`).want(200)
	first, second := w.get(one, access.CaseWorker, w.city).want(200), w.get(two, access.CaseWorker, w.city).want(200)
	if duty(first, "PEER") != "DUE" || duty(first, "LEGAL") != "NOT_RECORDED" || duty(second, "PEER") != "DONE" || second.json["worker"] != again || len(first.list("files"))+len(second.list("files")) != 0 {
		t.Errorf("split: %s\n%s", first.Body, second.Body)
	}
}

// TestALetterFindsTheNameUnderEitherPseudonym while they are one, and under its own key.
func TestALetterFindsTheNameUnderEitherPseudonym(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	named := w.nameless() // Jan Kanarie
	stays, again := w.person(w.nameless()), w.person(named)
	path := w.prosecution(named, again)
	letter := func(of string, want int) *reply {
		t.Helper()
		return w.post(path+"/documents", access.CaseWorker, w.city, `{"kind":"LETTER_VICTIM","worker":"`+of+`"}`).want(want)
	}
	blank := func(r *reply) bool {
		return strings.Contains(r.Body.String(), `"victim"`)
	}
	letter(stays, 400)
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	for _, of := range []string{stays, again} {
		if out := letter(of, 201); blank(out) {
			t.Errorf("the letter to %s leaves the name blank: %s", of, out.Body)
		}
	}
	made := letter(stays, 201)
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"toch niet"}`).want(200)
	letter(stays, 400)
	w.post("/v1/persons/"+again+"/erasure", access.Registrar, w.city, `{"what":["identity"],`+forEver).want(200)
	w.get(made.Header().Get("Location"), access.CaseWorker, w.city).want(409) // its key went with the name that it holds
	if out := letter(again, 201); !blank(out) {
		t.Errorf("a forgotten name stands in %s", out.Body)
	}
}

// TestAPersonShowsWhichPseudonymsAreHis, since when, in which role somebody said so, and why.
func TestAPersonShowsWhichPseudonymsAreHis(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.nameless()
	stays, again := w.person(w.nameless()), w.person(incident)
	of := w.prosecution(incident, again)
	person := func(id string, role access.Role) *reply { return w.get("/v1/persons/"+id, role, w.city) }
	if out := person(again, access.Registrar).want(200); out.json["goes_by"] != again || len(out.list("pseudonyms")) != 1 {
		t.Errorf("alone: %s", out.Body)
	}
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"nummer verkeerd getypt"}`).want(200)
	for _, id := range []string{stays, again} {
		out := person(id, access.Registrar).want(200)
		all := out.list("pseudonyms")
		if out.json["goes_by"] != stays || len(all) != 2 || all[1]["person"] != again || all[1]["merged_into"] != stays || all[1]["by"] != "registrar" || all[1]["since"] == nil ||
			!strings.Contains(out.Body.String(), "nummer verkeerd getypt") || !strings.Contains(out.Body.String(), "Samengevoegd met medewerker "+stays) {
			t.Errorf("%s", out.Body)
		}
	}
	if page := w.get(of, access.CaseWorker, w.city).want(200); len(page.list("persons_merged")) != 1 || !strings.Contains(page.Body.String(), "Recorded under "+again+", now counted under "+stays) {
		t.Errorf("the case says %v", page.json["persons_merged"])
	}
	person(again, access.Reporter).want(403)
	person(uuid.NewString(), access.Registrar).want(404)
	person("x", access.Registrar).want(404)
	w.get("/v1/persons/"+again, access.Registrar, w.fire).want(404)
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"twee zussen"}`).want(200)
	if out := person(again, access.Registrar).want(200); out.json["goes_by"] != again || len(out.list("pseudonyms")) != 1 || !strings.Contains(out.Body.String(), "twee zussen") {
		t.Errorf("split: %s", out.Body)
	}
	if page := w.get(of, access.CaseWorker, w.city).want(200); len(page.list("persons_merged")) != 0 {
		t.Errorf("the case says %v", page.json["persons_merged"])
	}
}

// TestWhatAMergedCaseBroughtIsShown: the versions of terms that somebody applied there.
func TestWhatAMergedCaseBroughtIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.nameless()
	one, two := w.prosecution(incident, w.person(incident)), w.prosecution(incident, w.person(incident))
	w.post(one+"/agreement-uses", access.CaseWorker, w.city, `{"agreement":"UITKOMST-VERTELLEN","whose":"PROGRAM","version":"2026-1","because":"WRONG_VERSION"}`).want(200)
	w.post(one+"/merge", access.CaseWorker, w.city, `{"into":"`+idIn(two)+`"}`).want(200)
	page := w.get(two, access.CaseWorker, w.city).want(200)
	if all := page.list("applied"); len(all) != 1 || all[0]["case"] != idIn(one) || all[0]["counts"] != false || all[0]["version"] != "2026-1" {
		t.Errorf("applied %v", all)
	}
	w.post(one+"/split", access.CaseWorker, w.city, `{"reason":"toch twee"}`).want(200)
	if all := w.get(two, access.CaseWorker, w.city).list("applied"); len(all) != 0 {
		t.Errorf("split: %v", all)
	}
	if all := w.get(one, access.CaseWorker, w.city).list("applied"); len(all) != 1 || all[0]["counts"] != true || all[0]["case"] != nil {
		t.Errorf("its own: %v", all)
	}
}

// TestATellingNamesItsLetter: one of this case and to this victim, that went out.
func TestATellingNamesItsLetter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, other := w.nameless(), w.nameless()
	victim, stranger := w.person(incident), w.person(other)
	of := w.prosecution(incident, victim)
	w.post(of+"/links", access.CaseWorker, w.city, `{"kind":"INCIDENT","id":"`+idIn(other)+`"}`).want(200)
	w.post(of+"/links", access.CaseWorker, w.city, `{"kind":"WORKER","id":"`+stranger+`"}`).want(200)
	w.post(of+"/notices", access.CaseWorker, w.city, `{"received":{"at":"2026-11-20"},"source":"OM","step":"VERDICT","effect":{"at":"2026-11-19"},"outcome":"CONV"}`).want(200)
	write := func(case_, to string) string {
		return idIn(w.document(case_, `{"kind":"LETTER_VICTIM","worker":"`+to+`"}`))
	}
	mine, theirs, elsewhere := write(of, victim), write(of, stranger), write(w.prosecution(incident, victim), victim)
	issue := func(of, document string) {
		w.post(of+"/documents/"+document+"/issue", access.CaseWorker, w.city, `{"blanks":true}`).want(200)
	}
	tell := func(document string, want int) *reply {
		t.Helper()
		return w.post(of+"/tellings", access.CaseWorker, w.city, `{"victim":"`+victim+`","channel":"LETTER","on":{"at":"2026-11-21"},"document":"`+document+`"}`).want(want)
	}
	issue(of, theirs)
	for document, says := range map[string]string{mine: "did not go out yet", theirs: "is not written to this victim", elsewhere: "is none of this case", uuid.NewString(): "is none of this case", "x": "is not an id"} {
		if out := tell(document, 400); !strings.Contains(out.Body.String(), says) {
			t.Errorf("want %q: %s", says, out.Body)
		}
	}
	issue(of, mine)
	tell(mine, 200)
	page := w.get(of, access.CaseWorker, w.city).want(200)
	if told := page.list("tellings"); len(told) != 1 || told[0]["document"] != mine {
		t.Errorf("tellings %v", told)
	}
	if !strings.Contains(page.Body.String(), "brief "+mine) || !strings.Contains(page.Body.String(), "letter "+mine) {
		t.Error("the timeline does not name the letter")
	}
}

// TestAWorkerIsNamedOnceOfAllWhoAreToHearANewName, under the pseudonym that he goes by, and has
// heard it when he was told under either; after a split each waits for itself.
func TestAWorkerIsNamedOnceOfAllWhoAreToHearANewName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, other := w.nameless(), w.nameless()
	stays, again := w.person(other), w.person(incident)
	of := w.prosecution(incident, again)
	w.post(of+"/links", access.CaseWorker, w.city, `{"kind":"INCIDENT","id":"`+idIn(other)+`"}`).want(200)
	w.post(of+"/links", access.CaseWorker, w.city, `{"kind":"WORKER","id":"`+stays+`"}`).want(200)
	w.post(of+"/assignment", access.CaseWorker, w.city, `{}`).want(200)
	w.post(of+"/hand-over", access.CaseWorker, w.city, `{"to":"`+w.registrar(of)+`"}`).want(200)
	w.post(of+"/acceptance", access.Registrar, w.city, `{}`).want(200)
	unnamed := func() []string {
		t.Helper()
		return slices.Sorted(slices.Values(texts(w.get(of, access.CaseWorker, w.city).want(200).json["work"].(map[string]any)["unnamed"])))
	}
	both := slices.Sorted(slices.Values([]string{stays, again}))
	if got := unnamed(); !slices.Equal(got, both) {
		t.Errorf("apart %v wait", got)
	}
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	if got := unnamed(); !slices.Equal(got, []string{stays}) {
		t.Errorf("together %v wait, not %s", got, stays)
	}
	w.post(of+"/name-tellings", access.Registrar, w.city, `{"victim":"`+again+`","channel":"PHONE","on":{"at":"2026-11-21"}}`).want(200)
	if got := unnamed(); len(got) != 0 {
		t.Errorf("told under one of them, %v wait", got)
	}
	w.post("/v1/persons/"+again+"/split", access.Registrar, w.city, `{"reason":"toch niet"}`).want(200)
	if got := unnamed(); !slices.Equal(got, []string{stays}) {
		t.Errorf("split, %v wait", got)
	}
}
