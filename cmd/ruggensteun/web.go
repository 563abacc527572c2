package main

import (
	"fmt"
	"net/http"
	"os"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/web"
	"ruggensteun/domain/access"
)

// pages is how the pages look and whom they are for.
type pages struct {
	theme    []byte // of an organisation; nil for ours
	invented bool   // all of it is a demonstration
}

// readTheme reads the style sheet of an organisation; no file is ours.
func readTheme(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err == nil {
		err = web.CheckTheme(text)
	}
	if err != nil {
		return nil, fmt.Errorf("read the theme %s: %w", file, err)
	}
	return text, nil
}

// withPages puts the pages before the API, which answers for them too.
func (v *server) withPages(handler http.Handler) (http.Handler, error) {
	needs := web.Needs{API: handler, Identity: v.door.identity, Theme: v.pages.theme, Invented: v.pages.invented, Logger: v.logger}
	if in := v.door.signIn; in != nil {
		needs.Places, needs.Roles = func() []access.Place { return in.Places() }, in.Holder
	}
	shown, err := web.Handler(needs)
	if err != nil || !v.pages.invented {
		return shown, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // a page says it to programs too, as every answer of the API does
		w.Header().Set(api.DemonstrationHeader, "invented")
		shown.ServeHTTP(w, r)
	}), nil
}
