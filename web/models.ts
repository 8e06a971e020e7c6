import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { lessons } from '../models/data.ts'
import type { Manifest } from '../models/runtime/manifest.ts'

const NAME = 'virtual:models'
const ENCODER = fileURLToPath(new URL('../models/encoder/', import.meta.url))
const MANIFEST = fileURLToPath(new URL('../models/runtime/weights/encoder.json', import.meta.url))
const TYPES: Record<string, string> = { json: 'application/json', mjs: 'text/javascript', wasm: 'application/wasm' }

interface Served {
  url: string
  content: () => Buffer
  bytes: number
  sha256: string
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** What a desk learns from beside its own corrections, when it trains for itself. */
function lessonsFile(): Served {
  const bytes = Buffer.from(JSON.stringify(lessons()))
  const sha256 = digest(bytes)
  return { url: `/models/lessons-${sha256.slice(0, 12)}.json`, content: () => bytes, bytes: bytes.length, sha256 }
}

/** The library's own build for WebAssembly: without it, it would fetch one from elsewhere. */
function runtimeFiles(): Served[] {
  const require = createRequire(import.meta.url)
  return ['mjs', 'wasm'].map((ending) => {
    const source = require.resolve(`onnxruntime-web/ort-wasm-simd-threaded.${ending}`)
    const bytes = readFileSync(source)
    const sha256 = digest(bytes)
    return { url: `/models/runtime-${sha256.slice(0, 12)}/runtime.${ending}`, content: () => bytes, bytes: bytes.length, sha256 }
  })
}

function all(): { id: string; glue: string; wasm: string; files: Served[]; lessons: Served } {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest
  const runtime = runtimeFiles()
  const [glue, wasm] = runtime.map(({ url }) => url) as [string, string]
  const encoder = manifest.files.map(({ path, ...file }) => ({
    url: `/models/${manifest.id}/${path}`,
    content: () => readFileSync(ENCODER + path),
    ...file,
  }))
  return { id: manifest.id, glue, wasm, files: [...encoder, ...runtime], lessons: lessonsFile() }
}

/**
 * Lays the encoder and what runs it among the static assets, under names that change with their bytes, and tells of them
 * as `virtual:models`.
 */
export function models(): Plugin {
  const { lessons, ...told } = all()
  const served = [...told.files, lessons]
  return {
    name: 'models',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null
      const files = told.files.map(({ content, ...file }) => file)
      return `export default ${JSON.stringify({ ...told, files, lessons: lessons.url })}`
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = served.find(({ url }) => url === request.url?.split('?')[0])
        if (!file) return next()
        response.setHeader('content-type', TYPES[file.url.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
        response.end(file.content())
      })
    },
    generateBundle() {
      // The bundle of the Web Worker tells of them too, but need not bring them a second time.
      if (this.environment?.name !== 'client') return
      for (const { url, content } of served) this.emitFile({ type: 'asset', fileName: url.slice(1), source: content() })
    },
  }
}

/** The library asks for the build with a graphics card, which is larger than an asset may be; the one without is enough. */
export const RESOLVE = {
  alias: [{ find: 'onnxruntime-web/webgpu', replacement: 'onnxruntime-web/wasm' }],
  conditions: ['onnxruntime-web-use-extern-wasm'],
}
