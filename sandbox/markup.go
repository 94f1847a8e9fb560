package sandbox

import (
	"encoding/json"
	"reflect"
	"unicode/utf8"
)

// Limits of keyboards. The documentation names none of the first two; these
// are what the server is known to accept.
const (
	maxButtons      = 100
	maxButtonsInRow = 8
	maxCallbackData = 64  // bytes
	maxCopyText     = 256 // characters
	maxPlaceholder  = 64  // characters
)

// markup is a parsed reply_markup: an inline keyboard, or anything else kept
// as its JSON.
type markup struct {
	inline *Keyboard
	other  json.RawMessage
}

type rawMarkup struct {
	Keyboard       *json.RawMessage   `json:"keyboard"`
	Inline         *[]json.RawMessage `json:"inline_keyboard"`
	RemoveKeyboard bool               `json:"remove_keyboard"`
	ForceReply     bool               `json:"force_reply"`
	Placeholder    *string            `json:"input_field_placeholder"`
}

func (c *call) markup() (markup, error) {
	raw := c.str("reply_markup")
	if raw == "" {
		return markup{}, nil
	}
	if !json.Valid([]byte(raw)) {
		return markup{}, badRequest("Can't parse reply keyboard markup JSON object")
	}
	if jsonKind([]byte(raw)) != 'o' {
		return markup{}, badRequest("Object expected as reply markup")
	}
	var m rawMarkup
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		return markup{}, typeError(err)
	}
	if m.Placeholder != nil && (*m.Placeholder == "" || longerThan(*m.Placeholder, maxPlaceholder)) {
		return markup{}, badRequest("INPUT_FIELD_PLACEHOLDER_INVALID") // the server's word is not published
	}
	if m.Keyboard != nil || m.RemoveKeyboard {
		return markup{}, badRequest("reply keyboards are not served by the sandbox")
	}
	if m.Inline != nil && len(*m.Inline) > 0 {
		k, err := inlineKeyboard(*m.Inline)
		return markup{inline: k}, err
	}
	if m.ForceReply {
		return markup{other: json.RawMessage(raw)}, nil
	}
	return markup{}, nil
}

// typeError words a wrong JSON type as the server does.
func typeError(err error) error {
	if e, ok := err.(*json.UnmarshalTypeError); ok { //nolint:errorlint // json gives it unwrapped
		return badRequest("Field \"%s\" must be of type %s", e.Field, typeName(e.Type))
	}
	return badRequest("%v", err)
}

func typeName(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.String:
		return "String"
	case reflect.Bool:
		return "Boolean"
	case reflect.Slice:
		return "Array"
	case reflect.Struct, reflect.Map:
		return "Object"
	}
	return "Number"
}

func inlineKeyboard(rows []json.RawMessage) (*Keyboard, error) {
	k := &Keyboard{}
	total := 0
	for _, row := range rows {
		var raws []json.RawMessage
		if json.Unmarshal(row, &raws) != nil {
			return nil, badRequest("Field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays")
		}
		var out []Button
		for _, raw := range raws {
			b, err := inlineButton(raw)
			if err != nil {
				return nil, err
			}
			out = append(out, b)
		}
		if len(out) == 0 {
			continue
		}
		total += len(out)
		if len(out) > maxButtonsInRow || total > maxButtons {
			return nil, badRequest("reply markup is too long")
		}
		k.Rows = append(k.Rows, out)
	}
	if len(k.Rows) == 0 {
		return nil, nil
	}
	return k, nil
}

// rawButton tells absent fields from empty ones.
type rawButton struct {
	Text     *string          `json:"text"`
	Style    string           `json:"style"`
	URL      string           `json:"url"`
	Data     string           `json:"callback_data"`
	Game     *json.RawMessage `json:"callback_game"`
	Pay      *json.RawMessage `json:"pay"`
	Switch   *json.RawMessage `json:"switch_inline_query"`
	Chosen   *json.RawMessage `json:"switch_inline_query_chosen_chat"`
	Current  *json.RawMessage `json:"switch_inline_query_current_chat"`
	Login    *json.RawMessage `json:"login_url"`
	WebApp   *json.RawMessage `json:"web_app"`
	CopyText *rawCopy         `json:"copy_text"`
}

type rawCopy struct {
	Text *string `json:"text"`
}

func inlineButton(raw json.RawMessage) (Button, error) {
	if jsonKind(raw) != 'o' {
		return Button{}, badRequest("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
	}
	var r rawButton
	if err := json.Unmarshal(raw, &r); err != nil {
		return Button{}, badRequest("Can't parse inline keyboard button: %s", upperFirst(typeError(err).(*apiError).Description[len("Bad Request: "):])) //nolint:errorlint,forcetypeassert // badRequest made it
	}
	if r.Text == nil {
		return Button{}, badRequest("Can't parse inline keyboard button: Can't find field \"text\"")
	}
	style, ok := buttonStyle(r.Style)
	if !ok {
		return Button{}, badRequest("Can't parse inline keyboard button: invalid button style specified")
	}
	b := Button{Text: *r.Text, Style: style}
	if err := r.action(&b); err != nil {
		return b, err
	}
	if b.Text == "" {
		return b, badRequest("Inline keyboard button text must be non-empty")
	}
	return b, nil
}

// buttonStyle reads the colour of a button.
func buttonStyle(s string) (string, bool) {
	switch s = lower(s); s {
	case "", "primary", "danger", "success":
		return s, true
	case "default":
		return "", true
	}
	return "", false
}

// longerThan counts characters.
func longerThan(s string, limit int) bool { return utf8.RuneCountInString(s) > limit }

// action takes the first field in the server's own order. So an empty
// copy_text beside callback_data, which go-telegram always sends, is passed
// over as the real server passes over it (the specification check reports
// it); alone it is a copy button without text and refused.
func (r *rawButton) action(b *Button) error {
	switch {
	case r.URL != "":
		link, reason := checkLink(r.URL)
		if reason != "" {
			return badRequest("Inline keyboard button URL '%s' is invalid: %s", r.URL, reason)
		}
		b.URL = link
	case r.Data != "":
		if len(r.Data) > maxCallbackData {
			return badRequest("BUTTON_DATA_INVALID")
		}
		b.CallbackData = r.Data
	case r.Game != nil, r.Pay != nil, r.Login != nil, r.Chosen != nil, r.Switch != nil, r.Current != nil, r.WebApp != nil:
		return badRequest("Can't parse inline keyboard button: games, payments, logins, pages and inline queries are not served by the sandbox")
	case r.CopyText != nil:
		return r.copyText(b)
	default:
		return badRequest("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return nil
}

func (r *rawButton) copyText(b *Button) error {
	switch {
	case r.CopyText.Text == nil:
		return badRequest("Can't parse inline keyboard button: Can't find field \"text\"")
	case *r.CopyText.Text == "" || longerThan(*r.CopyText.Text, maxCopyText):
		return badRequest("BUTTON_COPY_TEXT_INVALID")
	}
	b.CopyText = &CopyText{Text: *r.CopyText.Text}
	return nil
}

func upperFirst(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
