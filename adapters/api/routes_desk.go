package api

import "reflect"

// routesOfTheDesk are those of the privacy officer's desk.
func (a *api) routesOfTheDesk() []route {
	return []route{
		{"GET", "/retention", "listRetention", "Bewaartermijnen opsommen",
			"Lists how long an employer keeps what is about somebody: of each kind of record, purpose and law the period (ISO 8601), since when it counts, what it rests on, and whether the law gives the number or the program proposes one. Of each the version that is looked at now stands first.",
			false, 200, nil, nil, bind(a, a.listRetention)},
		{"POST", "/retention", "setRetention", "Een bewaartermijn vaststellen",
			"Sets a period of the employer's own, or confirms the one that is proposed: shorter without more, longer only with a reason and never longer than the law lets. It holds from a day that is still to come, for all that is kept then.",
			false, 200, reflect.TypeFor[retentionForm](), []int{409, 412, 413}, bind(a, a.setRetention)},
		{"GET", "/retention/due", "listDue", "Zien wat binnenkort gewist wordt",
			"Lists what is to be erased before a period has passed, and what should have been already: by kind of record, purpose and law, on which day, by which version of which period, by opaque id, and until when a hold keeps it. Also as CSV. Worked out when it is asked, of all that the employer keeps. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listDue)},
		{"POST", "/erasures", "eraseNow", "Iemand nu wissen, met een bewijs",
			"Forgets what is kept of one record or person, by the same rules as the erasure of each, and gives a certificate: at which positions of the log it stood, which keys were destroyed, until when backups may hold them, which files with everything left meanwhile, and which documents open no more. It never says who it was. Counts stay as they were, as of every moment. Nobody can bring it back.",
			false, 201, reflect.TypeFor[eraseForm](), forgetting, bind(a, a.eraseNow)},
		{"GET", "/certificates/{id}", "readCertificate", "Een bewijs van wissing lezen",
			"Gives a certificate as it was issued. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readCertificate)},
		{"POST", "/holds", "placeHold", "Iets niet laten wissen",
			"Keeps a record, with all who are in it, or a person from being erased until a day: by the passing of its period and by request. On a ground of the law, with a reason that is sealed. It can be renewed and lifted.",
			false, 201, reflect.TypeFor[holdForm](), []int{409, 413}, bind(a, a.placeHold)},
		{"GET", "/holds", "listHolds", "Zien wat vastgehouden wordt",
			"Lists what is held: on which ground, why, by whom and until when. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listHolds)},
		{"POST", "/holds/{id}/renewal", "renewHold", "Iets langer vasthouden",
			"Makes a hold last until a later day, again with a reason.",
			false, 200, reflect.TypeFor[holdRenewalForm](), forgetting, bind(a, a.renewHold)},
		{"POST", "/holds/{id}/lifting", "liftHold", "Iets loslaten",
			"Ends a hold, with the reason. What is due is erased from then on.",
			false, 200, reflect.TypeFor[reasonForm](), forgetting, bind(a, a.liftHold)},
		{"POST", "/retention/rounds", "dispose", "Wissen waarvan de termijn voorbij is",
			"Erases what is kept longer than its period, by the rules of each record and some of it at a time: ask again with the round until nothing is left. What a hold keeps stays, and so does what the rules of its record let not go: both are listed with the reason. Each record and person gets a certificate. Repeating is safe, also after a program that was killed: what was erased is certified once. With dry_run nothing is erased and all is listed.",
			false, 200, reflect.TypeFor[disposeForm](), []int{409, 413}, bind(a, a.dispose)},
		{"GET", "/retention/rounds", "listDisposals", "Zien wanneer termijnen werden uitgevoerd",
			"Lists the rounds in which what was kept longer than its period was erased: when, how much, and what stayed in the last one and why. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listDisposals)},
	}
}
