package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// call is one request on its way through a method.
type call struct {
	params
	method string
	now    time.Time
	gone   <-chan struct{} // closed when the client goes away
}

// method is served under the server's lock. What waits, as getUpdates does,
// gives it back meanwhile.
type method struct {
	name  string
	serve func(*Server, *call) (any, error)
}

// served are all methods there are, by their names in small letters, since the
// server does not mind the case.
func served() map[string]method {
	out := map[string]method{}
	for name, fn := range byName() {
		out[lower(name)] = method{name: name, serve: fn}
	}
	return out
}

func byName() map[string]func(*Server, *call) (any, error) {
	return map[string]func(*Server, *call) (any, error){
		"getMe":                  (*Server).getMe,
		"setWebhook":             (*Server).setWebhook,
		"deleteWebhook":          (*Server).deleteWebhook,
		"getWebhookInfo":         (*Server).getWebhookInfo,
		"sendMessage":            (*Server).sendMessage,
		"sendDocument":           (*Server).sendDocument,
		"sendPhoto":              (*Server).sendPhoto,
		"sendMediaGroup":         (*Server).sendMediaGroup,
		"editMessageMedia":       (*Server).editMessageMedia,
		"setMessageReaction":     (*Server).setMessageReaction,
		"sendChatAction":         (*Server).sendChatAction,
		"editMessageText":        (*Server).editMessageText,
		"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
		"deleteMessage":          (*Server).deleteMessage,
		"answerCallbackQuery":    (*Server).answerCallbackQuery,
		"setMyCommands":          (*Server).setMyCommands,
		"getUpdates":             (*Server).getUpdates,
		"getFile":                (*Server).getFile,
		"getChatMember":          (*Server).getChatMember,
		"leaveChat":              (*Server).leaveChat,
		"pinChatMessage":         (*Server).pinChatMessage,
	}
}

func (s *Server) getMe(*call) (any, error) {
	return struct {
		User
		CanJoinGroups  bool `json:"can_join_groups"`
		CanReadAll     bool `json:"can_read_all_group_messages"`
		SupportsInline bool `json:"supports_inline_queries"`
		CanConnect     bool `json:"can_connect_to_business"`
		HasMainWebApp  bool `json:"has_main_web_app"`
	}{User: s.bot, CanJoinGroups: true, CanReadAll: s.noPrivacy}, nil
}

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
