package prosecution_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

func TestTell(t *testing.T) {
	conv := received(31, said("VERDICT", "2026-11-12", outcome("CONV")))
	tell := func(victim uuid.UUID, notices ...uuid.UUID) prosecution.Tell {
		return prosecution.Tell{Asked: asks(caseWorker), ID: id(71), Victim: victim, Notices: notices, Channel: "LETTER", On: on("2026-11-20"), Text: "Beste Anna"}
	}
	told := prosecution.VictimTold{ID: id(71), Victim: anna, Of: []prosecution.Revision{{Notice: id(31)}}, Channel: "LETTER", On: on("2026-11-20"), Text: person.Of("Beste Anna")}
	wrong := tell(anna)
	wrong.Channel = "PIGEON"
	tomorrow := tell(anna)
	tomorrow.On = on("2026-11-22")
	trials{
		"of all that is owed":              {given: opened(conv), when: tell(anna), then: []prosecution.Event{told}},
		"of one notice":                    {given: opened(conv), when: tell(anna, id(31)), then: []prosecution.Event{told}},
		"the same telling twice is once":   {given: opened(conv, told), when: tell(anna)},
		"of nothing that is owed":          {given: opened(), when: tell(anna), err: fault.Refused, says: "name the notices"},
		"of a notice that is not there":    {given: opened(conv), when: tell(anna, id(39)), err: fault.Invalid, says: "check the ids of the notices"},
		"somebody who is no victim":        {given: opened(conv), when: tell(id(29)), err: fault.Invalid, says: "link the worker first"},
		"in a way that we do not know":     {given: opened(conv), when: wrong, err: fault.Invalid, says: "use one of TALK, PHONE, LETTER"},
		"tomorrow":                         {given: opened(conv), when: tomorrow, err: fault.Invalid, says: "on lies in the future"},
		"a reporter keeps no such records": {given: opened(conv), when: prosecution.Tell{Asked: asks(reporter)}, err: fault.Forbidden, says: "whoever follows the case"},
	}.run(t)
}

func TestUninformed(t *testing.T) {
	t.Parallel()
	conv := received(31, said("VERDICT", "2026-11-12", outcome("CONV")))
	acquit := prosecution.NoticeCorrected{Notice: kept(31, said("VERDICT", "2026-11-12", outcome("ACQ"))), Again: true}
	both := []prosecution.Event{tellAll(71, anna, 31, 0), tellAll(72, bert, 31, 0)}
	owed := func(victim uuid.UUID, revision int, withdrawn, again bool) prosecution.Owed {
		return prosecution.Owed{Victim: victim, Revision: prosecution.Revision{Notice: id(31), Revision: revision}, Received: on("2026-11-20"), Withdrawn: withdrawn, Again: again}
	}
	for name, c := range map[string]struct {
		given []prosecution.Event
		want  []prosecution.Owed
	}{
		"nobody has to hear of a police report":       {given: []prosecution.Event{received(31, said("MELD_POL", "2026-11-01"))}},
		"every victim has to hear of a verdict":       {given: []prosecution.Event{conv}, want: []prosecution.Owed{owed(anna, 0, false, false), owed(bert, 0, false, false)}},
		"who was told has not":                        {given: []prosecution.Event{conv, both[0]}, want: []prosecution.Owed{owed(bert, 0, false, false)}},
		"what changed is told again":                  {given: []prosecution.Event{conv, both[0], both[1], acquit, tellAll(73, bert, 31, 1)}, want: []prosecution.Owed{owed(anna, 1, false, true)}},
		"another source is not":                       {given: append([]prosecution.Event{conv, prosecution.NoticeCorrected{Notice: kept(31, said("VERDICT", "2026-11-12", outcome("CONV")))}}, both...)},
		"who was told what was withdrawn hears of it": {given: []prosecution.Event{conv, both[0], prosecution.NoticeWithdrawn{ID: id(31)}}, want: []prosecution.Owed{owed(anna, 1, true, false)}},
		"and then no more":                            {given: []prosecution.Event{conv, both[0], prosecution.NoticeWithdrawn{ID: id(31)}, tellAll(73, anna, 31, 1)}},
		"who was unlinked is no victim":               {given: []prosecution.Event{conv, both[0], prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: bert}}}},
		"what cannot be read is told to nobody":       {given: []prosecution.Event{prosecution.NoticeReceived{Notice: prosecution.Notice{ID: id(31), Told: person.Shut[prosecution.Told]()}}}},
	} {
		if diff := cmp.Diff(c.want, fold(c.given...).Uninformed()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestClose(t *testing.T) {
	conv := said("VERDICT", "2026-11-12", outcome("CONV"))
	conv.Amounts = []prosecution.Amount{{Claimant: anna, Kind: "AWARDED", Cents: 45000}}
	paid := said("DMG_PAID", "2026-11-18")
	paid.Amounts = []prosecution.Amount{{Claimant: anna, Kind: "PAID", Cents: 45000}}
	claim := said("JOIN_BP", "2026-11-01")
	claim.Amounts = []prosecution.Amount{{Claimant: rotterdam.ID, Kind: "CLAIMED", Cents: 100}}
	done := opened(received(31, conv), received(32, paid), tellAll(71, anna, 31, 0), tellAll(72, bert, 31, 0))
	stop := prosecution.Close{Asked: asks(caseWorker)}
	why := prosecution.Close{Asked: asks(caseWorker), Explanation: "is verhuisd"}
	trials{
		"when nothing is left to do":        {given: done, when: stop, then: []prosecution.Event{prosecution.Closed{}}},
		"closing twice changes nothing":     {given: append(slices.Clone(done), prosecution.Closed{}), when: stop},
		"a victim who was not told is left": {given: slices.Delete(slices.Clone(done), 8, 9), when: stop, err: fault.Refused, says: "victims[1] (person " + bert.String() + ") was not told"},
		"damages are open":                  {given: slices.Delete(slices.Clone(done), 6, 7), when: stop, err: fault.Refused, says: "of claimant " + anna.String() + " are awarded and not received: record what was paid"},
		"a claim that nobody decided":       {given: append(slices.Clone(done), received(33, claim)), when: stop, err: fault.Refused, says: "are claimed and not decided"},
		"no outcome":                        {given: opened(), when: stop, err: fault.Refused, says: "outcome was not heard of"},
		"the refusal says what is accepted": {given: opened(), when: stop, err: fault.Refused, says: "or close it with an explanation"},
		"with an explanation it is closed": {given: slices.Delete(slices.Clone(done), 8, 9), when: why, then: []prosecution.Event{prosecution.Closed{
			Loose: person.Of([]prosecution.LooseEnd{{Kind: prosecution.Untold, Person: bert}}), Explanation: person.Of("is verhuisd"),
		}}},
		"reopened with a reason":       {given: append(slices.Clone(done), prosecution.Closed{}), when: prosecution.Reopen{Asked: asks(registrar), Reason: "toch niet"}, then: []prosecution.Event{prosecution.Reopened{Reason: person.Of("toch niet")}}},
		"reopened without one":         {given: append(slices.Clone(done), prosecution.Closed{}), when: prosecution.Reopen{Asked: asks(registrar)}, err: fault.Invalid, says: "reason is missing"},
		"an open case is not":          {given: done, when: prosecution.Reopen{Asked: asks(registrar)}},
		"by another employer, no case": {given: done, when: prosecution.Close{Asked: asks(stranger)}, err: fault.NotFound, says: "no such case"},
	}.run(t)
}
