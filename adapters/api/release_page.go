package api

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

type listReleasesInput struct {
	State release.Stage `query:"state" doc:"PREPARED, PUBLISHED or WITHDRAWN; all when left out." example:"PUBLISHED"`
}

type releasesAnswer struct {
	Body struct {
		Releases []releaseLine `json:"releases" doc:"The newest first."`
		Invented int           `json:"invented" doc:"How many are of a demonstration."`
		Notice   *figures.Text `json:"notice,omitempty" doc:"Says so."`
	}
}

type releaseLine struct {
	ID         uuid.UUID       `json:"id" format:"uuid"`
	State      release.Stage   `json:"state" enum:"PREPARED,PUBLISHED,WITHDRAWN"`
	Title      figures.Text    `json:"title"`
	Viewer     access.Audience `json:"viewer" enum:"analyst,public"`
	Epoch      epochPage       `json:"epoch"`
	Prepared   time.Time       `json:"prepared_at"`
	Published  *time.Time      `json:"published_at,omitempty"`
	Withdrawn  *time.Time      `json:"withdrawn_at,omitempty"`
	ReplacedBy *uuid.UUID      `json:"replaced_by,omitempty" format:"uuid"`
	Hashes     []string        `json:"hashes" doc:"Of its answers, which they are cited by."`
	Invented   bool            `json:"invented,omitempty"`
}

type epochPage struct {
	End      time.Time         `json:"end" doc:"The first instant after the month that it is as of the end of."`
	Position eventlog.Position `json:"position" doc:"How far the log had come; for asOf, to ask more as of it."`
}

type releaseAnswer struct {
	ETag string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Body releasePage
}

type releasePage struct {
	ID           uuid.UUID        `json:"id" format:"uuid"`
	Version      int64            `json:"version"`
	State        release.Stage    `json:"state" enum:"PREPARED,PUBLISHED,WITHDRAWN"`
	Title        figures.Text     `json:"title"`
	Viewer       access.Audience  `json:"viewer" enum:"analyst,public"`
	Epoch        epochPage        `json:"epoch"`
	Method       methodPage       `json:"method"`
	Prepared     time.Time        `json:"prepared_at"`
	Due          string           `json:"due" format:"date" doc:"The last day for those concerned to explain."`
	Term         figures.Text     `json:"term" doc:"What that day rests on."`
	Concerned    []concernPage    `json:"concerned" doc:"Employers whose figures stand apart in it."`
	Explanations []explanation    `json:"explanations" doc:"The duiding, oldest first."`
	Answers      []answerPage     `json:"answers"`
	Publication  *publicationPage `json:"publication,omitempty" doc:"Once it went out."`
	Withdrawal   *withdrawalPage  `json:"withdrawal,omitempty" doc:"Once it was taken back."`
	Invented     bool             `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice       *figures.Text    `json:"notice,omitempty" doc:"Says that it was."`
}

type methodPage struct {
	Key   string `json:"cell_key" doc:"Fingerprint of the cell key."`
	Table string `json:"p_table" doc:"Fingerprint of the p-table."`
	Rules string `json:"rules" doc:"Version of the definitions and rules of counting."`
}

type concernPage struct {
	Employer  string `json:"employer" doc:"Its code."`
	Explained bool   `json:"explained"`
	Awaited   bool   `json:"awaited,omitempty" doc:"It has not explained, and has days to do so."`
}

type explanation struct {
	Employer string       `json:"employer"`
	Unit     release.Unit `json:"unit,omitempty"`
	Text     string       `json:"text,omitempty"`
	Nothing  bool         `json:"nothing,omitempty" doc:"It has nothing to say."`
	At       time.Time    `json:"at"`
}

type answerPage struct {
	Question        string               `json:"question"`
	Hash            string               `json:"hash" doc:"SHA-256 of the bytes; what it is cited by."`
	Size            int                  `json:"size" doc:"Bytes."`
	Where           string               `json:"where" doc:"Where the bytes are for whoever may read releases."`
	Citation        string               `json:"citation,omitempty" doc:"Where they are for everybody, of what was published for the public."`
	Classifications []classificationPage `json:"classifications"`
}

type classificationPage struct {
	Name    string `json:"name" doc:"The dimension that it is of."`
	Version string `json:"version"`
}

type publicationPage struct {
	At       time.Time     `json:"at"`
	Early    string        `json:"early,omitempty" doc:"Why it did not wait for all concerned."`
	Unheard  []string      `json:"unheard" doc:"Codes of those concerned who had not explained."`
	Findings []findingPage `json:"findings" doc:"What the comparison with earlier releases found."`
	Accepted string        `json:"accepted,omitempty" doc:"Why that was no reason to keep it."`
}

type withdrawalPage struct {
	At         time.Time  `json:"at"`
	Reason     string     `json:"reason"`
	ReplacedBy *uuid.UUID `json:"replaced_by,omitempty" format:"uuid"`
}

func (a *api) listReleases(ctx context.Context, in *listReleasesInput) (*releasesAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadRelease, actor.Employer); err != nil {
		return nil, err
	}
	ledger, _, err := release.LedgerDecider.Load(ctx, a.journal, release.LedgerStream())
	if err != nil {
		return nil, err
	}
	out := &releasesAnswer{}
	out.Body.Releases = []releaseLine{}
	for _, e := range slices.Backward(ledger.Entries) {
		if in.State != "" && in.State != e.Stage {
			continue
		}
		out.Body.Releases = append(out.Body.Releases, lineOfRelease(e))
		if e.Invented {
			out.Body.Invented++
		}
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(out.Body.Releases))
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head of the log: %w", err)
	}
	return out, a.record(ctx, access.Reading{What: "releases", Position: head})
}

func lineOfRelease(e release.Entry) releaseLine {
	return releaseLine{
		ID: e.Release, State: e.Stage, Title: figures.Text{NL: e.Title.NL, EN: e.Title.EN}, Viewer: e.Viewer, Epoch: epochPage(e.Epoch), Prepared: e.At,
		Published: timeIfAny(e.PublishedAt), Withdrawn: timeIfAny(e.WithdrawnAt), ReplacedBy: idIfAny(e.ReplacedBy),
		Hashes: inFull(e.Hashes, eventlog.Hash.String), Invented: e.Invented,
	}
}

func timeIfAny(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (a *api) readRelease(ctx context.Context, in *readReleaseInput) (*releaseAnswer, error) {
	id, s, version, err := a.releaseNamed(ctx, in.ID, access.ReadRelease)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "release", ID: id, Position: s.Epoch.Position}); err != nil {
		return nil, err
	}
	return &releaseAnswer{ETag: etag(version), Body: pageOfRelease(id, s, version, today(a.Clock()))}, nil
}

func pageOfRelease(id uuid.UUID, s release.State, version eventlog.Version, on calendar.Day) releasePage {
	basis := release.TermOn(calendar.DayOf(s.At))
	page := releasePage{
		ID: id, Version: int64(version), State: s.Stage, Title: figures.Text{NL: s.Title.NL, EN: s.Title.EN}, Viewer: s.Viewer, Epoch: epochPage(s.Epoch),
		Method: methodPage(s.Method), Prepared: s.At, Due: s.Due.String(), Invented: s.Invented, Notice: noticeOf(s.Invented),
		Term: figures.Text{NL: basis.Term.NL() + ", " + basis.Basis.NL, EN: basis.Term.EN() + ", " + basis.Basis.EN},
		Explanations: inFull(s.Explanations, func(e release.Explained) explanation {
			return explanation{e.Code, e.Unit, e.Text, e.Nothing, e.At}
		}),
		Concerned: []concernPage{}, Answers: []answerPage{},
	}
	unheard, awaited := s.Unheard(), s.Awaited(on)
	for _, c := range s.Concerned {
		page.Concerned = append(page.Concerned, concernPage{c.Code, !slices.Contains(unheard, c), s.Stage == release.Waiting && slices.Contains(awaited, c)})
	}
	for _, answer := range s.Answers {
		page.Answers = append(page.Answers, pageOfAnswer(id, s, answer))
	}
	if p := s.Publication; s.WasOut() {
		page.Publication = &publicationPage{p.At, p.Early, inFull(p.Unheard, func(c release.Concern) string { return c.Code }), inFull(p.Findings, findingOf), p.Accepted}
	}
	if w := s.Withdrawal; s.Stage == release.TakenBack {
		page.Withdrawal = &withdrawalPage{w.At, w.Reason, idIfAny(w.ReplacedBy)}
	}
	return page
}

func pageOfAnswer(id uuid.UUID, s release.State, answer release.Answer) answerPage {
	page := answerPage{
		Question: answer.Question, Hash: answer.Hash.String(), Size: len(answer.Text), Where: base + "/releases/" + id.String() + "/answers/" + answer.Hash.String(),
		Classifications: inFull(answer.Classifications, func(c release.Classification) classificationPage { return classificationPage(c) }),
	}
	if s.Viewer == access.ForPublic && s.WasOut() {
		page.Citation = base + "/citations/" + page.Hash
	}
	return page
}

type citationInput struct {
	Hash string `path:"hash" doc:"SHA-256 of the bytes, in hexadecimal."`
}

type releasedAnswerInput struct {
	ID   string `path:"id" format:"uuid" doc:"Of the release."`
	Hash string `path:"hash" doc:"SHA-256 of the bytes, in hexadecimal."`
}

// citation gives the bytes of what was published for the public to everybody, for ever.
// Whoever cites is told at the same place when the release was taken back.
func (a *api) citation(ctx context.Context, in *citationInput) (*huma.StreamResponse, error) {
	sum, err := hex.DecodeString(in.Hash)
	if err != nil || len(sum) != len(eventlog.Hash{}) {
		return nil, access.NoSuch("citation")
	}
	ledger, _, err := release.LedgerDecider.Load(ctx, a.journal, release.LedgerStream())
	if err != nil {
		return nil, err
	}
	e, found := ledger.Cited(eventlog.Hash(sum))
	if !found {
		return nil, access.NoSuch("citation")
	}
	return a.bytesOf(ctx, e.Release, eventlog.Hash(sum))
}

// releasedAnswer gives the bytes of any release, also before it is out, for those who may
// read releases.
func (a *api) releasedAnswer(ctx context.Context, in *releasedAnswerInput) (*huma.StreamResponse, error) {
	id, s, _, err := a.releaseNamed(ctx, in.ID, access.ReadRelease)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Answers, func(answer release.Answer) bool { return answer.Hash.String() == in.Hash })
	if i < 0 {
		return nil, access.NoSuch("answer")
	}
	if err := a.record(ctx, access.Reading{What: "release", ID: id, Position: s.Epoch.Position}); err != nil {
		return nil, err
	}
	return verbatim(id, s, s.Answers[i]), nil
}

func (a *api) bytesOf(ctx context.Context, id uuid.UUID, h eventlog.Hash) (*huma.StreamResponse, error) {
	s, _, err := release.Decider.Load(ctx, a.journal, release.Stream(id))
	if err != nil {
		return nil, err
	}
	answer, found := s.Answer(h)
	if !found || release.Sum(answer.Text) != h {
		return nil, fmt.Errorf("the bytes of citation %s are not in release %s", h, id)
	}
	return verbatim(id, s, answer), nil
}

// verbatim answers with the bytes as they were printed; what became of the release stands
// in headers, beside them.
func verbatim(id uuid.UUID, s release.State, answer release.Answer) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "application/json")
		h.SetHeader("ETag", `"`+answer.Hash.String()+`"`)
		h.SetHeader("Release", base+"/releases/"+id.String())
		h.SetHeader("Release-State", string(s.Stage))
		if by := s.Withdrawal.ReplacedBy; by != uuid.Nil {
			h.SetHeader("Replaced-By", base+"/releases/"+by.String())
		}
		h.SetStatus(http.StatusOK)
		_, _ = h.BodyWriter().Write([]byte(answer.Text)) // a client that left is no error of ours
	}}
}
