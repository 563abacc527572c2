package world

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// ages by whom they were against. The letter says that 18 to 29 is strongly over-
// represented, and that those against police and boa's are younger; it gives no shares.
var (
	younger = mix{{"AGE_12_17", 10}, {"AGE_18_22", 24}, {"AGE_23_29", 27}, {"AGE_30_39", 18}, {"AGE_40_49", 10}, {"AGE_50_64", 8}, {"AGE_65_PLUS", 3}}
	older   = mix{{"AGE_12_17", 6}, {"AGE_18_22", 15}, {"AGE_23_29", 21}, {"AGE_30_39", 22}, {"AGE_40_49", 17}, {"AGE_50_64", 13}, {"AGE_65_PLUS", 6}}
)

// born is how many years before the incident at most and at least.
var born = map[codes.Code][2]int{"AGE_12_17": {12, 17}, "AGE_18_22": {18, 22}, "AGE_23_29": {23, 29}, "AGE_30_39": {30, 39}, "AGE_40_49": {40, 49}, "AGE_50_64": {50, 64}, "AGE_65_PLUS": {65, 80}}

// profile is what was seen of somebody: sex, age and relation, and nothing else.
func (s *site) profile(d dice, relation codes.Code) person.Profile {
	ages := older
	if s.Kind == "EMP_POLUNIT" || s.Kind == "EMP_GEM" || s.Kind == "EMP_OTH" {
		ages = younger
	}
	p := person.Profile{Sex: draw(d, mix{{"MALE", 80}, {"FEMALE", 17}, {codes.Unknown, 3}}), AgeBand: draw(d, ages), Relation: relation}
	if d.chance(8) {
		p.AgeBand = codes.Unknown
	}
	return p
}

// comesBack is how often somebody with a file is one who was there before. A few people
// being behind many of an ambulance service's incidents is planted, see WORLD.md.
var comesBack = map[codes.Code]float64{"EMP_POLUNIT": 14, "EMP_GEM": 16, "EMP_OTH": 20, "EMP_VR": 0, "EMP_RAV": 46}

// regulars is how many of them an employer has: each comes back about six times. Of four
// in ten incidents the suspect has a file, all employers taken together.
func regulars(kind codes.Code, incidents float64) int {
	back := incidents * 0.4 * comesBack[kind] / 100
	if back < 1 {
		return 0
	}
	return 1 + int(back/6)
}

func (w *World) regular(s *site, n int) uuid.UUID {
	return w.id(w.from, fmt.Sprintf("%s regular %d", s.Code, n))
}

// before are the files that are there when the world begins.
func (w *World) before(s *site) []Told {
	var all []Told
	for n := range s.regulars {
		f := file{world: w, site: s, story: n, at: w.from.AddDate(0, 0, -10), id: w.regular(s, n), name: fmt.Sprintf("%s regular %d", s.Code, n)}
		d := w.dice(-100*(n+1) - s.index) // stories count from 1
		f.tell("open", suspect.Open{Asked: f.asked(access.CaseWorker), Profile: s.profile(d, draw(d, mix{{"PATIENT", 60}, {"CITIZEN", 40}}))})
		f.history(d, "H_REPEAT_OWN", "OWN")
		if d.chance(70) {
			f.history(d, draw(d, mix{{"H_WARNED", 70}, {"H_BAN", 30}}), "OWN")
		}
		if d.chance(25) {
			f.history(d, "H_SUSP_VIOL", "POLICE_FEEDBACK")
		}
		all = append(all, f.told...)
	}
	return all
}

// file tells what becomes of one suspect's file.
type file struct {
	world   *World
	site    *site
	story   int
	id      uuid.UUID
	name    string // in keys
	at      time.Time
	told    []Told
	entries int
}

func (f *file) asked(role access.Role) suspect.Asked {
	return suspect.Asked{By: actor(role, f.site.ID, 0), At: f.at, Employer: f.site.Employer}
}

func (f *file) tell(what string, c suspect.Command) {
	f.told = append(f.told, Told{
		At: f.at, Key: f.world.name + "/" + f.name + "/" + what, Story: f.story,
		Employer: f.site.ID, Stream: suspect.Stream(f.id), By: actor(access.CaseWorker, f.site.ID, 0), Command: c,
	})
	f.at = f.at.Add(time.Minute)
}

// history needs a notice where it is criminal data, and the number is invented too.
func (f *file) history(d dice, flag, from codes.Code) {
	f.entries++
	h := person.History{Flag: flag, Provenance: from, On: f.at.AddDate(0, 0, -d.between(1, 400)).Format(time.DateOnly)}
	if codes.HistoryFlag.RollUp(flag) == "NOTICE" {
		h.Document = fmt.Sprintf("VERZONNEN-%05d", d.IntN(100_000))
	}
	what := fmt.Sprintf("history %d", f.entries)
	f.tell(what, suspect.TellHistory{Asked: f.asked(access.CaseWorker), ID: f.world.id(f.at, f.name+what), Entry: h})
}

// known is a file of somebody who was not known before.
func (f *file) known(d dice, p person.Profile, regime codes.Code) {
	f.tell("open", suspect.Open{Asked: f.asked(access.CaseWorker), Regime: regime, Profile: p})
	if d.chance(60) {
		who := person.Suspect{Name: fmt.Sprintf("Verzonnen Verdachte %d", d.IntN(1_000_000))}
		if years, has := born[p.AgeBand]; has && d.chance(80) {
			who.BornOn = f.at.AddDate(-d.between(years[0], years[1]), 0, -d.between(1, 300)).Format(time.DateOnly)
		}
		f.tell("identify", suspect.Identify{Asked: f.asked(access.CaseWorker), Identity: who})
	}
	if p.AgeBand == codes.Unknown && d.chance(40) {
		f.tell("describe", suspect.Describe{Asked: f.asked(access.CaseWorker), Profile: person.Profile{AgeBand: draw(d, younger)}})
	}
	if !d.chance(55) {
		return
	}
	switch flag := draw(d, mix{{"H_NOT_ASKED", 34}, {"H_NONE_KNOWN", 28}, {"H_SUSP_VIOL", 14}, {"H_ANTEC", 10}, {"H_ONB_5Y", 6}, {"H_WARNED", 8}}); flag {
	case "H_ANTEC":
		f.history(d, flag, draw(d, mix{{"OM_FEEDBACK", 60}, {"JUDGMENT", 40}}))
	case "H_SUSP_VIOL", "H_ONB_5Y":
		f.history(d, flag, "POLICE_FEEDBACK")
	default:
		f.history(d, flag, "OWN")
	}
	if d.chance(2) {
		last := f.told[len(f.told)-1].Command.(suspect.TellHistory).ID
		f.tell("retract", suspect.RetractHistory{Asked: f.asked(access.CaseWorker), ID: last, Reason: "Het bericht ging over iemand anders."})
	}
}

// link is who did it, of the incident of a story.
func (t *tale) link(kind codes.Code, role access.Role, who uuid.UUID, p person.Profile) {
	c := incident.LinkSuspect{Asked: t.asked(role), ID: t.linked, Kind: kind, Suspect: who, Profile: p}
	if kind == "GROUP" {
		c.Size = draw(t.d, []share[codes.Count]{{codes.Exactly(t.d.between(3, 25)), 60}, {codes.Uncounted(codes.Unknown), 25}, {codes.Count{}, 15}})
	}
	t.tell(role, fmt.Sprintf("link %s", kind), c)
}
