package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/textproto"
)

// Kind is what became of a message that was not taken.
type Kind string

const (
	// Refused for good: this address or this message, and only it.
	Refused Kind = "refused"
	// Postponed is refused for now: this address or this message, and only it.
	Postponed Kind = "postponed"
	// Away: the server does not answer, or takes nothing for now.
	Away Kind = "away"
	// Setup: the server takes nothing from us as we are set up.
	Setup Kind = "setup"
)

// Stage is how far we came with the server.
type Stage string

const (
	Connect   Stage = "connect"
	Secure    Stage = "tls"
	Login     Stage = "login"
	From      Stage = "sender"
	Recipient Stage = "recipient"
	Content   Stage = "message"
)

// Failure is why a message was not taken. It holds none of the server's words, which
// may repeat the address, and no secret.
type Failure struct {
	Kind  Kind
	Stage Stage
	Code  int // the server's answer; 0 when there was none
}

func (f *Failure) Error() string {
	if f.Code == 0 {
		return fmt.Sprintf("mail %s at %s", f.Kind, f.Stage)
	}
	return fmt.Sprintf("mail %s at %s, answer %d", f.Kind, f.Stage, f.Code)
}

// Passing tells whether it says nothing about this message: any other one would have
// failed as well.
func (f *Failure) Passing() bool { return f.Kind == Away || f.Kind == Setup }

var (
	errNotHere = errors.New("the mail server is not on this machine")
	errNoTLS   = errors.New("the mail server cannot do TLS")
	errNoLogin = errors.New("the mail server knows no way to log in that we know")
)

func failed(stage Stage, err error) *Failure {
	f := &Failure{Stage: stage}
	var said *textproto.Error
	if errors.As(err, &said) {
		f.Code = said.Code
	}
	f.Kind = f.judge(err)
	return f
}

// judge reads a server's answer (RFC 5321, 4.2; RFC 4954, 6).
func (f *Failure) judge(err error) Kind {
	alone := f.Stage == Recipient || f.Stage == Content
	switch {
	case setUpWrongly(err):
		return Setup
	case f.Code == 0 || f.Code == 421: // it hung up, or is about to
		return Away
	case f.Code == 530 || f.Code == 534 || f.Code == 535 || f.Code == 538: // it wants us to log in
		return Setup
	case f.Code >= 500 && alone:
		return Refused
	case f.Code >= 500:
		return Setup
	case alone:
		return Postponed
	}
	return Away
}

// setUpWrongly tells what somebody has to mend on our side, the server's papers among it.
func setUpWrongly(err error) bool {
	var papers *tls.CertificateVerificationError
	var clear tls.RecordHeaderError
	return errors.Is(err, errNotHere) || errors.Is(err, errNoTLS) || errors.Is(err, errNoLogin) ||
		errors.As(err, &papers) || errors.As(err, &clear)
}
