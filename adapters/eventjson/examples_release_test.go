package eventjson_test

import (
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/campaign"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/question"
	"ruggensteun/domain/release"
)

var exampleRelease = uuid.MustParse("0199dddd-0000-7000-8000-000000000007")

func examplesOfReleases() map[string]decider.Event {
	at := time.Date(2026, 12, 14, 9, 30, 0, 123456000, time.UTC)
	text := "{\"view\":\"figure\",\"question\":\"incident by region as-of 1042\",\"cells\":[[{\"n\":15}],[{\"notBrokenDown\":true}]]}\n"
	epoch := release.Epoch{End: time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC), Position: 1042}
	title := release.Title{NL: "Agressie per veiligheidsregio", EN: "Aggression by safety region"}
	city := release.Concern{Employer: exampleEmployer, Code: "GEM-ROTTERDAM"}
	return map[string]decider.Event{
		"release.prepared.v1": release.Prepared{Head: release.Head{
			Title: title, Viewer: access.ForPublic, Epoch: epoch, Method: release.Method{Key: "0123456789abcdef", Table: "fedcba9876543210", Rules: "2026-1"},
			Concerned: []release.Concern{city}, Due: calendar.On(2026, 12, 11), At: at, Invented: true,
		}},
		"release.answered.v1": release.Answered{Answer: release.Answer{
			Question: "incident by region as-of 1042", Text: text, Hash: release.Sum(text), Classifications: []release.Classification{{Name: "region", Version: "00ff00ff00ff00ff"}},
		}},
		"release.explained.v1": release.Explained{Employer: exampleEmployer, Code: "GEM-ROTTERDAM", Unit: "NOORD", Text: "In maart liep een meldcampagne.", At: at},
		"release.published.v1": release.Published{
			At: at, Early: "Kamervraag", Unheard: []release.Concern{city}, Accepted: "nieuwe indeling van plaatsen",
			Findings: []release.Finding{{Kind: release.OtherClassification, Release: exampleIncident, Question: "incident by region as-of 1042", Other: "incident by region as-of 900", Cell: "incident where region=VR17", Cells: 25}},
		},
		"release.withdrawn.v1": release.Withdrawn{At: at, Reason: "verkeerde maand", ReplacedBy: exampleCase},
		"ledger.entered.v1":    release.Entered{Release: exampleIncident, Title: title, Viewer: access.ForPublic, Epoch: epoch, Hashes: []eventlog.Hash{release.Sum(text)}, Invented: true, At: at},
		"ledger.published.v1":  release.WentOut{Release: exampleIncident, At: at},
		"ledger.withdrawn.v1":  release.WasTakenBack{Release: exampleIncident, At: at, ReplacedBy: exampleCase},
		"question.saved.v1":    question.Saved{Question: question.Question{ID: exampleIncident, Employer: exampleEmployer, Name: question.Name{NL: "Nachten", EN: "Nights"}, Text: "incident by hour", At: at}},
		"question.renamed.v1":  question.Renamed{ID: exampleIncident, Name: question.Name{NL: "Uren", EN: "Hours"}},
		"question.dropped.v1":  question.Dropped{ID: exampleIncident},
		"campaign.marked.v1": campaign.Marked{Mark: campaign.Mark{
			ID: exampleIncident, Employer: exampleEmployer, Kind: campaign.Campaign, Name: campaign.Name{NL: "Meld het", EN: "Report it"}, From: calendar.On(2026, 6, 1), Through: calendar.On(2026, 6, 30), At: at,
		}},
		"campaign.withdrawn.v1": campaign.Withdrawn{ID: exampleIncident, At: at},
	}
}

func anyOfARelease() *rapid.Generator[decider.Event] {
	anyHash := rapid.Custom(func(t *rapid.T) eventlog.Hash {
		return eventlog.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash"))
	})
	title := func(t *rapid.T) release.Title {
		return release.Title{NL: anyText.Draw(t, "nl"), EN: anyText.Draw(t, "en")}
	}
	epoch := func(t *rapid.T) release.Epoch {
		return release.Epoch{End: anyInstant.Draw(t, "end"), Position: eventlog.Position(rapid.IntMin(0).Draw(t, "position"))}
	}
	anyConcern := rapid.Custom(func(t *rapid.T) release.Concern {
		return release.Concern{Employer: anyID.Draw(t, "employer"), Code: anyText.Draw(t, "code")}
	})
	return either(
		func(t *rapid.T) decider.Event {
			return release.Prepared{Head: release.Head{
				Title: title(t), Viewer: access.ForAnalysts, Epoch: epoch(t), Method: release.Method{Key: anyText.Draw(t, "key"), Table: anyText.Draw(t, "table"), Rules: anyText.Draw(t, "rules")},
				Concerned: some(anyConcern).Draw(t, "concerned"), Due: calendar.DayOf(anyInstant.Draw(t, "due")), At: anyInstant.Draw(t, "at"), Invented: rapid.Bool().Draw(t, "invented"),
			}}
		},
		func(t *rapid.T) decider.Event {
			return release.Answered{Answer: release.Answer{Question: anyText.Draw(t, "question"), Text: anyText.Draw(t, "text"), Hash: anyHash.Draw(t, "sum"), Classifications: some(rapid.Custom(func(t *rapid.T) release.Classification {
				return release.Classification{Name: anyText.Draw(t, "name"), Version: anyText.Draw(t, "version")}
			})).Draw(t, "classifications")}}
		},
		func(t *rapid.T) decider.Event {
			return release.Explained{Employer: anyID.Draw(t, "employer"), Code: anyText.Draw(t, "code"), Unit: perhaps(anyCode).Draw(t, "unit"), Text: perhaps(anyText).Draw(t, "text"), Nothing: rapid.Bool().Draw(t, "nothing"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return release.Published{At: anyInstant.Draw(t, "at"), Early: perhaps(anyText).Draw(t, "early"), Unheard: some(anyConcern).Draw(t, "unheard"), Accepted: perhaps(anyText).Draw(t, "accepted"), Findings: some(rapid.Custom(func(t *rapid.T) release.Finding {
				return release.Finding{Kind: release.OtherKey, Release: anyID.Draw(t, "release"), Question: anyText.Draw(t, "question"), Other: anyText.Draw(t, "other"), Cell: anyText.Draw(t, "cell"), Cells: rapid.IntMin(1).Draw(t, "cells")}
			})).Draw(t, "findings")}
		},
		func(t *rapid.T) decider.Event {
			return release.Withdrawn{At: anyInstant.Draw(t, "at"), Reason: anyText.Draw(t, "reason"), ReplacedBy: maybeID.Draw(t, "by")}
		},
		func(t *rapid.T) decider.Event {
			return release.Entered{Release: anyID.Draw(t, "id"), Title: title(t), Viewer: access.ForPublic, Epoch: epoch(t), Hashes: rapid.SliceOfN(anyHash, 1, 3).Draw(t, "hashes"), Invented: rapid.Bool().Draw(t, "invented"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return release.WasTakenBack{Release: anyID.Draw(t, "id"), At: anyInstant.Draw(t, "at"), ReplacedBy: maybeID.Draw(t, "by")}
		},
		func(t *rapid.T) decider.Event {
			return campaign.Marked{Mark: campaign.Mark{
				ID: anyID.Draw(t, "id"), Employer: maybeID.Draw(t, "employer"), Kind: campaign.Form, Name: campaign.Name{NL: anyText.Draw(t, "nl"), EN: anyText.Draw(t, "en")},
				From: calendar.DayOf(anyInstant.Draw(t, "from")), Through: calendar.DayOf(anyInstant.Draw(t, "through")), At: anyInstant.Draw(t, "at"),
			}}
		},
		func(t *rapid.T) decider.Event {
			return campaign.Withdrawn{ID: anyID.Draw(t, "id"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return question.Saved{Question: question.Question{ID: anyID.Draw(t, "id"), Employer: maybeID.Draw(t, "employer"), Name: question.Name{NL: anyText.Draw(t, "nl"), EN: anyText.Draw(t, "en")}, Text: anyText.Draw(t, "text"), At: anyInstant.Draw(t, "at")}}
		},
	)
}
