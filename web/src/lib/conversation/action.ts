import type { Key } from '../i18n/i18n.svelte.ts'
import type { IconName } from '../ui/icons.ts'

/** The words for what came of an action, and its sign; a desk's own outcomes have none, their facts speak. */
const OUTCOMES: Readonly<Record<string, { words: Key; icon: IconName }>> = {
  found: { words: 'action.found', icon: 'check' },
  done: { words: 'action.done', icon: 'check' },
  'not-found': { words: 'action.not-found', icon: 'info' },
  locked: { words: 'action.locked', icon: 'alert' },
  refused: { words: 'action.refused', icon: 'info' },
  'already-shipped': { words: 'action.already-shipped', icon: 'info' },
}

export function outcomeWords(outcome: string): { words: Key | null; icon: IconName } {
  return (Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined) ?? { words: null, icon: 'info' }
}

/** [C27] How an action stands that has no outcome yet: it has not left this device, or it is being done. */
export function askingState(stage: string): { words: Key; icon: IconName; underWay: boolean } {
  const underWay = stage === 'confirmed'
  return { words: underWay ? 'action.underWay' : 'action.waits', icon: underWay ? 'clock' : 'offline', underWay }
}
