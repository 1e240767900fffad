import { BCRYPT_BYTES, bcryptInput, checkBcrypt } from '../bcrypt'
import type { ForeignFormat } from './hash'
import { FOREIGN_LIMITS } from './limits'

/** `$2x$` is left out: it marks hashes of a faulty program, which no correct one can check. */
const BCRYPT = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/

/** The bytes that other software hashes: as typed, and no further than bcrypt reads. */
const cutInput = (password: string): Buffer => Buffer.from(password, 'utf8').subarray(0, BCRYPT_BYTES)

/** bcrypt of other software, or of another deployment of ours: they differ beyond 72 bytes, and in how an accent was composed. */
export const readBcrypt: ForeignFormat = (text) => {
  const cost = Number(BCRYPT.exec(text)?.[1] ?? Number.NaN)
  if (Number.isNaN(cost)) return undefined
  return {
    isTooCostly: cost > FOREIGN_LIMITS.bcryptCost,
    isLarge: false,
    async verify(password) {
      const [theirs, ours] = [cutInput(password), bcryptInput(password)]
      if (await checkBcrypt(theirs, text)) return true
      return !theirs.equals(ours) && checkBcrypt(ours, text)
    },
  }
}
