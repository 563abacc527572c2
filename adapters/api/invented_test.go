package api

import (
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
)

// ofNobody are the roads out that show nothing of anybody's register, and why.
var ofNobody = map[string]string{
	"readReference":  "a table of the country, which names its source",
	"listBoundaries": "where areas of the country begin and end, with its source",
	"listAgreements": "by when what must be done, which is about nobody",
	"codeLists":      "what codes mean", "codeList": "what a code means", "gemeenten": "municipalities are real",
	"listImports": "a demonstration imports no files", "readImport": "what a file says, that somebody sent", "importRejects": "rows of a file that somebody sent",
	"listNoticeImports": "the same", "readNoticeImport": "the same", "noticeImportRejects": "the same",
	"openIncidentDocument": "a file: each of its pages says it, and a test reads them", "openCaseDocument": "the same",
	"listExports":    "which files left and who took them, which is about nobody that was met",
	"listTemplates":  "the words of letters, which are about nobody",
	"releasedAnswer": "the bytes as they were printed, which say it", "citation": "the same", "listQuestions": "what is asked, which is about nobody",
	"listRetention": "how long what is kept, which is about nobody",
	"listPermits":   "what colleagues asked and decided of each other, which is about nobody that was met", "readPermit": "the same",
	"listLinks":     "with which employers there are links and on what basis, and nothing of anybody",
	"listCampaigns": "days on which registering changed, which is about nobody",
	"listAttempts":  "who asked for what is not theirs, which is about nobody that was met",
	"listActors":    "which colleagues there are, as ids", "listSignIns": "who came in, which is about nobody that was met",
	"live": "whether the server runs", "ready": "whether the server can answer",
	"readOperation":  "how the program is doing, which is about nobody",
	"watchOperation": "the same",
	"watchIncidents": "how many came since, and nothing of them", "watchWork": "the same",
	"readCertificate": "where something stood that is gone, which is about nobody", "printCertificate": "a file: each of its pages says it, and a test reads them",
}

// TestEveryRoadOutSaysWhatIsInvented walks all reading operations there are, over a
// register that a demonstration told and over one that it did not.
func TestEveryRoadOutSaysWhatIsInvented(t *testing.T) {
	t.Parallel()
	for channel, invented := range map[string]bool{eventlog.Demonstration: true, "cli": false} {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(n *Needs, _ *limits) { n.Channel = channel })
			here := w.shown() // with a double
			one := base + here.paths.Replace("/incidents/{id}")
			w.post(one+"/course", access.Registrar, w.city, `{"steps": [{"triggers": [{"trigger": "TR_FINE"}]}]}`).want(200)
			walked := 0
			for _, r := range (&api{}).routes() {
				if r.method != "GET" || ofNobody[r.id] != "" {
					continue
				}
				walked++
				role := access.Registrar
				if r.id == "readReaders" || strings.HasPrefix(r.path, "/access-requests") {
					role = access.PrivacyOfficer
				}
				answer := w.get(base+here.paths.Replace(r.path), role, w.city).want(200)
				body := answer.Body.String()
				if r.id == "openPhoto" && answer.Header().Get(DemonstrationHeader) == "invented" { // no word can be put into a picture
					body = `"invented":true`
				}
				if r.id == "takeEverything" { // is packed
					parts := unpacked(t, []byte(body))
					body = parts[export.ReadMeName] + parts[export.ManifestName]
				}
				said := strings.Contains(body, `"invented":true`) || strings.Contains(body, "VERZONNEN") && strings.Contains(body, "INVENTED") && strings.Contains(body, `"invented":`)
				if said != invented {
					t.Errorf("%s: what a demonstration told is marked %t:\n%s", r.id, said, body)
				}
			}
			if walked < 10 {
				t.Errorf("only %d roads were walked", walked)
			}
		})
	}
}

// TestAPreviewSaysThatItIsASample in both languages, and that it is invented where the
// employer whose letterhead it shows is.
func TestAPreviewSaysThatItIsASample(t *testing.T) {
	t.Parallel()
	for channel, invented := range map[string]bool{eventlog.Demonstration: true, "cli": false} {
		w := newWorld(t, func(n *Needs, _ *limits) { n.Channel = channel })
		file, err := reader.Parse(w.post("/v1/templates/preview", access.Registrar, w.city, bodies["/templates/preview"]).want(200).Body.Bytes())
		must(t, err)
		page, err := file.Page(0)
		must(t, err)
		text, err := page.ExtractText()
		must(t, err)
		for word, want := range map[string]bool{"VOORBEELD": true, "SAMPLE": true, "VERZONNEN": invented, "INVENTED": invented} {
			if strings.Contains(text, word) != want {
				t.Errorf("by %s it says %s: %t\n%s", channel, word, !want, text)
			}
		}
	}
}

// TestSheetsSayWhatIsInvented line by line, as a notice above them would be no line.
func TestSheetsSayWhatIsInvented(t *testing.T) {
	t.Parallel()
	for channel, invented := range map[string]bool{eventlog.Demonstration: true, "cli": false} {
		w := newWorld(t, func(n *Needs, _ *limits) { n.Channel = channel })
		w.shown()
		for _, path := range []string{"/worklist", "/worklist/digest", "/worklist/agreements", "/triage"} {
			lines := w.cells(base+path, access.Registrar, w.city, "invented")
			if len(lines) == 0 {
				t.Errorf("%s has no lines", path)
			}
			for _, line := range lines {
				if (line[0] != "") != invented {
					t.Errorf("%s by %s says %q", path, channel, line[0])
				}
			}
		}
	}
}

func TestAListOfBothSaysHowManyAreInvented(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		invented, of int
		nl, en       string
	}{{0, 3, "", ""}, {1, 3, "1 van de 3", "1 of the 3"}, {3, 3, "alles in deze lijst", "everything in this list"}} {
		said := NoticeOfSome(c.invented, c.of)
		if (said == nil) != (c.nl == "") || said != nil && (!strings.Contains(said.NL, c.nl) || !strings.Contains(said.EN, c.en)) {
			t.Errorf("%d of %d: %+v", c.invented, c.of, said)
		}
	}
}
