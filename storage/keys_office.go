package storage

import (
	"time"

	"liubao/reports"
)

// What the office's work needs besides reports and people.

// StrangerKey remembers when a stranger was last answered.
func StrangerKey(user reports.Address) string { return Key("stranger", string(user)) }

// StrangersPrefix covers all strangers answered.
func StrangersPrefix() string { return Prefix("stranger") }

// FocusKey is where it stands whose a person's next words in a chat are: a
// question's, or a dialog's.
func FocusKey(chat, user reports.Address) string { return Key("focus", string(chat), string(user)) }

// ReadingKey is where an indicator's newest known value stands.
func ReadingKey(indicator string) string { return Key("reading", indicator) }

// LatestKey leads from a duty and subject to the newest period reported on.
func LatestKey(duty, subject string) string { return Key("latest", duty, subject) }

// RollupKey is where it stands what the director decided about a period's
// roll-up and what was posted.
func RollupKey(period string) string { return Key("rollup", period) }

// RollupsPrefix begins the key of every [RollupKey].
func RollupsPrefix() string { return Prefix("rollup") }

// BulletinKey is where the director's words for a period's bulletin stand.
func BulletinKey(period string) string { return Key("bulletin", period) }

// VisitKey is where a group stands that the bot was added to and that is not
// yet bound.
func VisitKey(chat reports.Address) string { return Key("visit", string(chat)) }

// NaggedKey is where it stands when somebody last nagged a unit by hand.
func NaggedKey(period, duty, subject string) string { return Key("nagged", period, duty, subject) }

// NaggedPrefix covers what was nagged by hand for a duty in a period.
func NaggedPrefix(period, duty string) string { return Prefix("nagged", period, duty) }

// MenuKey is where it stands which command menu a chat was given.
func MenuKey(chat reports.Address) string { return Key("menu", string(chat)) }

// AllPiecesPrefix covers the messages of all chats.
func AllPiecesPrefix() string { return Prefix("piece") }

// ArrivedKey leads from a file's unique id to what became of its bytes.
func ArrivedKey(uid string) string { return Key("arrived", uid) }

// ReadKey leads from a file's unique id to the report that it is to be taken
// apart for once its bytes are there.
func ReadKey(uid string) string { return Key("read", uid) }

// PaperKey is where a file stands that is to be made and sent to a chat.
func PaperKey(chat reports.Address, name string) string { return Key("paper", string(chat), name) }

// PapersPrefix covers the files to be made.
func PapersPrefix() string { return Prefix("paper") }

// PaperSentKey is where it stands when a file of the name was last sent to a
// chat.
func PaperSentKey(chat reports.Address, name string) string {
	return Key("papersent", string(chat), name)
}

// TimerKey is where something stands that is to happen at a time, sorted by
// it; instants are kept to the second.
func TimerKey(at time.Time, what, arg string) string {
	return Key("timer", at.UTC().Format("20060102T150405"), what, arg)
}

// TimersPrefix covers all timers, the earliest first.
func TimersPrefix() string { return Prefix("timer") }

// WhichKey is where what a person sent waits while it is asked which report it
// belongs to.
func WhichKey(chat, user reports.Address) string { return Key("which", string(chat), string(user)) }

// ProblemFormKey is where the problem stands that a person is writing down.
func ProblemFormKey(chat, user reports.Address) string {
	return Key("problemform", string(chat), string(user))
}

// OpenProblemKey is where an open problem stands a second time, so that the
// open ones are listed without reading the closed ones.
func OpenProblemKey(id string) string { return Key("openproblem", id) }

// OpenProblemsPrefix covers the open problems, the oldest first.
func OpenProblemsPrefix() string { return Prefix("openproblem") }

// HandlingKey is where it stands what was promised and decided about a report
// that is owed: promises, extensions, excuses, returns, the way up the chain.
func HandlingKey(k reports.Key) string { return Key("handling", k.Period, k.Duty, k.Subject) }

// HandlingsPrefix covers what was promised and decided for a duty in a period.
func HandlingsPrefix(period, duty string) string { return Prefix("handling", period, duty) }

// InstructionKey is where an instruction stands that waits for its answer.
func InstructionKey(unit, id string) string { return Key("instruction", unit, id) }

// InstructionsPrefix covers a unit's instructions that wait for an answer, the
// oldest first.
func InstructionsPrefix(unit string) string { return Prefix("instruction", unit) }

// AllInstructionsPrefix covers the open instructions of all units.
func AllInstructionsPrefix() string { return Prefix("instruction") }

// ComposeKey is where an instruction stands that a person is putting together.
func ComposeKey(person string) string { return Key("compose", person) }

// AllAnsweredPrefix covers the answered instructions of all units.
func AllAnsweredPrefix() string { return Prefix("answered") }

// AwaitedKey leads from a file's unique id to what waits for its bytes.
func AwaitedKey(uid string) string { return Key("awaited", uid) }

// FindingKey is where a finding of an inspection stands.
func FindingKey(id string) string { return Key("finding", id) }

// FindingsPrefix covers all findings, by id.
func FindingsPrefix() string { return Prefix("finding") }

// OpenFindingKey is where a finding that is not closed stands a second time.
func OpenFindingKey(id string) string { return Key("openfinding", id) }

// OpenFindingsPrefix covers the findings not closed, the oldest first.
func OpenFindingsPrefix() string { return Prefix("openfinding") }

// NoticeKey is where a notice to the members stands.
func NoticeKey(id string) string { return Key("notice", id) }

// NoticesPrefix covers all notices, by id.
func NoticesPrefix() string { return Prefix("notice") }

// ReceiptKey is where it stands that a notice went to a person, and when they
// said that they have read it.
func ReceiptKey(notice, person string) string { return Key("receipt", notice, person) }

// ReceiptsPrefix covers the receipts of a notice.
func ReceiptsPrefix(notice string) string { return Prefix("receipt", notice) }

// BriefsOfMonth covers the briefs of all reports whose periods end in a month,
// such as 2026-12.
func BriefsOfMonth(month string) string { return Key("brief", month+"-") }

// ReportsOfMonth covers the reports themselves.
func ReportsOfMonth(month string) string { return Key("report", month+"-") }

// HandlingsOfMonth covers what was promised and decided in such periods.
func HandlingsOfMonth(month string) string { return Key("handling", month+"-") }

// DutyReviewsPrefix covers the reviews of a duty's reports in a period.
func DutyReviewsPrefix(period, duty string) string { return Prefix("review", period, duty) }

// ReviewsOfMonth covers the reviews of such periods' reports.
func ReviewsOfMonth(month string) string { return Key("review", month+"-") }

// ToldKey is where it stands which missing reports of a period a person was
// told of in the message of a slot.
func ToldKey(period, person, slot string) string { return Key("told", period, person, slot) }

// SignListKey is where the list stands that a person was last sent of what waits for
// a signature.
func SignListKey(person string) string { return Key("signlist", person) }

// SignListPrefix covers all such lists.
func SignListPrefix() string { return Prefix("signlist") }

// AllToldPrefix covers all such messages.
func AllToldPrefix() string { return Prefix("told") }

// ToldPrefix covers all such messages of a period.
func ToldPrefix(period string) string { return Prefix("told", period) }
