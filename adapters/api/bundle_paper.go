package api

import (
	"fmt"

	"ruggensteun/domain/bundle"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/template"
	"ruggensteun/projections/timeline"
)

// bundlePaper is the timeline by effect, in Dutch: the courts' language.
func (a *api) bundlePaper(m bundle.Manifest, e employer.Employer, t told) ([]byte, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return nil, err
	}
	w := document.Written{
		Filled: template.Filled{Title: "Wat er is gebeurd", Language: template.Dutch},
		Kind:   "CASE_BUNDLE", Sender: e.Name, Date: template.Day(m.MadeAt.In(zone), template.Dutch), Reference: "Zaak " + m.Case.String(),
	}
	w.Lines = append(w.Lines,
		sentence("Dit is de tijdlijn van de zaak in volgorde van ingang, zoals de werkgever haar op deze dag had vastgelegd. Persoonsgegevens en vrije tekst staan in de map readable."),
		sentence(fmt.Sprintf("Vastgelegd zijn %d gebeurtenissen. Nazorg en het dossier van de verdachte horen hier niet bij.", len(m.Events))))
	for _, line := range timeline.Together(t.histories, timeline.WithTexts, zone, timeline.ByEffect) {
		row := template.Line{Block: template.Row, Label: "dag onbekend", Runs: []template.Run{{Text: line.What.NL}}}
		if line.On != nil {
			row.Label = line.On.NL
		}
		if line.Note != "" {
			row.Runs[0].Text += " (" + line.Note + ")"
		}
		w.Lines = append(w.Lines, row)
	}
	return a.Evidence.Print(w, m.Invented)
}

func sentence(text string) template.Line {
	return template.Line{Runs: []template.Run{{Text: text}}}
}
