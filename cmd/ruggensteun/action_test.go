package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// example is what --example prints, which must be JSON.
func (c *terminal) example(command, action string) string {
	c.t.Helper()
	got := c.run(command, action, "--example").ok()
	if !json.Valid([]byte(got)) {
		c.t.Errorf("%s %s --example prints %s", command, action, got)
	}
	return got
}

// TestEveryActionDoesWhatItsExampleSays goes through the actions in the order of
// the help, in which each finds what it needs.
func TestEveryActionDoesWhatItsExampleSays(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ROTTERDAM")
	const registrar, caseWorker = "registrar@GEM-ROTTERDAM", "case-worker@GEM-ROTTERDAM"
	register := func() string {
		return c.say(c.example("incident", "register"), "incident", "register", "-", "--as", registrar).recorded()
	}
	id, stays := register(), register()
	for _, a := range incidentActions {
		switch a.name {
		case "register":
		case list:
			got := c.run("incident", list, "--place", "ROAD", "--gemeente", "GM0599", "--behaviour", "SPIT", "--as", registrar).ok()
			if !strings.Contains(got, id) || !strings.Contains(got, "2026-11-20 22h") || !strings.Contains(got, "ingetrokken") {
				t.Errorf("the list is\n%s", got)
			}
			first := c.run("incident", list, "--sort", "registered", "--limit", "1", "--as", registrar).ok()
			_, next, more := strings.Cut(strings.TrimSpace(first), "meer: --after ")
			second := c.run("incident", list, "--sort", "registered", "--limit", "1", "--after", next, "--as", registrar).ok()
			if !more || !strings.Contains(first, id) || !strings.Contains(second, stays) || strings.Contains(second, "meer:") {
				t.Errorf("page by page it is\n%s\nand\n%s", first, second)
			}
		case show:
			c.open("", "incident", show, id, "--as", registrar)
		case timelineAction:
			if told := c.run("incident", timelineAction, id, "--by", "receipt", "--as", registrar).ok(); !strings.Contains(told, "Geregistreerd") {
				t.Errorf("the timeline is\n%s", told)
			}
		case "merge":
			c.run("incident", a.name, id, "--into", stays, "--as", registrar).recorded()
		default:
			c.say(c.example("incident", a.name), "incident", a.name, id, "-", "--as", registrar).recorded()
		}
	}
	worker := c.worker(stays)
	twin := c.worker(c.say(strings.Replace(c.example("incident", "register"), `"staff_number"`, `"name"`, 1), "incident", "register", "-", "--as", registrar).recorded())
	for _, a := range personActions {
		switch a.name {
		case show:
			c.open("", "person", show, worker, "--as", registrar)
			continue
		case searchAction: // takes two persons: see permit_test.go
			continue
		}
		c.say(strings.Replace(c.example("person", a.name), "0199aaaa-0000-7000-8000-000000000036", twin, 1), "person", a.name, worker, "-", "--as", registrar).recorded()
	}
	file := c.say(c.example("suspect", "open"), "suspect", "open", "-", "--as", caseWorker).recorded()
	for _, a := range suspectActions {
		switch a.name {
		case "open", searchAction, "attend", "attend-renew", "attend-end", "link": // see permit_test.go and attention_test.go
		case show:
			c.open("", "suspect", show, file, "--as", caseWorker)
		case "forget":
			c.say(c.example("suspect", a.name), "suspect", a.name, file, "-", "--as", registrar).recorded()
		default:
			c.say(c.example("suspect", a.name), "suspect", a.name, file, "-", "--as", caseWorker).recorded()
		}
	}
	one, victim := c.docket()
	c.knows("GEM-ROTTERDAM", access.CaseWorker, "0199aaaa-0000-7000-8000-000000000031", "0199aaaa-0000-7000-8000-000000000032", "0199aaaa-0000-7000-8000-000000000033")
	second := c.say(c.example("case", "open"), "case", "open", "-", "--as", caseWorker).recorded()
	other := strings.NewReplacer("0199aaaa-0000-7000-8000-000000000013", stays, "0199aaaa-0000-7000-8000-000000000021", victim, "0199aaaa-0000-7000-8000-000000000026", second)
	for _, a := range caseActions {
		c.offering("case", a.name, one)
		switch a.name {
		case "open":
		case show:
			c.open("", "case", show, one, "--as", caseWorker)
		case timelineAction:
			if told := c.run("case", timelineAction, one, "--as", caseWorker, "--language", "en").ok(); !strings.Contains(told, "Case opened") {
				t.Errorf("the timeline is\n%s", told)
			}
			c.run("case", timelineAction, one, "--by", "name", "--as", caseWorker).fails(2, "effect or receipt")
		case bundleAction:
			c.bundled(one, caseWorker)
		case list:
			c.run("case", list, "--state", "open", "--as", caseWorker).ok() // none is counted yet
		case "forget", "hand-over", "keep":
			c.say(c.example("case", a.name), "case", a.name, one, "-", "--as", registrar).recorded()
		default:
			c.say(other.Replace(c.example("case", a.name)), "case", a.name, one, "-", "--as", caseWorker).recorded()
		}
	}
	version := strings.NewReplacer("2027", "2099").Replace(c.example("agreement", "adopt"))
	c.say(version, "agreement", "adopt", "-", "--as", registrar).recorded()
	c.run("agreement", "withdraw", "UITKOMST-VERTELLEN", "--version", "2099-1", "--from", "2099-07-01", "--employer", "GEM-ROTTERDAM", "--as", registrar).recorded()
	c.run("agreement", "withdraw", "UITKOMST-VERTELLEN", "--version", "2099-2", "--as", registrar).fails(1, "no such version was adopted here")
	made := c.say(other.Replace(c.example("aangifte", "make")), "aangifte", "make", "-", "--as", caseWorker).recorded()
	c.open("", "aangifte", show, made, "--as", caseWorker).ok()
	for _, name := range []string{"correct", "retract"} {
		c.say(other.Replace(c.example("aangifte", name)), "aangifte", name, made, "-", "--as", caseWorker).recorded()
	}
	hurt := c.say(strings.Replace(c.example("incident", "register"), `"I0"`, `"I5"`, 1), "incident", "register", "-", "--as", registrar).recorded()
	care := c.run("aftercare", "open", "--incident", hurt, "--worker", victim, "--as", caseWorker).recorded()
	var became struct{ Tellings []struct{ ID string } }
	c.open("", "aftercare", show, care, "--json", "--as", caseWorker).into(&became)
	c.say(`{"id":"`+became.Tellings[0].ID+`","reason":"dat moet het voorbeeld nog nagaan"}`, "aftercare", "retract", care, "-", "--as", caseWorker).recorded()
	for _, name := range []string{"step", "check-injury", "apply", "fact", "retract-fact", "retract"} {
		c.say(c.example("aftercare", name), "aftercare", name, care, "-", "--as", caseWorker).recorded()
	}
	for _, name := range []string{"assign", "hand-over", "decline", "keep", "accept", "snooze", "wake"} {
		c.offering("aftercare", name, care)
		as := caseWorker
		if name == "hand-over" || name == "keep" {
			as = registrar
		}
		c.say(c.example("aftercare", name), "aftercare", name, care, "-", "--as", as).recorded()
	}
	c.open("", "aftercare", show, care, "--as", caseWorker).ok()
	c.say(c.example("mail", "set"), "mail", "address", "set", "GEM-ROTTERDAM", "-", "--as", registrar).recorded()
	written := c.run("mail", "address", "list", "GEM-ROTTERDAM", "--as", registrar).ok()
	if !strings.Contains(written, "CASE_WORKER  zaken@example.nl  DAILY 08:00") {
		t.Errorf("who is written to is\n%s", written)
	}
	address := strings.Fields(strings.Split(written, "\n")[1])[0]
	if out := c.run("mail", "sent", "GEM-ROTTERDAM", "--as", registrar).ok(); !strings.HasPrefix(out, "No mail on ") {
		t.Errorf("what was sent is\n%s", out)
	}
	c.run("mail", "address", "remove", "GEM-ROTTERDAM", "--id", address, "--as", registrar).recorded()
	c.run("verify", "--open").ok()
}

// offering lets the registrar offer a file to the case worker, before what answers that.
func (c *terminal) offering(command, name, id string) {
	c.t.Helper()
	if !slices.Contains([]string{"accept", "decline", "keep"}, name) {
		return
	}
	const registrar, caseWorker = "registrar@GEM-ROTTERDAM", "case-worker@GEM-ROTTERDAM"
	var shown struct{ Work struct{ You string } }
	c.open("", command, show, id, "--json", "--as", caseWorker).into(&shown)
	_ = c.run(command, "keep", id, "--as", registrar) // what the example offered before
	c.run(command, "hand-over", id, "--to", shown.Work.You, "--as", registrar).recorded()
}

// docket opens a case about a new incident, and gives its id and that of the victim.
func (c *terminal) docket() (id, victim string) {
	c.t.Helper()
	const registrar, caseWorker = "registrar@GEM-ROTTERDAM", "case-worker@GEM-ROTTERDAM"
	incident := c.say(c.example("incident", "register"), "incident", "register", "-", "--as", registrar).recorded()
	victim = c.worker(incident)
	id = c.say(c.example("case", "open"), "case", "open", "-", "--as", caseWorker).recorded()
	c.run("case", "link", id, "--kind", "INCIDENT", "--id", incident, "--as", caseWorker).recorded()
	c.run("case", "link", id, "--kind", "WORKER", "--id", victim, "--as", caseWorker).recorded()
	return id, victim
}

// worker is the first who was hit in an incident.
func (c *terminal) worker(incident string) string {
	c.t.Helper()
	var shown struct {
		Personal struct{ Workers []struct{ Person string } }
	}
	c.open("", "incident", show, incident, "--json", "--as", "registrar@GEM-ROTTERDAM").into(&shown)
	return shown.Personal.Workers[0].Person
}

func TestAReasonInWordsIsNotTakenFromTheCommandLine(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	got := c.run("incident", "close", "x", "--reason", "Jan was het zat")
	got.fails(2, "words go in the file")
	if strings.Contains(got.err, "Jan") {
		t.Errorf("it repeats what was typed: %s", got.err)
	}
}

// TestAPageHasWordsForEverything: it names no field as the interface does, and holds no
// code that has a label.
func TestAPageHasWordsForEverything(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ROTTERDAM")
	const registrar, caseWorker = "registrar@GEM-ROTTERDAM", "case-worker@GEM-ROTTERDAM"
	id := c.say(c.example("incident", "register"), "incident", "register", "-", "--as", registrar).recorded()
	for _, name := range []string{"course", "support", "force", "qualify", "attach", "link"} {
		c.say(c.example("incident", name), "incident", name, id, "-", "--as", registrar).recorded()
	}
	file := c.say(c.example("suspect", "open"), "suspect", "open", "-", "--as", caseWorker).recorded()
	for _, name := range []string{"describe", "identify", "history"} {
		c.say(c.example("suspect", name), "suspect", name, file, "-", "--as", caseWorker).recorded()
	}
	docket, victim := c.docket()
	c.say(strings.ReplaceAll(c.example("case", "notice"), "0199aaaa-0000-7000-8000-000000000021", victim), "case", "notice", docket, "-", "--as", caseWorker).recorded()
	c.say(`{"received":{"at":"2026-11-21"},"source":"OM","step":"SUMMONS","effect":{"at":"2026-11-21"},"summons":"AU"}`, "case", "notice", docket, "-", "--as", caseWorker).recorded()
	same := c.say(c.example("case", "open"), "case", "open", "-", "--as", caseWorker).recorded()
	c.say(`{"received":{"at":"2026-11-21"},"source":"OM","step":"SEPOT","effect":{"at":"2026-11-20"},"sepot":"02"}`, "case", "notice", same, "-", "--as", caseWorker).recorded()
	c.run("case", "merge", same, "--into", docket, "--as", caseWorker).recorded()
	c.run("case", "tell", docket, "--victim", victim, "--channel", "PHONE", "--on", "2026-11-21", "--as", caseWorker).recorded()
	incident := c.say(c.example("incident", "register"), "incident", "register", "-", "--as", registrar).recorded()
	made := c.run("aangifte", "make", "--on", "2026-11-21", "--complainant", "VICTIM", "--worker", victim, "--incident", incident, "--as", caseWorker).recorded()
	care := c.run("aftercare", "open", "--incident", incident, "--worker", victim, "--as", caseWorker).recorded()
	c.say(c.example("aftercare", "step"), "aftercare", "step", care, "-", "--as", caseWorker).recorded()
	raw := regexp.MustCompile(`(?m)^[a-z_]+  |[a-z]_[a-z]|\b[A-Z]+_[A-Z0-9_]+\b|[{}\[\]"]`)
	for _, what := range [][]string{{"incident", "show", id, "--as", registrar}, {"suspect", "show", file, "--as", caseWorker}, {"case", "show", docket, "--as", caseWorker}, {"aangifte", "show", made, "--as", caseWorker}, {"aftercare", "show", care, "--as", caseWorker}, {"employer", "show", "GEM-ROTTERDAM"}} {
		for _, language := range []string{"nl", "en"} {
			out := c.open("", append(what, "--language", language)...).ok()
			if found := raw.FindString(out); found != "" {
				t.Errorf("%s in %s shows %q:\n%s", what[0], language, found, out)
			}
		}
	}
	out := c.open("", "incident", "show", id, "--as", registrar, "--language", "en").ok()
	for _, part := range []string{"2026-11-20 23:10", "Rotterdam", "verbal abuse, insult + spit, cough", "4711", "Na een bekeuring", "How the record came to be"} {
		if !strings.Contains(out, part) {
			t.Errorf("the page lacks %q:\n%s", part, out)
		}
	}
	out = strings.Join(strings.Fields(c.open("", "case", "show", docket, "--as", caseWorker).ok()), " ") // lines are wrapped
	for _, part := range []string{"uitspraak gedaan", "€ 450,00", "taakstraf", "Niet ontvangen", "een van beide data klopt niet", "vervalt dinsdag 24 nov 2026", "Ingelicht"} {
		if !strings.Contains(out, part) {
			t.Errorf("the page of a case lacks %q:\n%s", part, out)
		}
	}
	if out := c.run("incident", "show", id, "--as", "reporter@GEM-ROTTERDAM").ok(); strings.Contains(out, "4711") || strings.Contains(out, "uitgescholden") || !strings.Contains(out, "niet voor deze rol") {
		t.Errorf("a reporter sees\n%s", out)
	}
	c.run("incident", "show", id, "--language", "fr").fails(2, "say nl or en")
}

func TestEmployersAreListed(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	if out := c.run("employer", "list").ok(); strings.Count(out, "\n") != 3 || !strings.Contains(out, "GEM-X") || !strings.Contains(out, "GEM-Y") || strings.Contains(out, "EMP_") {
		t.Errorf("the list is\n%s", out)
	}
	var list struct{ Employers []struct{ Code string } }
	c.run("employer", "list", "--json", "--as", "registrar@GEM-Y").into(&list)
	if len(list.Employers) != 1 || list.Employers[0].Code != "GEM-Y" {
		t.Errorf("the registrar sees %+v", list)
	}
	c.run("employer", "list", "--as", "analyst").fails(1)
}

// TestALinkHasAnExampleOfEachKind: one to save, and the others beside it.
func TestALinkHasAnExampleOfEachKind(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	said := c.run("incident", "link", "--example")
	for _, e := range codes.SuspectKind.Codes {
		if text := said.ok() + said.err; !strings.Contains(text, `"`+string(e.Code)+`"`) {
			t.Errorf("%s is not in\n%s", e.Code, text)
		}
	}
}
