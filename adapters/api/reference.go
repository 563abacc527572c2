package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/reference"
)

type loadReferenceInput struct {
	Keyed
	Table string `path:"table" doc:"Which table: urbanity, inhabitants, staff or deployments."`
}

type readReferenceInput struct {
	Table string `path:"table" doc:"Which table: urbanity, inhabitants, staff or deployments."`
}

type referenceForm struct {
	Source string         `json:"source" doc:"Who published it, and when: it stands below each figure."`
	Rows   []referenceRow `json:"rows" doc:"All lines: a table is loaded whole, in place of the one before."`
}

type referenceRow struct {
	Of    codes.Code `json:"of" doc:"CBS code of a gemeente; of staff and deployments an employer and a profession: GEM-X/BOA1."`
	Since string     `json:"since" doc:"Day from which on it holds, until a later line of the same; of deployments the first day of the year that they are of."`
	Value codes.Code `json:"value" doc:"Of urbanity: 1 (most urban) to 5 (not urban); of the others a whole number."`
}

type referenceAnswer struct {
	ETag string `header:"ETag" doc:"The version, in quotes."`
	Body referencePage
}

type referencePage struct {
	Table   string `json:"table"`
	Version int64  `json:"version"`
	Hash    string `json:"hash" doc:"SHA-256 of its lines, in hexadecimal, as every rate names it."`
	ReferenceFields
}

func (a *api) loadReference(ctx context.Context, in *loadReferenceInput) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.LoadReference, uuid.Nil); err != nil {
		return nil, err
	}
	var body referenceForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	cmd := reference.Load{By: actor, Table: in.Table, Source: body.Source}
	for _, row := range body.Rows {
		cmd.Rows = append(cmd.Rows, reference.Row(row))
	}
	r := a.request(ctx, in.Keyed, "load reference "+in.Table, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return run(ctx, a, reference.Decider, reference.Stream(in.Table), cmd, r)
}

func (a *api) readReference(ctx context.Context, in *readReferenceInput) (*referenceAnswer, error) {
	if err := callOf(ctx).actor.May(access.LoadReference, uuid.Nil); err != nil {
		return nil, err
	}
	table, version, err := reference.Decider.Load(ctx, a.journal, reference.Stream(in.Table))
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return nil, access.NoSuch("table")
	}
	page := referencePage{Table: table.Table, Version: int64(version), Hash: table.Hash(), ReferenceFields: referenceForm{Source: table.Source}}
	for _, row := range table.Rows {
		page.Rows = append(page.Rows, referenceRow(row))
	}
	return &referenceAnswer{ETag: etag(version), Body: page}, nil
}
