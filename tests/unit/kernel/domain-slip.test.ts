import { describe, expect, it } from 'vitest'
import { likelyAddress } from '../../../lib/kernel/text/domain-slip'

/** Domains in which people have mail. */
const REAL =
  `gmail.com googlemail.com hotmail.com hotmail.fr hotmail.be hotmail.co.uk hotmail.it hotmail.es hotmail.de
  outlook.com outlook.fr outlook.be outlook.es live.com live.fr live.be live.ca live.co.uk msn.com yahoo.com yahoo.fr
  yahoo.co.uk yahoo.ca yahoo.es yahoo.co.jp ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.fr gmx.com gmx.fr gmx.de
  gmx.net mail.com email.com mail.fr mail.ru hmail.com fmail.com zmail.com pm.me proton.me protonmail.com protonmail.ch tutanota.com
  tuta.com tuta.io zoho.com zohomail.eu yandex.com yandex.ru fastmail.com fastmail.fm hey.com mailo.com ik.me orange.fr orange.com
  orange.es wanadoo.fr wanadoo.es free.fr sfr.fr neuf.fr cegetel.net bbox.fr laposte.net laposte.fr numericable.fr
  club-internet.fr aliceadsl.fr voila.fr noos.fr dbmail.com ac-paris.fr etu.univ-lyon1.fr univ-rennes.fr skynet.be telenet.be proximus.be
  bluewin.ch hispeed.ch sunrise.ch videotron.ca videotron.qc.ca sympatico.ca bell.net web.de t-online.de freenet.de libero.it virgilio.it
  tiscali.it terra.com.br uol.com.br qq.com 163.com naver.com comcast.net verizon.net att.net sbcglobal.net btinternet.com sky.com
  line.com love.com life.com five.com fee.fr tree.fr str.fr ufr.fr sfr.com free.com freee.com cloud.com grange.fr gmail.org
  example.com exemple.fr huntaze.com gov.uk education.gouv.fr`.split(/\s+/)

describe('a slip in the domain', () => {
  it.each([
    ['gmial.com', 'gmail.com'],
    ['gamil.com', 'gmail.com'],
    ['gmal.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.c', 'gmail.com'],
    ['gmail.cm', 'gmail.com'],
    ['gmail.fr', 'gmail.com'],
    ['gmial.con', 'gmail.com'],
    ['hotmial.fr', 'hotmail.fr'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.fr', 'hotmail.fr'],
    ['hotmail.ft', 'hotmail.fr'],
    ['homtail.com', 'hotmail.com'],
    ['outlok.fr', 'outlook.fr'],
    ['outllook.com', 'outlook.com'],
    ['outloook.com', 'outlook.com'],
    ['yaho.fr', 'yahoo.fr'],
    ['yahooo.com', 'yahoo.com'],
    ['yahoo.rf', 'yahoo.fr'],
    ['iclould.com', 'icloud.com'],
    ['iclud.com', 'icloud.com'],
    ['orange.f', 'orange.fr'],
    ['ornage.fr', 'orange.fr'],
    ['wanado.fr', 'wanadoo.fr'],
    ['lapsote.net', 'laposte.net'],
    ['laposte.met', 'laposte.net'],
    ['free.f', 'free.fr'],
    ['sfr.ft', 'sfr.fr'],
    ['live.f', 'live.fr'],
    ['protonmial.com', 'protonmail.com'],
  ])('%s is probably %s', (typed, meant) => {
    expect(likelyAddress(`jean.dupont@${typed}`)).toBe(`jean.dupont@${meant}`)
    expect(likelyAddress(` Jean.Dupont@${typed.toUpperCase()} `)).toBe(`Jean.Dupont@${meant}`)
    expect(likelyAddress(`jean@${meant}`)).toBeUndefined()
  })

  it('is seen in no domain that people really have', () => {
    expect(REAL.length).toBeGreaterThan(60)
    expect(REAL.filter((domain) => likelyAddress(`jean@${domain}`))).toEqual([])
  })

  it.each(['', 'jean', 'jean@', '@gmial.com', 'jean@gmial', 'jean@.com', 'jean@mail.gmial.com'])(
    'is seen in nothing that is no address yet: %j',
    (typed) => {
      expect(likelyAddress(typed)).toBeUndefined()
    },
  )
})
