package release

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Limits. An answer is one event and all answers of a release are one append, so they stay
// below eventlog.MaxPayload and eventlog.MaxBytes as JSON in JSON.
const (
	longestTitle  = 200
	longestText   = 4000
	MostAnswers   = 50 // questions of a release
	mostBytes     = 240 << 10
	mostTogether  = 950 << 10
	mostExplained = 200 // by one employer, so that nobody takes the place of another
)

func decide(s State, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Prepare:
		return prepare(s, c)
	case Explain:
		return explain(s, c)
	case Publish:
		return publish(s, c)
	case Withdraw:
		return withdraw(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a release: prepare, explain, publish or withdraw it")
}

// 1. An analyst prepares what was answered for a viewer as of one epoch.
func prepare(s State, c Prepare) ([]Event, error) {
	if err := c.By.May(access.PublishRelease, uuid.Nil); err != nil {
		return nil, err
	}
	if s.Stage != None {
		return nil, fault.New(fault.Refused, "this release was prepared already: prepare another one")
	}
	var f fault.Fields
	c.Title = c.Title.check(&f)
	f.Check(c.Viewer == access.ForAnalysts || c.Viewer == access.ForPublic, "viewer", "is not somebody that releases are for", "say analyst or public")
	checkAnswers(c.Answers, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := fits(c.Answers); err != nil {
		return nil, err
	}
	c.Due = due(c.Today)
	events := []Event{Prepared{c.Head}}
	for _, a := range c.Answers {
		events = append(events, Answered{a})
	}
	return events, nil
}

func (t Title) check(f *fault.Fields) Title {
	for name, words := range map[string]*string{"title.nl": &t.NL, "title.en": &t.EN} {
		clean, err := text.Line(*words, longestTitle)
		f.Note(name, err)
		f.Check(err != nil || clean != "", name, "is missing", "say in a few words what the figures are of")
		*words = clean
	}
	return t
}

func checkAnswers(answers []Answer, f *fault.Fields) {
	f.Check(len(answers) > 0, "questions", "are missing", `ask at least one, e.g. "incident by region in 2026"`)
	f.Check(len(answers) <= MostAnswers, "questions", fmt.Sprintf("are more than %d", MostAnswers), "make two releases of them")
	for i, a := range answers {
		first := slices.IndexFunc(answers, func(other Answer) bool { return other.Question == a.Question })
		f.Check(first == i, fmt.Sprintf("questions[%d]", i), "is asked twice", fmt.Sprintf("leave it out: it is questions[%d]", first))
	}
}

// fits tells whether answers can be kept: in JSON every quote of theirs takes two bytes.
func fits(answers []Answer) error {
	together := 0
	for i, a := range answers {
		size := len(a.Text) + strings.Count(a.Text, `"`) + strings.Count(a.Text, `\`) + len(a.Question)
		if together += size; size > mostBytes || together > mostTogether {
			return fault.New(fault.TooLarge, fmt.Sprintf("questions[%d] makes the release larger than can be kept: ask for fewer rows or columns, or make two releases", i))
		}
	}
	return nil
}

// 2. An employer explains its own figures, also those of one unit, as often as it likes; one
// whose figures do not stand apart may too. After a release was taken back nobody
// reads it any more.
func explain(s State, c Explain) ([]Event, error) {
	if err := c.By.May(access.ExplainRelease, c.Employer); err != nil {
		return nil, err
	}
	switch {
	case s.Stage == None:
		return nil, access.NoSuch("release")
	case s.Stage == TakenBack:
		return nil, fault.New(fault.Refused, "this release was withdrawn: explain the one that took its place")
	case s.explainedBy(c.Employer) >= mostExplained:
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d explanations of this employer already, which is all that can be kept", mostExplained))
	}
	var f fault.Fields
	words, err := text.Prose(c.Text, longestText)
	f.Note("text", err)
	f.Check(err != nil || (words == "") == c.Nothing, "text", "says nothing, or something beside nothing", `give a text, or "nothing": true`)
	if err := f.Err(); err != nil {
		return nil, err
	}
	c.Text = words
	if s.saidLast(c.Explained) {
		return nil, nil // already as asked
	}
	return []Event{c.Explained}, nil
}

func (s State) explainedBy(employer uuid.UUID) (n int) {
	for _, said := range s.Explanations {
		if said.Employer == employer {
			n++
		}
	}
	return n
}

// saidLast tells whether this is what the employer or unit said last.
func (s State) saidLast(e Explained) bool {
	for _, said := range slices.Backward(s.Explanations) {
		if said.Employer == e.Employer && said.Unit == e.Unit {
			return said.Text == e.Text && said.Nothing == e.Nothing
		}
	}
	return false
}

// 3. It goes out when all concerned were heard or had their days, and when no earlier
// release says another number; or with the reason why not.
func publish(s State, c Publish) ([]Event, error) {
	if err := c.By.May(access.PublishRelease, uuid.Nil); err != nil {
		return nil, err
	}
	switch s.Stage {
	case None:
		return nil, access.NoSuch("release")
	case Out:
		return nil, nil // already as asked
	case TakenBack:
		return nil, fault.New(fault.Refused, "this release was withdrawn: prepare another one")
	}
	var f fault.Fields
	early, err := text.Line(c.Early, longestText)
	f.Note("early", err)
	accepted, err := text.Line(c.Accepted, longestText)
	f.Note("accepted", err)
	if err := f.Err(); err != nil {
		return nil, err
	}
	awaited := s.Awaited(c.Today)
	if err := withheld(s, c.Findings, awaited, early, accepted); err != nil {
		return nil, err
	}
	e := Published{At: c.At, Unheard: s.Unheard(), Findings: c.Findings}
	if len(awaited) > 0 {
		e.Early = early
	}
	if len(c.Findings) > 0 {
		e.Accepted = accepted
	}
	return []Event{e}, nil
}

// withheld says why a release cannot go out, all at once.
func withheld(s State, found []Finding, awaited []Concern, early, accepted string) error {
	var why []fault.Field
	for _, one := range found {
		switch {
		case one.Kind == Contradiction:
			why = append(why, fault.Field{Name: "questions", Problem: one.says(), Remedy: "leave the question out, or withdraw that release first and say why"})
		case accepted == "":
			why = append(why, fault.Field{Name: "accepted", Problem: "is missing, because " + one.says(), Remedy: "say why both can stand beside each other, or leave the question out"})
		}
	}
	if early == "" {
		for _, c := range awaited {
			why = append(why, fault.Field{Name: "early", Problem: fmt.Sprintf("is missing, because %s has until %s and has not explained its figures", c.Code, s.Due),
				Remedy: "let it explain them or say that it has nothing to say, wait until that day has passed, or say why it cannot wait"})
		}
	}
	if len(why) == 0 {
		return nil
	}
	refused := fault.New(fault.Refused, "the release cannot go out as it is")
	refused.Fields = why
	return refused
}

// 4. A release is taken back with the reason; what was printed stays, and its citation says
// what became of it.
func withdraw(s State, c Withdraw) ([]Event, error) {
	if err := c.By.May(access.PublishRelease, uuid.Nil); err != nil {
		return nil, err
	}
	var f fault.Fields
	reason, err := text.Line(c.Reason, longestText)
	f.Note("reason", err)
	f.Check(err != nil || reason != "", "reason", "is missing", "say why nobody should rely on it any more")
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch s.Stage {
	case None:
		return nil, access.NoSuch("release")
	case TakenBack:
		if s.Withdrawal.ReplacedBy == c.ReplacedBy {
			return nil, nil // already as asked
		}
	}
	c.Reason = reason
	return []Event{c.Withdrawn}, nil
}
