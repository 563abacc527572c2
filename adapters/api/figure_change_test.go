package api

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// part is how much of the difference in a row (-1: the total) stands in one part; 0 when none.
func (r *reply) part(row int, name string) float64 {
	of := r.json["total"]
	if row >= 0 {
		of = r.json["row_totals"].([]any)[row]
	}
	parts, _ := of.(map[string]any)["parts"].(map[string]any)
	n, _ := parts[name].(float64)
	return n
}

func (r *reply) row(code string) int {
	for i, row := range r.json["rows"].([]any) {
		if row == code {
			return i
		}
	}
	return -1
}

func TestTheOwnerIsToldWhyANumberIsAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.friday("ROAD")
	wrong := w.friday("ROAD")
	from := w.head()
	w.friday("HOME")
	w.post(wrong.Header().Get("Location")+"/corrections", access.Registrar, w.city, `{"reason":"verkeerd gehoord","place":{"type":"WATER"}}`).want(200)
	why := w.get("/v1/figures/change?rows=place&from="+from.String(), access.Registrar, w.city).want(200)
	for _, c := range []struct {
		code, part string
		want       float64
	}{{"", "late", 1}, {"", "new", 0}, {"HOME", "late", 1}, {"ROAD", "corrected_out", -1}, {"WATER", "corrected_in", 1}} {
		if got := why.part(why.row(c.code), c.part); got != c.want {
			t.Errorf("%s %s: %v, want %v in %s", c.code, c.part, got, c.want, why.Body)
		}
	}
	if why.Header().Get("Position") != w.head().String() || why.json["from"].(map[string]any)["position"] != 4.0 || !strings.Contains(why.text("definition_nl"), "samen zijn ze in elke cel precies het verschil") {
		t.Errorf("it says %s", why.Body)
	}
	if at, told := why.json["from"].(map[string]any)["at"]; told {
		t.Errorf("it tells when a position was recorded, which may be another employer's: %v", at)
	}
	for _, unit := range []string{"worker-hit", "suspect", "aangifte", "case", "step"} {
		if of := w.get("/v1/figures/change?unit="+unit+"&from="+from.String(), access.Registrar, w.city).want(200); of.text("unit") != unit || of.json["total"].(map[string]any)["difference"] == nil {
			t.Errorf("of a %s it says %s", unit, of.Body)
		}
	}
	if got := w.readings.list[len(w.readings.list)-1]; got.What != "figure" || got.Position != w.head() || got.Personal {
		t.Errorf("recorded %+v", got)
	}
	if other := w.get("/v1/figures/change?rows=place&from="+from.String(), access.Registrar, w.fire).want(200); other.part(-1, "late") != 0 {
		t.Errorf("another employer is told %s", other.Body)
	}
	for query, names := range map[string]string{
		"": `"from"`, "from=999": `"from"`, "from=2&to=x": `"to"`, "from=2&to=3&asOf=3": `"asOf"`, "from=4&to=2": `"from"`, "from=2&place=KANARIE": `"place"`, "from=2&rows=colour": `"rows"`,
	} {
		if out := w.get("/v1/figures/change?"+query, access.Registrar, w.city).want(400); !strings.Contains(out.Body.String(), names) {
			t.Errorf("%s: %s", query, out.Body)
		}
	}
}

func TestRatesAreAskedWithTheNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.friday("ROAD")
	ask := "/v1/figures?rows=employer&period=2026&per=staff"
	rates := func() map[string]any {
		return w.get(ask, access.Registrar, w.city).want(200).json["rates"].(map[string]any)
	}
	if r := rates(); r["lacking"] == nil {
		t.Errorf("without a table: %v", r)
	}
	w.post("/v1/reference-tables/staff", access.Operator, uuid.Nil, `{"source":"jaarverslag","rows":[{"of":"GEM-ROTTERDAM/BOA1","since":"2026-01-01","value":"250"}]}`).want(200)
	if r := rates()["total"].(map[string]any); r["rate"] != 4.0 || r["denominator"] != 250.0 {
		t.Errorf("with one: %v", r)
	}
	for query, names := range map[string]string{"per=sheep": `"per"`, "sort=rate": `"sort"`} {
		if out := w.get("/v1/figures?"+query, access.Registrar, w.city).want(400); !strings.Contains(out.Body.String(), names) {
			t.Errorf("%s: %s", query, out.Body)
		}
	}
}

func TestAnAnalystIsToldADifferenceOfMonthEndsOnly(t *testing.T) {
	t.Parallel()
	now := noon
	w := newWorld(t, func(n *Needs, _ *limits) { n.Clock = func() time.Time { return now } })
	for range 30 {
		w.registered(whole)
	}
	now = noon.AddDate(0, 2, 0)
	end := url.QueryEscape("2026-12-01T00:00:00+01:00")
	why := w.get("/v1/figures/change?rows=place&from="+end, access.Analyst, uuid.Nil).want(200)
	total := why.json["total"].(map[string]any)
	if total["difference"] != 0.0 || why.json["protection"] == nil || len(why.json["untold"].([]any)) != 9 || why.json["to"].(map[string]any)["at"] != "2027-01-01T00:00:00+01:00" {
		t.Errorf("an analyst is told %s", why.Body)
	}
	if out := w.get("/v1/figures/change?from=2", access.Analyst, uuid.Nil).want(400); !strings.Contains(out.Body.String(), `"from"`) || !strings.Contains(out.Body.String(), "2026-12-01T00:00:00+01:00") {
		t.Errorf("of another moment: %s", out.Body)
	}
	// Where the log ends is not told, nor to be found by asking for one position after another.
	for _, query := range []string{"/change?from=999999", "/change?from=" + end + "&to=999999", "?asOf=999999", "?asOf=2"} {
		if out := w.get("/v1/figures"+query, access.Analyst, uuid.Nil).want(400); !strings.Contains(out.Body.String(), "is not the end of a month") {
			t.Errorf("%s: %s", query, out.Body)
		}
	}
	w.get("/v1/figures?minPosition=999999", access.Analyst, uuid.Nil).want(200)
	if exact := w.get("/v1/figures/change?from=2", access.Registrar, w.city).want(200); exact.json["protection"] != nil || exact.part(-1, "late") < 25 {
		t.Errorf("the owner is told %s", exact.Body)
	}
}
