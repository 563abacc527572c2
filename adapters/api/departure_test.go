package api

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
)

// goodbyes carries departures out in memory: a log there keeps its payloads, and what the
// database refuses is refused at the door alone. That it goes is tested where there is one.
type goodbyes struct {
	log  eventlog.Log
	mu   sync.Mutex
	left map[uuid.UUID]eventlog.Position
	done map[eventlog.Position]eventlog.Position
}

func (g *goodbyes) Left(_ context.Context, employer uuid.UUID) (bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left[employer] > 0, nil
}

func (g *goodbyes) Since(ctx context.Context, employer uuid.UUID, p eventlog.Position, beside []string) (n int, err error) {
	all, err := g.log.Read(ctx, p, 100_000)
	for _, e := range all {
		if e.Employer == employer && !strings.Contains(" "+strings.Join(beside, " ")+" ", " "+e.Stream.Category+" ") {
			n++
		}
	}
	return n, err
}

func (g *goodbyes) Close(_ context.Context, employer uuid.UUID, confirmed eventlog.Position) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.left == nil {
		g.left, g.done = map[uuid.UUID]eventlog.Position{}, map[eventlog.Position]eventlog.Position{}
	}
	g.left[employer] = confirmed
	return nil
}

func (g *goodbyes) Keys(context.Context, uuid.UUID, int) (int, []uuid.UUID, error) {
	return 1, []uuid.UUID{{1}}, nil
}

func (g *goodbyes) Redact(_ context.Context, _ uuid.UUID, by eventlog.Position, _ []string, _, through eventlog.Position) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.done[by] = through
	return nil
}

func (g *goodbyes) Redacted(_ context.Context, by eventlog.Position) (eventlog.Position, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.done[by], nil
}

func (g *goodbyes) Removed(_ context.Context, _ uuid.UUID, by eventlog.Position) (removed, kept int, first, last eventlog.Position, err error) {
	return 0, int(by) - 1, 1, by - 1, nil
}

func (g *goodbyes) Clear(context.Context, uuid.UUID) (departure.Finished, error) {
	return departure.Finished{}, nil
}

// takenOut takes all of the city out, and gives the hash of the file.
func (w *world) takenOut() string {
	w.t.Helper()
	w.get("/v1/exports/everything", access.Registrar, w.city).want(200)
	list := w.get("/v1/exports?year="+w.now.Format("2006"), access.Registrar, w.city).want(200).list("exports")
	for _, line := range list { // the newest first
		if line["form"] == "everything" {
			return line["hash"].(string)
		}
	}
	w.t.Fatal("nothing was taken out")
	return ""
}

// leaves lets the city ask to leave, and gives the path and the hash.
func (w *world) leaves() (path, hash string) {
	w.t.Helper()
	hash, path = w.takenOut(), base+"/employers/"+city+"/departure"
	w.post(path, access.PrivacyOfficer, w.city, `{"export":"`+hash+`"}`).want(200)
	return path, hash
}

func TestAnEmployerLeavesByTwoPersonsWithTimeInBetween(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	path, hash := w.leaves()
	confirm := `{"export":"` + hash + `","forever":true,"backups":[{"name":"nachtelijk","kept":"P30D"}]}`
	w.post(path+"/confirmation", access.Operator, uuid.Nil, confirm).want(409).says("14 days")
	w.post(path+"/steps", access.Operator, uuid.Nil, `{}`).want(409)
	w.now = w.now.AddDate(0, 0, departure.WaitsDays)
	w.post(path+"/confirmation", access.PrivacyOfficer, w.city, confirm).want(403)
	w.post(path+"/confirmation", access.Operator, uuid.Nil, strings.Replace(confirm, "true", "false", 1)).want(400).says("forever")
	w.registered(whole)
	w.post(path+"/confirmation", access.Operator, uuid.Nil, confirm).want(409).says("recorded since")
	newer := w.takenOut()
	w.post(path, access.Registrar, w.city, `{"export":"`+newer+`"}`).want(200).says(`"standing":"READY"`)
	w.post(path+"/confirmation", access.Operator, uuid.Nil, confirm).want(409).says("another file")
	confirm = strings.Replace(confirm, hash, newer, 1)
	hold := w.hold(incident)
	newest := w.takenOut()
	w.post(path, access.Registrar, w.city, `{"export":"`+newest+`"}`).want(409).says("2027-02-01")
	w.post(hold+"/lifting", access.Registrar, w.city, `{"reason":"geschikt"}`).want(200)
	newest = w.takenOut()
	w.post(path, access.Registrar, w.city, `{"export":"`+newest+`"}`).want(200)
	confirm = strings.Replace(confirm, newer, newest, 1)
	w.post(path+"/confirmation", access.Operator, uuid.Nil, confirm).want(200).says(`"standing":"LEAVING"`)
	w.post(path+"/withdrawal", access.Operator, uuid.Nil, `{}`).want(409).says("take that back")
	w.post(path+"/steps", access.Operator, uuid.Nil, `{}`).want(200).says(`"standing":"LEFT"`)
	before := w.head()
	w.post(path+"/steps", access.Operator, uuid.Nil, `{}`).want(200)
	w.post(path+"/confirmation", access.Operator, uuid.Nil, confirm).want(200)
	if w.head() != before {
		t.Error("doing it again recorded something")
	}
	w.get(incident, access.Registrar, w.city).want(403).says("this employer left")
	w.post("/v1/incidents", access.Reporter, w.city, whole).want(403)
	page := w.get(path, access.PrivacyOfficer, w.city).want(200)
	w.get("/v1/certificates/"+page.text("certificate"), access.PrivacyOfficer, w.city).want(200).says(newest, hash, "2027-01-04", `"kind":"EMPLOYER"`)
	w.get("/v1/certificates", access.PrivacyOfficer, w.city).want(200).says(page.text("certificate"), `"export_count":4`, `"backups_until":"2027-01-04"`)
	w.get("/v1/certificates/"+page.text("certificate")+"/paper", access.PrivacyOfficer, w.city).want(200)
	w.get("/v1/certificates", access.CaseWorker, w.city).want(403)
	w.post("/v1/incidents", access.Reporter, w.fire, `{"employer":"`+fire+`"}`).want(201)
}

func TestADepartureIsTakenBackByEitherSide(t *testing.T) {
	t.Parallel()
	for _, by := range []access.Role{access.Registrar, access.PrivacyOfficer, access.Operator} {
		w := newWorld(t)
		path, hash := w.leaves()
		at := w.city
		if by == access.Operator {
			at = uuid.Nil
		}
		w.post(path+"/withdrawal", by, at, `{}`).want(200).says(`"standing":"STAYS"`)
		w.now = w.now.AddDate(0, 0, departure.WaitsDays)
		w.post(path+"/confirmation", access.Operator, uuid.Nil, `{"export":"`+hash+`","forever":true}`).want(409).says("did not ask")
		w.post(path, access.PrivacyOfficer, w.city, `{"export":"`+hash+`"}`).want(200).says(`"standing":"WAITING"`)
	}
}

func TestARequestToLeaveLapses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, hash := w.leaves()
	w.now = w.now.AddDate(0, 0, departure.LapsesDays)
	w.post(path+"/confirmation", access.Operator, uuid.Nil, `{"export":"`+hash+`","forever":true}`).want(409).says("ask anew")
}

func TestNobodyLeavesWithAFileThatIsNotEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := base + "/employers/" + city + "/departure"
	w.post(path, access.Registrar, w.city, `{"export":"`+noHash+`"}`).want(400).says("take it out first")
	w.post(path, access.Registrar, w.city, `{"export":"x"}`).want(400).says("64 hexadecimal digits")
	w.post(base+"/employers/"+fire+"/departure", access.Registrar, w.city, `{"export":"`+noHash+`"}`).want(404)
}

// says fails where one of the texts is not in the answer.
func (r *reply) says(texts ...string) *reply {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.Body.String(), text) {
			r.t.Fatalf("%q is not in %s", text, r.Body)
		}
	}
	return r
}
