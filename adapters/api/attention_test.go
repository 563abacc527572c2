package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/access"
)

// attended gives the path of the file of somebody for whom the city warns.
func (w *world) attended() string {
	w.t.Helper()
	path := "/v1/suspects/" + w.identified("Willem Voorbeeld", "")
	w.post(path+"/attention", access.Registrar, w.city, examples["listAttention"]).want(200)
	return path
}

func (w *world) attention(path string, role access.Role) map[string]any {
	w.t.Helper()
	page, _ := w.get(path, role, w.city).want(200).json["attention"].(map[string]any)
	return page
}

func TestAListingIsSeenOnTheSuspectsPageUntilItEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.attended()
	page := w.attention(path, access.CaseWorker)
	if page["standing"] != "HOLDS" || page["ground"] != "BAN" || page["review"] != "2027-05-01" || page["end"] != "2027-11-01" {
		t.Errorf("the page says %v", page)
	}
	w.get(path, access.CaseWorker, w.fire).want(404)
	w.post(path+"/attention-ending", access.PrivacyOfficer, w.fire, `{"reason":"x"}`).want(404)
	w.now = time.Date(2027, 5, 2, 12, 0, 0, 0, time.UTC)
	if page := w.attention(path, access.CaseWorker); page["standing"] != "LAPSED" {
		t.Errorf("nobody reviewed it: %v", page["standing"])
	}
	w.post(path+"/attention-renewal", access.Registrar, w.city, `{"reason":"x","review":"2027-06-01","end":"2027-06-01"}`).want(409)
}

func TestAListingWithoutWhatItNeedsIsRefusedWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/v1/suspects/" + w.identified("Willem Voorbeeld", "")
	got := w.post(path+"/attention", access.Registrar, w.city, `{}`).want(400).fields()
	for _, field := range []string{"ground", "why", "notice.on", "notice.document", "review", "end"} {
		if !slices.Contains(got, field) {
			t.Errorf("%s is not named: %v", field, got)
		}
	}
	w.post(path+"/attention", access.CaseWorker, w.city, examples["listAttention"]).want(403)
	if w.attention(path, access.Registrar) != nil {
		t.Error("it was listed")
	}
}

// TestAListingEndsWithWhoItIs: of somebody whom nobody knows any more nobody is warned, and what
// it rested on goes with the history.
func TestAListingEndsWithWhoItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.attended()
	w.post(path+"/erasure", access.Registrar, w.city, `{"what":["identity","history"],"reason":"ERASURE","forever":true}`).want(200)
	page := w.attention(path, access.Registrar)
	if page["standing"] != "ENDED" || page["ground"] != nil || page["why"].(map[string]any)["state"] != "forgotten" || page["notice"] != nil {
		t.Errorf("after it was forgotten: %v", page)
	}
	for _, e := range w.since(0) {
		if strings.HasPrefix(e.Type, "attention.") && strings.Contains(string(e.Payload), "stadskantoor") {
			t.Errorf("%s holds why in clear", e.Type)
		}
	}
}
