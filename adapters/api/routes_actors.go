package api

import "reflect"

func (a *api) routesOfActors() []route {
	return []route{
		{"GET", "/actors", "listActors", "Wie kan een zaak of nazorg volgen?",
			"Lists who is known to hold which role at the employer, to give work to: as opaque ids, without a name. Somebody is known from the first time that he signed in or asked for anything, or since the operator made him known. The reading is recorded.",
			false, 200, reflect.Type(nil), nil, bind(a, a.listActors)},
		{"GET", "/signins", "listSignIns", "Wie meldde zich aan, en wie werd geweigerd?",
			"Lists who signed in and out, chose a role, was not admitted or was refused, from the log of authentication. The privacy officer sees those of the employer; the operator those of no employer, and numbers by day of everybody else. The reading is recorded, in the log of use.",
			false, 200, reflect.Type(nil), nil, bind(a, a.listSignIns)},
	}
}
