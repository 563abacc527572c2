package main

import (
	"fmt"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

// report is a whole report with something personal in every place that takes it.
var report = fmt.Sprintf(`{
	"occurred": {"at": "2026-03-06T23:10+01:00"},
	"place": {"type": "NIGHTLIFE", "gemeente": "GM0599"},
	"behaviours": ["VERB_THREAT"],
	"professions": ["BOA1"],
	"workers": [{"name": %q, "staff_number": %q, "injury": "I1"}],
	"narrative": %q
}`, canary.Name, canary.StaffNumber, canary.Narrative)

// page is as much of an incident as these tests look at.
type page struct {
	Version     int
	Place       struct{ Type string }
	Behaviours  []string
	WorkerCount *int `json:"worker_count"`
	Corrections int
	Withdrawn   bool
	Personal    *struct {
		Workers   []struct{ Name, Injury string }
		Narrative []struct{ Text string }
	}
	Timeline []struct{ Position, Version int }
}

func (c *terminal) page(as, id string) (p page) {
	c.t.Helper()
	c.open("", "incident", "show", id, "--json", "--as", as).into(&p)
	return p
}

func TestAnIncidentFromReportToWithdrawal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	const me = "registrar@GEM-X"

	id := c.say(report, "incident", "register", "-", "--as", me).recorded()
	c.say(`{"behaviours":["SPIT"]}`, "incident", "add", id, "-", "--as", me).recorded()
	c.say(fmt.Sprintf(`{"reason":%q,"place":{"type":"ROAD"}}`, canary.Reason), "incident", "correct", id, "-", "--as", me).recorded()

	p := c.page(me, id)
	if p.Version != 3 || len(p.Timeline) != 3 || p.Corrections != 1 || p.Place.Type != "ROAD" || strings.Join(p.Behaviours, " ") != "VERB_THREAT SPIT" {
		t.Errorf("after adding and correcting it reads %+v", p)
	}
	if p.Personal == nil || len(p.Personal.Workers) != 1 || p.Personal.Workers[0].Name != canary.Name || p.Personal.Narrative[0].Text != canary.Narrative {
		t.Errorf("the registrar does not get the original back: %+v", p.Personal)
	}
	if got := c.total(); got != 1 {
		t.Errorf("it counts %d incidents, want 1", got)
	}

	c.say(fmt.Sprintf(`{"reason":"DUPLICATE","explanation":%q}`, canary.Explanation), "incident", "withdraw", id, "-", "--as", me).recorded()
	if p := c.page(me, id); !p.Withdrawn || len(p.Timeline) != 4 {
		t.Errorf("after the withdrawal it reads %+v", p)
	}
	if got := c.total(); got != 0 {
		t.Errorf("a withdrawn incident still counts: %d", got)
	}
	c.run("verify", "--open").ok()
}

func TestWhoAsksDecidesWhatIsShown(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	id := c.say(report, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()

	// run, not open: a name on their screens fails the test.
	c.run("incident", "show", id, "--as", "reporter@GEM-X").ok()
	if p := c.page("reporter@GEM-X", id); p.Personal != nil || p.WorkerCount != nil {
		t.Errorf("a reporter sees %+v", p.Personal)
	}
	c.run("incident", "show", id, "--as", "operator").fails(1, "--as registrar@CODE")
	for _, as := range []string{"registrar@GEM-X", "case-worker@GEM-X"} {
		if p := c.page(as, id); p.Personal == nil {
			t.Errorf("%s does not see who it was", as)
		}
	}
	other := c.run("incident", "show", id, "--as", "registrar@GEM-Y")
	other.fails(1, "there is no such incident")
	none := c.run("incident", "show", "01a20094-1db0-76c8-93fb-0a8ceb263dec", "--as", "registrar@GEM-Y")
	if other.err != none.err {
		t.Errorf("another employer's incident is answered by %q, one that never was by %q", other.err, none.err)
	}
	c.run("incident", "show", id, "--as", "analyst").fails(1, "never with a single record")
	c.run("incident", "show", id, "--as", "registrar@GEM-Z").fails(2, "no employer is registered under the code GEM-Z")
	c.run("incident", "show", id, "--as", "registrar").fails(2, "registrar@CODE")
	c.run("incident", "show", id, "--as", "minister").fails(2, "the roles are operator, reporter")
	c.run("incident", "show", id, "--as", "registrar@GEM-X", "--purpose", "curiosity").fails(1, "registration or follow-up")
}

func TestEverythingThatIsWrongIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	register := func(body string) printed {
		return c.say(body, "incident", "register", "-", "--as", "registrar@GEM-X")
	}
	tests := map[string]struct {
		body string
		says []string
	}{
		"wrong codes, and a time to come": {
			`{"occurred":{"at":"2099-01-01T00:00+01:00"},"place":{"type":"RAOD"},"behaviours":["VERB_TREAT"],"professions":["BOA1"]}`,
			[]string{"occurred lies in the future", "place.type is not a code", "behaviours[0]", "did you mean VERB_THREAT?"},
		},
		"a field that does not exist": {`{"occured":{"at":"2026-03-06"}}`, []string{"occured", "leave it out"}},
		"too much text":               {`{"narrative":"` + strings.Repeat(canary.Narrative+" ", 1000) + `"}`, []string{"narrative"}},
		"broken letters":              {"{\"narrative\":\"" + canary.Narrative + "\xff\"}", []string{"UTF-8"}},
		"no JSON at all":              {canary.Narrative, []string{"JSON"}},
		"a name for a code":           {`{"behaviours":["` + canary.Name + `"]}`, []string{"behaviours[0]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refused := register(test.body)
			refused.fails(1, test.says...)
			if refused.out != "" {
				t.Errorf("it printed %q all the same", refused.out)
			}
		})
	}
	if got := c.total(); got != 0 {
		t.Errorf("%d incidents were recorded all the same", got)
	}
	c.run("incident", "register", "--employer", "GEM-NONE", "--behaviour", "SPIT").fails(1, "employer")
}

func TestACommandWithAKeyIsRecordedOnce(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	once := []string{"incident", "register", "-", "--as", "registrar@GEM-X", "--key", canary.RequestKey}
	id := c.say(report, once...).recorded()
	if again := c.say(report, once...).recorded(); again != id {
		t.Errorf("the second time it became %s, the first time %s", again, id)
	}
	if got := c.total(); got != 1 {
		t.Errorf("there are %d incidents, want 1", got)
	}
	c.say(strings.Replace(report, "NIGHTLIFE", "ROAD", 1), once...).fails(1, "used for another request")
}

func TestAnEmployerIsRegisteredChangedAndShown(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("employer", "register", "--code", "GEM-X", "--name", "Gemeente X", "--kind", "EMP_GEM", "--unit", "HANDH=Handhaving").recorded()
	again := c.run("employer", "register", "--code", "GEM-X", "--name", "Gemeente X", "--kind", "EMP_GEM", "--unit", "HANDH=Handhaving").ok()
	if strings.Contains(again, "recorded at position 2") {
		t.Errorf("registering it again recorded it again: %s", again)
	}
	c.say(`{"name":"Gemeente X aan Zee"}`, "employer", "change", "GEM-X", "-").recorded()
	var shown struct {
		Name  string
		Zone  string
		Units []struct{ Code string }
	}
	c.run("employer", "show", "GEM-X", "--json").into(&shown)
	if shown.Name != "Gemeente X aan Zee" || shown.Zone != "Europe/Amsterdam" || len(shown.Units) != 1 || shown.Units[0].Code != "HANDH" {
		t.Errorf("it reads %+v", shown)
	}
	c.run("employer", "show", "GEM-Y").fails(1, "no such employer")
	c.run("employer", "register", "--code", "gem x", "--name", "", "--kind", "EMP_?").fails(1, "code", "name", "kind")
}

func TestReadingIsRecorded(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	id := c.say(report, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()
	before := c.count("SELECT count(*) FROM readings")
	c.open("", "incident", "show", id, "--as", "registrar@GEM-X", "--purpose", "follow-up").ok()
	c.run("incident", "show", id, "--as", "reporter@GEM-X").ok()
	c.total()
	c.run("employer", "show", "GEM-X").ok()
	for what, sql := range map[string]string{
		"the registrar's, with names and purpose": `what = 'incident' AND personal AND role = 'registrar' AND purpose = 'follow-up' AND subject = '` + id + `'`,
		"the reporter's, without names":           `what = 'incident' AND NOT personal AND role = 'reporter' AND subject = '` + id + `'`,
		"the view":                                `what = 'time-of-day' AND position = 2`,
		"the employer":                            `what = 'employer'`,
	} {
		if got := c.count("SELECT count(*) FROM readings WHERE " + sql); got != 1 {
			t.Errorf("%d readings of %s, want 1", got, what)
		}
	}
	if got := c.count("SELECT count(*) FROM readings"); got != before+4 {
		t.Errorf("%d readings for 4 answers", got-before)
	}
	c.run("incident", "show", id, "--as", "analyst").fails(1)
	if got := c.count("SELECT count(*) FROM readings"); got != before+4 {
		t.Error("a refused question counts as a reading")
	}
}

func TestJSONReceiptsAreJSON(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	var receipt struct {
		ID       string
		Position int
		Recorded bool
	}
	c.run("employer", "register", "--code", "GEM-X", "--name", "X", "--kind", "EMP_GEM", "--json").into(&receipt)
	if receipt.ID == "" || receipt.Position != 1 || !receipt.Recorded {
		t.Errorf("the receipt reads %+v", receipt)
	}
}
