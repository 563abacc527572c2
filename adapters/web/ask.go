package web

import (
	"bytes"
	"encoding/json"
	"fmt"
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
}

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
	r, err := http.NewRequestWithContext(v.r.Context(), http.MethodGet, path, nil)
	if err != nil {
		return fmt.Errorf("ask the API: %w", err)
	}
	r.URL.RawQuery = query.Encode()
	r.RequestURI = r.URL.RequestURI()
	r.Header, r.Host, r.RemoteAddr, r.TLS = v.r.Header.Clone(), v.r.Host, v.r.RemoteAddr, v.r.TLS
	for _, name := range []string{"Accept", "Accept-Encoding", "Range", "If-None-Match", "If-Modified-Since"} {
		r.Header.Del(name)
	}
	r.Header.Set("Accept", "application/json")
	out := &kept{header: http.Header{}}
	v.web.API.ServeHTTP(out, r)
	if out.status != http.StatusOK {
		p := &problem{}
		if err := json.Unmarshal(out.Bytes(), p); err != nil || p.Status == 0 {
			p = &problem{Status: out.status}
		}
		return p
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		return fmt.Errorf("read the API's answer at %s: %w", path, err)
	}
	return nil
}
