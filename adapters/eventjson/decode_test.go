package eventjson_test

import (
	"strings"
	"testing"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

const (
	whole   = `{"reason":"DUPLICATE","explanation":"aGVsbG8="}`
	details = `{"behaviours":["HIT"],"professions":[],"workers":[{"person":"0199cccc-0000-7000-8000-000000000003"}]}`
	first   = `{"employer":"0199aaaa-0000-7000-8000-000000000001","occurred":"2025-10-26T02:30:00+02:00","reported_at":"2025-10-26T01:02:03.456789Z",` +
		`"place":{"type":"ROAD","gemeente":"GM0599"},"behaviour":"HIT","profession":"","workers":[]}`
)

// seen decodes one payload; boxes show their content, here "hello".
func seen(t *testing.T, name, payload string) (decider.Event, error) {
	t.Helper()
	w := newWorld(t, vault.Source{})
	codec := eventjson.New(glass{w.vault}, w.newID, person.Purposes()...)
	events, err := codec.Decode(t.Context(), []eventlog.Recorded{{Position: 17, Type: name, Payload: []byte(payload)}})
	if err != nil {
		return nil, err
	}
	return events[0], nil
}

func TestTheSameEventInOtherWords(t *testing.T) {
	t.Parallel()
	for name, payload := range map[string]string{
		"as we write it":               whole,
		"with white space":             " {\n\t\"reason\" : \"DUPLICATE\" ,\r\n\"explanation\":\"aGVsbG8=\" } ",
		"in another order":             `{"explanation":"aGVsbG8=","reason":"DUPLICATE"}`,
		"with escapes":                 `{"reason":"\u0044UPLICATE","explanation":"aGVsbG8\u003d"}`,
		"with fields of a newer shape": `{"since":{"a":[1,-2.5e3,"]}\""],"b":{}},"reason":"DUPLICATE","other":null,"explanation":"aGVsbG8=","more":true}`,
	} {
		got, err := seen(t, "incident.withdrawn.v1", payload)
		withdrawn, _ := got.(incident.Withdrawn)
		if explanation, _ := withdrawn.Explanation.Get(); err != nil || withdrawn.Reason != "DUPLICATE" || explanation != "hello" {
			t.Errorf("%s: %q %q, %v", name, withdrawn.Reason, explanation, err)
		}
	}
}

func TestAPayloadThatIsNotWellFormedIsRefused(t *testing.T) {
	t.Parallel()
	change := func(payload, old, new string) string {
		if !strings.Contains(payload, old) {
			panic("the case changes nothing: " + old)
		}
		return strings.Replace(payload, old, new, 1)
	}
	const bird = canary.StaffNumber
	cases := map[string]struct{ kind, payload, says string }{
		"nothing":                           {"incident.withdrawn.v1", ``, "not well formed"},
		"null":                              {"incident.withdrawn.v1", `null`, "not well formed"},
		"half of it":                        {"incident.withdrawn.v1", whole[:20], "not well formed"},
		"something after it":                {"incident.withdrawn.v1", whole + `{}`, "not well formed"},
		"no comma":                          {"incident.withdrawn.v1", change(whole, `,`, ` `), "not well formed"},
		"a comma too many":                  {"incident.withdrawn.v1", change(whole, `}`, `,}`), "not well formed"},
		"a field twice":                     {"incident.withdrawn.v1", change(whole, `}`, `,"reason":"`+bird+`"}`), "not well formed"},
		"a field twice, once escaped":       {"incident.withdrawn.v1", change(whole, `}`, `,"re\u0061son":"`+bird+`"}`), "not well formed"},
		"an unknown field that is broken":   {"incident.withdrawn.v1", change(whole, `}`, `,"x":[`+bird+`]}`), "not well formed"},
		"a field missing":                   {"incident.withdrawn.v1", `{}`, "field reason is missing"},
		"a number for a text":               {"incident.withdrawn.v1", change(whole, `"DUPLICATE"`, `17`), "field reason is not a text"},
		"a text that is not UTF-8":          {"incident.withdrawn.v1", change(whole, `DUPLICATE`, bird+"\xff"), "field reason is not a text"},
		"an escaped text that is not UTF-8": {"incident.withdrawn.v1", change(whole, `DUPLICATE`, bird+"\\n\xff"), "field reason is not a text"},
		"a text with NUL":                   {"incident.withdrawn.v1", change(whole, `DUPLICATE`, bird+`\u0000`), "field reason is not a text"},
		"a text with a bare line end":       {"incident.withdrawn.v1", change(whole, `DUPLICATE`, bird+"\n"), "field reason is not a text"},
		"a number for a box":                {"incident.withdrawn.v1", change(whole, `"aGVsbG8="`, `17`), "field explanation is not a box"},
		"a box that is not base64":          {"incident.withdrawn.v1", change(whole, `aGVsbG8=`, bird), "field explanation is not a box"},
		"a box with bits to spare":          {"incident.withdrawn.v1", change(whole, `G8=`, `G9=`), "field explanation is not a box"},
		"a box with broken text":            {"incident.withdrawn.v1", change(whole, `aGVsbG8=`, `/w==`), "field explanation: is not valid UTF-8"},
		"an id that is none":                {"incident.details_added.v1", change(details, `0199cccc`, `0199xxxx`), "field workers[0].person is not an id"},
		"an id in braces":                   {"incident.details_added.v1", change(details, `"0199cccc-0000-7000-8000-000000000003"`, `"{0199cccc-0000-7000-8000-000000000003}"`), "field workers[0].person is not an id"},
		"an object for a list":              {"incident.details_added.v1", change(details, `["HIT"]`, `{"a":"HIT"}`), `not well formed at "behaviours"`},
		"a number in a list of words":       {"incident.details_added.v1", change(details, `["HIT"]`, `["HIT",1]`), "field behaviours is not a text"},
		"a text in a list of objects":       {"incident.details_added.v1", change(details, `"workers":[`, `"workers":["x",`), `not well formed at "workers[0]"`},
		"a box without its fields":          {"incident.details_added.v1", change(details, `000003"`, `000003","health":"e30="`), "field workers[0].health: field injury is missing"},
		"an offset that is no whole number": {"incident.corrected.v1", `{"occurred":{"offset":1.5}}`, "field occurred.offset is not a whole number"},
		"an offset with a plus":             {"incident.corrected.v1", `{"occurred":{"offset":+1}}`, "field occurred.offset is not a whole number"},
		"a time that is not UTC":            {"incident.corrected.v1", `{"occurred":{"instant":"2025-10-26T02:30:00+02:00","offset":1}}`, "field occurred.instant is not a UTC time"},
		"a time before the year 1":          {"incident.corrected.v1", `{"occurred":{"instant":"0000-12-31T00:00:00Z","offset":1}}`, "field occurred.instant is not a UTC time"},
		"a time in nanoseconds":             {"incident.corrected.v1", `{"occurred":{"instant":"2025-10-26T02:30:00.0000001Z","offset":1}}`, "field occurred.instant is not a UTC time"},
		"a first shape with a local time":   {"incident.registered.v1", change(first, `+02:00`, ``), "field occurred is not a time with an offset"},
		"a type of a newer program":         {"incident.withdrawn.v9", whole, `"incident.withdrawn.v9": run a newer version`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := seen(t, c.kind, c.payload)
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "event 17 ("+c.kind+")") {
				t.Fatalf("gave %v, %v", got, err)
			}
			if found := canary.Find([]byte(err.Error())); found != nil {
				t.Errorf("the error repeats %v", found)
			}
		})
	}
}

func TestAFieldOfAnInnerObjectIsNotOneOfTheOuter(t *testing.T) {
	t.Parallel()
	got, err := seen(t, "incident.details_added.v1", strings.Replace(details, `000003"`, `000003","narrative":"aGVsbG8="`, 1))
	if e, _ := got.(incident.DetailsAdded); err != nil || e.Narrative.State != person.Absent || len(e.Workers) != 1 {
		t.Errorf("the narrative is %s, %v", e.Narrative.State, err)
	}
}

func TestABoxThatStaysClosedMustBeAText(t *testing.T) {
	t.Parallel()
	codec := newWorld(t, vault.Source{}).codec()
	for payload, accepted := range map[string]bool{
		whole:                                   true,
		`{"reason":"OTHER","explanation":17}`:   false,
		`{"reason":"OTHER","explanation":[]}`:   false,
		`{"reason":"OTHER","explanation":null}`: true,
	} {
		_, err := codec.Decode(t.Context(), []eventlog.Recorded{{Type: "incident.withdrawn.v1", Payload: []byte(payload)}})
		if (err == nil) != accepted {
			t.Errorf("%s gave %v", payload, err)
		}
	}
}
