package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestTwoEmployersAreLinkedAndPartedOnTheTerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	file := map[string]string{}
	for _, code := range []string{"GEM-X", "VR-Y"} {
		c.employer(code)
		file[code] = c.run("suspect", "open", "--as", "registrar@"+code).recorded()
		c.say(`{"name":"Willem Voorbeeld"}`, "suspect", "identify", file[code], "-", "--as", "registrar@"+code).recorded()
	}
	letter := fmt.Sprintf(`"notice":{"on":%q,"document":"D-1"}`, day(-3))
	c.say(`{"with":"VR-Y",`+letter+`}`, "suspect", "link", file["GEM-X"], "-", "--as", "registrar@GEM-X").fails(1, "basis.statute", "basis.reference", "review", "end")
	body := fmt.Sprintf(`{"with":"VR-Y","basis":{"statute":"UAVG 33 lid 4","reference":"AP z2026-00123"},%s,"review":%q,"end":%q}`, letter, day(90), day(300))
	link := c.say(body, "suspect", "link", file["GEM-X"], "-", "--as", "registrar@GEM-X").recorded()
	c.run("suspect-link", "approve", link, "--as", "privacy-officer@GEM-X").fails(1, "name its file")
	c.say(`{"file":"`+file["VR-Y"]+`",`+letter+`}`, "suspect-link", "join", link, "-", "--as", "registrar@VR-Y").recorded()
	for _, code := range []string{"GEM-X", "VR-Y"} {
		c.run("suspect-link", "approve", link, "--as", "privacy-officer@"+code).recorded()
	}
	c.run("suspect-link", "review", link, "--review", day(120), "--as", "privacy-officer@VR-Y").recorded()
	said := c.run("suspect-link", "list", "--as", "registrar@GEM-X").ok()
	if !strings.Contains(said, "geldt") || !strings.Contains(said, "VR-Y") || !strings.Contains(said, day(120)) || strings.Contains(said, file["VR-Y"]) {
		t.Errorf("the list reads\n%s", said)
	}
	if page := c.open("", "suspect", show, file["VR-Y"], "--as", "case-worker@VR-Y").ok(); !strings.Contains(page, "GEM-X") || strings.Contains(page, file["GEM-X"]) {
		t.Errorf("the page reads\n%s", page)
	}
	c.run("suspect-link", "end", link, "--as", "registrar@VR-Y").recorded()
	if said := c.run("suspect-link", "list", "--as", "privacy-officer@GEM-X").ok(); !strings.Contains(said, "beëindigd") {
		t.Errorf("after its end\n%s", said)
	}
}
