import { posix } from 'node:path'

/** Text of every source file by its path from the root of the repository. */
export type Tree = ReadonlyMap<string, string>

interface Import {
  from: string
  /** A path from the root, or the name of a package. */
  to: string
  typeOnly: boolean
}

/** The layers of shared/, lowest first: a folder may import itself and what stands before it. */
export const SHARED_LAYERS = [
  'base',
  'language',
  'calendar',
  'understanding',
  'knowledge',
  'triage',
  'levels',
  'conversation',
  'assistant',
  'ticket',
  'queue',
  'seat',
  'desk',
  'protocol',
  'sync',
]

/** The files of a room's folder in worker/, lowest first. Files of other names stand between effects and store. */
const ROOM_RANK: Record<string, number> = { migrations: 0, effects: 1, store: 3, room: 4, object: 5 }
const HELPER_RANK = 2
const WORKER_LAYERS = ['platform', 'middleware', 'routes', 'app', 'index']
const ROOMS_APART = new Set(['conversation', 'ticket', 'queue', 'seat'])
/** What is let into `shared/` from outside, each by one file: a library without a clock, and a table of days. */
const DOORS: Readonly<Record<string, string>> = {
  'shared/base/schema.ts': 'valibot',
  'shared/calendar/holidays.ts': 'chinese-days/dist/chinese-days.json',
}
const SCREENS = new Set(['conversation', 'desk', 'knowledge', 'setup'])
const IMPURE =
  /\b(?:Date\.now|Math\.random|performance\.now|new Date\(\)|setTimeout|setInterval|queueMicrotask|fetch\(|crypto\.|process\.|localStorage|indexedDB|console\.|globalThis)/
const WORLD_IN_A_COMPONENT = /\b(?:fetch\(|new WebSocket|localStorage|sessionStorage|indexedDB|openDB)/
const MACHINE_PATH = /(?:^|[\s"'`(=:,])\/(?:work|root|home|Users)\/[\w.-]/m

export const LONGEST_FILE = 250

/** Every breach of the house's rules on who may import whom, in words. */
export function breaches(tree: Tree): string[] {
  const imports = [...tree].flatMap(([path, text]) => importsOf(path, text))
  return [
    ...imports.flatMap((each) => [
      ...generalBreach(each),
      ...sharedBreach(each),
      ...modelsBreach(each),
      ...workerBreach(each),
      ...webBreach(each),
    ]),
    ...[...tree].flatMap(([path, text]) => textBreach(path, text)),
  ]
}

export function machinePaths(path: string, text: string): string[] {
  return MACHINE_PATH.test(text) ? [`${path} names a path of somebody's machine`] : []
}

function importsOf(path: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const found = code.matchAll(/(?:\b(import|export)\s+(type\s)?[^'"`;]*?\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\3/g)
  return [...found].map(([, , typeOnly, , target = '']) => ({ from: path, to: resolve(path, target), typeOnly: Boolean(typeOnly) }))
}

function resolve(path: string, target: string): string {
  if (target.startsWith('.')) return posix.join(posix.dirname(path), target)
  return target.replace(/^\$shared\//, 'shared/').replace(/^\$lib\//, 'web/src/lib/')
}

const no = ({ from, to }: Import, why: string) => [`${from} imports ${to}: ${why}`]
const topOf = (path: string) => path.split('/')[0] ?? ''

const AT_THE_EDGE = new Set(['models/runtime/talk-reader.ts', 'models/runtime/weights/talk.bin'])
/** A desk's own baseline is looked at before it is taken. */
const BASELINE = 'models/runtime/baseline.ts'

/** shared < models/runtime < worker, web; tests may import anything and nobody imports tests. */
function generalBreach(one: Import): string[] {
  const [from, to] = [topOf(one.from), topOf(one.to)]
  if (to === 'tests' && from !== 'tests') return no(one, 'nobody imports tests')
  if (from === to || !['shared', 'models', 'worker', 'web'].includes(to)) return []
  if (from === 'worker' && to === 'web') return no(one, 'the edge does not know the screens')
  if (from === 'web' && to === 'worker') return no(one, 'the screens do not know the edge')
  if (from === 'worker' && to === 'models' && !AT_THE_EDGE.has(one.to) && one.to !== BASELINE)
    return no(one, 'the edge runs what reads talks, and nothing heavier')
  if (from === 'web' && to === 'models' && !one.to.startsWith('models/runtime/')) return no(one, 'screens see the runtime of a model only')
  if (from === 'web' && AT_THE_EDGE.has(one.to)) return no(one, 'what reads at the edge is too large for a phone')
  return []
}

function sharedBreach(one: Import): string[] {
  if (topOf(one.from) !== 'shared') return []
  if (topOf(one.to) !== 'shared') return DOORS[one.from] === one.to ? [] : no(one, 'shared is pure')
  const [from, to] = [one.from, one.to].map((path) => path.split('/')[1] ?? '') as [string, string]
  if (from === to) return []
  const [mine, theirs] = [SHARED_LAYERS.indexOf(from), SHARED_LAYERS.indexOf(to)]
  if (mine < 0 || theirs < 0) return no(one, 'a folder of shared that has no layer')
  if (theirs > mine) return no(one, `${to} is a higher layer than ${from}`)
  if (from === 'queue' && to === 'conversation' && one.to !== 'shared/conversation/actor.ts')
    return no(one, 'queue names actors and ids only')
  return []
}

function modelsBreach(one: Import): string[] {
  if (!one.from.startsWith('models/runtime/') || topOf(one.to) !== 'shared') return []
  return /^shared\/(understanding|language|base)\//.test(one.to) ? [] : no(one, 'a model knows words, not conversations')
}

function workerBreach(one: Import): string[] {
  if (topOf(one.from) !== 'worker' || topOf(one.to) !== 'worker') return []
  const [from, to] = [partOf(one.from), partOf(one.to)]
  if (to.folder === 'index') return no(one, 'the index is the top')
  if (to.folder === 'app' && from.folder !== 'index') return no(one, 'only the index imports the app')
  const [mine, theirs] = [WORKER_LAYERS.indexOf(from.folder), WORKER_LAYERS.indexOf(to.folder)]
  if (mine >= 0 && theirs > mine) return no(one, `${to.folder} is a higher layer than ${from.folder}`)
  if (from.folder === 'platform' && to.folder !== 'platform') return no(one, 'the platform knows nothing of customer service')
  if (theirs >= 0) return mine < 0 && !WIRING.has(from.folder) && theirs > 0 ? no(one, 'a room knows the platform only') : []
  if (WIRING.has(to.folder) || WIRING.has(from.folder)) return []
  return roomBreach(one, from, to)
}

/** Where objects are bound: they name the classes, by type. */
const WIRING = new Set(['env', 'objects', 'index'])

function roomBreach(one: Import, from: Part, to: Part): string[] {
  const rank = ({ file }: Part) => ROOM_RANK[file] ?? HELPER_RANK
  if (from.folder === to.folder) return rank(to) > rank(from) ? no(one, 'object > room > store > effects > migrations') : []
  if (to.file in ROOM_RANK && from.folder !== 'index') return no(one, 'an object is reached through its binding')
  if (ROOMS_APART.has(from.folder) && ROOMS_APART.has(to.folder)) return no(one, 'they talk by commands')
  return []
}

interface Part {
  folder: string
  file: string
}

/** worker/app.ts is of the folder `app`, worker/queue/room.ts of `queue`. */
function partOf(path: string): Part {
  const [, folder = '', file = folder] = path.replace(/\.ts$/, '').split('/')
  return { folder, file }
}

function webBreach(one: Import): string[] {
  if (!one.from.startsWith('web/src/')) return []
  const [from, to] = [areaOf(one.from), areaOf(one.to)]
  if (to === 'routes' && from !== 'routes') return no(one, 'routes are the top')
  const draws = one.from.endsWith('.svelte')
  if (draws && (to === 'replica' || to === 'sync')) return no(one, 'what draws sees neither replica nor wire')
  if (from === 'routes' && (to === 'replica' || to === 'sync')) return no(one, 'routes > components > *.svelte.ts > replica')
  if (!draws && from !== 'routes' && one.to.endsWith('.svelte')) return no(one, 'what decides does not import what draws')
  const isText = one.to.startsWith('shared/language/')
  if (from === 'ui' && to !== 'ui' && to !== 'package' && !isText) return no(one, 'ui/ knows no domain')
  if (from === 'replica' && !['replica', 'shared', 'package'].includes(to)) return no(one, 'the replica is the floor')
  if (from === 'sync' && !['sync', 'replica', 'shared', 'models', 'package'].includes(to))
    return no(one, 'sync and screens meet only in the replica')
  if (from === 'i18n' && (to === 'replica' || to === 'sync' || SCREENS.has(to))) return no(one, 'words know no screen')
  return []
}

/** routes, a folder of lib, shared, models, or `package` for what is not ours. */
function areaOf(path: string): string {
  if (path.startsWith('web/src/lib/')) return path.split('/')[3] ?? ''
  if (path.startsWith('web/src/')) return path.split('/')[2] ?? ''
  return ['shared', 'models'].includes(topOf(path)) ? topOf(path) : 'package'
}

function textBreach(path: string, text: string): string[] {
  const found: string[] = []
  const lines = text.split('\n').length - 1
  if (topOf(path) !== 'tests' && lines > LONGEST_FILE) found.push(`${path} has ${lines} lines: ${LONGEST_FILE} is the end`)
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const isUnion = /\/(up|down)\.ts$/.test(path) || path === 'worker/index.ts'
  if (!isUnion && /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^'"\n]*\bfrom\b/m.test(code))
    found.push(`${path} hands on what another file exports`)
  if (topOf(path) === 'shared') {
    const impure = code.match(IMPURE)
    if (impure) found.push(`${path} uses ${impure[0]}: the world is handed in`)
  }
  if (path.endsWith('.svelte')) {
    const world = code.match(WORLD_IN_A_COMPONENT)
    if (world) found.push(`${path} uses ${world[0]}: a component draws`)
  }
  return found
}
