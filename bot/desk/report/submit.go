package report

import (
	"errors"
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/conversations/report"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// submitted stores a report and sees to what a submission brings about: the
// newest readings, the head's sign-off, the roll-up already posted.
func submitted(t *desk.Turn, d report.Dialog, r reports.Report) error {
	if err := storage.SaveReport(t.Tx, r); err != nil {
		return err
	}
	latest, ok, err := storage.Get[string](t.Tx, storage.RowLatest.Key(r.Key.Duty, r.Key.Subject))
	if err != nil {
		return err
	}
	if !ok || latest < r.Key.Period {
		if err := storage.Put(t.Tx, storage.RowLatest.Key(r.Key.Duty, r.Key.Subject), r.Key.Period); err != nil {
			return err
		}
	}
	if err := remember(t, r); err != nil {
		return err
	}
	if r.State == reports.AwaitsSign && d.SignOff == plan.SignHead {
		if err := askHeads(t, r); err != nil {
			return err
		}
	}
	if r.Scan == nil {
		if err := reportPaper(t, r); err != nil {
			return err
		}
	}
	if err := t.BoardChanged(t.Tx, "", t.Now); err != nil {
		return err
	}
	again := r.Scan != nil && d.Current != nil && d.Current.Version == r.Version
	return t.RaiseSubmitted(r, again)
}

// remember keeps the newest value of each indicator, and the one before it
// while the period can still be corrected.
func remember(t *desk.Turn, r reports.Report) error {
	for _, x := range r.Readings {
		if x.Unknown {
			continue
		}
		key := storage.RowReading.Key(x.Indicator)
		old, ok, err := storage.Get[knownReading](t.Tx, key)
		if err != nil {
			return err
		}
		if ok && old.Period > r.Key.Period {
			continue
		}
		k := knownReading{V: 1, Period: r.Key.Period, Reading: x}
		switch {
		case ok && old.Period == r.Key.Period:
			k.Before = old.Before
		case ok:
			old.Before = nil
			k.Before = &old
		}
		if err := storage.Put(t.Tx, key, k); err != nil {
			return err
		}
	}
	return nil
}

func signSlot(k reports.Key) string {
	return "sign/" + k.Period + "/" + k.Duty + "/" + k.Subject
}

// askHeads asks the heads of the unit to sign the report off.
func askHeads(t *desk.Turn, r reports.Report) error {
	people, err := t.OfUnit(t.Heir(r.Unit))
	if err != nil {
		return err
	}
	changed, err := reporttext.Changed(t.Book, t.Tx, r)
	if err != nil {
		return err
	}
	asked := false
	for _, p := range people {
		if !p.Reachable() || !staff.Can(p, staff.ActSign) {
			continue
		}
		asked = true
		x := reports.Text{}.Head(fmt.Sprintf(textSignHead, t.ReportTitle(r.Key))).
			Line(fmt.Sprintf(textSignBy, t.Me.Name, t.TimeText(r.SubmittedAt), r.Version)).Append(changed).Line("").
			Append(reporttext.Whole(t.Book, r))
		if err := t.Notify(t.Tx, p, bot.Message{
			Kind: bot.Send, Replaces: true, Slot: signSlot(r.Key), Text: x, Purpose: "sign-off",
			Rows: signRows(signTap{r.Key, r.Version})[:1],
		}, t.Now); err != nil {
			return err
		}
	}
	if asked {
		return chase(t.Desk, t.Tx, chased{Key: r.Key, Version: r.Version}, t.Now)
	}
	if r.Late() > 0 {
		return t.Sayf(textNoHead)
	}
	return t.Sayf(textNoHead + textStillOnTime)
}

// signTap is about one version of a report that waits for its head.
type signTap struct {
	Key     reports.Key
	Version int
}

var (
	tapSign       = desk.NewTap[signTap]("sg")
	tapSignReturn = desk.NewTap[signTap]("sr")
	tapSignRead   = desk.NewTap[signTap]("sv")
)

// signing does what a head taps, where the report still waits for them.
func signing(do func(*desk.Turn, reports.Report) error) func(*desk.Turn, signTap) error {
	return func(t *desk.Turn, a signTap) error {
		if !staff.Can(t.Me, staff.ActSign) {
			return t.Toast(desk.TextOldButton)
		}
		r, ok, err := storage.Report(t.Tx, a.Key)
		switch {
		case errors.Is(err, storage.ErrCorrupt):
			return t.Toast(reporttext.AskOffice)
		case err != nil:
			return err
		case !ok || t.Heir(r.Unit) != t.Me.Unit:
			return t.Toast(desk.TextOldButton)
		case r.Version != a.Version && r.State == reports.AwaitsSign:
			if err := t.Toast(textSignNewer); err != nil {
				return err
			}
			return readBeforeSigning(t, r)
		case r.State != reports.AwaitsSign:
			return t.Toast(textSignedAlready, r.State.Label())
		}
		return do(t, r)
	}
}

func readBeforeSigning(t *desk.Turn, r reports.Report) error {
	return t.Say(reports.Text{}.Head(fmt.Sprintf(textSignHead, t.ReportTitle(r.Key))).Append(reporttext.Whole(t.Book, r)), signRows(signTap{r.Key, r.Version})[0])
}

// signOff signs.
func signOff(t *desk.Turn, r reports.Report) error {
	k := r.Key
	r.State, r.SignedAt, r.SignedBy = reports.Signed, t.Now, t.Me.ID
	if err := storage.SaveReport(t.Tx, r); err != nil {
		return err
	}
	if err := t.Log(r.Unit, k.Period, t.SubjectName(k)+" "+textLogSigned, reports.AwaitsSign.Label(), reports.Signed.Label()); err != nil {
		return err
	}
	if err := signDone(t, r, fmt.Sprintf(textSignedBy, t.ReportTitle(k), t.Me.Name, t.TimeText(t.Now))); err != nil {
		return err
	}
	if err := t.RaiseSigned(r); err != nil {
		return err
	}
	if err := t.Toast(textSignedToast); err != nil {
		return err
	}
	return t.TellAuthor(r, fmt.Sprintf(textSignedTell, t.ReportTitle(k), t.Me.Name))
}

// signDone takes the buttons off every head's card of the report, and says in the
// messages that listed it what became of it.
func signDone(t *desk.Turn, r reports.Report, words string) error {
	people, err := t.OfUnit(t.Heir(r.Unit))
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !staff.Can(p, staff.ActSign) {
			continue
		}
		if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, Chat: p.Chat, Slot: signSlot(r.Key),
			Text: reports.T(words), Purpose: "sign-off", Person: p.ID, At: t.Now}); err != nil {
			return err
		}
	}
	return listed(t, r.Key, words)
}

// askSignReturn asks why a head sends a report back; its argument is the report's key.
const askSignReturn = "sign-return"

func signReturnGiven(t *desk.Turn, arg, words string) error {
	k, ok := desk.SplitKey(arg)
	if !ok {
		return nil
	}
	return signReturned(t, k, words)
}

// signReturned sends a report back to its author with the head's reason. It
// stays submitted in time; the author corrects it.
func signReturned(t *desk.Turn, k reports.Key, reason string) error {
	r, ok, err := storage.SoundReport(t.Tx, k)
	if err != nil || !ok || t.Heir(r.Unit) != t.Me.Unit || r.State != reports.AwaitsSign {
		return err
	}
	if err := t.Log(r.Unit, k.Period, t.SubjectName(k)+" "+textLogSignReturned, "", reason); err != nil {
		return err
	}
	if err := signDone(t, r, fmt.Sprintf(textSignReturned, t.ReportTitle(k), reason)); err != nil {
		return err
	}
	w, ok, err := storage.Draft[report.Draft](t.Tx, k)
	if err != nil {
		return err
	}
	if ok { // the author finds it open for the correction
		w.Open, w.Remark = true, reason
		if err := saveDraft(t, k, w); err != nil {
			return err
		}
	}
	open := []bot.Button{{Label: buttonCorrectNow, Data: desk.KeyData("o", k)}}
	if err := t.TellAuthor(r, fmt.Sprintf(textSignReturnTell, t.ReportTitle(k), t.Me.Name, reason), open); err != nil {
		return err
	}
	return t.Sayf(textSignReturnDone)
}
