import { type Context, narrowsExisting, type Reason, tableName } from './context'
import { type Body, bodyOf, hasKeywords, type Kind, type Statement } from './parse'
import { reasonAgainstChange } from './table-change'

type Rule<K extends Kind> = (body: Body<K>, context: Context, statement: Statement) => Reason

const UNKNOWN = 'this kind of statement is not known to be harmless'
const DROPS = 'it drops what may be in use'

/** `LockStmt.mode` of SHARE ROW EXCLUSIVE (PostgreSQL's `lockdefs.h`): readers and row locks pass. */
const SHARE_ROW_EXCLUSIVE = 6

const TIMEOUTS = ['lock_timeout', 'statement_timeout']

const harmless = (): Reason => undefined
const drops = (): Reason => DROPS
const when = (isHarmless: boolean, reason = UNKNOWN): Reason => (isHarmless ? undefined : reason)

/** False for a temporary relation, which ends with the connection of the migration. */
const isKept = (relation: Body<'RangeVar'> | undefined): boolean => relation?.relpersistence !== 't'

/** Records a new table. One created "if not exists" may be an old one. */
function recordTable(context: Context, relation: Body<'RangeVar'> | undefined, mayExist = false): Reason {
  if (!mayExist) context.made.tables.add(tableName(relation))
  return when(isKept(relation))
}

const reasonAgainstIndex: Rule<'IndexStmt'> = (index, context) => {
  if (!index.idxname) return 'an index needs a name: deployment finds it by that'
  if (!index.unique || !narrowsExisting(context, tableName(index.relation), index)) return undefined
  return 'a new unique index narrows existing columns'
}

const reasonAgainstDrop: Rule<'DropStmt'> = ({ removeType, objects = [] }) => {
  if (removeType !== 'OBJECT_INDEX') return DROPS
  const isBare =
    objects.length === 1 && objects.every((name) => 'List' in name && name.List.items?.length === 1)
  return when(isBare, 'an index is dropped by its bare name, one a statement')
}

/**
 * A trigger that runs after a whole statement cannot change it, so the running version's statements keep their effect.
 * One that runs before, instead of, or for each row could refuse or rewrite them.
 */
const reasonAgainstTrigger: Rule<'CreateTrigStmt'> = ({ timing, isconstraint, replace }, _, { text }) => {
  const isPlain = !isconstraint && !replace
  // FOR EACH STATEMENT is PostgreSQL's default, but must be written for readers.
  const isAfterStatement = !timing && hasKeywords(text, 'for each statement execute function')
  return when(
    isPlain && isAfterStatement,
    "only a trigger AFTER … FOR EACH STATEMENT leaves others' statements alone",
  )
}

/** A fixed `search_path` on a function changes nothing for the running version: it only states where the function looks. */
const reasonAgainstFunctionChange: Rule<'AlterFunctionStmt'> = ({ objtype, actions = [] }) => {
  const isSearchPath = actions.every((action) => {
    const setting = bodyOf('VariableSetStmt', bodyOf('DefElem', action)?.arg)
    return setting?.kind === 'VAR_SET_CURRENT' && setting.name === 'search_path'
  })
  return when(
    objtype === 'OBJECT_FUNCTION' && isSearchPath,
    'of an existing function only SET search_path FROM CURRENT may change',
  )
}

/** Statements that a migration may contain, with their conditions. All others are refused. */
const RULES: { [K in Kind]?: Rule<K> } = {
  InsertStmt: harmless,
  UpdateStmt: harmless,
  CommentStmt: harmless,
  CreateEnumStmt: harmless,
  CompositeTypeStmt: harmless,
  CreateRangeStmt: harmless,
  CreateDomainStmt: harmless,
  CreateExtensionStmt: harmless,
  GrantRoleStmt: ({ is_grant: isGrant }) => when(isGrant === true),
  GrantStmt: ({ is_grant: isGrant }) => when(isGrant === true),
  DefineStmt: ({ kind }) => when(kind === 'OBJECT_TYPE'),
  CreateSeqStmt: ({ sequence }) => when(isKept(sequence)),
  ViewStmt: ({ view }) => when(isKept(view)),
  CreateFunctionStmt: ({ is_procedure: isProcedure }) => when(!isProcedure),
  AlterFunctionStmt: reasonAgainstFunctionChange,
  CreateSchemaStmt: ({ schemaElts: elements }) => when(!elements?.length),
  CreateStmt: ({ relation, if_not_exists }, context) => recordTable(context, relation, if_not_exists),
  CreateTableAsStmt: ({ into, objtype, if_not_exists }, context) =>
    when(objtype === 'OBJECT_TABLE') ?? recordTable(context, into?.rel, if_not_exists),
  IndexStmt: reasonAgainstIndex,
  CreateTrigStmt: reasonAgainstTrigger,
  AlterTableStmt: reasonAgainstChange,
  AlterEnumStmt: ({ oldVal }) => when(oldVal === undefined),
  RenameStmt: () => 'the running version still uses the old name',
  LockStmt: ({ mode }) =>
    when(mode === SHARE_ROW_EXCLUSIVE, 'only a lock IN SHARE ROW EXCLUSIVE MODE lets readers pass'),
  // ANALYZE is parsed as a VacuumStmt.
  VacuumStmt: ({ is_vacuumcmd: isVacuum }) => when(!isVacuum),
  VariableSetStmt: ({ is_local: isLocal, name = '' }) => when(isLocal === true && TIMEOUTS.includes(name)),
  DropStmt: reasonAgainstDrop,
  TruncateStmt: drops,
  DropdbStmt: drops,
  DropOwnedStmt: drops,
  DropRoleStmt: drops,
  DropSubscriptionStmt: drops,
  DropTableSpaceStmt: drops,
  DropUserMappingStmt: drops,
}

/** The reason against a statement of the kind `kind` in a migration; undefined when it may stand there. */
export function reasonAgainstKind(kind: Kind, body: unknown, context: Context, statement: Statement): Reason {
  const rule = RULES[kind] as ((...given: [unknown, Context, Statement]) => Reason) | undefined
  return rule ? rule(body, context, statement) : UNKNOWN
}
