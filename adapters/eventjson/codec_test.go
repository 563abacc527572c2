package eventjson_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

func TestAReaderOpensOnlyWhatItAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	list := w.record(t, typical())
	for name, c := range map[string]struct {
		opens                       []person.Purpose
		identity, health, narrative person.State
	}{
		"nothing":   {nil, person.Closed, person.Closed, person.Closed},
		"health":    {[]person.Purpose{person.ForHealth}, person.Closed, person.Present, person.Closed},
		"all of it": {person.Purposes(), person.Present, person.Present, person.Present},
	} {
		events, err := w.codec(c.opens...).Decode(t.Context(), list)
		if err != nil {
			t.Fatal(err)
		}
		e := events[0].(incident.Registered)
		got := []person.State{e.Workers[0].Identity.State, e.Workers[0].Health.State, e.Narrative.State}
		if diff := cmp.Diff([]person.State{c.identity, c.health, c.narrative}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatIsNotOpenedNeedsNoKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	encoded, err := w.codec().Encode(t.Context(), incident.Stream(exampleIncident), []decider.Event{typical()}, w.request())
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range encoded.DataKeys {
		if key.Purpose == string(person.ForHealth) {
			w.keep(t, decider.Encoded{DataKeys: []eventlog.DataKey{key}})
		}
	}
	list := recorded(incident.Stream(exampleIncident), encoded)
	if _, err := w.codec(person.ForHealth).Decode(t.Context(), list); err != nil {
		t.Errorf("a reader of health needed another key: %v", err)
	}
	if _, err := w.codec(person.Purposes()...).Decode(t.Context(), list); err == nil {
		t.Error("a reader of everything did not miss the keys that were lost")
	}
}

func TestAForgottenPersonStaysForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	e := typical()
	list := w.record(t, e)
	ref := person.KeyRef{Kind: person.KeyOfPerson, Subject: e.Workers[0].Person, Purpose: person.ForIdentity}
	if n, err := w.vault.Forget(t.Context(), w.employer, ref); n != 1 || err != nil {
		t.Fatalf("destroyed %d keys, %v", n, err)
	}
	events, err := w.codec(person.Purposes()...).Decode(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	e.Workers[0].Identity = person.Gone[person.Identity]()
	if diff := cmp.Diff([]decider.Event{e}, events); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALongBatchReadsItsKeysOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	events := make([]decider.Event, 1000)
	for i := range events {
		events[i] = typical()
	}
	list := w.record(t, events...)
	before := w.keys.Reads()
	got, err := w.codec(person.Purposes()...).Decode(t.Context(), list)
	if diff := cmp.Diff(events, got); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	if reads := w.keys.Reads() - before; reads != 1 {
		t.Errorf("%d reads", reads)
	}
}

func TestARedactedPayloadIsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	list := w.record(t, typical(), typical())
	list[0].Payload, list[0].Redacted = nil, true
	events, err := w.codec().Decode(t.Context(), list)
	if err != nil || events[0] != nil || events[1] == nil {
		t.Errorf("gave %v, %v", events, err)
	}
	list[0].Redacted = false
	if _, err := w.codec().Decode(t.Context(), list); err == nil {
		t.Error("a payload that is missing without a redaction was accepted")
	}
}

func TestABoxOfAnotherEventIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	list := w.record(t, typical(), typical())
	list[0].Payload = list[1].Payload
	if _, err := w.codec(person.ForHealth).Decode(t.Context(), list); err == nil {
		t.Error("the boxes of one event opened in another")
	}
}

func TestWhatMustNotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	const secret = canary.Name
	with := func(change func(*incident.Registered)) incident.Registered {
		e := typical()
		change(&e)
		return e
	}
	cases := map[string]struct {
		event decider.Event
		says  string
	}{
		"broken UTF-8 in clear":      {with(func(e *incident.Registered) { e.Place.Unit = secret + "\xff" }), "field place.unit is not valid UTF-8"},
		"NUL in clear":               {with(func(e *incident.Registered) { e.Behaviours = []codes.Code{"HIT", secret + "\x00"} }), "field behaviours holds a NUL"},
		"broken UTF-8 in a box":      {with(func(e *incident.Registered) { e.Narrative = person.Of(secret + "\xff") }), "field narrative cannot be sealed: is not valid UTF-8"},
		"NUL in a name":              {with(func(e *incident.Registered) { e.Workers[0].Identity.Value.Name = secret + "\x00" }), "field workers[0].identity cannot be sealed: field name holds a NUL"},
		"a time that is too fine":    {with(func(e *incident.Registered) { e.ReportedAt = e.ReportedAt.Add(time.Nanosecond) }), "field reported_at is finer"},
		"a time that is too late":    {with(func(e *incident.Registered) { e.Occurred.Instant = time.Unix(1<<40, 0) }), "field occurred.instant is not in the years"},
		"a forgotten name":           {with(func(e *incident.Registered) { e.Workers[0].Identity = person.Gone[person.Identity]() }), "field workers[0].identity is forgotten"},
		"a narrative left closed":    {with(func(e *incident.Registered) { e.Narrative = person.Shut[string]() }), "field narrative is closed"},
		"an event that nobody knows": {stranger{}, `"incident.abducted_by_aliens.v1"`},
		"an old version":             {oldShape{}, `"incident.registered.v1" is only read`},
		"another event of that name": {impostor{}, `"incident.withdrawn.v1" is written from incident.Withdrawn only`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, vault.Source{})
			_, err := w.codec().Encode(t.Context(), incident.Stream(exampleIncident), []decider.Event{c.event}, w.request())
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("gave %v", err)
			}
			if found := canary.Find(fmt.Appendf(nil, "%v %+v %#v", err, err, err)); found != nil {
				t.Errorf("the error gives away %v", found)
			}
		})
	}
}

type stranger struct{}

func (stranger) EventType() string { return "incident.abducted_by_aliens.v1" }

type oldShape struct{}

func (oldShape) EventType() string { return "incident.registered.v1" }

type impostor struct{}

func (impostor) EventType() string { return "incident.withdrawn.v1" }

func TestARegistrationBringsTheEmployersKeyAndCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	e := employer.Registered{ID: uuid.New(), Code: "GEM-DELFT", Name: "Delft", Kind: "EMP_GEM", Zone: employer.DefaultZone}
	encoded, err := w.codec().Encode(t.Context(), employer.Stream(e.ID), []decider.Event{e}, decider.Request{Employer: e.ID})
	if err != nil || len(encoded.DataKeys) != 1 || len(encoded.Marks) != 1 {
		t.Fatalf("%d keys and %d marks, %v", len(encoded.DataKeys), len(encoded.Marks), err)
	}
	w.keep(t, encoded)
	if got, found, err := w.vault.EmployerByCode(t.Context(), "gem-delft"); got != e.ID || !found || err != nil {
		t.Errorf("by its code: %s, %v, %v", got, found, err)
	}
	first := decider.Request{Employer: e.ID}
	if _, err := w.codec().Encode(t.Context(), incident.Stream(uuid.New()), []decider.Event{typical()}, first); err != nil {
		t.Errorf("the first report of a new employer: %v", err)
	}
}

func TestAWorkerIsFoundAgainByStaffNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	reported, added, nameless := typical(), typical(), typical()
	nameless.Workers[0].Identity.Value.StaffNumber = " "
	w.record(t, reported, incident.DetailsAdded{Workers: added.Workers}, nameless)
	for _, worker := range []incident.Worker{reported.Workers[0], added.Workers[0]} {
		got, found, err := w.vault.PersonByStaffNumber(t.Context(), w.employer, worker.Identity.Value.StaffNumber)
		if got != worker.Person || !found || err != nil {
			t.Errorf("found %s, %v, %v", got, found, err)
		}
	}
	if _, found, _ := w.vault.PersonByStaffNumber(t.Context(), w.employer, ""); found {
		t.Error("an empty staff number was marked")
	}
}

func TestManyMayReadAndWriteAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	codec := w.codec(person.Purposes()...)
	list := w.record(t, typical(), typical())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := codec.Decode(context.Background(), list); err != nil {
				t.Errorf("decode: %v", err)
			}
			if _, err := codec.Encode(context.Background(), incident.Stream(exampleIncident), []decider.Event{typical()}, w.request()); err != nil {
				t.Errorf("encode: %v", err)
			}
		})
	}
	all.Wait()
}

// Every personal field holds a canary; nothing that is kept or said may sing.
func TestNothingPersonalIsKeptInClear(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	e := typical()
	e.Workers[0].Identity = person.Of(person.Identity{Name: canary.Name, StaffNumber: canary.StaffNumber})
	e.Narrative = person.Of(canary.Narrative)
	events := []decider.Event{
		e, incident.DetailsAdded{Workers: e.Workers, Narrative: e.Narrative},
		incident.Corrected{Reason: person.Of(canary.Reason), Narrative: &e.Narrative},
		incident.Withdrawn{Reason: "DUPLICATE", Explanation: person.Of(canary.Explanation)},
	}
	r := w.request()
	r.Key, r.Body = canary.RequestKey, []byte(canary.Narrative)
	encoded, err := w.codec().Encode(t.Context(), incident.Stream(exampleIncident), events, r)
	if err != nil {
		t.Fatal(err)
	}
	key, err := w.codec().Fingerprint(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, encoded)
	haystack := append(append(w.keys.Dump(), key.Token[:]...), key.Body[:]...)
	for _, e := range encoded.Events {
		haystack = append(append(append(haystack, e.Type...), e.Payload...), e.Metadata...)
	}
	haystack = fmt.Appendf(haystack, "%v %+v %x", encoded, encoded, encoded)
	for _, e := range events { // an event that ends up in a log line
		haystack = fmt.Appendf(haystack, "%v %+v %#v %s %x", e, e, e, e, e)
	}
	list := recorded(incident.Stream(exampleIncident), encoded)
	list[0].ID = uuid.New() // so that its boxes do not open
	_, err = w.codec(person.Purposes()...).Decode(t.Context(), list)
	if err == nil {
		t.Fatal("a moved box opened")
	}
	haystack = fmt.Appendf(haystack, "%v %+v %#v", err, err, err)
	if found := canary.Find(haystack); found != nil {
		t.Errorf("found %v", found)
	}
}
