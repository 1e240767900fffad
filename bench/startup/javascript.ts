import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Report, Row } from '../report/table'
import { builds, startObserved } from '../servers/observed'

const PAGES = ['/login', '/register', '/forgot-password']
const TARGET = '/login'

type Manifest = { rootMainFiles: string[]; polyfillFiles: string[] }
type ClientModules = Record<string, { chunks: string[] }>

/** Scripts that a page names anywhere: those of its markup, and those that its components ask for. */
const scriptsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/static\/chunks\/[^"'\\?]+\.js/g)].map(([name]) => name)),
]

const kilobytes = (folder: string, scripts: string[]): string => {
  const sizes = scripts.map((name) => gzipSync(readFileSync(path.join(folder, '.next', name))).length)
  return (sizes.reduce((sum, size) => sum + size, 0) / 1000).toFixed(1)
}

/** Modules that a page's server part refers to by name, by the script that holds them. */
function modulesOf(folder: string, page: string): Map<string, string[]> {
  const file = path.join(folder, '.next/server/app', page, 'page_client-reference-manifest.js')
  const text = readFileSync(file, 'utf8')
  const { clientModules } = JSON.parse(text.slice(text.indexOf('{"moduleLoading'), text.lastIndexOf('}') + 1))
  const modules = new Map<string, string[]>()
  for (const [name, { chunks }] of Object.entries(clientModules as ClientModules)) {
    const script = chunks.at(-1)?.replace('/_next/', '') ?? ''
    modules.set(script, [...(modules.get(script) ?? []), name.replace('[project]/', '')])
  }
  return modules
}

/** A page's scripts: those of the framework (its own start, or a script with none but its modules), and ours. */
function sorted(folder: string, page: string, html: string) {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(folder, '.next/build-manifest.json'), 'utf8'))
  const start = [...manifest.rootMainFiles, ...manifest.polyfillFiles]
  const modules = modulesOf(folder, page)
  const isFramework = (script: string) => {
    const held = modules.get(script)
    return start.includes(script) || held?.every((name) => name.startsWith('node_modules/next/')) === true
  }
  const scripts = scriptsOf(html)
  const ours = scripts.filter((script) => !isFramework(script))
  return { framework: scripts.filter(isFramework), ours, modules }
}

type Build = ReturnType<typeof builds>[number]

async function rowsOf({ name, folder }: Build): Promise<Row[]> {
  const { app, stop } = await startObserved(folder)
  const rows: Row[] = []
  const contents = new Map<string, string>()
  try {
    for (const page of PAGES) {
      const html = await (await fetch(`${app.url}${page}`)).text()
      const { framework, ours, modules } = sorted(folder, page, html)
      const values = { "framework's, kB": kilobytes(folder, framework), 'ours, kB': kilobytes(folder, ours) }
      rows.push({ what: `${name}: ${page}`, values, target: page === TARGET ? '<= 10' : undefined })
      for (const script of ours)
        contents.set(script, (modules.get(script) ?? ['imports of others']).join(', '))
    }
  } finally {
    await stop()
  }
  for (const [script, held] of contents)
    process.stdout.write(`${path.basename(script)} ${kilobytes(folder, [script])} kB: ${held}\n`)
  return rows
}

/** Weighs the scripts of the pages that a visitor meets first, beyond those of the framework. */
export async function javascript(): Promise<Report> {
  const rows: Row[] = []
  for (const build of builds()) rows.push(...(await rowsOf(build)))
  return { title: 'JavaScript of a page, gzip', rows }
}
