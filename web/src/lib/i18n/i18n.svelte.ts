import type { Language } from '$shared/language/language.ts'
import { LANGUAGES } from '$shared/language/languages.ts'
import type Catalogue from './en.json'

type Areas = typeof Catalogue
/** A key of the catalogues: `area.name`. */
export type Key = { [Area in keyof Areas & string]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas & string]
export type Params = Record<string, string | number>

/** Whose words they are: what a customer reads comes with the first screen, what is seldom opened with that, what staff reads with theirs. */
export type Part = 'customer' | 'seldom' | 'staff'
const LOADERS: Record<Part, Record<Language, () => Promise<{ default: Partial<Areas> }>>> = {
  customer: {
    'zh-CN': () => import('virtual:words/zh-CN/customer'),
    en: () => import('virtual:words/en/customer'),
  },
  seldom: {
    'zh-CN': () => import('virtual:words/zh-CN/seldom'),
    en: () => import('virtual:words/en/seldom'),
  },
  staff: {
    'zh-CN': () => import('virtual:words/zh-CN/staff'),
    en: () => import('virtual:words/en/staff'),
  },
}
const KEPT = 'language'

/** The reader's language: chosen, else the browser's, else Chinese. Words come from its catalogue. */
class I18n {
  #language = $state<Language>('zh-CN')
  #words = $state.raw<Partial<Areas> | null>(null)
  readonly #parts = new Set<Part>(['customer'])

  get language(): Language {
    return this.#language
  }

  get ready(): boolean {
    return this.#words !== null
  }

  async start(): Promise<void> {
    const kept = localStorage.getItem(KEPT)
    const chosen = LANGUAGES.find((language) => language === kept)
    await this.use(chosen ?? (navigator.language.startsWith('zh') ? 'zh-CN' : navigator.language.startsWith('en') ? 'en' : 'zh-CN'))
  }

  /** Adds words of pages beside the first screen; to be waited for before one is drawn. */
  async add(...parts: Part[]): Promise<void> {
    const fresh = parts.filter((part) => !this.#parts.has(part))
    if (fresh.length === 0) return
    for (const part of fresh) this.#parts.add(part)
    try {
      if (this.ready) await this.use(this.#language)
      else await this.start()
    } catch (fault) {
      // Asked for again, they are tried again.
      for (const part of fresh) this.#parts.delete(part)
      throw fault
    }
  }

  /** Changes the language once its catalogue is there; `keep` remembers it as the reader's own choice. */
  async use(language: Language, keep = false): Promise<void> {
    const parts = await Promise.all([...this.#parts].map((part) => LOADERS[part][language]()))
    this.#words = joined(parts.map((part) => part.default))
    this.#language = language
    document.documentElement.lang = language
    if (keep) localStorage.setItem(KEPT, language)
  }

  /** The words for a key, with `{name}` filled in; `{count|one|other}` picks by plural rule. */
  t(key: Key, params: Params = {}): string {
    const [area, name] = key.split('.') as [keyof Areas, string]
    const text = (this.#words?.[area] as Record<string, string> | undefined)?.[name] ?? key
    return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_whole, field: string, one?: string, other?: string) => {
      const value = params[field] ?? ''
      if (one === undefined || other === undefined) return String(value)
      const form = new Intl.PluralRules(this.#language).select(Number(value)) === 'one' ? one : other
      return form.replace('#', String(value))
    })
  }

  /** Things told one after the other: 「甲、乙和丙」. */
  list(things: readonly string[]): string {
    return new Intl.ListFormat(this.#language, { type: 'conjunction' }).format(things)
  }

  time(at: number): string {
    return new Intl.DateTimeFormat(this.#language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  }

  /** The day, in words where it is near. */
  day(at: number, now: number): string {
    const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000)
    if (days > -2 && days <= 0) return new Intl.RelativeTimeFormat(this.#language, { numeric: 'auto' }).format(days, 'day')
    return new Intl.DateTimeFormat(this.#language, { month: 'long', day: 'numeric' }).format(at)
  }

  /** A day to come, in words where it is near: 今天, 明天, else with its day of the week. */
  dayAhead(at: number, now: number): string {
    const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000)
    if (days < 2) return new Intl.RelativeTimeFormat(this.#language, { numeric: 'auto' }).format(days, 'day')
    return new Intl.DateTimeFormat(this.#language, { month: 'long', day: 'numeric', weekday: 'short' }).format(at)
  }

  date(iso: string): string {
    return new Intl.DateTimeFormat(this.#language, { dateStyle: 'medium' }).format(new Date(`${iso}T12:00:00`))
  }

  percent(share: number, digits = 0): string {
    return new Intl.NumberFormat(this.#language, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      share,
    )
  }

  /** A size in bytes, as people read it. */
  megabytes(bytes: number): string {
    return new Intl.NumberFormat(this.#language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(bytes / 1e6)
  }

  /** A span of time, as people say it: seconds below a minute and a half, minutes above. */
  span(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000))
    const unit = seconds < 90 ? 'second' : seconds < 5400 ? 'minute' : 'hour'
    const value = unit === 'second' ? seconds : unit === 'minute' ? Math.round(seconds / 60) : Math.round(seconds / 3600)
    return new Intl.NumberFormat(this.#language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
  }
}

/** An area may come in several parts. */
function joined(parts: readonly Partial<Areas>[]): Partial<Areas> {
  const words: Record<string, object> = {}
  for (const part of parts) for (const [area, more] of Object.entries(part)) words[area] = { ...words[area], ...more }
  return words
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

export const i18n = new I18n()

/** The words for a key in the reader's language. Reactive: what reads it follows a change of language. */
export const t = (key: Key, params?: Params): string => i18n.t(key, params)
