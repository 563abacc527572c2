package export_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ruggensteun/projections/export"
)

// rule is one property of a class in DCAT-AP-NL 3.0, from the profile's own shapes
// (Geonovum/DCAT-AP-NL30, shapes/300/dcat-ap-nl-SHACL.ttl and -aanbevolen.ttl) and, where
// those say nothing, from the European DCAT-AP 3.0 that it builds on.
type rule struct {
	property    string
	least, most int // most 0: any number
	kind        string
}

const (
	iri     = "iri"
	thing   = "thing" // an IRI or a node
	literal = "literal"
)

var profile = map[string][]rule{
	"dcat:Dataset": {
		{"dct:accessRights", 1, 1, iri}, {"dcat:contactPoint", 1, 1, thing}, {"dct:creator", 1, 0, thing}, {"dct:identifier", 1, 1, literal},
		{"dct:publisher", 1, 1, thing}, {"dcat:theme", 1, 0, iri}, {"dcat:version", 0, 1, literal},
		{"dct:title", 1, 0, literal}, {"dct:description", 1, 0, literal}, // European
		{"dct:conformsTo", 1, 0, thing}, {"foaf:page", 1, 0, thing}, {"dcat:landingPage", 1, 0, thing}, {"dct:language", 1, 0, iri}, // recommended
		{"dcat:keyword", 1, 0, literal}, {"dct:spatial", 1, 0, iri}, {"dct:temporal", 1, 0, thing}, {"dcat:distribution", 1, 0, thing},
	},
	"dcat:Distribution": {
		{"dct:license", 1, 1, iri}, {"dcat:accessURL", 1, 1, iri}, {"dcat:downloadURL", 1, 1, iri}, {"dct:language", 1, 0, iri}, {"dct:conformsTo", 1, 0, thing},
		{"dct:format", 1, 1, iri}, {"dcat:mediaType", 1, 1, iri}, {"dcat:byteSize", 1, 1, literal}, {"spdx:checksum", 1, 1, thing}, {"dct:title", 1, 0, literal},
	},
	"foaf:Agent":         {{"foaf:name", 1, 0, literal}},
	"vcard:Organization": {{"vcard:fn", 1, 0, literal}, {"vcard:hasEmail", 1, 0, iri}},
	"spdx:Checksum":      {{"spdx:algorithm", 1, 1, iri}, {"spdx:checksumValue", 1, 1, literal}},
	"dct:PeriodOfTime":   {{"dcat:startDate", 1, 1, literal}, {"dcat:endDate", 1, 1, literal}},
}

func TestTheDescriptionKeepsToTheProfile(t *testing.T) {
	t.Parallel()
	var made bytes.Buffer
	if err := export.WriteOpenData(&made, protected(), export.Publisher{Name: "Beheer", Email: "beheer@example.org", URL: "https://example.org"}); err != nil {
		t.Fatal(err)
	}
	var dataset map[string]any
	if err := json.Unmarshal([]byte(unzip(t, made.Bytes())["dcat.jsonld"]), &dataset); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, fault := range breaches(dataset, seen) {
		t.Error(fault)
	}
	for class := range profile {
		if !seen[class] {
			t.Errorf("there is no %s", class)
		}
	}

	// The check sees what is lacking.
	for class, rules := range profile {
		for _, r := range rules {
			if r.least == 0 {
				continue
			}
			lacking := map[string]any{"@type": class}
			if found := strings.Join(breaches(lacking, map[string]bool{}), "\n"); !strings.Contains(found, r.property) {
				t.Errorf("%s without %s passes", class, r.property)
			}
		}
	}
}

// breaches are those of a node and of all below it.
func breaches(n map[string]any, seen map[string]bool) (list []string) {
	class, _ := n["@type"].(string)
	seen[class] = true
	for _, r := range profile[class] {
		values := valuesOf(n[r.property])
		if len(values) < r.least || r.most > 0 && len(values) > r.most {
			list = append(list, fmt.Sprintf("%s has %d of %s", class, len(values), r.property))
		}
		for _, v := range values {
			if !r.takes(v) {
				list = append(list, fmt.Sprintf("%s of %s is %v, and no %s", r.property, class, v, r.kind))
			}
		}
	}
	for _, v := range n {
		for _, one := range valuesOf(v) {
			if below, is := one.(map[string]any); is && below["@type"] != nil && below["@value"] == nil {
				list = append(list, breaches(below, seen)...)
			}
		}
	}
	return list
}

func valuesOf(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func (r rule) takes(v any) bool {
	n, is := v.(map[string]any)
	switch r.kind {
	case literal:
		return !is && v != "" || is && n["@value"] != nil
	case iri:
		id, there := n["@id"].(string)
		return there && id != ""
	}
	return is && n["@value"] == nil
}
