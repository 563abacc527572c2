package api

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

// auditors is a table by which no multiple of three is printed but 0, and a multiple of three
// never as itself.
const auditors = "0 0:1000000\n1 0:800000 5:1000000\n2 0:600000 5:1000000\n3 0:400000 5:1000000\n4 0:200000 5:1000000\n5 5:1000000\n" +
	"6 5:500000 7:1000000\n7 7:1000000\n8 8:1000000\n9 8:500000 10:1000000\n10 6:500000 14:1000000\n"

// inThrees is a register in which everything there is stands three times, so that each true count, by
// whatever it is asked, is a multiple of three.
func inThrees(t *testing.T, ids *counter, leak *leaking) (w *world, known string) {
	t.Helper()
	w = newWorld(t, func(n *Needs, _ *limits) { n.NewID, leak.Figures, n.Figures = ids.next, n.Figures, leak })
	table, err := disclosure.ParseTable(auditors)
	must(t, err)
	key, err := disclosure.NewKey([]byte("an invented key, of 32 bytes too"))
	must(t, err)
	w.figures.Protect(key, table)
	w.post("/v1/reference-tables/inhabitants", access.Operator, uuid.Nil, `{"source":"CBS","rows":[{"of":"GM0599","since":"2026-01-01","value":"670610"}]}`).want(200)
	for _, one := range []struct {
		times                             int
		place, gemeente, behaviour, crews string
	}{
		{5, "ROAD", "GM0599", "VERB_ABUSE", "BOA1"}, {3, "ROAD", "GM0518", "SPIT", "BOA1"}, {4, "HOME", "GM0599", "SPIT", "AMB"}, {2, "HOME", "GM0599", "VERB_ABUSE", "AMB"},
		{1, "WATER", "GM0599", "STALK", "BOA1"}, {1, "ROAD", "GM0363", "DOX", "AMB"},
	} {
		for i := range 3 * one.times { // three of the same after each other
			at := time.Date(2026, 11, 2+i/3, 10+i/6, 0, 0, 0, time.UTC).Format(time.RFC3339)
			known = w.registered(fmt.Sprintf(`{"occurred":{"at":%q},"place":{"type":%q,"gemeente":%q},"behaviours":[%q],"professions":[%q],"hit":{"number":2}}`, at, one.place, one.gemeente, one.behaviour, one.crews))
		}
	}
	w.prosecuted(3)
	return w, known
}

// prosecuted opens so many times a case of three incidents with a suspect and an aangifte.
func (w *world) prosecuted(times int) {
	w.t.Helper()
	for range 3 * times {
		incident := w.registered(`{"occurred":{"at":"2026-11-03T22:00:00Z"},"place":{"type":"ROAD","gemeente":"GM0599"},"behaviours":["SPIT"],"professions":["BOA1"],"hit":{"number":2}}`)
		w.post(incident+"/suspects", access.Registrar, w.city, `{"kind":"GROUP"}`).want(200)
		w.post(incident+"/course", access.Registrar, w.city, `{"steps":[{"phase":"P5_PHYS","triggers":[{"trigger":"TR_FINE"}]}]}`).want(200)
		docket := w.post("/v1/cases", access.CaseWorker, w.city, `{}`).want(201).Header().Get("Location")
		w.post(docket+"/links", access.CaseWorker, w.city, `{"kind":"INCIDENT","id":"`+idIn(incident)+`"}`).want(200)
		w.post(docket+"/notices", access.CaseWorker, w.city, `{"received":{"at":"2026-11-20"},"source":"OM","step":"PV_OM","effect":{"at":"2026-11-19"}}`).want(200)
		w.post("/v1/aangiften", access.CaseWorker, w.city, `{"on":{"at":"2026-11-04"},"complainant":"EMPLOYER","incidents":["`+idIn(incident)+`"]}`).want(201)
	}
}

// counter makes ids that are the same in two worlds.
type counter struct{ n uint64 }

func (c *counter) next() uuid.UUID {
	c.n++
	sum := sha256.Sum256([]byte(strconv.FormatUint(c.n, 10)))
	id := uuid.UUID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80 // version 7, as all of ours
	return id
}

// leaking answers as the figures do, or with something more.
type leaking struct {
	Figures
	more func(l *leaking, a *figures.Answer, q figures.Question) error
}

func (l *leaking) Ask(q figures.Question, s access.Scope) (figures.Answer, error) {
	a, err := l.Figures.Ask(q, s)
	if err == nil && l.more != nil && s.Protected() {
		err = l.more(l, &a, q)
	}
	return a, err
}

// exactly is what only an owner may be told, of all records that are there now.
func (l *leaking) exactly(q figures.Question) figures.Answer {
	q.AsOf, q.Epochs, q.Per = 0, nil, ""
	a, err := l.Figures.Ask(q, access.Scope{All: true})
	if err != nil {
		panic(err)
	}
	return a
}

// december is what happens in a world after the first month end. What it adds is one event.
type december func(w *world, known string)

// nothingNew adds words to a report on the twentieth.
func nothingNew(w *world, known string) {
	w.now = time.Date(2026, 12, 20, 9, 0, 0, 0, time.UTC)
	w.post(known+"/details", access.Registrar, w.city, `{"narrative":"Er was een getuige."}`).want(200)
}

// oneLateReport comes on the tenth, of a place that nobody reported of before.
func oneLateReport(w *world, _ string) {
	w.now = time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	w.registered(`{"occurred":{"at":"2026-11-09T23:00:00Z"},"place":{"type":"HOSPITAL","gemeente":"GM0344"},"behaviours":["SPIT"],"professions":["BRW"],"hit":{"number":3}}`)
}

// heardOf lets something out two month ends later, and listens on all roads.
func heardOf(t *testing.T, happens december, more func(*leaking, *figures.Answer, figures.Question) error) *hearing {
	t.Helper()
	ids, leak := &counter{}, &leaking{}
	w, known := inThrees(t, ids, leak)
	happens(w, known)
	leak.more = more
	ids.n = 1 << 20 // what follows has the same ids whatever happened
	w.now = time.Date(2027, 2, 12, 12, 0, 0, 0, time.UTC)
	path := w.analyst("/v1/releases", preparing(access.ForPublic, "2027-01-01T00:00:00+01:00", "incident by place", "incident by gemeente")).want(201).Header().Get("Location")
	w.analyst(path+"/publication", `{"early":"niemand hoeft te duiden"}`).want(200)
	saved := w.analyst("/v1/questions", `{"name":{"nl":"x","en":"x"},"question":"incident by place,behaviour-group"}`).want(201).Header().Get("Location")
	h := &hearing{world: w, release: path[len(base):], question: saved[len(base):]}
	if h.walk(); more == nil {
		h.walkBeside()
	}
	return h
}
