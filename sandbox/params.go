package sandbox

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// maxUpload is the largest file a bot may send, in bytes.
const maxUpload = 50 << 20

// maxRequest bounds a whole request: one file and its form.
const maxRequest = maxUpload + 1<<20

// params are a request's parameters, whichever way they came: every value is
// text, and what came as a JSON object or array is its JSON. They are few, so
// that a list is faster than a map.
type params struct {
	list  []param
	files map[string]upload
}

type param struct {
	name, value string
	kind        byte // of a value from a JSON body: s n b o a
}

func (p *params) set(name, value string, kind byte) {
	for i := range p.list {
		if p.list[i].name == name {
			p.list[i].value, p.list[i].kind = value, kind
			return
		}
	}
	p.list = append(p.list, param{name, value, kind})
}

type upload struct {
	name string
	mime string
	data []byte
}

// parseParams reads query, urlencoded, multipart and JSON parameters. As on
// the real server a later source wins over the query.
func parseParams(r *Request) (params, error) {
	var p params
	var odd error // a query that is none: only a form cares
	if r.Query != "" {
		odd = p.fromForm(r.Query)
	}
	if !r.Post {
		return p, nil
	}
	body, err := r.Body()
	if len(body) > maxRequest {
		err = &http.MaxBytesError{Limit: maxRequest}
	}
	if err != nil {
		return p, bodyError(err)
	}
	kind, args := r.ContentType, map[string]string(nil)
	if kind != kindJSON { // as bots mostly say it
		if kind, args, err = mime.ParseMediaType(r.ContentType); err != nil {
			kind, err = "", nil
		}
	}
	switch kind {
	case kindJSON:
		err = p.fromJSON(body)
	case "multipart/form-data":
		err = p.fromMultipart(body, args["boundary"])
	case "application/x-www-form-urlencoded":
		err = cmp.Or(p.fromForm(string(body)), odd)
	}
	return p, bodyError(err) // of another kind there are no parameters that anybody would read
}

// fromForm takes what it understands, of several values the last.
func (p *params) fromForm(form string) error {
	values, err := url.ParseQuery(form)
	for k, v := range values {
		p.set(k, v[len(v)-1], 0)
	}
	return err
}

func bodyError(err error) error {
	if err == nil {
		return nil
	}
	var large *http.MaxBytesError
	var api *apiError
	switch {
	case errors.As(err, &large):
		return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	case errors.As(err, &api):
		return api
	}
	return badRequest("can't read the request: %v", err)
}

// decoders are used again: a request has a few values, and a new one is larger
// than they are.
var decoders = sync.Pool{New: func() any { return &decoder{} }}

type decoder struct {
	jsontext.Decoder
	in   bytes.Buffer
	text []byte
}

// decode lets read take the tokens of one JSON value, behind which there is
// nothing.
func decode(data []byte, read func(*decoder) error, options ...jsontext.Options) error {
	d, _ := decoders.Get().(*decoder) // nothing else is in it
	defer decoders.Put(d)
	d.in = *bytes.NewBuffer(data)
	d.Reset(&d.in, options...)
	err := read(d)
	if err == nil {
		if _, err = d.ReadToken(); errors.Is(err, io.EOF) {
			err = nil
		} else if err == nil {
			err = errors.New("more than one value")
		}
	}
	d.in = bytes.Buffer{} // the bytes are the caller's
	return err
}

func (p *params) fromJSON(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var from params
	if err := decode(data, from.object, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return badRequest("can't parse request parameters JSON object")
	}
	from.list = slices.DeleteFunc(from.list, func(x param) bool { return x.kind == 0 }) // of null there is nothing
	if len(p.list) == 0 {
		p.list = from.list
		return nil
	}
	for _, x := range from.list {
		p.set(x.name, x.value, x.kind)
	}
	return nil
}

// object reads parameters from an object or null; a name's last value counts.
func (p *params) object(d *decoder) error {
	begin, err := d.ReadToken()
	if err != nil || begin.Kind() == 'n' {
		return err
	}
	if begin.Kind() != '{' {
		return errors.New("no object")
	}
	p.list = make([]param, 0, 8)
	for d.PeekKind() != '}' {
		token, err := d.ReadToken()
		if err != nil {
			return err
		}
		name := token.String()
		raw, err := d.ReadValue()
		if err != nil {
			return err
		}
		switch raw[0] {
		case 'n':
			p.set(name, "", 0)
		case '"':
			d.text, _ = jsontext.AppendUnquote(d.text[:0], raw) // what is no UTF-8 in it is replaced
			p.set(name, string(d.text), 's')
		default:
			p.set(name, string(raw), jsonKind(raw))
		}
	}
	_, err = d.ReadToken()
	return err
}

func jsonKind(raw []byte) byte {
	switch raw[0] {
	case '{':
		return 'o'
	case '[':
		return 'a'
	case 't', 'f':
		return 'b'
	case '"':
		return 's'
	}
	return 'n'
}

func (p *params) fromMultipart(body []byte, boundary string) error {
	if boundary == "" {
		return http.ErrMissingBoundary
	}
	mr := multipart.NewReader(bytes.NewReader(body), boundary)
	for parts := 0; ; parts++ {
		part, err := mr.NextPart()
		if errors.Is(err, io.EOF) || parts == 0 && err != nil && strings.HasSuffix(err.Error(), "NextPart: EOF") {
			return nil // the second: no form at all, as go-telegram sends without parameters
		}
		if err != nil {
			return err // cut off: nothing of it may have an effect
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			p.set(part.FormName(), string(data), 0)
			continue
		}
		if p.files == nil {
			p.files = map[string]upload{}
		}
		p.files[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

func (p *params) str(name string) string {
	for i := range p.list {
		if p.list[i].name == name {
			return p.list[i].value
		}
	}
	return ""
}

func (p *params) has(name string) bool {
	_, ok := p.files[name]
	return ok || slices.ContainsFunc(p.list, func(x param) bool { return x.name == name })
}

// int reads as the real server does: what is no number is 0.
func (p *params) int(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(p.str(name)), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// clamped is int with a default and bounds.
func (p *params) clamped(name string, def, low, high int64) int64 {
	if p.str(name) == "" {
		return def
	}
	return min(max(p.int(name), low), high)
}

func (p *params) bool(name string) bool {
	switch lower(strings.TrimSpace(p.str(name))) {
	case "true", "yes", "1":
		return true
	}
	return false
}

func lower(s string) string { return strings.ToLower(s) }
