package filing

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/bot/desk/uploads"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// asked says what somebody's next words or file are.
type asked struct {
	What   string `json:"what"` // pressChanged, pressNumber, pressReceipt, pressWhen or pressTo
	Period string `json:"period"`
	Duty   string `json:"duty"`
	About  string `json:"about"`
}

func (a asked) key() reports.Key {
	return reports.Key{Period: a.Period, Duty: a.Duty, Subject: a.About}
}

var askFiling = desk.NewAsk[asked]("filing")

// tapped answers the buttons of the card.
func tapped(t *desk.Turn, p press) error {
	if _, _, _, ok := of(t, p.Key); !ok {
		return t.Toast(desk.TextNotAllowed)
	}
	x, err := read(t.Tx, p.Key)
	if err != nil {
		return err
	}
	switch p.What {
	case pressFiled:
		if x.filed() {
			return saying(t, textAlready, show(t, x, bot.Edit))
		}
		x.FiledAt = t.Now
		if err := filed(t, &x, ""); err != nil {
			return err
		}
		return saying(t, textFiledToast, show(t, x, bot.Edit))
	case pressWord:
		return saying(t, textGoing, order(t, p.Key))
	case pressFiles:
		return files(t, x)
	case pressShow:
		return show(t, x, bot.Send)
	}
	words, ok := map[string]string{pressChanged: textAskChanged, pressNumber: textAskNumber, pressReceipt: textAskReceipt, pressWhen: textAskWhen, pressTo: textAskTo}[p.What]
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	return askFiling.Put(t, asked{p.What, p.Key.Period, p.Key.Duty, p.Key.Subject}, "%s", words)
}

// saying answers the button with words, unless something failed.
func saying(t *desk.Turn, words string, err error) error {
	if err != nil {
		return err
	}
	return t.Toast("%s", words)
}

// given takes the changed file, the number, the receipt, the time or the addressee.
func given(t *desk.Turn, a asked, words string) error {
	_, _, _, ok := of(t, a.key())
	if !ok {
		return nil
	}
	x, err := read(t.Tx, a.key())
	if err != nil {
		return err
	}
	file := t.Update.File != nil
	if file != (a.What == pressChanged || a.What == pressReceipt) {
		return askFiling.Put(t, a, "%s", map[bool]string{true: textNeedsWords, false: textNeedsFile}[file])
	}
	before := details(t, x)
	switch a.What {
	case pressChanged:
		f := t.File()
		x.Changed = append(x.Changed, f)
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
		x.FiledAt = t.Now
		if err := filed(t, &x, textCorrection); err != nil {
			return err
		}
		return show(t, x, bot.Send)
	case pressReceipt:
		f := t.File()
		x.Receipt = &f
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
	case pressNumber:
		x.Number = conversations.Clip(conversations.OneLine(words), 40)
	case pressTo:
		x.To = conversations.Clip(conversations.OneLine(words), 100)
	case pressWhen:
		at, ok := when(words, t.Now.In(t.Loc), t.Plan.Deadline)
		if !ok {
			return askFiling.Put(t, a, textWhenUnread)
		}
		x.FiledAt = at
	}
	if err := save(t.Tx, x); err != nil {
		return err
	}
	if err := t.Log(unitOf(t, x), x.Key.Period, textLogDetail, before, details(t, x)); err != nil {
		return err
	}
	return show(t, x, bot.Send)
}

// longAgo is how far back a summary may have gone when the office says so.
const longAgo = 60 * 24 * time.Hour

// when reads a time that has passed: 今天上午10点, 12月16日, 昨天.
func when(words string, now time.Time, end plan.Clock) (time.Time, bool) {
	at, _, ok := conversations.ReadAsked(words, now, end)
	if !ok {
		day, is := conversations.ReadDay(words, plan.DateOf(now))
		if !is {
			return at, false
		}
		at = day.At(end, now.Location())
	}
	if at.After(now) && plan.DateOf(at) == plan.DateOf(now) { // 今天: a day without an hour ends later than now
		at = now
	}
	return at, !at.After(now) && now.Sub(at) < longAgo
}

func unitOf(t *desk.Turn, x row) string {
	_, o, _, _ := t.Obligation(x.Key)
	return o.Unit
}

// details are what the log keeps of a filing.
func details(t *desk.Turn, x row) string {
	if !x.filed() {
		return ""
	}
	duty, _, _, _ := t.Obligation(x.Key)
	out := []string{fmt.Sprintf(textFiledShort, t.TimeText(x.FiledAt)), textTo + addressees(duty, x)}
	if x.Number != "" {
		out = append(out, x.Number)
	}
	if x.Receipt != nil {
		out = append(out, textReceipt+x.Receipt.Label())
	}
	if n := len(x.Made); n > 0 {
		out = append(out, x.Made[n-1].Name+" "+x.Made[n-1].SHA256)
	}
	if n := len(x.Changed); n > 0 {
		out = append(out, x.Changed[n-1].Label())
	}
	return strings.Join(out, "；")
}

// filed writes down that the summary went: it is the office's report, and one that
// goes again is a correction of it.
func filed(t *desk.Turn, x *row, correction string) error {
	duty, o, p, _ := t.Obligation(x.Key)
	before := details(t, *x)
	if x.Times == 0 {
		before = ""
	}
	x.FiledBy, x.NotedAt, x.Times = t.Me.ID, t.Now, x.Times+1
	if err := save(t.Tx, *x); err != nil {
		return err
	}
	s, err := standing.One(t.Tx, &duty, p, o)
	if err != nil {
		return err
	}
	r := reports.Report{V: 1, Key: x.Key, Unit: o.Unit, Version: 1, State: reports.Submitted, SubmittedAt: t.Now, SubmittedBy: t.Me.ID,
		FirstAt: t.Now, Deadline: s.Period.Deadline, Evidence: x.Changed}
	if s.Report != nil {
		r.Version, r.FirstAt, r.Correction = s.Report.Version+1, s.Report.FirstAt, correction
	}
	if err := storage.SaveReport(t.Tx, r); err != nil {
		return err
	}
	if err := t.Log(o.Unit, x.Key.Period, textLogFiled, before, details(t, *x)); err != nil {
		return err
	}
	if err := t.BoardChanged(t.Tx, "", t.Now); err != nil {
		return err
	}
	return t.RaiseSubmitted(r, false)
}

// files sends everything that belongs to a filing: what the bot made, what was sent
// back changed, and the receipt.
func files(t *desk.Turn, x row) error {
	sent := 0
	send := func(kind bot.MessageKind, hash, name, words string) error {
		if hash == "" {
			return nil
		}
		sent++
		return bot.Enqueue(t.Tx, bot.Message{Kind: kind, Chat: t.Update.Chat.ID, Text: reports.T(words), File: bot.FileRef{Hash: hash, Name: name},
			Purpose: "filing", Person: t.Me.ID, At: t.Now})
	}
	for _, m := range x.Made {
		if err := send(bot.Document, m.SHA256, m.Name, fmt.Sprintf(textFileMade, t.TimeText(m.At))); err != nil {
			return err
		}
	}
	for _, f := range x.Changed {
		if err := sendFile(t, f, fmt.Sprintf(textFileChanged, t.TimeText(f.At)), send); err != nil {
			return err
		}
	}
	if x.Receipt != nil {
		if err := sendFile(t, *x.Receipt, textReceiptFile, send); err != nil {
			return err
		}
	}
	if sent == 0 {
		return t.Toast(textNoFiles)
	}
	return nil
}

func sendFile(t *desk.Turn, f reports.File, words string, send func(kind bot.MessageKind, hash, name, words string) error) error {
	hash, err := uploads.Hash(t.Tx, f)
	if err != nil {
		return err
	}
	kind := bot.Document
	if f.Kind == "photo" {
		kind = bot.Photo
	}
	return send(kind, hash, uploads.Name(f), words)
}
