package world

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// asked is what a victim claims in euros, by how far it went: our own choice.
var asked = [4][2]int{{150, 500}, {250, 900}, {350, 1800}, {1200, 6000}}

// makeClaims is what victims and employer want back.
func (k *docket) makeClaims() {
	want := [4]float64{30, 46, 58, 90}[k.level()]
	for _, w := range k.workers {
		if k.plan.claims || k.d.chance(want) {
			euros := k.d.between(asked[k.level()][0]/25, asked[k.level()][1]/25) * 25
			k.claims = append(k.claims, claim{w.Person, int64(euros) * 100})
		}
	}
	if k.level() > 0 && k.d.chance(30) {
		k.claims = append(k.claims, claim{k.site.ID, int64(k.d.between(8_000, 140_000))})
	}
}

// awarded is what a court, or the OM, makes of it: in full, in part, or nothing. A court
// of appeal leaves it as it was.
func (k *docket) awarded(outcome codes.Code) []prosecution.Amount {
	if outcome == "CONV" && k.award != nil {
		return k.award
	}
	var all []prosecution.Amount
	k.due = nil
	for _, c := range k.claims {
		cents := c.cents
		switch kind := draw(k.d, []share[string]{{"full", 50}, {"part", 38}, {"none", 12}}); {
		case outcome != "CONV" || kind == "none" && !k.plan.claims:
			cents = 0
		case kind == "part":
			cents = max(c.cents*int64(k.d.between(30, 85))/100/2_500, 1) * 2_500
		}
		all = append(all, prosecution.Amount{Claimant: c.who, Kind: "AWARDED", Cents: cents})
		if cents > 0 {
			k.due = append(k.due, claim{c.who, cents})
		}
	}
	if outcome == "CONV" {
		k.award = all
	}
	return all
}

// pay is what comes of it. For who was hurt the State advances what is left eight months
// after the judgment became irrevocable, and goes after it (CJIB).
func (k *docket) pay() {
	back := k.now
	for _, c := range k.due {
		k.now = back
		how := k.plan.pays
		switch how {
		case inFull:
			half := c.cents / 2
			if k.d.chance(40) {
				k.paid(c.who, half, 20, 70)
				k.paid(c.who, c.cents-half, 20, 90)
			} else {
				k.paid(c.who, c.cents, 20, 140)
			}
			continue
		case partly:
			some := c.cents * int64(k.d.between(2, 7)) / 10
			k.paid(c.who, some, 30, 150)
			c.cents -= some
		}
		if c.who != k.site.ID {
			k.now = back
			k.advanced(c)
		}
	}
	k.now = back
}

func (k *docket) paid(who uuid.UUID, cents int64, least, most int) {
	n := k.hears("DMG_PAID", least, most)
	n.amounts = []prosecution.Amount{{Claimant: who, Kind: "PAID", Cents: cents}}
}

func (k *docket) advanced(c claim) {
	n := k.hears("DMG_ADV", 244, 262)
	n.amounts = []prosecution.Amount{{Claimant: c.who, Kind: "ADVANCE", Cents: c.cents}}
	if k.plan.claims || k.d.chance(60) {
		back := c.cents / 4
		n := k.hears("DMG_ADV", 30, 90)
		n.amounts = []prosecution.Amount{{Claimant: c.who, Kind: "RECOURSE", Cents: back}}
		n.text = "Verzonnen bericht. Het CJIB heeft een eerste deel van het voorschot teruggekregen van de veroordeelde."
	}
}

// penalty is what is demanded, or what the OM imposes by itself: our own choice.
func (k *docket) penalty(byOM bool) []prosecution.Sanction {
	d := k.d
	switch level := k.level(); {
	case byOM && level == 0:
		return []prosecution.Sanction{{Kind: "FINE", Size: d.between(6, 16) * 5_000}}
	case byOM:
		return []prosecution.Sanction{{Kind: "COMM_SERV", Size: d.between(3, 12) * 10}}
	case level == 3:
		return []prosecution.Sanction{{Kind: "PRISON_U", Size: d.between(3, 24) * 30}}
	case level == 0 && d.chance(60):
		return []prosecution.Sanction{{Kind: "FINE", Size: d.between(6, 20) * 5_000}}
	case level == 0:
		return []prosecution.Sanction{{Kind: "COMM_SERV", Size: d.between(2, 6) * 10}}
	}
	list := []prosecution.Sanction{{Kind: "COMM_SERV", Size: d.between(4, 16) * 10}}
	if d.chance(40) {
		list = append(list, prosecution.Sanction{Kind: "PRISON_C", Size: d.between(1, 4) * 7})
	}
	if d.chance(8) {
		list = append(list, prosecution.Sanction{Kind: "CONTACT_BAN", Size: 365})
	}
	return list
}

// imposed mostly follows the demand, and orders compensation of what workers were awarded.
func (k *docket) imposed(amounts []prosecution.Amount) []prosecution.Sanction {
	var list []prosecution.Sanction
	less := k.d.chance(34)
	for _, s := range k.demand.Sanctions {
		if less && s.Kind == "COMM_SERV" {
			s.Size = s.Size * 2 / 30 * 10
		}
		list = append(list, s)
	}
	var cents int64
	for _, a := range amounts {
		if a.Claimant != k.site.ID {
			cents += a.Cents
		}
	}
	if cents > 0 {
		list = append(list, prosecution.Sanction{Kind: "COMP_ORDER", Size: int(cents)})
	}
	return list
}
