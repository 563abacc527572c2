package world

// policeClass is of all incidents of the police in 2024 (DOMAIN 9): 5,352 insults, 1,263
// threats, 167 attempted and 46 completed severe assaults, 139 attempted killings and 23
// times doxing, of 12,543; the rest is assault, resistance and obstruction.
var policeClass = []share[class]{{abuse, 5352}, {threat, 1263}, {severe, 167 + 46}, {killing, 139}, {doxing, 23}, {hands, 5553}}

// police is by the contexts of 2017 (DOMAIN 9): 2,779 arrests, 993 in nightlife, 523
// confused persons, 507 traffic, 451 tickets, 413 domestic violence, 2,968 unclear, of
// 9,101. How many arrests were planned, and what the other 467 were, is our own choice.
var police = []*context{
	{
		name: "arrest", weight: 2779, class: policeClass, when: street,
		occasions:  mix{{"ARREST_UNPL", 80}, {"ARREST_PL", 20}},
		places:     mix{{"ROAD", 56}, {"HOME", 18}, {"POLICE_ST", 8}, {"SHOP", 6}, {"OV", 5}, {"PARK", 3}, {"NIGHTLIFE", 2}, {"WATER", 2}},
		physical:   mix{{"RESIST", 58}, {"HIT", 16}, {"PUSH", 10}, {"BITE_SCR", 5}, {"SPIT", 8}, {"OBSTRUCT", 3}},
		triggers:   mix{{"TR_ARREST", 62}, {"TR_ENFORCE", 14}, {"TR_TOUCH", 10}, {"TR_INJUST", 8}, {"TR_BYST", 6}},
		amplifiers: odds{{"ALC", 38}, {"DRUGS", 22}, {"GROUP", 18}, {"PRIOR_CONF", 8}, {"ONB_GEDR", 10}, {"CROWD_N", 10}},
		measures:   mix{{"RESTRAIN", 34}, {"TALK", 18}, {"BACKUP", 16}, {"WARN", 14}, {"LIMIT", 8}, {"BODYCAM", 6}, {"NONE", 4}},
		suspects:   mix{{"KNOWN", 68}, {"DESCRIBED", 8}, {"UNIDENTIFIED", 6}, {"GROUP", 6}, {"", 12}},
		relations:  mix{{"SUSPECT_ARR", 88}, {"BYSTANDER", 8}, {"FAMILY", 4}},
		tales: []string{
			"Bij de aanhouding verzette de verdachte zich en trok hij zijn arm los.",
			"De verdachte werd op straat staande gehouden en wilde niet mee.",
			"Tijdens het boeien begon de verdachte te schelden en te trappen.",
		},
	},
	{
		name: "nightlife", weight: 993, class: policeClass, when: goingOut,
		occasions:  mix{{"NUISANCE", 46}, {"DISPUTE", 40}, {"EVENT", 8}, {"CROWD", 6}},
		places:     mix{{"NIGHTLIFE", 66}, {"HORECA", 18}, {"ROAD", 14}, {"EVENT", 2}},
		physical:   mix{{"PUSH", 34}, {"HIT", 28}, {"THROW", 14}, {"RESIST", 14}, {"SPIT", 6}, {"GROUP_VIOL", 4}},
		triggers:   mix{{"TR_BYST", 30}, {"TR_ENFORCE", 26}, {"TR_UNIFORM", 16}, {"TR_FILM", 10}, {"TR_INJUST", 8}, {"TR_NONE", 10}},
		amplifiers: odds{{"ALC", 82}, {"NIGHTL", 78}, {"GROUP", 46}, {"DRUGS", 26}, {"CROWD_N", 30}, {"HEAT_NOISE", 16}},
		measures:   mix{{"SEPARATE", 30}, {"TALK", 20}, {"WARN", 18}, {"BACKUP", 16}, {"LIMIT", 10}, {"NONE", 6}},
		suspects:   mix{{"KNOWN", 34}, {"GROUP", 22}, {"DESCRIBED", 16}, {"UNIDENTIFIED", 12}, {"", 16}},
		relations:  mix{{"BYSTANDER", 40}, {"CITIZEN", 34}, {"SUSPECT_ARR", 26}},
		tales: []string{
			"Bij sluitingstijd ontstond ruzie voor een café; omstanders bemoeiden zich ermee.",
			"Een groep in het uitgaansgebied werd gevraagd door te lopen en begon te duwen.",
		},
	},
	{
		name: "confused person", weight: 523, class: policeClass, when: home, effects: withPatients,
		occasions:  mix{{"MENTAL", 100}},
		places:     mix{{"HOME", 46}, {"ROAD", 30}, {"CARE_INST", 14}, {"HOME_PORCH", 6}, {"HOSPITAL", 4}},
		physical:   mix{{"HIT", 34}, {"BITE_SCR", 18}, {"PUSH", 20}, {"SPIT", 14}, {"RESIST", 14}},
		triggers:   mix{{"TR_FEAR", 46}, {"TR_TOUCH", 20}, {"TR_MISCOMM", 14}, {"TR_ENTER", 10}, {"TR_NONE", 10}},
		amplifiers: odds{{"ONB_GEDR", 86}, {"DRUGS", 22}, {"ALC", 16}, {"MEDIC", 10}, {"INFO_MK", 18}},
		measures:   mix{{"TALK", 30}, {"SPACE", 14}, {"LIMIT", 16}, {"RESTRAIN", 14}, {"LISTEN", 12}, {"GGZ_HELP", 8}, {"WARN", 6}},
		suspects:   mix{{"KNOWN", 60}, {"DESCRIBED", 16}, {"UNIDENTIFIED", 4}, {"", 20}},
		relations:  mix{{"CITIZEN", 80}, {"PATIENT", 20}},
		tales: []string{
			"Een melding over iemand die in de war leek; hij schrok toen de deur openging.",
			"De meldkamer had weinig informatie; de man was bang en sloeg om zich heen.",
		},
	},
	{
		name: "traffic", weight: 507, class: policeClass, when: traffic,
		occasions:  mix{{"TRAFFIC", 100}},
		places:     mix{{"ROAD", 97}, {"SERV_VEH", 3}},
		physical:   mix{{"OBSTRUCT", 32}, {"PUSH", 26}, {"RESIST", 22}, {"HIT", 12}, {"RAM", 8}},
		triggers:   mix{{"TR_FINE", 48}, {"TR_ENFORCE", 30}, {"TR_INJUST", 14}, {"TR_TREAT", 8}},
		amplifiers: odds{{"ALC", 20}, {"DRUGS", 12}, {"PRIOR_CONF", 6}},
		measures:   mix{{"TALK", 32}, {"LIMIT", 22}, {"WARN", 20}, {"BACKUP", 12}, {"BODYCAM", 10}, {"NONE", 4}},
		suspects:   mix{{"KNOWN", 66}, {"DESCRIBED", 10}, {"UNIDENTIFIED", 8}, {"", 16}},
		relations:  mix{{"CITIZEN", 70}, {"SUSPECT_ARR", 30}},
		tales:      []string{"Bij een verkeerscontrole werd de bestuurder boos over de boete.", "Na een stopteken reed de bestuurder eerst door."},
	},
	{
		name: "ticket", weight: 451, class: policeClass, when: street,
		occasions:  mix{{"TICKET", 100}},
		places:     mix{{"ROAD", 78}, {"OV", 8}, {"PARK", 6}, {"SHOP", 6}, {"WATER", 2}},
		physical:   mix{{"PUSH", 36}, {"OBSTRUCT", 26}, {"RESIST", 22}, {"SPIT", 8}, {"HIT", 8}},
		triggers:   mix{{"TR_FINE", 70}, {"TR_INJUST", 18}, {"TR_ENFORCE", 12}},
		amplifiers: odds{{"ALC", 22}, {"GROUP", 16}, {"PRIOR_CONF", 10}},
		measures:   mix{{"TALK", 34}, {"LIMIT", 22}, {"WARN", 20}, {"CHOICE", 10}, {"BACKUP", 10}, {"NONE", 4}},
		suspects:   mix{{"KNOWN", 62}, {"DESCRIBED", 12}, {"UNIDENTIFIED", 8}, {"", 18}},
		relations:  mix{{"CITIZEN", 90}, {"BYSTANDER", 10}},
		tales:      []string{"Toen de bekeuring werd aangezegd begon de man te schelden."},
	},
	{
		name: "domestic", weight: 413, class: policeClass, when: weekendNights,
		occasions:  mix{{"DOMESTIC", 100}},
		places:     mix{{"HOME", 86}, {"HOME_PORCH", 14}},
		physical:   mix{{"RESIST", 30}, {"PUSH", 28}, {"HIT", 26}, {"SPIT", 8}, {"BITE_SCR", 8}},
		triggers:   mix{{"TR_ENTER", 36}, {"TR_ARREST", 22}, {"TR_FRUST", 18}, {"TR_BYST", 14}, {"TR_FEAR", 10}},
		amplifiers: odds{{"ALC", 52}, {"DRUGS", 14}, {"PRIOR_CONF", 14}},
		measures:   mix{{"SEPARATE", 36}, {"TALK", 24}, {"RESTRAIN", 16}, {"LIMIT", 12}, {"BACKUP", 12}},
		suspects:   mix{{"KNOWN", 82}, {"DESCRIBED", 4}, {"", 14}},
		relations:  mix{{"CITIZEN", 50}, {"SUSPECT_ARR", 34}, {"FAMILY", 16}},
		tales:      []string{"Bij een melding van huiselijk geweld keerde een bewoner zich tegen de agenten."},
	},
	{
		name: "unclear", weight: 2968, class: policeClass, when: street,
		occasions:  mix{{"UNKNOWN", 35}, {"NOT_RECORDED", 65}},
		places:     mix{{"ROAD", 52}, {"HOME", 18}, {"POLICE_ST", 13}, {"OV", 5}, {"SHOP", 4}, {"PARK", 4}, {"HOSPITAL", 2}, {"ONLINE", 2}},
		physical:   mix{{"RESIST", 40}, {"PUSH", 22}, {"HIT", 16}, {"SPIT", 10}, {"OBSTRUCT", 8}, {"THROW", 4}},
		triggers:   mix{{"TR_ENFORCE", 34}, {"TR_UNIFORM", 18}, {"TR_INJUST", 14}, {"TR_FRUST", 14}, {"TR_NONE", 20}},
		amplifiers: odds{{"ALC", 30}, {"DRUGS", 14}, {"GROUP", 12}},
		measures:   mix{{"TALK", 30}, {"WARN", 20}, {"LIMIT", 16}, {"BACKUP", 14}, {"RESTRAIN", 12}, {"NONE", 8}},
		suspects:   mix{{"KNOWN", 36}, {"DESCRIBED", 14}, {"UNIDENTIFIED", 16}, {"GROUP", 4}, {"", 30}},
		relations:  mix{{"CITIZEN", 56}, {"SUSPECT_ARR", 30}, {"BYSTANDER", 14}},
		tales:      []string{"Een man begon zonder duidelijke aanleiding te schelden.", "De melder wist achteraf niet meer waarmee het contact begon."},
	},
	{
		name: "rest", weight: 467, class: policeClass, when: street,
		occasions:  mix{{"CUSTODY", 34}, {"DISPUTE", 20}, {"ID_CHECK", 12}, {"DEMO", 8}, {"FOOTBALL", 8}, {"DESK", 8}, {"SUSPICIOUS", 6}, {"BURGLARY", 3}, {"AMBUSH", 1}},
		places:     mix{{"POLICE_ST", 46}, {"ROAD", 32}, {"STADIUM", 7}, {"DEMO", 7}, {"SHOP", 4}, {"COURT", 2}, {"SCHOOL", 2}},
		physical:   mix{{"RESIST", 34}, {"SPIT", 20}, {"HIT", 18}, {"PUSH", 18}, {"THROW", 10}},
		triggers:   mix{{"TR_REFUSE", 30}, {"TR_ENFORCE", 26}, {"TR_FRUST", 18}, {"TR_BYST", 12}, {"TR_TREAT", 8}, {"TR_POWERLESS", 6}},
		amplifiers: odds{{"ALC", 24}, {"DRUGS", 16}, {"GROUP", 18}, {"FOOT_RIV", 6}, {"HEAT_NOISE", 8}},
		measures:   mix{{"TALK", 26}, {"RESTRAIN", 22}, {"WARN", 18}, {"BACKUP", 16}, {"SWITCH", 10}, {"LIMIT", 8}},
		suspects:   mix{{"KNOWN", 62}, {"GROUP", 12}, {"DESCRIBED", 8}, {"UNIDENTIFIED", 4}, {"", 14}},
		relations:  mix{{"SUSPECT_ARR", 56}, {"CITIZEN", 30}, {"BYSTANDER", 14}},
		tales:      []string{"In het cellencomplex werd een verzoek geweigerd; de arrestant spuugde.", "Bij een controle wilde iemand zijn papieren niet laten zien."},
	},
}
