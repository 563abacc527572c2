package api

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"ruggensteun/domain/fault"
)

// FuzzUpload: whatever the body is, it is a mapping and a file or is refused in words for
// whoever sent it, and never more is read than one may send.
func FuzzUpload(f *testing.F) {
	const form, mapping = "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"mapping\"\r\n\r\nkey: K\r\n"
	const file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
	for _, seed := range [][2]string{
		{form, mapping + file + "a;b\r\n1;2\r\n--x--\r\n"}, {form, file + "a;b\r\n" + mapping + "--x--"}, {form, mapping + "--x--\r\n"},
		{form, mapping + file + "a;b\r\n1;2"}, {form, mapping + file + string(bytes.Repeat([]byte("9"), 3_000)) + "\r\n--x--\r\n"}, {form, ""},
		{"multipart/form-data", mapping}, {"multipart/form-data; boundary=\"", mapping}, {"text/csv", "a;b\n1;2\n"},
		{form, "--x\r\nContent-Disposition: form-data; name=\"mapping\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ\r\n" + file + "--x--"},
		{form, "--x\r\nA: " + string(bytes.Repeat([]byte("a"), 2_000)) + "\r\n\r\n"}, {form, mapping + file + "\xff\xfe\x00;\x00\r\n--x--"},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	const most = 1 << 10
	limits := uploadLimits{file: most, mapping: most, opening: time.Minute, pause: time.Minute, whole: time.Minute}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		mapping, file, err := newUpload(r, httptest.NewRecorder(), limits).parts()
		if err == nil {
			var content []byte
			if content, err = io.ReadAll(file); len(content) > most || len(mapping) > most {
				t.Fatalf("%d and %d bytes were taken, of at most %d", len(mapping), len(content), most)
			}
		}
		var problem *Problem
		if err != nil && fault.KindOf(err) == "" && !errors.As(err, &problem) {
			t.Fatalf("%v is not for whoever sent it", err)
		}
	})
}
