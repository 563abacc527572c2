package postgres

import (
	"encoding/binary"
	"reflect"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

// Codes, ids and lists of them are most of a row. pgx writes named strings and
// foreign ids by way of reflection, text and back, a fifth of the CPU time of a
// rebuild; the plans below write the same bytes directly.

// plainPlan is nil where pgx's own plan is to be used. The pointer is to a
// column's field.
func plainPlan(oid uint32, pointer any) pgtype.EncodePlan {
	field := reflect.TypeOf(pointer).Elem()
	list := field.Kind() == reflect.Slice
	switch {
	case oid == pgtype.TextOID && field.Kind() == reflect.String:
		return textValue{}
	case oid == pgtype.TextArrayOID && list && field.Elem().Kind() == reflect.String:
		return textList{}
	case oid == pgtype.UUIDOID && field == reflect.TypeFor[uuid.UUID]():
		return uuidValue{}
	case oid == pgtype.UUIDArrayOID && field == reflect.TypeFor[[]uuid.UUID]():
		return uuidList{}
	}
	return nil
}

type textValue struct{}

func (textValue) Encode(pointer any, buf []byte) ([]byte, error) {
	return append(buf, reflect.ValueOf(pointer).Elem().String()...), nil
}

type uuidValue struct{}

func (uuidValue) Encode(pointer any, buf []byte) ([]byte, error) {
	return append(buf, pointer.(*uuid.UUID)[:]...), nil
}

type textList struct{}

func (textList) Encode(pointer any, buf []byte) ([]byte, error) {
	list := reflect.ValueOf(pointer).Elem()
	if list.IsNil() {
		return nil, nil
	}
	buf = appendListHead(buf, list.Len(), pgtype.TextOID)
	for i := range list.Len() {
		text := list.Index(i).String()
		buf = append(binary.BigEndian.AppendUint32(buf, uint32(len(text))), text...)
	}
	return buf, nil
}

type uuidList struct{}

func (uuidList) Encode(pointer any, buf []byte) ([]byte, error) {
	list := *pointer.(*[]uuid.UUID)
	if list == nil {
		return nil, nil
	}
	buf = appendListHead(buf, len(list), pgtype.UUIDOID)
	for i := range list {
		buf = append(binary.BigEndian.AppendUint32(buf, 16), list[i][:]...)
	}
	return buf, nil
}

// appendListHead opens an array: its dimensions, that no element is NULL, the
// elements' type, how many there are and the number of the first.
func appendListHead(buf []byte, n int, element uint32) []byte {
	dimensions := min(n, 1) // an array without elements has none
	buf = binary.BigEndian.AppendUint32(buf, uint32(dimensions))
	buf = binary.BigEndian.AppendUint32(buf, 0)
	buf = binary.BigEndian.AppendUint32(buf, element)
	if n > 0 {
		buf = binary.BigEndian.AppendUint32(buf, uint32(n))
		buf = binary.BigEndian.AppendUint32(buf, 1)
	}
	return buf
}
