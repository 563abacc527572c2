package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// shorter is a version of an agreement that shortens the term for telling a victim.
const shorter = `{"code":"UITKOMST-VERTELLEN","version":"2026-7","name":{"nl":"Meteen vertellen","en":"Tell at once"},
	"basis":{"kind":"AGREEMENT","nl":"protocol","en":"protocol","checked":true},"valid_from":"2026-11-22",
	"starts":["OUTCOME_KNOWN"],"ends":["VICTIM_TOLD"],"each":true,"term":"1 day","responsible":"CASE_WORKER"}`

func TestAVersionHoldsForACaseThatRunsOnlyWhenItIsApplied(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV"`)).want(200)
	d.post("/v1/agreements", access.Registrar, d.city, shorter).want(200)
	term := func() (version, due any) {
		for _, c := range d.page().list("clocks") {
			if c["agreement"] == "UITKOMST-VERTELLEN" {
				return c["version"], c["due"]
			}
		}
		return nil, nil
	}
	if version, due := term(); version != "2026-1" || due != "2026-11-23" {
		t.Errorf("a clock that ran takes version %v, due %v", version, due)
	}
	wrong := d.do("/agreement-uses", `{"agreement":"UITKOMST-VERTELLEN","whose":"STORE","version":"2026-7","because":"AGREED"}`).want(400)
	if !strings.Contains(wrong.Body.String(), "use one of EMPLOYER 2026-7, PROGRAM 2026-1") {
		t.Errorf("%s", wrong.Body)
	}
	d.do("/agreement-uses", `{"agreement":"UITKOMST-VERTELLEN","whose":"EMPLOYER","version":"2026-7","because":"AGREED"}`).want(200)
	if version, due := term(); version != "2026-7" || due != "2026-11-20" {
		t.Errorf("applied it takes version %v, due %v", version, due)
	}
	d.post("/v1/agreements/UITKOMST-VERTELLEN/withdrawal", access.Registrar, d.city, `{"version":"2026-7"}`).want(200)
	list := d.get("/v1/agreements", access.Reporter, d.city).want(200).list("agreements")
	i := slices.IndexFunc(list, func(v map[string]any) bool { return v["code"] == "UITKOMST-VERTELLEN" })
	if v := list[i]; v["whose"] != "EMPLOYER" || v["withdrawn_from"] != "2026-11-22" || v["term"] != "P1D" || list[i+1]["whose"] != "PROGRAM" {
		t.Errorf("the list reads %v", list[i:])
	}
	if other := d.get("/v1/agreements", access.Reporter, d.fire).want(200); strings.Contains(other.Body.String(), "2026-7") {
		t.Error("another employer runs under it")
	}
}

func TestAllThatIsWrongWithAnAgreementIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refused := w.post("/v1/agreements", access.Operator, uuid.Nil, strings.NewReplacer(`"1 day"`, `"soon"`, "CASE_WORKER", "CASE_WRKER", "2026-7", "7").Replace(shorter)).want(400)
	got := refused.fields()
	if slices.Sort(got); !slices.Equal(got, []string{"responsible", "term", "version"}) || !strings.Contains(refused.Body.String(), "did you mean CASE_WORKER?") {
		t.Errorf("%v: %s", got, refused.Body)
	}
	if past := w.post("/v1/agreements", access.Operator, uuid.Nil, strings.Replace(shorter, "2026-11-22", "2026-11-21", 1)).want(400); !slices.Equal(past.fields(), []string{"valid_from"}) || !strings.Contains(past.Body.String(), "use 2026-11-22 or later") {
		t.Errorf("%s", past.Body)
	}
	w.post("/v1/agreements", access.Operator, uuid.Nil, shorter).want(200)
	for _, role := range []access.Role{access.Reporter, access.Analyst} {
		if at := map[access.Role]uuid.UUID{access.Reporter: w.fire}[role]; !strings.Contains(w.get("/v1/agreements", role, at).want(200).Body.String(), `"whose":"STORE"`) {
			t.Errorf("%s does not see what is for all employers", role)
		}
	}
	w.get("/v1/agreements?employer=GEM-NERGENS", access.Analyst, uuid.Nil).want(400)
}
