package clocks_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/eventlog/memlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/clocks"
)

var (
	zuid = uuid.MustParse("0199aaaa-0000-7000-8000-000000000001")
	ada  = access.Actor{ID: uuid.MustParse("0199aaaa-0000-7000-8000-0000000000a1"), Role: access.CaseWorker, Employer: zuid, Purpose: access.FollowUp}
	bo   = access.Actor{ID: uuid.MustParse("0199aaaa-0000-7000-8000-0000000000b0"), Role: access.CaseWorker, Employer: zuid, Purpose: access.FollowUp}
)

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

// world is a log with a vault, and programs that keep its clocks. Its time is told.
type world struct {
	t        testing.TB
	mu       sync.Mutex
	now      time.Time
	log      vaulttest.Log
	codec    decider.Codec
	journal  decider.Sharing
	files    worklist.Store
	trouble  *trouble
	versions map[eventlog.Stream]eventlog.Version
	heard    eventlog.Position // every program heard of all up to here
	keepers  []*clocks.Keeper
}

func newWorld(t testing.TB, start time.Time, programs int) *world {
	t.Helper()
	w := &world{t: t, now: start, versions: map[eventlog.Stream]eventlog.Version{}, files: &memory{}, trouble: &trouble{}}
	w.log = vaulttest.Log{Log: memlog.New(w.time), Keys: &vaulttest.Memory{}}
	master, err := vault.CreateMaster(filepath.Join(t.TempDir(), "master.key"))
	w.must(err)
	v, err := vault.Open(t.Context(), w.log.Keys, master, vault.Source{})
	w.must(err)
	w.codec = eventjson.New(v, uuid.NewV7, clocks.Opens()...)
	w.journal = decider.NewJournal(w.log, w.codec)
	w.restart(programs)
	w.record(employer.Stream(zuid), ada, employer.Registered{ID: zuid, Code: "ZUID", Name: "Zuid", Zone: "Europe/Amsterdam"})
	return w
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) at(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// restart begins that many programs anew: what one had in its memory is gone.
func (w *world) restart(programs int) {
	w.keepers = nil
	for range programs {
		log := &stumbling{Log: w.log, trouble: w.trouble}
		w.keepers = append(w.keepers, &clocks.Keeper{
			Log: w.log, Codec: w.codec, Journal: decider.NewJournal(log, w.codec), Files: &stumblingFiles{Store: w.files, trouble: w.trouble},
			Now: w.time, NewID: uuid.New, Logger: slog.New(slog.DiscardHandler),
		})
	}
}

// record is somebody who records; the rules that made these events are tested elsewhere.
func (w *world) record(s eventlog.Stream, by access.Actor, events ...decider.Event) {
	w.t.Helper()
	r := decider.Request{Employer: zuid, Meta: eventlog.Meta{Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose), Channel: "api"}}
	_, err := w.journal.Append(w.t.Context(), s, w.versions[s], events, r)
	w.must(err)
	w.versions[s] += eventlog.Version(len(events))
}

// known makes everybody known whom work is given to.
func known(c casework.Command) casework.Command {
	var all []access.Known
	for _, a := range []access.Actor{ada, bo} {
		all = append(all, access.Known{Actor: a})
	}
	switch c := c.(type) {
	case casework.Assign:
		c.Known = all
		return c
	case casework.HandOver:
		c.Known = all
		return c
	}
	return c
}

// ask lets somebody ask something of the work on a file.
func (w *world) ask(file uuid.UUID, by access.Actor, command func(casework.Asked) casework.Command) {
	w.t.Helper()
	r := decider.Request{Employer: zuid, Meta: eventlog.Meta{Actor: by.ID, Role: string(by.Role)}}
	_, err := casework.Decider.Run(w.t.Context(), w.journal, casework.Stream(file), known(command(casework.Asked{By: by, At: w.time(), File: casework.File{Employer: zuid}})), r)
	w.must(err)
}

// deliver brings what is new to the programs, all of them at once, as when a lease is lost
// in the middle; again tells how often each event comes.
func (w *world) deliver(again int) {
	w.t.Helper()
	for {
		events, err := w.log.Read(w.t.Context(), w.heard, 100)
		w.must(err)
		if len(events) == 0 {
			return
		}
		topic, err := consumer.ParseTopic(clocks.Topic)
		w.must(err)
		for _, e := range events {
			w.heard = e.Position
			if !topic.Holds(e.Type) {
				continue
			}
			w.each(again, func(k *clocks.Keeper) error {
				return k.Heard(w.t.Context(), e, func(part string) string { return consumer.Key(clocks.Name, e.Position, part) })
			})
		}
	}
}

// each lets every program do something, at once, until it could; as often as again says.
func (w *world) each(again int, do func(*clocks.Keeper) error) {
	var all sync.WaitGroup
	for _, k := range w.keepers {
		all.Go(func() {
			for range again {
				for err := do(k); err != nil; err = do(k) {
					if !errors.Is(err, errTrouble) {
						w.t.Errorf("cannot count: %v", err)
						return
					}
				}
			}
		})
	}
	all.Wait()
}

func (w *world) look() {
	w.each(1, func(k *clocks.Keeper) error {
		_, err := k.Look(w.t.Context())
		return err
	})
}

// until lets the time pass and the programs look at every moment at which something
// stands otherwise, and at no other.
func (w *world) until(end time.Time) {
	w.t.Helper()
	w.deliver(1)
	for {
		next, err := w.files.NextAt(w.t.Context())
		w.must(err)
		if next.IsZero() || next.After(end) {
			w.at(end)
			return
		}
		if next.After(w.time()) {
			w.at(next)
		}
		w.look()
		w.deliver(1)
	}
}

// alarm is one as it stands in the log.
type alarm struct {
	File   uuid.UUID
	Kind   casework.AlarmKind
	Clock  casework.Clock
	At     time.Time
	Number int
}

// alarms are all that were ever raised, in the order of the log. Twice is one that was
// raised while it was true already.
func (w *world) alarms() (all []alarm, twice error) {
	w.t.Helper()
	type named struct {
		file   uuid.UUID
		number int
	}
	clockOf := map[named]casework.Clock{}
	since := map[string]bool{} // raised, and not ended since
	name := func(file uuid.UUID, kind casework.AlarmKind, c casework.Clock) string {
		return fmt.Sprint(file, kind, c)
	}
	for after := eventlog.Position(0); ; {
		recorded, err := w.log.Read(w.t.Context(), after, 1000)
		w.must(err)
		if len(recorded) == 0 {
			return all, twice
		}
		after = recorded[len(recorded)-1].Position
		recorded = slices.DeleteFunc(recorded, func(e eventlog.Recorded) bool { return e.Stream.Category != "casework" })
		bodies, err := w.codec.Decode(w.t.Context(), recorded)
		w.must(err)
		for i, body := range bodies {
			file := recorded[i].Stream.ID
			switch e := body.(type) {
			case casework.AlarmRaised:
				clock, _ := e.Clock.Get()
				clockOf[named{file, e.Number}] = clock
				if since[name(file, e.Kind, clock)] {
					twice = fmt.Errorf("raised twice: %s of %+v", e.Kind, clock)
				}
				since[name(file, e.Kind, clock)] = true
				all = append(all, alarm{file, e.Kind, clock, e.At, e.Number})
			case casework.AlarmEnded:
				for _, kind := range []casework.AlarmKind{casework.DueSoon, casework.Due, casework.NotReceived, casework.Lapsed, casework.TakenOver} {
					delete(since, name(file, kind, clockOf[named{file, e.Number}]))
				}
			}
		}
	}
}

func (w *world) work(file uuid.UUID) casework.Work {
	w.t.Helper()
	s, _, err := casework.Decider.Load(w.t.Context(), w.journal, casework.Stream(file))
	w.must(err)
	return s
}

func (w *world) file(id uuid.UUID) worklist.File {
	return w.files.(*memory).files[id]
}

// happened records an incident.
func (w *world) happened(id uuid.UUID, at time.Time) {
	w.record(incident.Stream(id), ada, incident.Registered{Employer: zuid, Regime: "AVG", Occurred: minute(at), ReportedAt: at})
}

func (w *world) openCase(id, happened uuid.UUID, victims ...uuid.UUID) {
	events := []decider.Event{
		prosecution.Opened{Employer: zuid, Regime: "AVG"}, prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToIncident, ID: happened}},
	}
	for _, v := range victims {
		events = append(events, prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: v}})
	}
	w.record(prosecution.Stream(id), ada, events...)
	w.rightsTold(id)
}

// rightsTold: else every case with an aangifte has a term that nobody tells the end of.
func (w *world) rightsTold(id uuid.UUID) {
	w.record(agreement.UseStream(id), ada, agreement.FactTold{ID: uuid.New(), Fact: "RIGHTS_TOLD", On: dayAt(w.time())})
}

func notice(id uuid.UUID, step codes.Code, effect, received moment.Moment) prosecution.NoticeReceived {
	told := prosecution.Told{Step: step, Effect: effect}
	if step == "VERDICT" {
		told.Outcome = "CONV"
	}
	return prosecution.NoticeReceived{Notice: prosecution.Notice{ID: id, Received: received, Source: "OM", Told: person.Of(told)}}
}

func told(id, victim, about uuid.UUID, on moment.Moment) prosecution.VictimTold {
	return prosecution.VictimTold{ID: id, Victim: victim, Of: []prosecution.Revision{{Notice: about}}, Channel: "PHONE", On: on}
}

func (w *world) openCare(happened, worker uuid.UUID) uuid.UUID {
	id := aftercare.ID(happened, worker)
	w.record(aftercare.Stream(id), ada, aftercare.Opened{Employer: zuid, Regime: "AVG", Incident: happened, Worker: worker})
	return id
}

func step(id, worker uuid.UUID, what codes.Code, at time.Time) aftercare.StepTold {
	return aftercare.StepTold{ID: id, Worker: worker, Step: person.Of(aftercare.Step{Step: what, Status: "DONE", On: minute(at)})}
}

func minute(t time.Time) moment.Moment {
	_, offset := t.In(amsterdam).Zone()
	return moment.Moment{Instant: t.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute}
}

func dayAt(t time.Time) moment.Moment {
	local := t.In(amsterdam)
	_, offset := local.Zone()
	y, m, d := local.Date()
	return moment.Moment{Instant: time.Date(y, m, d, 0, 0, 0, 0, amsterdam).UTC(), Offset: offset / 60, Precision: moment.Day, Finer: codes.NotRecorded}
}

// local is a minute on the clocks of the Netherlands.
func local(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, amsterdam)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// errTrouble is what passes by itself.
var errTrouble = fmt.Errorf("trouble that was made: %w", eventlog.ErrUnavailable)

// trouble fails now and then: zero chance is never. After an append it is the worst there
// is: recorded, and nobody heard of it.
type trouble struct {
	mu     sync.Mutex
	random *rand.Rand
	chance float64
}

func (t *trouble) strikes() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.random != nil && t.random.Float64() < t.chance
}

type stumbling struct {
	eventlog.Log
	trouble *trouble
}

func (l *stumbling) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	if l.trouble.strikes() {
		return eventlog.Receipt{}, errTrouble
	}
	r, err := l.Log.Append(ctx, a)
	if err == nil && l.trouble.strikes() {
		return eventlog.Receipt{}, errors.Join(errTrouble, eventlog.ErrUnknownOutcome)
	}
	return r, err
}

type stumblingFiles struct {
	worklist.Store
	trouble *trouble
}

func (f *stumblingFiles) Put(ctx context.Context, file worklist.File) (bool, error) {
	if f.trouble.strikes() {
		return false, errTrouble
	}
	return f.Store.Put(ctx, file)
}
