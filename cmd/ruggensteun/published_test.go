package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"ruggensteun/adapters/postgres"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

var (
	correctedTimes = flag.Int("corrections", 60, "corrections after figures were published; `make published` takes 10000")
	erasedPersons  = flag.Int("erasures", 5, "persons that are forgotten after that; `make published` takes 50")
)

// afterwards is a register of which figures were published, and everybody who changes it.
type afterwards struct {
	*terminal
	store *store
	by    map[string]*caller
}

// asked answers through the same door as any program, within one store: ten thousand
// commands that each open one take an hour.
func (a *afterwards) asked(as, method, path, body string, out any) error {
	a.t.Helper()
	c := a.by[as]
	if c == nil {
		var err error
		if c, err = a.store.caller(a.t.Context(), where{as: as}, newFigures()); err != nil {
			a.t.Fatal(err)
		}
		a.by[as] = c
	}
	var content []byte
	if body != "" {
		content = []byte(body)
	}
	_, err := c.call(a.t.Context(), method, path, nil, content, out)
	return err
}

func (a *afterwards) must(as, method, path, body string, out any) {
	a.t.Helper()
	if err := a.asked(as, method, path, body, out); err != nil {
		a.t.Fatalf("%s %s: %v", method, path, err)
	}
}

// TestPublishedFiguresStayWhatTheyWere: at least 500 of them are byte for byte what was
// printed after corrections, persons who were forgotten and another rule, and are found
// anew from the log by whoever does not look at what was printed.
func TestPublishedFiguresStayWhatTheyWere(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.demonstrated(t)
	c.cellKey()
	id := c.run("release", "prepare", "--viewer", "analyst", "--title-nl", "Jaarcijfers", "--title-en", "Figures of the year",
		"--question", "incident by region,behaviour-group", "--question", "incident by weekday,hour", "--question", "incident by place,profession", "--question", "incident by injury",
		"--as", "analyst").recorded()
	c.run("release", "publish", id, "--as", "analyst").recorded()
	published := c.cited(id)
	position := strings.TrimPrefix(published[0].question[strings.LastIndex(published[0].question, "as-of "):], "as-of ")
	exact := func(rows string) string {
		return c.run("ask", "--rows", rows, "--as-of", position, "--format", "json", "--as", "registrar@DEMO-GEM-01").ok() // whose incidents are corrected first
	}
	owners := map[string]string{"place": exact("place"), "hour": exact("hour"), "region": exact("region")}

	a := c.afterwards()
	a.correct(*correctedTimes)
	a.forget(*erasedPersons)
	a.store.Close()
	if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") {
		t.Errorf("folding the log anew finds\n%s", said)
	}

	for rows, before := range owners {
		if now := exact(rows); now != before {
			t.Errorf("exact figures by %s as of position %s are\n%s\nand were\n%s", rows, position, now, before)
		}
	}
	cells := 0
	for i, now := range c.cited(id) {
		if now.text != published[i].text {
			t.Errorf("%s is cited as\n%s\nprinted was\n%s", now.question, now.text, published[i].text)
		}
		cells += published[i].cells
	}
	if cells < 500 {
		t.Errorf("only %d numbers were published", cells)
	}
	a = c.afterwards()
	defer a.store.Close()
	var checked releaseChecked
	a.anew(disclosure.Default(), id, &checked)
	for _, q := range checked.Questions {
		forgettable := strings.Contains(q.Question, "injury")
		if !q.Equal && !forgettable || forgettable && strings.Contains(fmt.Sprint(q.Why), "verify") {
			t.Errorf("worked out anew: %+v", q)
		}
	}
	a.underAnotherRule(id)
	c.underOtherRules(id, published)
	t.Logf("%d numbers are what they were after %d corrections and %d persons who were forgotten", cells, *correctedTimes, *erasedPersons)
}

type citedAnswer struct {
	question, text string
	cells          int
}

// cited reads all answers of a release by their hashes.
func (c *terminal) cited(id string) []citedAnswer {
	c.t.Helper()
	var page preparedRelease
	c.run("release", "show", id, "--json", "--as", "analyst").into(&page)
	var list []citedAnswer
	for _, one := range page.Answers {
		text := c.run("cite", one.Hash, "--release", id, "--as", "analyst").ok()
		var answer figures.Answer
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			c.t.Fatal(err)
		}
		cells, err := answer.Printed()
		if err != nil {
			c.t.Fatal(err)
		}
		list = append(list, citedAnswer{one.Question, text, len(cells)})
	}
	return list
}

func (c *terminal) afterwards() *afterwards {
	c.t.Helper()
	p := &program{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: c.getenv}
	s, err := p.openStore(c.t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"], cells: c.env["RUGGENSTEUN_CELL_KEY"]})
	if err != nil {
		c.t.Fatal(err)
	}
	return &afterwards{terminal: c, store: s, by: map[string]*caller{}}
}

// kept is an incident, and who keeps it.
type kept struct{ id, registrar string }

// incidents are those that take corrections.
func (a *afterwards) incidents() (list []kept) {
	a.t.Helper()
	for _, registrar := range a.registrars() {
		for path := "/v1/incidents?withdrawn=false&limit=200"; path != ""; {
			var page struct {
				Incidents []struct{ ID string }
				Next      string
			}
			a.must(registrar, http.MethodGet, path, "", &page)
			for _, one := range page.Incidents {
				list = append(list, kept{one.ID, registrar})
			}
			if path = ""; page.Next != "" {
				path = "/v1/incidents?withdrawn=false&limit=200&after=" + page.Next
			}
		}
	}
	return list
}

// registrars are those of all employers, as --as names them.
func (a *afterwards) registrars() (list []string) {
	a.t.Helper()
	var all struct{ Employers []struct{ Code string } }
	a.must("operator", http.MethodGet, "/v1/employers", "", &all)
	for _, of := range all.Employers {
		list = append(list, "registrar@"+of.Code)
	}
	return list
}

// correct replaces the place of one incident after the other, round and round: of each the
// second time by another one.
func (a *afterwards) correct(times int) {
	a.t.Helper()
	all, done, refused := a.incidents(), 0, 0
	places := []string{"SHOP", "PARK", "SCHOOL"}
	for i := 0; done < times && refused <= times+len(all); i++ {
		body := fmt.Sprintf(`{"reason":"toch ergens anders","place":{"type":%q}}`, places[i/len(all)%len(places)])
		var r struct{ Recorded bool }
		one := all[i%len(all)]
		if err := a.asked(one.registrar, http.MethodPost, "/v1/incidents/"+one.id+"/corrections", body, &r); err != nil || !r.Recorded {
			refused++ // closed, or it happened there
			continue
		}
		done++
	}
	if done < times {
		a.t.Fatalf("%d of %d corrections were taken", done, times)
	}
}

// forget erases the health of so many persons.
func (a *afterwards) forget(persons int) {
	a.t.Helper()
	forgotten := map[string]bool{}
	for _, registrar := range a.registrars() {
		var page struct{ Incidents []struct{ ID string } }
		a.must(registrar, http.MethodGet, "/v1/incidents?limit=200", "", &page)
		for _, one := range page.Incidents {
			var shown struct {
				Personal struct{ Workers []struct{ Person string } }
			}
			a.must(registrar, http.MethodGet, "/v1/incidents/"+one.ID, "", &shown)
			for _, w := range shown.Personal.Workers {
				if forgotten[w.Person] || w.Person == "" {
					continue
				}
				if len(forgotten) == persons {
					return
				}
				a.must(registrar, http.MethodPost, "/v1/persons/"+w.Person+"/erasure", `{"what":["identity","health"],"reason":"ERASURE","forever":true}`, nil)
				forgotten[w.Person] = true
			}
		}
	}
	if len(forgotten) < persons {
		a.t.Fatalf("only %d persons could be forgotten", len(forgotten))
	}
}

// anew works a release out by a p-table, from figures that were just loaded.
func (a *afterwards) anew(table *disclosure.Table, id string, out *releaseChecked) *caller {
	a.t.Helper()
	engine := newFigures()
	engine.Protect(a.store.cells, table)
	if _, err := a.store.catchUp(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	if err := engine.CatchUp(a.t.Context(), postgres.OpenFacts(a.store.db)); err != nil {
		a.t.Fatal(err)
	}
	c, err := a.store.caller(a.t.Context(), where{as: "analyst"}, engine)
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := c.call(a.t.Context(), http.MethodGet, "/v1/releases/"+id+"/check", nil, nil, out); err != nil {
		a.t.Fatal(err)
	}
	return c
}

// underAnotherRule prints with an auditor's p-table: what was published says why it would be
// printed otherwise now, and the same numbers do not go out a second time unnoticed.
func (a *afterwards) underAnotherRule(id string) {
	a.t.Helper()
	auditors, err := disclosure.ParseTable(strings.Replace(disclosure.Default().String(), a.lastRow(), "10 10:1000000\n", 1))
	if err != nil {
		a.t.Fatal(err)
	}
	var checked releaseChecked
	c := a.anew(auditors, id, &checked)
	for _, q := range checked.Questions {
		if q.Differing > 0 && !strings.Contains(fmt.Sprint(q.Why), "p-table") {
			a.t.Errorf("another p-table is in use, and the difference is said to be: %v", q.Why)
		}
	}
	if checked.Equal {
		a.t.Error("another p-table prints the same numbers")
	}
	var made struct{ ID string }
	body := `{"title":{"nl":"x","en":"x"},"viewer":"analyst","questions":["incident by weekday"]}`
	post := func(path, body string, out any) error {
		_, err := c.call(a.t.Context(), http.MethodPost, path, nil, []byte(body), out)
		return err
	}
	if err := post("/v1/releases", body, &made); err != nil {
		a.t.Fatal(err)
	}
	if err := post("/v1/releases/"+made.ID+"/publication", `{}`, nil); err == nil || !strings.Contains(err.Error(), "was printed with another p-table than in release "+id) {
		a.t.Errorf("printed by another p-table it goes out: %v", err)
	}
	if err := post("/v1/releases/"+made.ID+"/publication", `{"accepted":"de auditor heeft een andere tabel gegeven"}`, nil); err != nil {
		a.t.Errorf("with the reason it does not go out: %v", err)
	}
}

// lastRow is what the table says of 10 and more.
func (a *afterwards) lastRow() string {
	table := disclosure.Default().String()
	return table[strings.LastIndex(strings.TrimSuffix(table, "\n"), "\n")+1:]
}
