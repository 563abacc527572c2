package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"ruggensteun/domain/disposal"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

// These erase, and look.
const (
	runAction  = "run"
	runsAction = "runs"
)

// disposing is how what is due is to be erased.
type disposing struct {
	dry, yes bool
	most     int
	backups  []map[string]string
}

func (d *disposing) backup(value string) error {
	name, kept, _ := strings.Cut(value, "=")
	d.backups = append(d.backups, map[string]string{"name": name, "kept": kept})
	return nil
}

// disposal is part of a round, as the API gives it.
type disposalPage struct {
	Round  string         `json:"round"`
	On     string         `json:"on"`
	DryRun bool           `json:"dry_run,omitempty"`
	Erased []disposalLine `json:"erased"`
	Stayed []disposalLine `json:"stayed"`
	Left   int            `json:"left"`
	Notice *figures.Text  `json:"notice,omitempty"`
}

type disposalLine struct {
	Kind        retention.Kind `json:"kind"`
	Of          string         `json:"of"`
	Purposes    []string       `json:"purposes"`
	Certificate string         `json:"certificate,omitempty"`
	Why         disposal.Why   `json:"why,omitempty"`
	Until       string         `json:"until,omitempty"`
	Text        string         `json:"text,omitempty"`
}

// errStayed makes the exit status tell; what stays is printed before.
var errStayed = errors.New("something is due and could not be erased: see why above")

func (p *program) dispose(ctx context.Context, c *caller, d disposing, l figures.Language, asJSON bool) error {
	would, err := c.dispose(ctx, map[string]any{"dry_run": true})
	if err != nil {
		return err
	}
	if !asJSON && would.Notice != nil {
		fmt.Fprintln(p.out, would.Notice.In(l))
	}
	if d.dry {
		return p.disposed(would, l, asJSON)
	}
	if !d.yes && len(would.Erased) > 0 {
		if err := p.agreed(would, l); err != nil {
			return err
		}
	}
	done, err := p.disposeAll(ctx, c, d, len(would.Erased)+len(would.Stayed))
	if printed := p.disposed(done, l, asJSON); err == nil {
		err = printed
	}
	return err
}

// agreed asks before anything goes: an answer that is not the number is no.
func (p *program) agreed(would disposalPage, l figures.Language) error {
	if err := p.printDisposal(would, l); err != nil {
		return err
	}
	number := strconv.Itoa(len(would.Erased))
	fmt.Fprintf(p.err, figures.Text{
		NL: "Niemand kan dit terughalen. Typ %s om deze %[1]s te wissen: ",
		EN: "Nobody can bring this back. Type %s to erase these %[1]s: ",
	}.In(l), number)
	answer, _ := bufio.NewReader(p.in).ReadString('\n')
	if strings.TrimSpace(answer) != number {
		return wrongUsage("nothing is erased: the answer was not %s; --yes does not ask", number)
	}
	return nil
}

// disposeAll asks again until nothing is left; what was done before something went wrong is told as well.
func (p *program) disposeAll(ctx context.Context, c *caller, d disposing, total int) (all disposalPage, err error) {
	bar := p.progressBar("erase")
	defer bar.done()
	for {
		body := map[string]any{"forever": true, "most": d.most}
		if d.backups != nil {
			body["backups"] = d.backups
		}
		if all.Round != "" {
			body["round"] = all.Round
		}
		part, err := c.dispose(ctx, body)
		if err != nil {
			return all, err
		}
		all.Round, all.On, all.Left = part.Round, part.On, part.Left
		all.Erased, all.Stayed = append(all.Erased, part.Erased...), append(all.Stayed, part.Stayed...)
		bar.at(int64(len(all.Erased)+len(all.Stayed)), int64(total))
		if part.Left == 0 {
			return all, nil
		}
	}
}

func (c *caller) dispose(ctx context.Context, body map[string]any) (page disposalPage, err error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return page, err
	}
	_, err = c.call(ctx, http.MethodPost, "/v1/retention/rounds", nil, raw, &page)
	return page, err
}

// disposed prints what became of it.
func (p *program) disposed(d disposalPage, l figures.Language, asJSON bool) (err error) {
	if asJSON {
		err = json.NewEncoder(p.out).Encode(d)
	} else if err = p.printDisposal(d, l); err == nil && len(d.Erased) > 0 && !d.DryRun {
		p.say(l, "\nDe bestanden van de database kunnen de sleutels nog bevatten, tot de beheerder key rewrite heeft uitgevoerd.",
			"\nThe files of the database may still hold the keys, until the operator has run key rewrite.")
	}
	for _, s := range d.Stayed {
		if err == nil && s.Why == disposal.Refused {
			return errStayed
		}
	}
	return err
}

func (p *program) printDisposal(d disposalPage, l figures.Language) error {
	said := figures.Text{NL: "Gewist op %s: %d; blijft: %d.", EN: "Erased on %s: %d; stays: %d."}
	if d.DryRun {
		said = figures.Text{NL: "Te wissen op %s: %d; blijft: %d.", EN: "To be erased on %s: %d; stays: %d."}
	}
	fmt.Fprintf(p.out, said.In(l)+"\n", d.On, len(d.Erased), len(d.Stayed))
	var rows [][]string
	for _, e := range d.Erased {
		row := []string{figures.Text(e.Kind.Name()).In(l), strings.Join(e.Purposes, ", "), e.Of}
		if e.Certificate != "" {
			row = append(row, figures.Text{NL: "bewijs ", EN: "certificate "}.In(l)+e.Certificate)
		}
		rows = append(rows, row)
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || len(d.Stayed) == 0 {
		return err
	}
	p.say(l, "\nBlijft:", "\nStays:")
	rows = nil
	for _, s := range d.Stayed {
		rows = append(rows, []string{figures.Text(s.Kind.Name()).In(l), strings.Join(s.Purposes, ", "), s.Of, s.reason(l)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

func (s disposalLine) reason(l figures.Language) string {
	switch s.Why {
	case disposal.Held:
		return figures.Text{NL: "vastgehouden tot en met ", EN: "held through "}.In(l) + s.Until
	case disposal.Together:
		return figures.Text{NL: "een ander pseudoniem van dezelfde medewerker wordt langer bewaard", EN: "another pseudonym of the same worker is kept longer"}.In(l)
	}
	if s.Text == "" {
		return figures.Text{NL: "de regels laten het niet toe", EN: "the rules do not let it go"}.In(l)
	}
	return s.Text
}

func (p *program) listDisposals(ctx context.Context, c *caller, l figures.Language, asJSON bool) error {
	const path = "/v1/retention/rounds"
	if asJSON {
		return p.show(ctx, c, path, nil, l, true)
	}
	var all struct {
		Rounds []struct {
			On                   string
			Last                 string
			Ended                bool
			Erased, Stayed, Left int
		}
		Stayed []disposalLine
	}
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &all); err != nil {
		return err
	}
	if len(all.Rounds) == 0 {
		p.say(l, "Er is nog nooit gewist omdat een termijn voorbij was: ruggensteun retention run.", "Nothing was ever erased because a period had passed: ruggensteun retention run.")
		return nil
	}
	rows := [][]string{headings(l, "DAG", "DAY", "GEWIST", "ERASED", "BLEEF", "STAYED", "OVER", "LEFT", "LAATST", "LAST")}
	for _, r := range all.Rounds {
		left := strconv.Itoa(r.Left)
		if !r.Ended && r.Left == 0 {
			left = figures.Text{NL: "afgebroken", EN: "broken off"}.In(l)
		}
		rows = append(rows, []string{r.On, strconv.Itoa(r.Erased), strconv.Itoa(r.Stayed), left, r.Last})
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil || len(all.Stayed) == 0 {
		return err
	}
	p.say(l, "\nWat in de laatste ronde bleef:", "\nWhat stayed in the last round:")
	rows = nil
	for _, s := range all.Stayed {
		rows = append(rows, []string{figures.Text(s.Kind.Name()).In(l), strings.Join(s.Purposes, ", "), s.Of, s.reason(l)})
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}
