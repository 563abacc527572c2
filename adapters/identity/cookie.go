package identity

import (
	"net/http"
	"time"
)

const (
	sessionCookie = "ruggensteun"
	attemptCookie = "ruggensteun-sign-in"
)

// cookieName has the prefix that makes browsers refuse a cookie which another name
// below ours, or a page without TLS, tries to set (RFC 6265bis, 4.1.3). A browser
// takes that prefix over TLS only.
func (s *SignIn) cookieName(name string) string {
	if s.base.Scheme == "https" {
		return "__Host-" + name
	}
	return name
}

// setCookie lets no script read it. SameSite is lax, not strict: who comes back from an
// issuer, or from a link in a letter, is signed in; what another page posts is not.
func (s *SignIn) setCookie(w http.ResponseWriter, name string, value secret, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(name), Value: string(value), Path: "/", MaxAge: int(lasts / time.Second),
		Secure: s.base.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (s *SignIn) dropCookie(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(name), Path: "/", MaxAge: -1,
		Secure: s.base.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// cookie gives none when there are two: one of them is not ours.
func (s *SignIn) cookie(r *http.Request, name string) (secret, bool) {
	found := r.CookiesNamed(s.cookieName(name))
	if len(found) != 1 || found[0].Value == "" {
		return "", false
	}
	return secret(found[0].Value), true
}
