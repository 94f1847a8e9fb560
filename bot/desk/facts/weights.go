package facts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

var weightWord = regexp.MustCompile(`(` + textWeightFull + `|` + textWeightLate + `|` + textWeightMissing + `|` + textWeightReturned + `)\s*(\d{1,4}(?:\.\d{1,2})?)`)

// weights answers /weights: shows what is in force, or takes what the rules of
// the assessment (考核办法) say. It counts once a second person has confirmed it.
func weights(t *desk.Turn, args string) error {
	w, ok, err := storage.Setting[reports.Weights](t.Tx, settingWeights)
	if err != nil {
		return err
	}
	if args == "" {
		x := reports.Text{}
		change := []bot.Button{{Label: buttonWeigh, Data: tapWeigh.Data(weighTap{What: "n"})}}
		if !ok {
			return putWeigh(t, bot.Send, x.Line(textWeightsNone), [][]bot.Button{change})
		}
		state := textWeightsWait
		if w.InForce() {
			second, _, err := storage.Person(t.Tx, w.SecondBy)
			if err != nil {
				return err
			}
			state = fmt.Sprintf(textWeightsForce, second.Name)
		}
		return putWeigh(t, bot.Send, x.Line(weightsText(w)).Line(state), append(weightsRows(w), change))
	}
	next, good := parseWeights(args)
	if !good {
		return t.Say(reports.T(textWeightsUnread), []bot.Button{{Label: buttonWeigh, Data: tapWeigh.Data(weighTap{What: "n"})}})
	}
	return enterWeights(t, next)
}

// enterWeights writes weights down and has a second person confirm them.
func enterWeights(t *desk.Turn, next reports.Weights) error {
	w, ok, err := storage.Setting[reports.Weights](t.Tx, settingWeights)
	if err != nil {
		return err
	}
	next.V, next.By, next.At = 1, t.Me.ID, t.Now
	if err := storage.SaveSetting(t.Tx, settingWeights, next); err != nil {
		return err
	}
	before := ""
	if ok {
		before = weightsText(w)
	}
	if err := t.Log("", "", textLogWeights, before, weightsText(next)); err != nil {
		return err
	}
	people, err := staff.Holders(t.Tx, reports.Director, reports.Assessor)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == t.Me.ID {
			continue
		}
		x := reports.Text{}.Line(fmt.Sprintf(textWeightsAsk, t.Me.Name)).Line(weightsText(next))
		if err := t.Tell(p, "weights", x, weightsRows(next)...); err != nil {
			return err
		}
	}
	kind := bot.Send
	if t.Update.Callback != nil {
		kind = bot.Edit
	}
	return putWeigh(t, kind, reports.Text{}.Line(weightsText(next)).Line(textWeightsWait), nil)
}

// mostBasis bounds the rules' name, in characters.
const mostBasis = 60

func weightsRows(w reports.Weights) [][]bot.Button {
	if w.InForce() {
		return nil
	}
	return [][]bot.Button{{{Label: buttonWeightsYes, Data: tapWeights.Data(weightsTap{w.At.Unix()})}}}
}

func weightsText(w reports.Weights) string {
	return fmt.Sprintf(textWeightsNow, w.Full, w.Late, w.Missing, w.Returned, w.Basis)
}

// parseWeights reads "满分100 迟报2 未报5 退回1 依据 某发〔2021〕3号". The full
// points and the rules' name must be there.
func parseWeights(s string) (reports.Weights, bool) {
	var w reports.Weights
	s, basis, _ := strings.Cut(s, textWeightBasis)
	w.Basis = strings.Trim(conversations.OneLine(basis), " ：:")
	for _, m := range weightWord.FindAllStringSubmatch(s, -1) {
		n, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return w, false
		}
		switch m[1] {
		case textWeightFull:
			w.Full = n
		case textWeightLate:
			w.Late = n
		case textWeightMissing:
			w.Missing = n
		case textWeightReturned:
			w.Returned = n
		}
	}
	return w, w.Full > 0 && w.Basis != "" && len([]rune(w.Basis)) <= mostBasis
}

// weightsTap names weights by when they were entered, in Unix seconds.
type weightsTap struct{ At int64 }

var tapWeights = desk.NewTap[weightsTap]("we")

// tappedWeights confirms them, as the second person.
func tappedWeights(t *desk.Turn, a weightsTap) error {
	if !staff.Can(t.Me, staff.ActWeights) {
		return t.Toast(desk.TextNotAllowed)
	}
	w, ok, err := storage.Setting[reports.Weights](t.Tx, settingWeights)
	switch {
	case err != nil:
		return err
	case !ok || w.At.Unix() != a.At || w.InForce():
		return t.Toast(textWeightsOld)
	case w.By == t.Me.ID:
		return t.Toast(textWeightsOwn)
	}
	w.SecondBy, w.SecondAt = t.Me.ID, t.Now
	if err := storage.SaveSetting(t.Tx, settingWeights, w); err != nil {
		return err
	}
	if err := t.Log("", "", textLogWeightsDone, "", weightsText(w)); err != nil {
		return err
	}
	by, ok, err := storage.Person(t.Tx, w.By)
	if err != nil {
		return err
	}
	if ok {
		if err := t.Tell(by, "weights", reports.T(fmt.Sprintf(textWeightsTell, t.Me.Name))); err != nil {
			return err
		}
	}
	return t.Toast(textWeightsDone)
}
