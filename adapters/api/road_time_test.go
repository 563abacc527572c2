package api

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// inDecember is one of the two worlds of TestNoRoadTellsThatALateReportCame, in which nobody
// asked anything yet.
func inDecember(t *testing.T, happens december, more func(*leaking, *figures.Answer, figures.Question) error) *world {
	t.Helper()
	leak := &leaking{}
	w, known := inThrees(t, &counter{}, leak)
	happens(w, known)
	leak.more = more
	w.now = time.Date(2027, 2, 12, 12, 0, 0, 0, time.UTC)
	return w
}

// manyQuestions are asked about where the late report was, one by one for the first time.
func manyQuestions() (all []string) {
	by := []string{"place", "behaviour", "profession", "weekday", "trigger", "month"}
	for _, rows := range by {
		all = append(all, "?gemeente=GM0344&rows="+rows)
		for _, columns := range by {
			if rows != columns {
				all = append(all, "?rows="+rows+"&columns="+columns+"&gemeente=GM0344")
			}
		}
	}
	return all
}

// longer is how many times as long one world usually thinks as the other: for most questions it is
// not far from 1 on a machine that does other things too.
func longer(t *testing.T, one, other *world) float64 {
	t.Helper()
	var ratios []float64
	for i, query := range append(manyQuestions(), manyQuestions()...) { // a second time they are remembered
		both := [2]*world{one, other}
		var took [2]time.Duration
		for k := range both {
			k = (k + i) % 2 // each is first as often
			token := both[k].token(access.Analyst, uuid.Nil)
			began := time.Now()
			out := both[k].do("GET", base+"/figures"+query, token, "")
			took[k] = time.Since(began)
			out.want(200)
		}
		ratios = append(ratios, float64(took[0])/float64(took[1]))
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// TestHowLongAnAnswerTakesTellsNothing: who cannot see a late report cannot hear it either. Half or twice
// is far outside what chance does to the middle of seventy pairs, and a number that is looked
// up, worked out anew or kept back by a road of its own takes longer than that.
func TestHowLongAnAnswerTakesTellsNothing(t *testing.T) {
	t.Parallel()
	without := inDecember(t, nothingNew, nil)
	if r := longer(t, inDecember(t, oneLateReport, nil), without); r > 2 || r < 0.5 {
		t.Errorf("where a late report came answers take %.2f times as long", r)
	}
	looksFirst := func(l *leaking, _ *figures.Answer, q figures.Question) error {
		if l.exactly(q).Total.N > 0 {
			for range 20 {
				l.exactly(q)
			}
		}
		return nil
	}
	if r := longer(t, inDecember(t, oneLateReport, looksFirst), without); r < 2 {
		t.Errorf("a road of its own is not heard: %.2f times as long", r)
	}
}
