package intake

import (
	"strings"
	"testing"
	"time"
)

func TestReadTime(t *testing.T) {
	t.Parallel()
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		text, formats string
		want          string // "" when it cannot be read
		trouble       trouble
	}{
		"the year first":                   {"2025-03-01 13:46:59", "", "2025-03-01T13:46+01:00", fine},
		"with an offset":                   {"2025-03-01T12:46:00Z", "", "2025-03-01T13:46+01:00", fine},
		"day first":                        {"03/04/2025", "DD/MM/YYYY", "2025-04-03", fine},
		"month first":                      {"03/04/2025", "MM/DD/YYYY", "2025-03-04", fine},
		"two digits for the year":          {"3-4-25 9:05", "D-M-YY H:mm", "2025-04-03T09:05+02:00", fine},
		"an hour alone":                    {"03-04-2025 09", "DD-MM-YYYY HH", "2025-04-03T09+02:00", fine},
		"a month alone":                    {"april 2025", "MMMM YYYY", "2025-04", fine},
		"a month in English":               {"Mar 1, 2025", "MMM D, YYYY", "2025-03-01", fine},
		"mrt and maart":                    {"1 maart 2025", "D MMM YYYY", "2025-03-01", fine},
		"noon":                             {"3/1/2025 12:05 PM", "M/D/YYYY h:mm A", "2025-03-01T12:05+01:00", fine},
		"midnight":                         {"3/1/2025 12:05 a.m.", "M/D/YYYY h:mm A", "2025-03-01T00:05+01:00", fine},
		"an offset without a colon":        {"01-03-2025 13:46 +0200", "DD-MM-YYYY HH:mm Z", "2025-03-01T13:46+02:00", fine},
		"words around it":                  {"op 1-3-2025 om 9.05 uur", "'op' D-M-YYYY 'om' H.mm 'uur'", "2025-03-01T09:05+01:00", fine},
		"a mark of another script":         {"1-3-2025 à 9:05", "D-M-YYYY à H:mm", "2025-03-01T09:05+01:00", fine},
		"all digits":                       {"20250301", "YYYYMMDD", "2025-03-01", fine},
		"a serial day":                     {"45717", "serial", "2025-03-01", fine},
		"the first of two hours":           {"26-10-2025 02:30", "DD-MM-YYYY HH:mm", "2025-10-26T02:30+02:00", fine},
		"the hour that was skipped":        {"30-03-2025 02:30", "DD-MM-YYYY HH:mm", "", skippedHour},
		"no such day":                      {"30-02-2025", "DD-MM-YYYY", "", unreadable},
		"no such hour":                     {"01-03-2025 25:00", "DD-MM-YYYY HH:mm", "", unreadable},
		"hour 13 by a clock of twelve":     {"3/1/2025 13:05 PM", "M/D/YYYY h:mm A", "", unreadable},
		"a month that is none":             {"1 foo 2025", "D MMM YYYY", "", unreadable},
		"more behind it":                   {"01-03-2025 x", "DD-MM-YYYY", "", unreadable},
		"another format than the declared": {"2025-03-01", "DD-MM-YYYY", "", unreadable},
		"no order is declared":             {"03-04-2025", "", "", undeclaredOrder},
		"nor for two digits":               {"3/4/25 10:00", "", "", undeclaredOrder},
		"words":                            {"gisteren", "", "", unreadable},
		"a serial beyond all years":        {"99999999", "serial", "", unreadable},
		"no number":                        {"NaN", "serial", "", unreadable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var formats []dateFormat
			if test.formats != "" {
				f, err := newDateFormat(test.formats)
				if err != nil {
					t.Fatal(err)
				}
				formats = append(formats, f)
			}
			read := readTime(test.text, false, formats, amsterdam)
			got := ""
			if read.trouble == fine {
				got = written(read.moment)
			}
			if got != test.want || read.trouble != test.trouble {
				t.Errorf("got %q, trouble %d, %v", got, read.trouble, read.why)
			}
			if read.why != nil && strings.Contains(read.why.Error(), test.text) {
				t.Errorf("the reason repeats the cell: %v", read.why)
			}
		})
	}
}
