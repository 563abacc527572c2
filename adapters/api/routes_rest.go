package api

import "reflect"

func (a *api) routesOfTheRest() []route {
	return []route{
		{"GET", "/exports/everything", "takeEverything", "Alles van een werkgever meenemen",
			"Gives a zip of all that an employer owns: a file of lines (NDJSON) for each kind of record, with all that was ever recorded of it and what is sealed opened, the documents, and a manifest with counts, hashes and fields. What was forgotten says so. It is made as it is sent: one that broke off does not open. `ruggensteun export verify` checks it. Only the employer's registrar. Recorded when it begins and, with its hash, before its end is given; each reading is recorded.",
			false, 200, nil, nil, bind(a, a.takeEverything)},
		{"POST", "/campaigns", "markCampaign", "Een meldcampagne of ander formulier markeren",
			"Marks days on which something about registering changed: at the caller's employer, or by an analyst or the operator in the whole country. A trend shows it, because what is told more readily is not what happened more often.",
			false, 201, reflect.TypeFor[campaignForm](), []int{409, 413}, bind(a, a.markCampaign)},
		{"GET", "/campaigns", "listCampaigns", "Meldcampagnes opsommen",
			"Lists the marks of the caller's employer and of the country; to an analyst or the operator all.",
			false, 200, nil, nil, bind(a, a.listCampaigns)},
		{"POST", "/campaigns/{id}/withdrawal", "withdrawCampaign", "Een meldcampagne terugnemen",
			"Takes back a mark that was made by mistake. It stays in the history.",
			false, 200, reflect.TypeFor[asIsForm](), []int{404, 409, 413}, bind(a, a.withdrawCampaign)},
		{"GET", "/exports", "listExports", "Wie nam welk bestand mee?",
			"Lists the files that were taken out in a year, or who took out the very file with a hash, and when. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listExports)},
		{"GET", "/code-lists", "codeLists", "Alle codelijsten",
			"Names the lists of codes that reports are written in, with the question that each answers.",
			true, 200, nil, nil, bind(a, a.codeLists)},
		{"GET", "/code-lists/{name}", "codeList", "Een codelijst met uitleg",
			"Gives the codes of a list with labels, one line of explanation, the days between which each can apply, and on whose authority it stands.",
			true, 200, nil, []int{404}, bind(a, a.codeList)},
		{"GET", "/gemeenten", "gemeenten", "Gemeenten zoeken",
			"Finds municipalities by the beginning of their name, as divided on a day, with province, veiligheidsregio, police unit and inhabitants.",
			true, 200, nil, nil, bind(a, a.gemeenten)},
		{"GET", "/health/live", "live", "Draait de server?", "Says that the program runs.",
			true, 200, nil, nil, bind(a, a.live)},
		{"GET", "/health/ready", "ready", "Kan de server antwoorden?", "Says whether everything is loaded and visible.",
			true, 200, nil, nil, bind(a, a.ready)},
	}
}
