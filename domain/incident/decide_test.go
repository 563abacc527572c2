package incident_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

var (
	noon     = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	lastHour = moment.Moment{Instant: noon.Add(-time.Hour), Offset: 60, Precision: moment.Minute}
	june     = moment.Moment{Instant: time.Date(2026, 5, 31, 22, 0, 0, 0, time.UTC), Offset: 120, Precision: moment.Month, Finer: codes.Unknown}

	rotterdam = employer.Employer{ID: id(1), Code: "GEM-ROTTERDAM", Units: []employer.Unit{{Code: "HH-1", Name: "Handhaving 1"}}}
	utrecht   = employer.Employer{ID: id(2), Code: "RAV-UTRECHT"}

	reporter  = access.Actor{ID: id(10), Role: access.Reporter, Employer: rotterdam.ID, Purpose: access.Registration}
	registrar = access.Actor{ID: id(11), Role: access.Registrar, Employer: rotterdam.ID, Purpose: access.Registration}
	stranger  = access.Actor{ID: id(12), Role: access.Registrar, Employer: utrecht.ID, Purpose: access.Registration}
	analyst   = access.Actor{ID: id(13), Role: access.Analyst, Purpose: access.Analysis}
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

func asks(by access.Actor) incident.Asked {
	return incident.Asked{By: by, At: noon, Employer: rotterdam}
}

func ptr[T any](v T) *T { return &v }

func hit(n byte, name, number string, injury codes.Code) incident.WorkerHit {
	return incident.WorkerHit{Person: id(n), Name: name, StaffNumber: number, Injury: injury}
}

func hurt(w incident.WorkerHit, mind codes.Code, exposures []codes.Code, absence person.Absence) incident.WorkerHit {
	w.Mind, w.Exposures, w.Absence = mind, exposures, absence
	return w
}

func worker(n byte, name, number string, injury codes.Code) incident.Worker {
	return incident.Worker{
		Person:   id(n),
		Identity: person.Of(person.Identity{Name: name, StaffNumber: number}),
		Health:   person.Of(person.Health{Injury: injury}),
	}
}

// full is a good request to register with everything in it, with one thing changed.
func full(change func(*incident.Register)) incident.Register {
	c := incident.Register{
		Asked:       asks(reporter),
		Occurred:    lastHour,
		Place:       incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "HH-1"},
		Behaviours:  []codes.Code{"VERB_THREAT", "HIT"},
		Professions: []codes.Code{"BOA1"},
		Workers:     []incident.WorkerHit{hit(21, "J. de Vries", "4711", "I2")},
		Narrative:   "Sprak hem aan.\nKreeg een klap.",
	}
	if change != nil {
		change(&c)
	}
	return c
}

func registered(change func(*incident.Registered)) incident.Registered {
	e := incident.Registered{
		Employer:    rotterdam.ID,
		Regime:      incident.AVG,
		Occurred:    lastHour,
		ReportedAt:  noon,
		Place:       incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "HH-1"},
		Behaviours:  []codes.Code{"VERB_THREAT", "HIT"},
		Professions: []codes.Code{"BOA1"},
		Workers:     []incident.Worker{worker(21, "J. de Vries", "4711", "I2")},
		Narrative:   person.Of("Sprak hem aan.\nKreeg een klap."),
	}
	if change != nil {
		change(&e)
	}
	return e
}

// bare is what is left of an incident when nobody knew anything.
func bare() incident.Registered {
	return incident.Registered{
		Employer:   rotterdam.ID,
		Regime:     incident.AVG,
		Occurred:   moment.Nothing(codes.NotRecorded),
		ReportedAt: noon,
		Place:      incident.Place{Type: codes.NotRecorded, Gemeente: codes.NotRecorded},
	}
}

type trial struct {
	given []incident.Event
	when  incident.Command
	then  []incident.Event
	err   fault.Kind
	says  string
}

type trials map[string]trial

func (tests trials) run(t *testing.T) {
	t.Parallel()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := incident.Decider.Decide(incident.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %s about %q", err, test.err, test.says)
			}
		})
	}
}

func history(events ...incident.Event) []incident.Event {
	return append([]incident.Event{registered(nil)}, events...)
}

var withdrawn = incident.Withdrawn{Reason: "DUPLICATE"}

func TestRegister(t *testing.T) {
	trials{
		"all that was told is recorded": {
			when: full(nil), then: history()},
		"what was not told is not recorded, and a field of many stays empty": {
			when: incident.Register{Asked: asks(reporter)}, then: []incident.Event{bare()}},
		"what is known to be unknown is another thing": {
			when: full(func(c *incident.Register) {
				c.Occurred, c.Behaviours = moment.Nothing(codes.Unknown), []codes.Code{codes.Unknown}
				c.Place = incident.Place{Type: codes.Unknown, Gemeente: codes.Unknown}
			}),
			then: []incident.Event{registered(func(e *incident.Registered) {
				e.Occurred, e.Behaviours = moment.Nothing(codes.Unknown), []codes.Code{codes.Unknown}
				e.Place = incident.Place{Type: codes.Unknown, Gemeente: codes.Unknown}
			})}},
		"a month is enough": {
			when: full(func(c *incident.Register) { c.Occurred = june }),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Occurred = june })}},
		"first told elsewhere": {
			when: full(func(c *incident.Register) { c.Reported = june }),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Reported = june })}},
		"that it is not recorded when it was first told is nothing": {
			when: full(func(c *incident.Register) { c.Reported = moment.Nothing(codes.NotRecorded) }),
			then: []incident.Event{registered(nil)}},
		"what is said twice is recorded once, in the order told": {
			when: full(func(c *incident.Register) {
				c.Behaviours = []codes.Code{"SPIT", "HIT", "SPIT"}
				c.Workers = append(c.Workers, c.Workers[0])
			}),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Behaviours = []codes.Code{"SPIT", "HIT"} })}},
		"NOT_RECORDED in a field of many is the same as nothing": {
			when: full(func(c *incident.Register) { c.Behaviours = []codes.Code{codes.NotRecorded} }),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Behaviours = nil })}},
		"OTHER stands beside other answers": {
			when: full(func(c *incident.Register) { c.Behaviours = []codes.Code{"HIT", codes.Other} }),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Behaviours = []codes.Code{"HIT", codes.Other} })}},
		"an empty narrative is none": {
			when: full(func(c *incident.Register) { c.Narrative = " \n" }),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Narrative = person.Held[string]{} })}},
		"a staff number is enough, and an injury not told is not recorded": {
			when: full(func(c *incident.Register) { c.Workers = []incident.WorkerHit{hit(21, "", " 4711 ", "")} }),
			then: []incident.Event{registered(func(e *incident.Registered) {
				e.Workers = []incident.Worker{worker(21, "", "4711", codes.NotRecorded)}
			})}},
		"the time of reporting is kept in UTC, to the microsecond": {
			when: full(func(c *incident.Register) { c.At = noon.Add(1500).In(time.FixedZone("", 3600)) }),
			then: []incident.Event{registered(func(e *incident.Registered) { e.ReportedAt = noon.Add(1000) })}},
		"an employer that we do not know is refused": {
			when: full(func(c *incident.Register) { c.Employer = employer.Employer{} }),
			err:  fault.Invalid, says: "employer is not known: check the employer's code"},
		"nobody registers for another employer": {
			when: full(func(c *incident.Register) { c.By = stranger }), err: fault.Forbidden, says: "employer you work for"},
		"an analyst does not register": {
			when: full(func(c *incident.Register) { c.By = analyst }), err: fault.Forbidden, says: "figures"},
		"the same incident is not registered twice": {
			given: history(), when: full(nil), err: fault.Refused, says: "use a new id"},
		"a withdrawn incident is not registered again": {
			given: history(withdrawn), when: full(nil), err: fault.Refused, says: "use a new id"},
		"no command is refused": {when: nil, err: fault.Invalid},
	}.run(t)
}

func TestAddDetails(t *testing.T) {
	add := func(c incident.AddDetails) incident.AddDetails { c.Asked = asks(registrar); return c }
	forgotten := registered(func(e *incident.Registered) { e.Workers[0].Identity = person.Gone[person.Identity]() })
	trials{
		"only what is new is told": {
			given: history(),
			when:  add(incident.AddDetails{Behaviours: []codes.Code{"HIT", "SPIT"}, Professions: []codes.Code{"BOA1", "POL"}, Narrative: "Later bleek meer."}),
			then: []incident.Event{incident.DetailsAdded{
				Behaviours: []codes.Code{"SPIT"}, Professions: []codes.Code{"POL"}, Narrative: person.Of("Later bleek meer.")}}},
		"nothing new is no event": {
			given: history(),
			when: add(incident.AddDetails{Behaviours: []codes.Code{"HIT"}, Professions: []codes.Code{"BOA1"},
				Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "")}, Narrative: " Sprak hem aan.\nKreeg een klap. "})},
		"nothing at all is no event": {given: history(), when: add(incident.AddDetails{})},
		"an answer comes after it was unknown": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Behaviours = []codes.Code{codes.Unknown} })},
			when:  add(incident.AddDetails{Behaviours: []codes.Code{"HIT"}}),
			then:  []incident.Event{incident.DetailsAdded{Behaviours: []codes.Code{"HIT"}}}},
		"unknown comes where nothing was recorded": {
			given: []incident.Event{bare()},
			when:  add(incident.AddDetails{Behaviours: []codes.Code{codes.Unknown}}),
			then:  []incident.Event{incident.DetailsAdded{Behaviours: []codes.Code{codes.Unknown}}}},
		"unknown does not come after an answer": {
			given: history(), when: add(incident.AddDetails{Behaviours: []codes.Code{codes.Unknown}}), err: fault.Invalid, says: "behaviours is on record already"},
		"another worker": {
			given: history(), when: add(incident.AddDetails{Workers: []incident.WorkerHit{hit(22, "A. Bakker", "", "I0")}}),
			then: []incident.Event{incident.DetailsAdded{Workers: []incident.Worker{worker(22, "A. Bakker", "", "I0")}}}},
		"an injury that turned out worse": {
			given: history(), when: add(incident.AddDetails{Workers: []incident.WorkerHit{hit(21, "J. de Vries", "", "I4")}}),
			then: []incident.Event{incident.DetailsAdded{Workers: []incident.Worker{worker(21, "J. de Vries", "4711", "I4")}}}},
		"a name that was blank": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Workers = []incident.Worker{worker(21, "", "4711", "I2")} })},
			when:  add(incident.AddDetails{Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "")}}),
			then:  []incident.Event{incident.DetailsAdded{Workers: []incident.Worker{worker(21, "J. de Vries", "4711", "I2")}}}},
		"a name in other capitals changes nothing": {
			given: history(), when: add(incident.AddDetails{Workers: []incident.WorkerHit{hit(21, "j. de vries", "4711", "")}})},
		"another name for the same person is refused": {
			given: history(), when: add(incident.AddDetails{Workers: []incident.WorkerHit{hit(21, "P. Jansen", "4711", "")}}),
			err: fault.Invalid, says: "workers[0].name differs from what is on record"},
		"a person whose details were destroyed stays forgotten": {
			given: []incident.Event{forgotten}, when: add(incident.AddDetails{Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "I4")}}),
			err: fault.Invalid, says: "workers[0] has details on record that were destroyed"},
		"too much altogether": {
			given: history(), when: add(incident.AddDetails{Narrative: strings.Repeat("<", 20_000), Workers: crowd(100, strings.Repeat("<", 99), "")}),
			err: fault.Invalid, says: "narrative is too long together with so many workers"},
		"an incident that is not there": {
			when: add(incident.AddDetails{}), err: fault.NotFound, says: "no such incident"},
		"to another employer it is not there": {
			given: history(), when: incident.AddDetails{Asked: asks(stranger)}, err: fault.NotFound, says: "no such incident"},
		"looked up with another employer it is not there": {
			given: history(), when: incident.AddDetails{Asked: incident.Asked{By: stranger, At: noon, Employer: utrecht}}, err: fault.NotFound},
		"a withdrawn incident takes nothing more": {
			given: history(withdrawn), when: add(incident.AddDetails{Behaviours: []codes.Code{"SPIT"}}), err: fault.Refused, says: "withdrawn"},
	}.run(t)
}

func TestCorrect(t *testing.T) {
	earlier := moment.Moment{Instant: noon.Add(-9 * time.Hour), Offset: 60, Precision: moment.Minute}
	correct := func(c incident.Correct) incident.Correct { c.Asked = asks(registrar); return c }
	why := person.Of("verkeerd overgenomen")
	trials{
		"only what differs is told, with the reason": {
			given: history(),
			when: correct(incident.Correct{Reason: "verkeerd overgenomen", Occurred: &earlier,
				Place: &incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "HH-1"}, Behaviours: &[]codes.Code{"VERB_THREAT", "HIT"}}),
			then: []incident.Event{incident.Corrected{Reason: why, Occurred: &earlier}}},
		"everything at once": {
			given: history(),
			when: correct(incident.Correct{Reason: "verkeerd overgenomen", Occurred: &june, Place: &incident.Place{Type: "HOME"},
				Behaviours: &[]codes.Code{"SPIT", "SPIT"}, Professions: &[]codes.Code{}, Narrative: ptr("Anders.")}),
			then: []incident.Event{incident.Corrected{Reason: why, Occurred: &june, Place: &incident.Place{Type: "HOME", Gemeente: codes.NotRecorded},
				Behaviours: &[]codes.Code{"SPIT"}, Professions: ptr([]codes.Code(nil)), Narrative: ptr(person.Of("Anders."))}}},
		"a narrative can be taken back": {
			given: history(), when: correct(incident.Correct{Reason: "verkeerd overgenomen", Narrative: ptr("")}),
			then: []incident.Event{incident.Corrected{Reason: why, Narrative: &person.Held[string]{}}}},
		"the order of what was done can be mended": {
			given: history(), when: correct(incident.Correct{Reason: "verkeerd overgenomen", Behaviours: &[]codes.Code{"HIT", "VERB_THREAT"}}),
			then: []incident.Event{incident.Corrected{Reason: why, Behaviours: &[]codes.Code{"HIT", "VERB_THREAT"}}}},
		"to the same value is no event": {
			given: history(),
			when: correct(incident.Correct{Reason: "zeker weten", Occurred: &lastHour, Professions: &[]codes.Code{"BOA1", "BOA1"},
				Narrative: ptr("Sprak hem aan.\r\nKreeg een klap.")})},
		"one narrative that says what two said is a change": {
			given: history(incident.DetailsAdded{Narrative: person.Of("Meer.")}), when: correct(incident.Correct{Reason: "verkeerd overgenomen", Narrative: ptr("Meer.")}),
			then: []incident.Event{incident.Corrected{Reason: why, Narrative: ptr(person.Of("Meer."))}}},
		"when it was first told": {
			given: history(), when: correct(incident.Correct{Reason: "verkeerd overgenomen", Reported: &earlier}),
			then: []incident.Event{incident.Corrected{Reason: why, Reported: &earlier}}},
		"that nobody recorded when it was first told": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Reported = earlier })},
			when:  correct(incident.Correct{Reason: "verkeerd overgenomen", Reported: ptr(moment.Nothing(codes.NotRecorded))}),
			then:  []incident.Event{incident.Corrected{Reason: why, Reported: &moment.Moment{}}}},
		"the same first told again is no event": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Reported = earlier })},
			when:  correct(incident.Correct{Reason: "zeker weten", Reported: &earlier})},
		"a correction says why": {
			given: history(), when: correct(incident.Correct{Reason: " ", Occurred: &earlier}), err: fault.Invalid, says: "reason is missing"},
		"a correction of nothing is refused": {
			given: history(), when: correct(incident.Correct{Reason: "zomaar"}), err: fault.Invalid, says: "correction changes nothing"},
		"a time in the future is refused": {
			given: history(), when: correct(incident.Correct{Reason: "zomaar", Occurred: &moment.Moment{Instant: noon.Add(time.Hour), Precision: moment.Minute}}),
			err: fault.Invalid, says: "occurred lies in the future"},
		"a reporter does not correct": {
			given: history(), when: incident.Correct{Asked: asks(reporter), Reason: "zomaar", Occurred: &earlier}, err: fault.Forbidden, says: "registrar"},
		"to another employer it is not there": {
			given: history(), when: incident.Correct{Asked: asks(stranger), Reason: "zomaar", Occurred: &earlier}, err: fault.NotFound},
		"a withdrawn incident is not corrected": {
			given: history(withdrawn), when: correct(incident.Correct{Reason: "zomaar", Occurred: &earlier}), err: fault.Refused, says: "withdrawn"},
	}.run(t)
}

func TestWithdraw(t *testing.T) {
	trials{
		"a report is taken back with a reason": {
			given: history(), when: incident.Withdraw{Asked: asks(registrar), Reason: "DUPLICATE", Explanation: "zie vorige"},
			then: []incident.Event{incident.Withdrawn{Reason: "DUPLICATE", Explanation: person.Of("zie vorige")}}},
		"an explanation may be left out": {
			given: history(), when: incident.Withdraw{Asked: asks(registrar), Reason: codes.Other}, then: []incident.Event{incident.Withdrawn{Reason: codes.Other}}},
		"a reason that says nothing is refused": {
			given: history(), when: incident.Withdraw{Asked: asks(registrar), Reason: codes.Unknown}, err: fault.Invalid, says: "reason needs an answer"},
		"no reason is refused": {
			given: history(), when: incident.Withdraw{Asked: asks(registrar)}, err: fault.Invalid, says: "reason is empty: use one of MISTAKE"},
		"withdrawing twice changes nothing, whatever the reason": {
			given: history(withdrawn), when: incident.Withdraw{Asked: asks(registrar), Reason: "MISTAKE"}},
		"a reporter does not withdraw": {
			given: history(), when: incident.Withdraw{Asked: asks(reporter), Reason: "MISTAKE"}, err: fault.Forbidden, says: "registrar"},
		"to another employer it is not there, withdrawn or not": {
			given: history(withdrawn), when: incident.Withdraw{Asked: asks(stranger), Reason: "MISTAKE"}, err: fault.NotFound},
		"what is not there cannot be withdrawn": {
			when: incident.Withdraw{Asked: asks(registrar), Reason: "MISTAKE"}, err: fault.NotFound, says: "no such incident"},
	}.run(t)
}
