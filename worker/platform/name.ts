/**
 * The name an object was made under. The platform tells it when somebody calls by name; an alarm may wake an object
 * without saying it, so it is kept, once.
 */
export function nameOf(ctx: DurableObjectState): string {
  const kept = ctx.storage.kv.get<string>('name')
  const name = ctx.id.name ?? kept
  if (!name) throw new Error('an object must be called by name first')
  if (!kept) ctx.storage.kv.put('name', name)
  return name
}
