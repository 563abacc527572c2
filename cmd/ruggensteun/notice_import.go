package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/triage"
)

// noticeImporter tells the log what a file of notices says, row by row in the order of the
// file: a row may teach a case the number that the next one is found by. The id of a
// notice is made from its key, so whatever stops it, going on is importing the file again.
type noticeImporter struct {
	*store
	opened   *byItself
	actor    access.Actor
	employer employer.Employer
	finder   api.CaseFinder
	columns  []intake.Column

	dry      bool
	imagined *imagined // what cases would know by now, in a preview
	most     int       // lines to keep for the report; 0: all
	batch    uuid.UUID
	begun    batch.Started
	start    func() error // before the first event, once
	started  bool
	stage    func(what string) (at func(done, total int64), end func())
	report   noticeReport
}

// noticeImporter is for whoever may import notices for an employer; "" is the actor's own.
func (s *store) noticeImporter(ctx context.Context, w where, code string) (*noticeImporter, error) {
	who, err := w.actor(s.employerNamed(ctx))
	if err != nil {
		return nil, err
	}
	of, err := s.noticeImporterFor(ctx, who.Actor, code)
	return of, advised(w.unsaid(), err)
}

func (s *store) noticeImporterFor(ctx context.Context, who access.Actor, code string) (of *noticeImporter, err error) {
	id := who.Employer
	if code != "" {
		if id, _, err = s.vault.EmployerByCode(ctx, code); err != nil {
			return nil, err
		}
	}
	return s.noticesOf(ctx, who, id)
}

func (s *store) noticesOf(ctx context.Context, who access.Actor, id uuid.UUID) (of *noticeImporter, err error) {
	// Asked of one that does not exist too, so that nobody learns which there are.
	if err := who.May(access.ImportNotices, id); err != nil {
		return nil, err
	}
	of = &noticeImporter{store: s, opened: s.byItself(processing.NoticeImports, person.Purposes()...).daily(), actor: who, start: func() error { return nil }}
	of.opened.of = func() uuid.UUID { return of.batch }
	of.finder = api.CaseFinder{Directory: s.vault, Journal: of.journal()}
	of.report.Rows = []rowLine{}
	of.employer, _, err = employer.Decider.Load(ctx, s.journal(), employer.Stream(id))
	return of, err
}

func (i *noticeImporter) journal() decider.Sharing { return decider.NewJournal(i.log, i.opened) }

// noticeSteps are an import of notices, on a terminal and over HTTP. What is given with
// an error says how far it came, as the report does.
type noticeSteps struct {
	fileSteps
	to *noticeImporter // of one step
}

// preview goes through everything and records nothing. The id is that of the batch unless
// one of this file was stopped.
func (s *noticeSteps) preview(ctx context.Context, id uuid.UUID) (*intake.Batch, error) {
	s.to.dry, s.to.imagined = true, newImagined()
	s.to.report.Preview = true
	return s.goThrough(ctx, id, "comparing")
}

func (s *noticeSteps) record(ctx context.Context, id uuid.UUID) (*intake.Batch, error) {
	i := s.to
	from, err := s.goThrough(ctx, id, "recording")
	if err != nil || !i.started && !i.report.Resumed {
		return from, err
	}
	i.report.Batch = &i.batch
	return from, i.about(ctx, batch.Finish{Asked: i.importing(), Finished: batch.Finished{Batch: i.batch, Counts: i.report.counts()}}, "finish")
}

func (s *noticeSteps) goThrough(ctx context.Context, id uuid.UUID, what string) (*intake.Batch, error) {
	i := s.to
	i.stage = s.stage
	zone, err := time.LoadLocation(or(i.employer.Zone, employer.DefaultZone))
	if err != nil {
		return nil, err
	}
	from, err := s.readFor(ctx, i.employer, zone)
	if err != nil {
		return nil, err
	}
	i.columns = from.Report().Columns
	if err := i.newBatch(ctx, id, s.source, s.hash, from.Report().Incidents); err != nil {
		return from, err
	}
	if err := i.rows(ctx, from, what); err != nil {
		return from, err
	}
	i.report.end(from.Report())
	return from, nil
}

func (i *noticeImporter) rows(ctx context.Context, from *intake.Batch, what string) error {
	at, end := i.stage(what)
	defer end()
	done, total := int64(0), int64(from.Report().Incidents)
	for r, err := range from.Records(ctx) {
		if err != nil {
			return err
		}
		// What is on its way is finished, however the import ends.
		line, err := i.row(context.WithoutCancel(ctx), r)
		switch kind := fault.KindOf(err); {
		case kind == fault.Invalid || kind == fault.Refused || kind == fault.TooLarge:
			if err := from.Reject(r, inColumns(err, i.columns)); err != nil {
				return err
			}
		case err != nil:
			return fmt.Errorf("import the notice of row %d: %w", r.Rows[0], err)
		default:
			line.Row = r.Rows[0]
			i.report.count(line, i.most)
		}
		done++
		at(done, total)
	}
	return nil
}

// count takes a line in; most bounds how many are kept, and 0 does not.
func (r *noticeReport) count(l rowLine, most int) {
	switch l.What {
	case "told":
		r.Told++
	case "waiting":
		r.Waiting++
	case "corrected":
		r.Corrected++
	case "left":
		r.left++
		r.Unchanged++
	default:
		r.Unchanged++
	}
	if l.What != "unchanged" && (most == 0 || len(r.Rows) < most) {
		r.Rows = append(r.Rows, l)
	}
}

func sortRows(all []rowLine) {
	slices.SortStableFunc(all, func(a, b rowLine) int { return cmp.Compare(a.Row, b.Row) })
}

// row brings one notice into the log, and says what came of it.
func (i *noticeImporter) row(ctx context.Context, r intake.Record) (line rowLine, err error) {
	said, err := i.read(ctx, r)
	if err != nil {
		return line, err
	}
	err = again(func() error {
		at, err := i.locate(ctx, r.Key)
		if err != nil {
			return err
		}
		line = rowLine{Notice: &at.id}
		switch {
		case at.of != uuid.Nil:
			line.Case = &at.of
			line.What, line.Why, err = i.changeInCase(ctx, at, said)
		case at.entry.There():
			line.What, line.Why, err = i.changeWaiting(ctx, at, said)
		default:
			err = i.place(ctx, at, said, &line)
		}
		return err
	})
	return line, err
}

// located is where a notice is: nowhere yet, waiting, or in a case.
type located struct {
	id    uuid.UUID
	key   string
	try   int
	entry triage.Entry
	of    uuid.UUID
	was   noticeHistory
}

// locate finds a notice by its key. One of which the import was undone is new under the
// next id.
func (i *noticeImporter) locate(ctx context.Context, key string) (at located, err error) {
	for try := 0; ; try++ {
		at = located{key: key, try: try}
		if at.id, at.of, err = i.vault.Notice(ctx, i.employer.ID, key, try); err != nil {
			return at, err
		}
		if at.entry, _, err = triage.Decider.Load(ctx, i.journal(), triage.Stream(at.id)); err != nil {
			return at, err
		}
		if at.entry.State == triage.Undone {
			continue
		}
		if at.entry.State == triage.Placed {
			at.of = at.entry.Case
		}
		if at.of == uuid.Nil {
			return at, nil
		}
		if at.was, err = i.inCase(ctx, at, nil); err != nil || !at.was.undone {
			return at, err
		}
	}
}

// place tells a new notice in the one case that it is of, or lets it wait.
func (i *noticeImporter) place(ctx context.Context, at located, said noticeRow, line *rowLine) error {
	found, err := i.find(ctx, said.content)
	if err != nil {
		return err
	}
	of, waiting := triage.Judge(said.regime, found)
	if of != uuid.Nil {
		err := i.tell(ctx, at, of, prosecution.Receive{Asked: i.ofCase(), ID: at.id, Heard: said.content.Heard})
		if err == nil {
			line.What, line.Case = "told", &of
			i.imagined.learn(said, of)
			return nil
		}
		if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.Refused {
			return err
		}
		waiting = triage.Waiting{Reason: triage.NotTaken, Candidates: []uuid.UUID{of}}
	}
	line.What, line.Why = "waiting", string(waiting.Reason)
	return i.triage(ctx, at.id, triage.Receive{Asked: i.ofTriage(), Regime: said.regime, Content: said.content, Waiting: waiting})
}

// changeWaiting corrects a notice that waits.
func (i *noticeImporter) changeWaiting(ctx context.Context, at located, said noticeRow) (what, why string, err error) {
	have, readable := at.entry.Content.Get()
	switch {
	case !readable:
		return "left", "what the file said of it was destroyed", nil
	case have.Equal(said.content):
		return "unchanged", "", nil
	}
	found, err := i.find(ctx, said.content)
	if err != nil {
		return "", "", err
	}
	of, waiting := triage.Judge(at.entry.Regime, found)
	if of != uuid.Nil { // a person may have looked at it already, so a person matches it
		waiting = triage.Waiting{Reason: at.entry.Reason, Candidates: []uuid.UUID{of}}
	}
	return "corrected", "waiting", i.triage(ctx, at.id, triage.Correct{Asked: i.ofTriage(), Content: said.content, Waiting: waiting})
}

// changedInFile is the reason of a correction, for whoever reads the case.
const changedInFile = "een later bestand zegt het anders (a later file says it otherwise)"

// changeInCase corrects what an earlier file told in a case, unless somebody did so here.
func (i *noticeImporter) changeInCase(ctx context.Context, at located, said noticeRow) (what, why string, err error) {
	t := at.was
	switch {
	case t.file().Equal(said.content.Heard):
		return "unchanged", "", nil
	case t.kept.Withdrawn:
		return "left", "somebody withdrew it here", nil
	case !t.byFile:
		return "left", "the file changed it, and so did somebody here", nil
	case t.kept.Told.State != person.Present:
		return "left", "what is on record was destroyed", nil
	}
	return "corrected", "", i.tell(ctx, at, at.of, prosecution.Correct{Asked: i.ofCase(), ID: at.id, Heard: said.content.Heard, Reason: changedInFile})
}

// tell carries a command on a case out, with what follows for the suspect's file.
func (i *noticeImporter) tell(ctx context.Context, at located, of uuid.UUID, cmd prosecution.Command) error {
	stream := prosecution.Stream(of)
	family, err := i.familyOf(ctx, of, prosecution.Named(cmd)...)
	if err != nil {
		return err
	}
	cmd, followers := family.With(of, cmd), family.Followers(of, cmd, i.ofCase())
	if i.dry {
		_, err := prosecution.Decider.Decide(family.State(of), cmd)
		return err
	}
	mark, err := i.vault.NoticeMark(ctx, i.employer.ID, at.key, at.try, of)
	if err != nil {
		return err
	}
	journal := decider.NewJournal(i.log, noticeMarking{i.opened, i.start, stream, mark})
	_, err = decider.All(ctx, journal, prosecution.Decider, stream, cmd, i.request(), followers...)
	return err
}

// familyOf reads a case with those that it was merged with. Named is whom a notice names.
func (i *noticeImporter) familyOf(ctx context.Context, of uuid.UUID, named ...uuid.UUID) (prosecution.Family, error) {
	return prosecution.FamilyOf(of, prosecution.ByWorker(func(id uuid.UUID) (prosecution.Case, error) {
		s, _, err := prosecution.Decider.Load(ctx, i.journal(), prosecution.Stream(id))
		return s, err
	}, func(id uuid.UUID) (pseudonym.State, error) {
		s, _, err := pseudonym.Decider.Load(ctx, i.journal(), pseudonym.Stream(id))
		return s, err
	}, named...))
}

func (i *noticeImporter) triage(ctx context.Context, id uuid.UUID, cmd triage.Command) error {
	stream := triage.Stream(id)
	if i.dry {
		state, _, err := triage.Decider.Load(ctx, i.journal(), stream)
		if err == nil {
			_, err = triage.Decider.Decide(state, cmd)
		}
		return err
	}
	journal := decider.NewJournal(i.log, noticeMarking{Codec: i.opened, start: i.start})
	_, err := triage.Decider.Run(ctx, journal, stream, cmd, i.request())
	return err
}

// noticeMarking lets the key of a notice commit with it, and the batch begin before its
// first event and not before the rules have allowed one.
type noticeMarking struct {
	decider.Codec
	start func() error
	of    eventlog.Stream
	mark  eventlog.Mark
}

func (m noticeMarking) Encode(ctx context.Context, s eventlog.Stream, events []decider.Event, r decider.Request) (decider.Encoded, error) {
	if err := m.start(); err != nil {
		return decider.Encoded{}, err
	}
	encoded, err := m.Codec.Encode(ctx, s, events, r)
	if s == m.of {
		encoded.Marks = append(encoded.Marks, m.mark)
	}
	return encoded, err
}

func (i *noticeImporter) ofCase() prosecution.Asked {
	return prosecution.Asked{By: i.actor, At: time.Now(), Employer: i.employer}
}

func (i *noticeImporter) ofTriage() triage.Asked {
	return triage.Asked{By: i.actor, At: time.Now(), Employer: i.employer}
}

func (i *noticeImporter) importing() batch.Asked {
	return batch.Asked{By: i.actor, Employer: i.employer.ID}
}

func (i *noticeImporter) request() decider.Request {
	return decider.Request{Employer: i.employer.ID, Meta: eventlog.Meta{
		Actor: i.actor.ID, Role: string(i.actor.Role), Purpose: string(i.actor.Purpose), Channel: batch.Channel, Correlation: i.batch,
	}}
}

// newBatch finds the batch to go on with, or makes one that begins with the first event;
// the zero id takes a new one.
func (i *noticeImporter) newBatch(ctx context.Context, id uuid.UUID, file *sourceFile, mapping [32]byte, notices int) error {
	content, err := file.hash()
	if err != nil {
		return err
	}
	keyed, err := i.vault.FileHash(ctx, i.employer.ID, content)
	if err != nil {
		return err
	}
	if id == uuid.Nil {
		id = uuid.Must(uuid.NewV7())
	}
	i.begun = batch.Started{Batch: id, File: hex.EncodeToString(keyed[:]), Mapping: hex.EncodeToString(mapping[:]), Incidents: notices}
	all, _, err := batch.OfNotices.Load(ctx, i.journal(), batch.StreamOfNotices(i.employer.ID))
	if err != nil {
		return err
	}
	if before, stopped := all.Unfinished(i.begun.File, i.begun.Mapping); stopped {
		i.begun.Batch, i.report.Resumed = before.Started.Batch, true
	}
	i.batch = i.begun.Batch
	i.start = sync.OnceValue(func() error {
		i.started = true
		return i.about(context.WithoutCancel(ctx), batch.Start{Asked: i.importing(), Started: i.begun}, "start")
	})
	return nil
}

// about tells something of the batch itself.
func (i *noticeImporter) about(ctx context.Context, cmd batch.Command, what string) error {
	r := i.request()
	if r.Key = fmt.Sprintf("notices/%s/%s", i.batch, what); what == "" {
		r.Key = "" // an undoing, which is told each time
	}
	r.Body = []byte(r.Key)
	return again(func() error {
		_, err := batch.OfNotices.Run(ctx, i.journal(), batch.StreamOfNotices(i.employer.ID), cmd, r)
		return err
	})
}

func asFault(err error) (*fault.Fault, bool) {
	var f *fault.Fault
	return f, errors.As(err, &f)
}
