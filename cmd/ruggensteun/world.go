package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// demoChannel marks every event of the invented world, so that it can never be
// taken for somebody's record.
const demoChannel = "demo"

// world is what a demonstration shows: invented incidents at invented
// employers. The same seed and number give the same incidents, told at the time
// of registering, and registering twice adds nothing.
type world struct {
	seed uint64
	n    int
	now  time.Time
	zone *time.Location
}

func newWorld(seed uint64, n int) *world {
	return &world{seed: seed, n: n, now: time.Now()}
}

// demoEmployers are the invented employers. Real gemeenten have real figures;
// these have none.
var demoEmployers = []employer.Register{
	{Code: "DEMO-POLITIE", Name: "Politie-eenheid Voorbeeld (verzonnen)", Kind: "EMP_POLUNIT"},
	{Code: "DEMO-GEMEENTE", Name: "Gemeente Voorbeeldstad (verzonnen)", Kind: "EMP_GEM"},
	{Code: "DEMO-BRANDWEER", Name: "Veiligheidsregio Voorbeeld (verzonnen)", Kind: "EMP_VR"},
	{Code: "DEMO-AMBULANCE", Name: "Ambulancezorg Voorbeeld (verzonnen)", Kind: "EMP_RAV"},
}

// demoID derives the ids of the invented world, so that a second start finds the first.
func demoID(name string) uuid.UUID {
	return uuid.NewSHA1(uuid.MustParse("6b1d3c3e-53a5-4f0b-8a53-0b6a5a1c9d10"), []byte(name))
}

// demoWriters register at the same time, so that they share commits.
const demoWriters = 32

// register tells the whole world to the log.
func (w *world) register(ctx context.Context, s *store, progress func(done, total int64)) (err error) {
	if w.zone, err = time.LoadLocation(employer.DefaultZone); err != nil {
		return err
	}
	j := s.journal()
	for _, e := range demoEmployers {
		if err := w.registerEmployer(ctx, j, e); err != nil {
			return fmt.Errorf("register the invented employer %s: %w", e.Code, err)
		}
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var next, done atomic.Int64
	var writers sync.WaitGroup
	for range demoWriters {
		writers.Go(func() {
			for i := next.Add(1); i <= int64(w.n) && ctx.Err() == nil; i = next.Add(1) {
				if err := w.registerIncident(ctx, j, int(i)); err != nil {
					fail(fmt.Errorf("register invented incident %d: %w", i, err))
				}
				progress(done.Add(1), int64(w.n))
			}
		})
	}
	writers.Wait()
	return context.Cause(ctx)
}

func (w *world) registerEmployer(ctx context.Context, j decider.Journal, e employer.Register) error {
	operator, err := identity.AtTerminal(access.Operator, uuid.Nil)
	if err != nil {
		return err
	}
	e.By, e.At, e.ID, e.ZoneKnown = operator.Actor, w.now, demoID(e.Code), true
	_, err = employer.Decider.Run(ctx, j, employer.Stream(e.ID), e, w.request(operator.Actor, e.ID, "employer "+e.Code))
	return err
}

// request has a key, so that a world that was interrupted is completed and not doubled.
func (w *world) request(by access.Actor, employerID uuid.UUID, what string) decider.Request {
	key := fmt.Sprintf("demo/%d/%s", w.seed, what)
	return decider.Request{
		Employer: employerID, Key: key, Body: []byte(key),
		Meta: eventlog.Meta{
			Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose),
			Channel: demoChannel, Correlation: uuid.Must(uuid.NewV7()),
		},
	}
}

func (w *world) registerIncident(ctx context.Context, j decider.Journal, i int) error {
	r := rand.New(rand.NewPCG(w.seed, uint64(i)))
	from := demoEmployers[pick(r, 45, 25, 8, 22)]
	id := demoID(from.Code)
	registrar, err := identity.AtTerminal(access.Registrar, id)
	if err != nil {
		return err
	}
	cmd := w.report(r, from)
	cmd.Asked = incident.Asked{By: registrar.Actor, At: w.now, Employer: employer.Employer{
		ID: id, Code: from.Code, Name: from.Name, Kind: from.Kind, Zone: employer.DefaultZone,
	}}
	request := w.request(registrar.Actor, id, fmt.Sprintf("incident %d", i))
	_, err = incident.Decider.Run(ctx, j, incident.Stream(uuid.Must(uuid.NewV7())), cmd, request)
	return err
}

// report invents one incident: more in the evening, at night and at weekends,
// as the study says, without taking over any of its numbers.
func (w *world) report(r *rand.Rand, from employer.Register) incident.Register {
	profession := map[codes.Code]codes.Code{"EMP_POLUNIT": "POL", "EMP_GEM": "BOA1", "EMP_VR": "BRW", "EMP_RAV": "AMB"}[from.Kind]
	places := []codes.Code{"ROAD", "HOME", "NIGHTLIFE", "POLICE_ST", "HOSPITAL", "CARE_INST", "OV"}
	gemeenten := []codes.Code{"GM0363", "GM0599", "GM0518", "GM0344", "GM0014", codes.Unknown}
	cmd := incident.Register{
		Occurred:    w.moment(r),
		Place:       incident.Place{Type: places[pick(r, 42, 20, 12, 8, 6, 7, 5)], Gemeente: gemeenten[pick(r, 25, 22, 18, 15, 12, 8)]},
		Behaviours:  behaviours(r),
		Professions: []codes.Code{profession},
		Narrative:   "Verzonnen voorbeeld. " + tales[r.IntN(len(tales))],
	}
	crew := r.IntN(inventedWorkers)
	for i := range pick(r, 20, 60, 20) {
		cmd.Workers = append(cmd.Workers, invented(r, from, (crew+i)%inventedWorkers))
	}
	return cmd
}

var tales = []string{
	"Na een aanspreken op overlast werd de medewerker uitgescholden en geduwd.",
	"Bij aankomst stond een groep omstanders te filmen; er werd gegooid met een fles.",
	"Een naaste van de patiënt dreigde toen de behandeling op zich liet wachten.",
	"Tijdens de aanhouding verzette de verdachte zich en spuugde.",
}

// inventedWorkers is how many an employer has: few enough that the same worker
// is hit more than once.
const inventedWorkers = 120

// invented is a worker who does not exist.
func invented(r *rand.Rand, from employer.Register, n int) incident.WorkerHit {
	return incident.WorkerHit{
		Person:      demoID(fmt.Sprintf("%s worker %d", from.Code, n)),
		Name:        fmt.Sprintf("Verzonnen Medewerker %d", n),
		StaffNumber: fmt.Sprintf("V%05d", n),
		Injury:      []codes.Code{"I0", "I1", "I2", "I3", codes.Unknown}[pick(r, 50, 25, 15, 5, 5)],
	}
}

func behaviours(r *rand.Rand) []codes.Code {
	all := []codes.Code{"VERB_ABUSE", "VERB_THREAT", "PUSH", "HIT", "SPIT", "THROW", "RESIST", "FILM"}
	list := []codes.Code{all[pick(r, 34, 20, 12, 9, 7, 7, 8, 3)]}
	for r.IntN(3) == 0 {
		list = append(list, all[r.IntN(len(all))])
	}
	return list
}

// moment lies in the twelve months before now; some are known to the day only.
func (w *world) moment(r *rand.Rand) moment.Moment {
	hours := []int{6, 5, 5, 3, 2, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 6, 7, 8, 9, 7}
	for {
		day := w.now.In(w.zone).AddDate(0, 0, -1-r.IntN(365))
		if weekday := day.Weekday(); weekday >= time.Monday && weekday <= time.Thursday && r.IntN(3) == 0 {
			continue // weekends have more
		}
		text := fmt.Sprintf("%s %02d:%02d", day.Format(time.DateOnly), pick(r, hours...), r.IntN(60))
		if r.IntN(20) == 0 {
			text = text[:len(time.DateOnly)]
		}
		m, err := moment.Parse(text, w.zone)
		if err == nil { // an hour that the clock skipped or had twice is drawn again
			return m
		}
	}
}

// pick draws an index by weight.
func pick(r *rand.Rand, weights ...int) int {
	sum := 0
	for _, weight := range weights {
		sum += weight
	}
	n := r.IntN(sum)
	for i, weight := range weights {
		if n -= weight; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}
