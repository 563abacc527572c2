package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// base carries the major version, as the API Design Rules ask.
const base = "/v1"

// route is one line of the table: what it is for in Dutch, how it works in English.
type route struct {
	method, path string
	id           string
	nl, en       string
	open         bool         // needs no token
	status       int          // when it went well
	body         reflect.Type // nil: takes none
	errors       []int        // beside those every route has
	bind         func(huma.API, huma.Operation)
}

func (a *api) routes() []route {
	change := []int{404, 409, 412, 413}
	return []route{
		{"POST", "/incidents", "registerIncident", "Een incident melden",
			"Registers what happened to one or more workers. Only what is known needs to be said; the rest can follow as details.",
			false, 201, reflect.TypeFor[registration](), []int{409, 413}, bind(a, a.registerIncident)},
		{"GET", "/incidents/{id}", "readIncident", "Een incident lezen met zijn verloop in de registratie",
			"Gives an incident as it is known now, and how the record came to be. Who it was, injuries and free text are shown to whom they concern only. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readIncident)},
		{"POST", "/incidents/{id}/details", "addDetails", "Een melding aanvullen",
			"Adds what became known later. What was said before stays. What is on record already is not recorded again, unless whoever asks may not read it: then all that is told of persons is recorded, so that asking tells nothing.",
			false, 200, reflect.TypeFor[details](), change, bind(a, a.addDetails)},
		{"POST", "/incidents/{id}/corrections", "correctIncident", "Een melding verbeteren",
			"Replaces what was said wrongly, with the reason. The old value stays in the history and in every figure as of that time.",
			false, 200, reflect.TypeFor[correction](), change, bind(a, a.correctIncident)},
		{"POST", "/incidents/{id}/withdrawal", "withdrawIncident", "Een melding intrekken",
			"Takes back a report that should never have been made. It stays in the history and counts no more.",
			false, 200, reflect.TypeFor[withdrawal](), change, bind(a, a.withdrawIncident)},
		{"POST", "/employers", "registerEmployer", "Een werkgever aansluiten",
			"Gives an employer its place and its key. The same request twice changes nothing.",
			false, 201, reflect.TypeFor[employerForm](), []int{409, 413}, bind(a, a.registerEmployer)},
		{"GET", "/employers/{code}", "readEmployer", "Een werkgever lezen",
			"Gives an employer with its areas, units and days off. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readEmployer)},
		{"POST", "/employers/{code}/changes", "changeEmployer", "Gegevens van een werkgever wijzigen",
			"Changes what is given and leaves the rest; a list replaces the whole list.",
			false, 200, reflect.TypeFor[employerChange](), change, bind(a, a.changeEmployer)},
		{"GET", "/views/time-of-day", "timeOfDay", "Incidenten per weekdag en uur",
			"Counts incidents by weekday and hour on the clock of the employer, for the employers whose figures the caller may see. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.timeOfDay)},
		{"GET", "/views/location", "location", "Incidenten naar plaats",
			"Counts incidents by kind of place, gemeente, province, veiligheidsregio, police unit or employer, for the employers whose figures the caller may see. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.location)},
		{"GET", "/code-lists", "codeLists", "Alle codelijsten",
			"Names the lists of codes that reports are written in, with the question that each answers.",
			true, 200, nil, nil, bind(a, a.codeLists)},
		{"GET", "/code-lists/{name}", "codeList", "Een codelijst met uitleg",
			"Gives the codes of a list with labels, one line of explanation, the days between which each can apply, and on whose authority it stands.",
			true, 200, nil, []int{404}, bind(a, a.codeList)},
		{"GET", "/gemeenten", "gemeenten", "Gemeenten zoeken",
			"Finds municipalities by the beginning of their name, as divided on a day, with province, veiligheidsregio, police unit and inhabitants.",
			true, 200, nil, nil, bind(a, a.gemeenten)},
		{"GET", "/health/live", "live", "Draait de server?", "Says that the program runs.",
			true, 200, nil, nil, bind(a, a.live)},
		{"GET", "/health/ready", "ready", "Kan de server antwoorden?", "Says whether everything is loaded and visible.",
			true, 200, nil, nil, bind(a, a.ready)},
	}
}

// bind ties a handler to its route; its errors become problems here.
func bind[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	return func(h huma.API, op huma.Operation) {
		huma.Register(h, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := handle(ctx, in)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			return out, nil
		})
	}
}

func (a *api) mux() (http.Handler, error) {
	mux := http.NewServeMux()
	h := humago.NewWithPrefix(mux, base, a.document())
	h.UseMiddleware(a.admit)
	for _, r := range a.routes() {
		r.bind(h, r.operation())
	}
	description, err := describe(h.OpenAPI())
	if err != nil {
		return nil, err
	}
	mux.Handle("GET "+base+"/openapi.json", description)
	// Metrics need no token: they count by route and status, and hold nothing
	// about anybody. Whoever can reach the listener may read them.
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.Metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("/", a.elsewhere(mux))
	return a.strict(mux), nil
}

func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, DefaultStatus: r.status,
		Summary: r.nl, Description: r.en, Tags: []string{r.tag()},
		Errors:       append([]int{400, 503}, r.errors...),
		MaxBodyBytes: usualLimits.body + 1, // huma refuses a body of exactly this many
		// Both repeat values in their errors, and stop at the first; decode and
		// admit do their work.
		SkipValidateBody: true, SkipValidateParams: true,
		Metadata: map[string]any{"body": r.body},
	}
	if r.body != nil {
		op.Errors = append(op.Errors, 408, 415)
	}
	if !r.open {
		op.Errors = append(op.Errors, 401, 403)
		op.Security = []map[string][]string{{"token": {}}}
	}
	return op
}

func (r route) tag() string {
	noun, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/"), "/")
	return noun
}
