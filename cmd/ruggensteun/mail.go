package main

import (
	"context"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/mail"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
)

// mailOptions say how mail is sent; without a server none is.
type mailOptions struct {
	mail.Options
	ca, password, base string
}

func (o *mailOptions) bind(f *flag.FlagSet, p *program) {
	f.StringVar(&o.Server, "smtp", p.env("RUGGENSTEUN_SMTP_SERVER"), "`HOST:PORT` of a mail server that carries mail to who is to do something (default: none is sent)")
	security := or(p.env("RUGGENSTEUN_SMTP_SECURITY"), string(mail.StartTLS))
	f.StringVar((*string)(&o.Security), "smtp-security", security, "`HOW` mail is kept from others on its way: starttls, tls, or none on this machine")
	f.StringVar(&o.User, "smtp-user", p.env("RUGGENSTEUN_SMTP_USER"), "`NAME` to log in with; the password is in RUGGENSTEUN_SMTP_PASSWORD or a file")
	f.StringVar(&o.password, "smtp-password-file", p.env("RUGGENSTEUN_SMTP_PASSWORD_FILE"), "`FILE` with the password on its first line")
	f.StringVar(&o.From, "smtp-from", p.env("RUGGENSTEUN_SMTP_FROM"), "`ADDRESS` that mail comes from")
	f.StringVar(&o.ca, "smtp-ca", p.env("RUGGENSTEUN_SMTP_CA"), "`FILE` with certificates (PEM) that vouch for the mail server (default: those of the machine)")
	f.StringVar(&o.base, "base-url", p.env("RUGGENSTEUN_BASE_URL"), "`URL` under which this register is reached: for links in mail, and where login services send people back to")
	o.Password = p.env("RUGGENSTEUN_SMTP_PASSWORD")
}

// sender is nil when no mail is to be sent. No error repeats a user or a password.
func (o *mailOptions) sender() (*mail.Sender, error) {
	if o.Server == "" {
		return nil, nil
	}
	if o.base = strings.TrimRight(o.base, "/"); !o.linkable() {
		return nil, wrongUsage("mail needs --base-url, the address of this register for links, as https://ruggensteun.example.nl")
	}
	if o.password != "" {
		text, err := readSecret(o.password)
		if err != nil {
			return nil, fmt.Errorf("read the password for the mail server: %w", err)
		}
		o.Password, _, _ = strings.Cut(strings.TrimRight(text, "\r\n"), "\n")
	}
	if o.ca != "" {
		text, err := os.ReadFile(o.ca)
		if err != nil {
			return nil, fmt.Errorf("read who vouches for the mail server: %w", err)
		}
		if o.Roots = x509.NewCertPool(); !o.Roots.AppendCertsFromPEM(text) {
			return nil, wrongUsage("--smtp-ca: the file holds no certificate; give one in PEM")
		}
	}
	s, err := mail.New(o.Options)
	if err != nil {
		return nil, wrongUsage("--smtp: %v", err)
	}
	return s, nil
}

func (o *mailOptions) linkable() bool {
	u, err := url.Parse(o.base)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" &&
		!strings.ContainsAny(o.base, " \r\n")
}

// mailConsumer is whom the log knows the post office as; it stands in the key of every
// mail that was ever sent.
const mailConsumer = "mail"

var mailTopic = strings.Join([]string{
	casework.AlarmRaised{}.EventType(), casework.HandOverOffered{}.EventType(), mailing.Gathered{}.EventType(), mailing.DigestMade{}.EventType(),
}, ",")

// mailTries and mailBackoff: what a server refuses of one mail keeps the others waiting
// for half a minute. While it is away everything waits, with pauses of up to 50 seconds.
const (
	mailTries   = 6
	mailBackoff = time.Second
)

// postOffice writes to whom something concerns. Whatever it does, it does beside
// everything else: nobody who works with a case waits for a mail.
type postOffice struct {
	journal decider.Sharing
	codec   *byItself
	send    func(context.Context, mail.Message) error
	piles   func(context.Context, uuid.UUID, time.Time, *time.Location) ([]mailing.Pile, error)
	staff   func(context.Context) (map[uuid.UUID]bool, error) // employers that may have addresses, and whether a demonstration told of each
	clock   func() time.Time
	base    string
	tries   int
	warn    func(msg string, args ...any)
}

// postCodec opens the addresses, and of alarms which term they are of: whose turn it is
// follows from that.
func (s *store) postCodec() *byItself {
	return s.byItself(processing.Mails, person.ForIdentity, person.ForProsecution, person.ForCare).daily()
}

// postOffice is that of this store.
func (s *store) postOffice(sender *mail.Sender, base string) *postOffice {
	codec := s.postCodec()
	return &postOffice{
		journal: decider.NewJournal(s.log, codec), codec: codec, send: sender.Send,
		piles: s.piles, staff: s.staff, clock: time.Now, base: base, tries: mailTries, warn: s.logger.Warn,
	}
}

// handlers are the consumers of single events; Close ends them.
func (o *postOffice) handlers(ctx context.Context, s *store, backoff time.Duration) (*bus.Handlers, error) {
	h, err := bus.NewHandlers(s.consumers, s.log)
	if err != nil {
		return nil, err
	}
	// Before the router does: nothing is missed that is recorded from now on.
	if err := s.consumers.Register(ctx, consumer.Consumer{Name: mailConsumer, Topic: mailTopic}, consumer.FromNow); err != nil {
		return nil, err
	}
	return h, h.Handle(mailTopic, bus.EventOptions{
		Name: mailConsumer, Start: consumer.FromNow, Logger: s.logger, Backoff: backoff, Tries: o.tries,
		// Several mails may hang until they time out, and Ctrl-C waits for none of them.
		AckTime: 5 * time.Minute, CloseTime: time.Second,
	}, s.unlessLeft(o.handle))
}

// writeMail goes on until the context ends; without a mail server it does nothing.
func (s *store) writeMail(ctx context.Context, parts *sync.WaitGroup, fail context.CancelCauseFunc) error {
	o := s.post
	if o == nil {
		return nil
	}
	h, err := o.handlers(ctx, s, mailBackoff)
	if err != nil {
		return err
	}
	parts.Go(func() {
		if err := h.Run(context.WithoutCancel(ctx)); err != nil {
			fail(err)
		}
	})
	parts.Go(func() {
		o.rounds(ctx, time.Minute)
		if err := h.Close(); err != nil {
			o.warn("the mail in hand did not end in time", "error", err)
		}
	})
	return nil
}

// rounds looks once in a while whether the hour of a digest has come.
func (o *postOffice) rounds(ctx context.Context, every time.Duration) {
	r := &round{postOffice: o, back: mostHeldDays, done: map[uuid.UUID]string{}}
	for ctx.Err() == nil {
		if err := r.make(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, context.Canceled) {
			o.warn("not every digest could be made, trying again", "error", err)
		}
		wait(ctx, every)
	}
}
