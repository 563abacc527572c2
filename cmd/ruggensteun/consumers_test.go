package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog/consumer"
)

// passOver makes a consumer that passed over the first event.
func (c *terminal) passOver(of consumer.Consumer) {
	c.t.Helper()
	consumers := postgres.OpenConsumers(c.db.DB)
	if err := consumers.Register(c.t.Context(), of, consumer.FromBeginning); err != nil {
		c.t.Fatal(err)
	}
	lease, ok, err := consumers.Acquire(c.t.Context(), of, uuid.New(), time.Minute)
	if err != nil || !ok {
		c.t.Fatal(ok, err)
	}
	letter := consumer.DeadLetter{Consumer: of, Position: 1, Reason: "timeout employer.registered.v1", Tries: 5}
	if ok, err := consumers.Pass(c.t.Context(), lease, letter, time.Minute); err != nil || !ok {
		c.t.Fatal(ok, err)
	}
	if err := consumers.Release(c.t.Context(), lease, 1); err != nil {
		c.t.Fatal(err)
	}
}

// lists compares a line of what a command prints by its words, from the first on.
func (c *terminal) lists(out, want string) {
	c.t.Helper()
	for line := range strings.Lines(out) {
		if strings.HasPrefix(strings.Join(strings.Fields(line), " "), want) {
			return
		}
	}
	c.t.Errorf("it does not show %q:\n%s", want, out)
}

func TestConsumersArePausedAndTheirDeadLettersDecidedAbout(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	if said := c.run("consumers").ok(); !strings.Contains(said, "No consumer yet") {
		t.Errorf("of an empty store it says %q", said)
	}
	if said := c.run("consumers", "letters").ok(); !strings.Contains(said, "No dead letters") {
		t.Errorf("of an empty store it says %q", said)
	}
	c.employer("GEM-X")
	c.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD")
	c.passOver(consumer.Consumer{Name: "clocks", Topic: "employer,incident"})
	c.lists(c.run("consumers").ok(), "clocks employer,incident running 1 1 false 1")
	c.lists(c.run("consumers", "pause", "clocks").ok(), "clocks employer,incident paused 1 1 false 1")
	c.lists(c.run("consumers", "resume", "clocks").ok(), "clocks employer,incident running")
	c.lists(c.run("verify").ok(), "clocks running at position 1, 1 behind, 1 dead letters, of employer,incident")

	letter := "clocks employer,incident 1 dead 5 20"
	letters := c.run("consumers", "letters").ok()
	c.lists(letters, letter)
	if !strings.Contains(letters, "timeout employer.registered.v1") || strings.Contains(letters, "GEM-X") {
		t.Errorf("it says\n%s", letters)
	}
	c.lists(c.run("consumers", "retry", "clocks", "1").ok(), "clocks employer,incident 1 retrying 5")
	c.lists(c.run("consumers", "drop", "clocks", "1").ok(), "clocks employer,incident 1 dropped 5")
	c.lists(c.run("consumers").ok(), "clocks employer,incident running 1 1 false 0")

	if said := c.run("consumers", "remove", "clocks").ok(); !strings.Contains(said, "No consumer yet") {
		t.Errorf("after it was removed:\n%s", said)
	}
	c.run("consumers", "pause", "horoscope").fails(1, `no consumer "horoscope"`)
	c.run("consumers", "drop", "clocks", "2").fails(1, "no dead letter at 2", "consumers letters")
	c.run("consumers", "retry", "clocks", "first").fails(2, "want a whole number")
	c.run("consumers", "retry", "clocks").fails(2, "position is missing")
	c.run("consumers", "explain").fails(2, "letters, retry, drop")
}

func TestConsumersAreMeasured(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.passOver(consumer.Consumer{Name: "clocks", Topic: "employer"})
	registry := prometheus.NewRegistry()
	registry.MustRegister(&consumerGauges{status: &status[postgres.ConsumerStatus]{ask: postgres.OpenConsumers(c.db.DB).Status, now: time.Now}})
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"ruggensteun_consumer_behind_events": 0, "ruggensteun_consumer_late_seconds": 0,
		"ruggensteun_consumer_running": 1, "ruggensteun_consumer_dead_letters": 1}
	for _, f := range families {
		if got := f.GetMetric()[0].GetGauge().GetValue(); got != want[f.GetName()] {
			t.Errorf("%s is %v, want %v", f.GetName(), got, want[f.GetName()])
		}
		delete(want, f.GetName())
	}
	if len(want) > 0 {
		t.Errorf("not measured: %v", want)
	}
}
