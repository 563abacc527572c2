package figures_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/reference"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

var year2026 = figures.Period{From: day(2026, 1, 1), Before: day(2027, 1, 1)}

// tableOf is a table as the facts have it; lines are "OF SINCE VALUE".
func tableOf(name string, lines ...string) facts.Version[facts.Reference] {
	v := facts.Version[facts.Reference]{
		Head: projections.Head{Key: reference.Stream(name).ID, Position: 25}, Row: facts.Reference{Table: name, Source: "CBS 2026"},
	}
	for _, line := range lines {
		part := strings.Fields(line)
		v.Row.Of, v.Row.Since, v.Row.Values = append(v.Row.Of, codes.Code(part[0])), append(v.Row.Since, part[1]), append(v.Row.Values, codes.Code(part[2]))
	}
	return v
}

// everywhere is a table in which each gemeente has a thousand inhabitants.
func everywhere(but codes.Code) (lines []string) {
	for _, g := range gemeente.All(day(2026, 1, 1)) {
		if g.Code != but {
			lines = append(lines, string(g.Code)+" 2026-01-01 1000")
		}
	}
	return lines
}

// of so many incidents each is in Rotterdam, or in Amsterdam.
func rated(t *testing.T, rotterdamHas, amsterdamHas int, tables ...facts.Version[facts.Reference]) *figures.Engine {
	t.Helper()
	return applied(t, nil, func(b *figures.Batch) {
		b.Through = 1000
		for i := range rotterdamHas + amsterdamHas {
			v := incidentAt(2, 0, rotterdam, occurred(2026, time.Month(1+i%3), 5), func(r *facts.Incident) {
				r.Professions = []codes.Code{"AMB"}
				if i >= rotterdamHas {
					r.Gemeente = "GM0363"
				}
			})
			v.Key = uuid.UUID{0x3, byte(i >> 8), byte(i)}
			v.Parent = v.Key
			b.Incidents = append(b.Incidents, v)
		}
		b.References = tables
	})
}

func rateIn(a figures.Answer, row codes.Code) figures.Rate {
	if row == "" {
		return a.Rates.Total
	}
	return a.Rates.RowTotals[slices.Index(a.Rows, row)]
}

func TestARateIsTheNumberByTheTable(t *testing.T) {
	t.Parallel()
	holds := len(gemeente.All(day(2026, 1, 1))) * 1000
	people := tableOf(reference.Inhabitants, append(everywhere("GM0599"), "GM0599 2025-01-01 500", "GM0599 2026-01-01 4000", "GM0599 2026-06-01 9")...)
	staff := tableOf(reference.Staff, "GEM-ROTTERDAM/AMB 2026-01-01 50", "GEM-ROTTERDAM/POL 2026-01-01 150")
	runs := tableOf(reference.Deployments, "GEM-ROTTERDAM/AMB 2025-01-01 1", "GEM-ROTTERDAM/AMB 2026-01-01 2000")
	engine := rated(t, 20, 10, people, staff, runs)
	for name, c := range map[string]struct {
		question figures.Question
		row      codes.Code
		want     float64
	}{
		"of a gemeente, by the line of the first day": {figures.Question{Rows: figures.Gemeente, Per: reference.Inhabitants}, "GM0599", 20 * 1000 / 4000.},
		"of the country":                                   {figures.Question{Rows: figures.Gemeente, Per: reference.Inhabitants}, "", 30 * 1000 / float64(holds+3000)},
		"of a kind of place, in a gemeente":                {figures.Question{Rows: figures.Place, Per: reference.Inhabitants, Filters: figures.Filters{figures.Gemeente: {"GM0363"}}}, "ROAD", 10},
		"of a profession, by who works in it":              {figures.Question{Rows: figures.Profession, Per: reference.Staff}, "AMB", 30 * 1000 / 50.},
		"of an employer, by all who work there":            {figures.Question{Rows: figures.Employer, Per: reference.Staff}, "GEM-ROTTERDAM", 30 * 1000 / 200.},
		"of deployments of the year, and not of the other": {figures.Question{Rows: figures.Profession, Per: reference.Deployments}, "AMB", 30 * 10000 / 2000.},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := c.question
			q.Unit, q.Period = figures.CountIncidents, year2026
			a, err := engine.Ask(q, access.Scope{All: true})
			if err != nil {
				t.Fatal(err)
			}
			if r := rateIn(a, c.row); r.Rate == nil || math.Abs(*r.Rate-c.want) > 1e-9 || r.AtMost {
				t.Fatalf("%+v, want %v", r, c.want)
			}
			r := a.Rates
			if r.Source != "CBS 2026" || r.Day != "2026-01-01" || r.Since != "2026-01-01" || len(r.Hash) != 64 || !strings.Contains(r.Definition.NL, "bron: CBS 2026") {
				t.Errorf("%+v", r)
			}
			if len(r.RowsBeside) != len(a.Rows) || *r.TotalBeside.Months == 0 || r.TotalBeside.OfMonths != 12 || r.TotalBeside.WithinWeek == nil || r.TotalBeside.Unknown == nil {
				t.Errorf("beside the rates stands %+v", r.TotalBeside)
			}
		})
	}
}

func TestWithoutADenominatorThereIsNoRateAndItSaysWhy(t *testing.T) {
	t.Parallel()
	people := tableOf(reference.Inhabitants, everywhere("GM0363")...)
	staff := tableOf(reference.Staff, "GEM-DELFT/AMB 2026-01-01 50")
	late := tableOf(reference.Deployments, "GEM-ROTTERDAM/AMB 2025-01-01 50")
	all, own := access.Scope{All: true}, access.Scope{Employer: rotterdam}
	for name, c := range map[string]struct {
		question figures.Question
		scope    access.Scope
		row      codes.Code
		tables   []facts.Version[facts.Reference]
		says     string
	}{
		"no table":                              {figures.Question{Period: year2026, Per: reference.Inhabitants}, all, "", nil, "denominators import --table inhabitants"},
		"no period":                             {figures.Question{Per: reference.Inhabitants}, all, "", []facts.Version[facts.Reference]{people}, "--period"},
		"a quarter of what is counted by year":  {figures.Question{Per: reference.Deployments, Period: figures.Period{From: day(2026, 1, 1), Before: day(2026, 4, 1)}}, all, "", []facts.Version[facts.Reference]{late}, "calendar year"},
		"another year":                          {figures.Question{Per: reference.Deployments, Period: year2026}, all, "", []facts.Version[facts.Reference]{late}, "nothing for 2026"},
		"a gemeente that is not in it":          {figures.Question{Rows: figures.Gemeente, Period: year2026, Per: reference.Inhabitants}, all, "GM0363", []facts.Version[facts.Reference]{people}, "GM0363"},
		"a whole of which a part is not in it":  {figures.Question{Rows: figures.Gemeente, Period: year2026, Per: reference.Inhabitants}, all, "", []facts.Version[facts.Reference]{people}, "GM0363"},
		"another employer's staff":              {figures.Question{Period: year2026, Per: reference.Staff}, all, "", []facts.Version[facts.Reference]{staff}, "GEM-ROTTERDAM"},
		"a thing that the table is not told by": {figures.Question{Rows: figures.Province, Period: year2026, Per: reference.Staff}, all, "", []facts.Version[facts.Reference]{staff}, "by province"},
		"one employer by the whole country":     {figures.Question{Period: year2026, Per: reference.Inhabitants}, own, "", []facts.Version[facts.Reference]{people}, "one employer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := c.question
			q.Unit = figures.CountIncidents
			a, err := rated(t, 2, 1, c.tables...).Ask(q, c.scope)
			if err != nil {
				t.Fatal(err)
			}
			why := a.Rates.Lacking
			if why == nil {
				why = rateIn(a, c.row).Lacking
			}
			if why == nil || !strings.Contains(why.EN, c.says) || why.NL == "" {
				t.Errorf("it says %+v, want %q", why, c.says)
			}
		})
	}
	if _, err := rated(t, 1, 1).Ask(figures.Question{Unit: figures.CountIncidents, Per: "sheep"}, all); !slices.Equal(faultFields(err), []string{"per"}) {
		t.Errorf("per sheep: %v", err)
	}
}

// Whoever does not own the records gets rates of the numbers that are printed for him.
func TestAProtectedRateIsThatOfThePrintedNumber(t *testing.T) {
	t.Parallel()
	engine := rated(t, 40, 2, tableOf(reference.Inhabitants, everywhere("")...))
	for _, audience := range []access.Audience{access.ForAnalysts, access.ForPublic} {
		q := figures.Question{Unit: figures.CountIncidents, Rows: figures.Gemeente, Period: year2026, Per: reference.Inhabitants, Epochs: inLocal(busyEpochs)[2:]}
		a, err := engine.Ask(q, access.Scope{All: true, For: audience})
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range a.Rates.RowTotals {
			if n := a.RowTotals[i].N; n > 0 && (*r.Rate != float64(n) || r.Denominator != 1000) || n == 0 && (r.Rate == nil || !r.AtMost || *r.Rate != 4) {
				t.Errorf("%s prints %d and has the rate %+v", a.Rows[i], n, r)
			}
		}
		var sheet strings.Builder
		if err := figures.WriteCSV(&sheet, a, figures.English); err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(sheet.String())).ReadAll()
		if err != nil || !slices.Contains(lines[0], "within_week") || !slices.Contains(lines[0], "hash") {
			t.Errorf("%v, %v", lines, err)
		}
		var table strings.Builder
		if err := figures.WriteTable(&table, a, 120, figures.Dutch); err != nil {
			t.Fatal(err)
		}
		for _, says := range []string{"verhouding", "in een week", fmt.Sprint(a.RowTotals[slices.Index(a.Rows, "GM0599")].N) + ".00", "nooit op hoogte"} {
			if !strings.Contains(strings.Join(strings.Fields(table.String()), " "), says) {
				t.Errorf("it does not say %q:\n%s", says, table.String())
			}
		}
	}
}

// TestTheSheetOfRatesSaysHowFarToTrustIt as that of the numbers alone does.
func TestTheSheetOfRatesSaysHowFarToTrustIt(t *testing.T) {
	t.Parallel()
	engine := rated(t, 40, 2, tableOf(reference.Inhabitants, everywhere("")...))
	a, err := engine.Ask(figures.Question{Unit: figures.CountIncidents, Rows: figures.Gemeente, Period: year2026, Per: reference.Inhabitants}, access.Scope{All: true})
	if err != nil {
		t.Fatal(err)
	}
	a.Invented = 7
	lines := func(a figures.Answer) [][]string {
		var sheet strings.Builder
		if err := figures.WriteCSV(&sheet, a, figures.English); err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(strings.NewReader(sheet.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	plain := a
	plain.Rates = nil
	rates, checked := lines(a), 0
	for _, want := range lines(plain) {
		if about, _, _ := strings.Cut(want[0], ":"); !slices.Contains([]string{"INVENTED", "COMPLETENESS", "REPORTING_DELAY", "COVERAGE"}, about) {
			continue
		}
		checked++
		if !slices.ContainsFunc(rates, func(line []string) bool {
			return slices.Equal(line[:5], want[:5]) && line[6] == "" && slices.Equal(line[16:], want[5:])
		}) {
			t.Errorf("the sheet of rates does not say %v", want)
		}
	}
	if checked < 5 {
		t.Errorf("only %d lines were looked for", checked)
	}
}

func TestAQuestionForRatesIsAskedAgainByItsText(t *testing.T) {
	t.Parallel()
	q := figures.Question{Unit: figures.CountIncidents, Rows: figures.Province, Period: year2026, Per: reference.Inhabitants, AsOf: 7}
	again, err := figures.ParseQuestion(q.String())
	if err != nil || again.Per != q.Per || again.String() != "incident by province in 2026 per inhabitants as-of 7" {
		t.Errorf("%s, %v", again, err)
	}
}

func TestAMonthThatIsKeptBackIsNotCountedAsOneWithoutReports(t *testing.T) {
	t.Parallel()
	engine := applied(t, nil, func(b *figures.Batch) {
		b.Through = 1000
		for i := range 64 {
			month := time.March
			if i < 4 { // of January there is too little to tell of a kind of place in it
				month = time.January
			}
			v := incidentAt(2, 0, rotterdam, occurred(2026, month, 5))
			v.Key = uuid.UUID{0x3, 0, byte(i)}
			v.Parent = v.Key
			b.Incidents = append(b.Incidents, v)
		}
		b.References = []facts.Version[facts.Reference]{tableOf(reference.Inhabitants, everywhere("")...)}
	})
	q := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{figures.Place: {"ROAD"}}, Period: year2026, Per: reference.Inhabitants, Epochs: inLocal(busyEpochs[2:])}
	a, err := engine.Ask(q, analyst)
	if err != nil {
		t.Fatal(err)
	}
	if beside := a.Rates.TotalBeside; beside.Months != nil {
		t.Errorf("registered: %+v", beside)
	}
	q.Filters = nil
	if a, err = engine.Ask(q, analyst); err != nil {
		t.Fatal(err)
	}
	if beside := a.Rates.TotalBeside; beside.Months == nil || *beside.Months == 0 {
		t.Errorf("registered: %+v", beside)
	}
}
