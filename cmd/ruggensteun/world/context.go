package world

import "ruggensteun/domain/codes"

// context is what the workers came for, and what that usually leads to. Every number
// in it that has no source beside it is our own choice.
type context struct {
	name       string
	weight     int
	occasions  mix
	places     mix
	when       rhythm
	class      []share[class]
	physical   mix // what is done where it comes to hands
	triggers   mix // of the first step in which somebody gets angry
	amplifiers odds
	measures   mix
	effects    map[codes.Code][]share[codes.Code] // of a measure; others have the usual ones
	suspects   mix                                // codes.SuspectKind, or "" when nothing is told
	relations  mix
	tales      []string
}

// class is how far it went at its worst.
type class string

const (
	abuse   class = "abuse"
	threat  class = "threat"
	hands   class = "hands" // physical, resistance and obstruction
	severe  class = "severe"
	killing class = "killing" // what police call attempted manslaughter
	doxing  class = "doxing"
)

// usually is what a measure does where nothing else is said. Nobody has figures for
// it: the effects are planted, see WORLD.md.
var usually = mix{{"WORKED", 24}, {"PARTLY", 30}, {"NO", 28}, {"WORSE", 8}, {"NOT_ASSESSABLE", 10}}

var (
	calms   = mix{{"WORKED", 58}, {"PARTLY", 24}, {"NO", 10}, {"WORSE", 2}, {"NOT_ASSESSABLE", 6}}
	worsens = mix{{"WORKED", 6}, {"PARTLY", 14}, {"NO", 28}, {"WORSE", 44}, {"NOT_ASSESSABLE", 8}}
)

// withPatients: whoever is afraid or in pain is calmed by words and room, and not by
// limits and warnings. Planted.
var withPatients = map[codes.Code][]share[codes.Code]{
	"TALK": calms, "LISTEN": calms, "SPACE": calms, "CALM_ENV": calms, "FAMILY_HELP": calms, "GGZ_HELP": calms,
	"LIMIT": worsens, "WARN": worsens, "RESTRAIN": worsens,
}

// effect of a measure, and nothing for no measure.
func (c *context) effect(d dice, measure codes.Code) codes.Code {
	if measure == "NONE" || d.chance(8) {
		return ""
	}
	if list, has := c.effects[measure]; has {
		return draw(d, list)
	}
	return draw(d, usually)
}

var profession = map[codes.Code][]*context{
	"EMP_POLUNIT": police, "EMP_GEM": boas, "EMP_OTH": boas, "EMP_VR": fire, "EMP_RAV": ambulance,
}

// atNewYear is what each profession meets in that night instead.
var atNewYear = &context{
	name:       "new year",
	occasions:  mix{{"NEWYEAR", 92}, {"CROWD", 4}, {"FIRE", 4}},
	places:     mix{{"ROAD", 78}, {"HOME_PORCH", 8}, {"PARK", 6}, {"SERV_VEH", 4}, {"NIGHTLIFE", 4}},
	class:      []share[class]{{abuse, 14}, {threat, 6}, {hands, 74}, {severe, 6}},
	physical:   mix{{"THROW", 74}, {"GROUP_VIOL", 10}, {"PUSH", 6}, {"DAMAGE", 6}, {"ARSON_EXPL", 4}},
	triggers:   mix{{"TR_UNIFORM", 34}, {"TR_ENFORCE", 26}, {"TR_NONE", 20}, {"TR_BYST", 14}, {"TR_FILM", 6}},
	amplifiers: odds{{"FIREWORKS", 85}, {"GROUP", 70}, {"ALC", 60}, {"CROWD_N", 45}, {"MASKED", 25}, {"SOCIAL_MEDIA", 10}},
	measures:   mix{{"WITHDRAW", 34}, {"BACKUP", 26}, {"SPACE", 14}, {"WARN", 10}, {"WAIT_POL", 10}, {"NONE", 6}},
	suspects:   mix{{"GROUP", 62}, {"UNIDENTIFIED", 18}, {"KNOWN", 12}, {"DESCRIBED", 8}},
	relations:  mix{{"GROUP", 60}, {"BYSTANDER", 25}, {"CITIZEN", 15}},
	tales: []string{
		"Rond de jaarwisseling werd een groep toegesproken bij een vuur op straat; er werd met vuurwerk gegooid.",
		"Bij het blussen van een afvalbrand kwam er vuurwerk uit een groep.",
		"De ploeg trok zich terug tot er assistentie was en ging daarna verder.",
	},
}

// newYearPercent is how many of a profession's incidents are in those two nights. All
// together there were 121 in the night of 2024/25, of about 14,100 reports a year
// (DOMAIN 9), so 0.9 percent. That fire crews have far more of theirs is planted.
var newYearPercent = map[codes.Code]float64{"EMP_POLUNIT": 0.9, "EMP_GEM": 0.9, "EMP_OTH": 0.3, "EMP_VR": 4, "EMP_RAV": 0.8}
