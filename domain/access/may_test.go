package access

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

var (
	rotterdam = uuid.MustParse("00000000-0000-7000-8000-000000000001")
	utrecht   = uuid.MustParse("00000000-0000-7000-8000-000000000002")
)

func worker(role Role) Actor {
	a := Actor{ID: uuid.MustParse("00000000-0000-7000-8000-0000000000aa"), Role: role, Purpose: role.Purposes()[0]}
	if role != Operator && role != Analyst {
		a.Employer = rotterdam
	}
	return a
}

// TestMatrix holds every cell of role × action × own or another employer
// against the list that a privacy officer can read.
func TestMatrix(t *testing.T) {
	t.Parallel()
	want := matrix(t)
	for _, role := range Roles() {
		for _, action := range Actions() {
			cell := string(role) + " " + string(action)
			got := [2]string{answer(worker(role).May(action, rotterdam)), answer(worker(role).May(action, utrecht))}
			if got != want[cell] {
				t.Errorf("%s: own and other employer %v, want %v", cell, got, want[cell])
			}
			delete(want, cell)
		}
	}
	if len(want) > 0 {
		t.Errorf("the matrix has cells for roles or actions that do not exist: %v", want)
	}
}

func answer(err error) string {
	if err == nil {
		return "yes"
	}
	return string(fault.KindOf(err))
}

func matrix(t *testing.T) map[string][2]string {
	t.Helper()
	file, err := os.Open("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cells := make(map[string][2]string)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) < 4 || words[0] == "#" {
			continue
		}
		n := len(words)
		cells[strings.Join(words[:n-2], " ")] = [2]string{words[n-2], words[n-1]}
	}
	return cells
}

func TestEveryCellHasAReason(t *testing.T) {
	t.Parallel()
	for _, role := range Roles() {
		for _, action := range Actions() {
			if rules[role][action].why == "" {
				t.Errorf("%s, %s: no reason", role, action)
			}
		}
	}
}

func TestMay(t *testing.T) {
	t.Parallel()
	with := func(role Role, change func(*Actor)) Actor {
		a := worker(role)
		change(&a)
		return a
	}
	tests := map[string]struct {
		who    Actor
		action Action
		of     uuid.UUID
		want   string
	}{
		"nobody in particular may nothing":                     {Actor{}, RegisterIncident, uuid.Nil, "forbidden"},
		"a role we do not know may nothing":                    {Actor{Role: "minister"}, Operate, rotterdam, "forbidden"},
		"an action we do not know is refused":                  {worker(Operator), "delete everything", rotterdam, "forbidden"},
		"a registrar without employer has no records":          {with(Registrar, func(a *Actor) { a.Employer = uuid.Nil }), ReadIncident, uuid.Nil, "not_found"},
		"a reporter without employer registers for nobody":     {with(Reporter, func(a *Actor) { a.Employer = uuid.Nil }), RegisterIncident, uuid.Nil, "forbidden"},
		"persons are not read without a purpose":               {with(Registrar, func(a *Actor) { a.Purpose = "" }), ReadPersonal, rotterdam, "forbidden"},
		"a case worker does not read persons to register":      {with(CaseWorker, func(a *Actor) { a.Purpose = Registration }), ReadPersonal, rotterdam, "forbidden"},
		"a registrar may read persons to follow up":            {with(Registrar, func(a *Actor) { a.Purpose = FollowUp }), ReadPersonal, rotterdam, "yes"},
		"what is not about persons needs no purpose":           {with(Registrar, func(a *Actor) { a.Purpose = "" }), ReadIncident, rotterdam, "yes"},
		"a purpose of another role is refused everywhere":      {with(Registrar, func(a *Actor) { a.Purpose = Analysis }), RegisterIncident, rotterdam, "forbidden"},
		"the program keeps the clocks of everybody":            {Clocks(), KeepClocks, utrecht, "yes"},
		"the program does nothing that people do":              {Clocks(), ChangeCase, rotterdam, "forbidden"},
		"no purpose tells a stranger that the incident exists": {with(Registrar, func(a *Actor) { a.Purpose = "" }), ReadPersonal, utrecht, "not_found"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := answer(test.who.May(test.action, test.of)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAnotherEmployersRecordLooksLikeNone(t *testing.T) {
	t.Parallel()
	for action, noun := range onRecord {
		for _, role := range Roles() {
			err := worker(role).May(action, utrecht)
			if fault.KindOf(err) == fault.NotFound && err.Error() != NoSuch(noun).Error() {
				t.Errorf("%s, %s: %q tells more than %q", role, action, err, NoSuch(noun))
			}
		}
	}
}
