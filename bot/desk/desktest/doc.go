// Package desktest is the whole bot on a stage: the store in memory, the clock
// moved by the test, Telegram played by the sandbox. The features' transcripts
// are replayed on it, and random lives are lived.
package desktest
