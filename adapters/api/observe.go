package api

import (
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// traffic counts requests. Its labels come from our own routes, never from a
// path or a value that was sent.
type traffic struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	limited  *prometheus.CounterVec
}

func newTraffic(r prometheus.Registerer) *traffic {
	t := &traffic{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ruggensteun_http_requests_total",
			Help: "Requests that were answered.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "ruggensteun_http_request_seconds",
			Help:    "Time from the request's headers to the end of its answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 20},
		}, []string{"route", "method"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "ruggensteun_http_requests_in_flight",
			Help: "Requests under way.",
		}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ruggensteun_http_limited_total",
			Help: "Requests that were refused because there were too many of one address, person or program.",
		}, []string{"rate"}),
	}
	r.MustRegister(t.requests, t.seconds, t.inFlight, t.limited)
	return t
}

// Metrics serves what a registry holds, at /metrics. It is no part of the interface: how many
// reports were taken in stands there, exactly and at once, and whoever is not the owner
// of records is told such numbers through disclosure control only.
func Metrics(r prometheus.Gatherer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(r, promhttp.HandlerOpts{}))
	return mux
}

// note is the one log line of a request, and its share of the metrics.
func (a *api) note(r *http.Request, c *call, out *answer, took time.Duration) {
	route, method, status := routeOf(r), methodOf(r), out.status
	a.traffic.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	a.traffic.seconds.WithLabelValues(route, method).Observe(took.Seconds())
	about := []slog.Attr{
		slog.String("route", route), slog.String("method", method), slog.Int("status", status),
		slog.Duration("took", took), slog.String("correlation", c.id.String()),
	}
	if c.actor.ID != uuid.Nil {
		about = append(about, slog.String("actor", c.actor.ID.String()), slog.String("role", string(c.actor.Role)))
	}
	if c.kind != "" {
		about = append(about, slog.String("fault", c.kind))
	}
	if c.tellSource && a.throttle != nil {
		about = append(about, slog.String("source", a.throttle.alias(c.source)))
	}
	if c.position != 0 {
		about = append(about, slog.Int64("position", int64(c.position)))
	}
	a.Logger.LogAttrs(r.Context(), slog.LevelInfo, "request", about...)
	a.knocked(r, c)
}

// routeOf is the pattern of the route, without its method.
func routeOf(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		return "none"
	}
	return path
}

// methodOf keeps whoever makes up methods from making up metrics.
func methodOf(r *http.Request) string {
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	if slices.Contains(known, r.Method) {
		return r.Method
	}
	return "other"
}
