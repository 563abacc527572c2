package api

import "reflect"

// routesOfPermits are those of looking for persons, and of the second person that it takes.
func (a *api) routesOfPermits() []route {
	return []route{
		{"POST", "/permits", "askPermit", "Toestemming vragen",
			"Asks for a permit: for one search for a worker or a suspect, or to see who it is in records outside one's own cases (OPEN_IDENTITY). A second person decides. What is looked for is kept as a keyed hash only; the reason is sealed.",
			false, 201, reflect.TypeFor[permitForm](), []int{409, 413}, bind(a, a.askPermit)},
		{"GET", "/permits", "listPermits", "Toestemmingen opsommen",
			"Lists your own, and all of the employer where you may be the second person. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listPermits)},
		{"GET", "/permits/{id}", "readPermit", "Een toestemming lezen",
			"Says who asked for what and why, who decided, and what each use found. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readPermit)},
		{"POST", "/permits/{id}/grant", "grantPermit", "Toestemming geven",
			"Grants it for at most 24 hours and 10 uses: a privacy officer, or a registrar to a case worker, and never who asked for it.",
			false, 200, reflect.TypeFor[grantForm](), changing, bind(a, a.grantPermit)},
		{"POST", "/permits/{id}/refusal", "refusePermit", "Toestemming weigeren",
			"Refuses it, with a reason.",
			false, 200, reflect.TypeFor[reasonForm](), changing, bind(a, a.refusePermit)},
		{"POST", "/permits/{id}/withdrawal", "withdrawPermit", "Toestemming intrekken",
			"Takes it back: who asked for it, or with a reason who could grant it. It holds no more from now on.",
			false, 200, reflect.TypeFor[reasonForm](), changing, bind(a, a.withdrawPermit)},
		{"POST", "/persons/search", "searchPersons", "Een medewerker zoeken",
			"Finds workers of your employer by their whole name or staff number, with a permit for this very search. Gives pseudonyms and nothing about them. Each use and each person found is recorded before the answer, which looks the same whether or not anybody was found. It is no GET: nobody's name stands in an address.",
			false, 200, reflect.TypeFor[searchForm](), forgetting, bind(a, a.searchPersons)},
		{"POST", "/suspects/search", "searchSuspects", "Een verdachte zoeken",
			"Finds files of suspects of your employer by their whole name, day of birth, or both, as the search for a worker.",
			false, 200, reflect.TypeFor[searchForm](), forgetting, bind(a, a.searchSuspects)},
	}
}
