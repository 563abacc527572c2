package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// What one form with photos may take. The API holds each photo to its own bound.
const (
	mostPhotosSent    = 10
	mostPhotoBytes    = 20<<20 + 1 // one more than the API takes, which then says so
	mostPhotosBytes   = 64 << 20
	mostPhotoText     = 4 << 10
	photosTake        = 10 * time.Minute
	photosPause       = 15 * time.Second
	photoAnswerWithin = time.Minute
)

type photosSent struct {
	once, description string
	files             [][]byte
}

// patient lets a form take as long as it keeps coming.
type patient struct {
	io.Reader
	control *http.ResponseController
	until   time.Time
}

func (p *patient) Read(b []byte) (int, error) {
	deadline := time.Now().Add(photosPause)
	if deadline.After(p.until) {
		deadline = p.until
	}
	_ = p.control.SetReadDeadline(deadline) // not every connection can: then the usual limits hold
	_ = p.control.SetWriteDeadline(deadline.Add(photoAnswerWithin))
	return p.Reader.Read(b)
}

// photosSent reads what somebody chose. The names of files are not looked at: they are about people.
func (v *visit) photosSent() (sent photosSent, err error) {
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, mostPhotosBytes)
	v.r.Body = io.NopCloser(&patient{v.r.Body, http.NewResponseController(v.out), time.Now().Add(photosTake)})
	form, err := v.r.MultipartReader()
	if err != nil {
		return sent, &problem{Status: http.StatusBadRequest}
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = sent.take(part)
		}
		if err != nil {
			return sent, ofPhotos(err)
		}
	}
	if _, err := uuid.Parse(sent.once); err != nil {
		sent.once = uuid.NewString()
	}
	return sent, nil
}

func (s *photosSent) take(part *multipart.Part) error {
	most := int64(mostPhotoText)
	if part.FormName() == "file" {
		most = mostPhotoBytes
	}
	content, err := io.ReadAll(io.LimitReader(part, most))
	if err != nil {
		return err
	}
	switch part.FormName() {
	case onceKey:
		s.once = string(content)
	case "description":
		s.description = string(bytes.TrimSpace(content))
	case "file":
		if len(content) == 0 {
			return nil // a browser sends each place for a file, also one that was left empty
		}
		if len(s.files) == mostPhotosSent {
			return &problem{Status: http.StatusRequestEntityTooLarge}
		}
		s.files = append(s.files, content)
	}
	return nil
}

func ofPhotos(err error) error {
	var p *problem
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &large):
		return &problem{Status: http.StatusRequestEntityTooLarge}
	}
	return &problem{Status: http.StatusBadRequest}
}

// sendPhoto hands one on to the API, under a key of its own.
func (v *visit) sendPhoto(id, key, description string, content []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if description != "" {
		_ = form.WriteField("description", description) // into memory
	}
	part, _ := form.CreateFormFile("file", "photo")
	_, _ = part.Write(content)
	_ = form.Close()
	header := http.Header{"Content-Type": {form.FormDataContentType()}, "Idempotency-Key": {key}}
	return v.call(http.MethodPost, incidentAt(id)+"/photos", nil, header, &body, nil)
}
