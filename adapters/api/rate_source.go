package api

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// source is where a request came from, as far as we can know: the last address that was named by
// somebody who is believed. Whoever is nearer to the client may have made up what stands before it.
func (r *Rates) source(req *http.Request) netip.Prefix {
	at := hostOf(req.RemoteAddr)
	forwarded := strings.Split(strings.Join(req.Header.Values("X-Forwarded-For"), ","), ",")
	for _, said := range slices.Backward(forwarded) {
		if !r.believes(at) {
			break
		}
		named := hostOf(strings.TrimSpace(said))
		if !named.IsValid() {
			break
		}
		at = named
	}
	return neighbourhood(at)
}

func (r *Rates) believes(proxy netip.Addr) bool {
	return slices.ContainsFunc(r.Proxies, func(p netip.Prefix) bool { return p.Contains(proxy) })
}

// hostOf reads an address with or without a port.
func hostOf(text string) netip.Addr {
	if both, err := netip.ParseAddrPort(text); err == nil {
		return both.Addr().Unmap().WithZone("")
	}
	alone, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return alone.Unmap().WithZone("")
}

// neighbourhood is what one customer of a provider has: of IPv6 that is a /64 at least, in which he may take
// an address of his own for each request.
func neighbourhood(a netip.Addr) netip.Prefix {
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil { // no address: a request that came through no network
		return netip.Prefix{}
	}
	return p
}

func newThrottleSecret() (secret [16]byte) {
	_, _ = rand.Read(secret[:]) // it stops the program when the system gives no randomness
	return secret
}

// alias stands for an address in the log, where one may not be: it is about a person. The same
// address has the same one until the program ends, so that one can see that many requests
// came from one place.
func (t *throttle) alias(source netip.Prefix) string {
	mac := hmac.New(sha256.New, t.secret[:])
	_, _ = mac.Write([]byte(source.String()))
	return hex.EncodeToString(mac.Sum(nil)[:6])
}
