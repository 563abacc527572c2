package api

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/operation"
)

// obedient keeps orders in memory, and does all of them at once but for a rebuild.
type obedient struct {
	now  func() time.Time
	mu   sync.Mutex
	kept []operation.Order
}

func (o *obedient) Order(_ context.Context, order operation.Order) (operation.Order, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if i := slices.IndexFunc(o.kept, func(k operation.Order) bool { return k.ID == order.ID }); i >= 0 {
		return o.kept[i], nil
	}
	if order.Name != "facts" && order.Name != "mail" {
		return order, fault.New(fault.NotFound, "there is none of this name")
	}
	order.At = o.now()
	if order.What != operation.Rebuild {
		order.Ended, order.Outcome = o.now(), operation.Done
	}
	o.kept = append(o.kept, order)
	return order, nil
}

func (o *obedient) Last(_ context.Context, most int) ([]operation.Order, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	last := slices.Clone(o.kept)
	slices.Reverse(last)
	return last[:min(most, len(last))], nil
}

func TestTheOperatorOrdersARebuildOnceAndSeesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	again := header("Idempotency-Key", "once")
	first := w.post("/v1/operation/orders", access.Operator, uuid.Nil, `{"order":"REBUILD","of":"facts"}`, again).want(202)
	second := w.post("/v1/operation/orders", access.Operator, uuid.Nil, `{"order":"REBUILD","of":"facts"}`, again).want(202)
	if first.text("id") != second.text("id") {
		t.Errorf("sent twice it is %s and %s", first.text("id"), second.text("id"))
	}
	w.post("/v1/operation/orders", access.Operator, uuid.Nil, `{"order":"DROP_LETTER","of":"mail","position":17,"reason":"NOT_NEEDED"}`).want(202)
	orders := w.get("/v1/operation", access.Operator, uuid.Nil).want(200).list("orders")
	if len(orders) != 2 || orders[0]["order"] != "DROP_LETTER" || orders[0]["reason"] != "NOT_NEEDED" || orders[0]["outcome"] != "DONE" || orders[1]["outcome"] != nil {
		t.Errorf("the orders are %v", orders)
	}
}

func TestAnOrderThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, want := range map[string]struct {
		status int
		field  string
	}{
		`{"order":"DROP_LETTER","of":"mail","position":17}`: {400, "reason"},
		`{"order":"RETRY_LETTER","of":"mail"}`:              {400, "position"},
		`{"order":"EXPLODE","of":"mail"}`:                   {400, "order"},
		`{"order":"REBUILD","of":"nothing"}`:                {404, ""},
	} {
		out := w.post("/v1/operation/orders", access.Operator, uuid.Nil, body).want(want.status)
		if want.field != "" && out.list("errors")[0]["field"] != want.field {
			t.Errorf("of %s it says %s", body, out.Body)
		}
	}
}
