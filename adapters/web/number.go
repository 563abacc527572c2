package web

import (
	"net/http"
	"net/url"
	"strings"

	"ruggensteun/domain/incident"
)

// numberKey is the number that somebody was told on the telephone.
const numberKey = "number"

// numberSought is what came of looking for one.
type numberSought struct {
	Number     string
	NumberSaid string
	NumberWent []link // to those that have it
}

func (v *visit) numberField(query url.Values) field {
	return field{Name: numberKey, Label: v.word("number.label"), Value: query.Get(numberKey)}
}

// soughtNumber finds whatever has the number, as far as whoever asks may read it. What is another's is as
// little there as what nobody has.
func (v *visit) soughtNumber(text string) (sought numberSought, all []listed, err error) {
	sought.Number = strings.TrimSpace(text)
	if _, err := incident.ParseNumber(sought.Number); err != nil {
		v.status, sought.NumberSaid = http.StatusBadRequest, v.word("number.wrong")
		return sought, nil, nil
	}
	var list struct{ Incidents []listed }
	if err := v.ask("/v1/incidents", url.Values{numberKey: {sought.Number}}, &list); err != nil {
		return sought, nil, err
	}
	for _, one := range list.Incidents {
		sought.NumberWent = append(sought.NumberWent, link{Text: v.word("incident.title", spoken(one.ID)), To: v.To(incidentPageAt(one.ID))})
	}
	switch len(list.Incidents) {
	case 0:
		sought.NumberSaid = v.word("number.none")
	case 1:
		sought.NumberSaid = v.word("number.one")
	default:
		sought.NumberSaid = v.word("number.several", len(list.Incidents))
	}
	return sought, list.Incidents, nil
}

// reportOfNumber goes straight to the report where there is one, and says so where there is none or are several.
func (v *visit) reportOfNumber(page *reportsPage, query url.Values) error {
	sought, all, err := v.soughtNumber(query.Get(numberKey))
	if err != nil {
		return err
	}
	if len(all) == 1 {
		return v.leadTo(incidentPageAt(all[0].ID))
	}
	page.numberSought, page.Tabs, page.Form = sought, v.reportTabs(false), v.reportFilters(query)
	v.listTold(page, all, false)
	page.Told = sought.NumberSaid
	return v.show("reports", v.word("registrar.title"), page)
}

// workOfNumber narrows the work list to what rests on the report. It tells false where there is nothing to ask.
func (v *visit) workOfNumber(page *workPage, query, asks url.Values) (bool, error) {
	if !query.Has(numberKey) {
		return true, nil
	}
	sought, all, err := v.soughtNumber(query.Get(numberKey))
	if err != nil {
		return false, err
	}
	if page.numberSought = sought; len(all) != 1 {
		return false, nil
	}
	asks.Set("incident", all[0].ID.String())
	return true, nil
}
