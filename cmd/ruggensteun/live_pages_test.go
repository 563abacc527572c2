package main

import (
	"strconv"
	"testing"

	"ruggensteun/adapters/web/webtest"
)

// TestEightWindowsInABrowserAllOpenAndTheOneThatIsShownHears: a browser has six connections to a server for all its windows.
func TestEightWindowsInABrowserAllOpenAndTheOneThatIsShownHears(t *testing.T) {
	d := newNightShift(t)
	for name, shown := range map[string]bool{"that know when they are hidden": false, "that all look shown": true} {
		t.Run(name, func(t *testing.T) {
			d := &nightShift{T: t, b: d.b, url: d.url, slow: d.slow}
			d.eightWindows(shown)
		})
	}
}

func (d *nightShift) eightWindows(shown bool) {
	d.Helper()
	const windows = 8
	another, listening := "another", "1"
	if shown {
		another, listening = "beside", "3"
	}
	desk := webtest.Person{Window: "desk" + strconv.FormatBool(shown), Width: 1280, Height: 900}
	list := d.url + "/meldingen?alles=ja"
	d.do(desk, touch("go", "", "to", d.url+"/sign-in?back=/"), touch("check", "Verzonnen registratiemedewerker"), touch("choose", "Bij", "value", "DEMO-POL-01"),
		touch("press", "Aanmelden"), touch("go", "", "to", list), touch("see", "Ververs deze pagina"))
	for range windows - 1 {
		d.do(desk, touch(another, "", "to", list), touch("see", "Ververs deze pagina"))
	}
	d.do(desk, touch("listening", "", "value", listening))

	reporter := webtest.Person{Window: "street" + strconv.FormatBool(shown), Width: 390, Height: 844}
	d.signIn(reporter)
	d.do(reporter, append(fourAnswers[:len(fourAnswers):len(fourAnswers)], touch("see", "Dank u"))...)

	d.do(desk, touch("see", "1 nieuw sinds"))
	for n := range windows { // what was hidden meanwhile is told it when it is shown
		d.do(desk, touch("turn", "", "value", strconv.Itoa(n+1)), touch("see", "1 nieuw sinds"))
	}
	d.b.Close(d, reporter)
	d.b.Close(d, desk)
}
