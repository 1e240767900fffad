import { readFileSync } from 'node:fs'

/** The packages that the manifests of the app and of its tests ask for, with their versions. */
export function askedPackages(): Record<string, string> {
  const lists = ['package.json', 'tests/package.json'].flatMap((file) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'))
    return [dependencies, devDependencies]
  })
  return Object.assign({}, ...lists)
}
