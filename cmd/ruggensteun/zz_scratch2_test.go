package main
import ("context";"ruggensteun/adapters/postgres/baseline")
func openPlainForScratch(ctx context.Context, b *bench, w int) (*baseline.Plain, error) { return baseline.OpenPlain(ctx, b.url, w) }
