package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// alarms are those on the page of a case, as "kind agreement".
func (f file) alarms() (list []string) {
	for _, a := range f.Work.Alarms {
		list = append(list, a.Kind+" "+a.Agreement)
	}
	slices.Sort(list)
	return list
}

// hurt is a worker and the incident of long ago in which he was hit.
func (k counter) hurt() (who struct{ incident, worker string }) {
	k.t.Helper()
	who.incident = k.say(201, "/incidents", report).id()
	var shown struct {
		Personal struct{ Workers []struct{ Person string } }
	}
	if err := json.Unmarshal(k.ask("GET", "/incidents/"+who.incident, "", nil).body, &shown); err != nil {
		k.t.Fatal(err)
	}
	who.worker = shown.Personal.Workers[0].Person
	return who
}

// TestTheClocksRunInEveryServer: two servers on one database raise each alarm once, the
// one goes on when the other ends, and who follows the case changes by a hand-over.
func TestTheClocksRunInEveryServer(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	registrar, other := c.counter("GEM-X"), c.counter("GEM-X")
	k := registrar.as("case-worker +GEM-X")
	ago := func(days int) string { return time.Now().AddDate(0, 0, -days).Format(time.DateOnly) }
	path, victim := "/cases/"+k.say(201, "/cases", `{}`).id(), registrar.hurt()
	for _, link := range []string{`{"kind":"INCIDENT","id":"` + victim.incident + `"}`, `{"kind":"WORKER","id":"` + victim.worker + `"}`} {
		k.say(200, path+"/links", link)
	}
	k.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"MEDIA","step":"VERDICT","effect":{"at":%q},"outcome":"CONV"}`, ago(20), ago(21)))
	overdue := []string{"TAKEN_OVER AANGIFTE-2-WERKDAGEN", "TAKEN_OVER UITKOMST-VERTELLEN"}
	until(t, "the alarms are raised", func() bool { return slices.Equal(k.file(path).alarms(), overdue) })

	// Whoever is left goes on.
	other.end()
	k.say(200, path+"/tellings", fmt.Sprintf(`{"victim":%q,"channel":"PHONE","on":{"at":%q}}`, victim.worker, ago(0)))
	until(t, "the alarm ends", func() bool { return slices.Equal(k.file(path).alarms(), overdue[:1]) })

	k.say(200, path+"/assignment", `{}`)
	you := registrar.file(path).Work.You
	k.say(200, path+"/hand-over", fmt.Sprintf(`{"to":%q}`, you))
	if w := k.file(path).Work; w.Responsible != w.You || w.OfferedTo != you {
		t.Errorf("while it is offered: %+v", w)
	}
	k.say(409, path+"/refusal", `{"reason":"niet aan mij"}`) // it was not offered to the giver
	registrar.say(200, path+"/acceptance", `{}`)
	registrar.say(200, path+"/snooze", fmt.Sprintf(`{"until":%q,"reason":"wacht op zitting"}`, time.Now().AddDate(0, 1, 0).Format(time.DateOnly)))
	if w := k.file(path).Work; w.Responsible != you || w.OfferedTo != "" || w.SnoozedUntil == "" {
		t.Errorf("when it was accepted and put away: %+v", w)
	}
	registrar.end()
	for event, want := range map[string]int{"casework.opened.v1": 1, "casework.alarm_raised.v1": 4, "casework.alarm_ended.v1": 1, "casework.assigned.v1": 1} {
		if got := c.count("SELECT count(*) FROM events WHERE type = '" + event + "'"); got != want {
			t.Errorf("%d of %s, want %d", got, event, want)
		}
	}
	if said := c.run("consumers").ok(); !strings.Contains(said, "clocks") || !strings.Contains(said, "running") {
		t.Errorf("the consumers are %s", said)
	}
	c.run("verify", "--open").ok()
}
