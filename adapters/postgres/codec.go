package postgres

import (
	"encoding/binary"
	"fmt"
	"reflect"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// takeWire lets a connection write columns, and write and read ids and lists,
// in PostgreSQL's binary form. The driver takes ids and named strings for
// foreign, and goes by way of reflection and text: a third of the CPU time of a
// batch that is projected. What is not listed here it does as ever.
func takeWire(conn *pgx.Conn) {
	types := conn.TypeMap()
	for _, oid := range []uint32{pgtype.UUIDOID, pgtype.UUIDArrayOID, pgtype.Int8ArrayOID, pgtype.TextArrayOID, pgtype.ByteaArrayOID} {
		if t, found := types.TypeForOID(oid); found {
			types.RegisterType(&pgtype.Type{Name: t.Name, OID: oid, Codec: wireCodec{t.Codec}})
		}
	}
}

type wireCodec struct{ pgtype.Codec }

func (c wireCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if format == pgtype.BinaryFormatCode {
		if plan := wireWrite(value); plan != nil {
			return plan
		}
	}
	return c.Codec.PlanEncode(m, oid, format, value)
}

// wireWrite is nil where the driver's own plan is to be used.
func wireWrite(value any) pgtype.EncodePlan {
	switch value.(type) {
	case *column:
		return columnPlan{}
	case uuid.UUID:
		return idPlan{}
	case []uuid.UUID:
		return idsPlan{}
	}
	return nil
}

func (c wireCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if format == pgtype.BinaryFormatCode {
		if plan := wireScan(oid, target); plan != nil {
			return plan
		}
	}
	return c.Codec.PlanScan(m, oid, format, target)
}

// wireScan is nil where the driver's own plan is to be used.
func wireScan(oid uint32, target any) pgtype.ScanPlan {
	switch target.(type) {
	case *uuid.UUID:
		return idPlan{}
	case *[]uuid.UUID:
		return idsPlan{}
	}
	into := reflect.TypeOf(target)
	if oid == pgtype.TextArrayOID && into.Kind() == reflect.Pointer && into.Elem().Kind() == reflect.Slice && into.Elem().Elem().Kind() == reflect.String {
		return textsPlan{}
	}
	return nil
}

type columnPlan struct{}

func (columnPlan) Encode(value any, buf []byte) ([]byte, error) {
	c, ok := value.(*column)
	if !ok {
		return nil, fmt.Errorf("%T is no column", value)
	}
	return append(buf, c.array()...), nil
}

type idPlan struct{}

func (idPlan) Encode(value any, buf []byte) ([]byte, error) {
	id := value.(uuid.UUID)
	return append(buf, id[:]...), nil
}

func (idPlan) Scan(raw []byte, target any) error {
	if len(raw) != len(uuid.UUID{}) {
		return fmt.Errorf("want an id, got %d bytes", len(raw)) // NULL too: an id that may be missing is a pointer
	}
	copy(target.(*uuid.UUID)[:], raw)
	return nil
}

type idsPlan struct{}

func (idsPlan) Encode(value any, buf []byte) ([]byte, error) {
	list := value.([]uuid.UUID)
	return uuidList{}.Encode(&list, buf)
}

func (idsPlan) Scan(raw []byte, target any) error {
	into := target.(*[]uuid.UUID)
	n, rest, err := listHead(raw, pgtype.UUIDOID)
	if err != nil || n < 0 {
		*into = nil
		return err
	}
	*into = make([]uuid.UUID, n)
	for i := range *into {
		var id []byte
		if id, rest, err = element(rest); err != nil {
			return err
		}
		if err := (idPlan{}).Scan(id, &(*into)[i]); err != nil {
			return err
		}
	}
	return nil
}

// textsPlan reads lists of codes, which are named strings.
type textsPlan struct{}

func (textsPlan) Scan(raw []byte, target any) error {
	into := reflect.ValueOf(target).Elem()
	n, rest, err := listHead(raw, pgtype.TextOID)
	if err != nil || n < 0 {
		into.SetZero()
		return err
	}
	list := reflect.MakeSlice(into.Type(), n, n)
	for i := range n {
		var text []byte
		if text, rest, err = element(rest); err != nil {
			return err
		}
		list.Index(i).SetString(string(text))
	}
	into.Set(list)
	return nil
}

// listHead gives the number of elements of an array of one dimension, -1 for
// NULL, and the bytes of the elements. Nothing of ours has more dimensions or
// NULLs among the elements, and whatever has is an error.
func listHead(raw []byte, of uint32) (n int, rest []byte, err error) {
	if raw == nil {
		return -1, nil, nil
	}
	const short = 3 * 4
	if len(raw) >= short && binary.BigEndian.Uint32(raw) == 0 {
		return 0, nil, nil
	}
	if len(raw) < columnHeader || binary.BigEndian.Uint32(raw) != 1 || binary.BigEndian.Uint32(raw[8:]) != of {
		return 0, nil, fmt.Errorf("want a list of type %d in one dimension", of)
	}
	n, rest = int(int32(binary.BigEndian.Uint32(raw[short:]))), raw[columnHeader:]
	if n < 0 || n > len(rest)/4 {
		return 0, nil, fmt.Errorf("a list of %d elements in %d bytes", n, len(rest))
	}
	return n, rest, nil
}

func element(raw []byte) (value, rest []byte, err error) {
	if len(raw) >= 4 {
		if n := int(int32(binary.BigEndian.Uint32(raw))); n >= 0 && n <= len(raw)-4 {
			return raw[4 : 4+n], raw[4+n:], nil
		}
	}
	return nil, nil, fmt.Errorf("a list breaks off, or has an element that is NULL")
}
