package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// matrix is what each role gets from each route, on its own employer's records
// and then on another's. Change it only with the rule that it shows.
const matrix = `
route                                 nobody operator reporter registrar case-worker analyst
POST /incidents                       401    201      201/403  201/403   403/403     403
GET  /incidents                       401    200      200/200  200/200   200/200     403
GET  /incidents/{id}                  401    200      200/404  200/404   200/404     403
GET  /incidents/{id}/likely-doubles   401    200      200/404  200/404   200/404     403
POST /incidents/{id}/details          401    200      200/404  200/404   200/404     403
POST /incidents/{id}/corrections      401    200      403/403  200/404   403/403     403
POST /incidents/{id}/withdrawal       401    200      403/403  200/404   403/403     403
POST /incidents/{id}/course           401    200      200/404  200/404   200/404     403
POST /incidents/{id}/police-support   401    200      200/404  200/404   200/404     403
POST /incidents/{id}/force-reports    401    200      200/404  200/404   200/404     403
POST /incidents/{id}/qualifications   401    200      403/403  200/404   200/404     403
POST /incidents/{id}/qualification-retractions 401 409 403/403 409/404   409/404     403
POST /incidents/{id}/attachments      401    200      200/404  200/404   200/404     403
POST /incidents/{id}/attachment-removals 401 200      403/403  200/404   403/403     403
POST /incidents/{id}/suspects         401    200      200/404  200/404   200/404     403
POST /incidents/{id}/suspect-removals 401    403      403/403  200/404   200/404     403
POST /incidents/{id}/merge            401    200      403/403  200/404   403/403     403
POST /incidents/{id}/split            401    200      403/403  200/404   403/403     403
POST /incidents/{id}/closing          401    200      403/403  200/404   403/403     403
POST /incidents/{id}/reopening        401    200      403/403  200/404   403/403     403
POST /suspects                        401    403      403/403  201/403   201/403     403
GET  /suspects/{id}                   401    403      403/403  200/404   200/404     403
POST /suspects/{id}/description       401    403      403/403  200/404   200/404     403
POST /suspects/{id}/identity          401    403      403/403  200/404   200/404     403
POST /suspects/{id}/identity-removal  401    403      403/403  200/404   200/404     403
POST /suspects/{id}/history           401    403      403/403  200/404   200/404     403
POST /suspects/{id}/history-removals  401    403      403/403  200/404   200/404     403
POST /suspects/{id}/clearances        401    403      403/403  200/404   200/404     403
POST /suspects/{id}/reviews           401    403      403/403  409/404   409/404     403
POST /employers                       401    201      403/403  403/403   403/403     403
GET  /employers                       401    200      200/200  200/200   200/200     403
GET  /employers/{code}                401    200      200/404  200/404   200/404     403
POST /employers/{code}/changes        401    200      403/403  200/404   403/403     403
POST /reference-tables/{table}        401    200      403      403       403         403
GET  /reference-tables/{table}        401    200      403      403       403         403
GET  /views/time-of-day               401    200      403/403  200/200   200/200     403
GET  /views/location                  401    200      403/403  200/200   200/200     403
GET  /views/triggers                  401    200      403/403  200/200   200/200     403
GET  /views/offenders                 401    200      403/403  200/200   200/200     403
GET  /code-lists                      200    200      200/200  200/200   200/200     200
GET  /code-lists/{name}               200    200      200/200  200/200   200/200     200
GET  /gemeenten                       200    200      200/200  200/200   200/200     200
GET  /health/live                     200    200      200/200  200/200   200/200     200
GET  /health/ready                    200    200      200/200  200/200   200/200     200
GET  /openapi.json                    200    200      200/200  200/200   200/200     200
`

var bodies = map[string]string{
	"/incidents":                                `{"employer":"GEM-ROTTERDAM"}`,
	"/incidents/{id}/details":                   `{"narrative":"%s"}`,
	"/incidents/{id}/corrections":               `{"reason":"x","narrative":"%s"}`,
	"/incidents/{id}/withdrawal":                `{"reason":"TEST"}`,
	"/incidents/{id}/course":                    `{"steps":[{"phase":"P5_PHYS"}]}`,
	"/incidents/{id}/police-support":            `{"support":{"status":"ASKED"}}`,
	"/incidents/{id}/force-reports":             `{"report":"%s"}`,
	"/incidents/{id}/qualifications":            `{"by":"POLICE","offence":"ASSAULT"}`,
	"/incidents/{id}/qualification-retractions": `{"by":"POLICE","offence":"ASSAULT","reason":"x"}`,
	"/incidents/{id}/attachments":               `{"kind":"PHOTO","hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size":1}`,
	"/incidents/{id}/attachment-removals":       `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/incidents/{id}/suspects":                  `{"kind":"GROUP"}`,
	"/incidents/{id}/suspect-removals":          `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/incidents/{id}/merge":                     `{"into":"%other"}`,
	"/incidents/{id}/split":                     `{"reason":"x"}`,
	"/incidents/{id}/closing":                   `{"reason":"COMPLETE"}`,
	"/incidents/{id}/reopening":                 `{"reason":"x"}`,
	"/suspects":                                 `{"employer":"GEM-ROTTERDAM"}`,
	"/suspects/{id}/description":                `{"sex":"MALE"}`,
	"/suspects/{id}/identity":                   `{"name":"x"}`,
	"/suspects/{id}/identity-removal":           `{"reason":"x"}`,
	"/suspects/{id}/history":                    `{"flag":"H_BAN","provenance":"OWN","on":"2026-01-02"}`,
	"/suspects/{id}/history-removals":           `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/suspects/{id}/clearances":                 `{"incident":"0199aaaa-0000-7000-8000-000000000001","ground":"ACQUITTAL","on":"2026-01-02","document":"x"}`,
	"/suspects/{id}/reviews":                    `{"incident":"0199aaaa-0000-7000-8000-000000000001","leaves":true,"reason":"x"}`,
	"/employers":                                `{"code":"E-%s","name":"x","kind":"EMP_GEM"}`,
	"/employers/{code}/changes":                 `{"name":"%s"}`,
	"/reference-tables/{table}":                 `{"source":"x","rows":[{"of":"GM0599","since":"2026-01-01","value":"1"}]}`,
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	rows := strings.Split(strings.TrimSpace(matrix), "\n")
	roles := strings.Fields(rows[0])[1:]
	covered := map[string]bool{}
	w := newWorld(t)
	w.post("/v1/reference-tables/urbanity", access.Operator, uuid.Nil, bodies["/reference-tables/{table}"]).want(200)
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		covered[cells[0]+" "+cells[1]] = true
		for i, role := range roles {
			own, foreign, both := strings.Cut(cells[i+2], "/")
			w.ask(t, cells[0], cells[1], role, own, false)
			if both {
				w.ask(t, cells[0], cells[1], role, foreign, true)
			}
		}
	}
	for _, r := range (&api{}).routes() {
		if !covered[r.method+" "+r.path] {
			t.Errorf("%s %s is not in the matrix", r.method, r.path)
		}
	}
}

func (w *world) ask(t *testing.T, method, path, role, want string, foreign bool) {
	t.Run(fmt.Sprintf("%s %s as %s, foreign %t", method, path, role, foreign), func(t *testing.T) {
		t.Parallel()
		target := "/v1" + strings.NewReplacer("/incidents/{id}", w.registered(whole)[len("/v1"):], "/suspects/{id}", w.suspect()[len("/v1"):], "{code}", city, "{name}", "behaviour", "{table}", "urbanity").Replace(path)
		body := strings.ReplaceAll(bodies[path], "%s", strings.ToUpper(uuid.NewString()[:8]))
		body = strings.ReplaceAll(body, "%other", w.registered(whole)[len("/v1/incidents/"):])
		token := ""
		if role != "nobody" {
			token = w.token(access.Role(role), map[bool]uuid.UUID{false: w.city, true: w.fire}[foreign])
		}
		if out := w.do(method, target, token, body); fmt.Sprint(out.Code) != want {
			t.Errorf("got %d, want %s: %s", out.Code, want, out.Body)
		}
	})
}
