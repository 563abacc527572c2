package incident

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

// Numbers is how many numbers there are to be told.
const Numbers = 100_000_000

// Number is what is told of an incident on the telephone or the radio: eight digits out of the part of its
// id that is chance. Of a thousand reports of a week, two share one in less than one week of a hundred.
// One that is given out stays that: whoever changes how it is made makes numbers wrong that people wrote down.
func Number(id uuid.UUID) int { return int(binary.BigEndian.Uint32(id[12:]) % Numbers) }

// Spoken is a number as it is said: in pairs.
func Spoken(id uuid.UUID) string {
	n := fmt.Sprintf("%08d", Number(id))
	return n[:2] + " " + n[2:4] + " " + n[4:6] + " " + n[6:]
}

// asHeard are letters for which somebody took a digit.
var asHeard = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// ParseNumber reads one as somebody wrote it down: with blanks, dashes or dots, or a letter for a digit. What
// stands before it may be there too, such as "nr.". The error is a *fault.Wrong.
func ParseNumber(text string) (int, error) {
	wrong := &fault.Wrong{Problem: "is no number of a report", Remedy: "give its eight digits, such as 12 34 56 78"}
	if len(text) > 40 {
		return 0, wrong
	}
	text = strings.ToUpper(strings.TrimSpace(text))
	for _, before := range []string{"NUMMER", "NUMBER", "NR", "NO"} {
		if rest, cut := strings.CutPrefix(text, before); cut {
			text = rest
			break
		}
	}
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune(".,:/#_", r) {
			return -1
		}
		return r
	}, asHeard.Replace(text))
	if len(digits) != 8 {
		return 0, wrong
	}
	n := 0
	for _, r := range digits {
		if r < '0' || r > '9' {
			return 0, wrong
		}
		n = 10*n + int(r-'0')
	}
	return n, nil
}
