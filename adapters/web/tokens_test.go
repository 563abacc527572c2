package web

import (
	"testing"
)

func TestOnlyTokensThatSomethingAsksForAreServed(t *testing.T) {
	t.Parallel()
	theme := ".t {\n  --a: var(--b);\n  --b: var(--c, 1px);\n  --c: red;\n  --d: blue;\n  --e: var(--d);\n}"
	for asked, want := range map[string]string{
		"p { color: var(--a); }":    ".t {\n  --a: var(--b);\n  --b: var(--c, 1px);\n  --c: red;\n}",
		"p { color: var( --e ); }":  ".t {\n  --d: blue;\n  --e: var(--d);\n}",
		"p { color: var(--other) }": ".t {\n}",
	} {
		if got := string(usedTokens([]byte(theme), []byte(asked))); got != want {
			t.Errorf("%s is served\n%s\nwant\n%s", asked, got, want)
		}
	}
}

// TestNothingThatARuleAsksForIsLeftOut: each token that the theme has and a rule asks for is served.
func TestNothingThatARuleAsksForIsLeftOut(t *testing.T) {
	t.Parallel()
	theirs, err := theirStyles()
	if err != nil {
		t.Fatal(err)
	}
	served, err := stylesheet()
	if err != nil {
		t.Fatal(err)
	}
	told, kept := map[string]bool{}, map[string]bool{}
	for name, text := range map[*map[string]bool][]byte{&told: theirs[0], &kept: served} {
		for _, m := range tokenTold.FindAllSubmatch(text, -1) {
			(*name)[string(m[1])] = true
		}
	}
	asked := 0
	for _, m := range tokenUse.FindAllSubmatch(served, -1) {
		if name := string(m[1]); told[name] {
			if asked++; !kept[name] {
				t.Errorf("%s is asked for, and not served", name)
			}
		}
	}
	t.Logf("%d of %d tokens are served, asked for %d times; %d bytes of %d", len(kept), len(told), asked, len(served), len(theirs[0])+len(served))
	if asked < 100 || len(served) > len(theirs[0]) {
		t.Errorf("%d tokens are asked for, and %d bytes served: this test sees nothing", asked, len(served))
	}
}
