//go:build stress

package bus_test

import (
	"testing"

	"github.com/ThreeDotsLabs/watermill/pubsub/tests"

	"ruggensteun/adapters/postgres/postgrestest"
)

// TestWatermillsStress runs the suite several times at once, on one database:
//
//	STRESS_TEST_COUNT=3 go test -race -tags stress -run Stress ./adapters/bus
func TestWatermillsStress(t *testing.T) {
	c := newCarrier(t, postgrestest.New(t))
	tests.TestPubSubStressTest(t, features, c.one, c.group)
}
