package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/template"
)

// What kind of fault it is.
type What string

const (
	Unreadable What = "UNREADABLE" // no bundle at all, or of a newer version
	Unsafe     What = "UNSAFE"     // a name that leads somewhere
	Duplicate  What = "DUPLICATE"
	Missing    What = "MISSING"
	Extra      What = "EXTRA"
	Altered    What = "ALTERED" // an event or a file
	Order      What = "ORDER"   // events that are not in the order of the log, or not all of them
	Unsigned   What = "SIGNATURE"
	OtherKey   What = "OTHER_KEY" // signed, by somebody else than was expected
	Wrapping   What = "WRAPPING"  // the zip around it
)

// Text is what people read.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

func text(nl, en string) Text { return Text{NL: nl, EN: en} }

// In gives one of the languages.
func (t Text) In(language codes.Code) string {
	if language == template.English {
		return t.EN
	}
	return t.NL
}

// Fault is one thing that is not as it was when the bundle was made.
type Fault struct {
	Kind     What              `json:"kind"`
	Position eventlog.Position `json:"position,omitempty"` // of the event that it is in
	File     string            `json:"file,omitempty"`
	What     Text              `json:"what"`
}

// Report is what came of checking.
type Report struct {
	Employer Employer  `json:"employer"`
	Case     uuid.UUID `json:"case"`
	Invented bool      `json:"invented"`
	MadeAt   time.Time `json:"made_at"`
	Since    time.Time `json:"since"` // when the first event was recorded
	Events   int       `json:"events"`
	Head     Head      `json:"head"`
	LeftOut  []string  `json:"left_out"`
	Key      Key       `json:"key"`
	Pinned   bool      `json:"pinned"` // the key is the one that was expected
	Faults   []Fault   `json:"faults"`
}

// Whole tells that nothing is wrong.
func (r Report) Whole() bool { return len(r.Faults) == 0 }

// mostFaults is more than anybody reads.
const mostFaults = 1_000

func (r *Report) fault(kind What, file string, p eventlog.Position, what Text) {
	f := Fault{Kind: kind, Position: p, File: file, What: what}
	same := func(o Fault) bool { return o.Kind == kind && o.File == file && o.Position == p }
	if len(r.Faults) < mostFaults && !slices.ContainsFunc(r.Faults, same) {
		r.Faults = append(r.Faults, f)
	}
}

// faultIn names the event where the file is of one.
func (r *Report) faultIn(kind What, name string) {
	what := map[What]Text{Altered: text("is gewijzigd", "was altered"), Missing: text("ontbreekt", "is missing"), Extra: text("hoort er niet in", "does not belong in it")}[kind]
	p := positionIn(name)
	subject := text("bestand "+name, "file "+name)
	if p != 0 {
		subject = text(fmt.Sprintf("gebeurtenis %d (%s)", p, name), fmt.Sprintf("event %d (%s)", p, name))
	}
	r.fault(kind, name, p, text(subject.NL+" "+what.NL, subject.EN+" "+what.EN))
}

func (r *Report) faultAt(kind What, p eventlog.Position, nl, en string) {
	r.fault(kind, "", p, text(fmt.Sprintf("gebeurtenis %d %s", p, nl), fmt.Sprintf("event %d %s", p, en)))
}

func positionIn(name string) (p eventlog.Position) {
	folder, rest, _ := strings.Cut(name, "/")
	if folder != "events" && folder != "readable" {
		return 0
	}
	var n int64
	if _, err := fmt.Sscanf(rest, "%d.json", &n); err != nil || n < 1 || SealedName(eventlog.Position(n)) != "events/"+rest {
		return 0
	}
	return eventlog.Position(n)
}

// Sentence is the verdict in one sentence, by the clock of the employer.
func (r Report) Sentence(language codes.Code, zone *time.Location) string {
	if !r.Whole() {
		return text(
			fmt.Sprintf("NIET ongewijzigd: %s.", number(len(r.Faults), "afwijking", "afwijkingen")),
			fmt.Sprintf("NOT unchanged: %s.", number(len(r.Faults), "fault", "faults")),
		).In(language)
	}
	day := template.Day(r.Since.In(zone), cmp.Or(language, template.Dutch))
	by := cmp.Or(r.Employer.Name, r.Employer.Code)
	said := text(
		fmt.Sprintf("Ongewijzigd sinds %s, %s, ondertekend door %s (sleutel %.8s).", day, number(r.Events, "gebeurtenis", "gebeurtenissen"), by, r.Key),
		fmt.Sprintf("Unchanged since %s, %s, signed by %s (key %.8s).", day, number(r.Events, "event", "events"), by, r.Key),
	).In(language)
	if r.Invented {
		said = text("VERZONNEN, niet gebeurd. ", "INVENTED, did not happen. ").In(language) + said
	}
	return said
}

func number(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// Proves says what a whole bundle does and does not prove.
func (r Report) Proves() []Text {
	key := text("De sleutel is die welke u opgaf.", "The key is the one that you gave.")
	if !r.Pinned {
		key = text("De sleutel staat in het bestand zelf: vraag de werkgever langs een andere weg welke het moet zijn, en geef die met --key. Zonder dat kan iedereen een bundel maken die klopt.",
			"The key stands in the file itself: ask the employer by another way which it should be, and give it with --key. Without that anybody can make a bundle that holds.")
	}
	return []Text{
		key,
		text("Wie de hoofdsleutel en de database van de server heeft kan een andere bundel maken en ondertekenen: dit bewijst dat het van die server komt, niet dat wat er is vastgelegd waar is.",
			"Whoever has the master key and the database of the server can make and sign another bundle: this proves that it comes from that server, not that what was recorded is true."),
		text(fmt.Sprintf("Wat na plaats %d is vastgelegd staat er niet in, en of het logboek daarna is afgekapt is hieraan niet te zien. Tijden zijn die van de klok van de server.", r.Head.Position),
			fmt.Sprintf("What was recorded behind position %d is not in it, and whether the log was cut off after that cannot be told from it. Times are those of the clock of the server.", r.Head.Position)),
		text("Wat leesbaar is gemaakt is alleen door de handtekening gebonden: uit de verzegelde vorm is het zonder de sleutel niet af te leiden.",
			"What was made readable is bound by the signature alone: without the key it cannot be derived from the sealed form."),
	}
}
