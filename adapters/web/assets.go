package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
)

//go:embed style/*.css style/mark.svg
var style embed.FS

// assetsAt is where they are. A name has a hash of what is in it, so a browser keeps it for ever.
const assetsAt = "/assets/"

type asset struct {
	kind        string
	plain, gzip []byte
}

type assets struct {
	named map[string]asset
	// Style, Theme and Mark are addresses; Theme is "" for ours.
	Style, Theme, Mark string
}

func newAssets(theme []byte) (*assets, error) {
	a := &assets{named: map[string]asset{}}
	css, err := stylesheet()
	if err != nil {
		return nil, err
	}
	a.Style = a.add("style", "css", "text/css; charset=utf-8", css)
	if theme != nil {
		a.Theme = a.add("theme", "css", "text/css; charset=utf-8", theme)
	}
	mark, err := style.ReadFile("style/mark.svg")
	if err != nil {
		return nil, err
	}
	a.Mark = a.add("mark", "svg", "image/svg+xml", mark)
	return a, nil
}

// stylesheet is one file, because each more is another wait on a telephone. What others made
// stands in a layer of its own, so that whatever we say holds, however little we say.
func stylesheet() ([]byte, error) {
	theirs, err := theirStyles()
	if err != nil {
		return nil, err
	}
	var rules [][]byte
	for i, p := range Vendored() {
		if !p.Theme {
			rules = append(rules, theirs[i])
		}
	}
	var ours bytes.Buffer
	for _, name := range []string{"tokens", "page", "form", "figure", "register", "work", "care", "report", "desk", "photo", "print"} {
		text, err := style.ReadFile("style/" + name + ".css")
		if err != nil {
			return nil, fmt.Errorf("read our own styles: %w", err)
		}
		ours.Write(text)
	}
	var b bytes.Buffer
	b.WriteString("@charset \"utf-8\";\n@layer components {\n")
	for i, p := range Vendored() {
		text := theirs[i]
		if p.Theme {
			text = usedTokens(text, append(rules, ours.Bytes())...)
		}
		fmt.Fprintf(&b, "/* %s %s, %s */\n%s\n", p.Package, p.Version, p.Licence, text)
	}
	b.WriteString("}\n")
	b.Write(ours.Bytes())
	return b.Bytes(), nil
}

// theirStyles are those of Vendored, in its order.
func theirStyles() (all [][]byte, err error) {
	for _, p := range Vendored() {
		text, err := packages.ReadFile("packages/" + p.Copy(p.File))
		if err != nil {
			return nil, fmt.Errorf("read the styles of %s: %w", p.Package, err)
		}
		all = append(all, bytes.ReplaceAll(text, []byte(`@charset "UTF-8";`), nil))
	}
	return all, nil
}

func (a *assets) add(name, ending, kind string, plain []byte) string {
	sum := sha256.Sum256(plain)
	file := name + "." + hex.EncodeToString(sum[:8]) + "." + ending
	a.named[file] = asset{kind: kind, plain: plain, gzip: zipped(plain)}
	return assetsAt + file
}

func zipped(plain []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is one that there is
	_, _ = w.Write(plain)                                 // into memory
	_ = w.Close()
	return b.Bytes()
}

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	found, is := a.named[strings.TrimPrefix(r.URL.Path, assetsAt)]
	if !is {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", found.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := found.plain
	if takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = found.gzip
	}
	_, _ = w.Write(body) // a client who leaves is no error of ours
}

func takesGzip(r *http.Request) bool {
	for _, one := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return strings.TrimSpace(weight) != "q=0"
		}
	}
	return false
}
