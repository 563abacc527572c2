package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ruggensteun/domain/fault"
)

// Problem is every answer that is not what was asked for (RFC 9457). It never
// repeats a value of the request: values may be about a person, and errors end
// up in logs and tickets.
type Problem struct {
	Title     string       `json:"title" example:"Bad Request" doc:"The status in words."`
	Status    int          `json:"status" example:"400" doc:"The HTTP status."`
	Detail    string       `json:"detail" example:"the request has values that cannot be accepted" doc:"What is wrong, and what to do."`
	Kind      string       `json:"kind" example:"invalid" doc:"What the caller can do about it, for programs."`
	Reference string       `json:"reference,omitempty" example:"7f3a09c41b2e" doc:"Names this failure when you ask the operator about it."`
	Errors    []WrongField `json:"errors,omitempty" doc:"Everything that is wrong with the request, all at once."`

	retry int // seconds until it is worth trying again, where that is known
}

// WrongField is one wrong value and how to mend it.
type WrongField struct {
	Field   string `json:"field" example:"place.type" doc:"The path in the body, or the name of the query key or header."`
	Problem string `json:"problem" example:"is not a code of the list location type"`
	Remedy  string `json:"remedy" example:"did you mean ROAD?"`
}

// mostErrors keeps a short request from having a long answer.
const mostErrors = 100

// Kinds of HTTP itself, beside those of fault.
const (
	kindMethod   = "method_not_allowed"
	kindMedia    = "unsupported_media_type"
	kindSlow     = "timeout"
	kindInternal = "internal"
	kindOften    = "too_many_requests"
)

// statuses says what each kind is over HTTP. A key that comes back with another
// request is 409 and not 422, because the API Design Rules leave 422 unused;
// the kind tells it from a conflict.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Refused:         http.StatusConflict,
	fault.Conflict:        http.StatusConflict,
	fault.KeyReused:       http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

func problemOf(f *fault.Fault) *Problem {
	p := newProblem(statuses[f.Kind], string(f.Kind), f.Message)
	for _, field := range f.Fields[:min(len(f.Fields), mostErrors)] {
		p.Errors = append(p.Errors, WrongField{field.Name, field.Problem, field.Remedy})
	}
	return p
}

func newProblem(status int, kind, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Kind: kind, Detail: detail}
}

// Error, GetStatus, ContentType and GetHeaders are what huma asks of an error.
func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="ruggensteun"`)
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	case http.StatusTooManyRequests:
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	return h
}

// retryAfter is in seconds: long enough for a database to fail over, short
// enough for a person who waits.
const retryAfter = 2

func (p *Problem) write(w http.ResponseWriter) {
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client left; there is nobody to tell
}

// Both are variables of the whole process, and only this package uses huma. Its
// own errors repeat the value that was sent; its lists may be null, ours are not.
func init() {
	huma.NewError = framework
	huma.DefaultArrayNullable = false
}

// framework words the few errors that huma finds by itself: about the body, and about a parameter that is no
// number. What was sent is not repeated.
func framework(status int, _ string, all ...error) huma.StatusError {
	if wrong := unread(all); len(wrong) > 0 {
		p := newProblem(http.StatusBadRequest, string(fault.Invalid), "the request has values that cannot be accepted")
		p.Errors = wrong
		return p
	}
	switch status {
	case http.StatusRequestEntityTooLarge:
		return newProblem(status, string(fault.TooLarge), "the body is larger than 1 MiB: shorten the texts or send it in parts")
	case http.StatusRequestTimeout:
		return newProblem(status, kindSlow, "the body did not arrive in time: send it again")
	}
	return newProblem(http.StatusBadRequest, string(fault.Invalid), "the request has no body, or it broke off: send a JSON object")
}

// unread are the parameters that huma could not read, by their name: its place is that with where it stood, as
// query.limit.
func unread(all []error) (wrong []WrongField) {
	for _, err := range all {
		var detail *huma.ErrorDetail
		if !errors.As(err, &detail) {
			continue
		}
		where, name, _ := strings.Cut(detail.Location, ".")
		if !slices.Contains([]string{"path", "query", "header", "cookie"}, where) {
			continue
		}
		field := WrongField{name, "cannot be read", "see what it takes in /v1/openapi.json"}
		if detail.Message == "invalid integer" {
			field = WrongField{name, "is not a whole number", "write digits, or leave it out"}
		}
		wrong = append(wrong, field)
	}
	return wrong
}

// withFields adds wrong fields that were found elsewhere to an error about fields. Of a
// value that could not be read nothing more is said: what was made of it is not what
// was sent.
func withFields(wrong *fault.Fields, err error) {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return
	}
	var unread *fault.Fault
	errors.As(wrong.Err(), &unread)
	for _, field := range f.Fields {
		if unread == nil || !slices.ContainsFunc(unread.Fields, func(u fault.Field) bool { return u.Name == field.Name || strings.HasPrefix(u.Name, field.Name+".") }) {
			wrong.Add(field.Name, field.Problem, field.Remedy)
		}
	}
}
