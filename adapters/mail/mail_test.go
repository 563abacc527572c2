package mail_test

import (
	"crypto/x509"
	"strings"
	"testing"

	"ruggensteun/adapters/mail"
)

func TestASenderIsSetUpSoThatNothingIsSentInClearOverANetwork(t *testing.T) {
	t.Parallel()
	const secret = "geheim-van-de-post"
	good := mail.Options{Server: "smtp.example.nl:587", Security: mail.StartTLS, From: "ruggensteun@example.nl"}
	for name, test := range map[string]struct {
		change func(*mail.Options)
		says   string // "" is accepted
	}{
		"as it should be":                 {func(*mail.Options) {}, ""},
		"TLS from the first byte":         {func(o *mail.Options) { o.Security, o.Server = mail.TLS, "smtp.example.nl:465" }, ""},
		"who vouches is said":             {func(o *mail.Options) { o.Roots = x509.NewCertPool() }, ""},
		"in clear on this machine":        {func(o *mail.Options) { o.Security, o.Server = mail.None, "127.0.0.1:25" }, ""},
		"in clear on this machine, IPv6":  {func(o *mail.Options) { o.Security, o.Server = mail.None, "[::1]:25" }, ""},
		"in clear on this machine, named": {func(o *mail.Options) { o.Security, o.Server = mail.None, "localhost:25" }, ""},
		"in clear elsewhere":              {func(o *mail.Options) { o.Security = mail.None }, "only be on this machine"},
		"in clear to what begins alike":   {func(o *mail.Options) { o.Security, o.Server = mail.None, "localhost.example.nl:25" }, "only be on this machine"},
		"a password in clear": {func(o *mail.Options) {
			o.Security, o.Server, o.User, o.Password = mail.None, "127.0.0.1:25", "jansen", secret
		}, "not sent without TLS"},
		"no security said":           {func(o *mail.Options) { o.Security = "" }, "starttls, tls and none"},
		"security as it comes":       {func(o *mail.Options) { o.Security = "opportunistic" }, "starttls, tls and none"},
		"a server without a port":    {func(o *mail.Options) { o.Server = "smtp.example.nl" }, "host:port"},
		"no server":                  {func(o *mail.Options) { o.Server = "" }, "host:port"},
		"a sender that is no one":    {func(o *mail.Options) { o.From = "ruggensteun" }, "ruggensteun@example.nl"},
		"a sender with a name":       {func(o *mail.Options) { o.From = "Jansen <j@example.nl>" }, "ruggensteun@example.nl"},
		"a sender with another line": {func(o *mail.Options) { o.From = "j@example.nl\r\nBcc: k@example.nl" }, "ruggensteun@example.nl"},
	} {
		o := good
		test.change(&o)
		_, err := mail.New(o)
		switch {
		case test.says == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
			t.Errorf("%s: %v, want one about %q", name, err, test.says)
		case err != nil && (strings.Contains(err.Error(), secret) || strings.Contains(strings.ToLower(err.Error()), "jansen")):
			t.Errorf("%s: the error repeats what it was given: %v", name, err)
		}
	}
}
