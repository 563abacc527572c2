package api

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/listing"
)

// lists are pages of the facts as the figures follow them.
type lists struct{ *follower }

func (l lists) List(ctx context.Context, scope access.Scope, q listing.Query) (listing.Page, error) {
	if err := l.follow(ctx); err != nil {
		return listing.Page{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []listing.Row
	for id, v := range l.incidents {
		if scope.IncludesIn(v.Employer, string(v.Row.Unit)) {
			all = append(all, listing.Row{ID: id, Employer: v.Employer, By: l.registeredBy(ctx, id), Incident: v.Row})
		}
	}
	page := q.PageOf(all)
	page.Position = l.Position()
	return page, nil
}

func (l lists) registeredBy(ctx context.Context, id uuid.UUID) uuid.UUID {
	first, err := l.log.ReadStream(ctx, incident.Stream(id), 0)
	if err != nil || len(first) == 0 {
		return uuid.Nil
	}
	meta, _ := eventlog.ParseMeta(first[0].Metadata)
	return meta.Actor
}

func (l lists) Around(ctx context.Context, scope access.Scope, incident uuid.UUID) (cases, aangiften, care []uuid.UUID, err error) {
	if err := l.follow(ctx); err != nil {
		return nil, nil, nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, v := range l.cases {
		if scope.Includes(v.Employer) && slices.Contains(v.Row.Incidents, incident) {
			cases = append(cases, id)
		}
	}
	for id, v := range l.aangiften {
		if scope.Includes(v.Employer) && slices.Contains(v.Row.Incidents, incident) {
			aangiften = append(aangiften, id)
		}
	}
	for id, v := range l.care {
		if scope.Includes(v.Employer) && v.Row.Incident == incident {
			care = append(care, id)
		}
	}
	return cases, aangiften, care, nil
}

func (l lists) Against(ctx context.Context, scope access.Scope, suspect uuid.UUID) (cases []uuid.UUID, err error) {
	if err := l.follow(ctx); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, v := range l.cases {
		if scope.Includes(v.Employer) && v.Row.Suspect == suspect {
			cases = append(cases, id)
		}
	}
	return cases, nil
}

func (l lists) Employers(ctx context.Context, scope access.Scope, after string, limit int) (listing.Employers, error) {
	if err := l.follow(ctx); err != nil {
		return listing.Employers{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []listing.Employer
	for id, v := range l.employers {
		if scope.Includes(id) {
			all = append(all, listing.Employer{ID: id, Employer: v.Row})
		}
	}
	page := listing.EmployersOf(all, after, limit)
	page.Position = l.Position()
	return page, nil
}

func TestTheListOfEmployers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	codes := func(query string, role access.Role, at uuid.UUID) (list []string, next string) {
		r := w.get("/v1/employers"+query, role, at).want(200)
		for _, one := range r.json["employers"].([]any) {
			list = append(list, one.(map[string]any)["code"].(string))
		}
		next, _ = r.json["next"].(string)
		return list, next
	}
	if got, next := codes("", access.Operator, uuid.Nil); !slices.Equal(got, []string{city, fire}) || next != "" {
		t.Errorf("the operator sees %v, then %q", got, next)
	}
	if got, next := codes("?limit=1", access.Operator, uuid.Nil); !slices.Equal(got, []string{city}) || next != city {
		t.Errorf("the first page is %v, then %q", got, next)
	}
	if got, next := codes("?limit=1&after="+city, access.Operator, uuid.Nil); !slices.Equal(got, []string{fire}) || next != "" {
		t.Errorf("the second page is %v, then %q", got, next)
	}
	if got, _ := codes("", access.Registrar, w.fire); !slices.Equal(got, []string{fire}) {
		t.Errorf("a registrar sees %v", got)
	}
	w.get("/v1/employers?limit=201", access.Operator, uuid.Nil).want(400)
}

func (w *world) listed(query string, role access.Role, at uuid.UUID) (ids []string, next string) {
	w.t.Helper()
	r := w.get("/v1/incidents"+query, role, at).want(200)
	for _, one := range r.json["incidents"].([]any) {
		ids = append(ids, one.(map[string]any)["id"].(string))
	}
	next, _ = r.json["next"].(string)
	return ids, next
}

func TestTheListOfIncidents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201).text("id")
	second := w.post("/v1/incidents", access.Registrar, w.city, nextDay).want(201).text("id")
	third := w.post("/v1/incidents", access.Registrar, w.city, `{"place":{"type":"HOME"},"workers":[{"name":"J. Jansen"}]}`).want(201).text("id")
	fires := w.post("/v1/incidents", access.Registrar, w.fire, `{"occurred":{"at":"2026-11-20T10:00+01:00"}}`).want(201).text("id")
	w.post("/v1/incidents/"+third+"/withdrawal", access.Registrar, w.city, `{"reason":"TEST"}`).want(200)
	for query, want := range map[string][]string{
		"":                                   {third, second, first},
		"?sort=registered":                   {first, second, third},
		"?sort=occurred":                     {second, first, third},
		"?sort=-occurred":                    {first, second, third},
		"?from=2026-11-20":                   {first},
		"?through=2026-11-19":                {second},
		"?place=HOME":                        {third},
		"?withdrawn=false":                   {second, first},
		"?withdrawn=true":                    {third},
		"?unit=NOORD&gemeente=GM0599":        {second, first},
		"?behaviour=SPIT":                    nil,
		"?employer=GEM-ROTTERDAM&place=ROAD": {second, first},
		"?minPosition=7":                     {third, second, first},
		"?mine=true":                         {third, second, first},
	} {
		if got, next := w.listed(query, access.Registrar, w.city); !slices.Equal(got, want) || next != "" {
			t.Errorf("%s: %v and %q, want %v", query, got, next, want)
		}
	}
	if got, _ := w.listed("", access.Registrar, w.fire); !slices.Equal(got, []string{fires}) {
		t.Errorf("another employer sees %v", got)
	}
	own := w.post("/v1/incidents", access.Reporter, w.city, `{"place":{"type":"SHOP"}}`).want(201).text("id")
	if got, _ := w.listed("?mine=true", access.Reporter, w.city); !slices.Equal(got, []string{own}) {
		t.Errorf("a reporter's own are %v, want what he registered alone", got)
	}
	if got, _ := w.listed("?mine=true", access.Registrar, w.city); slices.Contains(got, own) {
		t.Error("what a reporter registered is the registrar's own")
	}
	w.get("/v1/incidents", access.Operator, uuid.Nil).want(403)
	page, next := w.listed("?limit=2", access.Reporter, w.city)
	rest, last := w.listed("?limit=2&after="+next, access.Reporter, w.city)
	if !slices.Equal(append(page, rest...), []string{own, third, second, first}) || last != "" {
		t.Errorf("pages %v and %v, then %q", page, rest, last)
	}
	body := w.get("/v1/incidents", access.Registrar, w.city).want(200).Body.String()
	if strings.Contains(body, "Jansen") || strings.Contains(body, "worker") || strings.Contains(body, "Geduwd") {
		t.Errorf("the list tells of persons: %s", body)
	}
	if r := w.readings.list[len(w.readings.list)-1]; r.What != "incidents" || r.Personal {
		t.Errorf("the reading is %+v", r)
	}
}

func TestAnIncidentIsFoundByTheNumberThatWasTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201).text("id")
	w.post("/v1/incidents", access.Registrar, w.city, nextDay).want(201)
	fires := w.post("/v1/incidents", access.Registrar, w.fire, `{"employer":"VR-RIJNMOND"}`).want(201).text("id")
	told := func(id string) string { return incident.Spoken(uuid.MustParse(id)) }
	for _, said := range []string{told(own), strings.ReplaceAll(told(own), " ", "-"), strings.ToLower(strings.ReplaceAll(told(own), "0", "O"))} {
		for _, role := range []access.Role{access.Registrar, access.CaseWorker} {
			if got, _ := w.listed("?number="+url.QueryEscape(said), role, w.city); !slices.Equal(got, []string{own}) {
				t.Errorf("%s: %q finds %v, want %s", role, said, got, own)
			}
		}
	}
	if told(fires) != told(own) {
		anothers := w.get("/v1/incidents?number="+url.QueryEscape(told(fires)), access.Registrar, w.city).want(200).Body.String()
		nobodys := w.get("/v1/incidents?number=00000000", access.Registrar, w.city).want(200).Body.String()
		if anothers != nobodys || strings.Contains(anothers, fires) {
			t.Errorf("of another employer's it says %s, of nobody's %s", anothers, nobodys)
		}
	}
}

func TestAListThatCannotBeMadeNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for query, field := range map[string]string{
		"?sort=place": "sort", "?limit=500": "limit", "?limit=-1": "limit", "?from=gisteren": "from", "?place=MOON": "place", "?withdrawn=yes": "withdrawn", "?mine=yes": "mine", "?number=123": "number", "?after=x": "after", "?minPosition=0": "minPosition", "?minPosition=9999": "minPosition",
		"?employer=NONE": "employer", "?employer=VR-RIJNMOND": "employer",
	} {
		if r := w.get("/v1/incidents"+query, access.Registrar, w.city).want(400); !slices.Contains(r.fields(), field) {
			t.Errorf("%s: %v", query, r.fields())
		}
	}
}

func TestAllThatIsWrongWithAListIsToldAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.get("/v1/incidents?withdrawn=perhaps&from=yesterday&limit=1000&after=x&employer=NONE", access.Registrar, w.city).want(400)
	for _, field := range []string{"withdrawn", "from", "limit", "after", "employer"} {
		if !slices.Contains(r.fields(), field) {
			t.Errorf("%s is not among %v", field, r.fields())
		}
	}
}
