package api

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// buckets are one for each who asks: a full one holds as many as may be asked at once, and it
// fills again with time. Not more than most are kept. Who has not asked for longest is
// forgotten then, which makes his bucket full: an attacker with very many addresses gains that
// way, and nobody loses.
type buckets[K comparable] struct {
	rate  Rate
	most  int
	mu    sync.Mutex
	order *list.List // of *bucket[K], who asked last in front
	of    map[K]*list.Element
}

type bucket[K comparable] struct {
	whose K
	*rate.Limiter
}

func newBuckets[K comparable](r Rate, most int) *buckets[K] {
	return &buckets[K]{rate: r, most: most, order: list.New(), of: map[K]*list.Element{}}
}

// take takes one, or says how long until there is one.
func (b *buckets[K]) take(whose K, now time.Time) (wait time.Duration, taken bool) {
	if b.rate.Count <= 0 || b.rate.Per <= 0 {
		return 0, true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	one := b.bucketOf(whose).ReserveN(now, 1)
	if wait = one.DelayFrom(now); wait > 0 {
		one.CancelAt(now)
		return wait, false
	}
	return 0, true
}

func (b *buckets[K]) bucketOf(whose K) *rate.Limiter {
	if at, there := b.of[whose]; there {
		b.order.MoveToFront(at)
		return at.Value.(*bucket[K]).Limiter
	}
	if b.order.Len() >= b.most {
		last := b.order.Back()
		delete(b.of, b.order.Remove(last).(*bucket[K]).whose)
	}
	each := rate.Every(b.rate.Per / time.Duration(b.rate.Count))
	one := &bucket[K]{whose, rate.NewLimiter(each, b.rate.Count)}
	b.of[whose] = b.order.PushFront(one)
	return one.Limiter
}
