package api

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// shaky is a log whose connection breaks while recording, a number of times,
// before or after it was recorded.
type shaky struct {
	eventlog.Log
	breaks atomic.Int32
	after  bool
}

func (s *shaky) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	if s.breaks.Add(-1) < 0 {
		return s.Log.Append(ctx, a)
	}
	if s.after {
		if _, err := s.Log.Append(ctx, a); err != nil {
			return eventlog.Receipt{}, err
		}
	}
	return eventlog.Receipt{}, errors.Join(errors.New("reset by peer"), eventlog.ErrUnknownOutcome)
}

func TestAConnectionThatBreaksWhileRecordingRecordsOnce(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before it was recorded": false, "after it was recorded": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := &shaky{after: after}
			w := newWorld(t, func(n *Needs, _ *limits) { log.Log, n.Log = n.Log, log })
			log.breaks.Store(1)
			out := w.post("/v1/incidents", access.Reporter, w.city, whole).want(201)
			if out.Header().Get("Idempotency-Replayed") != "" || out.Header().Get("Position") != "3" {
				t.Errorf("headers %v", out.Header())
			}
			w.get(out.Header().Get("Location"), access.Registrar, w.city).want(200)
			log.breaks.Store(1)
			w.post(out.Header().Get("Location")+"/details", access.Reporter, w.city, `{"narrative":"meer"}`, header("If-Match", `"1"`)).want(200)
			if head, _ := w.log.Head(context.Background()); head != 4 {
				t.Errorf("the log holds %d events, want 4", head)
			}
		})
	}
}

func TestAConnectionThatStaysBrokenIsToldWithWhatToDo(t *testing.T) {
	t.Parallel()
	log := &shaky{}
	w := newWorld(t, func(n *Needs, _ *limits) { log.Log, n.Log = n.Log, log })
	log.breaks.Store(100)
	if out := w.post("/v1/incidents", access.Reporter, w.city, whole).want(503); out.text("kind") != "unavailable" {
		t.Errorf("got %s", out.Body)
	}
}

// late is a directory that has not heard yet of what was registered a moment
// ago, a number of times.
type late struct {
	Directory
	times atomic.Int32
}

func (l *late) EmployerByCode(ctx context.Context, code string) (uuid.UUID, bool, error) {
	if l.times.Add(-1) >= 0 {
		return uuid.Nil, false, nil
	}
	return l.Directory.EmployerByCode(ctx, code)
}

func (l *late) PersonByStaffNumber(ctx context.Context, employer uuid.UUID, number string) (uuid.UUID, bool, error) {
	if l.times.Add(-1) >= 0 {
		return uuid.Nil, false, nil
	}
	return l.Directory.PersonByStaffNumber(ctx, employer, number)
}

func TestWhoeverWasRegisteredAMomentAgoIsFoundAfterAll(t *testing.T) {
	t.Parallel()
	directory := &late{}
	w := newWorld(t, func(n *Needs, _ *limits) { directory.Directory, n.Directory = n.Directory, directory })
	w.registered(`{"workers":[{"staff_number":"1"}]}`)
	directory.times.Store(lookups - 1)
	w.registered(`{"workers":[{"staff_number":"1"}]}`)
	directory.times.Store(lookups)
	if out := w.post("/v1/incidents", access.Reporter, w.city, `{"workers":[{"staff_number":"1"}]}`).want(409); out.text("kind") != "conflict" {
		t.Errorf("got %s", out.Body)
	}

	first := w.post("/v1/employers", access.Operator, uuid.Nil, police, header("Idempotency-Key", "one")).want(201)
	directory.times.Store(1)
	again := w.post("/v1/employers", access.Operator, uuid.Nil, police, header("Idempotency-Key", "one")).want(201)
	if again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("first %s, then %s", first.Body, again.Body)
	}
}

func TestARepeatIsDoneOnceAndAnsweredTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := header("Idempotency-Key", "one")
	first := w.post("/v1/incidents", access.Reporter, w.city, whole, key).want(201)
	path := first.Header().Get("Location")
	change := `{"behaviours":["HIT"]}`
	added := w.post(path+"/details", access.Reporter, w.city, change, header("Idempotency-Key", "two")).want(200)
	w.post(path+"/withdrawal", access.Registrar, w.city, `{"reason":"TEST"}`).want(200)

	// By now the trade would refuse the change; it was done, and is answered so.
	for name, again := range map[string][2]*reply{
		"registration": {first, w.post("/v1/incidents", access.Reporter, w.city, whole, key)},
		"details":      {added, w.post(path+"/details", access.Reporter, w.city, change, header("Idempotency-Key", "two"))},
	} {
		before, after := again[0], again[1].want(again[0].Code)
		// Suggestions are those of the moment: what was looked at grows.
		delete(before.json, "likely_doubles")
		delete(after.json, "likely_doubles")
		if !reflect.DeepEqual(before.json, after.json) || after.Header().Get("Idempotency-Replayed") != "true" || before.Header().Get("Idempotency-Replayed") != "" {
			t.Errorf("%s: %s %v, then %s %v", name, before.Body, before.Header(), after.Body, after.Header())
		}
		for _, h := range []string{"ETag", "Position", "Location"} {
			if before.Header().Get(h) != after.Header().Get(h) {
				t.Errorf("%s: %s was %q, then %q", name, h, before.Header().Get(h), after.Header().Get(h))
			}
		}
	}
	if head, _ := w.log.Head(context.Background()); head != 5 {
		t.Errorf("the log holds %d events, want 5", head)
	}
}

func TestAKeyIsForOneRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := header("Idempotency-Key", "one")
	one, other := w.registered(`{"place":{"type":"ROAD"}}`), w.registered(`{"place":{"type":"HOME"}}`)
	w.post(one+"/details", access.Registrar, w.city, `{"narrative":"x"}`, key).want(200)
	for name, out := range map[string]*reply{
		"another body":     w.post(one+"/details", access.Registrar, w.city, `{"narrative":"y"}`, key),
		"another incident": w.post(other+"/details", access.Registrar, w.city, `{"narrative":"x"}`, key),
		"another command":  w.post(one+"/corrections", access.Registrar, w.city, `{"narrative":"x","reason":"x"}`, key),
		"another version":  w.post(one+"/details", access.Registrar, w.city, `{"narrative":"x"}`, key, header("If-Match", `"7"`)),
	} {
		if out.want(409).text("kind") != "key_reused" {
			t.Errorf("%s: %s", name, out.Body)
		}
	}
	// Keys of others are others.
	w.post(one+"/details", access.Reporter, w.city, `{"narrative":"z"}`, key).want(200)
}

func TestAChangeOnAStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	etag := w.get(path, access.Registrar, w.city).want(200).Header().Get("ETag")
	w.post(path+"/details", access.Reporter, w.city, `{"narrative":"meer"}`, header("If-Match", etag)).want(200)
	if out := w.post(path+"/details", access.Reporter, w.city, `{"narrative":"nog meer"}`, header("If-Match", etag)).want(412); out.text("kind") != "conflict" {
		t.Errorf("got %s", out.Body)
	}
	w.post(path+"/details", access.Reporter, w.city, `{"narrative":"nog meer"}`, header("If-Match", "*")).want(200)
	for _, bad := range []string{"2", `W/"2"`, `"2", "3"`, `"kanarie"`, `"-1"`, `"99999999999999999999"`} {
		if out := w.post(path+"/details", access.Reporter, w.city, `{"narrative":"x"}`, header("If-Match", bad)).want(400); !slices.Equal(out.fields(), []string{"If-Match"}) {
			t.Errorf("%s: %s", bad, out.Body)
		}
	}
}
