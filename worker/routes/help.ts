import { type Context, Hono } from 'hono'
import { is } from '../../shared/base/schema.ts'
import type { Article } from '../../shared/knowledge/article.ts'
import type { Pack } from '../../shared/knowledge/pack.ts'
import { isValidOn } from '../../shared/knowledge/validity.ts'
import { Language } from '../../shared/language/language.ts'
import { THE_ONE } from '../env.ts'
import { articlePage, escaped, listPage, type StaticPage, sitemap } from '../help/page.ts'
import { documentPage, tablePage } from '../help/papers.ts'
import type { App } from '../middleware/identity.ts'

/** A search engine may come once an hour; a new release is seen after that at the latest. */
const CACHED = 'public, max-age=300, s-maxage=3600'

/**
 * The help centre as whole pages, readable without a script. The app's own page is the frame: where scripts run, it takes
 * over, and where it was installed, it answers without asking here at all.
 */
export const help = new Hono<App>()
  .get('/help/', (c) => c.redirect('/help', 301))
  .get('/help', async (c) => {
    const { name, pack } = await knowledgeOf(c)
    return pack ? page(c, listPage(name, pack, pack.language)) : frame(c)
  })
  .get('/help/sitemap.xml', async (c) => {
    const { packs } = await c.env.KNOWLEDGE.getByName(THE_ONE).current()
    const read = await Promise.all(packs.map(({ version }) => packOf(c, version)))
    const text = sitemap(
      new URL(c.req.url).origin,
      read.filter((pack) => pack !== null),
    )
    return c.body(text, 200, { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': CACHED })
  })
  .get('/help/:id', async (c) => {
    const { name, pack } = await knowledgeOf(c)
    const byId = new Map(pack?.articles.map((article) => [article.id, article]))
    const article = byId.get(c.req.param('id'))
    if (!pack || !article) return frame(c, 404)
    const others = article.related.map((id) => byId.get(id)).filter((other): other is Article => other !== undefined)
    return page(c, articlePage(name, article, others, pack.language))
  })

  .get('/help/documents/:id', async (c) => {
    const { name, pack } = await knowledgeOf(c)
    const document = pack?.documents?.find(({ id }) => id === c.req.param('id'))
    return pack && document ? page(c, documentPage(name, document, pack.language)) : frame(c, 404)
  })
  .get('/help/tables/:id', async (c) => {
    const { name, pack } = await knowledgeOf(c)
    const table = pack?.tables?.find(({ id }) => id === c.req.param('id'))
    return pack && table ? page(c, tablePage(name, table, pack.language)) : frame(c, 404)
  })

async function knowledgeOf(c: Context<App>): Promise<{ name: string; pack: Pack | null }> {
  const settings = await c.env.DESK.getByName(THE_ONE).settings()
  if (!settings) return { name: '', pack: null }
  const { packs } = await c.env.KNOWLEDGE.getByName(THE_ONE).current()
  const asked = c.req.query('lang')
  const wanted: Language[] = [...(is(Language, asked) ? [asked] : []), settings.language]
  const release = wanted.flatMap((language) => packs.filter((each) => each.language === language))[0] ?? packs[0]
  return { name: settings.name, pack: release ? await packOf(c, release.version) : null }
}

/** Packs by version, for this isolate: immutable, so never stale. */
const read = new Map<string, Pack>()
const MOST_PACKS = 4

/** A pack with what is true today (in Shanghai, where nothing else is known). */
async function packOf(c: Context<App>, version: string): Promise<Pack | null> {
  const known = read.get(version)
  const text = known ? null : await c.env.KNOWLEDGE.getByName(THE_ONE).read(version)
  const pack = known ?? (text ? (JSON.parse(text) as Pack) : null)
  if (!pack) return null
  read.set(version, pack)
  for (const oldest of [...read.keys()].slice(0, Math.max(0, read.size - MOST_PACKS))) read.delete(oldest)
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now())
  const { articles, documents = [], tables = [] } = pack
  const isTrue = (piece: Parameters<typeof isValidOn>[0]) => isValidOn(piece, day)
  return { ...pack, articles: articles.filter(isTrue), documents: documents.filter(isTrue), tables: tables.filter(isTrue) }
}

/** The app's own page, as it lies among the assets. */
async function frame(c: Context<App>, status: 200 | 404 = 200): Promise<Response> {
  const asset = await c.env.ASSETS.fetch(new URL('/', c.req.url))
  return new Response(asset.body, { status, headers: asset.headers })
}

async function page(c: Context<App>, { language, title, description, path, body, data }: StaticPage): Promise<Response> {
  const link = new URL(path, c.req.url).href
  // In a script element text ends with the first closing tag, whatever language it is in.
  const facts = data ? `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>` : ''
  const extra =
    `<meta name="description" content="${escaped(description)}"><link rel="canonical" href="${escaped(link)}">` +
    `<link rel="stylesheet" href="/static.css">${facts}`
  const rewritten = new HTMLRewriter()
    .on('html', { element: (element) => void element.setAttribute('lang', language) })
    .on('title', { element: (element) => void element.setInnerContent(title) })
    .on('head', { element: (element) => void element.append(extra, { html: true }) })
    .on('noscript', { element: (element) => void element.remove() })
    .on('#app', { element: (element) => void element.before(`<main id="static">${body}</main>`, { html: true }) })
    .transform(await frame(c))
  const answer = new Response(rewritten.body, rewritten)
  answer.headers.set('Cache-Control', CACHED)
  return answer
}
