// Package photo makes of a picture that somebody sends one that shows the same and tells nothing
// else: where it was taken, when, with which telephone, and what it looked like before it was cut.
//
// Nothing is taken out of what was sent. It is decoded to pixels, turned as the camera was held, and
// written anew, so that what nobody thought of cannot come along: EXIF and its place, XMP, comments,
// a small picture inside the picture, a film behind it. What the pixels themselves show stays.
package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"ruggensteun/domain/fault"
)

const (
	// MostSent is how many bytes a picture may have when it is sent: the largest that telephones make.
	MostSent = 20 << 20
	// mostKept leaves room for what sealing adds to what adapters/blobs takes.
	mostKept = 10<<20 - 64
	// longestSide is enough to read a number plate on the other side of the street; larger is made smaller.
	longestSide = 4096
	// mostPixels and mostMemory refuse what is small to send and fills the machine when it is unpacked.
	mostPixels = 52_000_000
	mostMemory = 224 << 20 // bytes
	// mostScans refuses a JPEG that is painted over and over.
	mostScans = 100

	quality = 88 // of JPEG: nobody sees a difference, at a third of the size of 98
)

// Cleaned is a picture with nothing beside it.
type Cleaned struct {
	Content       []byte
	Media         string // image/jpeg or image/png
	Width, Height int
}

// places are as many pictures as are unpacked at one time: each may take mostMemory.
var places = make(chan struct{}, 2)

// Clean gives the picture anew. What it is follows from its bytes, and never from a name. Error: a
// *fault.Fault of kind Invalid that names the field "file", or Unavailable when ctx ended before its turn.
func Clean(ctx context.Context, sent []byte) (Cleaned, error) {
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	case <-ctx.Done():
		return Cleaned{}, fault.New(fault.Unavailable, "too many photos are being cleaned: send this one again in a moment")
	}
	f, err := formatOf(sent)
	if err != nil {
		return Cleaned{}, err
	}
	beside, err := f.look(sent)
	if err != nil {
		return Cleaned{}, wrong("is not whole", "send the photo again, from where it was taken")
	}
	if err := f.fits(sent, beside); err != nil {
		return Cleaned{}, err
	}
	picture, err := decode(f, sent)
	if err != nil {
		return Cleaned{}, wrong("cannot be read as a picture", "open it on the device, save it as JPEG, and send that")
	}
	return write(f, picture, beside.orientation)
}

func wrong(problem, remedy string) error {
	var f fault.Fields
	f.Add("file", problem, remedy)
	return f.Err()
}

// decode is where bytes of anybody meet a library: what makes it panic is no picture.
func decode(f format, sent []byte) (picture image.Image, err error) {
	defer func() {
		if recover() != nil {
			picture, err = nil, errors.New("the decoder gave up")
		}
	}()
	return f.decode(bytes.NewReader(sent))
}

// write makes it smaller until it can be kept, turns it, and encodes it.
func write(f format, picture image.Image, orientation int) (Cleaned, error) {
	for side := longestSide; ; side /= 2 {
		upright := turned(smaller(picture, side), orientation)
		media := f.media
		if media != "image/png" && media != "image/jpeg" {
			media = "image/jpeg"
			if !upright.Opaque() {
				media = "image/png"
			}
		}
		content, err := encode(upright, media)
		if err != nil {
			return Cleaned{}, fmt.Errorf("write a photo anew: %w", err)
		}
		if len(content) <= mostKept {
			return Cleaned{content, media, upright.Rect.Dx(), upright.Rect.Dy()}, nil
		}
	}
}

func encode(picture *image.RGBA, media string) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if media == "image/png" {
		err = png.Encode(&out, picture)
	} else {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	}
	return out.Bytes(), err
}

// smaller copies the picture to one of which no side is longer. The quick way of the library: the
// others keep a number of 32 bytes for each point in between.
func smaller(picture image.Image, side int) *image.RGBA {
	b := picture.Bounds()
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); longest > side {
		w, h = max(1, w*side/longest), max(1, h*side/longest)
		out := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.ApproxBiLinear.Scale(out, out.Rect, picture, b, draw.Src, nil)
		return out
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, picture, b.Min, draw.Src)
	return out
}

// turned is the picture as the camera was held; orientation as EXIF numbers it, 1 to 8.
func turned(from *image.RGBA, orientation int) *image.RGBA {
	w, h := from.Rect.Dx(), from.Rect.Dy()
	var to func(x, y int) (int, int)
	switch orientation {
	case 2:
		to = func(x, y int) (int, int) { return w - 1 - x, y }
	case 3:
		to = func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 4:
		to = func(x, y int) (int, int) { return x, h - 1 - y }
	case 5:
		to = func(x, y int) (int, int) { return y, x }
	case 6:
		to = func(x, y int) (int, int) { return h - 1 - y, x }
	case 7:
		to = func(x, y int) (int, int) { return h - 1 - y, w - 1 - x }
	case 8:
		to = func(x, y int) (int, int) { return y, w - 1 - x }
	default:
		return from
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			a, b := to(x, y)
			copy(out.Pix[b*out.Stride+4*a:][:4], from.Pix[y*from.Stride+4*x:][:4])
		}
	}
	return out
}
