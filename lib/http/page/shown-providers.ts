import 'server-only'
import { configuredProviders } from '../../provider/table'
import { pageContext } from './page-context'

/** The configured providers as a page shows them: names and labels alone. */
export const shownProviders = () =>
  configuredProviders(pageContext().env).map(({ name, label }) => ({ name, label }))
