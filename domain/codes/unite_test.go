package codes

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestUnite(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ have, more, want []Code }{
		"nothing and nothing":                     {nil, nil, nil},
		"order is kept, each once":                {[]Code{"HIT", "SPIT"}, []Code{"SPIT", "RAM", "RAM"}, []Code{"HIT", "SPIT", "RAM"}},
		"an answer takes the place of none":       {[]Code{Unknown}, []Code{"HIT", "SPIT"}, []Code{"HIT", "SPIT"}},
		"no answer does not take that of one":     {[]Code{"HIT"}, []Code{Unknown}, []Code{"HIT"}},
		"the first way of not knowing stays":      {[]Code{Unknown}, []Code{NotApplicable}, []Code{Unknown}},
		"other is an answer and stands by others": {[]Code{"HIT"}, []Code{Other}, []Code{"HIT", Other}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Unite(test.have, test.more); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestUniteAnyCodes(t *testing.T) {
	t.Parallel()
	some := rapid.SliceOfN(rapid.SampledFrom([]Code{"HIT", "SPIT", "RAM", Other, Unknown, NotApplicable}), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		have, more := some.Draw(t, "have"), some.Draw(t, "more")
		before := slices.Clone(have)
		have = slices.Grow(have, 8)
		united := Unite(have, more)
		if !slices.Equal(Unite(united, more), united) || !slices.Equal(Unite(united, united), united) {
			t.Fatalf("%v: telling it again changes it", united)
		}
		if slices.ContainsFunc(united, Code.Missing) && len(united) > 1 {
			t.Fatalf("%v: no answer stands beside an answer", united)
		}
		if len(united) > 0 {
			united[0] = "CHANGED"
		}
		if spare := have[len(have):cap(have)]; !slices.Equal(have, before) || slices.ContainsFunc(spare, func(c Code) bool { return c != "" }) {
			t.Fatal("the result shares memory with its argument")
		}
	})
}
