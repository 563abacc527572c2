package world

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// offence is what the police call it, by how far it went (DOMAIN 9: insult, threat,
// attempted manslaughter, severe assault, doxing).
var offence = map[class][]share[incident.Qualification]{
	abuse:   {{incident.Qualification{Offence: "INSULT", Article: "267 Sr"}, 92}, {incident.Qualification{Offence: "DISOBEY", Article: "184 Sr"}, 8}},
	threat:  {{incident.Qualification{Offence: "THREAT", Article: "285 Sr"}, 100}},
	hands:   {{incident.Qualification{Offence: "RESIST_OFF", Article: "180 Sr"}, 52}, {incident.Qualification{Offence: "ASSAULT", Article: "300 jo 304 Sr"}, 40}, {incident.Qualification{Offence: "OPEN_VIOL", Article: "141 Sr"}, 8}},
	severe:  {{incident.Qualification{Offence: "SEV_ASSAULT", Article: "302 Sr", Completion: "ATTEMPTED"}, 167}, {incident.Qualification{Offence: "SEV_ASSAULT", Article: "302 Sr", Completion: "COMPLETED"}, 46}},
	killing: {{incident.Qualification{Offence: "MANSL", Article: "287 Sr", Completion: "ATTEMPTED"}, 100}},
	doxing:  {{incident.Qualification{Offence: "DOXING", Article: "285d Sr"}, 100}},
}

// reportedToPolice is in how many of a hundred the police gave it a name. Of one
// region's 32 incidents with fire crews 3 were (DOMAIN 9); the others are our own
// choice.
var reportedToPolice = map[codes.Code]float64{"EMP_POLUNIT": 46, "EMP_GEM": 22, "EMP_OTH": 20, "EMP_VR": 9, "EMP_RAV": 14}

func (t *tale) qualify() {
	often := reportedToPolice[t.site.Kind]
	if t.level() == 3 {
		often = 90
	}
	if !t.d.chance(often) {
		return
	}
	t.later(26*time.Hour, 25*24*time.Hour)
	q := draw(t.d, offence[t.class])
	q.By, q.On = "POLICE", t.at.Add(-time.Hour).UTC().Format(time.DateOnly)
	if t.d.chance(15) {
		q.On = ""
	}
	t.qualified = true
	t.tell(access.CaseWorker, "qualify", incident.Qualify{Asked: t.asked(access.CaseWorker), Qualification: q})
	if t.d.chance(3) {
		t.later(time.Hour, 5*24*time.Hour)
		t.tell(access.CaseWorker, "retract", incident.RetractQualification{Asked: t.asked(access.CaseWorker), Qualification: q, Reason: "Het bericht ging over een andere zaak."})
		return
	}
	if t.class == killing && t.d.chance(40) { // OM calls it less
		t.later(20*24*time.Hour, 60*24*time.Hour)
		q = incident.Qualification{By: "OM", Offence: "SEV_ASSAULT", Article: "302 Sr", Completion: "ATTEMPTED"}
		t.tell(access.CaseWorker, "qualify anew", incident.Qualify{Asked: t.asked(access.CaseWorker), Qualification: q})
	}
}

// correct mends what was told wrongly. The record is right afterwards.
func (t *tale) correct() {
	c := incident.Correct{Asked: t.asked(access.Registrar)}
	switch kind := draw(t.d, []share[string]{{"time", 45}, {"place", 30}, {"behaviour", 25}}); {
	case kind == "time" && t.occurred.Precision == moment.Minute:
		moved := exactly(t.scene.at.Add(-t.d.span(20*time.Minute, 5*time.Hour)))
		c.Occurred, c.Reason = &moved, one(t.d, []string{"Verkeerd overgenomen van het formulier.", "De tijd was die van de melding en niet die van het incident.", "Volgens het systeem van de meldkamer was het eerder."})
	case kind == "place":
		p := t.place
		p.Type, c.Reason = t.elsewhere(p.Type), "Volgens de ploeg was het een ander soort plek."
		c.Place = &p
	default:
		list := t.otherwise()
		c.Behaviours, c.Reason = &list, "Nagevraagd bij de medewerker: het was iets anders."
		if !slices.Contains(list, "DISCRIM") && slices.Contains(t.known, "DISCRIM") {
			none := []codes.Code{}
			c.Grounds = &none
		}
	}
	t.tell(access.Registrar, "correct", c)
}

func (t *tale) elsewhere(not codes.Code) codes.Code {
	list := slices.DeleteFunc(slices.Clone(t.places), func(s share[codes.Code]) bool { return s.of == not })
	return draw(t.d, append(list, share[codes.Code]{codes.Other, 1}))
}

func (t *tale) otherwise() []codes.Code {
	switch {
	case len(t.known) > 1:
		return slices.Clone(t.known[1:])
	case t.known[0] == "OBSTRUCT":
		return []codes.Code{"PUSH"}
	}
	return []codes.Code{t.known[0], "OBSTRUCT"}
}

// close says that nothing more is coming. Some are opened again for what came all the same.
func (t *tale) close() {
	t.tell(access.Registrar, "close", incident.Close{Asked: t.asked(access.Registrar), Reason: draw(t.d, mix{{"COMPLETE", 70}, {"NO_MORE", 30}})})
	if !t.d.chance(5) {
		return
	}
	t.later(5*24*time.Hour, 40*24*time.Hour)
	t.tell(access.Registrar, "reopen", incident.Reopen{Asked: t.asked(access.Registrar), Reason: "Er kwam nog een bericht van de politie."})
	t.later(time.Minute, time.Hour)
	t.tell(access.Registrar, "late details", incident.AddDetails{Asked: t.asked(access.Registrar), Narrative: "Verzonnen aanvulling. De politie liet weten dat het onderzoek is afgerond."})
}

// cleared is a suspect who turned out not to have done it, where no case was followed: the
// history waits for a review, and the link goes.
func (t *tale) cleared(f *file) {
	if !t.d.chance(4) || t.part != nil {
		return
	}
	f.at = t.at.Add(t.d.span(30*24*time.Hour, 90*24*time.Hour))
	ground := draw(t.d, mix{{"SEPOT_01", 60}, {"ACQUITTAL", 40}})
	f.tell("clear", suspect.Clear{Asked: f.asked(access.CaseWorker), Incident: t.id, Clearance: person.Clearance{
		Ground: ground, On: f.at.AddDate(0, 0, -2).Format(time.DateOnly), Document: fmt.Sprintf("VERZONNEN-%05d", t.d.IntN(100_000)),
	}})
	f.at = f.at.Add(t.d.span(5*24*time.Hour, 20*24*time.Hour))
	f.tell("review", suspect.Review{Asked: f.asked(access.CaseWorker), Incident: t.id, Leaves: true, Reason: "De beslissing laat geen twijfel: dit incident telt niet meer mee."})
	back := t.at
	t.at, t.waits = f.at, true
	t.tell(access.CaseWorker, "unlink", incident.UnlinkSuspect{Asked: t.asked(access.CaseWorker), ID: t.linked, Reason: "Deze verdachte heeft het niet gedaan."})
	t.at = back
}
