package desk

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

var weightWord = regexp.MustCompile(`(` + textWeightFull + `|` + textWeightLate + `|` + textWeightMissing + `|` + textWeightReturned + `)\s*(\d{1,4}(?:\.\d{1,2})?)`)

// weights answers /weights: shows what is in force, or takes what the rules of
// the assessment (考核办法) say. It counts once a second person has confirmed it.
func (t *turn) weights(args string) error {
	w, ok, err := storage.Setting[reports.Weights](t.tx, settingWeights)
	if err != nil {
		return err
	}
	if args == "" {
		x := reports.Text{}
		if !ok {
			return t.say(x.Line(textWeightsNone).Line(textWeightsHow))
		}
		state := textWeightsWait
		if w.InForce() {
			second, _, err := storage.Person(t.tx, w.SecondBy)
			if err != nil {
				return err
			}
			state = fmt.Sprintf(textWeightsForce, second.Name)
		}
		return t.say(x.Line(weightsText(w)).Line(state).Line(textWeightsHow), t.weightsRows(w)...)
	}
	next, good := parseWeights(args)
	if !good {
		return t.sayf(textWeightsHow)
	}
	next.V, next.By, next.At = 1, t.me.ID, t.now
	if err := storage.SaveSetting(t.tx, settingWeights, next); err != nil {
		return err
	}
	before := ""
	if ok {
		before = weightsText(w)
	}
	if err := t.log("", "", textLogWeights, before, weightsText(next)); err != nil {
		return err
	}
	people, err := holders(t.tx, reports.Director, reports.Assessor)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == t.me.ID {
			continue
		}
		x := reports.Text{}.Line(fmt.Sprintf(textWeightsAsk, t.me.Name)).Line(weightsText(next))
		if err := t.tell(p, "weights", x, t.weightsRows(next)...); err != nil {
			return err
		}
	}
	return t.say(reports.Text{}.Line(weightsText(next)).Line(textWeightsWait))
}

func (t *turn) weightsRows(w reports.Weights) [][]bot.Button {
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
	w.Basis = strings.Trim(oneLine(basis), " ：:")
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
func (t *turn) tappedWeights(parts []string) error {
	if !Can(t.me, ActWeights) || len(parts) != 2 {
		return t.toast(textNotAllowed)
	}
	w, ok, err := storage.Setting[reports.Weights](t.tx, settingWeights)
	switch {
	case err != nil:
		return err
	case !ok || fmt.Sprint(w.At.Unix()) != parts[1] || w.InForce():
		return t.toast(textWeightsOld)
	case w.By == t.me.ID:
		return t.toast(textWeightsOwn)
	}
	w.SecondBy, w.SecondAt = t.me.ID, t.now
	if err := storage.SaveSetting(t.tx, settingWeights, w); err != nil {
		return err
	}
	if err := t.log("", "", textLogWeightsDone, "", weightsText(w)); err != nil {
		return err
	}
	by, ok, err := storage.Person(t.tx, w.By)
	if err != nil {
		return err
	}
	if ok {
		if err := t.tell(by, "weights", reports.T(fmt.Sprintf(textWeightsTell, t.me.Name))); err != nil {
			return err
		}
	}
	return t.toast(textWeightsDone)
}
