import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.byteLength === right.byteLength && timingSafeEqual(left, right)
}

/** Who may speak to the shell: whoever brought the token once, known by a cookie from then on. */
export class Sessions {
  readonly token = randomBytes(32).toString('base64url')
  private readonly secret = randomBytes(32).toString('base64url')
  private used = false

  constructor(private readonly cookie: string) {}

  /** Takes the token, once; the value of `Set-Cookie`, or null for a wrong or used one. */
  exchange(token: unknown): string | null {
    if (typeof token !== 'string' || !same(token, this.token) || this.used) return null
    this.used = true
    return `${this.cookie}=${this.secret}; HttpOnly; SameSite=Strict; Path=/`
  }

  knows(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/)
    return cookies.some(
      (cookie) => cookie.startsWith(`${this.cookie}=`) && same(cookie.slice(this.cookie.length + 1), this.secret),
    )
  }
}
