package world

// boaClass has no national series behind it: all of it is our own choice.
var boaClass = []share[class]{{abuse, 54}, {threat, 15}, {hands, 29}, {severe, 1}, {doxing, 1}}

// boas: a fine in a shopping street in the afternoon is planted, see WORLD.md.
var boas = []*context{
	{
		name: "fine", weight: 44, class: boaClass, when: shopping,
		occasions:  mix{{"TICKET", 66}, {"ENF_ORDER", 34}},
		places:     mix{{"ROAD", 46}, {"SHOP", 40}, {"PARK", 8}, {"OV", 4}, {"WATER", 2}},
		physical:   mix{{"PUSH", 44}, {"OBSTRUCT", 22}, {"SPIT", 12}, {"HIT", 12}, {"RESIST", 10}},
		triggers:   mix{{"TR_FINE", 76}, {"TR_INJUST", 14}, {"TR_ENFORCE", 10}},
		amplifiers: odds{{"STAFFING", 20}, {"GROUP", 16}, {"ALC", 8}, {"PRIOR_CONF", 14}, {"CROWD_N", 12}},
		measures:   mix{{"TALK", 30}, {"LIMIT", 22}, {"WARN", 16}, {"CHOICE", 12}, {"WAIT_POL", 12}, {"WITHDRAW", 8}},
		suspects:   mix{{"KNOWN", 28}, {"DESCRIBED", 32}, {"UNIDENTIFIED", 16}, {"GROUP", 4}, {"", 20}},
		relations:  mix{{"CITIZEN", 92}, {"BYSTANDER", 8}},
		tales: []string{
			"Bij het aanzeggen van een boete voor parkeren werd de bestuurder boos en duwde de handhaver.",
			"Een fietser in het winkelgebied werd aangesproken en begon te schelden.",
			"De man kwam terug toen de handhaver alleen stond.",
		},
	},
	{
		name: "nuisance", weight: 26, class: boaClass, when: street,
		occasions:  mix{{"NUISANCE", 70}, {"ENF_ORDER", 30}},
		places:     mix{{"ROAD", 52}, {"PARK", 22}, {"HOME_PORCH", 12}, {"NIGHTLIFE", 8}, {"WATER", 6}},
		physical:   mix{{"PUSH", 34}, {"THROW", 30}, {"SPIT", 16}, {"OBSTRUCT", 20}},
		triggers:   mix{{"TR_ENFORCE", 52}, {"TR_UNIFORM", 18}, {"TR_BYST", 16}, {"TR_FILM", 14}},
		amplifiers: odds{{"GROUP", 52}, {"ALC", 30}, {"DRUGS", 14}, {"CROWD_N", 24}, {"SOCIAL_MEDIA", 6}},
		measures:   mix{{"TALK", 30}, {"LIMIT", 16}, {"WITHDRAW", 18}, {"WAIT_POL", 20}, {"WARN", 16}},
		suspects:   mix{{"GROUP", 34}, {"DESCRIBED", 24}, {"UNIDENTIFIED", 12}, {"KNOWN", 14}, {"", 16}},
		relations:  mix{{"GROUP", 40}, {"CITIZEN", 50}, {"BYSTANDER", 10}},
		tales: []string{
			"Een groep in het park kreeg te horen dat er niet gedronken mocht worden.",
			"Een paar jongeren filmden van dichtbij en gooiden met blikjes.",
		},
	},
	{
		name: "control in public transport", weight: 14, class: boaClass, when: traffic,
		occasions:  mix{{"ID_CHECK", 56}, {"TICKET", 44}},
		places:     mix{{"OV", 94}, {"ROAD", 6}},
		physical:   mix{{"PUSH", 46}, {"OBSTRUCT", 20}, {"SPIT", 18}, {"HIT", 16}},
		triggers:   mix{{"TR_FINE", 50}, {"TR_ENFORCE", 30}, {"TR_REFUSE", 20}},
		amplifiers: odds{{"GROUP", 20}, {"ALC", 18}, {"STAFFING", 16}, {"HEAT_NOISE", 20}},
		measures:   mix{{"TALK", 32}, {"CHOICE", 16}, {"LIMIT", 18}, {"WAIT_POL", 18}, {"ALARM", 8}, {"WITHDRAW", 8}},
		suspects:   mix{{"KNOWN", 24}, {"DESCRIBED", 34}, {"UNIDENTIFIED", 20}, {"", 22}},
		relations:  mix{{"CITIZEN", 100}},
		tales:      []string{"Een reiziger zonder kaartje wilde niet uitstappen en duwde de controleur."},
	},
	{
		name: "desk", weight: 10, class: boaClass, when: office,
		occasions:  mix{{"DESK", 100}},
		places:     mix{{"MUNI_BLD", 94}, {"ONLINE", 6}},
		physical:   mix{{"THROW", 30}, {"PUSH", 30}, {"INTIM", 40}},
		triggers:   mix{{"TR_REFUSE", 48}, {"TR_WAIT", 22}, {"TR_INJUST", 20}, {"TR_POWERLESS", 10}},
		amplifiers: odds{{"PRIOR_CONF", 40}, {"ALC", 6}},
		measures:   mix{{"LISTEN", 30}, {"TALK", 24}, {"SWITCH", 20}, {"LIMIT", 16}, {"ALARM", 10}},
		suspects:   mix{{"KNOWN", 66}, {"DESCRIBED", 14}, {"UNIDENTIFIED", 4}, {"", 16}},
		relations:  mix{{"CITIZEN", 96}, {"UNKNOWN_ONLINE", 4}},
		tales:      []string{"Aan het loket werd een aanvraag afgewezen; de bezoeker sloeg op de balie."},
	},
	{
		name: "not told", weight: 6, class: boaClass, when: street,
		occasions: mix{{"NOT_RECORDED", 80}, {"UNKNOWN", 20}},
		places:    mix{{"ROAD", 80}, {"SHOP", 20}},
		physical:  mix{{"PUSH", 60}, {"SPIT", 40}},
		measures:  mix{{"TALK", 60}, {"NONE", 40}},
		suspects:  mix{{"UNIDENTIFIED", 30}, {"", 70}},
		relations: mix{{"CITIZEN", 100}},
		tales:     []string{"Er is alleen vastgelegd dat de handhaver werd uitgescholden."},
	},
}

// station is planted at the transport company: on Friday between five and eight, at
// one place. See WORLD.md.
var station = &context{
	name: "station", when: rushHour, class: boaClass,
	occasions:  mix{{"TICKET", 60}, {"ID_CHECK", 40}},
	places:     mix{{"OV", 100}},
	physical:   boas[2].physical,
	triggers:   mix{{"TR_FINE", 72}, {"TR_ENFORCE", 28}},
	amplifiers: odds{{"HEAT_NOISE", 62}, {"CROWD_N", 40}, {"GROUP", 30}, {"ALC", 14}},
	measures:   boas[2].measures,
	suspects:   boas[2].suspects,
	relations:  boas[2].relations,
	tales:      []string{"Op vrijdag in de spits ontstond bij de poortjes op het station ruzie over een kaartje."},
}
