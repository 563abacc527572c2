package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errCut = errors.New("it ends before its end")

// lookAtJPEG walks its segments, those of the picture itself too.
func lookAtJPEG(sent []byte) (b beside, err error) {
	for at := 2; ; {
		at = nextMarker(sent, at)
		if at < 0 || at+1 >= len(sent) {
			return b, nil // whether the picture is whole is for the decoder to say
		}
		marker := sent[at+1]
		at += 2
		if marker == 0xd9 { // what comes behind the picture is not of it
			return b, nil
		}
		if marker == 0x01 || marker == 0xd8 {
			continue
		}
		if at+2 > len(sent) {
			return b, errCut
		}
		size := int(binary.BigEndian.Uint16(sent[at:]))
		if size < 2 || at+size > len(sent) {
			return b, errCut
		}
		segment := sent[at+2 : at+size]
		switch {
		case marker == 0xe1 && b.orientation == 0 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")):
			b.orientation = orientationOf(segment[6:])
		case marker == 0xc2:
			b.progressive = true
		case marker == 0xda:
			b.scans++
		}
		at += size
	}
}

// nextMarker is where the next one begins, behind the values of a scan; -1 when there is none.
func nextMarker(sent []byte, at int) int {
	for ; at+1 < len(sent); at++ {
		if next := sent[at+1]; sent[at] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return at
		}
	}
	return -1
}

func lookAtPNG(sent []byte) (b beside, err error) {
	for at := 8; at+8 <= len(sent); {
		size, name := int64(binary.BigEndian.Uint32(sent[at:])), string(sent[at+4:at+8])
		if int64(at)+12+size > int64(len(sent)) {
			return b, errCut
		}
		chunk := sent[at+8 : at+8+int(size)]
		switch name {
		case "IHDR":
			b.interlaced = len(chunk) == 13 && chunk[12] != 0
		case "eXIf":
			b.orientation = orientationOf(chunk)
		case "IEND":
			return b, nil
		}
		at += 12 + int(size)
	}
	return b, errCut
}

func lookAtWebP(sent []byte) (b beside, err error) {
	for at := 12; at+8 <= len(sent); {
		size := int64(binary.LittleEndian.Uint32(sent[at+4:]))
		if int64(at)+8+size > int64(len(sent)) {
			return b, errCut
		}
		if string(sent[at:at+4]) == "EXIF" {
			b.orientation = orientationOf(bytes.TrimPrefix(sent[at+8:at+8+int(size)], []byte("Exif\x00\x00")))
		}
		at += 8 + int(size+size%2)
	}
	return b, nil
}

// orientationOf reads one number of an EXIF block, and nothing else of it; 0 when it is not there. All
// else that libraries for EXIF do is what is thrown away here.
func orientationOf(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("MM\x00\x2a")):
		order = binary.BigEndian
	case !bytes.HasPrefix(tiff, []byte("II\x2a\x00")):
		return 0
	}
	if len(tiff) < 10 {
		return 0
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 && order.Uint16(entries[2:]) == 3 {
			if n := int(order.Uint16(entries[8:])); n >= 1 && n <= 8 {
				return n
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}
