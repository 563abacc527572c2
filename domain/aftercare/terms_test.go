package aftercare_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// TestFactsAreWhatWasDone: an offer is no end of a term, and what was taken back no fact.
func TestFactsAreWhatWasDone(t *testing.T) {
	t.Parallel()
	var s aftercare.Care
	for i, step := range []aftercare.Step{
		{Step: "TALK_1", Status: "OFFERED"}, {Step: "MGR_TALK", Status: "DONE"}, {Step: "PEER", Status: "DECLINED"},
		{Step: "ARBO_REP", Status: "DUE"}, {Step: "TALK_2", Status: "DUE"}, {Step: "MEDICAL", Status: "DONE"},
	} {
		step.On, _ = moment.Parse("2026-11-2"+string(rune('0'+i)), time.UTC)
		s = aftercare.Decider.Evolve(s, aftercare.StepTold{ID: uuid.UUID{byte(i + 1)}, Step: person.Of(step)})
	}
	s = aftercare.Decider.Evolve(s, aftercare.StepRetracted{ID: uuid.UUID{6}})
	var got []codes.Code
	for _, h := range s.Facts() {
		got = append(got, h.Fact)
	}
	if want := []codes.Code{"MGR_TALK", "PEER", "ARBO_DUTY"}; !slices.Equal(got, want) {
		t.Errorf("facts %v, want %v", got, want)
	}
}
