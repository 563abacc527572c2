package disclosure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/fault"
	"ruggensteun/projections/disclosure"
)

func codes(list ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(list, value) }
}

var grammar = disclosure.Grammar{
	Published: map[string]func(string) bool{
		"place": codes("ROAD", "HOME"), "hour": codes("12", "13"), "profession": codes("POLICE", "FIRE"),
		"behaviour": codes("SPIT", "HIT"), "month": codes("2026-03"), "year": codes("2026"),
	},
	Calendar: []string{"month", "year"},
}

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func between(from, before string) disclosure.Period {
	return disclosure.Period{From: day(from), Before: day(before)}
}

func where(dimension string, values ...string) disclosure.Filter {
	return disclosure.Filter{Dimension: dimension, Values: values}
}

func TestGrammar(t *testing.T) {
	t.Parallel()
	type filters = []disclosure.Filter
	march := between("2026-03-01", "2026-04-01")
	tests := map[string]struct {
		ask     disclosure.Question
		wrong   string // "" may be asked
		nearest string
	}{
		"nothing taken out":         {disclosure.Question{}, "", "for the total, without dimensions or filters"},
		"two dimensions, a filter":  {disclosure.Question{Rows: "place", Columns: "hour", Filters: filters{where("behaviour", "SPIT")}}, "", "--rows place --columns hour --filter behaviour=SPIT"},
		"a month":                   {disclosure.Question{Rows: "place", Period: march}, "", "--rows place --period 2026-03"},
		"a quarter":                 {disclosure.Question{Period: between("2026-04-01", "2026-07-01")}, "", "--period 2026-Q2"},
		"a year":                    {disclosure.Question{Period: between("2026-01-01", "2027-01-01")}, "", "--period 2026"},
		"by month is no constraint": {disclosure.Question{Rows: "month", Columns: "hour", Filters: filters{where("place", "ROAD"), where("behaviour", "HIT")}}, "", "--rows month --columns hour --filter place=ROAD --filter behaviour=HIT"},
		"one too many": {disclosure.Question{Rows: "place", Columns: "hour", Filters: filters{where("behaviour", "SPIT"), where("profession", "FIRE")}},
			"question has too many dimensions and filters together: use at most 3", "--rows place --columns hour --filter behaviour=SPIT"},
		"a week":              {disclosure.Question{Period: between("2026-03-02", "2026-03-09")}, "period is a free range of days", "--period 2026-03"},
		"two months":          {disclosure.Question{Period: between("2026-05-01", "2026-07-01")}, "period is a free range of days", "--period 2026-Q2"},
		"across quarters":     {disclosure.Question{Period: between("2026-03-15", "2026-04-15")}, "period is a free range of days", "--period 2026"},
		"two years":           {disclosure.Question{Period: between("2025-01-01", "2027-01-01")}, "period is a free range of days", "--period 2025"},
		"until a day":         {disclosure.Question{Period: disclosure.Period{Before: day("2026-03-01")}}, "period is a free range of days", "ask for the total"},
		"from a day":          {disclosure.Question{Period: disclosure.Period{From: day("2026-03-05")}}, "period is a free range of days", "--period 2026"},
		"a list":              {disclosure.Question{Filters: filters{where("place", "ROAD", "HOME")}}, "filter.place does not name one value", "--filter place=ROAD"},
		"a list in two parts": {disclosure.Question{Filters: filters{where("place", "ROAD"), where("place", "HOME")}}, "filter.place does not name one value", "--filter place=ROAD"},
		"no value":            {disclosure.Question{Filters: filters{where("place")}}, "filter.place does not name one value", "ask for the total"},
		"not": {disclosure.Question{Rows: "hour", Filters: filters{{Dimension: "place", Values: []string{"ROAD"}, Not: true}}},
			"filter.place leaves values out", "--rows hour"},
		"an unknown value":       {disclosure.Question{Rows: "hour", Filters: filters{where("place", "De Vries")}}, "filter.place is not in the published classification", "--rows hour"},
		"an employer's own list": {disclosure.Question{Rows: "own-unit", Columns: "place"}, "rows is not a published classification: use one of behaviour, hour, month", "--columns place"},
		"a filter on such":       {disclosure.Question{Filters: filters{where("own-unit", "A")}}, "filter names something that is not a published classification", "ask for the total"},
		"time as a filter":       {disclosure.Question{Rows: "place", Filters: filters{where("month", "2026-03")}}, "filter.month divides time: give it as the period", "--rows place"},
		"time both ways":         {disclosure.Question{Rows: "month", Columns: "year"}, "columns divides time as the rows do", "--rows month"},
		"the same both ways":     {disclosure.Question{Rows: "place", Columns: "place"}, "columns is the same dimension as the rows", "--rows place"},
		"a filter on the rows":   {disclosure.Question{Rows: "place", Filters: filters{where("place", "ROAD")}}, "filter.place is what the table is laid out by already", "--rows place"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := grammar.Check(test.ask)
			if test.wrong == "" {
				if err != nil || test.ask.String() != test.nearest || grammar.Nearest(test.ask).String() != test.nearest {
					t.Errorf("got %v, %s, nearest %s", err, test.ask, grammar.Nearest(test.ask))
				}
				return
			}
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), test.wrong) || !strings.Contains(err.Error(), test.nearest) {
				t.Errorf("got %v, want %q and %q", err, test.wrong, test.nearest)
			}
			if strings.Contains(err.Error(), "De Vries") {
				t.Error("an unknown value is repeated, which may be a name")
			}
			if err := grammar.Check(grammar.Nearest(test.ask)); err != nil {
				t.Errorf("the nearest question may not be asked: %v", err)
			}
		})
	}
}

func TestAnalystsLookAtMonthEnds(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	first := at("2026-01-31T23:30:00Z") // it is February in Amsterdam
	ends := disclosure.MonthEnds(first, at("2026-04-30T22:00:00Z"), zone)
	var got []string
	for _, end := range ends {
		got = append(got, end.UTC().Format(time.RFC3339))
	}
	if want := []string{"2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for moment, want := range map[string]int{"2026-02-28T22:59:59Z": -1, "2026-02-28T23:00:00Z": 0, "2026-03-31T21:59:59Z": 0, "2027-01-01T00:00:00Z": 2} {
		if n, ok := disclosure.EpochAt(ends, at(moment)); n != want || ok != (want >= 0) {
			t.Errorf("at %s epoch %d %v, want %d", moment, n, ok, want)
		}
	}
	if ends := disclosure.MonthEnds(first, at("2026-02-28T22:59:59Z"), zone); len(ends) != 0 {
		t.Errorf("the first month is not over and has %v", ends)
	}
}
