package vault

import (
	"container/list"
	"sync"
	"time"

	"github.com/google/uuid"
)

// cache holds unlocked keys: the least recently used one goes first, and each
// goes when its time is over, used or not.
type cache struct {
	size int
	now  func() time.Time

	mu    sync.Mutex
	byID  map[uuid.UUID]*list.Element
	used  *list.List // of *unlocked, the most recently used in front
	drops int        // rises at every drop
}

func newCache(size int, now func() time.Time) *cache {
	return &cache{size: size, now: now, byID: map[uuid.UUID]*list.Element{}, used: list.New()}
}

// get gives what is known of these ids, and which are not.
func (c *cache) get(ids map[uuid.UUID]bool) (known map[uuid.UUID]*unlocked, missing []uuid.UUID) {
	known = make(map[uuid.UUID]*unlocked, len(ids))
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for id := range ids {
		if key := c.touch(id, now); key != nil {
			known[id] = key
		} else {
			missing = append(missing, id)
		}
	}
	return known, missing
}

func (c *cache) touch(id uuid.UUID, now time.Time) *unlocked {
	element, found := c.byID[id]
	if !found {
		return nil
	}
	key := element.Value.(*unlocked)
	if !now.Before(key.until) {
		c.remove(element)
		return nil
	}
	c.used.MoveToFront(element)
	return key
}

// generation is to be asked before keys are read from the store, and given to put.
func (c *cache) generation() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.drops
}

// put keeps keys, unless some were dropped since they were read: one of these
// may be among them, and would come back to life.
func (c *cache) put(keys map[uuid.UUID]*unlocked, generation int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != generation {
		return
	}
	for id, key := range keys {
		if _, found := c.byID[id]; found || key == nil {
			continue
		}
		c.byID[id] = c.used.PushFront(key)
	}
	for c.used.Len() > c.size {
		c.remove(c.used.Back())
	}
}

// drop forgets the keys of which gone is true.
func (c *cache) drop(gone func(Holder) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	for _, element := range c.byID {
		if gone(element.Value.(*unlocked).holder) {
			c.remove(element)
		}
	}
}

func (c *cache) remove(element *list.Element) {
	c.used.Remove(element)
	delete(c.byID, element.Value.(*unlocked).id)
}
