package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/operation"
	"ruggensteun/projections"
)

// orders carries out what whoever keeps the program running orders of it. What takes long goes on
// beside the requests and ends with the program.
type orders struct {
	*store
	kept  *postgres.Orders
	ctx   context.Context // of what takes long
	stop  context.CancelFunc
	under sync.WaitGroup
}

func newOrders(s *store) *orders {
	o := &orders{store: s, kept: postgres.OpenOrders(s.db)}
	o.ctx, o.stop = context.WithCancel(context.Background())
	return o
}

// Close stops what is under way, and waits until it left nothing behind.
func (o *orders) Close() {
	o.stop()
	o.under.Wait()
}

// Last implements api.Orders.
func (o *orders) Last(ctx context.Context, most int) ([]operation.Order, error) {
	return o.kept.Last(ctx, most)
}

// Order keeps an order and carries it out. One that nothing can come of is refused before it is kept.
func (o *orders) Order(ctx context.Context, order operation.Order) (operation.Order, error) {
	do, err := o.doing(ctx, order)
	if err != nil {
		return order, err
	}
	kept, fresh, err := o.kept.Keep(ctx, order)
	if err != nil || !fresh {
		return kept, err
	}
	if order.What == operation.Rebuild {
		o.under.Go(func() { o.carryOut(o.ctx, kept, do) })
		return kept, nil
	}
	return o.carryOut(ctx, kept, do)
}

// carryOut says what became of it, also when the program is to stop.
func (o *orders) carryOut(ctx context.Context, order operation.Order, do func(context.Context) (int, error)) (operation.Order, error) {
	differences, err := do(ctx)
	order.Outcome, order.Differences, order.Ended = operation.Done, differences, time.Now()
	switch {
	case errors.Is(err, postgres.ErrCancelled), errors.Is(err, context.Canceled):
		order.Outcome = operation.Cancelled
	case err != nil:
		order.Outcome = operation.Failed
		o.logger.Error("an order of the operator failed", "order", string(order.What), "of", order.Name, "error", err)
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), statusTime)
	defer cancel()
	return order, errors.Join(err, o.kept.End(ending, order))
}

// doing is what an order comes to. It looks first whether there is what it is about.
func (o *orders) doing(ctx context.Context, order operation.Order) (func(context.Context) (int, error), error) {
	if order.What.OfConsumer() {
		return o.withConsumer(ctx, order)
	}
	models := o.readModels()
	i := slices.IndexFunc(models, func(m readModel) bool { return m.Name == order.Name })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "there is no read model of this name: GET /v1/operation lists them")
	}
	switch order.What {
	case operation.Rebuild:
		return o.rebuilding(ctx, models[i])
	case operation.CancelRebuild:
		return only(func(ctx context.Context) error { return o.runner.Cancel(ctx, order.Name) }), o.isBuilt(ctx, order.Name)
	case operation.PauseModel:
		return only(func(ctx context.Context) error { return o.runner.Pause(ctx, order.Name) }), nil
	}
	return only(func(ctx context.Context) error { return o.runner.Resume(ctx, order.Name) }), nil
}

// only is what makes no difference in rows.
func only(do func(context.Context) error) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) { return 0, do(ctx) }
}

func (o *orders) rebuilding(ctx context.Context, m readModel) (func(context.Context) (int, error), error) {
	if o.isBuilt(ctx, m.Name) == nil {
		return nil, fault.New(fault.Refused, m.Name+" is being made anew already: wait until it is done, or cancel that")
	}
	return func(ctx context.Context) (int, error) {
		compared, err := m.runner.Rebuild(ctx, m.Projection, nil)
		return len(compared.Differences), err
	}, nil
}

// isBuilt is nil while some program makes a read model anew.
func (o *orders) isBuilt(ctx context.Context, name string) error {
	all, err := o.runner.Status(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(s postgres.ProjectionStatus) bool { return s.Name == name && s.Status == projections.Building }) {
		return fault.New(fault.Refused, "nothing makes "+name+" anew now, so there is nothing to cancel")
	}
	return nil
}

func (o *orders) withConsumer(ctx context.Context, order operation.Order) (func(context.Context) (int, error), error) {
	all, err := o.consumers.Status(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(c postgres.ConsumerStatus) bool { return c.Name == order.Name }) {
		return nil, fault.New(fault.NotFound, "there is no consumer of this name: GET /v1/operation lists them")
	}
	switch order.What {
	case operation.PauseConsumer:
		return only(func(ctx context.Context) error { return o.consumers.Pause(ctx, order.Name) }), nil
	case operation.ResumeConsumer:
		return only(func(ctx context.Context) error { return o.consumers.Resume(ctx, order.Name) }), nil
	}
	letters, err := o.consumers.DeadLetters(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(letters, func(l consumer.DeadLetter) bool { return l.Name == order.Name && l.Position == order.Position }) {
		return nil, fault.New(fault.NotFound, "this consumer has no dead letter at this position: GET /v1/operation lists them")
	}
	to := map[operation.What]consumer.LetterStatus{operation.RetryLetter: consumer.Retrying, operation.DropLetter: consumer.Dropped}[order.What]
	return only(func(ctx context.Context) error { return o.consumers.Decide(ctx, order.Name, order.Position, to) }), nil
}
