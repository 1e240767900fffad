/**
 * Starts the server in a tree that `npm run build:standalone` made: there is no working folder to rely on. The module is
 * imported, not linked, because it reads files of the working folder when it starts.
 */
process.chdir(import.meta.dirname)
await import('./main')
