package otlp

import (
	"time"

	collector "go.opentelemetry.io/proto/slim/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resource "go.opentelemetry.io/proto/slim/otlp/resource/v1"
	trace "go.opentelemetry.io/proto/slim/otlp/trace/v1"

	"ruggensteun/domain/processing"
)

// requestOf keeps the order: lines of one resource that follow each other share it.
func requestOf(lines []processing.Kept) *collector.ExportTraceServiceRequest {
	r := &collector.ExportTraceServiceRequest{}
	var last string
	for i := range lines {
		l := &lines[i]
		if i == 0 || l.Resource != last {
			last = l.Resource
			r.ResourceSpans = append(r.ResourceSpans, &trace.ResourceSpans{
				Resource:   &resource.Resource{Attributes: attributes("service.name", "ruggensteun", "service.version", l.Resource)},
				ScopeSpans: []*trace.ScopeSpans{{}},
			})
		}
		scope := r.ResourceSpans[len(r.ResourceSpans)-1].ScopeSpans[0]
		scope.Spans = append(scope.Spans, spanOf(&l.Record))
	}
	return r
}

var statuses = map[processing.Status]trace.Status_StatusCode{
	processing.Unset: trace.Status_STATUS_CODE_UNSET, processing.Ok: trace.Status_STATUS_CODE_OK, processing.Error: trace.Status_STATUS_CODE_ERROR,
}

func spanOf(r *processing.Record) *trace.Span {
	s := &trace.Span{
		TraceId: r.Trace.ID[:], SpanId: r.Trace.Span[:], Name: r.Name, Kind: trace.Span_SPAN_KIND_INTERNAL,
		StartTimeUnixNano: nano(r.Began), EndTimeUnixNano: nano(r.Ended), Status: &trace.Status{Code: statuses[r.Status]},
		Attributes: attributes(
			"dpl.core.processing_activity_id", r.Activity, "dpl.core.data_subject_id", r.Subject,
			"dpl.core.data_subject_id_type", r.SubjectType, "dpl.core.foreign_operation.processor", r.Processor),
	}
	if r.Trace.Parent != [8]byte{} {
		s.ParentSpanId = r.Trace.Parent[:]
	}
	return s
}

func nano(t time.Time) uint64 { return uint64(t.UnixNano()) }

// attributes are pairs of key and value; what has no value is not there.
func attributes(pairs ...string) (list []*common.KeyValue) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			list = append(list, &common.KeyValue{Key: pairs[i], Value: &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: pairs[i+1]}}})
		}
	}
	return list
}
