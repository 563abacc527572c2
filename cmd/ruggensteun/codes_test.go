package main

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/codes"
)

func TestCodesArePrintedForPeopleAndPrograms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args   string
		status int
		says   []string
		hides  string
	}{
		"all lists, in Dutch":             {args: "", says: []string{"location-type", "Wat werd er gedaan?"}},
		"all lists, in English":           {args: "--language en", says: []string{"location-type", "What was done?"}},
		"one list with what it means":     {args: "behaviour", says: []string{"SPIT", "spugen, hoesten", "NOT_RECORDED"}},
		"a list whose name has two words": {args: "location type --language en", says: []string{"ROAD", "public road"}},
		"with the days of a code":         {args: "qualification", says: []string{"DOXING", "vanaf 2024-01-01"}},
		"as of a day":                     {args: "qualification --at 2023-06-01", says: []string{"THREAT"}, hides: "DOXING"},
		"a list that is not there":        {args: "behavior", status: 2, says: []string{"did you mean behaviour"}},
		"a day in another form":           {args: "behaviour --at 1-6-2023", status: 2, says: []string{"2026-04-01"}},
		"another format":                  {args: "behaviour --format xml", status: 2, says: []string{"table, csv or json"}},
		"a format for all lists":          {args: "--format csv", status: 2, says: []string{"for one list"}},
		"another language":                {args: "behaviour --language fy", status: 2, says: []string{"nl or en"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			p := &program{out: &out, err: &out, env: func(string) string { return "" }}
			if got := p.run(t.Context(), append([]string{"codes"}, strings.Fields(c.args)...)); got != c.status {
				t.Errorf("status %d, want %d", got, c.status)
			}
			for _, want := range c.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("does not say %q:\n%s", want, out.String())
				}
			}
			if c.hides != "" && strings.Contains(out.String(), c.hides) {
				t.Errorf("says %q:\n%s", c.hides, out.String())
			}
		})
	}
}

func TestCodesComeAsCSVAndJSONWithEveryCode(t *testing.T) {
	t.Parallel()
	print := func(format string) string {
		var out strings.Builder
		p := &program{out: &out, err: &out, env: func(string) string { return "" }}
		if status := p.run(t.Context(), []string{"codes", "means", "--format", format}); status != 0 {
			t.Fatalf("status %d: %s", status, out.String())
		}
		return out.String()
	}
	records, err := csv.NewReader(strings.NewReader(print("csv"))).ReadAll()
	if err != nil || len(records) != 1+len(codes.Means.All()) {
		t.Errorf("%d lines of CSV, %v", len(records), err)
	}
	var list api.CodeList
	if err := json.Unmarshal([]byte(print("json")), &list); err != nil || len(list.Codes) != len(codes.Means.All()) || list.RollsUpInto == "" {
		t.Errorf("as JSON %+v, %v", list, err)
	}
}
