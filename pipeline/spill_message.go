package pipeline

import (
	"encoding/binary"
	"fmt"
)

// A batchMessage is the head of a record batch in an IPC stream: a flatbuffer
// of the tables Message and RecordBatch (Arrow columnar format, "Encapsulated
// message format"; format/Message.fbs).
type batchMessage struct {
	rows          int
	nodes, places []byte // structs of two int64: rows and nulls per column; offset and size per buffer
	body          int    // where the body begins in the message
}

// parseBatchMessage reads the head of a message that holds a record batch. It
// panics if the places in the head are wrong: the file is private.
func parseBatchMessage(message []byte) (*batchMessage, error) {
	const prefix = 8 // continuation mark and size of the head
	if len(message) < prefix {
		return nil, fmt.Errorf("message of %d bytes", len(message))
	}
	size := int(binary.LittleEndian.Uint32(message[4:]))
	if size > len(message)-prefix {
		return nil, fmt.Errorf("head of %d bytes in a message of %d", size, len(message))
	}
	head := flatbuffer(message[prefix : prefix+size])
	batch := head.follow(head.field(head.follow(0), 2))
	return &batchMessage{
		rows:   int(binary.LittleEndian.Uint64(head[head.field(batch, 0):])),
		nodes:  head.vector(head.field(batch, 1)),
		places: head.vector(head.field(batch, 2)),
		body:   prefix + size,
	}, nil
}

// nulls returns the number of nulls of a column.
func (m *batchMessage) nulls(column int) int {
	return int(binary.LittleEndian.Uint64(m.nodes[16*column+8:]))
}

// buffer returns where a buffer is in the message.
func (m *batchMessage) buffer(i int) (at, size int) {
	return m.body + int(binary.LittleEndian.Uint64(m.places[16*i:])), int(binary.LittleEndian.Uint64(m.places[16*i+8:]))
}

// A flatbuffer is a tree of tables; places in it are offsets of its bytes.
type flatbuffer []byte

// follow returns the place that the offset at a place refers to.
func (b flatbuffer) follow(at int) int { return at + int(binary.LittleEndian.Uint32(b[at:])) }

// field returns the place of a field of a table; the fields used here are
// always there.
func (b flatbuffer) field(table, i int) int {
	vtable := table - int(int32(binary.LittleEndian.Uint32(b[table:])))
	return table + int(binary.LittleEndian.Uint16(b[vtable+4+2*i:]))
}

// vector returns the elements of a vector of structs of 16 bytes.
func (b flatbuffer) vector(at int) []byte {
	at = b.follow(at)
	return b[at+4:][:16*int(binary.LittleEndian.Uint32(b[at:]))]
}
