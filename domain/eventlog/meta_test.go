package eventlog_test

import (
	"testing"

	"ruggensteun/domain/eventlog"
)

func TestMetaHasOneStoredForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		meta eventlog.Meta
		want string
	}{
		"all fields": {
			eventlog.Meta{Actor: idOf("actor", 1), Role: "reporter", Purpose: "report", Channel: "api", Correlation: idOf("request", 1), Causation: idOf("event", 1)},
			`{"actor":"` + idOf("actor", 1).String() + `","role":"reporter","purpose":"report","channel":"api","correlation":"` +
				idOf("request", 1).String() + `","causation":"` + idOf("event", 1).String() + `"}`,
		},
		"nothing led to it": {
			eventlog.Meta{},
			`{"actor":"00000000-0000-0000-0000-000000000000","role":"","purpose":"","channel":"","correlation":"00000000-0000-0000-0000-000000000000"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored, err := c.meta.Bytes()
			if err != nil || string(stored) != c.want {
				t.Errorf("stored as %s, %v; want %s", stored, err, c.want)
			}
			if back, err := eventlog.ParseMeta(stored); err != nil || back != c.meta {
				t.Errorf("read back as %+v, %v", back, err)
			}
		})
	}
}

func TestParseMeta(t *testing.T) {
	t.Parallel()
	if m, err := eventlog.ParseMeta([]byte(`{"role":"analyst","later":{"than":"this"}}`)); err != nil || m.Role != "analyst" {
		t.Errorf("a field of a newer program: %+v, %v", m, err)
	}
	for _, broken := range []string{"", "[]", `{"actor":"nobody"}`, `{"role":1}`} {
		if _, err := eventlog.ParseMeta([]byte(broken)); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}

func FuzzParseMeta(f *testing.F) {
	f.Add([]byte(`{"actor":"01990d3a-7c01-7000-8000-00000000000a","role":"reporter","x":1}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := eventlog.ParseMeta(b)
		if err != nil {
			return
		}
		stored, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := eventlog.ParseMeta(stored); err != nil || back != m {
			t.Errorf("%+v came back as %+v, %v", m, back, err)
		}
	})
}
