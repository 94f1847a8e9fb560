package conversations

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestRemarked(t *testing.T) {
	for want, texts := range map[Remark][]string{
		Received:  {"收到", "收到！", "好的", "好的，收到。", "嗯嗯", "OK", "ok👌", "👍", "🙏", "收到，王主任"[:len("收到")], "收到，主任", "收到，立即落实", "收到，我们抓紧", "[抱拳]", "[强]", "已读", "收道", "嗯呢", "ＯＫ", "收到收到", "🌹🌹", "在的，稍等", "明白了", "知道了", "。。。"},
		Thanks:    {"谢谢", "收到，谢谢！", "好的，辛苦了", "谢谢主任", "非常感谢", "谢谢提醒", "感谢领导关心", "打扰了", "Thanks"},
		Greeting:  {"您好", "你好！", "在吗？", "主任您好", "早上好", "测试", "test"},
		Nothing:   {"无", "没有", "无。", "没有，谢谢", "暂无", "目前没有", "暂无数据", "都没有了", "其他无", "没有其他情况了"},
		Unchanged: {"无变化", "没有变化", "同上期", "和上次一样", "没变化，谢谢", "与上期一致", "本期无变化。", "同上一期", "无变动情况"},
		Back:      {"返回", "上一步"},
		Cancel:    {"取消", "算了", "不填了吧", "不用了"},
		Begin:     {"填报", "我要填报", "开始"},
		Help: {"帮助", "???", "？？？", "?", "怎么填？", "填错了", "发错了，怎么改", "不会弄啊", "这个怎么填"[len("这个"):], "help",
			"什么时候截止？", "请问几号交", "今天几点前要报？", "截止时间是几号", "报什么", "要填哪些内容呀", "这个怎么填呀", "在哪里填？", "链接打不开", "点不了", "该找谁", "谁负责", "办公室电话多少"},
		Content: {"", "收到资金3万元", "无人机巡查3次", "没有发现问题", "窗口已设立。", "3户", "好转", "谢谢各单位支持，已完成", "是5户", "好的，今天下午报", "返回农民工3人",
			"取消收费3项", "受到市级表彰", "加强监管", "抓紧施工", "无新增", "立即落实整改资金", "填错了3户，应为5户", "帮助企业10家", "填报系统已上线", "对企业开展走访", "开始施工", "可以" + strings.Repeat("啊", 30),
			"测试点已开放", "报了3户", "以上企业均已复工", "试一下新流程", "不知什么时候拨付资金", "企业不知找谁办理", "办公室电话已公布", "链接打不开的问题已解决", "截止日期为12月15日", "已明确谁负责谁落实", "群众不知在哪里报名", "厂房大门打不开，已抢修"},
	} {
		for _, s := range texts {
			if s == "" {
				continue
			}
			assert.Equal(t, want, Remarked(s), "%q", s)
		}
	}
}

// A text with a figure in it is always content.
func TestRemarkedNeverSwallowsFigures(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{"好的", "收到", "无", "没有", "3", "户", "谢谢", "，", "。", "八"})).Draw(rt, "words")
		s := strings.Join(words, "")
		if strings.ContainsAny(s, "3八户") {
			assert.Equal(rt, Content, Remarked(s), s)
		}
	})
}
