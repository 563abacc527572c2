package web

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

// deskPage is a page of somebody who watches over the program: what needs him in numbers, and lists.
type deskPage struct {
	Lead     string
	Mark     string // all of it is invented
	Failure  *failure
	Numbers  []deskNumber
	Sections []deskSection
}

type deskNumber struct {
	Label, Value string
	To           string
	Bad          bool
}

type deskSection struct {
	ID, Title string
	Texts     []string
	Form      *entryForm
	Table     *deskTable
	Lists     []deskList
	Links     []link
	Live      bool // it is fetched anew when something changed
}

// deskList are words and what they are.
type deskList struct{ Label, Text string }

type deskTable struct {
	Caption, Empty string
	Head           []string
	Rows           [][]deskCell
	More           string // what was left off
}

type deskCell struct {
	Text string
	To   string
	ID   bool // an id or a hash: nobody reads it aloud
	N    bool
	Acts []deskAct
	// Done of Of is how far something is, and Label what.
	Done, Of int64
	Label    string
}

// deskAct is a button in a row, or a link to where more is asked first.
type deskAct struct {
	To, Link, Text string
	Of             string // what it is about, for who hears the button and not the row
	Hidden         []pair
}

func said(text string) deskCell { return deskCell{Text: text} }
func idCell(id string) deskCell { return deskCell{Text: id, ID: true} }
func (v *visit) count(n int) deskCell {
	return deskCell{Text: v.number(n), N: true}
}

// noted is that all of it is invented, where the page does not say so already.
func (v *visit) noted(notice *figures.Text) string {
	if notice == nil || v.Invented() {
		return ""
	}
	return v.In(*notice)
}

var inTerm = regexp.MustCompile(`(\d+)([YMWD])`)

// term says a period of ISO 8601 in words.
func (v *visit) term(iso string) string {
	if strings.Contains(iso, "T") {
		return iso
	}
	var parts []string
	for _, part := range inTerm.FindAllStringSubmatch(iso, -1) {
		key := map[string]string{"Y": "term.years", "M": "term.months", "W": "term.weeks", "D": "term.days"}[part[2]]
		if part[1] == "1" {
			key = map[string]string{"Y": "term.year", "M": "term.month", "W": "term.week", "D": "term.day"}[part[2]]
		}
		parts = append(parts, v.word(key, part[1]))
	}
	if len(parts) == 0 {
		return iso
	}
	return strings.Join(parts, ", ")
}

func (v *visit) kindOf(k retention.Kind) string { return v.named(k.Name(), string(k)) }

// named is a text of the trade; a word that has none stays as it is.
func (v *visit) named(t retention.Text, word string) string {
	if v.Language == english && t.EN != "" {
		return t.EN
	}
	if t.NL != "" {
		return t.NL
	}
	return word
}

func (v *visit) codedOptions(list codes.List, none string) []option {
	all := []option{{Text: none}}
	for _, e := range list.Codes {
		all = append(all, option{Value: string(e.Code), Text: v.In(figures.Text{NL: e.NL, EN: e.EN})})
	}
	return all
}

var purposeWords = map[person.Purpose]string{
	person.ForIdentity: "details.identity", person.ForHealth: "details.health", person.ForNarrative: "details.narrative", person.ForAddress: "details.address", person.ForReference: "details.reference",
	person.ForProfile: "details.profile", person.ForHistory: "details.history", person.ForProsecution: "details.prosecution", person.ForDamages: "details.damages", person.ForCare: "details.care",
}

// details are a kind of personal details in words.
func (v *visit) details(p person.Purpose) string {
	if key := purposeWords[p]; key != "" {
		return v.word(key)
	}
	return string(p)
}

func (v *visit) detailsOf(list []string) string {
	var words []string
	for _, one := range list {
		words = append(words, v.details(person.Purpose(one)))
	}
	return strings.Join(words, ", ")
}

func (v *visit) roleOf(role string) string {
	if key := roleWords[access.Role(role)]; key != "" {
		return v.word(key)
	}
	return role
}

// kindOptions are what a record or a person can be of.
func (v *visit) kindOptions() []option {
	all := []option{{Text: v.word("privacy.choose")}}
	for _, k := range retention.Kinds() {
		all = append(all, option{Value: string(k), Text: v.kindOf(k)})
	}
	return all
}

// mayOpen keeps an empty form from who would be refused what it asks. Whatever is sent with it the API
// decides on anew.
func (v *visit) mayOpen(action access.Action) error {
	if !v.SignedIn {
		return &problem{Status: http.StatusUnauthorized}
	}
	if v.Actor.May(action, v.Actor.Employer) != nil {
		return &problem{Status: http.StatusForbidden}
	}
	return nil
}

// missing says beside the entry of an id that nothing has it: there is nothing, or it is another's. Of any
// other error it says false.
func (v *visit) missing(f *entryForm, err error, name string) bool {
	p := &problem{}
	if !errors.As(err, &p) || p.Status != http.StatusNotFound {
		return false
	}
	v.status = p.Status
	f.Failure = &failure{Status: p.Status, Text: v.word("privacy.none-such")}
	for i := range f.Entries {
		if f.Entries[i].Name == name {
			f.Entries[i].Failure = v.word("privacy.none-such-hint")
			f.Failure.At = []link{{Text: f.Entries[i].Label, To: "#f-" + name}}
		}
	}
	return true
}

func yesNo(v *visit, yes bool) deskCell {
	return said(v.word(map[bool]string{true: "privacy.yes", false: "privacy.no"}[yes]))
}

func position(n int64) string { return strconv.FormatInt(n, 10) }
