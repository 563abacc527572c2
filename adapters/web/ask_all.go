package web

import (
	"net/http"
	"net/url"
	"sync"
)

// asking is one thing that is asked of the API, and where its answer goes.
type asking struct {
	path  string
	query url.Values
	into  any
}

// askAll asks side by side what does not depend on each other: each reading waits for the disk, and
// those that come together share that wait. The error is of the first that has one.
func (v *visit) askAll(list ...asking) error {
	errs, panics := make([]error, len(list)), make([]any, len(list))
	var all sync.WaitGroup
	for i, one := range list {
		all.Go(func() {
			defer func() { panics[i] = recover() }() // one that is not taken up here would end the program
			_, errs[i] = v.exchange(http.MethodGet, one.path, one.query, nil, http.NoBody, one.into)
		})
	}
	all.Wait()
	for i := range list {
		if panics[i] != nil {
			panic(panics[i])
		}
		if errs[i] != nil {
			return errs[i]
		}
	}
	return nil
}
