// Command cut copies a folder of exports and cuts its large CSV files into many
// small ones, each with the header: the same rows in another number of files.
//
//	cut IN OUT FILES
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cut:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: cut IN OUT FILES")
	}
	in, out := args[0], args[1]
	count, err := strconv.ParseInt(args[2], 10, 64)
	if err != nil || count < 1 {
		return fmt.Errorf("FILES is %q, not a count", args[2])
	}
	total, err := size(in)
	if err != nil {
		return err
	}
	piece := total/count + 1
	made := 0
	err = filepath.WalkDir(in, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(in, path)
		if err != nil {
			return err
		}
		n, err := cut(path, filepath.Join(out, name), piece)
		made += n
		return err
	})
	fmt.Printf("%d files of about %d bytes\n", made, piece)
	return err
}

// size returns the bytes of the files below a folder.
func size(folder string) (total int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

// cut writes the records of a CSV to files of about piece bytes beside to; a file
// that is no CSV or small is copied. It returns the number of files.
func cut(from, to string, piece int64) (files int, err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return 0, err
	}
	source, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return 0, err
	}
	if filepath.Ext(from) != ".csv" || info.Size() < 2*piece {
		data, err := io.ReadAll(source)
		if err != nil {
			return 0, err
		}
		return 1, os.WriteFile(to, data, 0o644)
	}
	records := bufio.NewReader(source)
	header, err := record(records)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", from, err)
	}
	text := bytes.Clone(header)
	for err == nil {
		var next []byte
		next, err = record(records)
		text = append(text, next...)
		if int64(len(text)) >= piece || err != nil && len(text) > len(header) {
			files++
			name := fmt.Sprintf("%s-%05d.csv", strings.TrimSuffix(to, ".csv"), files)
			if err := os.WriteFile(name, text, 0o644); err != nil {
				return files, err
			}
			text = append(text[:0], header...)
		}
	}
	if err != io.EOF {
		return files, fmt.Errorf("%s: %w", from, err)
	}
	return files, nil
}

// record reads up to a line end that is outside quotes.
func record(r *bufio.Reader) (text []byte, err error) {
	for {
		line, err := r.ReadBytes('\n')
		text = append(text, line...)
		if err != nil || bytes.Count(text, []byte{'"'})%2 == 0 {
			return text, err
		}
	}
}
