import { readFile } from 'node:fs/promises'
import { newNonce, securityHeaders } from '../headers.ts'
import { SAMPLE, type Site, withNonce } from '../site.ts'
import { isOurs } from './guards.ts'

/** Answers `app://app/…` from the map of the site; everything else is not there. */
export const answerFrom =
  (site: Site) =>
  async (request: Pick<Request, 'url' | 'method'>): Promise<Response> => {
    const nonce = newNonce()
    const headers = securityHeaders(nonce)
    const refuse = (status: number): Response => new Response(null, { status, headers })
    if (!isOurs(request.url)) return refuse(403)
    if (request.method !== 'GET') return refuse(405)
    const { pathname } = new URL(request.url)
    const path = pathname === '/' ? '/index.html' : decodeURIComponent(pathname)
    if (path === `${SAMPLE}index.json`)
      return new Response(site.sampleIndex, { headers: { ...headers, 'Content-Type': 'application/json' } })
    const file = site.files.get(path)
    if (!file) return refuse(404)
    const bytes = await readFile(file.path)
    const body = path === '/index.html' ? withNonce(bytes.toString('utf8'), nonce) : new Uint8Array(bytes)
    return new Response(body, { headers: { ...headers, 'Content-Type': file.type } })
  }
