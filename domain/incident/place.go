package incident

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/person"
)

// Place is where it happened, as coarse as the incident's own record needs. It
// stands in clear: the address to the door is sealed and not in it.
type Place struct {
	Type     codes.Code // codes.LocationType
	Gemeente codes.Code // CBS code "GM0363", or a missing kind
	Unit     string     // code of one of the employer's units; "" when not recorded
	Area     string     // code of one of the employer's own areas; "" when not recorded
	Indoors  codes.Code // codes.Indoors; "" when not recorded
	Point    Point
}

// Point is a place on the map in thousandths of a degree (WGS 84), which in the
// Netherlands is a cell of about 110 by 70 metres: enough to see a street or a
// square where it happens again and again, and too coarse for one front door in a
// town. Finer cannot be kept at all. The zero Point was not recorded; nobody
// registers at sea off Ghana.
type Point struct{ North, East int }

var degrees = regexp.MustCompile(`^-?[0-9]{1,3}(\.[0-9]{1,3})?$`)

// ParsePoint reads degrees north and east as they are written: "51.924", "4.478". It
// refuses finer ones, lest a home be kept by accident. The error is a *fault.Wrong.
func ParsePoint(north, east string) (Point, error) {
	if north == "" && east == "" {
		return Point{}, nil
	}
	n, first := thousandths(north)
	e, second := thousandths(east)
	if !first || !second {
		return Point{}, &fault.Wrong{
			Problem: "is not in degrees with at most three decimals",
			Remedy:  "round both to three, e.g. 51.924 and 4.478: that is about 100 metres, and a finer point would show who lives there",
		}
	}
	p := Point{North: n, East: e}
	return p, p.check()
}

func thousandths(text string) (int, bool) {
	value, _ := strconv.ParseFloat(text, 64)
	return int(math.Round(value * 1000)), degrees.MatchString(text)
}

// String writes it as ParsePoint reads it: degrees north, a space, degrees east.
func (p Point) String() string {
	return fmt.Sprintf("%.3f %.3f", float64(p.North)/1000, float64(p.East)/1000)
}

func (p Point) check() error {
	if p.North < -90_000 || p.North > 90_000 || p.East < -180_000 || p.East > 180_000 {
		return &fault.Wrong{Problem: "is not on earth", Remedy: "give degrees north from -90 to 90, and degrees east from -180 to 180"}
	}
	return nil
}

const workerHome codes.Code = "WORKER_HOME"

// place takes unit and area on record as they are: the employer may have closed
// them since.
func (f *form) place(p, onRecord Place) Place {
	p.Type, p.Gemeente = single(p.Type), single(p.Gemeente)
	p.Indoors = f.one("place.indoors", codes.Indoors, p.Indoors)
	f.placeCodes(p)
	if p.Unit != onRecord.Unit {
		f.employersOwn("place.unit", "is not a unit of this employer", p.Unit, len(f.employer.Units), f.employer.HasUnit)
	}
	if p.Area != onRecord.Area {
		f.employersOwn("place.area", "is not an area of this employer", p.Area, len(f.employer.Areas), f.employer.HasArea)
	}
	f.Note("place.point", p.Point.check())
	return p
}

// placeCodes are judged by the day of the incident.
func (f *form) placeCodes(p Place) {
	f.Note("place.type", codes.LocationType.Check(p.Type, f.day))
	f.Note("place.gemeente", gemeente.Check(p.Gemeente, f.day))
}

// ownShape is for employers that gave no units or areas. The place stands in clear,
// so there can be no free text in it.
var ownShape = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,39}$`)

func (f *form) employersOwn(field, problem, code string, own int, has func(string) bool) {
	switch {
	case code == "": // taken away
	case own > 0:
		f.Check(has(code), field, problem, "use the code of one that it has, or leave it out")
	default:
		f.Check(ownShape.MatchString(code), field, "is not a code", "use 1 to 40 capitals, digits, points, hyphens and underscores")
	}
}

// longestAddress is that of a street, number, place and how to find the door.
const longestAddress = 200

// address: the private address of a worker is kept out of the record altogether
// (DOMAIN 2.1), and so is the place on the map.
func (f *form) address(given string, p Place) person.Held[string] {
	clean := f.short("address", given, longestAddress)
	f.Check(p.Type != workerHome || clean.State == person.Absent, "address", "is that of a worker's home", "leave it out: the employer's own address is used")
	f.Check(p.Type != workerHome || p.Point == Point{}, "place.point", "is that of a worker's home", "leave it out: the gemeente is enough")
	return clean
}

// fillPlace gives what is told of a place where nothing was on record.
func (f *form) fillPlace(given *Place, have Place) *Place {
	if given == nil {
		return nil
	}
	p := f.place(*given, have)
	var told Place
	fillOne(f, "place.type", &told.Type, p.Type, have.Type, codes.NotRecorded)
	fillOne(f, "place.gemeente", &told.Gemeente, p.Gemeente, have.Gemeente, codes.NotRecorded)
	fillOne(f, "place.unit", &told.Unit, p.Unit, have.Unit, "")
	fillOne(f, "place.area", &told.Area, p.Area, have.Area, "")
	fillOne(f, "place.indoors", &told.Indoors, p.Indoors, have.Indoors, "")
	fillOne(f, "place.point", &told.Point, p.Point, have.Point, Point{})
	return differs(told == Place{}, told)
}

// fillOne takes an answer where there was none, and refuses another than there was.
// That it is not known gives way to an answer, and is one where nothing was said.
func fillOne[T comparable](f *form, field string, into *T, now, have, nothing T) {
	var none T
	switch {
	case now == nothing, now == none, now == have:
	case have == nothing, have == none, isMissing(have) && !isMissing(now):
		*into = now
	default:
		f.Check(isMissing(now) || f.Has(field), field, "is on record with another answer", "leave it out, or let it be corrected if the record is wrong")
	}
}

func isMissing(v any) bool {
	c, is := v.(codes.Code)
	return is && c.Missing()
}

// filled is the place after more was told of it.
func (p Place) filled(more *Place) Place {
	if more == nil {
		return p
	}
	set(&p.Type, more.Type)
	set(&p.Gemeente, more.Gemeente)
	set(&p.Unit, more.Unit)
	set(&p.Area, more.Area)
	set(&p.Indoors, more.Indoors)
	set(&p.Point, more.Point)
	return p
}

func set[T comparable](have *T, now T) {
	var none T
	if now != none {
		*have = now
	}
}
