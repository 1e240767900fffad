import { SignalAccount } from '@/components/passkey/signal-account'
import { Sentence } from '@/components/sentence'
import type { PublicUser } from '@/lib/account/account'
import type { OwnPasskey, OwnPasskeys } from '@/lib/auth/read-passkeys'
import card from '../../card.module.css'
import { Moment } from '../../moment'
import { AddPasskey } from './add-passkey'
import type { PasskeyTexts } from './passkey-texts'
import styles from './passkeys.module.css'
import { RemovePasskey } from './remove-passkey'
import { RenamePasskey } from './rename-passkey'

type RowProps = { passkey: OwnPasskey; isProofFresh: boolean; byCode: boolean; texts: PasskeyTexts }

function Row({ passkey, isProofFresh, byCode, texts }: RowProps) {
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey
  const { passkeys } = texts
  return (
    <li className={styles.passkey}>
      <h3>
        <bdi>{name}</bdi>
      </h3>
      <p className={card.small}>
        <Sentence text={passkeys.made} fill={{ when: <Moment iso={createdAt.toISOString()} /> }} />
        <span aria-hidden="true"> · </span>
        {lastUsedAt ? (
          <Sentence text={passkeys.used} fill={{ when: <Moment iso={lastUsedAt.toISOString()} /> }} />
        ) : (
          <span>{passkeys.never}</span>
        )}
        <span aria-hidden="true"> · </span>
        <span>{backedUp ? passkeys.synced : passkeys.local}</span>
      </p>
      <RenamePasskey id={id} name={name} texts={texts} />
      <RemovePasskey id={id} isProofFresh={isProofFresh} byCode={byCode} texts={texts} />
    </li>
  )
}

type PasskeysCardProps = Omit<RowProps, 'passkey'> & { own: OwnPasskeys; user: PublicUser }

/** The account's passkeys. */
export function PasskeysCard({ own, user, ...rest }: PasskeysCardProps) {
  const { passkeys: texts } = rest.texts
  return (
    <section className={card.card} aria-labelledby="passkeys">
      <h2 id="passkeys">{texts.heading}</h2>
      <p className={card.small}>{texts.lead}</p>
      {own.accepted && <SignalAccount accepted={own.accepted} email={user.email} name={user.name} />}
      {own.passkeys.length > 0 && (
        <ul className={styles.list}>
          {own.passkeys.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} {...rest} />
          ))}
        </ul>
      )}
      <AddPasskey isProofFresh={rest.isProofFresh} byCode={rest.byCode} texts={rest.texts} />
    </section>
  )
}
