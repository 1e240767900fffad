#!/usr/bin/env bash
# PostgreSQL 15: rows of two tables, one of which refers to the other, from a whole dump.
#
# Guess: `pg_restore --data-only` of a whole dump and `pg_dump --data-only` are two ways to the same thing: the rows, in an order that
#   foreign keys allow.
# True: only pg_dump sorts by references, and only when it is asked for rows alone. pg_restore takes the rows of a whole dump in the
#   dump's order, which is by name: with the child before its parent in the alphabet it fails.
# Source: seen; the manual pages of both speak of the order of columns and of lists, not of this one.
. "$(dirname "$0")/tools/beside.sh"
start_postgres
tables='create table parents (id int primary key); create table children (id int references parents);'
for name in source whole rows; do "$bin/createdb" "$name"; "$bin/psql" -qc "$tables" "$name"; done
"$bin/psql" -qc 'insert into parents values (1); insert into children values (1)' source
"$bin/pg_dump" -Fc -f "$work/whole.dump" source
"$bin/pg_dump" -Fc --data-only -f "$work/rows.dump" source
whole="$("$bin/pg_restore" --data-only --exit-on-error -d whole "$work/whole.dump" 2>&1 || true)"
seen 'the rows of a whole dump: the child comes first' "$whole" 'violates foreign key constraint "children_id_fkey"'
rows="$("$bin/pg_restore" --data-only --exit-on-error -d rows "$work/rows.dump" 2>&1 && echo restored)"
seen 'a dump of rows: the parent comes first' "$rows" '^restored$'
