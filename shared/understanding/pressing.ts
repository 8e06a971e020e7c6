import { normalise } from '../language/normalise.ts'

/** Words by which people say that it cannot wait. */
const PRESSING =
  /马上|立刻|立即|立马|尽快|尽早|赶紧|赶快|(?<!不|别|没那么|不用|不是)(很急|着急|特急|急死)|急用|急需|加急|紧急|十万火急|快一?点|快些|快派|等不(及|了|起|得)|(没法|不能|不敢)再?[等拖]|拖不[得起了]|耽误不|来不及|刻不容缓|一(刻|分钟|天)(也|都)(等|拖|耽误)|(今天|今晚|今日|现在)(之内|以内|之前)?(就?[要得给]|必须|一定)|必须.{0,4}(今天|今晚|现在)|urgent|asap|right (now|away)|straight ?away|immediately|as soon as possible|(can'?t|cannot|can not) wait(?! to\b)|in a (rush|hurry)|\bhurry\b|desperate|\bemergency\b|(must|has to|have to|need(s)? (it|this|to)) .{0,24}\b(today|tonight|now)\b|time is running out/i

/** Words by which somebody tells that a life is at stake: no machine should answer. */
const DANGER =
  /着火了|起火了|冒烟|焦味|触电|烫伤(?!膏|药)|救命|快救人|晕倒|昏迷|没呼吸|喘不(过|上)(来)?气|煤气泄漏|燃气泄漏|漏电.{0,4}(伤|死|倒)|出人命|被困|\b(on fire(?! sale)|unconscious|can'?t breathe)\b/i

/** Words that tell of harm that is being done or near, about which an article may still help at once. */
const HAZARD =
  /起火|冒[着出]?[黑浓白青]烟|冒火[花星]|打火花|[被给]电[到了着]|电池.{0,6}(爆|炸)|(?<!价格|信息)爆炸(?![头性糖式])|[烫烧]出.{0,4}泡|(煤气|燃气|天然气|瓦斯)(漏|味)|困在(里|车|电梯)|[被让](砸|压|埋)[到在了住]|溺水|落水|(?<!手机|电脑|系统)中毒(?!软件)|流血|止不住血|送(去|往)?(医院|急诊|抢救)(的?路上|抢救)|快叫救护车|塌方|\b(bleeding|collapsed|electrocuted|gas leak|smells? (of )?gas|carbon monoxide|call an ambulance|exploded|sparking|smok(e|ing) (is )?(coming|pouring)|(battery|charger|socket|plug).{0,20}(swell|hiss|smok|burn)|trapped (inside|under|in the))/i

/** Whether somebody says that it cannot wait. */
export const isPressing = (text: string): boolean => PRESSING.test(normalise(text))

/** Whether somebody tells that a life is at stake. */
export const isDanger = (text: string): boolean => DANGER.test(normalise(text))

/** Whether somebody tells of danger to life or limb, grave or small. */
export const isHazard = (text: string): boolean => isDanger(text) || HAZARD.test(normalise(text))
