package main

import (
	"archive/zip"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// The three employers with most that happened in the invented world: one leaves, two stay.
const (
	police   = "DEMO-POL-01"
	second   = "DEMO-POL-02"
	boroughs = "DEMO-GEM-01"
)

// full is a register of three employers with everything that there can be, of which one leaves.
type full struct {
	*leaver
	folder string
	file   string   // with everything of the one that leaves
	secret []string // that may be nowhere afterwards
	link   string
	cited  []string // hashes of what was published
	out    string   // the release
}

func newFull(t *testing.T, incidents int) *full {
	c := newTerminal(t)
	c.tellOf(t, incidents, police, second, boroughs)
	c.employers = []string{police, second, boroughs}
	c.cellKey()
	f := &full{leaver: &leaver{register: c.register(police)}, folder: t.TempDir()}
	f.published()
	f.linkedFiles()
	f.written()
	f.waits()
	f.caughtUp()
	f.file = filepath.Join(f.folder, "alles.zip")
	c.run("export", "everything", "--output", f.file, "--as", "registrar@"+police).ok()
	c.run("employer", "leave", "ask", police, f.file, "--as", "privacy-officer@"+police).ok()
	c.run("employer", "leave", "withdraw", police).ok()
	var err error
	if f.hash, err = digestOf(f.file); err != nil {
		t.Fatal(err)
	}
	f.askedLongAgo()
	f.caughtUp()
	f.secret = f.keys()
	return f
}

// tellOf tells of the invented world what happened at some employers.
func (c *terminal) tellOf(t *testing.T, incidents int, codes ...string) {
	t.Helper()
	p := &program{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	invented, err := newWorld(world.Options{Incidents: incidents, Seed: world.DefaultSeed, Until: world.DefaultUntil})
	if err != nil {
		t.Fatal(err)
	}
	whose := map[uuid.UUID]bool{}
	for _, e := range invented.Employers() {
		whose[e.ID] = slices.Contains(codes, e.Code)
	}
	tells := newTeller(s.journal(), true, silently)
	for chapter := range invented.Order(silently).Chapters(demoChapter) {
		if err := tells.chapter(t.Context(), slices.DeleteFunc(slices.Clone(chapter), func(told world.Told) bool { return !whose[told.Employer] })); err != nil {
			t.Fatal(err)
		}
	}
}

// linkedFiles are of a suspect whom the one that leaves and one that stays know of each other, and
// of another one whom those know that stay.
func (f *full) linkedFiles() {
	f.t.Helper()
	f.link = f.linkBetween(police, second)
	f.linkBetween(second, boroughs)
}

func (f *full) linkBetween(one, other string) string {
	f.t.Helper()
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	file := map[string]string{}
	for _, code := range []string{one, other} {
		file[code] = f.c.run("suspect", "open", "--as", "registrar@"+code).recorded()
		f.c.say(`{"name":"`+canary.Suspect+`"}`, "suspect", "identify", file[code], "-", "--as", "registrar@"+code).recorded()
	}
	letter := fmt.Sprintf(`"notice":{"on":%q,"document":"D-1"}`, day(-3))
	link := f.c.say(fmt.Sprintf(`{"with":%q,"basis":{"statute":"UAVG 33 lid 4","reference":"AP z2026-00123"},%s,"review":%q,"end":%q}`, other, letter, day(90), day(300)),
		"suspect", "link", file[one], "-", "--as", "registrar@"+one).recorded()
	f.c.say(`{"file":"`+file[other]+`",`+letter+`}`, "suspect-link", "join", link, "-", "--as", "registrar@"+other).recorded()
	for _, code := range []string{one, other} {
		f.c.run("suspect-link", "approve", link, "--as", "privacy-officer@"+code).recorded()
	}
	return link
}

// written are words and a letter of the one that leaves, and words of another one that stays.
func (f *full) written() {
	f.t.Helper()
	for code, text := range map[string]string{police: canary.Narrative, second: canary.Explanation} {
		id := f.c.say(`{"occurred":{"at":"2026-10-20T22:10:00+02:00"},"place":{"type":"ROAD"},"narrative":"`+text+`","workers":[{"name":"`+canary.Name+`","injury":"I2"}]}`, "incident", "register", "-", "--as", "registrar@"+code).recorded()
		f.c.run("document", "prepare", "AANGIFTE", "--incident", id, "--out", filepath.Join(f.folder, code+".pdf"), "--as", "registrar@"+code).ok()
	}
}

// waits lets notices come in that lead to no case.
func (f *full) waits() {
	f.t.Helper()
	for code, reference := range map[string]string{police: canary.Reference, second: "10/222222-26"} {
		mapping, rows := filepath.Join(f.folder, code+".yaml"), filepath.Join(f.folder, code+".csv")
		for name, text := range map[string]string{
			mapping: strings.Replace(noticeMapping, "GEM-X", code, 1),
			rows:    noticeHead + "B1;parket;20-03-2026;19-03-2026;vonnis;veroordeeld;;" + reference + ";;;;;;450,00;;;een toelichting\n",
		} {
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				f.t.Fatal(err)
			}
		}
		f.c.run("notice", "import", rows, "--mapping", mapping, "--as", "case-worker@"+code).ok()
	}
}

// keys are those of the employer, as they stand wrapped in the database.
func (f *full) keys() (all []string) {
	f.t.Helper()
	var wrapped [][]byte
	f.c.db.Scan(f.t, []any{&wrapped}, "SELECT array_agg(w) FROM keyrings, unnest(wrapped) AS w WHERE w IS NOT NULL AND employer = '"+f.employer.String()+"'")
	if len(wrapped) < 100 {
		f.t.Fatalf("there are only %d keys: what follows proves little", len(wrapped))
	}
	for _, key := range wrapped {
		all = append(all, string(key))
	}
	return all
}

// packed is each file in an export of everything, by its name.
func (f *full) packed(code string) map[string]string {
	f.t.Helper()
	file := filepath.Join(f.t.TempDir(), "alles.zip")
	f.c.run("export", "everything", "--output", file, "--as", "registrar@"+code).ok()
	z, err := zip.OpenReader(file)
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	all := map[string]string{}
	for _, one := range z.File {
		r, err := one.Open()
		if err != nil {
			f.t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			f.t.Fatal(err)
		}
		all[one.Name] = string(content)
	}
	return all
}

// answers are what others are told, in the bytes in which they are told it, and as of moments before.
func (f *full) answers(moments []string) map[string]string {
	f.t.Helper()
	all := map[string]string{}
	ask := func(args ...string) {
		all[strings.Join(args, " ")] = f.c.run(args...).ok()
	}
	for _, at := range moments {
		for _, code := range []string{second, boroughs} {
			as := []string{"--as", "registrar@" + code, "--as-of", at, "--format", "csv"}
			for _, view := range []string{"location", "offenders", "chain"} {
				ask(append([]string{"view", view}, as...)...)
			}
			ask(append([]string{"ask", "--rows", "place", "--columns", "month"}, as...)...)
			ask(append([]string{"ask", "--unit", "worker-hit", "--rows", "injury"}, as...)...)
			ask(append([]string{"ask", "--unit", "case", "--rows", "place"}, as...)...)
		}
	}
	for _, hash := range f.cited {
		ask("cite", hash)
	}
	ask("release", "check", f.out, "--as", "analyst") // what was published is worked out anew
	return all
}

// published lets figures go out while there is nothing but the invented world, which has no months.
func (f *full) published() {
	f.t.Helper()
	id := f.c.run("release", "prepare", "--viewer", "public", "--title-nl", "Kwartaal", "--title-en", "Quarter",
		"--question", "incident by place", "--question", "incident by employer", "--as", "analyst").recorded()
	var page preparedRelease
	f.c.run("release", "show", id, "--json", "--as", "analyst").into(&page)
	for _, who := range page.Concerned {
		f.c.run("release", "explain", id, "--text", "Niets bijzonders.", "--as", "registrar@"+who.Employer).recorded()
	}
	f.c.run("release", "publish", id, "--early", "Kamervraag", "--as", "analyst").recorded()
	for _, a := range page.Answers {
		f.cited = append(f.cited, a.Hash)
	}
	f.out = id
}

// killAtRandom starts the closing again and again, and ends the process (9) at a moment that nobody
// chose, each time a little later on average, until it comes to its end by itself, or was killed
// often enough, and once halfway at least.
func (f *full) killAtRandom(dice *rand.Rand, often int, args ...string) (killed []string) {
	f.t.Helper()
	began := time.Now()
	process, _ := f.c.process("employer", "leave", show, police)
	if status := <-process.ended; status != 0 {
		f.t.Fatalf("to show it ended with %d", status)
	}
	process.ended = nil
	start := time.Since(began) // most of it is how long a process takes to begin
	step := time.Duration(12)
	if often < 60 {
		step = 4
	}
	for n := range 60 {
		if n >= often && len(halfway(killed)) > 0 {
			return killed
		}
		running, process := f.c.process(args...)
		least := start / 2
		after := least + time.Duration(dice.Int64N(int64(start/2+time.Duration(n)*start/step)))
		timer := time.NewTimer(after)
		select {
		case status := <-running.ended:
			timer.Stop()
			running.ended = nil
			if said, _ := running.err.look(); status != 0 {
				f.t.Fatalf("killed before as %v, and started again it ended with %d: %s", killed, status, said)
			}
			return killed
		case <-timer.C:
			_ = process.Process.Kill()
			<-running.ended
			running.ended = nil
			killed = append(killed, fmt.Sprintf("after %s: %s", after.Round(time.Millisecond), f.stage()))
		}
	}
	return killed
}

func halfway(killed []string) []string {
	return slices.DeleteFunc(slices.Clone(killed), func(k string) bool { return strings.HasSuffix(k, "not begun") || strings.HasSuffix(k, "finished") })
}

// stage is how far it is, as the database tells it.
func (f *full) stage() string {
	of := "employer = '" + f.employer.String() + "'"
	switch {
	case f.c.count("SELECT count(*) FROM events WHERE type = 'departure.finished.v1'") > 0:
		return "finished"
	case f.c.count("SELECT count(*) FROM events WHERE type = 'certificate.issued.v1' AND "+of) > 0:
		return "certified"
	case f.c.count("SELECT count(*) FROM events WHERE payload IS NULL") > 0:
		return "payloads gone"
	case f.c.count("SELECT count(*) FROM events WHERE type = '"+departure.ErasedType+"'") > 0:
		return "keys gone"
	case f.c.count("SELECT count(*) FROM keyrings WHERE "+of+" AND destroyed_at IS NOT NULL") > 0:
		return "keys going"
	case f.c.count("SELECT count(*) FROM departures") > 0:
		return "closed"
	case f.c.count("SELECT count(*) FROM events WHERE type = 'departure.confirmed.v1'") > 0:
		return "confirmed"
	}
	return "not begun"
}

var leaveKilled = flag.Bool("leave-killed", false, "let an employer leave, killed at many moments and not at a few")

// TestAnEmployerLeavesThoughItIsKilledAtAnyMoment: everything there is stands at three employers, one
// leaves, the program is killed (9) again and again, and afterwards nothing of it is anywhere, and
// nobody else has anything else than before.
func TestAnEmployerLeavesThoughItIsKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	unraced(t)
	often, incidents := 5, 150
	if *leaveKilled {
		often, incidents = 60, 400
	}
	seed := rand.Uint64()
	if again, err := fmt.Sscan(os.Getenv("LEAVE_SEED"), &seed); err == nil {
		t.Logf("%d seed given", again)
	}
	t.Logf("LEAVE_SEED=%d", seed)
	f := newFull(t, incidents)
	for what, atLeast := range map[string]int{"incident.registered": 120, "prosecution.opened": 20, "aftercare.opened": 5, "aangifte.made": 10, "document.drafted": 2, "export.taken_out": 1} {
		if n := f.c.count("SELECT count(*) FROM events WHERE type LIKE '" + what + ".%'"); n < min(atLeast, incidents/8) {
			t.Errorf("the world has %d of %s: too few to prove much", n, what)
		}
	}
	f.packed(police) // that there was another export is in the file, too
	newer := filepath.Join(f.folder, "nieuwer.zip")
	f.c.run("export", "everything", "--output", newer, "--as", "registrar@"+police).ok()
	f.receives(newer)
	f.caughtUp()
	head := f.c.count("SELECT max(position)::int FROM events")
	moments := []string{fmt.Sprint(head / 2), fmt.Sprint(head)}
	if !*leaveKilled {
		moments = moments[1:]
	}
	before, counts := f.answers(moments), f.counts()
	packs := map[string]map[string]string{second: f.packed(second), boroughs: f.packed(boroughs)}

	confirm := []string{"employer", "leave", "confirm", police, "--hash", f.hash, "--forever", "--backup", "nachtelijk=P30D"}
	killed := f.killAtRandom(rand.New(rand.NewPCG(seed, 9)), often, confirm...)
	t.Logf("killed %d times: %s", len(killed), strings.Join(killed, "; "))
	if len(halfway(killed)) == 0 {
		t.Error("it was never killed halfway: this proves nothing")
	}
	f.c.run(confirm...).ok()
	f.caughtUp()
	f.c.run("verify").ok()
	f.unchanged(t, packs)
	after := f.answers(moments)
	for _, question := range slices.Sorted(maps.Keys(before)) {
		if before[question] != after[question] {
			t.Errorf("%s was answered\n%s\nand now\n%s", question, before[question], after[question])
		}
	}
	f.same(t, counts)
	f.unlinked(t)
	f.unreadable(t)
	f.nowhere(t)
	f.certified(t, newer)
	f.recounted(t)
	f.c.run("verify").ok()
}

// receives says that it has a newer file, and asked for the departure long ago.
func (f *full) receives(file string) {
	f.t.Helper()
	var err error
	if f.hash, err = digestOf(file); err != nil {
		f.t.Fatal(err)
	}
	f.c.run("employer", "leave", "ask", police, file, "--as", "privacy-officer@"+police).ok()
}

// changes are files of an export in which something must differ: that there was an export before,
// and that a link with who left has ended.
var changes = []string{"manifest.json", "LEESMIJ.txt", "records/export.ndjson", "records/suspectlink.ndjson"}

// unchanged compares the complete exports of those that stay, file by file and byte by byte.
func (f *full) unchanged(t *testing.T, before map[string]map[string]string) {
	t.Helper()
	for code, was := range before {
		is := f.packed(code)
		names := slices.Sorted(maps.Keys(was))
		if now := slices.Sorted(maps.Keys(is)); !slices.Equal(names, now) || len(names) < 6 {
			t.Errorf("%s: the export had %v and has %v", code, names, now)
		}
		compared := 0
		for _, name := range names {
			if slices.Contains(changes, name) {
				continue
			}
			compared++
			if was[name] != is[name] {
				t.Errorf("%s: %s had %d bytes and has others, %d", code, name, len(was[name]), len(is[name]))
			}
		}
		for _, name := range changes[2:] { // what was there is there still, in front of what came
			if !strings.HasPrefix(is[name], was[name]) {
				t.Errorf("%s: what %s said is no longer there:\n%s\n%s", code, name, was[name], is[name])
			}
		}
		t.Logf("%s: %d files of the export are byte for byte the same", code, compared)
	}
}

// unlinked is what the other side of a link sees: it ended, and one that is of nobody who left did not.
func (f *full) unlinked(t *testing.T) {
	t.Helper()
	said := f.c.run("suspect-link", "list", "--as", "registrar@"+second).ok()
	t.Logf("the list of links of %s reads\n%s", second, said)
	ended := 0
	for _, line := range strings.Split(said, "\n") {
		switch {
		case strings.Contains(line, boroughs) && !strings.Contains(line, "geldt"):
			t.Errorf("a link of others is touched: %s", line)
		case strings.Contains(line, police) && strings.Contains(line, "beëindigd"):
			ended++
		}
	}
	if ended != 1 {
		t.Errorf("%d links with who left have ended, want 1", ended)
	}
	if n := f.c.count("SELECT count(*) FROM events WHERE type = 'suspectlink.ended.v1'"); n != 1 {
		t.Errorf("%d ends of links are recorded: killed in between it ends once", n)
	}
}

// unreadable opens every event of who left with the keys that there are: as of whatever moment
// somebody asks, what he is told is made of these.
func (f *full) unreadable(t *testing.T) {
	t.Helper()
	now := f.c.register(police) // with no key in memory
	all, err := now.log.Read(t.Context(), 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	theirs, boxes, of := 0, []person.Box(nil), []string(nil)
	for _, e := range all {
		if e.Employer != f.employer || e.Payload == nil {
			continue
		}
		theirs++
		_, under, err := now.store.closed.Sealed(t.Context(), []eventlog.Recorded{e})
		if err != nil {
			t.Fatal(err)
		}
		for _, box := range under[0] {
			boxes, of = append(boxes, box.Box), append(of, fmt.Sprintf("%s at position %s, under %v", e.Type, e.Position, box.Key))
		}
	}
	opened, err := now.vault.Open(t.Context(), boxes)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range opened {
		if o.State != person.Forgotten {
			t.Errorf("a box of %s is %v", of[i], o.State)
		}
	}
	t.Logf("of %d events with a payload %d boxes open no more", theirs, len(boxes))
	if theirs < 100 || len(boxes) < 100 {
		t.Errorf("only %d of its events were looked at, with %d boxes", theirs, len(boxes))
	}
	for _, at := range []string{"1", fmt.Sprint(len(all) / 2), fmt.Sprint(len(all))} {
		f.c.run("view", "location", "--as-of", at, "--as", "registrar@"+police).fails(1, "this employer left")
	}
}

// certified reads the certificate as who left can, and holds it against the database.
func (f *full) certified(t *testing.T, newer string) {
	t.Helper()
	ids, _ := f.c.listedCertificates(police)
	if len(ids) != 1 {
		t.Fatalf("killed in between, there are %d certificates", len(ids))
	}
	said := f.c.run("certificate", show, ids[0], "--as", "privacy-officer@"+police).ok()
	hash, err := digestOf(newer)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"werkgever", "nachtelijk", hash, fmt.Sprintf("%d sleutels", f.c.count("SELECT sum(cardinality(ids))::int FROM keyrings WHERE employer = '"+f.employer.String()+"'"))} {
		if !strings.Contains(said, want) {
			t.Errorf("the certificate does not say %q:\n%s", want, said)
		}
	}
}

// recounted lets a server count all terms anew from the first event, also those of who left.
func (f *full) recounted(t *testing.T) {
	t.Helper()
	r := f.c.start("serve", "--addr", "127.0.0.1:0")
	r.await(`Serving (http://[^/]+)/v1`)
	f.heardAll()
	r.end()
	f.c.db.Exec(t, "UPDATE consumers SET position = 0")
	r = f.c.start("serve", "--addr", "127.0.0.1:0")
	r.await(`Serving (http://[^/]+)/v1`)
	f.heardAll()
	r.end()
	if n := f.c.count("SELECT count(*) FROM dead_letters"); n > 0 {
		said := f.c.run("consumers", "letters").ok()
		t.Errorf("%d events could not be taken:\n%s", n, said)
	}
	if n := f.c.count("SELECT count(*) FROM work_files WHERE employer = '" + f.employer.String() + "'"); n > 0 {
		t.Errorf("%d files of who left are on the work list again", n)
	}
	if n := f.c.count("SELECT count(*) FROM work_files"); n == 0 {
		t.Error("no file of anybody is counted: this proves nothing")
	}
}

func (f *full) heardAll() {
	f.t.Helper()
	head := f.c.count("SELECT max(position)::int FROM events")
	until(f.t, "every consumer heard everything", func() bool {
		return f.c.count(fmt.Sprintf("SELECT count(*) FROM consumers WHERE position < %d AND status = 'running'", head)) == 0 && f.c.count("SELECT count(*) FROM consumers") > 0
	})
}
