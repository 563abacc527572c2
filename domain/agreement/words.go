package agreement

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
)

// language is the words of a sentence. Days are written out with their year: who reads
// a date in January asks of which one.
type language struct {
	text     func(Text) string
	reason   func(calendar.Reason) string
	term     func(calendar.Term) string
	fact     func(codes.Entry) string
	weekdays [7]string
	months   [12]string
	words    sentence
}

// sentence is the parts that a due date is explained with; %s are filled in order.
type sentence struct {
	version, ofEmployer, ofStore       string
	started, startedKnowing, noDay     string
	term, fromEndOf                    string
	suspended, from, until, open       string
	days, workingDays, day, workingDay string
	due, right, at, moved, movedTwo    string
	left, unsettled, unchecked, and    string
	uncheckedDays                      string
}

var dutch = language{
	text:     func(t Text) string { return t.NL },
	reason:   func(r calendar.Reason) string { return r.NL },
	term:     func(t calendar.Term) string { return t.NL() },
	fact:     func(e codes.Entry) string { return e.NL },
	weekdays: [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
	months:   [12]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
	words: sentence{
		version: "%s, versie %s", ofEmployer: " van de werkgever", ofStore: " voor alle werkgevers",
		started: "gestart door %s van %s", startedKnowing: "gestart door %s, bekend op %s", noDay: "een dag die niemand noemde: er is geen datum",
		term: "termijn %s", fromEndOf: " vanaf het einde daarvan, want het tijdstip is niet precies bekend",
		suspended: "%s opgeschort (%s)", from: "%s tot %s", until: "tot", open: "opgeschort sinds %s, nog zonder einde",
		days: "%d dagen", workingDays: "%d werkdagen", day: "1 dag", workingDay: "1 werkdag",
		due: "vervalt %s", right: "kan tot en met %s", at: " om %s",
		moved: " (verschoven van %s: %s)", movedTwo: " (verlengd van %s, want er moeten twee gewone dagen in zitten: %s)",
		left: "daarna nog %s", unsettled: "welke dagen in %s bij besluit met een feestdag gelijkgesteld zijn, is niet volledig bekend",
		unchecked: "niet nagekeken", and: " en ", uncheckedDays: "niet nagekeken",
	},
}

var english = language{
	text:     func(t Text) string { return t.EN },
	reason:   func(r calendar.Reason) string { return r.EN },
	term:     func(t calendar.Term) string { return t.EN() },
	fact:     func(e codes.Entry) string { return e.EN },
	weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months:   [12]string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"},
	words: sentence{
		version: "%s, version %s", ofEmployer: " of the employer", ofStore: " for all employers",
		started: "started by %s of %s", startedKnowing: "started by %s, known on %s", noDay: "a day that nobody named: there is no date",
		term: "term %s", fromEndOf: " from the end of that, because the time is not known exactly",
		suspended: "%s suspended (%s)", from: "%s until %s", until: "until", open: "suspended since %s, without an end so far",
		days: "%d days", workingDays: "%d working days", day: "1 day", workingDay: "1 working day",
		due: "due %s", right: "possible until the end of %s", at: " at %s",
		moved: " (moved from %s: %s)", movedTwo: " (extended from %s, because it must hold two ordinary days: %s)",
		left: "then still %s", unsettled: "not all days of %s are known that a decree put on a par with holidays",
		unchecked: "not checked", and: " and ", uncheckedDays: "not checked",
	},
}

// NL explains the date in one Dutch sentence.
func (e Explanation) NL() string { return dutch.explain(e) }

// EN explains the date in one English sentence.
func (e Explanation) EN() string { return english.explain(e) }

func (l language) explain(e Explanation) string {
	w := l.words
	named := fmt.Sprintf(w.version, l.text(e.Version.Name), e.Version.Number)
	switch e.Version.Whose {
	case Employer:
		named += w.ofEmployer
	case Store:
		named += w.ofStore
	}
	parts := []string{named, l.started(e)}
	if e.Day != 0 {
		parts = append(parts, l.termOf(e))
		parts = append(parts, l.pauses(e)...)
		parts = append(parts, l.end(e))
	}
	return strings.Join(parts, ", ") + l.caveats(e)
}

func (l language) started(e Explanation) string {
	when := l.words.noDay
	if e.Day != 0 {
		when = l.day(e.Day) + l.time(e)
	}
	words := l.words.started
	if e.Start.Knew {
		words = l.words.startedKnowing
	}
	entry, _ := Fact(e.Start.Fact)
	return fmt.Sprintf(words, l.fact(entry), when)
}

// time is the clock of the start, where the term is counted by it.
func (l language) time(e Explanation) string {
	if !e.Version.Term.InHours() || e.Rough {
		return ""
	}
	return fmt.Sprintf(l.words.at, e.Start.At.Instant.In(e.zone).Format("15:04"))
}

func (l language) termOf(e Explanation) string {
	words := fmt.Sprintf(l.words.term, l.term(e.Version.Term))
	if e.Rough {
		words += l.words.fromEndOf
	}
	return words
}

func (l language) pauses(e Explanation) []string {
	var list []string
	for _, p := range e.Counted.Pauses {
		if p.To == 0 {
			list = append(list, fmt.Sprintf(l.words.open, l.day(p.From)))
		} else if p.Lost > 0 {
			list = append(list, fmt.Sprintf(l.words.suspended, l.lost(e, p.Lost), fmt.Sprintf(l.words.from, l.day(p.From), l.day(p.To))))
		}
	}
	for _, p := range e.Elapsed.Pauses {
		if p.To.IsZero() {
			list = append(list, fmt.Sprintf(l.words.open, l.clock(p.From, e.zone)))
		} else {
			took := l.hours(p.To.Sub(p.From))
			list = append(list, fmt.Sprintf(l.words.suspended, took, fmt.Sprintf(l.words.from, l.clock(p.From, e.zone), l.clock(p.To, e.zone))))
		}
	}
	return list
}

func (l language) lost(e Explanation, n int) string {
	one, more := l.words.day, l.words.days
	if e.Version.Term.WorkingDays > 0 {
		one, more = l.words.workingDay, l.words.workingDays
	}
	if n == 1 {
		return one
	}
	return fmt.Sprintf(more, n)
}

// hours says a duration as 26:30, which needs no words.
func (l language) hours(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}

func (l language) end(e Explanation) string {
	if !e.Due.Known() {
		if e.Version.Term.InHours() {
			return fmt.Sprintf(l.words.left, l.hours(e.Elapsed.Left))
		}
		return fmt.Sprintf(l.words.left, l.lost(e, e.Counted.Left))
	}
	words := l.words.due
	if e.Version.Right {
		words = l.words.right
	}
	when := l.weekday(e.Due.Day) + " " + l.day(e.Due.Day)
	if e.Version.Term.InHours() {
		when += fmt.Sprintf(l.words.at, e.Due.End.In(e.zone).Format("15:04"))
	}
	said := fmt.Sprintf(words, when)
	for _, m := range e.Counted.Moves {
		said += l.move(m)
	}
	return said
}

func (l language) move(m calendar.Move) string {
	words := l.words.moved
	if m.Article == 2 {
		words = l.words.movedTwo
	}
	var reasons []string
	for _, r := range m.Because {
		said := l.reason(r)
		if r.Unchecked {
			said += " [" + l.words.uncheckedDays + "]"
		}
		reasons = append(reasons, said)
	}
	return fmt.Sprintf(words, l.weekday(m.From)+" "+l.day(m.From), strings.Join(reasons, ", "))
}

// caveats say how far to trust the date.
func (l language) caveats(e Explanation) string {
	said := ""
	if len(e.Unsettled) > 0 {
		var years []string
		for _, year := range e.Unsettled {
			years = append(years, strconv.Itoa(year))
		}
		said += "; " + fmt.Sprintf(l.words.unsettled, strings.Join(years, l.words.and))
	}
	if !e.Version.Basis.Checked {
		said += "; " + l.words.unchecked
		if doubt := l.text(e.Version.Basis.Doubt); doubt != "" {
			said += ": " + doubt
		}
	}
	return said
}

func (l language) weekday(d calendar.Day) string { return l.weekdays[d.Weekday()] }

func (l language) day(d calendar.Day) string {
	year, month, day := d.Time().Date()
	return fmt.Sprintf("%d %s %d", day, l.months[month-1], year)
}

func (l language) clock(t time.Time, zone *time.Location) string {
	local := t.In(zone)
	return l.day(calendar.DayOf(local)) + " " + local.Format("15:04")
}
