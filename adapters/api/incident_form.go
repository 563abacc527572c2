package api

import (
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// The names of these fields are the paths that the trade uses in its faults; a
// test holds them together.

type registration struct {
	Employer    string       `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer whose workers were hit. May be left out by whoever works for one."`
	Occurred    *occurrence  `json:"occurred,omitempty" doc:"When it happened."`
	Reported    *occurrence  `json:"reported,omitempty" doc:"When the employer was first told, where that was before and elsewhere, e.g. on paper."`
	Place       place        `json:"place,omitempty" doc:"Where it happened."`
	Behaviours  []codes.Code `json:"behaviours,omitempty" doc:"What was done. Several at once are usual."`
	Professions []codes.Code `json:"professions,omitempty" doc:"Of the crews it happened to."`
	Occasions   []codes.Code `json:"occasions,omitempty" doc:"Why there was contact at all."`
	Means       []means      `json:"means,omitempty" doc:"With what it was done."`
	Completions []completion `json:"completions,omitempty" doc:"Of each behaviour, whether it was done or only tried."`
	Grounds     []codes.Code `json:"grounds,omitempty" doc:"What an insult to the worker was about, as the insulter meant it. NOT_APPLICABLE when there was no such insult."`
	Deployment  codes.Code   `json:"deployment,omitempty" doc:"With how many colleagues they were there."`
	Reach       codes.Code   `json:"reach,omitempty" doc:"Whether anybody was hit. A near miss is an incident too."`
	Hit         *count       `json:"hit,omitempty" doc:"How many workers were hit, named or not."`
	Workers     []worker     `json:"workers,omitempty" doc:"Whom it happened to."`
	Narrative   string       `json:"narrative,omitempty" doc:"What happened, in the words of those who were there. Kept sealed."`
	Address     string       `json:"address,omitempty" doc:"Where to the door; never of a worker's home. Kept sealed."`
	Reference   string       `json:"reference,omitempty" doc:"Number of the incident in the employer's own system. Kept sealed."`
	Regime      codes.Code   `json:"regime,omitempty" doc:"Under which law it is kept, for good. AVG when left out."`
}

type details struct {
	Place       *place       `json:"place,omitempty" doc:"What was not known of the place before."`
	Behaviours  []codes.Code `json:"behaviours,omitempty" doc:"What else was done."`
	Professions []codes.Code `json:"professions,omitempty" doc:"Of further crews."`
	Workers     []worker     `json:"workers,omitempty" doc:"Further workers, or more about a worker with the same staff number."`
	Occasions   []codes.Code `json:"occasions,omitempty" doc:"Why there was contact at all."`
	Means       []means      `json:"means,omitempty" doc:"With what it was done."`
	Completions []completion `json:"completions,omitempty" doc:"Of each behaviour, whether it was done or only tried."`
	Grounds     []codes.Code `json:"grounds,omitempty" doc:"What an insult to the worker was about, as the insulter meant it. NOT_APPLICABLE when there was no such insult."`
	Deployment  codes.Code   `json:"deployment,omitempty" doc:"With how many colleagues they were there."`
	Reach       codes.Code   `json:"reach,omitempty" doc:"Whether anybody was hit. A near miss is an incident too."`
	Hit         *count       `json:"hit,omitempty" doc:"How many workers were hit, named or not."`
	Narrative   string       `json:"narrative,omitempty" doc:"A further piece of text, beside the earlier ones. Kept sealed."`
	Address     string       `json:"address,omitempty" doc:"Where to the door, when it is not on record yet. Kept sealed."`
}

type correction struct {
	Reason      string        `json:"reason" doc:"Why the record was wrong. Kept sealed." example:"date was read from the wrong form"`
	Occurred    *occurrence   `json:"occurred,omitempty"`
	Reported    *occurrence   `json:"reported,omitempty"`
	Place       *place        `json:"place,omitempty" doc:"Replaces the whole place."`
	Behaviours  *[]codes.Code `json:"behaviours,omitempty" doc:"Replaces the whole list."`
	Professions *[]codes.Code `json:"professions,omitempty" doc:"Replaces the whole list."`
	Occasions   *[]codes.Code `json:"occasions,omitempty" doc:"Replaces the whole list."`
	Means       *[]means      `json:"means,omitempty" doc:"Replaces the whole list."`
	Completions *[]completion `json:"completions,omitempty" doc:"Replaces the whole list."`
	Grounds     *[]codes.Code `json:"grounds,omitempty" doc:"Replaces the whole list."`
	Deployment  *codes.Code   `json:"deployment,omitempty"`
	Reach       *codes.Code   `json:"reach,omitempty"`
	Hit         *count        `json:"hit,omitempty"`
	Narrative   *string       `json:"narrative,omitempty" doc:"Replaces all pieces of text. Kept sealed."`
	Address     *string       `json:"address,omitempty" doc:"Empty takes it away. Kept sealed."`
	Reference   *string       `json:"reference,omitempty" doc:"Empty takes it away. Kept sealed."`
	Regime      *codes.Code   `json:"regime,omitempty" doc:"Never changes: another one is refused with what to do instead."`
}

type withdrawal struct {
	Reason      codes.Code `json:"reason" doc:"Why it should never have been reported."`
	Explanation string     `json:"explanation,omitempty" doc:"In words. Kept sealed."`
}

type place struct {
	Type     codes.Code `json:"type,omitempty" doc:"Kind of place."`
	Gemeente codes.Code `json:"gemeente,omitempty" example:"GM0599" doc:"CBS code of the municipality, or UNKNOWN."`
	Unit     string     `json:"unit,omitempty" doc:"Code of one of the employer's units."`
	Area     string     `json:"area,omitempty" doc:"Code of one of the employer's own areas."`
	Indoors  codes.Code `json:"indoors,omitempty" doc:"Whether it was inside."`
	Point    *point     `json:"point,omitempty" doc:"On the map, to about 100 metres. Finer is refused."`
}

type point struct {
	North string `json:"north" example:"51.924" doc:"Degrees north (WGS 84), at most three decimals."`
	East  string `json:"east" example:"4.478" doc:"Degrees east, at most three decimals."`
}

type means struct {
	Means  codes.Code `json:"means" doc:"What it was."`
	Status codes.Code `json:"status,omitempty" doc:"What happened with it."`
}

type completion struct {
	Behaviour  codes.Code `json:"behaviour" doc:"One of the behaviours told."`
	Completion codes.Code `json:"completion" doc:"Done, or only tried."`
}

// count is a number, or why there is none: zero is a number.
type count struct {
	Number *int       `json:"number,omitempty" example:"12"`
	Why    codes.Code `json:"why,omitempty" enum:"UNKNOWN,NOT_RECORDED,NOT_APPLICABLE" doc:"Why there is no number."`
}

type absence struct {
	From string `json:"from,omitempty" example:"2026-11-22" doc:"First day."`
	To   string `json:"to,omitempty" example:"2026-11-29" doc:"Last day; left out while it lasts."`
	Days *count `json:"days,omitempty" doc:"How many working days. Zero is a number."`
}

type worker struct {
	Name        string       `json:"name,omitempty" doc:"Kept sealed."`
	StaffNumber string       `json:"staff_number,omitempty" doc:"Finds the same person again. Kept sealed."`
	Injury      codes.Code   `json:"injury,omitempty" doc:"What it did to the body; never a diagnosis. Kept sealed."`
	Mind        codes.Code   `json:"mind,omitempty" doc:"What it did to the mind; never a diagnosis. Kept sealed."`
	Exposures   []codes.Code `json:"exposures,omitempty" doc:"To what somebody was exposed, so that help can follow in time. Kept sealed."`
	Absence     *absence     `json:"absence,omitempty" doc:"How long somebody could not work. Kept sealed."`
	Care        bool         `json:"care,omitempty" doc:"Begin the employer's care for this worker in the same append, with the term of the first talk. Care that began already stays as it is."`
}

// read gives the place; a point that cannot be read is noted.
func (p place) read(wrong *fault.Fields) incident.Place {
	read := incident.Place{Type: p.Type, Gemeente: p.Gemeente, Unit: p.Unit, Area: p.Area, Indoors: p.Indoors}
	if p.Point != nil {
		var err error
		read.Point, err = incident.ParsePoint(p.Point.North, p.Point.East)
		wrong.Note("place.point", err)
	}
	return read
}

func placeOf(p incident.Place) place {
	page := place{Type: p.Type, Gemeente: p.Gemeente, Unit: p.Unit, Area: p.Area, Indoors: p.Indoors}
	if (p.Point != incident.Point{}) {
		north, east, _ := strings.Cut(p.Point.String(), " ")
		page.Point = &point{North: north, East: east}
	}
	return page
}

func (c *count) read() codes.Count {
	switch {
	case c == nil:
		return codes.Count{}
	case c.Number != nil:
		return codes.Count{Counted: true, Number: *c.Number, Why: c.Why}
	}
	return codes.Uncounted(c.Why)
}

func countOf(c codes.Count) *count {
	switch {
	case c.Counted:
		return &count{Number: &c.Number}
	case c.Told():
		return &count{Why: c.Why}
	}
	return nil
}

func (a *absence) read() person.Absence {
	if a == nil {
		return person.Absence{}
	}
	return person.Absence{From: a.From, To: a.To, Days: a.Days.read()}
}

func absenceOf(a person.Absence) *absence {
	if !a.Told() {
		return nil
	}
	return &absence{From: a.From, To: a.To, Days: countOf(a.Days)}
}

// The forms have the trade's own fields, so that one can be made of the other.

func meansOf(list []means) []incident.Means {
	return turned(list, func(m means) incident.Means { return incident.Means(m) })
}

func completionsOf(list []completion) []incident.Completion {
	return turned(list, func(c completion) incident.Completion { return incident.Completion(c) })
}

func turned[F, T any](list []F, turn func(F) T) []T {
	var all []T
	for _, one := range list {
		all = append(all, turn(one))
	}
	return all
}

func (r registration) around() incident.Circumstances {
	return incident.Circumstances{
		Occasions: r.Occasions, Means: meansOf(r.Means), Completions: completionsOf(r.Completions), Grounds: r.Grounds,
		Deployment: r.Deployment, Reach: r.Reach, Hit: r.Hit.read(),
	}
}

func (d details) around() incident.Circumstances {
	return incident.Circumstances{
		Occasions: d.Occasions, Means: meansOf(d.Means), Completions: completionsOf(d.Completions), Grounds: d.Grounds,
		Deployment: d.Deployment, Reach: d.Reach, Hit: d.Hit.read(),
	}
}

// fill puts what the form corrects into the command.
func (c correction) fill(cmd *incident.Correct) {
	cmd.Occasions, cmd.Grounds, cmd.Deployment, cmd.Reach = c.Occasions, c.Grounds, c.Deployment, c.Reach
	cmd.Address, cmd.Reference, cmd.Regime = c.Address, c.Reference, c.Regime
	if c.Means != nil {
		list := meansOf(*c.Means)
		cmd.Means = &list
	}
	if c.Completions != nil {
		list := completionsOf(*c.Completions)
		cmd.Completions = &list
	}
	if c.Hit != nil {
		hit := c.Hit.read()
		cmd.Hit = &hit
	}
}
