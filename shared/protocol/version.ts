/**
 * The version of the wire. Raise it with any change of a schema that a frame holds; the hash test tells when.
 *
 * 1 - hello, push, presence; welcome, feed, ack, seat, place, line, presence, error.
 * 2 - a push may name the command that it comes `after`; error kind `gap`; a welcome names the `since` that it answers,
 *     an ack the `seq` where the log ends, a push when it was sent.
 */
export const PROTOCOL = 2

/** The first version whose servers know `after`. */
export const PROTOCOL_WITH_AFTER = 2

/** The oldest version that this server still speaks. */
export const PROTOCOL_FLOOR = 1
