package reference

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Denominators: how many there are of what incidents are counted for each of. A rate has the
// table and its source beside it, or is no rate.
const (
	// Inhabitants of each gemeente, as on a day; CBS counts on 1 January.
	Inhabitants = "inhabitants"
	// Staff is how many work at an employer in a profession, as on a day.
	Staff = "staff"
	// Deployments are those of a calendar year, of an employer in a profession; since is the
	// first day of that year.
	Deployments = "deployments"
)

// Denominators are the tables that rates are worked out with.
func Denominators() []Kind {
	return []Kind{
		{Name: Inhabitants, NL: "inwoners van gemeenten", EN: "inhabitants of municipalities", Of: gemeente, Value: number},
		{Name: Staff, NL: "medewerkers per werkgever en beroep", EN: "staff by employer and profession", Of: crew, Value: number},
		{Name: Deployments, NL: "inzetten per jaar, werkgever en beroep", EN: "deployments by year, employer and profession", Of: crew, Value: number},
	}
}

// CrewMark stands between an employer and a profession: GEM-X/BOA1.
const CrewMark = "/"

var employerForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{1,39}$`)

func crew(c codes.Code) error {
	employer, profession, two := strings.Cut(string(c), CrewMark)
	_, known := codes.Profession.Find(codes.Code(profession))
	if !two || !employerForm.MatchString(employer) || !known {
		return &fault.Wrong{Problem: "is not an employer and a profession", Remedy: "write the employer's code and that of the list profession: GEM-X" + CrewMark + "BOA1"}
	}
	return nil
}

// most is beyond the people of a gemeente and what an employer can do in a year.
const most = 100_000_000

func number(text string) (codes.Code, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most || strconv.Itoa(n) != text {
		return "", &fault.Wrong{Problem: "is not a number", Remedy: fmt.Sprintf("write a whole number from 0 to %d, without points or spaces", most)}
	}
	return codes.Code(text), nil
}

// Hash names what stands in a table, whoever published it and in whatever order its lines
// came: SHA-256 of its lines as "OF SINCE VALUE\n", in hexadecimal.
func (e TableLoaded) Hash() string {
	h := sha256.New()
	for _, r := range inOrder(e.Rows) {
		fmt.Fprintf(h, "%s %s %s\n", r.Of, r.Since, r.Value)
	}
	return hex.EncodeToString(h.Sum(nil))
}
