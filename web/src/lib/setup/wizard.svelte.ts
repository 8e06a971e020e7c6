import { LIMITS } from '$shared/base/limits.ts'
import { ALWAYS } from '$shared/calendar/hours.ts'
import type { Hours, Period } from '$shared/calendar/schedule.ts'
import type { Industry } from '$shared/desk/settings.ts'
import type { Placeholder, PlaceholderValues } from '$shared/knowledge/placeholders.ts'
import type { Language } from '$shared/language/language.ts'
import type { HttpError } from '$shared/protocol/http.ts'
import { getPlaceholders } from '../knowledge/api.ts'
import { getDesk, setUp } from './api.ts'

export const STEPS = ['business', 'industry', 'details', 'hours', 'owner'] as const
export type Step = (typeof STEPS)[number]

const KEPT = 'setup'
const day = (from: string, to: string): Period[] => [{ from, to }]
const timezone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai'

export const PRESETS = {
  daily: () => ({ timezone: timezone(), days: Array.from({ length: 7 }, () => day('09:00', '21:00')) }),
  work: () => ({
    timezone: timezone(),
    days: Array.from({ length: 7 }, (_, index) => (index < 5 ? day('09:00', '18:00') : [])),
    // Who works on weekdays rests on holidays; elsewhere than in China they are other ones.
    ...(timezone() === 'Asia/Shanghai' ? { holidays: 'china' as const } : {}),
  }),
  always: () => ({ timezone: timezone(), days: structuredClone(ALWAYS.days) }),
} satisfies Record<string, () => Hours>
export type Preset = keyof typeof PRESETS | 'own'

/** Values that say something. */
const filledOf = (values: PlaceholderValues): PlaceholderValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))

/** What is typed into the set-up, step by step. It survives a reload, except the password. */
export class Wizard {
  step = $state<Step>('business')
  code = $state('')
  name = $state('')
  language = $state<Language>('zh-CN')
  industry = $state<Industry>('e-commerce')
  /** What the template of the industry leaves open; null where it could not be fetched, which holds nothing up. */
  placeholders = $state.raw<Placeholder[] | null>(null)
  values = $state<PlaceholderValues>({})
  preset = $state<Preset>('daily')
  hours = $state<Hours>(PRESETS.daily())
  ownerName = $state('')
  email = $state('')
  password = $state('')
  busy = $state(false)
  error = $state<HttpError | null>(null)
  /** Whether the desk can still be set up: unknown until asked. */
  state = $state<'asking' | 'open' | 'configured' | 'unreachable' | 'done'>('asking')

  get complete(): boolean {
    switch (this.step) {
      case 'business':
        return this.code.trim() !== '' && this.name.trim() !== ''
      case 'industry':
      case 'details':
        return true
      case 'hours':
        return this.hours.days.flat().every((period) => period.from < period.to) && this.hours.days.some((periods) => periods.length > 0)
      case 'owner':
        return this.ownerName.trim() !== '' && /^\S+@\S+\.\S+$/.test(this.email.trim()) && this.password.length >= LIMITS.passwordLeast
    }
  }

  async start(): Promise<void> {
    this.#restore()
    const desk = await getDesk()
    this.state = desk.ok ? (desk.value.configured ? 'configured' : 'open') : 'unreachable'
  }

  use(preset: Preset): void {
    this.preset = preset
    if (preset !== 'own') this.hours = PRESETS[preset]()
  }

  back(): void {
    this.#go(-1)
  }

  async next(): Promise<void> {
    this.#keep()
    if (this.busy) return
    if (this.step === 'industry') await this.#ask()
    if (this.step !== 'owner') return this.#go(1)
    this.busy = true
    this.error = null
    const { name, industry, language } = this
    const made = await setUp({
      code: this.code.trim(),
      settings: { name: name.trim(), industry, language, hours: $state.snapshot(this.hours) },
      owner: { name: this.ownerName.trim(), email: this.email.trim(), password: this.password },
      placeholders: filledOf($state.snapshot(this.values)),
    })
    this.busy = false
    if (made.ok) {
      this.state = 'done'
      sessionStorage.removeItem(KEPT)
      return
    }
    this.error = made.error
    if (made.error === 'already-configured') this.state = 'configured'
    // The code is asked for on the first step: that is where it is mended.
    if (made.error === 'wrong-setup-code') this.step = 'business'
  }

  /** What the chosen template leaves open. The name of the business is known already. */
  async #ask(): Promise<void> {
    this.busy = true
    const asked = await getPlaceholders(this.industry)
    this.busy = false
    this.placeholders = asked.ok ? asked.value.placeholders : null
    if (!this.values['business-name']) this.values['business-name'] = this.name.trim()
  }

  #go(by: number): void {
    this.error = null
    this.step = STEPS[STEPS.indexOf(this.step) + by] ?? this.step
  }

  #keep(): void {
    const { code, name, language, industry, values, preset, hours, ownerName, email } = this
    sessionStorage.setItem(KEPT, JSON.stringify({ code, name, language, industry, values, preset, hours, ownerName, email }))
  }

  #restore(): void {
    try {
      Object.assign(this, JSON.parse(sessionStorage.getItem(KEPT) ?? '{}'))
    } catch {
      sessionStorage.removeItem(KEPT)
    }
  }
}
