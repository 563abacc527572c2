package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

// TestOfWhatIsForgottenOfCaseWorkNothingOpens: all that a case worker's day leaves behind is
// told with canaries, and when all of it was forgotten no key is left that would open any, no
// row of any table holds one, and no page shows one.
func TestOfWhatIsForgottenOfCaseWorkNothingOpens(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	registrar := c.counter("GEM-X")
	k := registrar.as("case-worker +GEM-X")
	who := registrar.hurtOn(ago(40))
	path := k.caseOf(who)
	file := "/suspects/" + registrar.say(201, "/suspects", `{"sex":"FEMALE"}`).id()
	registrar.say(200, file+"/identity", `{"name":"`+canary.Suspect+`"}`)
	k.say(200, path+"/links", `{"kind":"SUSPECT","id":"`+strings.TrimPrefix(file, "/suspects/")+`"}`)
	notice := fmt.Sprintf(`{"received":{"at":%q},"source":"COURT","step":"VERDICT","effect":{"at":%[1]q},"outcome":"CONV","reference":%q,"text":%q,"amounts":[{"claimant":%q,"kind":"AWARDED","cents":777123}]}`,
		ago(20), canary.Document, canary.Narrative, who.worker)
	k.say(200, path+"/notices", notice)
	k.say(200, path+"/calls", fmt.Sprintf(`{"reference":%q,"next":%q,"by":{"at":%q}}`, canary.Reference, canary.Narrative, ago(-20)))
	k.say(200, path+"/tellings", fmt.Sprintf(`{"victim":%q,"channel":"PHONE","on":{"at":%q},"text":%q}`, who.worker, ago(1), canary.Explanation))
	care := "/aftercare/" + k.say(201, "/aftercare", `{"incident":"`+who.incident+`","worker":"`+who.worker+`"}`).id()
	k.say(200, care+"/steps", fmt.Sprintf(`{"step":"TALK_1","status":"DONE","on":{"at":%q},"note":%q}`, ago(1), canary.Explanation))
	for _, p := range []string{path, care} {
		k.say(200, p+"/snooze", fmt.Sprintf(`{"until":%q,"reason":%q}`, ago(-30), canary.Reason))
	}
	letter := path + "/documents/" + k.say(201, path+"/documents", `{"kind":"LETTER_VICTIM","worker":"`+who.worker+`","fill":[{"field":"next","text":"`+canary.Narrative+`"}]}`).id()
	k.say(200, path+"/closing", `{"explanation":"`+canary.Explanation+`"}`)
	until(t, "the terms of the case are counted", func() bool { return c.count("SELECT count(*) FROM work_clocks WHERE start = 'VERDICT'") > 0 })

	for _, forget := range []struct{ of, what string }{ // the case first: a file is not forgotten over one that remembers
		{path, `"prosecution","damages","reference","narrative"`}, {file, `"identity","profile","history"`},
		{"/persons/" + who.worker, `"identity","health","care"`}, {"/incidents/" + who.incident, `"address","reference","narrative","profile"`},
	} {
		registrar.say(200, forget.of+"/erasure", `{"what":[`+forget.what+`],"reason":"ERASURE","forever":true}`)
	}
	until(t, "the terms of what was forgotten are gone", func() bool {
		return c.count("SELECT count(*) FROM work_clocks WHERE start IN ('VERDICT', 'OUTCOME_KNOWN', 'NEXT_STEP')") == 0
	})
	if n := c.count(`SELECT count(*) FROM keyrings r CROSS JOIN LATERAL unnest(r.kinds, r.wrapped) AS k (kind, wrapped)
		WHERE k.kind IN ('person', 'case', 'incident') AND k.wrapped IS NOT NULL`); n != 0 {
		t.Errorf("%d keys are left", n)
	}
	if found := c.register("GEM-X").stands(append(canary.All(), "777123")...); found != nil {
		t.Errorf("in the database stands: %v", found)
	}
	if a := k.ask("GET", letter, "", nil); a.status == http.StatusOK {
		t.Error("the letter still opens")
	}
	for _, page := range []string{path, path + "/timeline", path + "/timeline?by=receipt", care, file, "/incidents/" + who.incident, "/incidents/" + who.incident + "/timeline", "/worklist?snoozed=true"} {
		a := k.ask("GET", page, "", io.Reader(nil))
		if found := canary.Find(a.body); a.status != http.StatusOK || len(found) > 0 || slices.ContainsFunc([]string{"777123", "VERDICT", "CONV"}, func(s string) bool { return strings.Contains(string(a.body), `"`+s) }) {
			t.Errorf("%s: status %d, shows %v: %s", page, a.status, found, a.body)
		}
	}
	registrar.end()
	c.run("verify", "--open").ok()
}
