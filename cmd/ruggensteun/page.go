package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// shownPart is one thing on a page: what the interface calls it, and what a person reads.
// A field of the interface that no page knows is printed as it is, so that nothing is
// hidden because somebody forgot it here.
type shownPart struct {
	key   string
	label figures.Text
	list  *codes.List // whose codes it holds
	parts []shownPart // of what has parts
	as    numbering
	// beside: it stands behind the part before it, as a unit behind a number.
	beside bool
	// told is a key of its parts: those of which that was not recorded are only counted.
	told string
}

// numbering is how a number is written, and whether it is shown at all.
type numbering int

const (
	plain     numbering = iota
	unlessNil           // nothing where it is zero
	euros               // from cents; zero is a sum too
	eurosUnlessNil
	notShown // it is for programs, and said elsewhere on the page
)

func money(key, nl, en string) shownPart {
	return shownPart{key: key, label: figures.Text{NL: nl, EN: en}, as: euros}
}

func someMoney(key, nl, en string) shownPart {
	return shownPart{key: key, label: figures.Text{NL: nl, EN: en}, as: eurosUnlessNil}
}

func someNumber(key, nl, en string) shownPart {
	return shownPart{key: key, label: figures.Text{NL: nl, EN: en}, as: unlessNil}
}

func hidden(key string) shownPart { return shownPart{key: key, as: notShown} }

func of(key, nl, en string, parts ...shownPart) shownPart {
	return shownPart{key: key, label: figures.Text{NL: nl, EN: en}, parts: parts}
}

func onlyTold(by string, s shownPart) shownPart {
	s.told = by
	return s
}

func asUnit(s shownPart) shownPart {
	s.beside = true
	return s
}

func coded(key, nl, en string, list codes.List) shownPart {
	return shownPart{key: key, label: figures.Text{NL: nl, EN: en}, list: &list}
}

// pageRows lays a thing out as rows of a label and what is known.
type pageRows struct {
	rows     [][]string
	language figures.Language
}

// printPage prints what the interface answered.
func (p *program) printPage(raw json.RawMessage, what []shownPart, l figures.Language) error {
	var fields map[string]any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	out := &pageRows{language: l}
	personal, there := fields["personal"].(map[string]any)
	maps.Copy(fields, personal)
	delete(fields, "personal")
	history := fields["timeline"]
	delete(fields, "timeline")
	p.printNotice(fields, l)
	out.all(fields, what)
	if !there && slices.ContainsFunc(what, func(s shownPart) bool { return s.key == "narrative" }) {
		out.add(figures.Text{NL: "Personen", EN: "Persons"}.In(l), figures.Text{NL: "niet voor deze rol", EN: "not for this role"}.In(l))
	}
	if err := out.history(history); err != nil {
		return err
	}
	return printColumns(p.out, out.rows, p.width())
}

// printNotice says above everything else what is invented.
func (p *program) printNotice(fields map[string]any, l figures.Language) {
	if notice, is := fields["notice"].(map[string]any); is {
		fmt.Fprintf(p.out, "%s\n\n", notice[string(l)])
	}
	delete(fields, "notice")
	if why, is := fields["not_yours"].(map[string]any); is {
		fmt.Fprintf(p.out, "%s\n\n", why[string(l)])
	}
	delete(fields, "not_yours")
	delete(fields, "invented")
}

func (p *pageRows) add(label, text string) {
	if text != "" {
		p.rows = append(p.rows, []string{label, text})
	}
}

func (p *pageRows) all(fields map[string]any, what []shownPart) {
	for _, s := range what {
		v, there := fields[s.key]
		delete(fields, s.key)
		if there && s.as != notShown {
			p.one(s, v)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		text, _ := json.Marshal(fields[key])
		p.add(key, string(text))
	}
}

func (p *pageRows) one(s shownPart, v any) {
	label := s.label.In(p.language)
	if s.beside && len(p.rows) > 0 {
		p.rows[len(p.rows)-1][1] = strings.TrimSpace(p.rows[len(p.rows)-1][1] + " " + p.text(s, v))
		return
	}
	list, several := v.([]any)
	if !several || len(list) == 0 || !isThing(list[0]) {
		p.add(label, p.text(s, v))
		return
	}
	list, untold := s.apart(list)
	for n, one := range list {
		if len(list) > 1 && label != "" {
			label = s.label.In(p.language) + " " + strconv.Itoa(n+1)
		}
		p.add(label, p.text(s, one))
	}
	if untold > 0 {
		p.add(s.label.In(p.language), strconv.Itoa(untold)+figures.Text{NL: " andere, waarvan niets is vastgelegd", EN: " others, of which nothing was recorded"}.In(p.language))
	}
}

func (s shownPart) apart(list []any) (told []any, untold int) {
	for _, one := range list {
		if thing, _ := one.(map[string]any); s.told != "" && thing[s.told] == string(codes.NotRecorded) {
			untold++
			continue
		}
		told = append(told, one)
	}
	return told, untold
}

func isThing(v any) bool {
	_, is := v.(map[string]any)
	return is
}

// history tells how the record came to be.
func (p *pageRows) history(timeline any) error {
	text, err := json.Marshal(timeline)
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	var lines []struct {
		At         time.Time
		Who        string
		What       figures.Text
		Note       string
		NoteClosed bool `json:"note_closed"`
	}
	if err := json.Unmarshal(text, &lines); err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	if len(lines) > 0 {
		p.rows = append(p.rows, nil, []string{figures.Text{NL: "Verloop van de registratie", EN: "How the record came to be"}.In(p.language)})
	}
	for _, line := range lines {
		what := roleInWords(line.Who, p.language) + ": " + line.What.In(p.language)
		if line.Note != "" {
			what += " (" + line.Note + ")"
		}
		if line.NoteClosed {
			what += " (" + noteClosed.In(p.language) + ")"
		}
		p.add(line.At.UTC().Format("2006-01-02 15:04")+" UTC", what)
	}
	return nil
}

// The roles as somebody in the trade calls them.
var rolesInWords = map[access.Role]figures.Text{
	access.Operator: {NL: "beheerder", EN: "operator"}, access.Reporter: {NL: "melder", EN: "reporter"},
	access.Registrar: {NL: "registrator", EN: "registrar"}, access.CaseWorker: {NL: "casemanager", EN: "case worker"},
	access.Manager: {NL: "leidinggevende", EN: "manager"}, access.Physician: {NL: "bedrijfsarts", EN: "occupational physician"},
	access.PrivacyOfficer: {NL: "privacyfunctionaris", EN: "privacy officer"},
	access.Analyst:        {NL: "analist", EN: "analyst"}, access.Program: {NL: "programma", EN: "program"},
}

func roleInWords(role string, l figures.Language) string {
	if name, known := rolesInWords[access.Role(role)]; known {
		return name.In(l)
	}
	return role
}

// states are those of what is kept about a person; present is said by what it holds.
var states = map[string]figures.Text{"present": {}, "absent": {NL: "niet gegeven", EN: "not given"}, "forgotten": {NL: "vergeten", EN: "forgotten"}, "closed": {NL: "niet voor u", EN: "not for you"}}

var noteClosed = figures.Text{NL: "toelichting niet voor deze rol", EN: "note not for this role"}

// text is what is known, on one line.
func (p *pageRows) text(s shownPart, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v && s.list != nil { // it says by itself what is so
			return p.word(s, "true")
		}
		return map[bool]string{true: figures.Text{NL: "ja", EN: "yes"}.In(p.language)}[v]
	case string:
		return p.word(s, v)
	case json.Number:
		return p.number(s.as, v)
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, p.text(s, one))
		}
		return strings.Join(all, " + ")
	case map[string]any:
		return p.thing(s, v)
	}
	return fmt.Sprint(v)
}

func (p *pageRows) number(as numbering, n json.Number) string {
	cents, err := n.Int64()
	switch {
	case err != nil || as == plain:
		return n.String()
	case cents == 0 && as != euros:
		return ""
	case as == unlessNil:
		return n.String()
	}
	point := figures.Text{NL: ",", EN: "."}.In(p.language)
	return fmt.Sprintf("€ %d%s%02d", cents/100, point, cents%100) // none is below zero
}

func (p *pageRows) word(s shownPart, word string) string {
	if s.list != nil {
		if e, found := s.list.Find(codes.Code(word)); found {
			return figures.Text{NL: e.NL, EN: e.EN}.In(p.language)
		}
	}
	if text, is := states[word]; is && slices.Contains([]string{"state", "identity", "health"}, s.key) {
		return text.In(p.language)
	}
	if s.key == "gemeente" || s.key == "gemeenten" {
		return nameOfGemeente(word, p.language)
	}
	if at, err := time.Parse(time.RFC3339, word); err == nil {
		return at.UTC().Format("2006-01-02 15:04") + " UTC"
	}
	if at, err := time.Parse("2006-01-02T15:04", word); err == nil {
		return at.Format("2006-01-02 15:04") // on the clock of the employer
	}
	return p.missing(word)
}

// missing names what stands for having no answer, wherever it stands.
func (p *pageRows) missing(word string) string {
	if codes.Code(word) == facts.Forgotten {
		return states["forgotten"].In(p.language)
	}
	if !codes.Code(word).Missing() {
		return word
	}
	e, _ := codes.LocationType.Find(codes.Code(word)) // every list has them
	return figures.Text{NL: e.NL, EN: e.EN}.In(p.language)
}

func nameOfGemeente(code string, l figures.Language) string {
	if g, found := gemeente.Find(codes.Code(code), time.Time{}); found {
		return g.Name
	}
	return (&pageRows{language: l}).missing(code)
}

// thing is what has parts of its own.
func (p *pageRows) thing(s shownPart, v map[string]any) string {
	if len(s.parts) == 0 {
		return p.known(v)
	}
	var all []string
	inner := &pageRows{language: p.language}
	parts := s.parts
	if v["unit"] == "cents" {
		parts = inEuros(parts)
	}
	inner.all(v, parts)
	for _, row := range inner.rows {
		all = append(all, strings.TrimSpace(row[0]+" "+row[1]))
	}
	return strings.Join(all, "; ")
}

// known is a time, a count, or a text that may be forgotten.
func (p *pageRows) known(v map[string]any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	var o struct {
		occurredAt
		Finer     codes.Code `json:"finer"`
		Ambiguous bool       `json:"ambiguous"`
		Number    *int       `json:"number"`
		Why       codes.Code `json:"why"`
		State     string     `json:"state"`
		Said      string     `json:"text"`
		North     string     `json:"north"`
		East      string     `json:"east"`
		figures.Text
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return string(text)
	}
	switch {
	case o.Number != nil:
		return strconv.Itoa(*o.Number)
	case o.Why != "":
		return p.missing(string(o.Why))
	case o.State == "forgotten", o.State == "closed":
		return states[o.State].In(p.language)
	case o.NL != "":
		return figures.Text{NL: o.NL, EN: o.EN}.In(p.language)
	case o.Said != "":
		return o.Said
	case o.North != "":
		return o.North + " N, " + o.East + " E"
	case o.At.IsZero():
		return p.missing(string(codes.Code(or(string(o.Finer), string(codes.NotRecorded)))))
	case o.Ambiguous:
		return o.String() + figures.Text{NL: " (de klok gaf dit twee keer aan)", EN: " (the clock showed this twice)"}.In(p.language)
	}
	return o.String()
}

const languageUsage = "with show: `LANGUAGE` of the words: nl or en"

func languageNamed(word string) (figures.Language, error) {
	l := figures.Language(word)
	if l != figures.Dutch && l != figures.English {
		return l, wrongUsage("--language %s: say nl or en", word)
	}
	return l, nil
}
