import { v } from '$shared/base/schema.ts'
import { Placeholders } from '$shared/knowledge/placeholders.ts'
import type { Watch } from '$shared/knowledge/watch.ts'
import type { Language } from '$shared/language/language.ts'
import {
  Due,
  GapList,
  type KeepDrafts,
  type KeepQuestions,
  type NamedDrafts,
  type PlaceholderChange,
  PlaceholderState,
  ProposalList,
  Published,
  ReleaseList,
  type RollBack,
  type SeenDrafts,
  type SetAside,
  type SettleProposal,
  WorkingCopy,
} from '$shared/protocol/knowledge.ts'
import { ask } from '../http/ask.ts'

/** What a template leaves open, from among the static files. */
export const getPlaceholders = (industry: string) => ask(v.object({ placeholders: Placeholders }), 'GET', `/templates/${industry}.json`)
export const getKnowledge = () => ask(PlaceholderState, 'GET', '/api/knowledge/placeholders')
export const fillPlaceholders = (body: v.InferOutput<typeof PlaceholderChange>) =>
  ask(PlaceholderState, 'PUT', '/api/knowledge/placeholders', body)
export const getReleases = () => ask(ReleaseList, 'GET', '/api/knowledge/releases')
export const rollBack = (body: v.InferOutput<typeof RollBack>) => ask(v.object({}), 'POST', '/api/knowledge/rollback', body)
const at = (language: Language) => `/api/knowledge/${language}`
export const getCopy = (language: Language) => ask(WorkingCopy, 'GET', at(language))
export const keepDrafts = (language: Language, body: KeepDrafts) => ask(WorkingCopy, 'PUT', `${at(language)}/drafts`, body)
export const dropDrafts = (language: Language, body: NamedDrafts) => ask(WorkingCopy, 'POST', `${at(language)}/drop`, body)
export const publishDrafts = (language: Language, body: SeenDrafts) => ask(Published, 'POST', `${at(language)}/publish`, body)
export const keepWatch = (language: Language, body: Watch) => ask(WorkingCopy, 'PUT', `${at(language)}/watch`, body)
export const getDue = () => ask(Due, 'GET', '/api/knowledge/due')
export const keepQuestions = (language: Language, body: KeepQuestions) => ask(WorkingCopy, 'PUT', `${at(language)}/questions`, body)
export const getGaps = (language: Language) => ask(GapList, 'GET', `${at(language)}/gaps`)
export const getProposals = (language: Language) => ask(ProposalList, 'GET', `${at(language)}/proposals`)
export const settleProposal = (language: Language, body: SettleProposal) => ask(v.null(), 'POST', `${at(language)}/proposals/settle`, body)
export const setGapsAside = (language: Language, body: SetAside) => ask(v.null(), 'POST', `${at(language)}/gaps/aside`, body)
