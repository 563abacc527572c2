package figures_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

func week(t *testing.T) figures.Answer {
	t.Helper()
	b := figures.Batch{
		Through:   10,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{
			incidentAt(3, 1, rotterdam), incidentAt(4, 2, rotterdam),
			incidentAt(5, 3, rotterdam, func(r *facts.Incident) { r.Precision, r.Finer = moment.Day, codes.NotRecorded }),
			incidentAt(6, 4, rotterdam, func(r *facts.Incident) { r.OccurredAt, r.Precision, r.Finer = nil, "", codes.Unknown }),
		},
	}
	return ask(t, loaded(t, b), figures.Question{Rows: figures.Weekday, Columns: figures.Hour}, everybody)
}

func table(t *testing.T, a figures.Answer, width int, l figures.Language) string {
	t.Helper()
	var b strings.Builder
	if err := figures.WriteTable(&b, a, width, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWhatWouldBeBrokenLeavesOutWhatIsEmpty: of a table that fits nothing is left
// out, of one that does not whatever counts is there.
func TestWhatWouldBeBrokenLeavesOutWhatIsEmpty(t *testing.T) {
	t.Parallel()
	whole, broken := table(t, week(t), 80, figures.Dutch), table(t, week(t), 34, figures.Dutch)
	if strings.Contains(whole, "weggelaten") || !strings.Contains(whole, "03:00") {
		t.Errorf("something is left out of a table that fits:\n%s", whole)
	}
	if !strings.Contains(broken, "Nergens geteld, en hier") || strings.Contains(broken, "03:00") {
		t.Errorf("what is empty stands in a table that does not fit:\n%s", broken)
	}
	for _, counted := range []string{"zaterdag", "12", "onbekend", "–", "totaal"} {
		if !strings.Contains(broken, counted) {
			t.Errorf("%s counts and is left out:\n%s", counted, broken)
		}
	}
}

func TestTheWeekFits80ColumnsOnItsSide(t *testing.T) {
	t.Parallel()
	lines := strings.Split(table(t, week(t), 80, figures.Dutch), "\n")
	if got, want := lines[0], "                ma di wo do vr za zo ? totaal"; got != want {
		t.Errorf("heading %q, want %q", got, want)
	}
	if got, want := lines[13], "12:00–12:59      0  0  0  0  0  2  0 0      2  "+strings.Repeat("█", 33); got != want {
		t.Errorf("noon    %q, want %q", got, want)
	}
	if got, want := lines[26], "niet vastgelegd  0  0  0  0  0  1  0 0      1  "+strings.Repeat("█", 16); got != want {
		t.Errorf("no hour %q, want %q", got, want)
	}
	if got, want := lines[27], "totaal           0  0  0  0  0  3  0 1      4"; got != want {
		t.Errorf("total   %q, want %q", got, want)
	}
	if got, want := lines[29], "? onbekend. Aantal incidenten per weekdag en uur van alle werkgevers, volgens de"; got != want {
		t.Errorf("legend  %q, want %q", got, want)
	}
	for _, line := range lines {
		if utf8.RuneCountInString(line) > 80 {
			t.Errorf("too wide: %q", line)
		}
	}
}

func TestAWideTerminalShowsTheDaysAsRows(t *testing.T) {
	t.Parallel()
	lines := strings.Split(table(t, week(t), 120, figures.English), "\n")
	if got, want := lines[0], "          0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 ? – total"; got != want {
		t.Errorf("heading %q, want %q", got, want)
	}
	if !strings.HasPrefix(lines[6], "Saturday  0 0 0 0 0 0 0 0 0 0  0  0  2 ") {
		t.Errorf("Saturday %q", lines[6])
	}
}

func TestATotalOfNothingIsATable(t *testing.T) {
	t.Parallel()
	got := table(t, ask(t, loaded(t), figures.Question{}, everybody), 80, figures.English)
	if !strings.HasPrefix(got, "              total\nall incidents     0\n\nNumber of incidents of all employers") {
		t.Errorf("%s", got)
	}
}

// An employer may call itself anything.
func TestNamesCannotSteerTheTerminalOrASpreadsheet(t *testing.T) {
	t.Parallel()
	hostile := "=HYPERLINK(\"x\")\x1b[31m\u009b2J\r\nrow"
	e := employerAt(1, rotterdam, "-R", "Europe/Amsterdam")
	e.Row.Name = hostile
	engine := loaded(t, figures.Batch{Through: 3, Employers: []facts.Version[facts.Employer]{e}, Incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam)}})
	a := ask(t, engine, figures.Question{Rows: figures.Employer}, everybody)
	if got := table(t, a, 80, figures.Dutch); strings.ContainsAny(got, "\x1b\r\u009b") || !strings.Contains(got, "HYPERLINK") {
		t.Errorf("table %q", got)
	}
	records := readCSV(t, a)
	if got := records[1][:2]; got[0] != "'-R" || !strings.HasPrefix(got[1], "'=HYPERLINK") {
		t.Errorf("record %q", got)
	}
}

// A table of everything against everything is broken into parts that fit, in which
// every number stands once.
func TestATableThatIsTooWideIsBroken(t *testing.T) {
	t.Parallel()
	a := ask(t, small(t), figures.Question{Rows: figures.Place, Columns: figures.Behaviour}, everybody)
	for _, width := range []int{25, 30, 60} {
		text, ones := table(t, a, width, figures.English), 0
		body, _, _ := strings.Cut(text, "Counted nowhere")
		for line := range strings.Lines(body) {
			if line = strings.TrimRight(line, "\n"); utf8.RuneCountInString(line) > width {
				t.Errorf("too wide for %d: %q", width, line)
			}
			for _, word := range strings.Fields(line) {
				if word == "1" || word == "2" || word == "3" {
					ones++
				}
			}
		}
		// Four cells, two totals of rows, three of columns and the whole.
		if strings.Count(body, "HIT") != 1 || ones != 10 {
			t.Errorf("at %d there are %d numbers:\n%s", width, ones, body)
		}
	}
}

// A heading is a code where a label would be too wide: NO says nothing by itself.
func TestBelowATableStandsWhatItsCodesMean(t *testing.T) {
	t.Parallel()
	coded := figures.Question{Rows: figures.Place, Columns: figures.Reach}
	for l, want := range map[figures.Language]string{
		figures.Dutch:   "\nKolommen: REACHED iemand geraakt; NEAR_MISS net niet.\n",
		figures.English: "\nColumns: REACHED somebody was hit; NEAR_MISS near miss.\n",
	} {
		if text := table(t, ask(t, small(t), coded, everybody), 400, l); !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for name, a := range map[string]figures.Answer{"hours": week(t), "one column": ask(t, small(t), figures.Question{Rows: figures.Place}, everybody)} {
		if text := table(t, a, 400, figures.English); strings.Contains(text, "Columns:") {
			t.Errorf("%s need no words:\n%s", name, text)
		}
	}
}

func TestBelowATableStandsHowFarToTrustIt(t *testing.T) {
	t.Parallel()
	for l, want := range map[figures.Language][]string{
		figures.Dutch:   {"Volledigheid (beantwoord): weekdag 3/4, onbekend 1; uur 2/4, onbekend 1, niet vastgelegd 1.", "Gemeld: vóór het gebeurde 3/4, onbekend 1/4.", "Dekking 2026-11 tot en met 2026-11: over elke maand gemeld door 1 van 1 werkgevers."},
		figures.English: {"Completeness (answered): weekday 3/4, unknown 1; hour 2/4, unknown 1, not recorded 1.", "Reported: before it happened 3/4, unknown 1/4.", "Coverage 2026-11 through 2026-11: every month reported by 1 of 1 employers."},
	} {
		text := table(t, week(t), 400, l)
		for _, note := range want {
			if !strings.Contains(text, note) {
				t.Errorf("%q is not in\n%s", note, text)
			}
		}
	}
	on := func(month time.Month) func(*facts.Incident) {
		return func(r *facts.Incident) { at := time.Date(2026, month, 3, 12, 0, 0, 0, time.UTC); r.OccurredAt = &at }
	}
	engine := loaded(t, figures.Batch{Through: 9,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam"), employerAt(2, utrecht, "U", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{
			incidentAt(3, 1, rotterdam, on(1)), incidentAt(4, 2, rotterdam, on(2)), incidentAt(5, 3, rotterdam, on(3)), incidentAt(6, 4, utrecht, on(1)), incidentAt(7, 5, utrecht, on(3)),
		},
	})
	text := table(t, ask(t, engine, figures.Question{Filters: figures.Filters{figures.Place: {"HOME"}}}, everybody), 400, figures.English)
	if want := "Coverage 2026-01 through 2026-03: every month reported by 1 of 2 employers. Fewer: U 2/3 (not 2026-02)."; !strings.Contains(text, want) {
		t.Errorf("%q is not in\n%s", want, text)
	}
}

// A summer that nobody reported of is longer than three months.
func TestTheMonthsThatOneEmployerIsSilentAboutAreNamed(t *testing.T) {
	t.Parallel()
	on := func(month time.Month) func(*facts.Incident) {
		return func(r *facts.Incident) { at := time.Date(2026, month, 3, 12, 0, 0, 0, time.UTC); r.OccurredAt = &at }
	}
	engine := loaded(t, figures.Batch{Through: 9,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "R", "Europe/Amsterdam"), employerAt(2, utrecht, "U", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{incidentAt(3, 1, rotterdam, on(1)), incidentAt(4, 2, rotterdam, on(6)), incidentAt(5, 3, utrecht, on(1))},
	})
	for name, test := range map[string]struct {
		filters figures.Filters
		want    string
	}{
		"one employer": {figures.Filters{figures.Employer: {"R"}}, "Fewer: R 2/6 (not 2026-02, 2026-03, 2026-04, 2026-05)."},
		"among others": {nil, "Fewer: R 2/6, U 1/6."},
	} {
		if text := table(t, ask(t, engine, figures.Question{Filters: test.filters}, everybody), 400, figures.English); !strings.Contains(text, test.want) {
			t.Errorf("%s: %q is not in\n%s", name, test.want, text)
		}
	}
}

func readCSV(t *testing.T, a figures.Answer) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := figures.WriteCSV(&b, a, figures.English); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestCSVHoldsEveryCellAndTotal(t *testing.T) {
	t.Parallel()
	a := ask(t, small(t), figures.Question{Rows: figures.Behaviour, Columns: figures.Place, Filters: figures.Filters{figures.Behaviour: {"HIT"}, figures.Place: {"ROAD", "HOME"}}}, everybody)
	var got [][]string
	for _, record := range readCSV(t, a) {
		got = append(got, record[:6])
	}
	want := [][]string{
		{"row", "row_label", "column", "column_label", "incidents", "position"},
		{"HIT", "hit, kick, head-butt", "ROAD", "public road, square", "1", "10"},
		{"HIT", "hit, kick, head-butt", "HOME", "home, inside", "1", "10"},
		{"HIT", "hit, kick, head-butt", "TOTAL", "total", "2", "10"},
		{"SPIT", "spit, cough", "ROAD", "public road, square", "1", "10"},
		{"SPIT", "spit, cough", "HOME", "home, inside", "0", "10"},
		{"SPIT", "spit, cough", "TOTAL", "total", "1", "10"},
		{"TOTAL", "total", "ROAD", "public road, square", "1", "10"},
		{"TOTAL", "total", "HOME", "home, inside", "1", "10"},
		{"TOTAL", "total", "TOTAL", "total", "2", "10"},
		{"COMPLETENESS:behaviour", "behaviour", "ANSWERED", "answered", "2", "10"},
		{"COMPLETENESS:behaviour", "behaviour", "UNKNOWN", "unknown", "0", "10"},
		{"COMPLETENESS:behaviour", "behaviour", "NOT_RECORDED", "not recorded", "1", "10"},
		{"COMPLETENESS:behaviour", "behaviour", "NOT_APPLICABLE", "not applicable", "0", "10"},
		{"COMPLETENESS:place", "type of place", "ANSWERED", "answered", "3", "10"},
		{"COMPLETENESS:place", "type of place", "UNKNOWN", "unknown", "0", "10"},
		{"COMPLETENESS:place", "type of place", "NOT_RECORDED", "not recorded", "0", "10"},
		{"COMPLETENESS:place", "type of place", "NOT_APPLICABLE", "not applicable", "0", "10"},
		{"REPORTING_DELAY", "reporting delay", "BEFORE", "before it happened", "2", "10"},
		{"REPORTING_DELAY", "reporting delay", "DAY", "within a day", "0", "10"},
		{"REPORTING_DELAY", "reporting delay", "WEEK", "within a week", "0", "10"},
		{"REPORTING_DELAY", "reporting delay", "MONTH", "within 30 days", "0", "10"},
		{"REPORTING_DELAY", "reporting delay", "QUARTER", "within 90 days", "0", "10"},
		{"REPORTING_DELAY", "reporting delay", "LATER", "later", "0", "10"},
		{"COVERAGE:GEM-ROTTERDAM", "Gemeente GEM-ROTTERDAM", "MONTHS", "months reported of", "1", "10"},
		{"COVERAGE:GEM-UTRECHT", "Gemeente GEM-UTRECHT", "MONTHS", "months reported of", "1", "10"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAFullDiskIsSaid(t *testing.T) {
	t.Parallel()
	if err := figures.WriteTable(full{}, week(t), 80, figures.Dutch); !errors.Is(err, errFull) {
		t.Errorf("table: %v", err)
	}
	if err := figures.WriteCSV(full{}, week(t), figures.Dutch); !errors.Is(err, errFull) {
		t.Errorf("csv: %v", err)
	}
}

// Any numbers, at any width: nothing is lost on the way to the screen.
func TestATableShowsEveryTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := figures.Answer{Rows: []codes.Code{"mon", "tue"}, Columns: []codes.Code{"0", "1"}, RowLabels: []figures.Text{{NL: "maandag"}, {NL: "dinsdag"}}, ColumnLabels: []figures.Text{{NL: "00:00"}, {NL: "01:00"}}}
		n := rapid.IntRange(0, 1<<40)
		for range 2 {
			a.Cells = append(a.Cells, []figures.Cell{{N: n.Draw(t, "n")}, {N: n.Draw(t, "n")}})
			a.RowTotals = append(a.RowTotals, figures.Cell{N: n.Draw(t, "row")})
			a.ColumnTotals = append(a.ColumnTotals, figures.Cell{N: n.Draw(t, "column")})
		}
		var b strings.Builder
		if err := figures.WriteTable(&b, a, rapid.IntRange(0, 200).Draw(t, "width"), figures.Dutch); err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(b.String())
		for _, c := range append(append(a.RowTotals, a.ColumnTotals...), append(a.Cells[0], a.Cells[1]...)...) {
			if c.N > 0 && !contains(words, c.N) {
				t.Fatalf("%d is not in\n%s", c.N, b.String())
			}
		}
	})
}

func contains(words []string, n int) bool { return slices.Contains(words, strconv.Itoa(n)) }
