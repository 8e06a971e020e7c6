import { ConversationId, CustomerId, QueueId, SeatId } from '../base/ids.ts'
import { LIMITS } from '../base/limits.ts'
import { type Infer, v } from '../base/schema.ts'
import { Exception } from '../calendar/schedule.ts'
import { Role } from '../conversation/actor.ts'
import { REFUSED_FAULTS } from '../desk/policy-refusals.ts'
import { DeskSettings } from '../desk/settings.ts'
import { ActionName } from '../knowledge/actions.ts'
import { PlaceholderValues } from '../knowledge/placeholders.ts'
import { Release } from '../knowledge/release.ts'
import { Language } from '../language/language.ts'
import { Capacity, SeatStatus } from '../queue/commands.ts'
import { Duty } from '../queue/lines.ts'
import { RawCommand } from './push.ts'

/** The bodies of the HTTP routes, in both directions. Errors are `{ error: code, minWait?: milliseconds }`. */
export const HTTP_ERRORS = [
  'invalid-body',
  'not-found',
  'unauthorised',
  'forbidden',
  'wrong-origin',
  'already-configured',
  'not-configured',
  'wrong-setup-code',
  'wrong-credentials',
  'too-many-tries',
  'email-taken',
  'invitation-invalid',
  'last-owner',
  'too-large',
  'changed-meanwhile',
  'address-refused',
  ...REFUSED_FAULTS,
  'unavailable',
] as const
export const HttpError = v.picklist(HTTP_ERRORS)
export type HttpError = v.InferOutput<typeof HttpError>
export const ErrorBody = v.object({ error: HttpError, minWait: v.optional(v.number()) })

const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(120))
const password = v.pipe(v.string(), v.minLength(LIMITS.passwordLeast), v.maxLength(LIMITS.passwordMost))
const personName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))

/** GET /api/desk */
export const DeskInfo = v.variant('configured', [
  v.object({ configured: v.literal(false) }),
  v.object({
    configured: v.literal(true),
    ...DeskSettings.entries,
    /** What holidays change in its hours in the time to come. */
    holidays: v.optional(v.array(Exception), []),
    packs: v.array(Release),
    /** What its systems can do for customers; a flow goes on without the rest. */
    actions: v.optional(v.array(ActionName), []),
    /** The key that releases are signed with: raw, in hexadecimal. */
    key: v.pipe(v.string(), v.regex(/^[0-9a-f]{130}$/)),
    /** The key that browsers ask for when they subscribe to notices (RFC 8292): a point of P-256 in base64url. */
    pushKey: v.optional(v.string()),
  }),
])
export type DeskInfo = Infer<typeof DeskInfo>

/** GET /api/parkings: what an object gave up after its tries, for the owner to look at. */
export const Parking = v.object({
  /** The object that gave it up, as kind and id, and its number there. */
  origin: v.string(),
  n: v.number(),
  /** The object that it was for, and what it was. */
  target: v.string(),
  what: v.string(),
  tries: v.number(),
  error: v.string(),
  at: v.number(),
})
export type Parking = Infer<typeof Parking>
export const ParkingList = v.array(Parking)

/** POST /api/parkings: try it anew, or let it go. */
export const SettleParking = v.strictObject({
  origin: v.pipe(v.string(), v.maxLength(80)),
  n: v.pipe(v.number(), v.safeInteger()),
  how: v.picklist(['retry', 'drop']),
})
export type SettleParking = Infer<typeof SettleParking>

/** POST /api/setup, once in the life of a desk. */
export const SetupBody = v.strictObject({
  code: v.pipe(v.string(), v.trim(), v.maxLength(80)),
  settings: DeskSettings,
  owner: v.strictObject({ name: personName, email, password }),
  /** What the template leaves open. */
  placeholders: v.optional(PlaceholderValues, {}),
})
export type SetupBody = Infer<typeof SetupBody>

/** PATCH /api/desk */
export const DeskChange = v.partial(
  v.strictObject({ name: DeskSettings.entries.name, language: Language, hours: DeskSettings.entries.hours }),
)
export type DeskChange = Infer<typeof DeskChange>

/** POST /api/sign-in */
export const SignInBody = v.strictObject({ email, password: v.pipe(v.string(), v.maxLength(LIMITS.passwordMost)) })
export type SignInBody = Infer<typeof SignInBody>

/** The answer of setup, sign-in, join and GET /api/me. */
export const Me = v.object({ id: SeatId, name: v.string(), email: v.string(), role: Role })
export type Me = Infer<typeof Me>

/** GET /api/staff */
export const StaffMember = v.object({
  id: SeatId,
  name: v.string(),
  email: v.string(),
  role: Role,
  capacity: Capacity,
  duty: Duty,
  state: v.picklist(['active', 'invited', 'disabled']),
})
export type StaffMember = Infer<typeof StaffMember>
export const StaffList = v.array(StaffMember)

/** GET /api/seat/colleagues: who a conversation can be handed to, and how much they have to do. Empty `lines` are all of them. */
export const Colleague = v.object({
  id: SeatId,
  name: v.string(),
  status: SeatStatus,
  lines: v.array(QueueId),
  skills: v.array(v.string()),
  capacity: v.number(),
  serving: v.number(),
  /** Offered to them, or handed to them and not taken yet. */
  waiting: v.optional(v.number(), 0),
  tickets: v.number(),
})
export type Colleague = Infer<typeof Colleague>
export const ColleagueList = v.array(Colleague)

/** POST /api/staff; the answer and that of POST /api/staff/:id/invitation is Invitation. */
export const NewStaff = v.strictObject({ name: personName, email, role: Role, capacity: Capacity })
export type NewStaff = Infer<typeof NewStaff>
export const Invitation = v.object({ id: SeatId, invitation: v.string(), until: v.number() })
export type Invitation = Infer<typeof Invitation>

/** PATCH /api/staff/:id */
export const StaffChange = v.partial(
  v.strictObject({ name: personName, role: Role, capacity: Capacity, duty: Duty, disabled: v.boolean() }),
)
export type StaffChange = Infer<typeof StaffChange>

/** POST /api/invitations/look: whom the invitation is for. */
export const InvitationBody = v.strictObject({ invitation: v.pipe(v.string(), v.maxLength(100)) })
export const Invited = v.object({ name: v.string(), email: v.string(), desk: v.string() })
export type Invited = Infer<typeof Invited>

/** POST /api/invitations/accept */
export const JoinBody = v.strictObject({ invitation: v.pipe(v.string(), v.maxLength(100)), password })
export type JoinBody = Infer<typeof JoinBody>

/** POST /api/customers: a device says who it is, and proves it later with the same secret. */
export const CustomerBody = v.strictObject({ id: CustomerId, secret: v.pipe(v.string(), v.regex(/^[0-9a-z]{52}$/)) })
export type CustomerBody = Infer<typeof CustomerBody>

/** POST /api/conversations/:id/push: the same as a push frame, for senders without a socket. */
export const PushBody = v.strictObject({ commands: v.pipe(v.array(RawCommand), v.minLength(1), v.maxLength(LIMITS.commandsPerPush)) })

/** GET /api/customers/me */
export const CustomerInfo = v.object({ conversations: v.array(v.object({ id: ConversationId, openedAt: v.number() })) })
export type CustomerInfo = Infer<typeof CustomerInfo>
