package sandbox

import (
	"time"
)

// answerWithin is how long a tap waits for its answer. The real server does
// not publish it; 15 seconds are commonly measured, and the design counts on 10.
const answerWithin = 15 * time.Second

// maxAnswer is the length of an answer in characters.
const maxAnswer = 200

// callback is a tap as the server remembers it.
type callback struct {
	At       time.Time `json:"at"`
	User     int64     `json:"user"`
	Chat     int64     `json:"chat"`
	Message  int       `json:"message"`
	Answered bool      `json:"answered"`
	Answer   Answer    `json:"answer"`

	done chan struct{} // closed with the answer; nil after a Load
}

// Answer is what a person sees after a tap: a toast, an alert to be closed,
// or nothing but the end of the spinner when Text is empty.
type Answer struct {
	Text  string `json:"text"`
	Alert bool   `json:"alert"`
	URL   string `json:"url,omitempty"`
}

func (s *Server) answerCallbackQuery(c *call) (any, error) {
	cb := s.st.Callbacks[c.str("callback_query_id")]
	if cb == nil || cb.Answered || c.now.Sub(cb.At) >= answerWithin {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	text := c.str("text")
	if len([]rune(text)) > maxAnswer {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	cb.Answered = true
	cb.Answer = Answer{Text: text, Alert: c.bool("show_alert"), URL: c.str("url")}
	if cb.done != nil {
		close(cb.done)
	}
	answer := cb.Answer
	s.publish(Event{Kind: EventAnswer, Chat: cb.Chat, MessageID: cb.Message, User: cb.User, Answer: &answer})
	return true, nil
}

// forgetCallbacks keeps the list of taps short: those too old to be answered
// go, looked for at most once in the time that it takes to grow old.
func (s *Server) forgetCallbacks(now time.Time) {
	if age := now.Sub(s.forgot); age >= 0 && age < answerWithin {
		return
	}
	s.forgot = now
	for id, cb := range s.st.Callbacks {
		if now.Sub(cb.At) >= answerWithin {
			delete(s.st.Callbacks, id)
		}
	}
}
