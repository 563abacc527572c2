package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// around is what every request goes through, also those that no route takes.
func (a *api) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{id: a.NewID(), whole: r.Context()}
		out := &answer{ResponseWriter: w}
		ctx, cancel := context.WithTimeout(withCall(r.Context(), c), a.limits.request)
		defer cancel()
		r = r.WithContext(ctx)
		began := time.Now()
		a.traffic.inFlight.Inc()
		defer func() {
			a.traffic.inFlight.Dec()
			a.note(r, c, out, time.Since(began))
		}()
		defer a.caught(r, c, out)
		a.protect(out.Header())
		a.traced(c, r, out.Header())
		if a.Stopping != nil && a.Stopping() { // it came while the door was closing
			out.Header().Set("Connection", "close")
			a.refuse(out, r, problemOf(fault.New(fault.Unavailable, "this server is stopping: try again, a change with the same idempotency key")))
			return
		}
		next.ServeHTTP(out, r)
	})
}

// DemonstrationHeader says of an answer that all in it is invented.
const DemonstrationHeader = "Ruggensteun-Demonstration"

// protect sets the headers that the API Design Rules ask of every answer, and those that keep
// pages of others from showing one, reading one, or sharing a process with one.
func (a *api) protect(h http.Header) {
	if a.Demonstration {
		h.Set(DemonstrationHeader, "invented")
	}
	if a.Secure { // over plain HTTP it means nothing (RFC 6797, 7.2)
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	h.Set("API-Version", Version)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}

// answer remembers which status was sent.
type answer struct {
	http.ResponseWriter
	status int
}

func (w *answer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *answer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// caught turns a panic into an answer and a log line. The value of a panic is
// not logged unless the Go runtime made it: it may hold anything.
func (a *api) caught(r *http.Request, c *call, out *answer) {
	v := recover()
	if v == nil {
		return
	}
	c.kind = kindInternal
	if v == http.ErrAbortHandler { // the client left; net/http closes the connection
		panic(v)
	}
	what := fmt.Sprintf("a value of type %T", v)
	if own, ok := v.(runtime.Error); ok {
		what = own.Error()
	}
	a.Logger.ErrorContext(r.Context(), "request broke off", "reference", c.reference(), "panic", what, "stack", string(debug.Stack()))
	if out.status != 0 {
		// Half an answer was sent; only a broken connection tells the client.
		panic(http.ErrAbortHandler)
	}
	internal(c).write(out)
}

func internal(c *call) *Problem {
	p := newProblem(http.StatusInternalServerError, kindInternal, "something went wrong on our side, reference "+c.reference()+": try again, and if it stays tell the operator the reference")
	p.Reference = c.reference()
	return p
}

// problem is the one place where an error becomes an answer. What the person who
// asked can do something about is told; the rest is logged, once.
func (a *api) problem(ctx context.Context, err error) *Problem {
	c := callOf(ctx)
	var told *Problem
	var f *fault.Fault
	switch {
	case errors.As(err, &told):
	case errors.As(err, &f):
		told = problemOf(f)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		told = problemOf(fault.New(fault.Unavailable, "this took too long and was stopped: try again, a change with the same idempotency key"))
	case errors.Is(err, eventlog.ErrUnavailable):
		told = problemOf(fault.New(fault.Unavailable, "the database cannot be reached now: try again, a change with the same idempotency key"))
	default:
		told = internal(c)
	}
	c.kind = told.Kind
	if cause := causeOf(err); told.Status >= http.StatusInternalServerError && cause != nil {
		a.Logger.ErrorContext(ctx, "request failed", "reference", c.reference(), "kind", told.Kind, "error", err, "cause", cause)
	}
	return told
}

// causeOf is what an operator may have to mend. A fault hides its cause from who
// asked, and one without a cause is nothing to mend; nor is a client who left.
func causeOf(err error) error {
	var f *fault.Fault
	switch {
	case errors.Is(err, context.Canceled):
		return nil
	case errors.As(err, &f):
		return errors.Unwrap(f)
	}
	return err
}

// refuse answers where no handler was reached.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, p *Problem) {
	callOf(r.Context()).kind = p.Kind
	p.write(w)
}

// strict keeps the mux from redirecting to a tidier path: a redirect repeats the
// path in a body of its own, and the API Design Rules say 404.
func (a *api) strict(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && path.Clean(r.URL.Path) != r.URL.Path {
			a.refuse(w, r, noSuchPath())
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func noSuchPath() *Problem {
	return newProblem(http.StatusNotFound, string(fault.NotFound), "there is nothing at this path: paths have no slash at the end, see "+base+"/openapi.json")
}

// elsewhere answers what no route takes: a wrong method, or no such path.
func (a *api) elsewhere(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			a.refuse(w, r, noSuchPath())
			return
		}
		list := strings.Join(allowed, ", ")
		w.Header().Set("Allow", list)
		a.refuse(w, r, newProblem(http.StatusMethodNotAllowed, kindMethod, "this path does not take this method: use "+list))
	}
}
