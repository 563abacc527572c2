package api

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ruggensteun/projections/figures"
)

// csvType is that of a list as a sheet. It stands among the formats under this name, by
// which nobody asks, so that only an answer that has a sheet is ever written so.
const csvType = "text/csv; charset=utf-8"

// sheet is an answer that can be read as CSV.
type sheet interface{ rows() ([][]string, error) }

var csvFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		if made, is := v.(file); is {
			_, _ = w.Write(made.bytes()) // as in fileFormat
			return nil
		}
		s, is := v.(sheet)
		if !is {
			return fmt.Errorf("write %T as csv: it has no rows", v)
		}
		rows, err := s.rows()
		if err != nil {
			return err
		}
		out := csv.NewWriter(w)
		out.UseCRLF = true     // RFC 4180
		_ = out.WriteAll(rows) // a client who leaves is no error of ours
		return nil
	},
	Unmarshal: func([]byte, any) error { return errors.New("nothing is taken in as csv") },
}

// asksCSV tells whether a request would rather have CSV than JSON.
func asksCSV(r *http.Request) bool {
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, parameters, err := mime.ParseMediaType(part)
		switch {
		case err != nil || parameters["q"] == "0":
		case media == "text/csv":
			return true
		case media == "application/json":
			return false
		}
	}
	return false
}

// ContentType is what huma asks of an answer.
func (l workList) ContentType(usual string) string {
	if l.csv {
		return csvType
	}
	return usual
}

// workSheet are the columns of the work list as CSV: first what every line has.
var workSheet = []string{
	"case", "incident", "due", "agreement", "version", "because", "responsible", "state",
	"kind", "whose", "started_by", "started_on", "due_at", "too_late", "right", "taken_over", "victim", "about", "assigned", "stand_in", "offered_to", "snoozed_until", "invented",
}

// rows are the lines of the page; what a line does not say is empty.
func (l workList) rows() ([][]string, error) {
	rows := [][]string{workSheet}
	for _, line := range l.Work {
		raw, err := json.Marshal(line)
		if err != nil {
			return nil, err
		}
		var fields map[string]any
		if err := json.Unmarshal(raw, &fields); err != nil {
			return nil, err
		}
		row := make([]string, len(workSheet))
		for i, name := range workSheet {
			if value := fields[name]; value != nil {
				row[i] = figures.Inert(fmt.Sprint(value))
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
