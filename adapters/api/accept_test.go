package api

import (
	"slices"
	"testing"

	"ruggensteun/domain/export"
)

func TestWhatIsPreferredComesFirst(t *testing.T) {
	t.Parallel()
	all := []export.Form{export.CSV, export.Workbook, export.OpenData}
	for accept, want := range map[string]struct {
		form     export.Form
		svg, csv bool
	}{
		"":                                  {},
		"*/*":                               {},
		"image/svg+xml":                     {svg: true},
		"text/csv":                          {form: export.CSV, csv: true},
		"text/csv, application/json":        {form: export.CSV, csv: true},
		"application/json, text/csv":        {},
		"image/svg+xml, text/csv":           {svg: true, csv: true}, // a list has no picture
		"text/csv;q=0.5, image/svg+xml":     {svg: true, csv: true},
		"text/csv;q=0.1, application/json":  {},
		"text/csv;q=0":                      {},
		"text/csv;q=none, image/svg+xml":    {svg: true},
		workbookType + ";q=0.9, text/plain": {form: export.Workbook},
		packageType:                         {form: export.OpenData},
		"text / csv; =":                     {},
	} {
		c := &call{accepts: accepted([]string{accept})}
		form, svg := c.preferred(all)
		if form != want.form || svg != want.svg || c.prefersCSV() != want.csv {
			t.Errorf("%q: %q %v %v", accept, form, svg, c.prefersCSV())
		}
	}
	if got := accepted([]string{"text/csv;q=0.2", "image/svg+xml, application/json;q=0.4"}); !slices.Equal(got, []string{"image/svg+xml", "application/json", "text/csv"}) {
		t.Errorf("%v", got)
	}
	// Of a form that an answer does not have it gives the next one, else JSON.
	if form, svg := (&call{accepts: []string{workbookType, pictureType}}).preferred([]export.Form{export.CSV}); form != "" || !svg {
		t.Errorf("%q %v", form, svg)
	}
}
