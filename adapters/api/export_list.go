package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
)

type exportsInput struct {
	Year     int    `query:"year" doc:"Those of this year; the present one when left out. With a hash all years are looked through." example:"2026"`
	Hash     string `query:"hash" doc:"SHA-256 of a file, in hexadecimal: who took these very bytes out, and when."`
	Employer string `query:"employer" doc:"Code of an employer; the caller's own when left out, and for the operator what analysts took out."`
}

type exportsAnswer struct {
	Body struct {
		Exports []listedExport `json:"exports" doc:"The newest first."`
	}
}

type listedExport struct {
	At       time.Time `json:"at" doc:"When it was taken out, in UTC."`
	Employer string    `json:"employer,omitempty" doc:"Code of whom the one who took it out works for; left out of who works for none."`
	Role     string    `json:"role" doc:"In which role."`
	Actor    uuid.UUID `json:"actor" format:"uuid" doc:"Opaque: who is behind it is known to the employer."`
	Purpose  string    `json:"purpose,omitempty"`
	Channel  string    `json:"channel" doc:"Through which door: api or cli."`
	Form     string    `json:"form" doc:"csv, xlsx, open-data, everything or access-file."`
	Question string    `json:"question,omitempty" doc:"The text of the question that it answers."`
	Viewer   string    `json:"viewer" doc:"For whose eyes: owner (exact numbers), analyst or public."`
	Position int64     `json:"position" doc:"As known at this position in the log."`
	Rows     int       `json:"rows" doc:"Lines of the table."`
	Size     int       `json:"size" doc:"Bytes."`
	Hash     string    `json:"hash,omitempty" doc:"SHA-256 of the bytes, in hexadecimal; left out of what did not leave whole."`
	// Of everything at once.
	Export     string `json:"export,omitempty" doc:"Of everything at once: the id that stands in the file, also in a part of one."`
	Unfinished bool   `json:"unfinished,omitempty" doc:"It broke off, or is under way: rows and size are what left at most, 0 when that is not known."`
	recorded   eventlog.Position
}

// listExports says which files left the store.
func (a *api) listExports(ctx context.Context, in *exportsInput) (*exportsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadExports, actor.Employer); err != nil {
		return nil, err
	}
	years, hash, err := a.exportYears(ctx, in)
	if err != nil {
		return nil, err
	}
	owners, err := a.exportOwners(ctx, in.Employer)
	if err != nil {
		return nil, err
	}
	out := &exportsAnswer{}
	out.Body.Exports = []listedExport{}
	for id, code := range owners {
		for _, year := range years {
			list, err := a.exportsOf(ctx, id, code, year)
			if err != nil {
				return nil, err
			}
			out.Body.Exports = append(out.Body.Exports, slices.DeleteFunc(list, func(e listedExport) bool { return hash != "" && e.Hash != hash })...)
		}
	}
	slices.SortFunc(out.Body.Exports, func(x, y listedExport) int { return cmp.Compare(y.recorded, x.recorded) })
	return out, a.record(ctx, access.Reading{What: "exports"})
}

// exportYears are those to look through. Errors name hash and year.
func (a *api) exportYears(ctx context.Context, in *exportsInput) (years []int, hash string, err error) {
	now := a.Clock().UTC().Year()
	var wrong fault.Fields
	wrong.Check(in.Year == 0 || in.Year >= 2000 && in.Year <= now+1, "year", "is not a year of which there are exports", "write it as "+fmt.Sprint(now))
	if in.Hash != "" {
		hash, err = export.ParseHash(in.Hash)
		withFields(&wrong, err)
	}
	if err := wrong.Err(); err != nil {
		return nil, "", err
	}
	switch {
	case in.Year != 0:
		return []int{in.Year}, hash, nil
	case hash == "":
		return []int{now}, hash, nil
	}
	first, err := a.Log.Read(ctx, 0, 1)
	if err != nil {
		return nil, "", fmt.Errorf("read when the log began: %w", err)
	}
	began := now
	for _, e := range first {
		began = min(now, e.RecordedAt.UTC().Year())
	}
	for year := began; year <= now+1; year++ { // a clock may run ahead over New Year
		years = append(years, year)
	}
	return years, hash, nil
}

// exportOwners are the employers whose exports are looked through, with their codes.
func (a *api) exportOwners(ctx context.Context, code string) (map[uuid.UUID]string, error) {
	actor := callOf(ctx).actor
	if code != "" || actor.Employer != uuid.Nil {
		e, err := a.employerNamed(ctx, code)
		if err != nil {
			return nil, err
		}
		if e.ID == uuid.Nil && actor.Employer == uuid.Nil { // no code of anybody is not the store itself
			return nil, access.NoSuch("employer")
		}
		return map[uuid.UUID]string{e.ID: e.Code}, actor.May(access.ReadExports, e.ID)
	}
	return map[uuid.UUID]string{uuid.Nil: ""}, actor.May(access.ReadExports, uuid.Nil)
}

// takenOut is what is on record of files that were taken out in a year. The reader's login is shown
// no event of the store itself, so what is of no employer is read without it.
func (a *api) takenOut(ctx context.Context, owner uuid.UUID, year int) ([]eventlog.Recorded, error) {
	if owner == uuid.Nil {
		return a.Log.ReadStream(ctx, export.Stream(owner, year), 0)
	}
	return a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.ReadExports), export.Stream(owner, year))
}

func (a *api) exportsOf(ctx context.Context, owner uuid.UUID, code string, year int) ([]listedExport, error) {
	recorded, err := a.takenOut(ctx, owner, year)
	if err != nil {
		return nil, fmt.Errorf("read what was taken out in %d: %w", year, err)
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return nil, fmt.Errorf("read what was taken out in %d: %w", year, err)
	}
	return listedExports(code, recorded, bodies)
}

// listedExports joins what began with how it ended: it is one export.
func listedExports(code string, recorded []eventlog.Recorded, bodies []decider.Event) (list []listedExport, err error) {
	began := map[uuid.UUID]int{} // by what one request led to
	for i, r := range recorded {
		meta, err := eventlog.ParseMeta(r.Metadata)
		if err != nil {
			return nil, fmt.Errorf("read who took out what at position %s: %w", r.Position, err)
		}
		line := listedExport{
			At: r.RecordedAt.UTC(), Employer: code, Role: meta.Role, Actor: meta.Actor, Purpose: meta.Purpose, Channel: meta.Channel, recorded: r.Position,
		}
		switch e := bodies[i].(type) {
		case export.TakenOut:
			line.Form, line.Question, line.Viewer, line.Position, line.Rows, line.Size, line.Hash = string(e.Form), e.Question, e.Viewer, int64(e.Position), e.Rows, e.Size, e.Hash
			if at, is := began[meta.Correlation]; is && e.Form == export.Everything {
				line.Export = list[at].Export
				list[at] = line
				continue
			}
		case export.Begun:
			began[meta.Correlation] = len(list)
			line.Form, line.Viewer, line.Position, line.Export, line.Unfinished = string(export.Everything), "owner", int64(e.Position), e.Export.String(), true
		case export.BrokenOff:
			if at, is := began[meta.Correlation]; is {
				list[at].Rows, list[at].Size = e.Records, e.Size
			}
			continue
		default:
			continue // removed by a recorded redaction
		}
		list = append(list, line)
	}
	return list, nil
}
