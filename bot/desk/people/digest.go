package people

import (
	"fmt"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/storage"
)

// digestPeople: who joined, who cannot be reached any more, and which lead
// units nobody can be reached at.
func digestPeople(d *desk.Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, nil, err
	}
	reach := map[string]bool{}
	for _, p := range all {
		name := d.UnitOrOffice(p.Unit) + " " + p.Name
		switch {
		case !p.Left.IsZero():
			continue
		case p.Since.After(since):
			changed = append(changed, fmt.Sprintf(textDigestJoined, name))
		case p.Unreachable.After(since):
			changed = append(changed, fmt.Sprintf(textDigestLost, name))
		}
		if p.Reachable() && staff.Can(p, staff.ActReport) {
			reach[p.Unit] = true
		}
	}
	told := map[string]bool{}
	for _, a := range d.Plan.Areas {
		if !reach[a.Lead] && !told[a.Lead] {
			told[a.Lead] = true
			decide = append(decide, fmt.Sprintf(textDigestNobody, d.Plan.UnitName(a.Lead)))
		}
	}
	return changed, decide, nil
}
