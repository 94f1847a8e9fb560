package papers

import (
	"fmt"

	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/roster"
)

// invites makes the page with a code for everybody who is to join.
func (s *sheet) invites() error {
	if len(s.paper.Tickets) == 0 {
		return ErrNothing
	}
	until := reports.TimeText(s.paper.Until, s.loc)
	s.out.build = func([]docx.Evidence) (docx.Doc, error) { return roster.Page(s.Plan, s.paper.Tickets, until) }
	s.out.name = fmt.Sprintf(textInvitesName, s.Plan.Name, s.today())
	s.out.line = fmt.Sprintf(textInvitesLine, len(s.paper.Tickets), until)
	return nil
}
