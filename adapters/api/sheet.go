package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/projections/figures"
)

// csvType is that of a list as a sheet. It stands among the formats under this name, by
// which nobody asks, so that only an answer that has a sheet is ever written so.
const csvType = "text/csv; charset=utf-8"

// sheet is an answer that can be read as CSV.
type sheet interface{ rows() ([][]string, error) }

// takeSheet gives a list as CSV where that is asked for; else nothing, and it is JSON.
func (a *api) takeSheet(ctx context.Context, name string, s sheet, position eventlog.Position) (taken, error) {
	c := callOf(ctx)
	if !c.prefersCSV() {
		return taken{}, nil
	}
	rows, err := s.rows()
	if err != nil {
		return taken{}, err
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.UseCRLF = true // RFC 4180
	if err := out.WriteAll(rows); err != nil {
		return taken{}, fmt.Errorf("write a list as CSV: %w", err)
	}
	return a.takeOut(ctx, export.TakenOut{
		Form: export.CSV, Question: ListQuestion(name, c.query, position), Viewer: "owner", Position: position, Rows: len(rows) - 1,
	}, b.Bytes())
}

// ListQuestion is what was asked of a list, as it is recorded with a file of it: codes, days
// and opaque ids, which is all that a list is asked by.
func ListQuestion(name string, query url.Values, position eventlog.Position) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(query)) {
		if slices.Contains([]string{"limit", "after", "language", "minPosition"}, key) {
			continue
		}
		for _, value := range query[key] {
			words = append(words, key+"="+value)
		}
	}
	if len(words) > 0 {
		name += " where " + strings.Join(words, ",")
	}
	return name + " as-of " + position.String()
}

// sheetOf is a heading and a row for each line; what a line does not say is empty.
func sheetOf[L any](columns []string, lines []L) ([][]string, error) {
	rows := [][]string{columns}
	for _, line := range lines {
		raw, err := json.Marshal(line)
		if err != nil {
			return nil, err
		}
		row, err := SheetRow(columns, raw)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// SheetRow is one line as this interface writes it, in these columns. What a line has
// several of stands in one cell.
func SheetRow(columns []string, raw json.RawMessage) ([]string, error) {
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, fmt.Errorf("read a line of a list: %w", err)
	}
	row := make([]string, len(columns))
	for i, name := range columns {
		row[i] = figures.Inert(cellOf(fields[name]))
	}
	return row, nil
}

func cellOf(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case []any:
		all := make([]string, len(value))
		for i, one := range value {
			all[i] = cellOf(one)
		}
		return strings.Join(all, " ")
	}
	return fmt.Sprint(value)
}
