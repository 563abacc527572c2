package main

import (
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/adapters/web/webtest"
)

var dayPictures = flag.String("day-pictures", "", "a folder for screenshots of a case worker's day")

// workday is the day of a case worker at a browser without a script, and of the registrar who stands in.
type workday struct {
	*shift
	b               *webtest.Browser
	worker, standIn webtest.Person
}

func (k counter) atABrowser(window string) webtest.Person {
	return webtest.Person{Window: window, Headers: map[string]string{"Authorization": "Bearer " + k.token}, Width: 390, Height: 844, WithoutScript: true}
}

// do follows a person's steps; whatever the browser complains of fails the test.
func (d *workday) do(who webtest.Person, acts ...webtest.Act) webtest.Found {
	d.t.Helper()
	found := d.b.Follow(d.t, who, acts...)
	for _, said := range found.Said {
		if !strings.Contains(said, "the server responded with a status of 4") { // a form that was not taken
			d.t.Errorf("at %s the console says %s", found.URL, said)
		}
	}
	for _, asked := range found.Asked {
		if !strings.HasPrefix(asked, d.url+"/") {
			d.t.Errorf("at %s the browser asks %s", found.URL, asked)
		}
	}
	return found
}

func (d *workday) picture(who webtest.Person, name string) {
	if *dayPictures != "" {
		d.do(who, webtest.Act{Do: "picture", To: filepath.Join(*dayPictures, name+".png")})
	}
}

// What a person does, by what things are called on a page.
func (*workday) open(to string) webtest.Act { return webtest.Act{Do: "go", To: to} }

func (*workday) follow(name string) webtest.Act { return webtest.Act{Do: "follow", Name: name} }

func (*workday) press(name string) webtest.Act {
	return webtest.Act{Do: "press", Name: name, Exact: true}
}

func (*workday) see(text string) webtest.Act { return webtest.Act{Do: "see", Name: text} }

func (*workday) fill(label, value string) webtest.Act {
	return webtest.Act{Do: "fill", Name: label, Value: value}
}

func (*workday) choose(label, value string) webtest.Act {
	return webtest.Act{Do: "choose", Name: label, Value: value}
}

func (*workday) check(label string) webtest.Act {
	return webtest.Act{Do: "check", Name: label, Exact: true}
}

// page is where a case is read.
func (d *workday) page(path string) string {
	return d.url + strings.Replace(path, "/cases/", "/zaak/", 1)
}

// TestTheDayOfACaseWorkerOnPages walks PRODUCT 6.3 on a telephone, through pages only. Who was hit and that there
// are cases is told before, as others told it. That the bundle stands by itself is proved over HTTP.
func TestTheDayOfACaseWorkerOnPages(t *testing.T) {
	b := webtest.Start(t)
	c := newTerminal(t)
	c.employer("GEM-X")
	registrar := c.counter("GEM-X")
	d := &workday{b: b, shift: &shift{counter: registrar.as("case-worker +GEM-X"), registrar: registrar}}
	d.worker, d.standIn = d.atABrowser("worker"), registrar.atABrowser("registrar")
	d.given()
	d.aRedDateSaysWhyOnItsPage()
	d.aCallTakesTwoClicks()
	d.itIsPutAwayAndTakenBack()
	d.theCheckListNamesWhatIsLeft()
	d.theStandInTakesOver()
	d.twoAreOneAndTwoAgain()
	registrar.end()
	c.run("verify", "--open").ok()
}

// given is what is on record when the day begins.
func (d *workday) given() {
	r := d.registrar
	d.victim, d.reader, d.together = r.hurtOn(ago(40)), r.hurtOn(ago(60)), r.hurtOn(ago(30))
	for path, who := range map[*string]struct{ incident, worker string }{&d.talk: d.victim, &d.newspaper: d.reader, &d.one: d.together, &d.other: d.together} {
		*path = d.caseOf(who)
	}
	for _, path := range []string{d.newspaper, d.one, d.other} {
		d.say(200, path+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"POLICE","step":"AANG","effect":{"at":%[1]q}}`, ago(30)))
	}
	d.say(200, d.newspaper+"/notices", fmt.Sprintf(`{"received":{"at":%q},"source":"MEDIA","step":"VERDICT","effect":{"at":%q},"outcome":"CONV"}`, ago(35), ago(36)))
	d.say(200, d.talk+"/clock-facts", fmt.Sprintf(`{"fact":"SUSPENDED","on":{"at":%q},"because":"VICTIM_ASKS"}`, ago(40)))
	d.say(200, d.talk+"/clock-facts", fmt.Sprintf(`{"fact":"RESUMED","on":{"at":%q}}`, ago(33)))
	r.say(200, "/templates/letterhead", `{"employer":"GEM-X","address":["Postbus 1","3000 AA Rotterdam"],"desk":"Contactpunt agressie","phone":"010 000 00 00"}`)
	until(d.t, "the list has what lapsed", func() bool {
		return whyRed.MatchString(d.turn(d.talk, "AANGIFTE-2-WERKDAGEN").Because) && d.turn(d.newspaper, "UITKOMST-VERTELLEN").State == "LAPSED"
	})
}

func (d *workday) aRedDateSaysWhyOnItsPage() {
	d.do(d.worker, d.open(d.url+"/"), d.follow("Werklijst"), d.see("verlopen"))
	d.do(d.worker, d.follow("verlopen"), webtest.Act{Do: "unfold", Name: "Melding of aangifte binnen 2 werkdagen", In: "Wat er te doen is"}, d.see("Melding of aangifte binnen 2 werkdagen, versie 2026-1, gestart door incident van"), d.see("opgeschort ("))
	d.picture(d.worker, "1-list")
}

func (d *workday) aCallTakesTwoClicks() {
	d.do(d.worker, d.open(d.page(d.one)), d.follow("Gesprek vastleggen"), d.press("Leg vast"), d.see("is niet ingevuld"))
	d.picture(d.worker, "2-call")
	d.do(d.worker, d.fill("Wat is er gezegd", "De rechercheur belt terug als de verdachte is gehoord."), d.fill("Kenmerk daar", "PL1700-2026-1"), d.fill("Afgesproken voor", ago(-20)), d.press("Leg vast"),
		d.see("Het gesprek is vastgelegd."), d.see("De rechercheur belt terug"), d.see("kenmerk PL1700-2026-1"))
	if n := len(d.file(d.one).Notices); n != 2 {
		d.t.Errorf("after one call there are %d notices, want the aangifte and the call", n)
	}
	if clock := d.file(d.one).clock("VOLGENDE-STAP"); !strings.HasPrefix(clock, "RUNNING") {
		d.t.Errorf("the next step reads %s", clock)
	}
	d.picture(d.worker, "2-called")
}

func (d *workday) itIsPutAwayAndTakenBack() {
	d.do(d.worker, d.follow("Wegleggen tot een dag"), d.fill("Tot welke dag?", ago(-40)), d.press("Leg weg"), d.see("is niet ingevuld"))
	d.do(d.worker, d.fill("Waarom?", "wacht op zitting"), d.press("Leg weg"), d.see("De zaak is weggelegd."), d.see("wacht op zitting"))
	until(d.t, "it is gone from the list", func() bool { return len(d.turns(d.one, "")) == 0 })
	if found := d.do(d.worker, d.open(d.url+"/werklijst")); strings.Contains(found.Text, nameOf(d.one)) {
		d.t.Error("what was put away stands on the list")
	}
	d.do(d.worker, d.open(d.url+"/werklijst?snoozed=true"), d.follow(nameOf(d.one)), d.follow("Terughalen"), d.press("Haal terug"), d.see("De zaak is terug."))
}

// nameOf is what a page calls a case.
func nameOf(path string) string { return "Zaak " + path[len(path)-6:] }

func (d *workday) theCheckListNamesWhatIsLeft() {
	d.do(d.worker, d.open(d.page(d.talk)), d.follow("Bericht over de zaak vastleggen"), d.choose("Wat is er gebeurd?", "vonnis"), d.press("Verder"),
		d.fill("Wanneer hoorde u het?", ago(1)), d.fill("Sinds wanneer geldt het?", ago(2)), d.choose("Uitkomst", "veroordeling"), d.choose("Straf of maatregel 1", "taakstraf, werkstraf"),
		d.fill("Hoeveel van straf 1?", "60"), d.choose("Soort bedrag 1", "toegewezen"), d.fill("Bedrag 1 in euro", "veel"), d.press("Leg het bericht vast"), d.see("is geen bedrag"))
	d.do(d.worker, d.fill("Bedrag 1 in euro", "450,00"), d.choose("Bedrag 1 is van", canary.Name), d.press("Leg het bericht vast"), d.see("Het bericht is vastgelegd."), d.see("hier staat de zaak"), d.see("€ 450,00 open"))
	d.picture(d.worker, "4-outcome")
	d.do(d.worker, d.follow("Sluiten"), d.see("Slachtoffer nog niet geïnformeerd: "+canary.Name), d.see("Schade nog niet verhaald: "+canary.Name))
	d.picture(d.worker, "4-check-list")
	d.do(d.worker, d.press("Sluit de zaak"), d.see("zeg waarom de zaak toch dicht gaat"))
	if d.file(d.talk).Closed {
		d.t.Error("it closed over a victim who was not told")
	}
	d.do(d.worker, d.open(d.page(d.talk)), d.follow("Brief schrijven"), d.press("Maak het concept"), d.see("Het concept is klaar."), d.press("Leg vast dat hij verstuurd is"), d.see("Vastgelegd dat de brief verstuurd is."))
	d.picture(d.worker, "4-letter")
	d.do(d.worker, d.follow("Slachtoffer inlichten"), d.press("Leg vast"), d.see("Vastgelegd dat het slachtoffer het weet."), d.see("brief aan het slachtoffer"))
	found := d.do(d.worker, d.follow("Sluiten"), d.see("Schade nog niet verhaald"))
	if strings.Contains(found.Text, "nog niet geïnformeerd") {
		d.t.Error("the victim was told, and the check list says otherwise")
	}
	d.do(d.worker, d.fill("Waarom gaat de zaak toch dicht?", "het CJIB int verder"), d.press("Sluit de zaak"), d.see("De zaak is gesloten."))
	if f := d.file(d.talk); !f.Closed || len(f.Untold) != 0 || f.Ledger[0].Open != 45_000 || !strings.HasPrefix(f.clock("UITKOMST-VERTELLEN"), "MET") {
		d.t.Errorf("closed it reads %+v", f)
	}
}

func (d *workday) theStandInTakesOver() {
	standIn := d.registrar.file(d.newspaper).Work.You
	who := "Registrator " + standIn[len(standIn)-6:]
	idle := ", volgt geen zaak (rol het laatst bevestigd in " + time.Now().UTC().Format("2006-01") + ")"
	d.do(d.worker, d.open(d.page(d.newspaper)), d.follow("Ik volg deze zaak"), d.choose("Vervanger", who+idle), d.press("Neem de zaak op u"), d.see("U volgt deze zaak."))
	d.do(d.worker, d.follow("Overdragen"), d.choose("Aan wie?", who+", de vervanger"+idle), d.press("Vraag om over te nemen"), d.see("De vraag is gesteld."))
	until(d.t, "the stand-in sees it as its own to answer", func() bool { return len(d.registrar.turns(d.newspaper, "&mine=true")) > 0 })
	d.do(d.standIn, d.open(d.url+"/werklijst?mine=true"), d.see("aan u gevraagd"), d.follow(nameOf(d.newspaper)), d.see("U bent gevraagd deze zaak over te nemen."), d.follow("Overnemen"), d.press("Neem de zaak over"), d.see("De zaak is nu van u."))
	d.picture(d.standIn, "5-taken-over")
	d.do(d.standIn, d.follow("Nieuwe naam vertellen"), d.check("telefoon"), d.press("Leg vast"), d.see("Vastgelegd dat het slachtoffer de nieuwe naam weet."))
}

func (d *workday) twoAreOneAndTwoAgain() {
	before := [2]map[string]any{d.whole(d.one), d.whole(d.other)}
	d.do(d.worker, d.open(d.page(d.one)), d.follow("Samenvoegen"), d.choose("Met welke zaak?", nameOf(d.other)), d.press("Voeg samen"), d.see("De zaken zijn samengevoegd."), d.see("Deze zaak is samengevoegd."))
	if f := d.file(d.other); len(f.Notices) != 3 {
		d.t.Errorf("as one there are %d notices, want 3: the call and twice the aangifte", len(f.Notices))
	}
	d.do(d.worker, d.follow("Splitsen"), d.fill("Waarom?", "de advocaat zegt anders"), d.press("Splits"), d.see("De zaken zijn weer los."), d.see("Bundel voor de rechter"))
	d.picture(d.worker, "6-split")
	for i, path := range []string{d.one, d.other} {
		if after := d.whole(path); fmt.Sprint(after["notices"]) != fmt.Sprint(before[i]["notices"]) || fmt.Sprint(after["incidents"]) != fmt.Sprint(before[i]["incidents"]) {
			d.t.Errorf("split, %s is %v, and was %v", path, after, before[i])
		}
	}
}
