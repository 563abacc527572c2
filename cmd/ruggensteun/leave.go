package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"ruggensteun/projections/figures"
)

const leaveUsage = `employer leave ACTION CODE [options] [FILE]

An employer leaves, with all it owns, and what was kept of it is destroyed here.

Actions:
  ask CODE FILE          the employer asks, with the file that export everything
                         made: it is checked, and named by its hash. From 14
                         days on it can be confirmed. Again with a newer file:
                         the term goes on
  confirm CODE FILE      the operator, as the second person: for ever. It shows
                         how far it is; stopped halfway, say it again
  withdraw CODE          either side takes it back, until it is confirmed
  show CODE              how it stands, what keeps it up, what became of it

What goes: all keys, the payloads of events, documents, lists, sessions. What
stays: the chain of hashes, figures, and the codes on which they rest, in which
nothing opens any more. Nothing of another employer changes, but links with
files of suspects: these end. No hold may run, and nothing may have been
recorded since the file was made. --hash stands for FILE that is elsewhere.

  ruggensteun employer leave ask GEM-ROTTERDAM alles.zip \
      --as privacy-officer@GEM-ROTTERDAM
  ruggensteun employer leave confirm GEM-ROTTERDAM alles.zip --forever \
      --backup nachtelijk=P30D
`

func (p *program) leave(ctx context.Context, args []string) error {
	f, w := p.machine("employer leave", leaveUsage)
	fields := bodyFields{}
	hash := f.String("hash", "", "with ask and confirm: `SHA256` of the file, in place of the file")
	fields.flag(f, "forever", "with confirm: say that you know that nobody can bring it back")
	fields.backups(f, "with confirm: `NAME=PERIOD` of backups with keys; can be given more than once")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("employer leave", rest, "ask", "confirm", "withdraw", show)
	if err != nil {
		return err
	}
	code, rest, err := oneWord("the employer's code", rest)
	if err != nil {
		return err
	}
	path := "/v1/employers/" + url.PathEscape(code) + "/departure"
	if action == show || action == "withdraw" {
		if err := noMore(rest); err != nil {
			return err
		}
	} else if fields["export"], err = takenFile(*hash, rest); err != nil {
		return err
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		switch action {
		case show:
			return p.showDeparture(ctx, c, http.MethodGet, path, nil, l, *asJSON)
		case "ask":
			return p.showDeparture(ctx, c, http.MethodPost, path, body, l, *asJSON)
		case "withdraw":
			return p.showDeparture(ctx, c, http.MethodPost, path+"/withdrawal", []byte(`{}`), l, *asJSON)
		}
		return p.confirmDeparture(ctx, c, path, body, l, *asJSON)
	})
}

// takenFile gives the hash of a file that is there and whole, or takes somebody's word.
func takenFile(hash string, files []string) (string, error) {
	if hash != "" {
		return hash, noMore(files)
	}
	name, err := onlyWord("the file with everything (or --hash)", files)
	if err != nil {
		return "", err
	}
	r, _, err := checkedExport(name, func(_, _ int64) {})
	if err != nil {
		return "", err
	}
	if !r.Whole() {
		return "", wrongUsage("%s is not whole: %s; take everything out again", name, r.Faults[0].EN)
	}
	return digestOf(name)
}

func (b bodyFields) backups(f *flag.FlagSet, usage string) {
	f.Func("backup", usage, func(value string) error {
		name, kept, _ := strings.Cut(value, "=")
		list, _ := b["backups"].([]map[string]string)
		b["backups"] = append(list, map[string]string{"name": name, "kept": kept})
		return nil
	})
}

// departurePage is what is shown of one.
type departurePage struct {
	Employer, Standing, Step, Export, Certificate string
	AskedAs                                       string `json:"asked_as"`
	AskedAt                                       string `json:"asked_at"`
	From                                          string
	Since                                         *int `json:"recorded_since"`
	Holds, Links                                  *int
	ConfirmedAt                                   string `json:"confirmed_at"`
	Done, Total                                   int64
	Result                                        *struct {
		Keys, Removed, Kept, Marks, Documents, Rows, Sessions int
		At                                                    string
	}
}

// confirmDeparture goes on until all of it is done; whoever ends it before says it again.
func (p *program) confirmDeparture(ctx context.Context, c *caller, path string, body []byte, l figures.Language, asJSON bool) error {
	if _, err := c.call(ctx, http.MethodPost, path+"/confirmation", nil, body, nil); err != nil {
		return err
	}
	bar := p.progressBar("leave")
	err := c.carryOut(ctx, path+"/steps", bar.at)
	bar.done()
	if err != nil {
		return err
	}
	return p.showDeparture(ctx, c, http.MethodGet, path, nil, l, asJSON)
}

func (c *caller) carryOut(ctx context.Context, path string, at func(done, total int64)) error {
	for {
		var page departurePage
		if _, err := c.call(ctx, http.MethodPost, path, nil, []byte(`{}`), &page); err != nil {
			return err
		}
		at(page.Done, page.Total)
		if page.Standing == "LEFT" {
			return nil
		}
	}
}

func (p *program) showDeparture(ctx context.Context, c *caller, method, path string, body []byte, l figures.Language, asJSON bool) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, method, path, nil, body, &raw); err != nil {
		return err
	}
	if asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var page departurePage
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("read a departure: %w", err)
	}
	return printColumns(p.out, page.rows(l), terminalWidth(p.out))
}

var departureWords = map[string]figures.Text{
	"STAYS":   {NL: "vroeg niet om te vertrekken", EN: "did not ask to leave"},
	"WAITING": {NL: "vroeg om te vertrekken; de termijn loopt", EN: "asked to leave; the term runs"},
	"READY":   {NL: "kan bevestigd worden", EN: "can be confirmed"},
	"LAPSED":  {NL: "niemand bevestigde het op tijd: vraag opnieuw", EN: "nobody confirmed it in time: ask anew"},
	"LEAVING": {NL: "bevestigd, en nog niet klaar: herhaal confirm", EN: "confirmed, and not done yet: say confirm again"},
	"LEFT":    {NL: "vertrokken", EN: "left"},
}

func (d departurePage) rows(l figures.Language) [][]string {
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	rows := [][]string{{d.Employer, departureWords[d.Standing].In(l)}}
	add := func(name string, value any) { rows = append(rows, []string{name, fmt.Sprint(value)}) }
	if d.AskedAt != "" {
		add(in("gevraagd", "asked"), d.AskedAt+" ("+d.AskedAs+")")
		add(in("te bevestigen vanaf", "to be confirmed from"), d.From)
		add(in("meegenomen bestand", "file that was taken"), d.Export)
	}
	for _, counted := range []struct {
		n    *int
		name string
	}{
		{d.Since, in("sindsdien vastgelegd", "recorded since")}, {d.Holds, in("vasthoudingen", "holds")},
		{d.Links, in("koppelingen die eindigen", "links that end")},
	} {
		if counted.n != nil {
			add(counted.name, *counted.n)
		}
	}
	if d.ConfirmedAt != "" {
		add(in("bevestigd", "confirmed"), d.ConfirmedAt)
	}
	if r := d.Result; r != nil {
		add(in("sleutels vernietigd", "keys destroyed"), r.Keys)
		add(in("inhoud verwijderd", "payloads removed"), r.Removed)
		add(in("gebeurtenissen in codes, voor cijfers", "events in codes, for figures"), r.Kept)
		add(in("merken, documenten, regels", "marks, documents, rows"), fmt.Sprintf("%d, %d, %d", r.Marks, r.Documents, r.Rows))
		add(in("sessies beëindigd", "sessions ended"), r.Sessions)
		add(in("bewijs", "certificate"), d.Certificate)
		add(in("nog te doen", "still to do"), in("de beheerder schrijft de bestanden van de database opnieuw: key rewrite --all", "the operator writes the files of the database anew: key rewrite --all"))
	}
	return rows
}
