package facts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
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
		if !ok {
			return t.Say(x.Line(textWeightsNone).Line(textWeightsHow))
		}
		state := textWeightsWait
		if w.InForce() {
			second, _, err := storage.Person(t.Tx, w.SecondBy)
			if err != nil {
				return err
			}
			state = fmt.Sprintf(textWeightsForce, second.Name)
		}
		return t.Say(x.Line(weightsText(w)).Line(state).Line(textWeightsHow), weightsRows(t, w)...)
	}
	next, good := parseWeights(args)
	if !good {
		return t.Sayf(textWeightsHow)
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
	people, err := desk.Holders(t.Tx, reports.Director, reports.Assessor)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == t.Me.ID {
			continue
		}
		x := reports.Text{}.Line(fmt.Sprintf(textWeightsAsk, t.Me.Name)).Line(weightsText(next))
		if err := t.Tell(p, "weights", x, weightsRows(t, next)...); err != nil {
			return err
		}
	}
	return t.Say(reports.Text{}.Line(weightsText(next)).Line(textWeightsWait))
}

func weightsRows(t *desk.Turn, w reports.Weights) [][]bot.Button {
	if w.InForce() {
		return nil
	}
	return [][]bot.Button{{{Label: buttonWeightsYes, Data: fmt.Sprintf("we.%d", w.At.Unix())}}}
}

func weightsText(w reports.Weights) string {
	return fmt.Sprintf(textWeightsNow, w.Full, w.Late, w.Missing, w.Returned, w.Basis)
}

// parseWeights reads "满分100 迟报2 未报5 退回1 依据 某发〔2021〕3号". The full
// points and the rules' name must be there.
func parseWeights(s string) (reports.Weights, bool) {
	var w reports.Weights
	s, basis, _ := strings.Cut(s, textWeightBasis)
	w.Basis = strings.Trim(desk.OneLine(basis), " ：:")
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
	return w, w.Full > 0 && w.Basis != "" && len([]rune(w.Basis)) <= 60
}

// tappedWeights takes we.TIME: a second person confirms the weights entered
// at that time.
func tappedWeights(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActWeights) || len(parts) != 2 {
		return t.Toast(desk.TextNotAllowed)
	}
	w, ok, err := storage.Setting[reports.Weights](t.Tx, settingWeights)
	switch {
	case err != nil:
		return err
	case !ok || fmt.Sprint(w.At.Unix()) != parts[1] || w.InForce():
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
