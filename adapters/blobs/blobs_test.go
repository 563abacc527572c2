package blobs_test

import (
	"testing"

	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/blobs/blobstest"
)

func TestTheMemoryKeepsItsPromises(t *testing.T) {
	t.Parallel()
	blobstest.Run(t, func(*testing.T) blobs.Store { return &blobstest.Memory{} })
}
