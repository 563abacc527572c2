package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/figures"
)

const agreementUsage = `agreement list | show CODE | explain CODE [options]
       ruggensteun agreement adopt [options] FILE | withdraw CODE [options]

Prints by when what must be done and what that rests on, and explains a due
date: how it was counted, what suspended it, which holiday or decree moved it.
It needs no database. With --file it reads agreements of your own, in the form
that ` + "`list --format json`" + ` prints, and says everything that is wrong
with them. How versions are adopted and withdrawn: agreement adopt --help.

  ruggensteun agreement list
  ruggensteun agreement show BEKLAG-ART12
  ruggensteun agreement explain HOGER-BEROEP --start 2026-12-12
  ruggensteun agreement explain AANGIFTE-2-WERKDAGEN --start 2026-04-02 \
      --suspended 2026-04-07/2026-04-09
`

// agreementAsk is what the command line of agreement asks.
type agreementAsk struct {
	file, format, start, zone string
	suspended, free           repeated
	language                  figures.Language
}

// repeated is an option that can be given more than once.
type repeated []string

func (r *repeated) String() string { return strings.Join(*r, " ") }

func (r *repeated) Set(s string) error {
	*r = append(*r, s)
	return nil
}

func (p *program) agreement(ctx context.Context, args []string) error {
	if changesAgreements(args) {
		return p.changeAgreement(ctx, args)
	}
	f, ask, language := p.flags("agreement", agreementUsage), agreementAsk{}, ""
	f.StringVar(&ask.file, "file", "", "`FILE` with agreements as JSON, instead of those that come with the program")
	f.StringVar(&ask.format, "format", "table", "`FORMAT`: table or json")
	f.StringVar(&ask.start, "start", "", "`TIME` at which the term started, as 2026-04-02 or 2026-04-02T23:10")
	f.StringVar(&ask.zone, "zone", employer.DefaultZone, "`ZONE` whose calendar and clock count")
	f.Var(&ask.suspended, "suspended", "`FROM/TO` in which the term stood still; without TO it still does; can be given more than once")
	f.Var(&ask.free, "free-day", "`DAY` that is free at the employer; can be given more than once")
	f.StringVar(&language, "language", "nl", "`LANGUAGE` of the words: nl or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if ask.language = figures.Language(language); ask.language != figures.Dutch && ask.language != figures.English {
		return wrongUsage("--language %s: say nl or en", language)
	}
	if ask.format != "table" && ask.format != "json" {
		return wrongUsage("--format %s: say table or json", ask.format)
	}
	set, err := ask.set()
	if err != nil {
		return err
	}
	return p.answerAgreement(ask, set, rest)
}

func (p *program) answerAgreement(ask agreementAsk, set agreement.Set, words []string) error {
	switch {
	case len(words) == 1 && words[0] == "list":
		return p.listAgreements(ask, set)
	case len(words) == 2 && words[0] == "show":
		held, err := agreementNamed(set, words[1])
		if err != nil {
			return err
		}
		return p.showAgreement(ask, held[0])
	case len(words) == 2 && words[0] == "explain":
		held, err := agreementNamed(set, words[1])
		if err != nil {
			return err
		}
		return p.explainAgreement(ask, set, held[0].Code)
	}
	return wrongUsage("say agreement list, agreement show CODE or agreement explain CODE --start TIME")
}

// set is what is asked about: the agreements of the program, or those of a file.
func (ask agreementAsk) set() (agreement.Set, error) {
	if ask.file == "" {
		return agreement.Together(agreement.Shipped(), nil, nil), nil
	}
	text, err := os.ReadFile(ask.file)
	if err != nil {
		return nil, err
	}
	list, err := agreement.Parse(text)
	if err != nil {
		return nil, withCause(err)
	}
	return agreement.Together(list, nil, nil), nil
}

// withCause tells what the JSON decoder found as well. It is the file of whoever asks,
// and holds nothing personal.
func withCause(err error) error {
	if cause := errors.Unwrap(err); cause != nil {
		return fmt.Errorf("%w (%v)", err, cause)
	}
	return err
}

// agreementNamed gives the versions of an agreement, the one that goes first before the others.
func agreementNamed(set agreement.Set, code string) (agreement.Set, error) {
	code = strings.ToUpper(code)
	if held := set.Of(code); len(held) > 0 {
		return held, nil
	}
	if near := nearest(code, set.Codes()); near != "" {
		return nil, wrongUsage("there is no agreement %q: did you mean %s?", code, near)
	}
	return nil, wrongUsage("there is no agreement %q; `ruggensteun agreement list` names all", code)
}

func (p *program) listAgreements(ask agreementAsk, set agreement.Set) error {
	if ask.format == "json" {
		var list []agreement.Version
		for _, h := range set {
			list = append(list, h.Version)
		}
		return p.printJSON(list)
	}
	l := ask.language
	var rows [][]string
	for _, h := range set {
		rows = append(rows, []string{h.Code, h.Number, termIn(l, h.Term), label(l, codes.TermBasis, h.Basis.Kind), textIn(l, h.Name) + remarks(l, h.Version)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

func (p *program) printJSON(v any) error {
	out := json.NewEncoder(p.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// remarks say what must not be missed in a list.
func remarks(l figures.Language, v agreement.Version) string {
	var list []string
	if v.Off {
		list = append(list, figures.Text{NL: "staat uit", EN: "off"}.In(l))
	}
	if !v.Basis.Checked {
		list = append(list, figures.Text{NL: "niet nagekeken", EN: "not checked"}.In(l))
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func textIn(l figures.Language, t agreement.Text) string {
	return figures.Text{NL: t.NL, EN: t.EN}.In(l)
}

func termIn(l figures.Language, t calendar.Term) string {
	return figures.Text{NL: t.NL(), EN: t.EN()}.In(l)
}

func label(l figures.Language, list codes.List, code codes.Code) string {
	e, _ := list.Find(code)
	return figures.Text{NL: e.NL, EN: e.EN}.In(l)
}

// dueDate is a due date as programs read it.
type dueDate struct {
	Agreement string         `json:"agreement"`
	Version   string         `json:"version"`
	Start     string         `json:"start"`
	Due       string         `json:"due,omitempty"` // the last day
	TooLate   *time.Time     `json:"too_late,omitempty"`
	Because   agreement.Text `json:"because"`
}

func (p *program) explainAgreement(ask agreementAsk, set agreement.Set, code string) error {
	e, err := ask.explain(set, code)
	if err != nil {
		return err
	}
	if ask.format == "table" {
		for _, line := range wrapped(textIn(ask.language, agreement.Text{NL: e.NL(), EN: e.EN()}), terminalWidth(p.out)) {
			fmt.Fprintln(p.out, line)
		}
		return nil
	}
	answer := dueDate{
		Agreement: code, Version: e.Version.Number, Start: ask.start, Due: e.Due.Day.String(),
		Because: agreement.Text{NL: e.NL(), EN: e.EN()},
	}
	if e.Due.Known() {
		answer.TooLate = &e.Due.End
	}
	return p.printJSON(answer)
}

func (ask agreementAsk) explain(set agreement.Set, code string) (agreement.Explanation, error) {
	none := agreement.Explanation{}
	zone, err := time.LoadLocation(ask.zone)
	if err != nil || ask.start == "" {
		return none, wrongUsage("say when it started, with --start 2026-04-02, and in which --zone, such as %s", employer.DefaultZone)
	}
	var f fault.Fields
	start := ask.moment(&f, "--start", ask.start, zone)
	var suspended []agreement.Suspension
	for _, text := range ask.suspended {
		from, to, _ := strings.Cut(text, "/")
		s := agreement.Suspension{From: ask.moment(&f, "--suspended", from, zone)}
		if to != "" {
			s.To = ask.moment(&f, "--suspended", to, zone)
		}
		suspended = append(suspended, s)
	}
	var own []employer.Holiday
	for _, day := range ask.free {
		_, err := calendar.ParseDay(day)
		f.Note("--free-day", err)
		own = append(own, employer.Holiday{Date: day, Name: day})
	}
	if err := f.Err(); err != nil {
		return none, err
	}
	held, found := set.On(code, calendar.DayOf(start.In(zone)))
	if !found {
		return none, fmt.Errorf("no version of %s held on that day: `ruggensteun agreement show %s` tells since when one does", code, code)
	}
	place := agreement.Place{Calendar: calendar.New(calendar.Decrees(), own), Zone: zone}
	return agreement.Explain(held, agreement.Start{Fact: held.Starts[0], At: start, Knew: held.FromKnowing}, suspended, place), nil
}

// moment reads a time. A term is not of what happened already: it may lie ahead.
func (ask agreementAsk) moment(f *fault.Fields, option, text string, zone *time.Location) moment.Moment {
	m, err := moment.Parse(text, zone)
	f.Note(option, err)
	return m
}
