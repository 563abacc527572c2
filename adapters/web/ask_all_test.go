package web

import (
	"net/http"
	"testing"
)

// What is asked side by side touches nothing of the visit: the race detector sees it if it does.
func TestSeveralThingsAreAskedAtOnce(t *testing.T) {
	t.Parallel()
	v := sent(nil, nil)
	v.web.API = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"at":"` + r.URL.Path + `"}`))
	})
	told := make([]struct{ At string }, 8)
	var list []asking
	for i := range told {
		list = append(list, asking{path: "/" + string(rune('a'+i)), into: &told[i]})
	}
	if err := v.askAll(list...); err != nil {
		t.Fatal(err)
	}
	for i, one := range told {
		if one.At != list[i].path {
			t.Errorf("at %s it was told %s", list[i].path, one.At)
		}
	}
}
