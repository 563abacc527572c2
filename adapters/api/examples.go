package api

// examples show each command in the description, by operation. A test sends them
// all, so that what can be copied from there works.
var examples = map[string]string{
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
	"registerEmployer": `{
		"code": "VR-UTRECHT", "name": "Veiligheidsregio Utrecht", "kind": "EMP_VR",
		"units": [{"code": "POST-01", "name": "Post Utrecht-Noord"}]
	}`,
	"changeEmployer": `{"holidays": [{"date": "2027-05-05", "name": "Bevrijdingsdag"}]}`,
}
