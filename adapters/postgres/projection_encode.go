package postgres

import (
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"ruggensteun/projections"
)

// Rows go to the server in PostgreSQL's binary forms: as an array of composite
// values in the live statement, as COPY's stream in a rebuild. The two differ
// in how a row and a field begin.

// copyHeader opens a binary COPY: signature, no flags, no extension. copyTrailer ends it.
var (
	copyHeader  = append([]byte("PGCOPY\n\xff\r\n\x00"), make([]byte, 8)...)
	copyTrailer = []byte{0xff, 0xff}
)

// rowList is an array of a table's rows under construction.
type rowList struct {
	plan  *tablePlan
	types *pgtype.Map
	buf   []byte
	count int
}

func newRowList(plan *tablePlan, types *pgtype.Map) *rowList {
	l := &rowList{plan: plan, types: types, buf: make([]byte, 0, 1<<12)}
	l.buf = binary.BigEndian.AppendUint32(l.buf, 1) // dimensions
	l.buf = binary.BigEndian.AppendUint32(l.buf, 0) // no element is NULL
	l.buf = binary.BigEndian.AppendUint32(l.buf, plan.rowType)
	l.buf = binary.BigEndian.AppendUint32(l.buf, 0) // length, set by bytes
	l.buf = binary.BigEndian.AppendUint32(l.buf, 1) // lower bound
	return l
}

func (l *rowList) add(v *version) (err error) {
	start := len(l.buf)
	l.buf = binary.BigEndian.AppendUint32(l.buf, 0)
	l.buf = binary.BigEndian.AppendUint32(l.buf, uint32(len(l.plan.columns)))
	if l.buf, err = l.plan.appendFields(l.types, l.buf, v, true); err != nil {
		return err
	}
	binary.BigEndian.PutUint32(l.buf[start:], uint32(len(l.buf)-start-4))
	l.count++
	return nil
}

// bytes is the parameter. An array without elements has no dimensions either.
func (l *rowList) bytes() []byte {
	if l.count == 0 {
		return append(make([]byte, 8), l.buf[8:12]...)
	}
	binary.BigEndian.PutUint32(l.buf[12:], uint32(l.count))
	return l.buf
}

// appendCopyRow adds a row in the form of COPY.
func (t *tablePlan) appendCopyRow(types *pgtype.Map, buf []byte, v *version) ([]byte, error) {
	buf = binary.BigEndian.AppendUint16(buf, uint16(len(t.columns)))
	return t.appendFields(types, buf, v, false)
}

func (t *tablePlan) appendFields(types *pgtype.Map, buf []byte, v *version, withTypes bool) ([]byte, error) {
	begin := func(i int, length uint32) {
		if withTypes {
			buf = binary.BigEndian.AppendUint32(buf, t.columns[i].oid)
		}
		buf = binary.BigEndian.AppendUint32(buf, length)
	}
	begin(0, 16)
	buf = append(buf, v.head.Key[:]...)
	begin(1, 8)
	buf = binary.BigEndian.AppendUint64(buf, uint64(v.head.Position))
	begin(2, 16)
	buf = append(buf, v.head.Parent[:]...)
	begin(3, 16)
	buf = append(buf, v.head.Employer[:]...)
	for i, ref := range t.table.Refs(v.row) {
		begin(i+len(headColumns), 0)
		var err error
		if buf, err = t.appendValue(types, buf, i, ref); err != nil {
			return nil, err
		}
	}
	return buf, nil
}

// appendValue writes a value behind its length, which stands at the end of buf.
func (t *tablePlan) appendValue(types *pgtype.Map, buf []byte, i int, ref any) ([]byte, error) {
	column := &t.columns[i+len(headColumns)]
	if column.encode == nil {
		if column.encode = planValue(types, column.oid, ref); column.encode == nil {
			return nil, t.cannotHold(i, fmt.Errorf("no way to store a %T", ref))
		}
	}
	start := len(buf)
	with, err := column.encode.Encode(ref, buf)
	if err != nil {
		return nil, t.cannotHold(i, errors.New("the value does not fit the column's type")) // pgx's text quotes the value
	}
	if with == nil {
		binary.BigEndian.PutUint32(buf[start-4:], 0xffffffff) // NULL
		return buf, nil
	}
	binary.BigEndian.PutUint32(with[start-4:], uint32(len(with)-start))
	return with, nil
}

func planValue(types *pgtype.Map, oid uint32, ref any) pgtype.EncodePlan {
	if plan := plainPlan(oid, ref); plan != nil {
		return plan
	}
	return types.PlanEncode(oid, pgx.BinaryFormatCode, ref)
}

func (t *tablePlan) cannotHold(i int, err error) error {
	return &projections.StepError{Step: projections.Write,
		Cause: fmt.Errorf("table %s, column %s: %w", t.table.Name(), t.table.Columns()[i].Name, err)}
}

// register makes a connection pass arrays of these tables' rows on as they are.
func (p *schemaPlan) register(conn *pgx.Conn) {
	for _, t := range p.tables {
		if _, known := conn.TypeMap().TypeForOID(t.listType); !known {
			conn.TypeMap().RegisterType(&pgtype.Type{
				Name:  qualified(p.schema, t.table.Name()) + "[]",
				OID:   t.listType,
				Codec: encodedRows{},
			})
		}
	}
}

// encodedRows hands bytes that rowList made to the server.
type encodedRows struct{}

var errWriteOnly = errors.New("rows are encoded here, never decoded")

func (encodedRows) FormatSupported(format int16) bool { return format == pgx.BinaryFormatCode }
func (encodedRows) PreferredFormat() int16            { return pgx.BinaryFormatCode }

func (encodedRows) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.([]byte); !ok || format != pgx.BinaryFormatCode {
		return nil
	}
	return encodedRows{}
}

func (encodedRows) Encode(value any, buf []byte) ([]byte, error) {
	return append(buf, value.([]byte)...), nil
}

func (encodedRows) PlanScan(*pgtype.Map, uint32, int16, any) pgtype.ScanPlan { return nil }

func (encodedRows) DecodeDatabaseSQLValue(*pgtype.Map, uint32, int16, []byte) (driver.Value, error) {
	return nil, errWriteOnly
}

func (encodedRows) DecodeValue(*pgtype.Map, uint32, int16, []byte) (any, error) {
	return nil, errWriteOnly
}
