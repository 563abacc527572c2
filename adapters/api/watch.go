package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

const eventsType = "text/event-stream"

// watchTimes are how a stream of events goes.
type watchTimes struct {
	look  time.Duration // how often it is looked whether something changed
	beat  time.Duration // how often it shows that it is there, and asks again who it is for
	whole time.Duration // after which whoever still looks comes back
}

var usualWatch = watchTimes{look: time.Second, beat: 15 * time.Second, whole: 10 * time.Minute}

// Streams hold a place each, so there are fewer than places, and one person has not all of them.
const (
	mostWatching = 96
	mostOfOne    = 8
)

// watchers are the streams under way.
type watchers struct {
	mu  sync.Mutex
	all int
	of  map[uuid.UUID]int
}

func (w *watchers) enter(actor uuid.UUID) (leave func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all >= mostWatching || w.of[actor] >= mostOfOne {
		return nil, fault.New(fault.Unavailable, "too many pages are kept up to date now: close one, or refresh it yourself")
	}
	if w.of == nil {
		w.of = map[uuid.UUID]int{}
	}
	w.all++
	w.of[actor]++
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.all--
		if w.of[actor]--; w.of[actor] == 0 {
			delete(w.of, actor)
		}
	}, nil
}

// look says what somebody is to know who keeps a page open: numbers, and nothing of a record.
type look func(context.Context) (any, error)

// watch gives what is so now, and to who asks for events each change of it as long as he listens.
func (a *api) watch(ctx context.Context, look look) (*huma.StreamResponse, error) {
	now, err := look(ctx)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	c := callOf(ctx)
	if !slices.Contains(c.accepts, eventsType) {
		return &huma.StreamResponse{Body: func(h huma.Context) {
			h.SetHeader("Content-Type", jsonType)
			h.SetStatus(http.StatusOK)
			_, _ = h.BodyWriter().Write(text) // who leaves is no error of ours
		}}, nil
	}
	leave, err := a.watchers.enter(c.actor.ID)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer leave()
		r, w := humago.Unwrap(h)
		h.SetHeader("Content-Type", eventsType)
		h.SetStatus(http.StatusOK)
		// Nothing more is read of this request; the deadline of its body would end it.
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // a terminal is no connection
		s := &stream{api: a, look: look, r: r, out: &patient{ResponseWriter: w, pace: usualPace}}
		s.run(withCall(c.whole, c), text)
	}}, nil
}

// stream is one page that is kept up to date.
type stream struct {
	*api
	look look
	r    *http.Request
	out  *patient
	last []byte
}

// run goes on until he leaves, his session or the server ends, or it has lasted long enough. A browser
// comes back by itself, and is then let in anew.
func (s *stream) run(ctx context.Context, first []byte) {
	ctx, cancel := context.WithTimeout(ctx, s.limits.watch.whole)
	defer cancel()
	if s.say("retry: 5000\n") != nil || s.tell(first) != nil {
		return
	}
	tick := time.NewTicker(s.limits.watch.look)
	defer tick.Stop()
	for beaten := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if s.Stopping != nil && s.Stopping() {
			return
		}
		if time.Since(beaten) >= s.limits.watch.beat {
			beaten = time.Now()
			if _, err := s.Identity.Authenticate(s.r); err != nil || s.say(":\n\n") != nil {
				return
			}
		}
		if !s.again(ctx) {
			return
		}
	}
}

// again looks once more. What cannot be seen for a moment is no reason to end.
func (s *stream) again(ctx context.Context) bool {
	looking, cancel := context.WithTimeout(ctx, s.limits.wait)
	defer cancel()
	now, err := s.look(looking)
	if err != nil {
		return true
	}
	text, err := json.Marshal(now)
	return err == nil && s.tell(text) == nil
}

func (s *stream) tell(text []byte) error {
	if bytes.Equal(text, s.last) {
		return nil
	}
	s.last = text
	return s.say("data: " + string(text) + "\n\n")
}

func (s *stream) say(text string) error {
	if _, err := s.out.Write([]byte(text)); err != nil {
		return err
	}
	return http.NewResponseController(s.out.ResponseWriter).Flush()
}

// operationChanges is how far read models are, for a page of the operator.
type operationChanges struct {
	Models    []ReadModel `json:"read_models"`
	Consumers []Consumer  `json:"consumers"`
	Letters   int         `json:"dead_letters"`
	Orders    []orderPage `json:"orders"`
}

func (a *api) watchOperation(ctx context.Context, _ *nothing) (*huma.StreamResponse, error) {
	if err := callOf(ctx).actor.May(access.Operate, uuid.Nil); err != nil {
		return nil, err
	}
	return a.watch(ctx, func(ctx context.Context) (any, error) {
		var now Operating
		var err error
		if a.Operation != nil {
			if now, err = a.Operation(ctx); err != nil {
				return nil, err
			}
		}
		orders, err := a.ordersNow(ctx)
		if err != nil {
			return nil, err
		}
		told := operationChanges{Models: slices.Clone(now.Models), Consumers: slices.Clone(now.Consumers), Letters: len(now.Letters), Orders: orders}
		for i := range told.Models { // how long something waits changes by itself
			told.Models[i].Late = 0
		}
		for i := range told.Consumers {
			told.Consumers[i].Late = 0
		}
		return told, nil
	})
}

// routesOfWatching keep a page up to date.
func (a *api) routesOfWatching() []route {
	const how = " With Accept: text/event-stream it goes on: an event at each change, a comment at least every quarter of a minute, until the session or the server ends, ten minutes at most; a browser comes back by itself. At most eight at once for one person. Nothing of a record stands in it."
	return []route{
		{"GET", "/operation/changes", "watchOperation", "Volgen hoe het programma het doet",
			"Says how far read models and consumers are, how many dead letters wait and what was ordered. Only the operator." + how,
			false, 200, nil, nil, bind(a, a.watchOperation)},
		{"GET", "/incidents/changes", "watchIncidents", "Volgen of er meldingen bij komen",
			"Says how many incidents came that the caller may read, since he began to look: 200 means that many or more. Whoever comes back sends since as he got it, and hears what came meanwhile as well." + how,
			false, 200, nil, nil, bind(a, a.watchIncidents)},
		{"GET", "/worklist/changes", "watchWork", "Volgen of er werk bij komt",
			"Says how many lines came among the 200 most urgent of the work list that the caller may read, since he began to look. Whoever comes back sends since as he got it, and hears what came meanwhile as well." + how,
			false, 200, nil, nil, bind(a, a.watchWork)},
	}
}
