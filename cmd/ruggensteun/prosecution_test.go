package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/vault/canary"
)

// file is a case as whoever follows it reads it over HTTP.
type file struct {
	Stage   string
	Closed  bool
	Notices []struct {
		Step      string
		Reference struct{ Text string }
		Hearing   struct{ At string }
	}
	Untold []struct{ Victim, Step string }
	Ledger []struct{ Awarded, Paid, Open int }
	Work   struct {
		You, Responsible string
		OfferedTo        string `json:"offered_to"`
		SnoozedUntil     string `json:"snoozed_until"`
		Alarms           []struct{ Kind, Agreement string }
	}
	Clocks []struct {
		Agreement, State, Due, Victim string
		Because                       struct{ NL, EN string }
	}
	Timeline []struct {
		Who  string
		What struct{ NL string }
	}
}

func (k counter) say(status int, path, body string) answered {
	k.t.Helper()
	a := k.ask("POST", path, "application/json", strings.NewReader(body))
	if a.status != status {
		k.t.Fatalf("POST %s: status %d, want %d: %s", path, a.status, status, a.body)
	}
	return a
}

func (a answered) id() string {
	a.t.Helper()
	var made struct{ ID string }
	if err := json.Unmarshal(a.body, &made); err != nil || made.ID == "" {
		a.t.Fatalf("no id in %s (%v)", a.body, err)
	}
	return made.ID
}

func (k counter) file(path string) (f file) {
	k.t.Helper()
	a := k.ask("GET", path, "", nil)
	if err := json.Unmarshal(a.body, &f); err != nil || a.status != 200 {
		k.t.Fatalf("status %d (%v): %s", a.status, err, a.body)
	}
	return f
}

// who recorded what the timeline tells first in these words.
func (f file) who(words string) string {
	for _, line := range f.Timeline {
		if strings.Contains(line.What.NL, words) {
			return line.Who
		}
	}
	return "nobody"
}

func (f file) clock(agreement string) string {
	for _, c := range f.Clocks {
		if c.Agreement == agreement {
			return c.State + ": " + c.Because.NL
		}
	}
	return "none"
}

// TestTheDayOfACaseWorker is PRODUCT 6.3, steps 1, 2 and 4, as far as there are
// operations for it: over HTTP, with a server and a database.
func TestTheDayOfACaseWorker(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	k := c.counter("GEM-X")
	ago := func(days int) string { return time.Now().AddDate(0, 0, -days).Format(time.DateOnly) }
	incident := k.say(201, "/incidents", strings.Replace(report, "2026-03-06T23:10+01:00", ago(9)+"T12:00:00Z", 1)).id()
	var shown struct {
		Personal struct{ Workers []struct{ Person string } }
	}
	if err := json.Unmarshal(k.ask("GET", "/incidents/"+incident, "", nil).body, &shown); err != nil {
		t.Fatal(err)
	}
	victim := shown.Personal.Workers[0].Person

	k = k.as("case-worker +GEM-X")
	path := "/cases/" + k.say(201, "/cases", `{}`).id()
	for _, link := range []string{`{"kind":"INCIDENT","id":"` + incident + `"}`, `{"kind":"WORKER","id":"` + victim + `"}`} {
		k.say(200, path+"/links", link)
	}

	// 1. A red date says why it is red.
	if red := k.file(path).clock("AANGIFTE-2-WERKDAGEN"); !strings.HasPrefix(red, "LAPSED") || !strings.Contains(red, "versie 2026-1, gestart door incident van") || !strings.Contains(red, "vervalt") {
		t.Errorf("the term for an aangifte reads %s", red)
	}

	// 2. A call with the police: number, next step and date.
	k.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"POLICE","step":"OTHER","effect":{"at":%[1]q},"reference":%q,"hearing":{"at":%q},"text":%q}`,
		ago(8), canary.Reference, time.Now().AddDate(0, 0, 20).Format(time.DateOnly), canary.Narrative))
	f := k.file(path)
	if n := f.Notices[0]; n.Reference.Text != canary.Reference || n.Hearing.At == "" || f.who("Bericht ontvangen") != "case-worker" {
		t.Errorf("the call reads %+v and %+v", n, f.Timeline)
	}
	k.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"POLICE","step":"AANG","effect":{"at":%[1]q}}`, ago(7)))
	if met := k.file(path).clock("AANGIFTE-2-WERKDAGEN"); !strings.HasPrefix(met, "MET") {
		t.Errorf("after the aangifte the term reads %s", met)
	}

	// 4. The outcome arrives, and the case does not close over a victim who does not know.
	k.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"OM","step":"VERDICT","effect":{"at":%q},"outcome":"CONV",
		"sanctions":[{"kind":"COMM_SERV","size":60}],"amounts":[{"claimant":%q,"kind":"AWARDED","cents":45000}]}`, ago(1), ago(2), victim))
	f = k.file(path)
	if len(f.Untold) != 1 || f.Untold[0].Victim != victim || f.Ledger[0].Open != 45_000 || f.Stage != "JUDGED" {
		t.Errorf("after the verdict it reads %+v", f)
	}
	refused := string(k.say(409, path+"/closing", `{}`).body)
	for _, says := range []string{"victims[0]", victim, "was not told of what was heard", "damages", "are awarded and not received"} {
		if !strings.Contains(refused, says) {
			t.Errorf("the refusal lacks %q: %s", says, refused)
		}
	}
	k.say(200, path+"/tellings", fmt.Sprintf(`{"victim":%q,"channel":"LETTER","on":{"at":%q},"text":%q}`, victim, ago(0), canary.Explanation))
	if refused = string(k.say(409, path+"/closing", `{}`).body); strings.Contains(refused, "victims[") || !strings.Contains(refused, "damages") {
		t.Errorf("after telling it is refused with %s", refused)
	}
	k.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"CJIB","step":"DMG_PAID","effect":{"at":%[1]q},"amounts":[{"claimant":%q,"kind":"PAID","cents":45000}]}`, ago(0), victim))
	k.say(200, path+"/closing", `{}`)
	if f = k.file(path); !f.Closed || len(f.Untold) != 0 || f.Ledger[0].Open != 0 || !strings.HasPrefix(f.clock("UITKOMST-VERTELLEN"), "MET") {
		t.Errorf("closed it reads %+v", f)
	}
	if got := c.count("SELECT count(*) FROM readings WHERE what = 'case' AND personal AND role = 'case-worker'"); got != 5 {
		t.Errorf("%d readings of the case, want 5", got)
	}
	k.end()
	c.run("verify", "--open").ok()
}
