// Package canary holds invented personal details that are easy to find again, to
// prove that a dump, a log file or an error never holds them in clear.
package canary

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// One for each place where something personal can be said. No two share a run
// of letters that is long enough to be searched for.
const (
	Name        = "Zwaanhilde Kwartelvink"
	StaffNumber = "QX-7093361-VOGELNEST"
	Narrative   = "De bijlzwaaier riep ijsbrekergeluiden"
	Reason      = "Pannenkoekhuisgesprek verkeerd begrepen"
	Explanation = "Dubbelgeteld wegens uurwerkstoring"
	RequestKey  = "formulier-bromfietshelm-4471"
	Address     = "Zilverschoonpad 417 driehoog achter"
	Reference   = "DOSSIER-QUAGGA-882130"
	Suspect     = "Ottokar Wielewaalsman"
	Document    = "OM-walvisboei-55217"
)

// All is every canary.
func All() []string {
	return []string{Name, StaffNumber, Narrative, Reason, Explanation, RequestKey, Address, Reference, Suspect, Document}
}

// Find tells which canaries sing in the haystack and in which form: "base64 of
// Zwaanhilde…". It looks for them plain, in hex, in base64 at every alignment and
// as lists of bytes, in small, large and original letters. What was compressed
// or encrypted it cannot see.
func Find(haystack []byte) []string {
	lower := bytes.ToLower(haystack)
	var found []string
	for _, canary := range All() {
		for _, f := range forms(canary) {
			in := haystack
			if f.anyCase {
				in = lower
			}
			if bytes.Contains(in, []byte(f.text)) {
				found = append(found, f.name+" of "+canary)
			}
		}
	}
	return found
}

type form struct {
	name    string
	text    string
	anyCase bool // text is in small letters, and so must the haystack be
}

func forms(canary string) []form {
	list := []form{{"plain text", strings.ToLower(canary), true}}
	for _, spelling := range []string{canary, strings.ToLower(canary), strings.ToUpper(canary)} {
		list = append(list, byteForms(spelling)...)
		for shift := range 3 {
			core := base64Core(spelling, shift)
			list = append(list, form{"base64", core, false}, form{"base64url", urlSafe.Replace(core), false})
		}
	}
	return list
}

func byteForms(spelling string) []form {
	b := []byte(spelling)
	utf16 := make([]byte, 0, 2*len(b))
	for _, c := range b {
		utf16 = append(utf16, c, 0)
	}
	return []form{
		{"hex", hex.EncodeToString(b), true},
		{"spaced hex", fmt.Sprintf("% x", b), true},
		{"hex list", strings.Trim(strings.ToLower(fmt.Sprintf("%#v", b)), "[]byte{}"), true},
		{"byte list", strings.Trim(fmt.Sprint(b), "[]"), true},
		{"JSON byte list", strings.ReplaceAll(strings.Trim(fmt.Sprint(b), "[]"), " ", ","), true},
		{"UTF-16", string(bytes.ToLower(utf16[:len(utf16)-1])), true},
	}
}

var urlSafe = strings.NewReplacer("+", "-", "/", "_")

// base64Core is the part of the encoding that does not depend on what stands
// before and after: the text starts shift bytes into a group of three.
func base64Core(text string, shift int) string {
	encoded := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), text...))
	first := (shift*8 + 5) / 6
	last := (shift + len(text)) * 8 / 6
	return encoded[first:last]
}
