import models from 'virtual:models'
import { parse } from '$shared/base/schema.ts'
import { UnderstandingInfo } from '$shared/protocol/understanding.ts'
import type { Turn } from '../../../../models/runtime/encoder.ts'
import type { Said } from '../../../../models/runtime/shares.ts'
import { getUnderstanding } from '../setup/api.ts'
import { areHere } from './files.ts'
import type { Chosen } from './messages.ts'
import { forget, useBaseline } from './reader.ts'
import { type Rank, RemoteEncoder, type RemoteState } from './remote.ts'

/** When a device fetches the encoder: on a link that costs nothing by the megabyte, on any, or never. */
export type Wish = 'unmetered' | 'always' | 'never'
const KEY = 'understanding'
/** The hub's model that was opened last. */
const OPENED = 'understanding:opened'
/** What the desk had chosen when it was last asked. */
const INFO = 'understanding:desk'
const WISHES: readonly Wish[] = ['unmetered', 'always', 'never']

/** What a browser tells of its link, where it tells (https://wicg.github.io/netinfo/). */
interface Link extends EventTarget {
  saveData?: boolean
  type?: string
}

const link = (): Link | null => (navigator as Navigator & { connection?: Link }).connection ?? null

/** The owner of the device asked to save data, or pays by the megabyte. */
export const isMetered = (): boolean => link()?.saveData === true || link()?.type === 'cellular'

/** Whoever works on a device has it fetch what they need; a customer's pays for what it does not know to be free. */
export type Holder = 'seat' | 'customer'
const FREE: readonly unknown[] = ['wifi', 'ethernet']
const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches

export type Standing = RemoteState | { name: 'waiting'; why: 'metered' | 'offline' }

/** The encoder on this device: whether it is wanted, where it stands, and reading with it. */
class Understanding {
  #wish = $state<Wish>('unmetered')
  #standing = $state.raw<Standing>({ name: 'off' })
  #chosen: Chosen = { kind: 'own' }
  #told = ''
  #own = $state.raw<UnderstandingInfo['intents']>([])
  #isStarted = false
  #holder: Holder = 'seat'
  /** Somebody asked for it now, whatever it costs; or asked to stop. */
  #order: 'now' | 'stop' | null = null
  #considered = 0
  #version = $state(0)
  readonly #remote = new RemoteEncoder(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    (state) => {
      this.#standing = state
      if (state.name !== 'ready') return
      this.#order = null
      if (this.#chosen.kind === 'hub') localStorage.setItem(OPENED, this.#chosen.revision)
    },
  )

  /** Size of all that is fetched, in bytes. */
  readonly bytes = models.files.reduce((sum, { bytes }) => sum + bytes, 0)

  get wish(): Wish {
    return this.#wish
  }

  get standing(): Standing {
    return this.#standing
  }

  /** Changes with whatever reads: what was read before is read anew. */
  get version(): string {
    return `${this.#version} ${this.#standing.name === 'ready'}`
  }

  /** Intents that the desk added beside the vocabulary. */
  get own(): UnderstandingInfo['intents'] {
    return this.#own
  }

  /** Follows the link and the wish from now on; says nothing where that was begun before. A visitor who has not installed the app is asked first. */
  start(holder: Holder): void {
    if (this.#isStarted) return
    this.#isStarted = true
    this.#holder = holder
    const kept = localStorage.getItem(KEY)
    this.#wish = WISHES.find((wish) => wish === kept) ?? (holder === 'seat' || isInstalled() ? 'unmetered' : 'never')
    addEventListener('online', () => void this.#consider())
    link()?.addEventListener('change', () => void this.#consider())
    if (holder === 'seat') this.#followDesk()
    void this.#consider()
  }

  /** What the desk chose is for its own people: they are told of it whenever they come back. */
  #followDesk(): void {
    addEventListener('online', () => void this.#ask())
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void this.#ask()
    })
    const last = parse(UnderstandingInfo, JSON.parse(localStorage.getItem(INFO) ?? 'null'))
    if (last.ok) this.use(last.value)
    void this.#ask()
  }

  choose(wish: Wish): void {
    this.#wish = wish
    this.#order = null
    localStorage.setItem(KEY, wish)
    void this.#consider()
  }

  /** Reads from now on with what the desk has chosen: weights of its own, a model from a hub, or what ships. */
  use(info: UnderstandingInfo): void {
    const { hub, baseline } = info
    const told = JSON.stringify(info)
    if (localStorage.getItem(INFO) !== told) localStorage.setItem(INFO, told)
    this.#own = info.intents
    if (told !== this.#told) this.#version++
    this.#told = told
    useBaseline(baseline && `/api/understanding/baseline/${baseline}`)
    const chosen: Chosen = hub ? { kind: 'hub', revision: hub.revision, labels: hub.labels } : { kind: 'own' }
    if (JSON.stringify(chosen) === JSON.stringify(this.#chosen)) return
    this.#chosen = chosen
    forget()
    this.#remote.stop()
    if (this.#isStarted) void this.#consider()
  }

  /** Fetches it now, whatever the link costs. */
  fetchNow(): void {
    this.#order = 'now'
    this.#remote.load(this.#chosen)
  }

  /** Stops fetching until it is asked for again; what came whole is kept. */
  stopFetching(): void {
    this.#order = 'stop'
    this.#remote.pause()
  }

  read(turns: readonly Turn[]): Promise<Said[] | null> {
    return this.#remote.read(turns)
  }

  /** Vectors of texts by our own encoder, which `vectorsBy` names; null where it is not there. */
  embed(texts: readonly string[], rank: Rank): Promise<Float32Array[] | null> {
    return this.#chosen.kind === 'own' ? this.#remote.embed(texts, rank) : Promise.resolve(null)
  }

  /** The encoder that makes vectors now, or null. */
  get vectorsBy(): string | null {
    return this.#standing.name === 'ready' && this.#chosen.kind === 'own' ? models.id : null
  }

  /** What the desk has chosen; without an answer, what it had chosen last. */
  async #ask(): Promise<void> {
    const answer = await getUnderstanding()
    if (answer.ok) this.use(answer.value)
  }

  /** Does what wish, orders and link ask for. Only the last of several that are under way counts. */
  async #consider(): Promise<void> {
    const turn = ++this.#considered
    const isHere = await this.#isHere().catch(() => false)
    if (turn !== this.#considered) return
    if (this.#wish === 'never') return this.#remote.stop()
    const { name } = this.#remote.state
    if (name === 'ready' || this.#order === 'stop') return
    if (!isHere && this.#wish === 'unmetered' && this.#order !== 'now' && this.#isDear()) {
      this.#remote.pause()
      this.#standing = { name: 'waiting', why: 'metered' }
    } else if (!isHere && !navigator.onLine) this.#standing = { name: 'waiting', why: 'offline' }
    else this.#remote.load(this.#chosen)
  }

  #isDear(): boolean {
    return isMetered() || (this.#holder === 'customer' && !FREE.includes(link()?.type))
  }

  /** Whether all that it needs is on this device. Of a hub's model only having been opened once tells. */
  async #isHere(): Promise<boolean> {
    if (this.#chosen.kind === 'hub') return localStorage.getItem(OPENED) === this.#chosen.revision
    return areHere(models.files)
  }
}

export const understanding = new Understanding()
