package processing

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

func coded(kind string, id uuid.UUID) string { return "code of " + kind + " " + id.String()[:4] }

func reading(opened ...eventlog.Holder) access.Reading {
	return access.Reading{
		Actor: access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: uuid.New(), Purpose: access.Registration},
		At:    time.Date(2026, 5, 3, 10, 0, 0, 1_999_999, time.UTC), Began: time.Date(2026, 5, 3, 9, 59, 59, 0, time.UTC),
		What: "incident", ID: uuid.New(), Personal: true, Owner: uuid.New(), Opened: opened,
		Trace: access.Trace{ID: [16]byte{1}, Span: [8]byte{2}},
	}
}

func details(kind, purpose string) eventlog.Holder {
	return eventlog.Holder{Kind: kind, Subject: uuid.New(), Purpose: purpose}
}

func TestEachDataSubjectHasALineOfItsOwn(t *testing.T) {
	t.Parallel()
	who := details("person", "identity")
	hurt := eventlog.Holder{Kind: "person", Subject: who.Subject, Purpose: "health"}
	for what, c := range map[string]struct {
		opened []eventlog.Holder
		lines  int
		whole  bool // the first is of nobody
	}{
		"nobody":                       {nil, 1, true},
		"a story, which names anybody": {[]eventlog.Holder{details("incident", "narrative")}, 1, true},
		"one, of whom much was opened": {[]eventlog.Holder{who, hurt, details("incident", "address")}, 1, false},
		"several":                      {[]eventlog.Holder{who, hurt, details("person", "identity"), details("case", "prosecution")}, 4, true},
	} {
		r := reading(c.opened...)
		lines, err := Records(r, coded)
		if err != nil || len(lines) != c.lines || (lines[0].Subject == "") != c.whole {
			t.Fatalf("%s: %+v, %v", what, lines, err)
		}
		for i, l := range lines {
			if l.Trace.ID != r.Trace.ID || l.Activity == "" || l.Name != "read incident" || l.Owner != r.Owner || l.Status != Unset {
				t.Errorf("%s: line %d is %+v", what, i, l)
			}
			if l.Began != r.Began || l.Ended != r.At.Truncate(time.Millisecond) {
				t.Errorf("%s: from %s to %s", what, l.Began, l.Ended)
			}
			if i > 0 && (l.Trace.Parent != r.Trace.Span || l.Subject == "" || l.SubjectType == "") {
				t.Errorf("%s: part %d is %+v", what, i, l)
			}
		}
	}
}

func TestWhoseDetailsWereNotOpenedHasNoLine(t *testing.T) {
	t.Parallel()
	r := reading()
	r.Personal = false
	if lines, err := Records(r, coded); err != nil || len(lines) > 0 {
		t.Error(lines, err)
	}
}

func TestWhatHasNoActivityIsNotDone(t *testing.T) {
	t.Parallel()
	r := reading()
	r.What = "diary"
	if lines, err := Records(r, coded); err == nil || len(lines) > 0 || !strings.Contains(err.Error(), "activities.json") {
		t.Error(lines, err)
	}
	r.Actor.Purpose = access.Care
	if lines, err := Records(r, coded); err != nil || !strings.HasSuffix(lines[0].Activity, "nazorg") {
		t.Error("care is care, whatever is read for it:", lines, err)
	}
}

func TestAnotherApplicationIsNamedByWhomItIsOf(t *testing.T) {
	t.Parallel()
	r := reading()
	r.Trace.Called, r.Trace.Parent = true, [8]byte{9}
	lines, err := Records(r, coded)
	if err != nil || lines[0].Processor != "urn:ruggensteun:employer:"+r.Actor.Employer.String() || lines[0].Trace.Parent != r.Trace.Parent {
		t.Error(lines, err)
	}
}

// TestNoLineSaysWhoDidIt: the logbook is for whom it is about, and who works with it stands elsewhere.
func TestNoLineSaysWhoDidIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := reading()
		for range rapid.IntRange(0, 5).Draw(t, "holders") {
			r.Opened = append(r.Opened, details(rapid.SampledFrom([]string{"person", "incident", "case"}).Draw(t, "kind"), "identity"))
		}
		r.Trace.Called, r.Changing = rapid.Bool().Draw(t, "called"), rapid.Bool().Draw(t, "changing")
		lines, err := Records(r, coded)
		if err != nil {
			t.Fatal(err)
		}
		spans := map[[8]byte]bool{}
		for _, l := range lines {
			for _, said := range []string{l.Name, l.Activity, l.Subject, l.SubjectType, l.Processor} {
				if strings.Contains(said, r.Actor.ID.String()) {
					t.Fatalf("%q says who did it", said)
				}
			}
			if spans[l.Trace.Span] {
				t.Fatalf("two lines have the span %x", l.Trace.Span)
			}
			spans[l.Trace.Span] = true
		}
	})
}
