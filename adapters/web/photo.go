package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// photoPages are the photos of an incident: for whoever reported it, and for who keeps the register or
// follows the case. They differ in where they lead back to.
func (w *web) photoPages() map[string]page {
	all := map[string]page{}
	for _, at := range []string{ownAt + "/{id}", "/melding/{incident}"} {
		all[at+photosAt] = page{w.photos, w.takePhotos}
		all[at+photosAt+"/{photo}"] = page{w.photo, w.takeBackPhoto}
	}
	return all
}

const photosAt = "/fotos"

// photoTold is a photo as the API tells of it.
type photoTold struct {
	ID            uuid.UUID
	State         string
	Description   string
	Width, Height int
	At            *time.Time
	Who           string
	Removable     bool
}

type photosTold struct {
	Most   int
	Photos []photoTold
}

type photosPage struct {
	Photos  []photoShown
	Closed  bool // some are, for it is not the reader's own case
	Add     *photoForm
	Full    bool
	Most    int
	Done    int // how many of those that were sent last are there
	Failure string
}

type photoShown struct {
	photoTold
	Src, To, Alt, Told string
	Form               *entryForm
}

// photoForm has a key of its own, which makes sending it twice one time.
type photoForm struct {
	Action, Once, Description string
	Longest                   int
}

const longestDescription = 300

// incidentOfPhotos is the incident in the address, and where the page leads back to.
func (v *visit) incidentOfPhotos() (id, at string, crumbs []link, err error) {
	own := v.r.PathValue("id") != ""
	parsed, err := uuid.Parse(v.r.PathValue("id") + v.r.PathValue("incident"))
	if err != nil {
		return "", "", nil, &problem{Status: http.StatusNotFound}
	}
	if err := v.may(access.ReadPhoto); err != nil {
		return "", "", nil, err
	}
	id = parsed.String()
	if own {
		return id, ownAt + "/" + id, []link{{Text: v.word("own.title"), To: v.To(ownAt)}, {Text: v.word("own.one", spoken(parsed)), To: v.To(ownAt + "/" + id)}}, nil
	}
	at = incidentPageAt(parsed)
	return id, at, []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}, {Text: v.word("incident.title", spoken(parsed)), To: v.To(at)}}, nil
}

func (w *web) photos(v *visit) error { return v.showPhotos(&photosPage{}, "") }

func (v *visit) showPhotos(page *photosPage, description string) error {
	id, at, crumbs, err := v.incidentOfPhotos()
	if err != nil {
		return err
	}
	var told photosTold
	if err := v.ask(incidentAt(id)+"/photos", nil, &told); err != nil {
		return err
	}
	page.Most, page.Full = told.Most, len(told.Photos) >= told.Most
	for _, one := range told.Photos {
		page.Closed = page.Closed || one.State == "closed"
		page.Photos = append(page.Photos, v.photoShown(id, at, one))
	}
	if !page.Full {
		page.Add = &photoForm{Action: v.To(at + photosAt), Once: uuid.NewString(), Description: description, Longest: longestDescription}
	}
	v.Crumbs, v.App = crumbs, strings.HasPrefix(at, ownAt)
	return v.show("photos", v.word("photo.title"), page)
}

func (v *visit) photoShown(id, at string, one photoTold) photoShown {
	shown := photoShown{photoTold: one, Alt: one.Description, To: v.To(at + photosAt + "/" + one.ID.String()), Told: v.word(roleWordOf(access.Role(one.Who)))}
	if shown.Alt == "" {
		shown.Alt = v.word("photo.undescribed")
	}
	if one.At != nil {
		shown.Told = v.moment(*one.At) + " · " + shown.Told
	}
	if one.State == "present" {
		shown.Src = incidentAt(id) + "/photos/" + one.ID.String()
	}
	return shown
}

// takePhotos adds one after the other, so that none is sent anew because a later one was refused.
func (w *web) takePhotos(v *visit) error {
	id, at, _, err := v.incidentOfPhotos()
	if err != nil {
		return err
	}
	sent, err := v.photosSent()
	if err != nil {
		return err
	}
	page := &photosPage{}
	for i, content := range sent.files {
		err := v.sendPhoto(id, sent.once+"-"+strconv.Itoa(i+1), sent.description, content)
		if p, is := err.(*problem); is && (p.Status == http.StatusBadRequest || p.Status == http.StatusConflict || p.Status == http.StatusRequestEntityTooLarge) {
			v.status, page.Done, page.Failure = p.Status, i, v.photoFailure(p, i+1, len(sent.files))
			return v.showPhotos(page, sent.description)
		}
		if err != nil {
			return err
		}
	}
	if len(sent.files) == 0 {
		v.status, page.Failure = http.StatusBadRequest, v.word("photo.none")
		return v.showPhotos(page, sent.description)
	}
	return v.done(at+photosAt, "photo")
}

// photoFailure says in the reader's own words what was wrong with which one.
func (v *visit) photoFailure(p *problem, n, of int) string {
	key := map[int]string{http.StatusConflict: "photo.wrong.record", http.StatusRequestEntityTooLarge: "photo.wrong.large"}[p.Status]
	for _, wrong := range p.Errors {
		if wrong.Field == "description" {
			key = "photo.wrong.description"
		}
		for start, known := range photoProblems {
			if wrong.Field == "file" && strings.HasPrefix(wrong.Problem, start) {
				key = known
			}
		}
	}
	if key == "" {
		key = "photo.wrong.unknown"
	}
	if of > 1 {
		return v.word("photo.which", n, of) + " " + v.word(key)
	}
	return v.word(key)
}

// photoProblems are what adapters/photo finds, by how it begins.
var photoProblems = map[string]string{
	"is a HEIC": "photo.wrong.heic", "is a PDF": "photo.wrong.pdf", "is a GIF": "photo.wrong.kind", "is no photo": "photo.wrong.kind", "is empty": "photo.none",
	"is not whole": "photo.wrong.broken", "cannot be read": "photo.wrong.broken", "has ": "photo.wrong.large", "is built up": "photo.wrong.kind",
}

// photo is one of them as large as it is, and where it is taken back.
func (w *web) photo(v *visit) error { return v.showPhoto(url.Values{}, nil) }

func (v *visit) showPhoto(given url.Values, wrong error) error {
	id, at, crumbs, err := v.incidentOfPhotos()
	if err != nil {
		return err
	}
	var told photosTold
	if err := v.ask(incidentAt(id)+"/photos", nil, &told); err != nil {
		return err
	}
	for _, one := range told.Photos {
		if one.ID.String() != v.r.PathValue("photo") {
			continue
		}
		shown := v.photoShown(id, at, one)
		if one.Removable {
			f := newForm(shown.To, v.word("photo.take-back"), given, entry{Name: "reason", Label: v.word("photo.reason"), Hint: v.word("photo.reason.hint"), Kind: textEntry, Most: 200, Required: true})
			f.Danger = true
			if wrong != nil && !v.mends(&f, wrong) {
				return wrong
			}
			shown.Form = &f
		}
		v.Crumbs = append(crumbs, link{Text: v.word("photo.title"), To: v.To(at + photosAt)})
		return v.show("photo", v.word("photo.one"), &shown)
	}
	return &problem{Status: http.StatusNotFound}
}

func (w *web) takeBackPhoto(v *visit) error {
	id, at, _, err := v.incidentOfPhotos()
	if err != nil {
		return err
	}
	values, err := v.filled()
	if err != nil {
		return err
	}
	path := incidentAt(id) + "/photos/" + url.PathEscape(v.r.PathValue("photo")) + "/withdrawal"
	if err := v.submit(http.MethodPost, path, values.Get(onceKey), nil, reason{values.Get("reason")}, nil); err != nil {
		return v.showPhoto(values, err)
	}
	return v.done(at+photosAt, "photo-back")
}
