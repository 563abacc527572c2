package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"ruggensteun/adapters/photo"
	"ruggensteun/domain/fault"
)

// photoUploads: ten minutes are enough for the largest photo over the slowest connection that a
// telephone has.
var photoUploads = uploadLimits{
	file:    photo.MostSent,
	mapping: 4 << 10, // of the description
	opening: 30 * time.Second,
	pause:   15 * time.Second,
	whole:   10 * time.Minute,
}

func unwrapped(ctx huma.Context) (*http.Request, http.ResponseWriter) { return humago.Unwrap(ctx) }

// photoForm is what is sent: names of files are not even looked at, for they are about people.
type photoForm struct {
	description string
	content     []byte
}

// photo reads a form with description, which may be left out, and then file.
func (u *upload) photo() (out photoForm, err error) {
	form, err := u.form()
	if err != nil {
		return out, err
	}
	part, err := u.next(form)
	if err != nil {
		return out, err
	}
	if part != nil && part.FormName() == "description" {
		text, err := io.ReadAll(&bounded{Reader: part, left: u.limits.mapping, what: "description", most: u.limits.mapping, broke: &u.broke})
		if err != nil {
			return out, err
		}
		out.description = string(text)
		if part, err = u.next(form); err != nil {
			return out, err
		}
	}
	if part == nil || part.FormName() != "file" {
		return out, wrongPhotoForm("file", "is missing or not in its place", "send a form with description, which may be left out, and then file: the photo")
	}
	u.until = time.Now().Add(u.limits.whole)
	out.content, err = io.ReadAll(&bounded{Reader: part, left: u.limits.file, what: "photo", most: u.limits.file, broke: &u.broke})
	if err != nil {
		return out, tooLargePhoto(err)
	}
	more, err := u.next(form)
	if err == nil && more != nil {
		err = wrongPhotoForm("file", "is not the last part", "send one photo in each request")
	}
	return out, err
}

// next is nil behind the last part.
func (u *upload) next(form *multipart.Reader) (*multipart.Part, error) {
	part, err := form.NextPart()
	if errors.Is(err, io.EOF) && u.broke == nil && part == nil {
		return nil, nil
	}
	return part, u.brokenBy(err)
}

func wrongPhotoForm(field, problem, remedy string) error {
	var f fault.Fields
	f.Add(field, problem, remedy)
	return f.Err()
}

// tooLargePhoto has another remedy than a table, of which parts can be sent.
func tooLargePhoto(err error) error {
	if fault.KindOf(err) == fault.TooLarge {
		return fault.New(fault.TooLarge, "the photo has more than 20 megabytes: make it smaller on the device, and send that")
	}
	return err
}

// bindPhoto is bindUpload for a photo.
func bindPhoto[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	plain := bind(a, handle)
	return func(h huma.API, op huma.Operation) {
		op.Metadata["form"] = &huma.RequestBody{Required: true, Description: "A form with description, which may be left out, and then file.", Content: map[string]*huma.MediaType{formType: {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"file"},
			Properties: map[string]*huma.Schema{
				"description": {Type: huma.TypeString, Description: "What is to be seen, for who cannot see it: at most 300 characters. Kept sealed."},
				"file":        {Type: huma.TypeString, Format: "binary", Description: "The photo: JPEG, PNG or WebP, at most 20 MiB. Where and when it was taken is removed, and what it is called is not looked at."},
			},
		}}}}
		plain(h, op)
	}
}
