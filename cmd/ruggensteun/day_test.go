package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/vault/canary"
)

// shift is a day at work of a case worker, and of the registrar who stands in.
type shift struct {
	counter
	registrar                counter
	talk, newspaper          string // paths of cases: the one that comes to a verdict, the one nobody told of
	one, other               string // and of two that are one event
	victim, reader, together struct{ incident, worker string }
}

// ago is a day in the past, and, below zero, one ahead.
func ago(days int) string { return time.Now().AddDate(0, 0, -days).Format(time.DateOnly) }

// refused insists that what cannot be done is answered with what would be accepted.
func (k counter) refused(status int, path, body string, says ...string) {
	k.t.Helper()
	answer := string(k.say(status, path, body).body)
	for _, part := range says {
		if !strings.Contains(answer, part) {
			k.t.Errorf("POST %s: the refusal lacks %q: %s", path, part, answer)
		}
	}
}

func (k counter) hurtOn(day string) (who struct{ incident, worker string }) {
	k.t.Helper()
	who.incident = k.say(201, "/incidents", strings.Replace(report, "2026-03-06T23:10+01:00", day+"T12:00:00Z", 1)).id()
	var shown struct {
		Personal struct{ Workers []struct{ Person string } }
	}
	if err := json.Unmarshal(k.ask("GET", "/incidents/"+who.incident, "", nil).body, &shown); err != nil {
		k.t.Fatal(err)
	}
	who.worker = shown.Personal.Workers[0].Person
	return who
}

func (k counter) caseOf(who struct{ incident, worker string }) string {
	k.t.Helper()
	path := "/cases/" + k.say(201, "/cases", `{}`).id()
	k.say(200, path+"/links", `{"kind":"INCIDENT","id":"`+who.incident+`"}`)
	k.say(200, path+"/links", `{"kind":"WORKER","id":"`+who.worker+`"}`)
	return path
}

// turn is a row of the work list.
type turn struct {
	Case, Agreement, Version, Because, State string
	StartedBy                                string `json:"started_by"`
	TooLate                                  string `json:"too_late"`
}

// turns are the rows of a case on the work list that is asked for.
func (k counter) turns(path, query string) (rows []turn) {
	k.t.Helper()
	var list struct{ Work []turn }
	a := k.ask("GET", "/worklist?limit=200"+query, "", nil)
	if err := json.Unmarshal(a.body, &list); err != nil || a.status != 200 {
		k.t.Fatalf("status %d (%v): %s", a.status, err, a.body)
	}
	return slices.DeleteFunc(list.Work, func(r turn) bool { return "/cases/"+r.Case != path })
}

func (k counter) turn(path, agreement string) (row turn) {
	k.t.Helper()
	for _, r := range k.turns(path, "") {
		if r.Agreement == agreement {
			return r
		}
	}
	return row
}

// TestTheDayOfACaseWorker walks PRODUCT 6.3 over HTTP, on a server with a database whose
// clocks run. That days pass (what was put away returns, silence is offered) is proved
// where the time can be set: projections/worklist/clocks.
func TestTheDayOfACaseWorker(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	registrar := c.counter("GEM-X")
	s := &shift{counter: registrar.as("case-worker +GEM-X"), registrar: registrar}
	s.victim, s.reader, s.together = registrar.hurtOn(ago(40)), registrar.hurtOn(ago(60)), registrar.hurtOn(ago(30))
	for path, who := range map[*string]struct{ incident, worker string }{&s.talk: s.victim, &s.newspaper: s.reader, &s.one: s.together, &s.other: s.together} {
		*path = s.caseOf(who)
	}
	for _, path := range []string{s.newspaper, s.one, s.other} {
		s.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"POLICE","step":"AANG","effect":{"at":%[1]q}}`, ago(30)))
	}
	s.say(200, s.newspaper+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"MEDIA","step":"VERDICT","effect":{"at":%q},"outcome":"CONV"}`, ago(35), ago(36)))

	s.nobodyAskedForTheNewspaper()
	s.aRedDateSaysWhy()
	s.aCallStartsTheNextClock()
	s.aCaseIsPutAway()
	s.noCaseClosesOverAVictim()
	s.aCaseChangesHands()
	s.twoCasesAreOneAndTwoAgain()
	s.theBundleStandsByItself()
	registrar.end()
	c.run("verify", "--open").ok()
}

// The verdict came five weeks ago, and nobody told the victim.
func (s *shift) nobodyAskedForTheNewspaper() {
	until(s.t, "the newspaper case raises its alarm", func() bool {
		return slices.Contains(s.file(s.newspaper).alarms(), "TAKEN_OVER UITKOMST-VERTELLEN")
	})
	if f := s.file(s.newspaper); len(f.Untold) != 1 || f.Untold[0].Victim != s.reader.worker {
		s.t.Errorf("who waits: %+v", f.Untold)
	}
	until(s.t, "the work list has it", func() bool { return s.turn(s.newspaper, "UITKOMST-VERTELLEN").State == "LAPSED" })
}

var whyRed = regexp.MustCompile(`^Melding of aangifte binnen 2 werkdagen, versie 2026-1, gestart door incident van .+, termijn 2 werkdagen, \d werkdag(en)? opgeschort \(.+ tot .+\), vervalt .+`)

// 1. A red date says why it is red.
func (s *shift) aRedDateSaysWhy() {
	s.refused(400, s.talk+"/clock-facts", fmt.Sprintf(`{"fact":"SUSPENDED","on":{"at":%q}}`, ago(40)), `"because"`, "remedy")
	s.say(200, s.talk+"/clock-facts", fmt.Sprintf(`{"fact":"SUSPENDED","on":{"at":%q},"because":"VICTIM_ASKS"}`, ago(40)))
	s.say(200, s.talk+"/clock-facts", fmt.Sprintf(`{"fact":"RESUMED","on":{"at":%q}}`, ago(33)))
	var row turn
	until(s.t, "the clocks heard that it stood still", func() bool {
		row = s.turn(s.talk, "AANGIFTE-2-WERKDAGEN")
		return whyRed.MatchString(row.Because)
	})
	if row.State != "LAPSED" || row.Version != "2026-1" || row.StartedBy != "OCCURRED" || row.TooLate == "" {
		s.t.Errorf("the row is %+v", row)
	}
	if red := s.file(s.talk).clock("AANGIFTE-2-WERKDAGEN"); red != "LAPSED: "+row.Because {
		s.t.Errorf("the case says %s, the list %s", red, row.Because)
	}
	red := map[string]bool{}
	for _, path := range []string{s.talk, s.newspaper, s.one, s.other} {
		red[path] = len(s.turns(path, "&state=LAPSED")) > 0
	}
	if want := map[string]bool{s.talk: true, s.newspaper: true, s.one: false, s.other: false}; !reflect.DeepEqual(red, want) {
		s.t.Errorf("red are %v, want %v", red, want)
	}
}

// 2. A call with the police: number, next step and day in one request.
func (s *shift) aCallStartsTheNextClock() {
	s.refused(400, s.talk+"/calls", fmt.Sprintf(`{"with":"POLICIE","by":{"at":%q}}`, ago(1)), "did you mean POLICE?", "give the day on which the next step is", "say in a few words")
	for _, path := range []string{s.talk, s.one} {
		s.say(200, path+"/calls", fmt.Sprintf(`{"reference":%q,"next":%q,"by":{"at":%q}}`, canary.Reference, canary.Narrative, ago(-20)))
		if f := s.file(path); f.Notices[len(f.Notices)-1].Reference.Text != canary.Reference || f.who("Bericht ontvangen") != "case-worker" || !strings.HasPrefix(f.clock("VOLGENDE-STAP"), "RUNNING") {
			s.t.Errorf("the call reads %+v, its term %s", f.Notices, f.clock("VOLGENDE-STAP"))
		}
		until(s.t, "the next step is on the list", func() bool { return s.turn(path, "VOLGENDE-STAP").State == "RUNNING" })
	}
}

// 3. A case is put away. One that is late shows all the same.
func (s *shift) aCaseIsPutAway() {
	s.refused(400, s.one+"/snooze", fmt.Sprintf(`{"until":%q}`, ago(1)), "or later", "say in a few words why")
	for _, path := range []string{s.one, s.newspaper} {
		s.say(200, path+"/snooze", fmt.Sprintf(`{"until":%q,"reason":"wacht op zitting"}`, ago(-40)))
	}
	until(s.t, "it is gone from the list", func() bool { return len(s.turns(s.one, "")) == 0 })
	if rows := s.turns(s.one, "&snoozed=true"); len(rows) == 0 {
		s.t.Error("nobody can find what was put away")
	}
	if s.turn(s.newspaper, "UITKOMST-VERTELLEN").State != "LAPSED" || s.file(s.one).Work.SnoozedUntil != ago(-40) {
		s.t.Errorf("put away: %+v and %+v", s.file(s.one).Work, s.turns(s.newspaper, ""))
	}
	s.say(200, s.one+"/waking", `{}`)
	until(s.t, "it is back", func() bool { return len(s.turns(s.one, "")) > 0 })
}

// 4. The outcome arrives, and the case does not close over a victim who does not know.
func (s *shift) noCaseClosesOverAVictim() {
	s.say(200, s.talk+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"OM","step":"VERDICT","effect":{"at":%q},"outcome":"CONV",
		"sanctions":[{"kind":"COMM_SERV","size":60}],"amounts":[{"claimant":%q,"kind":"AWARDED","cents":45000}]}`, ago(1), ago(2), s.victim.worker))
	if f := s.file(s.talk); len(f.Untold) != 1 || f.Ledger[0].Open != 45_000 || f.Stage != "JUDGED" {
		s.t.Errorf("after the verdict it reads %+v", f)
	}
	s.refused(409, s.talk+"/closing", `{}`, "settle them, or close it with an explanation", "victims[0]", s.victim.worker, "was not told of what was heard",
		"tell the victim, and record how", "damages", "are awarded and not received", "record what was paid")
	s.theLetterIsInTheFile()
	s.refused(400, s.talk+"/tellings", fmt.Sprintf(`{"victim":%q,"channel":"PIGEON","on":{"at":%q}}`, s.victim.worker, ago(0)), "channel", "remedy")
	s.say(200, s.talk+"/tellings", fmt.Sprintf(`{"victim":%q,"channel":"LETTER","on":{"at":%q},"text":%q}`, s.victim.worker, ago(0), canary.Explanation))
	if answer := string(s.say(409, s.talk+"/closing", `{}`).body); strings.Contains(answer, "victims[") || !strings.Contains(answer, "damages") {
		s.t.Errorf("after telling it is refused with %s", answer)
	}
	s.say(200, s.talk+"/closing", fmt.Sprintf(`{"explanation":%q}`, canary.Explanation))
	if f := s.file(s.talk); !f.Closed || len(f.Untold) != 0 || f.Ledger[0].Open != 45_000 || !strings.HasPrefix(f.clock("UITKOMST-VERTELLEN"), "MET") {
		s.t.Errorf("closed it reads %+v", f)
	}
	until(s.t, "what is closed is off the list", func() bool { return len(s.turns(s.talk, "&snoozed=true")) == 0 })
}

func (s *shift) theLetterIsInTheFile() {
	order := fmt.Sprintf(`{"kind":"LETTER_VICTIM","worker":%q}`, s.victim.worker)
	s.refused(400, s.talk+"/documents", `{"kind":"LETTER"}`, "LETTER_VICTIM")
	blank := s.say(201, s.talk+"/documents", order).id()
	s.refused(409, s.talk+"/documents/"+blank+"/issue", `{}`, "blank")
	s.registrar.say(200, "/templates/letterhead", `{"employer":"GEM-X","address":["Postbus 1","3000 AA Rotterdam"],"desk":"Contactpunt agressie","phone":"010 000 00 00"}`)
	paperPath := s.talk + "/documents/" + s.say(201, s.talk+"/documents", order).id()
	s.say(200, paperPath+"/issue", `{}`)
	pdf := filepath.Join(s.t.TempDir(), "letter.pdf")
	if err := os.WriteFile(pdf, s.ask("GET", paperPath, "", nil).body, 0o600); err != nil {
		s.t.Fatal(err)
	}
	says(s.t, paper(s.t, pdf), true, "Beste "+canary.Name, "60 uur", "450,00", "010 000 00 00")
	if f := s.file(s.talk); f.who("Document uitgegeven") != "case-worker" {
		s.t.Errorf("the letter is not in the file: %+v", f.Timeline)
	}
}

// 5. The case worker is ill: the stand-in is asked, and has it only when that is accepted.
func (s *shift) aCaseChangesHands() {
	s.refused(409, s.newspaper+"/hand-over", fmt.Sprintf(`{"to":%q}`, s.victim.worker), "assign it")
	standIn := s.registrar.file(s.newspaper).Work.You
	s.say(200, s.newspaper+"/assignment", fmt.Sprintf(`{"stand_in":%q}`, standIn))
	s.registrar.refused(409, s.newspaper+"/acceptance", `{}`, "let whoever follows it offer it first")
	s.registrar.refused(409, s.newspaper+"/assignment", `{}`, "offer it by a hand-over")
	s.say(200, s.newspaper+"/hand-over", fmt.Sprintf(`{"to":%q}`, standIn))
	if w := s.file(s.newspaper).Work; w.Responsible != w.You || w.OfferedTo != standIn {
		s.t.Errorf("while it is offered: %+v", w)
	}
	until(s.t, "the stand-in sees it as its own to answer", func() bool { return len(s.registrar.turns(s.newspaper, "&mine=true")) > 0 })
	s.registrar.say(200, s.newspaper+"/acceptance", `{}`)
	if f := s.file(s.newspaper); f.Work.Responsible != standIn || f.Work.OfferedTo != "" {
		s.t.Errorf("accepted: %+v", f.Work)
	}
}

// 6. Two cases are one event, and a week later they are not.
func (s *shift) twoCasesAreOneAndTwoAgain() {
	before := [2]map[string]any{s.whole(s.one), s.whole(s.other)}
	id := strings.TrimPrefix(s.other, "/cases/")
	s.refused(409, s.one+"/merge", `{"into":"`+strings.TrimPrefix(s.one, "/cases/")+`"}`, "name the other one, which stays")
	s.say(200, s.one+"/merge", `{"into":"`+id+`"}`)
	if f := s.file(s.other); len(f.Notices) != 3 {
		s.t.Errorf("as one there are %d notices, want 3: the call and twice the aangifte", len(f.Notices))
	}
	until(s.t, "one case is followed", func() bool {
		return len(s.turns(s.one, "&snoozed=true")) == 0 && s.turn(s.other, "VOLGENDE-STAP").State == "RUNNING"
	})
	s.refused(409, s.one+"/calls", `{"next":"x"}`, id, "split them first")
	s.refused(400, s.one+"/split", `{}`, `"reason"`, "remedy")
	s.say(200, s.one+"/split", `{"reason":"de advocaat zegt anders"}`)
	for i, path := range []string{s.one, s.other} {
		after := s.whole(path)
		for part, was := range before[i] {
			is := after[part]
			if part == "timeline" { // it only grows
				is = is.([]any)[:len(was.([]any))]
			}
			if !reflect.DeepEqual(was, is) {
				s.t.Errorf("split, %s is %v, and was %v", part, is, was)
			}
		}
	}
	until(s.t, "both are followed again", func() bool {
		return s.turn(s.one, "VOLGENDE-STAP").State == "RUNNING" && len(s.turns(s.other, "")) > 0 && s.turn(s.other, "VOLGENDE-STAP").State == ""
	})
}

// At the lawyer's office there is the file, the program and the key that was given along.
func (s *shift) theBundleStandsByItself() {
	a := s.ask("GET", s.talk+"/bundle", "", nil)
	if a.status != 200 {
		s.t.Fatalf("status %d: %s", a.status, a.body)
	}
	file := filepath.Join(s.t.TempDir(), "case.zip")
	if err := os.WriteFile(file, a.body, 0o600); err != nil {
		s.t.Fatal(err)
	}
	key := strings.TrimSpace(s.c.run("key", "show").ok())
	lawyer := &terminal{t: s.t, env: map[string]string{}}
	if said := lawyer.run("bundle", "verify", file, "--key", key).ok(); !strings.HasPrefix(said, "Ongewijzigd sinds ") {
		s.t.Errorf("the bundle says %s", said)
	}
}

// whole is a page without what changes with every event: its version, and its alarms,
// which the clocks raise anew.
func (s *shift) whole(path string) (page map[string]any) {
	s.t.Helper()
	a := s.ask("GET", path, "", nil)
	if err := json.Unmarshal(a.body, &page); err != nil || a.status != 200 {
		s.t.Fatalf("status %d (%v): %s", a.status, err, a.body)
	}
	delete(page, "version")
	delete(page, "work")
	return page
}
