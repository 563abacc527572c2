package api

import (
	"context"
	"reflect"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/operation"
)

// Orders carries out what the operator orders of the program.
type Orders interface {
	// Order keeps an order and carries it out; what takes long is under way when it returns. The same
	// order given twice is carried out once. Errors: NotFound, Refused, KeyReused.
	Order(ctx context.Context, o operation.Order) (operation.Order, error)
	// Last are the newest, newest first.
	Last(ctx context.Context, most int) ([]operation.Order, error)
}

// ordersShown is how many stand in an answer.
const ordersShown = 20

type orderForm struct {
	Order    operation.What   `json:"order" enum:"REBUILD,CANCEL_REBUILD,PAUSE_READ_MODEL,RESUME_READ_MODEL,PAUSE_CONSUMER,RESUME_CONSUMER,RETRY_LETTER,DROP_LETTER" doc:"To make a read model anew beside the one that is read, compare and switch, or to stop that; to hold a read model or a consumer still, or let it go on; to try a dead letter once more, or to decide that nothing is to be done about it."`
	Of       string           `json:"of" maxLength:"63" doc:"Name of the read model or the consumer."`
	Position int              `json:"position,omitempty" doc:"Of the dead letter."`
	Reason   operation.Reason `json:"reason,omitempty" enum:"DONE_BY_HAND,NOT_NEEDED,DONE_ELSEWHERE,CANNOT_BE_DONE" doc:"Why nothing is to be done about a dead letter. A code, because it is kept for good."`
}

type orderPage struct {
	ID          uuid.UUID         `json:"id" format:"uuid"`
	At          time.Time         `json:"at"`
	By          uuid.UUID         `json:"by" format:"uuid" doc:"Opaque: who ordered it."`
	Order       operation.What    `json:"order"`
	Of          string            `json:"of"`
	Position    int64             `json:"position,omitempty"`
	Reason      operation.Reason  `json:"reason,omitempty"`
	Ended       *time.Time        `json:"ended,omitempty" doc:"Left out while it is under way."`
	Outcome     operation.Outcome `json:"outcome,omitempty" doc:"DONE, CANCELLED, FAILED, or BROKEN_OFF where the program that did it is gone; what was read before still is then."`
	Differences int               `json:"differences,omitempty" doc:"Of a rebuild: places where what was read was otherwise than the log says, of which 100 are counted."`
}

func pageOfOrder(o operation.Order) orderPage {
	page := orderPage{ID: o.ID, At: o.At.UTC(), By: o.By, Order: o.What, Of: o.Name, Position: int64(o.Position), Reason: o.Reason, Outcome: o.Outcome, Differences: o.Differences}
	if !o.Ended.IsZero() {
		ended := o.Ended.UTC()
		page.Ended = &ended
	}
	return page
}

type orderInput struct{ Keyed }

type orderAnswer struct{ Body orderPage }

// order takes an order of whoever keeps the program running.
func (a *api) order(ctx context.Context, in *orderInput) (*orderAnswer, error) {
	c := callOf(ctx)
	if err := c.actor.May(access.Operate, uuid.Nil); err != nil {
		return nil, err
	}
	var form orderForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &form, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "order", &wrong)
	o := operation.Order{
		ID: uuid.NewSHA1(c.actor.ID, []byte(r.Key)), At: a.Clock(), By: c.actor.ID,
		What: form.Order, Name: form.Of, Position: eventlog.Position(form.Position), Reason: form.Reason,
	}
	o.Check(&wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if a.Orders == nil {
		return nil, fault.New(fault.Unavailable, "this is no server that keeps read models: ask one, or use `ruggensteun projections` and `ruggensteun consumers`")
	}
	done, err := a.Orders.Order(ctx, o)
	if err != nil {
		return nil, err
	}
	return &orderAnswer{pageOfOrder(done)}, nil
}

// ordersNow are the newest, for the page of the operator.
func (a *api) ordersNow(ctx context.Context) ([]orderPage, error) {
	pages := []orderPage{}
	if a.Orders == nil {
		return pages, nil
	}
	last, err := a.Orders.Last(ctx, ordersShown)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "the database does not say now what was ordered: try again", err)
	}
	for _, o := range last {
		pages = append(pages, pageOfOrder(o))
	}
	return pages, nil
}

// routesOfOrders are what the operator orders.
func (a *api) routesOfOrders() []route {
	return []route{
		{"POST", "/operation/orders", "orderOperation", "Iets laten doen aan leesmodellen en volgers",
			"Makes a read model anew or stops that, holds one or a consumer still or lets it go on, and decides about dead letters. Only the operator. The answer comes when it is done; of a rebuild when it began, and GET /v1/operation says how far it is. Until it is switched to, what was read is read, also when the program is stopped or killed meanwhile. What was ordered, by whom and what became of it is kept.",
			false, 202, reflect.TypeFor[orderForm](), []int{404, 409, 413}, bind(a, a.order)},
	}
}
