package tabular

import (
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// zstdWindow is the largest window that the zstd command decodes without being
// asked to (windowLog 27).
const zstdWindow = 128 << 20

// unpack opens a gzip or zstd stream. Its reader returns a *DamageError when the
// stream is cut off or corrupt, or unpacks to more than the limits allow.
func unpack(packed io.Reader, path, compression string, size int64, lim Limits) (io.ReadCloser, error) {
	if size > lim.FileBytes {
		return nil, &DamageError{Path: path, Part: compression, Reason: fmt.Sprintf(
			"%d bytes on disk, at most %d are read", size, lim.FileBytes)}
	}
	most := min(lim.UnpackedBytes, max(lim.RatioFloor, size*lim.Ratio))
	u := &unpacker{path: path, compression: compression, most: most}
	switch compression {
	case "gzip":
		z, err := newGzipMembers(packed)
		if err != nil {
			return nil, u.damage(err)
		}
		u.plain = z
	case "zstd":
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxMemory(zstdWindow), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, u.damage(err)
		}
		u.plain = z.IOReadCloser()
	default:
		return nil, fmt.Errorf("%s: no compression %q", path, compression)
	}
	return u, nil
}

// An unpacker bounds a decompressor and names its errors.
type unpacker struct {
	path, compression string
	plain             io.ReadCloser
	unpacked, most    int64
}

func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.plain.Read(p)
	u.unpacked += int64(n)
	if u.unpacked > u.most {
		return 0, &DamageError{Path: u.path, Part: u.compression, Reason: fmt.Sprintf(
			"unpacks to more than %d bytes: a decompression bomb", u.most)}
	}
	if err != nil && err != io.EOF {
		err = u.damage(err)
	}
	return n, err
}

func (u *unpacker) Close() error { return u.plain.Close() }

func (u *unpacker) damage(err error) error {
	if errors.Is(err, errBehindGzip) {
		return &DamageError{Path: u.path, Part: u.compression, Reason: err.Error()}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &DamageError{Path: u.path, Part: u.compression, Reason: "the compressed stream is cut off", Err: err}
	}
	return &DamageError{Path: u.path, Part: u.compression, Reason: "the compressed stream is corrupt", Err: err}
}
