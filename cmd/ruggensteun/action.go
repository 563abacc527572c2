package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"ruggensteun/adapters/api"
)

// action is what can be done with a thing of one kind: one line of help, and one
// operation of the HTTP interface.
type action struct {
	name    string
	path    string // below the thing itself; "" for one that makes it, or shows it
	example string // the operation whose example --example prints
	summary string
}

// The actions that only look.
const (
	show = "show"
	list = "list"
)

// of tells whether the action is done with a thing that is there already.
func (a action) of() bool {
	return a.path != "" || a.name == show || a.name == askAction || a.name == taskAction
}

func (a action) synopsis() string {
	words := a.name
	if a.of() {
		words += " ID"
	}
	if !slices.Contains([]string{show, list, dueAction, timelineAction, checkAction, askAction, taskAction}, a.name) {
		words += " [FILE]"
	}
	return words
}

// actionsHelp lists actions as the usage of a command does.
func actionsHelp(all []action) string {
	var b strings.Builder
	width := 21
	for _, a := range all {
		width = max(width, len(a.synopsis()))
	}
	for _, a := range all {
		name := a.synopsis()
		for _, line := range wrapped(a.summary, helpWidth-width-4) {
			fmt.Fprintf(&b, "  %-*s  %s\n", width, name, line)
			name = ""
		}
	}
	return b.String()
}

// things is a collection that a command acts on.
type things struct {
	command, path, noun string
	actions             []action
	fields              bodyFields
	key                 *string
	example, asJSON     *bool
	language            *string
	page                []shownPart // of show
}

func (t *things) bind(f *flag.FlagSet) {
	t.key = f.String("key", "", "idempotency `KEY`: repeating a command with the same one records it once")
	t.example = f.Bool("example", false, "print an example of what the action takes, and do nothing")
	t.asJSON = f.Bool("json", false, "print the answer as JSON")
	t.language = f.String("language", "nl", languageUsage)
}

// act does what the words of a command line say.
func (p *program) act(ctx context.Context, w where, t things, words []string) error {
	names := make([]string, len(t.actions))
	for i, a := range t.actions {
		names[i] = a.name
	}
	name, words, err := actionOf(t.command, words, names...)
	if err != nil {
		return err
	}
	a := t.actions[position(names, name)]
	if *t.example {
		return p.printExample(a)
	}
	path := t.path
	if a.of() {
		var id string
		if id, words, err = oneWord("the "+t.noun+"'s id", words); err != nil {
			return err
		}
		path += "/" + url.PathEscape(id) + a.path
	}
	if a.name == show {
		if err := noMore(words); err != nil {
			return err
		}
		l, err := languageNamed(*t.language)
		if err != nil {
			return err
		}
		return p.withCaller(ctx, w, func(c *caller) error { return p.show(ctx, c, path, t.page, l, *t.asJSON) })
	}
	return p.withCaller(ctx, w, func(c *caller) error { return p.send(ctx, c, path, words, t.fields, *t.key, *t.asJSON) })
}

func position(names []string, name string) int {
	for i := range names {
		if names[i] == name {
			return i
		}
	}
	return 0
}

// printExample prints what can be saved, changed and sent.
func (p *program) printExample(a action) error {
	text, found := api.Example(a.example)
	if !found {
		return wrongUsage("%s takes no file", a.name)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		return fmt.Errorf("the example of %s: %w", a.name, err)
	}
	if _, err := fmt.Fprintln(p.out, b.String()); err != nil {
		return err
	}
	// Beside it, so that what is saved is one example.
	for _, other := range api.OtherExamples(a.example) {
		p.complain("or: " + other)
	}
	return nil
}
