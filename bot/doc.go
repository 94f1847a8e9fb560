// Package bot has the words that features and channels share: events that come in,
// messages that are to go out, and the outbox in which they are written down in the
// transaction of their cause. What carries them through is package spine.
package bot
