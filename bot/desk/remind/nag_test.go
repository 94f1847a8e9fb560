package remind

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Of many who were reminded the number is said; whoever was not is named, with why.
func TestNagSaysHowManyAndWhoNot(t *testing.T) {
	var many, none []string
	for i := range 899 {
		many = append(many, fmt.Sprintf("第%d局", i))
	}
	for i := range 60 {
		none = append(none, fmt.Sprintf("缺%d局", i))
	}
	words := nagged{told: many, full: []string{"财政局"}, lost: none}.words([]string{"社管局（已暂停提醒）"}, true)
	assert.Equal(t, []string{"已提醒：第0局、第1局、第2局等899个单位", "没有催：社管局（已暂停提醒）", "本期提醒已达上限：财政局"}, words[:3])
	assert.Contains(t, words[3], "没有能联系上的联络员：缺0局")
	assert.Contains(t, words[3], "缺59局")
	assert.Equal(t, textNagAtDawn, words[4])
	assert.Equal(t, []string{"已提醒：财政局", "还有899个单位，正在接着提醒，完成后告诉您"}, nagged{told: []string{"财政局"}, rest: 899}.words(nil, false))
}
