package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"ruggensteun/adapters/web/webtest"
)

// touch writes one step of a person shortly.
func touch(do, name string, more ...string) webtest.Act {
	a := webtest.Act{Do: do, Name: name}
	for i := 0; i+1 < len(more); i += 2 {
		switch more[i] {
		case "value":
			a.Value = more[i+1]
		case "to":
			a.To = more[i+1]
		case "in":
			a.In = more[i+1]
		}
	}
	return a
}

const anyHurt = "Is er iemand gewond?"

// fourAnswers is a report as it is made in the rain.
var fourAnswers = []webtest.Act{
	touch("check", "Duwen, trekken"), touch("check", "Op straat"), touch("check", "Nee", "in", anyHurt), touch("press", "Verstuur melding"),
}

// canaryAddress must not be found on a device.
const canaryAddress = "KANARIEKADE 17"

// nightShift is a demonstration, at which somebody who reports is signed in by hand.
type nightShift struct {
	*testing.T
	b    *webtest.Browser
	url  string
	slow *stillNetwork
}

func newNightShift(t *testing.T) *nightShift {
	b := webtest.Start(t)
	c := newTerminal(t)
	demo := c.start("demo", "--addr", "127.0.0.1:0", "--incidents", "60")
	base := strings.TrimSuffix(demo.await(`Sign in +(\S+): choose in a browser`), "/sign-in")
	slow := newStillNetwork(t, strings.TrimPrefix(base, "http://"))
	return &nightShift{T: t, b: b, url: "http://" + slow.address, slow: slow}
}

// signIn ends on the page of a report, because that is what somebody who reports comes for.
func (d *nightShift) signIn(who webtest.Person) {
	d.Helper()
	found := d.b.Follow(d, who, touch("go", "", "to", d.url+"/"), touch("follow", "Kies wie u bent"), touch("check", "Verzonnen melder"), touch("choose", "Bij", "value", "DEMO-POL-01"),
		touch("press", "Aanmelden"), touch("see", "Nieuw incident melden"))
	if found.URL != d.url+"/melden" {
		d.Fatalf("somebody who reports begins at %s", found.URL)
	}
}

func (d *nightShift) do(who webtest.Person, acts ...webtest.Act) webtest.Found {
	d.Helper()
	if *pagePictures != "" {
		acts = append(slices.Clone(acts), touch("picture", "", "to", filepath.Join(*pagePictures, fmt.Sprintf("day-%s-%d.png", who.Window, time.Now().UnixMilli()))))
	}
	found := d.b.Follow(d, who, acts...)
	for _, said := range found.Said {
		if !strings.Contains(said, "ERR_INTERNET_DISCONNECTED") && !strings.Contains(said, "status of 4") {
			d.Errorf("the console says %s", said)
		}
	}
	for _, asked := range found.Asked {
		if !strings.HasPrefix(asked, d.url+"/") {
			d.Errorf("it asks %s", asked)
		}
	}
	return found
}

// TestADayOfWhoeverReports follows PRODUCT 6.1 through pages alone, but for speech and faces.
func TestADayOfWhoeverReports(t *testing.T) {
	d := newNightShift(t)
	phone := webtest.Person{Window: "phone", Folder: filepath.Join(t.TempDir(), "phone"), Width: 390, Height: 844, Dark: true}
	d.signIn(phone)
	offline, online := touch("offline", "", "value", "true"), touch("offline", "", "value", "false")
	form := touch("go", "", "to", d.url+"/melden")

	// 1. No network: the page opens, and what is filled in is kept.
	d.do(phone, touch("ready", "", "value", "/melden"), offline)
	began := time.Now()
	d.do(phone, form, touch("see", "Wat gebeurde er?"))
	t.Logf("without a network the page opened in %v (goal 2 s)", time.Since(began).Round(time.Millisecond))
	d.do(phone, touch("check", "Bedreigen"), touch("check", "Bij een adres"), touch("fill", "Welk adres?", "value", canaryAddress), touch("see", "Bewaard op dit toestel"))

	// 5. The battery dies. Nothing of it can be read on the device, and all of it is there again.
	d.b.Close(t, phone)
	d.unreadable(phone.Folder)
	found := d.do(phone, offline, form, touch("see", "Dit had u al ingevuld"), touch("check", "Ja", "in", anyHurt), touch("press", "Verstuur melding"), touch("see", "Er is geen netwerk"))
	if !strings.Contains(found.Text, "Wacht") || !strings.Contains(found.Text, "Op dit toestel") {
		t.Errorf("it does not say that the report waits: %s", found.Text)
	}

	// 2. A second one beside it, timed.
	began = time.Now()
	d.do(phone, fourAnswers...)
	until(t, "both wait on the device", func() bool { return strings.Count(d.do(phone).Text, "Wacht") >= 2 })
	t.Logf("four answers with %d taps took a browser %v, of 60 s that a person has", len(fourAnswers), time.Since(began).Round(time.Millisecond))
	if len(fourAnswers) > 5 {
		t.Errorf("a report takes %d taps", len(fourAnswers))
	}
	d.b.Close(t, phone)

	// 6. There is network again. That the battery died ended the session too: who signs in again sends what waits.
	d.do(phone, offline, form, touch("see", "Er is geen netwerk"), online)
	d.signIn(phone)
	d.do(phone, touch("see", "Verzonden"), touch("gone", "Wacht"), touch("see", "Nummer"))
	found = d.do(phone, touch("go", "", "to", d.url+"/mijn-meldingen"), touch("see", "bedreiging"), touch("see", "duwen, trekken"))
	if n := strings.Count(found.Text, "duwen, trekken"); n != 1 {
		t.Errorf("it is registered %d times: %s", n, found.Text)
	}
	if strings.Contains(found.Text, "Op dit toestel") {
		t.Errorf("something is still on the device: %s", found.Text)
	}
	d.do(phone, touch("follow", "bedreiging"), touch("see", "Ingevuld op het toestel"), touch("see", "Gebeurd"), touch("see", "Eerst hulp"))
	d.b.Close(t, phone)
	d.unreadable(phone.Folder)

	// 7. and 8. A colleague on another device reports the same; details follow later.
	d.colleague(webtest.Person{Window: "tablet", Width: 820, Height: 1180})
}

// colleague reports what was reported, says so, and tells the course.
func (d *nightShift) colleague(who webtest.Person) {
	d.Helper()
	d.signIn(who)
	d.do(who, append(slices.Clone(fourAnswers), touch("see", "Zelfde incident?"))...)
	d.do(who, touch("press", "Ja, zelfde incident"), touch("see", "Beide meldingen blijven staan"), touch("gone", "Nee, dit is iets anders"))
	d.do(who, touch("follow", "Het verloop"), touch("choose", "Stap 1: wat voor moment?", "value", "fysiek"), touch("choose", "Stap 1: wat werd er gedaan?", "value", "duwen, trekken, vastpakken"),
		touch("press", "Stap erbij"), touch("choose", "Stap 2: wat voor moment?", "value", "aankomst, eerste contact"), touch("press", "Stap 2 omhoog"), touch("see", "Staat nu op plaats 1"),
		touch("press", "Bewaar het verloop"), touch("see", "Het verloop is bewaard"), touch("see", "Stappen tot nu toe: 2"))
	found := d.do(who, touch("follow", "Het verloop"), touch("press", "Stap erbij"), touch("choose", "Stap 3: wat voor moment?", "value", "zwaar, wapen, groep"),
		touch("drag", "#course li:nth-child(3) .step__grip", "to", "#course li:nth-child(2)"), touch("see", "Staat nu op plaats 2"), touch("press", "Bewaar het verloop"), touch("see", "Stappen tot nu toe: 3"), touch("follow", "Het verloop"))
	first, second, third := strings.Index(found.Text, "aankomst"), strings.Index(found.Text, "zwaar"), strings.Index(found.Text, "fysiek: duwen")
	if first < 0 || second < first || third < second {
		d.Errorf("the steps stand in another order: %s", found.Text)
	}
	d.do(who, touch("go", "", "to", d.url+"/mijn-meldingen"), touch("follow", "duwen, trekken"), touch("follow", "Meer vertellen"), touch("fill", "Wat gebeurde er, in uw woorden?", "value", "Hij kwam op ons af."),
		touch("fill", "Personeelsnummer", "value", "P-100"), touch("check", "Deze collega heeft opvang nodig"), touch("press", "Toevoegen"), touch("see", "De zorg voor uw collega is begonnen"))
}

// unreadable searches what a browser left on the disk.
func (d *nightShift) unreadable(folder string) {
	d.Helper()
	var wide []byte
	for _, unit := range utf16.Encode([]rune(canaryAddress)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	files, kept := 0, false
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if files++; bytes.Contains(text, []byte(canaryAddress)) || bytes.Contains(text, wide) {
			d.Errorf("%s can be read on the device", path)
		}
		kept = kept || strings.Contains(path, "IndexedDB") && strings.HasSuffix(path, ".log") && len(text) > 0
		return err
	})
	if err != nil || !kept {
		d.Errorf("of %d files none keeps drafts, so this test sees nothing: %v", files, err)
	}
}

// TestAReportWithoutAScriptOnASlowNetwork: what a telephone of ten years ago does, and a network that stands still.
func TestAReportWithoutAScriptOnASlowNetwork(t *testing.T) {
	d := newNightShift(t)
	plain := webtest.Person{Window: "plain", Width: 320, Height: 640, WithoutScript: true}
	d.signIn(plain)
	found := d.do(plain, append(slices.Clone(fourAnswers), touch("see", "Uw melding is binnen"))...)
	d.do(plain, touch("follow", "Het verloop"), touch("choose", "Stap 1: wat voor moment?", "value", "fysiek"), touch("press", "Stap erbij"), touch("choose", "Stap 2: wat voor moment?", "value", "spanning"),
		touch("press", "Stap 2 omhoog"), touch("press", "Bewaar het verloop"), touch("see", "Stappen tot nu toe: 2"), touch("follow", "Het verloop"))
	d.do(plain, touch("go", "", "to", found.URL), touch("follow", "Melden"), touch("press", "Verstuur melding"), touch("see", "Kies wat er gebeurde"))

	for _, dark := range []bool{false, true} { // what waits and what is missing, on one page
		judge := webtest.Person{Window: fmt.Sprintf("judge-%t", dark), Width: 390, Height: 844, Dark: dark, Axe: true}
		d.signIn(judge)
		seen := d.do(judge, append([]webtest.Act{touch("offline", "", "value", "true")}, append(slices.Clone(fourAnswers), touch("see", "Er is geen netwerk"), touch("press", "Verstuur melding"), touch("see", "Kies wat er gebeurde"))...)...)
		for _, v := range seen.Violations {
			t.Errorf("dark %t: %s", dark, v)
		}
		if seen.Passes == 0 {
			t.Error("nothing was judged")
		}
		d.b.Close(t, judge)
	}

	phone := webtest.Person{Window: "slow", Width: 390, Height: 844}
	d.signIn(phone)
	d.do(phone, touch("ready", "", "value", "/melden"))
	d.slow.close()
	began := time.Now()
	d.do(phone, touch("go", "", "to", d.url+"/melden"), touch("check", "Duwen, trekken"), touch("see", "Bewaard op dit toestel"))
	t.Logf("where the network answers nothing the page opened in %v", time.Since(began).Round(time.Millisecond))
	d.slow.open()
	d.do(phone, touch("check", "Vul ik later in"), touch("press", "Verstuur melding"), touch("see", "Uw melding is binnen"), touch("see", "Heeft u nodig"))
}

// stillNetwork is a network in between that can stand still: it takes what is sent, and answers later.
type stillNetwork struct {
	address string

	mu     sync.Mutex
	closed chan struct{} // nil while it is open
}

func newStillNetwork(t *testing.T, to string) *stillNetwork {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &stillNetwork{address: l.Addr().String()}
	t.Cleanup(func() { g.open(); _ = l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			there, err := net.Dial("tcp", to)
			if err != nil {
				_ = from.Close()
				continue
			}
			go g.pass(there, from)
			go g.pass(from, there)
		}
	}()
	return g
}

func (g *stillNetwork) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = make(chan struct{})
}

func (g *stillNetwork) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed != nil {
		close(g.closed)
		g.closed = nil
	}
}

func (g *stillNetwork) pass(to, from net.Conn) {
	defer to.Close()
	part := make([]byte, 32<<10)
	for {
		n, err := from.Read(part)
		g.mu.Lock()
		closed := g.closed
		g.mu.Unlock()
		if closed != nil {
			<-closed
		}
		if n > 0 {
			if _, err := to.Write(part[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
