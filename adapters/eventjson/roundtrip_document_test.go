package eventjson_test

import (
	"pgregory.net/rapid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/template"
)

var anyPart = rapid.Custom(func(t *rapid.T) document.Part {
	return document.Part{
		Under: person.KeyRef{Kind: person.KeyKind(anyCode.Draw(t, "kind")), Subject: anyID.Draw(t, "subject"), Purpose: rapid.SampledFrom(person.Purposes()).Draw(t, "purpose")},
		Share: held(anyText).Draw(t, "share"),
	}
})

func anyOfADocument() *rapid.Generator[decider.Event] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) decider.Event {
			parts := rapid.SliceOfN(anyPart, 1, 3).Draw(t, "parts")
			return document.Drafted{
				ID: anyID.Draw(t, "id"), About: document.About(anyCode.Draw(t, "about")), Employer: anyID.Draw(t, "employer"), Worker: anyID.Draw(t, "worker"),
				Hash: eventlog.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash")), Size: rapid.IntMin(0).Draw(t, "size"), Parts: parts,
				Says: held(rapid.Custom(func(t *rapid.T) document.Says {
					return document.Says{
						Kind: anyCode.Draw(t, "kind"), Language: anyCode.Draw(t, "language"), Whose: template.Whose(anyCode.Draw(t, "whose")),
						Version: rapid.Int().Draw(t, "version"), Missing: some(anyText).Draw(t, "missing"),
					}
				})).Draw(t, "says"),
			}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return document.Issued{ID: anyID.Draw(t, "id"), Incomplete: rapid.Bool().Draw(t, "incomplete")}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return document.Withdrawn{ID: anyID.Draw(t, "id"), About: document.OfCase, Reason: held(anyText).Draw(t, "reason")}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return template.Adopted{Text: template.Text{Kind: anyCode.Draw(t, "kind"), Language: anyCode.Draw(t, "language"), Version: rapid.Int().Draw(t, "version"), Title: anyText.Draw(t, "title"), Body: anyText.Draw(t, "body")}}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return template.LetterheadSet{Letterhead: template.Letterhead{Address: rapid.SliceOfN(anyText, 1, 3).Draw(t, "address"), Desk: perhaps(anyText).Draw(t, "desk"), Phone: perhaps(anyText).Draw(t, "phone"), Mail: perhaps(anyText).Draw(t, "mail")}}
		}),
	)
}
