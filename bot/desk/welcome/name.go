package welcome

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/clean"
	"liubao/storage"
)

// longestName is how many characters a name may have.
const longestName = 20

// reserved are names that would speak for somebody else: the bot, the office.
var reserved = []string{"机器人", "办公室", "主任", "副主任", "组长", "副组长", "领导", "管理员", "系统", "联络员", "负责人",
	"办公室主任", "办公室副主任", "专班领导", "督查员", "考核员", "单位负责人", "AB岗"}

// askNameAgain is what is wrong with a name as a sentence that asks for another
// one, "" where nothing is: it stands in cards, papers and the audit log for years.
func askNameAgain(t *desk.Turn, name string) (string, error) {
	n := len([]rune(name))
	switch {
	case n > longestName || !strings.ContainsFunc(name, unicode.IsLetter):
		return textNameHow, nil
	case slices.Contains(reserved, name) || slices.ContainsFunc(t.Plan.Units, func(u plan.Unit) bool { return u.Name == name || u.Full == name }):
		return fmt.Sprintf(textNameReserved, name), nil
	}
	same, err := namesake(t, name)
	if err != nil || !same {
		return "", err
	}
	return fmt.Sprintf(textNamesake, name, name), nil
}

// namesake reports whether a colleague of the same unit has the name. People of
// different units are told apart by the unit beside their names.
func namesake(t *desk.Turn, name string) (bool, error) {
	people, err := storage.AllPeople(t.Tx)
	return slices.ContainsFunc(people, func(p reports.Person) bool {
		return p.ID != t.Me.ID && p.Unit == t.Me.Unit && p.Left.IsZero() && p.Name == name
	}), err
}

// nameless is what somebody is called whose name in Telegram will not do, until
// they have said their own.
const nameless = "未署名"

// nameFor returns what to call somebody who joins: their name, cut to what a name
// may be, and the sentence that asks for another where it will not do.
func nameFor(t *desk.Turn, p reports.Person, given string) (name, again string, err error) {
	name = strings.TrimSpace(string(first([]rune(clean.Line(given)), longestName)))
	t.Me = p // whose colleagues are looked at
	if again, err = askNameAgain(t, name); err != nil || again == "" {
		return name, "", err
	}
	if same, err := namesake(t, name); err != nil || same {
		return name, again, err
	}
	return nameless, again, nil
}

func first(rs []rune, n int) []rune { return rs[:min(n, len(rs))] }

// rename sets the name that colleagues and the office see.
func rename(t *desk.Turn, name string) error {
	name = strings.Join(strings.Fields(clean.Line(name)), " ")
	switch again, err := askNameAgain(t, name); {
	case err != nil:
		return err
	case again != "":
		return t.Say(reports.T(again))
	}
	before := t.Me.Name
	t.Me.Name = name
	if err := storage.SavePerson(t.Tx, t.Me); err != nil {
		return err
	}
	if err := t.Log(t.Me.Unit, "", textLogRenamed, before, name); err != nil {
		return err
	}
	return t.Sayf(textNamed, name)
}
