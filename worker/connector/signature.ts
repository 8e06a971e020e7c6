/**
 * `v1=` and the HMAC-SHA-256, in hexadecimal, of the timestamp, a full stop and the body; one for each secret that is valid,
 * parted by commas (as RFC 2104 computes it; the shape is that of well-known webhooks, so that libraries fit).
 */
export async function signatureOf(secrets: readonly string[], timestamp: number, body: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${timestamp}.${body}`)
  const each = secrets.map(async (secret) => {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes))
    return `v1=${Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  })
  return (await Promise.all(each)).join(',')
}
