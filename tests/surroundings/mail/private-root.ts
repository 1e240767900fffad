import { isRoot } from '../folder'
import { LeftOut, type Unpacked } from '../unpack'

/** A file that a program finds at its usual place, and nobody else. */
export type PlacedFile = { name: string; text: string }

export type Guest = {
  unpacked: Unpacked
  files: PlacedFile[]
  /** Lines of /etc/passwd and /etc/group; mail servers have accounts of their own. */
  accounts: string[]
  groups: string[]
  /** Shell commands before the last, which is the program. */
  commands: string[]
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Writes a text below the root of the guest, from inside. */
const place = ({ name, text }: PlacedFile, append = false): string =>
  `mkdir -p "$(dirname ${name})" && printf '%s\\n' ${quoted(text)} ${append ? '>>' : '>'} ${name}`

/**
 * The whole system as it is, with a package laid over it: what the program writes goes to memory, and ends with it.
 * A package has folders where the system has links to /usr, so those move first.
 */
const OVERLAY = `
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/package /mnt/changes /mnt/work /mnt/root
cp -a "$1/." /mnt/package
for name in bin sbin lib; do
  if [ -d "/mnt/package/$name" ]; then
    mkdir -p "/mnt/package/usr/$name"
    cp -a "/mnt/package/$name/." "/mnt/package/usr/$name"
    rm -r "/mnt/package/$name"
  fi
done
mount -t overlay overlay -o lowerdir=/mnt/package:/,upperdir=/mnt/changes,workdir=/mnt/work /mnt/root
mount --rbind /dev /mnt/root/dev
mount -t proc proc /mnt/root/proc
mount -t tmpfs tmpfs /mnt/root/run
exec chroot /mnt/root sh -c "$2"
`

/**
 * The command that runs a program with its package, files and accounts at their usual places, in namespaces of mounts
 * and processes. The system outside sees nothing of it, and all processes end with the first.
 * @throws LeftOut without root
 */
export function inPrivateRoot({ unpacked, files, accounts, groups, commands }: Guest): string[] {
  if (!isRoot) throw new LeftOut('mail servers change their accounts, which needs root')
  const inside = [
    'set -e',
    ...files.map((file) => place(file)),
    place({ name: '/etc/passwd', text: accounts.join('\n') }, true),
    place({ name: '/etc/group', text: groups.join('\n') }, true),
    ...commands.slice(0, -1),
    `exec ${commands.at(-1)}`,
  ].join('\n')
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child']
  return [...namespaces, 'sh', '-c', OVERLAY, 'sh', unpacked.root, inside]
}
