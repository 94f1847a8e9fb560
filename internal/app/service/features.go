package service

import (
	"liubao/bot/desk"
	"liubao/bot/desk/closing"
	"liubao/bot/desk/cockpit"
	"liubao/bot/desk/collection"
	"liubao/bot/desk/contribution"
	"liubao/bot/desk/deadline"
	"liubao/bot/desk/digest"
	"liubao/bot/desk/facts"
	"liubao/bot/desk/filing"
	"liubao/bot/desk/group"
	"liubao/bot/desk/handover"
	"liubao/bot/desk/history"
	"liubao/bot/desk/holiday"
	"liubao/bot/desk/inspect"
	"liubao/bot/desk/ledger"
	"liubao/bot/desk/notice"
	"liubao/bot/desk/paper"
	"liubao/bot/desk/people"
	"liubao/bot/desk/problem"
	"liubao/bot/desk/remind"
	"liubao/bot/desk/report"
	"liubao/bot/desk/request"
	"liubao/bot/desk/review"
	"liubao/bot/desk/rollup"
	"liubao/bot/desk/settings"
	"liubao/bot/desk/slip"
	"liubao/bot/desk/target"
	"liubao/bot/desk/warn"
	"liubao/bot/desk/weekly"
	"liubao/bot/desk/welcome"
)

// Features are what the desk can do, in the order of the menu.
func Features() []desk.Feature {
	return []desk.Feature{
		report.Feature(), cockpit.Feature(), remind.Feature(), rollup.Feature(), paper.Feature(), people.Feature(), review.Feature(),
		request.Feature(), deadline.Feature(), settings.Feature(), group.Feature(), handover.Feature(), problem.Feature(),
		notice.Feature(), contribution.Feature(), ledger.Feature(), inspect.Feature(), facts.Feature(), warn.Feature(),
		digest.Feature(), slip.Feature(), holiday.Feature(), target.Feature(), collection.Feature(), filing.Feature(), weekly.Feature(), closing.Feature(), history.Feature(), welcome.Feature(),
	}
}
