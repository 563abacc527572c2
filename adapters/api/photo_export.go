package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/bundle"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/incident"
)

// photos adds every photo that can still be seen and was not taken back.
func (t *leaving) photos(ctx context.Context) error {
	var history []eventlog.Recorded
	take := func() error {
		if !slices.ContainsFunc(history, isAddition) {
			return nil
		}
		return t.photosOfOne(ctx, history)
	}
	err := t.pages(ctx, t.scope, t.manifest.Owner.ID, incident.Stream(uuid.Nil).Category, func(page []eventlog.Recorded) error {
		for _, e := range page {
			if len(history) > 0 && history[0].Stream != e.Stream {
				if err := take(); err != nil {
					return err
				}
				history = nil
			}
			history = append(history, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return take()
}

func (t *leaving) photosOfOne(ctx context.Context, history []eventlog.Recorded) error {
	bodies, err := t.Opened.Decode(ctx, history)
	if err != nil {
		return err
	}
	state := incident.Decider.Initial
	for _, body := range bodies {
		if e, is := body.(incident.Event); is {
			state = incident.Decider.Evolve(state, e)
		}
	}
	for _, p := range state.Photos {
		if !p.Readable() {
			continue // forgotten: records/incident.ndjson says so
		}
		content, err := t.unsealPhoto(ctx, p, t.manifest.Owner.ID)
		if err != nil {
			return fmt.Errorf("open photo %s: %w", p.ID, err)
		}
		if err := t.pack.Add(export.PhotoName(p.ID, photoExtension(p)), export.Text{NL: "een foto", EN: "a photo"}, content); err != nil {
			return err
		}
	}
	return nil
}

// mostPhotosInBundle leaves room for all else: where there is more the photos stay out, and it is said so.
const mostPhotosInBundle = 40 << 20 // bytes

// addPhotos adds those of the incidents of a case, as far as they count and can be seen.
func (a *api) addPhotos(ctx context.Context, c *bundle.Content, owner uuid.UUID, t told) error {
	size := 0
	for _, history := range t.histories {
		if history[0].Stream.Category != incident.Stream(uuid.Nil).Category {
			continue
		}
		for _, p := range folded(incident.Decider, history).Photos {
			if !p.Readable() {
				continue
			}
			if size += p.Size; size > mostPhotosInBundle {
				c.Manifest.LeftOut = append(slices.Clone(c.Manifest.LeftOut), "photos")
				maps.DeleteFunc(c.Files, func(name string, _ []byte) bool { return strings.HasPrefix(name, "photos/") })
				return nil
			}
			content, err := a.unsealPhoto(ctx, p, owner)
			if err != nil {
				return err
			}
			c.Files["photos/"+p.ID.String()+photoExtension(p)] = content
		}
	}
	return nil
}
