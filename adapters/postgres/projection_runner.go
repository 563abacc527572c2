package postgres

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Reader is what the runner needs of the log.
type Reader interface {
	Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error)
	Head(ctx context.Context) (eventlog.Position, error)
}

// Runner keeps read models up to date with the log. One per process.
type Runner struct {
	db       *DB
	log      Reader
	decode   projections.Decoder
	options  RunnerOptions
	watching sync.Once
	watch    *projectedListener
	stop     context.CancelFunc
	ctx      context.Context // of the listener, which starts with the first wait
	done     sync.WaitGroup

	mu   sync.Mutex
	held map[revision]*held
}

// RunnerOptions tune a Runner. The zero value is right.
type RunnerOptions struct {
	Logger  *slog.Logger
	Metrics RunnerMetrics
	// LeaseTime is projections.LeaseTime unless set.
	LeaseTime time.Duration
	// Memory bounds what a rebuild keeps of current rows, in bytes by estimate;
	// 1 GiB less what the rest of the program needs unless set.
	Memory int64
	// Logbook takes lines of processing that events bring (projections.Event); nil where none bring any.
	Logbook *Readings
}

// RunnerMetrics is told what the runner does; a nil one is not.
type RunnerMetrics interface {
	// Applied: one batch of events of a projection became row versions.
	Applied(name string, events, versions int, took time.Duration)
	// StoppedAt: a projection cannot go on. Somebody has to look.
	StoppedAt(name string, at eventlog.Position)
}

type noMetrics struct{}

func (noMetrics) Applied(string, int, int, time.Duration) {}
func (noMetrics) StoppedAt(string, eventlog.Position)     {}

const defaultMemory = 768 << 20

// OpenRunner makes a runner; Close ends its listener.
func OpenRunner(db *DB, log Reader, decode projections.Decoder, o RunnerOptions) *Runner {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = noMetrics{}
	}
	if o.LeaseTime == 0 {
		o.LeaseTime = projections.LeaseTime
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	r := &Runner{db: db, log: log, decode: decode, options: o, held: map[revision]*held{}}
	r.ctx, r.stop = context.WithCancel(context.Background())
	r.watch = newProjectedListener(db.app, o.Logger)
	return r
}

// Close lets go of the listener. What is being applied is not cut off.
func (r *Runner) Close() {
	r.stop()
	r.done.Wait()
}

// revision names one revision of one projection.
type revision struct {
	name   string
	number int
}

func revisionOf(p projections.Projection) revision { return revision{p.Name, p.Revision} }

// held is what is known about the tables of a projection as long as one lease lasts.
type held struct {
	mu    sync.Mutex // one batch at a time
	fence int64
	plan  *schemaPlan
}

// holding gives what is known under this fence, and forgets what was known under another.
func (r *Runner) holding(p projections.Projection, fence int64) *held {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.held[revisionOf(p)]
	if h == nil || h.fence != fence {
		h = &held{fence: fence}
		r.held[revisionOf(p)] = h
	}
	return h
}

// newOwner names one attempt to own something. Never reused: a program that
// starts again is another owner.
func newOwner() uuid.UUID { return uuid.New() }
