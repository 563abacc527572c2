package api

import (
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

func TestWhenItWasFirstToldElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"occurred":{"at":"2026-11-20T23:10+01:00"},"reported":{"at":"2026-11-20"}}`)
	shown := func() string { return w.get(path, access.Registrar, w.city).want(200).Body.String() }
	if page := shown(); !strings.Contains(page, `"reported":{"at":"2026-11-19T23:00:00Z","offset":"+01:00","precision":"DAY"`) || !strings.Contains(page, "first told: 2026-11-20") {
		t.Errorf("the page is %s", page)
	}
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"stempel","reported":{"at":"2026-11-21T08:00+01:00"}}`).want(200)
	if page := shown(); !strings.Contains(page, `"reported":{"at":"2026-11-21T07:00:00Z"`) {
		t.Errorf("corrected it is %s", page)
	}
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"nooit","reported":{"finer":"NOT_RECORDED"}}`).want(200)
	if page := shown(); strings.Contains(page, `"reported":`) {
		t.Errorf("taken away it is %s", page)
	}
	if r := w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"later","reported":{"at":"2027-11-21"}}`).want(400); len(r.fields()) != 1 || r.fields()[0] != "reported" {
		t.Errorf("in the future: %v", r.fields())
	}
}
