package certificate_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

func TestWhatWasNotForgottenIsNotCertified(t *testing.T) {
	t.Parallel()
	city := uuid.UUID{1}
	officer := access.Actor{Role: access.PrivacyOfficer, Employer: city, Purpose: access.Privacy}
	whole := certificate.Issue{By: officer, Employer: city, Certificate: certificate.Certificate{ID: uuid.UUID{2}, Erased: []eventlog.Position{9}}}
	nothing, reporter := whole, whole
	nothing.Erased = nil
	reporter.By.Role = access.Reporter
	for sentence, c := range map[string]struct {
		given certificate.State
		when  certificate.Issue
		then  int
		fault fault.Kind
	}{
		"what was forgotten is certified":   {when: whole, then: 1},
		"what was not is not":               {when: nothing, fault: fault.Refused},
		"who may not forget certifies none": {when: reporter, fault: fault.Forbidden},
		"one id is of one certificate":      {given: certificate.State{Issued: []certificate.Certificate{whole.Certificate}}, when: whole},
	} {
		got, err := certificate.Decider.Decide(c.given, c.when)
		if len(got) != c.then || fault.KindOf(err) != c.fault {
			t.Errorf("%s: %d, %v", sentence, len(got), err)
		}
	}
}

func TestSpansSayTheSamePositions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.SliceOfDistinct(rapid.IntRange(1, 60), rapid.ID).Draw(t, "positions")
		slices.Sort(given)
		var positions, told []eventlog.Position
		for _, p := range given {
			positions = append(positions, eventlog.Position(p))
		}
		spans := certificate.Spans(positions)
		for i, s := range spans {
			if i > 0 && spans[i-1].Last+1 >= s.First {
				t.Fatalf("%v could be one", spans)
			}
			for p := s.First; p <= s.Last; p++ {
				told = append(told, p)
			}
		}
		if !slices.Equal(told, positions) {
			t.Fatalf("%v tell %v", spans, told)
		}
	})
}

func TestBackupsLastAsLongAsIsSaid(t *testing.T) {
	t.Parallel()
	var f fault.Fields
	got := certificate.Backups([]string{"nachtelijk"}, []calendar.Term{{Days: 30}}, calendar.On(2026, 11, 27), &f)
	if f.Err() != nil || got[0].Until != "2026-12-27" {
		t.Errorf("%v, %v", got, f.Err())
	}
	certificate.Backups([]string{""}, []calendar.Term{{Days: 30}}, calendar.On(2026, 11, 27), &f)
	if f.Err() == nil {
		t.Error("a backup without a name was taken")
	}
}
