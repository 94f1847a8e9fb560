package outline_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"liubao/reports/intake/outline"
)

func TestSplitLabel(t *testing.T) {
	for in, want := range map[string]outline.Label{
		"一、总体情况":             {"一、", outline.Han, 1},
		"十二、其他":              {"十二、", outline.Han, 12},
		"(一)做实农民工就业服务":       {"(一)", outline.HanRound, 1},
		"（二）落实":              {"（二）", outline.HanRound, 2},
		"㈢落实":                {"㈢", outline.HanRound, 3},
		"1.做实农民工就业服务。":       {"1.", outline.Digits, 1},
		"12.促进":              {"12.", outline.Digits, 12},
		"3、巩固":               {"3、", outline.Digits, 3},
		"3 、巩固":              {},
		"(1)开展":              {"(1)", outline.Round, 1},
		"（2）开展":              {"（2）", outline.Round, 2},
		"1)开展":               {"1)", outline.Round, 1},
		"①开展":                {"①", outline.Circled, 1},
		"⒉开展":                {"⒉", outline.Digits, 2},
		"第一部分 工作进展":          {"第一部分", outline.Chapter, 1},
		"第一，抓好":              {"第一，", outline.Han, 1},
		"1.1 加强":             {"1.1", outline.Dotted, 0},
		"## 2. 提升":           {"## 2.", outline.Digits, 2},
		"1️⃣做实":              {"1️⃣", outline.Circled, 1},
		"甲、做实":               {"甲、", outline.Stem, 1},
		"壹、做实":               {"壹、", outline.Han, 1},
		"I.做实":               {"I.", outline.Roman, 1},
		"Ⅱ、做实":               {"Ⅱ、", outline.Roman, 2},
		"01.做实":              {"01.", outline.Digits, 1},
		"１．做实":               {"１．", outline.Digits, 1},
		"【一】做实":              {"【一】", outline.HanRound, 1},
		"· 做实":               {"·", outline.Unranked, 0},
		"1.5万亩高标准农田":         {},
		"15%的补助":             {},
		"2020年12月15日":        {},
		"320人实现就业":           {},
		"一是加强领导":             {},
		"A.方案":               {"A.", outline.Letter, 0},
		"普通的一段话，没有编号。":       {},
		"1. ":                {"1.", outline.Digits, 1},
		"\u3000\u3000二、任务分工": {"二、", outline.Han, 2},
	} {
		got, rest := outline.SplitLabel(in)
		assert.Equal(t, want, got, in)
		assert.True(t, strings.HasSuffix(strings.TrimSpace(in), rest), in)
	}
}
