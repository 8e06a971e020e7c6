import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { breaches, LONGEST_FILE, machinePaths, SHARED_LAYERS } from './support/house.ts'

const ROOT = join(import.meta.dirname, '..')
const SOURCE_ROOTS = ['shared', 'worker', 'web/src', 'models', 'scripts', 'tests']
const SOURCE = /\.(ts|mjs|svelte)$/
const TEXT = /\.(ts|mjs|js|svelte|json|toml|md|html|css|py|sh|yml|yaml|webmanifest)$/

function sources(): Map<string, string> {
  const tree = new Map<string, string>()
  const walk = (path: string): void => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path)) if (name !== 'node_modules' && !name.startsWith('.')) walk(join(path, name))
    } else if (SOURCE.test(path)) tree.set(relative(ROOT, path), readFileSync(path, 'utf8'))
  }
  for (const root of SOURCE_ROOTS) walk(join(ROOT, root))
  return tree
}

describe('the house', () => {
  it('[H1-H6] everybody imports only whom they may', () => {
    const tree = sources()
    expect(tree.size, 'the rules would be vacuous over nothing').toBeGreaterThan(50)
    expect(breaches(tree)).toEqual([])
  })

  it('[H9] every source is of a project whose types are checked', () => {
    const check = readFileSync(join(ROOT, 'scripts/check.mjs'), 'utf8')
    const projects = [...check.matchAll(/tsc\('[^']+', '([^']+)'\)/g)].map(([, project = '']) => join(ROOT, project))
    const checked = new Set(
      projects.flatMap((project) => {
        const { config } = ts.readConfigFile(project, ts.sys.readFile)
        return ts.parseJsonConfigFileContent(config, ts.sys, dirname(project)).fileNames.map((path) => relative(ROOT, path))
      }),
    )
    expect(checked.size, 'the rule would be vacuous over nothing').toBeGreaterThan(50)
    // What is in web/ is found by svelte-check, screens included.
    const sourcesOf = [...sources().keys()].filter((path) => path.endsWith('.ts') && !path.startsWith('web/'))
    expect(sourcesOf.filter((path) => !checked.has(path))).toEqual([])
  })

  it('[H1] every folder of shared has its layer', () => {
    const folders = readdirSync(join(ROOT, 'shared'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const { name } of folders) expect(SHARED_LAYERS).toContain(name)
  })

  it('[H7] no file that is kept names a path of somebody’s machine', () => {
    const kept = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' }).split(
      '\n',
    )
    const texts = kept.filter((path) => TEXT.test(path) && path !== 'package-lock.json' && existsSync(join(ROOT, path)))
    expect(texts.length).toBeGreaterThan(50)
    expect(texts.flatMap((path) => machinePaths(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([])
  })
})

describe('[H8] rules and their tests', () => {
  const QUOTED = /\[([CQSDPEOWKUHINRTV]\d+(?:[- ][CQSDPEOWKUHINRTV]\d+)*)\]/g

  /** [C1-C6] is six rules, [C1 C2] two. */
  function idsIn(text: string): string[] {
    return [...text.matchAll(QUOTED)].flatMap(([, quoted = '']) => quoted.split(' ').flatMap(range))
  }

  function range(quoted: string): string[] {
    const [first = '', last = first] = quoted.split('-')
    const [from, to] = [first, last].map((id) => Number(id.slice(1))) as [number, number]
    return Array.from({ length: to - from + 1 }, (_, index) => `${first[0]}${from + index}`)
  }

  const tree = sources()
  const spec = [...readFileSync(join(ROOT, 'shared/SPEC.md'), 'utf8').matchAll(/^- \*\*\[(\w+)\]\*\*/gm)].map(([, id = '']) => id)
  const inTests = new Set([...tree].filter(([path]) => /\.(test|spec)\.ts$/.test(path)).flatMap(([, text]) => idsIn(text)))
  const anywhere = new Set([...tree].flatMap(([, text]) => idsIn(text)))

  it('[H8] each id stands once in the specification', () => {
    expect(spec.length).toBeGreaterThan(60)
    expect(spec.filter((id, index) => spec.indexOf(id) !== index)).toEqual([])
  })

  it('[H8] every rule is quoted by a test', () => {
    expect(spec.filter((id) => !inTests.has(id))).toEqual([])
  })

  it('[H8] every rule that is quoted stands there', () => {
    expect([...anywhere].filter((id) => !spec.includes(id))).toEqual([])
  })
})

/** Each is a small house with one fault, which must be found. */
const FAULTS: [string, string, string][] = [
  ['a lower layer of shared imports a higher one', 'shared/base/a.ts', "import { x } from '../queue/state.ts'"],
  ['conversation imports queue', 'shared/conversation/a.ts', "import type { Queue } from '../queue/state.ts'"],
  ['queue imports more of conversation than actors', 'shared/queue/a.ts', "import { decide } from '../conversation/decide.ts'"],
  ['a folder of shared without a layer', 'shared/extra/a.ts', "import { x } from '../base/x.ts'"],
  ['shared imports a package', 'shared/queue/a.ts', "import * as v from 'valibot'"],
  ['shared imports Node', 'shared/base/a.ts', "import { randomBytes } from 'node:crypto'"],
  ['shared imports the worker', 'shared/base/a.ts', "import { sql } from '../../worker/platform/sql.ts'"],
  ['shared reads the clock', 'shared/base/a.ts', 'export const now = () => Date.now()'],
  ['shared throws dice', 'shared/base/a.ts', 'export const die = () => Math.random()'],
  ['shared waits', 'shared/base/a.ts', 'setTimeout(() => {}, 1)'],
  ['a model imports a conversation', 'models/runtime/a.ts', "import { x } from '../../shared/conversation/state.ts'"],
  ['the worker imports a whole model', 'worker/queue/effects.ts', "import { x } from '../../models/runtime/classifier.ts'"],
  ['the worker imports a screen', 'worker/app.ts', "import { x } from '../web/src/lib/ui/a.ts'"],
  ['a screen imports the worker', 'web/src/lib/desk/a.ts', "import { x } from '../../../../worker/env.ts'"],
  ['somebody imports tests', 'worker/app.ts', "import { x } from '../tests/support/ids.ts'"],
  ['the platform imports a room', 'worker/platform/a.ts', "import { x } from '../queue/store.ts'"],
  ['the platform imports middleware', 'worker/platform/a.ts', "import { x } from '../middleware/a.ts'"],
  ['middleware imports routes', 'worker/middleware/a.ts', "import { x } from '../routes/a.ts'"],
  ['a route imports a room', 'worker/routes/a.ts', "import { Room } from '../queue/room.ts'"],
  ['a route imports an object, not its binding', 'worker/routes/a.ts', "import { QueueObject } from '../queue/object.ts'"],
  ['a room imports a route', 'worker/queue/room.ts', "import { x } from '../routes/a.ts'"],
  ['a room imports its object', 'worker/queue/room.ts', "import { x } from './object.ts'"],
  ['a store imports its room', 'worker/queue/store.ts', "import { x } from './room.ts'"],
  ['migrations import the store', 'worker/queue/migrations.ts', "import { x } from './store.ts'"],
  ['conversation imports a helper of queue', 'worker/conversation/object.ts', "import { x } from '../queue/helper.ts'"],
  ['queue imports the store of seat', 'worker/queue/store.ts', "import type { X } from '../seat/store.ts'"],
  ['somebody imports the app', 'worker/queue/object.ts', "import { app } from '../app.ts'"],
  ['a component imports the replica', 'web/src/lib/desk/A.svelte', "<script>import { db } from '../replica/db.ts'</script>"],
  ['a component imports the wire, later', 'web/src/lib/desk/A.svelte', "{#await import('../sync/seat.ts')}"],
  ['a route imports the replica', 'web/src/routes/+page.ts', "import { db } from '$lib/replica/db.ts'"],
  ['a module imports a component', 'web/src/lib/desk/a.svelte.ts', "import A from './A.svelte'"],
  ['a module imports a route', 'web/src/lib/desk/a.ts', "import { load } from '../../routes/+page.ts'"],
  ['ui imports a domain', 'web/src/lib/ui/A.svelte', "<script>import type { Seat } from '$shared/seat/state.ts'</script>"],
  ['ui imports a screen', 'web/src/lib/ui/a.ts', "import { x } from '../desk/a.ts'"],
  ['the replica imports a screen', 'web/src/lib/replica/a.ts', "import { x } from '../conversation/a.ts'"],
  ['sync imports a screen', 'web/src/lib/sync/a.ts', "import { x } from '$lib/desk/desk.svelte.ts'"],
  ['a component fetches', 'web/src/lib/desk/A.svelte', "<script>fetch('/api/desk')</script>"],
  ['a component keeps', 'web/src/lib/desk/A.svelte', "<script>localStorage.setItem('a', 'b')</script>"],
  ['a barrel of everything', 'shared/queue/all.ts', "export * from './state.ts'"],
  ['a barrel of some', 'web/src/lib/ui/all.ts', "export { a, b } from './a.ts'"],
  ['a barrel over several lines', 'worker/queue/all.ts', "export {\n  a,\n  b,\n} from './helper.ts'"],
  ['a long file', 'worker/queue/helper.ts', 'const a = 1\n'.repeat(LONGEST_FILE + 1)],
]

const FAIR: [string, string, string][] = [
  ['a layer below', 'shared/queue/a.ts', "import type { Actor } from '../conversation/actor.ts'"],
  ['its own folder', 'shared/queue/a.ts', "import { apply } from './state.ts'"],
  ['valibot at its one door', 'shared/base/schema.ts', "import * as v from 'valibot'\nexport { v }"],
  ['a clock in a comment', 'shared/base/a.ts', '/** Not Date.now(). */\n// nor setTimeout\nexport const a = 1'],
  ['the unions', 'shared/protocol/up.ts', "export { Up } from './push.ts'"],
  ['the object classes', 'worker/index.ts', "export { QueueObject } from './queue/object.ts'\nimport { app } from './app.ts'"],
  ['types of bindings', 'worker/env.ts', "import type { QueueObject } from './queue/object.ts'"],
  ['the order of a room', 'worker/queue/object.ts', "import { Room } from './room.ts'\nimport { Outbox } from '../platform/outbox.ts'"],
  ['a library of another folder', 'worker/conversation/object.ts', "import { library } from '../knowledge/library.ts'"],
  [
    'a screen over the replica',
    'web/src/lib/desk/a.svelte.ts',
    "import { db } from '../replica/db.ts'\nimport { start } from '../sync/seat.ts'",
  ],
  ['the replica of shared', 'web/src/lib/desk/A.svelte', "<script>import type { View } from '$shared/sync/replica.ts'</script>"],
  ['a file of 250 lines', 'worker/queue/helper.ts', 'const a = 1\n'.repeat(LONGEST_FILE)],
  ['tests import anything', 'tests/a.test.ts', "import { x } from '../worker/queue/room.ts'"],
]

describe('the rules of the house', () => {
  it.each(FAULTS)('[H1-H6] find that %s', (_what, path, text) => {
    expect(breaches(new Map([[path, text]]))).toHaveLength(1)
  })

  it.each(FAIR)('[H1-H6] allow %s', (_what, path, text) => {
    expect(breaches(new Map([[path, text]]))).toEqual([])
  })

  it('[H7] know a machine’s path from a route', () => {
    const [name, dir] = ['ada', 'home']
    expect(machinePaths('a.md', `see /${dir}/${name}/notes`)).toHaveLength(1)
    expect(machinePaths('a.md', `"/${'work'}/main"`)).toHaveLength(1)
    expect(machinePaths('a.md', `GET /api/${'work'}/1, /worker/app.ts, https://example.com/${dir}/a, ./${'work'}/a`)).toEqual([])
  })
})
