package world

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/prosecution"
)

// rightsDice are those of who was told of rights, apart from the others: what else is
// told of a case does not hang on it.
const rightsDice = 1 << 43

// rights is that the police told the victims theirs, at the first contact mostly. How
// often is our own choice: nothing is published.
func (k *docket) rights(opened time.Time) {
	i := slices.IndexFunc(k.heard, func(n *notice) bool { return n.Step == "MELD_POL" || n.Step == "AANG" })
	d := k.world.dice(rightsDice + k.story)
	if i < 0 || k.part == nil && !d.chance(84) {
		return
	}
	first := k.heard[i]
	on := first.effect
	if k.part == nil && d.chance(8) {
		on = on.AddDate(0, 0, d.between(1, 6))
	}
	came := lastOf(first.received, opened.Add(time.Duration(i)*time.Minute))
	k.do(lastOf(came, on.Add(time.Hour)).Add(10*time.Minute), "rights", func(k *docket) prosecution.Command {
		k.say("case/rights", agreement.UseStream(k.id), agreement.TellFact{
			By: k.who(access.CaseWorker), At: k.at, Employer: k.site.ID, ID: k.world.id(k.at, fmt.Sprintf("%d rights", k.story)),
			Fact: "RIGHTS_TOLD", On: onDay(k.world.zone, on),
		})
		return nil
	})
}
