package main

import (
	"context"
	"log/slog"
	"net"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/triage"
)

// metrics is what the log and the read models report. Labels are names of ours
// and code words, never anything of a record.
type metrics struct {
	registry *prometheus.Registry
	commands prometheus.Counter
	events   prometheus.Counter
	flush    prometheus.Histogram
	lock     prometheus.Histogram
	refused  *prometheus.CounterVec
	applied  *prometheus.CounterVec
	batch    *prometheus.HistogramVec
	stopped  *prometheus.CounterVec
	listener net.Listener // where they are answered; nil: nowhere
}

func newMetrics() *metrics {
	seconds := []float64{.001, .002, .005, .01, .015, .025, .05, .1, .25, 1, 5}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		commands: prometheus.NewCounter(prometheus.CounterOpts{Name: "ruggensteun_log_commands_total", Help: "Commands that reached the log."}),
		events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "ruggensteun_log_events_total", Help: "Events recorded."}),
		flush:    prometheus.NewHistogram(prometheus.HistogramOpts{Name: "ruggensteun_log_flush_seconds", Help: "From the first command waiting to durable.", Buckets: seconds}),
		lock:     prometheus.NewHistogram(prometheus.HistogramOpts{Name: "ruggensteun_log_lock_seconds", Help: "How long a batch waited for the append lock; 0 for a command that went alone.", Buckets: seconds}),
		refused:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ruggensteun_log_refused_total", Help: "Commands that were not recorded, by reason."}, []string{"reason"}),
		applied:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ruggensteun_projection_events_total", Help: "Events taken into a read model."}, []string{"projection"}),
		batch:    prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "ruggensteun_projection_batch_seconds", Help: "Work on one batch.", Buckets: seconds}, []string{"projection"}),
		stopped:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ruggensteun_projection_stops_total", Help: "Times a read model stopped at an event it could not take. Alarm on any rise."}, []string{"projection"}),
	}
	// From zero, so that the first stop is a rise and not a new line.
	m.stopped.WithLabelValues(facts.Projection.Name)
	m.stopped.WithLabelValues(doubles.Projection.Name)
	m.stopped.WithLabelValues(triage.Projection.Name)
	m.registry.MustRegister(m.commands, m.events, m.flush, m.lock, m.refused, m.applied, m.batch, m.stopped,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Flushed implements postgres.LogMetrics.
func (m *metrics) Flushed(commands, events int, took, lock time.Duration) {
	m.commands.Add(float64(commands))
	m.events.Add(float64(events))
	m.flush.Observe(took.Seconds())
	m.lock.Observe(lock.Seconds())
}

// Refused implements postgres.LogMetrics.
func (m *metrics) Refused(reason string) { m.refused.WithLabelValues(reason).Inc() }

// Applied implements postgres.RunnerMetrics.
func (m *metrics) Applied(name string, events, _ int, took time.Duration) {
	m.applied.WithLabelValues(name).Add(float64(events))
	m.batch.WithLabelValues(name).Observe(took.Seconds())
}

// StoppedAt implements postgres.RunnerMetrics.
func (m *metrics) StoppedAt(name string, _ eventlog.Position) { m.stopped.WithLabelValues(name).Inc() }

// projectionGauges asks how the read models are doing when they are scraped.
type projectionGauges struct {
	status *status[postgres.ProjectionStatus]
}

var (
	behindDesc  = prometheus.NewDesc("ruggensteun_projection_behind_events", "Events in the log that the read model has not taken yet.", []string{"projection"}, nil)
	lateDesc    = prometheus.NewDesc("ruggensteun_projection_late_seconds", "How long the first of these has been waiting.", []string{"projection"}, nil)
	runningDesc = prometheus.NewDesc("ruggensteun_projection_running", "1 while the read model takes events in.", []string{"projection"}, nil)
)

// Describe implements prometheus.Collector.
func (g *projectionGauges) Describe(c chan<- *prometheus.Desc) {
	c <- behindDesc
	c <- lateDesc
	c <- runningDesc
}

// Collect implements prometheus.Collector. When the database is away there are
// no values, which an alarm can tell from zero.
func (g *projectionGauges) Collect(c chan<- prometheus.Metric) {
	all, err := g.status.Status(context.Background())
	if err != nil {
		return
	}
	for _, one := range all {
		if !one.Active {
			continue
		}
		running := 0.0
		if one.Status == projections.Running {
			running = 1
		}
		c <- prometheus.MustNewConstMetric(behindDesc, prometheus.GaugeValue, float64(one.Behind), one.Name)
		c <- prometheus.MustNewConstMetric(lateDesc, prometheus.GaugeValue, one.Late.Seconds(), one.Name)
		c <- prometheus.MustNewConstMetric(runningDesc, prometheus.GaugeValue, running, one.Name)
	}
}

// consumerGauges asks how the consumers are doing when they are scraped.
type consumerGauges struct {
	status *status[postgres.ConsumerStatus]
}

var (
	consumerLabels  = []string{"consumer", "topic"}
	consumerBehind  = prometheus.NewDesc("ruggensteun_consumer_behind_events", "Events in the log that the consumer has not gone past yet.", consumerLabels, nil)
	consumerLate    = prometheus.NewDesc("ruggensteun_consumer_late_seconds", "How long the first of these has been waiting.", consumerLabels, nil)
	consumerRunning = prometheus.NewDesc("ruggensteun_consumer_running", "1 while the consumer is to take events in.", consumerLabels, nil)
	consumerLetters = prometheus.NewDesc("ruggensteun_consumer_dead_letters", "Events that it passed over and nobody decided about.", consumerLabels, nil)
)

// Describe implements prometheus.Collector.
func (g *consumerGauges) Describe(c chan<- *prometheus.Desc) {
	c <- consumerBehind
	c <- consumerLate
	c <- consumerRunning
	c <- consumerLetters
}

// Collect implements prometheus.Collector, as that of the read models.
func (g *consumerGauges) Collect(c chan<- prometheus.Metric) {
	all, err := g.status.Status(context.Background())
	if err != nil {
		return
	}
	for _, one := range all {
		running := 0.0
		if one.Status == consumer.Running {
			running = 1
		}
		gauge := func(desc *prometheus.Desc, value float64) {
			c <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, one.Name, one.Topic)
		}
		gauge(consumerBehind, float64(one.Behind))
		gauge(consumerLate, one.Late.Seconds())
		gauge(consumerRunning, running)
		gauge(consumerLetters, float64(one.DeadLetters))
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
