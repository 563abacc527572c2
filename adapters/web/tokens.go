package web

import (
	"bytes"
	"regexp"
)

var (
	tokenLine = regexp.MustCompile(`^\s*(--[a-zA-Z0-9_-]+):(.*);\s*(?:/\*.*\*/)?$`)
	tokenTold = regexp.MustCompile(`(?m)^\s*(--[a-zA-Z0-9_-]+):`)
	tokenUse  = regexp.MustCompile(`var\(\s*(--[a-zA-Z0-9_-]+)`)
)

// usedTokens leaves out of a theme the tokens that nothing asks for, directly or by another: they are
// most of it, and a telephone works out the value of each on every page.
func usedTokens(theme []byte, rules ...[]byte) []byte {
	lines, told := bytes.Split(theme, []byte("\n")), map[string][]byte{}
	for _, line := range lines {
		if m := tokenLine.FindSubmatch(line); m != nil {
			told[string(m[1])] = append(told[string(m[1])], m[2]...)
		}
	}
	used := map[string]bool{}
	var asks func(text []byte)
	asks = func(text []byte) {
		for _, m := range tokenUse.FindAllSubmatch(text, -1) {
			if name := string(m[1]); !used[name] {
				used[name] = true
				asks(told[name])
			}
		}
	}
	for _, text := range rules {
		asks(text)
	}
	for _, line := range lines {
		if !tokenLine.Match(line) { // stays, as a value that stands on several lines
			asks(line)
		}
	}
	kept := lines[:0:0]
	for _, line := range lines {
		if m := tokenLine.FindSubmatch(line); m == nil || used[string(m[1])] {
			kept = append(kept, line)
		}
	}
	return bytes.Join(kept, []byte("\n"))
}
