import type { Article } from './article.ts'

/** Why an article is to be looked at, and the day that it is due (ISO 8601); without a day where it never was. */
export interface Reminder {
  article: Article
  code: 'ended' | 'ends-soon' | 'not-checked' | 'no-owner'
  day: string
}

/** Days before its end at which an article is told of. */
const SOON = 30
/** How long an answer is believed that nobody has looked at, where the desk says nothing else. */
export const USUAL_MONTHS = 12

const DAY = 86_400_000
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The same day some months later; the last of the month where that has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, last)))
}

/** What is due on a day, most overdue first; what has no day comes last. An article may be due for several reasons. */
export function remindersOf(articles: readonly Article[], today: string, months = USUAL_MONTHS): Reminder[] {
  const soon = iso(Date.parse(today) + SOON * DAY)
  return articles
    .flatMap((article): Reminder[] => {
      const until = article.valid?.until ?? null
      const checkBy = monthsAfter(article.updated, months)
      return [
        ...(until !== null && until < today ? [{ article, code: 'ended', day: until } as const] : []),
        ...(until !== null && until >= today && until <= soon ? [{ article, code: 'ends-soon', day: until } as const] : []),
        ...(checkBy < today ? [{ article, code: 'not-checked', day: checkBy } as const] : []),
        ...(article.owner ? [] : [{ article, code: 'no-owner', day: '' } as const]),
      ]
    })
    .toSorted((one, other) => (one.day || '9').localeCompare(other.day || '9'))
}

/** How many articles have a day that is due. Whether somebody answers for each is no matter of a day. */
export const dueCount = (articles: readonly Article[], today: string): number =>
  new Set(remindersOf(articles, today).flatMap(({ article, code }) => (code === 'no-owner' ? [] : [article.id]))).size
