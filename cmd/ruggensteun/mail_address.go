package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"text/tabwriter"
	"time"
)

var mailActions = []action{
	{"set", "/mail-addresses", "setMailAddress", "write to a party or an actor, at once or daily"},
	{"remove", "/mail-address-removals", "removeMailAddress", "write there no more; the address is forgotten"},
	{list, "", "", "who is written to, where and when"},
	{"sent", "", "", "what was sent, held or given up on a day"},
}

const mailUsage = `mail address ACTION EMPLOYER [options] [FILE]

Who is written to when something is to be done: a party (case workers, the
stand-in, managers) or one actor. A mail says that there is something to do and
where to read it, and never what it is about.

Actions:
  address set EMPLOYER [FILE]     write to a party or an actor
  address remove EMPLOYER [FILE]  write there no more; the address is forgotten
  address list EMPLOYER           who is written to, where and when
  sent EMPLOYER                   what was sent, held or given up on a day

Who wants AT_ONCE gets a mail for each alarm, but at most five in an hour: what
comes on top becomes one mail. Who wants DAILY gets one at an hour of the
employer's clock, unless nothing is to be done. Nothing is sent unless the
server was started with --smtp; the work list shows all there is either way.

  ruggensteun mail address set GEM-ROTTERDAM --party CASE_WORKER \
      --address zaken@example.nl --wants DAILY --hour 8 \
      --as registrar@GEM-ROTTERDAM
  ruggensteun mail sent GEM-ROTTERDAM --day 2026-11-26 --case ID \
      --as registrar@GEM-ROTTERDAM

What a mail server does not take is among the dead letters: ruggensteun
consumers letters.
`

func (p *program) mail(ctx context.Context, args []string) error {
	f, w := p.asking("mail", mailUsage)
	fields := bodyFields{}
	fields.text(f, "party", "`CODE` of the party: CASE_WORKER, STAND_IN, MANAGER, REGISTRAR, EMPLOYER")
	fields.text(f, "actor", "`ID` of one actor, instead of a party")
	fields.text(f, "address", "`ADDRESS` to write to; where others read a command line, put it in the file")
	fields.text(f, "wants", "`WHEN`: AT_ONCE, DAILY or NOTHING")
	f.Func("hour", "`HOUR` of a DAILY mail, 0 to 23 by the employer's clock", func(text string) error {
		var hour int
		if _, err := fmt.Sscanf(text, "%d", &hour); err != nil {
			return fmt.Errorf("write it as 8")
		}
		fields["hour"] = hour
		return nil
	})
	fields.text(f, "id", "`ID` of an address to remove, as the list has it")
	day := f.String("day", "", "with sent: `DAY`, as 2026-11-26 (default: today)")
	file := f.String("case", "", "with sent: `ID` of a case or a file of care, of which alone")
	example := f.Bool("example", false, "print an example of what the action takes, and do nothing")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 && rest[0] == "address" {
		rest = rest[1:]
	}
	name, rest, err := actionOf("mail", rest, "set", "remove", list, "sent")
	if err != nil {
		return err
	}
	for _, a := range mailActions {
		if a.name == name && *example {
			return p.printExample(a)
		}
	}
	code, rest, err := oneWord("the employer's code", rest)
	if err != nil {
		return err
	}
	path := "/v1/employers/" + url.PathEscape(code)
	switch name {
	case "set":
		return p.withCaller(ctx, *w, func(c *caller) error { return p.send(ctx, c, path+"/mail-addresses", rest, fields, "", *asJSON) })
	case "remove":
		return p.withCaller(ctx, *w, func(c *caller) error { return p.send(ctx, c, path+"/mail-address-removals", rest, fields, "", *asJSON) })
	}
	if err := noMore(rest); err != nil {
		return err
	}
	if name == list {
		return p.withCaller(ctx, *w, func(c *caller) error { return p.mailAddresses(ctx, c, path+"/mail-addresses", *asJSON) })
	}
	query := url.Values{}
	for name, given := range map[string]string{"day": *day, "file": *file} {
		if given != "" {
			query.Set(name, given)
		}
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		return p.mailsSent(ctx, c, path+"/mails?"+query.Encode(), *asJSON)
	})
}

func (p *program) mailAddresses(ctx context.Context, c *caller, path string, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, path, nil, "", true)
	}
	var answer struct {
		Addresses []struct {
			ID, Party, Actor, Address, Wants string
			Hour                             int
		}
	}
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &answer); err != nil {
		return err
	}
	t := tabwriter.NewWriter(p.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tWHOSE\tADDRESS\tWANTS")
	for _, a := range answer.Addresses {
		wants := a.Wants
		if wants == "DAILY" {
			wants += fmt.Sprintf(" %02d:00", a.Hour)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", a.ID, or(a.Party, a.Actor), or(a.Address, "[forgotten]"), wants)
	}
	return t.Flush()
}

func (p *program) mailsSent(ctx context.Context, c *caller, path string, asJSON bool) error {
	if asJSON {
		return p.show(ctx, c, path, nil, "", true)
	}
	var answer struct {
		Day   string
		Mails []struct {
			State, What, Party, Actor, File string
			Because, Code                   int
			At                              time.Time
		}
	}
	if _, err := c.call(ctx, http.MethodGet, path, nil, nil, &answer); err != nil {
		return err
	}
	if len(answer.Mails) == 0 {
		_, err := fmt.Fprintf(p.out, "No mail on %s.\n", answer.Day)
		return err
	}
	t := tabwriter.NewWriter(p.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "AT\tSTATE\tWHAT\tTO\tABOUT\tBECAUSE OF EVENT\tSERVER SAID")
	for _, m := range answer.Mails {
		said := ""
		if m.Code != 0 {
			said = fmt.Sprint(m.Code)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%d\t%s\n", m.At.UTC().Format("2006-01-02T15:04:05Z"), m.State, m.What, or(m.Party, m.Actor), m.File, m.Because, said)
	}
	return t.Flush()
}
