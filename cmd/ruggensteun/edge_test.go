package main

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/api"
)

func TestRatesAreReadOverTheUsualOnes(t *testing.T) {
	t.Parallel()
	got, err := edgeOptions{rates: "read=600/minute, export=off,sign-in=5/hour", proxies: "10.0.0.7, 2001:db8::/32"}.read()
	if err != nil {
		t.Fatal(err)
	}
	want := api.UsualRates
	want.Read, want.Export, want.SignIn = api.Rate{Count: 600, Per: time.Minute}, api.Rate{}, api.Rate{Count: 5, Per: time.Hour}
	for name, rate := range got.Named() {
		if *rate != *want.Named()[name] {
			t.Errorf("%s is %v, want %v", name, *rate, *want.Named()[name])
		}
	}
	if len(got.Proxies) != 2 || got.Proxies[0] != netip.MustParsePrefix("10.0.0.7/32") || got.Proxies[1] != netip.MustParsePrefix("2001:db8::/32") {
		t.Errorf("proxies are %v", got.Proxies)
	}
}

func TestARateThatCannotBeReadIsNamed(t *testing.T) {
	t.Parallel()
	for options, says := range map[edgeOptions]string{
		{rates: "reads=1/minute"}:              "the names are address, export, read, search, sign-in, write, wrong",
		{rates: "read"}:                        "NAME=NUMBER/minute",
		{rates: "read=0/minute"}:               "read must be a number",
		{rates: "read=-1/minute"}:              "read must be a number",
		{rates: "read=1/week"}:                 "/second, /minute or /hour",
		{rates: "read=1"}:                      "/second, /minute or /hour",
		{rates: "read=1/minute,read=2/minute"}: "given twice",
		{proxies: "proxy.example"}:             "is no address",
		{proxies: "10.0.0.7,"}:                 "is no address",
	} {
		if _, err := options.read(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: got %v, want %q", options, err, says)
		}
	}
}
