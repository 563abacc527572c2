package figures_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

func madeUp(r *facts.Incident) { r.Invented = true }

// Every form of an answer says what of it was made up, in the language that is asked,
// and nothing of what was not.
func TestWhatIsInventedIsSaidInEveryForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change []func(*facts.Incident) // of each of two incidents
		nl, en string
		n      int
	}{
		"all of it":  {[]func(*facts.Incident){madeUp, madeUp}, "VERZONNEN: alles", "INVENTED: everything", 2},
		"some of it": {[]func(*facts.Incident){madeUp, at("ROAD")}, "VERZONNEN: 1 van de 2", "INVENTED: 1 of the 2", 1},
		"nothing":    {[]func(*facts.Incident){at("ROAD"), at("ROAD")}, "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := loaded(t, figures.Batch{Through: 9, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam")},
				Incidents: []facts.Version[facts.Incident]{incidentAt(2, 1, rotterdam, c.change[0]), incidentAt(3, 2, rotterdam, c.change[1])}})
			a := ask(t, engine, figures.Question{Rows: figures.Place}, everybody)
			if a.Invented != c.n {
				t.Errorf("%d are invented, want %d", a.Invented, c.n)
			}
			text, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			forms := map[string]string{"json": string(text)}
			for l, words := range map[figures.Language]string{figures.Dutch: c.nl, figures.English: c.en} {
				var table, sheet, coverage, covered strings.Builder
				for _, err := range []error{
					figures.WriteTable(&table, a, 80, l), figures.WriteCSV(&sheet, a, l),
					figures.WriteCoverage(&coverage, a, 80, l), figures.WriteCoverageCSV(&covered, a, l),
				} {
					if err != nil {
						t.Fatal(err)
					}
				}
				forms["table"], forms["csv"], forms["coverage"], forms["coverage csv"] = table.String(), sheet.String(), coverage.String(), covered.String()
				for form, said := range forms {
					if words == "" && (strings.Contains(said, "VERZONNEN") || strings.Contains(said, "INVENTED")) {
						t.Errorf("%s in %s speaks of inventions:\n%s", form, l, said)
					}
					if !strings.Contains(strings.Join(strings.Fields(said), " "), words) {
						t.Errorf("%s in %s does not say %q:\n%s", form, l, words, said)
					}
				}
			}
		})
	}
}

func TestCoverageIsATableByItself(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 9, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam"), employerAt(1, utrecht, "=U", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{incidentAt(2, 1, rotterdam, in(2026, 1)), incidentAt(3, 2, rotterdam, in(2025, 11)), incidentAt(4, 3, utrecht, in(2025, 12))}})
	a := ask(t, engine, figures.Question{Filters: figures.Filters{figures.Employer: {"=U", "R"}}}, everybody)
	var sheet, table strings.Builder
	if err := figures.WriteCoverageCSV(&sheet, a, figures.English); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(sheet.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, strings.Join(row[:4], " "))
	}
	want := "R Gemeente R 2025-11 1|R Gemeente R 2025-12 0|R Gemeente R 2026-01 1|'=U Gemeente =U 2025-11 0|'=U Gemeente =U 2025-12 1|'=U Gemeente =U 2026-01 0"
	if strings.Join(got, "|") != want {
		t.Errorf("it says\n%s", sheet.String())
	}
	if err := figures.WriteCoverage(&table, a, 80, figures.Dutch); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(table.String(), "R  2025           █·\n   2026 █\n=U 2025           ·█\n   2026 ·\n") {
		t.Errorf("it shows\n%s", table.String())
	}
}

// One employer fell silent, another came late: asked for alone, each is held against
// the months of all, and against those of the period where one is given.
func TestWhoCameLateOrFellSilentShowsWhenAskedForAlone(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 9, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam"), employerAt(1, utrecht, "U", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{incidentAt(2, 1, rotterdam, in(2025, 11)), incidentAt(3, 2, rotterdam, in(2025, 12)), incidentAt(4, 3, utrecht, in(2026, 3))}})
	for name, c := range map[string]struct {
		question       figures.Question
		from, through  codes.Code
		reported, want int
	}{
		"who fell silent":             {figures.Question{Filters: figures.Filters{figures.Employer: {"R"}}}, "2025-11", "2026-03", 2, 5},
		"who came late":               {figures.Question{Filters: figures.Filters{figures.Employer: {"U"}}}, "2025-11", "2026-03", 1, 5},
		"in a period":                 {figures.Question{Filters: figures.Filters{figures.Employer: {"R"}}, Period: figures.Period{From: day(2025, 12, 15), Before: day(2026, 2, 1)}}, "2025-12", "2026-01", 1, 2},
		"in one that is open":         {figures.Question{Filters: figures.Filters{figures.Employer: {"R"}}, Period: figures.Period{From: day(2025, 12, 1)}}, "2025-12", "2026-03", 1, 4},
		"in one that is not over yet": {figures.Question{Filters: figures.Filters{figures.Employer: {"U"}}, Period: figures.Period{From: day(2026, 1, 1), Before: day(2027, 1, 1)}}, "2026-01", "2026-03", 1, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, engine, c.question, everybody).Coverage
			if got.From != c.from || got.Through != c.through || got.Months != c.want || len(got.Employers) != 1 || len(got.Employers[0].Months) != c.reported {
				t.Errorf("covered %+v", got)
			}
		})
	}
}

// in puts an incident in a month.
func in(year int, month time.Month) func(*facts.Incident) {
	return func(r *facts.Incident) {
		at := time.Date(year, month, 10, 12, 0, 0, 0, time.UTC)
		r.OccurredAt = &at
	}
}

func TestCasesMadeUpOfWhatHappenedAreSaidToBe(t *testing.T) {
	t.Parallel()
	engine := applied(t, nil, func(b *figures.Batch) {
		b.Through = 1000
		for i := range 60 {
			v := incidentAt(2, 0, rotterdam, occurred(2026, time.January, 2))
			v.Key = uuid.UUID{0x2, byte(i)}
			v.Parent = v.Key
			b.Incidents = append(b.Incidents, v)
			of := uuid.UUID{0xC, byte(i)}
			b.Cases = append(b.Cases, facts.Version[facts.Case]{Head: projections.Head{Key: of, Position: 3, Parent: of, Employer: rotterdam}, Row: facts.Case{Incidents: []uuid.UUID{v.Key}, Invented: i < 30}})
		}
	})
	for _, scope := range []access.Scope{everybody, analyst} {
		a, err := engine.Ask(figures.Question{Unit: figures.CountCases, Epochs: inLocal(busyEpochs[2:])}, scope)
		if err != nil {
			t.Fatal(err)
		}
		if a.Invented < 25 || a.Invented > 35 || !strings.Contains(a.DefinitionNL, "VERZONNEN") || a.Invented == a.Total.N {
			t.Errorf("%+v: %d of %d are said to be made up: %s", scope, a.Invented, a.Total.N, a.DefinitionNL)
		}
	}
}
