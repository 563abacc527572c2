package processing

import (
	"net/url"
	"regexp"
	"slices"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/export"
)

// TestEveryActionStandsInTheRegister: an action that reads or writes persons and has no activity would be
// done without anybody having said why it may be (AVG 30).
func TestEveryActionStandsInTheRegister(t *testing.T) {
	t.Parallel()
	for _, action := range access.Actions() {
		var in []string
		for _, a := range Register() {
			if slices.Contains(a.Actions, action) {
				in = append(in, a.ID)
			}
		}
		if ofNobody := slices.Contains(register.OfNobody, action); ofNobody == (len(in) == 1) || len(in) > 1 {
			t.Errorf("%q stands in %v and under of_nobody: %t; give it one activity in activities.json, or say there that it is about nobody", action, in, ofNobody)
		}
	}
}

var period = regexp.MustCompile(`^P[1-9][0-9]?Y$`)

func TestTheRegisterIsWhole(t *testing.T) {
	t.Parallel()
	ids, records := map[string]bool{}, map[string]bool{}
	for _, a := range Register() {
		if u, err := url.Parse(a.ID); err != nil || !u.IsAbs() || ids[a.ID] {
			t.Errorf("%q is no URI of its own: %v", a.ID, err)
		}
		ids[a.ID] = true
		for _, said := range []string{a.NL, a.EN, a.PurposeNL, a.PurposeEN, a.RetentionFrom} {
			if said == "" {
				t.Errorf("%s leaves something out", a.ID)
			}
		}
		if len(a.LegalBasis) == 0 || len(a.DataSubjects) == 0 || len(a.Records) == 0 || !period.MatchString(a.Retention) {
			t.Errorf("%s has no basis, nobody it is about, no records, or no period: %q", a.ID, a.Retention)
		}
		for _, r := range a.Records {
			if records[r] {
				t.Errorf("%q is of two activities", r)
			}
			records[r] = true
		}
		for _, action := range a.Actions {
			if !slices.Contains(access.Actions(), action) {
				t.Errorf("%s has %q, which is no action", a.ID, action)
			}
		}
	}
	for _, id := range byPurpose {
		if !ids[id] {
			t.Errorf("no activity %s", id)
		}
	}
}

// TestWhatAnEmployerKeepsIsOfAnActivity: what has none can be neither read nor written.
func TestWhatAnEmployerKeepsIsOfAnActivity(t *testing.T) {
	t.Parallel()
	ofNobody := []string{"employer", "agreement"}
	for _, k := range export.Kinds {
		noun := k.Category
		if noun == "prosecution" {
			noun = "case"
		}
		if _, found := Of(access.Reading{What: noun}); found == slices.Contains(ofNobody, noun) {
			t.Errorf("%s is of an activity: %t", noun, found)
		}
	}
}
