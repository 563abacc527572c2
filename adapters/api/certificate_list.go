package api

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

type certificatesInput struct {
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
	Limit    int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After    string `query:"after" doc:"The next of the page before."`
}

type certificatesAnswer struct {
	Body struct {
		Employer     string            `json:"employer" doc:"Code of the employer."`
		Certificates []certificateLine `json:"certificates" doc:"The newest first."`
		Next         string            `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
		Invented     bool              `json:"invented,omitempty" doc:"A demonstration made some up."`
		Notice       *figures.Text     `json:"notice,omitempty" doc:"Says that it did."`
	}
}

type certificateLine struct {
	ID           uuid.UUID        `json:"id" format:"uuid"`
	Kind         retention.Kind   `json:"kind"`
	Of           uuid.UUID        `json:"of" format:"uuid" doc:"Opaque: the record, or the pseudonym. Who it was is said nowhere."`
	Purposes     []person.Purpose `json:"purposes" doc:"What was forgotten."`
	Reason       codes.Code       `json:"reason"`
	At           time.Time        `json:"at"`
	Events       int              `json:"events" doc:"In how many events it stood."`
	KeyCount     int              `json:"key_count" doc:"Keys that were destroyed."`
	ExportCount  int              `json:"export_count" doc:"Files that left while it could be read, which nobody can take back."`
	PaperCount   int              `json:"paper_count" doc:"Documents that open no more."`
	BackupsUntil string           `json:"backups_until,omitempty" format:"date" doc:"Last day on which a backup may hold the keys, as was said; left out where none was named."`
}

// listCertificates lists what the certificates themselves say in full. An employer that left can
// still ask for them: they are what it keeps.
func (a *api) listCertificates(ctx context.Context, in *certificatesInput) (*certificatesAnswer, error) {
	e, err := a.atTheDesk(ctx, in.Employer, access.ReadRetention)
	if err != nil {
		return nil, err
	}
	limit, before, err := pageOfCertificates(in)
	if err != nil {
		return nil, err
	}
	recorded, more, err := a.certificatesBefore(ctx, e, before, limit)
	if err != nil {
		return nil, err
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return nil, err
	}
	out := &certificatesAnswer{}
	out.Body.Employer, out.Body.Certificates = e.Code, []certificateLine{}
	for i, body := range bodies {
		if issued, is := body.(certificate.Issued); is {
			out.Body.Certificates = append(out.Body.Certificates, lineOfCertificate(issued.Certificate))
		}
		out.Body.Invented = out.Body.Invented || eventlog.Invented(recorded[i].Metadata)
	}
	out.Body.Notice = noticeOf(out.Body.Invented)
	if more {
		out.Body.Next = strconv.FormatInt(int64(recorded[len(recorded)-1].Position), 10)
	}
	return out, a.record(ctx, access.Reading{What: "certificates", ID: e.ID})
}

func pageOfCertificates(in *certificatesInput) (limit int, before eventlog.Position, err error) {
	limit, before = 50, endOfLog
	var wrong fault.Fields
	if in.Limit != 0 {
		limit = in.Limit
	}
	wrong.Check(limit >= 1 && limit <= 200, "limit", "is not between 1 and 200", "leave it out for 50")
	if in.After != "" {
		n, err := strconv.ParseInt(in.After, 10, 64)
		wrong.Check(err == nil && n > 0, "after", "is no page of this list", "send the next of the page before")
		before = eventlog.Position(n)
	}
	return limit, before, wrong.Err()
}

// endOfLog is behind every position.
const endOfLog = eventlog.Position(1<<63 - 1)

// certificatesBefore gives a page of them, and whether there are more. What is large comes in
// shorter pages, so that the length of one tells nothing.
func (a *api) certificatesBefore(ctx context.Context, e employer.Employer, before eventlog.Position, limit int) (page []eventlog.Recorded, more bool, err error) {
	scope := callOf(ctx).actor.Over(access.ReadRetention)
	page, err = a.Records.CertificatesAs(ctx, scope, e.ID, before, limit)
	if err != nil || len(page) == 0 {
		return nil, false, err
	}
	rest, err := a.Records.CertificatesAs(ctx, scope, e.ID, page[len(page)-1].Position, 1)
	return page, len(rest) > 0, err
}

func lineOfCertificate(c certificate.Certificate) certificateLine {
	l := certificateLine{
		ID: c.ID, Kind: c.Kind, Of: c.Of, Purposes: c.Purposes, Reason: c.Reason, At: c.At, Events: c.Events, KeyCount: c.KeyCount,
		ExportCount: len(c.Exports), PaperCount: len(c.Papers),
	}
	for _, b := range c.Backups {
		l.BackupsUntil = max(l.BackupsUntil, b.Until)
	}
	return l
}

// routesOfCertificates are those beside GET /certificates/{id}.
func (a *api) routesOfCertificates() []route {
	return []route{
		{"GET", "/certificates", "listCertificates", "Bewijzen van wissen opsommen",
			"Lists the certificates of what was erased, also of an employer that left, the newest first: what was forgotten and why, in how many events it stood, how many keys were destroyed, until when backups may hold them and how many files had left. The reading is recorded.",
			false, 200, reflect.Type(nil), nil, bind(a, a.listCertificates)},
		{"GET", "/certificates/{id}/paper", "printCertificate", "Een bewijs van wissen op papier",
			"Gives a certificate as PDF, to keep or to hand over. It names positions, keys, backups and files that left, and never who it was. Of a very long one the paper says where the rest stands. The reading is recorded.",
			false, 200, reflect.Type(nil), []int{404}, bind(a, a.printCertificate)},
	}
}
