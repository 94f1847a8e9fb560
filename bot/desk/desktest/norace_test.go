//go:build !race

package desktest

const underRace = false
