package access

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

const north, south = "NOORD", "ZUID"

// inNorth is somebody who is kept to a unit.
func inNorth(role Role) Actor {
	a := worker(role)
	a.Unit = north
	return a
}

// TestWhoIsKeptToAUnit holds every cell of role × action × own, another and no unit against the list
// that a privacy officer can read.
func TestWhoIsKeptToAUnit(t *testing.T) {
	t.Parallel()
	reach := unitsFile(t)
	for _, action := range Actions() {
		for _, role := range Roles() {
			if role.Units() {
				kept(t, role, action, reach[string(action)])
			}
		}
		delete(reach, string(action))
	}
	if len(reach) > 0 {
		t.Errorf("the list has actions that do not exist: %v", reach)
	}
}

func kept(t *testing.T, role Role, action Action, reach string) {
	t.Helper()
	a, free := inNorth(role), worker(role)
	if got, want := answer(a.May(action, utrecht, north)), answer(free.May(action, utrecht)); want != "yes" && got != want {
		t.Errorf("%s, %s at another employer: %s, want %s", role, action, got, want)
	}
	hidden := "forbidden"
	if onRecord[action] != "" {
		hidden = "not_found"
	}
	want, may := map[string][3]string{
		"unit": {"yes", hidden, hidden}, "every": {"yes", "yes", "yes"}, "whole": {"forbidden", "forbidden", "forbidden"},
	}[reach]
	if !may {
		t.Errorf("%s: the list has no line for it, but %q", action, reach)
	}
	if no := answer(free.May(action, rotterdam)); no != "yes" {
		want = [3]string{no, no, no}
	}
	got := [3]string{answer(a.May(action, rotterdam, north)), answer(a.May(action, rotterdam, south)), answer(a.May(action, rotterdam))}
	if got != want {
		t.Errorf("%s, %s: own, another and no unit %v, want %v", role, action, got, want)
	}
	for i, unit := range []string{north, south, ""} {
		if shown := a.Over(action).IncludesIn(rotterdam, unit); shown != (got[i] == "yes") {
			t.Errorf("%s, %s in unit %q: shown %t, and asked it is %s", role, action, unit, shown, got[i])
		}
	}
}

func unitsFile(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open("testdata/units.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cells := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] != "#" {
			cells[strings.Join(words[:len(words)-1], " ")] = words[len(words)-1]
		}
	}
	return cells
}

func TestAnotherUnitsRecordLooksLikeNone(t *testing.T) {
	t.Parallel()
	for action, noun := range onRecord {
		err := inNorth(Registrar).May(action, rotterdam, south)
		if fault.KindOf(err) == fault.NotFound && err.Error() != NoSuch(noun).Error() {
			t.Errorf("%s: %q tells more than %q", action, err, NoSuch(noun))
		}
	}
}

func TestTheUnitOfWhatRestsOnIncidents(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		of   []string
		want string
	}{
		"nothing yet":                 {nil, ""},
		"one of a unit":               {[]string{north}, north},
		"two of it":                   {[]string{north, north}, north},
		"two of two":                  {[]string{north, south}, ""},
		"one of it, and one of none":  {[]string{north, ""}, ""},
		"one of none, and one of it":  {[]string{"", north}, ""},
		"only some of which none are": {[]string{"", ""}, ""},
	} {
		if got := TheUnit(c.of); got != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestAUnitOfNobodysEmployerIsNobodys(t *testing.T) {
	t.Parallel()
	a := inNorth(Registrar)
	a.Employer = uuid.Nil
	if err := a.May(ReadIncident, uuid.Nil, north); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
	if scope := a.Over(ReadIncident); scope.IncludesIn(uuid.Nil, north) {
		t.Errorf("%+v includes what is nobody's", scope)
	}
}
