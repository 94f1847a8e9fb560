package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// appendJSON appends a value. Messages and taps, which are nearly everything
// that is written, are written here, for a fifth of the computing.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case *Message:
		return appendMessage(b, v)
	case *CallbackQuery:
		return appendCallback(b, v)
	case json.RawMessage:
		return append(b, v...)
	case bool:
		return strconv.AppendBool(b, v)
	}
	return appendRare(b, v)
}

func appendRare(b []byte, v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("sandbox: %T: %v", v, err)) // only our own types come here
	}
	return append(b, raw...)
}

func appendText(b []byte, name, text string) []byte {
	b, _ = jsontext.AppendQuote(append(b, name...), text) // what is no UTF-8 in it is replaced
	return b
}

// appendSome is appendText of a text that is left out when it is empty.
func appendSome(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	return appendText(b, name, text)
}

func appendNumber(b []byte, name string, n int64) []byte {
	return strconv.AppendInt(append(b, name...), n, 10)
}

// appendCount is appendNumber of a number that is left out when it is 0.
func appendCount(b []byte, name string, n int64) []byte {
	if n == 0 {
		return b
	}
	return appendNumber(b, name, n)
}

func appendTrue(b []byte, name string, yes bool) []byte {
	if !yes {
		return b
	}
	return append(append(b, name...), "true"...)
}

func appendUser(b []byte, u *User) []byte {
	b = appendNumber(b, `{"id":`, u.ID)
	b = strconv.AppendBool(append(b, `,"is_bot":`...), u.IsBot)
	b = appendText(b, `,"first_name":`, u.FirstName)
	b = appendSome(b, `,"last_name":`, u.LastName)
	b = appendSome(b, `,"username":`, u.Username)
	b = appendSome(b, `,"language_code":`, u.LanguageCode)
	return append(b, '}')
}

func appendChat(b []byte, c *Chat) []byte {
	b = appendNumber(b, `{"id":`, c.ID)
	b = appendText(b, `,"type":`, c.Type)
	b = appendSome(b, `,"title":`, c.Title)
	b = appendSome(b, `,"username":`, c.Username)
	b = appendSome(b, `,"first_name":`, c.FirstName)
	b = appendSome(b, `,"last_name":`, c.LastName)
	b = appendTrue(b, `,"is_forum":`, c.IsForum)
	return append(b, '}')
}

func appendEntities(b []byte, name string, es []Entity) []byte {
	if len(es) == 0 {
		return b
	}
	b = append(b, name...)
	for i := range es {
		e := &es[i]
		b = appendText(append(b, "[,"[min(i, 1)]), `{"type":`, e.Type)
		b = appendNumber(b, `,"offset":`, int64(e.Offset))
		b = appendNumber(b, `,"length":`, int64(e.Length))
		b = appendSome(b, `,"url":`, e.URL)
		if e.User != nil {
			b = appendUser(append(b, `,"user":`...), e.User)
		}
		b = appendSome(b, `,"language":`, e.Language)
		b = appendSome(b, `,"custom_emoji_id":`, e.CustomEmojiID)
		b = append(b, '}')
	}
	return append(b, ']')
}

func appendKeyboard(b []byte, k *Keyboard) []byte {
	if k.Rows == nil {
		return appendRare(b, k)
	}
	b = append(b, `{"inline_keyboard":[`...)
	for i, row := range k.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j := range row {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendButton(b, &row[j])
		}
		b = append(b, ']')
	}
	return append(b, ']', '}')
}

func appendButton(b []byte, k *Button) []byte {
	if k.WebApp != nil || k.CopyText != nil || k.SwitchInline != nil || k.SwitchCurrent != nil {
		return appendRare(b, k)
	}
	b = appendText(b, `{"text":`, k.Text)
	b = appendSome(b, `,"style":`, k.Style)
	b = appendSome(b, `,"url":`, k.URL)
	b = appendSome(b, `,"callback_data":`, k.CallbackData)
	return append(b, '}')
}

func appendCallback(b []byte, q *CallbackQuery) []byte {
	b = appendText(b, `{"id":`, q.ID)
	b = appendUser(append(b, `,"from":`...), &q.From)
	if q.Message != nil {
		b = appendMessage(append(b, `,"message":`...), q.Message)
	}
	b = appendText(b, `,"chat_instance":`, q.ChatInstance)
	b = appendSome(b, `,"data":`, q.Data)
	return append(b, '}')
}

// rare messages are files, forwards, service messages and those of groups as such.
func (m *Message) rare() bool {
	return m.SenderChat != nil || m.ForwardOrigin != nil || m.MediaGroupID != "" || m.Photo != nil || m.Document != nil ||
		m.Caption != "" || m.CaptionEntities != nil || m.NewChatMembers != nil || m.LeftChatMember != nil || m.NewChatTitle != "" ||
		m.GroupCreated || m.SupergroupCreated || m.MigrateTo != 0 || m.MigrateFrom != 0 || m.PinnedMessage != nil ||
		m.TopicCreated != nil || m.TopicClosed != nil || m.TopicReopened != nil
}

func appendMessage(b []byte, m *Message) []byte {
	if m.rare() {
		return appendRare(b, m)
	}
	b = appendNumber(b, `{"message_id":`, int64(m.MessageID))
	b = appendCount(b, `,"message_thread_id":`, int64(m.ThreadID))
	if m.From != nil {
		b = appendUser(append(b, `,"from":`...), m.From)
	}
	b = appendNumber(b, `,"date":`, m.Date)
	b = appendChat(append(b, `,"chat":`...), &m.Chat)
	b = appendTrue(b, `,"is_topic_message":`, m.IsTopicMessage)
	if m.ReplyTo != nil {
		b = appendMessage(append(b, `,"reply_to_message":`...), m.ReplyTo)
	}
	b = appendCount(b, `,"edit_date":`, m.EditDate)
	b = appendSome(b, `,"text":`, m.Text)
	b = appendEntities(b, `,"entities":`, m.Entities)
	if m.ReplyMarkup != nil {
		b = appendKeyboard(append(b, `,"reply_markup":`...), m.ReplyMarkup)
	}
	return append(b, '}')
}
