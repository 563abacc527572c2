package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/adapters/web/webtest"
)

// TestPhotosThroughPages: whoever reported adds a photo with his telephone, with and without a
// script, and takes it back; who keeps the register sees it.
func TestPhotosThroughPages(t *testing.T) {
	b := webtest.Start(t)
	s := newSite(t)
	s.reports(t)
	folder := t.TempDir()
	for name, content := range map[string][]byte{"jas.jpg": phototest.JPEG(1200, 800, 6), "scherm.png": phototest.PNG(300, 500, 1), "brief.jpg": []byte("%PDF-1.7")} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	person := func(role, width string, script bool) webtest.Person {
		look := s.look(role, "/", width, false)
		return webtest.Person{Window: "photos " + role + width, Headers: look.Headers, Width: look.Width, Height: look.Height, WithoutScript: !script}
	}
	do := func(who webtest.Person, acts ...webtest.Act) webtest.Found {
		t.Helper()
		found := b.Follow(t, who, acts...)
		for _, said := range found.Said {
			if !strings.Contains(said, "the server responded with a status of 400") { // a photo that is refused
				t.Errorf("%s says on the console: %s", found.URL, said)
			}
		}
		for _, asked := range found.Asked {
			if !strings.HasPrefix(asked, s.url+"/") && !strings.HasPrefix(asked, "data:") {
				t.Errorf("%s asks %s", found.URL, asked)
			}
		}
		return found
	}
	see := func(text string) webtest.Act { return webtest.Act{Do: "see", Name: text} }
	press := func(text string) webtest.Act { return webtest.Act{Do: "press", Name: text} }
	give := func(place, file string) webtest.Act {
		return webtest.Act{Do: "give", Name: place, Value: filepath.Join(folder, file)}
	}
	own := webtest.Act{Do: "go", To: s.look("reporter", ofReport, "phone", false).URL}

	phone := person("reporter", "phone", true)
	do(phone, own, webtest.Act{Do: "follow", Name: "Foto’s"}, see("halen wij eruit voordat hij bewaard wordt"), s.pictured("photo-none"),
		webtest.Act{Do: "fill", Name: "Wat is er te zien?", Value: "Gescheurde jas"}, give("Maak een foto", "jas.jpg"), s.pictured("photo-chosen"), press("Foto toevoegen"),
		see("De foto staat erbij, zonder plaats en tijd"), see("Gescheurde jas"), s.pictured("photo-phone"))
	plain := person("reporter", "desktop", false)
	do(plain, own, webtest.Act{Do: "follow", Name: "Foto’s"}, give("Of kies foto’s", "brief.jpg"), press("Foto toevoegen"), see("Dit is een pdf"), s.pictured("photo-refused"),
		give("Of kies foto’s", "scherm.png"), press("Foto toevoegen"), see("De foto staat erbij"), s.pictured("photo-desktop"))

	found := do(person("registrar", "desktop", false), webtest.Act{Do: "go", To: s.url + "/melding/" + s.report}, webtest.Act{Do: "follow", Name: "Foto’s bekijken of toevoegen"}, see("Gescheurde jas"), s.pictured("photo-registrar"))
	if strings.Contains(found.Text, "jas.jpg") {
		t.Error("the name of the file is shown")
	}
	for _, who := range []webtest.Person{phone, person("registrar", "phone", true)} {
		who.Axe, who.Window = true, who.Window+" judged"
		at := own.To + "/fotos"
		if strings.Contains(who.Window, "registrar") {
			at = s.url + "/melding/" + s.report + "/fotos"
		}
		for _, broken := range b.Follow(t, who, webtest.Act{Do: "go", To: at}, see("Gescheurde jas")).Violations {
			t.Errorf("%s: %s", at, broken)
		}
	}
	do(phone, webtest.Act{Do: "go", To: own.To + "/fotos"}, webtest.Act{Do: "follow", Name: "Foto terugnemen"}, see("Niemand krijgt de foto daarna nog te zien"), s.pictured("photo-one"),
		press("Foto terugnemen"), see("Waarom?"), webtest.Act{Do: "fill", Name: "Waarom?", Value: "er staat een voorbijganger op"}, press("Foto terugnemen"), see("De foto is teruggenomen"))
	if found := do(phone, webtest.Act{Do: "go", To: own.To + "/fotos"}); strings.Contains(found.Text, "Gescheurde jas") {
		t.Error("it was taken back, and is still shown")
	}
}
