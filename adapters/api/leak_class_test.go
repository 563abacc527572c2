package api

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/person"
)

// class is what may be seen by the same people for the same reason.
type class struct {
	name   string
	opens  []access.Action // any is enough; none: whoever is answered
	kind   person.Purpose  // that the role must be able to open as well; "" of what is no such kind
	closed bool            // to everybody
	nl, en string
}

// classes are all of them, and of which each field of an answer is: both stand in data files, a thing a line.
type classes struct {
	list   []class
	fields map[string]string // class by schema and property
	beyond map[string]string // why, by operation and class, more people are shown it than the class says
}

// actionsByName finds an action by the name that its constant has.
var actionsByName = map[string]access.Action{
	"ReadPersonal": access.ReadPersonal, "ReadSuspect": access.ReadSuspect, "ReadCase": access.ReadCase, "ReadTriage": access.ReadTriage, "ReadAftercare": access.ReadAftercare,
	"ReadDocument": access.ReadDocument, "ReadIncident": access.ReadIncident, "ReadEmployer": access.ReadEmployer, "KeepAddresses": access.KeepAddresses, "ReadAgreement": access.ReadAgreement,
	"ImportIncidents": access.ImportIncidents, "ImportNotices": access.ImportNotices, "ReadExports": access.ReadExports, "ReadSample": access.ReadSample, "CodeSample": access.CodeSample,
	"ReadFigures": access.ReadFigures, "ReadRelease": access.ReadRelease, "ReadPermits": access.ReadPermits, "EndLink": access.EndLink, "ReadAttempts": access.ReadAttempts,
	"ReadReaders": access.ReadReaders, "ReadRetention": access.ReadRetention, "ReadHolds": access.ReadHolds, "Operate": access.Operate,
	"ReadPhoto": access.ReadPhoto, "AnswerAccess": access.AnswerAccess, "ReadDeparture": access.ReadDeparture,

	"ReadActors": access.ReadActors, "ReadSignIns": access.ReadSignIns,
}

func readClasses(t testing.TB) *classes {
	t.Helper()
	c := &classes{fields: map[string]string{}, beyond: map[string]string{}}
	for _, line := range dataLines(t, "testdata/classes.txt") {
		cells := strings.Split(line, "|")
		one := class{name: strings.TrimSpace(cells[0]), nl: strings.TrimSpace(cells[2]), en: strings.TrimSpace(cells[3])}
		for _, word := range strings.Fields(cells[1]) {
			if one.closed = word == "nobody"; one.closed {
				break
			}
			word, kind, _ := strings.Cut(word, ":")
			if one.kind = person.Purpose(kind); kind != "" && !slices.Contains(person.Purposes(), one.kind) {
				t.Fatalf("classes.txt: %s is no kind of personal details", kind)
			}
			if actionsByName[word] == "" {
				t.Fatalf("classes.txt: %s is no action of actionsByName", word)
			}
			one.opens = append(one.opens, actionsByName[word])
		}
		c.list = append(c.list, one)
	}
	for _, line := range dataLines(t, "testdata/fields.txt") {
		words := strings.Fields(line)
		c.named(t, words[1])
		for _, property := range words[2:] {
			if field := words[0] + "." + property; c.fields[field] != "" {
				t.Errorf("fields.txt: %s stands twice", field)
			} else {
				c.fields[field] = words[1]
			}
		}
	}
	for _, line := range dataLines(t, "testdata/exceptions.txt") {
		cells := strings.Split(line, "|")
		c.named(t, strings.TrimSpace(cells[1]))
		c.beyond[strings.TrimSpace(cells[0])+" "+strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[2])
	}
	return c
}

func dataLines(t testing.TB, name string) []string {
	t.Helper()
	text, err := os.ReadFile(name)
	must(t, err)
	return slices.DeleteFunc(strings.Split(strings.TrimSpace(string(text)), "\n"), func(l string) bool { return l == "" || strings.HasPrefix(l, "#") })
}

func (c *classes) named(t testing.TB, name string) class {
	t.Helper()
	i := slices.IndexFunc(c.list, func(one class) bool { return one.name == name })
	if i < 0 {
		t.Fatalf("%s is no class of classes.txt", name)
	}
	return c.list[i]
}

// open tells whether somebody may see what is of this class in a record of an employer.
func (c class) open(who access.Actor, employer uuid.UUID) bool {
	if c.closed || c.kind != "" && !slices.Contains(who.Opens(), c.kind) {
		return false
	}
	return len(c.opens) == 0 || slices.ContainsFunc(c.opens, func(a access.Action) bool { return who.May(a, employer) == nil || who.May(a, uuid.Nil) == nil })
}

// classOf is the class of what each canary was planted in.
var classOf = map[string]string{
	canary.Name: "name", canary.StaffNumber: "staff-number", canary.Narrative: "narrative", canary.Reason: "narrative", canary.Explanation: "narrative",
	canary.RequestKey: "request-key", canary.Address: "address", canary.Reference: "reference", canary.Suspect: "suspect", canary.Document: "history", canary.OfSuspect: "suspect",
	canary.CaseText: "case-text", canary.CaseNumber: "case-reference", canary.Complaint: "aangifte", canary.ComplaintNumber: "aangifte", canary.Care: "care",
	canary.Waiting: "triage", canary.WaitingNumber: "triage", canary.Paper: "document", canary.Photo: "photo", canary.Pseudonym: "person", canary.Mail: "mail",
	canary.Access: "access-request", canary.Permit: "permit", canary.Attention: "attention", canary.Hold: "hold",
	canary.Unit: "unit", canary.Template: "template", canary.Question: "question", canary.Campaign: "campaign", canary.Agreement: "agreement", canary.Seed: "sample",
}

// sung is what a canary tells: of which class it is, and whose.
func (p *planted) heardOf(found string) (of string, owner uuid.UUID) {
	_, bird, _ := strings.Cut(found, " of ")
	for name, class := range classOf {
		switch bird {
		case name:
			return class, p.city
		case canary.Twin(name):
			return class, p.fire
		}
	}
	panic(fmt.Sprintf("%q is planted, and is of no class: say so in classOf", bird))
}
