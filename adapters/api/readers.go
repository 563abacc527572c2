package api

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections/figures"
)

// Access keeps who could see what and who came in: see adapters/postgres.
type Access interface {
	Held(ctx context.Context, s access.Said) error
	Knocked(ctx context.Context, k access.Knock) error
	HeldAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before time.Time) ([]access.Said, error)
	InForce(ctx context.Context, before time.Time) ([]access.InForce, error)
	KnownAs(ctx context.Context, scope access.Scope, owner uuid.UUID, roles []access.Role) ([]access.Said, error)
	KnocksAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before int64, limit int) (access.KnocksPage, error)
	KnocksOfNobody(ctx context.Context, before int64, limit int) (access.KnocksPage, error)
	KnockDays(ctx context.Context, since time.Time) ([]access.KnocksOfDay, error)
	ReadingsAs(ctx context.Context, scope access.Scope, owner, record uuid.UUID, from, to time.Time) ([]access.Reading, error)
}

// seenToday are who was written down today as holding a role, so that each is once a day.
type seenToday struct {
	mu  sync.Mutex
	day string
	who map[access.Actor]bool
}

// tenure writes down that an actor holds the role he asks in, before he is answered: who could see something
// is known of everybody who ever asked for anything.
func (a *api) tenure(ctx context.Context, who access.Actor) error {
	who.Purpose = ""
	now, day := a.Clock(), a.Clock().UTC().Format(time.DateOnly)
	a.seen.mu.Lock()
	if a.seen.day != day {
		a.seen.day, a.seen.who = day, map[access.Actor]bool{}
	}
	known := a.seen.who[who]
	a.seen.mu.Unlock()
	if known {
		return nil
	}
	if err := a.Access.Held(ctx, access.Said{At: now, Actor: who.ID, Role: who.Held(), Employer: who.Employer, Held: true}); err != nil {
		return fault.Wrap(fault.Unavailable, "nothing is done, because it cannot be recorded now who holds which role: try again", err)
	}
	a.seen.mu.Lock()
	defer a.seen.mu.Unlock()
	if a.seen.day == day {
		a.seen.who[who] = true
	}
	return nil
}

// refusals take a moment at most: who was refused has his answer already.
const refusals = 2 * time.Second

// knocked writes down who was not let in, and what somebody was refused.
func (a *api) knocked(r *http.Request, c *call) {
	what := map[string]access.KnockKind{string(fault.Unauthenticated): access.NotAdmitted, string(fault.Forbidden): access.Refused}[c.kind]
	if what == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), refusals)
	defer cancel()
	k := access.Knock{At: a.Clock(), What: what, Actor: c.actor, Route: methodOf(r) + " " + routeOf(r), Reason: c.kind, Correlation: c.id}
	if err := a.Access.Knocked(ctx, k); err != nil {
		a.Logger.WarnContext(ctx, "a refusal could not be kept", "reference", c.reference(), "error", err)
	}
}

// shows are the records of which it can be asked who saw them, and what shows one.
var shows = map[string]struct {
	kind    kind
	actions []access.Action
}{
	"incident":  {anIncident, []access.Action{access.ReadIncident, access.ReadPersonal, access.CodeSample, access.TakeEverything}},
	"suspect":   {kind{"suspect", suspect.Stream}, []access.Action{access.ReadSuspect, access.TakeEverything}},
	"case":      {aCase, []access.Action{access.ReadCase, access.BundleCase, access.TakeEverything}},
	"aangifte":  {anAangifte, []access.Action{access.ReadCase, access.BundleCase, access.TakeEverything}},
	"aftercare": {theCare, []access.Action{access.ReadAftercare, access.TakeEverything}},
	"notice":    {aWaiting, []access.Action{access.ReadTriage, access.TakeEverything}},
}

type readersInput struct {
	Kind string `path:"kind" doc:"incident, suspect, case, aangifte, aftercare or notice." example:"incident"`
	ID   string `path:"id" doc:"Of the record." format:"uuid"`
	On   string `query:"on" doc:"The day, in the time zone of the employer." example:"2026-05-03"`
}

type readersAnswer struct{ Body readersPage }

type readersPage struct {
	ID       uuid.UUID       `json:"id" format:"uuid"`
	Kind     string          `json:"kind"`
	On       string          `json:"on" doc:"The day that was asked about, from midnight to midnight."`
	Zone     string          `json:"zone" doc:"Time zone of the day."`
	Invented bool            `json:"invented,omitempty" doc:"A demonstration made the record up."`
	Notice   *figures.Text   `json:"notice,omitempty" doc:"Says so."`
	Rules    []rulesThen     `json:"rules" doc:"By which rules was decided on that day; empty of a day before they were kept."`
	Could    []couldSee      `json:"could" doc:"Who was known to hold a role on that day that showed the record by the rules of that day."`
	Roles    []roleCould     `json:"roles" doc:"The roles that showed it, and how many were known to hold each: 0 is nobody."`
	Did      []didSee        `json:"did" doc:"Who read it on that day, or changed it."`
	Database []databaseLogin `json:"database" doc:"Logins that could open the database past every rule: of the programs, the supplier and whoever keeps the server. What is sealed they cannot read without the key file."`
}

type rulesThen struct {
	Since time.Time `json:"since" doc:"When a program began to decide by them, in UTC."`
	Hash  string    `json:"hash" doc:"SHA-256 of the rules."`
	Door  string    `json:"door" doc:"What began: serve or migrate."`
}

type couldSee struct {
	Actor     uuid.UUID  `json:"actor" format:"uuid" doc:"Opaque: who is behind it is known to the employer."`
	Role      string     `json:"role"`
	Own       bool       `json:"own" doc:"Worked for the employer; false of operators and others who work for none."`
	Since     time.Time  `json:"since" doc:"Since when it was known that he held the role."`
	Confirmed time.Time  `json:"confirmed" doc:"When that was said last."`
	Until     *time.Time `json:"until,omitempty" doc:"When it was said that he held it no more."`
	Why       []whyCould `json:"why"`
	Did       bool       `json:"did" doc:"And did."`
}

type whyCould struct {
	Action string `json:"action"`
	Why    string `json:"why" doc:"The reason that the rule gives."`
}

type roleCould struct {
	Role string     `json:"role"`
	Held int        `json:"held"`
	Why  []whyCould `json:"why"`
}

type didSee struct {
	At       time.Time `json:"at"`
	Actor    uuid.UUID `json:"actor" format:"uuid"`
	Role     string    `json:"role"`
	Own      bool      `json:"own"`
	Purpose  string    `json:"purpose,omitempty"`
	What     string    `json:"what" doc:"As what it was read, or which change was made."`
	Changed  bool      `json:"changed,omitempty" doc:"It was changed, not read."`
	Personal bool      `json:"personal" doc:"Names, injuries or free text were in the answer."`
	Fields   []string  `json:"fields" doc:"Kinds of details that were opened; empty of a reading of before they were kept."`
	Trace    string    `json:"trace,omitempty" doc:"The same as in the logbook of processing."`
	Channel  string    `json:"channel,omitempty" doc:"The door: api, cli, demo or import. Who came through cli sat at the machine itself: an operator, acting in this role. Left out of a reading of before it was kept."`
}

type databaseLogin struct {
	Login     string   `json:"login"`
	Superuser bool     `json:"superuser,omitempty"`
	As        []string `json:"as,omitempty" doc:"The roles of ours that it may take."`
}

// readers answers who could see a record on a day, and who did.
func (a *api) readers(ctx context.Context, in *readersInput) (*readersAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadReaders, actor.Employer); err != nil {
		return nil, err
	}
	var wrong fault.Fields
	of, known := shows[in.Kind]
	wrong.Check(known, "kind", "is no kind of record of which this is known", "use one of "+strings.Join(slices.Sorted(maps.Keys(shows)), ", "))
	day, err := time.Parse(time.DateOnly, in.On)
	wrong.Check(err == nil, "on", "is not a day", "write it as 2026-05-03")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	id, owner, err := a.named(ctx, of.kind, in.ID, access.ReadReaders)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(e)
	if err != nil {
		return nil, err
	}
	from := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
	v := seeing{api: a, kind: of.kind, id: id, owner: owner, actions: of.actions, from: from, to: time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)}
	page, err := v.page(ctx)
	if err != nil {
		return nil, err
	}
	page.ID, page.Kind, page.On, page.Zone = id, in.Kind, in.On, zone.String()
	return &readersAnswer{page}, a.record(ctx, access.Reading{What: "readers", ID: id, Owner: owner})
}

// seeing is what is asked: of which record, and between which moments.
type seeing struct {
	*api
	kind      kind
	id, owner uuid.UUID
	actions   []access.Action
	from, to  time.Time
}

func (v seeing) page(ctx context.Context) (page readersPage, err error) {
	scope := callOf(ctx).actor.Over(access.ReadReaders)
	all, err := v.Access.InForce(ctx, v.to)
	if err != nil {
		return page, err
	}
	said, err := v.Access.HeldAs(ctx, scope, v.owner, v.to)
	if err != nil {
		return page, err
	}
	if page.Did, page.Invented, err = v.did(ctx, scope); err != nil {
		return page, err
	}
	page.Notice = noticeOf(page.Invented)
	then := access.During(all, v.from, v.to)
	page.Rules, page.Database = rulesOf(then), loginsOf(then)
	page.Could, page.Roles = v.could(then, access.Tenures(said, v.from, v.to))
	for i := range page.Could {
		page.Could[i].Did = slices.ContainsFunc(page.Did, func(d didSee) bool { return d.Actor == page.Could[i].Actor && d.Role == page.Could[i].Role })
	}
	return page, nil
}

func rulesOf(then []access.InForce) []rulesThen {
	list := []rulesThen{}
	for _, f := range then {
		list = append(list, rulesThen{f.At.UTC(), hex.EncodeToString(f.Hash[:]), f.Door})
	}
	return list
}

func loginsOf(then []access.InForce) []databaseLogin {
	list := []databaseLogin{}
	for _, f := range then {
		for _, l := range f.Logins {
			if !slices.ContainsFunc(list, func(d databaseLogin) bool {
				return d.Login == l.Name && d.Superuser == l.All && slices.Equal(d.As, l.As)
			}) {
				list = append(list, databaseLogin{l.Name, l.All, l.As})
			}
		}
	}
	return list
}

// could is who could see it under any of the rules of the day.
func (v seeing) could(then []access.InForce, held []access.Tenure) ([]couldSee, []roleCould) {
	people, roles := []couldSee{}, []roleCould{}
	for _, t := range held {
		why := v.why(then, t.Role, t.Employer)
		if len(why) == 0 {
			continue
		}
		p := couldSee{Actor: t.Actor, Role: string(t.Role), Own: t.Employer == v.owner, Since: t.From.UTC(), Confirmed: t.Confirmed.UTC(), Why: why}
		if !t.Until.IsZero() {
			until := t.Until.UTC()
			p.Until = &until
		}
		people = append(people, p)
	}
	named := map[access.Role]bool{}
	for _, f := range then {
		for role := range f.Rules {
			named[role] = true
		}
	}
	for _, role := range slices.Sorted(maps.Keys(named)) {
		if why := v.why(then, role, v.owner); len(why) > 0 {
			who := map[uuid.UUID]bool{}
			for _, p := range people {
				if p.Role == string(role) {
					who[p.Actor] = true
				}
			}
			roles = append(roles, roleCould{string(role), len(who), why})
		}
	}
	return people, roles
}

func (v seeing) why(then []access.InForce, role access.Role, at uuid.UUID) (list []whyCould) {
	for _, f := range then {
		for _, g := range f.Rules.Grounds(role, at, v.owner, v.actions) {
			if w := (whyCould{string(g.Action), g.Why}); !slices.Contains(list, w) {
				list = append(list, w)
			}
		}
	}
	return list
}

// did is who read it, and who changed it, which nobody does without seeing it.
func (v seeing) did(ctx context.Context, scope access.Scope) (list []didSee, invented bool, err error) {
	readings, err := v.Access.ReadingsAs(ctx, scope, v.owner, v.id, v.from, v.to)
	if err != nil {
		return nil, false, err
	}
	list = []didSee{}
	for _, r := range readings {
		if r.What == "readers" {
			continue // who asks this sees nothing of the record
		}
		d := didSee{At: r.At.UTC(), Actor: r.Actor.ID, Role: string(r.Actor.Role), Own: r.Actor.Employer == v.owner, Purpose: string(r.Actor.Purpose), What: r.What, Personal: r.Personal, Fields: r.Fields(), Channel: r.Channel}
		if d.Fields == nil {
			d.Fields = []string{}
		}
		if r.Trace.ID != [16]byte{} {
			d.Trace = hex.EncodeToString(r.Trace.ID[:])
		}
		list = append(list, d)
	}
	recorded, err := v.Records.ReadStreamAs(ctx, scope, v.kind.stream(v.id))
	if err != nil {
		return nil, false, fmt.Errorf("read who changed a record: %w", err)
	}
	for _, e := range recorded {
		invented = invented || eventlog.Invented(e.Metadata)
		if e.RecordedAt.Before(v.from) || !e.RecordedAt.Before(v.to) {
			continue
		}
		meta, err := eventlog.ParseMeta(e.Metadata)
		if err != nil {
			return nil, false, err
		}
		atNone := !access.Role(meta.Role).AtEmployer()
		list = append(list, didSee{At: e.RecordedAt.UTC(), Actor: meta.Actor, Role: meta.Role, Own: !atNone, Purpose: meta.Purpose, What: e.Type, Changed: true, Fields: []string{}, Channel: meta.Channel})
	}
	slices.SortStableFunc(list, func(x, y didSee) int { return cmp.Compare(x.At.UnixNano(), y.At.UnixNano()) })
	return list, invented, nil
}
