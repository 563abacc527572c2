package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

const declaredMapping = `
employer: {code: GEM-X, name: Gemeente X, kind: EMP_GEM, zone: Europe/Amsterdam, units: [{code: NRD, name: Noord}]}
key: Nr
fields: {occurred: Datum, behaviours: {column: Gedrag, split: ","}, means: Middel, place.type: Plaats, place.unit: Team, narrative: Verhaal}
workers: {rows: all, fields: {name: Naam, staff_number: Nummer, injury: Letsel}}
`

const head = "Nr;Datum;Gedrag;Middel;Plaats;Team;Verhaal;Naam;Nummer;Letsel\n"

// importing is a terminal with a mapping, and files to import.
type importingTerminal struct {
	*terminal
	folder string
	n      int
}

func newImports(t *testing.T) *importingTerminal {
	t.Helper()
	i := newImportsOfNobody(t)
	i.declare("GEM-X", filepath.Join(i.folder, "m.yaml"))
	return i
}

// newImportsOfNobody has no employer yet: the operator has to register it first.
func newImportsOfNobody(t *testing.T) *importingTerminal {
	t.Helper()
	return &importingTerminal{terminal: newTerminal(t), folder: files(t, map[string]string{"m.yaml": declaredMapping})}
}

func (i *importingTerminal) file(rows ...string) string {
	i.t.Helper()
	i.n++
	path := filepath.Join(i.folder, fmt.Sprintf("in%d.csv", i.n))
	if err := os.WriteFile(path, []byte(head+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		i.t.Fatal(err)
	}
	return path
}

// bring imports rows as somebody.
func (i *importingTerminal) bring(as string, rows ...string) recording {
	i.t.Helper()
	return i.imported("--as", as, "--mapping", filepath.Join(i.folder, "m.yaml"), i.file(rows...))
}

// only gives the id of the incident that an import made, when there is one.
func (i *importingTerminal) only() string {
	i.t.Helper()
	var id string
	i.db.Scan(i.t, []any{&id}, "SELECT replace(stream, 'incident-', '') FROM ruggensteun.streams WHERE stream LIKE 'incident-%'")
	return id
}

const (
	registrar = "registrar@GEM-X"
	rowOne    = "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I1"
)

func TestAnImportTellsWhatItDid(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	r := c.bring(registrar, rowOne,
		"2;2025-03-02;HIT;KNIFE;HOME;;;;;I2",        // a worker of whom nothing says who it is, but how badly hurt, and a means
		"3;1999-03-02;HIT;;HOME;;;;;",               // before anything is counted
		"4;2025-10-26 02:30;SPIT;;ROAD;;;;A1;",      // an hour that came twice, and the same worker
		"5;2025-03-30 02:30;SPIT;;ROAD;;;;A2;",      // an hour that never was
		";2025-03-29 02:30;SPIT;;ROAD;;;;A2;",       // nobody knows which
		"6;2025-03-29 02:30;BORED;;ROAD;ZUID;;;A3;") // values that the mapping does not know
	if r.Read != 6 || r.Recorded != 4 || r.Rejected != 2 || r.Unchanged != 0 || r.Batch == uuid.Nil || !r.Finished {
		t.Errorf("%+v", r)
	}
	if len(r.NotYet) != 0 || r.Counts[intake.DoubledHour] != 1 || r.Counts[intake.RejectedLater] != 1 || r.Counts[intake.Unmapped] != 2 {
		t.Errorf("not yet %v, found %v", r.NotYet, r.Counts)
	}
	if n := c.count("SELECT count(*) FROM marks WHERE kind = 'record-key'"); n != 4 {
		t.Errorf("%d keys are known", n)
	}
	if n := c.count("SELECT count(DISTINCT subject) FROM marks WHERE kind = 'staff-number'"); n != 2 {
		t.Errorf("%d workers, want A1 once and A3", n)
	}
	text := c.run("import", "--mapping", filepath.Join(c.folder, "m.yaml"), c.file(rowOne)).ok()
	for _, line := range []string{"batch none: there was nothing to record", "read 1 incidents", "unchanged 1"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), line) {
			t.Errorf("the report lacks %q:\n%s", line, text)
		}
	}
}

// TestAUnitThatTheEmployerDoesNotHaveIsListed, also where the mapping says it has.
func TestAUnitThatTheEmployerDoesNotHaveIsListed(t *testing.T) {
	t.Parallel()
	c := newImportsOfNobody(t)
	c.run("employer", "register", "--code", "GEM-X", "--name", "Gemeente X", "--kind", "EMP_GEM", "--unit", "ZUID=Zuid").recorded()
	r := c.bring(registrar, rowOne, "2;2025-03-02;HIT;;HOME;ZUID;;;;", "3;2025-03-02;HIT;;HOME;Zuid;;;;")
	if r.Recorded != 3 || r.Rejected != 0 || r.Counts[intake.Unmapped] != 1 {
		t.Errorf("%d recorded, %d rejected, found %v", r.Recorded, r.Rejected, r.Counts)
	}
	c.run("employer", "change", "GEM-X", "--unit", "NRD=Noord").ok()
	before := c.count(allEvents)
	if r := c.bring(registrar, "3;2025-03-02;HIT;;HOME;Zuid;;;;"); r.Corrected != 0 || r.Counts[intake.Unmapped] != 1 || c.count(allEvents) != before {
		t.Errorf("a unit that was closed since: %d corrected, found %v", r.Corrected, r.Counts)
	}
	c.run("employer", "change", "GEM-X", "--unit", "ZUID=Zuid").ok()
	mapping := strings.Replace(declaredMapping, "place.unit: Team", "place.unit: {constant: NRD}", 1)
	folder := files(t, map[string]string{"m.yaml": mapping})
	if r := c.imported("--as", registrar, "--mapping", filepath.Join(folder, "m.yaml"), c.file("4;2025-03-02;HIT;;HOME;;;;;")); r.Recorded != 1 || r.Counts[intake.Unmapped] != 1 {
		t.Errorf("by a constant: %d recorded, found %v", r.Recorded, r.Counts)
	}
}

func TestOnlyWhatChangedInTheFileIsCorrected(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		as     string
		then   []string // rows of the second file
		events string   // types of what it adds, in order
		says   intake.Kind
	}{
		"nothing changed":                   {registrar, []string{rowOne}, "", ""},
		"the order of the answers":          {registrar, []string{"1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;j. jansen;a1;I1"}, "", ""},
		"the time":                          {registrar, []string{"1;2025-03-01 11:00;HIT;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I1"}, "corrected", ""},
		"a behaviour more is an addition":   {registrar, []string{"1;2025-03-01 10:00;HIT,SPIT;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I1"}, "details_added", ""},
		"another behaviour is a correction": {registrar, []string{"1;2025-03-01 10:00;SPIT;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I1"}, "corrected", ""},
		"no behaviour any more":             {registrar, []string{"1;2025-03-01 10:00;;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I1"}, "corrected", ""},
		"the text":                          {registrar, []string{"1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij spuugde;J. Jansen;A1;I1"}, "corrected", ""},
		"an injury":                         {registrar, []string{"1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I2"}, "details_added", ""},
		"place and injury":                  {registrar, []string{"1;2025-03-01 10:00;HIT;;HOME;NRD;Hij sloeg;J. Jansen;A1;I2"}, "corrected details_added", ""},
		"a worker more":                     {registrar, []string{rowOne, "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;P. Pietersen;A2;I0"}, "details_added", ""},
		"a worker less stays":               {registrar, []string{"1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;"}, "", intake.WorkerLeft},
		"another name stays":                {registrar, []string{"1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;P. Pietersen;A1;I1"}, "", intake.WorkerLeft},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newImports(t)
			c.run("employer", "register", "--code", "GEM-X", "--name", "Gemeente X", "--kind", "EMP_GEM", "--unit", "NRD=Noord").recorded()
			c.bring(registrar, rowOne)
			before := c.count(allEvents)
			r := c.bring(test.as, test.then...)
			c.added(before, test.events)
			if test.says != "" && r.Counts[test.says] == 0 || test.says == "" && r.Listed > 0 || (r.Corrected > 0) != (test.events != "") {
				t.Errorf("%d listed, %d corrected, %v", r.Listed, r.Corrected, r.Counts)
			}
			before = c.count(allEvents)
			if again := c.bring(test.as, test.then...); again.Corrected > 0 || c.count(allEvents) != before {
				t.Errorf("the same again corrected %d", again.Corrected)
			}
		})
	}
}

// added insists on the types of the incidents' events behind a position.
func (i *importingTerminal) added(after int, types string) {
	i.t.Helper()
	var got string
	i.db.Scan(i.t, []any{&got}, `SELECT coalesce(string_agg(split_part(type, '.', 2), ' ' ORDER BY position), '')
		FROM ruggensteun.events WHERE position > $1 AND type LIKE 'incident.%'`, after)
	if got != types {
		i.t.Errorf("added %q, want %q", got, types)
	}
}

// Who is not named is known again by the order of the rows.
func TestTheInjuriesOfWhomNobodyNamesAreKeptAndFollowed(t *testing.T) {
	t.Parallel()
	c := newImportsOfNobody(t)
	c.run("employer", "register", "--code", "GEM-X", "--name", "Gemeente X", "--kind", "EMP_GEM", "--unit", "NRD=Noord").recorded()
	const first, second = "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;I1", "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;I2"
	c.bring(registrar, first, second, "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;")
	if r := c.bring(registrar, first, second, "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;"); r.Unchanged != 1 || r.Listed != 0 {
		t.Errorf("the same again: %+v", r)
	}
	c.bring(registrar, first, "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;I4", "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;;;")
	var page struct {
		Personal struct {
			Workers []struct{ Name, Injury string }
		}
	}
	c.open("", "incident", "show", c.only(), "--json", "--as", registrar).into(&page)
	if got := fmt.Sprint(page.Personal.Workers); got != "[{ I1} { I4}]" {
		t.Errorf("the workers are %s", got)
	}
	if n := c.count(`SELECT count(*) FROM marks WHERE kind = 'staff-number'`); n != 0 {
		t.Errorf("%d staff numbers are on record", n)
	}
	c.run("verify").ok()
}

func TestWhatAPersonChangedSinceIsLeft(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	c.bring(registrar, rowOne)
	id := c.only()
	c.say(`{"reason":"anders","place":{"type":"HOME","unit":"NRD"}}`, "incident", "correct", id, "-", "--as", registrar).recorded()
	before := c.count(allEvents)
	if r := c.bring(registrar, rowOne); r.Unchanged != 1 || r.Listed != 0 {
		t.Errorf("the file did not change: %+v", r)
	}
	r := c.bring(registrar, "1;2025-03-01 12:00;HIT;;SCHOOL;NRD;Hij sloeg;J. Jansen;A1;I1")
	if r.Corrected != 1 || r.Listed != 1 || r.Counts[intake.ChangedSince] != 1 {
		t.Errorf("the place stays and the time is corrected: %+v", r)
	}
	c.added(before, "corrected")
	if out := c.open("", "incident", "show", id, "--json", "--as", registrar).ok(); !strings.Contains(out, "HOME") || !strings.Contains(out, "12:00") {
		t.Errorf("it stands as\n%s", out)
	}
	said := c.say(`{"reason":"UNDONE_IMPORT"}`, "incident", "withdraw", id, "-", "--as", registrar)
	said.fails(1, "use one of MISTAKE, DUPLICATE, NOT_WORK_RELATED, TEST, OTHER\n")
	c.say(`{"reason":"MISTAKE"}`, "incident", "withdraw", id, "-", "--as", registrar).recorded()
	before = c.count(allEvents)
	if r := c.bring(registrar, rowOne); r.Unchanged != 1 || r.Counts[intake.TakenBack] != 1 || c.count(allEvents) != before {
		t.Errorf("what a person withdrew stays so: %+v", r)
	}
}

// TestAClosedIncidentIsLeftAndTheRestGoesOn: it is no reason to reject what is unchanged,
// nor what stands beside it.
func TestAClosedIncidentIsLeftAndTheRestGoesOn(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	c.bring(registrar, rowOne)
	c.say(`{"reason":"COMPLETE"}`, "incident", "close", c.only(), "-", "--as", registrar).recorded()
	before := c.count(allEvents)
	if r := c.bring(registrar, rowOne); r.Unchanged != 1 || r.Rejected != 0 || r.Listed != 0 || c.count(allEvents) != before {
		t.Errorf("what did not change: %+v", r)
	}
	r := c.bring(registrar, "1;2025-03-01 12:00;HIT;;ROAD;NRD;Hij sloeg;J. Jansen;A1;I2", "2;2025-03-02;HIT;;HOME;;;;;")
	if r.Unchanged != 1 || r.Recorded != 1 || r.Rejected != 0 || r.Listed != 1 || r.Counts[intake.Closed] != 2 {
		t.Errorf("what changed is listed, field by field: %+v", r)
	}
}

func TestABatchIsUndoneButForWhatAPersonTouched(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	first := c.bring(registrar, rowOne)
	id := c.only()
	second := c.bring(registrar, "1;2025-03-01 10:00;HIT;;HOME;NRD;Hij sloeg;J. Jansen;A1;I1", "2;2025-03-02;HIT;;HOME;;;;;", "3;2025-03-02;HIT;;HOME;;;;;")
	if first.Batch == second.Batch || second.Recorded != 2 || second.Corrected != 1 {
		t.Fatalf("%+v", second)
	}
	undo := func(batch uuid.UUID, more ...string) (r undoReport) {
		c.run(append([]string{"import", "undo", batch.String(), "--as", registrar, "--json"}, more...)...).into(&r)
		return r
	}
	if r := undo(first.Batch); r.Withdrawn != 0 || len(r.Left) != 1 || r.Left[0].String() != id {
		t.Errorf("the first, which the second corrected: %+v", r)
	}
	if r := undo(second.Batch); r.Withdrawn != 2 || r.Restored != 1 || len(r.Left)+len(r.Stays) != 0 {
		t.Errorf("the second: %+v", r)
	}
	if out := c.open("", "incident", "show", id, "--json", "--as", registrar).ok(); !strings.Contains(out, "ROAD") {
		t.Errorf("what the second corrected stands as\n%s", out)
	}
	if r := undo(second.Batch); r.Withdrawn != 0 || r.Already != 2 || r.Restored != 0 {
		t.Errorf("the second once more: %+v", r)
	}
	c.say(`{"narrative":"nog iets"}`, "incident", "add", id, "-", "--as", registrar).recorded()
	if r := undo(first.Batch); r.Withdrawn != 0 || len(r.Left) != 1 {
		t.Errorf("the first, which somebody added to: %+v", r)
	}
	if r := undo(first.Batch, "--also-touched"); r.Withdrawn != 1 {
		t.Errorf("the first with what was touched: %+v", r)
	}
	if n := c.count("SELECT count(*) FROM events WHERE type = 'import.undone.v1'"); n != 3 {
		t.Errorf("undone %d times, of which one changed nothing", n)
	}
	again := c.bring(registrar, rowOne)
	if again.Recorded != 1 || again.Resumed || again.Batch == first.Batch {
		t.Errorf("what was undone can be imported anew: %+v", again)
	}
	if r := c.bring(registrar, rowOne); r.Unchanged != 1 || r.Batch != uuid.Nil {
		t.Errorf("and then it is known: %+v", r)
	}
	none := c.run("import", "undo", uuid.NewString(), "--as", registrar)
	none.fails(1, "there is no such import")
	if strings.Contains(none.err, "stopped") {
		t.Errorf("what was never begun cannot stop: %s", none.err)
	}
	c.run("import", "undo", first.Batch.String(), "--as", "operator").fails(2, "--as registrar@CODE")
	c.run("import", "list", "--as", "reporter@GEM-X").fails(1, "ask your employer's registrar")
	c.run("verify").ok()
}

func TestWhoMayNotImportIsToldWhy(t *testing.T) {
	t.Parallel()
	c := newImportsOfNobody(t)
	c.employer("GEM-Y")
	mapping, file := filepath.Join(c.folder, "m.yaml"), c.file(rowOne)
	at := func(as string) []string { return []string{"import", "--as", as, "--mapping", mapping, file} }
	undeclared := filepath.Join(files(t, map[string]string{"m.yaml": strings.Replace(importMapping, "GEM-X", "GEM-Z", 1)}), "m.yaml")
	c.run(at("registrar@GEM-Y")...).fails(1, "for the employer you work for") // as of one that is there
	c.run(at(registrar)...).fails(2, "no employer is registered under the code GEM-X", "ruggensteun employer register")
	asRegistrar := "ruggensteun import --as registrar@GEM-X --mapping " + mapping + " " + file
	c.run(at("operator")...).fails(1, "ruggensteun employer register --mapping "+mapping+" && "+asRegistrar)
	c.run("import", "--as", "operator", "--mapping", undeclared, file).fails(1, "ruggensteun employer register --code GEM-Z --name NAME --kind KIND && ruggensteun import --as registrar@GEM-Z")
	c.run("employer", "register", "--mapping", undeclared).fails(1, "declare GEM-Z in it")
	c.declare("GEM-X", mapping)
	refused := c.run(at("operator")...)
	refused.fails(1, "the operator keeps the machine, and records nothing for an employer: "+asRegistrar)
	if strings.Count(refused.err, "\n") != 1 {
		t.Errorf("the remedy is to be one line to paste:\n%s", refused.err)
	}
	c.run(append(at("operator"), "--dry-run")...).fails(1, asRegistrar)
	c.bring(registrar, rowOne)
	c.run(at("registrar@GEM-Y")...).fails(1, "for the employer you work for")
	c.run(at("reporter@GEM-X")...).fails(1, "ask your employer's registrar")
	c.run("import", "list", "--employer", "GEM-X", "--as", "operator").fails(1, "--as registrar@CODE")
}

func TestNoKeyNorPersonIsInClear(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	key := "ZAAK-" + canary.StaffNumber
	r := c.bring(registrar, key+";2025-03-01 10:00;HIT;;ROAD;NRD;"+canary.Narrative+";"+canary.Name+";"+canary.StaffNumber+";I1")
	if r.Recorded != 1 {
		t.Fatalf("%+v", r)
	}
	c.run("import", "undo", r.Batch.String(), "--employer", "GEM-X").ok()
	for _, table := range []string{"events", "streams", "commands", "marks", "keyrings"} {
		var all string
		c.db.Scan(t, []any{&all}, `SELECT coalesce(string_agg(t::text, ' '), '') || coalesce(string_agg(`+map[bool]string{true: "convert_from(payload, 'UTF8') || convert_from(metadata, 'UTF8')", false: "''"}[table == "events"]+`, ' '), '') FROM ruggensteun.`+table+` t`)
		if found := canary.Find([]byte(all)); found != nil || strings.Contains(all, "ZAAK") {
			t.Errorf("%s holds %v", table, found)
		}
	}
}

// manyRows is a file of its own for every test that is killed.
func (i *importingTerminal) manyRows(n int) string {
	rows := make([]string, n)
	for k := range rows {
		rows[k] = fmt.Sprintf("K%d;2025-03-%02d 10:00;HIT;;ROAD;;Verhaal %d;;W%d;I1", k, 1+k%28, k, k%97)
	}
	return i.file(rows...)
}

// TestAKilledImportGoesOnWithoutDoubles kills the program at random moments:
// when so many more incidents were in the log as a die says.
func TestAKilledImportGoesOnWithoutDoubles(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program again and again")
	}
	t.Parallel()
	c := newImports(t)
	c.bring(registrar, rowOne) // the employer, and a batch that is no part of this
	const incidents, kills = 1200, 8
	file := c.manyRows(incidents)
	args := []string{"import", "--as", registrar, "--mapping", filepath.Join(c.folder, "m.yaml"), "--json", file}
	killed := 0
	for n := range kills {
		before := c.count(registrations)
		aim := before + rand.N(1+(incidents-before)/(kills-n+4))
		r, cmd := c.process(args...)
		until(t, "there are enough incidents to kill", func() bool { return c.count(registrations) >= aim || ended(r) })
		_ = cmd.Process.Kill()
		if r.wait() != 0 {
			killed++
		}
	}
	if killed < kills-2 {
		t.Errorf("only %d of %d were killed before they ended", killed, kills)
	}
	var last recording
	c.run(args...).into(&last)
	if last.Recorded != incidents || !last.Resumed || last.Earlier == 0 || last.Corrected+last.Unchanged+last.Rejected != 0 {
		t.Errorf("%+v", last)
	}
	if n := c.count(registrations); n != incidents+1 {
		t.Errorf("%d incidents in the log", n)
	}
	if n := c.count("SELECT count(*) FROM marks WHERE kind = 'record-key'"); n != incidents+1 {
		t.Errorf("%d keys are known", n)
	}
	if n := c.count("SELECT count(DISTINCT subject) FROM marks WHERE kind = 'staff-number'"); n != 97+1 {
		t.Errorf("%d workers", n)
	}
	if n := c.count("SELECT count(*) FROM events WHERE type LIKE 'import.%'"); n != 4 {
		t.Errorf("%d events about two batches that were begun and finished", n)
	}
	before := c.count(allEvents)
	var again recording
	c.run(args...).into(&again)
	if again.Unchanged != incidents || c.count(allEvents) != before {
		t.Errorf("the same again: %d unchanged, %d events more", again.Unchanged, c.count(allEvents)-before)
	}
	c.run("verify").ok()
}

func TestTwoImportsAtOnceMakeNoDoubles(t *testing.T) {
	t.Parallel()
	c := newImports(t)
	c.bring(registrar, rowOne)
	const incidents = 300
	file := c.manyRows(incidents)
	reports := make([]recording, 2)
	var both sync.WaitGroup
	for n := range reports {
		both.Go(func() {
			reports[n] = c.imported("--as", registrar, "--mapping", filepath.Join(c.folder, "m.yaml"), file)
		})
	}
	both.Wait()
	if n := c.count(registrations); n != incidents+1 {
		t.Errorf("%d incidents in the log", n)
	}
	if n := c.count("SELECT count(DISTINCT subject) FROM marks WHERE kind = 'staff-number'"); n != 97+1 {
		t.Errorf("%d workers", n)
	}
	for _, r := range reports {
		if !r.Finished || r.Rejected+r.Corrected != 0 {
			t.Errorf("%+v", r)
		}
	}
	c.run("verify").ok()
}

func TestAFileDoesNotBringBackWhomWasForgotten(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]string{
		"known by number": rowOne,
		"known by name":   "1;2025-03-01 10:00;HIT;;ROAD;NRD;Hij sloeg;J. Jansen;;I1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newImports(t)
			c.bring(registrar, row)
			r := c.register("GEM-X")
			state, _, err := incident.Decider.Load(t.Context(), r.journal(), incident.Stream(uuid.MustParse(c.only())))
			if err != nil || len(state.Workers) != 1 {
				t.Fatalf("%d workers, %v", len(state.Workers), err)
			}
			r.forget(state.Workers[0].Person, person.ForIdentity, person.ForHealth)
			before := c.count(allEvents)
			if got := c.bring(registrar, row); got.Unchanged != 1 || got.Counts[intake.Destroyed] != 1 || c.count(allEvents) != before {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestCtrlCEndsWhatIsOnItsWayAndSaysHowToGoOn(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the whole program")
	}
	t.Parallel()
	c := newImports(t)
	const incidents = 1500
	args := []string{"import", "--mapping", filepath.Join(c.folder, "m.yaml"), "--json", c.manyRows(incidents)}
	r, _ := c.process(args...)
	until(t, "the import is under way", func() bool { return c.count(registrations) > 0 || ended(r) })
	r.interrupt()
	if status := r.wait(); status != 130 {
		t.Fatalf("it ended with status %d", status)
	}
	said, _ := r.err.look()
	done := regexp.MustCompile(`stopped after (\d+) of 1500 incidents; .* the same command again goes on`).FindStringSubmatch(said)
	if done == nil {
		t.Fatalf("it said\n%s", said)
	}
	if n := c.count(registrations); fmt.Sprint(n) != done[1] {
		t.Errorf("it said %s and %d are in the log", done[1], n)
	}
	var list []importLine
	c.run("import", "list", "--employer", "GEM-X", "--json").into(&list)
	if len(list) != 1 || !strings.HasPrefix(list[0].state(), "stopped") {
		t.Errorf("%+v", list)
	}
	var last recording
	c.run(args...).into(&last)
	if last.Recorded != incidents || !last.Resumed || fmt.Sprint(last.Earlier) != done[1] || last.Batch != list[0].Batch {
		t.Errorf("%+v", last)
	}
}

func ended(r *running) bool {
	select {
	case status := <-r.ended:
		r.ended <- status
		return true
	default:
		return false
	}
}
