package identity_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
)

func secretFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestAListOfIssuersIsReadOrRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	const good = `{"issuer":"https://login.example","employer":"GEM-ROTTERDAM","clientId":"us","roles":{"g":"registrar"}}`
	for name, c := range map[string]struct{ text, says string }{
		"one":                      {`{"issuers":[` + good + `]}`, ""},
		"for programs only":        {`{"issuers":[{"issuer":"https://l.example","audience":"us","systems":{"x":"analyst"}}]}`, ""},
		"on this machine":          {`{"issuers":[{"issuer":"http://127.0.0.1:9000","clientId":"us","roles":{"g":"operator"}}]}`, ""},
		"nothing":                  {``, "OPERATIONS.md"},
		"no list":                  {`{}`, "name at least one"},
		"something after it":       {`{"issuers":[` + good + `]} {}`, "leave it out"},
		"a field that is not ours": {`{"issuers":[{"issuer":"https://l.example","clientSecret":"hunter2"}]}`, "clientSecret"},
		"without TLS":              {`{"issuers":[{"issuer":"http://login.example","clientId":"us","roles":{"g":"analyst"}}]}`, "https://"},
		"the same twice":           {`{"issuers":[` + good + `,` + good + `]}`, "given twice"},
		"nobody can use it":        {`{"issuers":[{"issuer":"https://l.example","roles":{"g":"analyst"}}]}`, "clientId is missing"},
		"one name for both":        {`{"issuers":[{"issuer":"https://l.example","clientId":"us","audience":"us","roles":{"g":"analyst"}}]}`, "must differ"},
		"no roles":                 {`{"issuers":[{"issuer":"https://l.example","clientId":"us"}]}`, "roles is empty"},
		"a role that is none":      {`{"issuers":[{"issuer":"https://l.example","clientId":"us","roles":{"g":"boss"}}]}`, "the roles are"},
		"the program's own role":   {`{"issuers":[{"issuer":"https://l.example","clientId":"us","roles":{"g":"program"}}]}`, "the roles are"},
		"a role in a unit":         {`{"issuers":[{"issuer":"https://l.example","employer":"A","clientId":"us","roles":{"g":"manager:NOORD","h":"manager"}}]}`, ""},
		"a unit of nobody":         {`{"issuers":[{"issuer":"https://l.example","clientId":"us","roles":{"g":"manager:NOORD"}}]}`, "give employer"},
		"a unit without a code":    {`{"issuers":[{"issuer":"https://l.example","employer":"A","clientId":"us","roles":{"g":"manager:"}}]}`, "names no unit"},
		"a unit that is no code":   {`{"issuers":[{"issuer":"https://l.example","employer":"A","clientId":"us","roles":{"g":"manager:*"}}]}`, "by what is no code"},
		"a role without units":     {`{"issuers":[{"issuer":"https://l.example","employer":"A","clientId":"us","roles":{"g":"privacy-officer:NOORD"}}]}`, "never held in one unit"},
		"an analyst in a unit":     {`{"issuers":[{"issuer":"https://l.example","clientId":"us","roles":{"g":"analyst:NOORD"}}]}`, "never held in one unit"},
		"a registrar of nobody":    {`{"issuers":[{"issuer":"https://l.example","clientId":"us","roles":{"g":"registrar"}}]}`, "give employer"},
		"an employer's analyst":    {`{"issuers":[{"issuer":"https://l.example","employer":"A","clientId":"us","roles":{"g":"analyst"}}]}`, "held at no employer"},
		"a group without a name":   {`{"issuers":[{"issuer":"https://l.example","clientId":"us","roles":{"":"analyst"}}]}`, "everybody would have it"},
		"systems without audience": {`{"issuers":[{"issuer":"https://l.example","clientId":"us","systems":{"x":"analyst"}}]}`, "audience is missing"},
	} {
		_, err := identity.ParseTrust(strings.NewReader(c.text))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want it to say %q", name, err, c.says)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error repeats a secret", name)
		}
	}
}

func FuzzAListOfIssuersIsReadOrRefused(f *testing.F) {
	f.Add(`{"issuers":[{"issuer":"https://login.example","clientId":"us","roles":{"g":"analyst"}}]}`)
	f.Add(`{"issuers":[{"issuer":"://","systems":{"":""}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := identity.ParseTrust(strings.NewReader(text))
		for _, one := range list {
			if err == nil && !strings.HasPrefix(one.Issuer, "http") {
				t.Errorf("taken: %+v", one)
			}
		}
	})
}

func TestARoleInAUnitThatTheEmployerDoesNotHaveIsNamed(t *testing.T) {
	t.Parallel()
	list := []identity.Trust{
		{Employer: "GEM-X", Roles: map[string]access.Role{"a": "manager:NOORD", "b": "manager:ZUID", "c": "registrar"}, Systems: map[string]access.Role{"d": "reporter:OOST"}},
		{Employer: "GEM-Y", Roles: map[string]access.Role{"a": "manager:NOORD"}},
		{Roles: map[string]access.Role{"a": "analyst"}},
	}
	unknown := identity.UnknownUnits(list, []identity.Employer{{Code: "GEM-X", Units: []string{"NOORD"}}})
	for i, want := range []string{`issuers[0].roles["b"]: GEM-X has no unit ZUID`, `issuers[0].systems["d"]: GEM-X has no unit OOST`, "issuers[1].employer: there is no employer GEM-Y"} {
		if len(unknown) != 3 || !strings.Contains(unknown[i], want) {
			t.Errorf("it is said %q, not %s", unknown, want)
		}
	}
}
