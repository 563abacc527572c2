package canary_test

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

func TestFind(t *testing.T) {
	t.Parallel()
	hidden := map[string]func(string) string{
		"plain":              func(s string) string { return s },
		"in capitals":        strings.ToUpper,
		"in small letters":   strings.ToLower,
		"hex":                func(s string) string { return hex.EncodeToString([]byte(s)) },
		"hex in capitals":    func(s string) string { return fmt.Sprintf("%X", s) },
		"hex of capitals":    func(s string) string { return fmt.Sprintf("%x", strings.ToUpper(s)) },
		"hex with spaces":    func(s string) string { return fmt.Sprintf("% x", s) },
		"a printed slice":    func(s string) string { return fmt.Sprint([]byte(s)) },
		"a Go literal":       func(s string) string { return fmt.Sprintf("%#v", []byte(s)) },
		"a JSON byte list":   func(s string) string { return strings.ReplaceAll(fmt.Sprint([]byte(s)), " ", ",") },
		"base64":             func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"base64, shifted":    func(s string) string { return base64.StdEncoding.EncodeToString([]byte("x" + s + "y")) },
		"base64, shifted 2":  func(s string) string { return base64.StdEncoding.EncodeToString([]byte("xx" + s + "yy")) },
		"base64url":          func(s string) string { return base64.URLEncoding.EncodeToString([]byte("~?" + s)) },
		"base64 of capitals": func(s string) string { return base64.StdEncoding.EncodeToString([]byte(strings.ToUpper(s))) },
		"JSON":               func(s string) string { b, _ := json.Marshal(map[string]string{"v": s}); return string(b) },
		"UTF-16":             func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" },
	}
	for name, hide := range hidden {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, bird := range canary.All() {
				found := canary.Find([]byte("before " + hide(bird) + " after"))
				if len(found) == 0 {
					t.Errorf("%q was not found", bird)
				}
				for _, f := range found {
					if !strings.HasSuffix(f, " of "+bird) {
						t.Errorf("looking for %q found %s", bird, f)
					}
				}
			}
		})
	}
}

// TestNoCanarySingsForAnother: each, and its twin, is found by its own name alone.
func TestNoCanarySingsForAnother(t *testing.T) {
	t.Parallel()
	var birds []string
	for _, bird := range canary.Everywhere() {
		birds = append(birds, bird, canary.Twin(bird))
	}
	flock := canary.NewFlock(birds...)
	for _, bird := range birds {
		found := flock.Find([]byte("before " + bird + " after"))
		if len(found) == 0 {
			t.Errorf("%q was not found", bird)
		}
		for _, f := range found {
			if !strings.HasSuffix(f, " of "+bird) {
				t.Errorf("looking for %q found %s", bird, f)
			}
		}
	}
}

func TestFindIsSilentWhereThereIsNothing(t *testing.T) {
	t.Parallel()
	haystacks := map[string][]byte{
		"nothing":                 nil,
		"every byte":              bytes.Repeat([]byte{0, 127, 255, 'a'}, 1000),
		"the names of fields":     []byte(`{"name":"x","staff_number":"y","narrative":"z"}`),
		"a form it does not know": []byte(base32.StdEncoding.EncodeToString([]byte(canary.Name))),
	}
	for name, haystack := range haystacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if found := canary.Find(haystack); found != nil {
				t.Errorf("found %v", found)
			}
		})
	}
}
