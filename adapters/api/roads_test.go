package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

// streams are the roads that give something else than JSON of which the description names no
// sheet: why each is no file of rows, or "" for those that are, and are walked below.
var streams = map[string]string{
	"takeEverything": "", "importRejects": "", "noticeImportRejects": "",
	"bundleCase":           "evidence of one case for a court, signed; each thing in it is recorded as read, and it is checked by its signature",
	"printCertificate":     "where something stood that is gone, of nobody; its reading is recorded, as that of the same as JSON",
	"makeAccessFile":       "all that is kept of one person, for himself: that it leaves is recorded with its hash, and each thing in it as read; TestWhatIsKeptOfSomebodyIsGivenToHim walks it",
	"openIncidentDocument": "a letter: recorded as read, and as issued", "openCaseDocument": "the same",
	"watchOperation": "how far things are, now and at each change", "watchIncidents": "how many came", "watchWork": "the same",
	"citation": "what is public, as it was printed", "releasedAnswer": "what was printed, for whoever is concerned; it is cited by its hash",
}

// TestEveryFileThatLeavesIsOnRecord walks all roads of the description that give a sheet, a
// workbook or a package, and looks for the hash of what came among the exports.
func TestEveryFileThatLeavesIsOnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.shown()
	paths := w.get(base+"/openapi.json", access.Registrar, w.city).want(200).json["paths"].(map[string]any)
	walked := map[string]bool{}
	take := func(id, path string, options ...option) {
		file := w.get(path, access.Registrar, w.city, options...).want(200)
		if found := w.get("/v1/exports?hash="+sum(file), access.Registrar, w.city).want(200).list("exports"); len(found) == 0 || found[0]["question"] == "" {
			t.Errorf("%s: %s left, and on record is %v", id, file.Header().Get("Content-Type"), found)
		}
		walked[id] = true
	}
	for path, operations := range paths {
		got, is := operations.(map[string]any)["get"].(map[string]any)
		if !is {
			continue
		}
		id := got["operationId"].(string)
		content, _ := got["responses"].(map[string]any)["200"].(map[string]any)["content"].(map[string]any)
		if _, json := content["application/json"]; !json && content["application/problem+json"] == nil {
			if _, known := streams[id]; !known && !strings.HasPrefix(path, "/health") {
				t.Errorf("%s gives no JSON: say in streams what it is, and record it where it is a file of rows", id)
			}
		}
		for media := range content {
			if media == "application/json" || media == "image/svg+xml" || media == packageType {
				continue // a package is of what the public may see: walked in a test of its own
			}
			if media != "text/csv" && media != workbookType {
				t.Errorf("%s gives %s: walk that road too", id, media)
			}
			take(id, base+here.paths.Replace(strings.TrimPrefix(path, base)), header("Accept", media))
		}
	}
	take("coverage", "/v1/views/location?coverage=true&format=csv")
	take("takeEverything", "/v1/exports/everything")
	take("importRejects", "/v1/imports/"+w.imports.begun(w.city)+"/rejects")
	take("noticeImportRejects", "/v1/notice-imports/"+w.notices.begun(w.city)+"/rejects")
	for _, id := range []string{"askFigure", "askSaved", "askFigureChange", "timeOfDay", "location", "triggers", "offenders", "chain", "trend", "listWork", "digestWork", "keptWork", "listTriage"} {
		if !walked[id] {
			t.Errorf("%s gives no file any more", id)
		}
	}
}

func TestASheetOfCoverageIsOfIncidentsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(whole)
	before := w.head()
	for _, path := range []string{"/v1/views/chain?coverage=true&format=csv", "/v1/views/location?coverage=true", "/v1/views/location?coverage=true&format=xlsx"} {
		if why := w.get(path, access.Registrar, w.city).want(400); strings.Join(why.fields(), " ") != "coverage" {
			t.Errorf("%s: %s", path, why.Body)
		}
	}
	if w.head() != before {
		t.Error("what was refused is on record as a file")
	}
}

// numbersIn reads the numbers of a sheet: row and column to what stands there.
func numbersIn(t *testing.T, text string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	cells := map[string]string{}
	for _, row := range rows[1:] {
		cells[row[0]+"/"+row[2]] = row[4]
	}
	return cells
}

// TestProtectedFilesSayWhatTheEngineSays: over HTTP an analyst and the public are given files
// with the very numbers that the engine prints, and none that it keeps back.
func TestProtectedFilesSayWhatTheEngineSays(t *testing.T) {
	t.Parallel()
	w := monthOfThirty(t)
	made := w.analyst("/v1/releases", preparing(access.ForPublic, "", "incident by place")).want(201).Header().Get("Location")
	w.analyst(made+"/publication", `{}`).want(200) // concerns nobody
	const question = "/v1/figures?rows=place&columns=profession&period=2026"
	for viewer, form := range map[access.Audience]string{access.ForAnalysts: "csv", access.ForPublic: "open-data"} {
		asked := question + "&viewer=" + string(viewer)
		printed := w.get(asked, access.Registrar, w.fire).want(200)
		if printed.json["protection"] == nil {
			t.Fatalf("%s is told %s", viewer, printed.Body)
		}
		file := w.get(asked+"&format="+form, access.Registrar, w.fire).want(200)
		sheet := file.Body.String()
		if form == "open-data" {
			parts := unpacked(t, file.Body.Bytes())
			sheet = parts["cijfers.csv"]
			var described map[string]any
			must(t, json.Unmarshal([]byte(parts["dcat.jsonld"]), &described))
			if described["dct:identifier"] != release.Sum(sheet).String() || described["dct:publisher"].(map[string]any)["foaf:name"] != "Beheer" {
				t.Errorf("it is described as %s", parts["dcat.jsonld"])
			}
		}
		var answer figures.Answer
		must(t, json.Unmarshal(printed.Body.Bytes(), &answer))
		cells, compared := numbersIn(t, sheet), 0
		for i, row := range answer.Rows {
			for j, column := range answer.Columns {
				c, want := answer.Cells[i][j], ""
				if !c.NotBrokenDown {
					want = strconv.Itoa(c.N)
				}
				got := cells[string(row)+"/"+string(column)]
				if _, number := strconv.Atoi(got); c.NotBrokenDown && number == nil || c.N > 0 && got != want {
					t.Errorf("%s, %s/%s: the file says %q, the engine %q", viewer, row, column, got, want)
				}
				compared++
			}
		}
		if compared == 0 {
			t.Error("nothing was compared")
		}
		if found := w.get("/v1/exports?hash="+sum(file), access.Registrar, w.fire).want(200).list("exports"); len(found) != 1 || found[0]["viewer"] != string(viewer) || found[0]["form"] != form {
			t.Errorf("on record is %v", found)
		}
	}
	saved := w.post("/v1/questions", access.Registrar, w.fire, `{"name":{"nl":"a","en":"a"},"question":"incident by place"}`).want(201).Header().Get("Location")
	if got := unpacked(t, w.get(saved+"?format=open-data&viewer=public", access.Registrar, w.fire).want(200).Body.Bytes()); !bytes.Contains([]byte(got["cijfers.csv"]), []byte("ROAD")) {
		t.Errorf("the kept question gives %v", got)
	}
	w.get(question+"&format=open-data", access.Analyst, uuid.Nil).want(400)
}
