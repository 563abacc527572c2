package api

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// working is a server of which one part stopped.
var working = Operating{
	Started: noon.Add(-time.Hour), Memory: 64 << 20,
	Models: []ReadModel{
		{Name: "facts", Revision: 3, InUse: true, Status: "running", Position: 40, Behind: 2, Late: 1.5},
		{Name: "doubles", Revision: 1, InUse: true, Status: "stopped", Position: 12, Behind: 30, Late: 60, StoppedAt: 13, StopReason: "it cannot take incident.registered.v9"},
	},
	Consumers: []Consumer{{Name: "mail", Status: "stopped", Position: 39, Behind: 3, Late: 2, Owned: true, DeadLetters: 1, StoppedAt: 40, StopReason: "the mail server is away"}},
	Letters:   []DeadLetter{{Consumer: "mail", Position: 17, Status: "dead", Tries: 6, At: noon, Reason: "casework.alarm_raised.v1: refused"}},
	Outside:   []Outward{{Kind: "MAIL", Where: "mail.example.nl:587"}},
}

func TestTheOperatorSeesWhatStoppedAndWhyNothingIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("/v1/operation", access.Operator, uuid.Nil).want(200)
	models := page.list("read_models")
	if len(models) != 2 || models[1]["stop_reason"] != "it cannot take incident.registered.v9" || models[1]["behind"] != 30.0 {
		t.Errorf("the read models are %v", models)
	}
	if page.json["ready"] != true || page.list("dead_letters")[0]["tries"] != 6.0 || page.list("outside")[0]["where"] != "mail.example.nl:587" {
		t.Errorf("it says %s", page.Body)
	}
	w.health.err = fault.New(fault.Unavailable, "the key file is away: mount it")
	if got := w.get("/v1/operation", access.Operator, uuid.Nil).want(200); got.json["ready"] != false || got.text("not_ready") != "the key file is away: mount it" {
		t.Errorf("it says %s", got.Body)
	}
	w.health.err = errors.New("password of postgres is hunter2")
	if got := w.get("/v1/operation", access.Operator, uuid.Nil).want(200); strings.Contains(got.Body.String(), "hunter2") {
		t.Errorf("what is for the log of the server is said: %s", got.Body)
	}
}
