package scenes

import "liubao/sandbox"

// What scenes begin with.

// strangers puts everybody on the stage; nobody knows the bot yet.
func (x *Troupe) strangers() error {
	x.actor(Director)
	for _, unit := range leads {
		x.actor(Contact(unit))
		x.actor(Head(unit))
	}
	return x.gather()
}

// gather makes the group, with everybody and without the bot.
func (x *Troupe) gather() error {
	owner := x.actor(Director).Person
	g, err := x.stage.Sandbox.AddGroup(GroupTitle, sandbox.Supergroup, owner)
	if err != nil {
		return err
	}
	x.group = g
	for _, unit := range leads {
		g.Add(owner, x.actor(Contact(unit)).Person)
	}
	return x.stage.Settle(x.ctx)
}

// assembled has everybody invited, the group bound, and everything read.
func (x *Troupe) assembled() error {
	if err := x.strangers(); err != nil {
		return err
	}
	x.claims()
	for _, unit := range leads {
		x.invite(unit, "联络员", Contact(unit))
		x.invite(unit, "单位负责人", Head(unit))
	}
	x.binds()
	for _, a := range x.cast {
		a.Read(a.ID())
		a.Read(x.group.ID())
	}
	return x.err
}

// claims makes the director the director, unless somebody is.
func (x *Troupe) claims() {
	claimed, err := x.stage.Service.Claimed(x.ctx)
	x.do(err)
	if x.err != nil || claimed {
		return
	}
	secret, err := x.stage.Claim(x.ctx)
	x.do(err)
	if x.err == nil {
		x.do(x.actor(Director).Opens(x.ctx, secret))
	}
}

// binds brings the bot into the group and binds it.
func (x *Troupe) binds() {
	if x.err != nil {
		return
	}
	d := x.actor(Director)
	x.group.AddBot(d.Person)
	x.do(x.stage.Settle(x.ctx))
	_, err := d.Send(x.group.ID(), "/bind@"+x.stage.Sandbox.Bot().Username)
	x.do(err)
	x.do(x.stage.Settle(x.ctx))
}
