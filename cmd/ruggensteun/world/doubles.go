package world

import (
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// double is the same incident reported once more, by somebody else of the same
// employer: a little otherwise in time and place. Half are found and merged, some of
// those turn out to be two incidents after all, and the rest is left to be found.
func (t *tale) double() []Told {
	if !t.d.chance(3.5) {
		return nil
	}
	twin := t.world.begins(t.d, t.story, t.scene, "double", t.at.Add(t.d.span(12*time.Minute, 26*time.Hour)))
	twin.by += 7
	twin.occurred, twin.place, twin.known = t.occurred, t.place, t.known[:1]
	if t.occurred.Precision == moment.Minute {
		twin.occurred = exactly(t.scene.at.Add(t.d.span(0, 25*time.Minute)))
	}
	twin.place.Point, twin.place.Area = incident.Point{}, ""
	c := incident.Register{
		Asked: twin.asked(access.Reporter), Regime: t.regime(),
		Occurred: twin.occurred, Place: twin.place, Behaviours: twin.known, Professions: t.professions, Narrative: twin.words(),
	}
	twin.tell(access.Reporter, "register", c)
	if t.d.chance(55) {
		twin.later(20*time.Hour, 8*24*time.Hour)
		twin.tell(access.Registrar, "merge", incident.Merge{Asked: twin.asked(access.Registrar), ID: twin.id, Into: incident.Other{ID: t.id}})
		if t.d.chance(25) {
			twin.later(3*24*time.Hour, 30*24*time.Hour)
			twin.tell(access.Registrar, "split", incident.Split{Asked: twin.asked(access.Registrar), From: t.id, Reason: "Het waren er op die avond twee, vlak na elkaar."})
		}
	}
	return twin.told
}

// mistakes are reports that should never have been, and are taken back.
var mistakes = map[codes.Code]string{
	"TEST":             "Verzonnen voorbeeld. Proefmelding om het formulier te bekijken.",
	"MISTAKE":          "Verzonnen voorbeeld. Er werd geroepen, maar niet naar de ploeg.",
	"NOT_WORK_RELATED": "Verzonnen voorbeeld. Het gebeurde in de vrije tijd en had niets met het werk te maken.",
}

func (t *tale) mistake() []Told {
	if !t.d.chance(1.6) {
		return nil
	}
	wrong := t.world.begins(t.d, t.story, t.scene, "mistake", t.at.Add(t.d.span(time.Hour, 20*time.Hour)))
	why := draw(t.d, mix{{"MISTAKE", 40}, {"TEST", 40}, {"NOT_WORK_RELATED", 20}})
	wrong.tell(access.Registrar, "register", incident.Register{
		Asked: wrong.asked(access.Registrar), Occurred: remembered(t.d, t.scene.at), Place: incident.Place{Type: "ROAD"},
		Behaviours: []codes.Code{"VERB_ABUSE"}, Professions: t.professions[:1], Narrative: mistakes[why],
	})
	wrong.later(20*time.Minute, 5*24*time.Hour)
	wrong.tell(access.Registrar, "withdraw", incident.Withdraw{Asked: wrong.asked(access.Registrar), Reason: why})
	return wrong.told
}
