package api

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/person"
)

// toldInFull is one of everything that is sealed about an incident, each in a word of its own.
const toldInFull = `{
	"employer": "GEM-ROTTERDAM", "occurred": {"at": "2026-11-20T23:10:00+01:00"},
	"place": {"type": "HOME", "gemeente": "GM0599", "unit": "NOORD"},
	"behaviours": ["HIT"], "professions": ["BOA1"],
	"workers": [{"name": "Jan Kanarie", "staff_number": "NL-4711", "injury": "I4"}],
	"narrative": "Verhaalkanarie", "address": "Adreskanarie 12", "reference": "REF-KANARIE"
}`

// wordsOf are what shows that a kind of details was opened.
var wordsOf = map[person.Purpose][]string{
	person.ForIdentity: {"Jan Kanarie", "NL-4711"}, person.ForHealth: {`"I4"`}, person.ForNarrative: {"Verhaalkanarie", "Redenkanarie"},
	person.ForAddress: {"Adreskanarie"}, person.ForReference: {"REF-KANARIE"}, person.ForCare: {"Zorgkanarie"},
}

// TestEachRoleSeesTheKindsOfDetailsThatItOpensAndNoOther goes over role × kind × page.
func TestEachRoleSeesTheKindsOfDetailsThatItOpensAndNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(toldInFull)
	w.post(incident+"/corrections", access.Registrar, w.city, `{"reason":"Redenkanarie","behaviours":["VERB_ABUSE"]}`).want(200)
	care := w.aftercare(incident, w.person(incident))
	w.post(care+"/steps", access.Registrar, w.city, `{"step":"TALK_1","status":"DONE","on":{"at":"2026-11-21"},"note":"Zorgkanarie"}`).want(200)
	for page, holds := range map[string][]person.Purpose{
		incident:               {person.ForIdentity, person.ForHealth, person.ForNarrative, person.ForAddress, person.ForReference},
		incident + "/timeline": {person.ForNarrative},
		care:                   {person.ForCare},
		"/v1/incidents":        nil,
		"/v1/worklist":         nil,
	} {
		for _, role := range access.Roles() {
			if !role.AtEmployer() {
				continue
			}
			answer := w.get(page, role, w.city)
			opens := access.Actor{Role: role}.Opens()
			for kind, words := range wordsOf {
				for _, word := range words {
					if page == incident+"/timeline" && word == "Verhaalkanarie" {
						continue // a timeline tells why something was changed, not what happened
					}
					there := answer.Code == 200 && strings.Contains(answer.Body.String(), word)
					want := answer.Code == 200 && slices.Contains(opens, kind) && slices.Contains(holds, kind)
					if there != want {
						t.Errorf("%s, %s: %q shows %t, want %t: %s", page, role, word, there, want, answer.Body)
					}
				}
			}
		}
	}
}

// What is given and not for this role is neither absent nor forgotten, and is said so.
func TestWhatIsNotOpenedIsSaidToBeClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(toldInFull)
	w.post(incident+"/corrections", access.Registrar, w.city, `{"reason":"Redenkanarie","behaviours":["VERB_ABUSE"]}`).want(200)
	manager, physician := w.get(incident, access.Manager, w.city).want(200), w.get(incident, access.Physician, w.city).want(200)
	for _, c := range []struct {
		of   *reply
		path []string
		want string
	}{
		{manager, []string{"workers", "identity"}, "present"}, {manager, []string{"workers", "health"}, "closed"},
		{manager, []string{"narrative", "state"}, "present"}, {manager, []string{"address", "state"}, "closed"}, {manager, []string{"reference", "state"}, "closed"},
		{physician, []string{"workers", "identity"}, "present"}, {physician, []string{"workers", "health"}, "present"},
		{physician, []string{"narrative", "state"}, "closed"}, {physician, []string{"address", "state"}, "closed"},
	} {
		part := c.of.json["personal"].(map[string]any)[c.path[0]]
		if list, several := part.([]any); several {
			part = list[0]
		}
		if got := part.(map[string]any)[c.path[1]]; got != c.want {
			t.Errorf("%v is %v, want %s: %s", c.path, got, c.want, c.of.Body)
		}
	}
	if manager.json["suspects"] != nil || physician.json["suspects"] != nil {
		t.Error("who did it shows to who may not see suspects")
	}
	last := physician.list("timeline")[1]
	if last["note_closed"] != true || last["note"] != nil || manager.list("timeline")[1]["note_closed"] != nil {
		t.Errorf("the note reads %v and %v", last, manager.list("timeline")[1])
	}
}

// A kind that is shut is shut in the codec, so a page that forgot to ask shows nothing.
func TestWhatARoleDoesNotOpenIsNotEvenInMemory(t *testing.T) {
	t.Parallel()
	var asked [][]person.Purpose
	w := newWorld(t, func(n *Needs, _ *limits) {
		parted := n.Parted
		n.Parted = func(opens ...person.Purpose) decider.Codec {
			asked = append(asked, opens)
			return parted(opens...)
		}
	})
	incident := w.registered(toldInFull)
	w.get(incident, access.Manager, w.city).want(200)
	for _, opens := range asked {
		if slices.Contains(opens, person.ForHealth) || slices.Contains(opens, person.ForAddress) {
			t.Errorf("a manager's page opened %v", opens)
		}
	}
	if len(asked) == 0 {
		t.Error("nothing was opened in part")
	}
}
