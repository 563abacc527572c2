// Package mail carries messages that say that something is to be done to an SMTP
// server, and tells a refusal from a server that is away.
package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"strings"
	"time"
)

// Security is how the way to the server is kept from others.
type Security string

const (
	// StartTLS begins in clear and goes on only when the server can do TLS.
	StartTLS Security = "starttls"
	// TLS is there from the first byte on.
	TLS Security = "tls"
	// None is for a server on this machine only.
	None Security = "none"
)

// Options say where the server is and how to speak to it.
type Options struct {
	Server   string // host:port
	Security Security
	User     string // "" does not log in
	Password string
	From     string         // the address that mails come from
	Roots    *x509.CertPool // who vouches for the server; nil is whom the machine trusts
	// Timeout bounds carrying one message, with connecting; 20 s unless set.
	Timeout time.Duration
}

// Message is one mail to one address.
type Message struct {
	// ID begins the Message-ID: the same for a repeat, so that a reader's program can
	// tell it. Letters, digits, dots, dashes and underscores.
	ID      string
	At      time.Time
	To      string
	Subject string
	Text    string
}

// Sender carries messages, each over a connection of its own: they are few, and one
// that hangs holds up no other.
type Sender struct {
	Options
	host   string
	domain string // of the sender's address
}

// New checks the options. Its errors never repeat them.
func New(o Options) (*Sender, error) {
	host, port, err := net.SplitHostPort(o.Server)
	if err != nil || host == "" || port == "" {
		return nil, errors.New("the mail server is not host:port: write it as smtp.example.nl:587")
	}
	from, err := netmail.ParseAddress(o.From)
	if err != nil || from.Address != o.From {
		return nil, errors.New("the sender is not a mail address: write it as ruggensteun@example.nl")
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	s := &Sender{Options: o, host: host, domain: o.From[strings.LastIndexByte(o.From, '@')+1:]}
	return s, s.checkSecurity()
}

func (s *Sender) checkSecurity() error {
	switch s.Security {
	case StartTLS, TLS:
		return nil
	case None:
	default:
		return errors.New("the security of the mail server is none of starttls, tls and none")
	}
	if s.User != "" || s.Password != "" {
		return errors.New("a password is not sent without TLS: use starttls or tls, or leave the user out")
	}
	if ip := net.ParseIP(s.host); s.host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return errors.New("without TLS a mail server may only be on this machine: use starttls or tls")
	}
	return nil
}

func (s *Sender) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}
