package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// referenceLines are the lines of a file, as the interface takes them, with where each
// stands in it.
type referenceLines struct {
	rows    []referenceRow
	lines   []int
	columns map[string]string // heading by the field it fills
}

type referenceRow struct {
	Of    string `json:"of"`
	Since string `json:"since"`
	Value string `json:"value"`
}

// referenceHeadings are what a column may be called.
var referenceHeadings = map[string][]string{
	"of":    {"gemeente", "code", "gemeentecode", "of"},
	"value": {"value", "class", "urbanity", "stedelijkheid", "number", "aantal", "inhabitants", "inwoners"},
	"since": {"since", "from", "vanaf"},
}

// largestReference is beyond any table that can be loaded.
const largestReference = 4 << 20

func readReferenceFile(name, since string) (referenceLines, error) {
	file, err := os.Open(name)
	if err != nil {
		return referenceLines{}, fmt.Errorf("open the table: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, largestReference+1))
	if err != nil {
		return referenceLines{}, fmt.Errorf("read the table: %w", err)
	}
	if len(content) > largestReference {
		return referenceLines{}, fmt.Errorf("the file is larger than %d MiB: it is no table of gemeenten", largestReference>>20)
	}
	return readReference(content, since)
}

func readReference(content []byte, since string) (referenceLines, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		return referenceLines{}, errors.New("the file is not in UTF-8: save it as CSV UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(content))
	heading, _, _ := bytes.Cut(content, []byte("\n"))
	if bytes.Count(heading, []byte(";")) > bytes.Count(heading, []byte(",")) {
		r.Comma = ';'
	}
	first, err := r.Read()
	if err != nil {
		return referenceLines{}, fmt.Errorf("read the heading: %w", inCSV(err))
	}
	at, l, err := columnsOf(first, since)
	if err != nil {
		return referenceLines{}, err
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return l, nil
		}
		if err != nil {
			return referenceLines{}, inCSV(err)
		}
		line, _ := r.FieldPos(0)
		row := referenceRow{Of: gemeenteCode(record[at["of"]]), Value: strings.TrimSpace(record[at["value"]]), Since: since}
		if i, has := at["since"]; has && strings.TrimSpace(record[i]) != "" {
			row.Since = strings.TrimSpace(record[i])
		}
		l.rows, l.lines = append(l.rows, row), append(l.lines, line)
	}
}

// columnsOf finds which column fills which field.
func columnsOf(heading []string, since string) (map[string]int, referenceLines, error) {
	at, l := map[string]int{}, referenceLines{rows: []referenceRow{}, columns: map[string]string{"since": "--since"}}
	for _, field := range []string{"of", "value", "since"} {
		for i, name := range heading {
			if slices.Contains(referenceHeadings[field], strings.ToLower(strings.TrimSpace(name))) {
				if _, twice := at[field]; twice {
					return nil, l, fmt.Errorf("line 1: two columns may be %s: keep one of %s", field, strings.Join(referenceHeadings[field], ", "))
				}
				at[field], l.columns[field] = i, strings.TrimSpace(name)
			}
		}
		if _, found := at[field]; !found && (field != "since" || since == "") {
			more := ""
			if field == "since" {
				more = ", or say --since DAY"
			}
			return nil, l, fmt.Errorf("line 1: there is no column %s%s", strings.Join(referenceHeadings[field], " or "), more)
		}
	}
	return at, l, nil
}

// gemeenteCode also takes the number alone, as many tables have it.
func gemeenteCode(text string) string {
	text = strings.TrimSpace(text)
	if text != "" && len(text) <= 4 && strings.Trim(text, "0123456789") == "" {
		return "GM" + strings.Repeat("0", 4-len(text)) + text
	}
	return text
}

// inCSV says where a file is no CSV, without repeating what stands there.
func inCSV(err error) error {
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("line 1: the file is empty")
	case errors.As(err, &wrong):
		return fmt.Errorf("line %d: %w", wrong.Line, wrong.Err)
	}
	return err
}
