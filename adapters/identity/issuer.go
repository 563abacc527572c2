package identity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"ruggensteun/domain/fault"
)

// algorithms are those that a token may be signed by: all with two keys, of which
// only the issuer has the one that signs. With HS256 our own secret would sign, and
// "none" signs nothing.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// issuer is one that is trusted, and what it told of itself. It is asked when
// somebody first brings its word: an issuer that is down must not keep all others'
// people out.
type issuer struct {
	Trust
	all    bool // of a demonstration: whoever is there may be anybody, in any unit
	client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
	// asking is closed when whoever asks it now has an answer or none; nil while nobody does.
	asking chan struct{}
	// failed is when it last did not answer: until it had a moment, nobody asks.
	failed time.Time
}

// retryAfter is how long an issuer that did not answer is left alone.
const retryAfter = 5 * time.Second

var errNoAnswer = errors.New("the issuer did not answer a moment ago")

// discover gives what the issuer says of itself: where it signs in, and its keys. One asks, and
// all others wait for him, as long as their own requests may take.
func (i *issuer) discover(ctx context.Context, now func() time.Time) (*oidc.Provider, error) {
	i.mu.Lock()
	known, asking, failed := i.provider, i.asking, now().Sub(i.failed) < retryAfter
	if known == nil && asking == nil && !failed {
		i.asking = make(chan struct{})
	}
	i.mu.Unlock()
	switch {
	case known != nil:
		return known, nil
	case asking != nil:
		return i.waitFor(ctx, asking)
	case failed:
		return nil, silent(errNoAnswer)
	}
	// The keys are fetched with this context, long after this request: it must not end.
	p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), i.client), i.Issuer)
	i.mu.Lock()
	defer i.mu.Unlock()
	close(i.asking)
	i.asking = nil
	if err != nil {
		i.failed = now()
		return nil, silent(err)
	}
	i.provider = p
	return p, nil
}

func (i *issuer) waitFor(ctx context.Context, asking <-chan struct{}) (*oidc.Provider, error) {
	select {
	case <-asking:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.provider == nil {
		return nil, silent(errNoAnswer)
	}
	return i.provider, nil
}

func silent(cause error) error {
	return fault.Wrap(fault.Unavailable, "the service that says who you are does not answer: try again in a moment, and if it stays tell your administrator", cause)
}

// newClient asks issuers. Where one sends us elsewhere we do not go: it was trusted
// at its own address.
func newClient(base http.RoundTripper, now func() time.Time) *http.Client {
	return &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &careful{next: base, last: map[string]fetched{}, now: now},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// careful bounds what an issuer's answer may cost, and how often it is asked: a
// token that names a key nobody knows makes us look for new keys, and anybody can
// write such a token.
type careful struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last map[string]fetched
}

type fetched struct {
	at     time.Time
	header http.Header
	body   []byte
}

const (
	mostAnswer = 1 << 20
	// sameAnswer is how long what an issuer told stands. A key that is rotated is
	// found after it; issuers publish keys long before they use them.
	sameAnswer = 2 * time.Second
)

// RoundTrip answers from what was just fetched, when only that was asked.
func (c *careful) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet || r.Header.Get("Authorization") != "" {
		return c.bounded(r)
	}
	key := r.URL.String()
	if known, ok := c.known(key); ok {
		return known.response(r), nil
	}
	resp, err := c.bounded(r)
	if err != nil || resp.StatusCode != http.StatusOK {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	fresh := fetched{at: c.now(), header: resp.Header, body: body}
	c.mu.Lock()
	c.last[key] = fresh
	c.mu.Unlock()
	return fresh.response(r), nil
}

func (c *careful) known(key string) (fetched, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.last[key]
	return f, ok && c.now().Sub(f.at) < sameAnswer
}

func (f fetched) response(r *http.Request) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: f.header.Clone(), Body: io.NopCloser(bytes.NewReader(f.body)), ContentLength: int64(len(f.body)), Request: r,
	}
}

func (c *careful) bounded(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{&ending{resp.Body, mostAnswer}, resp.Body}
	return resp, nil
}

// ending fails where io.LimitReader would give half an answer as if it were whole.
type ending struct {
	r    io.Reader
	left int
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if e.left -= n; e.left < 0 {
		return 0, fmt.Errorf("the issuer's answer is longer than %d bytes", mostAnswer)
	}
	return n, err
}
