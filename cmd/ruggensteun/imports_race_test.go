package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/fault"
)

// hanging is a file that has begun to come, and does not go on until it is let.
type hanging struct {
	begun, on chan struct{}
	text      string
}

func newHanging(text string) *hanging {
	return &hanging{begun: make(chan struct{}), on: make(chan struct{}), text: text}
}

func (h *hanging) Read(p []byte) (int, error) {
	if h.begun != nil {
		close(h.begun)
		h.begun = nil
		<-h.on
	}
	n := copy(p, h.text)
	if h.text = h.text[n:]; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestFilesOnTheirWayCount: who lets files come slowly would have all the room there is
// to himself, and a file that is here is no longer on its way.
func TestFilesOnTheirWayCount(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	i, who := c.httpImports()
	var files []*hanging
	done := make(chan error, mostFilesOfOne)
	for range mostFilesOfOne {
		file := newHanging(oneRow)
		begun := file.begun
		files = append(files, file)
		go func() {
			_, err := i.Upload(t.Context(), who, importMapping, file)
			done <- err
		}()
		<-begun
	}
	if _, err := i.Upload(t.Context(), who, importMapping, strings.NewReader(oneRow)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("one file more than an employer may send: %v", err)
	}
	for _, file := range files {
		close(file.on)
		if err := <-done; err != nil {
			t.Errorf("a file that came in time: %v", err)
		}
	}
	if n := len(i.arrives); n != 0 || len(i.jobs) != mostFilesOfOne {
		t.Errorf("%d are on their way, and %d here", n, len(i.jobs))
	}
}

// TestWhatIsConfirmedIsNotDiscarded, nor the other way round, whoever is first.
func TestWhatIsConfirmedIsNotDiscarded(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	i, who := c.httpImports()
	sent := func() *job {
		page, err := i.Upload(context.Background(), who, importMapping, strings.NewReader(oneRow))
		if err != nil {
			t.Fatal(err)
		}
		return i.own(who, page.ID)
	}
	gone := sent() // somebody confirms it who found it before it was discarded
	if err := i.Discard(t.Context(), who, gone.id); err != nil {
		t.Fatal(err)
	}
	if _, err := i.confirmed(gone); fault.KindOf(err) != fault.NotFound {
		t.Errorf("confirming what was discarded: %v", err)
	}
	kept := sent()
	kept.mu.Lock()
	kept.now = api.ImportRecording // somebody confirmed it after the other looked
	kept.mu.Unlock()
	i.mu.Lock()
	dropped := i.drop(kept.id)
	i.mu.Unlock()
	if dropped || i.own(who, kept.id) == nil {
		t.Error("what is being recorded was let go of")
	}
	if err := i.begins(kept.id, &undoJob{}); fault.KindOf(err) != fault.Refused {
		t.Errorf("undoing what is being recorded: %v", err)
	}
	stopped := sent() // and its batch is being undone
	i.mu.Lock()
	i.undoing[stopped.id] = &undoJob{}
	i.mu.Unlock()
	if _, err := i.Confirm(t.Context(), who, stopped.id); fault.KindOf(err) != fault.Refused {
		t.Errorf("recording what is being undone: %v", err)
	}
}

// TestNothingBeginsWhenTheServerStops: nobody would wait for it, and the store closes.
func TestNothingBeginsWhenTheServerStops(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	i, who := c.httpImports()
	page, err := i.Upload(t.Context(), who, importMapping, strings.NewReader(oneRow))
	if err != nil {
		t.Fatal(err)
	}
	i.stop()
	if _, err := i.Confirm(t.Context(), who, page.ID); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("confirming in a server that stops: %v", err)
	}
}

// TestAPanicEndsOneFileOnly: the record of a writer that has no store.
func TestAPanicEndsOneFileOnly(t *testing.T) {
	t.Parallel()
	p := &pump{importer: &importer{}}
	var broke *brokeOff
	if _, err := p.carefully(t.Context(), &task{}); !errors.As(err, &broke) || len(broke.stack) == 0 {
		t.Errorf("got %v", err)
	}
}
