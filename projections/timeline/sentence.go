package timeline

import (
	"fmt"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/attention"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
)

func sentence(body decider.Event) figures.Text {
	switch e := body.(type) {
	case nil:
		return text("Inhoud verwijderd bij een vastgelegde redactie", "Content removed by a recorded redaction")
	case incident.Registered:
		return join(text("Geregistreerd", "Registered"),
			when(e.Occurred), reported(e.Reported), where(e.Place),
			list(codes.Behaviour, e.Behaviours), list(codes.Profession, e.Professions), around(e.Circumstances),
			hit(e.Workers), told(e.Narrative), address(e.Address), reference(e.Reference), under(e.Regime))
	case incident.DetailsAdded:
		return join(text("Aangevuld", "Details added"), whereElse(e.Place),
			list(codes.Behaviour, e.Behaviours), list(codes.Profession, e.Professions), around(e.Circumstances),
			hit(e.Workers), told(e.Narrative), address(e.Address))
	case incident.Corrected:
		return corrected(e)
	case incident.Withdrawn:
		return join(text("Ingetrokken", "Withdrawn"), label(codes.WithdrawalReason, e.Reason))
	case incident.Event:
		return later(e)
	case suspect.Event:
		return file(e)
	case prosecution.Event:
		return ofCase(e)
	case aangifte.Event:
		return ofAangifte(e)
	case aftercare.Event:
		return ofCare(e)
	case triage.Event:
		return waiting(e)
	case casework.Event:
		return ofWork(e)
	case document.Event:
		return ofDocument(e)
	case pseudonym.Event:
		return ofPseudonym(e)
	case attention.Event:
		return ofAttention(e)
	case agreement.UseEvent:
		return ofTerms(e)
	}
	return unknown(body)
}

// later tells what has a life of its own beside the report.
func later(body incident.Event) figures.Text {
	switch e := body.(type) {
	case incident.CourseTold:
		return course(e)
	case incident.SupportTold:
		return support(e)
	case incident.ForceReferenced:
		return text("Verwijzing naar de geweldsregistratie van de politie", "Reference to the police's own report of force")
	case incident.Qualified:
		return qualification("Juridische kwalificatie", "Legal qualification", e.Qualification)
	case incident.QualificationRetracted:
		return qualification("Juridische kwalificatie teruggenomen", "Legal qualification taken back", e.Qualification)
	case incident.Attached:
		return join(text("Bijlage toegevoegd", "Attachment added"), label(codes.AttachmentKind, e.Kind))
	case incident.Detached:
		return text("Bijlage weggehaald", "Attachment removed")
	case incident.PhotoAdded:
		return text("Foto toegevoegd", "Photo added")
	case incident.SuspectLinked:
		return linked(e.Linked)
	case incident.SuspectUnlinked:
		return text("Verdachte losgekoppeld", "Suspect unlinked")
	case incident.Merged:
		return text("Samengevoegd met een ander incident", "Merged with another incident")
	case incident.SplitOff:
		return text("Weer losgemaakt van een ander incident", "Split from another incident again")
	case incident.Absorbed:
		return text("Een ander incident is hiermee samengevoegd", "Another incident was merged into this one")
	case incident.Released:
		return text("Een ander incident is weer losgemaakt", "Another incident was split off again")
	case incident.Closed:
		return join(text("Afgesloten", "Closed"), label(codes.ClosingReason, e.Reason))
	case incident.Reopened:
		return text("Heropend", "Reopened")
	case incident.Erased:
		return forgotten(e.Purpose, e.Reason)
	}
	return unknown(body)
}

// unknown is for what a newer program recorded.
func unknown(body decider.Event) figures.Text {
	return text("Vastgelegd: "+body.EventType(), "Recorded: "+body.EventType())
}

// reported says when it was first told, where that was elsewhere.
func reported(m moment.Moment) figures.Text {
	if m.Equal(moment.Moment{}) {
		return figures.Text{}
	}
	return join(text("eerst gemeld", "first told"), when(m))
}

// corrected names what was changed, also where the new value is that there is none.
func corrected(e incident.Corrected) figures.Text {
	var parts []figures.Text
	if e.Occurred != nil {
		parts = append(parts, join(text("tijd", "time"), when(*e.Occurred)))
	}
	if e.Reported != nil {
		parts = append(parts, join(text("eerst gemeld", "first told"), when(*e.Reported)))
	}
	if e.Place != nil {
		parts = append(parts, join(text("plaats", "place"), where(*e.Place)))
	}
	if e.Behaviours != nil {
		parts = append(parts, join(text("gedrag", "behaviour"), answer(codes.Behaviour, *e.Behaviours)))
	}
	if e.Professions != nil {
		parts = append(parts, join(text("beroep", "profession"), answer(codes.Profession, *e.Professions)))
	}
	parts = append(parts, circumstancesCorrected(e)...)
	if e.Narrative != nil {
		parts = append(parts, text("verhaal", "narrative"))
	}
	if e.Address != nil {
		parts = append(parts, text("adres", "address"))
	}
	if e.Reference != nil {
		parts = append(parts, text("eigen kenmerk", "own reference"))
	}
	return join(text("Gecorrigeerd", "Corrected"), parts...)
}

func note(body decider.Event) person.Held[string] {
	switch e := body.(type) {
	case incident.Corrected:
		return e.Reason
	case incident.Withdrawn:
		return e.Explanation
	case incident.Event:
		return noteOf(e)
	case suspect.Event:
		return noteOfFile(e)
	case prosecution.Event:
		return noteOfCase(e)
	case pseudonym.Event:
		return noteOfPseudonym(e)
	case attention.Event:
		return noteOfAttention(e)
	case aangifte.Corrected:
		return e.Reason
	case aangifte.Retracted:
		return e.Reason
	case aftercare.StepRetracted:
		return e.Reason
	case triage.Event:
		return noteOfWaiting(e)
	case casework.Event:
		return noteOfWork(e)
	case document.Withdrawn:
		return e.Reason
	}
	return person.Held[string]{}
}

func noteOf(body incident.Event) person.Held[string] {
	switch e := body.(type) {
	case incident.CourseTold:
		return e.Reason
	case incident.SupportTold:
		return e.Reason
	case incident.QualificationRetracted:
		return e.Reason
	case incident.Detached:
		return e.Reason
	case incident.SuspectUnlinked:
		return e.Reason
	case incident.SplitOff:
		return e.Reason
	case incident.Closed:
		return e.Explanation
	case incident.Reopened:
		return e.Reason
	}
	return person.Held[string]{}
}

func text(nl, en string) figures.Text { return figures.Text{NL: nl, EN: en} }

// join puts what there is to say behind its head: "head: part; part".
func join(head figures.Text, all ...figures.Text) figures.Text {
	body := parts(all...)
	if body.NL == "" {
		return head
	}
	return text(head.NL+": "+body.NL, head.EN+": "+body.EN)
}

func label(l codes.List, code codes.Code) figures.Text {
	if e, found := l.Find(code); found {
		return text(e.NL, e.EN)
	}
	return text(string(code), string(code))
}

func list(l codes.List, several []codes.Code) figures.Text {
	return each(several, func(c codes.Code) figures.Text { return label(l, c) })
}

// answer is list where having none must be said too.
func answer(l codes.List, several []codes.Code) figures.Text {
	if len(several) == 0 {
		return label(l, codes.NotRecorded)
	}
	return list(l, several)
}

func when(m moment.Moment) figures.Text {
	t := clock(m)
	if m.Ambiguous {
		return text(t.NL+" (of een uur later: de klok ging terug)", t.EN+" (or an hour later: the clock was set back)")
	}
	return t
}

func clock(m moment.Moment) figures.Text {
	local := m.Local()
	switch m.Precision {
	case moment.Minute:
		return same(local.Format("2006-01-02 15:04"))
	case moment.Hour:
		return same(local.Format("2006-01-02 15:00") + "–" + local.Format("15") + ":59")
	case moment.Day:
		return same(local.Format("2006-01-02"))
	case moment.Month:
		return same(local.Format("2006-01"))
	}
	if m.Finer == codes.Unknown {
		return text("tijd onbekend", "time unknown")
	}
	return text("tijd niet vastgelegd", "time not recorded")
}

func same(s string) figures.Text { return text(s, s) }

func hit(workers []incident.Worker) figures.Text {
	switch len(workers) {
	case 0:
		return figures.Text{}
	case 1:
		return text("1 medewerker", "1 worker")
	}
	return text(fmt.Sprintf("%d medewerkers", len(workers)), fmt.Sprintf("%d workers", len(workers)))
}

func told(narrative person.Held[string]) figures.Text {
	if narrative.State == person.Absent {
		return figures.Text{}
	}
	return text("verhaal", "narrative")
}
