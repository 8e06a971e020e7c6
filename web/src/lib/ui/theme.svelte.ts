type Theme = 'system' | 'light' | 'dark'
const KEY = 'theme'

/** Light or dark: as the system says, until somebody chooses. */
class ThemeChoice {
  #choice = $state<Theme>('system')

  get choice(): Theme {
    return this.#choice
  }

  /** Applies the kept choice and follows the system from now on. */
  start(): void {
    const kept = localStorage.getItem(KEY)
    this.#choice = kept === 'light' || kept === 'dark' ? kept : 'system'
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', () => this.#apply())
    this.#apply()
  }

  toggle(): void {
    this.#choice = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'
    localStorage.setItem(KEY, this.#choice)
    this.#apply()
  }

  #apply(): void {
    const dark = this.#choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : this.#choice === 'dark'
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }
}

export const theme = new ThemeChoice()
