package domain_test

import (
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"testing"
)

// impure is what pure packages offer and a rule may not use: the clock, the
// machine's own zone, the zone database in its files, and new random ids. An id
// made from content (NewSHA1) is no die.
var impure = regexp.MustCompile(`^(time\.(Now|Since|Until|Sleep|After|AfterFunc|Tick|NewTimer|NewTicker|Local|LoadLocation)` +
	`|github\.com/google/uuid\.(New|NewString|NewRandom.*|NewUUID|NewV[67].*|NewDCE.*|SetRand|EnableRandPool))$`)

func TestTheDomainIsPure(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !below(s.folder, "domain") || below(s.folder, "domain/eventlog/logtest") {
			continue
		}
		for _, used := range s.uses() {
			if impure.MatchString(used) {
				t.Errorf("%s uses %s: a rule that is asked again must answer the same; take it as an argument", s.name, used)
			}
		}
	}
}

func TestImpurityIsSeen(t *testing.T) {
	t.Parallel()
	const code = `package x
import ("time"; other "time"; "github.com/google/uuid")
var a, b, c, d, e = other.Now(), time.Now, uuid.New(), uuid.NewSHA1(uuid.Nil, nil), time.Date`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	used := slices.DeleteFunc(source{file: file}.uses(), func(name string) bool { return !impure.MatchString(name) })
	if want := []string{"time.Now", "time.Now", "github.com/google/uuid.New"}; !slices.Equal(used, want) {
		t.Errorf("saw %v, want %v", used, want)
	}
}
