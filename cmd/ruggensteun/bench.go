package main

import "context"

func (p *program) bench(ctx context.Context, args []string) error { return nil }
