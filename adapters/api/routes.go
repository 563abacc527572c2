package api

import (
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// base carries the major version, as the API Design Rules ask.
const base = "/v1"

// route is one line of the table: what it is for in Dutch, how it works in English.
type route struct {
	method, path string
	id           string
	nl, en       string
	open         bool         // needs no token
	status       int          // when it went well
	body         reflect.Type // nil: takes none
	errors       []int        // beside those every route has
	bind         func(huma.API, huma.Operation)
}

// routes is the table of all of them: what is of one noun stands in one file.
func (a *api) routes() []route {
	return slices.Concat(
		a.routesOfPhotos(), // before what closes an incident, so that an example of each can be tried in this order
		a.routesOfIncidents(),
		a.routesOfPersons(),
		a.routesOfAttention(),
		a.routesOfLinks(),
		a.routesOfPermits(),
		a.routesOfCases(),
		a.routesOfDocuments(),
		a.routesOfCare(),
		a.routesOfEmployers(),
		a.routesOfFigures(),
		a.routesOfTheRest(),
		a.routesOfTheDesk(),
		a.routesOfCertificates(),
		a.routesOfAttempts(),
		a.routesOfReaders(),
		a.routesOfOperation(),
		a.routesOfOrders(),
		a.routesOfWatching(),
		a.routesOfDepartures(),
		a.routesOfActors(),
	)
}

// What a command may answer beside what every route has.
var (
	changing   = []int{404, 409, 412, 413}
	forgetting = []int{404, 409, 413}
)
