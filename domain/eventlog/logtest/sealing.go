package logtest

import (
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

var sealing = []promise{
	{"data keys and marks are stored with their events", keysWithEvents},
	{"data keys and marks of a refused append are not stored", keysOfRefused},
	{"a repeat stores none of its own data keys", keysOfRepeat},
	{"a data key's id is used once", keyIDOnce},
	{"the keys of a ring come together, and each is found by itself", keysOfRing},
	{"a mark stands for one subject within an employer and kind", markTaken},
	{"of several subjects given one mark at the same moment one gets it", markContested},
	{"data keys and marks that no log may take are refused", malformedKeys},
}

func (tr *trial) dataKey() eventlog.DataKey {
	id := tr.id()
	return eventlog.DataKey{
		ID: id, Parent: tr.id(), Employer: tr.id(), Kind: "person", Subject: tr.id(), Purpose: "identity",
		Wrapped: []byte{0, 1, 0xff, id[0]},
	}
}

// ring is data keys whose ids differ in nothing but the last byte.
func (tr *trial) ring(size int) []eventlog.DataKey {
	keys := []eventlog.DataKey{tr.dataKey()}
	for len(keys) < size {
		k := keys[len(keys)-1]
		k.ID, k.Subject, k.Wrapped = eventlog.NextInRing(k.ID), tr.id(), []byte{byte(len(keys))}
		k.Purpose = []string{"", "health"}[len(keys)%2]
		keys = append(keys, k)
	}
	return keys
}

func (tr *trial) mark(token string) eventlog.Mark {
	return eventlog.Mark{Employer: tr.id(), Kind: "staff-number", Token: keyOf(token, "").Token, Subject: tr.id()}
}

func (tr *trial) sealed(s eventlog.Stream, expected eventlog.Version, keys []eventlog.DataKey, marks ...eventlog.Mark) eventlog.Append {
	return eventlog.Append{Changes: []eventlog.Change{tr.to(s, expected, 1)}, DataKeys: keys, Marks: marks}
}

// needStored skips what can only be seen beside the log.
func (tr *trial) needStored() {
	if tr.f.Stored == nil {
		tr.t.Skip("nothing looks into this store beside the log")
	}
}

// keyStored gives a data key, or none.
func (tr *trial) keyStored(id uuid.UUID) []eventlog.DataKey {
	tr.t.Helper()
	found, err := tr.f.Stored.Keys(tr.ctx, []uuid.UUID{id})
	if err != nil {
		tr.t.Fatalf("data key %s: %v", id, err)
	}
	return found
}

func (tr *trial) standsFor(m eventlog.Mark) uuid.UUID {
	tr.t.Helper()
	subject, found, err := tr.f.Stored.Subject(tr.ctx, m.Employer, m.Kind, m.Token)
	if err != nil || found != (subject != uuid.Nil) {
		tr.t.Fatalf("mark: %s, %t, %v", subject, found, err)
	}
	return subject
}

func keysWithEvents(tr *trial) {
	tr.needStored()
	first, second, mark := tr.dataKey(), tr.dataKey(), tr.mark("a")
	second.Employer, second.Subject = first.Employer, first.Subject // two commands each made one
	top := eventlog.DataKey{ID: tr.id(), Kind: "employer", Wrapped: []byte("under the master key")}
	tr.accept(tr.sealed(tr.stream(), 0, []eventlog.DataKey{first, top}, mark))
	tr.accept(tr.sealed(tr.stream(), 0, []eventlog.DataKey{second}))
	for _, want := range []eventlog.DataKey{first, second, top} {
		tr.same("data key", tr.keyStored(want.ID), []eventlog.DataKey{want})
	}
	if got := tr.standsFor(mark); got != mark.Subject {
		tr.t.Errorf("the mark stands for %s, want %s", got, mark.Subject)
	}
}

func keysOfRefused(tr *trial) {
	tr.needStored()
	s, key, mark := tr.stream(), tr.dataKey(), tr.mark("a")
	tr.accept(changes(tr.to(s, 0, 1)))
	tr.conflict(tr.sealed(s, 0, []eventlog.DataKey{key}, mark), eventlog.ConflictError{Stream: s, Expected: 0, Actual: 1})
	if len(tr.keyStored(key.ID)) > 0 {
		tr.t.Error("a refused append left its data key behind")
	}
	if got := tr.standsFor(mark); got != uuid.Nil {
		tr.t.Error("a refused append left its mark behind")
	}
	tr.accept(tr.sealed(s, 1, []eventlog.DataKey{key}, mark))
}

func keysOfRepeat(tr *trial) {
	tr.needStored()
	s, mine, again, mark := tr.stream(), tr.dataKey(), tr.dataKey(), tr.mark("again")
	a := tr.sealed(s, 0, []eventlog.DataKey{mine})
	a.Key = keyOf("sealed", "body")
	tr.accept(a)
	b := tr.sealed(s, 0, []eventlog.DataKey{again}, mark)
	b.Key = a.Key
	if r := tr.accept(b); !r.Replayed {
		tr.t.Error("the repeat was recorded")
	}
	if len(tr.keyStored(again.ID)) > 0 {
		tr.t.Error("a repeat stored a data key that no event is sealed under")
	}
	if tr.standsFor(mark) != uuid.Nil {
		tr.t.Error("a repeat stored a mark")
	}
}

func keyIDOnce(tr *trial) {
	key, s := tr.dataKey(), tr.stream()
	tr.accept(tr.sealed(s, 0, []eventlog.DataKey{key}))
	tr.refuse(tr.sealed(s, 1, []eventlog.DataKey{tr.dataKey(), key}), eventlog.ErrInvalid)
	tr.accept(tr.sealed(s, 1, []eventlog.DataKey{tr.dataKey()}))
}

func keysOfRing(tr *trial) {
	tr.needStored()
	s, ring := tr.stream(), tr.ring(eventlog.RingSize)
	tr.accept(tr.sealed(s, 0, append(ring[1:], tr.dataKey())))
	for _, want := range ring[1:] {
		tr.same("data key", tr.keyStored(want.ID), []eventlog.DataKey{want})
	}
	if found := tr.keyStored(ring[0].ID); len(found) > 0 {
		tr.t.Errorf("a key of the ring that was not brought: %v", found)
	}
	tr.refuse(tr.sealed(s, 1, ring[:1]), eventlog.ErrInvalid)
	tr.accept(tr.sealed(s, 1, nil))
	for _, change := range []func(*eventlog.DataKey){
		func(k *eventlog.DataKey) { k.Parent = tr.id() },
		func(k *eventlog.DataKey) { k.Employer = tr.id() },
	} {
		torn := tr.ring(2)
		change(&torn[1])
		tr.refuse(tr.sealed(s, 2, torn), eventlog.ErrInvalid)
	}
}

func markTaken(tr *trial) {
	s, mark := tr.stream(), tr.mark("taken")
	tr.accept(tr.sealed(s, 0, nil, mark))
	other := mark
	other.Subject = tr.id()
	fresh := tr.mark("fresh")
	tr.refuse(tr.sealed(s, 1, nil, fresh, other), eventlog.ErrMarkTaken)
	tr.accept(tr.sealed(s, 1, nil, mark, mark)) // the same subject again is nothing new
	for _, elsewhere := range []func(*eventlog.Mark){
		func(m *eventlog.Mark) { m.Employer = tr.id() },
		func(m *eventlog.Mark) { m.Kind = "employer-code" },
		func(m *eventlog.Mark) { m.Token[31]++ },
	} {
		m := other
		elsewhere(&m)
		tr.accept(tr.sealed(s, eventlog.AnyVersion, nil, m))
	}
	fresh.Subject = tr.id() // would be taken if the refused append had left it
	tr.accept(tr.sealed(s, eventlog.AnyVersion, nil, fresh))
	if tr.f.Stored != nil && tr.standsFor(mark) != mark.Subject {
		tr.t.Error("the mark stands for somebody else now")
	}
}

func markContested(tr *trial) {
	for round := range 5 {
		contested := tr.mark(fmt.Sprint("contested ", round))
		errs, before := make([]error, crowd), tr.head()
		tr.together(crowd, func(i int, log eventlog.Log) {
			m := contested
			m.Subject = tr.id()
			_, errs[i] = log.Append(tr.ctx, tr.sealed(tr.stream(), 0, []eventlog.DataKey{tr.dataKey()}, m))
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, eventlog.ErrMarkTaken) {
				tr.t.Errorf("got %v, want %v", err, eventlog.ErrMarkTaken)
			}
		}
		if after := tr.head(); won != 1 || after != before+1 {
			tr.t.Errorf("%d got the mark and %d events were recorded, want 1 and 1", won, after-before)
		}
	}
}

func malformedKeys(tr *trial) {
	key, mark := tr.dataKey(), tr.mark("a")
	changed := func(change func(k *eventlog.DataKey, m *eventlog.Mark)) eventlog.Append {
		k, m := key, mark
		change(&k, &m)
		return tr.sealed(tr.stream(), 0, []eventlog.DataKey{k}, m)
	}
	other := mark
	other.Subject = tr.id()
	for name, a := range map[string]eventlog.Append{
		"a key without id":       changed(func(k *eventlog.DataKey, _ *eventlog.Mark) { k.ID = uuid.Nil }),
		"a key without bytes":    changed(func(k *eventlog.DataKey, _ *eventlog.Mark) { k.Wrapped = nil }),
		"a NUL in a key's kind":  changed(func(k *eventlog.DataKey, _ *eventlog.Mark) { k.Kind = "\x00" }),
		"a purpose in two words": changed(func(k *eventlog.DataKey, _ *eventlog.Mark) { k.Purpose = "a b" }),
		"a mark without kind":    changed(func(_ *eventlog.DataKey, m *eventlog.Mark) { m.Kind = "" }),
		"a mark without subject": changed(func(_ *eventlog.DataKey, m *eventlog.Mark) { m.Subject = uuid.Nil }),
		"the same key twice":     tr.sealed(tr.stream(), 0, []eventlog.DataKey{key, key}),
		"one mark for two":       tr.sealed(tr.stream(), 0, nil, mark, other),
	} {
		if _, err := tr.log.Append(tr.ctx, a); !errors.Is(err, eventlog.ErrInvalid) {
			tr.t.Errorf("%s: got %v, want %v", name, err, eventlog.ErrInvalid)
		}
	}
	if head := tr.head(); head != 0 {
		tr.t.Errorf("head is %d, want 0", head)
	}
}
