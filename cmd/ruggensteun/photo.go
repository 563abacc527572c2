package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"ruggensteun/adapters/photo"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

const photoUsage = `photo ACTION --incident ID [options]

Actions:
  add FILE...          add photos: JPEG, PNG or WebP, each at most 20 MiB
  list                 which photos there are, with what is to be seen
  open PHOTO           the photo: --out FILE.jpg
  withdraw PHOTO FILE  it does not belong there, with the reason in FILE

Where and when a photo was taken, with what, and all else that stands beside the
picture is removed before anything is kept. The name of the file is not kept
either. What the picture itself shows stays: look at it first.

A photo is kept sealed. Once the free text of the incident or anybody who was
hit in it is forgotten, nobody can see it any more. A reporter sees what he
added himself.

FILE of withdraw is JSON as the HTTP interface takes it; --example prints one.
With --description, the text in that file tells what is to be seen: on the
command line everybody on the machine could read it.

  ruggensteun photo add jas.jpg --incident ID --as reporter@GEM-ROTTERDAM
  ruggensteun photo list --incident ID --as registrar@GEM-ROTTERDAM
  ruggensteun photo open PHOTO --incident ID --out foto.jpg
`

// photoAsk is what the command line of photo asks.
type photoAsk struct {
	incident, out, key, description, language string
	asJSON, example                           bool
}

func (p *program) photo(ctx context.Context, args []string) error {
	f, w := p.asking("photo", photoUsage)
	var ask photoAsk
	f.StringVar(&ask.incident, "incident", "", "`ID` of the incident that it is of")
	f.StringVar(&ask.out, "out", "", "with open: `FILE` to write the photo to")
	f.StringVar(&ask.description, "description", "", "with add: `FILE` with what is to be seen")
	f.StringVar(&ask.key, "key", "", "idempotency `KEY`: repeating a command with the same one records it once")
	f.BoolVar(&ask.asJSON, "json", false, "print the answer as JSON")
	f.BoolVar(&ask.example, "example", false, "print an example of what withdraw takes, and do nothing")
	f.StringVar(&ask.language, "language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	name, rest, err := actionOf("photo", rest, "add", list, "open", "withdraw")
	if err != nil {
		return err
	}
	if ask.example {
		return p.printExample(action{name: name, example: map[string]string{"withdraw": "withdrawPhoto"}[name]})
	}
	if ask.incident == "" {
		return wrongUsage("say of which incident: --incident ID")
	}
	path := "/v1/incidents/" + url.PathEscape(ask.incident) + "/photos"
	return p.withCaller(ctx, *w, func(c *caller) error { return p.doPhoto(ctx, c, ask, name, path, rest) })
}

func (p *program) doPhoto(ctx context.Context, c *caller, ask photoAsk, name, path string, words []string) error {
	switch name {
	case list:
		if err := noMore(words); err != nil {
			return err
		}
		l, err := languageNamed(ask.language)
		if err != nil {
			return err
		}
		return p.show(ctx, c, path, photoFields, l, ask.asJSON)
	case "add":
		return p.addPhotos(ctx, c, ask, path, words)
	}
	word, words, err := oneWord("the photo's id", words)
	if err != nil {
		return err
	}
	at := path + "/" + url.PathEscape(word)
	if name == "withdraw" {
		return p.send(ctx, c, at+"/withdrawal", words, bodyFields{}, ask.key, ask.asJSON)
	}
	if err := noMore(words); err != nil {
		return err
	}
	return p.fetchPhoto(ctx, c, at, ask.out)
}

// addPhotos adds one after the other. What was added stays when a later one is refused.
func (p *program) addPhotos(ctx context.Context, c *caller, ask photoAsk, path string, files []string) error {
	if len(files) == 0 {
		return wrongUsage("name the photo: photo add FILE")
	}
	var description []byte
	if ask.description != "" {
		var err error
		if description, err = readBounded(ask.description, 4<<10); err != nil {
			return fmt.Errorf("read what is to be seen: %w", err)
		}
	}
	for i, name := range files {
		key := ask.key
		if key != "" && i > 0 {
			key += "-" + strconv.Itoa(i+1) // each photo is a request of its own
		}
		if err := p.addOnePhoto(ctx, c, ask, path, name, strings.TrimSpace(string(description)), key); err != nil {
			return fmt.Errorf("photo %d of %d: %w", i+1, len(files), err)
		}
	}
	return nil
}

func (p *program) addOnePhoto(ctx context.Context, c *caller, ask photoAsk, path, name, description, key string) error {
	content, err := readBounded(name, photo.MostSent)
	if err != nil {
		return err
	}
	body, media, err := photoForm(description, content)
	if err != nil {
		return err
	}
	header := http.Header{"Content-Type": {media}}
	if key != "" {
		header.Set("Idempotency-Key", key)
	}
	var raw json.RawMessage
	if _, err := c.call(ctx, http.MethodPost, path, header, body, &raw); err != nil {
		return err
	}
	if ask.asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", raw)
		return err
	}
	var done struct {
		ID         string
		Recorded   bool
		Sent, Kept int
	}
	if err := json.Unmarshal(raw, &done); err != nil {
		return fmt.Errorf("read the receipt: %w", err)
	}
	l, err := languageNamed(ask.language)
	if err != nil {
		return err
	}
	said := figures.Text{NL: "toegevoegd, zonder plaats en tijd", EN: "added, without place and time"}
	if !done.Recorded {
		said = figures.Text{NL: "stond er al", EN: "was there already"}
	}
	_, err = fmt.Fprintf(p.out, "%s  %s (%d -> %d bytes)\n", done.ID, said.In(l), done.Sent, done.Kept)
	return err
}

// photoForm leaves the name of the file where it is.
func photoForm(description string, content []byte) (body []byte, media string, err error) {
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	if description != "" {
		err = form.WriteField("description", description)
	}
	part, err2 := form.CreateFormFile("file", "photo")
	if err = errors.Join(err, err2); err != nil {
		return nil, "", fmt.Errorf("write the form of a photo: %w", err)
	}
	_, err = part.Write(content)
	err = errors.Join(err, form.Close())
	return out.Bytes(), form.FormDataContentType(), err
}

// fetchPhoto writes it to a file of which only this account may read the content.
func (p *program) fetchPhoto(ctx context.Context, c *caller, path, file string) error {
	if file == "" {
		return wrongUsage("say where the photo goes: --out FILE.jpg")
	}
	content, err := c.fetch(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return fmt.Errorf("write the photo: %w", err)
	}
	return nil
}

var photoStates = codes.List{Codes: []codes.Entry{
	{Code: "present", NL: "te zien", EN: "can be seen"}, {Code: "forgotten", NL: "VERGETEN", EN: "FORGOTTEN"}, {Code: "closed", NL: "dicht: niet uw zaak", EN: "closed: not your case"},
}}

var photoFields = []shownPart{of("photos", "Foto", "Photo",
	of("description", "", ""), coded("state", "", "", photoStates), of("at", "op", "on"), of("who", "door", "by"),
	of("width", "breed", "wide"), of("height", "hoog", "high"), of("media", "soort", "kind"), of("size", "bytes", "bytes"), hidden("removable"), of("id", "id", "id")),
	hidden("most")}
