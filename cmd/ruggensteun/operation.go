package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"ruggensteun/adapters/api"
)

// operation says how this server is doing, to who keeps it running: names of ours, positions and code words.
func (v *server) operation(began time.Time, e entrance) func(context.Context) (api.Operating, error) {
	return func(ctx context.Context) (api.Operating, error) {
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		now := api.Operating{Started: began, Memory: memory.Sys, Outside: v.outside(e)}
		models, err := v.runner.Status(ctx) // as it is now: whoever ordered something looks what came of it
		if err != nil {
			return now, fmt.Errorf("ask how the read models are doing: %w", err)
		}
		for _, m := range models {
			now.Models = append(now.Models, api.ReadModel{Name: m.Name, Revision: m.Revision, InUse: m.Active, Status: string(m.Status), Position: int64(m.Position), Behind: m.Behind, Late: m.Late.Seconds(), StoppedAt: int64(m.StoppedAt), StopReason: m.StopReason, Built: m.Built, ToBuild: m.ToBuild})
		}
		consumers, err := v.consumers.Status(ctx)
		if err != nil {
			return now, fmt.Errorf("ask how the consumers are doing: %w", err)
		}
		for _, c := range consumers {
			now.Consumers = append(now.Consumers, api.Consumer{Name: c.Name, Status: string(c.Status), Position: int64(c.Position), Behind: c.Behind, Late: c.Late.Seconds(), Owned: c.OwnerAlive, DeadLetters: c.DeadLetters, StoppedAt: int64(c.StoppedAt), StopReason: c.StopReason})
		}
		letters, err := v.consumers.DeadLetters(ctx)
		if err != nil {
			return now, fmt.Errorf("ask for the dead letters: %w", err)
		}
		for _, l := range letters {
			now.Letters = append(now.Letters, api.DeadLetter{Consumer: l.Name, Position: int64(l.Position), Status: string(l.Status), Tries: l.Tries, At: l.At, Reason: l.Reason})
		}
		return now, nil
	}
}

// outside is all that this server speaks with, beside who asks it something.
func (v *server) outside(e entrance) (list []api.Outward) {
	for _, issuer := range e.issuers {
		list = append(list, api.Outward{Kind: "SIGN_IN", Where: issuer.Issuer})
	}
	if e.mail != "" {
		list = append(list, api.Outward{Kind: "MAIL", Where: e.mail})
	}
	if e.copy != "" {
		list = append(list, api.Outward{Kind: "PROCESSING_COPY", Where: e.copy})
	}
	if l := v.metrics.listener; l != nil {
		list = append(list, api.Outward{Kind: "METRICS", Where: l.Addr().String()})
	}
	return list
}
