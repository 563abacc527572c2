package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// asProgram makes this test binary the program itself, so that a test can kill
// it as a whole process without building it a second time.
const asProgram = "RUGGENSTEUN_TEST_AS_PROGRAM"

// yearsLater lets it look at everything so many years from now.
const yearsLater = "RUGGENSTEUN_TEST_YEARS_LATER"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if years, _ := strconv.Atoi(os.Getenv(yearsLater)); years > 0 {
			later := func() time.Time { return time.Now().AddDate(years, 0, 0) }
			os.Exit((&program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, clock: later}).run(context.Background(), os.Args[1:]))
		}
		main()
	}
	os.Exit(m.Run())
}

func TestACommandLineThatIsWrongIsExplained(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	tests := map[string]struct {
		args []string
		says string
	}{
		"an unknown command":       {[]string{"fly"}, "there is no command"},
		"a slip in a command":      {[]string{"incidnt"}, "did you mean incident?"},
		"an unknown option":        {[]string{"view", "--fly"}, "there is no option --fly; see `ruggensteun view --help`"},
		"a slip in an option":      {[]string{"incident", "register", "--behavior", "SPIT"}, "did you mean --behaviour?"},
		"an option without value":  {[]string{"view", "--as"}, "a value is missing after --as"},
		"a number that is none":    {[]string{"demo", "--incidents", "many"}, `"many" for --incidents`},
		"a word for nothing":       {[]string{"verify", "open"}, "words too many: 1"},
		"an incident without id":   {[]string{"incident", "show"}, "the incident's id is missing"},
		"an employer too many":     {[]string{"employer", "show", "GEM-A", "GEM-B"}, "words too many: 1"},
		"no action":                {[]string{"incident"}, "say what to do: register, add, correct, course,"},
		"an unknown action":        {[]string{"key", "burn"}, "new, cell, show, rotate, rewrite"},
		"a view without a name":    {[]string{"view"}, "offenders, trend, chain) is missing"},
		"an unknown view":          {[]string{"view", "horoscope"}, "there are: time-of-day, location, triggers, offenders, trend, chain"},
		"an unknown format":        {[]string{"view", "time-of-day", "--format", "pdf"}, "table, csv, json, xlsx"},
		"an unknown language":      {[]string{"view", "time-of-day", "--language", "fr"}, "nl or en"},
		"a filter without a value": {[]string{"view", "time-of-day", "--filter", "place"}, "KIND=VALUE"},
		"nowhere to look":          {[]string{"view", "time-of-day"}, "--database URL"},
		"two places to look":       {[]string{"verify", "--database", "postgres:///a", "--data", "b"}, "not both"},
		"too many invented":        {[]string{"demo", "--incidents", "9999999"}, "say 0 to 1000000"},
		"no key for a database":    {[]string{"verify", "--database", "postgres://127.0.0.1:1/none?connect_timeout=1"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &terminal{t: t, env: c.env}
			if test.says == "" {
				c.run(test.args...).fails(1, "connect")
				return
			}
			c.run(test.args...).fails(2, test.says)
		})
	}
}

func TestHelpDoesNotTellThePasswordOfTheDatabase(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{"RUGGENSTEUN_DATABASE": "postgres://app:sesame@db.example/ruggensteun"}}
	if help := c.run("view", "--help").ok(); strings.Contains(help, "sesame") || !strings.Contains(help, "-database") {
		t.Errorf("help says:\n%s", help)
	}
}

func TestHelpFitsANarrowTerminalAndWritesOptionsAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	for _, command := range commands() {
		help := c.run(command.name, "--help").ok()
		for line := range strings.Lines(help) {
			if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > helpWidth {
				t.Errorf("%s: longer than %d: %s", command.name, helpWidth, line)
			}
			if strings.HasPrefix(line, "  -") && !strings.HasPrefix(line, "  --") {
				t.Errorf("%s: an option that nobody types so: %s", command.name, line)
			}
		}
	}
}

func TestAMistakeIsNotBuriedUnderHelp(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	if got := c.run("view", "--fly"); got.out != "" || strings.Count(got.err, "\n") != 1 {
		t.Errorf("more than one line is said of it:\n%s%s", got.out, got.err)
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	help := c.run("help").ok()
	for _, command := range commands() {
		if !strings.Contains(help, fmt.Sprintf("  %-12s %s", command.name, command.summary)) {
			t.Errorf("help leaves out %s", command.name)
		}
	}
	if got := c.run().ok(); got != help {
		t.Error("no command at all is answered otherwise than help")
	}
}
