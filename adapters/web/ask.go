package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
)

// problem is an answer of the API that is not what was asked for (RFC 9457).
type problem struct {
	Status    int
	Kind      string
	Detail    string
	Reference string
	Errors    []wrongField
}

type wrongField struct{ Field, Problem, Remedy string }

func (p *problem) Error() string { return fmt.Sprintf("the API answered %d %s", p.Status, p.Kind) }

// kept takes an answer that goes no further than this program.
type kept struct {
	header http.Header
	status int
	bytes.Buffer
	browser http.ResponseWriter // of whoever waits; nil in tests of parts
}

// Unwrap lets the API set how long it waits for what a browser sends.
func (k *kept) Unwrap() http.ResponseWriter { return k.browser }

func (k *kept) Header() http.Header { return k.header }

func (k *kept) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
}

func (k *kept) Write(b []byte) (int, error) {
	k.WriteHeader(http.StatusOK)
	return k.Buffer.Write(b)
}

// ask asks the API in the name of whoever opened the page: with his cookie or token, and with all
// that says from where he asks, so that it is refused what he would be refused.
func (v *visit) ask(path string, query url.Values, into any) error {
	return v.call(http.MethodGet, path, query, nil, http.NoBody, into)
}

// submit tells the API something in the name of whoever sent the form. The key makes it once, however often
// the form is sent; headers such as If-Match come beside it. into may be nil.
func (v *visit) submit(method, path, key string, header http.Header, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write what %s is told: %w", path, err)
	}
	said := http.Header{"Content-Type": {"application/json"}}
	if key != "" {
		said.Set("Idempotency-Key", key)
	}
	maps.Copy(said, header)
	return v.call(method, path, nil, said, bytes.NewReader(text), into)
}

// ofTheForm are headers that are true of what the browser sent and not of what the API is sent.
var ofTheForm = []string{"Accept", "Accept-Encoding", "Range", "If-None-Match", "If-Modified-Since", "If-Match", "Content-Type", "Content-Length", "Content-Encoding", "Idempotency-Key"}

func (v *visit) call(method, path string, query url.Values, header http.Header, body io.Reader, into any) error {
	answered, err := v.exchange(method, path, query, header, body, into)
	if answered != nil {
		v.lastHeader = answered
	}
	return err
}

// exchange changes nothing of the visit, so that several may be under way at once. It gives the headers of what
// was not refused.
func (v *visit) exchange(method, path string, query url.Values, header http.Header, body io.Reader, into any) (http.Header, error) {
	r, err := http.NewRequestWithContext(v.r.Context(), method, path, body)
	if err != nil {
		return nil, fmt.Errorf("ask the API: %w", err)
	}
	r.URL.RawQuery = query.Encode()
	r.RequestURI = r.URL.RequestURI()
	r.Header, r.Host, r.RemoteAddr, r.TLS = v.r.Header.Clone(), v.r.Host, v.r.RemoteAddr, v.r.TLS
	for _, name := range ofTheForm {
		r.Header.Del(name)
	}
	maps.Copy(r.Header, header)
	r.Header.Set("Accept", "application/json")
	out := &kept{header: http.Header{}, browser: v.out}
	v.web.API.ServeHTTP(out, r)
	if out.status >= http.StatusMultipleChoices {
		p := &problem{}
		if err := json.Unmarshal(out.Bytes(), p); err != nil || p.Status == 0 {
			p = &problem{Status: out.status}
		}
		return nil, p
	}
	if into == nil || out.Len() == 0 {
		return out.header, nil
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		return out.header, fmt.Errorf("read the API's answer at %s: %w", path, err)
	}
	return out.header, nil
}
