package api

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
			return fileFormat.Marshal(w, made)
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

// asSheet is part of an answer that can be a sheet: whether it is to be one.
type asSheet struct{ csv bool }

// ContentType is what huma asks of an answer.
func (s asSheet) ContentType(usual string) string {
	if s.csv {
		return csvType
	}
	return usual
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
