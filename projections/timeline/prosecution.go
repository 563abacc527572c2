package timeline

import (
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/figures"
)

// ofCase tells the history of a case. What was heard is sealed: it is in a sentence
// only where whoever asks had it opened.
func ofCase(e prosecution.Event) figures.Text {
	switch e := e.(type) {
	case prosecution.Opened:
		return join(text("Zaak geopend", "Case opened"), under(e.Regime))
	case prosecution.Linked:
		return join(text("Gekoppeld", "Linked"), linkedTo(e.Kind))
	case prosecution.Unlinked:
		return join(text("Losgekoppeld", "Unlinked"), linkedTo(e.Kind))
	case prosecution.NoticeReceived:
		return join(text("Bericht ontvangen", "Notice received"), heard(e.Notice), label(codes.NoticeSource, e.Source))
	case prosecution.NoticeCorrected:
		return join(text("Bericht verbeterd", "Notice corrected"), heard(e.Notice), label(codes.NoticeSource, e.Source))
	case prosecution.NoticeWithdrawn:
		return text("Bericht ingetrokken", "Notice withdrawn")
	case prosecution.VictimTold:
		return join(text("Slachtoffer ingelicht", "Victim told"), label(codes.TellingChannel, e.Channel), when(e.On), notices(len(e.Of)), byLetter(e.Document))
	case prosecution.Closed:
		if e.Loose.State != person.Absent {
			return text("Zaak gesloten met losse einden, met een toelichting", "Case closed with loose ends, with an explanation")
		}
		return text("Zaak gesloten", "Case closed")
	case prosecution.Reopened:
		if e.Reason.State == person.Absent {
			return text("Zaak vanzelf heropend: een slachtoffer moet iets horen", "Case reopened by itself: a victim must be told")
		}
		return text("Zaak heropend", "Case reopened")
	case prosecution.Merged:
		return text("Samengevoegd met een andere zaak, die blijft", "Merged with another case, which stays")
	case prosecution.SplitOff:
		return text("Weer losgemaakt van een andere zaak", "Split from another case again")
	case prosecution.Absorbed:
		return text("Een andere zaak is hiermee samengevoegd", "Another case was merged into this one")
	case prosecution.Released:
		return text("Een andere zaak is weer losgemaakt", "Another case was split off again")
	case prosecution.Erased:
		return forgotten(e.Purpose, e.Reason)
	}
	return unknown(e)
}

func linkedTo(kind prosecution.LinkKind) figures.Text {
	return map[prosecution.LinkKind]figures.Text{
		prosecution.ToIncident: text("incident", "incident"),
		prosecution.ToWorker:   text("slachtoffer", "victim"),
		prosecution.ToAangifte: text("aangifte", "aangifte"),
		prosecution.ToSuspect:  text("verdachte", "suspect"),
	}[kind]
}

func heard(n prosecution.Notice) figures.Text {
	told, is := n.Told.Get()
	if !is {
		return figures.Text{}
	}
	step := label(codes.CaseStep, told.Step)
	if told.Effect.Known() {
		step = behind(step, when(told.Effect))
	}
	return step
}

func notices(n int) figures.Text {
	if n == 1 {
		return text("1 bericht", "1 notice")
	}
	return text(fmt.Sprintf("%d berichten", n), fmt.Sprintf("%d notices", n))
}

func noteOfCase(e prosecution.Event) person.Held[string] {
	switch e := e.(type) {
	case prosecution.Unlinked:
		return e.Reason
	case prosecution.NoticeCorrected:
		return e.Reason
	case prosecution.NoticeWithdrawn:
		return e.Reason
	case prosecution.Closed:
		return e.Explanation
	case prosecution.Reopened:
		return e.Reason
	case prosecution.Merged:
		return e.Explanation
	case prosecution.SplitOff:
		return e.Reason
	}
	return person.Held[string]{}
}

// byLetter names the document that told it, by the id that the case shows it under.
func byLetter(document uuid.UUID) figures.Text {
	if document == uuid.Nil {
		return figures.Text{}
	}
	return text("brief "+document.String(), "letter "+document.String())
}
