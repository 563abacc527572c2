package world

// ambulanceClass is our own choice: of the 762 reports (DOMAIN 9) nothing more is told.
var ambulanceClass = []share[class]{{abuse, 44}, {threat, 22}, {hands, 33}, {severe, 1}}

// ambulance: that waiting sets it off at home, in weekend nights and with alcohol, is
// planted, see WORLD.md.
var ambulance = []*context{
	{
		name: "at home", weight: 48, class: []share[class]{{abuse, 36}, {threat, 36}, {hands, 27}, {severe, 1}}, when: weekendNights,
		occasions:  mix{{"MEDICAL", 84}, {"RESUS", 12}, {"MENTAL", 4}},
		places:     mix{{"HOME", 90}, {"HOME_PORCH", 10}},
		physical:   mix{{"PUSH", 46}, {"HIT", 18}, {"INTIM", 20}, {"SPIT", 10}, {"SEX_HAR", 6}},
		triggers:   mix{{"TR_WAIT", 62}, {"TR_FEAR", 10}, {"TR_GRIEF", 8}, {"TR_PAIN", 8}, {"TR_TREAT", 6}, {"TR_REFUSE", 6}},
		amplifiers: odds{{"ALC", 64}, {"DRUGS", 16}, {"STAFFING", 8}, {"INFO_MK", 16}},
		measures:   mix{{"LISTEN", 30}, {"TALK", 28}, {"LIMIT", 18}, {"WAIT_POL", 10}, {"WITHDRAW", 8}, {"FAMILY_HELP", 6}},
		effects:    withPatients,
		suspects:   mix{{"KNOWN", 30}, {"DESCRIBED", 32}, {"UNIDENTIFIED", 6}, {"", 32}},
		relations:  mix{{"FAMILY", 56}, {"PATIENT", 34}, {"BYSTANDER", 10}},
		tales: []string{
			"Een naaste vond dat de ambulance te laat was en dreigde de ploeg niet te laten gaan.",
			"De patiënt had gedronken en wilde niet wachten op onderzoek.",
			"Bij aankomst stond de familie buiten te roepen dat het te lang duurde.",
		},
	},
	{
		name: "on the way", weight: 14, class: ambulanceClass, when: street,
		occasions:  mix{{"MEDICAL", 90}, {"NOT_RECORDED", 10}},
		places:     mix{{"SERV_VEH", 100}},
		physical:   mix{{"HIT", 34}, {"BITE_SCR", 18}, {"SPIT", 20}, {"PUSH", 20}, {"SEX_HAR", 8}},
		triggers:   mix{{"TR_PAIN", 34}, {"TR_TOUCH", 30}, {"TR_FEAR", 22}, {"TR_NONE", 14}},
		amplifiers: odds{{"ALC", 42}, {"DRUGS", 28}, {"MEDIC", 12}, {"ONB_GEDR", 20}},
		measures:   mix{{"TALK", 30}, {"SPACE", 20}, {"RESTRAIN", 18}, {"SEDATE", 8}, {"LIMIT", 14}, {"WAIT_POL", 10}},
		effects:    withPatients,
		suspects:   mix{{"KNOWN", 48}, {"DESCRIBED", 18}, {"", 34}},
		relations:  mix{{"PATIENT", 100}},
		tales:      []string{"Onderweg naar het ziekenhuis sloeg de patiënt om zich heen."},
	},
	{
		name: "in care", weight: 20, class: ambulanceClass, when: home,
		occasions:  mix{{"MENTAL", 44}, {"MEDICAL", 56}},
		places:     mix{{"CARE_INST", 66}, {"HOSPITAL", 26}, {"SHELTER", 8}},
		physical:   mix{{"HIT", 40}, {"BITE_SCR", 22}, {"PUSH", 20}, {"SPIT", 18}},
		triggers:   mix{{"TR_FEAR", 40}, {"TR_TOUCH", 24}, {"TR_MISCOMM", 14}, {"TR_IGNORED", 12}, {"TR_NONE", 10}},
		amplifiers: odds{{"ONB_GEDR", 66}, {"MEDIC", 20}, {"DRUGS", 10}, {"INFO_MK", 20}},
		measures:   mix{{"TALK", 30}, {"LISTEN", 20}, {"CALM_ENV", 20}, {"LIMIT", 18}, {"GGZ_HELP", 12}},
		effects:    withPatients,
		suspects:   mix{{"KNOWN", 62}, {"DESCRIBED", 14}, {"", 24}},
		relations:  mix{{"PATIENT", 96}, {"FAMILY", 4}},
		tales:      []string{"Bij het overdragen in de instelling greep de patiënt de verpleegkundige vast."},
	},
	{
		name: "in the street", weight: 14, class: ambulanceClass, when: goingOut,
		occasions:  mix{{"ACCIDENT", 40}, {"MEDICAL", 60}},
		places:     mix{{"ROAD", 60}, {"NIGHTLIFE", 24}, {"EVENT", 8}, {"OV", 8}},
		physical:   mix{{"PUSH", 44}, {"THROW", 20}, {"OBSTRUCT", 24}, {"FILM", 12}},
		triggers:   mix{{"TR_BYST", 44}, {"TR_FILM", 18}, {"TR_WAIT", 22}, {"TR_REFUSE", 16}},
		amplifiers: odds{{"ALC", 70}, {"GROUP", 44}, {"CROWD_N", 44}, {"NIGHTL", 30}},
		measures:   mix{{"SEPARATE", 28}, {"WAIT_POL", 28}, {"TALK", 24}, {"WITHDRAW", 20}},
		suspects:   mix{{"GROUP", 22}, {"UNIDENTIFIED", 22}, {"DESCRIBED", 24}, {"KNOWN", 8}, {"", 24}},
		relations:  mix{{"BYSTANDER", 76}, {"FAMILY", 12}, {"PATIENT", 12}},
		tales:      []string{"Omstanders drongen op rond een gewonde en duwden de ploeg opzij."},
	},
	{
		name: "by phone", weight: 4, class: []share[class]{{abuse, 64}, {threat, 36}}, when: home,
		occasions:  mix{{"CALL_112", 100}},
		places:     mix{{"CTRL_ROOM", 100}},
		triggers:   mix{{"TR_WAIT", 70}, {"TR_POWERLESS", 30}},
		amplifiers: odds{{"ALC", 20}},
		measures:   mix{{"LISTEN", 50}, {"TALK", 30}, {"LIMIT", 20}},
		effects:    withPatients,
		suspects:   mix{{"UNIDENTIFIED", 60}, {"KNOWN", 8}, {"", 32}},
		relations:  mix{{"CITIZEN", 60}, {"FAMILY", 40}},
		tales:      []string{"Een beller vroeg voor de derde keer waar de ambulance bleef en begon te dreigen."},
	},
}
