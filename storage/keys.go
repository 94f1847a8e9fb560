package storage

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"liubao/reports"
)

// Every key is built here and nowhere else. A key is a noun and its
// components, joined by "/"; the period comes first wherever there is one, so
// that reading a period touches nothing of another. A prefix ends in "/".
//
// Any text may be a component: "/", "%", control characters and bytes that are
// not UTF-8 are written as %XX, and an empty component as a lone "%".
// [Components] undoes it. Keys stay under [MaxKey] while no component is
// longer than [MaxComponent].
//
// Numbers have a fixed width so that they sort: 20 digits for 64 bits; a signed
// one has a sign where negative, then 19 digits, 0000000000123456789 and
// -0001001234567890123. A chat or person is an address as it is, tg:-100123.

// MaxComponent is how many bytes a part of a key may have.
const MaxComponent = 100

// join builds a key.
func Key(noun string, components ...string) string { return build(noun, components, "") }

// under builds a prefix.
func Prefix(noun string, components ...string) string { return build(noun, components, "/") }

func build(noun string, components []string, end string) string {
	n := len(noun) + len(end)
	for _, c := range components {
		n += 1 + max(len(c), 1)
	}
	b := make([]byte, 0, 128) // on the stack, for all but unheard-of keys
	if n > cap(b) {
		b = make([]byte, 0, n)
	}
	b = append(b, noun...)
	for _, c := range components {
		b = append(append(b, '/'), escape(c)...)
	}
	return string(append(b, end...))
}

func escape(c string) string {
	if c == "" {
		return "%"
	}
	if plainly(c) || utf8.ValidString(c) && !strings.ContainsFunc(c, special) {
		return c
	}
	var b strings.Builder
	for len(c) > 0 {
		r, n := utf8.DecodeRuneInString(c)
		if special(r) || r == utf8.RuneError && n == 1 {
			for _, x := range []byte(c[:n]) {
				fmt.Fprintf(&b, "%%%02X", x)
			}
		} else {
			b.WriteString(c[:n])
		}
		c = c[n:]
	}
	return b.String()
}

// plainly reports whether a component surely stands as it is, as ids, dates and
// numbers do.
func plainly(c string) bool {
	for i := range len(c) {
		if x := c[i]; x <= ' ' || x >= 0x7f || x == '/' || x == '%' {
			return false
		}
	}
	return true
}

func special(r rune) bool { return r == '/' || r == '%' || r < 0x20 || r >= 0x7f && r < 0xa0 }

// Components splits a key into its noun and its components as they were given.
func Components(key string) []string {
	parts := strings.Split(key, "/")
	for i, p := range parts {
		parts[i] = unescape(p)
	}
	return parts
}

func unescape(c string) string {
	if c == "%" {
		return ""
	}
	if !strings.Contains(c, "%") {
		return c
	}
	var b []byte
	for i := 0; i < len(c); i++ {
		if c[i] == '%' && i+2 < len(c) {
			if x, err := strconv.ParseUint(c[i+1:i+3], 16, 8); err == nil {
				b = append(b, byte(x))
				i += 2
				continue
			}
		}
		b = append(b, c[i])
	}
	return string(b)
}

// signed writes a number that may be negative.
func signed(id int64) string {
	if id < 0 {
		return "-" + Padded(-uint64(id), 19)
	}
	return Padded(uint64(id), 19)
}

// padded writes a number with zeros before it up to the width, which is at most 20.
func Padded(n uint64, width int) string {
	var digits [20]byte
	i := len(digits)
	for ; n > 0; n /= 10 {
		i--
		digits[i] = byte('0' + n%10)
	}
	for i > len(digits)-width {
		i--
		digits[i] = '0'
	}
	return string(digits[i:])
}

// ParseSeq reads a number of 20 digits as it stands in a key.
func ParseSeq(component string) (uint64, error) {
	n, err := strconv.ParseUint(component, 10, 64)
	if err != nil || seq20(n) != component {
		return 0, fmt.Errorf("%w: %q is not a number in a key", ErrCorrupt, component)
	}
	return n, nil
}

func seq20(n uint64) string { return Padded(n, 20) }

// instant writes a time, in UTC, so that it sorts.
func instant(t time.Time) string { return t.UTC().Format("20060102T150405.000000000Z") }

// Reports, their earlier versions, drafts and reviews.

// ReportKey is where the current version of a report stands.
func ReportKey(k reports.Key) string { return Key("report", k.Period, k.Duty, k.Subject) }

// ReportsPrefix covers a duty's reports of one period.
func ReportsPrefix(period, duty string) string { return Prefix("report", period, duty) }

// PeriodReportsPrefix covers all reports of one period.
func PeriodReportsPrefix(period string) string { return Prefix("report", period) }

// VersionKey is where an earlier version of a report stands, from 1.
func VersionKey(k reports.Key, version int) string {
	return Key("version", k.Period, k.Duty, k.Subject, Padded(uint64(version), 6))
}

// VersionsPrefix covers the earlier versions of a report.
func VersionsPrefix(k reports.Key) string { return Prefix("version", k.Period, k.Duty, k.Subject) }

// DraftKey is where the words of a report not yet submitted stand.
func DraftKey(k reports.Key) string { return Key("draft", k.Period, k.Duty, k.Subject) }

// DroppedKey is where words stand that were taken out of a draft at a revision.
func DroppedKey(k reports.Key, rev int) string {
	return Key("dropped", k.Period, k.Duty, k.Subject, Padded(uint64(rev), 6))
}

// DroppedPrefix covers all words taken out of a draft, in order.
func DroppedPrefix(k reports.Key) string { return Prefix("dropped", k.Period, k.Duty, k.Subject) }

// ReviewKey is where a review of a report stands, by its time and author.
func ReviewKey(k reports.Key, at time.Time, by string) string {
	return Key("review", k.Period, k.Duty, k.Subject, instant(at), by)
}

// ReviewsPrefix covers the reviews of a report, oldest first.
func ReviewsPrefix(k reports.Key) string { return Prefix("review", k.Period, k.Duty, k.Subject) }

// CursorKey is where a person's place in a dialog stands.
func CursorKey(chat, user reports.Address) string { return Key("cursor", string(chat), string(user)) }

// SlotKey is where something remembered about a chat under a name stands, such
// as the id of its status message.
func SlotKey(chat reports.Address, name string) string { return Key("slot", string(chat), name) }

// SlotsPrefix covers what is remembered about one chat.
func SlotsPrefix(chat reports.Address) string { return Prefix("slot", string(chat)) }

// PieceKey is where it stands what a chat's message became part of.
func PieceKey(chat reports.Address, message string) string {
	return Key("piece", string(chat), message)
}

// Reminders.

// SentKey marks a stage of a duty's ladder as sent to a person. It holds no
// time: a corrected calendar never sends twice.
func SentKey(period, duty, stage, person string) string {
	return Key("sent", period, duty, stage, person)
}

// SentPrefix covers those to whom a stage was sent.
func SentPrefix(period, duty, stage string) string { return Prefix("sent", period, duty, stage) }

// SentCountKey counts the unsolicited messages to a person in a period.
func SentCountKey(period, person string) string { return Key("sentcount", period, person) }

// People, invites, groups, settings, problems.

// PersonKey is where a person stands.
func PersonKey(id string) string { return Key("person", id) }

// PeoplePrefix covers all people.
func PeoplePrefix() string { return Prefix("person") }

// UserKey leads from where somebody is spoken to to the person's id.
func UserKey(at reports.Address) string { return Key("user", string(at)) }

// UnitPersonKey leads from a unit to one of its people.
func UnitPersonKey(unit, person string) string { return Key("unitperson", unit, person) }

// UnitPeoplePrefix covers a unit's people.
func UnitPeoplePrefix(unit string) string { return Prefix("unitperson", unit) }

// InviteKey is where an invite stands, by the hex SHA-256 of its secret.
func InviteKey(hash string) string { return Key("invite", hash) }

// InvitesPrefix covers all invites.
func InvitesPrefix() string { return Prefix("invite") }

// GroupKey is where a group, or one topic of it, stands.
func GroupKey(chat reports.Address, thread int) string {
	return Key("group", string(chat), signed(int64(thread)))
}

// GroupsPrefix covers all groups.
func GroupsPrefix() string { return Prefix("group") }

// SettingKey is where a setting stands.
func SettingKey(name string) string { return Key("setting", name) }

// SettingsPrefix covers all settings.
func SettingsPrefix() string { return Prefix("setting") }

// ProblemKey is where a serious problem stands.
func ProblemKey(id string) string { return Key("problem", id) }

// ProblemsPrefix covers all problems.
func ProblemsPrefix() string { return Prefix("problem") }

// What comes in and goes out.

// InboxKey is where an update waits to be handled, in the order of arrival. It names
// the chat, "" where that is not known, so that whoever wrote can be answered though
// the row is damaged.
func InboxKey(seq uint64, chat reports.Address) string {
	if chat == "" {
		return Key("inbox", seq20(seq))
	}
	return Key("inbox", seq20(seq), string(chat))
}

// InboxChat returns the chat that an [InboxKey] names, "" where it names none, as
// those of before do.
func InboxChat(key string) reports.Address {
	if c := Components(key); len(c) > 2 {
		return reports.Address(c[2])
	}
	return ""
}

// InboxPrefix covers the updates that wait.
func InboxPrefix() string { return Prefix("inbox") }

// SeenKey marks an update as taken in.
func SeenKey(update int64) string { return Key("seen", signed(update)) }

// SeenPrefix covers the updates taken in of late.
func SeenPrefix() string { return Prefix("seen") }

// DeadKey is where an update that could not be handled stands.
func DeadKey(seq uint64) string { return Key("dead", seq20(seq)) }

// DeadPrefix covers the updates that could not be handled.
func DeadPrefix() string { return Prefix("dead") }

// OutboxKey is where a message waits to be sent, in order within its chat.
func OutboxKey(chat reports.Address, seq uint64) string {
	return Key("outbox", string(chat), seq20(seq))
}

// OutboxPrefix covers all messages that wait.
func OutboxPrefix() string { return Prefix("outbox") }

// QueueKey is where it stands how many messages wait for a chat, and which number
// the last one had.
func QueueKey(chat reports.Address) string { return Key("queue", string(chat)) }

// ChatOutboxPrefix covers the messages that wait for one chat.
func ChatOutboxPrefix(chat reports.Address) string { return Prefix("outbox", string(chat)) }

// Files.

// FetchKey marks a file, by its unique id, as still to be fetched.
func FetchKey(uid string) string { return Key("fetch", uid) }

// QuotaKey is where it stands how many files somebody has sent today.
func QuotaKey(person string) string { return Key("quota", person) }

// FetchPrefix covers the files still to be fetched.
func FetchPrefix() string { return Prefix("fetch") }

// FileKey is where a file's head stands, by the hex SHA-256 of its bytes.
func FileKey(sha256 string) string { return Key("files", sha256) }

// FilePartKey is where a file's part stands, from 0.
func FilePartKey(sha256 string, part int) string {
	return Key("files", sha256, Padded(uint64(part), 6))
}

// FilePartsPrefix covers a file's parts.
func FilePartsPrefix(sha256 string) string { return Prefix("files", sha256) }

// FilesPrefix covers all files, heads and parts.
func FilesPrefix() string { return Prefix("files") }

// About the store itself.

// MetaKey is where a fact about the store stands: [MetaSchema] and so on.
func MetaKey(name string) string { return Key("meta", name) }

// The names of facts about the store.
const (
	MetaSchema     = "schema"     // the schema's version
	MetaCursor     = "cursor"     // where the channel goes on handing out events
	MetaReconciled = "reconciled" // up to when reminders have been worked out
	MetaAnchor     = "anchor"     // the last anchor of the audit log
	MetaUnfinished = "unfinished" // the store is being filled from another, see [Mark]
	MetaMoved      = "moved"      // where the store was moved to, see [Mark]
)

// SeqKey is where a counter stands; see [NextSeq].
func SeqKey(name string) string { return Key("seq", name) }
