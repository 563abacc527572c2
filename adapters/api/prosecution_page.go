package api

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type readCaseInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the case."`
}

type caseAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     casePage
}

type casePage struct {
	ID       uuid.UUID     `json:"id" format:"uuid"`
	Version  int64         `json:"version"`
	Employer string        `json:"employer" doc:"Code of the employer."`
	Invented bool          `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that it was."`
	Regime   codes.Code    `json:"regime"`
	Closed   bool          `json:"closed"`

	HeldUntil string `json:"held_until,omitempty" format:"date" doc:"A hold keeps it from being erased until the end of this day; told to who may know of holds."`

	MergedInto *uuid.UUID  `json:"merged_into,omitempty" format:"uuid" doc:"The case that stands for this one: there is what is new, and what is shown here was told here."`
	Merged     []uuid.UUID `json:"merged" doc:"Cases that were merged into this one; what is in them is shown here."`

	Stage          codes.Code          `json:"stage" doc:"How far the case is, by when things took effect."`
	Outcome        codes.Code          `json:"outcome" doc:"PENDING while there is none; NOT_RECORDED when a court judged and nobody told how."`
	Deciding       *uuid.UUID          `json:"deciding,omitempty" format:"uuid" doc:"The notice that the outcome is from."`
	Final          bool                `json:"final" doc:"Irrevocable."`
	Sepot          codes.Code          `json:"sepot,omitempty" doc:"Ground of the dismissal, as it is now."`
	Custody        codes.Code          `json:"custody,omitempty" doc:"The last step from arrest to release."`
	VPT            codes.Code          `json:"vpt,omitempty" doc:"Whether police gave the code for violence against a public task."`
	Instances      []instancePage      `json:"instances" doc:"What was heard of each court."`
	NotReceived    []codes.Code        `json:"not_received" doc:"Steps that must have been there and were never heard of."`
	Contradictions []contradictionPage `json:"contradictions" doc:"Dates of effect that cannot both be right."`
	Remarks        []remarkPage        `json:"remarks" doc:"What somebody should look at."`
	Unreadable     int                 `json:"unreadable" doc:"Notices of which the content was destroyed."`

	Incidents []uuid.UUID `json:"incidents"`
	// Under is beside the links as they were told: they come back when the incidents are split.
	Under   []underPage `json:"incidents_merged" doc:"Those of the incidents that were merged into another, which counts and whose time starts the terms."`
	Victims []uuid.UUID `json:"victims" doc:"The workers whom it is about (person)."`
	// Recorded is beside the victims and claimants as they are counted: it comes apart when the
	// pseudonyms are split.
	Recorded  []recordedPage `json:"persons_merged" doc:"Pseudonyms under which this case recorded somebody who goes by another one now."`
	Aangiften []uuid.UUID    `json:"aangiften"`
	Suspect   *uuid.UUID     `json:"suspect,omitempty" format:"uuid" doc:"The file; left out while nobody knows who."`

	Notices   []noticePage    `json:"notices" doc:"By effect; those that count no more or cannot be read come last."`
	ByReceipt []receivedPage  `json:"by_receipt" doc:"The same in the order in which they reached the employer."`
	Ledger    []accountPage   `json:"ledger" doc:"Money of each claimant, in cents."`
	Untold    []untoldPage    `json:"untold" doc:"Who must still be told of what."`
	Tellings  []tellingPage   `json:"tellings" doc:"Who was told of what."`
	Loose     []looseEndPage  `json:"loose_ends" doc:"What is left to do: closing the case over any of it takes an explanation."`
	Clocks    []clockPage     `json:"clocks" doc:"Terms that started, as they stand at the moment of asking."`
	Applied   []appliedPage   `json:"applied" doc:"Versions of agreements that somebody applied, here or in a case that was merged into this one."`
	Work      workPage        `json:"work" doc:"Who follows it, and what calls for somebody."`
	Documents []documentPage  `json:"documents" doc:"What was written for it."`
	NotYours  *figures.Text   `json:"not_yours,omitempty" doc:"Says why what says who it is is closed, and what to do, where this is not the reader's own case."`
	Timeline  []timeline.Line `json:"timeline" doc:"How the record came to be."`
}

type underPage struct {
	Incident uuid.UUID `json:"incident" format:"uuid" doc:"As it was linked."`
	Under    uuid.UUID `json:"under" format:"uuid" doc:"The incident that it counts under."`
}

// appliedPage is a version that somebody applied. The versions of a merged case stay its
// own, and count again when it is split off.
type appliedPage struct {
	Agreement string          `json:"agreement"`
	Whose     agreement.Whose `json:"whose" enum:"PROGRAM,STORE,EMPLOYER"`
	Version   string          `json:"version"`
	Case      *uuid.UUID      `json:"case,omitempty" format:"uuid" doc:"The merged case that brought it; left out when it is this one."`
	Counts    bool            `json:"counts" doc:"The terms here run under it; not where a merged case brought it."`
}

type recordedPage struct {
	RecordedUnder uuid.UUID    `json:"recorded_under" format:"uuid" doc:"The pseudonym (person) as it was recorded."`
	CountedUnder  uuid.UUID    `json:"counted_under" format:"uuid" doc:"The pseudonym that the worker goes by."`
	Says          figures.Text `json:"says"`
}

type instancePage struct {
	Instance  codes.Code     `json:"instance"`
	Withdrawn bool           `json:"withdrawn,omitempty" doc:"The appeal was."`
	Demanded  []sanctionPage `json:"demanded,omitempty" doc:"By the prosecutor."`
	Uplift    codes.Code     `json:"uplift,omitempty" doc:"Whether the demand stated it."`
	Percent   *count         `json:"percent,omitempty"`
	Judged    bool           `json:"judged,omitempty"`
	On        *occurrence    `json:"on,omitempty"`
	Outcome   codes.Code     `json:"outcome,omitempty"`
	Imposed   []sanctionPage `json:"imposed,omitempty"`
	Weighed   codes.Code     `json:"weighed,omitempty" doc:"Whether the court recognised the uplift."`
}

type sanctionPage struct {
	Kind codes.Code `json:"kind"`
	Size int        `json:"size,omitempty"`
	Unit string     `json:"unit,omitempty" enum:"days,hours,cents" doc:"Of the size."`
}

type contradictionPage struct {
	Earlier uuid.UUID    `json:"earlier" format:"uuid" doc:"A notice."`
	Later   uuid.UUID    `json:"later" format:"uuid" doc:"The notice that follows from it, and says that it took effect before."`
	What    figures.Text `json:"what"`
}

type remarkPage struct {
	Notice uuid.UUID    `json:"notice" format:"uuid"`
	What   figures.Text `json:"what"`
}

type noticePage struct {
	ID          uuid.UUID      `json:"id" format:"uuid"`
	State       string         `json:"state" enum:"present,forgotten" doc:"Of what it says."`
	Step        codes.Code     `json:"step,omitempty"`
	Effect      *occurrence    `json:"effect,omitempty"`
	Received    *occurrence    `json:"received,omitempty"`
	Source      codes.Code     `json:"source"`
	Case        *uuid.UUID     `json:"case,omitempty" format:"uuid" doc:"The merged case that holds it, where it is corrected or withdrawn; left out when it is this one."`
	Withdrawn   bool           `json:"withdrawn,omitempty" doc:"It was wrong, and counts no more."`
	Revision    int            `json:"revision,omitempty" doc:"How often it came to say something else."`
	Aangifte    *uuid.UUID     `json:"aangifte,omitempty" format:"uuid"`
	Worker      *uuid.UUID     `json:"worker,omitempty" format:"uuid"`
	VPT         codes.Code     `json:"vpt,omitempty"`
	Sepot       codes.Code     `json:"sepot,omitempty"`
	Conditional codes.Code     `json:"conditional,omitempty"`
	Summons     codes.Code     `json:"summons,omitempty"`
	Hearing     *occurrence    `json:"hearing,omitempty"`
	Uplift      codes.Code     `json:"uplift,omitempty"`
	Percent     *count         `json:"percent,omitempty"`
	Outcome     codes.Code     `json:"outcome,omitempty"`
	Sanctions   []sanctionPage `json:"sanctions,omitempty"`
	Offences    []offenceForm  `json:"offences,omitempty"`
	Instance    codes.Code     `json:"instance,omitempty"`
	Decision    codes.Code     `json:"decision,omitempty"`
	Amounts     []amountPage   `json:"amounts,omitempty"`
	Reference   *textPage      `json:"reference,omitempty"`
	Text        *textPage      `json:"text,omitempty"`
}

type amountPage struct {
	Claimant   uuid.UUID  `json:"claimant" format:"uuid" doc:"A worker (person), or the employer."`
	OfEmployer bool       `json:"of_employer,omitempty" doc:"It is the employer."`
	Kind       codes.Code `json:"kind"`
	Cents      int64      `json:"cents"`
}

type receivedPage struct {
	Notice   uuid.UUID   `json:"notice" format:"uuid"`
	Received *occurrence `json:"received,omitempty"`
	Step     codes.Code  `json:"step,omitempty"`
}

type accountPage struct {
	Claimant   uuid.UUID `json:"claimant" format:"uuid" doc:"A worker (person), or the employer."`
	OfEmployer bool      `json:"of_employer,omitempty" doc:"It is the employer."`
	Claimed    *int64    `json:"claimed,omitempty" doc:"Left out when not known, which is not zero."`
	Joined     *int64    `json:"joined,omitempty"`
	Awarded    *int64    `json:"awarded,omitempty"`
	Advance    int64     `json:"advance" doc:"By the State."`
	Paid       int64     `json:"paid"`
	Open       int64     `json:"open" doc:"Awarded and not received."`
	Surplus    int64     `json:"surplus" doc:"Received and not, or not yet, awarded."`
	Recourse   int64     `json:"recourse" doc:"What the State recovered of its advance."`
	ToRecover  int64     `json:"to_recover"`
	Excess     int64     `json:"excess" doc:"Recovered above the advance."`
}

type untoldPage struct {
	Victim    uuid.UUID   `json:"victim" format:"uuid" doc:"The worker (person)."`
	Notice    uuid.UUID   `json:"notice" format:"uuid"`
	Step      codes.Code  `json:"step,omitempty"`
	Since     *occurrence `json:"since,omitempty" doc:"Since when the employer could have told it."`
	Withdrawn bool        `json:"withdrawn,omitempty" doc:"The victim was told of it, and it was wrong."`
	Again     bool        `json:"again,omitempty" doc:"The victim was told of it, and it changed since."`
}

// looseEndPage is what the refusal to close would name.
type looseEndPage struct {
	Kind   prosecution.Looseness `json:"kind" enum:"VICTIM_UNINFORMED,DAMAGES_OPEN,CLAIM_UNDECIDED,NO_OUTCOME,UNREADABLE"`
	Person *uuid.UUID            `json:"person,omitempty" format:"uuid" doc:"The victim or claimant; left out where it is about the case."`
}

type tellingPage struct {
	ID      uuid.UUID   `json:"id" format:"uuid"`
	Case    *uuid.UUID  `json:"case,omitempty" format:"uuid" doc:"The merged case in which it was told; left out when it is this one."`
	Victim  uuid.UUID   `json:"victim" format:"uuid"`
	Notices []uuid.UUID `json:"notices"`
	Channel codes.Code  `json:"channel"`
	On      *occurrence `json:"on,omitempty"`
	Text    *textPage   `json:"text,omitempty"`

	Document *uuid.UUID `json:"document,omitempty" format:"uuid" doc:"The letter that told it."`
}

func (a *api) readCase(ctx context.Context, in *readCaseInput) (*caseAnswer, error) {
	id, owner, err := a.named(ctx, aCase, in.ID, access.ReadCase)
	if err != nil {
		return nil, err
	}
	d, err := a.dossierOf(ctx, id)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	state := d.family.Of(id)
	clocks, err := a.clocksOfCase(ctx, d, state, e)
	if err != nil {
		return nil, err
	}
	work, lines, err := a.workOf(ctx, id, access.ReadCase, e)
	if err != nil {
		return nil, err
	}
	last := d.own()[len(d.own())-1]
	for _, read := range d.within() {
		if err := a.record(ctx, access.Reading{What: "case", ID: read, Personal: true, Position: last.Position}); err != nil {
			return nil, err
		}
	}
	page := casePageOf(d, state)
	if err := a.showDocuments(ctx, id, &page); err != nil {
		return nil, err
	}
	page.Employer, page.Clocks, page.Work = e.Code, clocks, work
	if page.HeldUntil, err = a.heldFor(ctx, e, id); err != nil {
		return nil, err
	}
	page.Timeline = inOrder(page.Timeline, lines)
	if err := a.showApplied(ctx, d, &page); err != nil {
		return nil, err
	}
	if page.Under, err = a.under(ctx, state.Incidents); err != nil {
		return nil, err
	}
	page.NotYours = a.notYours(ctx)
	return &caseAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

func (a *api) under(ctx context.Context, incidents []uuid.UUID) ([]underPage, error) {
	all := []underPage{}
	for _, id := range incidents {
		root, _, err := a.countedUnder(ctx, id)
		if err != nil {
			return nil, err
		}
		if root != id {
			all = append(all, underPage{id, root})
		}
	}
	return all, nil
}

func casePageOf(d dossier, state prosecution.Case) casePage {
	now, history := state.Standing(), d.own()
	page := casePage{
		ID: d.id, Version: int64(history[len(history)-1].Version), Regime: state.Regime, Closed: state.Closed,
		Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)), Merged: ids(state.Merged),
		Stage: now.Stage, Outcome: now.Outcome, Deciding: idIfAny(now.Deciding), Final: now.Final, Sepot: now.Sepot, Custody: now.Custody, VPT: now.VPT,
		Instances: instancesOf(now), NotReceived: some(now.NotReceived), Unreadable: now.Unreadable,
		Contradictions: inFull(now.Contradictions, func(c prosecution.Contradiction) contradictionPage {
			return contradictionPage{c.Earlier, c.Later, figures.Text{NL: c.NL, EN: c.EN}}
		}),
		Remarks: inFull(now.Remarks, func(r prosecution.Remark) remarkPage {
			return remarkPage{r.Notice, figures.Text{NL: r.NL, EN: r.EN}}
		}),
		Incidents: ids(state.Incidents), Victims: ids(state.Workers), Recorded: recordedIn(state.Same), Aangiften: ids(state.Aangiften), Suspect: idIfAny(state.Suspect),
		Ledger:   inFull(state.Ledger(), func(a prosecution.Account) accountPage { return accountOf(a, state.Employer) }),
		Tellings: d.tellings(), Timeline: d.timeline(),
		Loose: inFull(state.LooseEnds(), func(l prosecution.LooseEnd) looseEndPage { return looseEndPage{l.Kind, idIfAny(l.Person)} }),
	}
	if d.family.Root() != d.id {
		page.MergedInto = idIfAny(d.family.Root())
	}
	page.Untold = inFull(state.Uninformed(), func(o prosecution.Owed) untoldPage {
		n, _ := state.At(o.Revision)
		return untoldPage{o.Victim, o.Notice, n.Told.Value.Step, occurrenceIfAny(o.Received), o.Withdrawn, o.Again}
	})
	page.list(state)
	return page
}

// recordedIn are the pseudonyms that were merged, in the order of their ids.
func recordedIn(same pseudonym.Same) []recordedPage {
	all := []recordedPage{}
	for _, id := range slices.SortedFunc(maps.Keys(same), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		all = append(all, recordedPage{id, same.Of(id), underWhom(id, same.Of(id))})
	}
	return all
}

// list puts the notices on the page, by effect and by receipt.
func (p *casePage) list(state prosecution.Case) {
	ordered := state.ByEffect()
	for _, n := range state.Notices {
		if !slices.ContainsFunc(ordered, func(o prosecution.Kept) bool { return o.ID == n.ID && o.Home == n.Home }) {
			ordered = append(ordered, n)
		}
	}
	p.Notices = inFull(ordered, func(n prosecution.Kept) noticePage { return noticePageOf(n, state.Employer) })
	slices.SortStableFunc(ordered, func(a, b prosecution.Kept) int { return a.Received.Instant.Compare(b.Received.Instant) })
	p.ByReceipt = inFull(ordered, func(n prosecution.Kept) receivedPage {
		return receivedPage{n.ID, occurrenceIfAny(n.Received), n.Told.Value.Step}
	})
}

func noticePageOf(n prosecution.Kept, employer uuid.UUID) noticePage {
	told, _ := n.Told.Get()
	amounts, _ := n.Amounts.Get()
	page := noticePage{
		ID: n.ID, State: n.Told.State.String(), Step: told.Step, Received: occurrenceIfAny(n.Received), Source: n.Source,
		Case: idIfAny(n.Home), Withdrawn: n.Withdrawn, Revision: n.Revision, Aangifte: idIfAny(told.Aangifte), Worker: idIfAny(told.Worker),
		VPT: told.VPT, Sepot: told.Sepot, Conditional: told.Conditional, Summons: told.Summons, Hearing: occurrenceIfAny(told.Hearing),
		Uplift: told.Uplift, Percent: countOf(told.Percent), Outcome: told.Outcome, Sanctions: turned(told.Sanctions, sanctionOf),
		Offences: turned(told.Offences, func(o prosecution.Offence) offenceForm { return offenceForm(o) }),
		Instance: told.Instance, Decision: told.Decision,
		Amounts: turned(amounts, func(a prosecution.Amount) amountPage {
			return amountPage{a.Claimant, a.Claimant == employer, a.Kind, a.Cents}
		}),
		Reference: textIfAny(n.Reference), Text: textIfAny(n.Text),
	}
	if n.Told.State == person.Present {
		effect := occurrenceOf(told.Effect) // that it is not known is an answer too
		page.Effect = &effect
	}
	return page
}

func instancesOf(now prosecution.Standing) []instancePage {
	all := []instancePage{}
	for _, i := range []struct {
		code codes.Code
		prosecution.Instance
	}{{"FIRST", now.First}, {"APPEAL", now.Appeal}, {"CASSATION", now.Cassation}} {
		if i.Reached {
			all = append(all, instancePage{
				Instance: i.code, Withdrawn: i.Withdrawn, Demanded: turned(i.Demanded, sanctionOf), Uplift: i.Uplift, Percent: countOf(i.Percent),
				Judged: i.Judged, On: occurrenceIfAny(i.On), Outcome: i.Outcome, Imposed: turned(i.Imposed, sanctionOf), Weighed: i.Weighed,
			})
		}
	}
	return all
}

func sanctionOf(s prosecution.Sanction) sanctionPage {
	page := sanctionPage{Kind: s.Kind, Size: s.Size}
	if s.Size != 0 {
		page.Unit = prosecution.UnitOf(s.Kind)
	}
	return page
}

func accountOf(a prosecution.Account, employer uuid.UUID) accountPage {
	return accountPage{
		Claimant: a.Claimant, OfEmployer: a.Claimant == employer, Claimed: sumOf(a.Claimed), Joined: sumOf(a.Joined), Awarded: sumOf(a.Awarded),
		Advance: a.Advance, Paid: a.Paid, Open: a.Open, Surplus: a.Surplus, Recourse: a.Recourse, ToRecover: a.ToRecover, Excess: a.Excess,
	}
}

func sumOf(s prosecution.Sum) *int64 {
	if !s.Known {
		return nil
	}
	return &s.Cents
}

func tellingsIn(history []projections.Event) []tellingPage {
	all := []tellingPage{}
	for _, e := range history {
		if t, is := e.Body.(prosecution.VictimTold); is {
			of := turned(t.Of, func(r prosecution.Revision) uuid.UUID { return r.Notice })
			all = append(all, tellingPage{ID: t.ID, Victim: t.Victim, Notices: ids(of), Channel: t.Channel, On: occurrenceIfAny(t.On), Text: textIfAny(t.Text), Document: idIfAny(t.Document)})
		}
	}
	return all
}

// inFull is turned for a list that is empty rather than missing.
func inFull[F, T any](list []F, turn func(F) T) []T { return append([]T{}, turned(list, turn)...) }

func ids(list []uuid.UUID) []uuid.UUID { return append([]uuid.UUID{}, list...) }

func idIfAny(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
