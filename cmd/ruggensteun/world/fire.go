package world

// fireClass is our own choice: one region's 32 incidents with 3 aangiften (DOMAIN 9)
// say only that most are no crime that anybody reports.
var fireClass = []share[class]{{abuse, 42}, {threat, 12}, {hands, 45}, {severe, 1}}

var fire = []*context{
	{
		name: "fire outside", weight: 40, class: fireClass, when: street,
		occasions:  mix{{"FIRE", 96}, {"NOT_RECORDED", 4}},
		places:     mix{{"ROAD", 62}, {"PARK", 16}, {"HOME_PORCH", 12}, {"SCHOOL", 4}, {"WATER", 6}},
		physical:   mix{{"THROW", 50}, {"OBSTRUCT", 24}, {"FILM", 12}, {"PUSH", 10}, {"DAMAGE", 4}},
		triggers:   mix{{"TR_BYST", 34}, {"TR_UNIFORM", 22}, {"TR_ENFORCE", 18}, {"TR_FILM", 14}, {"TR_NONE", 12}},
		amplifiers: odds{{"GROUP", 58}, {"ALC", 24}, {"CROWD_N", 40}, {"MASKED", 8}},
		measures:   mix{{"WITHDRAW", 28}, {"WAIT_POL", 28}, {"TALK", 20}, {"SEPARATE", 14}, {"NONE", 10}},
		suspects:   mix{{"GROUP", 46}, {"UNIDENTIFIED", 22}, {"DESCRIBED", 12}, {"KNOWN", 4}, {"", 16}},
		relations:  mix{{"BYSTANDER", 60}, {"GROUP", 40}},
		tales: []string{
			"Bij een containerbrand gooide een groep met stenen naar het voertuig.",
			"Omstanders liepen door de afzetting en filmden van dichtbij.",
		},
	},
	{
		name: "fire at home", weight: 30, class: fireClass, when: home,
		occasions:  mix{{"FIRE", 80}, {"TECH_RESC", 20}},
		places:     mix{{"HOME", 78}, {"HOME_PORCH", 12}, {"CARE_INST", 10}},
		physical:   mix{{"PUSH", 48}, {"OBSTRUCT", 36}, {"HIT", 16}},
		triggers:   mix{{"TR_FEAR", 36}, {"TR_WAIT", 24}, {"TR_REFUSE", 22}, {"TR_GRIEF", 18}},
		amplifiers: odds{{"ALC", 26}, {"ONB_GEDR", 18}, {"DRUGS", 8}},
		measures:   mix{{"TALK", 38}, {"LISTEN", 24}, {"LIMIT", 16}, {"WAIT_POL", 14}, {"SEPARATE", 8}},
		effects:    withPatients,
		suspects:   mix{{"KNOWN", 18}, {"DESCRIBED", 34}, {"UNIDENTIFIED", 10}, {"", 38}},
		relations:  mix{{"CITIZEN", 50}, {"FAMILY", 34}, {"BYSTANDER", 16}},
		tales:      []string{"Een bewoner wilde terug naar binnen en duwde de bevelvoerder.", "De bewoner vond dat het te lang duurde en schold de ploeg uit."},
	},
	{
		name: "accident", weight: 22, class: fireClass, when: traffic,
		occasions:  mix{{"ACCIDENT", 76}, {"TECH_RESC", 24}},
		places:     mix{{"ROAD", 92}, {"WATER", 8}},
		physical:   mix{{"OBSTRUCT", 48}, {"PUSH", 28}, {"FILM", 16}, {"RAM", 8}},
		triggers:   mix{{"TR_ENFORCE", 40}, {"TR_WAIT", 28}, {"TR_BYST", 20}, {"TR_FILM", 12}},
		amplifiers: odds{{"CROWD_N", 30}, {"ALC", 12}},
		measures:   mix{{"TALK", 40}, {"LIMIT", 24}, {"WAIT_POL", 22}, {"SEPARATE", 14}},
		suspects:   mix{{"DESCRIBED", 30}, {"UNIDENTIFIED", 24}, {"KNOWN", 10}, {"", 36}},
		relations:  mix{{"CITIZEN", 60}, {"BYSTANDER", 40}},
		tales:      []string{"Een automobilist reed langs de afzetting en schold de brandweer uit."},
	},
	{
		name: "not told", weight: 8, class: fireClass, when: street,
		occasions: mix{{"NOT_RECORDED", 90}, {"UNKNOWN", 10}},
		places:    mix{{"ROAD", 60}, {"FIRE_ST", 40}},
		physical:  mix{{"THROW", 60}, {"DAMAGE", 40}},
		measures:  mix{{"NONE", 100}},
		suspects:  mix{{"UNIDENTIFIED", 40}, {"", 60}},
		relations: mix{{"CITIZEN", 100}},
		tales:     []string{"Bij de kazerne werd geroepen en met iets gegooid; meer is niet vastgelegd."},
	},
}
