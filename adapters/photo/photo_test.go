package photo_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"ruggensteun/adapters/photo"
	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/domain/fault"
)

func clean(t *testing.T, sent []byte) photo.Cleaned {
	t.Helper()
	c, err := photo.Clean(t.Context(), sent)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNothingThatAPhotoTellsBesideWhatIsToBeSeenIsLeft(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string][]byte{"JPEG": phototest.JPEG(120, 80, 6), "PNG": phototest.PNG(120, 80, 6), "WebP": phototest.WebP(6)} {
		told := 0
		for _, one := range phototest.Told {
			if bytes.Contains(sent, []byte(one)) {
				told++
			}
		}
		if told < 4 {
			t.Fatalf("%s: only %d things are told in what is sent: it proves nothing", name, told)
		}
		c := clean(t, sent)
		for _, one := range phototest.Told {
			if bytes.Contains(c.Content, []byte(one)) {
				t.Errorf("%s: %q is still told", name, one)
			}
		}
		if err := onlyPicture(c.Content); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// onlyPicture holds what was cleaned to the parts that a picture cannot do without.
func onlyPicture(content []byte) error {
	if bytes.HasPrefix(content, []byte("\x89PNG")) {
		at := 8
		for at < len(content) {
			size, name := int(binary.BigEndian.Uint32(content[at:])), string(content[at+4:at+8])
			if name != "IHDR" && name != "IDAT" && name != "IEND" {
				return fmt.Errorf("it has a chunk %s", name)
			}
			at += 12 + size
		}
		return nil
	}
	if !bytes.HasPrefix(content, []byte("\xff\xd8")) {
		return errors.New("it is neither JPEG nor PNG")
	}
	for at := 2; ; {
		marker := content[at+1]
		if !bytes.Contains([]byte{0xdb, 0xc0, 0xc4, 0xda}, []byte{marker}) {
			return fmt.Errorf("it has a segment %x", marker)
		}
		if marker == 0xda {
			break // and behind it the values, to the end
		}
		at += 2 + int(binary.BigEndian.Uint16(content[at+2:]))
	}
	if !bytes.HasSuffix(content, []byte("\xff\xd9")) || bytes.Count(content, []byte("\xff\xd9")) != 1 {
		return errors.New("something stands behind its end")
	}
	return nil
}

func TestAPhotoStandsUprightHoweverTheTelephoneWasHeld(t *testing.T) {
	t.Parallel()
	for orientation := 1; orientation <= 8; orientation++ {
		for name, sent := range map[string][]byte{"JPEG": phototest.JPEG(64, 32, orientation), "PNG": phototest.PNG(64, 32, orientation)} {
			c := clean(t, sent)
			picture, _, err := image.Decode(bytes.NewReader(c.Content))
			if err != nil || picture.Bounds().Dx() != 64 || picture.Bounds().Dy() != 32 || c.Width != 64 || c.Height != 32 {
				t.Fatalf("%s held as %d: %v by %v", name, orientation, picture.Bounds(), err)
			}
			for i, at := range []image.Point{{16, 8}, {48, 8}, {16, 24}, {48, 24}} {
				if !near(picture.At(at.X, at.Y), phototest.Corners[i]) {
					t.Errorf("%s held as %d: quarter %d is %v", name, orientation, i, picture.At(at.X, at.Y))
				}
			}
		}
	}
}

func near(a color.Color, b color.RGBA) bool {
	r, g, bl, _ := a.RGBA()
	off := func(x uint32, y uint8) int { return max(int(x>>8)-int(y), int(y)-int(x>>8)) }
	return off(r, b.R) < 12 && off(g, b.G) < 12 && off(bl, b.B) < 12
}

func TestALargePhotoIsMadeSmaller(t *testing.T) {
	t.Parallel()
	c := clean(t, phototest.JPEG(5000, 1000, 1))
	if c.Width != 4096 || c.Height != 819 || c.Media != "image/jpeg" {
		t.Errorf("%d by %d, %s", c.Width, c.Height, c.Media)
	}
}

func TestWhatIsNoPhotoIsRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	whole := phototest.JPEG(64, 32, 1)
	for name, test := range map[string]struct {
		sent []byte
		says string
	}{
		"nothing":                      {nil, "choose a photo"},
		"HEIC":                         {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "set the camera to JPEG"},
		"AVIF":                         {[]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"), "set the camera to JPEG"},
		"PDF":                          {[]byte("%PDF-1.7"), "send a photo or a screenshot of the page"},
		"GIF":                          {[]byte("GIF89a"), "send a JPEG, PNG or WebP"},
		"SVG":                          {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "send a JPEG, PNG or WebP"},
		"a page that ends as a photo":  {[]byte("<html>photo.jpg</html>"), "send a JPEG, PNG or WebP"},
		"a photo that broke off":       {whole[:len(whole)/3], "again"},
		"a PNG that broke off":         {phototest.PNG(64, 32, 1)[:100], "again"},
		"the first bytes only":         {[]byte("\xff\xd8\xff"), "save it as JPEG"},
		"a PNG of a million by one":    {bomb(1_000_000, 1000, 8), "make it smaller"},
		"a deep PNG that fits by size": {bomb(6000, 6000, 16), "make it smaller"},
		"a progressive JPEG too large": {progressive(6000, 6000), "make it smaller"},
		"a JPEG painted over and over": {paintedOver(t), "save it as JPEG"},
	} {
		_, err := photo.Clean(t.Context(), test.sent)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "file") {
			t.Errorf("%s: %v, want what says %q", name, err, test.says)
		}
	}
}

// bomb is a PNG that says that it is large, and hardly has anything in it.
func bomb(width, height uint32, depth byte) []byte {
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, width)
	head = append(binary.BigEndian.AppendUint32(head, height), depth, 6, 0, 0, 0)
	for _, c := range []struct {
		name    string
		content []byte
	}{{"IHDR", head}, {"IDAT", []byte("x")}, {"IEND", nil}} {
		_ = binary.Write(&out, binary.BigEndian, uint32(len(c.content)))
		named := append([]byte(c.name), c.content...)
		out.Write(named)
		_ = binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE(named))
	}
	return out.Bytes()
}

func progressive(width, height uint16) []byte {
	b := []byte{0xff, 0xd8, 0xff, 0xc2, 0, 17, 8}
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, height), width)
	return append(b, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0)
}

func paintedOver(t *testing.T) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	scan := plain.Bytes()[bytes.LastIndex(plain.Bytes(), []byte("\xff\xda")):]
	scan = scan[:len(scan)-2]
	return append(plain.Bytes()[:plain.Len()-2], append(bytes.Repeat(scan, 200), 0xff, 0xd9)...)
}

func TestWhatIsSeenThroughStaysSo(t *testing.T) {
	t.Parallel()
	seen := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	seen.SetNRGBA(1, 1, color.NRGBA{10, 20, 30, 0})
	seen.SetNRGBA(2, 2, color.NRGBA{10, 20, 30, 255})
	var sent bytes.Buffer
	if err := png.Encode(&sent, seen); err != nil {
		t.Fatal(err)
	}
	c := clean(t, sent.Bytes())
	got, err := png.Decode(bytes.NewReader(c.Content))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := got.At(1, 1).RGBA(); a != 0 {
		t.Errorf("a hole is closed: %d", a)
	}
	// What stands under a hole is not to be seen, and does not come along.
	if r, _, _, _ := color.NRGBAModel.Convert(got.At(1, 1)).RGBA(); r != 0 {
		t.Error("what was rubbed out is still under it")
	}
}

func TestWhoGivesUpIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for range 20 { // a place may be free: then it is cleaned, or not, and never hangs
		if _, err := photo.Clean(ctx, phototest.PNG(8, 8, 1)); err != nil && fault.KindOf(err) != fault.Unavailable {
			t.Fatal(err)
		}
	}
}

// FuzzClean: whatever is sent, either it is refused with a reason or what comes back is a picture and
// nothing beside it.
func FuzzClean(f *testing.F) {
	for orientation := range 9 {
		f.Add(phototest.JPEG(16, 8, orientation))
		f.Add(phototest.PNG(16, 8, orientation))
		f.Add(phototest.WebP(orientation))
	}
	f.Add(phototest.Written("Zwaanhilde"))
	f.Add(bomb(100, 100, 8))
	f.Add(progressive(8, 8))
	f.Fuzz(func(t *testing.T, sent []byte) {
		c, err := photo.Clean(context.Background(), sent)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		if err := onlyPicture(c.Content); err != nil {
			t.Fatal(err)
		}
		size, _, err := image.DecodeConfig(bytes.NewReader(c.Content))
		if err != nil || size.Width != c.Width || size.Height != c.Height || size.Width > 4096 || size.Height > 4096 {
			t.Fatalf("%v is told as %d by %d: %v", size, c.Width, c.Height, err)
		}
	})
}
