import type { Key } from '../i18n/i18n.svelte.ts'

const FAULTS: Readonly<Record<string, Key>> = {
  timeout: 'connect.call-timeout',
  unreachable: 'connect.call-unreachable',
  redirected: 'connect.call-redirected',
  'too-large': 'connect.call-too-large',
  malformed: 'connect.call-malformed',
  'unknown-outcome': 'connect.call-unknown-outcome',
}

/** The words for why a call had no answer that could be gone on with; `{status}` is its status. */
export function callFault(fault: string | null): Key {
  return (fault !== null && Object.hasOwn(FAULTS, fault) ? FAULTS[fault] : undefined) ?? 'connect.call-status'
}

/** The status that a fault names, for its words. */
export const statusIn = (fault: string | null): string => /^status-(\d+)$/.exec(fault ?? '')?.[1] ?? '?'
