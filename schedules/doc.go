// Package schedules computes time: periods, deadlines, working days and the
// moments at which somebody is to be told something.
//
// Promises: everything is a function of its arguments; the same arguments
// give the same moments in the same order; no reminder falls in the quiet
// hours; nothing falls before the plan starts; and a moment's key holds no
// time, so that a corrected calendar moves a reminder and never repeats it.
//
// Deadlines are computed and never a cron line: "0 9 15,30 * *" skips the end
// of February. A day that a month lacks is that month's last day.
//
// A wall time that the plan's zone skips is read with the offset before the
// gap (02:30 becomes 03:30); one that it repeats is the first of the two.
package schedules
