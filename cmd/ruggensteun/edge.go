package main

import (
	"flag"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruggensteun/adapters/api"
)

// edgeOptions say how much may come in, and through whom.
type edgeOptions struct {
	rates, proxies string
	drain          time.Duration
}

func (o *edgeOptions) bind(f *flag.FlagSet, p *program) {
	f.StringVar(&o.rates, "rates", p.env("RUGGENSTEUN_RATES"), "`LIST` of how often may be asked, as read=600/minute,sign-in=20/minute,export=off; the rest stays as it is")
	f.StringVar(&o.proxies, "trusted-proxies", p.env("RUGGENSTEUN_TRUSTED_PROXIES"), "`LIST` of addresses (10.0.0.7 or 10.0.0.0/24) that are believed on whom they ask for (X-Forwarded-For)")
	f.DurationVar(&o.drain, "drain", 0, "`TIME` to go on answering, as not ready, once it is to stop: as long as a load balancer takes to notice, e.g. 10s")
}

func (o edgeOptions) read() (api.Rates, error) {
	rates := api.UsualRates
	if err := readRates(&rates, o.rates); err != nil {
		return rates, err
	}
	for _, text := range listOf(o.proxies) {
		p, err := readPrefix(text)
		if err != nil {
			return rates, wrongUsage("--trusted-proxies: %q is no address: write 10.0.0.7, or 10.0.0.0/24 for a network, with commas between them", text)
		}
		rates.Proxies = append(rates.Proxies, p)
	}
	return rates, nil
}

// checkBase refuses an address at which passwords, cookies and names would go in clear.
func checkBase(base string) error {
	u, err := url.Parse(base)
	if base == "" || err != nil || u.Scheme != "http" { // what is no address at all is told by who needs one
		return nil
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return wrongUsage("--base-url begins with http://, and whoever is on the way could read everything: let people reach this server through a proxy with TLS, and give its address, beginning with https://; http:// is taken for this machine only")
}

func listOf(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	parts := strings.Split(text, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func readPrefix(text string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p.Masked(), nil
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return a.Unmap().Prefix(a.Unmap().BitLen())
}

func readRates(rates *api.Rates, list string) error {
	named := rates.Named()
	seen := map[string]bool{}
	for _, one := range listOf(list) {
		name, often, written := strings.Cut(one, "=")
		rate, known := named[name]
		switch {
		case !known || !written:
			return wrongUsage("--rates: write NAME=NUMBER/minute with commas between them; the names are %s", strings.Join(slices.Sorted(maps.Keys(named)), ", "))
		case seen[name]:
			return wrongUsage("--rates: %s is given twice: give it once", name)
		}
		seen[name] = true
		read, err := readRate(name, often)
		if err != nil {
			return err
		}
		*rate = read
	}
	return nil
}

var perUnit = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour}

// mostOften leaves each bucket a time to fill that can be told from none.
const mostOften = 1_000_000

func readRate(name, text string) (api.Rate, error) {
	if text == "off" {
		return api.Rate{}, nil
	}
	number, unit, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(number)
	per, known := perUnit[unit]
	if err != nil || n < 1 || n > mostOften || !known {
		return api.Rate{}, wrongUsage("--rates: %s must be a number from 1 to %d with /second, /minute or /hour, as %s=600/minute, or off", name, mostOften, name)
	}
	return api.Rate{Count: n, Per: per}, nil
}
