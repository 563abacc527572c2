package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"ruggensteun/domain/codes"
)

// helpWidth is what help is laid out for: it is also read over narrow
// connections and pasted into mails.
const helpWidth = 80

// optionWidth is the room for an option's name; one that is longer gets a line
// of its own.
const optionWidth = 22

// printOptions lists a command's options as they are written everywhere else,
// with two hyphens; flag's own list has one, and lines as long as they come.
func printOptions(w io.Writer, f *flag.FlagSet) {
	if !hasOptions(f) {
		return
	}
	fmt.Fprint(w, "\nOptions:\n")
	f.VisitAll(func(o *flag.Flag) {
		if o.Usage == "" {
			return // not offered
		}
		value, usage := flag.UnquoteUsage(o)
		if o.DefValue != "" && o.DefValue != "false" {
			usage += " (default " + o.DefValue + ")"
		}
		name := strings.TrimSpace("--" + o.Name + " " + value)
		lines := wrapped(usage, helpWidth-optionWidth-2)
		if utf8.RuneCountInString(name) >= optionWidth {
			lines = append([]string{""}, lines...)
		}
		for i, line := range lines {
			if i > 0 {
				name = ""
			}
			fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("  %-*s%s", optionWidth, name, line), " "))
		}
	})
}

func hasOptions(f *flag.FlagSet) (has bool) {
	f.VisitAll(func(*flag.Flag) { has = true })
	return has
}

// asWritten turns flag's words about options into those with two hyphens.
var asWritten = strings.NewReplacer(
	"flag provided but not defined: -", "there is no option --",
	"flag needs an argument: -", "a value is missing after --",
	" for flag -", " for --",
)

// misread says what is wrong with options, and what may have been meant.
func misread(f *flag.FlagSet, err error) error {
	text := asWritten.Replace(err.Error())
	if name, unknown := strings.CutPrefix(text, "there is no option --"); unknown {
		if near := nearest(name, optionNames(f)); near != "" {
			return wrongUsage("%s: did you mean --%s?", text, near)
		}
	}
	return wrongUsage("%s; see `ruggensteun %s --help`", text, f.Name())
}

func optionNames(f *flag.FlagSet) (names []string) {
	f.VisitAll(func(o *flag.Flag) { names = append(names, o.Name) })
	return names
}

// nearest is the first of the names that may have been meant; "" when none.
func nearest(typed string, names []string) string {
	for _, name := range names {
		if codes.Alike(typed, strings.ToUpper(name)) {
			return name
		}
	}
	return ""
}

// parseAll is parse for a command that takes options only.
func parseAll(f *flag.FlagSet, args []string) error {
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	return noMore(rest)
}

// noMore refuses words that nothing would be done with: whoever typed them meant
// something by them. It does not repeat them, because they may be a name.
func noMore(words []string) error {
	if len(words) == 0 {
		return nil
	}
	return wrongUsage("words too many: %d; options begin with --, and a text with spaces needs quotes", len(words))
}
