/** Headers of every answer. No third-party script runs on our pages; card data stays on the provider's own page. */

export interface SecurityHeaderOptions {
  /** For pages that hydrate; the others carry no inline script at all. */
  nonce?: string
  secure: boolean
  formTargets: readonly string[]
  /** The development server injects styles and talks over a socket. */
  development: boolean
}

export function describeSecurityHeaders(options: SecurityHeaderOptions): Record<string, string> {
  const script = options.nonce === undefined ? "'self'" : `'self' 'nonce-${options.nonce}'`
  const loosened = options.development ? " 'unsafe-inline'" : ''
  const directives = [
    "default-src 'none'",
    `script-src ${options.development ? `'self'${loosened}` : script}`,
    `style-src 'self'${loosened}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${options.development ? ' ws:' : ''}`,
    "manifest-src 'self'",
    // A browser applies this to where a form's answer redirects to as well: the providers' pages are named.
    `form-action ${["'self'", ...options.formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ]
  if (options.secure) directives.push('upgrade-insecure-requests')
  return {
    ...(options.secure ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
    'Content-Security-Policy': directives.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

/**
 * True when a request that changes something comes from our own pages, or carries no cookies' authority at all (an API
 * or a provider's webhook sends no Origin). Browsers send Origin with every POST.
 */
export function isAllowedOrigin(request: Request, publicOrigin: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return true
  const origin = request.headers.get('Origin')
  if (origin === null) return !request.headers.has('Cookie') || request.headers.get('Sec-Fetch-Site') === 'same-origin'
  return origin === publicOrigin || origin === new URL(request.url).origin
}
