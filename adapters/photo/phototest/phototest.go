// Package phototest makes pictures as telephones make them, with all that they tell beside what is
// to be seen, for tests that look whether any of it is left.
package phototest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// Told is what each picture tells beside what is to be seen: none of it may be left anywhere.
var Told = []string{
	"Exif", "51/1 55/1", "TelefoonmerkX", "2026:11:21 03:07:00", "KLEINBEELD", // EXIF: with the place, and the picture before it was cut
	"http://ns.adobe.com/xap/1.0/", "photoshop:City", "Rotterdam-Zuid", // XMP
	"gemaakt door Zwaanhilde",      // a comment
	"FILM-ACHTER-DE-FOTO",          // what is appended: the film of a living photo
	"ICC-van-een-toestel",          // a profile of colours, which leads to a device
	"tEXt", "iTXt", "eXIf", "zTXt", // names of chunks
}

// Corners are the colours of the four quarters of the picture when it is held upright: left above,
// right above, left below, right below.
var Corners = [4]color.RGBA{{200, 30, 30, 255}, {30, 160, 30, 255}, {30, 30, 200, 255}, {220, 200, 40, 255}}

// Picture is one of four quarters as a camera stores it that was held as the orientation says.
func Picture(width, height, orientation int) *image.RGBA {
	stored := image.NewRGBA(image.Rect(0, 0, width, height))
	if orientation >= 5 {
		stored = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	w, h := stored.Rect.Dx(), stored.Rect.Dy()
	for y := range h {
		for x := range w {
			// Where the point is to be seen, by the definition of the tag (EXIF 2.32, 4.6.4).
			u, v := x, y
			switch orientation {
			case 2:
				u = w - 1 - x
			case 3:
				u, v = w-1-x, h-1-y
			case 4:
				v = h - 1 - y
			case 5:
				u, v = y, x
			case 6:
				u, v = h-1-y, x
			case 7:
				u, v = h-1-y, w-1-x
			case 8:
				u, v = y, w-1-x
			}
			quarter := 0
			if u >= width/2 {
				quarter++
			}
			if v >= height/2 {
				quarter += 2
			}
			stored.SetRGBA(x, y, Corners[quarter])
		}
	}
	return stored
}

// JPEG is a photo with a place, an owner, a small picture of itself and a film behind it. Width and
// height are those of what is to be seen.
func JPEG(width, height, orientation int) []byte {
	var plain bytes.Buffer
	must(jpeg.Encode(&plain, Picture(width, height, orientation), &jpeg.Options{Quality: 92}))
	out := bytes.NewBuffer([]byte{0xff, 0xd8})
	segment(out, 0xe1, append([]byte("Exif\x00\x00"), EXIF(orientation)...))
	segment(out, 0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta><photoshop:City>Rotterdam-Zuid</photoshop:City></x:xmpmeta>"))
	segment(out, 0xe2, []byte("ICC_PROFILE\x00\x01\x01ICC-van-een-toestel"))
	segment(out, 0xfe, []byte("gemaakt door Zwaanhilde"))
	out.Write(plain.Bytes()[2:])
	out.WriteString("FILM-ACHTER-DE-FOTO")
	return out.Bytes()
}

func segment(out *bytes.Buffer, marker byte, content []byte) {
	out.Write([]byte{0xff, marker})
	must(binary.Write(out, binary.BigEndian, uint16(len(content)+2)))
	out.Write(content)
}

// EXIF is a block with orientation, make, moment, a place and a small picture.
func EXIF(orientation int) []byte {
	b := []byte("II\x2a\x00\x08\x00\x00\x00")
	u16 := func(n int) { b = binary.LittleEndian.AppendUint16(b, uint16(n)) }
	u32 := func(n int) { b = binary.LittleEndian.AppendUint32(b, uint32(n)) }
	entry := func(tag, kind, count, value int) { u16(tag); u16(kind); u32(count); u32(value) }
	const after = 8 + 2 + 4*12 + 4
	u16(4)
	entry(0x010f, 2, 14, after)                 // make
	entry(0x0112, 3, 1, orientation)            // orientation
	entry(0x0132, 2, 20, after+14)              // moment
	entry(0x8825, 4, 1, after+34)               // where the block with the place begins
	u32(0)                                      // no next block
	b = append(b, "TelefoonmerkX\x00"...)       // 14
	b = append(b, "2026:11:21 03:07:00\x00"...) // 20
	u16(2)
	entry(0x0001, 2, 2, 'N')
	entry(0x0002, 5, 3, after+34+2+2*12+4)
	u32(0)
	for _, n := range []int{51, 1, 55, 1, 7, 1} {
		u32(n)
	}
	return append(b, "51/1 55/1 KLEINBEELD"...)
}

// PNG is a screenshot with the same beside it.
func PNG(width, height, orientation int) []byte {
	var plain bytes.Buffer
	must(png.Encode(&plain, Picture(width, height, orientation)))
	return beside(plain.Bytes(), orientation)
}

// Written is a picture whose points, read one by one, spell a text; it is stored without loss.
func Written(text string) []byte {
	const side = 16
	gray := image.NewGray(image.Rect(0, 0, side, (len(text)+side-1)/side))
	copy(gray.Pix, text)
	var plain bytes.Buffer
	must(png.Encode(&plain, gray))
	return beside(plain.Bytes(), 1)
}

// Spelled reads the points of a picture one by one: of what Written made, its text.
func Spelled(content []byte) []byte {
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil
	}
	var text []byte
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			text = append(text, color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y)
		}
	}
	return text
}

// beside puts chunks behind the first, which is that of the size.
func beside(plain []byte, orientation int) []byte {
	const head = 8 + 12 + 13
	out := bytes.NewBuffer(bytes.Clone(plain[:head]))
	chunk(out, "eXIf", EXIF(orientation))
	chunk(out, "tEXt", []byte("Author\x00gemaakt door Zwaanhilde"))
	chunk(out, "iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00http://ns.adobe.com/xap/1.0/ photoshop:City Rotterdam-Zuid"))
	out.Write(plain[head:])
	out.WriteString("FILM-ACHTER-DE-FOTO")
	return out.Bytes()
}

func chunk(out *bytes.Buffer, name string, content []byte) {
	must(binary.Write(out, binary.BigEndian, uint32(len(content))))
	named := append([]byte(name), content...)
	out.Write(named)
	must(binary.Write(out, binary.BigEndian, crc32.ChecksumIEEE(named)))
}

// WebP is a picture of one point with EXIF behind it: nothing in Go writes a larger one.
func WebP(orientation int) []byte {
	simple, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	must(err)
	var chunks bytes.Buffer
	chunks.WriteString("WEBPVP8X\x0a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	chunks.Write(simple[12:])
	exif := EXIF(orientation)
	chunks.WriteString("EXIF")
	must(binary.Write(&chunks, binary.LittleEndian, uint32(len(exif))))
	chunks.Write(exif)
	if len(exif)%2 == 1 {
		chunks.WriteByte(0)
	}
	out := bytes.NewBufferString("RIFF")
	must(binary.Write(out, binary.LittleEndian, uint32(chunks.Len())))
	out.Write(chunks.Bytes())
	return out.Bytes()
}

func must(err error) {
	if err != nil {
		panic("make a picture for a test: " + err.Error())
	}
}
