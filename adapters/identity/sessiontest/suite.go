// Package sessiontest is what every store of sessions must do, and one in memory.
package sessiontest

import (
	"crypto/sha256"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
)

var noon = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func hash(text string) access.SecretHash { return sha256.Sum256([]byte(text)) }

func attempt(name string) access.Attempt {
	return access.Attempt{
		State: hash(name), Browser: hash(name + " browser"), Issuer: "https://login.example", Nonce: "nonce of " + name,
		Verifier: "verifier of " + name, Return: "/work", Ends: noon.Add(15 * time.Minute),
	}
}

func session(name string) access.Session {
	return access.Session{
		Secret: hash(name),
		Holder: access.Holder{
			ID:       uuid.MustParse("0198a000-0000-8000-8000-00000000000a"),
			Employer: uuid.MustParse("0198a000-0000-7000-8000-000000000001"),
			Roles:    []access.Role{access.Registrar, access.CaseWorker, "manager:NOORD"},
		},
		Issuer: "https://login.example", Began: noon, Used: noon, Ends: noon.Add(9 * time.Hour),
	}
}

// Run holds a store to it. New gives an empty one.
func Run(t *testing.T, newStore func(t *testing.T) identity.Sessions) {
	for name, test := range map[string]func(*testing.T, identity.Sessions){
		"an attempt is finished once":              finishedOnce,
		"an attempt that ended is not finished":    endedAttempt,
		"of many who finish at once one does":      finishedByOne,
		"only the latest attempts are kept":        bounded,
		"a session is found as it was opened":      foundAgain,
		"a session ends when nobody asks":          idles,
		"a session ends however much is asked":     endsAtLast,
		"a role is chosen":                         chooses,
		"a session that was ended is gone":         ends,
		"what ended is swept and what goes on not": sweeps,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newStore(t))
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func finishedOnce(t *testing.T, s identity.Sessions) {
	must(t, s.Begin(t.Context(), attempt("a"), 10))
	must(t, s.Begin(t.Context(), attempt("b"), 10))
	got, found, err := s.Finish(t.Context(), hash("a"), noon)
	if err != nil || !found || !sameAttempt(got, attempt("a")) {
		t.Errorf("got %+v, %v, %v", got, found, err)
	}
	if got, found, err := s.Finish(t.Context(), hash("a"), noon); found || err != nil || got != (access.Attempt{}) {
		t.Errorf("a second time: %+v, %v, %v", got, found, err)
	}
}

func sameAttempt(a, b access.Attempt) bool {
	same := a.Ends.Equal(b.Ends)
	a.Ends, b.Ends = time.Time{}, time.Time{}
	return same && a == b
}

// bounded: whoever begins without end takes no room, and who begins after him finishes.
func bounded(t *testing.T, s identity.Sessions) {
	names := []string{"a", "b", "c", "d", "e"}
	for i, name := range names {
		a := attempt(name)
		a.Ends = a.Ends.Add(time.Duration(i) * time.Second)
		must(t, s.Begin(t.Context(), a, 3))
	}
	for i, name := range names {
		_, found, err := s.Finish(t.Context(), hash(name), noon)
		must(t, err)
		if found != (i >= 2) {
			t.Errorf("attempt %d of %d, of which 3 are kept: found is %v", i+1, len(names), found)
		}
	}
}

func endedAttempt(t *testing.T, s identity.Sessions) {
	must(t, s.Begin(t.Context(), attempt("a"), 10))
	if _, found, err := s.Finish(t.Context(), hash("a"), attempt("a").Ends); found || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	if _, found, err := s.Finish(t.Context(), hash("a"), noon); found || err != nil {
		t.Errorf("once it was too late it is over, whatever the clock says after: %v, %v", found, err)
	}
}

func finishedByOne(t *testing.T, s identity.Sessions) {
	must(t, s.Begin(t.Context(), attempt("a"), 10))
	var all sync.WaitGroup
	var won atomic.Int32
	for range 16 {
		all.Go(func() {
			if _, found, err := s.Finish(t.Context(), hash("a"), noon); err != nil {
				t.Error(err)
			} else if found {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d finished it", won.Load())
	}
}

func foundAgain(t *testing.T, s identity.Sessions) {
	must(t, s.Open(t.Context(), session("a")))
	later := noon.Add(time.Minute)
	got, found, err := s.Find(t.Context(), hash("a"), later, time.Hour)
	want := session("a")
	if err != nil || !found || !got.Began.Equal(want.Began) || !got.Ends.Equal(want.Ends) || !got.Used.Equal(later) ||
		got.Issuer != want.Issuer || got.Role != "" || !reflect.DeepEqual(got.Holder, want.Holder) {
		t.Errorf("got %+v, %v, %v", got, found, err)
	}
	if _, found, err := s.Find(t.Context(), hash("b"), later, time.Hour); found || err != nil {
		t.Errorf("one that nobody opened: %v, %v", found, err)
	}
	none := session("without a role")
	none.Holder.Roles = []access.Role{}
	must(t, s.Open(t.Context(), none))
	if got, found, err := s.Find(t.Context(), hash("without a role"), later, time.Hour); !found || err != nil || len(got.Holder.Roles) != 0 {
		t.Errorf("of somebody without a role: %+v, %v, %v", got, found, err)
	}
}

func idles(t *testing.T, s identity.Sessions) {
	must(t, s.Open(t.Context(), session("a")))
	for _, step := range []struct {
		after time.Duration
		found bool
	}{{29 * time.Minute, true}, {58 * time.Minute, true}, {88 * time.Minute, false}, {59 * time.Minute, true}} {
		_, found, err := s.Find(t.Context(), hash("a"), noon.Add(step.after), 30*time.Minute)
		if err != nil || found != step.found {
			t.Errorf("after %s: found %v, %v", step.after, found, err)
		}
	}
}

func endsAtLast(t *testing.T, s identity.Sessions) {
	must(t, s.Open(t.Context(), session("a")))
	_, before, err := s.Find(t.Context(), hash("a"), noon.Add(9*time.Hour-time.Second), 24*time.Hour)
	must(t, err)
	_, after, err := s.Find(t.Context(), hash("a"), noon.Add(9*time.Hour), 24*time.Hour)
	must(t, err)
	if !before || after {
		t.Errorf("before its end found %v, at its end %v", before, after)
	}
}

func chooses(t *testing.T, s identity.Sessions) {
	must(t, s.Open(t.Context(), session("a")))
	for _, role := range []access.Role{access.CaseWorker, "manager:NOORD"} {
		must(t, s.Choose(t.Context(), hash("a"), role))
		must(t, s.Choose(t.Context(), hash("nobody's"), role))
		got, _, err := s.Find(t.Context(), hash("a"), noon, time.Hour)
		if err != nil || got.Role != role {
			t.Errorf("got %q, %v", got.Role, err)
		}
	}
}

func ends(t *testing.T, s identity.Sessions) {
	must(t, s.Open(t.Context(), session("a")))
	got, found, err := s.End(t.Context(), hash("a"))
	if err != nil || !found || got.Issuer != session("a").Issuer {
		t.Errorf("got %+v, %v, %v", got, found, err)
	}
	_, again, err := s.End(t.Context(), hash("a"))
	must(t, err)
	_, found, err = s.Find(t.Context(), hash("a"), noon, time.Hour)
	if err != nil || found || again {
		t.Errorf("after its end: found %v, ended again %v, %v", found, again, err)
	}
}

func sweeps(t *testing.T, s identity.Sessions) {
	must(t, s.Begin(t.Context(), attempt("a"), 10))
	must(t, s.Open(t.Context(), session("a")))
	late := session("late")
	late.Ends = noon.Add(10 * time.Hour)
	must(t, s.Open(t.Context(), late))
	must(t, s.Sweep(t.Context(), noon.Add(9*time.Hour)))
	_, attempted, err := s.Finish(t.Context(), hash("a"), noon)
	must(t, err)
	_, early, err := s.Find(t.Context(), hash("a"), noon, time.Hour)
	must(t, err)
	_, goesOn, err := s.Find(t.Context(), hash("late"), noon, time.Hour)
	must(t, err)
	if attempted || early || !goesOn {
		t.Errorf("after sweeping: attempt %v, the one that ended %v, the one that goes on %v", attempted, early, goesOn)
	}
}
