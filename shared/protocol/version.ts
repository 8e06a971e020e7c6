/**
 * The version of the wire. Raise it with any change of a schema that a frame holds; the hash test tells when.
 *
 * 1 - hello, push, presence; welcome, feed, ack, seat, place, line, presence, error.
 */
export const PROTOCOL = 1

/** The oldest version that this server still speaks. */
export const PROTOCOL_FLOOR = 1
