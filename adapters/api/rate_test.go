package api

import (
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
)

// held is a world where little may be asked; the clock stands still unless a test moves it.
func held(t *testing.T, rates Rates) *world {
	t.Helper()
	return newWorld(t, func(n *Needs, _ *limits) { n.Rates = &rates })
}

func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = address }
}

func TestWhoAsksTooOftenIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rates Rates
		ask   func(w *world) *reply
		says  string
	}{
		"reading":   {Rates{Read: Rate{2, time.Minute}}, func(w *world) *reply { return w.get("/v1/incidents", access.Registrar, w.city) }, "much was read in your name"},
		"recording": {Rates{Write: Rate{2, time.Minute}}, func(w *world) *reply { return w.post("/v1/incidents", access.Reporter, w.city, "{}") }, "much was recorded in your name"},
		"a file by format": {Rates{Export: Rate{2, time.Minute}}, func(w *world) *reply {
			return w.get("/v1/views/location?format=csv", access.Registrar, w.city)
		}, "many files were taken out"},
		"everything": {Rates{Export: Rate{2, time.Minute}}, func(w *world) *reply { return w.get("/v1/exports/everything", access.Registrar, w.city) }, "many files were taken out"},
		"anything from one address": {Rates{Address: Rate{4, time.Minute}}, func(w *world) *reply {
			return w.do("GET", "/v1/code-lists", "", "", from("192.0.2.9:1"))
		}, "from this address"},
		"no such path from one address": {Rates{Address: Rate{4, time.Minute}}, func(w *world) *reply {
			return w.do("GET", "/v1/none", "", "", from("192.0.2.9:1"))
		}, "from this address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := held(t, test.rates)
			var out *reply
			for range 6 {
				out = test.ask(w)
			}
			out.want(http.StatusTooManyRequests)
			if !strings.Contains(out.text("detail"), test.says) || out.text("kind") != "too_many_requests" {
				t.Errorf("got %s", out.Body)
			}
			wait, err := strconv.Atoi(out.Header().Get("Retry-After"))
			if err != nil || wait < 1 || wait > 30 {
				t.Errorf("Retry-After is %q", out.Header().Get("Retry-After"))
			}
			w.now = w.now.Add(time.Duration(wait) * time.Second)
			if again := test.ask(w); again.Code == http.StatusTooManyRequests {
				t.Errorf("after having waited as told: %s", again.Body)
			}
			if n, err := testutil.GatherAndCount(w.metrics, "ruggensteun_http_limited_total"); err != nil || n != 1 {
				t.Errorf("metrics that tell of it: %d (%v)", n, err)
			}
		})
	}
}

func TestOnesRateIsNobodyElses(t *testing.T) {
	t.Parallel()
	w := held(t, Rates{Read: Rate{2, time.Minute}, Address: Rate{1000, time.Minute}})
	for range 3 {
		w.get("/v1/incidents", access.Registrar, w.city)
	}
	w.get("/v1/incidents", access.Registrar, w.city).want(429)
	w.get("/v1/incidents", access.Registrar, w.fire).want(200)
	w.get("/v1/incidents", access.CaseWorker, w.city).want(200)
	w.post("/v1/incidents", access.Registrar, w.city, "{}").want(201) // another kind
	w.do("GET", "/v1/health/live", "", "").want(200)
}

func TestWhoeverWatchesTheServerIsAlwaysAnswered(t *testing.T) {
	t.Parallel()
	w := held(t, Rates{Address: Rate{3, time.Hour}})
	for range 20 {
		w.do("GET", "/v1/health/live", "", "").want(200)
	}
}

// TestAThousandWrongLoginsLockOutNobody: not a colleague at the same address, and not the one in whose
// name it was tried. A token of somebody there is answered as one of nobody.
func TestAThousandWrongLoginsLockOutNobody(t *testing.T) {
	t.Parallel()
	w := held(t, UsualRates)
	good := w.token(access.Registrar, w.city)
	before := len(w.logged.String())
	real, none := good[:len(good)-3]+"AAA", "registrar."+uuid.NewString()+"."+strings.Repeat("A", 43)
	statuses := map[int]int{}
	for i := range 500 {
		one := w.do("GET", "/v1/incidents", real, "", from("192.0.2.66:1"), wrongBy(i))
		other := w.do("GET", "/v1/incidents", none, "", from("192.0.2.67:1"), wrongBy(i))
		if one.Code != other.Code || one.Body.String() != other.Body.String() {
			t.Fatalf("try %d: somebody who is there is answered %d %s, nobody %d %s", i, one.Code, one.Body, other.Code, other.Body)
		}
		statuses[one.Code] += 2
		if i%50 == 0 {
			w.do("GET", "/v1/incidents", good, "", from("192.0.2.66:1")).want(200)
			w.do("GET", "/v1/incidents", good, "", from("192.0.2.8:1")).want(200)
		}
	}
	if statuses[401] != 120 || statuses[429] != 880 {
		t.Errorf("the answers were %v", statuses)
	}
	logged := w.logged.String()[before:]
	if n := strings.Count(logged, `"fault":"unauthenticated"`); n != 120 {
		t.Errorf("the log tells of %d that were refused", n)
	}
	if n := strings.Count(logged, `"fault":"too_many_requests"`); n != 880 {
		t.Errorf("the log tells of %d that came too often", n)
	}
	if strings.Contains(logged, "192.0.2") || strings.Contains(logged, real) || strings.Contains(logged, none) || canary.Find([]byte(logged)) != nil {
		t.Error("the log holds an address, a token or what was sent")
	}
	if sources := sourcesIn(logged); len(sources) != 2 {
		t.Errorf("of two addresses the log has %d aliases", len(sources))
	}
}

// wrongBy makes each try another one, with something about a person in it.
func wrongBy(i int) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("User-Agent", canary.Name+strconv.Itoa(i))
		r.AddCookie(&http.Cookie{Name: "ruggensteun", Value: canary.StaffNumber})
	}
}

func sourcesIn(logged string) []string {
	var list []string
	for _, part := range strings.Split(logged, `"source":"`)[1:] {
		alias, _, _ := strings.Cut(part, `"`)
		if !slices.Contains(list, alias) {
			list = append(list, alias)
		}
	}
	return list
}

func TestWhereARequestCameFrom(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("::1/128")}
	for name, test := range map[string]struct {
		peer      string
		forwarded []string
		want      string
	}{
		"directly":               {"192.0.2.1:443", nil, "192.0.2.1/32"},
		"directly, with a story": {"192.0.2.1:443", []string{"198.51.100.9"}, "192.0.2.1/32"},
		"through a proxy":        {"10.0.0.7:443", []string{"198.51.100.9"}, "198.51.100.9/32"},
		"through a proxy, with a story before it": {"10.0.0.7:443", []string{"203.0.113.1, 198.51.100.9"}, "198.51.100.9/32"},
		"the story in a header of its own":        {"10.0.0.7:443", []string{"203.0.113.1", "198.51.100.9"}, "198.51.100.9/32"},
		"through two proxies":                     {"[::1]:443", []string{"198.51.100.9, 10.0.0.8"}, "198.51.100.9/32"},
		"a proxy that says nothing":               {"10.0.0.7:443", nil, "10.0.0.7/32"},
		"a proxy that says nonsense":              {"10.0.0.7:443", []string{"198.51.100.9, unknown"}, "10.0.0.7/32"},
		"a proxy that names ports":                {"10.0.0.7:443", []string{"198.51.100.9:5001"}, "198.51.100.9/32"},
		"IPv6 counts by what one customer has":    {"[2001:db8:1:2:3:4:5:6]:443", nil, "2001:db8:1:2::/64"},
		"IPv4 written as IPv6":                    {"[::ffff:192.0.2.1]:443", nil, "192.0.2.1/32"},
		"through no network":                      {"", nil, "invalid Prefix"},
	} {
		r := &http.Request{RemoteAddr: test.peer, Header: http.Header{"X-Forwarded-For": test.forwarded}}
		rates := Rates{Proxies: proxies}
		if got := rates.source(r).String(); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// TestHoweverManyAddressesComeTheMemoryIsBounded, and who goes on asking is remembered meanwhile.
func TestHoweverManyAddressesComeTheMemoryIsBounded(t *testing.T) {
	t.Parallel()
	const most = 1000
	b := newBuckets[netip.Prefix](Rate{1, time.Hour}, most)
	steady := netip.MustParsePrefix("192.0.2.1/32")
	if _, taken := b.take(steady, noon); !taken {
		t.Fatal("the first one is refused")
	}
	for i := range 200_000 {
		a := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		if _, taken := b.take(netip.PrefixFrom(a, 32), noon); !taken {
			t.Fatalf("address %d is refused for what others did", i)
		}
		if i%(most/2) == 0 {
			if _, taken := b.take(steady, noon); taken {
				t.Fatalf("after %d addresses it is forgotten who asks all the time", i)
			}
		}
	}
	if len(b.of) > most || b.order.Len() > most {
		t.Errorf("%d are kept of at most %d", len(b.of), most)
	}
}

func TestABucketFillsWithTime(t *testing.T) {
	t.Parallel()
	b := newBuckets[string](Rate{3, time.Minute}, 10)
	now := noon
	for _, step := range []struct {
		after time.Duration
		taken bool
	}{
		{0, true}, {0, true}, {0, true}, {0, false}, {19 * time.Second, false}, {time.Second, true}, {0, false},
		{time.Hour, true}, {0, true}, {0, true}, {0, false},
	} {
		now = now.Add(step.after)
		if _, taken := b.take("x", now); taken != step.taken {
			t.Fatalf("at %s: taken is %v", now.Format(time.TimeOnly), taken)
		}
	}
	none := newBuckets[string](Rate{}, 10)
	for range 1000 {
		if _, taken := none.take("x", noon); !taken {
			t.Fatal("without a rate it is held up")
		}
	}
}

func TestTheRoutesThatTakeOutAreStillThere(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for _, r := range (&api{}).routes() {
		ids[r.id] = true
	}
	for _, id := range takesOut {
		if !ids[id] {
			t.Errorf("%s is no route any more", id)
		}
	}
}
