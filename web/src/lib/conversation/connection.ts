import type { Key } from '../i18n/i18n.svelte.ts'
import type { Kept } from '../replica/rows.ts'
import type { IconName } from '../ui/icons.ts'

/** The link as the replica tells it. */
export type LinkView = Kept['link']

export interface Connection {
  key: Key
  icon: IconName
  tone: 'good' | 'warn' | 'bad' | 'calm'
}

/** The one word for how things stand with the network, always the true one. */
export function connectionOf(link: LinkView | undefined, online: boolean): Connection {
  if (!online) return { key: 'link.offline', icon: 'offline', tone: 'warn' }
  const state = link?.state
  switch (state?.name) {
    case 'live':
      return link?.slow ? { key: 'link.weak', icon: 'signal', tone: 'warn' } : { key: 'link.online', icon: 'signal', tone: 'good' }
    case 'stopped':
      return { key: 'link.online', icon: 'signal', tone: 'good' }
    case 'refused':
      return state.kind === 'protocol-too-old'
        ? { key: 'link.old', icon: 'alert', tone: 'bad' }
        : { key: 'link.refused', icon: 'alert', tone: 'bad' }
    case 'connecting':
      return state.attempt > 0
        ? { key: 'link.offline', icon: 'offline', tone: 'warn' }
        : { key: 'link.connecting', icon: 'signal', tone: 'calm' }
    default:
      return { key: 'link.offline', icon: 'offline', tone: 'warn' }
  }
}
