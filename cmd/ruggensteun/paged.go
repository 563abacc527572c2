package main

import (
	"context"
	"flag"
	"net/url"
	"strconv"

	"ruggensteun/projections/figures"
)

// A paged command shows a page of a list, the newest first, and where the next begins.
type paged struct {
	name, usage, path string
	only              []string // flags that narrow it, each a parameter of the route of the same name
	list              func(context.Context, *caller, string, figures.Language) error
}

// page runs the command. options may add to its flags.
func (p *program) page(ctx context.Context, of paged, args []string, options func(*flag.FlagSet)) error {
	f, w := p.asking(of.name, of.usage)
	limit := f.Int("limit", 50, "how many: 1 to 200")
	f.String("after", "", "`NEXT` of the page before")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	if options != nil {
		options(f)
	}
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := noMore(rest); err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	path := of.path + "?" + of.query(f, *limit).Encode()
	return p.withCaller(ctx, *w, func(c *caller) error {
		if *asJSON {
			return p.show(ctx, c, path, nil, l, true)
		}
		return of.list(ctx, c, path, l)
	})
}

func (of paged) query(f *flag.FlagSet, limit int) url.Values {
	query := url.Values{"limit": {strconv.Itoa(limit)}}
	for _, name := range append([]string{"after"}, of.only...) {
		if value := f.Lookup(name).Value.String(); value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// printPaged prints a page of rows below their headings, or that there are none, and where
// the next page begins.
func (p *program) printPaged(rows [][]string, none figures.Text, next string, l figures.Language, below ...[]string) error {
	if len(rows) == 1 {
		rows = [][]string{{none.In(l)}}
	}
	if next != "" {
		rows = append(rows, []string{figures.Text{NL: "Verder met", EN: "Go on with"}.In(l) + " --after " + next})
	}
	return printColumns(p.out, append(rows, below...), terminalWidth(p.out))
}
