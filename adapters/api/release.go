package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

type prepareReleaseInput struct{ Keyed }

type changeReleaseInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the release."`
}

type releaseForm struct {
	Title     figures.Text    `json:"title" doc:"What it is called, in both languages."`
	Viewer    access.Audience `json:"viewer" enum:"analyst,public" doc:"Whom it is for. What is for the public is rounded, and opens its month end for questions of the public."`
	Questions []string        `json:"questions" doc:"Questions in their text, as every answer repeats them." example:"[\"incident by region in 2026-Q1\"]"`
	AsOf      string          `json:"as_of,omitempty" doc:"The month end as of which all of them are answered: a position, or a time. The last one when left out." example:"2026-11-01T00:00:00+01:00"`
	Concerned []string        `json:"concerned,omitempty" doc:"Codes of employers who are to be heard, beside those that a question names or is laid out by."`
}

type explanationForm struct {
	Employer string       `json:"employer,omitempty" doc:"Code of the employer. May be left out by whoever works for one."`
	Unit     release.Unit `json:"unit,omitempty" doc:"Code of the unit whose figures it is about; of the employer as a whole when left out."`
	Text     string       `json:"text,omitempty" doc:"How the figures are to be read. It goes out with them, so it names nobody."`
	Nothing  bool         `json:"nothing,omitempty" doc:"There is nothing to say about them."`
}

type publicationForm struct {
	Early    string `json:"early,omitempty" doc:"Why it does not wait for those concerned who still have days to explain."`
	Accepted string `json:"accepted,omitempty" doc:"Why what the comparison with earlier releases found is no reason to keep it."`
}

type releaseWithdrawalForm struct {
	Reason     string `json:"reason" doc:"Why nobody should rely on it any more. It stands beside the citation, so it names nobody."`
	ReplacedBy string `json:"replaced_by,omitempty" format:"uuid" doc:"The release to use instead, which is out."`
}

// prepareRelease answers questions and keeps what was printed.
func (a *api) prepareRelease(ctx context.Context, in *prepareReleaseInput) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.PublishRelease, uuid.Nil); err != nil {
		return nil, err
	}
	var body releaseForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "prepare release", &wrong)
	wrong.Check(body.Viewer == access.ForAnalysts || body.Viewer == access.ForPublic, "viewer", "is not somebody that releases are for", "say analyst or public")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	// A repeat is told what became of it, and not answered anew.
	repeated, err := decider.Repeated(ctx, a.journal, r)
	if err != nil {
		return nil, err
	}
	cmd := release.Prepare{By: actor, Today: today(a.Clock())}
	if !repeated {
		if err := a.answerRelease(ctx, body, &cmd); err != nil {
			return nil, err
		}
	}
	s := release.Stream(a.NewID())
	out, err := carry(ctx, a, s, r, func() (done, error) {
		return a.inLedger(ctx, s, cmd, r, func(_, after release.State, _ release.Ledger) release.LedgerCommand {
			e := release.Entered{Release: s.ID, Title: after.Title, Viewer: after.Viewer, Epoch: after.Epoch, Invented: after.Invented, At: after.At}
			for _, answer := range after.Answers {
				e.Hashes = append(e.Hashes, answer.Hash)
			}
			return release.Enter{Entered: e}
		})
	})
	if err != nil {
		return nil, err
	}
	return made(out, "/releases/"+out.Body.ID.String()), nil
}

// instant is the moment of asking, as finely as events keep it.
func (a *api) instant() time.Time { return kept(a.Clock()) }

func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// today is the day by the clock of the country, on which releases are due: they are of no
// employer.
func today(now time.Time) calendar.Day {
	if zone, err := time.LoadLocation(employer.DefaultZone); err == nil {
		now = now.In(zone)
	}
	return calendar.DayOf(now)
}

// inLedger carries a command on a release out, with what it means for the ledger.
func (a *api) inLedger(ctx context.Context, s eventlog.Stream, cmd release.Command, r decider.Request, means func(before, after release.State, l release.Ledger) release.LedgerCommand) (done, error) {
	o, err := decider.All(ctx, a.journal, release.Decider, s, cmd, r, decider.Follow(release.LedgerDecider, decider.Following[release.State, release.LedgerCommand, release.Ledger]{
		Stream: func(release.State) (eventlog.Stream, bool) { return release.LedgerStream(), true },
		Asks: func(before, after release.State, l release.Ledger) []release.LedgerCommand {
			return []release.LedgerCommand{means(before, after, l)}
		},
	}))
	return done{o.Receipt, o.Version}, err
}

// answerRelease fills in what is printed for whom as of when, and who is concerned.
func (a *api) answerRelease(ctx context.Context, body releaseForm, cmd *release.Prepare) error {
	epoch, err := a.epochOf(ctx, body.AsOf)
	if err != nil {
		return err
	}
	method, err := a.Figures.Method()
	if err != nil {
		return err
	}
	cmd.Head = release.Head{
		Title: release.Title{NL: body.Title.NL, EN: body.Title.EN}, Viewer: body.Viewer, At: a.instant(),
		Epoch: release.Epoch{End: kept(epoch.End), Position: epoch.Position}, Method: release.Method(method),
	}
	concerned := map[string]bool{}
	for _, code := range body.Concerned {
		concerned[code] = true
	}
	var wrong fault.Fields
	wrong.Check(len(body.Questions) <= release.MostAnswers, "questions", fmt.Sprintf("are more than %d", release.MostAnswers), "make two releases of them")
	for i, text := range body.Questions[:min(len(body.Questions), release.MostAnswers)] { // no more are answered than can be kept
		answer, printed, err := a.printedFor(ctx, text, body.Viewer, cmd.Epoch)
		if err != nil {
			if err := noteUnder(&wrong, fmt.Sprintf("questions[%d]", i), err); err != nil {
				return err
			}
			continue
		}
		cmd.Answers = append(cmd.Answers, printed)
		cmd.Invented = cmd.Invented || answer.Invented > 0
		for _, code := range employersIn(answer) {
			concerned[code] = true
		}
	}
	cmd.Concerned, err = a.concerned(ctx, concerned, &wrong)
	if err != nil {
		return err
	}
	return wrong.Err()
}

// noteUnder notes what is wrong with a part under its name; any other error comes back.
func noteUnder(wrong *fault.Fields, at string, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Fields) == 0 {
		return err
	}
	for _, field := range f.Fields {
		wrong.Add(at+"."+field.Name, field.Problem, field.Remedy)
	}
	return nil
}

// printedFor answers a question anew, from what was recorded up to the epoch; what may be
// kept of an earlier answer is not looked at.
func (a *api) printedFor(ctx context.Context, text string, viewer access.Audience, epoch release.Epoch) (figures.Answer, release.Answer, error) {
	q, err := figures.ParseQuestion(text)
	if err != nil {
		return figures.Answer{}, release.Answer{}, err
	}
	if q.AsOf != 0 && q.AsOf != epoch.Position {
		var wrong fault.Fields
		wrong.Add("as_of", "is not that of the release", "leave it out: all questions of a release are answered as of one month end")
		return figures.Answer{}, release.Answer{}, wrong.Err()
	}
	q.AsOf = epoch.Position
	if q.Epochs, err = a.epochsThrough(ctx, epoch); err != nil {
		return figures.Answer{}, release.Answer{}, err
	}
	answer, err := a.Figures.Ask(q, access.Scope{All: true, For: viewer})
	if err != nil {
		return figures.Answer{}, release.Answer{}, err
	}
	bytes, err := json.Marshal(answer)
	if err != nil {
		return figures.Answer{}, release.Answer{}, fmt.Errorf("write an answer as JSON: %w", err)
	}
	classes, err := a.Figures.Classifications(q)
	if err != nil {
		return figures.Answer{}, release.Answer{}, err
	}
	printed := release.Answer{Question: answer.Question, Text: string(bytes) + "\n"} // as jsonFormat writes it
	printed.Hash = release.Sum(printed.Text)
	for _, c := range classes {
		printed.Classifications = append(printed.Classifications, release.Classification(c))
	}
	return answer, printed, nil
}

// employersIn are the codes of those whose figures stand apart in an answer.
func employersIn(answer figures.Answer) []string {
	q, err := figures.ParseQuestion(answer.Question)
	if err != nil {
		return nil
	}
	codes := q.Filters[figures.Employer]
	switch figures.Employer {
	case q.Rows:
		codes = answer.Rows
	case q.Columns:
		codes = answer.Columns
	}
	return turned(codes, asText)
}

func asText[T ~string](v T) string { return string(v) }

// concerned finds employers by their codes.
func (a *api) concerned(ctx context.Context, all map[string]bool, wrong *fault.Fields) ([]release.Concern, error) {
	var list []release.Concern
	for code := range all {
		id, found, err := a.Directory.EmployerByCode(ctx, code)
		if err != nil {
			return nil, fmt.Errorf("look up an employer that a release concerns: %w", err)
		}
		if !found {
			wrong.Add("concerned", "names an employer that there is not", "use codes as the list of employers has them")
			continue
		}
		list = append(list, release.Concern{Employer: id, Code: code})
	}
	slices.SortFunc(list, func(a, b release.Concern) int { return strings.Compare(a.Code, b.Code) })
	return list, nil
}

// releaseNamed gives a release that this actor may do this to.
func (a *api) releaseNamed(ctx context.Context, text string, action access.Action) (uuid.UUID, release.State, eventlog.Version, error) {
	actor := callOf(ctx).actor
	if err := actor.May(action, actor.Employer); err != nil {
		return uuid.Nil, release.State{}, 0, err
	}
	id, err := uuid.Parse(text)
	if err != nil || id.String() != text {
		return uuid.Nil, release.State{}, 0, access.NoSuch("release")
	}
	s, version, err := release.Decider.Load(ctx, a.journal, release.Stream(id))
	if err == nil && s.Stage == release.None {
		err = access.NoSuch("release")
	}
	return id, s, version, err
}

func (a *api) explainRelease(ctx context.Context, in *changeReleaseInput) (*receiptAnswer, error) {
	id, _, _, err := a.releaseNamed(ctx, in.ID, access.ExplainRelease)
	if err != nil {
		return nil, err
	}
	var body explanationForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.changing(ctx, in.Versioned, "explain release "+id.String(), &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	of, err := a.employerNamed(ctx, body.Employer)
	if err != nil {
		return nil, err
	}
	actor := callOf(ctx).actor
	if err := actor.May(access.ExplainRelease, of.ID); err != nil {
		return nil, err
	}
	wrong.Check(body.Unit == "" || slices.ContainsFunc(of.Units, func(u employer.Unit) bool { return u.Code == string(body.Unit) }), "unit", "is not one of the employer's", "use a code as the employer's page has it, or leave it out")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	cmd := release.Explain{By: actor, Explained: release.Explained{Employer: of.ID, Code: of.Code, Unit: body.Unit, Text: body.Text, Nothing: body.Nothing, At: a.instant()}}
	return run(ctx, a, release.Decider, release.Stream(id), release.Command(cmd), r)
}

func (a *api) publishRelease(ctx context.Context, in *changeReleaseInput) (*receiptAnswer, error) {
	id, state, _, err := a.releaseNamed(ctx, in.ID, access.PublishRelease)
	if err != nil {
		return nil, err
	}
	var body publicationForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.changing(ctx, in.Versioned, "publish release "+id.String(), &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	found, compared, err := a.compared(ctx, id, state)
	if err != nil {
		return nil, err
	}
	at := a.instant()
	cmd := release.Publish{By: callOf(ctx).actor, At: at, Today: today(at), Findings: found, Early: body.Early, Accepted: body.Accepted}
	s := release.Stream(id)
	return carry(ctx, a, s, r, func() (done, error) {
		return a.inLedger(ctx, s, cmd, r, func(_, after release.State, _ release.Ledger) release.LedgerCommand {
			return release.LetOut{WentOut: release.WentOut{Release: id, At: after.Publication.At}, Compared: compared}
		})
	})
}

func (a *api) withdrawRelease(ctx context.Context, in *changeReleaseInput) (*receiptAnswer, error) {
	id, _, _, err := a.releaseNamed(ctx, in.ID, access.PublishRelease)
	if err != nil {
		return nil, err
	}
	var body releaseWithdrawalForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.changing(ctx, in.Versioned, "withdraw release "+id.String(), &wrong)
	by, err := uuid.Parse(body.ReplacedBy)
	wrong.Check(err == nil || body.ReplacedBy == "", "replaced_by", "is not an id", "give the id of a release, or leave it out")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	cmd := release.Withdraw{By: callOf(ctx).actor, Withdrawn: release.Withdrawn{At: a.instant(), Reason: body.Reason, ReplacedBy: by}}
	s := release.Stream(id)
	return carry(ctx, a, s, r, func() (done, error) {
		return a.inLedger(ctx, s, cmd, r, func(_, after release.State, _ release.Ledger) release.LedgerCommand {
			return release.TakeBack{WasTakenBack: release.WasTakenBack{Release: id, At: after.Withdrawal.At, ReplacedBy: after.Withdrawal.ReplacedBy}}
		})
	})
}
