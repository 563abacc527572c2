package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/pdf"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/vault"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

// needs is what the API stands on; the terminal and the server differ only in
// who is asking and through which door.
func (s *store) needs(who api.Identity, f api.Figures, d api.Doubles, h api.Health, i *imports, channel string) api.Needs {
	return api.Needs{
		Evidence: evidence{s.opened, pdf.Printer{}, s.vault},
		Log:      s.log, Records: s.log, Opened: s.opened, Closed: s.closed,
		Parted:   func(opens ...person.Purpose) decider.Codec { return eventjson.New(s.vault, uuid.NewV7, opens...) },
		Identity: who, Directory: s.vault, Figures: f, Doubles: d, Listing: postgres.OpenListing(s.db), Triage: postgres.OpenTriage(s.db), Worklist: postgres.OpenWorklist(s.db), Terms: s.terms(), Keys: s.vault, Imports: i.of(incidentFiles{}), NoticeImports: i.of(noticeFiles{}), History: s.log,
		Readings: s.readings(), Attempts: postgres.OpenAttempts(s.db), Access: postgres.OpenAccess(s.db), Departures: postgres.OpenDepartures(s.db), Health: h,
		Documents: blobs.Keeper{Store: postgres.OpenBlobs(s.db), Random: rand.Reader}, Printer: pdf.Printer{}, Clean: cleanPhoto,
		Clock:   s.clock,
		NewID:   func() uuid.UUID { return uuid.Must(uuid.NewV7()) },
		Metrics: prometheus.NewRegistry(), Logger: s.logger,
		Contact: api.Contact{Name: "Operator of this server"},
		Program: programVersion(),
		Channel: channel,
	}
}

// readings is where it is kept who read what.
func (s *store) readings() *postgres.Readings {
	return postgres.OpenReadings(s.db, postgres.ReadingOptions{Code: s.vault.SubjectCode, Program: programVersion()})
}

// programVersion is this program as its build knows it: a version, else the commit.
func programVersion() string {
	info, known := debug.ReadBuildInfo()
	if !known {
		return "ruggensteun"
	}
	version := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (version == "" || version == "(devel)") {
			version = s.Value
		}
	}
	return "ruggensteun " + version
}

// evidence makes what leaves the store for a court.
type evidence struct {
	*eventjson.Codec
	pdf.Printer
	*vault.Vault
}

// caller lets a terminal command go through the same door as any program: the
// same checks, the same recording, the same errors.
type caller struct {
	handler http.Handler
	who     identity.Terminal
	unsaid  bool // no role of an employer was named: the operator asks
	permit  string
	// took records a file that is put together here, of pages that were each recorded.
	took func(context.Context, export.TakenOut) error
}

// terminalChannel is the door of whoever sits at the machine.
const terminalChannel = "cli"

// caller makes the API over an open store; figures are those of the moment of asking.
func (s *store) caller(ctx context.Context, w where, f api.Figures) (*caller, error) {
	who, err := w.actor(s.employerNamed(ctx))
	if err == nil {
		err = s.knowsUnit(ctx, who.Actor)
	}
	if err != nil {
		return nil, err
	}
	handler, err := api.Handler(s.needs(who, f, s.lookout(catchUpMoment), alwaysReady{}, newHTTPImports(s, ""), terminalChannel))
	if err != nil {
		return nil, err
	}
	return &caller{handler: handler, who: who, unsaid: w.unsaid(), permit: w.permit, took: s.takenOutBy(who.Actor)}, nil
}

// employerNamed finds the employer of --as by its code.
func (s *store) employerNamed(ctx context.Context) func(code string) (uuid.UUID, error) {
	return func(code string) (uuid.UUID, error) {
		id, found, err := s.vault.EmployerByCode(ctx, code)
		if err == nil && !found {
			err = wrongUsage("--as: no employer is registered under the code %s: the operator does that, with ruggensteun employer register", code)
		}
		return id, err
	}
}

// alwaysReady answers for a program that has just opened everything itself.
type alwaysReady struct{}

func (alwaysReady) Ready(context.Context) error { return nil }

// newFigures has counted nothing yet. Commands that only change things leave it so.
func newFigures() *figures.Engine {
	e, err := figures.New(time.LoadLocation)
	if err != nil {
		panic(err) // only a nil zone loader is refused
	}
	return e
}

// call sends one request and decodes its answer into out (nil: is not needed).
func (c *caller) call(ctx context.Context, method, path string, header http.Header, body []byte, out any) (http.Header, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://localhost"+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask %s %s: %w", method, path, err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, values := range header {
		r.Header[name] = values
	}
	got, err := c.answer(r)
	if err != nil {
		return nil, err
	}
	if raw, is := out.(*[]byte); is { // a picture
		*raw = bytes.Clone(got.body.Bytes())
	} else if out != nil {
		if err := json.Unmarshal(got.body.Bytes(), out); err != nil {
			return nil, fmt.Errorf("read the answer of %s %s: %w", method, path, err)
		}
	}
	return got.header, nil
}

func (c *caller) answer(r *http.Request) (*reply, error) {
	if c.permit != "" {
		r.Header.Set("Permit", c.permit)
	}
	got := &reply{header: http.Header{}, status: http.StatusOK}
	c.handler.ServeHTTP(got, r)
	if got.status >= 300 {
		return nil, c.advised(got.problem())
	}
	return got, nil
}

func (c *caller) advised(err error) error { return advised(c.unsaid, err) }

// advised adds how to ask in the role that the rule names, where the operator asks and may not.
func advised(unsaid bool, err error) error {
	var f *fault.Fault
	if !unsaid || !errors.As(err, &f) || f.Kind != fault.Forbidden || strings.Contains(f.Message, "--as ") {
		return err
	}
	f.Message += "; on a terminal with --as " + asNamed(f.Message)
	return err
}

// asNamed is what --as takes for the role that a reason names; most of what the operator may not is
// the registrar's.
func asNamed(reason string) string {
	switch {
	case strings.Contains(reason, "case worker"):
		return string(access.CaseWorker) + "@CODE"
	case strings.Contains(reason, "registrar"):
	case strings.Contains(reason, "privacy officer"):
		return string(access.PrivacyOfficer) + "@CODE"
	case strings.Contains(reason, "analyst"):
		return string(access.Analyst)
	}
	return string(access.Registrar) + "@CODE"
}

// ofProtected tells whether a value is refused because of what protected figures are.
func ofProtected(o fault.Field) bool {
	return strings.Contains(o.Remedy, "protected figures") || strings.Contains(o.Problem, "not your own")
}

// exactly adds how to be told exact figures, where the operator asked and protected ones, which
// he is shown, cannot be had.
func (c *caller) exactly(err error) error {
	var f *fault.Fault
	if !c.unsaid || !errors.As(err, &f) {
		return err
	}
	if f.Kind == fault.Unavailable || slices.ContainsFunc(f.Fields, ofProtected) {
		f.Message += "; exact figures of one employer are asked with --as registrar@CODE"
	}
	return err
}

// reply is an http.ResponseWriter that stays in the program.
type reply struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *reply) Header() http.Header         { return r.header }
func (r *reply) WriteHeader(status int)      { r.status = status }
func (r *reply) Write(b []byte) (int, error) { return r.body.Write(b) }

// problem turns a problem document back into the fault that it came from.
func (r *reply) problem() error {
	var p api.Problem
	if err := json.Unmarshal(r.body.Bytes(), &p); err != nil {
		return fmt.Errorf("the answer was %d, and not a problem document", r.status)
	}
	f := fault.New(fault.Kind(p.Kind), p.Detail)
	if p.Reference != "" {
		f.Message += " (see the line with this reference above: " + p.Reference + ")"
	}
	for _, e := range p.Errors {
		f.Fields = append(f.Fields, fault.Field{Name: e.Field, Problem: e.Problem, Remedy: e.Remedy})
	}
	return f
}
