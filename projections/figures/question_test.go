package figures_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

func TestParseFilters(t *testing.T) {
	t.Parallel()
	march := figures.Period{From: day(2026, 3, 1), Before: day(2026, 4, 1)}
	for text, c := range map[string]struct {
		filters figures.Filters
		period  figures.Period
		fails   bool
	}{
		"":                              {filters: figures.Filters{}},
		"place=ROAD":                    {filters: figures.Filters{figures.Place: {"ROAD"}}},
		"place=ROAD place=HOME":         {filters: figures.Filters{figures.Place: {"ROAD", "HOME"}}},
		"weekday=sat hour=23":           {filters: figures.Filters{figures.Weekday: {"sat"}, figures.Hour: {"23"}}},
		"gemeente=GM0599 place=UNKNOWN": {filters: figures.Filters{figures.Gemeente: {"GM0599"}, figures.Place: {codes.Unknown}}},
		"employer=GEM-ROTTERDAM":        {filters: figures.Filters{figures.Employer: {"GEM-ROTTERDAM"}}},
		"period=2026-03":                {filters: figures.Filters{}, period: march},
		"period=2026-03-01/2026-03-31":  {filters: figures.Filters{}, period: march},
		"period=2026-Q1":                {filters: figures.Filters{}, period: figures.Period{From: day(2026, 1, 1), Before: day(2026, 4, 1)}},
		"period=2026-Q4":                {filters: figures.Filters{}, period: figures.Period{From: day(2026, 10, 1), Before: day(2027, 1, 1)}},
		"period=2026":                   {filters: figures.Filters{}, period: figures.Period{From: day(2026, 1, 1), Before: day(2027, 1, 1)}},
		"period=2024-02-29":             {filters: figures.Filters{}, period: figures.Period{From: day(2024, 2, 29), Before: day(2024, 3, 1)}},
		"period=2026-02-29":             {fails: true},
		"period=2026-Q5":                {fails: true},
		"period=2026-Qx":                {fails: true},
		"period=2026-03-31/2026-03-01":  {fails: true},
		"period=2026-03/":               {fails: true},
		"period=yesterday":              {fails: true},
		"period=2026 period=2025":       {fails: true},
		"place":                         {fails: true},
		"place=":                        {fails: true},
		"=ROAD":                         {fails: true},
		"place=Road":                    {fails: true},
		"moon=FULL":                     {fails: true},
		"hour=24":                       {fails: true},
		"gemeente=Rotterdam":            {fails: true},
		"place=ROAD,HOME":               {fails: true},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			filters, period, err := figures.ParseFilters(strings.Fields(text))
			if c.fails {
				if fault.KindOf(err) != fault.Invalid {
					t.Errorf("error %v, want Invalid", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.filters, filters) + cmp.Diff(c.period, period); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever is typed, the answer is a question or a fault that does not repeat
// what was typed: a filter may hold anything, also somebody's name.
func FuzzParseFilters(f *testing.F) {
	for _, seed := range []string{"place=ROAD", "period=2026-Q1", "period=2026-03-01/2026-03-14", "=", "employer=x", "hour=\xff", "period=9999-12-31/0001-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filters, period, err := figures.ParseFilters([]string{text})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || len(text) > 40 && strings.Contains(err.Error(), text) {
				t.Fatalf("error %v", err)
			}
			return
		}
		engine := loaded(t)
		q := figures.Question{Unit: figures.CountIncidents, Filters: filters, Period: period}
		if _, err := engine.Ask(q, everybody); err != nil && filters[figures.Employer] == nil {
			t.Fatalf("was read, but not answered: %v", err)
		}
	})
}

func TestAFilterThatIsNearlyACodeGetsTheCode(t *testing.T) {
	t.Parallel()
	for filter, want := range map[string]string{"place=ROADD": "did you mean ROAD?", "place=KANARIE": "use one of ROAD, WATER"} {
		if _, _, err := figures.ParseFilters([]string{filter}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q is not in %v", filter, want, err)
		}
	}
}

func TestTheShapeOfAnAnswer(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 5,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam), incidentAt(4, 2, rotterdam, func(r *facts.Incident) { r.Gemeente = codes.Unknown })},
	})
	q := figures.Question{View: "places", Unit: figures.CountIncidents, Rows: figures.Gemeente, Filters: figures.Filters{figures.Place: {"ROAD", "HOME"}}, Period: figures.Period{From: day(2026, 1, 1), Before: day(2027, 1, 1)}}
	got, err := json.Marshal(ask(t, engine, q, access.Scope{Employer: rotterdam}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"view":"places","question":"incident by gemeente where place=HOME|ROAD in 2026 as-of 5","unit":"incident","position":5,` +
		`"definition":"Number of incidents by municipality of Gemeente R from 2026-01-01 through 2026-12-31 (without those of which the date is not known), only type of place public road, square or home, inside, by the clock of the employer (Europe/Amsterdam), as recorded up to and including position 5; withdrawn reports are not counted, and duplicates once.` +
		` Municipalities: division of 1 January 2023, with the mergers since 2019; inhabitants on 1 January 2021 (CBS, CC BY 4.0); the police unit is from general knowledge and was not checked.",` +
		`"definition_nl":"Aantal incidenten per gemeente van Gemeente R vanaf 2026-01-01 tot en met 2026-12-31 (zonder die waarvan de datum niet bekend is), alleen soort plaats openbare weg, plein of woning (intern), volgens de klok van de werkgever (Europe/Amsterdam), zoals vastgelegd tot en met positie 5; ingetrokken meldingen tellen niet mee en dubbele één keer.` +
		` Gemeenten: indeling van 1 januari 2023, met de herindelingen sinds 2019; inwoners op 1 januari 2021 (CBS, CC BY 4.0); de politie-eenheid is uit algemene kennis en niet nagekeken.",` +
		`"rows":["GM0599","UNKNOWN"],"columns":["ALL"],` +
		`"labels":{"ALL":{"nl":"alle incidenten","en":"all incidents"},"GM0599":{"nl":"Rotterdam","en":"Rotterdam"},"UNKNOWN":{"nl":"onbekend","en":"unknown"}},` +
		`"row_labels":[{"nl":"Rotterdam","en":"Rotterdam"},{"nl":"onbekend","en":"unknown"}],"column_labels":[{"nl":"alle incidenten","en":"all incidents"}],` +
		`"cells":[[{"n":1}],[{"n":1}]],"row_totals":[{"n":1},{"n":1}],"column_totals":[{"n":2}],"total":{"n":2},"invented":0,` +
		`"completeness":[{"dimension":"place","of":2,"answered":2,"unknown":0,"not_recorded":0,"not_applicable":0,"forgotten":0,"under_review":0},` +
		`{"dimension":"gemeente","of":2,"answered":1,"unknown":1,"not_recorded":0,"not_applicable":0,"forgotten":0,"under_review":0}],` +
		`"reporting_delay":[{"band":"BEFORE","label":{"nl":"vóór het gebeurde","en":"before it happened"},"n":2},{"band":"DAY","label":{"nl":"binnen een dag","en":"within a day"},"n":0},` +
		`{"band":"WEEK","label":{"nl":"binnen een week","en":"within a week"},"n":0},{"band":"MONTH","label":{"nl":"binnen 30 dagen","en":"within 30 days"},"n":0},` +
		`{"band":"QUARTER","label":{"nl":"binnen 90 dagen","en":"within 90 days"},"n":0},{"band":"LATER","label":{"nl":"later","en":"later"},"n":0}],` +
		`"coverage":{"from":"2026-01","through":"2026-11","months":11,"employers":[{"employer":"R","name":"Gemeente R","months":["2026-11"]}]}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A list that nothing was found for is a table of zeros, not an empty one.
func TestWhatStandsInATable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		q    figures.Question
		want []codes.Code
	}{
		"days stand there also at zero":            {figures.Question{Rows: figures.Weekday}, []codes.Code{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}},
		"a filtered dimension shows what it names": {figures.Question{Rows: figures.Place, Filters: figures.Filters{figures.Place: {"HOME", "WATER"}}}, []codes.Code{"WATER", "HOME"}},
		"… and what comes along with it":           {figures.Question{Rows: figures.Behaviour, Filters: figures.Filters{figures.Behaviour: {"SPIT", "RAM"}}}, []codes.Code{"HIT", "SPIT", "RAM"}},
		"a gemeente only where something happened": {figures.Question{Rows: figures.Gemeente, AsOf: 2}, []codes.Code{}},
		"an employer from its registration on":     {figures.Question{Rows: figures.Employer, AsOf: 1}, []codes.Code{"GEM-ROTTERDAM"}},
		"not recorded only where it occurs":        {figures.Question{Rows: figures.Profession, AsOf: 2}, []codes.Code{"POL", "BOA1", "BRW", "BRW_V", "AMB", "MK"}},
		"… and then last":                          {figures.Question{Rows: figures.Profession}, []codes.Code{"POL", "BOA1", "BRW", "BRW_V", "AMB", "MK", "NOT_RECORDED"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := ask(t, small(t), c.q, everybody)
			if diff := cmp.Diff(c.want, a.Rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if a.RowTotals == nil || a.Cells == nil {
				t.Error("an empty table would be written as null")
			}
			for _, row := range a.Rows {
				if a.Labels[row].NL == "" || a.Labels[row].EN == "" {
					t.Errorf("%s has no label", row)
				}
			}
		})
	}
}

// A row of months that jumps reads as if nothing was left out.
func TestNoMonthBetweenTwoIsLeftOut(t *testing.T) {
	t.Parallel()
	on := func(year int, month time.Month) func(*facts.Incident) {
		return func(r *facts.Incident) { at := time.Date(year, month, 3, 12, 0, 0, 0, time.UTC); r.OccurredAt = &at }
	}
	undated := func(r *facts.Incident) { r.OccurredAt, r.Precision, r.Finer = nil, "", codes.Unknown }
	engine := loaded(t, figures.Batch{Through: 9,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam"), employerAt(2, utrecht, "U", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{
			incidentAt(3, 1, rotterdam, on(2025, 11)), incidentAt(4, 2, rotterdam, on(2026, 2)), incidentAt(5, 3, rotterdam, undated), incidentAt(6, 4, utrecht, undated),
		},
	})
	for name, test := range map[string]struct {
		filters figures.Filters
		want    []codes.Code
	}{
		"two apart":       {nil, []codes.Code{"2025-11", "2025-12", "2026-01", "2026-02", codes.Unknown}},
		"one":             {figures.Filters{figures.Year: {"2026"}}, []codes.Code{"2026-02"}},
		"those asked for": {figures.Filters{figures.Month: {"2025-11", "2026-02"}}, []codes.Code{"2025-11", "2026-02"}},
		"none":            {figures.Filters{figures.Employer: {"U"}}, []codes.Code{codes.Unknown}},
	} {
		if diff := cmp.Diff(test.want, ask(t, engine, figures.Question{Rows: figures.Month, Filters: test.filters}, everybody).Rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestAPeriodOutsideTheCalendarHoldsNothing, and can be asked for: it is a slip of the
// finger.
func TestAPeriodOutsideTheCalendarHoldsNothing(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 2, Incidents: []facts.Version[facts.Incident]{incidentAt(2, 1, rotterdam)},
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam")}})
	for _, text := range []string{"0001", "1990", "1998-12", "2101", "6100-Q1", "9999", "9999-12-31", "0001/1998", "2101/9999"} {
		period, err := figures.ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		a := ask(t, engine, figures.Question{Period: period}, everybody)
		if a.Total.N != 0 || a.Coverage.From != "" || a.Coverage.Through != "" || a.Coverage.Months != 0 {
			t.Errorf("%s: %d incidents, covered %+v", text, a.Total.N, a.Coverage)
		}
	}
	all, err := figures.ParsePeriod("0001/9999")
	if err != nil {
		t.Fatal(err)
	}
	if a := ask(t, engine, figures.Question{Period: all}, everybody); a.Total.N != 1 || a.Coverage.Months != 1 {
		t.Errorf("all of it: %d incidents, covered %+v", a.Total.N, a.Coverage)
	}
}

func TestATableTooLargeToRead(t *testing.T) {
	t.Parallel()
	const values = 6000
	b := figures.Batch{Through: values}
	for i := range values {
		v := incidentAt(eventlog.Position(i+1), 0, rotterdam, at(codes.Code(fmt.Sprintf("P%04d", i%500))))
		v.Key, v.Row.Gemeente = uuid.UUID{2, byte(i), byte(i >> 8)}, codes.Code(fmt.Sprintf("GM%04d", i))
		b.Incidents = append(b.Incidents, v)
	}
	engine := loaded(t, b)
	_, err := engine.Ask(figures.Question{Unit: figures.CountIncidents, Rows: figures.Gemeente, Columns: figures.Place}, everybody)
	if fault.KindOf(err) != fault.TooLarge {
		t.Errorf("error %v", err)
	}
	// More pairs of answers than are counted apart, yet a table that can be read.
	a := ask(t, engine, figures.Question{Rows: figures.Gemeente, Columns: figures.Hour}, everybody)
	if len(a.Rows) != values || a.Total.N != values || len(rowsOf(a)) != values {
		t.Errorf("%d rows, total %d", len(a.Rows), a.Total.N)
	}
}

func TestARowAndAColumnOfOneCodeKeepTheirLabels(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 5, Incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam, at("ONLINE"), behaved("ONLINE"))}})
	only := figures.Filters{figures.Place: {"ONLINE"}, figures.Behaviour: {"ONLINE"}}
	a := ask(t, engine, figures.Question{Rows: figures.Place, Columns: figures.Behaviour, Filters: only}, everybody)
	if a.RowLabels[0].EN != "online" || a.ColumnLabels[0].EN != "online abuse" || a.Labels["ONLINE"].EN != "online" {
		t.Errorf("row %v, column %v, both %v", a.RowLabels, a.ColumnLabels, a.Labels)
	}
}

func TestSeveralValuesAreNotReadAsOne(t *testing.T) {
	t.Parallel()
	_, _, err := figures.ParseFilters([]string{"place=ROAD,HOME"})
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Fields) != 1 || f.Fields[0].Remedy != "repeat it for each: place=ONE and place=OTHER" {
		t.Errorf("it says %+v", f)
	}
}

func TestTwoFiltersOnWhatIsToldTogetherSayThatEachHoldsByItself(t *testing.T) {
	t.Parallel()
	const said = "De filters op hoeveelste bekende incident van de verdachte en tijd sinds het vorige bekende incident gelden elk apart"
	for _, c := range []struct {
		filters figures.Filters
		want    bool
	}{
		{figures.Filters{figures.Nth: {"2"}, figures.Since: {"WEEK"}}, true},
		{figures.Filters{figures.Nth: {"2"}, figures.Effect: {"WORKED"}}, false},
		{figures.Filters{figures.Gemeente: {"GM0363"}, figures.Province: {"PV27"}}, false},
	} {
		a := ask(t, small(t), figures.Question{Rows: figures.Place, Filters: c.filters}, everybody)
		if strings.Contains(a.DefinitionNL, said) != c.want {
			t.Errorf("%v: %s", c.filters, a.DefinitionNL)
		}
	}
}
