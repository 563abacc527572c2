package api

import (
	"mime"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/export"
)

const (
	jsonType    = "application/json"
	pictureType = "image/svg+xml"
)

// accepted are the media types that somebody would take, what is preferred first (RFC 9110,
// 12.5.1). A type that cannot be read, and one of no weight, is left out.
func accepted(headers []string) (types []string) {
	weights := map[string]float64{}
	for _, part := range strings.Split(strings.Join(headers, ","), ",") {
		media, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := parameters["q"]; given {
			weight, err = strconv.ParseFloat(q, 64)
		}
		if err == nil && weight > 0 && !slices.Contains(types, media) {
			types, weights[media] = append(types, media), weight
		}
	}
	slices.SortStableFunc(types, func(a, b string) int {
		switch {
		case weights[a] > weights[b]:
			return -1
		case weights[a] < weights[b]:
			return 1
		}
		return 0
	})
	return types
}

// prefers is the first of some forms of an answer that is asked for; "" for JSON, which every answer has.
func (c *call) prefers(media ...string) string {
	for _, one := range c.accepts {
		if one == jsonType {
			return ""
		}
		if slices.Contains(media, one) {
			return one
		}
	}
	return ""
}

func (c *call) prefersCSV() bool { return c.prefers("text/csv") != "" }

// preferred is the form of a file, or a picture, that is preferred to JSON.
func (c *call) preferred(forms []export.Form) (form export.Form, svg bool) {
	media := []string{pictureType}
	for one, form := range askedTypes {
		if slices.Contains(forms, form) {
			media = append(media, one)
		}
	}
	one := c.prefers(media...)
	return askedTypes[one], one == pictureType
}
