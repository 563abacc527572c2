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
GET  /incidents/{id}                  401    200      200/404  200/404   200/404     403
POST /incidents/{id}/details          401    200      200/404  200/404   200/404     403
POST /incidents/{id}/corrections      401    200      403/403  200/404   403/403     403
POST /incidents/{id}/withdrawal       401    200      403/403  200/404   403/403     403
POST /employers                       401    201      403/403  403/403   403/403     403
GET  /employers/{code}                401    200      200/404  200/404   200/404     403
POST /employers/{code}/changes        401    200      403/403  200/404   403/403     403
GET  /views/time-of-day               401    200      403/403  200/200   200/200     403
GET  /views/location                  401    200      403/403  200/200   200/200     403
GET  /code-lists                      200    200      200/200  200/200   200/200     200
GET  /code-lists/{name}               200    200      200/200  200/200   200/200     200
GET  /gemeenten                       200    200      200/200  200/200   200/200     200
GET  /health/live                     200    200      200/200  200/200   200/200     200
GET  /health/ready                    200    200      200/200  200/200   200/200     200
GET  /openapi.json                    200    200      200/200  200/200   200/200     200
`

var bodies = map[string]string{
	"/incidents":                  `{"employer":"GEM-ROTTERDAM"}`,
	"/incidents/{id}/details":     `{"narrative":"%s"}`,
	"/incidents/{id}/corrections": `{"reason":"x","narrative":"%s"}`,
	"/incidents/{id}/withdrawal":  `{"reason":"TEST"}`,
	"/employers":                  `{"code":"E-%s","name":"x","kind":"EMP_GEM"}`,
	"/employers/{code}/changes":   `{"name":"%s"}`,
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	rows := strings.Split(strings.TrimSpace(matrix), "\n")
	roles := strings.Fields(rows[0])[1:]
	covered := map[string]bool{}
	w := newWorld(t)
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
		target := "/v1" + strings.NewReplacer("/incidents/{id}", w.registered(whole)[len("/v1"):], "{code}", city, "{name}", "behaviour").Replace(path)
		body := strings.ReplaceAll(bodies[path], "%s", strings.ToUpper(uuid.NewString()[:8]))
		token := ""
		if role != "nobody" {
			token = w.token(access.Role(role), map[bool]uuid.UUID{false: w.city, true: w.fire}[foreign])
		}
		if out := w.do(method, target, token, body); fmt.Sprint(out.Code) != want {
			t.Errorf("got %d, want %s: %s", out.Code, want, out.Body)
		}
	})
}
