package plan

import "strings"

// Names as papers write them. In chat the short ones are used.

// FormalName returns the task force's name as papers write it.
func (p *Plan) FormalName() string {
	if p.Formal != "" {
		return p.Formal
	}
	return p.Name
}

// WorkName returns what the task force is about, as a title says it:
// 关于落实“六保”任务工作进展情况的报告.
func (p *Plan) WorkName() string {
	if p.Work != "" {
		return p.Work
	}
	return p.Name
}

// UnitFull returns the unit's name as papers sign it, or what chat calls it.
func (p *Plan) UnitFull(id string) string {
	if u, ok := p.everUnit(id); ok && u.Full != "" {
		return u.Full
	}
	return p.UnitName(id)
}

// cumulative marks what adds up over the year.
const cumulative = "本年累计"

// Label returns the indicator's name, with 本年累计 where its value adds up over
// the year.
func (i Indicator) Label() string {
	if !i.Yearly || strings.Contains(i.Name, "累计") {
		return i.Name
	}
	return i.Name + "（" + cumulative + "）"
}
