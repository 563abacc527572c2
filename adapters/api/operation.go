package api

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// Operating is how a server and what works beside it are doing: names of ours, positions and code
// words, and nothing of a record.
type Operating struct {
	Started   time.Time
	Memory    uint64 // bytes that the program holds
	Models    []ReadModel
	Consumers []Consumer
	Letters   []DeadLetter
	Outside   []Outward
}

// ReadModel is one revision of a read model.
type ReadModel struct {
	Name       string  `json:"name"`
	Revision   int     `json:"revision"`
	InUse      bool    `json:"in_use" doc:"It is the one that is read; another is being made beside it."`
	Status     string  `json:"status" doc:"running, paused or stopped; building while it is being made."`
	Position   int64   `json:"position" doc:"The last event in the log that it has taken in."`
	Behind     int64   `json:"behind" doc:"Events in the log that it has not taken yet."`
	Late       float64 `json:"late_seconds" doc:"How long the first of these has been waiting."`
	StoppedAt  int64   `json:"stopped_at,omitempty" doc:"The event that it could not take."`
	StopReason string  `json:"stop_reason,omitempty" doc:"Code words and an event type, never what stands in it."`
	Built      int64   `json:"built,omitempty" doc:"Of one that is being made: events that were folded."`
	ToBuild    int64   `json:"to_build,omitempty" doc:"And how many there are."`
}

// Consumer reacts to single events.
type Consumer struct {
	Name        string  `json:"name"`
	Status      string  `json:"status" doc:"running, paused or stopped."`
	Position    int64   `json:"position"`
	Behind      int64   `json:"behind"`
	Late        float64 `json:"late_seconds"`
	Owned       bool    `json:"owned" doc:"A server works on it now."`
	DeadLetters int64   `json:"dead_letters" doc:"Events that it passed over and nobody decided about."`
	StoppedAt   int64   `json:"stopped_at,omitempty"`
	StopReason  string  `json:"stop_reason,omitempty"`
}

// DeadLetter is an event that a consumer could not take.
type DeadLetter struct {
	Consumer string    `json:"consumer"`
	Position int64     `json:"position"`
	Status   string    `json:"status"`
	Tries    int       `json:"tries"`
	At       time.Time `json:"at" doc:"Of the last try, or of the decision."`
	Reason   string    `json:"reason" doc:"Code words and an event type, never what stands in it."`
}

// Outward is something that the program speaks with outside itself.
type Outward struct {
	Kind  string `json:"kind" enum:"MAIL,PROCESSING_COPY,METRICS,SIGN_IN" doc:"Mail to who is to do something; a copy of the logbook of processing; numbers for a monitor that asks for them; login services."`
	Where string `json:"where" doc:"Its address."`
}

type operationAnswer struct{ Body operationPage }

type operationPage struct {
	Program   string       `json:"program" doc:"This program and its version."`
	Started   *time.Time   `json:"started,omitempty" doc:"Since when it answers."`
	Memory    uint64       `json:"memory,omitempty" doc:"Bytes that it holds."`
	Ready     bool         `json:"ready" doc:"Everything is loaded and visible."`
	NotReady  string       `json:"not_ready,omitempty" doc:"Why not, and what to do."`
	Head      string       `json:"head" doc:"The last position in the log."`
	Models    []ReadModel  `json:"read_models"`
	Consumers []Consumer   `json:"consumers"`
	Letters   []DeadLetter `json:"dead_letters"`
	Outside   []Outward    `json:"outside" doc:"All that the program speaks with. With nothing in it nothing goes outside."`
	Orders    []orderPage  `json:"orders" doc:"What was ordered, the newest first."`
}

// operation says how the program is doing, to who keeps it running.
func (a *api) operation(ctx context.Context, _ *nothing) (*operationAnswer, error) {
	if err := callOf(ctx).actor.May(access.Operate, uuid.Nil); err != nil {
		return nil, err
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	var now Operating
	if a.Operation != nil {
		if now, err = a.Operation(ctx); err != nil {
			return nil, fault.Wrap(fault.Unavailable, "the database does not say now how the read models are doing: try again", err)
		}
	}
	out := operationPage{Program: a.Program, Memory: now.Memory, Ready: true, Head: head.String(),
		Models: append([]ReadModel{}, now.Models...), Consumers: append([]Consumer{}, now.Consumers...), Letters: append([]DeadLetter{}, now.Letters...), Outside: append([]Outward{}, now.Outside...)}
	if out.Orders, err = a.ordersNow(ctx); err != nil {
		return nil, err
	}
	if !now.Started.IsZero() {
		began := now.Started.UTC()
		out.Started = &began
	}
	if err := a.Health.Ready(ctx); err != nil {
		out.Ready, out.NotReady = false, "the log of the server says why"
		var told *fault.Fault
		if errors.As(err, &told) {
			out.NotReady = told.Message
		}
	}
	return &operationAnswer{out}, nil
}

func (a *api) routesOfOperation() []route {
	return []route{
		{"GET", "/operation", "readOperation", "Zien hoe het programma het doet",
			"Says how the program is doing: each read model and consumer with its position and how far it is behind, dead letters with their reason, whether it is ready, and all that it speaks with outside. Only the operator. Nothing of a record stands in it.",
			false, 200, nil, nil, bind(a, a.operation)},
	}
}
