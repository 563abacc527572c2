// Package otlp gives a copy of the logbook of processing to a receiver that speaks the OpenTelemetry Protocol
// over HTTP, as Logboek Dataverwerkingen recommends.
package otlp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	collector "go.opentelemetry.io/proto/slim/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"ruggensteun/domain/processing"
)

// Lines are those of the logbook, and how far each receiver has them.
type Lines interface {
	// Turn gives lines that the receiver does not have yet, oldest first, to send, and keeps that it has them when
	// send says so. Nobody else sends to this receiver meanwhile: then took is 0. What was sent and could not be
	// kept is sent again.
	Turn(ctx context.Context, receiver string, limit int, send func(context.Context, []processing.Kept) error) (took int, err error)
}

// Copier sends lines on. What it holds stands in the table, so nothing is lost with it.
type Copier struct {
	lines    Lines
	receiver string
	client   *http.Client
	logger   *slog.Logger
	pause    time.Duration
}

// sendFor is how long a receiver may take; the turn is held in a transaction of the database meanwhile, which
// allows it 5 s.
const sendFor = 4 * time.Second

// NewCopier copies to the address of a receiver, as https://logboek.example.nl/v1/traces. Without TLS it goes to this
// machine only, because the standard asks for it.
func NewCopier(lines Lines, receiver string, logger *slog.Logger) (*Copier, error) {
	u, err := url.Parse(receiver)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) || u.User != nil {
		return nil, errors.New("a receiver of the logbook is given by its address, as https://logboek.example.nl/v1/traces, without a password in it; http:// is taken for this machine only")
	}
	return &Copier{lines: lines, receiver: u.String(), client: &http.Client{Timeout: sendFor, CheckRedirect: sameAddress}, logger: logger, pause: time.Second}, nil
}

// sameAddress keeps lines from a place that nobody named.
func sameAddress(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// atOnce is how many lines go in one request: some 100 kB.
const atOnce = 500

// longestPause is how long it waits at most for a receiver that is away.
const longestPause = time.Minute

// Run copies until the context ends.
func (c *Copier) Run(ctx context.Context) {
	pause := c.pause
	for ctx.Err() == nil {
		took, err := c.lines.Turn(ctx, c.receiver, atOnce, c.send)
		switch {
		case err != nil && ctx.Err() == nil:
			c.logger.Warn("the logbook could not be copied; it is tried again, and nothing is lost meanwhile", "error", err, "in", pause)
			wait(ctx, pause)
			pause = min(2*pause, longestPause)
		case took < atOnce:
			pause = c.pause
			wait(ctx, pause)
		}
	}
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// send is one request. Only a receiver that says that it took everything has it.
func (c *Copier) send(ctx context.Context, lines []processing.Kept) error {
	body, err := proto.Marshal(requestOf(lines))
	if err != nil {
		return fmt.Errorf("write lines as OTLP: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.receiver, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-protobuf")
	answer, err := c.client.Do(r)
	if err != nil {
		return fmt.Errorf("send %d lines: %w", len(lines), err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("send %d lines: the receiver answered %d", len(lines), answer.StatusCode)
	}
	var response collector.ExportTraceServiceResponse
	if err := proto.Unmarshal(said, &response); err != nil {
		return fmt.Errorf("send %d lines: the receiver did not answer as OTLP says", len(lines))
	}
	if n := response.GetPartialSuccess().GetRejectedSpans(); n > 0 {
		return fmt.Errorf("send %d lines: the receiver refused %d of them; they are kept until it takes all", len(lines), n)
	}
	return nil
}
