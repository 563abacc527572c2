// Package text says which words can be kept: readable ones of a bounded length.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"ruggensteun/domain/fault"
)

// Line cleans a text of one line, such as a name; empty stays empty. The error
// is a *fault.Wrong.
func Line(s string, most int) (string, error) {
	return clean(s, most, func(r rune) bool { return unseen(r) || r == '\u2028' || r == '\u2029' })
}

// Prose cleans a text of any number of lines; empty stays empty. The error is a
// *fault.Wrong.
func Prose(s string, most int) (string, error) {
	return clean(strings.ReplaceAll(s, "\r\n", "\n"), most, func(r rune) bool {
		return r != '\n' && r != '\t' && unseen(r)
	})
}

func clean(s string, most int, bad func(rune) bool) (string, error) {
	if !utf8.ValidString(s) {
		return "", &fault.Wrong{Problem: "is not valid UTF-8", Remedy: "send the text in UTF-8"}
	}
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > most {
		return "", &fault.Wrong{Problem: fmt.Sprintf("is longer than %d characters", most), Remedy: "shorten it"}
	}
	if strings.ContainsFunc(s, bad) {
		return "", &fault.Wrong{Problem: "holds control characters", Remedy: "remove what cannot be printed"}
	}
	return s, nil
}

// unseen finds what a reader cannot see but a terminal or a browser obeys.
// Direction overrides make a text read otherwise than it is (CVE-2021-42574).
func unseen(r rune) bool {
	return unicode.IsControl(r) || r == '\ufeff' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
