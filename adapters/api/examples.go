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
}

// examples show each command in the description, by operation. A test sends them
// all, so that what can be copied from there works.
var examples = map[string]string{
	"loadReference": `{
		"source": "CBS, Gebieden in Nederland 2026",
		"rows": [
			{"of": "GM0599", "since": "2026-01-01", "value": "1"},
			{"of": "GM0014", "since": "2026-01-01", "value": "1"}
		]
	}`,
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
	"forgetSuspect":   `{"what": ["identity", "profile", "history"], "reason": "RETENTION", "forever": true}`,
	"forgetPerson":    `{"employer": "GEM-ROTTERDAM", "what": ["identity", "health", "care"], "reason": "ERASURE", "forever": true}`,
	"registerEmployer": `{
		"code": "VR-UTRECHT", "name": "Veiligheidsregio Utrecht", "kind": "EMP_VR",
		"units": [{"code": "POST-01", "name": "Post Utrecht-Noord"}]
	}`,
	"changeEmployer": `{"holidays": [{"date": "2027-05-05", "name": "Bevrijdingsdag"}]}`,
}
