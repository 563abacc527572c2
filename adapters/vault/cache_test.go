package vault

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

func filled(size int, until time.Time, now *time.Time, ids ...byte) *cache {
	c := newCache(size, func() time.Time { return *now })
	for _, id := range ids {
		c.put(one(id, until), c.generation())
	}
	return c
}

func one(id byte, until time.Time) map[uuid.UUID]*unlocked {
	key := &unlocked{id: uuid.UUID{id}, holder: Holder{Subject: uuid.UUID{id}}, until: until}
	return map[uuid.UUID]*unlocked{key.id: key}
}

func (c *cache) holds(id byte) bool {
	known, _ := c.get(map[uuid.UUID]bool{{id}: true})
	return known[uuid.UUID{id}] != nil
}

func TestCache(t *testing.T) {
	t.Parallel()
	start := time.Unix(1e9, 0)
	later := start.Add(KeyLifetime)
	cases := map[string]struct {
		do   func(c *cache, now *time.Time)
		want map[byte]bool
	}{
		"the least recently used goes first": {
			func(c *cache, _ *time.Time) { c.holds(1); c.put(one(4, later), c.generation()) },
			map[byte]bool{1: true, 2: false, 3: true, 4: true},
		},
		"using a key does not lengthen its time": {
			func(c *cache, now *time.Time) { *now = later.Add(-1); c.holds(1); *now = later },
			map[byte]bool{1: false, 2: false, 3: false},
		},
		"a dropped key is gone": {
			func(c *cache, _ *time.Time) { c.drop(func(h Holder) bool { return h.Subject == uuid.UUID{2} }) },
			map[byte]bool{1: true, 2: false, 3: true},
		},
		"a key that was read before a drop does not come back": {
			func(c *cache, _ *time.Time) {
				read := c.generation()
				c.drop(func(h Holder) bool { return h.Subject == uuid.UUID{2} })
				c.put(one(2, later), read)
			},
			map[byte]bool{1: true, 2: false, 3: true},
		},
		"a destroyed key is not kept": {
			func(c *cache, _ *time.Time) { c.put(map[uuid.UUID]*unlocked{{9}: nil}, c.generation()) },
			map[byte]bool{1: true, 2: true, 3: true, 9: false},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := start
			cache := filled(3, later, &now, 1, 2, 3)
			c.do(cache, &now)
			for id, want := range c.want {
				if got := cache.holds(id); got != want {
					t.Errorf("holds %d: %v", id, got)
				}
			}
			if cache.used.Len() != len(cache.byID) || cache.used.Len() > 3 {
				t.Errorf("%d in order, %d by id", cache.used.Len(), len(cache.byID))
			}
		})
	}
}
