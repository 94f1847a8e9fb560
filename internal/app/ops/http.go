package ops

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"liubao/bot/spine"
	"liubao/bot/telegram"
	"liubao/internal/app/places"
	"liubao/internal/app/service"
	"liubao/internal/app/serving"
	"liubao/storage"
)

// listen opens everything the configuration says to listen on. Whoever called
// closes the servers, also those that come with an error.
func (p *Program) listen() (open serving.All, err error) {
	if w := p.Config.Webhook; w.Enabled() {
		ln, err := serving.TLS(w.Listen, w.TLSCert, w.TLSKey)
		if err != nil {
			return open, places.Listening(p.Config, "webhook.listen", w.Listen, err)
		}
		open = append(open, serving.On(ln, p.webhook(), p.Log))
	}
	if addr := p.Config.HTTP.Listen; addr != "" {
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			return open, places.Listening(p.Config, "http.listen", addr, err)
		}
		p.httpAddr.Store(ln.Addr().String())
		open = append(open, serving.On(ln, p.health(), p.Log))
	}
	s, err := serving.Private(SocketFile(p.Config), p.controls(), p.Log)
	if err != nil {
		return open, err
	}
	return append(open, s), nil
}

// health serves what watches the bot: no words of anybody, no names.
func (p *Program) health() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collector{p}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		var problems []string
		if p.cluster != nil { // that etcd is away is no reason to start the bot again
		} else if err := p.alive(r.Context()); err != nil {
			problems = append(problems, "the data file cannot be read")
		}
		answerHealth(w, problems)
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		s := p.Status(r.Context())
		if s.Standby != "" {
			s.Problems = append([]string{s.Standby}, s.Problems...)
		}
		answerHealth(w, s.Problems)
	})
	return mux
}

func answerHealth(w http.ResponseWriter, problems []string) {
	w.Header().Set("Content-Type", "application/json")
	state := "ok"
	if len(problems) > 0 {
		state = strings.Join(problems, "; ")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"status": state}) // whoever went away needs no answer
}

// webhook serves the updates that Telegram posts. Until the bot is ready they
// are refused, so that Telegram posts them again.
func (p *Program) webhook() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(p.Config.Webhook.Path, func(w http.ResponseWriter, r *http.Request) {
		s := p.service.Load()
		if s == nil {
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		telegram.Webhook(p.WebhookSecret.Reveal(), s.Accept, p.Log).ServeHTTP(w, r)
	})
	return mux
}

// settingWebhook remembers the webhook this program asked for, so that it can
// be taken back when the configuration no longer has one. A webhook that
// somebody else set is left alone: polling then says so.
const settingWebhook = "webhook"

// announce asks Telegram to post updates, until it has agreed.
func (p *Program) announce(ctx context.Context) error {
	for n := 0; ; n++ {
		err := p.client.SetWebhook(ctx, p.Config.Webhook.URL, p.WebhookSecret.Reveal())
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return err
		}
		p.Log.Warn("Telegram was not told where to post updates and is told again", "err", err)
		if !p.sleep(ctx, pause(n)) {
			return nil
		}
	}
	p.Log.Info("Telegram posts updates", "url", p.Config.Webhook.URL)
	<-ctx.Done()
	return nil
}

// withdraw takes back a webhook of an earlier start, where updates are asked
// for now.
func (p *Program) withdraw(ctx context.Context) error {
	var before string
	if err := p.engine.View(ctx, func(r storage.Reader) (err error) {
		before, _, err = storage.SettingSound[string](r, settingWebhook)
		return err
	}); err != nil {
		return err
	}
	now := p.Config.Webhook.URL
	if before == now {
		return nil
	}
	if now == "" {
		if err := p.client.DeleteWebhook(ctx); err != nil {
			return err
		}
		p.Log.Info("the webhook of an earlier configuration is taken back", "url", before)
	}
	return p.engine.Update(ctx, func(tx storage.Tx) error {
		if now == "" {
			return storage.DeleteSetting(tx, settingWebhook)
		}
		return storage.SaveSetting(tx, settingWebhook, now)
	})
}

// start starts the parts of the bot that the configuration wants.
func (p *Program) start(s *service.Service) {
	if p.Config.Webhook.Enabled() {
		s.Start(spine.Handling, spine.Delivering, spine.Scheduling)
		return
	}
	s.Start()
}
