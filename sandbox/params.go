package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxUpload is the largest file a bot may send, in bytes.
const (
	maxUpload      = 50 << 20
	maxLocalUpload = 2000 << 20 // to a server run with --local
)

// formRoom is what a request may hold besides one file.
const formRoom = 1 << 20

func (s *Server) maxUpload() int {
	if s.local != "" {
		return maxLocalUpload
	}
	return maxUpload
}

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
func (s *Server) parseParams(r *http.Request) (params, error) {
	var p params
	var odd error // a query that is none: only a form cares
	if r.URL.RawQuery != "" {
		odd = p.fromForm(r.URL.RawQuery)
	}
	if r.Method != http.MethodPost || r.Body == nil {
		return p, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, int64(s.maxUpload()+formRoom)))
	if err != nil {
		return p, bodyError(err)
	}
	kind, args := r.Header.Get("Content-Type"), map[string]string(nil)
	if kind != kindJSON { // as bots mostly say it
		if kind, args, err = mime.ParseMediaType(kind); err != nil {
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

// fromJSON reads an object or null; a name's last value counts, and of null
// there is nothing.
func (p *params) fromJSON(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return badRequest("can't parse request parameters JSON object")
	}
	for name, raw := range object {
		switch kind := jsonKind(raw); {
		case string(raw) == "null":
		case kind == 's':
			var text string
			_ = json.Unmarshal(raw, &text) // it is a string
			p.set(name, text, kind)
		default:
			p.set(name, string(raw), kind)
		}
	}
	return nil
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
