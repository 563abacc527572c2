package api

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/suspectlink"
)

type changeLinkInput struct {
	Keyed
	ID string `path:"id" format:"uuid" doc:"Of the link."`
}

// proposeLinkInput has no If-Match: what changes is the list of links, and not the file.
type proposeLinkInput struct {
	Keyed
	ID string `path:"id" format:"uuid" doc:"Of the suspect's file."`
}

type linkFilesForm struct {
	With   string              `json:"with" example:"VR-RIJNMOND" doc:"Code of the other employer, which names its own file."`
	Basis  linkBasisForm       `json:"basis" doc:"What lets employers share this. Kept in clear: it names nobody."`
	Notice attentionNoticeForm `json:"notice" doc:"The letter by which the person was told. Kept in clear: give its number."`
	Review string              `json:"review" format:"date" doc:"The last day by which somebody looks at it again: within 6 months."`
	End    string              `json:"end" format:"date" doc:"The last day on which it holds: within 12 months."`
}

type linkBasisForm struct {
	Statute   string `json:"statute" example:"UAVG 33 lid 4"`
	Reference string `json:"reference" doc:"Of the permit or decision." example:"AP z2026-00123"`
}

type joinLinkForm struct {
	File   string              `json:"file" format:"uuid" doc:"Your own file of the suspect. The other employer is not told which it is."`
	Notice attentionNoticeForm `json:"notice" doc:"Your own letter to the person."`
}

type reviewLinkForm struct {
	Review string `json:"review" format:"date" doc:"The last day by which somebody looks at it once more; not beyond the end."`
}

type fileLinkPage struct {
	ID       uuid.UUID            `json:"id" format:"uuid" doc:"Of the link."`
	Standing suspectlink.Standing `json:"standing" enum:"WAITING,HOLDS,ENDED,LAPSED" doc:"As of today."`
	With     string               `json:"with" doc:"Code of the other employer: nothing else of it is shown."`
	File     *uuid.UUID           `json:"file,omitempty" format:"uuid" doc:"Your own file; left out until you named one."`
	Proposed bool                 `json:"proposed" doc:"Whether your employer proposed it."`
	Approved bool                 `json:"approved" doc:"Whether a second person of your employer approved."`
	Basis    linkBasisForm        `json:"basis"`
	Review   string               `json:"review" format:"date"`
	End      string               `json:"end" format:"date"`
}

type fileLinksAnswer struct {
	Position string `header:"Position" doc:"As known at this position in the log."`
	Body     struct {
		Links []fileLinkPage `json:"links" doc:"Those of your employer, the oldest first."`
	}
}

func (a *api) fileLinks(ctx context.Context) (suspectlink.Links, error) {
	s, _, err := suspectlink.Decider.Load(ctx, a.journal, suspectlink.Stream())
	return s, err
}

// dayAt is the day by the clock of an employer.
func (a *api) dayAt(e employer.Employer, at time.Time) (calendar.Day, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return 0, err
	}
	return calendar.DayOf(at.In(zone)), nil
}

func (a *api) ofLink(ctx context.Context) (suspectlink.Asked, error) {
	actor := callOf(ctx).actor
	e, err := a.employerOf(ctx, actor.Employer)
	if err != nil {
		return suspectlink.Asked{}, err
	}
	by := suspectlink.Asked{By: actor, At: a.instant()}
	by.Today, err = a.dayAt(e, by.At)
	return by, err
}

func (n attentionNoticeForm) read(wrong *fault.Fields) suspectlink.Notice {
	return suspectlink.Notice{On: dayGiven(n.On, "notice.on", wrong), Document: n.Document}
}

func (a *api) proposeLink(ctx context.Context, in *proposeLinkInput) (*receiptAnswer, error) {
	id, _, err := a.named(ctx, aSuspect, in.ID, access.LinkFiles)
	if err != nil {
		return nil, err
	}
	var body linkFilesForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "propose link of suspect "+id.String(), &wrong)
	by, err := a.ofLink(ctx)
	if err != nil {
		return nil, err
	}
	cmd := suspectlink.Propose{
		Asked: by, ID: a.NewID(), File: id, Basis: suspectlink.Basis(body.Basis), Notice: body.Notice.read(&wrong),
		Review: dayGiven(body.Review, "review", &wrong), End: dayGiven(body.End, "end", &wrong),
	}
	if cmd.With, _, err = a.Directory.EmployerByCode(ctx, body.With); err != nil {
		return nil, err
	}
	if cmd.State, _, err = suspect.Decider.Load(ctx, a.journal, suspect.Stream(id)); err != nil {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out, err := run(ctx, a, suspectlink.Decider, suspectlink.Stream(), suspectlink.Command(cmd), r)
	if err != nil {
		return nil, err
	}
	all, err := a.fileLinks(ctx)
	for _, l := range all.Of(by.By.Employer) { // the last one: also when the request was a repeat
		if own, other, _ := l.Side(by.By.Employer); own.File == id && other.Employer == cmd.With {
			out.Body.ID = l.ID
		}
	}
	return made(out, "/suspect-links"), err
}

func (a *api) joinLink(ctx context.Context, in *changeLinkInput) (*receiptAnswer, error) {
	var body joinLinkForm
	return a.changeLink(ctx, in, access.LinkFiles, "join", &body, func(by suspectlink.Asked, id uuid.UUID, wrong *fault.Fields) (suspectlink.Command, error) {
		file, _, err := a.named(ctx, aSuspect, body.File, access.LinkFiles)
		if err != nil {
			return nil, err
		}
		cmd := suspectlink.Join{Asked: by, ID: id, File: file, Notice: body.Notice.read(wrong)}
		cmd.State, _, err = suspect.Decider.Load(ctx, a.journal, suspect.Stream(file))
		return cmd, err
	})
}

func (a *api) approveLink(ctx context.Context, in *changeLinkInput) (*receiptAnswer, error) {
	var body asIsForm
	return a.changeLink(ctx, in, access.ApproveLink, "approve", &body, func(by suspectlink.Asked, id uuid.UUID, _ *fault.Fields) (suspectlink.Command, error) {
		return suspectlink.Approve{Asked: by, ID: id}, nil
	})
}

func (a *api) reviewLink(ctx context.Context, in *changeLinkInput) (*receiptAnswer, error) {
	var body reviewLinkForm
	return a.changeLink(ctx, in, access.ApproveLink, "review", &body, func(by suspectlink.Asked, id uuid.UUID, wrong *fault.Fields) (suspectlink.Command, error) {
		return suspectlink.Review{Asked: by, ID: id, Review: dayGiven(body.Review, "review", wrong)}, nil
	})
}

func (a *api) endLink(ctx context.Context, in *changeLinkInput) (*receiptAnswer, error) {
	var body asIsForm
	return a.changeLink(ctx, in, access.EndLink, "end", &body, func(by suspectlink.Asked, id uuid.UUID, _ *fault.Fields) (suspectlink.Command, error) {
		return suspectlink.End{Asked: by, ID: id}, nil
	})
}

// changeLink asks first whether there is such a link for this employer.
func (a *api) changeLink(ctx context.Context, in *changeLinkInput, action access.Action, about string, body any, command func(suspectlink.Asked, uuid.UUID, *fault.Fields) (suspectlink.Command, error)) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(action, actor.Employer); err != nil {
		return nil, err
	}
	all, err := a.fileLinks(ctx)
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ID)
	l, found := all.Find(id)
	if _, _, own := l.Side(actor.Employer); err != nil || !found || !own || id.String() != in.ID {
		return nil, access.NoSuch("link")
	}
	var wrong fault.Fields
	if err := decode(in.RawBody, body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, about+" link "+id.String(), &wrong)
	by, err := a.ofLink(ctx)
	if err != nil {
		return nil, err
	}
	cmd, err := command(by, id, &wrong)
	if err != nil {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out, err := run(ctx, a, suspectlink.Decider, suspectlink.Stream(), cmd, r)
	if err != nil {
		return nil, err
	}
	out.Body.ID = id
	return out, nil
}

func (a *api) listLinks(ctx context.Context, _ *struct{}) (*fileLinksAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.EndLink, actor.Employer); err != nil {
		return nil, err
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	out := &fileLinksAnswer{Position: head.String()}
	if out.Body.Links, err = a.linksOf(ctx, actor.Employer, uuid.Nil); err != nil {
		return nil, err
	}
	return out, a.record(ctx, access.Reading{What: "suspect links", Personal: true, Position: head})
}

// linksOf are those of an employer, or of one of its files: what it may know of them.
func (a *api) linksOf(ctx context.Context, of, file uuid.UUID) ([]fileLinkPage, error) {
	all, err := a.fileLinks(ctx)
	if err != nil {
		return nil, err
	}
	pages := []fileLinkPage{}
	for _, l := range all.Of(of) {
		own, other, _ := l.Side(of)
		if file != uuid.Nil && own.File != file {
			continue
		}
		page, err := a.linkPageOf(ctx, l, own, other)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

func (a *api) linkPageOf(ctx context.Context, l suspectlink.Link, own, other suspectlink.Side) (page fileLinkPage, err error) {
	mine, err := a.employerOf(ctx, own.Employer)
	if err != nil {
		return page, err
	}
	theirs, err := a.employerOf(ctx, other.Employer)
	if err != nil {
		return page, err
	}
	today, err := a.dayAt(mine, a.Clock())
	if err != nil {
		return page, err
	}
	page = fileLinkPage{
		ID: l.ID, Standing: l.Stands(today), With: theirs.Code, File: idIfAny(own.File), Proposed: own == l.Sides[0], Approved: own.Approved != uuid.Nil,
		Basis: linkBasisForm(l.Basis), Review: l.Review.String(), End: l.End.String(),
	}
	// Where one of them does not know any more who it is, there is nobody to link.
	if slices.Contains([]suspectlink.Standing{suspectlink.Waiting, suspectlink.Holds}, page.Standing) {
		known, err := a.bothKnown(ctx, own.File, other.File)
		if err != nil {
			return page, err
		}
		if !known {
			page.Standing = suspectlink.Over
		}
	}
	return page, nil
}

func (a *api) bothKnown(ctx context.Context, files ...uuid.UUID) (bool, error) {
	for _, id := range files {
		if id == uuid.Nil {
			continue // was not named yet
		}
		file, _, err := suspect.Decider.Load(ctx, a.journal, suspect.Stream(id))
		if err != nil || file.Identity.State != person.Present {
			return false, err
		}
	}
	return true, nil
}

func (a *api) routesOfLinks() []route {
	return []route{
		{"POST", "/suspects/{id}/links", "proposeLink", "Een koppeling met een andere werkgever voorstellen",
			"Proposes that two employers know of each other that they keep a file of the same suspect: with the statute or permit that lets them, a letter to the person, a day of review and a last day, or it is refused with what is missing. Nothing of a record is shown to the other, and no figure changes.",
			false, 201, reflect.TypeFor[linkFilesForm](), forgetting, bind(a, a.proposeLink)},
		{"GET", "/suspect-links", "listLinks", "Koppelingen opsommen",
			"Lists the links of your employer: with whom, on what basis, until when. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listLinks)},
		{"POST", "/suspect-links/{id}/joining", "joinLink", "Het eigen dossier bij een koppeling noemen",
			"The other employer names its own file, and its own letter to the person.",
			false, 200, reflect.TypeFor[joinLinkForm](), forgetting, bind(a, a.joinLink)},
		{"POST", "/suspect-links/{id}/approval", "approveLink", "Een koppeling goedkeuren",
			"The privacy officer of each employer approves, never who named the file. The link holds when both did.",
			false, 200, reflect.TypeFor[asIsForm](), forgetting, bind(a, a.approveLink)},
		{"POST", "/suspect-links/{id}/review", "reviewLink", "Een koppeling beoordelen",
			"Says that it was looked at again, and when it is once more. Its end does not move.",
			false, 200, reflect.TypeFor[reviewLinkForm](), forgetting, bind(a, a.reviewLink)},
		{"POST", "/suspect-links/{id}/ending", "endLink", "Een koppeling verbreken",
			"Undoes it everywhere, by one of both alone. It ends by itself on its last day, when nobody reviewed it in time, and when one of them does not know any more who it is.",
			false, 200, reflect.TypeFor[asIsForm](), forgetting, bind(a, a.endLink)},
	}
}
