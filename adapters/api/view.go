package api

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/location"
	"ruggensteun/projections/offenders"
	"ruggensteun/projections/timeofday"
	"ruggensteun/projections/triggers"
)

// ViewInput is what every view can be asked. A key may stand more than once: any
// of its values. It is exported because huma looks into no other embedded struct.
type ViewInput struct {
	Period      string   `query:"period" doc:"A year, a quarter, a month or two days, both included." example:"2026-Q1"`
	Employer    []string `query:"employer,explode" doc:"Codes of employers."`
	Weekday     []string `query:"weekday,explode" doc:"mon to sun."`
	Hour        []string `query:"hour,explode" doc:"0 to 23."`
	Band        []string `query:"time-band,explode" doc:"Parts of the day, the week and the year, of the list time-band."`
	Month       []string `query:"month,explode" doc:"Months, as 2026-03."`
	Year        []string `query:"year,explode" doc:"Years, as 2026."`
	Place       []string `query:"place,explode" doc:"Kinds of place."`
	Behaviour   []string `query:"behaviour,explode" doc:"Kinds of behaviour."`
	Kind        []string `query:"behaviour-group,explode" doc:"Coarser kinds of behaviour."`
	VerbalOnly  []string `query:"verbal-only,explode" doc:"YES for nothing but verbal violence, NO for more than that."`
	Profession  []string `query:"profession,explode" doc:"Professions of the crews."`
	Gemeente    []string `query:"gemeente,explode" doc:"CBS codes of municipalities."`
	Province    []string `query:"province,explode" doc:"Provinces, of the list province."`
	Region      []string `query:"region,explode" doc:"Veiligheidsregio's, of the list safety-region."`
	PoliceUnit  []string `query:"police-unit,explode" doc:"Police units, of the list police-unit."`
	Urbanity    []string `query:"urbanity,explode" doc:"How built-up the gemeente is by the table that was loaded, of the list urbanity."`
	Area        []string `query:"area,explode" doc:"Own areas of employers, behind the employer's code: GEM-X/CENTRUM."`
	OwnUnit     []string `query:"own-unit,explode" doc:"Units of employers, behind the employer's code: GEM-X/NOORD."`
	Occasion    []string `query:"occasion,explode" doc:"Why there was contact, of the list occasion."`
	Means       []string `query:"means,explode" doc:"What was used, of the list means."`
	MeansStatus []string `query:"means-status,explode" doc:"What was done with a means, of the list means-status."`
	Completion  []string `query:"completion,explode" doc:"COMPLETED or ATTEMPTED, of any of the behaviours."`
	Deployment  []string `query:"deployment,explode" doc:"With how many the workers were, of the list deployment."`
	Reach       []string `query:"reach,explode" doc:"REACHED or NEAR_MISS."`
	Hit         []string `query:"workers-hit,explode" doc:"How many workers were hit: 0, 1, 2, 3-5, 6-10 or 11+."`
	Injury      []string `query:"injury,explode" doc:"Physical injury of any worker who is named, of the list injury; FORGOTTEN where it was destroyed."`
	Mind        []string `query:"mind-injury,explode" doc:"Injury of the mind of any such worker, of the list mind-injury; FORGOTTEN where it was destroyed."`
	Absence     []string `query:"absence,explode" doc:"Days that any such worker could not work: 0, 1-3, 4-14, 15-42, 43+, or AWAY when nobody knows how many; FORGOTTEN where it was destroyed."`
	Exposure    []string `query:"exposure,explode" doc:"What any such worker was exposed to, of the list exposure; FORGOTTEN where it was destroyed."`
	Support     []string `query:"police-support,explode" doc:"How far help from the police came, of the list police-support."`
	SupportWait []string `query:"support-wait,explode" doc:"Minutes until it arrived: 0-5, 6-10, 11-15, 16-30 or 31+."`
	Ground      []string `query:"ground,explode" doc:"What discriminatory abuse was about, of the list discrimination-ground."`
	Offence     []string `query:"qualification,explode" doc:"What police, OM or a court call it in law, of the list qualification."`
	QualifiedBy []string `query:"qualified-by,explode" doc:"Who called it so: POLICE, OM or COURT."`
	QualifiedAs []string `query:"qualification-completion,explode" doc:"COMPLETED or ATTEMPTED, by any qualification."`
	Phase       []string `query:"phase,explode" doc:"Phases that the course went through, of the list phase."`
	Trigger     []string `query:"trigger,explode" doc:"Triggers in the course, of the list trigger."`
	AssessedBy  []string `query:"assessed-by,explode" doc:"Who judged a trigger, of the list assessed-by."`
	Amplifier   []string `query:"amplifier,explode" doc:"Amplifiers in the course, of the list amplifier."`
	Certainty   []string `query:"certainty,explode" doc:"How an amplifier is known, of the list certainty."`
	Measure     []string `query:"measure,explode" doc:"De-escalation that was tried, of the list measure."`
	Effect      []string `query:"effect,explode" doc:"What a measure did, of the list effect."`
	Suspect     []string `query:"suspect,explode" doc:"How well a suspect is known, of the list suspect-kind."`
	GroupSize   []string `query:"group-size,explode" doc:"How many a group of suspects was: 2, 3-5, 6-10, 11-25 or 26+."`
	Nth         []string `query:"nth-incident,explode" doc:"Which known incident of a suspect it is, at one employer: 1, 2, 3 or 4+."`
	Since       []string `query:"since-previous,explode" doc:"How long after the known incident before it: DAY, WEEK, MONTH, QUARTER, YEAR or LATER."`
	AgeBand     []string `query:"age-band,explode" doc:"Age of a suspect on the day, of the list age-band."`
	History     []string `query:"history,explode" doc:"What was known of a suspect before, of the list history-flag."`
	Provenance  []string `query:"provenance,explode" doc:"Where that is known from, of the list provenance."`
	Delay       []string `query:"reporting-delay,explode" doc:"How long after it happened it was reported: BEFORE, DAY, WEEK, MONTH, QUARTER or LATER."`
	Invented    []string `query:"invented,explode" doc:"YES for what a demonstration made up, NO for what somebody reported."`
	Step        []string `query:"step,explode" doc:"What happened, of the list case-step; only where steps of cases are counted."`
	Viewer      string   `query:"viewer" doc:"analyst or public: what they would see, over all employers and protected, as of the end of a month. What the caller may see itself when left out." example:"analyst"`
	AsOf        string   `query:"asOf" doc:"As known then: a position in the log, or a time with an offset. As known now when left out." example:"2026-04-01T00:00:00+02:00"`
	MinPosition string   `query:"minPosition" doc:"Wait until the figures include this position, as a change answered it; 503 when they do not within a few seconds." example:"1042"`
}

type figureAnswer struct {
	Position    string `header:"Position" doc:"The figure is as known at this position in the log; for asOf, to get the same figure again."`
	Disposition string `header:"Content-Disposition" doc:"The name of a file."`
	Link        string `header:"Link" doc:"Of a picture: where the same stands as a table."`
	Body        figurePage
}

// figurePage is an answer, or a picture of it.
type figurePage struct {
	figures.Answer
	Pictures *Pictures `json:"pictures,omitempty"`
	drawing
}

type timeInput struct {
	By string `query:"by" doc:"What to lay it out by: time-band, month or year; weekday and hour when left out." example:"month"`
	ViewInput
	PictureInput
}

type locationInput struct {
	By string `query:"by" doc:"What to lay it out by: place (its kind), gemeente, province, region, police-unit, urbanity, area or unit (the employer's own) or employer; place when left out." example:"region"`
	ViewInput
	PictureInput
}

type triggersInput struct {
	By string `query:"by" doc:"What to lay it out by: triggers by behaviour-group, behaviour, occasion, profession or assessed-by; amplifier or certainty (amplifiers), measure (with its effect) or phase; what came of it by injury, mind-injury, absence, exposure, ground, qualification (by whom) or qualification-completion; police-support or support-wait; behaviour-group when left out." example:"measure"`
	ViewInput
	PictureInput
}

type offendersInput struct {
	By string `query:"by" doc:"What to lay it out by: suspect (how well known), nth-incident (with the time since the one before), history (with its source), group-size or age-band; suspect when left out." example:"nth-incident"`
	ViewInput
	PictureInput
}

func (a *api) timeOfDay(ctx context.Context, in *timeInput) (*figureAnswer, error) {
	return a.view(ctx, &in.ViewInput, source{"/views/time-of-day", map[string]string{"by": in.By}, in.PictureInput}, func(filters []string, asOf eventlog.Position) (figures.Question, error) {
		return timeofday.Question(in.By, filters, asOf)
	})
}

func (a *api) location(ctx context.Context, in *locationInput) (*figureAnswer, error) {
	return a.view(ctx, &in.ViewInput, source{"/views/location", map[string]string{"by": in.By}, in.PictureInput}, func(filters []string, asOf eventlog.Position) (figures.Question, error) {
		return location.Question(in.By, filters, asOf)
	})
}

func (a *api) triggers(ctx context.Context, in *triggersInput) (*figureAnswer, error) {
	return a.view(ctx, &in.ViewInput, source{"/views/triggers", map[string]string{"by": in.By}, in.PictureInput}, func(filters []string, asOf eventlog.Position) (figures.Question, error) {
		return triggers.Question(in.By, filters, asOf)
	})
}

func (a *api) offenders(ctx context.Context, in *offendersInput) (*figureAnswer, error) {
	return a.view(ctx, &in.ViewInput, source{"/views/offenders", map[string]string{"by": in.By}, in.PictureInput}, func(filters []string, asOf eventlog.Position) (figures.Question, error) {
		return offenders.Question(in.By, filters, asOf)
	})
}

// view asks a view's question within the asker's scope and accounts for the answer.
func (a *api) view(ctx context.Context, in *ViewInput, at source, question func([]string, eventlog.Position) (figures.Question, error)) (*figureAnswer, error) {
	scope, err := callOf(ctx).actor.FiguresFor(access.Audience(in.Viewer))
	if err != nil {
		return nil, err
	}
	shown, err := at.shown(callOf(ctx), export.CSV, export.Workbook, export.OpenData)
	if err != nil {
		return nil, err
	}
	asOf, err := a.reached(ctx, in, scope)
	if err != nil {
		return nil, err
	}
	q, err := question(in.filters(), asOf)
	if err != nil {
		return nil, inQuery(err)
	}
	if scope.Protected() {
		if q.Epochs, q.AsOf, err = a.askedAsOf(ctx, scope.For, q.AsOf); err != nil {
			return nil, inQuery(err)
		}
	}
	figure, err := a.Figures.Ask(q, scope)
	if err != nil {
		return nil, inQuery(err)
	}
	if figure.Coders, err = a.coders(ctx, q, scope, figure.Position); err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: q.View, Position: figure.Position}); err != nil {
		return nil, err
	}
	shown.table = at.table(in, figure.Position.String())
	out := &figureAnswer{Position: figure.Position.String(), Link: shown.link(), Body: figurePage{Answer: figure}}
	switch {
	case shown.form != "":
		err = a.takeAnswer(ctx, out, shown, scope)
	case shown.svg:
		out.Body.drawing, err = a.drawn(ctx, &sketch{Answer: figure, question: q, show: shown})
	default:
		out.Body.Pictures, err = shown.both(func(s show) (drawing, error) {
			return a.drawn(ctx, &sketch{Answer: figure, question: q, show: s})
		})
	}
	return out, err
}

func (in *ViewInput) filters() []string {
	var list []string
	if in.Period != "" {
		list = append(list, "period="+in.Period)
	}
	for dimension, values := range map[figures.Dimension][]string{
		figures.Employer: in.Employer, figures.Weekday: in.Weekday, figures.Hour: in.Hour,
		figures.TimeBand: in.Band, figures.Month: in.Month, figures.Year: in.Year, figures.Place: in.Place,
		figures.Behaviour: in.Behaviour, figures.BehaviourGroup: in.Kind, figures.Profession: in.Profession, figures.Gemeente: in.Gemeente,
		figures.Province: in.Province, figures.Region: in.Region, figures.PoliceUnit: in.PoliceUnit, figures.Area: in.Area, figures.OwnUnit: in.OwnUnit, figures.Urbanity: in.Urbanity, figures.Invented: in.Invented,
		figures.MindInjury: in.Mind, figures.Absence: in.Absence, figures.Exposure: in.Exposure, figures.Support: in.Support, figures.SupportWait: in.SupportWait,
		figures.Ground: in.Ground, figures.Qualification: in.Offence, figures.QualifiedBy: in.QualifiedBy, figures.QualifiedAs: in.QualifiedAs, figures.GroupSize: in.GroupSize,
		figures.Occasion: in.Occasion, figures.Means: in.Means, figures.MeansStatus: in.MeansStatus, figures.Completion: in.Completion,
		figures.Deployment: in.Deployment, figures.Reach: in.Reach, figures.Hit: in.Hit, figures.Injury: in.Injury, figures.Phase: in.Phase,
		figures.Trigger: in.Trigger, figures.AssessedBy: in.AssessedBy, figures.Amplifier: in.Amplifier, figures.Certainty: in.Certainty,
		figures.Measure: in.Measure, figures.Effect: in.Effect, figures.Suspect: in.Suspect, figures.Delay: in.Delay,
		figures.VerbalOnly: in.VerbalOnly, figures.Nth: in.Nth, figures.Since: in.Since, figures.AgeBand: in.AgeBand, figures.History: in.History, figures.Provenance: in.Provenance, figures.Step: in.Step,
	} {
		for _, value := range values {
			list = append(list, string(dimension)+"="+value)
		}
	}
	return list
}

// reached reads the two positions of a question and waits until the figures
// have come that far.
func (a *api) reached(ctx context.Context, in *ViewInput, scope access.Scope) (eventlog.Position, error) {
	switch {
	case in.AsOf == "" && in.MinPosition == "":
		return 0, nil
	case scope.Protected():
		return a.endAsked(ctx, in)
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the head of the log: %w", err)
	}
	var wrong fault.Fields
	least := positionIn(in.MinPosition, "minPosition", head, &wrong)
	asOf, err := a.asOf(ctx, in.AsOf, head, &wrong)
	if err != nil {
		return 0, err
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	return asOf, a.await(ctx, max(least, asOf))
}

func (a *api) await(ctx context.Context, p eventlog.Position) error {
	ctx, cancel := context.WithTimeout(ctx, a.limits.wait)
	defer cancel()
	err := a.Figures.Await(ctx, p)
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Unavailable, fmt.Sprintf("the figures have not come to position %s yet: ask again in a moment", p), err)
	}
	return err
}

// asOf reads a position or a time. A time of which something may still be
// recorded has no figure that can be had again.
func (a *api) asOf(ctx context.Context, text string, head eventlog.Position, wrong *fault.Fields) (eventlog.Position, error) {
	if text == "" {
		return 0, nil
	}
	if strings.Trim(text, "0123456789") == "" {
		return positionIn(text, "asOf", head, wrong), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		wrong.Add("asOf", "is neither a position nor a time", "write 1042, or 2026-04-01T00:00:00+02:00 (with %2B for +)")
		return 0, nil
	}
	if !at.Before(a.Clock()) {
		wrong.Add("asOf", "lies in the future", "leave it out to ask as known now")
		return 0, nil
	}
	p, err := a.History.PositionAt(ctx, at)
	if err != nil {
		return 0, fmt.Errorf("find the position at a time: %w", err)
	}
	// 0 would ask as known now.
	wrong.Check(p > 0, "asOf", "lies before the first record", "use a later time")
	return p, nil
}

func positionIn(text, field string, head eventlog.Position, wrong *fault.Fields) eventlog.Position {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n < 1 || strings.HasPrefix(text, "+"):
		wrong.Add(field, "is not a position", "write it as it was answered: a whole number from 1")
	case eventlog.Position(n) > head:
		wrong.Add(field, "lies beyond the last record", fmt.Sprintf("the last position is %s", head))
	}
	return eventlog.Position(n)
}

// inQuery gives faults the names that the fields have in the query.
func inQuery(err error) error {
	return fault.Renamed(err, func(field string) string {
		switch field {
		case "as_of":
			return "asOf"
		case "base":
			return "of"
		}
		return strings.TrimPrefix(field, "filter.")
	})
}
