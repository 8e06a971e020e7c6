/**
 * The version of the wire. Raise it with any change of a schema that a frame holds; the hash test tells when.
 *
 * 1 - hello, push, presence; welcome, feed, ack, seat, place, line, presence, error.
 * 2 - a push may name the command that it comes `after`; error kind `gap`; a welcome names the `since` that it answers,
 *     an ack the `seq` where the log ends, a push when it was sent.
 * 3 - what comes down is read leniently throughout: keys that a page does not know are passed over at any depth, and a refusal
 *     that it does not know is one. Offers, places and lines have more keys; earlier pages are sent them without.
 */
export const PROTOCOL = 3

/** The first version whose servers know `after`. */
export const PROTOCOL_WITH_AFTER = 2

/** The first version whose pages pass over keys that they do not know, wherever they stand. */
export const PROTOCOL_LENIENT = 3

/** The oldest version that this server still speaks. */
export const PROTOCOL_FLOOR = 1
