package main

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"ruggensteun/adapters/web/webtest"
)

var writePictures = flag.Bool("readme-pictures", false, "make the pictures of README anew (make pictures)")

// ofReadme are the four views, as they stand in README.
var ofReadme = map[string]string{
	"plaats": "/plaats?by=region", "tijd": "/tijd", "aanleidingen": "/aanleidingen?by=measure", "daders": "/daders?by=nth-incident",
}

const readmePictures = "adapters/web/pictures"

var aPicture = regexp.MustCompile(`!\[[^\]]+\]\((` + readmePictures + `/([a-z]+)\.png)\)`)

func TestReadmeShowsTheFourViews(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, found := range aPicture.FindAllStringSubmatch(document(t, "README.md"), -1) {
		shown[found[2]] = true
		text, err := os.ReadFile(filepath.Join(root, found[1]))
		if err != nil {
			t.Error(err)
			continue
		}
		if size, err := png.DecodeConfig(bytes.NewReader(text)); err != nil || size.Width < 600 || len(text) > 100_000 {
			t.Errorf("%s is %d wide and %d bytes, want 600 or more and at most 100,000: %v", found[1], size.Width, len(text), err)
		}
	}
	for name := range ofReadme {
		if !shown[name] {
			t.Errorf("README shows no picture of %s", name)
		}
	}
}

func TestThePicturesOfReadmeAreMade(t *testing.T) {
	if !*writePictures {
		t.Skip("makes files: make pictures")
	}
	b := webtest.Start(t)
	s := newSite(t)
	for name, path := range ofReadme {
		look := s.look("analyst", path, "desktop", false)
		look.Width, look.Height, look.Window, look.Picture = 1120, 1000, true, filepath.Join(t.TempDir(), name+".png")
		b.Open(t, look)
		text, err := os.ReadFile(look.Picture)
		if err != nil {
			t.Fatal(err)
		}
		small := smaller(t, text)
		t.Logf("%s: %d bytes, as the browser made it %d", name, len(small), len(text))
		if err := os.WriteFile(filepath.Join(root, readmePictures, name+".png"), small, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// smaller has the 256 colours that are used most, and each other one as the nearest of those: a page has few.
func smaller(t *testing.T, text []byte) []byte {
	t.Helper()
	is, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	size, used := is.Bounds(), map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(is.At(x, y)).(color.RGBA) }
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			used[at(x, y)]++
		}
	}
	var colours []color.RGBA
	for c := range used {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(used[b], used[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	palette := color.Palette{}
	for _, c := range colours[:min(len(colours), 256)] {
		palette = append(palette, c)
	}
	nearest, out := map[color.RGBA]uint8{}, image.NewPaletted(size, palette)
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			c := at(x, y)
			i, known := nearest[c]
			if !known {
				i = uint8(palette.Index(c))
				nearest[c] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
