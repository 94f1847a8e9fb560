package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamesOfPapers(t *testing.T) {
	p, err := Default()
	require.NoError(t, err)
	assert.Equal(t, "落实“六保”任务工作专班", p.FormalName())
	assert.Equal(t, "恒口示范区（试验区）财政局", p.UnitFull("caizheng"))
	assert.Equal(t, "恒口税务分局", p.UnitFull("shuiwu"), "its name is full")
	u, ok := p.FindUnit("恒口示范区（试验区）财政局")
	require.True(t, ok)
	assert.Equal(t, "caizheng", u.ID)
	d, _ := p.Duty("summary")
	assert.Len(t, d.Addressee, 1, "one 主送; the others get copies")
	assert.Equal(t, []string{"市“六保”任务工作专班"}, d.Copies)
	p.Formal, p.Work = "", ""
	assert.Equal(t, []string{p.Name, p.Name}, []string{p.FormalName(), p.WorkName()})
}

func TestYearlyFiguresSaySo(t *testing.T) {
	i := Indicator{Name: "城镇新增就业", Yearly: true}
	assert.Equal(t, "城镇新增就业（本年累计）", i.Label())
	i.Name = "累计开通直播店铺"
	assert.Equal(t, "累计开通直播店铺", i.Label())
	i.Name, i.Yearly = "零就业家庭", false
	assert.Equal(t, "零就业家庭", i.Label())
}

func TestUnitsInAText(t *testing.T) {
	p := &Plan{Units: []Unit{{ID: "a", Name: "财政局"}, {ID: "b", Name: "应急和市场监管局", Aliases: []string{"市场监管局"}}, {ID: "c", Name: "监管局"}}}
	assert.Equal(t, []string{"b", "a"}, p.UnitsIn("请市场监管局、财政局支持，财政局牵头"))
	assert.Equal(t, []string{"c"}, p.UnitsIn("请监管局支持"))
	assert.Empty(t, p.UnitsIn("请上级部门支持"))
}
