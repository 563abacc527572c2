// Package canary holds invented personal details that are easy to find again, to
// prove that a dump, a log file or an error never holds them in clear.
package canary

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
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

// One for each place of a record that has others beside it: what is heard of a criminal case, of an
// aangifte, of care, of a notice that waits, on paper.
const (
	CaseText        = "Hanenbalk doorgezaagd tijdens verhoor"
	CaseNumber      = "PL-KOEKOEKSPUT-31774"
	Complaint       = "Vuurvliegjesvanger bleef onbereikbaar"
	ComplaintNumber = "AG-NACHTZWALUW-66015"
	Care            = "Lijsterbesthee geschonken om kwart over drie"
	Waiting         = "Griesmeelpuddinggetuige zweeg hardnekkig"
	WaitingNumber   = "WN-BOOMKLEVER-90218"
	Paper           = "Mosterdpotdeksel ontbrak bij overhandiging"
	Pseudonym       = "Tweelingzusverwarring rond garderobe"
	OfSuspect       = "Ooievaarsnestbewoner vrijwillig vertrokken"
	Mail            = "kwikstaartje@zevenslaper.example"
	Permit          = "Jenevermoedvlek gezien door parkietenfokker"
	Attention       = "Vlaggenstokzwaaier keert telkens terug"
	Hold            = "Schoorsteenvegersclaim loopt nog eventjes"
	Photo           = "Kaasstolpscherf stak dwars door hesje"
	Access          = "Zeepbellenblaasster verlangt duplicaatkopie"
)

// What is not sealed, and is of one employer all the same.
const (
	Unit      = "ROERDOMP-WEST"
	Template  = "Hoogachtend vanaf de appelflappenboot"
	Question  = "Biggenkruid per brievenbus"
	Campaign  = "Korenwolfweek zonder stropdas"
	Agreement = "Paardebloempluis binnen twee etmalen"
	Seed      = "stokbroodlawine halverwege"
)

// All is every canary of a first kind: each of them a test plants wherever it can.
func All() []string {
	return []string{Name, StaffNumber, Narrative, Reason, Explanation, RequestKey, Address, Reference, Suspect, Document}
}

// Everywhere is one for each place there is.
func Everywhere() []string {
	return append(All(), CaseText, CaseNumber, Complaint, ComplaintNumber, Care, Waiting, WaitingNumber, Paper, Pseudonym, OfSuspect, Mail, Permit, Attention, Hold, Access, Photo,
		Unit, Template, Question, Campaign, Agreement, Seed)
}

// Twin is the same canary of another employer: it reads backwards, but for what makes a mail address one.
func Twin(bird string) string {
	bird, isMail := strings.CutSuffix(bird, ".example")
	letters := []rune(bird)
	slices.Reverse(letters)
	if isMail {
		return string(letters) + ".example"
	}
	return string(letters)
}

// Find tells which canaries sing in the haystack and in which form: "base64 of
// Zwaanhilde…". It looks for them plain, in hex, in base64 at every alignment and
// as lists of bytes, in small, large and original letters. What was compressed
// or encrypted it cannot see.
func Find(haystack []byte) []string { return everyForm().Find(haystack) }

// Flock is some canaries in every form.
type Flock struct {
	list               []form
	asWritten, inSmall book
}

// NewFlock works out the forms, which takes longer than to look for them.
func NewFlock(birds ...string) *Flock {
	all := &Flock{asWritten: book{of: map[uint16][]page{}}, inSmall: book{of: map[uint16][]page{}}}
	for _, canary := range birds {
		for _, f := range forms(canary) {
			in := &all.asWritten
			if f.anyCase {
				in = &all.inSmall
			}
			in.add(len(all.list), f.text)
			f.name += " of " + canary
			all.list = append(all.list, f)
		}
	}
	return all
}

// Find is that of the package, of these.
func (f *Flock) Find(haystack []byte) []string {
	seen := make([]bool, len(f.list))
	f.asWritten.look(haystack, seen)
	f.inSmall.look(small(haystack), seen)
	var found []string
	for n, one := range f.list {
		if seen[n] {
			found = append(found, one.name)
		}
	}
	return found
}

// small is the same in small letters. Canaries are ASCII.
func small(text []byte) []byte {
	lower := make([]byte, len(text))
	for i, c := range text {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return lower
}

// book has the forms by the two bytes that they begin with: a data folder is walked once,
// and not once for each of hundreds of forms.
type book struct {
	begins [1 << 16]bool
	of     map[uint16][]page
}

type page struct {
	number int
	text   []byte
}

func (b *book) add(number int, text string) {
	pair := uint16(text[0])<<8 | uint16(text[1])
	b.begins[pair] = true
	b.of[pair] = append(b.of[pair], page{number, []byte(text)})
}

func (b *book) look(haystack []byte, seen []bool) {
	var pair uint16
	for i, c := range haystack {
		pair = pair<<8 | uint16(c)
		if i == 0 || !b.begins[pair] {
			continue
		}
		for _, p := range b.of[pair] {
			seen[p.number] = seen[p.number] || bytes.HasPrefix(haystack[i-1:], p.text)
		}
	}
}

// everyForm is made once: a short answer takes less time to search than its forms to make.
var everyForm = sync.OnceValue(func() *Flock { return NewFlock(All()...) })

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
