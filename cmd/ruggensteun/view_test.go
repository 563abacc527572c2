package main

import (
	"encoding/csv"
	"strings"
	"testing"
)

// week is a register of four incidents, two of them on the road: one on a
// Friday at 23, one on the Saturday after it at 1, known to the day the third,
// and a fourth that was withdrawn.
func week(t *testing.T) *terminal {
	t.Helper()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	c.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD") // position 3
	c.incident("GEM-X", "2026-03-07T01:20+01:00", "ROAD")
	c.incident("GEM-Y", "2026-03-08", "HOME")
	gone := c.incident("GEM-X", "2026-03-09T12:00+01:00", "HOME")
	c.say(`{"reason":"TEST"}`, "incident", "withdraw", gone, "-").recorded() // position 7
	return c
}

// TestAViewProjectsByItself: no server runs in any of these tests.
func TestAViewCountsWhatWasAsked(t *testing.T) {
	t.Parallel()
	c := week(t)
	tests := map[string]struct {
		args []string
		want int
	}{
		"everything but what was withdrawn": {nil, 3},
		"one kind of place":                 {[]string{"--filter", "place=ROAD"}, 2},
		"two kinds of place":                {[]string{"--filter", "place=ROAD", "--filter", "place=HOME"}, 3},
		"a place and a weekday":             {[]string{"--filter", "place=ROAD", "--filter", "weekday=fri"}, 1},
		"a period":                          {[]string{"--filter", "period=2026-03"}, 3},
		"a period without incidents":        {[]string{"--filter", "period=2025"}, 0},
		"one employer":                      {[]string{"--filter", "employer=GEM-Y", "--as", "registrar@GEM-Y"}, 1},
		"the registrar's own":               {[]string{"--as", "registrar@GEM-Y"}, 1},
		"another registrar's own":           {[]string{"--as", "registrar@GEM-X"}, 2},
		"as of the first incident":          {[]string{"--as-of", "3"}, 1},
		"before the withdrawal":             {[]string{"--as-of", "6"}, 4},
		"before, of one employer":           {[]string{"--as-of", "6", "--as", "registrar@GEM-X"}, 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := c.total(test.args...); got != test.want {
				t.Errorf("it counts %d, want %d", got, test.want)
			}
		})
	}
}

func TestViewsAreLaidOutAsAsked(t *testing.T) {
	t.Parallel()
	c := week(t)
	for args, want := range map[string]string{
		"":            "openbare weg, plein",
		"--by region": "niet vastgelegd",
		"--by employer --language en --format csv": "GEM-X",
	} {
		out := c.run(append([]string{"view", "location"}, strings.Fields(args)...)...).ok()
		if !strings.Contains(out, want) {
			t.Errorf("view location %s does not show %q:\n%s", args, want, out)
		}
	}
	triggers := c.run("view", "triggers", "--by", "behaviour", "--language", "en").ok()
	for _, words := range []string{"Counted nowhere, and left out here", "Counted are the 0 of 2 incidents", "never means", "Completeness (answered): trigger 0/2, not recorded 2"} {
		if !strings.Contains(strings.Join(strings.Fields(triggers), " "), words) {
			t.Errorf("view triggers does not say %q:\n%s", words, triggers)
		}
	}
	offenders := c.run("view", "offenders", "--by", "nth-incident", "--language", "en").ok()
	if words := strings.Join(strings.Fields(offenders), " "); !strings.Contains(words, "fourth or later") || !strings.Contains(words, "within one employer") {
		t.Errorf("view offenders says\n%s", offenders)
	}
	c.run("view", "location", "--as-of", "2026-03-01").fails(2, "--as-of 2026-03-01: say a position in the log, or a time with its offset")
	c.run("view", "triggers", "--by", "weekday").fails(1, "use one of behaviour-group, behaviour")
	c.run("view", "location", "--by", "street").fails(1, "use one of place, gemeente")
	c.run("view", "time-of-day", "--by", "region").fails(1, "use one of time-band, month, year")
	if bands := c.run("view", "time-of-day", "--by", "time-band").ok(); !strings.Contains(bands, "weekend") || !strings.Contains(bands, "00:00–05:59") {
		t.Errorf("the time bands come without their boundaries:\n%s", bands)
	}
}

func TestAFigureOfATimeIsHadAgain(t *testing.T) {
	t.Parallel()
	c := week(t)
	var page struct {
		Timeline []struct{ At string }
	}
	last := c.incident("GEM-X", "2026-03-10T12:00+01:00", "HOME")
	c.run("incident", "show", last, "--json").into(&page)
	now := page.Timeline[0].At
	c.incident("GEM-X", "2026-03-11T12:00+01:00", "HOME")
	if got := c.total("--as-of", now); got != 4 {
		t.Errorf("as of %s it counts %d, want 4", now, got)
	}
	if got := c.total(); got != 5 {
		t.Errorf("as of now it counts %d, want 5", got)
	}
}

func TestAViewIsWrittenAsAsked(t *testing.T) {
	t.Parallel()
	c := week(t)
	c.incident("GEM-X", "2026-03-08", "ROAD")

	table := c.run("view", "time-of-day").ok()
	for _, text := range []string{"vrijdag", "totaal", "niet vastgelegd", "tot en met positie 8", "ingetrokken meldingen tellen"} {
		if !strings.Contains(table, text) {
			t.Errorf("the table does not say %q:\n%s", text, table)
		}
	}
	if english := c.run("view", "time-of-day", "--language", "en").ok(); !strings.Contains(english, "Friday") {
		t.Errorf("in English it reads\n%s", english)
	}

	rows, err := csv.NewReader(strings.NewReader(c.run("view", "time-of-day", "--format", "csv").ok())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := ""
	for _, row := range rows {
		if row[0] == "fri" && row[2] == "23" {
			found = row[4]
		}
	}
	if found != "1" {
		t.Errorf("the sheet says %q incidents on Friday at 23, want 1", found)
	}

	var figure struct {
		View, Unit    string
		Position      int
		Definition    string
		Rows, Columns []string
		Cells         [][]struct{ N int }
	}
	// The ninth event is that the CSV above was taken out.
	c.run("view", "time-of-day", "--format", "json").into(&figure)
	if figure.View != "time-of-day" || figure.Unit != "incident" || figure.Position != 9 || figure.Definition == "" {
		t.Errorf("the JSON says %+v", figure)
	}
	if figure.Rows[4] != "fri" || figure.Columns[23] != "23" || figure.Cells[4][23].N != 1 {
		t.Errorf("on Friday at 23 the JSON says %+v", figure.Cells[4][23])
	}
	if last := figure.Columns[len(figure.Columns)-1]; last != "NOT_RECORDED" || figure.Cells[6][len(figure.Columns)-1].N != 1 {
		t.Errorf("the incident that is known to the day stands under %s: %+v", last, figure.Cells[6])
	}
}

func TestAViewThatCannotBeGivenSaysWhy(t *testing.T) {
	t.Parallel()
	c := week(t)
	tests := map[string]struct {
		args []string
		says []string
	}{
		"an analyst, without the key":   {[]string{"--as", "analyst"}, []string{"wait for the key of disclosure control"}},
		"a viewer that there is not":    {[]string{"--viewer", "minister"}, []string{"viewer", "say analyst or public"}},
		"a reporter":                    {[]string{"--as", "reporter@GEM-X"}, []string{"single out colleagues"}},
		"a code that does not exist":    {[]string{"--filter", "place=RAOD"}, []string{"place is not a code"}},
		"a filter that does not exist":  {[]string{"--filter", "colour=red"}, []string{"colour", "not known here"}},
		"a position beyond the log":     {[]string{"--as-of", "900"}, []string{"the last position is 7"}},
		"a time to come":                {[]string{"--as-of", "2099-01-01T00:00:00Z"}, []string{"lies in the future"}},
		"a time before the first event": {[]string{"--as-of", "1999-01-01T00:00:00Z"}, []string{"before the first record"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			answer := c.run(append([]string{"view", "time-of-day"}, test.args...)...)
			answer.fails(1, test.says...)
			if answer.out != "" {
				t.Errorf("it printed a figure all the same:\n%s", answer.out)
			}
		})
	}
}
