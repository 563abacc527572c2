package main

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
)

// reportPage is a report as it is answered over HTTP.
func reportPage(r *recording) *api.ImportReport {
	page := filePage(r.Report)
	page.ImportCounts, page.Incidents, page.NotYet, page.Doubles = *countsOf(r.counts()), r.Read, r.NotYet, doublesShown(r.Doubles)
	for _, c := range r.Changes {
		page.Changes = append(page.Changes, api.ImportChange(c))
	}
	return page
}

// filePage is what was found in a file, whatever it is a file of.
func filePage(r intake.Report) *api.ImportReport {
	page := &api.ImportReport{
		Rows: r.Rows, EmptyRows: r.EmptyRows, SkippedRows: r.SkippedRows, RejectedRows: r.RejectedRows, Workers: r.Workers,
		Format: r.Format(), Columns: []api.ImportColumn{}, Unused: r.Unused, Findings: findingsPage(r), Changes: []api.ImportChange{},
	}
	for _, c := range r.Columns {
		page.Columns = append(page.Columns, api.ImportColumn{Name: c.Name, Fields: words(c.Fields), Empty: c.Empty, Differ: c.Differ})
	}
	return page
}

func words[T ~string](list []T) []string {
	var all []string
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}

// mostDetails of each kind are shown over HTTP.
const mostDetails = 100

func findingsPage(r intake.Report) []api.ImportFinding {
	all := []api.ImportFinding{}
	for _, kind := range slices.Sorted(maps.Keys(r.Counts)) {
		all = append(all, api.ImportFinding{Kind: string(kind), Meaning: kind.Meaning(), Count: r.Counts[kind], First: []api.ImportDetail{}})
	}
	for _, f := range r.Findings {
		n := slices.IndexFunc(all, func(one api.ImportFinding) bool { return one.Kind == string(f.Kind) })
		if n >= 0 && len(all[n].First) < mostDetails {
			all[n].First = append(all[n].First, api.ImportDetail{Row: f.Row, Column: f.Column, Field: string(f.Field), Count: f.Count, Values: f.Values, Rows: f.Rows, Why: f.Why})
		}
	}
	return all
}

func doublesShown(d *importDoubles) *api.ImportDoubles {
	if d == nil {
		return nil
	}
	page := &api.ImportDoubles{Looked: d.Looked, Why: d.Why, Incidents: d.Incidents, First: []api.ImportDouble{}}
	for _, one := range d.List {
		double := api.ImportDouble{ImportTrace: tracePage(one.Row, one.Incident, one.At, one.Place)}
		for _, l := range one.Likely {
			double.Likely = append(double.Likely, tracePage(l.Row, l.Incident, l.At, l.Place))
		}
		page.First = append(page.First, double)
	}
	return page
}

func tracePage(row int, id uuid.UUID, at, place string) api.ImportTrace {
	t := api.ImportTrace{Row: row, At: at, Place: place}
	if id != uuid.Nil {
		t.Incident = &id
	}
	return t
}
