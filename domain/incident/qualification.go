package incident

import (
	"regexp"
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Qualification is what the law calls it, by police, OM or court (DOMAIN 7.15): apart
// from the behaviour, because fireworks thrown at an officer were filed as attempted
// severe assault and never found again. They differ, and a later one does not undo
// an earlier one.
type Qualification struct {
	By         codes.Code // codes.QualifiedBy
	Offence    codes.Code // codes.Qualification
	Article    string     // "285d Sr"; "" when not told
	Completion codes.Code // codes.Completion; "" when not told
	On         string     // day (2006-01-02) on which it was said; "" when not known
}

// Qualify tells what the law calls it, by whom.
type Qualify struct {
	Asked
	Qualification
}

// RetractQualification takes one back that was recorded wrongly.
type RetractQualification struct {
	Asked
	Qualification
	Reason string
}

// Qualified: police, OM or court call it this.
type Qualified struct{ Qualification }

// QualificationRetracted: they never called it this; it was recorded wrongly.
type QualificationRetracted struct {
	Qualification
	Reason person.Held[string]
}

func (Qualify) incidentCommand()                 {}
func (RetractQualification) incidentCommand()    {}
func (Qualified) EventType() string              { return "incident.qualified.v1" }
func (QualificationRetracted) EventType() string { return "incident.qualification_retracted.v1" }
func (Qualified) incidentEvent()                 {}
func (QualificationRetracted) incidentEvent()    {}

const otherOffence codes.Code = "OTHER_OFF"

const mostQualifications = 100

// article is one of a law, with what it is read together with. It stands in clear,
// so there can be no free text in it.
var article = regexp.MustCompile(`^[0-9]{1,3}[a-z]{0,3}( lid [0-9]{1,2})?( jo [0-9]{1,3}[a-z]{0,3})* [A-Z][A-Za-z]{1,9}$`)

// CheckArticle refuses what is no article of a law; "" is none. The error is a
// *fault.Wrong.
func CheckArticle(text string) error {
	if text == "" || article.MatchString(text) {
		return nil
	}
	return &fault.Wrong{Problem: "is not an article as we write it", Remedy: "write number and law, e.g. 285d Sr, or 300 jo 304 Sr"}
}

// 8. What the law calls it comes from police, OM or court, and is told by who
// follows the case.
func qualify(s Incident, c Qualify) ([]Event, error) {
	if err := open(s, c.Asked, access.QualifyIncident); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	q := f.qualification(c.Qualification)
	if slices.Contains(s.Qualifications, q) {
		return nil, f.Err()
	}
	f.Check(len(s.Qualifications) < mostQualifications, "offence", "is one too many", "take back those that were recorded wrongly")
	return facts(Qualified{q}, f.Err())
}

func (f *form) qualification(q Qualification) Qualification {
	f.Note("by", codes.QualifiedBy.CheckAnswer(q.By, f.day))
	f.Note("offence", codes.Qualification.CheckAnswer(q.Offence, f.day))
	q.Completion = f.one("completion", codes.Completion, q.Completion)
	f.Note("article", CheckArticle(q.Article))
	f.Check(q.Article != "" || q.Offence != otherOffence && q.Offence != codes.Other, "article", "is missing", "an offence that is not listed needs its article")
	if day, is := f.date("on", q.On); is {
		f.Check(!day.After(f.at), "on", "lies in the future", "check the day")
		f.Check(f.day.IsZero() || q.On >= f.day.Format("2006-01-02"), "on", "lies before the incident", "check the day")
	}
	return q
}

// 9. One that was recorded wrongly is taken back, with the reason.
func retractQualification(s Incident, c RetractQualification) ([]Event, error) {
	if err := open(s, c.Asked, access.QualifyIncident); err != nil {
		return nil, err
	}
	if q := c.Qualification; q.Completion == codes.NotRecorded {
		c.Completion = ""
	}
	if !slices.Contains(s.Qualifications, c.Qualification) {
		return nil, fault.New(fault.Refused, "there is no such qualification on record: repeat it as it stands there")
	}
	f := newForm(c.Asked, s.Occurred)
	return facts(QualificationRetracted{Qualification: c.Qualification, Reason: f.why(c.Reason)}, f.Err())
}
