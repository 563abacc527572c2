package postgres

import (
	"encoding/binary"

	"github.com/jackc/pgx/v5/pgtype"
)

// column is one column of a batch: an array in PostgreSQL's binary form. The
// driver would write it by reflection, value by value into a buffer that grows,
// which took longer than hashing and deciding.
type column struct {
	element uint32 // the type of its values
	count   int
	buf     []byte
}

const columnHeader = 5 * 4 // dimensions, whether there are NULLs, element type, length, lower bound

// newColumn has room for n values of about size bytes.
func newColumn(element uint32, n, size int) *column {
	return &column{element: element, buf: make([]byte, columnHeader, columnHeader+n*(4+size))}
}

func newIDs(n int) *column          { return newColumn(pgtype.UUIDOID, n, 16) }
func newNumbers(n int) *column      { return newColumn(pgtype.Int8OID, n, 8) }
func newTexts(n, size int) *column  { return newColumn(pgtype.TextOID, n, size) }
func newBinary(n, size int) *column { return newColumn(pgtype.ByteaOID, n, size) }

func (c *column) id(v [16]byte) { c.bytes(v[:]) }

func (c *column) number(v int64) {
	c.count++
	c.buf = binary.BigEndian.AppendUint32(c.buf, 8)
	c.buf = binary.BigEndian.AppendUint64(c.buf, uint64(v))
}

func (c *column) text(v string) {
	c.count++
	c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(len(v)))
	c.buf = append(c.buf, v...)
}

func (c *column) bytes(v []byte) {
	c.count++
	c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(len(v)))
	c.buf = append(c.buf, v...)
}

// array is the finished parameter. Without values it has no dimensions either.
func (c *column) array() []byte {
	head, dimensions := c.buf[:0], uint32(1)
	if c.count == 0 {
		dimensions = 0
	}
	for _, v := range []uint32{dimensions, 0, c.element, uint32(c.count), 1} {
		head = binary.BigEndian.AppendUint32(head, v)
	}
	if c.count == 0 {
		return head[:3*4]
	}
	return c.buf
}
