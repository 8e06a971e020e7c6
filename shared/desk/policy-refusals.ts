/** What no policy may have, by code: nothing of it is written. Apart from the checks, so that who only words them is not given those. */
export const REFUSED_FAULTS = ['overflow-circle', 'overflow-nowhere', 'line-named-twice', 'field-named-twice', 'choices-missing'] as const
export type RefusedFault = (typeof REFUSED_FAULTS)[number]
