package migrate

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/reports"
	"liubao/storage"
)

// Up to schema 1 chats and people were Telegram's numbers, in keys with zeros
// before them and in records as they were. Schema 2 has addresses: a channel and
// an id that it alone understands. The migration knows the rows of then, by their
// nouns, and is never changed.

// toAddresses leads to schema 2.
var toAddresses = migration{to: 2, what: "addresses", step: addressStep}

// telegram1 is the only channel that schema 1 knew.
const telegram1 = "tg"

// renamed1 says what in the rows of a noun is to be written otherwise.
type renamed1 struct {
	noun  string
	ids   []int    // components of the key that are chats or people
	refs  []int    // components that are messages
	chats []string // fields that are chats or people
	msgs  []string // fields that are messages, or lists of them
	row   string   // a field that holds a message of the outbox
	alter func(key []string, row map[string]json.RawMessage) error
}

var (
	outboxChats1 = []string{"chat"}
	outboxMsgs1  = []string{"target", "replyToID"}
)

// rows1 are the rows with numbers in them, in the order in which they are done.
var rows1 = []renamed1{
	{noun: "person", alter: personAddress},
	{noun: "user", ids: []int{1}},
	{noun: "group", ids: []int{1}, chats: []string{"chat"}},
	{noun: "visit", ids: []int{1}, chats: []string{"chat"}},
	{noun: "cursor", ids: []int{1, 2}},
	{noun: "contribcursor", ids: []int{1, 2}},
	{noun: "problemform", ids: []int{1, 2}},
	{noun: "ask", ids: []int{1, 2}},
	{noun: "stranger", ids: []int{1}},
	{noun: "menu", ids: []int{1}},
	{noun: "slot", ids: []int{1}, msgs: []string{"ids", "keyboard"}},
	{noun: "piece", ids: []int{1}, refs: []int{2}},
	{noun: "outbox", ids: []int{1}, chats: outboxChats1, msgs: outboxMsgs1},
	{noun: "dead", chats: []string{"chat"}, row: "row"},
	{noun: "paper", ids: []int{1}, chats: []string{"chat"}},
	{noun: "papersent", ids: []int{1}},
	{noun: "read", chats: []string{"chat", "user"}},
	{noun: "view", chats: []string{"chat"}},
	{noun: "rollup", chats: []string{"chat"}},
	{noun: "timer", alter: timerAddress},
	{noun: "meta", alter: cursorFromOffset},
}

// What one step does at most: each row may be two writes.
const (
	addressRows  = 100
	addressBytes = 400 << 10
)

// addressStep brings some rows to schema 2. from is the noun that is next and the
// last key of it that was seen.
func addressStep(tx storage.Tx, from string) (next string, done bool, err error) {
	at, after, _ := strings.Cut(from, "|")
	i := max(slices.IndexFunc(rows1, func(r renamed1) bool { return r.noun == at }), 0)
	type pair struct {
		key string
		val []byte
	}
	var page []pair
	bytes := 0
	err = tx.Scan(storage.Noun(rows1[i].noun).Prefix(), after, addressRows, func(key string, val []byte) error {
		if bytes += len(val); bytes > addressBytes && len(page) > 0 {
			return errEnough
		}
		page = append(page, pair{key, slices.Clone(val)})
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return "", false, err
	}
	for _, p := range page {
		if err := rows1[i].rewrite(tx, p.key, p.val); err != nil {
			return "", false, fmt.Errorf("%s: %w", p.key, err)
		}
	}
	switch {
	case len(page) > 0:
		return rows1[i].noun + "|" + page[len(page)-1].key, false, nil
	case i+1 < len(rows1):
		return rows1[i+1].noun + "|", false, nil
	}
	return "", true, nil
}

// errEnough ends a scan.
var errEnough = errors.New("enough")

// rewrite writes one row anew. A row that is so already stays as it is.
func (x renamed1) rewrite(tx storage.Tx, key string, val []byte) error {
	parts := storage.Components(key)
	for _, i := range x.ids {
		if i < len(parts) {
			parts[i] = address1(parts[i])
		}
	}
	for _, i := range x.refs {
		if n, err := strconv.ParseInt(parts[i], 10, 64); err == nil {
			parts[i] = strconv.FormatInt(n, 10)
		}
	}
	out := val
	if len(x.chats)+len(x.msgs) > 0 || x.row != "" || x.alter != nil {
		row, err := storage.Decode[map[string]json.RawMessage](key, val)
		if err != nil && x.noun == "meta" {
			return nil // another kind of fact
		}
		if err != nil {
			return err
		}
		changed, err := x.fields(parts, row)
		if err != nil {
			return err
		}
		if changed {
			return errors.Join(deleteOther(tx, key, storage.Noun(parts[0]).Key(parts[1:]...)), storage.Put(tx, storage.Noun(parts[0]).Key(parts[1:]...), row))
		}
	}
	to := storage.Noun(parts[0]).Key(parts[1:]...)
	if to == key {
		return nil
	}
	return errors.Join(tx.Delete(key), tx.Put(to, out))
}

func deleteOther(tx storage.Tx, key, to string) error {
	if key == to {
		return nil
	}
	return tx.Delete(key)
}

// fields rewrites a row's fields, and reports whether any was otherwise.
func (x renamed1) fields(key []string, row map[string]json.RawMessage) (changed bool, err error) {
	before := fmt.Sprint(key, row)
	for _, f := range x.chats {
		if n, ok := number1(row[f]); ok {
			row[f] = quoted(address1(n))
		}
	}
	for _, f := range x.msgs {
		if row[f], err = messages1(row[f]); err != nil {
			return false, err
		}
		if row[f] == nil {
			delete(row, f)
		}
	}
	if raw := row[x.row]; raw != nil {
		var inner map[string]json.RawMessage
		if err := json.Unmarshal(raw, &inner); err != nil {
			return false, err
		}
		if _, err := (renamed1{chats: outboxChats1, msgs: outboxMsgs1}).fields(nil, inner); err != nil {
			return false, err
		}
		if row[x.row], err = json.Marshal(inner); err != nil {
			return false, err
		}
	}
	if x.alter != nil {
		if err := x.alter(key, row); err != nil {
			return false, err
		}
	}
	return fmt.Sprint(key, row) != before, nil
}

// address1 turns a number into an address. What is none stays.
func address1(number string) string {
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return number
	}
	return string(reports.NewAddress(telegram1, strconv.FormatInt(n, 10)))
}

// number1 reads a JSON number that is not 0.
func number1(raw json.RawMessage) (string, bool) {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	return string(raw), err == nil && n != 0
}

// messages1 turns the numbers of messages into refs, 0 into none.
func messages1(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) > 0 && raw[0] == '[' {
		var all []json.RawMessage
		if err := json.Unmarshal(raw, &all); err != nil {
			return nil, err
		}
		for i := range all {
			if n, ok := number1(all[i]); ok {
				all[i] = quoted(n)
			} else if string(all[i]) == "0" {
				all[i] = quoted("")
			}
		}
		return json.Marshal(all)
	}
	switch n, ok := number1(raw); {
	case ok:
		return quoted(n), nil
	case string(raw) == "0":
		return nil, nil
	}
	return raw, nil
}

func quoted(s string) json.RawMessage { return json.RawMessage(strconv.Quote(s)) }

// personAddress makes one address of a person's user and private chat, which
// were the same number in Telegram.
func personAddress(_ []string, row map[string]json.RawMessage) error {
	chat, spoken := number1(row["chat"])
	user, known := number1(row["user"])
	delete(row, "chat")
	delete(row, "user")
	switch {
	case known:
		row["address"] = quoted(address1(user))
	case spoken:
		row["address"] = quoted(address1(chat))
	}
	if known && !spoken && row["unreachable"] == nil { // who never pressed Start cannot be written to
		row["unreachable"] = row["since"]
	}
	return nil
}

// timerAddress rewrites the timer of a group that is to be left, whose argument
// is the chat.
func timerAddress(key []string, row map[string]json.RawMessage) error {
	if len(key) != 4 || key[2] != "visit" {
		return nil
	}
	key[3] = address1(key[3])
	row["arg"] = quoted(key[3])
	return nil
}

// cursorFromOffset makes a cursor of the offset that Telegram was asked from.
func cursorFromOffset(key []string, row map[string]json.RawMessage) error {
	if len(key) != 2 || key[1] != "offset" {
		return nil
	}
	var at time.Time
	if row["at"] != nil {
		if err := json.Unmarshal(row["at"], &at); err != nil {
			return err
		}
	}
	offset := string(row["offset"])
	if _, ok := number1(row["offset"]); !ok {
		offset = "0"
	}
	key[1] = storage.MetaCursor
	row["cursor"] = quoted(offset + "@" + strconv.FormatInt(at.Unix(), 10))
	delete(row, "offset")
	return nil
}
