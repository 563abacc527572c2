package aftercare_test

import (
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

func TestCareThatSomebodyAskedForWithTheReport(t *testing.T) {
	asked := func(by access.Actor, target aftercare.Target) aftercare.Open {
		return aftercare.Open{Asked: asks(by), Incident: fight, Worker: anna, Target: target, Followed: true, Telling: id(61), On: on("2026-11-21")}
	}
	hit := aftercare.Target{Employer: rotterdam.ID, Regime: "AVG", Hit: true}
	admitted := hit
	admitted.Health = person.Health{Injury: "I4"}
	trials{
		"begins, whoever reports it":          {when: asked(reporter, hit), then: opened()},
		"begins once":                         {given: opened(), when: asked(reporter, hit)},
		"brings the report that must be made": {when: asked(reporter, admitted), then: opened(told(61, step("ARBO_REP", "DUE", "2026-11-21", "2026-11-21")))},
		"not for who was not hit":             {when: asked(reporter, aftercare.Target{Employer: rotterdam.ID, Regime: "AVG"}), err: fault.Invalid, says: "name the worker in the incident first"},
		"not for a record of another one":     {when: asked(stranger, aftercare.Target{Employer: id(2), Regime: "AVG", Hit: true}), err: fault.Invalid, says: "incident is not on record here"},
	}.run(t)
}
