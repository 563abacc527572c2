package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
)

func TestWhoMayNotSeeAPersonSeesTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"Jan vergiste zich","place":{"type":"WATER"}}`).want(200)
	page := w.get(path, access.Reporter, w.city).want(200)
	if strings.Contains(page.Body.String(), "Jan") || strings.Contains(page.Body.String(), "4711") || page.json["personal"] != nil {
		t.Errorf("a reporter reads %s", page.Body)
	}
	if _, there := page.json["worker_count"]; there {
		t.Errorf("a reporter sees how many workers: %s", page.Body)
	}
	if refused := w.get(path, access.Operator, uuid.Nil).want(403).text("detail"); !strings.Contains(refused, "--as registrar@CODE") {
		t.Errorf("the operator is told %q", refused)
	}
	w.prosecution(path, w.person(path)) // which makes it his own case
	if page := w.get(path, access.CaseWorker, w.city).want(200); !strings.Contains(page.Body.String(), "Jan vergiste zich") {
		t.Errorf("a case worker does not see why it was corrected: %s", page.Body)
	}
}

// Two fences keep persons from who may not see them; each holds by itself.
func TestEitherFenceAroundAPersonIsEnough(t *testing.T) {
	t.Parallel()
	open := newWorld(t, func(n *Needs, _ *limits) { n.Closed = n.Opened })
	path := open.registered(whole)
	open.post(path+"/corrections", access.Registrar, open.city, `{"reason":"Jan vergiste zich","behaviours":["HIT"]}`).want(200)
	if page := open.get(path, access.Reporter, open.city).want(200); strings.Contains(page.Body.String(), "Jan") {
		t.Errorf("with everything opened the page shows %s", page.Body)
	}

	guarded := &guardedCodec{}
	w := newWorld(t, func(n *Needs, _ *limits) { guarded.Codec, n.Opened = n.Opened, guarded })
	path = w.registered(whole)
	guarded.shut = true
	w.get(path, access.Reporter, w.city).want(200)
	w.get(path, access.Registrar, w.city).want(500)
}

// guardedCodec refuses to open an incident once it is shut.
type guardedCodec struct {
	decider.Codec
	shut bool
}

func (g *guardedCodec) Decode(ctx context.Context, recorded []eventlog.Recorded) ([]decider.Event, error) {
	if g.shut && recorded[0].Stream.Category == "incident" {
		return nil, errors.New("somebody opened an incident")
	}
	return g.Codec.Decode(ctx, recorded)
}

func TestAReadingIsRecordedOrNothingIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	w.get(path, access.Registrar, w.city).want(200)
	got := w.readings.list[0]
	if got.What != "incident" || "/v1/incidents/"+got.ID.String() != path || !got.Personal || got.Position != 3 || !got.At.Equal(noon) ||
		got.Actor.Role != access.Registrar || got.Actor.Purpose == "" || got.Correlation == uuid.Nil {
		t.Errorf("recorded %+v", got)
	}
	w.get(path, access.Reporter, w.city).want(200)
	if w.readings.list[1].Personal {
		t.Error("a reading without persons was recorded as one with")
	}
	w.readings.fail = fmt.Errorf("disk full at Jan Kanarie")
	for _, path := range []string{path, "/v1/employers/" + city, "/v1/views/time-of-day"} {
		answer := w.get(path, access.Registrar, w.city).want(503)
		if strings.Contains(answer.Body.String(), "ROAD") || strings.Contains(answer.Body.String(), "Kanarie") {
			t.Errorf("%s shows %s", path, answer.Body)
		}
	}
}

func TestARedactedHistoryIsStillShown(t *testing.T) {
	t.Parallel()
	var hidden eventlog.Stream
	w := newWorld(t, func(n *Needs, _ *limits) { n.Records = redacting{n.Records, &hidden} })
	path := w.registered(whole)
	hidden = incident.Stream(uuid.MustParse(path[len("/v1/incidents/"):]))
	page := w.get(path, access.Registrar, w.city).want(200)
	if len(page.json["timeline"].([]any)) != 1 || page.json["worker_count"] != 0.0 {
		t.Errorf("got %s", page.Body)
	}
}

// redacting is a log of which one stream's payloads were removed.
type redacting struct {
	Records
	hidden *eventlog.Stream
}

func (r redacting) ReadStreamAs(ctx context.Context, scope access.Scope, s eventlog.Stream) ([]eventlog.Recorded, error) {
	events, err := r.Records.ReadStreamAs(ctx, scope, s)
	for i := range events {
		if s == *r.hidden {
			events[i].Payload, events[i].Redacted = nil, true
		}
	}
	return events, err
}
