package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/incident"
)

// wideMapping reads everything that an incident takes from a table.
const wideMapping = `
employer: {code: GEM-X, name: Gemeente X, kind: EMP_GEM, zone: Europe/Amsterdam, units: [{code: NRD, name: Noord}], areas: [{code: CEN, name: Centrum, gemeenten: [GM0599]}]}
key: Nr
fields:
  occurred: Datum
  reported: Gemeld
  place.type: Plaats
  place.area: Gebied
  place.indoors: Binnen
  place.address: Adres
  behaviours: {column: Gedrag, split: "+", completion: {column: Poging, split: "+"}}
  means: {column: Middel, split: "+", status: {column: Gebruik, split: "+"}}
  occasion: Aanleiding
  triggers: {column: Trigger, split: "+", assessed_by: {constant: WORKER}}
  amplifiers: {column: Versterkt, split: "+"}
  measures: {column: Maatregel, split: "+", effect: {column: Effect, split: "+"}}
  qualifications: {column: Feit, split: "+", by: {constant: POLICE}, article: {column: Artikel, split: "+"}}
  discrimination_grounds: Grond
  deployment: Inzet
  police_support: Politie
  reach: Geraakt
  regime: Wet
  workers_counted: Aantal
workers: {rows: all, fields: {name: Naam, profession: Beroep, injury: Letsel, mind: Psych, exposure: Beet, absence_days: Verzuim}}
suspects: {rows: all, fields: {kind: Dader, size: Groep, age_band: Leeftijd}}
`

var wideColumns = []string{"Nr", "Datum", "Gemeld", "Plaats", "Gebied", "Binnen", "Adres", "Gedrag", "Poging", "Middel", "Gebruik", "Aanleiding", "Trigger", "Versterkt",
	"Maatregel", "Effect", "Feit", "Artikel", "Grond", "Inzet", "Politie", "Geraakt", "Wet", "Aantal", "Naam", "Beroep", "Letsel", "Psych", "Beet", "Verzuim", "Dader", "Groep", "Leeftijd"}

// wideRow is a row of a wide file, by the headings of its columns.
type wideRow map[string]string

var whole = wideRow{"Nr": "1", "Datum": "2025-10-26 02:30", "Gemeld": "2025-10-27", "Plaats": "ROAD", "Gebied": "CEN", "Binnen": "OUTSIDE", "Adres": "Kade 1", "Gedrag": "HIT+SPIT", "Poging": "COMPLETED+ATTEMPTED",
	"Middel": "BODY+KNIFE", "Gebruik": "USED+SHOWN", "Aanleiding": "TICKET", "Trigger": "TR_FINE+TR_TREAT", "Versterkt": "ALC", "Maatregel": "TALK+SPACE", "Effect": "NO+WORKED",
	"Feit": "ASSAULT", "Artikel": "300 Sr", "Grond": "RELIGION", "Inzet": "PAIR", "Politie": "ASKED", "Geraakt": "REACHED", "Wet": "WPG", "Aantal": "3", "Naam": "J. Jansen", "Beroep": "BOA1",
	"Letsel": "I1", "Psych": "M1", "Beet": "BITE", "Verzuim": "2", "Dader": "DESCRIBED", "Leeftijd": "AGE_18_22"}

// with is the row with some columns otherwise: pairs of heading and value.
func (r wideRow) with(pairs ...string) wideRow {
	other := wideRow{}
	for k, v := range r {
		other[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		other[pairs[i]] = pairs[i+1]
	}
	return other
}

type wideImports struct{ *importingTerminal }

func newWideImports(t *testing.T) wideImports {
	t.Helper()
	i := &importingTerminal{terminal: newTerminal(t), folder: files(t, map[string]string{"m.yaml": wideMapping})}
	i.declare("GEM-X", filepath.Join(i.folder, "m.yaml"))
	return wideImports{i}
}

func (w wideImports) bring(as string, rows ...wideRow) recording {
	w.t.Helper()
	w.n++
	text := strings.Join(wideColumns, ";") + "\n"
	for _, row := range rows {
		var cells []string
		for _, column := range wideColumns {
			cells = append(cells, row[column])
		}
		text += strings.Join(cells, ";") + "\n"
	}
	path := filepath.Join(w.folder, fmt.Sprintf("in%d.csv", w.n))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return w.imported("--as", as, "--mapping", filepath.Join(w.folder, "m.yaml"), path)
}

func (w wideImports) state() incident.Incident {
	w.t.Helper()
	state, _, err := incident.Decider.Load(w.t.Context(), w.register("GEM-X").journal(), incident.Stream(uuid.MustParse(w.only())))
	if err != nil {
		w.t.Fatal(err)
	}
	return state
}

// said is all of an incident that an import can tell, in one line per field.
func said(s incident.Incident) map[string]string {
	all := map[string]string{
		"occurred": fmt.Sprint(s.Occurred.Local().Format("2006-01-02T15:04-07:00"), " ", s.Occurred.Precision, " ", s.Occurred.Ambiguous),
		"reported": fmt.Sprint(s.Reported.Local().Format("2006-01-02T15:04"), " ", s.Reported.Precision),
		"place":    fmt.Sprint(s.Place.Type, s.Place.Area, s.Place.Indoors), "address": s.Address.Value,
		"behaviours": fmt.Sprint(s.Behaviours, s.Completions), "means": fmt.Sprint(s.Means), "occasion": fmt.Sprint(s.Occasions), "grounds": fmt.Sprint(s.Grounds),
		"circumstances": fmt.Sprint(s.Deployment, s.Reach, s.Hit.Number), "regime": string(s.Regime), "professions": fmt.Sprint(s.Professions),
		"support": string(s.Support.Status), "qualifications": fmt.Sprint(s.Qualifications),
	}
	for _, step := range s.Course {
		all["course"] += fmt.Sprint(step.Triggers, step.Amplifiers, step.Measures)
	}
	for _, w := range s.Workers {
		h := w.Health.Value
		all["workers"] += fmt.Sprint(w.Identity.Value.Name, h.Injury, h.Mind, h.Exposures, h.Absence.Days.Number)
	}
	for _, l := range s.Suspects {
		all["suspects"] += fmt.Sprint(l.Kind, l.Size.Number, l.Profile.Value.AgeBand)
	}
	return all
}

func TestAnImportTakesAllThatAnIncidentTakes(t *testing.T) {
	t.Parallel()
	w := newWideImports(t)
	r := w.bring(registrar, whole)
	if r.Recorded != 1 || len(r.NotYet) != 0 || r.Counts[intake.DoubledHour] != 1 {
		t.Errorf("%+v", r)
	}
	want := map[string]string{
		"occurred": "2025-10-26T02:30+02:00 MINUTE true", "reported": "2025-10-27T00:00 DAY", "place": "ROADCENOUTSIDE", "address": "Kade 1", "behaviours": "[HIT SPIT] [{HIT COMPLETED} {SPIT ATTEMPTED}]",
		"means": "[{BODY USED} {KNIFE SHOWN}]", "occasion": "[TICKET]", "grounds": "[RELIGION]", "circumstances": "PAIRREACHED3", "regime": "WPG", "professions": "[BOA1]",
		"support": "ASKED", "qualifications": "[{POLICE ASSAULT 300 Sr  }]", "course": "[{TR_FINE WORKER} {TR_TREAT WORKER}] [{ALC  {false 0 }}] [{TALK NO} {SPACE WORKED}]",
		"workers": "J. JansenI1M1[BITE] 2", "suspects": "DESCRIBED0AGE_18_22",
	}
	if diff := cmp.Diff(want, said(w.state())); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	before := w.count(allEvents)
	if r := w.bring(registrar, whole); r.Unchanged != 1 || w.count(allEvents) != before {
		t.Errorf("the same again: %+v", r)
	}
	w.run("verify").ok()
}

// changesOfAFile change one field of the whole row at a time.
var changesOfAFile = map[string]struct {
	change []string
	events string // of the change, and of changing it back
	listed intake.Kind
}{
	"time":                   {change: []string{"Datum", "2025-10-26"}, events: "corrected corrected"},
	"when it was told":       {change: []string{"Gemeld", "2025-10-26 08:00"}, events: "corrected corrected"},
	"not when it was told":   {change: []string{"Gemeld", ""}, events: "corrected corrected"},
	"kind of place":          {change: []string{"Plaats", "SHOP"}, events: "corrected corrected"},
	"area":                   {change: []string{"Gebied", ""}, events: "corrected corrected"},
	"inside":                 {change: []string{"Binnen", "INSIDE"}, events: "corrected corrected"},
	"address":                {change: []string{"Adres", "Kade 2"}, events: "corrected corrected"},
	"no address":             {change: []string{"Adres", ""}, events: "corrected details_added"},
	"completion":             {change: []string{"Poging", "COMPLETED+COMPLETED"}, events: "corrected corrected"},
	"behaviour with its own": {change: []string{"Gedrag", "HIT+SPIT+BITE_SCR", "Poging", "ATTEMPTED+ATTEMPTED+COMPLETED"}, events: "corrected corrected"},
	"a means more":           {change: []string{"Middel", "BODY+KNIFE+DOG", "Gebruik", "USED+SHOWN+FOUND"}, events: "details_added corrected"},
	"a means otherwise":      {change: []string{"Gebruik", "USED+USED"}, events: "corrected corrected"},
	"occasion":               {change: []string{"Aanleiding", "ID_CHECK"}, events: "corrected corrected"},
	"trigger":                {change: []string{"Trigger", "TR_FINE"}, events: "course_told course_told"},
	"no course at all":       {change: []string{"Trigger", "", "Versterkt", "", "Maatregel", ""}, events: "course_told course_told"},
	"effect":                 {change: []string{"Effect", "NO+NO"}, events: "course_told course_told"},
	"qualification":          {change: []string{"Feit", "THREAT", "Artikel", "285 Sr"}, events: "qualification_retracted qualified qualification_retracted qualified"},
	"a qualification more":   {change: []string{"Feit", "ASSAULT+THREAT", "Artikel", "300 Sr+285 Sr"}, events: "qualified qualification_retracted"},
	"ground":                 {change: []string{"Grond", "BELIEF"}, events: "corrected corrected"},
	"deployment":             {change: []string{"Inzet", "ALONE"}, events: "corrected corrected"},
	"support":                {change: []string{"Politie", "ARRIVED"}, events: "police_support_told police_support_told"},
	"a near miss":            {change: []string{"Geraakt", "NEAR_MISS", "Aantal", "", "Naam", "", "Beroep", "", "Letsel", "", "Psych", "", "Beet", "", "Verzuim", ""}, events: "corrected", listed: intake.WorkerLeft},
	"more workers hit":       {change: []string{"Aantal", "4"}, events: "corrected corrected"},
	"the law stays":          {change: []string{"Wet", "AVG"}, events: "", listed: intake.Fixed},
	"mind":                   {change: []string{"Psych", "M2"}, events: "details_added details_added"},
	"absence":                {change: []string{"Verzuim", "9"}, events: "details_added details_added"},
	"a suspect otherwise":    {change: []string{"Leeftijd", "AGE_30_39"}, events: "suspect_linked suspect_linked"},
	"a group":                {change: []string{"Dader", "GROUP", "Groep", "7", "Leeftijd", ""}, events: "suspect_linked suspect_linked"},
	"no suspect":             {change: []string{"Dader", "", "Leeftijd", ""}, events: "suspect_unlinked suspect_linked"},
}

// TestEveryFieldIsCorrectedAndBackAgain changes one field of the file at a time:
// the record then says what a fresh import would have said.
func TestEveryFieldIsCorrectedAndBackAgain(t *testing.T) {
	t.Parallel()
	for name, test := range changesOfAFile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWideImports(t)
			w.bring(registrar, whole)
			first, before := said(w.state()), w.count(allEvents)
			changed := w.bring(registrar, whole.with(test.change...))
			if test.listed != "" {
				if changed.Counts[test.listed] == 0 {
					t.Errorf("found %v", changed.Counts)
				}
				w.added(before, test.events)
				return
			}
			if changed.Corrected != 1 || changed.Listed != 0 {
				t.Errorf("%+v", changed)
			}
			fresh := newWideImports(t)
			fresh.bring(registrar, whole.with(test.change...))
			if diff := cmp.Diff(said(fresh.state()), said(w.state())); diff != "" {
				t.Errorf("corrected (-as a fresh import +got):\n%s", diff)
			}
			if back := w.bring(registrar, whole); back.Corrected != 1 || back.Listed != 0 {
				t.Errorf("back again: %+v", back)
			}
			if diff := cmp.Diff(first, said(w.state())); diff != "" {
				t.Errorf("and back (-want +got):\n%s", diff)
			}
			w.added(before, test.events)
		})
	}
}

func TestWhatAPersonChangedOfAnyFieldIsLeft(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		command []string
		body    string
		file    []string // the change in the file
		field   intake.Field
	}{
		"means":      {[]string{"correct"}, `{"reason":"x","means":[{"means":"DOG"}]}`, []string{"Middel", "BLUNT", "Gebruik", ""}, intake.Means},
		"occasion":   {[]string{"correct"}, `{"reason":"x","occasions":["FIRE"]}`, []string{"Aanleiding", "EVENT"}, intake.Occasion},
		"address":    {[]string{"correct"}, `{"reason":"x","address":"Kade 3"}`, []string{"Adres", "Kade 4"}, intake.PlaceAddress},
		"deployment": {[]string{"correct"}, `{"reason":"x","deployment":"TEAM"}`, []string{"Inzet", "ALONE"}, intake.Deployment},
		"number hit": {[]string{"correct"}, `{"reason":"x","hit":{"number":5}}`, []string{"Aantal", "4"}, intake.WorkersCounted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWideImports(t)
			w.bring(registrar, whole)
			w.say(test.body, append(append([]string{"incident"}, test.command...), w.only(), "-", "--as", registrar)...).recorded()
			before := w.count(allEvents)
			r := w.bring(registrar, whole.with(test.file...))
			left := slices.ContainsFunc(r.Findings, func(f intake.Finding) bool { return f.Kind == intake.ChangedSince && f.Field == test.field })
			if !left || r.Corrected != 0 || w.count(allEvents) != before {
				t.Errorf("%d corrected, %d events more, %v", r.Corrected, w.count(allEvents)-before, r.Findings)
			}
		})
	}
}
