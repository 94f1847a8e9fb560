package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// SpecEnv names the environment variable that tests read the path of the
// machine-readable Bot API from.
const SpecEnv = "LIUBAO_BOTAPI_SPEC"

// Spec is the machine-readable Bot API: methods and types with their fields.
type Spec struct {
	Version string                `json:"version"`
	Methods map[string]specObject `json:"methods"`
	Types   map[string]specObject `json:"types"`

	byLower map[string]*specObject
}

type specObject struct {
	Fields   []specField `json:"fields"`
	Subtypes []string    `json:"subtypes"`
}

type specField struct {
	Name        string   `json:"name"`
	Types       []string `json:"types"`
	Required    bool     `json:"required"`
	Description string   `json:"description"`
}

// LoadSpec reads the specification from a JSON file.
func LoadSpec(path string) (*Spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load the API specification: %w", err)
	}
	var sp Spec
	if err := json.Unmarshal(data, &sp); err != nil {
		return nil, fmt.Errorf("load the API specification %s: %w", path, err)
	}
	if len(sp.Methods) == 0 || len(sp.Types) == 0 {
		return nil, fmt.Errorf("load the API specification %s: no methods or types in it", path)
	}
	sp.byLower = make(map[string]*specObject, len(sp.Methods))
	for name, m := range sp.Methods {
		sp.byLower[lower(name)] = &m
	}
	return &sp, nil
}

// SpecFromEnv reads the specification that [SpecEnv] names, nil where it names none.
func SpecFromEnv() (*Spec, error) {
	if path := os.Getenv(SpecEnv); path != "" {
		return LoadSpec(path)
	}
	return nil, nil
}

// Finding is a request that the specification does not allow, or that the
// sandbox cannot serve.
type Finding struct {
	Method string `json:"method"`
	Field  string `json:"field"` // path: reply_markup.inline_keyboard[0][1].url
	Text   string `json:"text"`
}

func (f Finding) String() string { return f.Method + " " + f.Field + ": " + f.Text }

// Findings lists what the requests so far did against the specification, each
// once.
func (s *Server) Findings() []Finding {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.findings)
}

// find records a finding. The caller holds mu.
func (s *Server) find(method, field, text string) {
	f := Finding{Method: method, Field: field, Text: text}
	if !slices.Contains(s.findings, f) {
		s.findings = append(s.findings, f)
	}
}

func (s *Server) checkUnserved(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := "no such method"
	if s.spec != nil && s.spec.method(name) != nil {
		text = "the method exists, but the sandbox does not serve it"
	}
	s.find(name, "", text)
}

// method finds a method whatever the case of its name, as the server does.
func (sp *Spec) method(name string) *specObject { return sp.byLower[lower(name)] }

// check holds a request against the specification.
func (s *Server) check(c *call) {
	if s.spec == nil {
		return
	}
	m := s.spec.method(c.method)
	if m == nil {
		s.checkUnserved(c.method)
		return
	}
	k := &checker{spec: s.spec}
	attached := map[string]bool{}
	for _, p := range c.list {
		markAttached(p.value, attached)
		f := m.field(p.name)
		if f == nil {
			k.add(p.name, "unknown parameter")
			continue
		}
		k.param(f, p.value, p.kind)
	}
	for name := range c.files {
		if f := m.field(name); f == nil && !attached[name] {
			k.add(name, "unknown file")
		} else if f != nil && !slices.Contains(f.Types, "InputFile") {
			k.add(name, "is no file parameter")
		}
	}
	for _, f := range m.Fields {
		if f.Required && !c.has(f.Name) {
			k.add(f.Name, "required and missing")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range k.found {
		s.find(c.method, f.Field, f.Text)
	}
}

var attachment = regexp.MustCompile(`attach://([^"\s]+)`)

func markAttached(value string, into map[string]bool) {
	for _, m := range attachment.FindAllStringSubmatch(value, -1) {
		into[m[1]] = true
	}
}

func (o *specObject) field(name string) *specField {
	for i := range o.Fields {
		if o.Fields[i].Name == name {
			return &o.Fields[i]
		}
	}
	return nil
}

type checker struct {
	spec  *Spec
	found []Finding
}

func (k *checker) add(field, format string, args ...any) {
	k.found = append(k.found, Finding{Field: field, Text: fmt.Sprintf(format, args...)})
}

// param checks a parameter, which as form text is not yet JSON.
func (k *checker) param(f *specField, value string, kind byte) {
	var raw json.RawMessage
	scalarText := slices.ContainsFunc(f.Types, func(t string) bool { return t == "String" || t == "InputFile" })
	switch {
	case kind == 's':
		raw, _ = json.Marshal(value) // a string always marshals
	case kind == 0 && (scalarText && !looksTyped(f, value) || !json.Valid([]byte(value))):
		raw, _ = json.Marshal(value) // as above
	default:
		raw = json.RawMessage(value)
	}
	if kind == 's' && !scalarText && json.Valid([]byte(value)) {
		raw = json.RawMessage(value) // JSON-serialized objects are sent as strings
	}
	k.value(f.Name, f, raw)
}

// looksTyped: "123" for a parameter that is Integer or String is the Integer.
func looksTyped(f *specField, value string) bool {
	_, err := strconv.ParseInt(value, 10, 64)
	return err == nil && slices.Contains(f.Types, "Integer")
}

// value checks a JSON value against a field's types and length.
func (k *checker) value(path string, f *specField, raw json.RawMessage) {
	var best []Finding
	for i, t := range f.Types {
		sub := &checker{spec: k.spec}
		sub.typed(path, t, raw)
		if len(sub.found) == 0 {
			best = nil
			break
		}
		if i == 0 || len(sub.found) < len(best) {
			best = sub.found
		}
	}
	k.found = append(k.found, best...)
	var text string
	if json.Unmarshal(raw, &text) == nil {
		k.length(path, f, text)
	}
}

var lengthRule = regexp.MustCompile(`(\d+)-(\d+) (characters|bytes)`)

func (k *checker) length(path string, f *specField, text string) {
	m := lengthRule.FindStringSubmatch(f.Description)
	if m == nil || strings.Contains(f.Description, "after entit") { // "entities parsing" or "entity parsing"
		return // the method itself measures after parsing
	}
	low, _ := strconv.Atoi(m[1])  // digits by the rule
	high, _ := strconv.Atoi(m[2]) // as above
	n := len(text)
	if m[3] == "characters" {
		n = len([]rune(text))
	}
	if n < low || n > high {
		k.add(path, "has %d %s, allowed are %d-%d", n, m[3], low, high)
	}
}

func (k *checker) typed(path, typ string, raw json.RawMessage) {
	if elem, ok := strings.CutPrefix(typ, "Array of "); ok {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			k.add(path, "is no Array")
			return
		}
		for i, v := range list {
			k.typed(fmt.Sprintf("%s[%d]", path, i), elem, v)
		}
		return
	}
	var err error
	switch typ {
	case "String", "InputFile":
		err = json.Unmarshal(raw, new(string))
	case "Integer":
		err = json.Unmarshal(raw, new(int64))
	case "Float":
		err = json.Unmarshal(raw, new(float64))
	case "Boolean", "True":
		err = json.Unmarshal(raw, new(bool))
	default:
		k.object(path, typ, raw)
		return
	}
	if err != nil {
		k.add(path, "is no %s", typ)
	}
}

func (k *checker) object(path, typ string, raw json.RawMessage) {
	o, ok := k.spec.Types[typ]
	if !ok {
		k.add(path, "has the unknown type %s", typ)
		return
	}
	if len(o.Subtypes) > 0 {
		k.value(path, &specField{Types: o.Subtypes}, raw)
		return
	}
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil {
		k.add(path, "is no %s", typ)
		return
	}
	for name, v := range m {
		f := o.field(name)
		if f == nil {
			k.add(path+"."+name, "unknown field of %s", typ)
			continue
		}
		k.value(path+"."+name, f, v)
	}
	for _, f := range o.Fields {
		if _, ok := m[f.Name]; f.Required && !ok {
			k.add(path+"."+f.Name, "required in %s and missing", typ)
		}
	}
	if typ == "InlineKeyboardButton" {
		k.oneAction(path, m)
	}
}

// oneAction: "Exactly one of the fields other than text,
// icon_custom_emoji_id, and style must be used". The real server takes the
// first it knows; the specification does not allow more.
func (k *checker) oneAction(path string, m map[string]json.RawMessage) {
	n := 0
	for name := range m {
		if name != "text" && name != "icon_custom_emoji_id" && name != "style" {
			n++
		}
	}
	if n != 1 {
		k.add(path, "has %d actions, exactly one is allowed", n)
	}
}
