package facts

import (
	"cmp"
	"fmt"
	"strconv"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/internal/numbers"
	"liubao/reports"
	"liubao/storage"
)

// The weights are put together on a card: + and − by half points, or a typed number,
// and the name of the rules. Nothing counts until it is sent and confirmed.

// mostPoints bounds what a weight can be.
const mostPoints = 1000

// weighTap is a button of the card: a field of [weighed] with a number of half points
// to add, 0 to type it; b the rules' name, s send, x give up, n begin.
type weighTap struct {
	What string
	N    int
}

var (
	tapWeigh = desk.NewTap[weighTap]("wg")
	askWeigh = desk.NewAsk[weighTap]("weigh")
)

// weighed are the weights of a card, in their order. step is in half points.
var weighed = []struct {
	what, title string
	step        int
	of          func(w *reports.Weights) *float64
}{
	{"f", textWeightFull, 20, func(w *reports.Weights) *float64 { return &w.Full }},
	{"l", textWeightLate, 1, func(w *reports.Weights) *float64 { return &w.Late }},
	{"m", textWeightMissing, 1, func(w *reports.Weights) *float64 { return &w.Missing }},
	{"r", textWeightReturned, 1, func(w *reports.Weights) *float64 { return &w.Returned }},
}

func settingDraft(person string) string { return settingWeights + "-draft/" + person }

// draftWeights reads what the person is putting together: at first what stands.
func draftWeights(t *desk.Turn) (reports.Weights, error) {
	w, ok, err := storage.Setting[reports.Weights](t.Tx, settingDraft(t.Me.ID))
	if err != nil || ok && w.V != 0 {
		return w, err
	}
	w, ok, err = storage.Setting[reports.Weights](t.Tx, settingWeights)
	if !ok {
		w = reports.Weights{Full: 100}
	}
	return reports.Weights{V: 1, Full: w.Full, Late: w.Late, Missing: w.Missing, Returned: w.Returned, Basis: w.Basis}, err
}

func tappedWeigh(t *desk.Turn, a weighTap) error {
	if !staff.Can(t.Me, staff.ActWeights) {
		return t.Toast(desk.TextNotAllowed)
	}
	w, err := draftWeights(t)
	if err != nil {
		return err
	}
	switch a.What {
	case "n":
		return showWeigh(t, w, bot.Edit)
	case "b":
		return askWeigh.Put(t, a, textAskBasis)
	case "s":
		if w.Full <= 0 || w.Basis == "" {
			return t.Toast(textWeightsLack)
		}
		if err := dropWeigh(t); err != nil {
			return err
		}
		return enterWeights(t, w)
	case "x":
		if err := dropWeigh(t); err != nil {
			return err
		}
		return putWeigh(t, bot.Edit, reports.T(textWeightsKept), nil)
	}
	for _, f := range weighed {
		switch {
		case f.what != a.What:
		case a.N == 0:
			return askWeigh.Put(t, a, textAskPoints, f.title)
		default:
			v := f.of(&w)
			*v = min(max(*v+float64(a.N)/2, 0), mostPoints)
			return showWeigh(t, w, bot.Edit)
		}
	}
	return t.Toast(desk.TextOldButton)
}

// dropWeigh forgets what was put together.
func dropWeigh(t *desk.Turn) error {
	return storage.SaveSetting(t.Tx, settingDraft(t.Me.ID), reports.Weights{})
}

// weighGiven takes a typed number, or the rules' name.
func weighGiven(t *desk.Turn, a weighTap, words string) error {
	if !staff.Can(t.Me, staff.ActWeights) {
		return t.Sayf(desk.TextNotAllowed)
	}
	w, err := draftWeights(t)
	if err != nil {
		return err
	}
	if a.What == "b" {
		w.Basis = conversations.Clip(conversations.OneLine(words), mostBasis)
		return showWeigh(t, w, bot.Send)
	}
	n, doubt := numbers.Read(words).In("分")
	points, err := strconv.ParseFloat(n.String(), 64)
	if err != nil || doubt != numbers.Exact || points < 0 || points > mostPoints {
		return askWeigh.Put(t, a, textPointsUnread, mostPoints)
	}
	for _, f := range weighed {
		if f.what == a.What {
			*f.of(&w) = points
		}
	}
	return showWeigh(t, w, bot.Send)
}

// showWeigh keeps and shows what is put together.
func showWeigh(t *desk.Turn, w reports.Weights, kind bot.MessageKind) error {
	if err := storage.SaveSetting(t.Tx, settingDraft(t.Me.ID), w); err != nil {
		return err
	}
	x := reports.Text{}.Head(textWeighHead).Line(fmt.Sprintf(textWeightsNow, w.Full, w.Late, w.Missing, w.Returned, cmp.Or(w.Basis, textBasisNone))).Line(textWeighHow)
	var rows [][]bot.Button
	for _, f := range weighed {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonLess, f.title, float64(f.step)/2), Data: tapWeigh.Data(weighTap{f.what, -f.step})},
			{Label: fmt.Sprintf(buttonPoints, f.title, *f.of(&w)), Data: tapWeigh.Data(weighTap{What: f.what})},
			{Label: fmt.Sprintf(buttonMore, f.title, float64(f.step)/2), Data: tapWeigh.Data(weighTap{f.what, f.step})}})
	}
	rows = append(rows, []bot.Button{{Label: buttonBasis, Data: tapWeigh.Data(weighTap{What: "b"})}},
		[]bot.Button{{Label: buttonWeighSend, Data: tapWeigh.Data(weighTap{What: "s"}), Style: bot.GoodButton}, {Label: buttonWeighDrop, Data: tapWeigh.Data(weighTap{What: "x"})}})
	return putWeigh(t, kind, x, rows)
}

func putWeigh(t *desk.Turn, kind bot.MessageKind, x reports.Text, rows [][]bot.Button) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: kind, Replaces: kind == bot.Send, OrSend: kind == bot.Edit, Chat: t.Update.Chat.ID,
		Slot: settingWeights, Text: x.Trim(), Rows: rows, Purpose: "weights", Person: t.Me.ID, At: t.Now})
}
