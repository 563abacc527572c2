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
	}
}
