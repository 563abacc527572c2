package main

import (
	"context"
	"crypto/sha256"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/fault"
)

// imports takes files over HTTP, of all kinds (importKind). What was sent lives in this server only, for a bounded
// time; what was recorded of it is in the log, as of any import.
type imports struct {
	store  *store
	spool  spool
	life   time.Duration // of a file that was sent, since something was last done with it
	prompt time.Duration // for which an upload waits for its preview

	mu      sync.Mutex
	jobs    map[uuid.UUID]*job     // by import
	undoing map[uuid.UUID]*undoJob // by batch
	arrives map[string]int         // files on their way, by the code of the employer
	room    chan struct{}          // one taken by each that works
	ctx     context.Context
	end     context.CancelFunc
	work    sync.WaitGroup
}

// What one server keeps and does at a time. Others wait, or are told to.
const (
	mostFiles      = 16
	mostFilesOfOne = 4 // employer
	mostWorking    = 2
)

func newHTTPImports(s *store, folder string) *imports {
	i := &imports{
		store: s, spool: spool{folder: folder}, life: time.Hour, prompt: 5 * time.Second,
		jobs: map[uuid.UUID]*job{}, undoing: map[uuid.UUID]*undoJob{}, arrives: map[string]int{}, room: make(chan struct{}, mostWorking),
	}
	i.ctx, i.end = context.WithCancel(context.Background())
	return i
}

// stop ends what is being done after what it has in hand; nothing begins any more.
func (i *imports) stop() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.end()
}

// goes does work in the background, and tells whether it does.
func (i *imports) goes(work func()) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.ctx.Err() != nil {
		return false
	}
	i.work.Go(work)
	return true
}

var errStopping = fault.New(fault.Unavailable, "this server is stopping: send the file again in a moment")

// Close lets what is on its way end, and removes every file.
func (i *imports) Close() {
	i.stop()
	i.work.Wait()
	i.mu.Lock()
	defer i.mu.Unlock()
	for id := range i.jobs {
		i.drop(id)
	}
	if err := i.spool.close(); err != nil {
		i.store.logger.Error("the folder of files that were sent was not removed", "error", err)
	}
}

// drop forgets a job, with i.mu held; false when there is none, or it is being worked on.
func (i *imports) drop(id uuid.UUID) bool {
	j := i.jobs[id]
	if j == nil {
		return false
	}
	left, err := j.leave()
	if err != nil {
		i.store.logger.Error("a file that was sent was not let go of", "import", j.id, "error", err)
	}
	if left {
		delete(i.jobs, id)
	}
	return left
}

// Upload implements api.Imports.
func (i importDesk) Upload(ctx context.Context, who access.Actor, mapping string, file io.Reader) (api.Import, error) {
	m, text, err := mappingSent(mapping)
	if err == nil {
		err = i.kind.right(m)
	}
	if err != nil {
		return api.Import{}, err
	}
	steps, err := i.kind.open(ctx, i.store, who, m)
	if err != nil {
		return api.Import{}, err
	}
	code := m.Employer.Code
	if err := i.admit(code); err != nil {
		return api.Import{}, err
	}
	source, err := i.spool.take(file)
	if err != nil {
		i.arrived(code, nil)
		return api.Import{}, err
	}
	j := &job{imports: i.imports, kind: i.kind, id: uuid.Must(uuid.NewV7()), who: who, code: code, owner: steps.employer(), steps: steps, now: api.ImportReading, changed: make(chan struct{})}
	w := steps.whole()
	w.source, w.hash, w.temporary, w.stage = source, sha256.Sum256(text), i.spool.folder, j.stage
	i.arrived(code, j)
	return i.firstLook(ctx, j)
}

// firstLook waits for the preview for a moment. A file that cannot be read is not kept.
func (i *imports) firstLook(ctx context.Context, j *job) (api.Import, error) {
	if err := j.begin(api.ImportReading, j.preview); err != nil {
		return api.Import{}, err
	}
	late := time.NewTimer(i.prompt)
	defer late.Stop()
	select {
	case <-j.settled():
	case <-late.C:
	case <-ctx.Done():
	}
	page := j.page()
	if page.Failed != nil {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.drop(j.id)
		return page, page.Failed
	}
	return page, nil
}

// mappingSent is the name of a mapping that comes with the program, or a text.
func mappingSent(mapping string) (*intake.Mapping, []byte, error) {
	text := []byte(mapping)
	if name := strings.TrimSpace(mapping); !strings.ContainsAny(name, ":\n{") {
		shipped, err := intake.ShippedMapping(name)
		if err != nil {
			var wrong fault.Fields
			wrong.Add("mapping", "is no mapping", "send the text of one, or use one of "+strings.Join(intake.ShippedMappings(), ", "))
			return nil, nil, wrong.Err()
		}
		text = shipped
	}
	m, err := intake.ParseMapping(text)
	return m, text, err
}

// ofIncidents and ofNotices refuse a mapping of the other kind.
func ofIncidents(m *intake.Mapping) error {
	if m.Notices() {
		return fault.New(fault.Invalid, "the mapping is for notices of cases: `ruggensteun notice import` records these, and POST /v1/notice-imports")
	}
	return nil
}

func ofNotices(m *intake.Mapping) error {
	if !m.Notices() {
		return fault.New(fault.Invalid, "the mapping is for incidents: `ruggensteun import` records these, and POST /v1/imports; one for notices has notice where it has fields")
	}
	return nil
}

// admit finds room for one file more.
func (i *imports) admit(code string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	all, own := len(i.jobs), i.arrives[code]
	for _, n := range i.arrives {
		all += n
	}
	for _, j := range i.jobs {
		if j.code == code {
			own++
		}
	}
	if all >= mostFiles || own >= mostFilesOfOne {
		return fault.New(fault.Unavailable, "too many files wait here: confirm one that you sent, or discard it, and try again")
	}
	i.arrives[code]++
	return nil
}

// arrived makes of a file on its way one that is here; nil did not come.
func (i *imports) arrived(code string, j *job) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.arrives[code]--; i.arrives[code] == 0 {
		delete(i.arrives, code)
	}
	if j != nil {
		i.jobs[j.id] = j
	}
}

// own finds what this very person sent: the file and all that is told of it are shown
// to nobody else.
func (i importDesk) own(who access.Actor, id uuid.UUID) *job {
	i.mu.Lock()
	defer i.mu.Unlock()
	if j := i.jobs[id]; j != nil && j.who.ID == who.ID && j.kind == i.kind {
		return j
	}
	return nil
}

var errGone = access.NoSuch("import on this server: it may have expired, then send the file again")

// mine is own with access asked anew: it may have been taken away since.
func (i importDesk) mine(who access.Actor, id uuid.UUID) (*job, error) {
	j := i.own(who, id)
	if j == nil {
		return nil, errGone
	}
	return j, who.May(i.kind.may()[0], j.employer())
}

// Find implements api.Imports.
func (i importDesk) Find(ctx context.Context, who access.Actor, employer, id uuid.UUID) (api.Import, error) {
	j := i.own(who, id)
	if j == nil {
		page, err := i.onRecord(ctx, who, employer, id)
		return i.beside(who, page, true), err
	}
	if err := who.May(i.kind.may()[0], j.employer()); err != nil || j.state() != api.ImportFinished {
		return j.page(), err
	}
	page, err := i.onRecord(ctx, who, j.employer(), j.batch())
	if fault.KindOf(err) == fault.NotFound { // there was nothing new in it, so there is no batch
		return j.page(), nil
	}
	page = i.beside(who, page, true)
	page.ID = id
	return page, err
}

// onRecord is a batch as the log has it.
func (i importDesk) onRecord(ctx context.Context, who access.Actor, employer, id uuid.UUID) (api.Import, error) {
	list, err := i.recorded(ctx, who, employer)
	if err != nil {
		return api.Import{}, err
	}
	if n := slices.IndexFunc(list, func(one api.Import) bool { return one.ID == id }); n >= 0 {
		return list[n], nil
	}
	return api.Import{}, access.NoSuch("import")
}

// List implements api.Imports.
func (i importDesk) List(ctx context.Context, who access.Actor, employer uuid.UUID) ([]api.Import, error) {
	list, err := i.recorded(ctx, who, employer)
	if err != nil {
		return nil, err
	}
	listed := map[uuid.UUID]bool{}
	for n := range list {
		list[n] = i.beside(who, list[n], false)
		listed[list[n].ID] = true
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	var waiting []api.Import
	for _, j := range i.jobs {
		if page := j.page(); j.kind == i.kind && j.who.ID == who.ID && j.employer() == employer && !listed[j.batch()] {
			page.Preview, page.Report = nil, nil
			waiting = append(waiting, page)
		}
	}
	slices.SortFunc(waiting, func(a, b api.Import) int { return strings.Compare(a.ID.String(), b.ID.String()) })
	return append(list, waiting...), nil
}

// recorded are the batches of an employer, as the log has them.
func (i importDesk) recorded(ctx context.Context, who access.Actor, employer uuid.UUID) ([]api.Import, error) {
	if employer == uuid.Nil {
		return nil, nil
	}
	code, all, err := i.kind.batches(ctx, i.store, who, employer)
	if err != nil {
		return nil, err
	}
	var list []api.Import
	for _, b := range all {
		list = append(list, pageOfBatch(code, b))
	}
	return list, nil
}

// beside adds to what the log has what this server is doing.
func (i importDesk) beside(who access.Actor, page api.Import, whole bool) api.Import {
	i.mu.Lock()
	defer i.mu.Unlock()
	u := i.undoing[page.ID]
	for _, j := range i.jobs {
		if j.batch() != page.ID {
			continue
		}
		now := j.page()
		if now.State == api.ImportRecording {
			page.State, page.Progress = now.State, now.Progress
		}
		if j.who.ID == who.ID {
			page.Expires, page.Resumes = now.Expires, now.Resumes
			if whole {
				page.Report = now.Report
			}
		}
	}
	if u != nil {
		u.show(&page, whole)
	}
	return page
}

// Confirm implements api.Imports. What failed or was stopped is begun again the same way.
func (i importDesk) Confirm(_ context.Context, who access.Actor, id uuid.UUID) (api.Import, error) {
	j, err := i.mine(who, id)
	if err != nil {
		return api.Import{}, err
	}
	begins, err := i.confirmed(j)
	if begins && err == nil {
		err = j.begin(api.ImportRecording, j.record)
	}
	if err != nil {
		return api.Import{}, err
	}
	return j.page(), nil
}

// confirmed tells whether recording begins. A batch is not recorded and undone at once.
func (i *imports) confirmed(j *job) (begins bool, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if u := i.undoing[j.batch()]; u != nil && !u.ended() {
		return false, fault.New(fault.Refused, "the import that this goes on with is being undone: send the file again when that is done")
	}
	return j.confirmed()
}

// Discard implements api.Imports.
func (i importDesk) Discard(_ context.Context, who access.Actor, id uuid.UUID) error {
	j, err := i.mine(who, id)
	if err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.jobs[id] == j && !i.drop(id) {
		return fault.New(fault.Refused, "this is being worked on: discard it when that is done")
	}
	return nil
}

// Rejects implements api.Imports.
func (i importDesk) Rejects(ctx context.Context, who access.Actor, id uuid.UUID) (api.Rejects, error) {
	j, err := i.mine(who, id)
	if err != nil {
		return api.Rejects{}, err
	}
	return j.rejects(ctx)
}

// pageOfBatch is a batch as the log has it.
func pageOfBatch(code string, b told) api.Import {
	at := b.at.UTC()
	page := api.Import{ID: b.Started.Batch, Employer: code, State: api.ImportUnfinished, Mapping: mappingNamed(b.Mapping), Role: b.role, Started: &at}
	if b.Finished != nil {
		page.State, page.Counts = api.ImportFinished, countsOf(b.Finished.Counts)
	}
	if b.Undone != nil {
		page.State, page.Undone = api.ImportTakenBack, &api.ImportUndone{Withdrawn: b.Undone.Withdrawn, Left: b.Undone.Left}
	}
	return page
}

func countsOf(c batch.Counts) *api.ImportCounts {
	counts := api.ImportCounts(c)
	return &counts
}
