package storage_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/storage"
)

func TestPlanOverTime(t *testing.T) {
	e := store()
	defer func() { require.NoError(t, e.Close()) }()
	shipped, err := plan.Default()
	require.NoError(t, err)
	first := string(shipped.Text())
	second := strings.Replace(first, `name = "财政局"`, `name = "财政金融局"`, 1)
	five := plan.Int(9)
	var before, after uint64
	var h *plan.History
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) (err error) {
		if none, err := storage.PlanOverTime(tx, nil); err != nil || none != nil {
			t.Fatalf("an empty file has no plan: %v %v", none, err)
		}
		if before, err = storage.PlansCount(tx); err != nil {
			return err
		}
		for from, text := range map[string]string{"2021-03-01": second, "2020-12-01": first} {
			day, _ := plan.ParseDate(from)
			if err := storage.SavePlanVersion(tx, storage.PlanVersion{From: day, ID: "liubao", File: text, Starts: plan.Date{Year: 2020, Month: 12, Day: 1},
				Deadline: plan.Clock{Hour: 12}}); err != nil {
				return err
			}
		}
		set := plan.YearValue{Indicator: "five-up", Year: 2021, From: plan.Date{Year: 2021, Month: 5, Day: 1}, Target: &five, Source: "市下达"}
		if err := storage.SaveYearValue(tx, storage.YearValue{YearValue: set, At: time.Unix(1, 0), By: "d"}); err != nil {
			return err
		}
		step := plan.Step{Indicator: "five-up", Date: plan.Date{Year: 2021, Month: 6, Day: 30}, Value: &five}
		if err := storage.SaveStep(tx, storage.AddedStep{Step: step}); err != nil {
			return err
		}
		if after, err = storage.PlansCount(tx); err != nil {
			return err
		}
		h, err = storage.PlanOverTime(tx, func(p *plan.Plan) error { p.Inspector = "dangzheng"; return nil })
		return err
	}))
	assert.Greater(t, after, before)
	may := h.At(plan.Date{Year: 2021, Month: 5, Day: 2})
	assert.Equal(t, "财政金融局", may.UnitName("caizheng"))
	assert.Equal(t, "财政局", may.On(plan.Date{Year: 2021, Month: 2, Day: 28}).UnitName("caizheng"))
	assert.Equal(t, plan.Date{Year: 2020, Month: 12, Day: 1}, may.Starts, "what the configuration said when it was applied")
	assert.Equal(t, "12:00 dangzheng", may.Deadline.String()+" "+may.Inspector)
	x, _ := may.Indicator("five-up")
	assert.Equal(t, "净增9户", x.TargetText())
	x, _ = may.On(plan.Date{Year: 2021, Month: 4, Day: 30}).Indicator("five-up")
	assert.Equal(t, "净增5户", x.TargetText())
	assert.Len(t, may.StepsOfIndicator("five-up"), 1)
}
