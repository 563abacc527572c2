package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/mailing"
)

func TestMailAddressesAreKeptByWhoKeepsTheRegisterAndForgottenWhenTheyAreRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = base + "/employers/" + city + "/mail-addresses"
	set := func(body string) *reply { return w.post(path, access.Registrar, w.city, body) }
	set(`{"party":"CASE_WORKER","address":"zaken@example.nl","wants":"DAILY","hour":8}`).want(200)
	if again := set(`{"party":"CASE_WORKER","address":"zaken@example.nl","wants":"DAILY","hour":8}`).want(200); again.json["recorded"] != false {
		t.Error("the same is recorded twice")
	}
	set(`{"party":"CASE_WORKER","address":"zaken@example.nl","wants":"AT_ONCE"}`).want(200)
	for body, says := range map[string]string{
		`{"party":"CASE_WORKER","address":"Jansen <jansen@x>","wants":"AT_ONCE"}`: "address",
		`{"actor":"jansen","address":"zaken@example.nl","wants":"AT_ONCE"}`:       "actor",
		`{"address":"zaken@example.nl","wants":"SOMETIMES"}`:                      "wants",
	} {
		if out := set(body).want(400); !strings.Contains(out.Body.String(), `"`+says+`"`) || strings.Contains(out.Body.String(), "ansen") {
			t.Errorf("%s: %s", body, out.Body.String())
		}
	}
	list := w.get(path, access.Registrar, w.city).want(200).json["addresses"].([]any)
	one, ok := list[0].(map[string]any)
	if !ok || len(list) != 1 || one["address"] != "zaken@example.nl" || one["wants"] != "AT_ONCE" {
		t.Fatalf("the list is %v", list)
	}
	removal := `{"id":"` + one["id"].(string) + `"}`
	for range 2 { // the second is a repeat, and destroys what the first left
		w.post(base+"/employers/"+city+"/mail-address-removals", access.Registrar, w.city, removal).want(200)
	}
	if list := w.get(path, access.Registrar, w.city).want(200).json["addresses"].([]any); len(list) != 0 {
		t.Errorf("after its removal the list is %v", list)
	}
	book, _, err := mailing.BookDecider.Load(t.Context(), decider.NewJournal(w.log, w.codec), mailing.BookStream(w.city))
	must(t, err)
	if _, known := book.Removed[0].Address.Get(); known {
		t.Error("the address that was removed can still be read")
	}
}

func TestWhetherSomebodyWasWarnedIsAnsweredWithoutTheAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, file, other := uuid.MustParse(w.mailAddress()), uuid.New(), uuid.New()
	day, err := calendar.ParseDay("2026-11-20")
	must(t, err)
	asked := mailing.Asked{By: access.Mailing(), At: day.Time(), Employer: w.city, Address: id}
	for n, cmd := range []mailing.DayCommand{
		mailing.Tell{Asked: asked, Mail: "m1", About: mailing.About{What: mailing.Alarm, File: file, Because: 7}},
		mailing.Hold{Asked: asked, About: mailing.About{What: mailing.Alarm, File: other, Because: 8}},
		mailing.GiveUp{Asked: asked, Mail: "m2", About: mailing.About{What: mailing.HandOff, File: file, Because: 9}, Code: 550},
	} {
		_, err := mailing.DayDecider.Run(t.Context(), decider.NewJournal(w.log, w.codec), mailing.DayStream(id, day), cmd,
			decider.Request{Employer: w.city, Meta: eventlog.Meta{Actor: access.Mailing().ID, Channel: "mail"}, Key: string(rune('a' + n))})
		must(t, err)
	}
	path := base + "/employers/" + city + "/mails"
	all := w.get(path+"?day=2026-11-20", access.Registrar, w.city).want(200)
	if n := len(all.json["mails"].([]any)); n != 3 || strings.Contains(all.Body.String(), "example.nl") {
		t.Errorf("%d mails: %s", n, all.Body.String())
	}
	states := map[any]bool{}
	for _, m := range w.get(path+"?day=2026-11-20&file="+file.String(), access.Registrar, w.city).want(200).json["mails"].([]any) {
		states[m.(map[string]any)["state"]] = true
	}
	if len(states) != 2 || !states["SENT"] || !states["GIVEN_UP"] {
		t.Errorf("of the file it tells %v", states)
	}
	if n := len(w.get(path, access.Registrar, w.city).want(200).json["mails"].([]any)); n != 0 {
		t.Errorf("today %d mails were sent", n)
	}
	w.get(path+"?day=yesterday", access.Registrar, w.city).want(400)
}
