package api

import "reflect"

// routesOfDepartures are those of an employer that leaves.
func (a *api) routesOfDepartures() []route {
	return []route{
		{"POST", "/employers/{code}/departure", "askDeparture", "Vragen om te vertrekken",
			"The employer asks to leave, and names the file with everything that it took out, received and tried, by its hash. From fourteen days on the operator may confirm it; until then either takes it back. Asked anew with a newer file, the term goes on. Refused while a hold keeps something, or where something was recorded since the file was made.",
			false, 200, reflect.TypeFor[departureForm](), forgetting, bind(a, a.askDeparture)},
		{"GET", "/employers/{code}/departure", "readDeparture", "Zien hoe ver een vertrek is",
			"Says who asked and since when it may be confirmed, what keeps it up, what became of it, and what of it is done.",
			false, 200, nil, []int{404}, bind(a, a.readDeparture)},
		{"POST", "/employers/{code}/departure/confirmation", "confirmDeparture", "Een vertrek bevestigen",
			"A second person, the operator, confirms it when the term is over, with the hash of the same file. From then on nothing more is recorded of the employer, its people are let in no more, and nobody can bring it back. What follows is carried out step by step.",
			false, 200, reflect.TypeFor[departureConfirmationForm](), forgetting, bind(a, a.confirmDeparture)},
		{"POST", "/employers/{code}/departure/withdrawal", "withdrawDeparture", "Een vertrek intrekken",
			"Takes it back, by either side, as long as it is not confirmed.",
			false, 200, reflect.TypeFor[asIsForm](), forgetting, bind(a, a.withdrawDeparture)},
		{"POST", "/employers/{code}/departure/steps", "carryOutDeparture", "Een vertrek verder uitvoeren",
			"Does the next part of what was confirmed, for a few seconds, and says how far it is: links with other employers end, keys are destroyed, payloads removed, the index, documents and lists cleared, and a certificate issued. Asked again until it is finished; it may stop anywhere in between, and goes on where it stopped.",
			false, 200, reflect.TypeFor[asIsForm](), forgetting, bind(a, a.carryOutDeparture)},
	}
}
