package api

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
)

var write = flag.Bool("write", false, "write COMMANDS.md anew")

// commandOf says which command of the trade each operation carries out.
var commandOf = map[string]string{
	"registerIncident": "incident.Register", "addDetails": "incident.AddDetails", "correctIncident": "incident.Correct", "withdrawIncident": "incident.Withdraw",
	"tellCourse": "incident.TellCourse", "tellSupport": "incident.TellSupport", "referToForce": "incident.ReferToForce",
	"qualify": "incident.Qualify", "retractQualification": "incident.RetractQualification", "addPhoto": "incident.AddPhoto", "withdrawPhoto": "incident.TakeBackPhoto", "attach": "incident.Attach", "detach": "incident.Detach",
	"linkSuspect": "incident.LinkSuspect", "unlinkSuspect": "incident.UnlinkSuspect", "mergeIncident": "incident.Merge", "splitIncident": "incident.Split",
	"closeIncident": "incident.Close", "reopenIncident": "incident.Reopen",
	"openSuspect": "suspect.Open", "describeSuspect": "suspect.Describe", "identifySuspect": "suspect.Identify", "unlinkIdentity": "suspect.UnlinkIdentity",
	"tellHistory": "suspect.TellHistory", "retractHistory": "suspect.RetractHistory", "clearSuspect": "suspect.Clear", "reviewSuspect": "suspect.Review",
	"adoptAgreement": "agreement.Adopt", "withdrawAgreement": "agreement.Withdraw", "applyAgreement": "agreement.Apply", "applyAgreementToCare": "agreement.Apply",
	"makeAangifte": "aangifte.Make", "forgetAangifte": "aangifte.Forget", "correctAangifte": "aangifte.Correct", "retractAangifte": "aangifte.Retract",
	"openAftercare": "aftercare.Open", "tellCare": "aftercare.Tell", "checkInjury": "aftercare.Heed", "retractCare": "aftercare.Retract",
	"openCase": "prosecution.Open", "linkCase": "prosecution.Join", "unlinkCase": "prosecution.Part", "receiveNotice": "prosecution.Receive",
	"tellClockFact": "agreement.TellFact", "retractClockFact": "agreement.RetractFact", "tellClockFactOfCare": "agreement.TellFact", "retractClockFactOfCare": "agreement.RetractFact", "logCall": "prosecution.Receive", "mergeCase": "prosecution.Merge", "splitCase": "prosecution.Split",
	"correctNotice": "prosecution.Correct", "withdrawNotice": "prosecution.Withdraw", "tellVictim": "prosecution.Tell", "closeCase": "prosecution.Close", "reopenCase": "prosecution.Reopen",
	"forgetIncident": "incident.Forget", "forgetSuspect": "suspect.Forget", "forgetPerson": "erasure.Erase", "forgetCase": "prosecution.Forget",
	"mergePerson": "pseudonym.Merge", "splitPerson": "pseudonym.Split",
	"matchTriage": "triage.Match", "setAsideTriage": "triage.SetItAside", "reopenTriage": "triage.Reopen", "forgetTriage": "triage.Forget",
	"assignCase": "casework.Assign", "handOverCase": "casework.HandOver", "acceptCase": "casework.Accept", "tellNameCase": "casework.TellName", "declineCase": "casework.Decline", "keepCase": "casework.Keep", "snoozeCase": "casework.Snooze", "wakeCase": "casework.Wake",
	"assignCare": "casework.Assign", "handOverCare": "casework.HandOver", "acceptCare": "casework.Accept", "tellNameCare": "casework.TellName", "declineCare": "casework.Decline", "keepCare": "casework.Keep", "snoozeCare": "casework.Snooze", "wakeCare": "casework.Wake",
	"loadReference":  "reference.Load",
	"loadBoundaries": "boundary.Load",
	"prepareRelease": "release.Prepare", "explainRelease": "release.Explain", "publishRelease": "release.Publish", "withdrawRelease": "release.Withdraw",
	"saveQuestion": "question.Save", "renameQuestion": "question.Rename", "dropQuestion": "question.Drop",
	"drawSample": "coding.Draw", "codeSample": "coding.Code", "closeSample": "coding.Close",
	"markCampaign": "campaign.MarkDays", "withdrawCampaign": "campaign.Withdraw",
	"setMailAddress": "mailing.Set", "removeMailAddress": "mailing.Remove",
	"prepareIncidentDocument": "document.Draft", "issueIncidentDocument": "document.Issue", "withdrawIncidentDocument": "document.Withdraw",
	"prepareCaseDocument": "document.Draft", "issueCaseDocument": "document.Issue", "withdrawCaseDocument": "document.Withdraw",
	"adoptTemplate": "template.Adopt", "withdrawTemplate": "template.Withdraw", "setLetterhead": "template.SetLetterhead",
	"askDeparture": "departure.Ask", "confirmDeparture": "departure.Confirm", "withdrawDeparture": "departure.Withdraw", "carryOutDeparture": "departure.Finish",
	"setRetention": "retention.Set", "placeHold": "hold.Place", "eraseNow": "certificate.Issue", "dispose": "disposal.Begin", "openAccess": "accessrequest.Open", "extendAccess": "accessrequest.Extend", "withholdAccess": "accessrequest.Withhold", "deliverAccess": "accessrequest.Deliver", "refuseAccess": "accessrequest.Refuse", "renewHold": "hold.Renew", "liftHold": "hold.Lift",
	"askPermit": "permit.Request", "grantPermit": "permit.Grant", "refusePermit": "permit.Refuse", "withdrawPermit": "permit.Withdraw",
	"searchPersons": "permit.Use", "searchSuspects": "permit.Use",
	"proposeLink": "suspectlink.Propose", "joinLink": "suspectlink.Join", "approveLink": "suspectlink.Approve", "reviewLink": "suspectlink.Review", "endLink": "suspectlink.End",
	"listAttention": "attention.List", "renewAttention": "attention.Renew", "endAttention": "attention.End",
	"registerEmployer": "employer.Register", "changeEmployer": "employer.Change",
}

// otherwise are the events that no operation of the API records, and why.
var otherwise = map[string]string{
	"incident.registered.v1":         "an older shape of a report; brought up to date when it is read",
	"incident.registered.v2":         "an older shape of a report; brought up to date when it is read",
	"incident.details_added.v1":      "an older shape of details; brought up to date when it is read",
	"incident.registered.v3":         "an older shape of a report; brought up to date when it is read",
	"incident.corrected.v1":          "an older shape of a correction; brought up to date when it is read",
	"incident.corrected.v2":          "an older shape of a correction; brought up to date when it is read",
	"mail.sent.v1":                   "recorded by the consumer `mail`, when the mail server took a mail",
	"mail.held.v1":                   "recorded by the consumer `mail`, when so much was written that the next comes in one mail with others",
	"mail.given_up.v1":               "recorded by the consumer `mail`, when the mail server would not take a mail",
	"mail.gathered.v1":               "recorded by a server, when what was held is to be written of",
	"mail.digest_made.v1":            "recorded by a server, at the hour of a digest",
	"log.redacted.v1":                "recorded by the owner of the database where content is removed: by `POST /v1/employers/{code}/departure/steps`",
	"departure.asked.v1":             "recorded by `POST /v1/employers/{code}/departure` and `ruggensteun employer leave ask`",
	"departure.received.v1":          "recorded by both, when the employer names a newer file",
	"departure.withdrawn.v1":         "recorded by `POST /v1/employers/{code}/departure/withdrawal` and `employer leave withdraw`",
	"departure.confirmed.v1":         "recorded by `POST /v1/employers/{code}/departure/confirmation` and `employer leave confirm`",
	"departure.everything_erased.v1": "recorded by `POST /v1/employers/{code}/departure/steps` and `employer leave confirm`, when all keys are gone",
	"departure.finished.v1":          "recorded by both, when all of it is done",
	"triage.received.v1":             "recorded by `ruggensteun notice import` and `POST /v1/notice-imports/{id}/confirmation`, of a notice that leads to no case or to several",
	"triage.corrected.v1":            "recorded by both, when a later file says it otherwise",
	"triage.taken_back.v1":           "recorded by `ruggensteun notice undo` and `POST /v1/notice-imports/{id}/undoing`",
	"export.begun.v1":                "recorded before the first byte of `GET /v1/exports/everything` and `ruggensteun export everything`",
	"export.broken_off.v1":           "recorded when one of these does not leave whole",
	"export.taken_out.v1":            "recorded when a file leaves: every `GET` that gives CSV, XLSX, open data or everything, and the commands that ask for these",
	"import.started.v1":              "recorded by `ruggensteun import` and `POST /v1/imports/{id}/confirmation`, when a batch begins",
	"import.finished.v1":             "recorded by both, when a batch is complete",
	"casework.alarm_raised.v1":       "recorded by the program itself, when a term comes to need somebody",
	"casework.alarm_ended.v1":        "recorded by the program itself, when that is so no more",
	"import.undone.v1":               "recorded by `ruggensteun import undo` and `POST /v1/imports/{id}/undoing`",
}

// followed are the commands that nobody asks: they follow from one on another thing, in
// the same append, or the program asks them of itself.
var followed = []string{
	"triage.Receive", "triage.Correct", "triage.TakeBack", // by a file of notices
	"prosecution.Absorb", "prosecution.Release", "prosecution.Wake", "casework.Count",
	"pseudonym.Absorb", "pseudonym.Release", "disposal.Finish",
	"incident.Absorb", "incident.Release",
	"departure.Erase", "suspectlink.Leave", // when an employer leaves
}

const commandsFile = "../../COMMANDS.md"

// TestTheTableOfCommands carries out the example of every operation and writes down
// what it recorded, where an event like it is kept for ever, and who counts it.
func TestTheTableOfCommands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.shown()
	table, recorded := []string{}, map[string]bool{}
	for _, r := range (&api{}).routes() {
		if r.body == nil && r.id != "addPhoto" || strings.Contains(r.path, "/departure") || strings.HasPrefix(r.path, "/operation") { // who leaves is gone, and what a machine does is no event
			continue
		}
		before := w.head()
		role, works := w.asker(r.path)
		w.onceAMonthEnded(r.path)
		if r.id == "addPhoto" {
			w.photo(strings.TrimSuffix(base+here.paths.Replace(r.path), "/photos"), "x", "x")
		} else {
			w.post(base+here.paths.Replace(r.path), role, works, here.examples.Replace(examples[r.id])).want(r.status)
		}
		events := w.since(before)
		if len(events) == 0 {
			t.Errorf("%s recorded nothing", r.id)
		}
		for _, e := range events {
			recorded[e.Type] = true
			line := fmt.Sprintf("| `%s` | `%s %s` | `%s` | [golden](adapters/eventjson/testdata/%s.json) | %s |",
				commandOf[r.id], r.method, base+r.path, e.Type, e.Type, w.countedBy(t, e))
			if !slices.Contains(table, line) { // of several that are alike one
				table = append(table, line)
			}
		}
	}
	complete(t, recorded)
	text := commandsText(table)
	if *write {
		must(t, os.WriteFile(commandsFile, []byte(text), 0o644))
	}
	if kept, err := os.ReadFile(commandsFile); err != nil || string(kept) != text {
		t.Errorf("COMMANDS.md is not what it should be (%v): run the tests of this package with -write, and look at what changed", err)
	}
}

// complete: every command has an operation, every shape a golden file, and every
// event a command or a reason.
func complete(t *testing.T, recorded map[string]bool) {
	t.Helper()
	there := []string{"erasure.Erase", "agreement.Apply", "agreement.TellFact", "agreement.RetractFact"} // each the only one of its kind
	for _, noun := range []string{"incident", "suspect", "prosecution", "aangifte", "aftercare", "triage", "casework", "agreement", "employer", "reference", "boundary", "mailing", "document", "template", "pseudonym", "release", "question", "coding", "campaign", "retention", "hold", "certificate", "disposal", "accessrequest", "permit", "attention", "suspectlink", "departure"} {
		there = append(there, commandsOf(t, noun)...)
	}
	for _, name := range there {
		if !slices.Contains(followed, name) && !slices.Contains(slices.Collect(maps.Values(commandOf)), name) {
			t.Errorf("%s has no operation of the API", name)
		}
	}
	for id, name := range commandOf {
		if !slices.Contains(there, name) {
			t.Errorf("%s carries out %s, which is no command", id, name)
		}
	}
	files, err := filepath.Glob("../eventjson/testdata/*.v*.json")
	must(t, err)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if of, _, variant := strings.Cut(name, "-"); variant && recorded[of] {
			continue // a golden file of what a shape that is recorded got later
		}
		if recorded[name] == (otherwise[name] != "") {
			t.Errorf("%s: recorded by a command %t, and otherwise %q", name, recorded[name], otherwise[name])
		}
		delete(recorded, name)
	}
	for name := range recorded {
		t.Errorf("%s has no golden file", name)
	}
}

// commandsOf finds the commands of a noun by the method that marks them.
func commandsOf(t *testing.T, noun string) []string {
	t.Helper()
	files, err := filepath.Glob("../../domain/" + noun + "/*.go")
	must(t, err)
	var names []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		must(t, err)
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == noun+"Command" {
				names = append(names, noun+"."+f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return names
}

func (w *world) head() eventlog.Position {
	p, err := w.log.Head(w.t.Context())
	must(w.t, err)
	return p
}

func (w *world) since(p eventlog.Position) []eventlog.Recorded {
	list, err := w.log.Read(w.t.Context(), p, 100)
	must(w.t, err)
	return list
}

// countedBy folds the event after everything before it, and says whether a row that
// figures are counted from changed.
func (w *world) countedBy(t *testing.T, e eventlog.Recorded) string {
	t.Helper()
	if strings.HasSuffix(e.Type, "_erased.v1") {
		return forgottenIn(e.Type)
	}
	list, err := w.log.Read(t.Context(), 0, int(e.Position))
	must(t, err)
	bodies, err := w.codec.Decode(t.Context(), list)
	must(t, err)
	rows := map[string]map[uuid.UUID]any{}
	changedBy := false
	for i, r := range list {
		event := projections.Event{Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer, RecordedAt: r.RecordedAt, Body: bodies[i]}
		changedBy = false
		for _, table := range facts.Projection.Tables {
			if rows[table.Name()] == nil {
				rows[table.Name()] = map[uuid.UUID]any{}
			}
			for _, key := range table.Touches(event).Keys {
				row, _, changed := table.Fold(rows[table.Name()][key], projections.Head{Key: key}, event)
				rows[table.Name()][key] = row
				changedBy = changedBy || changed
			}
		}
	}
	switch {
	case changedBy && strings.HasPrefix(e.Type, "employer."):
		return "all views (its clock), location, chain (its areas and units)"
	case changedBy && strings.HasPrefix(e.Type, "reference."):
		return "location, and its filters in all views"
	case strings.HasPrefix(e.Type, "aftercare."):
		return "timeline; no figure counts it yet"
	case changedBy && (strings.HasPrefix(e.Type, "prosecution.") || strings.HasPrefix(e.Type, "aangifte.")):
		return "timeline, chain"
	case changedBy && strings.HasPrefix(e.Type, "suspect."):
		return "offenders, and its filters in all views"
	case changedBy:
		return "timeline, all views"
	case strings.HasPrefix(e.Type, "release."), strings.HasPrefix(e.Type, "ledger."):
		return "none: it keeps figures, and is counted in none"
	case strings.HasPrefix(e.Type, "campaign."):
		return "none: a trend reads its stream when it is asked"
	case strings.HasPrefix(e.Type, "retention."), strings.HasPrefix(e.Type, "hold."), strings.HasPrefix(e.Type, "certificate."), strings.HasPrefix(e.Type, "disposal."), strings.HasPrefix(e.Type, "accessrequest."), strings.HasPrefix(e.Type, "departure."):
		return "none: how long something is kept is counted nowhere"
	case strings.HasPrefix(e.Type, "question."):
		return "none: it asks, and tells nothing"
	case strings.HasPrefix(e.Type, "codingbook."):
		return "beside all views that are laid out by the list"
	case strings.HasPrefix(e.Type, "coding."):
		return "none: what came of it stands in the book"
	case strings.HasPrefix(e.Type, "mailbook."):
		return "none: who is written to is counted nowhere"
	case strings.HasPrefix(e.Type, "employer."):
		return "none: names of units and free days change no figure"
	}
	return "timeline; no figure counts it yet"
}

func commandsText(table []string) string {
	var b strings.Builder
	b.WriteString("# Commands, operations, events and views\n\n" +
		"Made by a test of `adapters/api`, which carries out the example of every operation and looks at what was recorded; run it with\n" +
		"`-write` after a change. A golden file holds an event of that shape byte for byte, for ever.\n\n" +
		"| Command | Operation | Event | Golden file | View |\n|---|---|---|---|---|\n")
	for _, line := range table {
		b.WriteString(line + "\n")
	}
	b.WriteString("\nEvents that no operation records, each with the reason:\n\n| Event | Golden file | Why |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(otherwise)) {
		fmt.Fprintf(&b, "| `%s` | [golden](adapters/eventjson/testdata/%s.json) | %s |\n", name, name, otherwise[name])
	}
	return b.String()
}

// forgottenIn names the tables in which rows are erased by an event of this type.
func forgottenIn(name string) string {
	var tables []string
	for _, table := range facts.Projection.Tables {
		if e := table.Erasing(); e != nil && slices.Contains(e.Types, name) {
			tables = append(tables, table.Name())
		}
	}
	if len(tables) == 0 {
		return "no figure ever counted it"
	}
	return "FORGOTTEN in every view that counts from rows of " + strings.Join(tables, ", ")
}
