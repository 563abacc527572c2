package otlp

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/slim/otlp/collector/trace/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"ruggensteun/domain/access"
	"ruggensteun/domain/processing"
)

// receiver decodes what it is sent as the protocol's own package does, and can fail.
type receiver struct {
	mu     sync.Mutex
	spans  []*trace.Span
	asked  int
	answer func(n int) (status int, rejected int64) // of the nth request; nil: takes all
	enough chan struct{}
	want   int
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, err := io.ReadAll(in.Body)
	var sent collector.ExportTraceServiceRequest
	if err != nil || in.Method != http.MethodPost || in.Header.Get("Content-Type") != "application/x-protobuf" || proto.Unmarshal(body, &sent) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.asked++
	status, rejected := http.StatusOK, int64(0)
	if r.answer != nil {
		status, rejected = r.answer(r.asked)
	}
	if status == http.StatusOK && rejected == 0 {
		for _, of := range sent.ResourceSpans {
			for _, scope := range of.ScopeSpans {
				r.spans = append(r.spans, scope.Spans...)
			}
		}
	}
	w.WriteHeader(status)
	said, _ := proto.Marshal(&collector.ExportTraceServiceResponse{PartialSuccess: &collector.ExportTracePartialSuccess{RejectedSpans: rejected}})
	_, _ = w.Write(said)
	if len(r.spans) >= r.want && r.enough != nil {
		close(r.enough)
		r.enough = nil
	}
}

// table is the logbook in memory. It can die between sending and keeping that it was sent.
type table struct {
	lines  []processing.Kept
	copied int64
	dies   bool
}

func (t *table) Turn(ctx context.Context, _ string, limit int, send func(context.Context, []processing.Kept) error) (int, error) {
	var next []processing.Kept
	for _, l := range t.lines {
		if l.ID > t.copied && len(next) < limit {
			next = append(next, l)
		}
	}
	if len(next) == 0 {
		return 0, nil
	}
	if err := send(ctx, next); err != nil {
		return 0, err
	}
	if t.dies {
		t.dies = false
		return 0, errors.New("the program ended here")
	}
	t.copied = next[len(next)-1].ID
	return len(next), nil
}

func logbook(n int) (lines []processing.Kept) {
	for i := range n {
		l := processing.Kept{ID: int64(i + 1), Resource: "ruggensteun test", Record: processing.Record{
			Name: "read incident", Began: time.UnixMilli(1_700_000_000_000), Ended: time.UnixMilli(1_700_000_000_007),
			Activity: "urn:x:activity", Subject: "code", SubjectType: "urn:x:type",
			Trace: access.Trace{ID: [16]byte{1}},
		}}
		binary.BigEndian.PutUint64(l.Trace.Span[:], uint64(i+1))
		lines = append(lines, l)
	}
	return lines
}

func (r *receiver) numbers() (list []uint64) {
	for _, s := range r.spans {
		list = append(list, binary.BigEndian.Uint64(s.SpanId))
	}
	return list
}

// TestALogbookIsCopiedInOrderAndNothingIsLost: the receiver is away at first, then refuses a part, and the program dies
// once after it sent and before it kept so.
func TestALogbookIsCopiedInOrderAndNothingIsLost(t *testing.T) {
	t.Parallel()
	const n = 2*atOnce + 7
	enough := make(chan struct{})
	r := &receiver{enough: enough, want: n + atOnce, answer: func(n int) (int, int64) {
		switch n {
		case 1:
			return http.StatusServiceUnavailable, 0
		case 2:
			return http.StatusOK, 3
		}
		return http.StatusOK, 0
	}}
	server := httptest.NewServer(r)
	defer server.Close()
	lines := &table{lines: logbook(n), dies: true}
	c, err := NewCopier(lines, server.URL+"/v1/traces", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	c.pause = time.Millisecond
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	ended := make(chan struct{})
	go func() { c.Run(ctx); close(ended) }()
	select {
	case <-enough:
	case <-ctx.Done():
		t.Fatal("not everything came")
	}
	stop()
	<-ended
	got := r.numbers()
	if again := got[atOnce : 2*atOnce]; !slices.Equal(again, got[:atOnce]) {
		t.Error("what was sent before the end was not sent again")
	}
	if rest := got[atOnce:]; !slices.IsSorted(rest) || rest[0] != 1 || rest[len(rest)-1] != n || len(slices.Compact(rest)) != n {
		t.Errorf("%d lines came, from %d to %d", len(rest), rest[0], rest[len(rest)-1])
	}
}

func TestALineIsASpanAsTheStandardSays(t *testing.T) {
	t.Parallel()
	r := &receiver{}
	server := httptest.NewServer(r)
	defer server.Close()
	lines := logbook(2)
	lines[0].Subject, lines[0].SubjectType, lines[0].Processor, lines[0].Status = "", "", "urn:x:employer", processing.Error
	lines[1].Trace.Parent = lines[0].Trace.Span
	c, err := NewCopier(&table{}, server.URL, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.send(t.Context(), lines); err != nil {
		t.Fatal(err)
	}
	whole, part := r.spans[0], r.spans[1]
	if len(whole.TraceId) != 16 || len(whole.SpanId) != 8 || len(whole.ParentSpanId) != 0 || string(part.ParentSpanId) != string(whole.SpanId) {
		t.Errorf("%v and %v", whole, part)
	}
	if whole.StartTimeUnixNano != 1_700_000_000_000_000_000 || whole.EndTimeUnixNano-whole.StartTimeUnixNano != 7_000_000 || whole.Status.Code != trace.Status_STATUS_CODE_ERROR {
		t.Errorf("%v", whole)
	}
	said := func(s *trace.Span) string {
		var list []string
		for _, a := range s.Attributes {
			list = append(list, a.Key+"="+a.Value.GetStringValue())
		}
		return strings.Join(list, " ")
	}
	if got := said(whole); got != "dpl.core.processing_activity_id=urn:x:activity dpl.core.foreign_operation.processor=urn:x:employer" {
		t.Error(got)
	}
	if got := said(part); got != "dpl.core.processing_activity_id=urn:x:activity dpl.core.data_subject_id=code dpl.core.data_subject_id_type=urn:x:type" {
		t.Error(got)
	}
}

func TestALogbookGoesToASafePlaceOnly(t *testing.T) {
	t.Parallel()
	for address, taken := range map[string]bool{
		"https://logboek.example.nl/v1/traces": true, "http://127.0.0.1:4318/v1/traces": true, "http://[::1]:4318": true, "http://localhost:4318": true,
		"http://logboek.example.nl/v1/traces": false, "https://x:secret@logboek.example.nl": false, "logboek.example.nl": false, "": false, "ftp://127.0.0.1": false,
	} {
		if _, err := NewCopier(&table{}, address, nil); (err == nil) != taken || err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestWhatIsSentOnElsewhereIsNotTaken(t *testing.T) {
	t.Parallel()
	r := &receiver{}
	other := httptest.NewServer(r)
	defer other.Close()
	moved := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer moved.Close()
	c, err := NewCopier(&table{}, moved.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.send(t.Context(), logbook(1)); err == nil || len(r.spans) != 0 {
		t.Errorf("%v, and the other place has %d lines", err, len(r.spans))
	}
}
