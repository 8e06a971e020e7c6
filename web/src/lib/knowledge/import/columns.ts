import { type Headings, headingReader } from './headings.ts'

/** The fields of an article that a column may hold. */
export type Field =
  | 'id'
  | 'category'
  | 'question'
  | 'phrasings'
  | 'answer'
  | 'source'
  | 'section'
  | 'checked'
  | 'valid'
  | 'from'
  | 'until'
  | 'owner'
  | 'related'
  | 'intents'
  | 'spoken'
  | 'wording'
  | 'audience'

/** How columns are headed. The first of a language is written, all are read. */
const NAMES: Headings<Field> = {
  id: { zh: '编号 知识编号 问题编号 文章编号 条目编号', en: 'id, article id, key' },
  category: { zh: '分类 类别 类目 分类名称 所属分类 问题分类 目录 栏目 主题', en: 'category, topic, group' },
  question: {
    zh: '问题 标准问题 标准问 主问题 问 问句 问题名称 问题标题 标题 知识标题 知识点 用户问题 常见问题',
    en: 'question, title, q, standard question, faq',
  },
  phrasings: {
    zh: '相似问法 相似问题 相似问 相似说法 扩展问题 扩展问 扩展问法 其他问法 别的问法 同义问法 问法 变体',
    en: 'phrasings, phrasing, similar questions, alternative questions, variants, utterances, other wordings',
  },
  answer: { zh: '答案 回答 答复 答 标准答案 答案内容 回复 回复内容 内容 知识内容 解答', en: 'answer, a, reply, response, content, text' },
  source: { zh: '来源 出处 依据 来源名称 文件名称 资料来源', en: 'source, reference, document' },
  section: { zh: '章节 条款 来源章节 页码', en: 'section, page, chapter' },
  checked: {
    zh: '更新日期 更新时间 核对日期 检查日期 复核日期 审核日期 修改日期 最后更新',
    en: 'checked, updated, last checked, last updated',
  },
  valid: { zh: '有效期 有效期限 有效时间 生效期', en: 'valid, validity, valid period' },
  from: { zh: '生效日期 生效时间 开始日期 有效期起', en: 'valid from, from, start date' },
  until: { zh: '失效日期 失效时间 结束日期 到期日期 截止日期 有效期止 有效期至', en: 'valid until, until, end date, expires, valid to' },
  owner: { zh: '负责人 责任人 维护人 责任部门 负责部门', en: 'owner, maintainer, responsible' },
  related: { zh: '相关 相关编号 相关文章 关联编号 相关知识', en: 'related, related ids, see also' },
  intents: { zh: '意图 意图编号', en: 'intents, intent' },
  spoken: { zh: '口语版 语音答案 简短答案 简答 短答', en: 'spoken, short answer, voice' },
  wording: { zh: '措辞 话术要求', en: 'wording' },
  audience: { zh: '可见范围 受众 可见 对象', en: 'audience, visibility' },
}

/** Which field a column holds, by its heading; null where nobody knows. */
export const fieldOf = headingReader(NAMES, true)

/** How a column is headed in a file that goes out. */
export function headerOf(field: Field, language: 'zh-CN' | 'en'): string {
  const { zh, en } = NAMES[field]
  return (language === 'zh-CN' ? zh.split(' ')[0] : en.split(', ')[0]) ?? field
}
