package ops

import (
	"context"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/etcd"
	"liubao/storage/files"
)

// Finding is one thing that a look at the live bot tells.
type Finding struct {
	What string `json:"what"`
	Text string `json:"text"`
	Bad  bool   `json:"bad,omitempty"` // the operator should do something
}

// CheckLive asks Telegram whether it takes the token, and the running bot how
// Telegram sees it, or Telegram itself where none runs. It makes no data file.
func CheckLive(ctx context.Context, o Options) ([]Finding, error) {
	data := present(o.Config) == nil // so that a bot may be running
	if o.NoToken != nil {
		if data {
			return Ask[[]Finding](ctx, o, "check", nil)
		}
		return nil, o.NoToken
	}
	client, err := NewClient(o.Config, o.Token)
	if err != nil {
		return nil, err
	}
	if data { // a bot that runs need not have this configuration's token yet
		if _, err := client.Me(ctx); err != nil {
			return nil, plainly(o.Config, err)
		}
		return Ask[[]Finding](ctx, o, "check", nil)
	}
	return (&Program{Options: o, client: client}).live(ctx)
}

// live asks Telegram how it sees the bot: who it is, where updates go, what it
// may do in the groups that are bound. Nothing is changed or sent.
func (p *Program) live(ctx context.Context) ([]Finding, error) {
	if p.client == nil {
		return nil, p.NoToken
	}
	me, err := p.client.Me(ctx)
	if err != nil {
		return nil, plainly(p.Config, err)
	}
	out := []Finding{{What: textFindBot, Text: "@" + me.Username}}
	info, err := p.client.WebhookInfo(ctx)
	if err != nil {
		return nil, err
	}
	out = append(out, p.liveUpdates(info))
	if info.Error != "" {
		at := reports.TimeText(info.ErrorAt, p.plan().Location())
		out = append(out, Finding{textFindDelivery, fmt.Sprintf(textHookError, at, info.Error), true})
	}
	if p.cluster != nil {
		out = append(out, p.liveEtcd(ctx))
	}
	if p.Outside != nil {
		out = append(out, liveFiles(ctx, p.Outside))
	}
	groups, err := p.liveGroups(ctx, me.ID)
	return append(out, groups...), err
}

// liveEtcd looks whether etcd answers in time for the lease.
func (p *Program) liveEtcd(ctx context.Context) Finding {
	took, err := p.cluster.Pace(ctx)
	lease, want := p.Config.Data.Lease, etcd.LeaseFor(took)
	switch shown := took.Round(time.Millisecond); {
	case err != nil:
		return Finding{textFindEtcd, fmt.Sprintf(textEtcdBad, err), true}
	case lease < want:
		return Finding{textFindEtcd, fmt.Sprintf(textLeaseShort, shown, lease, want), true}
	default:
		return Finding{What: textFindEtcd, Text: fmt.Sprintf(textLeaseFits, shown, lease)}
	}
}

// liveFiles asks the place outside whether it keeps files.
func liveFiles(ctx context.Context, o files.Objects) Finding {
	if err := o.Check(ctx); err != nil {
		return Finding{textFindFiles, fmt.Sprintf(textFilesBad, o, err), true}
	}
	return Finding{What: textFindFiles, Text: o.String()}
}

// liveUpdates compares where updates go with where the configuration wants them.
func (p *Program) liveUpdates(info telegram.WebhookInfo) Finding {
	want := p.Config.Webhook.URL
	switch {
	case info.URL == want && want == "":
		return Finding{What: textFindUpdates, Text: fmt.Sprintf(textPolling, info.Pending)}
	case info.URL == want:
		return Finding{What: textFindUpdates, Text: fmt.Sprintf(textPosted, want, info.Pending)}
	case want == "":
		return Finding{textFindUpdates, fmt.Sprintf(textForeignHook, info.URL), true}
	case info.URL == "":
		return Finding{textFindUpdates, fmt.Sprintf(textNoHook, want), true}
	}
	return Finding{textFindUpdates, fmt.Sprintf(textOtherHook, info.URL, want), true}
}

// liveGroups asks for the bot's rights in each bound group.
func (p *Program) liveGroups(ctx context.Context, me bot.Address) ([]Finding, error) {
	if p.engine == nil {
		return []Finding{{textFindGroup, textNoGroup, true}}, nil
	}
	var groups []reports.Group
	if err := p.engine.View(ctx, func(r storage.Reader) (err error) {
		groups, err = storage.Groups(r)
		return err
	}); err != nil {
		return nil, err
	}
	if len(groups) == 0 {
		return []Finding{{textFindGroup, textNoGroup, true}}, nil
	}
	var out []Finding
	for _, g := range groups {
		f := Finding{What: textFindGroup, Text: g.Title}
		rights, err := p.client.Rights(ctx, g.Chat, me)
		switch {
		case bot.ClassOf(err) == bot.Unreachable:
			f.Text, f.Bad = fmt.Sprintf(textNotInGroup, g.Title), true
		case err != nil:
			return out, err
		case !rights.MaySend:
			f.Text, f.Bad = fmt.Sprintf(textMuted, g.Title, rights.Status), true
		default:
			f.Text = fmt.Sprintf(textInGroup, g.Title, rights.Status)
		}
		out = append(out, f)
	}
	return out, nil
}
