package main

import (
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// TestWhySomebodyCouldSeeItIsSaidInDutch: every reason of the rules of today that shows a record.
func TestWhySomebodyCouldSeeItIsSaidInDutch(t *testing.T) {
	t.Parallel()
	n := 0
	for _, role := range access.Roles() {
		for _, action := range []access.Action{
			access.ReadIncident, access.ReadPersonal, access.CodeSample, access.TakeEverything, access.ReadSuspect, access.ReadCase, access.BundleCase, access.ReadAftercare, access.ReadTriage,
		} {
			over, why := access.Reach(role, action)
			if over == "nobody" {
				continue
			}
			if n++; reasonInWords(why, figures.Dutch) == why {
				t.Errorf("%s, %s: %q has no Dutch", role, action, why)
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d reasons were tried", n)
	}
}

func TestWhatSomebodyDidIsSaidInWords(t *testing.T) {
	t.Parallel()
	for what, want := range map[string]string{
		"incident.registered.v2": "melding begonnen", "incident.corrected.v2": "melding gewijzigd", "prosecution.notice_received.v1": "zaak gewijzigd",
		"incident": "melding gelezen", "case bundle": "bundel van de zaak gelezen",
	} {
		if got := doneInWords(what, false, figures.Dutch); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	if got := doneInWords("incident", true, figures.English); got != "incident changed" {
		t.Errorf("a change that was begun reads %q", got)
	}
}

// TestWhoDidWithoutAKnownRoleIsCounted: else a day of a demonstration says that nobody did.
func TestWhoDidWithoutAKnownRoleIsCounted(t *testing.T) {
	t.Parallel()
	var s seenBy
	s.Could = []could{{Actor: "a", Role: "registrar", Did: true}}
	for _, actor := range []string{"a", "b", "b"} {
		s.Did = append(s.Did, did{Actor: actor, Role: "registrar"})
	}
	if n := s.others(); n != 1 {
		t.Errorf("%d others did", n)
	}
}
