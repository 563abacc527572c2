package web

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// A night of more reports than one page holds is listed whole, and what was told before it ends the asking.
func TestTonightsListLeavesNoReportOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reported   time.Time
		next       string
		tonight    bool
		asked, all int
	}{
		"all of one page, and there is more of this night": {time.Now(), "more", true, busiestNight / 2, busiestNight},
		"there is no more":                        {time.Now(), "", true, 1, 2},
		"what follows was told before":            {time.Now().AddDate(0, 0, -3), "more", true, 1, 2},
		"the whole register is shown by the page": {time.Now(), "more", false, 1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := map[string]any{"reported_at": c.reported}
			d := &desk{status: http.StatusOK, with: map[string]any{"incidents": []any{one, one}, "next": c.next}}
			all, next, err := sent(d, nil).toldReports(url.Values{}, c.tonight)
			if err != nil || len(d.told) != c.asked || len(all) != c.all || next != c.next {
				t.Errorf("it was asked %d times for %d reports, and %q follows: %v", len(d.told), len(all), next, err)
			}
		})
	}
}
