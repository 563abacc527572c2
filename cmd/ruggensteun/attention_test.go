package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestASuspectIsListedAndTakenOffOnTheTerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	const who = "registrar@GEM-X"
	file := c.run("suspect", "open", "--as", who).recorded()
	c.say(`{"name":"Willem Voorbeeld"}`, "suspect", "identify", file, "-", "--as", who).recorded()
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	c.say(`{"ground":"BAN","why":"verbod"}`, "suspect", "attend", file, "-", "--as", who).fails(1, "notice.on", "review", "end")
	body := fmt.Sprintf(`{"ground":"BAN","why":"verbod voor het stadskantoor","notice":{"on":%q,"document":"D-17"},"review":%q,"end":%q}`, day(-3), day(90), day(180))
	c.say(body, "suspect", "attend", file, "-", "--as", who).recorded()
	page := c.open("", "suspect", show, file, "--as", "case-worker@GEM-X").ok()
	for _, want := range []string{"Attentie", "geldt; verbod", "niet voor u", "D-17", day(180), "Op de attentielijst gezet"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page says no %s:\n%s", want, page)
		}
	}
	if strings.Contains(page, "stadskantoor") {
		t.Errorf("why is told to a colleague who may not see of whom:\n%s", page)
	}
	c.say(fmt.Sprintf(`{"reason":"kwam weer","review":%q,"end":%q}`, day(100), day(300)), "suspect", "attend-renew", file, "-", "--as", who).recorded()
	c.say(`{"reason":"opgeheven"}`, "suspect", "attend-end", file, "-", "--as", "privacy-officer@GEM-X").recorded()
	if page := c.open("", "suspect", show, file, "--as", who).ok(); !strings.Contains(page, "beëindigd") {
		t.Errorf("after its end:\n%s", page)
	}
}
