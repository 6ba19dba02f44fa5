package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
)

const contentTypes = "[Content_Types].xml"

// save writes the workbook. The library writes streamed sheets and the list of
// content types in the order of maps; both are sorted, so that equal workbooks
// are equal files.
func (b *book) save(path, spill string) (err error) {
	raw, err := os.Create(filepath.Join(spill, "workbook.xlsx"))
	if err != nil {
		return err
	}
	defer raw.Close()
	if err := b.file.Write(raw); err != nil {
		return err
	}
	size, err := raw.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(raw, size)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	return copyParts(out, parts)
}

// copyParts copies a workbook with its parts and its content types sorted.
func copyParts(to io.Writer, parts *zip.Reader) error {
	out := zip.NewWriter(to)
	files := slices.SortedFunc(slices.Values(parts.File), func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(partRank(a.Name), partRank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	for _, part := range files {
		if part.Name != contentTypes {
			if err := out.Copy(part); err != nil {
				return err
			}
			continue
		}
		w, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := sortContentTypes(w, part); err != nil {
			return err
		}
	}
	return out.Close()
}

// partRank puts the content types first, as readers that stream expect.
func partRank(name string) int {
	if name == contentTypes {
		return 0
	}
	return 1
}

// packageTypes is the part [Content_Types].xml (ECMA-376 part 2, 10.1.2).
type packageTypes struct {
	XMLName   xml.Name       `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []defaultType  `xml:"Default"`
	Overrides []overrideType `xml:"Override"`
}

type defaultType struct {
	Extension   string `xml:"Extension,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type overrideType struct {
	PartName    string `xml:"PartName,attr"`
	ContentType string `xml:"ContentType,attr"`
}

func sortContentTypes(w io.Writer, part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	var types packageTypes
	if err := xml.NewDecoder(r).Decode(&types); err != nil {
		return err
	}
	slices.SortFunc(types.Defaults, func(a, b defaultType) int { return cmp.Compare(a.Extension, b.Extension) })
	slices.SortFunc(types.Overrides, func(a, b overrideType) int { return cmp.Compare(a.PartName, b.PartName) })
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(types); err != nil {
		return err
	}
	_, err = out.WriteTo(w)
	return err
}
