package main

import (
	"strings"
	"testing"

	"ruggensteun/projections/trend"
)

// A register that began this month has no end of a month yet: the trend says so, and shows what
// it has.
func TestATrendIsAskedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	c := week(t)
	id := c.run("campaign", "mark", "--kind", "CAMPAIGN", "--name-nl", "Meld het", "--name-en", "Report it", "--from", "2026-03-01", "--through", "2026-03-31", "--as", "registrar@GEM-X").recorded()
	if said := c.run("campaign", "list", "--as", "registrar@GEM-X").ok(); !strings.Contains(said, id) || !strings.Contains(said, "Meld het") {
		t.Errorf("the list is\n%s", said)
	}
	said := c.run("view", "trend", "--as", "registrar@GEM-X", "--filter", "period=2026", "--language", "en").ok()
	for _, want := range []string{"▼1 campaign for reporting ‘Report it’, 2026-03-01 through 2026-03-31", "No estimate", "cannot be said yet"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	var told trend.Trend
	c.run("view", "trend", "--as", "registrar@GEM-X", "--format", "json").into(&told)
	if told.View != trend.Name || len(told.Marks) != 1 {
		t.Errorf("as JSON it is %+v", told)
	}
	c.run("view", "trend", "--as", "registrar@GEM-X", "--by", "place").fails(2, "by month")
	c.run("campaign", "withdraw", id, "--as", "registrar@GEM-X").recorded()
	if said := c.run("view", "trend", "--as", "registrar@GEM-X", "--format", "csv").ok(); strings.Contains(said, "Meld het") || !strings.Contains(said, "month,measure") {
		t.Errorf("as CSV it is\n%s", said)
	}
}
