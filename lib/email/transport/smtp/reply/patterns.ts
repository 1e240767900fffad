/** Words of refusals, as `parseReply` leaves them: one line, lower case, without accents. */
const any = (...parts: string[]): RegExp => new RegExp(parts.join('|'))

const WHO = '(?:user|recipient|mailbox|(?:e-?mail )?address|addressee|account|alias|local[- ]part)'

/** The recipient's mailbox does not exist, is closed, or cannot be written so. */
export const UNKNOWN_RECIPIENT = any(
  `\\b(?:unknown|no such|invalid|bad|non-?existent|unrouteable|undeliverable|inactive) (?:local |virtual |recipient )?${WHO}`,
  `\\b${WHO}s?\\b(?: [^ ]+){0,4}? (?:unknown|unavailable|invalid|inactive|disabled|suspended|deactivated|closed|terminated)`,
  `\\b${WHO}s?\\b[^.]{0,60}(?:not (?:found|known|exist|valid|available|listed|a valid)|doesn.?t exist|no longer)`,
  'doesn.?t have an?(?: [^ ]+)? account|nosuchuser|no (?:such )?(?:person|mailbox)|user not local|mailbox name (?:not allowed|invalid)|not our customer',
  '(?:restricted|illegal|invalid) characters? in|(?:bad|invalid|malformed)[a-z ]{0,12} (?:recipient|address|mailbox|local part)|address syntax|malformed address',
  '(?:utilisateur|adresse|destinataire|compte|boite)[^.]{0,40}(?:inconnu|inexistant|invalide|desactive|n.existe pas)',
  '(?:empfanger|benutzer|postfach|adresse|konto)[^.]{0,40}(?:unbekannt|existiert nicht|nicht vorhanden|gesperrt)',
  '(?:usuario|destinatario|casella|utente|buzon|cuenta)[^.]{0,40}(?:desconocid|sconosciut|inesistente|no existe)',
)

/** The recipient's mailbox takes no more for now. */
export const FULL = any(
  '(?:mailbox|account|user|boite|casella|postfach|inbox|recipient)[^.]{0,40}(?:full\\b|over (?:its |the )?quota|pleine|voll\\b|piena|out of storage)',
  'over ?quota|quota (?:exceeded|reached|full)|exceed\\w* (?:its |their |the |storage )*(?:quota|allocat)|storage allocation|boite pleine|disk quota',
)

/** The recipient's own rate, as Gmail words it. */
export const BUSY_RECIPIENT = /receiving (?:e?mail|messages) (?:too quickly|at a rate)/

/** The message is larger than the server takes. */
export const TOO_LARGE =
  /(?:message|mail)(?: header)?(?: size)? (?:is )?(?:too (?:big|large|long)|exceeds)|size (?:limit )?exceed|exceeds[a-z ]*size/

/** Our allowance of a day or an hour. */
export const OUR_QUOTA = any(
  '(?:daily|hourly|monthly|weekly|per[- ](?:day|hour)|sending|outgoing|outbound|submission|smtp|relay)[a-z -]{0,24}(?:quota|limit)',
  'submissionquota|(?:quota|limit)[a-z ]{0,30}(?:per (?:day|hour)|24 ?h|sent today)|too many (?:messages|e?mails) (?:sent )?(?:today|per)',
)

/** We send, connect or log in too fast. */
export const OUR_RATE = any(
  'too many (?:connections|messages|e?mails|errors|concurrent|sessions|requests|authentication|login|invalid recipients)',
  'rate ?limit|throttl|unusual rate|(?:sending|too) (?:too )?fast|(?:maximum|max) (?:sending )?rate|slow down',
)

/** The server wants TLS first. */
export const WANTS_TLS =
  /starttls|encryption (?:is )?(?:required|needed)|(?:secure|tls|ssl) (?:connection|encryption) (?:is )?(?:required|needed)/

/** The server wants a login, or none of ours. */
export const WANTS_LOGIN =
  /authentication (?:is )?(?:required|needed)|must (?:first )?(?:authenticate|log ?in)|please (?:authenticate|log ?in)|client was not authenticated/

/** The name that we greet with. */
export const HELLO = /\b(?:helo|ehlo)\b/

/** The server sends our mail nowhere. */
export const RELAY = any(
  'relay(?:ing)?\\b[^.]{0,40}(?:denied|not permitted|not allowed|prohibited|refused|disabled|forbidden|rejected|interdit)',
  '(?:not permitted|unable|unauthori[sz]ed|not allowed|cannot|do(?:es)? not|don.t|won.t|not authori[sz]ed) (?:to )?relay|rcpthosts|not an open relay|relay access',
)

/** The sender that we give. */
export const SENDER = any(
  'sender (?:address |domain |e-?mail |id |policy )*(?:rejected|refused|denied|not|is|unknown|invalid|verif|must|does|blocked|has|mismatch)',
  '(?:verify|verification for|domain of|invalid|unknown|bad|bogus|forged|spoofed|outbound) sender|sender verif',
  '\\bfrom (?:address|header|domain)|\\bmail ?from\\b|envelope[- ]from|return[- ]path|send ?as\\b|not owned by',
  'not (?:allowed|permitted|authori[sz]ed) to send (?:mail |messages? |e-?mails? )?(?:as|from|on behalf)',
  '(?:sending|originating|your) (?:domain|host)|emetteur|expediteur|absender|remitente|mittente',
)

/** The account that we log in with. */
export const OUR_ACCOUNT =
  /\byour (?:e?mail |user |smtp )?account|sending (?:account|is|has been) |outbound (?:mail|account)|authenticated user/

/** Our reputation, a block list, or a rule that our mail breaks. */
export const POLICY = any(
  'spam|black ?list|block ?list|deny ?list|\\brbl\\b|dnsbl|reputation|banned|blocked|\\bspf\\b|dkim|dmarc|reverse dns|\\bptr\\b|\\bip address|client host|phish|virus',
  'will not accept delivery of this message|polic(?:y|ies)|administrative prohibition|prohibited|content reject|refuse pour|service refuse|mail rejete|\\bofr_?\\d|unsolicited',
)

/** A policy that Postfix quotes from another server, which it asked whether the recipient exists. */
export const QUOTED_POLICY = new RegExp(`undeliverable address: .*\\bsaid: .*(?:${POLICY.source})`)
