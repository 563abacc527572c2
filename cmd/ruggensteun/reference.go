package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"ruggensteun/domain/fault"
	"ruggensteun/domain/reference"
)

const referenceUsage = `reference ACTION [options]

Actions:
  load FILE              load a table whole, in place of the one before
  show                   the table as it was loaded last

A table is of the country, holds for all employers, and is loaded by the
operator. Those that rates are worked out with are "denominators"; beside them:
  urbanity               how built-up each gemeente is (CBS, stedelijkheid)

FILE is CSV in UTF-8 with a heading, delimited by commas or semicolons. Columns,
in any order, others are left alone:
  gemeente or code       CBS code: GM0363, or 363
  value, class or
  stedelijkheid          1 (most urban) to 5 (not urban)
  since, from or vanaf   first day on which it holds, as 2026-01-01; it may be
                         left out when --since says it for all lines
A gemeente that changed has a line for each day since which it is otherwise.
Before the first of them, and of a gemeente that is not in the table, urbanity
is not recorded. Figures as of an earlier position use the table as it was then.

  ruggensteun reference load --table urbanity \
      --source "CBS, Gebieden in Nederland 2026" --since 2026-01-01 cbs.csv
`

func (p *program) reference(ctx context.Context, args []string) error {
	return p.tables(ctx, "reference", referenceUsage, "load", reference.Urbanity, args)
}

const denominatorsUsage = `denominators ACTION [options]

Actions:
  import FILE            load a table whole, in place of the one before
  show                   the table as it was loaded last

A rate is how many incidents there are for each so many of something else, and
without a table of that there is none. The operator loads them, each with its
source; every rate names the table, the day since which it holds, and its hash:
  inhabitants            of each gemeente (CBS, bevolking op 1 januari)
  staff                  at each employer in each profession
  deployments            in a calendar year, of each employer in each profession

FILE is CSV in UTF-8 with a heading, delimited by commas or semicolons. Columns,
in any order, others are left alone:
  of, gemeente or code   CBS code: GM0363, or 363; of staff and deployments an
                         employer and a profession: GEM-X/BOA1
  value, number, aantal,
  inhabitants, inwoners  a whole number
  since, from or vanaf   first day on which it holds, as 2026-01-01 (of
                         deployments: of the year that they are of); it may be
                         left out when --since says it for all lines
Keep the lines of earlier years in the file: figures of those years use them.
Figures as of an earlier position use the table as it was then.

  ruggensteun denominators import --table inhabitants \
      --source "CBS, bevolking op 1 januari 2026" --since 2026-01-01 cbs.csv
  ruggensteun ask --rows province --period 2026 --per inhabitants
`

func (p *program) denominators(ctx context.Context, args []string) error {
	return p.tables(ctx, "denominators", denominatorsUsage, "import", reference.Inhabitants, args)
}

// tables loads and shows tables under the words of one command.
func (p *program) tables(ctx context.Context, command, usage, load, usual string, args []string) error {
	f, w := p.machine(command, usage)
	table := f.String("table", usual, "`NAME` of the table")
	source := f.String("source", "", "with "+load+": `TEXT` that says who published it and when; it stands below figures")
	since := f.String("since", "", "with "+load+": `DAY` since which all lines hold, where the file has no such column")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf(command, rest, load, show)
	if err != nil {
		return err
	}
	path := "/v1/reference-tables/" + url.PathEscape(*table)
	if action == show {
		if err := noMore(rest); err != nil {
			return err
		}
		l, err := languageNamed(*language)
		if err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.show(ctx, c, path, referenceFields, l, *asJSON) })
	}
	name, err := onlyWord("the file", rest)
	if err != nil {
		return err
	}
	lines, err := readReferenceFile(name, *since)
	if err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error { return p.loadReference(ctx, c, path, *source, lines, *asJSON) })
}

func (p *program) loadReference(ctx context.Context, c *caller, path, source string, lines referenceLines, asJSON bool) error {
	body, err := json.Marshal(map[string]any{"source": source, "rows": lines.rows})
	if err != nil {
		return fmt.Errorf("write the table as JSON: %w", err)
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodPost, path, nil, body, &raw); err != nil {
		return lines.placed(err)
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", bytes.TrimSpace(raw))
		return err
	}
	var r struct {
		Recorded bool
		Position int64
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return fmt.Errorf("read the receipt: %w", err)
	}
	if !r.Recorded {
		_, err = fmt.Fprintln(p.out, "This very table was loaded already; nothing was recorded.")
		return err
	}
	_, err = fmt.Fprintf(p.out, "%d lines loaded at position %d\n", len(lines.rows), r.Position)
	return err
}

// placed names the lines and columns of the file, where the fault names rows.
func (l referenceLines) placed(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	placed := fault.New(f.Kind, f.Message)
	for _, field := range f.Fields {
		var row int
		var column string
		if n, _ := fmt.Sscanf(field.Name, "rows[%d].%s", &row, &column); n == 2 && row < len(l.lines) {
			field.Name = fmt.Sprintf("line %d, column %s", l.lines[row], l.columns[column])
		}
		placed.Fields = append(placed.Fields, field)
	}
	return placed
}
