package identity

import "ruggensteun/domain/access"

// demonstrationUser is somebody that one can be in a demonstration: no name, so that nobody
// takes him for a real one.
type demonstrationUser struct {
	Role       access.Role
	NL, EN     string // who it is
	TryNL, Try string // what he can try
	Paths      []string
}

// demonstrationUsers are one for each role, and one who is kept to a unit.
var demonstrationUsers = []demonstrationUser{
	{access.Reporter, "Verzonnen melder", "Invented reporter",
		"Een incident melden en aanvullen; ziet geen namen en geen cijfers.",
		"Report an incident and add to it; sees no names and no figures.",
		[]string{"/melden", "/mijn-meldingen"}},
	{access.Manager, "Verzonnen leidinggevende", "Invented manager",
		"Zien wat er in de eigen organisatie gebeurde en wat er nog te doen is.",
		"See what happened in the own organisation and what is still to be done.",
		[]string{"/nazorg", "/tijd"}},
	{access.Manager + ":" + anUnit, "Verzonnen teamleider van één eenheid", "Invented manager of one unit",
		"Hetzelfde, van één eenheid: wat een andere eenheid registreerde bestaat voor deze gebruiker niet.",
		"The same, of one unit: what another unit registered does not exist for this user.",
		[]string{"/nazorg", "/tijd"}},
	{access.Registrar, "Verzonnen registratiemedewerker", "Invented registrar",
		"Incidenten lezen, verbeteren en samenvoegen, en de cijfers van de eigen organisatie vragen.",
		"Read, correct and merge incidents, and ask for the figures of the own organisation.",
		[]string{"/meldingen", "/tijd"}},
	{access.CaseWorker, "Verzonnen casemanager", "Invented case worker",
		"Zaken en nazorg volgen: wie is aan zet, en wanneer?",
		"Follow cases and aftercare: whose turn is it, and when?",
		[]string{"/werklijst"}},
	{access.Physician, "Verzonnen bedrijfsarts", "Invented occupational physician",
		"De zorg voor een getroffen medewerker zien, en niets van de verdachte.",
		"See the care for a worker who was hurt, and nothing of the suspect.",
		[]string{"/nazorg"}},
	{access.PrivacyOfficer, "Verzonnen privacyfunctionaris", "Invented privacy officer",
		"Nagaan wat er van wie wordt bewaard, en wie welk bestand meenam.",
		"See what is kept of whom, and who took out which file.",
		[]string{"/privacy", "/privacy/gelezen"}},
	{access.Analyst, "Verzonnen analist", "Invented analyst",
		"Cijfers over alle werkgevers vragen, beveiligd: nooit een persoon of vrije tekst.",
		"Ask for figures over all employers, protected: never a person or free text.",
		[]string{"/vraag", "/plaats"}},
	{access.Operator, "Verzonnen beheerder", "Invented operator",
		"Zien of alles loopt, en opnieuw laten maken wat stilstaat.",
		"See whether all is running, and have made anew what stands still.",
		[]string{"/beheer"}},
}
