package api

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// wordsOfHistory are told of a suspect, each where a reason is asked for.
var wordsOfHistory = map[string]string{
	"listed":    "hij woont boven de bakker",
	"renewed":   "zijn moeder belde",
	"ended":     "het bezwaar van Voorbeeld slaagde",
	"reviewed":  "de rechter sprak hem vrij",
	"unlinked":  "het was zijn broer Piet",
	"retracted": "verwisseld met de buurman",
}

// worded gives the affair's suspect a history with words at every place that takes them.
func (a *affair) worded() {
	a.t.Helper()
	do := func(to string, role access.Role, body string) { a.post(a.file+to, role, a.city, body).want(200) }
	do("/attention", access.Registrar, strings.Replace(a.listing(), "WORDS", wordsOfHistory["listed"], 1))
	do("/attention-renewal", access.Registrar, `{"reason":"`+wordsOfHistory["renewed"]+`","review":"2027-04-01","end":"2027-09-01"}`)
	do("/attention-ending", access.Registrar, `{"reason":"`+wordsOfHistory["ended"]+`"}`)
	do("/history", access.CaseWorker, `{"flag":"H_ANTEC","provenance":"OM_FEEDBACK","on":"2026-11-20","document":"OM-17"}`)
	entry := a.get(a.file, access.CaseWorker, a.city).want(200).json["history"].([]any)[0].(map[string]any)["id"].(string)
	do("/history-removals", access.CaseWorker, `{"id":"`+entry+`","reason":"`+wordsOfHistory["retracted"]+`"}`)
	do("/clearances", access.CaseWorker, `{"incident":"`+idIn(a.incident)+`","ground":"ACQUITTAL","on":"2026-11-20","document":"ECLI"}`)
	do("/reviews", access.CaseWorker, `{"incident":"`+idIn(a.incident)+`","leaves":true,"reason":"`+wordsOfHistory["reviewed"]+`"}`)
	do("/identity-removal", access.CaseWorker, `{"reason":"`+wordsOfHistory["unlinked"]+`"}`)
}

func (a *affair) listing() string {
	return `{"ground":"BAN","why":"WORDS","notice":{"on":"2026-10-15","document":"BRIEF-1"},"review":"2027-05-01","end":"2027-11-01"}`
}

// TestWhyIsToldToWhoMaySeeOfWhom: why something was done with a suspect's history is told in words, which
// name anybody; whoever may not see who it is learns that there are words, and none of them.
func TestWhyIsToldToWhoMaySeeOfWhom(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	a.worded()
	shown := func(role access.Role, options ...option) (told []string, closed int) {
		got := a.get(a.file, role, a.city, options...).want(200)
		for _, name := range slices.Sorted(maps.Keys(wordsOfHistory)) {
			if strings.Contains(got.Body.String(), wordsOfHistory[name]) {
				told = append(told, name)
			}
		}
		for _, l := range got.json["timeline"].([]any) {
			if l.(map[string]any)["note_closed"] == true {
				closed++
			}
		}
		if why := got.json["attention"].(map[string]any)["why"].(map[string]any); why["state"] == "closed" {
			closed++
		}
		return told, closed
	}
	all := slices.Sorted(maps.Keys(wordsOfHistory))
	for name, may := range map[string]func() ([]string, int){
		"who began the case": func() ([]string, int) { return shown(access.CaseWorker) },
		"the registrar":      func() ([]string, int) { return shown(access.Registrar) },
	} {
		if told, closed := may(); !slices.Equal(told, all) || closed != 0 {
			t.Errorf("%s is told %v, and %d are closed; want all %d", name, told, closed, len(all))
		}
	}
	if told, closed := shown(access.CaseWorker, asColleague); len(told) != 0 || closed != len(all) {
		t.Errorf("a colleague is told %v, and that there are %d more; want none and %d", told, closed, len(all))
	}
}
