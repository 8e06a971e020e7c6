import { DAY, HOUR, MINUTE, SECOND } from './clock.ts'

/** Every limit has a name and a reason; composer, codec and `decide` read the same ones. */
export const LIMITS = {
  /** Characters (UTF-16 units) of one message: a long complaint fits, a pasted file does not. */
  messageText: 4000,
  /** Characters of the words beside a rating. */
  ratingText: 1000,
  /** Characters of the contact that a customer leaves for a later answer. */
  contact: 120,
  /** Bytes of one frame. The platform would take 32 MiB; nothing here needs more than a batch of messages. */
  frameBytes: 64 * 1024,
  /** Commands in one push: they share a transaction, so this bounds how long others wait for it. */
  commandsPerPush: 50,
  /** Events in one feed frame: keeps a frame below `frameBytes` for usual texts and lets a slow link show progress. */
  eventsPerFeed: 100,
  /** Commands to one object that may be without an answer at once: a long outbox leaves in turns and not in one flood. */
  commandsInFlight: 200,
  /** Events sent for one greeting: who lacks more asks again when these have come, so that a slow reader sets the pace. */
  eventsPerGreeting: 500,
  /** Commands a socket may send a second, and at once after a pause (a flushed outbox). */
  commandsPerSecond: 20,
  commandsAtOnce: 400,
  /** Conversations one seat may follow at once. */
  conversationsPerSeat: 50,
  /** How long an offer waits to be taken before it goes on to the next seat. */
  offer: 20 * SECOND,
  /** How long a seat without any socket still counts as there: a tablet that changes network is not gone. */
  seatGrace: 60 * SECOND,
  /** After how long without any device the talks of a seat stand in the line again: a tunnel is shorter, a flat battery is not. */
  handBack: 5 * MINUTE,
  /** How long a conversation that was handed to one seat waits for that seat before it is anybody's. */
  keptForSeat: 2 * MINUTE,
  /** How long a given rating may be changed. */
  ratingChange: DAY,
  /** How long after the end a conversation may still be rated. */
  ratingAfterClose: 30 * DAY,
  /** How often a live socket is pinged, and how long the answer may take: a half-open socket shows within their sum. */
  ping: 6 * SECOND,
  pong: 4 * SECOND,
  /** How long a connection may take to be opened and greeted before it is given up. */
  connect: 10 * SECOND,
  /** How long a live socket may owe an answer (a receipt, a welcome) before it is asked again; doubled each time. */
  answer: 8 * SECOND,
  answerMost: 60 * SECOND,
  /**
   * How long a push may have waited to be read before the process asks some to wait, and before it is turned away itself;
   * and how long, about, they wait.
   */
  late: 150,
  tooLate: 900,
  overloadWait: SECOND,
  /** How often at most the typing of one side is passed on. */
  presence: SECOND,
  /** Bytes sent to a socket that nothing was heard from since: who reads pings at least every `ping`. */
  unheardBytes: 1024 * 1024,
  /** How long a seat's words rest on its device so that they can be called back, where nothing else was chosen. */
  undoSend: 5 * SECOND,
  /** Characters of a ticket's title. */
  ticketTitle: 120,
  /** Parts that one ticket's work is cut into, those who watch it, and tickets that it is tied to. */
  ticketTasks: 20,
  ticketWatchers: 40,
  ticketTies: 60,
  /** Characters of a conversation that go with a ticket: the latest ones, and more than most conversations have. */
  transcript: 40_000,
  /** How long a settled ticket waits for a word before it closes by itself, and how long it may be taken up again after. */
  ticketQuiet: 3 * DAY,
  ticketReopen: 14 * DAY,
  /** How often a customer may press for a ticket. */
  urgeEvery: DAY,
  /** How long a customer may wait for an answer, day and night, before that is told as an alarm. */
  unanswered: DAY,
  /** How often an open ticket looks whether the desk promises something else by now, and for how long one look holds. */
  policyLook: 4 * HOUR,
  policyHolds: 30 * SECOND,
  /** Tries of an effect before it is parked for the owner to see. */
  effectTries: 10,
  /** Corrected readings that a desk keeps; the oldest make room. */
  corrections: 20_000,
  /** Intents that a desk adds, and how many sentences it needs and may give for each. */
  ownIntents: 40,
  ownExamplesLeast: 8,
  ownExamplesMost: 200,
  /** Bytes of a model that a desk has trained for itself, and of any file of one from a hub. */
  ownModel: 1_500_000,
  hubFile: 200_000_000,
  /** How long an action may take before the flow goes on without it, and how late it is begun at most. */
  actionPatience: 60 * SECOND,
  actionLate: 15 * MINUTE,
  /** How long one call to a system of the desk's may take, and bytes of its answer. */
  callTimeout: 8 * SECOND,
  callAnswer: 16 * 1024,
  /** Calls that the owner can look back at. */
  callsShown: 50,
  /** How long the secret before the last still signs beside it. */
  secretOverlap: DAY,
  /** Orders of the desk's own table, and how many come in one body. */
  orders: 50_000,
  ordersPerPart: 1000,
  /** Wrong proofs of one conversation, and for one order whoever asks, before no more are looked at, and for how long. */
  proofTries: 5,
  proofTriesPerOrder: 10,
  proofPause: 30 * MINUTE,
  /** Devices of one person that are told of what happens; the oldest makes room. */
  pushDevices: 5,
  /** How long words may take to reach a device by its socket before a notice is sent, and a person to join. */
  pushPause: 6 * SECOND,
  /** How long a push service that fails is tried again before a notice is let go. */
  pushPatience: MINUTE,
  /** Bytes of a body with drafts of articles or questions to try them with: an import comes in parts of this size. */
  knowledgeBody: 1_500_000,
  /** Bytes of a pack as it travels: a device brings it over a weak network and keeps it. */
  packBytes: 600_000,
  /** Life of a sign-in. */
  seatSession: 14 * DAY,
  customerSession: 180 * DAY,
  invitation: 3 * DAY,
  /** Failed sign-ins before an account pauses, and for how long. */
  signInTries: 5,
  /** Addresses are shared (an office, a carrier), so they may fail more often than an account before they pause. */
  signInTriesPerAddress: 30,
  signInPause: 15 * MINUTE,
  /** Length of a password: the least that NIST SP 800-63B allows where a second factor is not yet there, plus a margin. */
  passwordLeast: 10,
  passwordMost: 200,
} as const
