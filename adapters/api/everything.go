package api

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
)

type everythingInput struct {
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
}

// recording bounds how long it may take to record how an export ended, whoever has left.
const recording = 10 * time.Second

// progressKey is where who runs the API in the same program says whom to tell how far an
// export is.
type progressKey struct{}

// WithProgress lets an export tell how many of how many records it has written.
func WithProgress(ctx context.Context, at func(done, total int64)) context.Context {
	return context.WithValue(ctx, progressKey{}, at)
}

// mostEverything leaves nearly all places to who asks something short, however slowly these are read.
const mostEverything = 4

// takeEverything gives all that an employer owns as one file, which is made as it is sent.
func (a *api) takeEverything(ctx context.Context, in *everythingInput) (*huma.StreamResponse, error) {
	actor := callOf(ctx).actor
	owner, err := a.employerNamed(ctx, in.Employer)
	if err != nil {
		return nil, err
	}
	if err := actor.May(access.TakeEverything, owner.ID); err != nil {
		return nil, err
	}
	select {
	case a.everything <- struct{}{}:
	default:
		return nil, fault.New(fault.Unavailable, "others are taking everything out now: try again when they are done")
	}
	t, err := a.beginEverything(ctx, owner)
	if err != nil {
		<-a.everything
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer func() { <-a.everything }()
		h.SetHeader("Content-Type", packageType)
		h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "alles-"+t.manifest.Position.String()+".zip"))
		h.SetHeader("Position", t.manifest.Position.String())
		h.SetHeader("Records", fmt.Sprint(t.total))
		h.SetStatus(http.StatusOK)
		_, w := humago.Unwrap(h)
		t.send(callOf(ctx), w)
	}}, nil
}

// leaving is one export of all that an employer owns, under way.
type leaving struct {
	*api
	manifest export.Manifest
	scope    access.Scope
	total    int
	pack     *export.Pack
	progress func(done, total int64)
}

// beginEverything records that it begins: nothing leaves that is not on record.
func (a *api) beginEverything(ctx context.Context, owner employer.Employer) (*leaving, error) {
	c := callOf(ctx)
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the end of the log: %w", err)
	}
	t := &leaving{api: a, scope: c.actor.Over(access.TakeEverything), progress: func(_, _ int64) {}}
	counts, err := a.Records.CountKindsAs(ctx, t.scope, owner.ID, head)
	if err != nil {
		return nil, err
	}
	all, err := export.Total(counts)
	if err != nil {
		return nil, err
	}
	if at, is := ctx.Value(progressKey{}).(func(done, total int64)); is {
		t.progress = at
	}
	t.total = all.Events
	t.manifest = export.Manifest{
		Export: a.NewID(), Program: cmp.Or(a.Program, "ruggensteun"), Position: head, MadeAt: a.Clock().UTC(), MadeBy: string(c.actor.Role),
		Purpose: string(c.actor.Purpose), Invented: all.Invented > 0,
		Owner: export.Owner{ID: owner.ID, Code: owner.Code, Name: owner.Name, Zone: cmp.Or(owner.Zone, employer.DefaultZone)},
	}
	begun := export.Begun{Export: t.manifest.Export, Position: head, Records: t.total}
	if err := a.recordExport(ctx, export.Begin{By: c.actor, Employer: owner.ID, Begun: begun}); err != nil {
		return nil, err
	}
	return t, a.record(ctx, access.Reading{What: "everything", ID: owner.ID, Personal: true, Position: head})
}

// send writes it as long as whoever asked takes it. What breaks off breaks the connection too:
// only then does a client know that half a file is no file.
func (t *leaving) send(c *call, w http.ResponseWriter) {
	// It takes longer than a request may; who leaves ends it all the same.
	ctx := withCall(c.whole, c)
	err := t.write(ctx, &patient{ResponseWriter: w, pace: usualPace}, func() { _ = http.NewResponseController(w).Flush() })
	if err == nil {
		return
	}
	c.kind = kindInternal
	t.brokeOff(ctx, c)
	if ctx.Err() == nil {
		t.Logger.ErrorContext(ctx, "export broke off", "reference", c.reference(), "error", err)
	}
	panic(http.ErrAbortHandler)
}

func (t *leaving) brokeOff(ctx context.Context, c *call) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recording)
	defer cancel()
	broken := export.BrokenOff{Export: t.manifest.Export}
	if t.pack != nil {
		broken.Records, broken.Size = t.pack.Records(), t.pack.Size()
	}
	if err := t.recordExport(ctx, export.BreakOff{By: c.actor, Employer: c.actor.Employer, BrokenOff: broken}); err != nil {
		t.Logger.ErrorContext(ctx, "it is not recorded that an export broke off", "reference", c.reference(), "error", err)
	}
}

// write gives all of it; begun lets a client see at once that it comes.
func (t *leaving) write(ctx context.Context, w io.Writer, begun func()) (err error) {
	if t.pack, err = export.NewPack(w, t.manifest); err != nil {
		return err
	}
	begun()
	for _, k := range export.Kinds {
		if err := t.kind(ctx, k); err != nil {
			return err
		}
	}
	if t.pack.Records() != t.total {
		return fmt.Errorf("write everything: %d lines of %d were found", t.pack.Records(), t.total)
	}
	if err := t.parts(ctx); err != nil {
		return err
	}
	if err := t.papers(ctx); err != nil {
		return err
	}
	if err := t.photos(ctx); err != nil {
		return err
	}
	return t.pack.Close(func(rows, size int, hash string) error {
		what := export.TakenOut{
			Form: export.Everything, Question: fmt.Sprintf("everything of %s as-of %s", t.manifest.Owner.Code, t.manifest.Position), Viewer: "owner",
			Position: t.manifest.Position, Rows: rows, Size: size, Hash: hash,
		}
		actor := callOf(ctx).actor
		return t.recordExport(ctx, export.Take{By: actor, Employer: actor.Employer, TakenOut: what})
	})
}
