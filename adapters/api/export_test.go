package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

func sum(r *reply) string {
	h := sha256.Sum256(r.Body.Bytes())
	return hex.EncodeToString(h[:])
}

func TestAFileThatStrayedIsTraced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := w.friday("ROAD").Header().Get("Position")
	question := "/v1/figures?rows=place&period=2026&minPosition=" + last
	sheet := w.get(question+"&format=xlsx", access.Registrar, w.city).want(200)
	if got := sheet.Header().Get("Content-Type"); got != workbookType || !strings.HasPrefix(sheet.Body.String(), "PK") || !strings.Contains(sheet.Header().Get("Content-Disposition"), ".xlsx") {
		t.Errorf("it is %s, %v", got, sheet.Header())
	}
	other := w.get(question, access.CaseWorker, w.fire, header("Accept", "text/csv")).want(200)
	if got := other.Header().Get("Content-Type"); got != csvType || !strings.HasPrefix(other.Body.String(), "row,") {
		t.Errorf("it is %s: %s", got, other.Body)
	}
	found := w.get("/v1/exports?hash="+sum(sheet), access.Registrar, w.city).want(200).list("exports")
	if len(found) != 1 || found[0]["form"] != "xlsx" || found[0]["role"] != "registrar" || found[0]["employer"] != city || found[0]["viewer"] != "owner" || !strings.HasPrefix(found[0]["question"].(string), "incident by place in 2026 as-of ") {
		t.Errorf("found %v", found)
	}
	for name, c := range map[string]struct {
		query string
		of    uuid.UUID
		role  access.Role
		want  int
	}{
		"another employer's file":     {"hash=" + sum(sheet), w.fire, access.Registrar, 0},
		"all of one's own":            {"", w.city, access.Registrar, 1},
		"of another year":             {"year=2025", w.city, access.Registrar, 0},
		"in capitals":                 {"hash=" + strings.ToUpper(sum(other)), w.fire, access.Registrar, 1},
		"the operator sees of none":   {"", uuid.Nil, access.Operator, 0},
		"and finds no employer's":     {"hash=" + sum(other), uuid.Nil, access.Operator, 0},
		"a file that nobody took out": {"hash=" + strings.Repeat("0", 64), w.city, access.Registrar, 0},
	} {
		if got := w.get("/v1/exports?"+c.query, c.role, c.of).want(200).list("exports"); len(got) != c.want {
			t.Errorf("%s: %v, want %d", name, got, c.want)
		}
	}
	w.get("/v1/exports?hash=abc&year=17", access.Operator, uuid.Nil).want(400)
	w.get("/v1/exports?employer="+city, access.Registrar, w.fire).want(403)
	if got := w.get("/v1/exports?employer="+city, access.Operator, uuid.Nil).want(403).text("detail"); !strings.Contains(got, "--as registrar@") {
		t.Errorf("the operator is told %q", got)
	}
}

func TestWhatCannotBeTakenOutLeavesNoEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.friday("ROAD")
	before := w.head()
	for query, says := range map[string]string{
		"format=pdf": "csv or xlsx", "format=open-data": "viewer=public", "format=csv&language=fr": "nl or en",
		"format=csv&rows=colour": "not a dimension",
	} {
		if got := w.get("/v1/figures?"+query, access.Registrar, w.city).want(400).Body.String(); !strings.Contains(got, says) {
			t.Errorf("%s: %s", query, got)
		}
	}
	w.get("/v1/figures?format=csv", access.Reporter, w.city).want(403)
	w.get("/v1/views/chain?format=xlsx", access.Registrar, w.city).want(400)
	w.get("/v1/figures?rows=place", access.Registrar, w.city).want(200) // a reading, and no export
	if w.head() != before {
		t.Errorf("recorded %d events", w.head()-before)
	}
	w.get("/v1/views/chain?format=csv&by="+url.QueryEscape("month"), access.Registrar, w.city).want(200)
	if w.head() != before+1 {
		t.Error("the chain was taken out, and not recorded")
	}
}
