import type { AlterTableCmd, AlterTableType, ColumnDef } from 'libpg-query'
import { parseType, readType, widens, writeType } from './column-type'
import { type Context, isNull, narrowsExisting, noteColumn, type Reason, tableName } from './context'
import { type Body, bodyOf } from './parse'

type Rule = (command: AlterTableCmd, table: string, context: Context) => Reason

const SERIAL = ['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8']
const DROPS = 'it drops a column or a constraint'
const UNKNOWN_OF_COLUMN = 'this change of a column is not known to be harmless'

const harmless = (): Reason => undefined

/** True for NOT NULL without a value for existing rows and for the running version, which does not set the column. */
function demandsValue({ typeName, constraints = [] }: ColumnDef): boolean {
  const rules = constraints.flatMap((node) => bodyOf('Constraint', node) ?? [])
  const has = (...kinds: string[]) => rules.some(({ contype = '' }) => kinds.includes(contype))
  const isFilled =
    has('CONSTR_IDENTITY', 'CONSTR_GENERATED') ||
    SERIAL.includes(typeName ? readType(typeName).name : '') ||
    rules.some(({ contype, raw_expr }) => contype === 'CONSTR_DEFAULT' && !isNull(raw_expr))
  return has('CONSTR_NOTNULL', 'CONSTR_PRIMARY') && !isFilled
}

/** Does not record a column added "if not exists", which may be an old one. */
const reasonAgainstColumn: Rule = ({ def, missing_ok: mayExist }, table, context) => {
  const column = bodyOf('ColumnDef', def) ?? {}
  if (!mayExist) noteColumn(context.made, table, column.colname ?? '')
  if (context.made.tables.has(table) || !demandsValue(column)) return undefined
  return 'a new NOT NULL column without a default refuses the rows that are there'
}

const reasonAgainstConstraint: Rule = ({ def }, table, context) =>
  narrowsExisting(context, table, def) ? 'a new constraint narrows existing columns' : undefined

/** Refuses USING and COLLATE also for the same type: they change values or their order. */
const reasonAgainstType: Rule = ({ name = '', def }, table, { typeOf }) => {
  const { typeName = {}, raw_default: using, collClause: collation } = bodyOf('ColumnDef', def) ?? {}
  const before = typeOf(table, name)
  const after = readType(typeName)
  const isPlain = using === undefined && collation === undefined
  if (isPlain && before !== undefined && widens(parseType(before), after)) return undefined
  return `the change from ${before ?? 'an unknown type'} to ${writeType(after)} is not known to keep every value`
}

const RULES: { [K in AlterTableType]?: Rule } = {
  AT_AddColumn: reasonAgainstColumn,
  AT_AddConstraint: reasonAgainstConstraint,
  AT_ValidateConstraint: harmless,
  AT_DropColumn: () => DROPS,
  AT_DropConstraint: () => DROPS,
}

/** Changes of an existing column or constraint. In a table of the same migration, all of them are harmless. */
const ALTERATIONS: { [K in AlterTableType]?: Rule } = {
  AT_ColumnDefault: ({ def }) => (def ? undefined : UNKNOWN_OF_COLUMN),
  AT_DropNotNull: harmless,
  AT_SetStatistics: harmless,
  AT_SetStorage: harmless,
  AT_AlterColumnType: reasonAgainstType,
  AT_SetNotNull: () => 'SET NOT NULL refuses rows and writers that there already are',
  AT_SetExpression: () => UNKNOWN_OF_COLUMN,
  AT_DropExpression: () => UNKNOWN_OF_COLUMN,
  AT_SetOptions: () => UNKNOWN_OF_COLUMN,
  AT_ResetOptions: () => UNKNOWN_OF_COLUMN,
  AT_SetCompression: () => UNKNOWN_OF_COLUMN,
  AT_AddIdentity: () => UNKNOWN_OF_COLUMN,
  AT_SetIdentity: () => UNKNOWN_OF_COLUMN,
  AT_DropIdentity: () => UNKNOWN_OF_COLUMN,
  AT_AlterConstraint: () => UNKNOWN_OF_COLUMN,
}

function ruleFor(subtype: AlterTableType | undefined, isMade: boolean): Rule {
  const alteration = subtype && ALTERATIONS[subtype]
  if (alteration) return isMade ? harmless : alteration
  return (subtype && RULES[subtype]) ?? (() => 'this change of a table is not known to be harmless')
}

/** The reason against an ALTER TABLE statement in a migration; undefined when it may stand there. */
export function reasonAgainstChange(
  { objtype, relation, cmds = [] }: Body<'AlterTableStmt'>,
  context: Context,
): Reason {
  if (objtype !== 'OBJECT_TABLE') return 'only a table may be altered'
  const table = tableName(relation)
  const reasons = cmds.map((node) => {
    const command = bodyOf('AlterTableCmd', node) ?? {}
    return ruleFor(command.subtype, context.made.tables.has(table))(command, table, context)
  })
  return reasons.find((reason) => reason !== undefined)
}
