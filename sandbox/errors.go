package sandbox

import (
	"fmt"
	"net/http"
)

// apiError is an answer with ok=false, as the Bot API gives it.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int   // seconds, for 429
	MigrateTo   int64 // the supergroup's id, when a group was upgraded
}

func (e *apiError) Error() string { return e.Description }

// badRequest prefixes and lower-cases a message the way the server does:
// MESSAGE_TOO_LONG stays, "Message text is empty" loses its capital.
func badRequest(format string, args ...any) error {
	return &apiError{Code: http.StatusBadRequest, Description: "Bad Request: " + lowerFirst(fmt.Sprintf(format, args...))}
}

func forbidden(format string, args ...any) error {
	return &apiError{Code: http.StatusForbidden, Description: "Forbidden: " + lowerFirst(fmt.Sprintf(format, args...))}
}

func conflict(text string) error {
	return &apiError{Code: http.StatusConflict, Description: "Conflict: " + text}
}

func tooMany(seconds int) error {
	return &apiError{
		Code:        http.StatusTooManyRequests,
		Description: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
		RetryAfter:  seconds,
	}
}

func lowerFirst(s string) string {
	if len(s) < 2 || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	if s[1] == '_' || (s[1] >= 'A' && s[1] <= 'Z') {
		return s
	}
	return string(s[0]+'a'-'A') + s[1:]
}
