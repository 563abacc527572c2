package web

import (
	"fmt"
	"regexp"
	"strings"

	"ruggensteun/domain/fault"
)

// mostTheme is far beyond what colours and fonts take.
const mostTheme = 64 << 10

var (
	themeComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	// A property of ours, and a value of colours, lengths and names of fonts: neither an address
	// nor anything that ends the block.
	themeProperty = regexp.MustCompile(`^--r-[a-z0-9-]+\s*:\s*[-A-Za-z0-9#%.,()"' /]+$`)
	themeBlock    = regexp.MustCompile(`(?s)^\s*(@media\s*\(\s*prefers-color-scheme\s*:\s*(?:dark|light)\s*\)\s*\{\s*)?\.ruggensteun-theme\s*\{([^{}]*)\}`)
)

// CheckTheme refuses a style sheet of an organisation that says more than how ours looks: it
// could hide what a page must say, or tell another address who looks at it. The error is a *fault.Fault.
func CheckTheme(text []byte) error {
	wrong := func(problem string) error {
		return fault.New(fault.Invalid, "the theme "+problem+": write .ruggensteun-theme { --r-brand: #123456; } with properties that begin with --r-, also within @media (prefers-color-scheme: dark)")
	}
	if len(text) > mostTheme {
		return wrong(fmt.Sprintf("is larger than %d KiB", mostTheme>>10))
	}
	rest := themeComment.ReplaceAllString(string(text), " ")
	for blocks := 0; ; blocks++ {
		if rest = strings.TrimSpace(rest); rest == "" {
			if blocks == 0 {
				return wrong("says nothing")
			}
			return nil
		}
		found := themeBlock.FindStringSubmatch(rest)
		if found == nil {
			return wrong("holds something else than such blocks")
		}
		for _, one := range strings.Split(found[2], ";") {
			one = strings.TrimSpace(one)
			if one != "" && (!themeProperty.MatchString(one) || strings.Contains(strings.ToLower(one), "url(")) {
				return wrong("sets something that it may not")
			}
		}
		rest = rest[len(found[0]):]
		if found[1] != "" {
			inner := strings.TrimSpace(rest)
			if !strings.HasPrefix(inner, "}") {
				return wrong("has a block that is not closed")
			}
			rest = inner[1:]
		}
	}
}
