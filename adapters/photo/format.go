package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// format is a kind of picture that is taken in.
type format struct {
	media  string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	look   func([]byte) (beside, error)
}

// beside is what stands beside the pixels, as far as it matters for them.
type beside struct {
	orientation int // as EXIF numbers it; 0 when nothing says so
	scans       int // of a JPEG
	progressive bool
	interlaced  bool
}

var formats = []format{
	{"image/jpeg", jpeg.DecodeConfig, jpeg.Decode, lookAtJPEG},
	{"image/png", png.DecodeConfig, png.Decode, lookAtPNG},
	{"image/webp", webp.DecodeConfig, webp.Decode, lookAtWebP},
}

// formatOf goes by the first bytes: a name may say anything.
func formatOf(sent []byte) (format, error) {
	has := func(at int, magic string) bool { return len(sent) >= at && bytes.HasPrefix(sent[at:], []byte(magic)) }
	switch {
	case len(sent) == 0:
		return format{}, wrong("is empty", "choose a photo")
	case has(0, "\xff\xd8\xff"):
		return formats[0], nil
	case has(0, "\x89PNG\r\n\x1a\n"):
		return formats[1], nil
	case has(0, "RIFF") && has(8, "WEBP"):
		return formats[2], nil
	case has(4, "ftyphei"), has(4, "ftyphev"), has(4, "ftypmif1"), has(4, "ftypmsf1"), has(4, "ftypavif"):
		return format{}, wrong("is a HEIC or AVIF photo, which cannot be cleaned here", "set the camera to JPEG (iPhone: Settings, Camera, Formats, Most Compatible), or send a screenshot of the photo")
	case has(0, "%PDF"):
		return format{}, wrong("is a PDF, which may hold more than can be taken out of it", "send a photo or a screenshot of the page")
	case has(0, "GIF8"):
		return format{}, wrong("is a GIF", "send a JPEG, PNG or WebP, for instance a screenshot of it")
	}
	return format{}, wrong("is no photo that is known here", "send a JPEG, PNG or WebP")
}

// fits refuses what would fill the machine, before anything of it is unpacked.
func (f format) fits(sent []byte, b beside) error {
	c, err := f.config(bytes.NewReader(sent))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return wrong("cannot be read as a picture", "open it on the device, save it as JPEG, and send that")
	}
	points := int64(c.Width) * int64(c.Height)
	switch {
	case points > mostPixels, points*f.perPoint(c.ColorModel, b) > mostMemory:
		return wrong(fmt.Sprintf("has %d by %d points, which is more than can be unpacked here", c.Width, c.Height), "make it smaller on the device, to 4000 points at the longest side, and send that")
	case b.scans > mostScans:
		return wrong("is built up in more steps than a photo is", "open it on the device, save it as JPEG, and send that")
	}
	return nil
}

// perPoint is how many bytes its decoder needs for a point, at most.
func (f format) perPoint(model color.Model, b beside) int64 {
	switch {
	case f.media == "image/webp":
		return 8
	case f.media == "image/jpeg" && b.progressive:
		return 16 // it keeps a number of 32 bits for each value until the last step
	case f.media == "image/jpeg":
		return 4
	}
	size := int64(4)
	switch model {
	case color.RGBA64Model, color.NRGBA64Model:
		size = 8
	case color.Gray16Model:
		size = 2
	case color.GrayModel:
		size = 1
	}
	if b.interlaced {
		size *= 2
	}
	return size
}
