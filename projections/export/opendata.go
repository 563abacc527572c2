package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"ruggensteun/projections/figures"
)

// Publisher is who puts open data out, and whom to write to about it.
type Publisher struct{ Name, Email, URL string }

// The names of the files in a package of open data.
const (
	dataName        = "cijfers.csv"
	descriptionName = "dcat.jsonld"
	readmeName      = "LEESMIJ.txt"
)

// WriteOpenData writes an answer as a ZIP with the CSV, its description in DCAT-AP-NL and
// a page to read first. Whether it is an answer that the public may see is for the caller.
func WriteOpenData(w io.Writer, a figures.Answer, p Publisher) error {
	var data bytes.Buffer
	if err := figures.WriteCSV(&data, a, figures.Dutch); err != nil {
		return err
	}
	described, err := describe(a, p, data.Bytes())
	if err != nil {
		return err
	}
	return writeZIP(w, []part{{readmeName, readme(a)}, {dataName, data.String()}, {descriptionName, described}})
}

func readme(a figures.Answer) string {
	text := "Wat geteld is\n" + a.DefinitionNL + "\n\n"
	for _, note := range a.Notes(figures.Dutch) {
		text += note + "\n\n"
	}
	return text + "Opnieuw vragen\n  ruggensteun ask \"" + a.Question + "\" --viewer public\n\n" +
		dataName + " bevat een regel per cel; " + descriptionName + " beschrijft de gegevensset (DCAT-AP-NL).\n"
}

// Words of the European authority lists that DCAT-AP-NL takes.
const (
	authority    = "http://publications.europa.eu/resource/authority/"
	publicDomain = authority + "licence/CC0"

	profile        = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
	commaSeparated = "https://www.rfc-editor.org/rfc/rfc4180"
)

// keywords are what people look for it by.
func keywords() []node {
	var list []node
	for _, word := range []string{"agressie en geweld", "hulpverleners", "veilige publieke taak"} {
		list = append(list, node{"@language": "nl", "@value": word})
	}
	return append(list, node{"@language": "en", "@value": "violence against emergency workers"})
}

// node is a thing in JSON-LD; encoding/json writes its keys in order.
type node map[string]any

func id(iri string) node { return node{"@id": iri} }

func said(t figures.Text) []node {
	return []node{{"@language": "nl", "@value": t.NL}, {"@language": "en", "@value": t.EN}}
}

// describe is the dataset with its one distribution, after DCAT-AP-NL 3.0.
func describe(a figures.Answer, p Publisher, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	dataset := node{
		"@context": node{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
			"vcard": "http://www.w3.org/2006/vcard/ns#", "spdx": "http://spdx.org/rdf/terms#", "xsd": "http://www.w3.org/2001/XMLSchema#",
		},
		"@id": "urn:sha256:" + hash, "@type": "dcat:Dataset",
		"dct:identifier":  hash,
		"dct:title":       said(figures.Text{NL: "Agressie en geweld tegen hulpverleners: " + a.Question, EN: "Aggression and violence against emergency workers: " + a.Question}),
		"dct:description": said(described(a)),
		"dct:publisher":   p.agent(), "dct:creator": p.agent(), "dcat:contactPoint": p.contact(),
		"dct:conformsTo": id(profile), "foaf:page": id(readmeName), "dcat:keyword": keywords(),
		"dct:license": id(publicDomain), "dct:accessRights": id(authority + "access-right/PUBLIC"),
		"dcat:theme": id(authority + "data-theme/JUST"), "dct:language": id(authority + "language/NLD"),
		"dct:spatial": id(authority + "country/NLD"), "dcat:version": a.Position.String(),
		"dcat:distribution": node{
			"@id": "urn:sha256:" + hash + "#csv", "@type": "dcat:Distribution",
			"dct:title":      said(figures.Text{NL: "Een regel per cel", EN: "A line per cell"}),
			"dcat:accessURL": id(dataName), "dcat:downloadURL": id(dataName), "dct:format": id(authority + "file-type/CSV"),
			"dcat:mediaType": id("https://www.iana.org/assignments/media-types/text/csv"), "dct:license": id(publicDomain),
			"dct:language": id(authority + "language/NLD"), "dct:conformsTo": id(commaSeparated),
			"dcat:byteSize": node{"@type": "xsd:nonNegativeInteger", "@value": fmt.Sprint(len(data))},
			"spdx:checksum": node{"@type": "spdx:Checksum", "spdx:algorithm": id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
				"spdx:checksumValue": node{"@type": "xsd:hexBinary", "@value": hash}},
		},
	}
	if p.URL != "" {
		dataset["dcat:landingPage"] = id(p.URL)
	}
	if from, through := period(a); from != "" {
		date := func(day string) node { return node{"@type": "xsd:date", "@value": day} }
		dataset["dct:temporal"] = node{"@type": "dct:PeriodOfTime", "dcat:startDate": date(from), "dcat:endDate": date(through)}
	}
	text, err := json.MarshalIndent(dataset, "", "  ")
	if err != nil {
		return "", fmt.Errorf("describe open data: %w", err)
	}
	return string(text) + "\n", nil
}

func described(a figures.Answer) figures.Text {
	text := figures.Text{NL: a.DefinitionNL, EN: a.Definition}
	if a.Protection != nil {
		text.NL, text.EN = text.NL+" "+a.Protection.NL, text.EN+" "+a.Protection.EN
	}
	return text
}

func (p Publisher) agent() node {
	agent := node{"@type": "foaf:Agent", "foaf:name": p.Name}
	if p.URL != "" {
		agent["@id"] = p.URL
	}
	return agent
}

func (p Publisher) contact() node {
	contact := node{"@type": "vcard:Organization", "vcard:fn": p.Name}
	if p.Email != "" {
		contact["vcard:hasEmail"] = id("mailto:" + p.Email)
	}
	if p.URL != "" {
		contact["vcard:hasURL"] = id(p.URL)
	}
	return contact
}

// period is the first and the last day that an answer is about: of the period asked for,
// else of the months reported of; "" when there are none.
func period(a figures.Answer) (from, through string) {
	if q, err := figures.ParseQuestion(a.Question); err == nil && !q.Period.From.IsZero() && !q.Period.Before.IsZero() {
		return q.Period.From.Format(time.DateOnly), q.Period.Before.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	first, err := time.Parse("2006-01", string(a.Coverage.From))
	last, wrong := time.Parse("2006-01", string(a.Coverage.Through))
	if err != nil || wrong != nil {
		return "", ""
	}
	return first.Format(time.DateOnly), last.AddDate(0, 1, -1).Format(time.DateOnly)
}
