import type { Flow } from '$shared/knowledge/flow.ts'
import type { Language } from '$shared/language/language.ts'

const WORDS = {
  'zh-CN': {
    label: '具体情况',
    ask: '请说说具体情况，一两句就行。',
    check: '请核对一下，没问题我就提交：',
    noted: '已记下，客服会尽快处理。',
    end: '有进展会在这里回复您。',
  },
  en: {
    label: 'What it is about',
    ask: 'What is it about? A sentence or two will do.',
    check: 'Please check this before I hand it in:',
    noted: 'Noted. Somebody will look into it.',
    end: 'You will hear from us here.',
  },
}

/** A flow to begin from: it asks one thing, has it confirmed and hands it to the desk. */
export function newFlow(language: Language, id: string): Flow {
  const words = WORDS[language]
  return {
    id,
    name: '',
    intents: [],
    phrasings: [],
    slots: [{ name: 'detail', label: words.label, kind: 'text', ask: words.ask, least: 2 }],
    steps: [
      { id: 'detail', kind: 'ask', slot: 'detail', next: 'check' },
      { id: 'check', kind: 'confirm', text: words.check, next: 'hand-over' },
      { id: 'hand-over', kind: 'request', text: words.noted, next: 'end' },
      { id: 'end', kind: 'end', outcome: 'done', text: words.end },
    ],
  }
}
