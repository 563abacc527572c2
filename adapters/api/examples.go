package api

// Example is the JSON body that shows an operation in the description.
func Example(operation string) (body string, found bool) {
	body, found = examples[operation]
	return body, found
}

// OtherExamples show what else an operation takes, where that has another form.
func OtherExamples(operation string) []string { return otherExamples[operation] }

var otherExamples = map[string][]string{
	"linkSuspect": {
		`{"kind": "KNOWN", "suspect": "0199aaaa-0000-7000-8000-000000000015"}`,
		`{"kind": "UNIDENTIFIED", "relation": "BYSTANDER"}`,
		`{"kind": "GROUP", "size": {"number": 6}}`,
	},
	"orderOperation": {
		`{"order": "DROP_LETTER", "of": "mail", "position": 17, "reason": "DONE_BY_HAND"}`,
		`{"order": "PAUSE_CONSUMER", "of": "mail"}`,
	},
	"receiveNotice": {
		`{"received": {"at": "2026-11-20T14:05:00+01:00"}, "source": "POLICE", "step": "OTHER", "effect": {"at": "2026-11-20"}, "reference": "PL1700-2026-17", "hearing": {"at": "2026-12-01"}, "text": "Gebeld: volgende stap is verhoor, bel 1 december terug."}`,
		`{"received": {"at": "2026-11-20"}, "source": "POLICE", "step": "AANG", "effect": {"at": "2026-11-20"}, "amounts": [{"kind": "CLAIMED", "cents": 12500}]}`,
		`{"received": {"at": "2026-11-20"}, "source": "OM", "step": "SEPOT", "effect": {"at": "2026-11-19"}, "sepot": "02"}`,
		`{"received": {"at": "2026-11-20"}, "source": "CJIB", "step": "DMG_PAID", "effect": {"at": "2026-11-20"}, "amounts": [{"kind": "PAID", "cents": 12500}]}`,
	},
	"linkCase": {
		`{"kind": "WORKER", "id": "0199aaaa-0000-7000-8000-000000000021"}`,
		`{"kind": "AANGIFTE", "id": "0199aaaa-0000-7000-8000-000000000023"}`,
		`{"kind": "SUSPECT", "id": "0199aaaa-0000-7000-8000-000000000015"}`,
	},
}

// examples show each command in the description, by operation. A test sends them
// all, so that what can be copied from there works.
var examples = map[string]string{
	"prepareRelease": `{
		"title": {"nl": "Agressie per veiligheidsregio, eerste kwartaal", "en": "Aggression by safety region, first quarter"},
		"viewer": "public",
		"questions": ["incident by region in 2026-Q4", "incident by weekday,hour in 2026-Q4"],
		"concerned": ["GEM-ROTTERDAM"]
	}`,
	"explainRelease":   `{"employer": "GEM-ROTTERDAM", "unit": "NOORD", "text": "In november liep een meldcampagne."}`,
	"publishRelease":   `{"early": "het antwoord op Kamervragen moet morgen weg"}`,
	"withdrawRelease":  `{"reason": "de verkeerde maand"}`,
	"drawSample":       `{"size": 2, "lists": ["behaviour", "location-type"], "seed": "najaar 2026"}`,
	"codeSample":       `{"item": 1, "answers": [{"list": "behaviour", "codes": ["SPIT", "VERB_ABUSE"]}, {"list": "location-type", "codes": ["ROAD"]}]}`,
	"closeSample":      `{}`,
	"saveQuestion":     `{"name": {"nl": "Ambulance per uur", "en": "Ambulance by hour"}, "question": "incident by weekday,hour where profession=AMB"}`,
	"renameQuestion":   `{"name": {"nl": "Ambulance, hele week", "en": "Ambulance, all week"}}`,
	"dropQuestion":     `{}`,
	"markCampaign":     `{"kind": "CAMPAIGN", "name": {"nl": "Meld het, altijd", "en": "Report it, always"}, "from": "2026-06-01", "through": "2026-06-30"}`,
	"withdrawCampaign": `{}`,

	"proposeLink": `{"with": "VR-RIJNMOND", "basis": {"statute": "UAVG 33 lid 4", "reference": "AP z2026-00123"}, "notice": {"on": "2026-11-20", "document": "D-2026-17"}, "review": "2027-05-01", "end": "2027-11-01"}`,
	"joinLink":    `{"file": "0199aaaa-0000-7000-8000-000000000043", "notice": {"on": "2026-11-20", "document": "D-2026-18"}}`,
	"approveLink": `{}`,
	"reviewLink":  `{"review": "2027-05-20"}`,
	"endLink":     `{}`,

	"orderOperation": `{"order": "REBUILD", "of": "facts"}`,

	"listAttention":  `{"ground": "BAN", "why": "Heeft een verbod voor het stadskantoor en kwam er op 12 november weer.", "notice": {"on": "2026-11-20", "document": "D-2026-17"}, "review": "2027-05-01", "end": "2027-11-01"}`,
	"renewAttention": `{"reason": "Kwam op 3 april weer.", "review": "2027-05-15", "end": "2027-11-15"}`,
	"endAttention":   `{"reason": "Het verbod is opgeheven."}`,
	"askPermit":      `{"kind": "SEARCH_SUSPECTS", "search": {"name": "Willem Voorbeeld", "born_on": "2001-02-03"}, "reason": "de politie vraagt of hij eerder bij ons bekend was"}`,
	"grantPermit":    `{"hours": 4, "uses": 2}`,
	"refusePermit":   `{"reason": "vraag het de behandelaar van de zaak"}`,
	"withdrawPermit": `{"reason": "de behandelaar is terug"}`,
	"searchPersons":  `{"permit": "0199aaaa-0000-7000-8000-000000000041", "staff_number": "NL-4711"}`,
	"searchSuspects": `{"permit": "0199aaaa-0000-7000-8000-000000000042", "name": "Willem Voorbeeld", "born_on": "2001-02-03"}`,

	"loadBoundaries": `{
		"source": "CBS / Kadaster via PDOK, 2026", "licence": "CC BY 4.0", "year": 2026,
		"file": "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"statcode\": \"GM0599\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[4, 51.8], [4.6, 51.8], [4.6, 52], [4, 51.8]]]}}]}"
	}`,
	"loadReference": `{
		"source": "CBS, Gebieden in Nederland 2026",
		"rows": [
			{"of": "GM0599", "since": "2026-01-01", "value": "1"},
			{"of": "GM0014", "since": "2026-01-01", "value": "1"}
		]
	}`,
	"setMailAddress":           `{"party": "CASE_WORKER", "address": "zaken@example.nl", "wants": "DAILY", "hour": 8}`,
	"removeMailAddress":        `{"id": "0199aaaa-0000-7000-8000-000000000027"}`,
	"prepareIncidentDocument":  `{"kind": "AANGIFTE", "worker": "0199aaaa-0000-7000-8000-000000000021", "fill": [{"field": "with_what", "text": "speeksel"}]}`,
	"withdrawPhoto":            `{"reason": "er staat een voorbijganger op"}`,
	"issueIncidentDocument":    `{"blanks": true}`,
	"withdrawIncidentDocument": `{"reason": "de politie heeft een eigen tekst gemaakt"}`,
	"prepareCaseDocument":      `{"kind": "LETTER_VICTIM", "worker": "0199aaaa-0000-7000-8000-000000000021", "fill": [{"field": "next", "text": "Wij bellen u volgende week."}]}`,
	"issueCaseDocument":        `{"blanks": true}`,
	"withdrawCaseDocument":     `{"reason": "er stond een verkeerde datum in"}`,
	"adoptTemplate": `{
		"employer": "GEM-ROTTERDAM", "kind": "WARNING_LETTER", "title": "Waarschuwing",
		"body": "{suspect}\n\nOp {when} bent u te ver gegaan: {what}. Doe dit niet nog een keer.\n\nVragen? Bel {phone}."
	}`,
	"withdrawTemplate": `{"employer": "GEM-ROTTERDAM", "kind": "WARNING_LETTER", "version": 1}`,
	"setLetterhead":    `{"employer": "GEM-ROTTERDAM", "address": ["Coolsingel 40", "3011 AD Rotterdam"], "desk": "Contactpunt agressie en geweld", "phone": "010 000 00 00"}`,
	"registerIncident": `{
		"employer": "GEM-ROTTERDAM",
		"occurred": {"at": "2026-11-20T23:10:00+01:00"},
		"place": {"type": "ROAD", "gemeente": "GM0599"},
		"behaviours": ["VERB_ABUSE", "SPIT"],
		"professions": ["BOA1"],
		"occasions": ["TICKET"],
		"means": [{"means": "FLUID", "status": "USED"}],
		"completions": [{"behaviour": "SPIT", "completion": "COMPLETED"}],
		"deployment": "PAIR",
		"hit": {"number": 2},
		"workers": [{"staff_number": "4711", "injury": "I0", "mind": "M1", "exposures": ["BLOOD"]}],
		"narrative": "Na een bekeuring uitgescholden en bespuugd."
	}`,
	"addDetails": `{"behaviours": ["PUSH"], "workers": [{"staff_number": "4712", "injury": "I1"}]}`,
	"correctIncident": `{
		"reason": "het was een uur eerder",
		"occurred": {"at": "2026-11-20T22+01:00", "finer": "UNKNOWN"}
	}`,
	"withdrawIncident": `{"reason": "DUPLICATE", "explanation": "stond er al in"}`,
	"tellCourse": `{"steps": [
		{"phase": "P1_ARRIVE", "actor": "WORKER", "act": "NOT_APPLICABLE"},
		{"phase": "P3_VERBAL", "at": {"at": "2026-11-20T23:08:00+01:00"}, "actor": "SUSPECT", "act": "VERB_ABUSE",
			"triggers": [{"trigger": "TR_FINE", "assessed_by": "WORKER"}],
			"amplifiers": [{"amplifier": "ALC", "certainty": "OBSERVED"}, {"amplifier": "CROWD_N", "number": {"number": 12}}],
			"measures": [{"measure": "TALK", "effect": "NO"}]},
		{"phase": "P5_PHYS", "actor": "SUSPECT", "act": "SPIT", "means": "FLUID"}
	]}`,
	"tellSupport":          `{"support": {"status": "ARRIVED", "asked": {"at": "2026-11-20T23:09:00+01:00"}, "arrival": {"at": "2026-11-20T23:23:00+01:00"}}}`,
	"referToForce":         `{"report": "GW-2026-17"}`,
	"qualify":              `{"by": "POLICE", "offence": "INSULT", "article": "266 jo 267 Sr", "completion": "COMPLETED", "on": "2026-11-21"}`,
	"retractQualification": `{"by": "POLICE", "offence": "INSULT", "article": "266 jo 267 Sr", "completion": "COMPLETED", "on": "2026-11-21", "reason": "ander dossier"}`,
	"attach": `{"id": "0199aaaa-0000-7000-8000-000000000011", "kind": "PHOTO",
		"hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "size": 123456}`,
	"detach":          `{"id": "0199aaaa-0000-7000-8000-000000000011", "reason": "hoort bij een ander incident"}`,
	"linkSuspect":     `{"id": "0199aaaa-0000-7000-8000-000000000012", "kind": "DESCRIBED", "sex": "MALE", "age_band": "AGE_18_22", "relation": "CITIZEN"}`,
	"unlinkSuspect":   `{"id": "0199aaaa-0000-7000-8000-000000000012", "reason": "was een omstander"}`,
	"mergeIncident":   `{"into": "0199aaaa-0000-7000-8000-000000000013"}`,
	"splitIncident":   `{"reason": "toch een ander incident"}`,
	"closeIncident":   `{"reason": "COMPLETE", "explanation": "alles is binnen"}`,
	"reopenIncident":  `{"reason": "er kwam nog een getuige"}`,
	"openSuspect":     `{"employer": "GEM-ROTTERDAM", "sex": "MALE", "age_band": "AGE_18_22"}`,
	"describeSuspect": `{"relation": "CITIZEN"}`,
	"identifySuspect": `{"name": "K. Voorbeeld", "born_on": "2001-02-03"}`,
	"unlinkIdentity":  `{"reason": "het was een ander"}`,
	"tellHistory":     `{"id": "0199aaaa-0000-7000-8000-000000000014", "flag": "H_ANTEC", "provenance": "OM_FEEDBACK", "on": "2026-11-20", "document": "OM-2026-17"}`,
	"retractHistory":  `{"id": "0199aaaa-0000-7000-8000-000000000014", "reason": "hoort bij een ander dossier"}`,
	"clearSuspect":    `{"incident": "0199aaaa-0000-7000-8000-000000000013", "ground": "SEPOT_01", "on": "2026-11-20", "document": "OM-2026-18"}`,
	"reviewSuspect":   `{"incident": "0199aaaa-0000-7000-8000-000000000013", "leaves": true, "reason": "niet langer verdachte"}`,
	"forgetIncident":  `{"what": ["address", "reference", "narrative", "profile"], "reason": "ERASURE", "forever": true}`,
	"forgetSuspect":   `{"what": ["identity", "profile", "history"], "reason": "RETENTION", "forever": true, "keep_cases": true}`,
	"mergePerson":     `{"into": "0199aaaa-0000-7000-8000-000000000036", "reason": "personeelsnummer verkeerd getypt"}`,
	"splitPerson":     `{"reason": "het zijn twee broers"}`,
	"forgetPerson":    `{"employer": "GEM-ROTTERDAM", "what": ["identity", "health", "care"], "reason": "ERASURE", "forever": true}`,
	"applyAgreement":  `{"agreement": "UITKOMST-VERTELLEN", "whose": "PROGRAM", "version": "2026-1", "because": "WRONG_VERSION"}`,
	"adoptAgreement": `{
		"employer": "GEM-ROTTERDAM",
		"code": "UITKOMST-VERTELLEN",
		"version": "2027-1",
		"name": {"nl": "Slachtoffer dezelfde werkdag de uitkomst vertellen", "en": "Tell the victim the outcome within one working day"},
		"basis": {"kind": "AGREEMENT", "nl": "protocol van de gemeente, 2027", "en": "protocol of the municipality, 2027", "checked": true},
		"valid_from": "2027-01-01",
		"starts": ["OUTCOME_KNOWN"],
		"ends": ["VICTIM_TOLD"],
		"each": true,
		"term": "1 working day",
		"own_days": true,
		"responsible": "CASE_WORKER"
	}`,
	"withdrawAgreement": `{"employer": "GEM-ROTTERDAM", "version": "2027-1", "from": "2027-07-01"}`,
	"makeAangifte": `{
		"employer": "GEM-ROTTERDAM",
		"on": {"at": "2026-11-21"},
		"complainant": "EMPLOYER",
		"name": "NUMBER",
		"domicile": "YES",
		"workers": ["0199aaaa-0000-7000-8000-000000000021"],
		"incidents": ["0199aaaa-0000-7000-8000-000000000013"],
		"reference": "PL1700-2026-17"
	}`,
	"correctAangifte": `{
		"reason": "het was een dag eerder",
		"on": {"at": "2026-11-20"},
		"complainant": "VICTIM",
		"workers": ["0199aaaa-0000-7000-8000-000000000021"],
		"incidents": ["0199aaaa-0000-7000-8000-000000000013"]
	}`,
	"retractAangifte":        `{"reason": "het bleef bij een melding"}`,
	"openAftercare":          `{"employer": "GEM-ROTTERDAM", "incident": "0199aaaa-0000-7000-8000-000000000013", "worker": "0199aaaa-0000-7000-8000-000000000021"}`,
	"tellCare":               `{"id": "0199aaaa-0000-7000-8000-000000000024", "step": "TALK_1", "status": "OFFERED", "on": {"at": "2026-11-21"}, "due": "2026-12-01", "note": "Belt zelf terug."}`,
	"checkInjury":            `{"on": {"at": "2026-11-21"}}`,
	"applyAgreementToCare":   `{"agreement": "LEIDINGGEVENDE-24-UUR", "whose": "PROGRAM", "version": "2026-1", "because": "WRONG_VERSION"}`,
	"retractCare":            `{"id": "0199aaaa-0000-7000-8000-000000000024", "reason": "was bij een ander incident"}`,
	"logCall":                `{"with": "POLICE", "at": {"at": "2026-11-20T14:05:00+01:00"}, "reference": "PL1700-2026-17", "next": "Verhoor van de verdachte.", "by": {"at": "2026-12-01"}}`,
	"mergeCase":              `{"into": "0199aaaa-0000-7000-8000-000000000026"}`,
	"splitCase":              `{"reason": "de advocaat zegt: toch twee feiten"}`,
	"tellClockFact":          `{"id": "0199aaaa-0000-7000-8000-000000000027", "fact": "SUSPENDED", "on": {"at": "2026-11-21"}, "because": "VICTIM_ASKS"}`,
	"retractClockFact":       `{"id": "0199aaaa-0000-7000-8000-000000000027"}`,
	"tellClockFactOfCare":    `{"id": "0199aaaa-0000-7000-8000-000000000027", "fact": "SUSPENDED", "on": {"at": "2026-11-21"}, "because": "VICTIM_ASKS"}`,
	"retractClockFactOfCare": `{"id": "0199aaaa-0000-7000-8000-000000000027"}`,
	"openCase":               `{"employer": "GEM-ROTTERDAM"}`,
	"linkCase":               `{"kind": "INCIDENT", "id": "0199aaaa-0000-7000-8000-000000000013"}`,
	"unlinkCase":             `{"kind": "INCIDENT", "id": "0199aaaa-0000-7000-8000-000000000013", "reason": "was een ander incident"}`,
	"receiveNotice": `{
		"id": "0199aaaa-0000-7000-8000-000000000022",
		"received": {"at": "2026-11-21"},
		"source": "OM",
		"step": "VERDICT",
		"effect": {"at": "2026-11-20"},
		"outcome": "CONV",
		"uplift": "YES",
		"percent": {"number": 200},
		"sanctions": [{"kind": "COMM_SERV", "size": 60}],
		"offences": [{"offence": "INSULT", "article": "266 jo 267 Sr"}],
		"amounts": [{"claimant": "0199aaaa-0000-7000-8000-000000000021", "kind": "AWARDED", "cents": 45000}],
		"reference": "10/123456-26",
		"text": "Taakstraf en schadevergoeding."
	}`,
	"correctNotice": `{
		"id": "0199aaaa-0000-7000-8000-000000000022",
		"reason": "de uitspraak was een dag eerder",
		"received": {"at": "2026-11-21"},
		"source": "OM",
		"step": "VERDICT",
		"effect": {"at": "2026-11-19"},
		"outcome": "CONV",
		"reference": "10/123456-26"
	}`,
	"withdrawNotice": `{"id": "0199aaaa-0000-7000-8000-000000000022", "reason": "hoort bij een andere zaak"}`,
	"tellVictim": `{
		"victim": "0199aaaa-0000-7000-8000-000000000021",
		"channel": "PHONE",
		"on": {"at": "2026-11-21T10:15:00+01:00"},
		"text": "Verteld wat de rechter besliste, en hoe de schade wordt betaald."
	}`,
	"matchTriage":       `{"case": "0199aaaa-0000-7000-8000-000000000026"}`,
	"setAsideTriage":    `{"reason": "gaat over een collega van een andere gemeente"}`,
	"reopenTriage":      `{"reason": "toch een melding van ons"}`,
	"forgetAangifte":    `{"what": ["reference", "narrative"], "reason": "RETENTION", "forever": true}`,
	"forgetTriage":      `{"what": ["prosecution", "narrative"], "reason": "RETENTION", "forever": true}`,
	"closeCase":         `{"explanation": "de officier vervolgt niet verder"}`,
	"forgetCase":        `{"what": ["prosecution", "damages", "reference", "narrative"], "reason": "RETENTION", "forever": true}`,
	"reopenCase":        `{"reason": "er is hoger beroep ingesteld"}`,
	"assignCase":        `{"responsible": "0199aaaa-0000-7000-8000-000000000031", "stand_in": "0199aaaa-0000-7000-8000-000000000032"}`,
	"handOverCase":      `{"to": "0199aaaa-0000-7000-8000-000000000033"}`,
	"acceptCase":        `{}`,
	"tellNameCase":      `{"victim": "0199aaaa-0000-7000-8000-000000000021", "channel": "PHONE", "on": {"at": "2026-11-21T10:15:00+01:00"}}`,
	"declineCase":       `{"reason": "ik ben die weken zelf weg"}`,
	"keepCase":          `{}`,
	"snoozeCase":        `{"until": "2027-01-12", "reason": "wacht op de zitting"}`,
	"wakeCase":          `{}`,
	"assignCare":        `{"responsible": "0199aaaa-0000-7000-8000-000000000031", "stand_in": "0199aaaa-0000-7000-8000-000000000032"}`,
	"handOverCare":      `{"to": "0199aaaa-0000-7000-8000-000000000033"}`,
	"acceptCare":        `{}`,
	"tellNameCare":      `{"victim": "0199aaaa-0000-7000-8000-000000000021", "channel": "PHONE", "on": {"at": "2026-11-21T10:15:00+01:00"}}`,
	"declineCare":       `{"reason": "ik ben die weken zelf weg"}`,
	"keepCare":          `{}`,
	"snoozeCare":        `{"until": "2027-01-12", "reason": "wacht op de zitting"}`,
	"wakeCare":          `{}`,
	"openAccess":        `{"kind": "WORKER", "of": "0199aaaa-0000-7000-8000-000000000051", "permit": "0199aaaa-0000-7000-8000-000000000052", "verified": "IN_PERSON"}`,
	"extendAccess":      `{"why": "COMPLEX", "reason": "er zijn veel meldingen met anderen erin"}`,
	"withholdAccess":    `{"record": "0199aaaa-0000-7000-8000-000000000053", "ground": "INVESTIGATION", "reason": "het onderzoek van de politie loopt nog"}`,
	"deliverAccess":     `{"hash": "00000000000000000000000000000000000000000000000000000000000000ff", "how": "BY_HAND"}`,
	"refuseAccess":      `{"ground": "UNVERIFIED", "reason": "liet niet zien wie hij is"}`,
	"dispose":           `{"forever": true, "backups": [{"name": "nachtelijk", "kept": "P30D"}]}`,
	"eraseNow":          `{"kind": "WORKER", "of": "0199aaaa-0000-7000-8000-000000000036", "what": ["identity", "health", "care"], "reason": "ERASURE", "forever": true, "backups": [{"name": "nachtelijk", "kept": "P30D"}]}`,
	"placeHold":         `{"kind": "INCIDENT", "of": "0199aaaa-0000-7000-8000-000000000013", "ground": "CLAIM", "reason": "de verzekeraar vordert de schade", "until": "2027-06-30"}`,
	"renewHold":         `{"until": "2027-10-31", "reason": "de zitting is uitgesteld"}`,
	"liftHold":          `{"reason": "er is geschikt"}`,
	"setRetention":      `{"kind": "INCIDENT", "purpose": "narrative", "regime": "AVG", "term": "P3Y", "valid_from": "2027-01-01"}`,
	"askDeparture":      `{"export": "3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a"}`,
	"confirmDeparture":  `{"export": "3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a3f4a", "forever": true, "backups": [{"name": "nachtelijk", "kept": "P30D"}]}`,
	"withdrawDeparture": `{}`,
	"carryOutDeparture": `{}`,
	"registerEmployer": `{
		"code": "VR-UTRECHT", "name": "Veiligheidsregio Utrecht", "kind": "EMP_VR",
		"units": [{"code": "POST-01", "name": "Post Utrecht-Noord"}]
	}`,
	"changeEmployer": `{"holidays": [{"date": "2027-05-05", "name": "Bevrijdingsdag"}]}`,
}
