package api

import (
	"context"
	"errors"
	"strings"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

func (w *world) disposed(body string) *reply {
	w.t.Helper()
	return w.post("/v1/retention/rounds", access.PrivacyOfficer, w.city, body).want(200)
}

const disposeAll = `{"forever":true,"backups":[{"name":"nachtelijk","kept":"P30D"}]}`

// TestWhatIsDueIsErasedAndWhatIsHeldStays: three people, one of whom is held.
func TestWhatIsDueIsErasedAndWhatIsHeldStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var workers, incidents []string
	for _, number := range []string{"NL-1", "NL-2", "NL-3"} {
		incidents = append(incidents, w.registered(strings.ReplaceAll(whole, "NL-4711", number)))
		workers = append(workers, w.person(incidents[len(incidents)-1]))
	}
	if out := w.disposed(disposeAll); len(out.list("erased"))+len(out.list("stayed")) != 0 {
		t.Fatalf("nothing was due: %s", out.Body)
	}
	w.now = w.now.AddDate(6, 0, 0)
	w.held2(workers[2])
	counted := w.get("/v1/figures?question=incident+by+place", access.Registrar, w.city).Body.String()
	before := w.head()
	dry := w.disposed(`{"dry_run":true}`)
	if w.head() != before {
		t.Fatal("a dry run recorded something")
	}
	out := w.disposed(strings.Replace(disposeAll, "{", `{"most":3,`, 1))
	round := out.text("round")
	erased, stayed := out.list("erased"), out.list("stayed")
	for out.json["left"].(float64) > 0 {
		out = w.disposed(strings.Replace(disposeAll, "{", `{"most":3,"round":"`+round+`",`, 1))
		erased, stayed = append(erased, out.list("erased")...), append(stayed, out.list("stayed")...)
	}
	if len(erased) != len(dry.list("erased")) || len(stayed) != len(dry.list("stayed")) || len(stayed) == 0 {
		t.Errorf("a dry run says %s, and then %v and %v", dry.Body, erased, stayed)
	}
	seen := map[any]bool{}
	for _, e := range erased {
		c := w.get("/v1/certificates/"+e["certificate"].(string), access.PrivacyOfficer, w.city).want(200)
		if c.json["of"] != e["of"] || c.json["reason"] != "RETENTION" || c.json["events"].(float64) < 1 || len(c.list("backups")) != 1 || seen[c.text("id")] {
			t.Errorf("%s certifies %v", c.Body, e)
		}
		seen[c.text("id")] = true
	}
	for _, s := range stayed {
		if s["why"] != "HELD" || s["until"] != "2033-01-01" {
			t.Errorf("it stayed: %v", s)
		}
	}
	for i, worker := range workers {
		text := w.get(incidents[i], access.Registrar, w.city).want(200).Body.String()
		if strings.Contains(text, "NL-") != (worker == workers[2]) {
			t.Errorf("worker %d: %s", i, text)
		}
	}
	if again := w.get("/v1/figures?question=incident+by+place", access.Registrar, w.city).Body.String(); again != counted {
		t.Errorf("the figures changed from %s to %s", counted, again)
	}
	if due := w.get("/v1/retention/due?within=P0D", access.PrivacyOfficer, w.city).want(200); due.json["total"] != due.json["held"] {
		t.Errorf("still due: %s", due.Body)
	}
	again := w.disposed(disposeAll)
	if len(again.list("erased")) != 0 || len(again.list("stayed")) != len(stayed) {
		t.Errorf("asked again: %s", again.Body)
	}
	list := w.get("/v1/retention/rounds", access.PrivacyOfficer, w.city).want(200)
	if rounds := list.list("rounds"); len(rounds) != 3 || rounds[1]["erased"] != float64(len(erased)) || rounds[1]["ended"] != true || len(list.list("stayed")) != len(stayed) {
		t.Errorf("the list says %s", list.Body)
	}
	w.post("/v1/retention/rounds", access.PrivacyOfficer, w.city, `{}`).want(400)
	w.post("/v1/retention/rounds", access.CaseWorker, w.city, disposeAll).want(403)
}

// held2 keeps a worker until the first of January 2033.
func (w *world) held2(worker string) {
	w.t.Helper()
	w.post("/v1/holds", access.PrivacyOfficer, w.city, `{"kind":"WORKER","of":"`+worker+`","ground":"CLAIM","reason":"x","until":"2033-01-01"}`).want(201)
}

// breaking is a log that takes so many more events of erasures, and then none of anything.
type breaking struct {
	eventlog.Log
	left   int
	broken bool
}

func (b *breaking) Append(ctx context.Context, c eventlog.Append) (eventlog.Receipt, error) {
	if b.broken {
		return eventlog.Receipt{}, errors.New("the server is gone")
	}
	r, err := b.Log.Append(ctx, c)
	if len(c.Changes) > 0 && len(c.Changes[0].Events) > 0 && strings.Contains(c.Changes[0].Events[0].Type, "_erased.v1") {
		if b.left--; b.left == 0 {
			b.broken = true
		}
	}
	return r, err
}

// TestARoundThatBreaksOffIsFinishedByTheNext wherever it breaks off: each who was erased is certified once.
func TestARoundThatBreaksOffIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	for after := 1; after <= 4; after++ {
		var log *breaking
		w := newWorld(t, func(n *Needs, _ *limits) {
			log = &breaking{Log: n.Log, left: -1}
			n.Log = log
		})
		for _, number := range []string{"NL-1", "NL-2"} {
			w.registered(strings.ReplaceAll(whole, "NL-4711", number))
		}
		w.now = w.now.AddDate(6, 0, 0)
		want := len(w.disposed(`{"dry_run":true}`).list("erased"))
		log.left = after
		w.post("/v1/retention/rounds", access.PrivacyOfficer, w.city, disposeAll).want(500)
		log.broken, log.left = false, -1
		out := w.disposed(disposeAll)
		if len(out.list("erased")) != want {
			t.Errorf("broken off after %d, %d of %d are told: %s", after, len(out.list("erased")), want, out.Body)
		}
		certified := map[string]int{}
		for _, r := range w.all() {
			if r.Type == "certificate.issued.v1" {
				certified[r.Stream.String()]++
			}
		}
		if len(certified) != want {
			t.Errorf("broken off after %d, there are %d certificates of %d", after, len(certified), want)
		}
		if again := w.disposed(disposeAll); len(again.list("erased")) != 0 {
			t.Errorf("asked again it erases %s", again.Body)
		}
	}
}

func (w *world) all() []eventlog.Recorded {
	w.t.Helper()
	list, err := w.log.Read(w.t.Context(), 0, 1<<20)
	must(w.t, err)
	return list
}

// TestPseudonymsOfOneWorkerGoTogether: of a worker who was recorded twice nothing goes while the later
// record is kept.
func TestPseudonymsOfOneWorkerGoTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.person(w.registered(strings.ReplaceAll(whole, "NL-4711", "NL-1")))
	w.now = w.now.AddDate(3, 0, 0)
	second := w.person(w.registered(strings.ReplaceAll(whole, "NL-4711", "NL-2")))
	w.post("/v1/persons/"+first+"/merge", access.Registrar, w.city, `{"into":"`+second+`","reason":"dezelfde"}`).want(200)
	of := func(out *reply, list string) (n int) {
		for _, l := range out.list(list) {
			if l["of"] == second && l["kind"] == "WORKER" {
				n++
			}
			if l["of"] == first {
				t.Errorf("the pseudonym that went is named: %v", l)
			}
		}
		return n
	}
	w.now = w.now.AddDate(3, 0, 0)
	if out := w.disposed(disposeAll); of(out, "erased") != 0 || of(out, "stayed") != 1 || !strings.Contains(out.Body.String(), `"TOGETHER"`) {
		t.Errorf("%s", out.Body)
	}
	w.now = w.now.AddDate(3, 0, 0)
	if out := w.disposed(disposeAll); of(out, "erased") != 1 {
		t.Errorf("%s", out.Body)
	}
	if w.get("/v1/retention/due?within=P0D", access.PrivacyOfficer, w.city).want(200).json["total"] != 0.0 {
		t.Error("something is still due")
	}
}
