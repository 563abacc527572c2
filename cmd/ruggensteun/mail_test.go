package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/mail"
	"ruggensteun/adapters/mail/mailtest"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
	"ruggensteun/projections/worklist"
)

const (
	anna, bert = "anna@example.nl", "bert@example.nl"
	registerAt = "https://ruggensteun.example.nl"
)

// posting is a post office of a test, at a register with one employer and a mail server.
type posting struct {
	*terminal
	*postOffice
	store    *store
	server   *mailtest.Server
	employer uuid.UUID
	now      atomic.Pointer[time.Time]
	invented atomic.Bool // the employer is
}

func newPosting(t *testing.T) *posting {
	t.Helper()
	c := newTerminal(t)
	c.employer("GEM-X")
	w := &posting{terminal: c, server: mailtest.Start(t, mailtest.Options{})}
	w.at("2026-11-26T10:00:00+01:00")
	w.store, w.postOffice = w.office()
	var found bool
	var err error
	if w.employer, found, err = w.store.vault.EmployerByCode(t.Context(), "GEM-X"); err != nil || !found {
		t.Fatal(found, err)
	}
	return w
}

// office is one program's, which has its own connections.
func (w *posting) office() (*store, *postOffice) {
	w.t.Helper()
	p := &program{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: w.getenv}
	s, err := p.openStore(context.Background(), where{database: w.env["RUGGENSTEUN_DATABASE"], master: w.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(s.Close)
	sender, err := mail.New(mail.Options{Server: w.server.Addr, Security: mail.None, From: "ruggensteun@example.nl"})
	if err != nil {
		w.t.Fatal(err)
	}
	o := s.postOffice(sender, registerAt)
	o.clock = func() time.Time { return *w.now.Load() }
	o.staff = func(context.Context) (map[uuid.UUID]bool, error) {
		return map[uuid.UUID]bool{w.employer: w.invented.Load()}, nil
	}
	o.piles = func(context.Context, uuid.UUID, time.Time, *time.Location) ([]mailing.Pile, error) { return nil, nil }
	return s, o
}

func (w *posting) at(text string) {
	w.t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		w.t.Fatal(err)
	}
	w.now.Store(&moment)
}

// open lets an office write until the test ends.
func (w *posting) open(s *store, o *postOffice) {
	w.t.Helper()
	h, err := o.handlers(w.t.Context(), s, time.Millisecond)
	if err != nil {
		w.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Run(context.Background()) }()
	<-h.Running()
	w.t.Cleanup(func() {
		if err := h.Close(); err != nil {
			w.t.Error(err)
		}
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
	})
}

// writesTo lets a party be written to.
func (w *posting) writesTo(address string, whom mailing.Whom, wants mailing.Wants, hour int) uuid.UUID {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	by := access.Actor{ID: id, Role: access.Registrar, Employer: w.employer, Purpose: access.Registration}
	set := mailing.Set{By: by, At: w.clock().Add(-time.Hour), Employer: w.employer, ID: id, Whom: whom, Address: address, Wants: wants, Hour: hour}
	if whom.Actor != uuid.Nil {
		set.Known = []access.Known{{Actor: access.Actor{ID: whom.Actor, Role: access.CaseWorker, Employer: w.employer}, Confirmed: set.At}}
	}
	_, err := mailing.BookDecider.Run(w.t.Context(), w.journal, mailing.BookStream(w.employer), set, decider.Request{Employer: w.employer, Meta: eventlog.Meta{Actor: id}})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// tells appends what somebody else's rules would have: that a term needs somebody.
func (w *posting) tells(file uuid.UUID, events ...decider.Event) eventlog.Position {
	w.t.Helper()
	_, version, err := w.journal.Load(w.t.Context(), casework.Stream(file))
	if err != nil {
		w.t.Fatal(err)
	}
	receipt, err := w.journal.Append(w.t.Context(), casework.Stream(file), version, events, decider.Request{Employer: w.employer, Meta: eventlog.Meta{Actor: access.Clocks().ID, Channel: "clocks"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt.Last
}

func (w *posting) alarm(number int, kind casework.AlarmKind) casework.AlarmRaised {
	return casework.AlarmRaised{Number: number, Kind: kind, At: w.clock(), Clock: person.Of(casework.Clock{
		Agreement: "UITKOMST-VERTELLEN", Version: "2026-1", Whose: agreement.Program, Start: "VERDICT", StartedOn: "2026-11-20", Due: "2026-11-24",
	})}
}

func (w *posting) day(address uuid.UUID, on string) mailing.Day {
	w.t.Helper()
	day, err := calendar.ParseDay(on)
	if err != nil {
		w.t.Fatal(err)
	}
	s, _, err := mailing.DayDecider.Load(w.t.Context(), w.journal, mailing.DayStream(address, day))
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// past waits until the consumer went past a position.
func (w *posting) past(at eventlog.Position) {
	w.t.Helper()
	until(w.t, fmt.Sprintf("the mail is past %d", at), func() bool {
		all, err := w.store.consumers.Status(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		for _, c := range all {
			if c.Name == mailConsumer && c.Position >= at {
				return true
			}
		}
		return false
	})
}

func party(code codes.Code) mailing.Whom { return mailing.Whom{Party: code} }

func TestAnAlarmIsWrittenToWhomItConcernsOnceAndSaysNothingOfTheCase(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	file, jo, sam, ill := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	workers := w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	w.writesTo(bert, mailing.Whom{Actor: sam}, mailing.AtOnce, 0)
	w.writesTo("ill@example.nl", mailing.Whom{Actor: ill}, mailing.Nothing, 0)
	w.writesTo("daily@example.nl", party("STAND_IN"), mailing.Daily, 8)
	w.open(w.store, w.postOffice)

	at := w.tells(file, casework.Opened{Employer: w.employer}, casework.Assigned{Responsible: jo, StandIn: sam}, w.alarm(1, casework.Lapsed))
	w.tells(file, w.alarm(2, casework.TakenOver))
	w.tells(file, casework.HandOverOffered{To: sam})
	w.past(w.tells(uuid.New(), casework.Opened{Employer: w.employer}, casework.Assigned{Responsible: ill}, w.alarm(1, casework.Due)))

	all := w.server.Taken()
	var to []string
	for _, m := range all {
		to = append(to, m.To)
		for _, secret := range []string{"UITKOMST", "VERDICT", "2026-11-2", "GEM-X", "Voorbeeld"} {
			if strings.Contains(m.Body+m.Header.Get("Subject"), secret) {
				t.Errorf("the mail says %q:\n%s", secret, m.Body)
			}
		}
		if !strings.Contains(m.Body, registerAt+"/v1/cases/"+file.String()) || strings.Count(m.Body, file.String()) != 2 {
			t.Errorf("the mail does not lead to the file:\n%s", m.Body)
		}
	}
	if got := strings.Join(to, " "); got != "anna@example.nl bert@example.nl bert@example.nl" {
		t.Fatalf("written to %s; who has no address is stood in for by the party, who wants nothing by nobody", got)
	}
	id := mailID(fmt.Sprintf("consumer/mail/%d/%s", at, workers))
	if got := all[0].Header.Get("Message-Id"); got != "<"+id+"@example.nl>" {
		t.Errorf("the message id is %s, want one of %s", got, id)
	}
	told := w.day(workers, "2026-11-26").Sent
	if len(told) != 1 || told[0].Mail != id || told[0].File != file || told[0].Because != at {
		t.Errorf("it is on record as %+v", told)
	}
	if n := w.count(`SELECT count(*) FROM events WHERE convert_from(payload, 'UTF8') ~ 'example\.nl' OR convert_from(metadata, 'UTF8') ~ 'example\.nl'`); n != 0 {
		t.Errorf("%d events hold an address in clear", n)
	}
}

func TestAMailServerThatHangsHoldsUpNothingButMail(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	release := make(chan struct{})
	w.server.Rule(mailtest.Rules{Hang: release})
	w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	w.open(w.store, w.postOffice)
	var ticked atomic.Int64
	clocks, err := bus.NewHandlers(w.store.consumers, w.store.log)
	if err != nil {
		t.Fatal(err)
	}
	err = clocks.Handle("casework", bus.EventOptions{Name: "clocks"}, func(context.Context, *bus.Delivery) error { ticked.Add(1); return nil })
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = clocks.Run(context.Background()) }()
	<-clocks.Running()
	t.Cleanup(func() { _ = clocks.Close() })

	file := uuid.New()
	last := w.tells(file, casework.Opened{Employer: w.employer}, w.alarm(1, casework.Lapsed))
	w.server.Await(t, func() bool { return w.server.Tried(anna) > 0 }) // it hangs now
	for range 5 {
		w.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD")
		last = w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	}
	until(t, "the clocks went on", func() bool { return ticked.Load() == 12 })
	if n := len(w.server.Taken()); n != 0 {
		t.Errorf("%d mails were taken by a server that hangs", n)
	}
	close(release)
	w.server.Rule(mailtest.Rules{})
	w.past(last)
	if n := len(w.server.Taken()); n != mailing.MostAtOnce {
		t.Errorf("%d mails came in the end, want %d and the rest held", n, mailing.MostAtOnce)
	}
}

func TestAServerThatIsAwayForADayLosesNoMailAndWhatNeedsNobodyAnyMoreIsNotWritten(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	w.server.Rule(mailtest.Rules{Greeting: mailtest.Refusal(421, anna)})
	id := w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	w.open(w.store, w.postOffice)
	first, second := uuid.New(), uuid.New()
	moot := w.tells(first, casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	w.tells(second, casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	w.tells(first, casework.AlarmEnded{Number: 1, Because: casework.Met, At: w.clock()})
	w.past(moot) // a mail begun before the alarm ended would be taken: the server refuses until that is over
	w.at("2026-11-27T10:00:00+01:00")
	came := w.server.Came()
	w.server.Await(t, func() bool { return w.server.Came() >= came+2 }) // the first may have begun the day before
	last := w.tells(second, w.alarm(2, casework.Lapsed))
	w.server.Rule(mailtest.Rules{})
	w.past(last)
	var said []string
	for _, m := range w.server.Taken() {
		said = append(said, strings.TrimSpace(strings.Split(m.Body, "\n")[0]))
	}
	if got := strings.Join(said, " "); got != "Een termijn loopt nu af. Een termijn is verstreken." {
		t.Errorf("written: %s", got)
	}
	if n := len(w.day(id, "2026-11-27").Sent); n != 2 {
		t.Errorf("%d mails are on record on the day on which they were taken", n)
	}
	if out := w.run("consumers", "letters").ok(); !strings.Contains(out, "No dead letters") {
		t.Errorf("an outage became dead letters:\n%s", out)
	}
}

func TestAnAddressThatIsRefusedForGoodBecomesADeadLetterAndKeepsNobodyElseFromTheirs(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	w.server.Rule(mailtest.Rules{Recipient: func(to string) error {
		if to == anna {
			return mailtest.Refusal(550, to)
		}
		return nil
	}})
	bad := w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	good := w.writesTo(bert, party("CASE_WORKER"), mailing.AtOnce, 0)
	w.open(w.store, w.postOffice)
	at := w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	next := w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	w.past(next)
	if sent, tried := w.day(good, "2026-11-26").Sent, w.server.Tried(anna); len(sent) != 2 || tried != 2*mailTries {
		t.Errorf("%d mails went to who can be written to, and the other was tried %d times", len(sent), tried)
	}
	if given := w.day(bad, "2026-11-26").GivenUp; len(given) != 2 || given[0].Code != 550 || given[0].Because != at {
		t.Errorf("given up: %+v", given)
	}
	out := w.run("consumers", "letters").ok()
	w.lists(out, fmt.Sprintf("mail %s %d dead %d", mailTopic, at, mailTries))
	if strings.Contains(out, "anna") || !strings.Contains(out, "handler refused casework.alarm_raised.v1") {
		t.Errorf("the dead letters say\n%s", out)
	}
	w.server.Rule(mailtest.Rules{})
	w.run("consumers", "retry", "mail", strconv.Itoa(int(at))).ok()
	w.server.Await(t, func() bool { return len(w.server.Taken()) == 3 })
	until(t, "it is on record", func() bool { s := w.day(bad, "2026-11-26"); return len(s.Sent) == 1 && len(s.GivenUp) == 1 })
	if n := len(w.day(good, "2026-11-26").Sent); n != 2 {
		t.Errorf("who had the mail already has it %d times", n)
	}
}

func TestAMailThatIsSentAgainAfterABrokenConnectionIsTheSameMail(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	var once atomic.Bool
	w.server.Rule(mailtest.Rules{Message: func(string) error {
		if once.Swap(true) {
			return nil
		}
		return mailtest.HangUpAfter
	}})
	id := w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	w.open(w.store, w.postOffice)
	w.past(w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due)))
	all := w.server.Taken()
	if len(all) != 2 || all[0].Header.Get("Message-Id") != all[1].Header.Get("Message-Id") || all[0].Body != all[1].Body {
		t.Errorf("%d mails came, which are not the same", len(all))
	}
	if n := len(w.day(id, "2026-11-26").Sent); n != 1 {
		t.Errorf("it is on record %d times", n)
	}
}

func TestWhoIsWrittenToTooMuchGetsOneMailForTheRest(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	id := w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	other, second := w.office()
	w.open(w.store, w.postOffice)
	w.open(other, second)
	var last eventlog.Position
	for range mailing.MostAtOnce + 3 {
		last = w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	}
	w.past(last)
	if s := w.day(id, "2026-11-26"); len(s.Sent) != mailing.MostAtOnce || s.Waiting != 3 {
		t.Fatalf("%d were sent, %d wait", len(s.Sent), s.Waiting)
	}
	w.round(w.postOffice, second) // too early
	w.at("2026-11-26T11:00:01+01:00")
	w.round(w.postOffice, second)
	w.server.Await(t, func() bool { return len(w.server.Taken()) == mailing.MostAtOnce+1 })
	until(t, "it is on record", func() bool { return len(w.day(id, "2026-11-26").Sent) == mailing.MostAtOnce+1 })
	w.round(w.postOffice, second)
	w.past(w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due)))
	all := w.server.Taken()
	if len(all) != mailing.MostAtOnce+2 || !strings.Contains(all[mailing.MostAtOnce].Body, "nog 3 meldingen") || !strings.Contains(all[mailing.MostAtOnce].Body, registerAt+"/v1/worklist") {
		t.Errorf("%d mails came, of which the last but one is\n%s", len(all), all[mailing.MostAtOnce].Body)
	}
}

// round makes one round of each office at the same moment.
func (w *posting) round(offices ...*postOffice) {
	w.t.Helper()
	failed := make(chan error, len(offices))
	for _, o := range offices {
		go func() {
			failed <- (&round{postOffice: o, back: mostHeldDays, done: map[uuid.UUID]string{}}).make(w.t.Context())
		}()
	}
	for range offices {
		if err := <-failed; err != nil {
			w.t.Error(err)
		}
	}
}

func TestADigestIsMadeOnceADayByWhicheverProgramAndNotSentWhenThereIsNothing(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	id := w.writesTo(anna, party("CASE_WORKER"), mailing.Daily, 11)
	idle := w.writesTo(bert, mailing.Whom{Actor: uuid.New()}, mailing.Daily, 11)
	other, second := w.office()
	w.open(w.store, w.postOffice)
	w.open(other, second)
	var asked atomic.Int64
	for _, o := range []*postOffice{w.postOffice, second} {
		o.piles = func(context.Context, uuid.UUID, time.Time, *time.Location) ([]mailing.Pile, error) {
			asked.Add(1)
			return []mailing.Pile{{Party: "POLICE", Counts: mailing.Counts{NotReceived: 3}}, {Party: "CASE_WORKER", Counts: mailing.Counts{Lapsed: 2}}}, nil
		}
	}
	w.round(w.postOffice, second) // its hour has not come
	if asked.Load() != 0 {
		t.Error("it was counted before its hour")
	}
	w.at("2026-11-26T11:00:00+01:00")
	w.round(w.postOffice, second)
	w.server.Await(t, func() bool { return len(w.server.Taken()) == 1 })
	w.round(w.postOffice, second)
	w.invented.Store(true)
	w.at("2026-11-29T07:00:00+01:00") // nothing ran for two days: the last one is made late
	w.round(second, w.postOffice)
	w.server.Await(t, func() bool { return len(w.server.Taken()) == 2 })
	w.past(w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due)))
	for n, m := range w.server.Taken() {
		if marked := strings.Contains(m.Header.Get("Subject"), "[verzonnen / invented]"); marked != (n == 1) {
			t.Errorf("mail %d, of which the second is invented, has the subject %s", n, m.Header.Get("Subject"))
		}
		if m.To != anna || !strings.Contains(m.Body, "2  verstreken") || !strings.Contains(m.Body, "3  niet ontvangen") {
			t.Errorf("to %s:\n%s", m.To, m.Body)
		}
	}
	if n := len(w.server.Taken()); n != 2 {
		t.Errorf("%d mails came", n)
	}
	for on, made := range map[string]bool{"2026-11-26": true, "2026-11-27": false, "2026-11-28": true, "2026-11-29": false} {
		if got := w.day(id, on).Digest; (got != nil) != made {
			t.Errorf("on %s a digest was made: %v", on, got != nil)
		}
	}
	if s := w.day(idle, "2026-11-26"); s.Digest == nil || !s.Digest.None() || len(s.Sent) != 0 {
		t.Errorf("of nothing: %+v", s)
	}
}

// TestAProgramThatIsKilledWithAMailOnItsWaySendsTheSameMailAgain: the mail server has it,
// and nobody wrote that down.
func TestAProgramThatIsKilledWithAMailOnItsWaySendsTheSameMailAgain(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	id := w.writesTo(anna, party("CASE_WORKER"), mailing.AtOnce, 0)
	for name, value := range map[string]string{"SMTP_SERVER": w.server.Addr, "SMTP_SECURITY": "none", "SMTP_FROM": "ruggensteun@example.nl", "BASE_URL": registerAt} {
		w.env["RUGGENSTEUN_"+name] = value
	}
	silence := make(chan struct{})
	w.server.Rule(mailtest.Rules{Answer: silence})
	r, cmd := w.process("serve", "--addr", "127.0.0.1:0")
	r.await(`Serving (http://[^/]+)/v1`)
	last := w.tells(uuid.New(), casework.Opened{Employer: w.employer}, w.alarm(1, casework.Due))
	w.server.Await(t, func() bool { return len(w.server.Taken()) == 1 })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	r.wait()
	close(silence)
	w.server.Rule(mailtest.Rules{})
	second := w.start("serve", "--addr", "127.0.0.1:0")
	w.past(last)
	second.end()
	all := w.server.Taken()
	if len(all) != 2 || all[0].Header.Get("Message-Id") != all[1].Header.Get("Message-Id") {
		t.Errorf("%d mails came, which are not the same", len(all))
	}
	today := calendar.DayOf(time.Now().In(amsterdam(t))).String()
	if s := w.day(id, today); len(s.Sent) != 1 {
		t.Errorf("it is on record %d times", len(s.Sent))
	}
	if text, _ := second.err.look(); strings.Contains(text, "anna") {
		t.Errorf("the log holds an address:\n%s", text)
	}
}

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestADigestCountsWhatTheWorkListShows(t *testing.T) {
	t.Parallel()
	w := newPosting(t)
	jo, sam := uuid.New(), uuid.New()
	hour := func(h int) time.Time { return w.clock().Add(time.Duration(h) * time.Hour) }
	clock := func(worker codes.Code, too, due int) worklist.Clock {
		return worklist.Clock{Agreement: "A", Version: "1", Whose: agreement.Program, Start: "AANG", StartedOn: 1, Responsible: worker, TakesOver: "STAND_IN",
			DueFrom: hour(due), TooLate: hour(too), TakeOverAt: hour(too + 2)}
	}
	list := postgres.OpenWorklist(w.store.db)
	for n, f := range []worklist.File{
		{Responsible: jo, OfferedTo: sam, Clocks: []worklist.Clock{clock("CASE_WORKER", -1, -9), clock("CASE_WORKER", 5, -1)}},
		{Responsible: jo, Clocks: []worklist.Clock{clock("CASE_WORKER", -5, -9)}}, // the stand-in's by now
		{Responsible: jo, SnoozedUntil: calendar.On(2026, 12, 24), Clocks: []worklist.Clock{clock("CASE_WORKER", 5, -1)}},
		{Closed: true, OfferedTo: sam},
	} {
		f.ID, f.Kind, f.Employer, f.Position = uuid.New(), worklist.OfCase, w.employer, eventlog.Position(n+1)
		if _, err := list.Put(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	workers, stand := mailing.Entry{ID: uuid.New(), Whom: party("CASE_WORKER")}, mailing.Entry{ID: uuid.New(), Whom: party("STAND_IN")}
	piles, err := w.store.piles(t.Context(), w.employer, w.clock(), amsterdam(t))
	if err != nil {
		t.Fatal(err)
	}
	book := mailing.Book{Entries: []mailing.Entry{workers, stand}}
	if got, want := book.Share(workers, piles), (mailing.Counts{Lapsed: 1, Due: 1}); got != want {
		t.Errorf("the case workers get %+v, want %+v", got, want)
	}
	if got, want := book.Share(stand, piles), (mailing.Counts{Lapsed: 1, Offered: 1}); got != want {
		t.Errorf("the stand-in gets %+v, want %+v", got, want)
	}
}

func TestAMailServerIsSetUpWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	const secret = "geheim-van-de-post"
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"no address of the register":   {[]string{"--smtp", "127.0.0.1:25", "--smtp-from", "r@example.nl"}, "--base-url"},
		"a link that is none":          {[]string{"--smtp", "127.0.0.1:25", "--smtp-from", "r@example.nl", "--base-url", "javascript:alert(1)"}, "--base-url"},
		"a password in clear":          {[]string{"--smtp", "127.0.0.1:25", "--smtp-security", "none", "--smtp-from", "r@example.nl", "--base-url", registerAt}, "not sent without TLS"},
		"nobody who vouches":           {[]string{"--smtp", "smtp.example.nl:25", "--smtp-ca", "mail_test.go", "--smtp-from", "r@example.nl", "--base-url", registerAt}, "holds no certificate"},
		"no sender":                    {[]string{"--smtp", "smtp.example.nl:25", "--base-url", registerAt}, "is not a mail address"},
		"a password that is not there": {[]string{"--smtp", "smtp.example.nl:25", "--smtp-password-file", "no-such-file", "--smtp-from", "r@example.nl", "--base-url", registerAt}, "read the password"},
	} {
		c := &terminal{t: t, env: map[string]string{"RUGGENSTEUN_SMTP_PASSWORD": secret}}
		if got := c.run(append([]string{"serve"}, test.args...)...); got.status == 0 || !strings.Contains(strings.Join(strings.Fields(got.err), " "), test.says) || strings.Contains(got.err, secret) {
			t.Errorf("%s: status %d: %s", name, got.status, got.err)
		}
	}
}
