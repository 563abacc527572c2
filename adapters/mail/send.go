package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	netmail "net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Send carries a message. Without an error the server took it; where the connection
// broke while it was about to say so it may have been taken all the same. The error is
// a *Failure.
func (s *Sender) Send(ctx context.Context, m Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return &Failure{Kind: Refused, Stage: Recipient}
	}
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return failed(Connect, err)
	}
	// Nothing below looks at the context: what hangs ends with its connection.
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer func() { _ = conn.Close() }()
	return s.talk(conn, m.To, msg)
}

func (s *Sender) dial(ctx context.Context) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.Server)
	if err != nil {
		return nil, err
	}
	// A name can lead elsewhere than it says.
	if at, ok := conn.RemoteAddr().(*net.TCPAddr); s.Security == None && (!ok || !at.IP.IsLoopback()) {
		_ = conn.Close()
		return nil, errNotHere
	}
	if s.Security != TLS {
		return conn, nil
	}
	secured := tls.Client(conn, s.tlsConfig())
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

// talk takes the steps of one session, and names the one that failed.
func (s *Sender) talk(conn net.Conn, to string, msg *gomail.Msg) error {
	c, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return failed(Connect, err)
	}
	for _, step := range []struct {
		stage Stage
		take  func(*smtp.Client) error
	}{
		{Connect, func(c *smtp.Client) error { return c.Hello(s.domain) }},
		{Secure, s.secure},
		{Login, s.login},
		{From, func(c *smtp.Client) error { return c.Mail(s.From) }},
		{Recipient, func(c *smtp.Client) error { return c.Rcpt(to) }},
		{Content, func(c *smtp.Client) error { return write(c, msg) }},
	} {
		if err := step.take(c); err != nil {
			return failed(step.stage, err)
		}
	}
	_ = c.Quit() // it was taken, whatever becomes of goodbye
	return nil
}

func (s *Sender) secure(c *smtp.Client) error {
	if s.Security != StartTLS {
		return nil
	}
	if able, _ := c.Extension("STARTTLS"); !able {
		return errNoTLS
	}
	return c.StartTLS(s.tlsConfig())
}

func (s *Sender) login(c *smtp.Client) error {
	if s.User == "" {
		return nil
	}
	_, ways := c.Extension("AUTH")
	known := " " + ways + " "
	switch {
	case strings.Contains(known, " SCRAM-SHA-256 "):
		return c.Auth(smtp.ScramSHA256Auth(s.User, s.Password))
	case strings.Contains(known, " PLAIN "):
		return c.Auth(smtp.PlainAuth("", s.User, s.Password, s.host, false))
	case strings.Contains(known, " LOGIN "):
		return c.Auth(smtp.LoginAuth(s.User, s.Password, s.host, false))
	}
	return errNoLogin
}

func write(c *smtp.Client, msg *gomail.Msg) error {
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := msg.WriteTo(w); err != nil {
		return err
	}
	return w.Close()
}

var errNoAddress = errors.New("this is no mail address")

// compose marks the mail as one that a machine wrote, so that nobody's absence is
// answered to it (RFC 3834), and names no program.
func (s *Sender) compose(m Message) (*gomail.Msg, error) {
	if to, err := netmail.ParseAddress(m.To); err != nil || to.Address != m.To {
		return nil, errNoAddress
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(s.From); err != nil {
		return nil, err
	}
	if err := msg.To(m.To); err != nil {
		return nil, err
	}
	msg.SetMessageIDWithValue(m.ID + "@" + s.domain)
	msg.SetDateWithValue(m.At)
	msg.Subject(m.Subject)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("Content-Language", "nl, en")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	return msg, nil
}
