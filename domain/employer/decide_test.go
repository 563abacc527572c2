package employer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
)

var (
	noon      = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rotterdam = uuid.MustParse("00000000-0000-7000-8000-000000000001")
	utrecht   = uuid.MustParse("00000000-0000-7000-8000-000000000002")
	operator  = access.Actor{Role: access.Operator}
	registrar = access.Actor{Role: access.Registrar, Employer: rotterdam}
	stranger  = access.Actor{Role: access.Registrar, Employer: utrecht}
)

// asking is a good request to register, with one thing changed.
func asking(change func(*employer.Register)) employer.Register {
	c := employer.Register{
		By: operator, At: noon, ID: rotterdam, Code: "GEM-ROTTERDAM", Name: "Gemeente Rotterdam", Kind: "EMP_GEM",
		Areas:    []employer.Area{{Code: "ZUID", Name: "Zuid", Gemeenten: []codes.Code{"GM0599"}}},
		Units:    []employer.Unit{{Code: "HH-1", Name: "Handhaving 1"}},
		Holidays: []employer.Holiday{{Date: "2026-12-05", Name: "Sinterklaas"}},
	}
	if change != nil {
		change(&c)
	}
	return c
}

func registered() employer.Registered {
	c := asking(nil)
	return employer.Registered{ID: c.ID, Code: c.Code, Name: c.Name, Kind: c.Kind, Zone: employer.DefaultZone, Areas: c.Areas, Units: c.Units, Holidays: c.Holidays}
}

func ptr[T any](v T) *T { return &v }

func TestDecide(t *testing.T) {
	t.Parallel()
	noUnits := []employer.Unit(nil)
	tests := map[string]struct {
		given []employer.Event
		when  employer.Command
		then  []employer.Event
		err   fault.Kind
		says  string
	}{
		"an employer is registered, in the Dutch zone unless told otherwise": {
			when: asking(nil), then: []employer.Event{registered()}},
		"blanks around a name are dropped": {
			when: asking(func(c *employer.Register) { c.Name = "  Gemeente Rotterdam\n" }), then: []employer.Event{registered()}},
		"registering again with the same content changes nothing": {
			given: []employer.Event{registered()}, when: asking(nil)},
		"registering again with other content is refused": {
			given: []employer.Event{registered()}, when: asking(func(c *employer.Register) { c.Name = "Rotterdam" }),
			err: fault.Refused, says: "change it instead"},
		"registering again with fewer units is refused": {
			given: []employer.Event{registered()}, when: asking(func(c *employer.Register) { c.Units = nil }), err: fault.Refused},
		"registering again with another gemeente in an area is refused": {
			given: []employer.Event{registered()}, when: asking(func(c *employer.Register) { c.Areas[0].Gemeenten[0] = "GM0344" }), err: fault.Refused},
		"a registrar does not register employers": {
			when: asking(func(c *employer.Register) { c.By = registrar }), err: fault.Forbidden, says: "only the operator"},
		"the registrar changes the employer's details, and only what differs is told": {
			given: []employer.Event{registered()},
			when:  employer.Change{By: registrar, At: noon, Name: ptr("Rotterdam"), Kind: ptr(codes.Code("EMP_GEM")), Units: &noUnits},
			then:  []employer.Event{employer.Changed{Name: ptr("Rotterdam"), Units: &noUnits}}},
		"a change to what is on record already changes nothing": {
			given: []employer.Event{registered()},
			when:  employer.Change{By: registrar, At: noon, Name: ptr("Gemeente Rotterdam"), Zone: ptr(employer.DefaultZone), ZoneKnown: true, Areas: ptr(registered().Areas)}},
		"a change back tells it again": {
			given: []employer.Event{registered(), employer.Changed{Name: ptr("Rotterdam")}},
			when:  employer.Change{By: operator, At: noon, Name: ptr("Gemeente Rotterdam")},
			then:  []employer.Event{employer.Changed{Name: ptr("Gemeente Rotterdam")}}},
		"an employer that is not there cannot be changed": {
			when: employer.Change{By: operator, At: noon, Name: ptr("Rotterdam")}, err: fault.NotFound, says: "no such employer"},
		"to another employer's registrar it is not there": {
			given: []employer.Event{registered()}, when: employer.Change{By: stranger, At: noon, Name: ptr("Utrecht")}, err: fault.NotFound, says: "no such employer"},
		"a role that changes none learns nothing of one that is there": {
			given: []employer.Event{registered()}, when: employer.Change{By: access.Actor{Role: access.Analyst}, At: noon}, err: fault.Forbidden, says: "figures"},
		"nor of one that is not": {
			when: employer.Change{By: access.Actor{Role: access.Analyst}, At: noon}, err: fault.Forbidden, says: "figures"},
		"a change to a bad value is refused": {
			given: []employer.Event{registered()}, when: employer.Change{By: registrar, At: noon, Zone: ptr("Europe/Rotterdam")}, err: fault.Invalid, says: "zone"},
		"no command is refused": {when: nil, err: fault.Invalid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := employer.Decider.Decide(employer.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %s about %q", err, test.err, test.says)
			}
		})
	}
}

func TestFieldsOfAnEmployer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*employer.Register)
		field  string // "" is accepted
	}{
		"a zone that was looked up":           {func(c *employer.Register) { c.Zone, c.ZoneKnown = "America/Curacao", true }, ""},
		"a zone that was not found":           {func(c *employer.Register) { c.Zone = "Europe/Rotterdam" }, "zone"},
		"the zone of whatever machine it is":  {func(c *employer.Register) { c.Zone, c.ZoneKnown = "Local", true }, "zone"},
		"no id":                               {func(c *employer.Register) { c.ID = uuid.Nil }, "id"},
		"a code of one letter":                {func(c *employer.Register) { c.Code = "G" }, "code"},
		"a code in small letters":             {func(c *employer.Register) { c.Code = "gem-rotterdam" }, "code"},
		"a code that means nobody knows":      {func(c *employer.Register) { c.Code = "UNKNOWN" }, "code"},
		"a code that means something else":    {func(c *employer.Register) { c.Code = "OTHER" }, "code"},
		"a code that begins with a hyphen":    {func(c *employer.Register) { c.Code = "-GEM" }, "code"},
		"a code of 40":                        {func(c *employer.Register) { c.Code = strings.Repeat("A", 40) }, ""},
		"a code of 41":                        {func(c *employer.Register) { c.Code = strings.Repeat("A", 41) }, "code"},
		"a code with a line end":              {func(c *employer.Register) { c.Code = "GEM\n" }, "code"},
		"an empty name":                       {func(c *employer.Register) { c.Name = " " }, "name"},
		"a name that is too long":             {func(c *employer.Register) { c.Name = strings.Repeat("é", 61) }, "name"},
		"a kind that does not exist":          {func(c *employer.Register) { c.Kind = "EMP_POST" }, "kind"},
		"a kind that nobody knows":            {func(c *employer.Register) { c.Kind = codes.Unknown }, "kind"},
		"no kind":                             {func(c *employer.Register) { c.Kind = "" }, "kind"},
		"a unit twice":                        {func(c *employer.Register) { c.Units = append(c.Units, c.Units[0]) }, "units[1].code"},
		"a unit without name":                 {func(c *employer.Register) { c.Units[0].Name = "" }, "units[0].name"},
		"a unit code with a blank":            {func(c *employer.Register) { c.Units[0].Code = "HH 1" }, "units[0].code"},
		"an area twice":                       {func(c *employer.Register) { c.Areas = append(c.Areas, c.Areas[0]) }, "areas[1].code"},
		"an area of what is no gemeente":      {func(c *employer.Register) { c.Areas[0].Gemeenten[0] = "Rotterdam" }, "areas[0].gemeenten[0]"},
		"an area of a gemeente nobody knows":  {func(c *employer.Register) { c.Areas[0].Gemeenten[0] = codes.Unknown }, "areas[0].gemeenten[0]"},
		"too many gemeenten in one area":      {func(c *employer.Register) { c.Areas[0].Gemeenten = make([]codes.Code, 2001) }, "areas"},
		"too many areas":                      {func(c *employer.Register) { c.Areas = make([]employer.Area, 101) }, "areas"},
		"too many units":                      {func(c *employer.Register) { c.Units = make([]employer.Unit, 301) }, "units"},
		"too many holidays":                   {func(c *employer.Register) { c.Holidays = make([]employer.Holiday, 101) }, "holidays"},
		"a holiday on 30 February":            {func(c *employer.Register) { c.Holidays[0].Date = "2026-02-30" }, "holidays[0].date"},
		"two holidays on one day":             {func(c *employer.Register) { c.Holidays = append(c.Holidays, c.Holidays[0]) }, "holidays[1].date"},
		"a holiday with a name of control":    {func(c *employer.Register) { c.Holidays[0].Name = "a\x1b[2Jb" }, "holidays[0].name"},
		"a name that reads backwards":         {func(c *employer.Register) { c.Name = "Gem\u202eeente" }, "name"},
		"a name in no encoding that we speak": {func(c *employer.Register) { c.Name = "Gemeente Sud\xe9" }, "name"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := employer.Decider.Decide(employer.Employer{}, asking(test.change))
			if got := strings.Join(fieldsOf(err), ","); got != test.field {
				t.Errorf("fields %q, want %q (%v)", got, test.field, err)
			}
		})
	}
}

func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	t.Parallel()
	_, err := employer.Decider.Decide(employer.Employer{}, employer.Register{By: operator, Zone: "Mars"})
	if got := strings.Join(fieldsOf(err), ","); got != "name,kind,zone,id,code" {
		t.Errorf("fields %s (%v)", got, err)
	}
}
