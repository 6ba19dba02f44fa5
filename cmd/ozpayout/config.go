package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"ozpayout/pipeline"
)

// A config is a configuration file. Values are kept as nodes, so that a complaint
// can name their line.
type config struct {
	Policy          yaml.Node  `yaml:"policy"`
	Lang            yaml.Node  `yaml:"lang"`
	Memory          yaml.Node  `yaml:"memory"`
	Workers         yaml.Node  `yaml:"workers"`
	QuarantineLimit yaml.Node  `yaml:"quarantine_limit"`
	Strict          yaml.Node  `yaml:"strict"`
	KeepRuns        yaml.Node  `yaml:"keep_runs"`
	Files           []fileNode `yaml:"files"`

	path string
}

// A fileNode is an entry of "files".
type fileNode struct {
	Match     yaml.Node            `yaml:"match"`
	Table     yaml.Node            `yaml:"table"`
	Zone      yaml.Node            `yaml:"zone"`
	Constants map[string]yaml.Node `yaml:"constants"`
	Columns   map[string]yaml.Node `yaml:"columns"`

	Words map[string]map[string]yaml.Node `yaml:"words"`
}

// readConfig reads a configuration file; an empty path is an empty file. A key
// that does not exist or a value of the wrong shape is a usage error that names
// file and line.
func readConfig(ctx context.Context, path string) (*config, error) {
	c := &config{path: path}
	if path == "" {
		return c, nil
	}
	data, err := readInterruptibly(ctx, path)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, &usageError{fmt.Errorf("configuration: %w", err)}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return nil, &usageError{c.yamlError(err)}
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, usagef("%s: expected one YAML document", path)
	}
	return c, nil
}

// readInterruptibly reads a file, which may be a pipe to which nobody ever writes: it
// waits until the context ends. What still reads then ends with the program.
func readInterruptibly(ctx context.Context, path string) ([]byte, error) {
	type content struct {
		data []byte
		err  error
	}
	read := make(chan content, 1)
	go func() {
		data, err := os.ReadFile(path)
		read <- content{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-read:
		return c.data, c.err
	}
}

var (
	yamlLine     = regexp.MustCompile(`line (\d+): (.*)`)
	unknownField = regexp.MustCompile(`field (\S+) not found in type \S+`)
	wrongShape   = regexp.MustCompile(`^cannot unmarshal .* into (\S+)$`)
)

// yamlError turns the first complaint of the YAML library into one of the form
// file:line: reason.
func (c *config) yamlError(err error) error {
	text := err.Error()
	var typeError *yaml.TypeError
	if errors.As(err, &typeError) && len(typeError.Errors) > 0 {
		text = typeError.Errors[0]
	}
	m := yamlLine.FindStringSubmatch(text)
	if m == nil {
		return fmt.Errorf("%s: %s", c.path, strings.TrimPrefix(text, "yaml: "))
	}
	reason := unknownField.ReplaceAllString(m[2], `unknown key "$1": see ozpayout template config`)
	switch shape := wrongShape.FindStringSubmatch(reason); {
	case shape == nil:
	case strings.HasPrefix(shape[1], "[]"):
		reason = "expected a list of entries: see ozpayout template config"
	default:
		reason = "expected keys with values: see ozpayout template config"
	}
	return fmt.Errorf("%s:%s: %s", c.path, m[1], reason)
}

// at makes an error about a value.
func (c *config) at(n *yaml.Node, format string, args ...any) error {
	return usagef("%s:%d: %s", c.path, n.Line, fmt.Sprintf(format, args...))
}

// scalar returns the text of a value; a list of scalars is joined by commas.
func (c *config) scalar(key string, n *yaml.Node) (string, error) {
	switch n.Kind {
	case yaml.ScalarNode:
		return n.Value, nil
	case yaml.SequenceNode:
		var items []string
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return "", c.at(item, "%s: expected a list of plain values", key)
			}
			items = append(items, item.Value)
		}
		return strings.Join(items, ","), nil
	}
	return "", c.at(n, "%s: expected a plain value", key)
}

// plain returns the text of a value that is no list, "" if the key is left out.
func (c *config) plain(key string, n *yaml.Node) (string, error) {
	if !n.IsZero() && (n.Kind != yaml.ScalarNode || n.Tag == "!!null") {
		return "", c.at(n, "%s: expected a plain value", key)
	}
	return n.Value, nil
}

// A setting is a key of the file that is also a flag.
type setting struct {
	flag string
	node *yaml.Node
}

// settings returns the keys that stand in the file.
func (c *config) settings() []setting {
	all := []setting{
		{"policy", &c.Policy},
		{"lang", &c.Lang},
		{"memory", &c.Memory},
		{"workers", &c.Workers},
		{"quarantine-limit", &c.QuarantineLimit},
		{"strict", &c.Strict},
		{"keep-runs", &c.KeepRuns},
	}
	return slices.DeleteFunc(all, func(s setting) bool { return s.node.IsZero() })
}

// fileRules returns the rules for input files, checked against the tables of the
// plan.
func (c *config) fileRules(p *pipeline.Plan) ([]pipeline.FileRule, error) {
	var rules []pipeline.FileRule
	for i, f := range c.Files {
		if f.Match.IsZero() {
			return nil, usagef("%s: entry %d of files has no match", c.path, i+1)
		}
		rule, err := c.fileRule(p.Sources(), f)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

func (c *config) fileRule(sources []*pipeline.Dataset, f fileNode) (rule pipeline.FileRule, err error) {
	rule = pipeline.FileRule{Words: map[string]map[string]string{}}
	for _, key := range []struct {
		name  string
		node  *yaml.Node
		value *string
	}{{"match", &f.Match, &rule.Match}, {"table", &f.Table, &rule.Dataset}, {"zone", &f.Zone, &rule.Zone}} {
		if *key.value, err = c.plain(key.name, key.node); err != nil {
			return rule, err
		}
	}
	if _, err := path.Match(rule.Match, ""); err != nil || rule.Match == "" {
		return rule, c.at(&f.Match, "match %q is no pattern", rule.Match)
	}
	if rule.Dataset != "" {
		sources = slices.DeleteFunc(sources, func(d *pipeline.Dataset) bool { return tableName(d) != rule.Dataset })
		if len(sources) == 0 {
			return rule, c.at(&f.Table, "no table %q: see ozpayout template --list", rule.Dataset)
		}
	}
	// What Local is, every machine says for itself.
	if _, err := time.LoadLocation(rule.Zone); err != nil || rule.Zone == "Local" {
		return rule, c.at(&f.Zone, "no time zone %q: expected a name such as Asia/Shanghai", rule.Zone)
	}
	missing := func(column string) string {
		if slices.ContainsFunc(sources, func(d *pipeline.Dataset) bool { return hasField(d, column) }) {
			return ""
		}
		return fmt.Sprintf("no table has a column %q", column)
	}
	if rule.Constants, err = c.texts(f.Constants, func(column, _ string) string { return missing(column) }); err != nil {
		return rule, err
	}
	if rule.Columns, err = c.texts(f.Columns, func(_, column string) string { return missing(column) }); err != nil {
		return rule, err
	}
	for _, column := range slices.Sorted(maps.Keys(f.Words)) {
		rule.Words[column], err = c.texts(f.Words[column], func(_, code string) string {
			if slices.ContainsFunc(sources, func(d *pipeline.Dataset) bool { return hasWord(d, column, code) }) {
				return ""
			}
			return fmt.Sprintf("no word %q in a column %q: see ozpayout template TABLE --help-fields", code, column)
		})
		if err != nil {
			return rule, err
		}
	}
	return rule, nil
}

// texts returns plain values by their keys. Complaint says what is wrong with one, "" =
// nothing; of several wrong ones the first by key is told.
func (c *config) texts(nodes map[string]yaml.Node, complaint func(key, text string) string) (map[string]string, error) {
	texts := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(nodes)) {
		node := nodes[key]
		text, err := c.plain(key, &node)
		if err != nil {
			return nil, err
		}
		if wrong := complaint(key, text); wrong != "" {
			return nil, c.at(&node, "%s", wrong)
		}
		texts[key] = text
	}
	return texts, nil
}

// hasWord reports whether a column of a table has a word list with the code.
func hasWord(d *pipeline.Dataset, column, code string) bool {
	return slices.ContainsFunc(d.Input.Fields, func(f pipeline.Field) bool {
		return f.Column != nil && f.Column.ColumnName() == column && f.Words != nil && f.Words.Has(code)
	})
}

func hasField(d *pipeline.Dataset, column string) bool {
	return slices.ContainsFunc(d.Input.Fields, func(f pipeline.Field) bool {
		return f.Column != nil && f.Column.ColumnName() == column
	})
}
