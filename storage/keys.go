package storage

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"liubao/plan"
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

// VersionKey is where an earlier version of a report stands, from 1.
func VersionKey(k reports.Key, version int) string {
	return RowVersion.Key(k.Period, k.Duty, k.Subject, Padded(uint64(version), 6))
}

// VersionsPrefix covers the earlier versions of a report.
func VersionsPrefix(k reports.Key) string { return RowVersion.Prefix(k.Period, k.Duty, k.Subject) }

// DroppedKey is where words stand that were taken out of a draft at a revision.
func DroppedKey(k reports.Key, rev int) string {
	return RowDropped.Key(k.Period, k.Duty, k.Subject, Padded(uint64(rev), 6))
}

// DroppedPrefix covers all words taken out of a draft, in order.
func DroppedPrefix(k reports.Key) string { return RowDropped.Prefix(k.Period, k.Duty, k.Subject) }

// ReviewKey is where a review of a report stands, by its time and author.
func ReviewKey(k reports.Key, at time.Time, by string) string {
	return RowReview.Key(k.Period, k.Duty, k.Subject, instant(at), by)
}

// SlotKey is where something remembered about a chat under a name stands, such
// as the id of its status message.
func SlotKey(chat reports.Address, name string) string { return RowSlot.Key(string(chat), name) }

// SlotsPrefix covers what is remembered about one chat.
func SlotsPrefix(chat reports.Address) string { return RowSlot.Prefix(string(chat)) }

// PieceKey is where it stands what a chat's message became part of.
func PieceKey(chat reports.Address, message string) string {
	return RowPiece.Key(string(chat), message)
}

// UserKey leads from where somebody is spoken to to the person's id.
func UserKey(at reports.Address) string { return RowUser.Key(string(at)) }

// GroupKey is where a group, or one topic of it, stands.
func GroupKey(chat reports.Address, thread int) string {
	return RowGroup.Key(string(chat), signed(int64(thread)))
}

// InboxKey is where an update waits to be handled, in the order of arrival. It names
// the chat, "" where that is not known, so that whoever wrote can be answered though
// the row is damaged.
func InboxKey(seq uint64, chat reports.Address) string {
	if chat == "" {
		return RowInbox.Key(seq20(seq))
	}
	return RowInbox.Key(seq20(seq), string(chat))
}

// InboxChat returns the chat that an [InboxKey] names, "" where it names none, as
// those of before do.
func InboxChat(key string) reports.Address {
	if c := Components(key); len(c) > 2 {
		return reports.Address(c[2])
	}
	return ""
}

// SeenKey marks an update as taken in.
func SeenKey(update int64) string { return RowSeen.Key(signed(update)) }

// DeadKey is where an update that could not be handled stands.
func DeadKey(seq uint64) string { return RowDead.Key(seq20(seq)) }

// OutboxKey is where a message waits to be sent, in order within its chat.
func OutboxKey(chat reports.Address, seq uint64) string {
	return RowOutbox.Key(string(chat), seq20(seq))
}

// QueueKey is where it stands how many messages wait for a chat, and which number
// the last one had.
func QueueKey(chat reports.Address) string { return RowQueue.Key(string(chat)) }

// ChatOutboxPrefix covers the messages that wait for one chat.
func ChatOutboxPrefix(chat reports.Address) string { return RowOutbox.Prefix(string(chat)) }

// FilePartKey is where a file's part stands, from 0.
func FilePartKey(sha256 string, part int) string {
	return RowFile.Key(sha256, Padded(uint64(part), 6))
}

// StrangerKey remembers when a stranger was last answered.
func StrangerKey(user reports.Address) string { return RowStranger.Key(string(user)) }

// VisitKey is where a group stands that the bot was added to and that is not
// yet bound.
func VisitKey(chat reports.Address) string { return RowVisit.Key(string(chat)) }

// MenuKey is where it stands which command menu a chat was given.
func MenuKey(chat reports.Address) string { return RowMenu.Key(string(chat)) }

// PaperKey is where a file stands that is to be made and sent to a chat.
func PaperKey(chat reports.Address, name string) string { return RowPaper.Key(string(chat), name) }

// PaperSentKey is where it stands when a file of the name was last sent to a
// chat.
func PaperSentKey(chat reports.Address, name string) string {
	return RowPaperSent.Key(string(chat), name)
}

// TimerKey is where something stands that is to happen at a time, sorted by
// it; instants are kept to the second.
func TimerKey(at time.Time, what, arg string) string {
	return RowTimer.Key(at.UTC().Format("20060102T150405"), what, arg)
}

// StepDoneKey is where it stands that a task's planned point is done.
func StepDoneKey(s plan.Step) string {
	return RowStepDone.Key(Padded(uint64(s.Task), 4), s.Date.String())
}

// SlipReasonKey is where a unit's own words stand about why an indicator, or with
// "" a task, is slow.
func SlipReasonKey(indicator string, task int) string {
	return RowSlipReason.Key(indicator, Padded(uint64(task), 4))
}

// LedgerRowKey is where a row of a ledger stands. Rows sort by their number.
func LedgerRowKey(ledger string, number uint64) string {
	return RowLedger.Key(ledger, fmt.Sprintf("%08d", number))
}

// LedgerChangeKey is where a change of a ledger's row stands.
func LedgerChangeKey(ledger string, number uint64, seq int) string {
	return RowLedgerChange.Key(ledger, fmt.Sprintf("%08d", number), fmt.Sprintf("%06d", seq))
}

// LedgerChangesPrefix covers the changes of a row, the oldest first.
func LedgerChangesPrefix(ledger string, number uint64) string {
	return RowLedgerChange.Prefix(ledger, fmt.Sprintf("%08d", number))
}

// The names of facts about the store.
const (
	MetaSchema     = "schema"     // the schema's version
	MetaCursor     = "cursor"     // where the channel goes on handing out events
	MetaReconciled = "reconciled" // up to when reminders have been worked out
	MetaAnchor     = "anchor"     // the last anchor of the audit log
	MetaUnfinished = "unfinished" // the store is being filled from another, see [Mark]
	MetaMoved      = "moved"      // where the store was moved to, see [Mark]
)
