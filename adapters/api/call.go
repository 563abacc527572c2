package api

import (
	"context"
	"net/netip"
	"net/url"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// call is what is known of a request by the time it is answered. Its log line
// is made of it, so nothing that stands here may be about a person but the
// opaque id of who asks.
type call struct {
	id       uuid.UUID // the correlation of everything it leads to
	actor    access.Actor
	kind     string // of fault; "" when it went well
	position eventlog.Position
	whole    context.Context // of the request, for an answer that takes longer than one may
	query    url.Values      // as it was sent
	route    string          // as in the table of routes
	accepts  []string        // media types that are asked for, what is preferred first

	source     netip.Prefix // where it came from; never logged as such
	tellSource bool         // that it is to stand in the log line under an alias
	account
	belonging
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// reference is short enough to read out over the phone. The end of an id is
// random, its beginning is a time.
func (c *call) reference() string {
	text := c.id.String()
	return text[len(text)-12:]
}
