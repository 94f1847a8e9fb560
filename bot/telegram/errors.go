package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Class says what an error means for whoever called. The set is closed.
type Class int

// The classes.
const (
	Rejected     Class = iota + 1 // 400: the request is wrong; repeating it is pointless
	RetryAfter                    // 429: not done; wait Error.Wait first
	Unreachable                   // 403 and unknown chats: blocked, kicked, deactivated, never started
	Migrated                      // the group is now the supergroup Error.MigrateTo; not done
	Gone                          // the message or button to act on is not there, or too old to act on
	NoTopic                       // the forum topic does not exist or is closed; not done
	Conflict                      // 409: somebody else polls with this token, or a webhook is set
	Unauthorized                  // 401 and 404: the token is not valid
	Temporary                     // 5xx and failed connections: certainly not done; try again
	InDoubt                       // the answer is missing or unreadable: it may have been done
)

// String returns the class as it stands in logs and metrics.
func (c Class) String() string {
	switch c {
	case Rejected:
		return "rejected"
	case RetryAfter:
		return "retry-after"
	case Unreachable:
		return "unreachable"
	case Migrated:
		return "migrated"
	case Gone:
		return "gone"
	case NoTopic:
		return "no-topic"
	case Conflict:
		return "conflict"
	case Unauthorized:
		return "unauthorized"
	case Temporary:
		return "temporary"
	case InDoubt:
		return "in-doubt"
	}
	return "unknown"
}

// Error is every error of this package. Its text holds no secrets.
type Error struct {
	Class     Class
	Method    string        // the Bot API method, "" outside of a request
	Code      int           // the Bot API's error code, 0 where it gave none
	Text      string        // what it said, redacted
	Wait      time.Duration // of RetryAfter
	MigrateTo int64         // of Migrated

	cause error // a context's error or nil: anything else may hold secrets
}

// Error describes the error in one line.
func (e *Error) Error() string {
	s := e.Class.String()
	if e.Method != "" {
		s = e.Method + ": " + s
	}
	if e.Code != 0 {
		s += fmt.Sprintf(" (%d)", e.Code)
	}
	if e.Text != "" {
		s += ": " + e.Text
	}
	return s
}

// Unwrap returns the context's error where that was the cause.
func (e *Error) Unwrap() error { return e.cause }

// ClassOf returns the error's class: 0 for nil, InDoubt for foreign errors.
func ClassOf(err error) Class {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return InDoubt
}

// errNotModified marks the answer to an edit that changes nothing; callers of
// the package see success.
var errNotModified = errors.New("not modified")

// classify turns a Bot API answer into an error. The texts are those of the
// Bot API server; they are matched because it gives no finer codes.
func classify(code int, text string, p parameters) error {
	e := &Error{Code: code, Text: text}
	low := strings.ToLower(text)
	switch {
	case code == http.StatusTooManyRequests:
		e.Class, e.Wait = RetryAfter, time.Duration(max(p.RetryAfter, 1))*time.Second
	case p.MigrateToChatID != 0:
		e.Class, e.MigrateTo = Migrated, p.MigrateToChatID
	case code == http.StatusForbidden:
		e.Class = Unreachable
	case code == http.StatusUnauthorized, code == http.StatusNotFound:
		e.Class = Unauthorized
	case code == http.StatusConflict:
		e.Class = Conflict
	case code == http.StatusGatewayTimeout:
		e.Class = InDoubt // the gateway gave up, not the server behind it
	case code >= 500:
		e.Class = Temporary
	case strings.Contains(low, "message is not modified"):
		return errNotModified
	case containsAny(low, "message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid"):
		e.Class = NoTopic
	case containsAny(low, "chat not found", "user not found", "peer_id_invalid", "group chat was deactivated",
		"bot is not a member", "user_is_blocked", "input_user_deactivated"):
		e.Class = Unreachable
	case containsAny(low, "message to edit not found", "message to delete not found", "message can't be edited",
		"message can't be deleted", "message_id_invalid", "message not found", "query is too old", "query_id_invalid"):
		e.Class = Gone
	default:
		e.Class = Rejected
	}
	return e
}

func containsAny(s string, subs ...string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}
