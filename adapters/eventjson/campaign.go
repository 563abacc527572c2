package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/campaign"
)

func walkCampaignMarked(f fields, _ uuid.UUID, e *campaign.Marked) {
	e.ID = f.id("id", e.ID)
	idIfAny(f, "employer", &e.Employer)
	word(f, "kind", &e.Kind)
	object(f, "name", &e.Name, func(f fields, n *campaign.Name) {
		word(f, "nl", &n.NL)
		word(f, "en", &n.EN)
	})
	walkDay(f, "from", &e.From)
	walkDay(f, "through", &e.Through)
	e.At = f.instant("at", e.At)
}

func walkCampaignWithdrawn(f fields, _ uuid.UUID, e *campaign.Withdrawn) {
	e.ID = f.id("id", e.ID)
	e.At = f.instant("at", e.At)
}

func walkDay(f fields, name string, d *calendar.Day) {
	text := d.String()
	word(f, name, &text)
	*d, _ = calendar.ParseDay(text) // what is no day is none
}
