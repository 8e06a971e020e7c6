import { type Infer, v } from '../base/schema.ts'
import { ErrorFrame } from './error.ts'
import { Feed, LineFrame, PlaceFrame, SeatFrame } from './feed.ts'
import { Welcome } from './hello.ts'
import { PresenceOf } from './presence.ts'
import { Ack } from './push.ts'

export const Down = v.variant('type', [Welcome, Feed, Ack, SeatFrame, PlaceFrame, LineFrame, PresenceOf, ErrorFrame])
export type Down = Infer<typeof Down>
