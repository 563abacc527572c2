package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

func TestEachStageAndStepOfTheChainIsOfOnePartOfTheWay(t *testing.T) {
	t.Parallel()
	of := map[codes.Code]int{}
	for _, s := range stations {
		for _, c := range slices.Concat(s.steps, s.stages) {
			of[c]++
		}
	}
	for _, e := range codes.CaseStage.Codes {
		if e.Code != "NOTHING" && of[e.Code] == 0 {
			t.Errorf("a case that is %s stands nowhere on the way", e.Code)
		}
	}
	for _, e := range codes.CaseStep.Codes {
		if moves := stationOf(e.Code) >= 0; !moves && !strings.HasPrefix(string(e.Code), "VICT_") {
			t.Errorf("step %s is of no part of the way", e.Code)
		}
	}
	for _, s := range stations {
		for _, c := range s.steps {
			if _, is := codes.CaseStep.Find(c); !is {
				t.Errorf("%s is no step", c)
			}
		}
	}
}

func TestACaseWithOnlyAnAangifteStandsAtIt(t *testing.T) {
	t.Parallel()
	v := &visit{Language: dutch}
	c := &caseAnswered{caseFile: caseFile{Stage: "NOTHING", Aangiften: []uuid.UUID{{1}}}}
	if at := v.way(c)[0]; c.stage() != "COMPLAINT" || at.State != "here" || at.What != "" {
		t.Errorf("it is %s, and its way begins with %+v", c.stage(), at)
	}
	c.Aangiften = nil
	if at := v.way(c)[0]; c.stage() != "NOTHING" || at.State != "ahead" {
		t.Errorf("without one it is %s, and its way begins with %+v", c.stage(), at)
	}
}

func TestEachStateOfATermHasAWordAndALook(t *testing.T) {
	t.Parallel()
	for _, s := range append(agreement.States(), passed) {
		if s != agreement.NotStarted && (stateWords[s] == "" || tones[s] == "") {
			t.Errorf("a term that is %s looks like nothing", s)
		}
	}
}

func TestMoneyIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"450": 45000, "450,00": 45000, "1.250,50": 125050, "1,250.50": 125050, "€ 12": 1200, "0": 0, "7,5": 750, "1.250": 125000} {
		if got, is := inCents(text); !is || got != want {
			t.Errorf("%q is read as %d (%t), want %d", text, got, is, want)
		}
	}
	for _, text := range []string{"", "veel", "-5", "12,-", ",", "1e3"} {
		if got, is := inCents(text); is {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestAStepIsAskedOnlyWhatItCanSayAndToldAsThat(t *testing.T) {
	t.Parallel()
	v := &visit{r: httptest.NewRequest(http.MethodGet, "/zaak/x/bericht", nil), Language: dutch}
	c := &caseAnswered{names: map[uuid.UUID]string{}}
	names := func(step codes.Code) (all []string) {
		for _, e := range v.stepEntries(c, step) {
			all = append(all, e.Name)
		}
		return all
	}
	if verdict := names("VERDICT"); !slices.Contains(verdict, "outcome") || !slices.Contains(verdict, "sanctions[0].kind") || !slices.Contains(verdict, "amounts[0].cents") || slices.Contains(verdict, "sepot") {
		t.Errorf("a verdict is asked %v", verdict)
	}
	if report := names("MELD_POL"); slices.Contains(report, "outcome") || slices.Contains(report, "amounts[0].kind") {
		t.Errorf("a report to the police is asked %v", report)
	}
	for kind, step := range stepOfSum {
		if asks := prosecution.AskedOf(step); !slices.Contains(asks.Amounts, codes.Code(kind)) {
			t.Errorf("a sum that is %s would be told of %s, which takes %v", kind, step, asks.Amounts)
		}
	}
}

func TestWhatIsKeptBackSaysWhy(t *testing.T) {
	t.Parallel()
	v := &visit{Language: dutch}
	for state, want := range map[string]string{"closed": "In uw rol", "forgotten": "vernietigd"} {
		if got := v.held(&heldText{State: state}); !strings.Contains(got, want) {
			t.Errorf("a text that is %s reads %q", state, got)
		}
	}
	if v.held(nil) != "" || v.held(&heldText{State: "present", Text: "x"}) != "x" {
		t.Error("a text that is there is not shown as it is")
	}
}

func TestADeedIsOfferedToWhoMayDoItAndWhereThereIsReason(t *testing.T) {
	t.Parallel()
	employer, you := uuid.New(), uuid.New()
	r := httptest.NewRequest(http.MethodGet, "/zaak/x", nil)
	v := &visit{r: r, Language: dutch, Actor: access.Actor{ID: you, Role: access.CaseWorker, Employer: employer, Purpose: access.FollowUp}}
	offered := func(c *caseAnswered) string {
		var all []string
		for _, g := range v.mayDo(c) {
			for _, d := range g.Deeds {
				all = append(all, d.Text)
			}
		}
		return strings.Join(all, ", ")
	}
	open := &caseAnswered{caseFile: caseFile{Work: caseWork{You: you, Responsible: you}}}
	if got := offered(open); strings.Contains(got, "Heropenen") || strings.Contains(got, "Overnemen") || strings.Contains(got, "inlichten") || !strings.Contains(got, "Overdragen") || !strings.Contains(got, "Sluiten") {
		t.Errorf("of an open case is offered %s", got)
	}
	closed := &caseAnswered{caseFile: caseFile{Closed: true, Work: caseWork{You: you, Responsible: you}}}
	if got := offered(closed); !strings.Contains(got, "Heropenen") || strings.Contains(got, "Sluiten") || strings.Contains(got, "Wegleggen") {
		t.Errorf("of a closed case is offered %s", got)
	}
	other := uuid.New()
	merged := &caseAnswered{caseFile: caseFile{MergedInto: &other}}
	if got := offered(merged); got != "Splitsen" {
		t.Errorf("of a case that was merged is offered %s", got)
	}
	v.Actor.Role = access.Analyst
	if got := offered(open); got != "" {
		t.Errorf("an analyst is offered %s", got)
	}
}
