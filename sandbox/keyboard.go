package sandbox

import (
	"errors"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// errUnusual sends a keyboard the long way: see plainKeyboard.
var errUnusual = errors.New("unusual")

// keyboards are buffers for the JSON of one.
var keyboards = sync.Pool{New: func() any { return new([]byte) }}

// plainKeyboard reads the inline keyboards that nearly every message has, all
// of whose buttons are a text, a style, and a link or data: in one pass, where
// the long way of markup takes one for each level. It is silent about anything
// else, be it wrong or only rare, and leaves the judgement and its words to
// the long way. What it takes, the long way takes just so.
func plainKeyboard(raw string) (*Keyboard, bool) {
	var k Keyboard
	room, _ := keyboards.Get().(*[]byte) // nothing else is in it
	defer keyboards.Put(room)
	*room = append((*room)[:0], raw...)
	if decode(*room, k.plain) != nil {
		return nil, false
	}
	return &k, true
}

func (k *Keyboard) plain(d *decoder) error {
	if err := d.delim('{'); err != nil {
		return err
	}
	if name, err := d.ReadValue(); err != nil || string(name) != `"inline_keyboard"` {
		return errUnusual
	}
	if err := d.delim('['); err != nil {
		return err
	}
	total := 0
	for d.PeekKind() == '[' {
		row, err := d.row()
		if err != nil {
			return err
		}
		total += len(row)
		if len(row) == 0 || len(row) > maxButtonsInRow || total > maxButtons {
			return errUnusual
		}
		k.Rows = append(k.Rows, row)
	}
	if total == 0 {
		return errUnusual
	}
	if err := d.delim(']'); err != nil {
		return err
	}
	return d.delim('}') // there is nothing but the keyboard
}

func (d *decoder) row() ([]Button, error) {
	if err := d.delim('['); err != nil {
		return nil, err
	}
	row := make([]Button, 0, 2)
	for d.PeekKind() == '{' {
		b, err := d.button()
		if err != nil {
			return nil, err
		}
		row = append(row, b)
	}
	return row, d.delim(']')
}

func (d *decoder) button() (b Button, err error) {
	if err := d.delim('{'); err != nil {
		return b, err
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadValue()
		if err != nil {
			return b, err
		}
		into := &b.Text
		switch string(name) {
		case `"text"`:
		case `"style"`:
			into = &b.Style
		case `"url"`:
			into = &b.URL
		case `"callback_data"`:
			into = &b.CallbackData
		default:
			return b, errUnusual
		}
		if *into, err = d.word(); err != nil {
			return b, err
		}
	}
	if b.URL != "" {
		var reason string
		if b.URL, reason = checkLink(b.URL); reason != "" || b.CallbackData != "" {
			return b, errUnusual
		}
	} else if b.CallbackData == "" || len(b.CallbackData) > maxCallbackData {
		return b, errUnusual
	}
	switch b.Style {
	case "", "primary", "danger", "success":
	default:
		return b, errUnusual
	}
	if b.Text == "" {
		return b, errUnusual
	}
	return b, d.delim('}')
}

// delim reads one that must come.
func (d *decoder) delim(kind jsontext.Kind) error {
	if d.PeekKind() != kind {
		return errUnusual
	}
	_, err := d.ReadToken()
	return err
}

// word reads a string.
func (d *decoder) word() (string, error) {
	token, err := d.ReadToken()
	if err != nil || token.Kind() != '"' {
		return "", errUnusual
	}
	return token.String(), nil
}
