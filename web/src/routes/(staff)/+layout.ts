import '$lib/ui/more-icons.ts'
import { i18n } from '$lib/i18n/i18n.svelte.ts'

/** The words of these pages are loaded before they are drawn. */
export const load = (): Promise<void> => i18n.add('staff', 'seldom')
