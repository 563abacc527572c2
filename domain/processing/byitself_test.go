package processing

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// TestEveryJobStandsInTheRegister: what the program does by itself and is of no activity would be done without
// anybody having said why it may be.
func TestEveryJobStandsInTheRegister(t *testing.T) {
	t.Parallel()
	for _, job := range Jobs() {
		var in []string
		for _, a := range Register() {
			if slices.Contains(a.Jobs, job) {
				in = append(in, a.ID)
			}
		}
		if len(in) != 1 {
			t.Errorf("%q stands in %v: give it one activity in activities.json", job, in)
		}
	}
	for _, a := range Register() {
		for _, job := range a.Jobs {
			if !slices.Contains(Jobs(), job) {
				t.Errorf("%s has %q, which is no job", a.ID, job)
			}
		}
	}
	if lines, err := (&Run{Job: "gossip"}).Records([]eventlog.Holder{details("person", "identity")}, false, time.Now(), time.Now(), coded); err == nil || lines != nil || !strings.Contains(err.Error(), "activities.json") {
		t.Error("a job of no activity is done:", lines, err)
	}
}

func TestARunHasALineForEachWhomItMeets(t *testing.T) {
	t.Parallel()
	who, other, story := details("person", "identity"), details("case", "prosecution"), details("incident", "narrative")
	hurt := who
	hurt.Purpose = "health"
	began := time.Date(2026, 5, 3, 10, 0, 0, 1_999_999, time.UTC)
	run := &Run{Job: Facts, ID: uuid.New()}
	for i, c := range []struct {
		what   string
		opened []eventlog.Holder
		change bool
		lines  int
	}{
		{"nothing was opened", nil, false, 0},
		{"two, and a story of the same employer's", []eventlog.Holder{who, hurt, other, {Kind: "incident", Employer: who.Employer}}, false, 3},
		{"whom it met before", []eventlog.Holder{who, other}, false, 0},
		{"whom it met before, and changes now", []eventlog.Holder{who}, true, 1},
		{"a story of another employer's, which names anybody", []eventlog.Holder{{Kind: "incident", Employer: uuid.New(), Subject: story.Subject}}, false, 1},
	} {
		lines, err := run.Records(c.opened, c.change, began, began.Add(time.Second), coded)
		if err != nil || len(lines) != c.lines {
			t.Fatalf("%s: %+v, %v", c.what, lines, err)
		}
		for j, l := range lines {
			first := i == 1 && j == 0
			if l.Trace.ID != [16]byte(run.ID) || (l.Trace.Parent == [8]byte{}) != first || first && l.Subject != "" || l.Activity == "" || l.Processor != "" || !l.Began.Equal(began.Truncate(time.Millisecond)) {
				t.Errorf("%s: line %d is %+v", c.what, j, l)
			}
		}
	}
}

// TestARunIsPartOfWhatLedToIt: its lines have the trace of the request, and stand below its own.
func TestARunIsPartOfWhatLedToIt(t *testing.T) {
	t.Parallel()
	request := uuid.New()
	run := &Run{Job: Names, ID: uuid.New(), Cause: request}
	lines, err := run.Records([]eventlog.Holder{details("person", "identity")}, false, time.Now(), time.Now(), coded)
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	if of := (access.Trace{ID: request}); lines[0].Trace.ID != of.ID || lines[0].Trace.Parent != of.Child(0).Span || lines[0].Subject == "" || lines[0].Trace.Span == lines[0].Trace.Parent {
		t.Errorf("%+v", lines[0])
	}
}

// TestLinesThatWereNotKeptAreMadeAnew: a job that is done again after a failure would else open somebody of whom no
// line stands anywhere.
func TestLinesThatWereNotKeptAreMadeAnew(t *testing.T) {
	t.Parallel()
	run, now := &Run{Job: Mails, ID: uuid.New()}, time.Now()
	made := func(h eventlog.Holder) []Record {
		t.Helper()
		lines, err := run.Records([]eventlog.Holder{h}, false, now, now, coded)
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	who, other := details("person", "identity"), details("case", "prosecution")
	lost := made(who)
	run.Lost(lost)
	if again := made(who); len(again) != 2 || again[0].Trace != lost[0].Trace || again[1].Subject != lost[1].Subject {
		t.Errorf("after the first lines were lost: %+v", again)
	}
	run.Lost(made(other))
	if again := made(other); len(again) != 1 || again[0].Trace.Parent != lost[0].Trace.Span {
		t.Errorf("after a later line was lost: %+v", again)
	}
}
