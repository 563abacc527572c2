package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// batches are imports by whose they are. What an import does is tested where it is done,
// in cmd/ruggensteun; here is tested who gets as far as that.
type batches struct {
	may  access.Action
	mu   sync.Mutex
	of   map[uuid.UUID]uuid.UUID // employer by import, each sent by its registrar
	sent []string                // mappings and files
}

func (b *batches) begun(employer uuid.UUID) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	id := uuid.Must(uuid.NewV7())
	b.of[id] = employer
	return id.String()
}

func (b *batches) find(who access.Actor, id uuid.UUID, senderOnly bool) (Import, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	owner, found := b.of[id]
	if !found || !who.Over(b.may).Includes(owner) || senderOnly && who.Employer != owner {
		return Import{}, access.NoSuch("import")
	}
	return Import{ID: id, State: ImportPreviewed}, nil
}

func (b *batches) Upload(_ context.Context, _ access.Actor, mapping string, file io.Reader) (Import, error) {
	text, err := io.ReadAll(file)
	if err != nil {
		return Import{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = append(b.sent, mapping+"|"+string(text))
	return Import{ID: uuid.Must(uuid.NewV7())}, nil
}

func (b *batches) List(_ context.Context, who access.Actor, employer uuid.UUID) ([]Import, error) {
	return nil, who.May(b.may, employer)
}

func (b *batches) Find(_ context.Context, who access.Actor, _, id uuid.UUID) (Import, error) {
	return b.find(who, id, false)
}

func (b *batches) Confirm(_ context.Context, who access.Actor, id uuid.UUID) (Import, error) {
	return b.find(who, id, true)
}

func (b *batches) Discard(_ context.Context, who access.Actor, id uuid.UUID) error {
	_, err := b.find(who, id, true)
	return err
}

func (b *batches) Undo(_ context.Context, who access.Actor, _, id uuid.UUID, _ bool) (Import, error) {
	return b.find(who, id, false)
}

func (b *batches) Rejects(_ context.Context, who access.Actor, id uuid.UUID) (Rejects, error) {
	_, err := b.find(who, id, true)
	return Rejects{closing{strings.NewReader("a;reason\n")}, "text/csv", "rejects.csv", 0}, err
}

// sendForm sends a form as it is.
func (w *world) sendForm(body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "http://localhost/v1/imports", strings.NewReader(strings.ReplaceAll(body, "\n", "\r\n")))
	r.Header.Set("Authorization", "Bearer "+w.token(access.Registrar, w.city))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return checked(w.t, rec).ResponseRecorder
}

func TestAFormIsTakenAsItComes(t *testing.T) {
	t.Parallel()
	const mapping, file = "--x\nContent-Disposition: form-data; name=\"mapping\"\n\nlouisville\n", "--x\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\n\na;b\n1;2\n"
	for name, test := range map[string]struct {
		form   string
		status int
		says   string
	}{
		"mapping and file":           {mapping + file + "--x--\n", http.StatusCreated, "reading"},
		"the file first":             {file + mapping + "--x--\n", http.StatusBadRequest, "mapping first"},
		"no file":                    {mapping + "--x--\n", http.StatusBadRequest, `"field":"file"`},
		"nothing":                    {"--x--\n", http.StatusBadRequest, `"field":"mapping"`},
		"a file that breaks off":     {mapping + file, http.StatusBadRequest, "broke off"},
		"a mapping that is too long": {strings.Replace(mapping, "louisville", strings.Repeat("a", int(usualUploads.mapping)+1), 1) + file + "--x--\n", http.StatusRequestEntityTooLarge, "mapping is longer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if got := w.sendForm(test.form); got.Code != test.status || test.status != http.StatusCreated && !strings.Contains(got.Body.String(), test.says) {
				t.Errorf("%d: %s", got.Code, got.Body)
			}
			if want := "louisville|a;b\r\n1;2"; test.status == http.StatusCreated && (len(w.imports.sent) != 1 || w.imports.sent[0] != want) {
				t.Errorf("taken: %q", w.imports.sent)
			}
		})
	}
}

func TestAFileThatIsTooLongIsRefusedOnTheWay(t *testing.T) {
	t.Parallel()
	var broke error
	b := &bounded{Reader: strings.NewReader("12345"), left: 4, most: 4, what: "file", broke: &broke}
	if _, err := io.ReadAll(b); err == nil || broke == nil || !strings.Contains(err.Error(), "longer than 4 bytes: split it") {
		t.Errorf("%v, %v", err, broke)
	}
}

// TestWhatComesBeforeTheFileComesSoon: bytes that keep coming and never get as far as a
// file would hold a place for as long as the longest file may take.
func TestWhatComesBeforeTheFileComesSoon(t *testing.T) {
	t.Parallel()
	limits := uploadLimits{file: 1 << 20, mapping: 1 << 20, opening: 50 * time.Millisecond, pause: time.Minute, whole: time.Minute}
	answers := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _, err := newUpload(r, w, limits).parts()
		answers <- err
	}))
	t.Cleanup(server.Close)
	body, slow := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	go func() {
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = answer.Body.Close()
		}
		_ = body.CloseWithError(io.ErrClosedPipe) // lets the sender below end
	}()
	go func() {
		for {
			if _, err := slow.Write([]byte("-\n")); err != nil {
				return
			}
		}
	}()
	var p *Problem
	if err := <-answers; !errors.As(err, &p) || p.Status != http.StatusRequestTimeout {
		t.Errorf("got %v", err)
	}
}

// closing is a text that is read as a file.
type closing struct{ *strings.Reader }

func (closing) Close() error { return nil }
