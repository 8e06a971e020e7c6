import { is } from '../../shared/base/schema.ts'
import type { Conversation } from '../../shared/conversation/state.ts'
import { ACTION_WORDS } from '../../shared/knowledge/action-words.ts'
import type { Article } from '../../shared/knowledge/article.ts'
import { expand, finderOf } from '../../shared/knowledge/expand.ts'
import type { Flow } from '../../shared/knowledge/flow.ts'
import { type Library, type Pack, PackVersion } from '../../shared/knowledge/pack.ts'
import type { Up } from '../../shared/protocol/up.ts'
import { type Env, THE_ONE } from '../env.ts'

interface Shelved {
  article: (id: string) => Article | undefined
  flows: ReadonlyMap<string, Flow>
}

/** Packs by version, for all objects of this isolate: immutable, so never stale. The oldest go when there are too many. */
const shelf = new Map<PackVersion, Shelved>()
const MOST_PACKS = 8

/** Looks articles up among the packs that `fetchPacks` has brought. */
export const library: Library = {
  article: (version, id) => shelf.get(version)?.article(id),
  flow: (version, id) => shelf.get(version)?.flows.get(id),
  actions: ACTION_WORDS,
}

const NONE: readonly unknown[] = []

/** The versions that a push names, and those of flows that it may take up again. */
export function packsIn(frame: Up, state: Conversation): readonly unknown[] {
  if (frame.type !== 'push' || !frame.commands.some(({ type }) => type === 'answer' || type === 'leave-queue')) return NONE
  return [...frame.commands.flatMap((command) => packsOfTurn(command.turn)), ...(state.acts.length > 0 ? packsOf(state) : [])]
}

/** Those of some versions that the shelf does not hold yet. */
export function packsAbsent(versions: readonly unknown[]): PackVersion[] {
  return [...new Set(versions)].filter((version): version is PackVersion => is(PackVersion, version) && !shelf.has(version))
}

/** The packs of a conversation's flows, and of what was asked in them. */
export function packsOf({ dialogue, acts }: Conversation): unknown[] {
  return [dialogue?.pack, dialogue?.below?.pack, ...acts.map(({ pack }) => pack)]
}

/** The packs that a turn names: its own, and that of a flow that was left for another. */
function packsOfTurn(turn: unknown): unknown[] {
  const { pack, dialogue } = (turn ?? {}) as { pack?: unknown; dialogue?: { below?: { pack?: unknown } | null } | null }
  return [pack, dialogue?.below?.pack]
}

/** Brings packs to the shelf. A version that does not exist is remembered as such only for as long as it takes to refuse. */
export async function fetchPacks(env: Env, versions: readonly PackVersion[]): Promise<void> {
  for (const version of versions) {
    const text = await env.KNOWLEDGE.getByName(THE_ONE).read(version)
    if (!text) continue
    const pack = JSON.parse(text) as Pack
    shelf.set(version, {
      article: finderOf(expand(pack)),
      flows: new Map((pack.flows ?? []).map((flow) => [flow.id, flow])),
    })
    for (const oldest of [...shelf.keys()].slice(0, Math.max(0, shelf.size - MOST_PACKS))) shelf.delete(oldest)
  }
}
