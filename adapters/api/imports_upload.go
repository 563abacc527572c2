package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"ruggensteun/domain/fault"
)

// uploadLimits are what one file may take.
type uploadLimits struct {
	file    int64         // bytes
	mapping int64         // bytes
	opening time.Duration // for all that comes before the file: until then nobody counts it
	pause   time.Duration // between two pieces of a file
	whole   time.Duration // for the file
}

var usualUploads = uploadLimits{
	file:    256 << 20, // a million rows
	mapping: 1 << 20,
	opening: 30 * time.Second,
	pause:   15 * time.Second,
	whole:   15 * time.Minute,
}

// upload is a body that is taken as it comes.
type upload struct {
	limits  uploadLimits
	body    *http.Request
	control *http.ResponseController
	until   time.Time
	broke   error // the body, and nothing that was done with it
}

func uploadOf(ctx huma.Context) *upload {
	r, w := humago.Unwrap(ctx)
	return newUpload(r, w, usualUploads)
}

func newUpload(r *http.Request, w http.ResponseWriter, limits uploadLimits) *upload {
	return &upload{limits: limits, body: r, control: http.NewResponseController(w), until: time.Now().Add(limits.opening)}
}

// parts gives the mapping, and the file to be read before anything else is done.
func (u *upload) parts() (mapping string, file io.Reader, err error) {
	form, err := u.form()
	if err != nil {
		return "", nil, err
	}
	text, err := u.part(form, "mapping", "the name of a mapping that comes with the program, or the text of one")
	if err != nil {
		return "", nil, err
	}
	content, err := io.ReadAll(&bounded{Reader: text, left: u.limits.mapping, what: "mapping", most: u.limits.mapping, broke: &u.broke})
	if err != nil {
		return "", nil, err
	}
	table, err := u.part(form, "file", "the table, CSV or XLSX")
	if err != nil {
		return "", nil, err
	}
	u.until = time.Now().Add(u.limits.whole)
	return string(content), &bounded{Reader: table, left: u.limits.file, what: "file", most: u.limits.file, broke: &u.broke}, nil
}

func (u *upload) form() (*multipart.Reader, error) {
	_, parameters, err := mime.ParseMediaType(u.body.Header.Get("Content-Type"))
	if err != nil || parameters["boundary"] == "" {
		return nil, fault.New(fault.Invalid, "the body has no boundary between its parts: let your program write the Content-Type of a form by itself")
	}
	return multipart.NewReader(patiently{u}, parameters["boundary"]), nil
}

func (u *upload) part(form *multipart.Reader, name, what string) (*multipart.Part, error) {
	part, err := form.NextPart()
	if err == nil && part.FormName() == name {
		return part, nil
	}
	if err := u.brokenBy(err); err != nil {
		return nil, err
	}
	var wrong fault.Fields
	wrong.Add(name, "is missing or not in its place", "send the form with mapping first and then file; "+name+" is "+what)
	return nil, wrong.Err()
}

// brokenBy tells whether an error is one of the connection.
func (u *upload) brokenBy(err error) error {
	if err == nil || errors.Is(err, io.EOF) && u.broke == nil {
		return nil
	}
	u.broke = errBroken(err)
	return u.broke
}

func errBroken(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return newProblem(http.StatusRequestTimeout, kindSlow, "the file came too slowly and was not kept: send it again over a better connection")
	}
	return newProblem(http.StatusBadRequest, string(fault.Invalid), "the body broke off before its end, and nothing of it was kept: send it again")
}

func (u *upload) trouble() error { return u.broke }

// answering leaves time for the answer: the usual time began with the request.
func (u *upload) answering() { _ = u.control.SetWriteDeadline(time.Now().Add(lull)) }

// patiently takes a body that keeps coming, however long it is.
type patiently struct{ *upload }

func (p patiently) Read(b []byte) (int, error) {
	now := time.Now()
	deadline := now.Add(p.limits.pause)
	if deadline.After(p.until) {
		deadline = p.until
	}
	// Not every connection can: then the usual limits of the server hold.
	_ = p.control.SetReadDeadline(deadline)
	_ = p.control.SetWriteDeadline(deadline.Add(lull))
	return p.body.Body.Read(b)
}

// bounded refuses what is too long, and remembers that a body broke off.
type bounded struct {
	io.Reader
	left, most int64
	what       string
	broke      *error
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		*b.broke = fault.New(fault.TooLarge, fmt.Sprintf("the %s is longer than %d bytes: split it, and send the parts one by one", b.what, b.most))
		return 0, *b.broke
	}
	if err != nil && err != io.EOF {
		*b.broke = errBroken(err)
		return n, *b.broke
	}
	return n, err
}

// sendSlowly gives a client time for every piece that it takes.
func sendSlowly(h huma.Context, from io.Reader) error {
	_, w := humago.Unwrap(h)
	control := http.NewResponseController(w)
	piece := make([]byte, 64<<10)
	for {
		n, err := from.Read(piece)
		if n > 0 {
			_ = control.SetWriteDeadline(time.Now().Add(lull))
			if _, err := h.BodyWriter().Write(piece[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
