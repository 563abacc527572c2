package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

// TestTheAfternoonOfAnAnalyst walks the afternoon of an analyst, within the grammar of protected figures: the blocks of the
// README in a shell, and then the same over HTTP. Places are kept for what is not there yet:
// the course (step 4) and the living lab (7).
func TestTheAfternoonOfAnAnalyst(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("denominators", "import", "--table", "inhabitants", "--source", "CBS", tableFile(t, inhabitants())).ok()
	c.demonstrated(t)
	c.toldInTime(t)
	c.cellKey()
	d := &desktop{terminal: c, folder: everybodysFolder(t)}
	d.walk()

	d.aQuestionIsBuiltAndRefusedWithItsNearest()
	d.noCellTellsOfOneToFour()
	d.aRateNamesItsDenominator()
	// 4. Verloop: when the course is shown as figures, its step comes here.
	d.offendersAreCountedAndNotNamed()
	d.aDifferenceIsTakenApart()
	// 7. Living lab: when pilots are registered, their step comes here.
	d.whatWasPublishedIsFoundAgain()
	d.theSameOverHTTP()
}

// desktop is what an analyst has in front of him after the commands of the README.
type desktop struct {
	*terminal
	folder   string
	out, err string
}

// toldInTime makes the log say that it was told in three months, so that months have ended.
func (c *terminal) toldInTime(t *testing.T) {
	t.Helper()
	c.db.Exec(t, `SET session_replication_role = replica; UPDATE events SET recorded_at = CASE
		WHEN position <= (SELECT max(position) FROM events) * 0.7 THEN timestamptz '2026-09-20 12:00+02'
		WHEN position <= (SELECT max(position) FROM events) * 0.95 THEN timestamptz '2026-10-20 12:00+02'
		ELSE timestamptz '2026-11-05 12:00+01' END + position * interval '1 millisecond'`)
}

// inhabitants is a table of all gemeenten.
func inhabitants() string {
	table := "of,number,since\n"
	for _, g := range gemeente.All(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
		table += fmt.Sprintf("%s,%d,2026-01-01\n", g.Code, g.Inhabitants)
	}
	return table
}

func (d *desktop) walk() {
	d.t.Helper()
	_, walk, begun := strings.Cut(document(d.t.(*testing.T), "README.md"), "<!-- A test walks an analyst's afternoon")
	walk, _, ended := strings.Cut(walk, "to here. -->")
	if !begun || !ended {
		d.t.Fatal("the marks around the afternoon are gone")
	}
	script := "set -eu\ngo() { shift 2; \"$PROGRAM\" \"$@\"; }\n"
	for _, block := range code.FindAllStringSubmatch(walk, -1) {
		script += block[1]
	}
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	shell := exec.CommandContext(ctx, "bash", "-c", script)
	shell.Dir = d.folder
	shell.Env = append(os.Environ(), asProgram+"=1", "PROGRAM="+os.Args[0])
	for name, value := range d.env {
		shell.Env = append(shell.Env, name+"="+value)
	}
	var out, errors bytes.Buffer
	shell.Stdout, shell.Stderr = &out, &errors
	err := shell.Run()
	if d.out, d.err = out.String(), errors.String(); err != nil {
		d.t.Fatalf("%v\n%s%s", err, d.out, d.err)
	}
}

func (d *desktop) says(where, text string, parts ...string) {
	d.t.Helper()
	unwrapped := strings.Join(strings.Fields(text), " ")
	for _, part := range parts {
		if !strings.Contains(unwrapped, part) {
			d.t.Errorf("%s does not say %q:\n%s", where, part, text)
		}
	}
}

func (d *desktop) file(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.folder, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// asked is an answer for analysts, as JSON.
func (d *desktop) asked(args ...string) (a figures.Answer) {
	d.t.Helper()
	d.run(append([]string{"ask", "--as", "analyst", "--format", "json"}, args...)...).into(&a)
	return a
}

// 1. A question is built with filters. One of too many parts is refused with the nearest, which is
// answered as it stands there.
func (d *desktop) aQuestionIsBuiltAndRefusedWithItsNearest() {
	d.says("the refusal", d.err, "has too many dimensions and filters together", "ask --rows weekday --columns hour --filter place=HOME")
	_, nearest, _ := strings.Cut(d.err, "ask --rows ")
	nearest, _, _ = strings.Cut("--rows "+nearest, "\n")
	if a := d.asked(strings.Fields(nearest)...); a.Position == 0 || a.Protection == nil {
		d.t.Errorf("the nearest question, %s, is answered with %+v", nearest, a.Total)
	}
	d.says("the afternoon", d.out, "maandag", "Rotterdam-Rijnmond", "nacht")
	d.says("the picture", d.file("regions.svg"), "<svg ", "asOf=", "met opzet een beetje veranderd", "/v1/views/location?")
}

// 2. Small cells read 0–4 or are kept back, and so does every list of values.
func (d *desktop) noCellTellsOfOneToFour() {
	few, kept := 0, 0
	for _, rows := range []string{"place", "gemeente", "region", "trigger", "means", "hour"} {
		for _, columns := range []string{"", "behaviour-group", "month"} {
			question := []string{"--rows", rows}
			if columns != "" {
				question = append(question, "--columns", columns)
			}
			a := d.asked(question...)
			printed, err := a.Printed()
			if err != nil {
				d.t.Fatal(err)
			}
			for _, c := range printed {
				if c.N > 0 && c.N < 5 {
					d.t.Errorf("%s says %d", c.Of, c.N)
				}
				if c.NotBrokenDown {
					kept++
				} else if c.N == 0 {
					few++
				}
			}
		}
	}
	if few == 0 || kept == 0 {
		d.t.Errorf("%d cells read 0–4 and %d are kept back: there was nothing small", few, kept)
	}
	d.says("a table", d.out, "0–4", "Niet uitgesplitst")
}

// 3. A rate names what it was divided by, of when; without a table there is none, and the reason.
func (d *desktop) aRateNamesItsDenominator() {
	d.says("the rates", d.out, "per 1000 inwoners", "CBS", "2026-01-01")
	a := d.asked("--rows", "region", "--period", "2026", "--per", "inhabitants")
	for i, c := range a.RowTotals {
		rate := a.Rates.RowTotals[i]
		if rate.Rate == nil || c.NotBrokenDown || c.N == 0 {
			continue
		}
		if made := float64(c.N) * 1000 / float64(rate.Denominator); *rate.Rate != made {
			d.t.Errorf("%s prints %d and the rate is %v, not %v", a.Rows[i], c.N, *rate.Rate, made)
		}
	}
	if none := d.asked("--rows", "employer", "--period", "2026", "--per", "staff"); none.Rates == nil || none.Rates.Lacking == nil {
		d.t.Errorf("without a table the rates are %+v", none.Rates)
	}
}

// 5. First, second and third known incident, and the time between, with no name anywhere: every
// command is held against what must never be printed.
func (d *desktop) offendersAreCountedAndNotNamed() {
	done := printed{t: d.t, line: "the afternoon"}
	done.silent("standard output", d.out)
	done.silent("standard error", d.err)
	var a figures.Answer
	d.run("view", "offenders", "--by", "nth-incident", "--as", "analyst", "--format", "json").into(&a)
	if a.Protection == nil || len(a.Rows) == 0 {
		d.t.Errorf("offenders are counted as %+v", a)
	}
}

// 6. What was known before, and why it is another number: the parts are of printed numbers and
// make up the difference.
func (d *desktop) aDifferenceIsTakenApart() {
	var change figures.Change
	d.run("ask", "--rows", "place", "--since", "2026-10-01T00:00:00+02:00", "--as", "analyst", "--format", "json").into(&change)
	if change.Total.Difference == nil || *change.Total.Difference <= 0 || change.Total.After.N-change.Total.Before.N != *change.Total.Difference {
		d.t.Fatalf("the difference is %+v", change.Total)
	}
	sum := 0
	for _, n := range change.Total.Parts {
		sum += n
	}
	if sum != *change.Total.Difference || len(change.Untold) == 0 {
		d.t.Errorf("the parts are %v of %d, and not told are %v", change.Total.Parts, *change.Total.Difference, change.Untold)
	}
	before := d.asked("--rows", "place", "--as-of", "2026-10-01T00:00:00+02:00")
	if before.Total != change.Total.Before {
		d.t.Errorf("as of then it is %+v, the difference says %+v", before.Total, change.Total.Before)
	}
	if again := d.asked(before.Question); again.Total != before.Total || again.Position != before.Position {
		d.t.Errorf("cited as %q it is %+v and was %+v", before.Question, again.Total, before.Total)
	}
	d.run("ask", "--rows", "place", "--as", "analyst", "--as-of", "2026-10-02T00:00:00+02:00").fails(1, "is not the end of a month", "use 2026-10-01T00:00:00+02:00")
}

// 8. What went out is found by its hash, and worked out anew; who took a file is known by its bytes.
func (d *desktop) whatWasPublishedIsFoundAgain() {
	cited := d.file("cited.json")
	d.says("the citation", cited, `"protection"`, "vijftallen")
	d.says("the check", d.out, "gelijk, ")
	d.says("the trace", d.out, "open-data", "analyst", "incident by region")
	d.says("the sheet", d.file("regions.csv"), "row,row_label,column,column_label,incidents,position,definition")
	if hash := release.Sum(cited).String(); d.run("cite", hash).ok() != cited {
		d.t.Errorf("cited by %s it is something else", hash)
	}
	if said := d.run("release", "list", "--state", "PUBLISHED", "--as", "registrar@DEMO-GEM-01").ok(); !strings.Contains(said, "Najaar") {
		d.t.Errorf("the ledger says\n%s", said)
	}
}

// The same is told over HTTP, and to everybody what was published for everybody.
func (d *desktop) theSameOverHTTP() {
	analyst := d.counter("DEMO-GEM-01").as("analyst")
	for _, query := range []string{"rows=place", "rows=region&columns=behaviour-group", "rows=weekday&columns=hour&profession=AMB", "rows=region&period=2026&per=inhabitants"} {
		var there figures.Answer
		if a := analyst.ask("GET", "/figures?"+query, "", nil); a.status != 200 || json.Unmarshal(a.body, &there) != nil {
			d.t.Fatalf("%s: status %d: %s", query, a.status, a.body)
		}
		here := d.asked(there.Question)
		if fmt.Sprint(here.Cells, here.Total, here.RowTotals) != fmt.Sprint(there.Cells, there.Total, there.RowTotals) {
			d.t.Errorf("%s is %v over HTTP and %v on a terminal", query, there.Cells, here.Cells)
		}
	}
	drawn := analyst.ask("GET", "/figures?rows=region&format=svg", "", nil)
	if link := drawn.header.Get("Link"); !strings.Contains(link, "/v1/figures?asOf=") || !strings.Contains(link, "rows=region") {
		d.t.Errorf("the picture has its table at %q", link)
	}
	nobody := analyst
	nobody.token = ""
	cited := d.file("cited.json")
	if a := nobody.ask("GET", "/citations/"+release.Sum(cited).String(), "", nil); string(a.body) != cited || a.header.Get("Release-State") != "PUBLISHED" {
		d.t.Errorf("everybody is told %d %s", a.status, a.body)
	}
	if a := nobody.ask("GET", "/figures?rows=place", "", nil); a.status != 401 {
		d.t.Errorf("nobody is told %d %s", a.status, a.body)
	}
	analyst.end()
}
