package api

import (
	"errors"
	"net/http"
	"time"
)

// pace is how slowly somebody may take an answer that is made as it is sent: perSecond bytes on
// the whole, and once the time of start longer than that, for a line that falters.
type pace struct {
	start     time.Duration
	perSecond int64
}

// usualPace is that of a bad mobile connection. Who takes less holds a place that others wait for.
var usualPace = pace{start: 30 * time.Second, perSecond: 8 << 10}

// left is how much longer somebody may take for all that was sent to him.
func (p pace) left(sent int64, waited time.Duration) time.Duration {
	whole, rest := sent/p.perSecond, sent%p.perSecond // a product of nanoseconds is too large from 9 GB on
	return p.start + time.Duration(whole)*time.Second + time.Duration(rest*int64(time.Second)/p.perSecond) - waited
}

// patient waits for whoever takes an answer, as long as he keeps the pace. Only the time in which
// we wait for him counts, not that in which the answer is made.
type patient struct {
	http.ResponseWriter
	pace   pace
	sent   int64
	waited time.Duration
}

func (p *patient) Write(b []byte) (int, error) {
	began := time.Now()
	until := began.Add(p.pace.left(p.sent+int64(len(b)), p.waited))
	err := http.NewResponseController(p.ResponseWriter).SetWriteDeadline(until)
	if err != nil && !errors.Is(err, http.ErrNotSupported) { // a terminal is no connection
		return 0, err
	}
	n, err := p.ResponseWriter.Write(b)
	p.sent += int64(n)
	p.waited += time.Since(began)
	return n, err
}
