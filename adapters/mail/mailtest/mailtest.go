// Package mailtest is an SMTP server for tests: a real one, on this machine, that can
// be told to refuse, to wait, to hang and to hang up.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// User and Password are what a server takes that asks for a login.
const User, Password = "ruggensteun", "geheim-van-de-post"

// Options say what kind of server it is.
type Options struct {
	StartTLS bool // it can do TLS after a greeting in clear
	TLS      bool // it speaks nothing else
	Login    bool // it takes mail only from who logged in
}

// Server keeps what it took.
type Server struct {
	Addr  string
	Roots *x509.CertPool // vouch for it

	options Options
	server  *smtp.Server

	mu      sync.Mutex
	rules   Rules
	taken   []Mail
	came    int
	tried   map[string]int
	arrived chan struct{} // closed and replaced whenever something happened
}

// Mail is one message that was taken.
type Mail struct {
	From, To string
	Header   mail.Header
	Body     string
}

// Rules are how it behaves; nil functions let everything pass.
type Rules struct {
	Greeting  error                 // to whoever comes: a Refusal
	Sender    error                 // to every sender
	Recipient func(to string) error // to a recipient
	Message   func(to string) error // when the message was read: a Refusal, HangUp, or nil
	// Hang makes it wait, before it answers to a recipient, until it is closed.
	Hang <-chan struct{}
	// Answer makes it wait, when it has taken a message, before it says so.
	Answer <-chan struct{}
}

// Refusal is an answer of the server. It repeats the address as real ones do.
func Refusal(code int, to string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "no mail for <" + to + ">"}
}

// Ways to end a connection without an answer.
var (
	HangUpBefore = &smtp.SMTPError{Message: "before it was taken"}
	HangUpAfter  = &smtp.SMTPError{Message: "after it was taken"}
)

// Start runs a server until the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{options: o, tried: map[string]int{}, arrived: make(chan struct{})}
	certificate := s.certify(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = listener.Addr().String()
	s.server = smtp.NewServer(smtp.BackendFunc(s.session))
	s.server.Domain, s.server.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	secured := &tls.Config{Certificates: []tls.Certificate{certificate}}
	if o.StartTLS {
		s.server.TLSConfig = secured
	}
	if o.TLS {
		listener = tls.NewListener(listener, secured)
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.server.Serve(listener) })
	t.Cleanup(func() {
		_ = listener.Close() // the server does not know it yet when it has not begun
		_ = s.server.Close()
		serving.Wait()
	})
	return s
}

// Rule changes how it behaves from now on.
func (s *Server) Rule(r Rules) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = r
}

// Taken are the mails so far, in the order in which they came.
func (s *Server) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// Came is how often somebody came and was greeted, or refused at the door.
func (s *Server) Came() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.came
}

// Tried is how often somebody wanted to send to an address.
func (s *Server) Tried(to string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tried[to]
}

// Await waits until what is asked for is so.
func (s *Server) Await(t testing.TB, is func() bool) {
	t.Helper()
	late := time.After(3 * time.Minute) // only a hang takes so long
	for {
		s.mu.Lock()
		next := s.arrived
		s.mu.Unlock()
		if is() {
			return
		}
		select {
		case <-next:
		case <-late:
			t.Fatalf("it never came to that; %d mails were taken", len(s.Taken()))
		}
	}
}

// told lets those who wait look again. The lock is held.
func (s *Server) told() {
	close(s.arrived)
	s.arrived = make(chan struct{})
}

func (s *Server) certify(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	paper := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	signed, err := x509.CreateCertificate(rand.Reader, paper, paper, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(signed)
	if err != nil {
		t.Fatal(err)
	}
	s.Roots = x509.NewCertPool()
	s.Roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: key}
}

func (s *Server) ruled() Rules {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rules
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	s.came++
	s.told()
	err := s.rules.Greeting
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return &session{server: s, conn: c}, nil
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	loggedIn bool
	from, to string
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string {
	if s.server.options.Login {
		return []string{sasl.Plain}
	}
	return nil
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.loggedIn = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.options.Login && !s.loggedIn {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "log in first"}
	}
	s.from = from
	return s.server.ruled().Sender
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	s.server.mu.Lock()
	s.server.tried[to]++
	s.server.told()
	rules := s.server.rules
	s.server.mu.Unlock()
	if rules.Hang != nil {
		<-rules.Hang
	}
	if rules.Recipient == nil {
		return nil
	}
	return rules.Recipient(to)
}

func (s *session) Data(r io.Reader) error {
	var err error
	if rule := s.server.ruled().Message; rule != nil {
		err = rule(s.to)
	}
	if err == HangUpBefore { // in the middle of it
		_, _ = io.CopyN(io.Discard, r, 10)
		return s.conn.Conn().Close()
	}
	message, parsed := mail.ReadMessage(r)
	if parsed != nil {
		return parsed
	}
	body, read := io.ReadAll(quotedprintable.NewReader(message.Body))
	if read != nil {
		return read
	}
	if err != nil && err != HangUpAfter {
		return err
	}
	s.server.mu.Lock()
	s.server.taken = append(s.server.taken, Mail{s.from, s.to, message.Header, string(body)})
	s.server.told()
	answer := s.server.rules.Answer
	s.server.mu.Unlock()
	if answer != nil {
		<-answer
	}
	if err == HangUpAfter {
		return s.conn.Conn().Close()
	}
	return nil
}
