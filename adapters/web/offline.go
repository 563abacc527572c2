package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"ruggensteun/domain/employer"
)

// country is whose clock reports are shown on.
var country = func() *time.Location {
	at, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		panic(err) // a program without its own time zones
	}
	return at
}()

//go:embed script/*.js
var scripts embed.FS

const (
	workerAt   = "/sw.js" // at the top: a worker sees to what is below it
	manifestAt = "/manifest.webmanifest"
)

// app is what a telephone keeps to open the form of a report without a network.
type app struct {
	// Script and Live are addresses: of what keeps reports, and of what keeps a page up to date.
	Script, Live     string
	worker, manifest []byte
}

func newApp(a *assets) (*app, error) {
	whole, err := joined("drafts", "outbox", "report", "course", "photo")
	if err != nil {
		return nil, err
	}
	made := &app{Script: a.add("report", "js", "text/javascript; charset=utf-8", whole)}
	live, err := joined("live")
	if err != nil {
		return nil, err
	}
	made.Live = a.add("live", "js", "text/javascript; charset=utf-8", live)
	kept := []string{a.Style, a.Mark, made.Script}
	if a.Theme != "" {
		kept = append(kept, a.Theme)
	}
	shells := []string{}
	for _, l := range languages {
		shells = append(shells, l.at(reportAt))
	}
	told, err := json.Marshal(map[string][]string{"files": kept, "shells": shells})
	if err != nil {
		return nil, err
	}
	worker, err := joined("worker")
	if err != nil {
		return nil, err
	}
	made.worker = fmt.Appendf(nil, "const kept = %s;\n%s", told, worker)
	made.manifest, err = json.Marshal(map[string]any{
		"id": reportAt, "start_url": reportAt, "scope": "/", "display": "standalone", "lang": "nl", "dir": "ltr",
		"name": "Ruggensteun: incident melden", "short_name": "Melden", "background_color": "#10161b", "theme_color": "#0f4c5c",
		"icons": []any{map[string]string{"src": a.Mark, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}},
	})
	return made, err
}

// joined is one file, because each more is another wait on a telephone. Nothing in it is of others.
func joined(names ...string) ([]byte, error) {
	var b bytes.Buffer
	for _, name := range names {
		text, err := scripts.ReadFile("script/" + name + ".js")
		if err != nil {
			return nil, fmt.Errorf("read our own scripts: %w", err)
		}
		b.Write(text)
	}
	return b.Bytes(), nil
}

// handle serves what stands at a fixed address, and is asked anew each time: that of the worker says
// which files the telephone keeps.
func (p *app) handle(mux *http.ServeMux) {
	for at, file := range map[string]asset{
		workerAt:   {kind: "text/javascript; charset=utf-8", plain: p.worker},
		manifestAt: {kind: "application/manifest+json", plain: p.manifest},
	} {
		mux.HandleFunc("GET "+at, func(out http.ResponseWriter, _ *http.Request) {
			protect(out.Header())
			out.Header().Set("Content-Type", file.kind)
			out.Header().Set("Cache-Control", "no-cache")
			_, _ = out.Write(file.plain) // a client who leaves is no error of ours
		})
	}
}
