package main

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
)

func BenchmarkScratchEncode(b *testing.B) {
	size := usualBench
	t := &testing.T{}
	_ = t
	bb := scratchBenchB(b, size)
	stream := incident.Stream(uuid.Must(uuid.NewV7()))
	ctx := context.Background()
	b.Run("request", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := bb.works.serial.Add(1)
			_ = bb.works.request(n)
		}
	})
	b.Run("fingerprint", func(b *testing.B) {
		b.ReportAllocs()
		r := bb.works.request(1)
		for b.Loop() {
			bb.opened.Fingerprint(ctx, r)
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		r := bb.works.request(1)
		n := 0
		for b.Loop() {
			n++
			if _, err := bb.opened.Encode(ctx, stream, []decider.Event{bb.works.decided[n%benchTemplates]}, r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sealed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			bb.works.sealed(ctx)
		}
	})
}
