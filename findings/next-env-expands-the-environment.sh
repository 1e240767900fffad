#!/usr/bin/env bash
# @next/env 16.4.6 and a variable of the real environment that a .env file names, too.
#
# Guess: the environment wins over the file, and its values stay as they are; a $ has a meaning only in files.
# True: the environment wins, but where a file names the variable too, its value is expanded like the file's. Of two servers with the
#   same secret, one with the file and one without, each ends up with a different secret.
# Source: the documents of Next.js speak of expansion for .env files alone.
. "$(dirname "$0")/tools/beside.sh"
npm_packages @next/env@16.4.6
cd "$work"
value() { A='abc$HOME#x' HOME=/home/jean NODE_ENV=production node -e "
  const { log } = console; console.log = () => {}; require('@next/env').loadEnvConfig('$1'); log(process.env.A)"; }
mkdir with without
echo 'A=other' >with/.env.production
seen 'without a file: as it was given' "$(value without)" '^abc\$HOME#x$'
seen 'with a file that names it: expanded' "$(value with)" '^abc/home/jean#x$'
