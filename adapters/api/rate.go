package api

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
)

// Rate is how often something may be asked: Count times at once, and as often again in each
// Per. The zero one is no limit.
type Rate struct {
	Count int
	Per   time.Duration
}

// Rates say how much one address, and one person or program, may ask of this server. They keep
// somebody who asks without end from taking the places of others; nobody who works meets them.
type Rates struct {
	// By the address that it comes from.
	Address Rate // anything
	SignIn  Rate // begins to sign in
	Wrong   Rate // brings what lets nobody in
	// By who asks.
	Search, Read, Write, Export Rate
	// Proxies are believed on whom they ask for (X-Forwarded-For), and nobody else is.
	Proxies []netip.Prefix
}

// UsualRates are far above what people do, an office of a thousand behind one address included,
// and above what a program needs that waits for its answers.
var UsualRates = Rates{
	Address: Rate{12_000, time.Minute},
	SignIn:  Rate{120, time.Minute},
	Wrong:   Rate{60, time.Minute},
	Search:  Rate{30, time.Minute},
	Read:    Rate{3_000, time.Minute},
	Write:   Rate{3_000, time.Minute},
	Export:  Rate{60, time.Minute},
}

// Named gives each rate by the name that people set it by.
func (r *Rates) Named() map[string]*Rate {
	return map[string]*Rate{
		"address": &r.Address, "sign-in": &r.SignIn, "wrong": &r.Wrong,
		"search": &r.Search, "read": &r.Read, "write": &r.Write, "export": &r.Export,
	}
}

// mostKept is how many addresses, or people, are remembered of each rate: some 10 MB.
const mostKept = 1 << 15

// throttle holds requests to the rates; a nil one lets everything through.
type throttle struct {
	rates                  Rates
	secret                 [16]byte // of this start, for what the log says of an address
	address, signIn, wrong *buckets[netip.Prefix]
	search, read           *buckets[uuid.UUID]
	write, export          *buckets[uuid.UUID]
}

func newThrottle(r *Rates) *throttle {
	if r == nil {
		return nil
	}
	return &throttle{
		rates: *r, secret: newThrottleSecret(),
		address: newBuckets[netip.Prefix](r.Address, mostKept), signIn: newBuckets[netip.Prefix](r.SignIn, mostKept), wrong: newBuckets[netip.Prefix](r.Wrong, mostKept),
		search: newBuckets[uuid.UUID](r.Search, mostKept), read: newBuckets[uuid.UUID](r.Read, mostKept),
		write: newBuckets[uuid.UUID](r.Write, mostKept), export: newBuckets[uuid.UUID](r.Export, mostKept),
	}
}

// fromAddress holds all that comes from one address to its rate, and notes where a request came from.
func (a *api) fromAddress(next http.Handler) http.Handler {
	if a.throttle == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r.Context())
		c.source = a.throttle.rates.source(r)
		if !strings.HasPrefix(r.URL.Path, base+"/health/") { // whoever watches us must be answered at all times
			if p := a.held(c, "address", "much was asked from this address"); p != nil {
				a.refuse(w, r, p)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// knownTo holds who asks to the rate of what he asks for.
func (t *throttle) knownTo(actor access.Actor, kind string, now time.Time) (time.Duration, bool) {
	of := map[string]*buckets[uuid.UUID]{"search": t.search, "read": t.read, "write": t.write, "export": t.export}[kind]
	return of.take(actor.ID, now)
}

// often refuses who asks more often than the rate of what he asks for.
func (a *api) often(r *http.Request, op *huma.Operation) error {
	if a.throttle == nil {
		return nil
	}
	c, kind := callOf(r.Context()), rateOf(r, op)
	wait, fine := a.throttle.knownTo(c.actor, kind, a.Clock())
	if fine {
		return nil
	}
	a.traffic.limited.WithLabelValues(kind).Inc()
	return tooOften(map[string]string{
		"search": "many people were searched for", "read": "much was read", "write": "much was recorded", "export": "many files were taken out",
	}[kind]+" in your name", wait)
}

// held takes from the bucket of an address; it gives an answer when there is nothing left.
func (a *api) held(c *call, kind, what string) *Problem {
	if a.throttle == nil {
		return nil
	}
	of := map[string]*buckets[netip.Prefix]{"address": a.throttle.address, "sign-in": a.throttle.signIn, "wrong": a.throttle.wrong}[kind]
	wait, fine := of.take(c.source, a.Clock())
	if fine {
		return nil
	}
	a.traffic.limited.WithLabelValues(kind).Inc()
	c.tellSource = true
	return tooOften(what, wait)
}

// notLetIn is the answer to who brought something that lets nobody in: what is wrong with it,
// until that was said too often. Whoever brings something right was let in before this is
// asked, so nobody is locked out by somebody else at the same address.
func (a *api) notLetIn(r *http.Request, err error) error {
	if fault.KindOf(err) != fault.Unauthenticated {
		return err
	}
	c := callOf(r.Context())
	c.tellSource = true
	if p := a.held(c, "wrong", "what lets nobody in was sent many times from this address"); p != nil {
		return p
	}
	return err
}

// broughtSomething tells who tried to be let in from who just asked.
func broughtSomething(r *http.Request) bool {
	return r.Header.Get("Authorization") != "" || len(r.Cookies()) > 0
}

func tooOften(what string, wait time.Duration) *Problem {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	p := newProblem(http.StatusTooManyRequests, kindOften, fmt.Sprintf("%s in a short time: wait %d seconds (Retry-After) and go on more slowly, with a change by the same idempotency key; the operator of this server sets how often (serve --rates)", what, seconds))
	p.retry = seconds
	return p
}

// takesOut are the routes that give a file and nothing else.
var takesOut = []string{"takeEverything", "bundleCase", "makeAccessFile"}

// rateOf names the rate that a request counts for.
func rateOf(r *http.Request, op *huma.Operation) string {
	switch last := op.Path[strings.LastIndex(op.Path, "/")+1:]; {
	case slices.Contains(takesOut, op.OperationID), asksForFile(r):
		return "export"
	case op.Method == http.MethodPost && (strings.Contains(last, "search") || strings.Contains(last, "zoek")):
		return "search"
	case op.Method == http.MethodGet:
		return "read"
	}
	return "write"
}

func asksForFile(r *http.Request) bool {
	if format := r.URL.Query().Get("format"); format != "" {
		return slices.Contains(slices.Collect(maps.Values(askedTypes)), export.Form(format))
	}
	media := accepted(r.Header.Values("Accept"))
	return len(media) > 0 && askedTypes[media[0]] != ""
}
