package gemeente

import (
	"fmt"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
)

// mustParse reads the table that is built into the program, so a mistake in it can
// only be ours, and a test finds it.
func mustParse(text string) []Gemeente {
	var all []Gemeente
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		g, err := parse(line)
		if err != nil {
			panic(fmt.Sprintf("gemeenten.txt, %q: %v", line, err))
		}
		all = append(all, g)
	}
	return all
}

// parse reads one line; the head of gemeenten.txt names its fields.
func parse(line string) (Gemeente, error) {
	fields := strings.Split(line, "|")
	if len(fields) < 4 || len(fields) > 8 {
		return Gemeente{}, fmt.Errorf("has %d fields", len(fields))
	}
	var f [8]string
	copy(f[:], fields)
	g := Gemeente{Code: codes.Code(f[0]), Province: codes.Code(f[2]), Region: codes.Code(f[3]), From: f[5], To: f[6]}
	g.Name, g.OtherName, _ = strings.Cut(f[1], "=")
	for _, code := range strings.Fields(f[7]) {
		g.Became = append(g.Became, codes.Code(code))
	}
	if f[4] == "" {
		return g, nil
	}
	inhabitants, err := strconv.Atoi(f[4])
	g.Inhabitants = inhabitants
	return g, err
}
