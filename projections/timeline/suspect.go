package timeline

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections/figures"
)

// file tells the history of a suspect's file. What is known of the suspect is sealed
// and never in a sentence.
func file(e suspect.Event) figures.Text {
	switch e := e.(type) {
	case suspect.Opened:
		return join(text("Verdachtendossier geopend", "Suspect's file opened"), under(e.Regime))
	case suspect.Described:
		return text("Verdachte beschreven", "Suspect described")
	case suspect.Identified:
		return text("Identiteit vastgelegd", "Identity recorded")
	case suspect.IdentityUnlinked:
		return text("Identiteit losgekoppeld", "Identity unlinked")
	case suspect.HistoryTold:
		return text("Voorgeschiedenis vastgelegd", "History recorded")
	case suspect.HistoryRetracted:
		return text("Voorgeschiedenis teruggenomen", "History taken back")
	case suspect.Cleared:
		return text("Vrijgepleit van een incident; voorgeschiedenis wacht op beoordeling", "Cleared of an incident; the history waits for review")
	case suspect.Reviewed:
		if e.Leaves {
			return text("Na beoordeling: telt niet meer mee", "After review: counts no more")
		}
		return text("Na beoordeling: telt mee", "After review: counts")
	case suspect.Erased:
		return forgotten(e.Purpose, e.Reason)
	}
	return figures.Text{}
}

func noteOfFile(e suspect.Event) person.Held[string] {
	switch e := e.(type) {
	case suspect.IdentityUnlinked:
		return e.Reason
	case suspect.HistoryRetracted:
		return e.Reason
	case suspect.Reviewed:
		return e.Reason
	}
	return person.Held[string]{}
}

// forgotten says what is gone for good, and why.
func forgotten(p person.Purpose, reason codes.Code) figures.Text {
	what := map[person.Purpose]figures.Text{
		person.ForIdentity:    text("wie het is", "who it is"),
		person.ForProfile:     text("wat van een verdachte gezien is", "what was seen of a suspect"),
		person.ForHistory:     text("de voorgeschiedenis", "the history"),
		person.ForAddress:     text("het adres", "the address"),
		person.ForReference:   text("kenmerken van andere systemen", "numbers of other systems"),
		person.ForProsecution: text("wat van de zaak vernomen is", "what was heard of the case"),
		person.ForDamages:     text("wie wat te vorderen heeft", "who is owed what"),
		person.ForNarrative:   text("het verhaal en elke toelichting", "the narrative and every explanation"),
	}[p]
	return join(text("Vergeten", "Forgotten"), what, label(codes.RedactionReason, reason))
}
