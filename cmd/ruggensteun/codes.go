package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

const codesUsage = `codes [LIST] [options]

Prints the lists of codes that reports are written in, or one list with what
each code means. It needs no database.

  ruggensteun codes
  ruggensteun codes behaviour
  ruggensteun codes qualification --at 2023-06-01 --format csv
`

func (p *program) codes(_ context.Context, args []string) error {
	f := p.flags("codes", codesUsage)
	at := f.String("at", "", "only codes that can apply to something of this `DAY`, as 2026-04-01")
	format := f.String("format", "table", "`FORMAT`: table, csv or json")
	language := f.String("language", "nl", "`LANGUAGE` of the words: nl or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l := figures.Language(*language)
	if l != figures.Dutch && l != figures.English {
		return wrongUsage("--language %s: say nl or en", l)
	}
	var day time.Time
	if *at != "" {
		if day, err = time.Parse(time.DateOnly, *at); err != nil {
			return wrongUsage("--at %s: write the day as 2026-04-01", *at)
		}
	}
	if len(rest) == 0 {
		if *format != "table" || *at != "" {
			return wrongUsage("--format and --at are for one list: `ruggensteun codes behaviour --format %s`", *format)
		}
		return p.printLists(l)
	}
	name := strings.Join(rest, " ") // with or without the hyphens
	list, err := listNamed(name)
	if err != nil {
		return err
	}
	return p.printList(api.ListOf(list, day), *format, l)
}

func listNamed(name string) (codes.List, error) {
	var names []string
	for _, l := range codes.Lists() {
		if l.Name == strings.ReplaceAll(name, "-", " ") {
			return l, nil
		}
		names = append(names, listWord(l))
	}
	if near := nearest(name, names); near != "" {
		return codes.List{}, wrongUsage("there is no list %q: did you mean %s?", name, near)
	}
	return codes.List{}, wrongUsage("there is no list %q; `ruggensteun codes` names all", name)
}

// listWord is a list's name as one word, as it is typed and as it stands in paths.
func listWord(l codes.List) string { return strings.ReplaceAll(l.Name, " ", "-") }

func (p *program) printLists(l figures.Language) error {
	var rows [][]string
	for _, list := range codes.Lists() {
		asks := figures.Text{NL: list.AsksNL, EN: list.AsksEN}.In(l)
		rows = append(rows, []string{listWord(list), strconv.Itoa(len(list.Codes)), asks})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

func (p *program) printList(list api.CodeList, format string, l figures.Language) error {
	switch format {
	case "json":
		out := json.NewEncoder(p.out)
		out.SetIndent("", "  ")
		return out.Encode(list)
	case "csv":
		return p.printCodesCSV(list, l)
	case "table":
		var rows [][]string
		for _, e := range list.Codes {
			explanation := figures.Text(e.Explanation).In(l) + between(e.From, e.To, l)
			rows = append(rows, []string{string(e.Code), figures.Text(e.Label).In(l), explanation})
		}
		return printColumns(p.out, rows, terminalWidth(p.out))
	}
	return wrongUsage("--format %s: say table, csv or json", format)
}

func (p *program) printCodesCSV(list api.CodeList, l figures.Language) error {
	rows := [][]string{{"code", "label", "explanation", "from", "to", "roll_up", "source"}}
	for _, e := range list.Codes {
		rows = append(rows, []string{
			string(e.Code), figures.Text(e.Label).In(l), figures.Text(e.Explanation).In(l),
			e.From, e.To, string(e.RollUp), figures.Text(e.Source).In(l),
		})
	}
	out := csv.NewWriter(p.out)
	out.UseCRLF = true // RFC 4180
	return out.WriteAll(rows)
}

// between says in which time a code can apply; nothing when always.
func between(from, to string, l figures.Language) string {
	words := map[figures.Language][2]string{figures.Dutch: {"vanaf ", "tot en met "}, figures.English: {"from ", "until "}}[l]
	var parts []string
	if from != "" {
		parts = append(parts, words[0]+from)
	}
	if to != "" {
		parts = append(parts, words[1]+to)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, " ") + ")"
}
