package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

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

// bindUpload is bind for a body that is taken as it comes: huma reads what it knows of
// into memory, so it is described only afterwards.
func bindUpload[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	plain := bind(a, handle)
	return func(h huma.API, op huma.Operation) {
		op.Metadata["form"] = &huma.RequestBody{Required: true, Description: "A form with mapping first and then file.", Content: map[string]*huma.MediaType{formType: {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"mapping", "file"},
			Properties: map[string]*huma.Schema{
				"mapping": {Type: huma.TypeString, Description: "Name of a mapping that comes with the program, or the YAML text of one; it names the employer. At most 1 MiB."},
				"file":    {Type: huma.TypeString, Format: "binary", Description: "The table, CSV or XLSX; at most 256 MiB."},
			},
		}}}}
		plain(h, op)
	}
}

// bindPreview is bind for a body that asks and records nothing.
func bindPreview[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	plain := bind(a, handle)
	return func(h huma.API, op huma.Operation) {
		op.Metadata["form"] = &huma.RequestBody{Required: true, Description: "The text, as it would be adopted.", Content: map[string]*huma.MediaType{
			"application/json": {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[templateForm](), true, "")},
		}}
		plain(h, op)
	}
}

func (a *api) mux() http.Handler {
	mux := http.NewServeMux()
	for _, r := range a.routes() {
		mux.Handle(r.method+" "+base+r.path, a.lazily(r))
	}
	mux.Handle("GET "+base+"/openapi.json", a.description())
	a.signIn(mux)
	mux.HandleFunc("/", a.elsewhere(mux))
	return a.strict(mux)
}

// lazily binds a route when it is first asked for: huma works out all types of it, and a
// command on the terminal, which serves itself one request, needs one route of many.
func (a *api) lazily(r route) http.Handler {
	bound := sync.OnceValue(func() http.Handler {
		var only routeOnly
		a.bindTo(&only, r)
		return only.Handler
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { bound().ServeHTTP(w, r) })
}

// bindTo binds routes where they are asked for, and gives what describes them.
func (a *api) bindTo(mux humago.Mux, routes ...route) *huma.OpenAPI {
	h := humago.NewWithPrefix(mux, base, a.document())
	h.UseMiddleware(a.admit)
	for _, r := range routes {
		r.bind(h, r.operation())
	}
	return h.OpenAPI()
}

// routeOnly keeps the handler of the route that was bound last. Which request is for it,
// with which values in its path, was found out already.
type routeOnly struct{ http.Handler }

func (o *routeOnly) HandleFunc(_ string, handle func(http.ResponseWriter, *http.Request)) {
	o.Handler = http.HandlerFunc(handle)
}

func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, DefaultStatus: r.status,
		Summary: r.nl, Description: r.en, Tags: []string{r.tag()},
		Errors:       append([]int{400, 429, 503}, r.errors...),
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
