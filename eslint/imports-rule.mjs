/**
 * `architecture/imports`: holds every import of app/ to the table in import-table.mjs.
 *
 * It reads the import as it is written and never the disk, so it works the same in an editor, on a file that does not
 * exist yet, and for type-only, dynamic and re-exporting imports.
 */
import path from 'node:path'
import { findLayer, GENERATED_CLIENT, LAYERS, RESERVED_PACKAGES } from './import-table.mjs'

/** @type {import('eslint').Rule.RuleModule} */
export const importsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'hold imports to the layers of the architecture' },
    schema: [],
    messages: {
      unknownFile:
        'app/{{file}} is in no layer: put it in a folder of the architecture, or add a layer to eslint/import-table.mjs.',
      unknownTarget: '"{{source}}" leads to no layer of the architecture.',
      layer: '{{from}} may not import {{to}}{{typesHint}}. It may import: {{allowed}}.',
      package: '{{from}} may not import the package "{{source}}".',
      reserved: 'The package "{{source}}" is reserved to {{owner}}.',
      route:
        'A route may not import another route: what two routes share is a component, a use case or part of the platform.',
      generated: 'The generated database client is imported by app/data alone.',
    },
  },
  create(context) {
    const file = placeInApp(context.filename, context.cwd)
    if (file === null) return {}
    const isTest = /\.test\.tsx?$/.test(file)
    const from = findLayer(file)

    /**
     * @param {import('estree').Node} node
     * @param {unknown} source
     * @param {boolean} typesOnly
     */
    const check = (node, source, typesOnly) => {
      if (typeof source !== 'string' || from === null) return
      /** @param {string} messageId @param {Record<string, string>} [data] */
      const report = (messageId, data = {}) => context.report({ node, messageId, data: { source, from, ...data } })

      const target = placeTarget(file, source)
      if (target === null) {
        if (!isTest) checkPackage({ file, from, source, typesOnly, report })
        return
      }
      // Texts, tests and samples stand outside app/ and have no layer.
      if (target.startsWith('../')) return
      if (GENERATED_CLIENT.test(target) && from !== 'data') return report('generated')
      const to = findLayer(target) ?? findLayer(`${target}.ts`) ?? findLayer(`${target}.tsx`)
      if (to === null) return report('unknownTarget')
      if (to === 'routes' && from === 'routes' && nameRoute(file) !== nameRoute(target)) return report('route')
      const { imports } = LAYERS[from]
      if (to === from || imports.includes(to)) return
      const typesAllowed = imports.includes(`${to} (types)`)
      if (typesAllowed && typesOnly) return
      report('layer', {
        to,
        allowed: [from, ...imports].join(', '),
        typesHint: typesAllowed ? ', except its types' : '',
      })
    }

    return {
      Program(node) {
        if (from === null) context.report({ node, messageId: 'unknownFile', data: { file } })
      },
      ImportDeclaration: (node) => check(node, node.source.value, isTypeOnly(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, isTypeOnly(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(node, node.source.value, isTypeOnly(node, 'exportKind')),
      ImportExpression: (node) => check(node, 'value' in node.source ? node.source.value : undefined, false),
      // import('./x').Type
      TSImportType: (/** @type {any} */ node) => check(node, node.source?.value ?? node.argument?.literal?.value, true),
    }
  },
}

/**
 * @param {{ file: string, from: string, source: string, typesOnly: boolean,
 *   report: (messageId: string, data?: Record<string, string>) => void }} request
 */
function checkPackage({ file, from, source, typesOnly, report }) {
  const reserved = RESERVED_PACKAGES.find(({ packages }) => packages.test(source))
  if (reserved && !reserved.files.test(file) && !(reserved.typesAnywhere === true && typesOnly)) {
    const owner = `app/${reserved.files.source.replace(/[\\^]/g, '')}`
    return report('reserved', { owner })
  }
  const { packages } = LAYERS[from]
  if (packages && !packages.some((name) => source === name || source.startsWith(`${name}/`))) report('package')
}

/**
 * Path inside app/ with forward slashes, or null for a file elsewhere.
 * @param {string} filename
 * @param {string} cwd
 */
function placeInApp(filename, cwd) {
  const relative = path.relative(path.join(cwd, 'app'), filename).split(path.sep).join('/')
  return relative.startsWith('../') || path.isAbsolute(relative) ? null : relative
}

/**
 * Where an import leads, as a path inside app/; null for a package.
 * @param {string} file
 * @param {string} source
 */
function placeTarget(file, source) {
  const [bare = ''] = source.split('?')
  if (bare.startsWith('~/')) return bare.slice(2)
  return bare.startsWith('.') ? path.posix.join(path.posix.dirname(file), bare) : null
}

/**
 * The route that a file of app/routes belongs to: its folder's or its own name.
 * @param {string} file
 */
function nameRoute(file) {
  return (file.split('/')[1] ?? '').replace(/\.(tsx?|css)$/, '')
}

/**
 * @param {import('estree').ImportDeclaration | import('estree').ExportNamedDeclaration | import('estree').ExportAllDeclaration} node
 * @param {'importKind' | 'exportKind'} kind
 */
function isTypeOnly(node, kind) {
  return kind in node && Reflect.get(node, kind) === 'type'
}
