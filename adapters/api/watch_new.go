package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/listing"
	"ruggensteun/projections/worklist"
)

// mostNew is how many new ones are counted; it means that many or more.
const mostNew = 200

// mostLooks is how often it is looked after something was recorded: a list may be a moment behind the log.
const mostLooks = 10

// newOnes are how many there are that were not there when somebody began to look.
type newOnes struct {
	New   int    `json:"new"`
	Since string `json:"since"` // what was there then, to come back with
}

// NewInput is what somebody comes back with.
type NewInput struct {
	Since string `query:"since" maxLength:"1100" doc:"As an answer before gave it: counts on from there. Left out, it begins now."`
}

// marks are the lines of a list that were there. It goes along with whoever looks, so that he can stop
// looking, or find another server, and still be told what came meanwhile. A mark says nothing of its line;
// of two hundred lines, one new one in twenty million has the mark of another.
type marks map[[markSize]byte]bool

const (
	markSize  = 4
	marksForm = 1 // the first byte
)

func markOf(line string) (mark [markSize]byte) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(line))
	copy(mark[:], h.Sum(nil))
	return mark
}

func marksOf(lines []string) marks {
	s := marks{}
	for _, line := range lines {
		s[markOf(line)] = true
	}
	return s
}

func (s marks) String() string {
	all := make([][markSize]byte, 0, len(s))
	for mark := range s {
		all = append(all, mark)
	}
	slices.SortFunc(all, func(a, b [markSize]byte) int { return bytes.Compare(a[:], b[:]) })
	raw := []byte{marksForm}
	for _, mark := range all {
		raw = append(raw, mark[:]...)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseMarks gives nil of "": nobody looked yet.
func parseMarks(text string) (marks, error) {
	if text == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) == 0 || raw[0] != marksForm || len(raw)%markSize != 1 || len(raw) > 1+mostNew*markSize {
		var wrong fault.Fields
		wrong.Add("since", "is none that was given", "send it as an answer before gave it, or leave it out to begin")
		return nil, wrong.Err()
	}
	s := marks{}
	for mark := range slices.Chunk(raw[1:], markSize) {
		s[[markSize]byte(mark)] = true
	}
	return s, nil
}

// counting looks only when something was recorded, so that an open page costs next to nothing.
func (a *api) counting(before marks, list func(context.Context) ([]string, error)) look {
	var told newOnes
	at, left, looked := eventlog.Position(0), 0, false
	return func(ctx context.Context) (any, error) {
		head, err := a.Log.Head(ctx)
		if err != nil {
			return told, err
		}
		if head != at {
			at, left = head, mostLooks
		}
		if looked && left == 0 {
			return told, nil
		}
		left--
		now, err := list(ctx)
		if err != nil {
			return told, err
		}
		if before == nil {
			before = marksOf(now)
		}
		if !looked {
			looked, told.Since = true, before.String()
		}
		told.New = len(slices.DeleteFunc(now, func(line string) bool { return before[markOf(line)] }))
		return told, nil
	}
}

func (a *api) watchIncidents(ctx context.Context, in *NewInput) (*huma.StreamResponse, error) {
	actor := callOf(ctx).actor
	if err := actor.MaySome(access.ReadIncident, actor.Employer); err != nil {
		return nil, err
	}
	before, err := parseMarks(in.Since)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "incidents"}); err != nil {
		return nil, err
	}
	return a.watch(ctx, a.counting(before, func(ctx context.Context) (ids []string, err error) {
		page, err := a.Listing.List(ctx, actor.Over(access.ReadIncident), listing.Query{Order: listing.NewestFirst, Limit: mostNew})
		for _, r := range page.Rows {
			ids = append(ids, r.ID.String())
		}
		return ids, err
	}))
}

func (a *api) watchWork(ctx context.Context, in *NewInput) (*huma.StreamResponse, error) {
	actor := callOf(ctx).actor
	if err := actor.MaySome(access.ReadCase, actor.Employer); err != nil {
		return nil, err
	}
	before, err := parseMarks(in.Since)
	if err != nil {
		return nil, err
	}
	var wrong fault.Fields
	q, err := a.workQuery(ctx, &WorkInput{}, worklist.Cursor{}, mostNew, &wrong)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "worklist"}); err != nil {
		return nil, err
	}
	return a.watch(ctx, a.counting(before, func(ctx context.Context) (lines []string, err error) {
		page, err := a.Worklist.List(ctx, actor.Over(access.ReadCase), q)
		for _, r := range page.Rows {
			lines = append(lines, r.ID.String()+" "+strconv.Itoa(r.N))
		}
		return lines, err
	}))
}
