package web_test

import (
	"testing"

	"ruggensteun/adapters/web"
	"ruggensteun/domain/fault"
)

func TestAThemeSaysHowItLooksAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		theme string
		taken bool
	}{
		"colours":                    {".ruggensteun-theme { --r-brand: #123456; --r-brand-ink: #fff }", true},
		"colours for the dark too":   {"/* ours */\n.ruggensteun-theme { --r-brand: #123456; }\n@media (prefers-color-scheme: dark) { .ruggensteun-theme { --r-brand: #abc; } }", true},
		"a font of the machine":      {`.ruggensteun-theme { --r-font: "Fira Sans", system-ui, sans-serif; }`, true},
		"a computed colour":          {".ruggensteun-theme { --r-rule: rgb(0 0 0 / 20%); }", true},
		"nothing":                    {"/* later */", false},
		"another property":           {".ruggensteun-theme { display: none; }", false},
		"what a page must say, gone": {".protected { --r-ink: #fff; }", false},
		"an address":                 {".ruggensteun-theme { --r-ground: url(https://elsewhere.example/x.png); }", false},
		"an address in capitals":     {".ruggensteun-theme { --r-ground: URL(x); }", false},
		"another style sheet":        {`@import "https://elsewhere.example/x.css"; .ruggensteun-theme { --r-ink: #000; }`, false},
		"an escape":                  {`.ruggensteun-theme { --r-ground: \75rl(x); }`, false},
		"a block within a value":     {".ruggensteun-theme { --r-ground: {}; }", false},
		"a block that stays open":    {"@media (prefers-color-scheme: dark) { .ruggensteun-theme { --r-ink: #000; }", false},
		"a comment that stays open":  {".ruggensteun-theme { --r-ink: #000; } /* ", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := web.CheckTheme([]byte(test.theme))
			if test.taken != (err == nil) || err != nil && fault.KindOf(err) != fault.Invalid {
				t.Errorf("taken %v, want %v: %v", err == nil, test.taken, err)
			}
		})
	}
}
