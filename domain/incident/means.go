package incident

import (
	"fmt"
	"slices"

	"ruggensteun/domain/codes"
)

// Means is what was used, and how.
type Means struct {
	Means  codes.Code // codes.Means
	Status codes.Code // codes.MeansStatus; "" when not recorded, and where there was no means
}

func (f *form) means(given []Means) []Means {
	if len(given) > mostCodes {
		f.Add("means", fmt.Sprintf("has more than %d entries", mostCodes), "say each once")
		return nil
	}
	var clean []Means
	var kinds []codes.Code
	for i, m := range given {
		at := fmt.Sprintf("means[%d]", i)
		m.Status = f.one(at+".status", codes.MeansStatus, m.Status)
		if m.Means == noMeans || m.Means.Missing() {
			f.Check(m.Status == "" || m.Status == codes.NotApplicable, at+".status", "says what was done with no means at all", "leave it out, or say which means it was")
			m.Status = ""
		}
		clean, kinds = append(clean, m), append(kinds, m.Means)
	}
	kinds = f.answers("means", func(i int) string { return fmt.Sprintf("means[%d].means", i) }, codes.Means, kinds)
	f.alone("means", kinds, noMeans)
	if len(kinds) == 0 {
		return nil // NOT_RECORDED
	}
	return uniteMeans(nil, clean)
}

// uniteMeans adds what is told to what is on record: each means once for each thing
// that was done with it. A missing kind gives way as soon as there is an answer, and
// a means of which nobody said what was done gives way to the same of which somebody
// did. The result shares nothing with its arguments.
func uniteMeans(have, more []Means) []Means {
	var united []Means
	for _, m := range slices.Concat(have, more) {
		i := slices.IndexFunc(united, func(u Means) bool {
			return u.Means == m.Means && (u.Status == m.Status || u.Status == "" || m.Status == "")
		})
		switch {
		case i >= 0 && united[i].Status == "":
			united[i] = m
		case i >= 0, m.Means.Missing() && len(united) > 0:
		case len(united) == 1 && united[0].Means.Missing():
			united[0] = m
		default:
			united = append(united, m)
		}
	}
	return united
}

func (f *form) moreMeans(have, given []Means) []Means {
	clean := f.means(given)
	united := uniteMeans(have, clean)
	var kinds []codes.Code
	for _, m := range united {
		kinds = append(kinds, m.Means)
	}
	f.alone("means", kinds, noMeans)
	var added []Means
	for _, m := range clean {
		onRecord := slices.ContainsFunc(have, func(h Means) bool { return h.Means == m.Means && (h.Status == m.Status || m.Status == "") })
		f.Check(onRecord || !m.Means.Missing() || len(have) == 0, "means", "is on record already, and this says that there is no answer", "leave it out, or correct the incident if the record is wrong")
		if !onRecord {
			added = append(added, m)
		}
	}
	return added
}
