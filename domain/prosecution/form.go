package prosecution

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Limits of one notice: sealed, it stays far below eventlog.MaxPayload.
const (
	longestReference = 100
	longestReason    = 1_000
	longestText      = 5_000 // characters
	mostAmounts      = 200
)

// announced is how far ahead a hearing or a release may be announced.
const announced = 10 // years

// form cleans what was filled in and notes all that is wrong with it.
type form struct {
	fault.Fields
	at time.Time
}

func (f *form) regime(c codes.Code) codes.Code {
	if c == "" {
		return avg
	}
	f.Note("regime", codes.LegalRegime.CheckAnswer(c, f.at))
	f.Check(c != codes.Other, "regime", "is neither of the two", "use AVG or WPG: a case is kept under one of them, and never both")
	return c
}

func (f *form) notice(s Case, id uuid.UUID, h Heard) Notice {
	f.Check(id != uuid.Nil, "id", "is missing", "give the notice an id")
	f.day("received", "say on which day it reached you", h.Received)
	f.Note("source", codes.NoticeSource.CheckAnswer(h.Source, f.at))
	n := Notice{
		ID: id, Received: h.Received, Source: h.Source,
		Told:      person.Of(f.told(s, h.Told)),
		Amounts:   f.amounts(s, h),
		Reference: f.line("reference", h.Reference, longestReference),
		Text:      f.prose("text", h.Text, longestText),
	}
	f.Check(h.Told.Step != codes.Other || n.Text.Value != "" || f.Has("text"), "text", "is missing", "say what it was: OTHER says nothing by itself")
	return n
}

// day notes one mistake of a time that must be known.
func (f *form) day(field, remedy string, m moment.Moment) {
	if !m.Known() {
		f.Add(field, "is missing", remedy)
		return
	}
	f.Note(field, m.Check(f.at))
}

func (f *form) told(s Case, t Told) Told {
	f.Note("step", codes.CaseStep.CheckAnswer(t.Step, f.at))
	limit := f.at
	if steps[t.Step].ahead {
		limit = limit.AddDate(announced, 0, 0)
	}
	if t.Effect.Known() || t.Effect.Finer != "" {
		f.Note("effect", t.Effect.Check(limit))
	} else {
		f.Add("effect", "is missing", "say since when it holds, or UNKNOWN")
	}
	if f.Has("step") {
		return t // what else is wrong depends on it
	}
	t.Details = f.details(s, t)
	return t
}

// details checks what the step says more, and that it is a thing this step can say.
func (f *form) details(s Case, t Told) Details {
	d := t.Details
	day := time.Time{} // not known: codes of any time
	if t.Effect.Known() {
		day = t.Effect.Local()
	}
	f.belong(t)
	f.Check(d.Aangifte == uuid.Nil || slices.Contains(s.Aangiften, d.Aangifte), "aangifte", "is not linked to this case", "link it first: it may be in several cases")
	f.Check(d.Worker == uuid.Nil || slices.Contains(s.Workers, s.Same.Of(d.Worker)), "worker", "is no victim of this case", "link the worker first, or check the id")
	d.VPT = f.one("vpt", codes.VPTCode, d.VPT, day)
	d.Sepot = f.sepot(d.Sepot, day)
	d.Conditional = f.one("conditional", codes.YesNo, d.Conditional, day)
	d.Summons = f.one("summons", codes.SummonsKind, d.Summons, day)
	if !d.Hearing.Equal(moment.Moment{}) {
		f.Note("hearing", d.Hearing.Check(f.at.AddDate(announced, 0, 0)))
	}
	d.Uplift, d.Percent = f.uplift(t, day)
	d.Outcome = f.outcome(t, day)
	d.Instance = f.instance(t, day)
	d.Decision = f.one("decision", codes.ComplaintDecision, d.Decision, day)
	f.sanctions(d, day)
	f.offences(d.Offences, day)
	return d
}

// belong refuses a detail that the step cannot have, and names the steps that can.
func (f *form) belong(t Told) {
	d := t.Details
	for _, has := range []struct {
		of    detail
		field string
		told  bool
	}{
		{ofAangifte, "aangifte", d.Aangifte != uuid.Nil},
		{ofWorker, "worker", d.Worker != uuid.Nil},
		{ofVPT, "vpt", d.VPT != ""},
		{ofSepot, "sepot", d.Sepot != ""},
		{ofSepot, "conditional", d.Conditional != ""},
		{ofSummons, "summons", d.Summons != ""},
		{ofHearing, "hearing", !d.Hearing.Equal(moment.Moment{})},
		{ofUplift, "uplift", d.Uplift != ""},
		{ofUplift, "percent", d.Percent.Told()},
		{ofOutcome, "outcome", d.Outcome != ""},
		{ofSanctions, "sanctions", len(d.Sanctions) > 0},
		{ofOffences, "offences", len(d.Offences) > 0},
		{ofInstance, "instance", d.Instance != ""},
		{ofDecision, "decision", d.Decision != ""},
	} {
		if has.told && steps[t.Step].takes&has.of == 0 {
			f.Add(has.field, "is nothing that this step says", "leave it out, or tell it of "+among(func(s step) bool { return s.takes&has.of != 0 }))
		}
	}
}

// among names the steps of which something holds, in the order of the procedure.
func among(holds func(step) bool) string {
	var names []string
	for _, e := range codes.CaseStep.All() {
		if s, found := steps[e.Code]; found && holds(s) {
			names = append(names, string(e.Code))
		}
	}
	return strings.Join(names, ", ")
}

// sepot takes two digits that our list does not have: the OM's annex of 2022 was not
// seen, and what it says of this case is true all the same. What our list has is
// checked by its days.
func (f *form) sepot(c codes.Code, day time.Time) codes.Code {
	_, listed := codes.SepotGround.Find(c)
	if !listed && len(c) == 2 && strings.Trim(string(c), "0123456789") == "" {
		return c
	}
	f.Check(c != codes.Other, "sepot", "is no number of the OM", "give the two digits that the letter has, or UNKNOWN")
	return f.one("sepot", codes.SepotGround, c, day)
}

func (f *form) uplift(t Told, day time.Time) (codes.Code, codes.Count) {
	list := codes.Uplift
	if t.Step == "DEMAND" {
		list = codes.UpliftDemanded
	}
	f.Check(t.Uplift != codes.Other, "uplift", "is none of the list", "use YES, NO or NOT_STATED")
	p := t.Percent
	f.Check(!p.Counted || p.Number > 0 && p.Number <= 1000, "percent", "is not a percentage that makes sense", "use a whole number from 1 to 1000")
	f.Check(!p.Counted || t.Uplift == yes, "percent", "is told without an uplift", "say YES for the uplift, or leave the percentage out")
	return f.one("uplift", list, t.Uplift, day), p
}

func (f *form) outcome(t Told, day time.Time) codes.Code {
	c := f.one("outcome", codes.Outcome, t.Outcome, day)
	of := outcomesOf(t.Step)
	if c == "" || f.Has("outcome") || c == codes.Unknown || slices.Contains(of, c) {
		return c
	}
	f.Add("outcome", "is none that this step can bring", "use one of "+named(of))
	return c
}

func (f *form) instance(t Told, day time.Time) codes.Code {
	c := f.one("instance", codes.Instance, t.Instance, day)
	own := instanceOf(t.Step)
	f.Check(c == "" || own == "" || c == own, "instance", "is not that of this step", "leave it out: VERDICT is of the first instance, ARREST_HOF on appeal, HR in cassation")
	return c
}

func (f *form) sanctions(d Details, day time.Time) {
	f.Check(len(d.Sanctions) <= len(codes.Sanction.Codes), "sanctions", "are more than there are kinds", "give each kind once, with its whole size")
	f.Check(len(d.Sanctions) == 0 || d.Outcome != acquitted, "sanctions", "go with an acquittal", "leave them out, or check the outcome")
	seen := map[codes.Code]bool{}
	for i, s := range d.Sanctions {
		at := fmt.Sprintf("sanctions[%d]", i)
		f.Note(at+".kind", codes.Sanction.CheckAnswer(s.Kind, day))
		f.Check(!seen[s.Kind], at+".kind", "is there twice", "give each kind once, with its whole size")
		f.Check(s.Size >= 0 && s.Size <= mostCents, at+".size", "is not a size that makes sense", "give days, hours or cents; 0 when it is not known")
		f.Check(s.Size == 0 || UnitOf(s.Kind) != "", at+".size", "is told of a sanction that has none", "leave it out, and say it in the text")
		seen[s.Kind] = true
	}
}

func (f *form) offences(list []Offence, day time.Time) {
	f.Check(len(list) <= 30, "offences", "are more than 30", "give each offence once")
	for i, o := range list {
		at := fmt.Sprintf("offences[%d]", i)
		f.Note(at+".offence", codes.Qualification.CheckAnswer(o.Offence, day))
		f.Note(at+".article", incident.CheckArticle(o.Article))
		f.Check(o.Article != "" || o.Offence != "OTHER_OFF" && o.Offence != codes.Other, at+".article", "is missing", "an offence that is not listed needs its article")
		f.Check(!slices.Contains(list[:i], o), at, "is there twice", "give each offence once")
	}
}

func (f *form) amounts(s Case, h Heard) person.Held[[]Amount] {
	if len(h.Amounts) == 0 {
		return person.Held[[]Amount]{}
	}
	f.Check(len(h.Amounts) <= mostAmounts, "amounts", "are more than 200", "tell the rest in a second notice")
	may := steps[h.Told.Step].amounts
	for i, a := range h.Amounts {
		at := fmt.Sprintf("amounts[%d]", i)
		f.Note(at+".kind", codes.AmountKind.CheckAnswer(a.Kind, f.at))
		if !f.Has(at+".kind") && !slices.Contains(may, a.Kind) {
			f.Add(at+".kind", "is no sum that this step brings", "tell it of "+among(func(s step) bool { return slices.Contains(s.amounts, a.Kind) }))
		}
		f.Check(a.Claimant == s.Employer || slices.Contains(s.Workers, s.Same.Of(a.Claimant)), at+".claimant", "has nothing to do with this case", "use a worker who is linked to it, or the employer's id")
		f.Check(a.Cents >= 0, at+".cents", "is below zero", "give what was claimed, awarded or paid; a mistake is corrected, not subtracted")
		f.Check(a.Cents <= mostCents, at+".cents", "is more than can be kept", "give cents, at most 100000000000 (a billion euros)")
		twice := slices.ContainsFunc(h.Amounts[:i], func(o Amount) bool { return o.Claimant == a.Claimant && o.Kind == a.Kind })
		f.Check(!twice, at+".kind", "is there twice for this claimant", "add the two up")
	}
	return person.Of(slices.Clone(h.Amounts))
}

// one is an answer or a missing kind; NOT_RECORDED is the same as saying nothing.
func (f *form) one(field string, list codes.List, c codes.Code, day time.Time) codes.Code {
	if c == "" || c == codes.NotRecorded {
		return ""
	}
	f.Note(field, list.Check(c, day))
	return c
}

// why is a reason that must be there.
func (f *form) why(given string) person.Held[string] {
	clean := f.prose("reason", given, longestReason)
	f.Check(clean.Value != "" || f.Has("reason"), "reason", "is missing", "say in a few words why")
	return clean
}

// prose is sealed, or absent when there is none.
func (f *form) prose(field, given string, most int) person.Held[string] {
	clean, err := text.Prose(given, most)
	return f.held(field, clean, err)
}

func (f *form) line(field, given string, most int) person.Held[string] {
	clean, err := text.Line(given, most)
	return f.held(field, clean, err)
}

func (f *form) held(field, clean string, err error) person.Held[string] {
	f.Note(field, err)
	if clean == "" {
		return person.Held[string]{}
	}
	return person.Of(clean)
}

func named(list []codes.Code) string {
	var names []string
	for _, c := range list {
		names = append(names, string(c))
	}
	return strings.Join(names, ", ")
}
