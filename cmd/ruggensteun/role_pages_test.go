package main

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/providertest"
	"ruggensteun/adapters/web/webtest"
)

// TestSomebodyWithTwoRolesChoosesAndSwitchesOnPages signs in at a real provider in a browser: he chooses a role,
// does something in it, goes on in the other one, and signs out. The role stands in no address.
func TestSomebodyWithTwoRolesChoosesAndSwitchesOnPages(t *testing.T) {
	b := webtest.Start(t)
	c := newTerminal(t)
	c.employer("GEM-X")
	l, err := listen("addr", "127.0.0.1:0") // the provider must know the address before we serve
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	base := "http://" + addr
	p := providertest.Start(t, map[string][]string{"anna": {"register", "cases"}}, providertest.Web("website", "hush", base+identity.PathBack, base+"/"))
	r := c.start("serve", "--addr", addr, "--base-url", base, "--identity", issuersFile(t, p.Issuer))
	r.await(`Serving (http://[^/]+)/v1`)
	anna := webtest.Person{Window: "anna", Width: 390, Height: 844}
	d := &workday{b: b, shift: &shift{counter: counter{office: office{running: r, url: base}, c: c}}}
	var addresses []string
	do := func(acts ...webtest.Act) webtest.Found {
		t.Helper()
		found := b.Follow(t, anna, acts...)
		addresses = append(addresses, append(slices.Clone(found.Asked), found.URL)...)
		return found
	}
	keys := func(text string) (acts []webtest.Act) {
		for _, key := range text {
			acts = append(acts, webtest.Act{Do: "key", Name: string(key)})
		}
		return acts
	}

	login := append([]webtest.Act{d.open(base + "/werklijst"), d.open(base + "/"), d.follow("Inloggen: GEM-X"), d.see("Sign-in")}, keys("anna")...)
	login = append(append(login, webtest.Act{Do: "key", Name: "Tab"}), keys("geheim")...)
	login = append(login, webtest.Act{Do: "key", Name: "Enter"}, d.press("Continue"), d.see("In welke rol werkt u nu?"))
	do(login...)
	d.picture(anna, "role-1-choice")
	do(d.press("Ga verder"), d.see("is niet ingevuld"))
	do(d.check("Registrator"), d.press("Ga verder"), d.see("Meldingen"))
	do(d.open(base+"/zaak/"+strings.Repeat("0", 8)+"-0000-7000-8000-000000000000"), d.see("niet"))
	do(d.open(base+"/"), d.follow("Wissel van rol"), d.check("Zaakbehandelaar"), d.press("Ga verder"), d.see("Werklijst"))
	if found := do(d.open(base + "/werklijst")); !strings.Contains(found.Text, "Zaakbehandelaar") {
		t.Errorf("after switching the page is of somebody else: %s", found.Text)
	}
	d.picture(anna, "role-2-switched")
	judged := anna
	judged.Window, judged.Axe = "anna judged", true
	if found := b.Follow(t, judged, append(login, d.open(base+"/en/rol"), d.see("In which role"))...); len(found.Violations) > 0 || found.Passes == 0 {
		t.Errorf("axe finds %v", found.Violations)
	}
	out := do(d.open(base+"/werklijst"), d.press("Uitloggen"), d.see("Do you want to sign-out"))
	if !strings.HasPrefix(out.URL, p.Issuer) {
		t.Errorf("signing out leads to %s, and not to where he signed in: %v", out.URL, out.Said)
	}
	if found := do(d.open(base + "/werklijst")); strings.Contains(found.Text, "Wat er te doen is") {
		t.Error("after signing out the list is there")
	}
	for _, at := range addresses {
		if strings.HasPrefix(at, base) && (strings.Contains(at, "registrar") || strings.Contains(at, "case-worker")) {
			t.Errorf("the role stands in the address %s", at)
		}
	}
	r.end()
}
