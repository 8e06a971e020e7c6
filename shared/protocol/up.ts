import { type Infer, v } from '../base/schema.ts'
import { Hello } from './hello.ts'
import { Presence } from './presence.ts'
import { Push } from './push.ts'

export const Up = v.variant('type', [Hello, Push, Presence])
export type Up = Infer<typeof Up>
