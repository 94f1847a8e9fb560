package storage

import "liubao/reports"

// Noun is a kind of row: the word that its keys begin with. What is remarked beside
// each are the components of its keys, or the function that builds them.
type Noun string

// Key builds a row's key.
func (n Noun) Key(components ...string) string { return build(string(n), components, "") }

// Prefix covers the rows of the noun that begin with these components.
func (n Noun) Prefix(components ...string) string { return build(string(n), components, "/") }

// Of builds the key of a row about a report.
func (n Noun) Of(k reports.Key) string { return n.Key(k.Period, k.Duty, k.Subject) }

// InChat builds the key of a row about a person in a chat.
func (n Noun) InChat(chat, user reports.Address) string { return n.Key(string(chat), string(user)) }

// OfMonth covers the rows whose first component begins with a month: the rows of its
// periods for a month such as 2026-12, and collections, whose ids are like 202612-1.
func (n Noun) OfMonth(month string) string { return n.Key(month + "-") }

// Reports and their way.
const (
	RowReport       Noun = "report"       // of a report: the current version
	RowVersion      Noun = "version"      // [VersionKey]: an earlier one
	RowDraft        Noun = "draft"        // of a report: the words of one not yet submitted
	RowDropped      Noun = "dropped"      // [DroppedKey]: words that were taken out of a draft
	RowReview       Noun = "review"       // [ReviewKey]: what the office said of one
	RowBrief        Noun = "brief"        // of a report: what lists need of it
	RowDraftBrief   Noun = "draftbrief"   // of a report: the same of its draft
	RowHandling     Noun = "handling"     // of a report that is owed: promises, extensions, excuses, returns, the way up the chain
	RowOwnDeadline  Noun = "deadline"     // period/duty/subject: its own deadline
	RowLatest       Noun = "latest"       // duty/subject: leads to the newest period reported on
	RowReading      Noun = "reading"      // indicator: its newest known value
	RowSignList     Noun = "signlist"     // person: the list they were last sent of what waits for a signature
	RowRollup       Noun = "rollup"       // period: what the director decided about its roll-up, and what was posted
	RowBulletin     Noun = "bulletin"     // period: the director's words for its bulletin
	RowFiling       Noun = "filing"       // of a report: when, to whom, under which number and in which files it went to the superiors
	RowContribution Noun = "contribution" // [ContributionKey]: what a responsible unit gives
)

// Dialogs: where people are in them, and what they have half said.
const (
	RowFocus           Noun = "focus"         // in a chat: whose a person's next words are, a question's or a dialog's
	RowCursor          Noun = "cursor"        // in a chat: a person's place in a report
	RowContribCursor   Noun = "contribcursor" // in a chat: which task a person is contributing to
	RowProblemForm     Noun = "problemform"   // in a chat: the problem that a person is writing down
	RowWhich           Noun = "which"         // in a chat: what a person sent and waits while it is asked which report it belongs to
	RowCompose         Noun = "compose"       // person: the instruction they are putting together
	RowCollectionDraft Noun = "collectdraft"  // person: the collection they are putting together
	RowView            Noun = "view"          // person: which page of the cockpit they look at
)

// Reminders.
const (
	// RowSent marks a stage of a duty's ladder as sent to a person:
	// period/duty/stage/person. It holds no time: a corrected calendar never sends twice.
	RowSent      Noun = "sent"
	RowSentCount Noun = "sentcount" // period/person: counts what they were told unasked
	RowReminded  Noun = "reminded"  // period/duty/subject: how often its unit was; in rows of before the unit, for all its reports
	RowNagged    Noun = "nagged"    // period/duty/subject: when somebody last did so by hand
	RowTold      Noun = "told"      // period/person/slot: which missing reports they were told of in the slot's message
	RowActed     Noun = "acted"     // period/unit: what the office last did about it
	RowTimer     Noun = "timer"     // [TimerKey]: something that is to happen
)

// People and where they are.
const (
	RowPerson     Noun = "person"     // id
	RowUser       Noun = "user"       // [UserKey]: leads from where somebody is spoken to to the person
	RowUnitPerson Noun = "unitperson" // unit/person: leads from a unit to one of its people
	RowInvite     Noun = "invite"     // hash: the hex SHA-256 of its secret
	RowStranger   Noun = "stranger"   // [StrangerKey]: when one was last answered
	RowHanded     Noun = "handed"     // period/person: to whom they handed the period's work
	RowHandover   Noun = "handover"   // id: a request to hand over for good
	RowGroup      Noun = "group"      // [GroupKey]: a group, or one topic of it
	RowVisit      Noun = "visit"      // [VisitKey]: a group that the bot was added to and that is not yet bound
	RowMenu       Noun = "menu"       // [MenuKey]: which command menu a chat was given
	RowSlot       Noun = "slot"       // [SlotKey]: something remembered about a chat under a name
	RowPiece      Noun = "piece"      // [PieceKey]: what a chat's message became part of
)

// What the office works on. What is open stands a second time under a noun of its own,
// so that it is listed without reading what is closed.
const (
	RowProblem          Noun = "problem"        // id
	RowOpenProblem      Noun = "openproblem"    // id
	RowRequest          Noun = "request"        // id
	RowOpenRequest      Noun = "openrequest"    // [openRequestKey]
	RowUnitRequest      Noun = "unitrequest"    // unit/id: leads from a unit to an open request that it asked or is asked
	RowClosedRequest    Noun = "closedrequest"  // [closedRequestKey]
	RowFinding          Noun = "finding"        // id: of an inspection
	RowOpenFinding      Noun = "openfinding"    // id
	RowCollection       Noun = "collection"     // id, which begins with its month: one that was sent
	RowOpenCollection   Noun = "opencollection" // id: marks one that still takes answers
	RowCollectionAnswer Noun = "collectanswer"  // id/unit
	RowNotice           Noun = "notice"         // id: to the members
	RowReceipt          Noun = "receipt"        // notice/person: that it went to them, and when they said that they have read it
	RowInstruction      Noun = "instruction"    // unit/id: one of before requests that waits for its answer
	RowAnswered         Noun = "answered"       // unit/id: one that was answered
	RowLedger           Noun = "ledger"         // [LedgerRowKey]: a row of a ledger
	RowLedgerChange     Noun = "ledgerlog"      // [LedgerChangeKey]: a change of one
	RowSlipReason       Noun = "slipreason"     // [SlipReasonKey]: a unit's own words about why something is slow
	RowStepDone         Noun = "stepdone"       // [StepDoneKey]: that a task's planned point is done
)

// What was decided over the plan and the configuration.
const (
	RowPlan      Noun = "plan"      // [PlanKey]: a version
	RowYearValue Noun = "yearvalue" // [YearValueKey]: a target or value of last year
	RowStep      Noun = "step"      // [StepKey]: a planned point
	RowSetting   Noun = "setting"   // name
)

// What comes in and goes out, and files.
const (
	RowInbox     Noun = "inbox"     // [InboxKey]: an update that waits
	RowSeen      Noun = "seen"      // [SeenKey]: marks one as taken in
	RowDead      Noun = "dead"      // [DeadKey]: what could not be handled or sent
	RowOutbox    Noun = "outbox"    // [OutboxKey]: a message that waits
	RowQueue     Noun = "queue"     // [QueueKey]: how many wait for a chat
	RowPaper     Noun = "paper"     // [PaperKey]: a file that is to be made and sent to a chat
	RowPaperSent Noun = "papersent" // [PaperSentKey]: when one of the name was last sent there
	RowFile      Noun = "files"     // the hex SHA-256 of its bytes: a file's head; see [FilePartKey]
	RowFetch     Noun = "fetch"     // unique id: marks a file as still to be fetched
	RowAwaited   Noun = "awaited"   // unique id: leads to what waits for its bytes
	RowArrived   Noun = "arrived"   // unique id: leads to what became of its bytes
	RowRead      Noun = "read"      // unique id: leads to the report that it is to be taken apart for
	RowQuota     Noun = "quota"     // person: how many files they have sent today
)

// The audit log, and the store itself.
const (
	RowAudit      Noun = "audit"      // [AuditKey]
	RowAuditHead  Noun = "audithead"  // period/unit: the end of its chain
	RowAuditNew   Noun = "auditnew"   // period/unit: marks a chain that grew since the last anchor
	RowAnchor     Noun = "anchor"     // day
	RowAnchorPart Noun = "anchorpart" // [AnchorPartKey]
	RowMeta       Noun = "meta"       // [MetaSchema] and so on: a fact about the store
	RowSeq        Noun = "seq"        // name: a counter, see [NextSeq]
)
