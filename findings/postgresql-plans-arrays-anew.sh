#!/usr/bin/env bash
# PostgreSQL 15: a prepared statement that looks up rows for the elements of an array.
#
# Guess: after five executions PostgreSQL keeps one plan for all values, since it is the same nested loop over a unique index each time.
# True: it plans anew at every execution, for ever. Of an array that it does not know yet it expects ten elements, so the plan for any
#   values looks dearer than one made for the array of one element at hand. A `limit` by a parameter, which cuts off nothing, mends it:
#   of an unknown limit it expects a tenth of the rows, which is one, and the plan is kept.
# Source: seen in pg_prepared_statements; the manual page of PREPARE names the rule of five, not what it expects of arrays.
. "$(dirname "$0")/tools/beside.sh"
start_postgres
{
  echo 'create table things (id text primary key, name text);'
  echo "insert into things select n::text, 'thing ' || n from generate_series(1, 20000) as n; analyze things;"
  asked='select things.name from %s as asked (id) left join things on things.id = asked.id'
  printf "prepare plain (text[]) as $asked;\n" 'unnest($1)'
  printf "prepare limited (text[], int) as $asked;\n" '(select unnest($1) limit $2)'
  for _ in $(seq 20); do
    echo "execute plain (array['7']);"
    echo "execute limited (array['7'], 1);"
  done
  echo "select name || ' was planned ' || custom_plans || ' times, and kept ' || generic_plans from pg_prepared_statements;"
} >"$work/statements.sql"
counts="$("$bin/psql" -qAtX -f "$work/statements.sql" postgres | grep planned)"
seen 'without a limit, 20 executions' "$(grep plain <<<"$counts")" '^plain was planned 20 times, and kept 0$'
seen 'with a limit by a parameter' "$(grep limited <<<"$counts")" '^limited was planned 5 times, and kept 15$'
