package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/mail"
	"ruggensteun/adapters/mail/mailtest"
)

const anna, bert = "anna@example.nl", "bert@example.nl"

func sender(t *testing.T, s *mailtest.Server, change func(*mail.Options)) *mail.Sender {
	t.Helper()
	o := mail.Options{Server: s.Addr, Security: mail.None, From: "ruggensteun@example.nl", Roots: s.Roots}
	if change != nil {
		change(&o)
	}
	m, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func message(to string) mail.Message {
	return mail.Message{
		ID: "3f1c", At: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), To: to,
		Subject: "Er is iets te doen", Text: "Eén termijn is verstreken.\n.\nA term has passed.\n",
	}
}

func TestAMessageArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{})
	if err := sender(t, s, nil).Send(t.Context(), message(anna)); err != nil {
		t.Fatal(err)
	}
	all := s.Taken()
	if len(all) != 1 {
		t.Fatalf("%d mails came", len(all))
	}
	got := all[0]
	if got.From != "ruggensteun@example.nl" || got.To != anna || strings.ReplaceAll(got.Body, "\r\n", "\n") != message(anna).Text {
		t.Errorf("%+v", got)
	}
	for header, want := range map[string]string{
		"Message-Id": "<3f1c@example.nl>", "Date": "Thu, 26 Nov 2026 09:00:00 +0000", "Subject": "Er is iets te doen", "To": "<anna@example.nl>",
		"Auto-Submitted": "auto-generated", "User-Agent": "", "X-Mailer": "",
	} {
		if h := got.Header.Get(header); h != want {
			t.Errorf("%s is %q, want %q", header, h, want)
		}
	}
}

func TestAServerThatIsSpokenToSecurelyIsTheRightOne(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		server mailtest.Options
		change func(*mail.Options)
		want   mail.Failure // zero: it was taken
	}{
		"TLS after a greeting":          {mailtest.Options{StartTLS: true}, func(o *mail.Options) { o.Security = mail.StartTLS }, mail.Failure{}},
		"TLS from the first byte":       {mailtest.Options{TLS: true}, func(o *mail.Options) { o.Security = mail.TLS }, mail.Failure{}},
		"a server without TLS":          {mailtest.Options{}, func(o *mail.Options) { o.Security = mail.StartTLS }, mail.Failure{Kind: mail.Setup, Stage: mail.Secure}},
		"a server in clear, asked TLS":  {mailtest.Options{}, func(o *mail.Options) { o.Security = mail.TLS }, mail.Failure{Kind: mail.Setup, Stage: mail.Connect}},
		"one that nobody vouches for":   {mailtest.Options{StartTLS: true}, func(o *mail.Options) { o.Security, o.Roots = mail.StartTLS, nil }, mail.Failure{Kind: mail.Setup, Stage: mail.Secure}},
		"the same, from the first byte": {mailtest.Options{TLS: true}, func(o *mail.Options) { o.Security, o.Roots = mail.TLS, nil }, mail.Failure{Kind: mail.Setup, Stage: mail.Connect}},
		"a login": {mailtest.Options{StartTLS: true, Login: true}, func(o *mail.Options) {
			o.Security, o.User, o.Password = mail.StartTLS, mailtest.User, mailtest.Password
		}, mail.Failure{}},
		"a wrong password": {mailtest.Options{StartTLS: true, Login: true}, func(o *mail.Options) {
			o.Security, o.User, o.Password = mail.StartTLS, mailtest.User, "wrong-"+mailtest.Password
		}, mail.Failure{Kind: mail.Setup, Stage: mail.Login, Code: 535}},
		"no login where one is asked": {mailtest.Options{StartTLS: true, Login: true}, func(o *mail.Options) { o.Security = mail.StartTLS },
			mail.Failure{Kind: mail.Setup, Stage: mail.From, Code: 530}},
		"a login where there is none": {mailtest.Options{StartTLS: true}, func(o *mail.Options) {
			o.Security, o.User, o.Password = mail.StartTLS, mailtest.User, mailtest.Password
		}, mail.Failure{Kind: mail.Setup, Stage: mail.Login}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mailtest.Start(t, test.server)
			err := sender(t, s, test.change).Send(t.Context(), message(anna))
			judge(t, err, test.want)
			if taken := len(s.Taken()); (taken == 1) != (test.want == mail.Failure{}) {
				t.Errorf("%d mails came", taken)
			}
		})
	}
}

// judge holds a failure against what is wanted, and looks for what it must not repeat.
func judge(t *testing.T, err error, want mail.Failure) {
	t.Helper()
	var got *mail.Failure
	switch {
	case err == nil && want == mail.Failure{}:
		return
	case !errors.As(err, &got) || *got != want:
		t.Errorf("got %v, want %v", err, &want)
	case strings.Contains(fmt.Sprintf("%+v %#v", err, got), "anna") || strings.Contains(fmt.Sprintf("%+v", err), mailtest.Password):
		t.Errorf("the error says too much: %+v", err)
	}
}

func TestARefusalForGoodIsToldFromWhatMayPass(t *testing.T) {
	t.Parallel()
	only := func(code int) func(string) error {
		return func(to string) error {
			if to == anna {
				return mailtest.Refusal(code, to)
			}
			return nil
		}
	}
	for name, test := range map[string]struct {
		rules   mailtest.Rules
		want    mail.Failure
		passing bool
		bert    bool // who writes to somebody else is taken
	}{
		"an address that is none":        {mailtest.Rules{Recipient: only(550)}, mail.Failure{Kind: mail.Refused, Stage: mail.Recipient, Code: 550}, false, true},
		"a mailbox that is full":         {mailtest.Rules{Recipient: only(452)}, mail.Failure{Kind: mail.Postponed, Stage: mail.Recipient, Code: 452}, false, true},
		"a message that is not wanted":   {mailtest.Rules{Message: only(554)}, mail.Failure{Kind: mail.Refused, Stage: mail.Content, Code: 554}, false, true},
		"a message that is to wait":      {mailtest.Rules{Message: only(451)}, mail.Failure{Kind: mail.Postponed, Stage: mail.Content, Code: 451}, false, true},
		"a server that is closing":       {mailtest.Rules{Recipient: only(421)}, mail.Failure{Kind: mail.Away, Stage: mail.Recipient, Code: 421}, true, true},
		"one that first wants a login":   {mailtest.Rules{Recipient: only(530)}, mail.Failure{Kind: mail.Setup, Stage: mail.Recipient, Code: 530}, true, true},
		"a sender that may not":          {mailtest.Rules{Sender: mailtest.Refusal(553, anna)}, mail.Failure{Kind: mail.Setup, Stage: mail.From, Code: 553}, true, false},
		"a sender that is to wait":       {mailtest.Rules{Sender: mailtest.Refusal(450, anna)}, mail.Failure{Kind: mail.Away, Stage: mail.From, Code: 450}, true, false},
		"a server that is too busy":      {mailtest.Rules{Greeting: mailtest.Refusal(450, anna)}, mail.Failure{Kind: mail.Away, Stage: mail.Connect, Code: 450}, true, false},
		"a server that wants nobody":     {mailtest.Rules{Greeting: mailtest.Refusal(554, anna)}, mail.Failure{Kind: mail.Setup, Stage: mail.Connect, Code: 554}, true, false},
		"one that hangs up in the midst": {mailtest.Rules{Message: func(string) error { return mailtest.HangUpBefore }}, mail.Failure{Kind: mail.Away, Stage: mail.Content}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mailtest.Start(t, mailtest.Options{})
			s.Rule(test.rules)
			m := sender(t, s, nil)
			err := m.Send(t.Context(), message(anna))
			judge(t, err, test.want)
			var f *mail.Failure
			if errors.As(err, &f) && f.Passing() != test.passing {
				t.Errorf("it passes by itself: %v", f.Passing())
			}
			if taken := m.Send(t.Context(), message(bert)) == nil; taken != test.bert {
				t.Errorf("a message to somebody else was taken: %v", taken)
			}
			s.Rule(mailtest.Rules{})
			if err := m.Send(t.Context(), message(anna)); err != nil {
				t.Errorf("it did not pass: %v", err)
			}
		})
	}
}

func TestAConnectionThatBreaksBeforeTheAnswerCountsAsNotTaken(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{})
	s.Rule(mailtest.Rules{Message: func(string) error { return mailtest.HangUpAfter }})
	judge(t, sender(t, s, nil).Send(t.Context(), message(anna)), mail.Failure{Kind: mail.Away, Stage: mail.Content})
	if n := len(s.Taken()); n != 1 {
		t.Errorf("%d mails came", n)
	}
}

func TestAServerThatHangsHoldsNobodyLongerThanTheTimeout(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{})
	release := make(chan struct{})
	s.Rule(mailtest.Rules{Hang: release})
	defer close(release)
	m := sender(t, s, func(o *mail.Options) { o.Timeout = 100 * time.Millisecond })
	judge(t, m.Send(t.Context(), message(anna)), mail.Failure{Kind: mail.Away, Stage: mail.Recipient})
}

func TestWhoStopsWaitingIsLetGoAtOnce(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{})
	release := make(chan struct{})
	s.Rule(mailtest.Rules{Hang: release})
	defer close(release)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- sender(t, s, nil).Send(ctx, message(anna)) }()
	s.Await(t, func() bool { return s.Tried(anna) == 1 })
	stop()
	judge(t, <-ended, mail.Failure{Kind: mail.Away, Stage: mail.Recipient})
}

func TestAServerThatNeverGreetsOrIsNotThereIsAway(t *testing.T) {
	t.Parallel()
	mute, err := net.Listen("tcp", "127.0.0.1:0") // takes connections, and nobody speaks
	if err != nil {
		t.Fatal(err)
	}
	at := mute.Addr().String()
	m, err := mail.New(mail.Options{Server: at, Security: mail.None, From: "r@example.nl", Timeout: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	judge(t, m.Send(t.Context(), message(anna)), mail.Failure{Kind: mail.Away, Stage: mail.Connect})
	_ = mute.Close()
	judge(t, m.Send(t.Context(), message(anna)), mail.Failure{Kind: mail.Away, Stage: mail.Connect})
}

func TestAnAddressThatIsNoneReachesNoServer(t *testing.T) {
	t.Parallel()
	s := mailtest.Start(t, mailtest.Options{})
	for _, to := range []string{"", "anna", "anna@example.nl>\r\nDATA", "anna@example.nl\r\nBcc: bert@example.nl", "anna@example.nl, bert@example.nl"} {
		judge(t, sender(t, s, nil).Send(t.Context(), message(to)), mail.Failure{Kind: mail.Refused, Stage: mail.Recipient})
		if s.Tried(to) != 0 || len(s.Taken()) != 0 {
			t.Errorf("%q reached the server", to)
		}
	}
}
