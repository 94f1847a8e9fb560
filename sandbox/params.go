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
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxUpload is the largest file a bot may send, in bytes.
const maxUpload = 50 << 20

// maxRequest bounds a whole request: one file and its form.
const maxRequest = maxUpload + 1<<20

// params are a request's parameters, whichever way they came: every value is
// text, and what came as a JSON object or array is its JSON.
type params struct {
	values map[string]string
	files  map[string]upload
	kinds  map[string]byte // of values from a JSON body: s n b o a
}

type upload struct {
	name string
	mime string
	data []byte
}

// parseParams reads query, urlencoded, multipart and JSON parameters. As on
// the real server a later source wins over the query.
func parseParams(r *request) (params, error) {
	p := params{values: map[string]string{}, files: map[string]upload{}, kinds: map[string]byte{}}
	var odd error // a query that is none: only a form cares
	if r.query != "" {
		odd = p.fromForm(r.query)
	}
	if !r.post {
		return p, nil
	}
	body, err := r.body()
	if err != nil {
		return p, bodyError(err)
	}
	kind, args := r.contentType, map[string]string(nil)
	if kind != kindJSON { // as bots mostly say it
		if kind, args, err = mime.ParseMediaType(r.contentType); err != nil {
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
		p.values[k] = v[len(v)-1]
	}
	return err
}

func bodyError(err error) error {
	var large *http.MaxBytesError
	var api *apiError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	case errors.As(err, &api):
		return api
	}
	return badRequest("can't read the request: %v", err)
}

func (p *params) fromJSON(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var m map[string]jsontext.Value
	if err := json.Unmarshal(data, &m, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return badRequest("can't parse request parameters JSON object")
	}
	for k, raw := range m {
		switch {
		case string(raw) == "null":
		case raw[0] == '"':
			v, _ := jsontext.AppendUnquote(nil, raw) // what is no UTF-8 in it is replaced
			p.values[k], p.kinds[k] = string(v), 's'
		default:
			p.values[k], p.kinds[k] = string(raw), jsonKind(raw)
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
			p.values[part.FormName()] = string(data)
			continue
		}
		p.files[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

func (p params) str(name string) string { return p.values[name] }

func (p params) has(name string) bool {
	_, ok := p.values[name]
	if !ok {
		_, ok = p.files[name]
	}
	return ok
}

// int reads as the real server does: what is no number is 0.
func (p params) int(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(p.values[name]), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// clamped is int with a default and bounds.
func (p params) clamped(name string, def, low, high int64) int64 {
	if p.values[name] == "" {
		return def
	}
	return min(max(p.int(name), low), high)
}

func (p params) bool(name string) bool {
	switch lower(strings.TrimSpace(p.values[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

func lower(s string) string { return strings.ToLower(s) }
