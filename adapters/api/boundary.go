package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/boundary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
)

type boundaryForm struct {
	Source   string `json:"source" doc:"Who published the file, and when: it stands below each map."`
	Licence  string `json:"licence" doc:"On what terms; it stands below each map too." example:"CC BY 4.0"`
	Level    string `json:"level,omitempty" doc:"gemeente, region, police-unit or province: only these of the file. As the codes of the areas say when left out."`
	Year     int    `json:"year,omitempty" doc:"Of which the boundaries are; they hold from its first day. As the file says (jaarcode) when left out." example:"2023"`
	Layer    string `json:"layer,omitempty" doc:"Of a TopoJSON file: the name of the object to read. All with areas that have a code when left out."`
	Property string `json:"property,omitempty" doc:"The property that holds the code of an area. code or statcode when left out."`
	File     string `json:"file" doc:"The text of the file: GeoJSON or TopoJSON, at most 16 MiB."`
	DryRun   bool   `json:"dry_run,omitempty" doc:"Says what would be loaded, and records nothing."`
}

// boundaryBody is what a file takes as text in JSON, where each quotation mark is two.
const boundaryBody = 2 * boundary.MaxBytes

type boundaryAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes."`
	Position string `header:"Position" doc:"The position in the log that includes this change."`
	Replayed string `header:"Idempotency-Replayed" doc:"true when the key was known: this is the answer of the first time."`
	Body     boundaryReceipt
}

type boundaryReceipt struct {
	Recorded bool              `json:"recorded" doc:"False when these very boundaries were loaded already, and of a dry run."`
	Position int64             `json:"position,omitempty"`
	Sets     []boundarySetPage `json:"sets" doc:"What was recognised in the file."`
	Left     []string          `json:"left_out,omitempty" doc:"Layers of the file without areas of ours."`
}

type boundarySetPage struct {
	Level     boundary.Level `json:"level"`
	Since     string         `json:"since" doc:"Day from which on they hold."`
	Source    string         `json:"source"`
	Licence   string         `json:"licence"`
	File      string         `json:"file" doc:"SHA-256 of the file, in hexadecimal."`
	Areas     int            `json:"areas"`
	InFile    int            `json:"points_in_file,omitempty"`
	Points    int            `json:"points" doc:"Kept; a border of two areas counts once."`
	Unit      boundary.Unit  `json:"unit" doc:"In which coordinates are kept."`
	Tolerance int            `json:"tolerance" doc:"How far, in units, a border may lie from where the file has it, beside rounding."`
	Missing   []codes.Code   `json:"missing,omitempty" doc:"Codes of ours that have no area."`
	Unknown   []codes.Code   `json:"unknown,omitempty" doc:"Codes that we do not have on that day: their areas are on the map, and never have a number."`
}

type boundaryListAnswer struct {
	Body boundaryList
}

type boundaryList struct {
	Sets []boundarySetPage `json:"sets"`
}

// bindFile is bind for a body that is larger than others: it is read only from whoever may send it.
func bindFile[I, O any](a *api, action access.Action, most int64, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	plain := bind(a, handle)
	return func(h huma.API, op huma.Operation) {
		op.MaxBodyBytes = most + 1
		op.Middlewares = append(op.Middlewares, func(c huma.Context, next func(huma.Context)) {
			r, w := humago.Unwrap(c)
			if err := callOf(r.Context()).actor.May(action, uuid.Nil); err != nil {
				a.problem(r.Context(), err).write(w)
				return
			}
			next(c)
		})
		plain(h, op)
	}
}

func (a *api) loadBoundaries(ctx context.Context, in *Keyed) (*boundaryAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.LoadReference, uuid.Nil); err != nil {
		return nil, err
	}
	var body boundaryForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	layers, left, err := boundary.Parse([]byte(body.File), boundary.Options{Layer: body.Layer, Property: body.Property})
	if err != nil {
		return nil, err
	}
	sets, others, err := boundary.Recognise(layers, boundary.Told{Level: boundary.Level(body.Level), Year: body.Year})
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256([]byte(body.File))
	cmd := boundary.Load{By: actor, Source: body.Source, Licence: body.Licence, File: hex.EncodeToString(hash[:]), Sets: sets}
	receipt := boundaryReceipt{Left: append(left, others...)}
	if receipt.Sets, err = recognised(cmd); err != nil {
		return nil, err
	}
	if body.DryRun {
		return &boundaryAnswer{Body: receipt}, nil
	}
	out, err := a.keepBoundaries(ctx, cmd, a.request(ctx, *in, "load boundaries", &wrong), &wrong)
	if err != nil {
		return nil, err
	}
	receipt.Recorded, receipt.Position = out.Body.Recorded, out.Body.Position
	return &boundaryAnswer{ETag: out.ETag, Position: out.Position, Replayed: out.Replayed, Body: receipt}, nil
}

func (a *api) keepBoundaries(ctx context.Context, cmd boundary.Load, r decider.Request, wrong *fault.Fields) (*receiptAnswer, error) {
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return run(ctx, a, boundary.Decider, boundary.Stream, cmd, r)
}

// recognised says what would be loaded where nothing was before.
func recognised(cmd boundary.Load) (pages []boundarySetPage, err error) {
	events, err := boundary.Decider.Decide(boundary.Atlas{}, cmd)
	if err != nil {
		return nil, fault.Renamed(err, func(field string) string {
			_, of, set := strings.Cut(field, "].")
			switch {
			case !set:
				return field
			case of == "since":
				return "year"
			case of == "areas":
				return "file"
			}
			return of
		})
	}
	for i, e := range events {
		page := setPage(e)
		page.Missing, page.Unknown = cmd.Sets[i].Compared()
		for _, area := range cmd.Sets[i].Areas {
			for _, ring := range area.Rings {
				page.InFile += len(ring)
			}
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func setPage(e boundary.Loaded) boundarySetPage {
	return boundarySetPage{
		Level: e.Level, Since: e.Since, Source: e.Source, Licence: e.Licence, File: e.File,
		Areas: len(e.Shape.Outlines), Points: e.Shape.Points(), Unit: e.Shape.Unit, Tolerance: e.Shape.Tolerance,
	}
}

func (a *api) listBoundaries(ctx context.Context, _ *struct{}) (*boundaryListAnswer, error) {
	if err := callOf(ctx).actor.May(access.LoadReference, uuid.Nil); err != nil {
		return nil, err
	}
	atlas, _, err := boundary.Decider.Load(ctx, a.journal, boundary.Stream)
	if err != nil {
		return nil, err
	}
	out := &boundaryListAnswer{Body: boundaryList{Sets: []boundarySetPage{}}}
	for _, e := range atlas.Sets {
		page := setPage(e)
		set := boundary.Set{Level: e.Level, Since: e.Since}
		for _, o := range e.Shape.Outlines {
			set.Areas = append(set.Areas, boundary.Area{Code: o.Code})
		}
		page.Missing, page.Unknown = set.Compared()
		out.Body.Sets = append(out.Body.Sets, page)
	}
	return out, nil
}
