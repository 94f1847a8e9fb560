package reports

import "time"

// BulletinWords are the director's words for a period's bulletin (通报): the
// facts are counted, what they mean and what is asked is written.
type BulletinWords struct {
	V       int       `json:"v"`
	Period  string    `json:"period"`
	Remarks string    `json:"remarks,omitempty"` // 情况说明
	Demands []string  `json:"demands,omitempty"` // 有关要求, one each
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}
