package api

import (
	"context"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// bilingual is a text for people in both languages of the trade.
type bilingual struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

type codeListSummary struct {
	Name  string    `json:"name" doc:"For programs; never changed." example:"location-type"`
	Title bilingual `json:"title"`
	Asks  bilingual `json:"asks" doc:"The question that it answers."`
}

type codeListsAnswer struct {
	Body struct {
		Lists []codeListSummary `json:"lists" doc:"In the order in which a reader meets them."`
	}
}

type codeListInput struct {
	Name string `path:"name" doc:"Of the list." example:"location-type"`
	At   string `query:"at" doc:"Only codes that can apply to something of this day; all when left out." example:"2026-04-01"`
}

type codeListAnswer struct {
	Body CodeList
}

// CodeList is a list of codes as programs and people read it.
type CodeList struct {
	ListFields
	RollsUpInto string      `json:"rolls_up_into,omitempty" doc:"Name of the coarser list; left out when there is none."`
	Codes       []CodeEntry `json:"codes" doc:"The four kinds of not having a value come last; every list has them."`
}

// CodeEntry is one code with its meaning.
type CodeEntry struct {
	Code        codes.Code `json:"code"`
	Label       bilingual  `json:"label"`
	Explanation bilingual  `json:"explanation" doc:"One line for whoever hesitates."`
	From        string     `json:"from,omitempty" format:"date" doc:"First day on which it can apply; left out when open."`
	To          string     `json:"to,omitempty" format:"date" doc:"Last day on which it can apply; left out when open."`
	Why         *bilingual `json:"why,omitempty" doc:"Why it begins or ends then."`
	RollUp      codes.Code `json:"roll_up,omitempty" doc:"The coarser code that it counts under."`
	Source      bilingual  `json:"source" doc:"On whose authority it stands, and whether anybody checked it."`
}

// listName is the form of a list's name in a path.
func listName(l codes.List) string { return strings.ReplaceAll(l.Name, " ", "-") }

func (a *api) codeLists(context.Context, *nothing) (*codeListsAnswer, error) {
	out := &codeListsAnswer{}
	for _, l := range codes.Lists() {
		out.Body.Lists = append(out.Body.Lists, summaryOf(l))
	}
	return out, nil
}

func (a *api) codeList(_ context.Context, in *codeListInput) (*codeListAnswer, error) {
	at, err := dayIn(in.At)
	if err != nil {
		return nil, err
	}
	for _, l := range codes.Lists() {
		if listName(l) == in.Name {
			return &codeListAnswer{Body: ListOf(l, at)}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "there is no such list: /v1/code-lists names all")
}

// ListOf gives a list with the codes that can apply to something of a local day;
// a zero day gives all.
func ListOf(l codes.List, day time.Time) CodeList {
	out := CodeList{ListFields: summaryOf(l)}
	if l.Into != nil {
		out.RollsUpInto = listName(*l.Into)
	}
	for _, e := range l.All() {
		if day.IsZero() || l.Check(e.Code, day) == nil {
			out.Codes = append(out.Codes, entryOf(e))
		}
	}
	return out
}

func summaryOf(l codes.List) codeListSummary {
	return codeListSummary{Name: listName(l), Title: bilingual{l.NL, l.EN}, Asks: bilingual{l.AsksNL, l.AsksEN}}
}

func entryOf(e codes.Entry) CodeEntry {
	out := CodeEntry{
		Code: e.Code, Label: bilingual{e.NL, e.EN}, Explanation: bilingual{e.ExplainNL, e.ExplainEN},
		From: e.From, To: e.To, RollUp: e.RollUp,
	}
	out.Source.NL, out.Source.EN = e.Source.Text()
	if e.WhyNL != "" {
		out.Why = &bilingual{e.WhyNL, e.WhyEN}
	}
	return out
}

// dayIn reads the day of a question about what there was then; zero when nothing
// was given.
func dayIn(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		var wrong fault.Fields
		wrong.Add("at", "is not a day", "write it as 2026-04-01")
		return time.Time{}, wrong.Err()
	}
	return day, nil
}
