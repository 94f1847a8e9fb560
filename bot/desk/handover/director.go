package handover

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// joined hears that somebody opened an invitation's link: they may follow a
// contact, or the director.
func joined(t *desk.Turn, i reports.Invite) error {
	if err := replaced(t, i); err != nil {
		return err
	}
	if i.Role != reports.Director {
		return nil
	}
	return newDirector(t)
}

// newDirector makes whoever was the director before a deputy, whom the new one
// can remove or give another role: there is one director, and nobody whom no
// one can remove. Both are told.
func newDirector(t *desk.Turn) error {
	old, err := staff.Holders(t.Tx, reports.Director)
	if err != nil {
		return err
	}
	for _, p := range old {
		if p.ID == t.Me.ID || !p.Left.IsZero() {
			continue
		}
		p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(r reports.Role) bool { return r == reports.Director })
		if !p.Has(reports.DeputyDir) {
			p.Roles = append(p.Roles, reports.DeputyDir)
		}
		if err := storage.SavePerson(t.Tx, p); err != nil {
			return err
		}
		if err := t.Log(p.Unit, "", textLogDirector, p.Name, t.Me.Name); err != nil {
			return err
		}
		if err := t.Tell(p, "handover", reports.T(fmt.Sprintf(textDirectorOld, t.Me.Name, reports.Director.Label(), reports.DeputyDir.Label()))); err != nil {
			return err
		}
		if err := t.Tell(t.Me, "handover", reports.T(fmt.Sprintf(textDirectorNew, reports.Director.Label(), p.Name, reports.DeputyDir.Label())),
			[]bot.Button{{Label: fmt.Sprintf(buttonDirectorOut, p.Name), Data: "rm." + p.ID}}); err != nil {
			return err
		}
	}
	return nil
}
