package mailing_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
)

var (
	noon      = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	rotterdam = id(1)
	registrar = access.Actor{ID: id(11), Role: access.Registrar, Employer: rotterdam, Purpose: access.Registration}
	stranger  = access.Actor{ID: id(12), Role: access.Registrar, Employer: id(2), Purpose: access.Registration}
	worker    = access.Actor{ID: id(13), Role: access.CaseWorker, Employer: rotterdam, Purpose: access.FollowUp}
)

func id(n byte) uuid.UUID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

// setting lets the case workers be written to, with one thing changed.
func setting(change func(*mailing.Set)) mailing.Set {
	c := mailing.Set{By: registrar, At: noon, Employer: rotterdam, ID: id(21), Whom: mailing.Whom{Party: "CASE_WORKER"}, Address: "zaken@example.nl", Wants: mailing.AtOnce,
		Known: []access.Known{{Actor: access.Actor{ID: id(13), Role: access.CaseWorker, Employer: rotterdam}}}}
	if change != nil {
		change(&c)
	}
	return c
}

func TestTheBookOfAddresses(t *testing.T) {
	t.Parallel()
	known := mailing.Entry{ID: id(21), Whom: mailing.Whom{Party: "CASE_WORKER"}, Address: person.Of("zaken@example.nl"), Wants: mailing.AtOnce, At: noon}
	daily := known
	daily.Wants, daily.Hour = mailing.Daily, 8
	other := mailing.Entry{ID: id(22), Whom: mailing.Whom{Actor: id(13)}, Address: person.Of("zaken@example.nl"), Wants: mailing.AtOnce, At: noon}
	given := []mailing.BookEvent{known}
	gone := []mailing.BookEvent{known, mailing.AddressRemoved{ID: id(21)}}
	of := func(change func(*mailing.Set)) mailing.Set {
		return setting(func(c *mailing.Set) { c.ID = id(22); change(c) })
	}
	for name, test := range map[string]struct {
		given []mailing.BookEvent
		when  mailing.BookCommand
		then  []mailing.BookEvent
		err   fault.Kind
		says  string
	}{
		"a party is written to":             {when: setting(nil), then: given},
		"set twice is once":                 {given: given, when: of(func(*mailing.Set) {})},
		"the same otherwise is one entry":   {given: given, when: of(func(c *mailing.Set) { c.Wants, c.Hour = mailing.Daily, 8 }), then: []mailing.BookEvent{daily}},
		"an actor has one of his own":       {given: given, when: of(func(c *mailing.Set) { c.Whom = mailing.Whom{Actor: id(13)} }), then: []mailing.BookEvent{other}},
		"of nobody":                         {when: setting(func(c *mailing.Set) { c.Party = "" }), err: fault.Invalid, says: "say whom"},
		"an actor whom nobody knows":        {when: setting(func(c *mailing.Set) { c.Whom = mailing.Whom{Actor: id(14)} }), err: fault.Invalid, says: "actors"},
		"of two":                            {when: setting(func(c *mailing.Set) { c.Actor = id(13) }), err: fault.Invalid, says: "say whom"},
		"of a party that is none":           {when: setting(func(c *mailing.Set) { c.Party = "PRESS" }), err: fault.Invalid, says: "party"},
		"no address":                        {when: setting(func(c *mailing.Set) { c.Address = "zaken" }), err: fault.Invalid, says: "zaken@example.nl"},
		"an address with a name":            {when: setting(func(c *mailing.Set) { c.Address = "Jo <jo@example.nl>" }), err: fault.Invalid, says: "not a mail address"},
		"an address with another line":      {when: setting(func(c *mailing.Set) { c.Address = "jo@example.nl\nBcc: x@y.nl" }), err: fault.Invalid, says: "not a mail address"},
		"two addresses":                     {when: setting(func(c *mailing.Set) { c.Address = "jo@example.nl,x@y.nl" }), err: fault.Invalid, says: "not a mail address"},
		"an address that is too long":       {when: setting(func(c *mailing.Set) { c.Address = "jo@" + strings.Repeat("a", 252) }), err: fault.Invalid, says: "not a mail address"},
		"whatever it wants":                 {when: setting(func(c *mailing.Set) { c.Wants = "WEEKLY" }), err: fault.Invalid, says: "AT_ONCE, DAILY or NOTHING"},
		"at an hour that is none":           {when: setting(func(c *mailing.Set) { c.Wants, c.Hour = mailing.Daily, 24 }), err: fault.Invalid, says: "0 to 23"},
		"at once, at an hour":               {when: setting(func(c *mailing.Set) { c.Hour = 8 }), err: fault.Invalid, says: "use DAILY"},
		"a case worker does not set":        {when: setting(func(c *mailing.Set) { c.By = worker }), err: fault.Forbidden},
		"nor another employer's registrar":  {when: setting(func(c *mailing.Set) { c.By = stranger }), err: fault.NotFound},
		"nor for an employer that is none":  {when: setting(func(c *mailing.Set) { c.Employer = uuid.Nil }), err: fault.NotFound},
		"removed":                           {given: given, when: mailing.Remove{By: registrar, Employer: rotterdam, ID: id(21)}, then: gone[1:]},
		"removed twice is once":             {given: gone, when: mailing.Remove{By: registrar, Employer: rotterdam, ID: id(21)}},
		"one that is not there":             {given: given, when: mailing.Remove{By: registrar, Employer: rotterdam, ID: id(29)}, err: fault.NotFound},
		"set again after that is a new one": {given: gone, when: of(func(*mailing.Set) {}), then: []mailing.BookEvent{mailing.Entry{ID: id(22), Whom: known.Whom, Address: known.Address, Wants: mailing.AtOnce, At: noon}}},
		"nothing of the kind can be asked":  {given: given, err: fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := mailing.BookDecider.Decide(mailing.BookDecider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %s about %q", err, test.err, test.says)
			}
		})
	}
	var full []mailing.BookEvent
	for n := range 500 {
		full = append(full, mailing.AddressSet{ID: uuid.NewSHA1(rotterdam, []byte{byte(n), byte(n >> 8)})})
	}
	if _, err := mailing.BookDecider.Decide(mailing.BookDecider.Fold(full), setting(nil)); fault.KindOf(err) != fault.Refused {
		t.Errorf("one more than there may be: %v", err)
	}
}

func TestTheFirstOfThoseMeantWhoIsInTheBookIsWrittenTo(t *testing.T) {
	t.Parallel()
	entry := func(n byte, w mailing.Whom, wants mailing.Wants) mailing.Entry {
		return mailing.Entry{ID: id(n), Whom: w, Wants: wants}
	}
	jo, workers, keepers := mailing.Whom{Actor: id(13)}, mailing.Whom{Party: "CASE_WORKER"}, mailing.Whom{Party: "REGISTRAR"}
	book := mailing.Book{Entries: []mailing.Entry{entry(1, workers, mailing.AtOnce), entry(2, jo, mailing.Nothing), entry(3, workers, mailing.Daily), entry(4, mailing.Whom{}, mailing.AtOnce)}}
	for name, test := range map[string]struct {
		meant []mailing.Whom
		want  []uuid.UUID
	}{
		"all of a party":                      {[]mailing.Whom{workers}, []uuid.UUID{id(1), id(3)}},
		"somebody, and nobody for him":        {[]mailing.Whom{jo, workers}, []uuid.UUID{id(2)}},
		"the second when the first has none":  {[]mailing.Whom{keepers, {Actor: id(99)}, workers}, []uuid.UUID{id(1), id(3)}},
		"nobody in particular is nobody":      {[]mailing.Whom{{}, keepers}, nil},
		"who is meant by nobody is not found": {nil, nil},
	} {
		var got []uuid.UUID
		for _, e := range book.For(test.meant...) {
			got = append(got, e.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

var (
	asked = mailing.Asked{By: access.Mailing(), At: noon, Employer: rotterdam, Address: id(21)}
	about = mailing.About{What: mailing.Alarm, File: id(41), Because: 7}
)

func later(d time.Duration) mailing.Asked {
	a := asked
	a.At = a.At.Add(d)
	return a
}

func TestTheMailOfADay(t *testing.T) {
	t.Parallel()
	sent := mailing.Sent{Employer: rotterdam, Address: id(21), Mail: "m1", About: about, At: noon}
	held := mailing.Held{Employer: rotterdam, Address: id(21), About: about, At: noon}
	given := mailing.GivenUp{Employer: rotterdam, Address: id(21), Mail: "m1", About: about, Code: 550, At: noon}
	made := mailing.DigestMade{Employer: rotterdam, Address: id(21), Day: "2026-11-26", Counts: mailing.Counts{Lapsed: 2}, At: noon}
	gathered := mailing.Gathered{Employer: rotterdam, Address: id(21), Number: 1, At: noon.Add(time.Hour)}
	for name, test := range map[string]struct {
		given []mailing.DayEvent
		when  mailing.DayCommand
		then  []mailing.DayEvent
		err   fault.Kind
	}{
		"a mail was sent":                  {when: mailing.Tell{Asked: asked, Mail: "m1", About: about}, then: []mailing.DayEvent{sent}},
		"the same mail is told once":       {given: []mailing.DayEvent{sent}, when: mailing.Tell{Asked: later(time.Minute), Mail: "m1", About: about}},
		"it was sent after all":            {given: []mailing.DayEvent{given}, when: mailing.Tell{Asked: asked, Mail: "m1", About: about}, then: []mailing.DayEvent{sent}},
		"given up":                         {when: mailing.GiveUp{Asked: asked, Mail: "m1", About: about, Code: 550}, then: []mailing.DayEvent{given}},
		"held":                             {when: mailing.Hold{Asked: asked, About: about}, then: []mailing.DayEvent{held}},
		"the same is held once":            {given: []mailing.DayEvent{held}, when: mailing.Hold{Asked: later(time.Minute), About: about}},
		"too early to gather":              {given: []mailing.DayEvent{held}, when: mailing.Gather{Asked: later(time.Hour - 1)}},
		"gathered after a while":           {given: []mailing.DayEvent{held}, when: mailing.Gather{Asked: later(time.Hour)}, then: []mailing.DayEvent{gathered}},
		"gathered once":                    {given: []mailing.DayEvent{held, gathered}, when: mailing.Gather{Asked: later(2 * time.Hour)}},
		"nothing to gather":                {when: mailing.Gather{Asked: asked}},
		"a digest":                         {when: mailing.MakeDigest{Asked: asked, Day: "2026-11-26", Counts: mailing.Counts{Lapsed: 2}}, then: []mailing.DayEvent{made}},
		"a second one of the day":          {given: []mailing.DayEvent{made}, when: mailing.MakeDigest{Asked: later(time.Minute), Day: "2026-11-26"}},
		"somebody says that he wrote":      {when: mailing.Tell{Asked: mailing.Asked{By: registrar, At: noon, Employer: rotterdam, Address: id(21)}, Mail: "m1"}, err: fault.Forbidden},
		"nothing of the kind can be asked": {err: fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := mailing.DayDecider.Decide(mailing.DayDecider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if fault.KindOf(err) != test.err {
				t.Errorf("error %v, want %s", err, test.err)
			}
		})
	}
	if s := mailing.DayDecider.Fold([]mailing.DayEvent{given, sent}); len(s.GivenUp) != 0 || len(s.Sent) != 1 {
		t.Errorf("what was sent after all is still given up: %+v", s)
	}
}

func TestWhoGotFiveMailsInAnHourGetsTheNextOnesAsOne(t *testing.T) {
	t.Parallel()
	day := func(what mailing.What, minutes ...int) (s mailing.Day) {
		for _, m := range minutes {
			s = mailing.DayDecider.Evolve(s, mailing.Sent{About: mailing.About{What: what}, At: noon.Add(time.Duration(m) * time.Minute)})
		}
		return s
	}
	waiting := mailing.DayDecider.Evolve(mailing.Day{}, mailing.Held{At: noon})
	for name, test := range map[string]struct {
		lately []mailing.Day
		want   bool
	}{
		"nobody wrote":                  {nil, false},
		"four in an hour":               {[]mailing.Day{day(mailing.Alarm, -59, -30, -2, -1)}, false},
		"five in an hour":               {[]mailing.Day{day(mailing.Alarm, -59, -30, -3, -2, -1)}, true},
		"five, one of them an hour ago": {[]mailing.Day{day(mailing.Alarm, -60, -30, -3, -2, -1)}, false},
		"five over midnight":            {[]mailing.Day{day(mailing.Alarm, -59, -30), day(mailing.HandOff, -3, -2, -1)}, true},
		"digests do not count":          {[]mailing.Day{day(mailing.Digest, -5, -4, -3, -2, -1)}, false},
		"others wait already":           {[]mailing.Day{waiting, {}}, true},
	} {
		if got := mailing.TooMany(noon, test.lately...); got != test.want {
			t.Errorf("%s: too many is %v", name, got)
		}
	}
}

func TestADigestIsDueAtItsHourOnTheEmployersClock(t *testing.T) {
	t.Parallel()
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		moment, err := time.Parse("2006-01-02T15:04Z07:00", text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	long := at("2026-01-01T00:00Z")
	for name, test := range map[string]struct {
		hour     int
		set, now time.Time
		day      string // "" is none
	}{
		"at its hour":                            {8, long, at("2026-11-26T08:00+01:00"), "2026-11-26"},
		"a minute before it is yesterday's":      {8, long, at("2026-11-26T07:59+01:00"), "2026-11-25"},
		"late in the evening":                    {8, long, at("2026-11-26T23:59+01:00"), "2026-11-26"},
		"in summer the same hour is another":     {8, long, at("2026-07-01T06:00Z"), "2026-07-01"},
		"at midnight":                            {0, long, at("2026-11-26T00:00+01:00"), "2026-11-26"},
		"set after the hour waits for tomorrow":  {8, at("2026-11-26T09:00+01:00"), at("2026-11-26T23:00+01:00"), ""},
		"set at the hour does not":               {8, at("2026-11-26T08:00+01:00"), at("2026-11-26T08:00+01:00"), "2026-11-26"},
		"missed for days is made once, the last": {8, long, at("2026-11-30T10:00+01:00"), "2026-11-30"},
		"an hour that is skipped is the next":    {2, long, at("2026-03-29T03:00+02:00"), "2026-03-29"},
		"and not the moment before":              {2, long, at("2026-03-29T01:59+01:00"), "2026-03-28"},
		"an hour that comes twice is the first":  {2, long, at("2026-10-25T02:00+02:00"), "2026-10-25"},
		"and the second time is the same day's":  {2, long, at("2026-10-25T02:00+01:00"), "2026-10-25"},
	} {
		e := mailing.Entry{Wants: mailing.Daily, Hour: test.hour, At: test.set}
		day, due := e.DigestDay(test.now, amsterdam)
		if !due {
			day = 0
		}
		if day.String() != test.day {
			t.Errorf("%s: %s, want %s", name, day, test.day)
		}
	}
	if _, due := (mailing.Entry{Wants: mailing.AtOnce, At: long}).DigestDay(noon, amsterdam); due {
		t.Error("who is written to at once gets a digest")
	}
	if mailing.DayStream(id(1), calendar.On(2026, 11, 26)) == mailing.DayStream(id(1), calendar.On(2026, 11, 27)) {
		t.Error("two days are one stream")
	}
}

func TestALetterSaysThatThereIsSomethingToDoAndNothingElse(t *testing.T) {
	t.Parallel()
	file := id(41)
	link := mailing.Link("https://ruggensteun.example.nl", false, file)
	if want := "https://ruggensteun.example.nl/v1/cases/" + file.String(); link != want {
		t.Errorf("%s, want %s", link, want)
	}
	for name, test := range map[string]struct {
		letter mailing.Letter
		holds  []string
	}{
		"an alarm":         {mailing.OfAlarm("LAPSED", link), []string{"verstreken", "has passed"}},
		"an alarm to come": {mailing.OfAlarm("SOMETHING_NEW", link), []string{"aandacht", "attention"}},
		"a hand-over":      {mailing.OfHandOff(link), []string{"overnemen", "take this file over"}},
		"several":          {mailing.OfSeveral(17, link), []string{"17 meldingen", "17 more alarms"}},
		"a digest":         {mailing.OfDigest(mailing.Counts{Lapsed: 2, Offered: 1}, link), []string{"2  verstreken", "1  ter overname", "2  lapsed", "1  offered"}},
	} {
		for _, part := range append(test.holds, link) {
			if strings.Count(test.letter.Text, part) != 1 && part != link || !strings.Contains(test.letter.Text, part) {
				t.Errorf("%s does not say %q once:\n%s", name, part, test.letter.Text)
			}
		}
		if nl, en := strings.Index(test.letter.Text, "niet in deze mail"), strings.Index(test.letter.Text, "not in this mail"); nl < 0 || en < nl {
			t.Errorf("%s is not in Dutch first", name)
		}
		if strings.Contains(test.letter.Text, " 0  ") {
			t.Errorf("%s counts nothing: %s", name, test.letter.Text)
		}
	}
}

func TestEachPileIsSharedAmongThoseItConcerns(t *testing.T) {
	t.Parallel()
	jo := mailing.Entry{ID: id(1), Whom: mailing.Whom{Actor: id(13)}}
	workers := mailing.Entry{ID: id(2), Whom: mailing.Whom{Party: "CASE_WORKER"}}
	book := mailing.Book{Entries: []mailing.Entry{jo, workers}}
	piles := []mailing.Pile{
		{Actor: id(13), Party: "CASE_WORKER", Counts: mailing.Counts{Lapsed: 1}},
		{Actor: id(14), Party: "CASE_WORKER", Counts: mailing.Counts{Lapsed: 10, Due: 2}},
		{Party: "POLICE", Counts: mailing.Counts{NotReceived: 3}},
		{Actor: id(13), Counts: mailing.Counts{Offered: 4}},
	}
	for name, test := range map[string]struct {
		of   mailing.Entry
		want mailing.Counts
	}{
		"who has a file gets what is in it":               {jo, mailing.Counts{Lapsed: 1, Offered: 4}},
		"the party gets the rest, and what others owe us": {workers, mailing.Counts{Lapsed: 10, Due: 2, NotReceived: 3}},
		"who is not in the book gets nothing":             {mailing.Entry{ID: id(9)}, mailing.Counts{}},
	} {
		if got := book.Share(test.of, piles); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
