package tabular

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"ozpayout/pipeline/digest"
)

// openWhole opens a file and reads it to its end.
func openWhole(path string, known Probe, lim Limits) (*File, error) {
	return openCutting(path, known, lim, blockBytes)
}

// openCutting is openWhole of a CSV that can be cut in pieces of so many bytes.
func openCutting(path string, known Probe, lim Limits, block int) (*File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	f, err := (&Opener{Known: known, Limits: lim}).look(path, info, nil, block)
	if err != nil {
		return nil, err
	}
	return f, f.Finish()
}

// nothing is a probe that knows no header.
func nothing([]string) bool { return false }

func encode(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zstandard(t testing.TB, content []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll(content, nil)
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
)

// knownHeaders is the probe of these tests: one Russian, one Chinese, one
// English table.
func knownHeaders(header []string) bool {
	return slices.ContainsFunc([][]string{
		{"Номер заказа", "Название", "Сумма"}, {"订单号", "商品名称", "数量"}, {"order_id", "name", "amount"},
	}, func(known []string) bool { return slices.Equal(known, header) })
}

// A packed file may be shorter than its own header.
func TestPackedShorterThanItsHeader(t *testing.T) {
	wide := func(header []string) bool { return len(header) > 5 }
	for width := 10; width < 2000; width += 30 {
		var header strings.Builder
		for i := range width {
			header.WriteString(fmt.Sprintf("c%d,", i))
		}
		content := header.String() + "last\n" + strings.Repeat(",", width) + "1\n"
		for name, pack := range map[string]func(testing.TB, []byte) []byte{"gzip": gzipped, "zstd": zstandard} {
			f, err := openWhole(writeFile(t, pack(t, []byte(content))), wide, Limits{})
			if err != nil {
				t.Fatalf("%s of %d columns: %v", name, width+1, err)
			}
			if got := scanAll(t, f, f.Splits(0, 1), nil).Cells; len(got) != 1 || got[0][width] != "1" {
				t.Fatalf("%s of %d columns: %d records", name, width+1, len(got))
			}
		}
	}
}

func TestOpenEncodings(t *testing.T) {
	russian := "Номер заказа;Название;Сумма\n1;Ключ «ёж» №5;2.00\n2;Чехол;3.00\n"
	chinese := "订单号,商品名称,数量\n1,手机壳😀,2\n2,充电器,3\n"
	english := "order_id,name,amount\n1,café ₽ 手机,2\n2,b,3\n"
	for _, test := range []struct {
		name, encoding string
		content        []byte
		text           string
		repairs        []string
	}{
		{"plain", "utf-8", []byte(english), english, nil},
		{"russian", "utf-8", []byte(russian), russian, []string{"delimiter ;"}},
		{"mark", "utf-8-bom", []byte(byteOrderMark + chinese), chinese, []string{"byte order mark"}},
		{"quoted after mark", "utf-8-bom", []byte(byteOrderMark + `"order_id",name,amount` + "\n1,a,b\n"), "order_id,name,amount\n1,a,b\n", []string{"byte order mark"}},
		{"utf-16le", "utf-16le", encode(t, utf16LE, chinese), chinese, []string{"byte order mark", "encoding utf-16le"}},
		{"utf-16be", "utf-16be", encode(t, utf16BE, russian), russian, []string{"byte order mark", "encoding utf-16be", "delimiter ;"}},
		{"windows-1251", "windows-1251", encode(t, charmap.Windows1251, russian), russian, []string{"encoding windows-1251", "delimiter ;"}},
		{"gb18030", "gb18030", encode(t, simplifiedchinese.GB18030, chinese), chinese, []string{"encoding gb18030"}},
		{"gb18030 with russian", "gb18030", encode(t, simplifiedchinese.GB18030, russian), russian, []string{"encoding gb18030", "delimiter ;"}},
	} {
		for _, pack := range []struct {
			compression string
			pack        func(testing.TB, []byte) []byte
		}{{"", func(_ testing.TB, b []byte) []byte { return b }}, {"gzip", gzipped}, {"zstd", zstandard}} {
			t.Run(test.name+"/"+pack.compression, func(t *testing.T) {
				content := pack.pack(t, test.content)
				f, err := openWhole(writeFile(t, content), knownHeaders, Limits{})
				if err != nil {
					t.Fatal(err)
				}
				if f.Form != CSV || f.Encoding != test.encoding || f.Compression != pack.compression || !f.Sheets[0].Known {
					t.Fatalf("%+v", f)
				}
				if f.Size != int64(len(content)) || f.Sums != digest.Of(content) {
					t.Error("size or checksum differ from those of the bytes on disk")
				}
				if diff := cmp.Diff(test.repairs, f.Repairs); diff != "" {
					t.Error(diff)
				}
				got := [][]string{f.Sheets[0].Header}
				got = append(got, scanAll(t, f, f.Splits(0, 1), nil).Cells...)
				var want [][]string
				for line := range strings.Lines(test.text) {
					want = append(want, strings.Split(strings.TrimSuffix(line, "\n"), string(f.Delimiter)))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestOpenRefusals(t *testing.T) {
	letters := bytes.Repeat([]byte("a"), 64<<20)
	bomb := gzipped(t, letters)
	whole := gzipped(t, ozonLike(2000, `"`))
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-5] ^= 1
	broken := []string{"gzip bomb", "zstd bomb", "cut gzip", "cut gzip header", "cut zstd", "checksum", "rubbish after gzip", "byte after gzip", "cut gzip after gzip", "first byte of gzip after gzip", "CR then LF", "office file without document"}
	legacy := encode(t, charmap.Windows1251, "order_id,name,amount\n"+strings.Repeat("1,Чехол,2\n", 50))
	for _, test := range []struct {
		name    string
		content []byte
		reason  string
	}{
		{"empty", nil, "the file is empty"},
		{"blank", []byte(" \r\n\n"), "nothing but blanks"},
		{"mark only", []byte(byteOrderMark), "nothing but blanks"},
		{"login page", []byte("\n<!DOCTYPE html><html>"), "an HTML page, probably a login page"},
		{"html after xml", []byte(`<?xml version="1.0"?><HTML>`), "an HTML page, probably a login page"},
		{"xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "save it as .xlsx"},
		{"parquet", []byte("PAR1...."), "a Parquet file"},
		{"pdf", []byte("%PDF-1.7"), "a PDF document"},
		{"rtf", []byte("{\\rtf1\\ansi{\\fonttbl}}"), "a rich text document"},
		{"utf-32le", []byte("\xff\xfe\x00\x00a\x00\x00\x00"), "UTF-32 is not read"},
		{"utf-32be", []byte("\x00\x00\xfe\xff\x00\x00\x00a"), "UTF-32 is not read"},
		{"zip", zipped(t, []part{{"payments.csv", "a,b\n"}}), "a zip archive that is no workbook: unpack it"},
		{"zip without members", zipped(t, nil), "a zip archive that is no workbook: unpack it"},
		{"ods", zipped(t, []part{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}}), "an OpenDocument file: save it as .xlsx"},
		{"office file without document", zipped(t, []part{{"[Content_Types].xml", "<a/>"}}), "the archive holds no workbook"},
		{"workbook in gzip", gzipped(t, []byte("PK\x03\x04")), "a workbook inside gzip"},
		{"gzip in zstd", zstandard(t, gzipped(t, []byte("a"))), "compressed twice"},
		{"empty gzip", gzipped(t, nil), "the file is empty"},
		{"gzip bomb", bomb, "a decompression bomb"},
		{"zstd bomb", zstandard(t, letters), "a decompression bomb"},
		{"cut gzip", whole[:len(whole)-9], "the compressed stream is cut off"},
		{"cut gzip header", whole[:5], "the compressed stream is cut off"},
		{"cut zstd", zstandard(t, ozonLike(2000, `"`))[:3000], "the compressed stream is cut off"},
		{"checksum", flipped, "the compressed stream is corrupt"},
		{"rubbish after gzip", append(bytes.Clone(whole), "rubbish after it"...), "other bytes follow the compressed stream"},
		{"byte after gzip", append(bytes.Clone(whole), '\n'), "other bytes follow the compressed stream"},
		{"cut gzip after gzip", append(bytes.Clone(whole), whole[:5]...), "the compressed stream is cut off"},
		{"first byte of gzip after gzip", append(bytes.Clone(whole), whole[0]), "the compressed stream is cut off"},
		{"rar", []byte("Rar!\x1a\x07\x01\x00\xf3\xe1\x82\xeb"), "no text, or UTF-16 without a byte order mark: unpack an archive"},
		{"picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "no text"},
		{"utf-16 without mark", []byte("o\x00r\x00d\x00e\x00r\x00_\x00i\x00d\x00;\x00n\x00a\x00m\x00e\x00\n\x001\x00;\x002\x00\n\x00"), "UTF-16 without a byte order mark"},
		{"unknown legacy", []byte("\xcd\xee\xec\xe5\xf0;x\n1;2\n"), "no header is known in windows-1251 or gb18030"},
		{"legacy under ASCII header", legacy, "does not tell windows-1251 from gb18030"},
		{"CR then LF", []byte("order_id,name,amount\r" + strings.Repeat("1,2,3\r", 100_000) + "4,5,6\n"), "line ends change from CR to LF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := openWhole(writeFile(t, test.content), knownHeaders, Limits{})
			var damage *DamageError
			var refused *RefusedError
			if isDamage := errors.As(err, &damage); isDamage == errors.As(err, &refused) || isDamage != slices.Contains(broken, test.name) || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("got %T %v, want %q", err, err, test.reason)
			}
		})
	}

	_, err := openWhole(writeFile(t, encode(t, charmap.Windows1251, "Цена,x\n1,2\n")), func(header []string) bool { return header[len(header)-1] == "x" }, Limits{})
	if err == nil || !strings.Contains(err.Error(), "known in windows-1251 and in gb18030") {
		t.Errorf("ambiguous header: %v", err)
	}
	if _, err := openWhole(writeFile(t, whole), knownHeaders, Limits{FileBytes: 10}); err == nil || !strings.Contains(err.Error(), "at most 10 are read") {
		t.Errorf("size limit: %v", err)
	}
}

// Settings and logs that lie about in a folder begin with a bracket: they are no damaged
// JSON, which would stop the run.
func TestBracketsThatAreNoJSON(t *testing.T) {
	for _, content := range []string{"[.ShellClassInfo]\r\nConfirmFileOp=0\r\n", "[InternetShortcut]\nURL=x\n", "[2024-06-12 10:00:00] started\n"} {
		f, err := openWhole(writeFile(t, []byte(content)), knownHeaders, Limits{})
		if err != nil || f.Form != CSV || f.Sheets[0].Known {
			t.Errorf("%q: %+v, %v", content, f, err)
		}
	}
	for _, content := range []string{"[", "[ {\"order_id\": 1}", "[[1]", `{"a":`, `["a",`} {
		var damage *DamageError
		if _, err := openWhole(writeFile(t, []byte(content)), knownHeaders, Limits{}); !errors.As(err, &damage) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestOpenOnlyRegularFiles(t *testing.T) {
	folder := t.TempDir()
	file := writeFile(t, []byte("order_id,name,amount\n"))
	link, pipe := filepath.Join(folder, "link"), filepath.Join(folder, "pipe")
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for path, reason := range map[string]string{
		folder: "a folder", link: "a symbolic link", pipe: "a named pipe", os.DevNull: "a device",
	} {
		var damage *DamageError
		if _, err := openWhole(path, knownHeaders, Limits{}); !errors.As(err, &damage) || !strings.Contains(damage.Reason, reason) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := openWhole(filepath.Join(folder, "none"), knownHeaders, Limits{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
}

// TestUndecodableBytes: bytes without meaning in the encoding cost their record.
func TestUndecodableBytes(t *testing.T) {
	header := "Номер заказа;Название;Сумма\n"
	for name, content := range map[string][]byte{
		"windows-1251": append(encode(t, charmap.Windows1251, header), "1;\x98;2\n3;4;5\n"...),
		"gb18030":      append(encode(t, simplifiedchinese.GB18030, header), "1;\xff;2\n3;4;5\n"...),
		"utf-16le":     append(encode(t, utf16LE, header), "1\x00;\x00\x00\xd8;\x002\x00\n\x003\x00;\x004\x00;\x005\x00\n\x00"...),
	} {
		f, err := openWhole(writeFile(t, content), knownHeaders, Limits{})
		if err != nil {
			t.Fatal(name, err)
		}
		got := scanAll(t, f, f.Splits(0, 0), nil)
		if f.Encoding != name || len(got.Faults) != 1 || got.Faults[0].Code != "invalid_utf8" || got.Faults[0].Row != 2 ||
			!strings.Contains(got.Faults[0].Message, "no "+name+" text") || !cmp.Equal(got.Rows, []int64{3}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestLegacyReversible decodes each pair of bytes and each four-byte form of a
// sample: what comes out as text must encode back to the same bytes.
func TestLegacyReversible(t *testing.T) {
	check := func(c charset, e encoding.Encoding, src []byte) {
		text, used := c.decode(nil, src, true)
		if used != len(src) || bytes.ContainsRune(text, utf8.RuneError) && utf8.Valid(text) {
			t.Fatalf("%s: % x gives %q, %d bytes used", c.name, src, text, used)
		}
		if !utf8.Valid(text) {
			return
		}
		back, err := e.NewEncoder().Bytes(text)
		if err != nil || !bytes.Equal(back, src) {
			t.Fatalf("%s: % x gives %q, which is % x (%v)", c.name, src, text, back, err)
		}
	}
	for a := range 256 {
		for b := range 256 {
			check(legacyCharsets[0], charmap.Windows1251, []byte{byte(a), byte(b)})
			check(legacyCharsets[1], simplifiedchinese.GB18030, []byte{byte(a), byte(b)})
			check(legacyCharsets[1], simplifiedchinese.GB18030, []byte{byte(a), '0' + byte(b%10), byte(b), '7'})
		}
	}
}

// TestChangedFile: a file that is not the one that was opened gives no rows for good.
func TestChangedFile(t *testing.T) {
	content := "order_id,name,amount\n" + strings.Repeat("1,2,3\n", 100)
	change := map[string]func(path string) error{
		"shorter": func(path string) error { return os.Truncate(path, 300) },
		"longer":  func(path string) error { return os.WriteFile(path, []byte(content+"4,5,6\n"), 0o600) },
		"touched": func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1_000_000_000, 0)) },
	}
	for name, change := range change {
		for _, when := range []string{"before", "during"} {
			t.Run(name+" "+when, func(t *testing.T) {
				f := mustOpen(t, content, knownHeaders, 64)
				if when == "before" {
					if err := change(f.Path); err != nil {
						t.Fatal(err)
					}
				}
				changed := false
				err := f.Scan(context.Background(), f.Splits(0, 0)[0], nil, func(*Chunk) error {
					if !changed {
						changed = true
						return change(f.Path)
					}
					return nil
				})
				var damage *DamageError
				if !errors.As(err, &damage) || damage.Reason != "file changed while reading" {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

// TestContentWithoutMark reads what JSON and XML readers are given.
func TestContentWithoutMark(t *testing.T) {
	for name, content := range map[string][]byte{
		"plain": []byte(`{"a":1}`), "mark": []byte(byteOrderMark + `{"a":1}`), "utf-16": encode(t, utf16LE, `{"a":1}`),
		"gzip": gzipped(t, []byte(byteOrderMark+`{"a":1}`)), "short": []byte("{}"),
	} {
		path := writeFile(t, content)
		file, info, err := openRegular(path)
		if err != nil {
			t.Fatal(err)
		}
		file.Close()
		src := source{path: path, info: info, lim: DefaultLimits, charset: utf8Charset, compression: compressionOf(content)}
		if name == "utf-16" {
			src.charset = utf16LECharset
		}
		text, err := src.withoutMark()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(text)
		if want := `{"a":1}`; err != nil || string(got) != want && name != "short" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if err := text.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
