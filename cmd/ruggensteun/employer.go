package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

const employerUsage = `employer ACTION [options]

Actions:
  register [FILE]        needs at least a code, a name and a kind
  change CODE [FILE]     change what the JSON gives, leave the rest
  show CODE              the employer as it is registered now
  list                   all employers that you may see
  leave ACTION CODE      an employer leaves, with everything: ask, confirm,
                         withdraw, show (employer leave --help)

FILE is JSON as the HTTP interface takes it (/v1/openapi.json); - reads it from
standard input. Options win over the file. --mapping takes the employer that a
mapping of files declares ("import") instead.

  ruggensteun employer register --code GEM-ROTTERDAM \
      --name "Gemeente Rotterdam" --kind EMP_GEM --unit HANDH=Handhaving
`

func (p *program) employer(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "leave" {
		return p.leave(ctx, args[1:])
	}
	f, w := p.machine("employer", employerUsage)
	fields := bodyFields{}
	fields.text(f, "code", "short unique `CODE`: capitals, digits and hyphens")
	fields.text(f, "name", "`NAME` of the organisation")
	fields.text(f, "kind", "`KIND`: EMP_POLUNIT, EMP_GEM, EMP_VR, EMP_RAV or EMP_OTH")
	fields.text(f, "zone", "IANA time `ZONE` (default Europe/Amsterdam)")
	fields.pairs(f, "unit", "units", "`CODE=NAME` of a team, post or district; repeat for more")
	mapping := f.String("mapping", "", "with register: `FILE` with a mapping that declares the employer, or the name of one that comes with the program")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("employer", rest, "register", "change", show, list, "leave")
	if err != nil {
		return err
	}
	path := "/v1/employers"
	if *mapping != "" {
		if err := fields.declaredIn(*mapping, action); err != nil {
			return err
		}
	}
	switch action {
	case "change":
		code, files, err := oneWord("the employer's code", rest)
		if err != nil {
			return err
		}
		path, rest = path+"/"+url.PathEscape(code)+"/changes", files
	case "show":
		code, err := onlyWord("the employer's code", rest)
		if err != nil {
			return err
		}
		path += "/" + url.PathEscape(code)
		l, err := languageNamed(*language)
		if err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.show(ctx, c, path, employerFields, l, *asJSON) })
	case list:
		if err := noMore(rest); err != nil {
			return err
		}
		l, err := languageNamed(*language)
		if err != nil {
			return err
		}
		return p.listEmployers(ctx, *w, l, *asJSON)
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		return p.send(ctx, c, path, rest, fields, "", *asJSON)
	})
}

// declaredIn takes the employer that a mapping declares. What options say stays.
func (b bodyFields) declaredIn(name, action string) error {
	if action != "register" {
		return wrongUsage("--mapping declares an employer that is to be registered: ruggensteun employer register --mapping %s", inShell(name))
	}
	m, _, err := importing{mapping: name}.anyMapping()
	if err != nil {
		return err
	}
	e := m.Employer
	if !e.Declared() {
		return fault.New(fault.Invalid, "the mapping is for an employer on record: declare "+e.Code+" in it with name, kind and zone, or register it with --code, --name and --kind")
	}
	for field, value := range map[string]any{"code": e.Code, "name": e.Name, "kind": e.Kind, "zone": e.Zone, "areas": areasOf(e), "units": unitsOf(e)} {
		if _, said := b[field]; !said {
			b[field] = value
		}
	}
	return nil
}

func areasOf(e intake.Employer) []map[string]any {
	list := []map[string]any{}
	for _, a := range e.Areas {
		list = append(list, map[string]any{"code": a.Code, "name": a.Name, "gemeenten": append([]codes.Code{}, a.Gemeenten...)})
	}
	return list
}

func unitsOf(e intake.Employer) []map[string]any {
	list := []map[string]any{}
	for _, u := range e.Units {
		list = append(list, map[string]any{"code": u.Code, "name": u.Name})
	}
	return list
}

// withCaller opens the store, asks, and closes it again.
func (p *program) withCaller(ctx context.Context, w where, ask func(*caller) error) error {
	s, err := p.openStore(ctx, w)
	if err != nil {
		return err
	}
	defer s.Close()
	if role, _, _ := strings.Cut(w.as, "@"); access.Role(role).HasOwnCases() {
		// Whose case something is, is asked of the facts. What they do not have yet stays closed; where they
		// cannot be had, whoever needs them says so.
		upTo, cancel := context.WithTimeout(ctx, catchUpPatience)
		_, _ = s.catchUp(upTo)
		cancel()
	}
	c, err := s.caller(ctx, w, newFigures())
	if err != nil {
		return err
	}
	return ask(c)
}

// receipt is what a change answers.
type receipt struct {
	ID       string         `json:"id"`
	Version  int64          `json:"version"`
	Position int64          `json:"position"`
	Doubles  *likelyDoubles `json:"likely_doubles"`
}

// send posts a body made of a file and options, and prints what came of it.
func (p *program) send(ctx context.Context, c *caller, path string, files []string, fields bodyFields, key string, asJSON bool) error {
	body, err := fields.body(p, files)
	if err != nil {
		return err
	}
	header := http.Header{}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodPost, path, header, body, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var r receipt
	if err := json.Unmarshal(raw, &r); err != nil {
		return fmt.Errorf("read the receipt: %w", err)
	}
	if r.Position == 0 {
		_, err = fmt.Fprintf(p.out, "%s was already as asked (version %d)\n", r.ID, r.Version)
	} else {
		_, err = fmt.Fprintf(p.out, "%s recorded at position %d (version %d)\n", r.ID, r.Position, r.Version)
	}
	return errors.Join(err, r.Doubles.print(p.out))
}

// show prints one thing as a page, or as JSON that a person can read too.
func (p *program) show(ctx context.Context, c *caller, path string, what []shownPart, l figures.Language, asJSON bool) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &raw); err != nil {
		return err
	}
	if !asJSON {
		return p.printPage(raw, what, l)
	}
	e := json.NewEncoder(p.out)
	e.SetIndent("", "  ")
	return e.Encode(raw)
}

// bodyFields collects options that become fields of the JSON body.
type bodyFields map[string]any

func (b bodyFields) text(f *flag.FlagSet, name, usage string) {
	f.Func(name, usage, func(value string) error { b[name] = value; return nil })
}

// onlyCode refuses words where a code belongs, without repeating them: an error is
// read by others than a command line.
func (b bodyFields) onlyCode(name string) error {
	value, _ := b[name].(string)
	if strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
		return wrongUsage("--%s takes a code; words go in the file", name)
	}
	return nil
}

// flag is said or not.
func (b bodyFields) flag(f *flag.FlagSet, name, usage string) {
	f.BoolFunc(name, usage, func(value string) error { b[name] = value == "true"; return nil })
}

// list takes values separated by commas, also repeated.
func (b bodyFields) list(f *flag.FlagSet, name, field, usage string) {
	f.Func(name, usage, func(value string) error {
		list, _ := b[field].([]string)
		b[field] = append(list, strings.Split(value, ",")...)
		return nil
	})
}

// nested puts a value one level down: --place is place.type.
func (b bodyFields) nested(f *flag.FlagSet, name, field, part, usage string) {
	f.Func(name, usage, func(value string) error {
		inner, _ := b[field].(map[string]string)
		if inner == nil {
			inner = map[string]string{}
			b[field] = inner
		}
		inner[part] = value
		return nil
	})
}

func (b bodyFields) pairs(f *flag.FlagSet, name, field, usage string) {
	f.Func(name, usage, func(value string) error {
		code, text, found := strings.Cut(value, "=")
		if !found {
			return fmt.Errorf("write it as CODE=NAME")
		}
		list, _ := b[field].([]map[string]string)
		b[field] = append(list, map[string]string{"code": code, "name": text})
		return nil
	})
}

// body is the JSON of at most one file, with the options over it.
func (b bodyFields) body(p *program, files []string) ([]byte, error) {
	if len(files) > 1 {
		return nil, wrongUsage("give one file, or - for standard input")
	}
	merged := map[string]any{}
	if len(files) == 1 {
		text, err := p.read(files[0])
		if err != nil {
			return nil, err
		}
		if len(b) == 0 {
			return text, nil // as it is: the interface says best what is wrong with it
		}
		if err := json.Unmarshal(text, &merged); err != nil {
			return nil, wrongUsage("%s is not a JSON object, so no options can be laid over it", files[0])
		}
	}
	for name, value := range b {
		merged[name] = value
	}
	return json.Marshal(merged)
}

// mostInput is what is read of a file: the interface takes no more.
const mostInput = 1<<20 + 1

func (p *program) read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(p.in, mostInput))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostInput))
}

func actionOf(command string, words []string, known ...string) (string, []string, error) {
	if len(words) > 0 {
		for _, k := range known {
			if words[0] == k {
				return k, words[1:], nil
			}
		}
	}
	return "", nil, wrongUsage("%s: say what to do: %s; see `ruggensteun %[1]s --help`", command, strings.Join(known, ", "))
}

func oneWord(what string, words []string) (string, []string, error) {
	if len(words) == 0 {
		return "", nil, wrongUsage("say which: %s is missing", what)
	}
	return words[0], words[1:], nil
}

func onlyWord(what string, words []string) (string, error) {
	word, rest, err := oneWord(what, words)
	if err != nil {
		return "", err
	}
	return word, noMore(rest)
}
