package document

import (
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/template"
)

// letter tells a victim how it ended, in words that need no lawyer.
func (w *writing) letter() {
	w.sealCase(person.ForProsecution)
	w.put("victim", w.name())
	if w.Incident.Registered() {
		w.put("when", w.day(w.Incident.Occurred))
	}
	now := w.Case.Standing()
	if n, found := w.Case.Find(now.Deciding); found {
		told, _ := n.Told.Get()
		w.put("decided", w.day(told.Effect))
	}
	w.outcome(now)
	w.amounts(w.Worker, false)
}

// outcome says what it is, what it means and what comes next. Where the case still runs
// there is nothing to tell, and all three stay blank.
func (w *writing) outcome(now prosecution.Standing) {
	said, found := outcomes[now.Outcome]
	if !found {
		return
	}
	words := said.nl
	if w.Language == template.English {
		words = said.en
	}
	w.put("outcome", words.is)
	w.put("meaning", words.means)
	w.put("next", words.next(now))
	w.known["sanctions"] = w.sanctions(now, words)
}

func (w *writing) sanctions(now prosecution.Standing, words outcomeWords) template.Value {
	var v template.Value
	for _, s := range imposed(now) {
		if said := w.sanction(s); said != "" {
			v.Items = append(v.Items, said)
		}
	}
	if len(v.Items) == 0 {
		v.Text = words.noSanction
	}
	return v
}

// imposed is what the last court that judged imposed.
func imposed(now prosecution.Standing) []prosecution.Sanction {
	if now.Appeal.Judged {
		return now.Appeal.Imposed
	}
	return now.First.Imposed
}

func (w *writing) sanction(s prosecution.Sanction) string {
	said := w.say(codes.Sanction, s.Kind)
	if said == "" || s.Size == 0 {
		return said
	}
	switch unit := prosecution.UnitOf(s.Kind); {
	case unit == "cents":
		return said + ": " + template.Euro(int64(s.Size), w.Language)
	case unit == "hours" && w.Language == template.English:
		return fmt.Sprintf("%s: %d hours", said, s.Size)
	case unit == "hours":
		return fmt.Sprintf("%s: %d uur", said, s.Size)
	case w.Language == template.English:
		return fmt.Sprintf("%s: %d days", said, s.Size)
	default:
		return fmt.Sprintf("%s: %d dagen", said, s.Size)
	}
}

// claim asks for what is open, as the ledger has it.
func (w *writing) claim() {
	w.sealCase(person.ForDamages)
	w.put("suspect", w.suspect(false))
	if w.Incident.Registered() {
		w.put("when", w.day(w.Incident.Occurred))
	}
	claimant := w.Worker
	if claimant == uuid.Nil {
		claimant = w.Employer.ID
		w.put("claimant", w.Employer.Name)
	} else {
		// Who is owed is told by the claim; where that is somebody's home is not.
		w.put("claimant", "een medewerker van "+w.Employer.Name)
	}
	if open, known := w.amounts(claimant, true); known {
		w.put("total", template.Euro(open, w.Language))
	}
	w.number()
}

// number is the last one that was heard of the case.
func (w *writing) number() {
	ordered := w.Case.ByEffect()
	for i := len(ordered) - 1; i >= 0; i-- {
		if number, is := ordered[i].Reference.Get(); is && (ordered[i].Source == "OM" || ordered[i].Source == "COURT") {
			w.sealCase(person.ForReference)
			w.put("case_number", number)
			return
		}
	}
}

// amounts is the table of one claimant, to the cent, and what is open.
func (w *writing) amounts(claimant uuid.UUID, always bool) (open int64, known bool) {
	var v template.Value
	for _, a := range w.Case.Ledger() {
		if a.Claimant == w.Same.Of(claimant) {
			v.Sums, open, known = w.sums(a), a.Open, a.Awarded.Known
		}
	}
	switch {
	case len(v.Sums) > 0:
		w.sealCase(person.ForDamages)
	case !always && w.Case.Unreadable() == 0:
		v.Text = w.in("Er is voor u geen schadevergoeding gevraagd, of wij weten er niets van.", "No damages were claimed for you, or we do not know of any.")
	}
	w.known["amounts"] = v
	return open, known
}

func (w *writing) sums(a prosecution.Account) []template.Sum {
	var all []template.Sum
	add := func(known bool, cents int64, nl, en string) {
		if known {
			all = append(all, template.Sum{Label: w.in(nl, en), Cents: cents})
		}
	}
	add(a.Claimed.Known, a.Claimed.Cents, "Gevraagd", "Claimed")
	add(a.Joined.Known, a.Joined.Cents, "Gevraagd in de strafzaak", "Claimed in the criminal case")
	add(a.Awarded.Known, a.Awarded.Cents, "Toegewezen", "Awarded")
	add(a.Advance != 0, a.Advance, "Voorschot van de Staat", "Advance by the State")
	add(a.Paid != 0, a.Paid, "Betaald", "Paid")
	if a.Awarded.Known {
		all = append(all, template.Sum{Label: w.in("Nog te betalen", "Still to be paid"), Cents: a.Open, Total: true})
	}
	return all
}

func (w *writing) in(nl, en string) string {
	if w.Language == template.English {
		return en
	}
	return nl
}
