package logtest

import (
	"ruggensteun/domain/eventlog"
)

var reading = []promise{
	{"an empty log has head 0 and gives nothing", emptyLog},
	{"reading gives at most the limit, from after a position, without gaps", pages},
	{"reading goes on past large events, at least one at a time", largePages},
	{"a stream is read from after a version", streamAfter},
}

func emptyLog(tr *trial) {
	if head := tr.head(); head != 0 {
		tr.t.Errorf("head %d, want 0", head)
	}
	if n := len(tr.read(0, 10)) + len(tr.readStream(tr.stream(), 0)); n != 0 {
		tr.t.Errorf("an empty log gave %d events", n)
	}
}

func pages(tr *trial) {
	const total = 23
	for range total {
		tr.accept(changes(tr.to(tr.stream(), 0, 1)))
	}
	all := tr.read(0, 1000)
	if len(all) != total {
		tr.t.Fatalf("read %d events, want %d", len(all), total)
	}
	for _, limit := range []int{1, 2, 7, total, total + 1} {
		var paged []eventlog.Recorded
		for {
			page := tr.read(eventlog.Position(len(paged)), limit)
			if len(page) > limit {
				tr.t.Fatalf("limit %d gave %d events", limit, len(page))
			}
			if len(page) == 0 {
				break
			}
			paged = append(paged, page...)
		}
		tr.sameEvents("the log in pages", paged, all)
	}
	for _, after := range []eventlog.Position{total, total + 1, 1 << 40} {
		if n := len(tr.read(after, 10)); n != 0 {
			tr.t.Errorf("read %d events after %d, beyond the head", n, after)
		}
	}
}

func largePages(tr *trial) {
	const total = 12
	s := tr.stream()
	for range total {
		c := tr.to(s, eventlog.AnyVersion, 1)
		c.Events[0].Payload = make([]byte, eventlog.MaxPayload)
		tr.accept(changes(c))
	}
	if n := len(tr.all()); n != total {
		tr.t.Errorf("read %d large events, want %d", n, total)
	}
	if n := len(tr.readStream(s, 0)); n != total {
		tr.t.Errorf("the stream gave %d large events, want all %d", n, total)
	}
}

func streamAfter(tr *trial) {
	s, other := tr.stream(), tr.stream()
	for range 4 {
		tr.accept(changes(tr.to(s, eventlog.AnyVersion, 2), tr.to(other, eventlog.AnyVersion, 1)))
	}
	whole := tr.readStream(s, 0)
	if len(whole) != 8 {
		tr.t.Fatalf("read %d events of the stream, want 8", len(whole))
	}
	for after := range eventlog.Version(8) {
		tr.sameEvents("the rest of the stream", tr.readStream(s, after), whole[after:])
	}
	for _, after := range []eventlog.Version{8, 9, 1 << 40} {
		if n := len(tr.readStream(s, after)); n != 0 {
			tr.t.Errorf("%d events after version %d of 8", n, after)
		}
	}
	namesake := eventlog.Stream{Category: "other", ID: s.ID}
	if n := len(tr.readStream(namesake, 0)); n != 0 {
		tr.t.Errorf("%d events in a stream of the same id and another category", n)
	}
}
