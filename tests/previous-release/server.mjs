var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// lib/auth/password-dictionary.ts
async function load() {
  const [{ ZxcvbnFactory }, common, french, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-fr"),
    import("@zxcvbn-ts/language-en")
  ]);
  const lists = Object.entries({ ...common.dictionary, ...french.dictionary, ...english.dictionary });
  const estimator = new ZxcvbnFactory({
    dictionary: Object.fromEntries(lists.filter(([name]) => !LEFT_OUT.includes(name))),
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: LEET_READINGS,
    maxLength: ESTIMATED_UNITS
  });
  const listed = new Set(common.dictionary["passwords-common"]);
  return {
    isListed: (password2) => listed.has(password2),
    guesses: (password2, words) => estimator.check(password2, words).guesses
  };
}
function passwordDictionary() {
  const shared2 = globalThis;
  shared2[KEY] ??= load();
  return shared2[KEY];
}
var ESTIMATED_UNITS, LEET_READINGS, LEFT_OUT, KEY;
var init_password_dictionary = __esm({
  "lib/auth/password-dictionary.ts"() {
    "use strict";
    ESTIMATED_UNITS = 28;
    LEET_READINGS = 4;
    LEFT_OUT = ["lastnames-en", "wikipedia-en", "wikipedia-fr", "diceware-common"];
    KEY = /* @__PURE__ */ Symbol.for("huntaze.password-dictionary");
  }
});

// lib/env.ts
import { z } from "zod";
function crossesNetworkUnstated(databaseUrl) {
  const url = new URL(databaseUrl);
  const socket = url.searchParams.get("host")?.startsWith("/") || url.hostname === "";
  return !socket && !isLoopback(url) && !url.searchParams.has("sslmode");
}
function combinedFaults(parsed) {
  const { EMAIL_TRANSPORT: transport } = parsed;
  const production = parsed.NODE_ENV === "production";
  const app2 = new URL(parsed.APP_URL);
  const faults = [
    [transport === "smtp" && !parsed.SMTP_URL, "SMTP_URL is missing: EMAIL_TRANSPORT=smtp needs it"],
    [transport === "ses" && !parsed.AWS_REGION, "AWS_REGION is missing: EMAIL_TRANSPORT=ses needs it"],
    [
      production && transport === "mailbox" && !isLoopback(app2),
      "EMAIL_TRANSPORT=mailbox shows every link to whoever looks: in production it needs a loopback APP_URL"
    ],
    [
      production && app2.protocol !== "https:" && !isLoopback(app2),
      "APP_URL must be https in production (a loopback address may be http)"
    ],
    [production && parsed.BCRYPT_COST < 10, "BCRYPT_COST must be at least 10 in production"],
    [
      production && crossesNetworkUnstated(parsed.DATABASE_URL),
      "DATABASE_URL leaves this host: state its sslmode (verify-full recommended)"
    ]
  ];
  return faults.filter(([wrong]) => wrong).map(([, fault2]) => fault2);
}
function parseEnv(source) {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== void 0 && value !== "")
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => issue.message));
  const faults = combinedFaults(parsed.data);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const env2 = parsed.data;
  return {
    production: env2.NODE_ENV === "production",
    databaseUrl: env2.DATABASE_URL,
    appUrl: env2.APP_URL,
    authSecrets: env2.AUTH_SECRET,
    bcryptCost: env2.BCRYPT_COST,
    email: { transport: env2.EMAIL_TRANSPORT, from: env2.EMAIL_FROM, smtpUrl: env2.SMTP_URL },
    cronSecret: env2.CRON_SECRET,
    trustedProxyHops: env2.TRUSTED_PROXY_HOPS,
    rateLimitScale: env2.RATE_LIMIT_SCALE,
    port: env2.PORT
  };
}
var MIN_SECRET_BYTES, LOOPBACK_HOSTS, ConfigurationError, isLoopback, SENDER, isUrl, number, secrets, origin, schema;
var init_env = __esm({
  "lib/env.ts"() {
    "use strict";
    MIN_SECRET_BYTES = 32;
    LOOPBACK_HOSTS = /* @__PURE__ */ new Set(["localhost", "127.0.0.1", "[::1]"]);
    ConfigurationError = class extends Error {
      constructor(faults) {
        super(
          `The configuration has ${faults.length} fault(s):
${faults.map((fault2) => `  - ${fault2}`).join("\n")}`
        );
        this.faults = faults;
      }
      faults;
      name = "ConfigurationError";
    };
    isLoopback = (url) => LOOPBACK_HOSTS.has(url.hostname);
    SENDER = /^(?:[^<>"\r\n]+ <[^\s<>@",]+@[^\s<>@",.]+(?:\.[^\s<>@",.]+)+>|[^\s<>@",]+@[^\s<>@",.]+(?:\.[^\s<>@",.]+)+)$/;
    isUrl = (value, protocols) => URL.canParse(value) && protocols.includes(new URL(value).protocol);
    number = (name, min, max, fallback) => z.string().default(String(fallback)).transform(Number).refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      message: `${name} must be a whole number from ${min} to ${max}`
    });
    secrets = z.string({
      error: "AUTH_SECRET is missing: set it to 32 or more random bytes, for example from `openssl rand -base64 32`"
    }).transform((value) => value.split(",").map((secret) => secret.trim())).refine((list) => list.every((secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES), {
      message: `AUTH_SECRET: each comma-separated secret must have at least ${MIN_SECRET_BYTES} bytes`
    }).refine((list) => list.every((secret) => new Set(secret).size >= 8), {
      message: "AUTH_SECRET: a secret repeats a few characters; use random bytes"
    }).refine((list) => new Set(list).size === list.length, {
      message: "AUTH_SECRET lists the same secret twice"
    });
    origin = z.string().default("http://localhost:3000").refine((value) => isUrl(value, ["http:", "https:"]), { message: "APP_URL must be an http(s) origin" }).refine((value) => !URL.canParse(value) || /^\/?$/.test(new URL(value).pathname + new URL(value).search), {
      message: "APP_URL must be an origin alone, without a path"
    }).transform((value) => URL.canParse(value) ? new URL(value).origin : value);
    schema = z.object({
      NODE_ENV: z.string().optional(),
      DATABASE_URL: z.string({
        error: "DATABASE_URL is missing: set it to postgres://\u2026 (`npm run dev` starts a database by itself)"
      }).refine((value) => isUrl(value, ["postgres:", "postgresql:"]), {
        message: "DATABASE_URL must be a postgres:// address"
      }),
      APP_URL: origin,
      AUTH_SECRET: secrets,
      EMAIL_TRANSPORT: z.enum(["mailbox", "ses", "smtp"], {
        error: "EMAIL_TRANSPORT must be set to one of mailbox, ses, smtp"
      }),
      EMAIL_FROM: z.string().default("Huntaze <noreply@huntaze.com>").refine((value) => SENDER.test(value), {
        message: "EMAIL_FROM must look like `Huntaze <noreply@huntaze.com>`"
      }),
      SMTP_URL: z.string().refine((value) => isUrl(value, ["smtp:", "smtps:"]), {
        message: "SMTP_URL must be an smtp(s):// address"
      }).optional(),
      AWS_REGION: z.string().optional(),
      CRON_SECRET: z.string().refine((value) => Buffer.byteLength(value) >= 16, { message: "CRON_SECRET must have at least 16 bytes" }).optional(),
      TRUSTED_PROXY_HOPS: number("TRUSTED_PROXY_HOPS", 0, 10, 0),
      RATE_LIMIT_SCALE: z.string().default("1").transform(Number).refine((value) => Number.isFinite(value) && value > 0, {
        message: "RATE_LIMIT_SCALE must be a number above 0"
      }),
      BCRYPT_COST: number("BCRYPT_COST", 4, 15, 10),
      PORT: number("PORT", 0, 65535, 3e3)
    });
  }
});

// lib/auth/hash-gate.ts
function createHashGate({ atOnce, waiting, retryAfter }) {
  const queue = [];
  let running = 0;
  function wait(signal) {
    return new Promise((resolve, reject) => {
      const enter2 = () => {
        signal?.removeEventListener("abort", abandon);
        resolve();
      };
      const abandon = () => {
        queue.splice(queue.indexOf(enter2), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abandon, { once: true });
      queue.push(enter2);
    });
  }
  async function enter(signal) {
    signal?.throwIfAborted();
    if (running >= atOnce && queue.length >= waiting) throw new TooBusyError(retryAfter);
    if (running >= atOnce) return wait(signal);
    running += 1;
  }
  function leave() {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
  return {
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    }
  };
}
var TooBusyError;
var init_hash_gate = __esm({
  "lib/auth/hash-gate.ts"() {
    "use strict";
    TooBusyError = class extends Error {
      /** @param retryAfter seconds after which a new attempt makes sense */
      constructor(retryAfter) {
        super("too many password hashes are waiting");
        this.retryAfter = retryAfter;
      }
      retryAfter;
      name = "TooBusyError";
    };
  }
});

// lib/auth/password-text.ts
var PASSWORD_MIN, PASSWORD_LONG, PASSWORD_MAX, normalisedPassword, codePoints;
var init_password_text = __esm({
  "lib/auth/password-text.ts"() {
    "use strict";
    PASSWORD_MIN = 8;
    PASSWORD_LONG = 15;
    PASSWORD_MAX = 1024;
    normalisedPassword = (typed) => typed.normalize("NFC");
    codePoints = (text2) => [...text2].length;
  }
});

// lib/auth/password.ts
import { createHmac } from "node:crypto";
import { hash as bcryptHash, verify as bcryptVerify } from "@node-rs/bcrypt";
function bcryptInput(password2) {
  const bytes = Buffer.from(normalisedPassword(password2), "utf8");
  if (bytes.length <= BCRYPT_BYTES && !bytes.includes(0)) return bytes;
  return Buffer.from(createHmac("sha384", DIGEST_LABEL).update(bytes).digest("base64"));
}
function createPasswordHasher({ cost }) {
  const gate = createHashGate({ atOnce: AT_ONCE, waiting: WAITING, retryAfter: RETRY_AFTER });
  const decoy = decoyHash(cost);
  return {
    hash: (password2, signal) => gate.run(() => bcryptHash(bcryptInput(password2), cost), signal),
    async verify(password2, storedHash, signal) {
      const known = storedHash !== null && BCRYPT_STRING.test(storedHash);
      const against = known ? storedHash : decoy;
      const equal = await gate.run(() => bcryptVerify(bcryptInput(password2), against), signal);
      return known && equal;
    },
    needsRehash: (storedHash) => Number(BCRYPT_STRING.exec(storedHash)?.[1]) !== cost
  };
}
var AT_ONCE, WAITING, RETRY_AFTER, BCRYPT_BYTES, DIGEST_LABEL, BCRYPT_STRING, decoyHash;
var init_password = __esm({
  "lib/auth/password.ts"() {
    "use strict";
    init_hash_gate();
    init_password_text();
    AT_ONCE = 2;
    WAITING = 64;
    RETRY_AFTER = 2;
    BCRYPT_BYTES = 72;
    DIGEST_LABEL = "huntaze-auth password v1";
    BCRYPT_STRING = /^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/;
    decoyHash = (cost) => `$2b$${String(cost).padStart(2, "0")}$${".".repeat(53)}`;
  }
});

// lib/clock.ts
var systemClock, SECOND, MINUTE, HOUR, DAY, shift, secondsUntil;
var init_clock = __esm({
  "lib/clock.ts"() {
    "use strict";
    systemClock = () => /* @__PURE__ */ new Date();
    SECOND = 1e3;
    MINUTE = 60 * SECOND;
    HOUR = 60 * MINUTE;
    DAY = 24 * HOUR;
    shift = (date, milliseconds) => new Date(date.getTime() + milliseconds);
    secondsUntil = (until, from) => Math.max(0, Math.ceil((until.getTime() - from.getTime()) / SECOND));
  }
});

// lib/db/schema.ts
var schema_exports = {};
__export(schema_exports, {
  MESSAGE_KINDS: () => MESSAGE_KINDS,
  MESSAGE_STATUSES: () => MESSAGE_STATUSES,
  emailMessages: () => emailMessages,
  emailVerificationTokens: () => emailVerificationTokens,
  emailVerificationUses: () => emailVerificationUses,
  mailboxMessages: () => mailboxMessages,
  rateLimits: () => rateLimits,
  sessions: () => sessions,
  users: () => users
});
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex
} from "drizzle-orm/pg-core";
var bytea, at, id, userId, users, sessions, emailVerificationTokens, emailVerificationUses, MESSAGE_KINDS, MESSAGE_STATUSES, emailMessages, rateLimits, mailboxMessages;
var init_schema = __esm({
  "lib/db/schema.ts"() {
    "use strict";
    bytea = customType({ dataType: () => "bytea" });
    at = (name) => timestamp(name, { withTimezone: true, mode: "date" });
    id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
    userId = () => bigint("user_id", { mode: "number" });
    users = pgTable(
      "users",
      {
        id: id(),
        email: text("email").notNull(),
        name: text("name").notNull(),
        passwordHash: text("password_hash").notNull(),
        emailVerified: boolean("email_verified").notNull().default(false),
        locale: text("locale", { enum: ["fr", "en"] }).notNull().default("fr"),
        createdAt: at("created_at").notNull().defaultNow(),
        updatedAt: at("updated_at").notNull().defaultNow()
      },
      (table) => [
        uniqueIndex("users_email_key").on(table.email),
        check("users_locale_check", sql`${table.locale} in ('fr', 'en')`)
      ]
    );
    sessions = pgTable(
      "sessions",
      {
        id: text("id").primaryKey(),
        userId: userId().notNull().references(() => users.id, { onDelete: "cascade" }),
        tokenHash: bytea("token_hash").notNull(),
        expiresAt: at("expires_at").notNull(),
        createdAt: at("created_at").notNull().defaultNow()
      },
      (table) => [
        index("sessions_user_id_idx").on(table.userId),
        index("sessions_expires_at_idx").on(table.expiresAt)
      ]
    );
    emailVerificationTokens = pgTable(
      "email_verification_tokens",
      {
        id: id(),
        userId: userId().notNull().references(() => users.id, { onDelete: "cascade" }),
        email: text("email").notNull(),
        tokenHash: bytea("token_hash").notNull(),
        expiresAt: at("expires_at").notNull(),
        createdAt: at("created_at").notNull().defaultNow()
      },
      (table) => [
        uniqueIndex("email_verification_tokens_token_hash_key").on(table.tokenHash),
        index("email_verification_tokens_user_id_idx").on(table.userId),
        index("email_verification_tokens_expires_at_idx").on(table.expiresAt)
      ]
    );
    emailVerificationUses = pgTable(
      "email_verification_uses",
      {
        tokenHash: bytea("token_hash").primaryKey(),
        userId: userId().notNull().references(() => users.id, { onDelete: "cascade" }),
        usedAt: at("used_at").notNull().defaultNow()
      },
      (table) => [
        index("email_verification_uses_user_id_idx").on(table.userId),
        index("email_verification_uses_used_at_idx").on(table.usedAt)
      ]
    );
    MESSAGE_KINDS = ["verification", "welcome"];
    MESSAGE_STATUSES = ["queued", "sending", "sent", "dead"];
    emailMessages = pgTable(
      "email_messages",
      {
        id: id(),
        userId: userId().references(() => users.id, { onDelete: "set null" }),
        kind: text("kind", { enum: MESSAGE_KINDS }).notNull(),
        status: text("status", { enum: MESSAGE_STATUSES }).notNull().default("queued"),
        sealed: bytea("sealed"),
        /** Claims so far; also the fencing token: a worker settles only the claim it holds. */
        attempts: integer("attempts").notNull().default(0),
        /** Queued: when to try next. Sending: when the claim's lease ends. */
        dueAt: at("due_at").notNull(),
        /** The provider's error name of the last failure; never its text, which can quote an address. */
        lastError: text("last_error"),
        providerMessageId: text("provider_message_id"),
        createdAt: at("created_at").notNull().defaultNow(),
        settledAt: at("settled_at")
      },
      (table) => [
        index("email_messages_due_idx").on(table.dueAt).where(sql`${table.status} in ('queued', 'sending')`),
        index("email_messages_user_id_idx").on(table.userId, table.kind, table.id),
        index("email_messages_settled_at_idx").on(table.settledAt),
        // A message keeps its secrets exactly as long as somebody still has to send it.
        check(
          "email_messages_sealed_check",
          sql`(${table.sealed} is not null) = (${table.status} in ('queued', 'sending'))`
        )
      ]
    );
    rateLimits = pgTable(
      "rate_limits",
      {
        key: bytea("key").primaryKey(),
        hits: integer("hits").notNull(),
        expiresAt: at("expires_at").notNull()
      },
      (table) => [index("rate_limits_expires_at_idx").on(table.expiresAt)]
    );
    mailboxMessages = pgTable("mailbox_messages", {
      id: id(),
      sealed: bytea("sealed").notNull(),
      createdAt: at("created_at").notNull().defaultNow()
    });
  }
});

// lib/db/client.ts
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
function openDatabase(url, log2, size = POOL_SIZE) {
  const pool = new Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    application_name: "huntaze-auth"
  });
  pool.on("error", (error) => log2.warn("database_connection_lost", { error }));
  return { db: drizzle({ client: pool, schema: schema_exports }), pool };
}
function databaseCause(error) {
  let cause = error;
  while (cause?.cause && typeof cause.cause === "object") cause = cause.cause;
  return cause ?? {};
}
function isUnavailable(error) {
  const { code = "", message = "" } = databaseCause(error);
  return UNAVAILABLE_CODES.test(code) || UNAVAILABLE_MESSAGES.test(message);
}
function isDuplicate(error, constraint) {
  const cause = databaseCause(error);
  return cause.code === "23505" && cause.constraint === constraint;
}
var POOL_SIZE, STATEMENT_TIMEOUT, CONNECT_TIMEOUT, UNAVAILABLE_CODES, UNAVAILABLE_MESSAGES;
var init_client = __esm({
  "lib/db/client.ts"() {
    "use strict";
    init_clock();
    init_schema();
    POOL_SIZE = 10;
    STATEMENT_TIMEOUT = 15 * SECOND;
    CONNECT_TIMEOUT = 5 * SECOND;
    UNAVAILABLE_CODES = /^(08...|57P0[1-5]|57014|53...|ECONN\w+|ENOTFOUND|ENOENT|ETIMEDOUT|EPIPE|EAI_AGAIN)$/;
    UNAVAILABLE_MESSAGES = /timeout exceeded when trying to connect|Connection terminated|Client has encountered/;
  }
});

// lib/token/lifetimes.ts
var LIFETIMES, VERIFICATION_HOURS;
var init_lifetimes = __esm({
  "lib/token/lifetimes.ts"() {
    "use strict";
    init_clock();
    LIFETIMES = {
      /** A verification link works this long (specification 1.1). */
      verificationToken: DAY,
      /** An expired link is kept this much longer, so that the person reads "expired" and not "invalid". */
      expiredVerificationToken: 30 * DAY,
      /** The hash of a used link is kept this long, so that a second visit reads "already verified". */
      usedVerificationToken: 30 * DAY,
      /** A session ends this long after sign-in, whatever happens in between (NIST SP 800-63B 2.1.3: at most 30 days). */
      session: 7 * DAY,
      /** A settled message stays this long for whoever asks what became of it. Its secrets went when it settled. */
      settledMessage: 90 * DAY,
      /** A message in the local mailbox. */
      mailboxMessage: 7 * DAY,
      /** The clean-up runs this often in every process that has a worker. */
      cleanUpInterval: 15 * MINUTE
    };
    VERIFICATION_HOURS = LIFETIMES.verificationToken / HOUR;
  }
});

// lib/db/retention.ts
import { sql as sql2 } from "drizzle-orm";
async function deleteBatch(ctx, rule) {
  const [table, key, column] = [rule.table, rule.key, rule.column].map((name) => sql2.identifier(name));
  const { rowCount } = await ctx.db.execute(sql2`
    delete from ${table} where ${key} in (
      select ${key} from ${table}
      where ${column} <= ${shift(ctx.now(), -rule.age)}
      order by ${column}
      limit ${BATCH}
      for update skip locked
    )`);
  return rowCount ?? 0;
}
async function cleanUp(ctx) {
  const deleted = {};
  for (const rule of RULES) {
    let count = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const rows = await deleteBatch(ctx, rule);
      count += rows;
      if (rows < BATCH) break;
    }
    deleted[rule.table] = count;
    if (count > 0) ctx.log.info("cleaned_up", { table: rule.table, count });
  }
  return deleted;
}
var BATCH, MAX_BATCHES, RULES;
var init_retention = __esm({
  "lib/db/retention.ts"() {
    "use strict";
    init_clock();
    init_lifetimes();
    BATCH = 1e3;
    MAX_BATCHES = 100;
    RULES = [
      {
        table: "email_verification_tokens",
        key: "id",
        column: "expires_at",
        age: LIFETIMES.expiredVerificationToken,
        reason: 'an expired link says "expired", not "invalid"'
      },
      {
        table: "email_verification_uses",
        key: "token_hash",
        column: "used_at",
        age: LIFETIMES.usedVerificationToken,
        reason: 'a used link says "already verified"'
      },
      { table: "sessions", key: "id", column: "expires_at", age: 0, reason: "an ended session is worth nothing" },
      {
        table: "rate_limits",
        key: "key",
        column: "expires_at",
        age: 0,
        reason: "a window that is over counts nothing"
      },
      {
        table: "email_messages",
        key: "id",
        column: "settled_at",
        age: LIFETIMES.settledMessage,
        reason: "what became of a message can be asked for a while"
      },
      {
        table: "mailbox_messages",
        key: "id",
        column: "created_at",
        age: LIFETIMES.mailboxMessage,
        reason: "the local mailbox is for looking at what was just sent"
      }
    ];
  }
});

// lib/seal.ts
import { createCipheriv, createDecipheriv, createHash, createHmac as createHmac2, hkdfSync, randomBytes } from "node:crypto";
function derive(secret, label) {
  const id2 = `${label}\0${secret}`;
  let key = derived.get(id2);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", secret, "", `huntaze ${label} v1`, 32));
    derived.set(id2, key);
  }
  return key;
}
function newestSecret(env2) {
  const [secret] = env2.authSecrets;
  if (secret === void 0) throw new Error("no secret is configured");
  return secret;
}
function seal(env2, purpose, context, text2) {
  const secret = newestSecret(env2);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", derive(secret, purpose), nonce);
  cipher.setAAD(Buffer.from(`${purpose}\0${context}`));
  const body = Buffer.concat([cipher.update(text2, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), keyId(secret), nonce, body, cipher.getAuthTag()]);
}
function open(env2, purpose, context, sealed) {
  const id2 = sealed.subarray(1, 1 + KEY_ID_BYTES);
  const secret = env2.authSecrets.find((candidate) => keyId(candidate).equals(id2));
  if (sealed[0] !== VERSION || secret === void 0)
    throw new Error("sealed under a secret that is not configured");
  const nonce = sealed.subarray(1 + KEY_ID_BYTES, HEADER_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", derive(secret, purpose), nonce);
  decipher.setAAD(Buffer.from(`${purpose}\0${context}`));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const body = sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES);
  return decipher.update(body, void 0, "utf8") + decipher.final("utf8");
}
var VERSION, NONCE_BYTES, TAG_BYTES, KEY_ID_BYTES, HEADER_BYTES, derived, keyId, secretId, sha256, keyedHash;
var init_seal = __esm({
  "lib/seal.ts"() {
    "use strict";
    VERSION = 1;
    NONCE_BYTES = 12;
    TAG_BYTES = 16;
    KEY_ID_BYTES = 4;
    HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;
    derived = /* @__PURE__ */ new Map();
    keyId = (secret) => derive(secret, "seal-key-id").subarray(0, KEY_ID_BYTES);
    secretId = (secret) => derive(secret, "session-key-id").toString("hex", 0, 8);
    sha256 = (text2) => createHash("sha256").update(text2).digest();
    keyedHash = (env2, purpose, text2) => createHmac2("sha256", derive(newestSecret(env2), purpose)).update(text2).digest();
  }
});

// lib/email/transport.ts
var SendError;
var init_transport = __esm({
  "lib/email/transport.ts"() {
    "use strict";
    SendError = class extends Error {
      constructor(code, permanent, options) {
        super(`mail not sent: ${code}`, options);
        this.code = code;
        this.permanent = permanent;
      }
      code;
      permanent;
      name = "SendError";
    };
  }
});

// lib/email/address.ts
function isBareAddress(address) {
  const at2 = address.lastIndexOf("@");
  return address.length <= MAX_ADDRESS && at2 <= MAX_LOCAL_PART && LOCAL_PART.test(address.slice(0, Math.max(at2, 0))) && DOMAIN.test(address.slice(at2 + 1));
}
function parseSender(from) {
  const [, name = "", address = from] = SENDER2.exec(from) ?? [];
  return isBareAddress(address) && !CONTROL.test(name) ? { name, address } : void 0;
}
function checkEmail(email) {
  if (!isBareAddress(email.to)) throw new SendError("InvalidAddress", true);
  if (CONTROL.test(email.subject)) throw new SendError("InvalidSubject", true);
  const sender = parseSender(email.from);
  if (!sender) throw new SendError("InvalidSender", false);
  return sender;
}
var MAX_ADDRESS, MAX_LOCAL_PART, LOCAL_PART, DOMAIN, SENDER2, CONTROL;
var init_address = __esm({
  "lib/email/address.ts"() {
    "use strict";
    init_transport();
    MAX_ADDRESS = 254;
    MAX_LOCAL_PART = 64;
    LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
    DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;
    SENDER2 = /^(?:([^<>"\r\n]+) )?<([^<>\s]+)>$/;
    CONTROL = new RegExp("\\p{Cc}", "u");
  }
});

// lib/email/mailbox.ts
import { desc, eq } from "drizzle-orm";
var createMailboxTransport;
var init_mailbox = __esm({
  "lib/email/mailbox.ts"() {
    "use strict";
    init_schema();
    init_seal();
    init_address();
    createMailboxTransport = ({
      db,
      now,
      env: env2
    }) => ({
      name: "mailbox",
      async send(email) {
        checkEmail(email);
        const { from, to, subject, html, text: text2 } = email;
        const sealed = seal(env2, "mailbox", "mailbox", JSON.stringify({ from, to, subject, html, text: text2 }));
        const [row] = await db.insert(mailboxMessages).values({ sealed, createdAt: now() }).returning({ id: mailboxMessages.id });
        return { providerMessageId: `mailbox-${row?.id}` };
      }
    });
  }
});

// lib/email/operator-fault.ts
var FAULTS, operatorFault;
var init_operator_fault = __esm({
  "lib/email/operator-fault.ts"() {
    "use strict";
    FAULTS = [
      ["IdentityNotVerified", /address is not verified|identities failed the check/i],
      ["SendingPaused", /(sending|account)\b.{0,40}\b(paused|suspended|disabled|shut down)/i]
    ];
    operatorFault = (refusal) => FAULTS.find(([, text2]) => text2.test(refusal))?.[0];
  }
});

// lib/email/ses.ts
async function openClient(requestTimeout) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const sdk = await import("@aws-sdk/client-ses");
  const client = new sdk.SESClient({
    maxAttempts: 1,
    // The outbox tries again, with a backoff that survives this process.
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true }
  });
  return { sdk, client };
}
function sourceOf({ name, address }) {
  if (name === "") return address;
  if (/[^\x20-\x7e]/.test(name)) return `${encodedWords(name)} <${address}>`;
  return /[^\w !#$%&'*+/=?^`{|}~-]/.test(name) ? `"${name.replace(/\\/g, "\\\\")}" <${address}>` : `${name} <${address}>`;
}
function codeOf({ name, code }) {
  if (typeof code === "string" && SYSTEM_CODE.test(code)) return code;
  return name !== "Error" && SAFE_CODE.test(name) ? name : "UnknownError";
}
function sendErrorOf(error) {
  if (error instanceof SendError) return error;
  if (!(error instanceof Error)) return new SendError("UnknownError", false);
  const code = codeOf(error);
  const fault2 = code === "MessageRejected" ? operatorFault(error.message) : void 0;
  return new SendError(fault2 ?? code, fault2 === void 0 && PERMANENT.has(code));
}
function createSesTransport({ requestTimeout = REQUEST_TIMEOUT } = {}) {
  let opened;
  return {
    name: "ses",
    async send(email) {
      const sender = checkEmail(email);
      opened ??= openClient(requestTimeout);
      try {
        const { sdk, client } = await opened;
        const { MessageId } = await client.send(new sdk.SendEmailCommand(inputOf(sender, email)));
        if (!MessageId) throw new SendError("MissingMessageId", false);
        return { providerMessageId: MessageId };
      } catch (error) {
        throw sendErrorOf(error);
      }
    }
  };
}
var CONNECTION_TIMEOUT, REQUEST_TIMEOUT, PERMANENT, SAFE_CODE, SYSTEM_CODE, encodedWords, content, inputOf;
var init_ses = __esm({
  "lib/email/ses.ts"() {
    "use strict";
    init_clock();
    init_address();
    init_operator_fault();
    init_transport();
    CONNECTION_TIMEOUT = 5 * SECOND;
    REQUEST_TIMEOUT = 60 * SECOND;
    PERMANENT = /* @__PURE__ */ new Set(["MessageRejected", "InvalidParameterValue"]);
    SAFE_CODE = /^[A-Za-z][\w.]{0,63}$/;
    SYSTEM_CODE = /^E[A-Z]{3,}$/;
    encodedWords = (text2) => (text2.match(/.{1,11}/gu) ?? []).map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`).join(" ");
    content = (data) => ({ Data: data, Charset: "UTF-8" });
    inputOf = (sender, { to, subject, html, text: text2 }) => ({
      Source: sourceOf(sender),
      Destination: { ToAddresses: [to] },
      Message: { Subject: content(subject), Body: { Html: content(html), Text: content(text2) } }
    });
  }
});

// lib/email/smtp.ts
function sendErrorOf2(error) {
  const cause = error ?? {};
  const fault2 = cause.response === void 0 ? void 0 : operatorFault(cause.response);
  const reply = cause.code === "ETLS" ? void 0 : cause.responseCode;
  const code = `SMTP_${reply ?? cause.code ?? "UNKNOWN"}`;
  return new SendError(fault2 ?? code, fault2 === void 0 && isPermanent(cause));
}
function connectionOf(address) {
  const url = new URL(address);
  const secure = url.protocol === "smtps:";
  const local = isLoopback(url);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !local,
    ignoreTLS: !secure && local,
    auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : void 0
  };
}
async function openTransporter(address, socketTimeout) {
  const { createTransport: createTransport2 } = await import("nodemailer");
  return createTransport2({
    ...connectionOf(address),
    connectionTimeout: CONNECTION_TIMEOUT2,
    dnsTimeout: CONNECTION_TIMEOUT2,
    greetingTimeout: GREETING_TIMEOUT,
    socketTimeout,
    disableFileAccess: true,
    disableUrlAccess: true
  });
}
function createSmtpTransport(address, { socketTimeout = SOCKET_TIMEOUT } = {}) {
  let opened;
  return {
    name: "smtp",
    async send(email) {
      const from = checkEmail(email);
      opened ??= openTransporter(address, socketTimeout);
      try {
        const { messageId } = await (await opened).sendMail({
          from,
          to: { name: "", address: email.to },
          // Given, so that the recipient is never read out of a header.
          envelope: { from: from.address, to: [email.to] },
          subject: email.subject,
          html: email.html,
          text: email.text,
          signal: AbortSignal.timeout(DEADLINE)
        });
        return { providerMessageId: messageId };
      } catch (error) {
        throw sendErrorOf2(error);
      }
    }
  };
}
var CONNECTION_TIMEOUT2, GREETING_TIMEOUT, SOCKET_TIMEOUT, DEADLINE, POLICY_REFUSAL, isPermanent;
var init_smtp = __esm({
  "lib/email/smtp.ts"() {
    "use strict";
    init_clock();
    init_env();
    init_address();
    init_operator_fault();
    init_transport();
    CONNECTION_TIMEOUT2 = 5 * SECOND;
    GREETING_TIMEOUT = 15 * SECOND;
    SOCKET_TIMEOUT = 60 * SECOND;
    DEADLINE = 90 * SECOND;
    POLICY_REFUSAL = /^\d{3}[ -]5\.7\./;
    isPermanent = ({ responseCode = 0, response = "", command = "" }) => responseCode >= 500 && (command === "RCPT TO" || command === "DATA") && !POLICY_REFUSAL.test(response);
  }
});

// lib/email/transports.ts
function createTransport(deps) {
  const { transport, smtpUrl } = deps.env.email;
  switch (transport) {
    case "mailbox":
      return createMailboxTransport(deps);
    case "ses":
      return createSesTransport();
    case "smtp":
      if (!smtpUrl) throw new Error("the smtp transport needs SMTP_URL");
      return createSmtpTransport(smtpUrl);
  }
}
var init_transports = __esm({
  "lib/email/transports.ts"() {
    "use strict";
    init_mailbox();
    init_ses();
    init_smtp();
  }
});

// lib/email/backoff.ts
function retryDelay(attempts, random) {
  const exact = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempts - 1, 20));
  return Math.round(exact * (1 - JITTER + 2 * JITTER * random));
}
var FIRST_DELAY, LONGEST_DELAY, JITTER, MAX_ATTEMPTS;
var init_backoff = __esm({
  "lib/email/backoff.ts"() {
    "use strict";
    init_clock();
    FIRST_DELAY = 5 * SECOND;
    LONGEST_DELAY = 15 * MINUTE;
    JITTER = 0.2;
    MAX_ATTEMPTS = 100;
  }
});

// lib/email/outbox.ts
import { and, eq as eq2, inArray, sql as sql3 } from "drizzle-orm";
async function enqueue(ctx, tx, message) {
  const now = ctx.now();
  await tx.insert(emailMessages).values({
    kind: message.kind,
    userId: message.userId,
    sealed: seal(
      ctx.env,
      "outbox",
      sealContext(message.kind, message.userId),
      JSON.stringify(message.letter)
    ),
    dueAt: now,
    createdAt: now
  });
}
async function claim(ctx) {
  const now = ctx.now();
  const leaseEnds = shift(now, LEASE);
  const { rows } = await ctx.db.execute(sql3`
    update email_messages
    set status = 'sending', attempts = attempts + 1, due_at = ${leaseEnds}
    where id = (
      select id from email_messages
      where status in ('queued', 'sending') and due_at <= ${now}
      order by due_at
      limit 1
      for update skip locked
    )
    returning id, kind, user_id, attempts, sealed`);
  const [row] = rows;
  if (!row) return null;
  return {
    id: Number(row.id),
    kind: row.kind,
    attempts: row.attempts,
    leaseEnds,
    userId: row.user_id === null ? null : Number(row.user_id),
    sealed: row.sealed
  };
}
function openLetter(env2, claimed) {
  try {
    return JSON.parse(open(env2, "outbox", sealContext(claimed.kind, claimed.userId), claimed.sealed));
  } catch (cause) {
    throw new SendError("LetterCannotBeOpened", false, { cause });
  }
}
async function settle(ctx, claimed, outcome) {
  const final = outcome.status === "queued" ? {} : { sealed: null, settledAt: ctx.now() };
  const settled = await ctx.db.update(emailMessages).set({ ...outcome, ...final }).where(
    and(
      eq2(emailMessages.id, claimed.id),
      eq2(emailMessages.attempts, claimed.attempts),
      eq2(emailMessages.status, "sending")
    )
  ).returning({ id: emailMessages.id });
  return settled.length > 0;
}
async function cancelMessages(ctx, tx, userId2, reason) {
  await tx.update(emailMessages).set({ status: "dead", sealed: null, lastError: reason, settledAt: ctx.now() }).where(and(eq2(emailMessages.userId, userId2), inArray(emailMessages.status, ["queued", "sending"])));
}
var LEASE, sealContext;
var init_outbox = __esm({
  "lib/email/outbox.ts"() {
    "use strict";
    init_clock();
    init_schema();
    init_seal();
    init_transport();
    LEASE = 120 * SECOND;
    sealContext = (kind, userId2) => `${kind}:${userId2}`;
  }
});

// lib/i18n/emails.ts
var EMAILS;
var init_emails = __esm({
  "lib/i18n/emails.ts"() {
    "use strict";
    EMAILS = {
      fr: {
        verification: {
          subject: "V\xE9rifiez votre email",
          preheader: "Plus qu\u2019un clic pour terminer votre inscription.",
          greeting: "Bienvenue {name} ! \u{1F44B}",
          intro: "Merci d\u2019avoir choisi Huntaze. Pour terminer votre inscription, confirmez que cette adresse email est bien la v\xF4tre.",
          button: "V\xE9rifier mon email",
          expiry: "Ce lien est valable {duration}. Pass\xE9 ce d\xE9lai, vous pourrez en demander un nouveau.",
          reason: "Vous recevez cet email parce que quelqu\u2019un a cr\xE9\xE9 un compte Huntaze avec cette adresse.",
          notMe: "Ce n\u2019\xE9tait pas vous\xA0? Ouvrez le lien et choisissez \xAB\xA0Ce n\u2019\xE9tait pas moi\xA0\xBB\xA0: ce compte sera supprim\xE9."
        },
        welcome: {
          subject: "Bienvenue sur Huntaze ! \u{1F389}",
          preheader: "Votre compte est pr\xEAt.",
          heading: "Votre email est v\xE9rifi\xE9 ! \u{1F389}",
          intro: "Merci {name}. Votre adresse est confirm\xE9e et votre compte Huntaze est pr\xEAt.",
          next: "Tout commence sur votre dashboard.",
          button: "Acc\xE9der au dashboard",
          reason: "Vous recevez cet email parce que cette adresse vient d\u2019\xEAtre v\xE9rifi\xE9e sur Huntaze."
        },
        fallback: "Le bouton ne fonctionne pas\xA0? Copiez cette adresse dans votre navigateur\xA0:",
        noReply: "Cet email est automatique\xA0: personne ne lit les r\xE9ponses.",
        signature: "Huntaze, la plateforme des cr\xE9ateurs de contenu"
      },
      en: {
        verification: {
          subject: "Verify your email",
          preheader: "One more click to finish signing up.",
          greeting: "Welcome {name}! \u{1F44B}",
          intro: "Thank you for choosing Huntaze. To finish signing up, please confirm that this email address is yours.",
          button: "Verify my email",
          expiry: "This link is valid for {duration}. After that, you can ask for a new one.",
          reason: "You are receiving this email because somebody created a Huntaze account with this address.",
          notMe: "Was it not you? Open the link and choose \u201CThis was not me\u201D: that account will be deleted."
        },
        welcome: {
          subject: "Welcome to Huntaze! \u{1F389}",
          preheader: "Your account is ready.",
          heading: "Your email is verified! \u{1F389}",
          intro: "Thank you, {name}. Your address is confirmed and your Huntaze account is ready.",
          next: "Everything starts on your dashboard.",
          button: "Go to the dashboard",
          reason: "You are receiving this email because this address has just been verified on Huntaze."
        },
        fallback: "The button does not work? Copy this address into your browser:",
        noReply: "This email is automatic: nobody reads replies to it.",
        signature: "Huntaze, the platform for content creators"
      }
    };
  }
});

// lib/email/templates/name.ts
var LINE_BREAKING, BIDI_CONTROLS, RIGHT_TO_LEFT, LINKIFIED, displayName, needsIsolation, unlinked;
var init_name = __esm({
  "lib/email/templates/name.ts"() {
    "use strict";
    LINE_BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
    BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
    RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
    LINKIFIED = new RegExp("(?<=[\\p{L}\\p{N}]\\.)(?=\\p{L}{2})|(?<=@)(?=\\S)|(?<=:)(?=\\/)", "gu");
    displayName = (name) => name.replace(LINE_BREAKING, " ").replace(BIDI_CONTROLS, "").trim();
    needsIsolation = (name) => RIGHT_TO_LEFT.test(name);
    unlinked = (name) => name.replace(LINKIFIED, "\u200C");
  }
});

// lib/email/templates/blocks.ts
function sentence(text2, name) {
  const shown = displayName(name);
  return text2.split("{name}").flatMap((part, index2) => index2 === 0 ? [part] : [{ name: shown }, part]);
}
var init_blocks = __esm({
  "lib/email/templates/blocks.ts"() {
    "use strict";
    init_name();
  }
});

// lib/email/templates/theme.ts
var LIGHT, DARK, FONT, STYLE, PAGE_COLOUR, ACCENT_COLOUR, dark, SHEET;
var init_theme = __esm({
  "lib/email/templates/theme.ts"() {
    "use strict";
    LIGHT = {
      page: "#f5f4fb",
      card: "#ffffff",
      line: "#e6e3f2",
      ink: "#1c1a2b",
      muted: "#625f76",
      accent: "#5646d6",
      onAccent: "#ffffff"
    };
    DARK = {
      page: "#14131a",
      card: "#1e1d26",
      line: "#34323f",
      ink: "#ecebf3",
      muted: "#aeabc0",
      accent: "#a79cff",
      onAccent: "#14131a"
    };
    FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Helvetica,Arial,sans-serif";
    STYLE = {
      body: `margin:0;padding:0;width:100%;background:${LIGHT.page};-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%`,
      page: `background:${LIGHT.page}`,
      preheader: "display:none;max-height:0;overflow:hidden;opacity:0;color:transparent;font-size:1px;line-height:1px",
      outer: "padding:40px 16px 48px",
      column: "width:100%;max-width:600px;border-collapse:separate",
      brand: `padding:0 8px 20px;${FONT};font-size:22px;line-height:28px;font-weight:700;letter-spacing:-0.4px;color:${LIGHT.accent}`,
      card: `padding:48px;background:${LIGHT.card};border:1px solid ${LIGHT.line};border-radius:20px`,
      heading: `margin:0 0 20px;${FONT};font-size:28px;line-height:36px;font-weight:700;letter-spacing:-0.5px;color:${LIGHT.ink};overflow-wrap:anywhere;text-wrap:balance`,
      paragraph: `margin:0 0 16px;${FONT};font-size:16px;line-height:26px;color:${LIGHT.ink};overflow-wrap:anywhere`,
      buttonTable: "margin:32px 0;border-collapse:separate",
      buttonCell: `border-radius:12px;background:${LIGHT.accent};mso-padding-alt:16px 32px`,
      button: `display:inline-block;padding:16px 32px;border-radius:12px;${FONT};font-size:16px;line-height:24px;font-weight:600;text-align:center;text-decoration:none;color:${LIGHT.onAccent};background:${LIGHT.accent}`,
      fallback: `margin:28px 0 24px;padding:0 0 28px;border-bottom:1px solid ${LIGHT.line};${FONT};font-size:14px;line-height:22px;color:${LIGHT.muted}`,
      link: `color:${LIGHT.accent};text-decoration:underline;word-break:break-all`,
      note: `margin:0 0 8px;${FONT};font-size:14px;line-height:22px;color:${LIGHT.muted}`,
      footer: `padding:24px 8px 0;${FONT};font-size:13px;line-height:20px;color:${LIGHT.muted}`
    };
    PAGE_COLOUR = LIGHT.page;
    ACCENT_COLOUR = LIGHT.accent;
    dark = (prefix) => [
      `.page{background:${DARK.page}!important}`,
      `.card{background:${DARK.card}!important;border-color:${DARK.line}!important}`,
      `.ink{color:${DARK.ink}!important}`,
      `.muted{color:${DARK.muted}!important;border-color:${DARK.line}!important}`,
      `.accent{color:${DARK.accent}!important}`,
      `.cta{background:${DARK.accent}!important;color:${DARK.onAccent}!important}`
    ].map((rule) => `${prefix}${rule}`).join("");
    SHEET = [
      ":root{color-scheme:light dark;supported-color-schemes:light dark}",
      // What iOS turns into links by itself keeps the look of the text around it.
      "a[x-apple-data-detectors]{color:inherit!important;text-decoration:none!important}",
      "@media (max-width:480px){.outer{padding:24px 12px 32px!important}.card{padding:32px 24px!important}.title{font-size:24px!important;line-height:32px!important}.wide{width:100%!important}.wide a{display:block!important}}",
      `@media (prefers-color-scheme:dark){${dark("")}}`,
      dark("[data-ogsc] ")
    ].join("");
  }
});

// lib/email/templates/layout.ts
function nameHtml(name) {
  const shown = escaped(unlinked(name));
  return needsIsolation(name) ? `<span dir="auto" style="unicode-bidi:isolate">${shown}</span>` : shown;
}
function blockHtml(block) {
  switch (block.kind) {
    case "heading":
      return `<h1 class="ink title" style="${STYLE.heading}">${inlineHtml(block.content)}</h1>`;
    case "paragraph":
      return `<p class="ink" style="${STYLE.paragraph}">${inlineHtml(block.content)}</p>`;
    case "button":
      return buttonHtml(block.label, block.href);
    case "fallback": {
      const href = escaped(block.href);
      const link = `<a class="accent" href="${href}" target="_blank" style="${STYLE.link}">${href}</a>`;
      return `<p class="muted" style="${STYLE.fallback}">${escaped(block.label)}<br>${link}</p>`;
    }
    case "note":
      return `<p class="muted" style="${STYLE.note}">${inlineHtml(block.content)}</p>`;
  }
}
function renderHtml({ locale, subject, preheader, blocks, footer }) {
  return `<!doctype html>
<html lang="${locale}" dir="ltr">
${head(subject)}
<body class="page" style="${STYLE.body}">
<div lang="${locale}" dir="ltr" role="article" aria-label="${escaped(subject)}">
<div style="${STYLE.preheader}">${escaped(preheader)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="${PAGE_COLOUR}" style="${STYLE.page}"><tr>
<td class="outer" align="center" style="${STYLE.outer}">
<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${STYLE.column}">
<tr><td class="accent" align="left" style="${STYLE.brand}">Huntaze</td></tr>
<tr><td class="card" align="left" style="${STYLE.card}">
${blocks.map(blockHtml).join("\n")}
</td></tr>
<tr><td class="muted" align="left" style="${STYLE.footer}">${footer.map(escaped).join("<br>")}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td>
</tr></table>
</div>
</body>
</html>
`;
}
var ENTITIES, escaped, inlineHtml, buttonHtml, head;
var init_layout = __esm({
  "lib/email/templates/layout.ts"() {
    "use strict";
    init_name();
    init_theme();
    ENTITIES = {
      "&": "&amp;",
      "<": "&lt;",
      ">": "&gt;",
      '"': "&quot;",
      "'": "&#39;"
    };
    escaped = (text2) => text2.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
    inlineHtml = (content2) => content2.map((part) => typeof part === "string" ? escaped(part) : nameHtml(part.name)).join("");
    buttonHtml = (label, href) => `<table role="presentation" class="wide" cellpadding="0" cellspacing="0" border="0" style="${STYLE.buttonTable}"><tr><td class="cta" align="center" bgcolor="${ACCENT_COLOUR}" style="${STYLE.buttonCell}"><a class="cta" href="${escaped(href)}" target="_blank" style="${STYLE.button}">${escaped(label)}</a></td></tr></table>`;
    head = (subject) => `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escaped(subject)}</title>
<style>${SHEET}</style>
</head>`;
  }
});

// lib/email/templates/plain-text.ts
function blockText(block) {
  switch (block.kind) {
    case "heading":
    case "paragraph":
    case "note":
      return [inlineText(block.content)];
    case "button":
      return [`${block.label}
${block.href}`];
    case "fallback":
      return [];
  }
}
function renderPlainText({ blocks, footer }) {
  return `${blocks.flatMap(blockText).join("\n\n")}

${SIGNATURE_MARK}
${footer.join("\n")}
`;
}
var FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE, SIGNATURE_MARK, nameText, inlineText;
var init_plain_text = __esm({
  "lib/email/templates/plain-text.ts"() {
    "use strict";
    init_name();
    FIRST_STRONG_ISOLATE = "\u2068";
    POP_DIRECTIONAL_ISOLATE = "\u2069";
    SIGNATURE_MARK = "-- ";
    nameText = (name) => needsIsolation(name) ? `${FIRST_STRONG_ISOLATE}${name}${POP_DIRECTIONAL_ISOLATE}` : name;
    inlineText = (content2) => content2.map((part) => typeof part === "string" ? part : nameText(part.name)).join("");
  }
});

// lib/email/templates/render.ts
var renderEmail;
var init_render = __esm({
  "lib/email/templates/render.ts"() {
    "use strict";
    init_layout();
    init_plain_text();
    renderEmail = (document) => ({
      subject: document.subject,
      html: renderHtml(document),
      text: renderPlainText(document)
    });
  }
});

// lib/email/templates/verification.ts
function renderVerificationEmail({
  name,
  link,
  locale,
  expiresInHours
}) {
  const { verification: say, fallback, noReply, signature } = EMAILS[locale];
  return renderEmail({
    locale,
    subject: say.subject,
    preheader: say.preheader,
    blocks: [
      { kind: "heading", content: sentence(say.greeting, name) },
      { kind: "paragraph", content: [say.intro] },
      { kind: "button", label: say.button, href: link },
      { kind: "paragraph", content: [say.expiry.replace("{duration}", hours(expiresInHours, locale))] },
      { kind: "fallback", label: fallback, href: link },
      { kind: "note", content: [say.reason] },
      { kind: "note", content: [say.notMe] }
    ],
    footer: [signature, noReply]
  });
}
var hours;
var init_verification = __esm({
  "lib/email/templates/verification.ts"() {
    "use strict";
    init_emails();
    init_blocks();
    init_render();
    hours = (count, locale) => new Intl.NumberFormat(locale, { style: "unit", unit: "hour", unitDisplay: "long" }).format(count);
  }
});

// lib/email/templates/welcome.ts
function renderWelcomeEmail({ name, dashboardUrl, locale }) {
  const { welcome: say, fallback, noReply, signature } = EMAILS[locale];
  return renderEmail({
    locale,
    subject: say.subject,
    preheader: say.preheader,
    blocks: [
      { kind: "heading", content: [say.heading] },
      { kind: "paragraph", content: sentence(say.intro, name) },
      { kind: "paragraph", content: [say.next] },
      { kind: "button", label: say.button, href: dashboardUrl },
      { kind: "fallback", label: fallback, href: dashboardUrl },
      { kind: "note", content: [say.reason] }
    ],
    footer: [signature, noReply]
  });
}
var init_welcome = __esm({
  "lib/email/templates/welcome.ts"() {
    "use strict";
    init_emails();
    init_blocks();
    init_render();
  }
});

// lib/email/messages.ts
function appLink(env2, path, query = {}) {
  const url = new URL(path, env2.appUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
function render(env2, kind, letter) {
  const { name, locale, token: token2 } = letter;
  if (kind === "welcome") {
    return renderWelcomeEmail({ name, locale, dashboardUrl: appLink(env2, "/dashboard") });
  }
  if (token2 === void 0) throw new Error("a verification message has no token");
  const link = appLink(env2, "/auth/verify-email", { token: token2 });
  return renderVerificationEmail({ name, locale, link, expiresInHours: VERIFICATION_HOURS });
}
var letterTo, sendVerificationEmail, sendWelcomeEmail, composeEmail;
var init_messages = __esm({
  "lib/email/messages.ts"() {
    "use strict";
    init_lifetimes();
    init_outbox();
    init_verification();
    init_welcome();
    letterTo = (user) => ({ to: user.email, name: user.name, locale: user.locale });
    sendVerificationEmail = (ctx, tx, user, token2) => enqueue(ctx, tx, { kind: "verification", userId: user.id, letter: { ...letterTo(user), token: token2 } });
    sendWelcomeEmail = (ctx, tx, user) => enqueue(ctx, tx, { kind: "welcome", userId: user.id, letter: letterTo(user) });
    composeEmail = (env2, kind, letter) => ({
      from: env2.email.from,
      to: letter.to,
      ...render(env2, kind, letter)
    });
  }
});

// lib/email/deliver.ts
import { setTimeout as sleep } from "node:timers/promises";
async function deliver(ctx, claimed) {
  const outcome = await attempt(ctx, claimed);
  const isOurs = await settleWithinLease(ctx, claimed, outcome);
  const delivery = !isOurs ? "lost" : outcome.status === "queued" ? "retried" : outcome.status;
  const report = delivery === "sent" ? ctx.log.info : ctx.log.warn;
  report(`email_${delivery}`, {
    messageId: claimed.id,
    kind: claimed.kind,
    attempts: claimed.attempts,
    transport: ctx.mail.name,
    code: outcome.status === "sent" ? void 0 : outcome.lastError
  });
  return delivery;
}
async function attempt(ctx, claimed) {
  try {
    const receipt = await ctx.mail.send(composeEmail(ctx.env, claimed.kind, openLetter(ctx.env, claimed)));
    return { status: "sent", providerMessageId: receipt.providerMessageId };
  } catch (error) {
    const { code, permanent } = error instanceof SendError ? error : { code: "UnexpectedError", permanent: false };
    if (!(error instanceof SendError)) ctx.log.error("email_failed", { messageId: claimed.id, error });
    return permanent || claimed.attempts >= MAX_ATTEMPTS ? { status: "dead", lastError: code } : {
      status: "queued",
      lastError: code,
      dueAt: shift(ctx.now(), retryDelay(claimed.attempts, Math.random()))
    };
  }
}
async function settleWithinLease(ctx, claimed, outcome) {
  for (; ; ) {
    try {
      return await settle(ctx, claimed, outcome);
    } catch (error) {
      if (!isUnavailable(error) || ctx.now() >= claimed.leaseEnds) throw error;
      await sleep(SECOND);
    }
  }
}
var init_deliver = __esm({
  "lib/email/deliver.ts"() {
    "use strict";
    init_clock();
    init_client();
    init_backoff();
    init_messages();
    init_outbox();
    init_transport();
  }
});

// lib/email/worker.ts
import { setTimeout as sleep2 } from "node:timers/promises";
async function deliverDue(ctx) {
  const deliverer = new Deliverer(ctx);
  await deliverer.startDue();
  await deliverer.drain();
  return deliverer.counts;
}
async function runWorker(ctx, signal, housekeep) {
  const deliverer = new Deliverer(ctx);
  while (!signal.aborted) {
    try {
      await deliverer.startDue(signal);
      await housekeep();
      await pause(POLL_INTERVAL, signal);
    } catch (error) {
      ctx.log.error("worker_round_failed", { error });
      await pause(RECOVERY_PAUSE, signal);
    }
  }
  await deliverer.drain();
}
var LANES, POLL_INTERVAL, RECOVERY_PAUSE, Deliverer, pause;
var init_worker = __esm({
  "lib/email/worker.ts"() {
    "use strict";
    init_clock();
    init_deliver();
    init_outbox();
    LANES = 8;
    POLL_INTERVAL = SECOND;
    RECOVERY_PAUSE = 5 * SECOND;
    Deliverer = class {
      constructor(ctx) {
        this.ctx = ctx;
      }
      ctx;
      counts = { sent: 0, retried: 0, dead: 0, lost: 0 };
      #inFlight = /* @__PURE__ */ new Set();
      /** Starts sending what is due, until nothing is or `signal` says stop. Does not wait for the last ones. */
      async startDue(signal) {
        while (!signal?.aborted) {
          if (this.#inFlight.size >= LANES) await Promise.race(this.#inFlight);
          const claimed = await claim(this.ctx);
          if (!claimed) return;
          this.#track(deliver(this.ctx, claimed));
        }
      }
      #track(delivery) {
        const tracked = delivery.then((result) => {
          this.counts[result] += 1;
        }).catch((error) => this.ctx.log.error("email_not_recorded", { error })).finally(() => this.#inFlight.delete(tracked));
        this.#inFlight.add(tracked);
      }
      /** Waits for everything in flight. */
      async drain() {
        while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
      }
    };
    pause = (milliseconds, signal) => sleep2(milliseconds, void 0, { signal, ref: false }).catch(() => void 0);
  }
});

// lib/log.ts
function describeError(error) {
  if (!(error instanceof Error)) return typeof error;
  const code = error.code;
  const self = typeof code === "string" ? `${error.name}:${code}` : error.name;
  return error.cause ? `${self} < ${describeError(error.cause)}` : self;
}
function frames(error) {
  if (!(error instanceof Error) || !error.stack) return [];
  return error.stack.split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => escaped2(line.trim()));
}
function createLog(now, write) {
  const at2 = (level) => (event, { error, ...fields } = {}) => {
    const record = { time: now().toISOString(), level, event };
    for (const [key, value] of Object.entries(fields)) {
      if (value !== void 0) record[key] = typeof value === "string" ? escaped2(value) : value;
    }
    if (error !== void 0) {
      record.error = escaped2(describeError(error));
      if (level === "error") record.stack = frames(error);
    }
    write(JSON.stringify(record));
  };
  return { info: at2("info"), warn: at2("warn"), error: at2("error") };
}
var UNSAFE, escaped2, stdoutLog;
var init_log = __esm({
  "lib/log.ts"() {
    "use strict";
    UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
    escaped2 = (text2) => text2.replace(UNSAFE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
    stdoutLog = (now) => createLog(now, (line) => process.stdout.write(`${line}
`));
  }
});

// lib/runtime.ts
function runtime() {
  shared[KEY2] ??= createRuntime(parseEnv(process.env));
  return shared[KEY2];
}
function setRuntime(replacement) {
  shared[KEY2] = replacement;
}
function createRuntime(env2) {
  const now = systemClock;
  const log2 = stdoutLog(now);
  const { db, pool } = openDatabase(env2.databaseUrl, log2);
  const mail = createTransport({ env: env2, db, now });
  const passwords = createPasswordHasher({ cost: env2.bcryptCost });
  if (env2.rateLimitScale !== 1) log2.warn("rate_limits_scaled", { detail: `\xD7 ${env2.rateLimitScale}` });
  const ctx = { db, now, mail, env: env2, log: log2, passwords };
  const stopping = new AbortController();
  let worker;
  return {
    ctx,
    pool,
    hasOwnFront: false,
    startWorker() {
      worker ??= runWorker(ctx, stopping.signal, periodicCleanUp(ctx));
    },
    async stop() {
      stopping.abort();
      await worker;
      await pool.end();
    }
  };
}
function periodicCleanUp(ctx) {
  let dueAt = ctx.now().getTime();
  return async () => {
    if (ctx.now().getTime() < dueAt) return;
    dueAt = ctx.now().getTime() + LIFETIMES.cleanUpInterval;
    await cleanUp(ctx);
  };
}
var shared, KEY2;
var init_runtime = __esm({
  "lib/runtime.ts"() {
    "use strict";
    init_password();
    init_clock();
    init_client();
    init_retention();
    init_transports();
    init_worker();
    init_env();
    init_log();
    init_lifetimes();
    shared = globalThis;
    KEY2 = /* @__PURE__ */ Symbol.for("huntaze.runtime");
  }
});

// lib/http/start-process.ts
var start_process_exports = {};
__export(start_process_exports, {
  startProcess: () => startProcess
});
function startProcess() {
  const { ctx, startWorker } = runtimeOrExit();
  if (ctx.env.production) logConsoleErrors(ctx);
  startWorker();
  void passwordDictionary();
}
function runtimeOrExit() {
  try {
    return runtime();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}
`);
    process.exit(1);
  }
}
function logConsoleErrors({ log: log2 }) {
  console.error = (...parts) => {
    log2.error("console_error", { error: parts.find((part) => part instanceof Error) });
  };
}
var init_start_process = __esm({
  "lib/http/start-process.ts"() {
    "use strict";
    init_password_dictionary();
    init_env();
    init_runtime();
  }
});

// server/main.ts
import nextEnv from "@next/env";

// instrumentation.ts
async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startProcess: startProcess2 } = await Promise.resolve().then(() => (init_start_process(), start_process_exports));
  startProcess2();
}

// no-pages:next
var next_default = () => ({
  prepare() {
    process.env.NEXT_RUNTIME = "nodejs";
    return register();
  },
  getRequestHandler: () => (_request, response) => {
    response.statusCode = 404;
    response.end();
  }
});

// server/main.ts
init_clock();
init_env();
init_runtime();

// server/front.ts
import { createServer } from "node:http";

// app/api/auth/login/route.ts
var route_exports = {};
__export(route_exports, {
  DELETE: () => DELETE,
  GET: () => GET,
  HEAD: () => HEAD,
  OPTIONS: () => OPTIONS,
  PATCH: () => PATCH,
  POST: () => POST,
  PUT: () => PUT
});

// lib/auth/input.ts
import { z as z4 } from "zod";

// lib/errors.ts
var ERRORS = {
  invalid_input: { status: 400, title: "Invalid input" },
  invalid_json: { status: 400, title: "Invalid JSON" },
  invalid_token: { status: 400, title: "Invalid token" },
  token_used: { status: 400, title: "Invalid token" },
  token_expired: { status: 400, title: "Token expired" },
  invalid_credentials: { status: 401, title: "Invalid credentials" },
  unauthenticated: { status: 401, title: "Not signed in" },
  cross_site_request: { status: 403, title: "Cross-site request refused" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  email_taken: { status: 409, title: "Email already used" },
  already_verified: { status: 409, title: "Email already verified" },
  body_too_large: { status: 413, title: "Body too large" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Internal error" },
  too_busy: { status: 503, title: "Too busy" },
  unavailable: { status: 503, title: "Service unavailable" }
};
var FIELD_CODES = [
  "unknown_field",
  "wrong_type",
  "name_required",
  "name_too_long",
  "name_invalid",
  "email_required",
  "email_too_long",
  "email_invalid",
  "email_taken",
  "password_required",
  "password_too_short",
  "password_too_long",
  "password_common",
  "password_weak",
  "password_personal",
  "token_invalid"
];

// lib/result.ts
var ok = (value) => ({ ok: true, value });
var fail = (code, more = {}) => ({
  ok: false,
  error: { code, ...more }
});

// lib/auth/email-address.ts
import { domainToASCII } from "node:url";
import { z as z2 } from "zod";
var MAX_LENGTH = 254;
var MAX_LOCAL_LENGTH = 64;
var LOCAL_PART2 = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
var TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u;
var LABEL = /^[a-z0-9-]{1,63}$/;
var TOP_LABEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
var isDisguise = (char) => /[ẞ\p{Default_Ignorable_Code_Point}]/u.test(char) || char > "\x7F" && /[\0-\u007f]/.test(char.normalize("NFKC").toLowerCase());
var isLabel = (label) => LABEL.test(label) && !label.startsWith("-") && !label.endsWith("-");
function canonicalDomain(typed) {
  if (!TYPED_DOMAIN.test(typed) || [...typed].some(isDisguise)) return null;
  const domain = domainToASCII(typed);
  const labels = domain.split(".");
  if (labels.length < 2 || labels.length !== typed.split(".").length) return null;
  if (!labels.every(isLabel) || !TOP_LABEL.test(labels.at(-1) ?? "")) return null;
  return domain;
}
function canonical(typed) {
  const trimmed = typed.trim();
  if (trimmed === "") return { fault: "email_required" };
  if (trimmed.length > MAX_LENGTH) return { fault: "email_too_long" };
  const at2 = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, Math.max(at2, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (!LOCAL_PART2.test(local)) return { fault: "email_invalid" };
  const domain = canonicalDomain(trimmed.slice(at2 + 1));
  if (domain === null) return { fault: "email_invalid" };
  const address = `${local}@${domain}`;
  const tooLong = local.length > MAX_LOCAL_LENGTH || address.length > MAX_LENGTH;
  return tooLong ? { fault: "email_too_long" } : { address };
}
var emailAddress = z2.string({ error: (issue) => issue.input === void 0 ? "email_required" : "wrong_type" }).transform((typed, context) => {
  const result = canonical(typed);
  if ("address" in result) return result.address;
  context.addIssue({ code: "custom", message: result.fault });
  return z2.NEVER;
});

// lib/auth/input.ts
init_password_text();

// lib/auth/person-name.ts
import { z as z3 } from "zod";
var MAX_LENGTH2 = 100;
var FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
var INVISIBLE = new RegExp("\\p{Default_Ignorable_Code_Point}", "gu");
var VISIBLE = /[\p{L}\p{N}\p{S}]/u;
function carriesLink(name) {
  const plain = name.normalize("NFKC").replace(INVISIBLE, "").toLowerCase();
  return plain.includes("://") || plain.includes("www.");
}
function fault(name) {
  if (name === "") return "name_required";
  if ([...name].length > MAX_LENGTH2) return "name_too_long";
  if (FORBIDDEN.test(name) || !VISIBLE.test(name.replace(INVISIBLE, "")) || carriesLink(name)) {
    return "name_invalid";
  }
  return null;
}
var personName = z3.string({ error: (issue) => issue.input === void 0 ? "name_required" : "wrong_type" }).transform((typed, context) => {
  const name = typed.trim().normalize("NFC").replace(new RegExp("\\p{Zs}+", "gu"), " ");
  const code = fault(name);
  if (code === null) return name;
  context.addIssue({ code: "custom", message: code });
  return z3.NEVER;
});

// lib/auth/input.ts
var LONE_SURROGATE = new RegExp("\\p{Cs}", "u");
var password = z4.string({ error: (issue) => issue.input === void 0 ? "password_required" : "wrong_type" }).refine((text2) => text2 !== "", "password_required").refine((text2) => codePoints(normalisedPassword(text2)) <= PASSWORD_MAX, "password_too_long").refine((text2) => !LONE_SURROGATE.test(text2), "wrong_type");
var token = z4.string({ error: (issue) => issue.input === void 0 ? "token_invalid" : "wrong_type" }).regex(/^[0-9a-f]{64}$/, "token_invalid");
var registerInput = z4.strictObject({ name: personName, email: emailAddress, password });
var loginInput = z4.strictObject({ email: emailAddress, password });
var resendInput = z4.strictObject({ token: token.optional() });
var tokenInput = z4.strictObject({ token });
var MAX_UNKNOWN = 10;
var PLAIN_KEY = /^[A-Za-z][\w-]{0,39}$/;
var isFieldCode = (text2) => FIELD_CODES.some((code) => code === text2);
function fieldErrors(issue) {
  if (issue.code === "unrecognized_keys") {
    const keys2 = issue.keys.map((key) => PLAIN_KEY.test(key) ? key : "");
    return [...new Set(keys2)].slice(0, MAX_UNKNOWN).map((field2) => ({ field: field2, code: "unknown_field" }));
  }
  const field = String(issue.path[0] ?? "");
  return [{ field, code: isFieldCode(issue.message) ? issue.message : "wrong_type" }];
}
function parseInput(schema2, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail("invalid_input");
  const parsed = schema2.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const errors = parsed.error.issues.flatMap(fieldErrors);
  const fields = errors.filter(({ field }, index2) => errors.findIndex((e) => e.field === field) === index2);
  return fail("invalid_input", { fields });
}

// lib/auth/login.ts
init_schema();
import { eq as eq5 } from "drizzle-orm";

// lib/rate-limit/rate-limit.ts
init_clock();
init_schema();
import { and as and2, eq as eq3, gt, inArray as inArray2, sql as sql4 } from "drizzle-orm";
init_seal();

// lib/rate-limit/limits.ts
init_clock();
var LIMITS = {
  /** Sign-ups from one network. A school or a mobile carrier is one network, so this is generous. */
  registerByNetwork: { hits: 60, window: HOUR },
  /** Sign-ups with one address: enough for every honest retry, too few to probe. */
  registerByAddress: { hits: 30, window: HOUR },
  /** Sign-ins from one network: bounds password spraying (one password, many accounts). */
  loginByNetwork: { hits: 300, window: 15 * MINUTE },
  /** Failed sign-ins to one account from one network. A success forgets them. */
  loginByAccountAndNetwork: { hits: 10, window: 15 * MINUTE },
  /** Failed sign-ins to one account from anywhere (NIST SP 800-63B 3.2.2 allows 100 in a row). */
  loginByAccount: { hits: 60, window: HOUR },
  /** Failed sign-ins to one account from a browser that has signed in to it before: nobody else can use these up. */
  loginByKnownDevice: { hits: 10, window: 15 * MINUTE },
  /** The pause between two links to one recipient: the countdown that people see. */
  linkSpacing: { hits: 1, window: MINUTE },
  /** Links to one recipient, so that nobody's mailbox is flooded through us. */
  linkByRecipientHourly: { hits: 5, window: HOUR },
  linkByRecipientDaily: { hits: 10, window: DAY },
  /** Refused tokens from one network. */
  badTokenByNetwork: { hits: 60, window: 10 * MINUTE }
};

// lib/rate-limit/rate-limit.ts
var allowedHits = (ctx, name) => Math.max(1, Math.round(LIMITS[name].hits * ctx.env.rateLimitScale));
var keyOf = (ctx, [name, subject]) => keyedHash(ctx.env, "rate-limit", `${name}\0${subject}`);
async function hit(ctx, subject) {
  const now = ctx.now();
  const expiresAt = shift(now, LIMITS[subject[0]].window);
  const isOver = sql4`${rateLimits.expiresAt} <= ${now}`;
  const [row] = await ctx.db.insert(rateLimits).values({ key: keyOf(ctx, subject), hits: 1, expiresAt }).onConflictDoUpdate({
    target: rateLimits.key,
    set: {
      hits: sql4`case when ${isOver} then 1 else ${rateLimits.hits} + 1 end`,
      expiresAt: sql4`case when ${isOver} then ${expiresAt} else ${rateLimits.expiresAt} end`
    }
  }).returning({ hits: rateLimits.hits, expiresAt: rateLimits.expiresAt });
  if (!row) throw new Error("an upsert returned no row");
  return row;
}
async function consume(ctx, ...subjects) {
  for (const subject of subjects) {
    const { hits, expiresAt } = await hit(ctx, subject);
    if (hits > allowedHits(ctx, subject[0])) {
      ctx.log.warn("rate_limited", { limit: subject[0] });
      return fail("rate_limited", { retryAfter: Math.max(1, secondsUntil(expiresAt, ctx.now())) });
    }
  }
  return ok(null);
}
async function secondsUntilFree(ctx, ...subjects) {
  const waits = await Promise.all(
    subjects.map(async (subject) => {
      const [row] = await ctx.db.select({ hits: rateLimits.hits, expiresAt: rateLimits.expiresAt }).from(rateLimits).where(and2(eq3(rateLimits.key, keyOf(ctx, subject)), gt(rateLimits.expiresAt, ctx.now())));
      return row && row.hits >= allowedHits(ctx, subject[0]) ? secondsUntil(row.expiresAt, ctx.now()) : 0;
    })
  );
  return Math.max(0, ...waits);
}
async function forget(ctx, ...subjects) {
  await ctx.db.delete(rateLimits).where(
    inArray2(
      rateLimits.key,
      subjects.map((subject) => keyOf(ctx, subject))
    )
  );
}

// lib/token/session.ts
init_clock();
init_schema();
init_seal();
init_lifetimes();
import { randomBytes as randomBytes2 } from "node:crypto";
import { and as and3, eq as eq4, gt as gt2, sql as sql5 } from "drizzle-orm";

// lib/token/session-jwt.ts
init_seal();
import { createHmac as createHmac3, createSecretKey, timingSafeEqual } from "node:crypto";
import { SignJWT } from "jose";
var ISSUER = "huntaze-auth";
var ALGORITHM = "HS256";
var TYPE = "JWT";
var MAX_LENGTH3 = 2048;
var SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]{43})$/;
var keys = /* @__PURE__ */ new Map();
function signingKey(secret) {
  let key = keys.get(secret);
  if (!key) {
    key = createSecretKey(secret, "utf8");
    keys.set(secret, key);
  }
  return key;
}
var toSeconds = (date) => Math.floor(date.getTime() / 1e3);
function signSession(env2, claims) {
  const secret = newestSecret(env2);
  return new SignJWT({ userId: claims.userId, email: claims.email, sid: claims.sid }).setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: secretId(secret) }).setIssuedAt(claims.issuedAt).setExpirationTime(claims.expiresAt).setIssuer(ISSUER).setAudience(env2.appUrl).sign(signingKey(secret));
}
function parseSegment(segment) {
  try {
    const value = JSON.parse(Buffer.from(segment, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
function secretFor(env2, header) {
  if (!header || header.alg !== ALGORITHM || header.typ !== TYPE || Object.keys(header).length !== 3)
    return void 0;
  return env2.authSecrets.find((secret) => secretId(secret) === header.kid);
}
function isSigned(secret, signed, signature) {
  const expected = createHmac3("sha256", signingKey(secret)).update(signed).digest();
  const given = Buffer.from(signature, "base64url");
  return timingSafeEqual(expected, given) && expected.toString("base64url") === signature;
}
var isTime = (value) => Number.isSafeInteger(value) && value > 0;
function readClaims(env2, payload, now) {
  if (!payload || payload.iss !== ISSUER || payload.aud !== env2.appUrl) return null;
  const { userId: userId2, email, sid, iat, exp } = payload;
  if (!Number.isSafeInteger(userId2) || typeof email !== "string" || typeof sid !== "string") return null;
  if (!isTime(iat) || !isTime(exp) || exp <= toSeconds(now)) return null;
  return {
    userId: userId2,
    email,
    sid,
    issuedAt: new Date(iat * 1e3),
    expiresAt: new Date(exp * 1e3)
  };
}
function verifySession(env2, jwt, now) {
  if (jwt.length > MAX_LENGTH3) return null;
  const [, header, payload, signature] = SHAPE.exec(jwt) ?? [];
  if (!header || !payload || !signature) return null;
  const secret = secretFor(env2, parseSegment(header));
  if (secret === void 0 || !isSigned(secret, `${header}.${payload}`, signature)) return null;
  return readClaims(env2, parseSegment(payload), now);
}

// lib/token/session.ts
var publicUser = (user) => ({
  id: user.id,
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerified
});
async function issueSession(ctx, tx, user) {
  const issuedAt = new Date(Math.floor(ctx.now().getTime() / 1e3) * 1e3);
  const expiresAt = shift(issuedAt, LIFETIMES.session);
  const sid = randomBytes2(16).toString("base64url");
  const jwt = await signSession(ctx.env, { userId: user.id, email: user.email, sid, issuedAt, expiresAt });
  await tx.insert(sessions).values({ id: sid, userId: user.id, tokenHash: sha256(jwt), expiresAt, createdAt: issuedAt });
  return { jwt, expiresAt };
}
var prepareRead = (db) => db.select({ id: users.id, name: users.name, email: users.email, emailVerified: users.emailVerified }).from(sessions).innerJoin(users, eq4(users.id, sessions.userId)).where(
  and3(
    eq4(sessions.id, sql5.placeholder("sid")),
    eq4(sessions.tokenHash, sql5.placeholder("tokenHash")),
    eq4(sessions.userId, sql5.placeholder("userId")),
    gt2(sessions.expiresAt, sql5.placeholder("now"))
  )
).prepare("read_session");
var preparedReads = /* @__PURE__ */ new WeakMap();
function readStatement(db) {
  let statement = preparedReads.get(db);
  if (!statement) {
    statement = prepareRead(db);
    preparedReads.set(db, statement);
  }
  return statement;
}
async function readSession(ctx, jwt) {
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now());
  if (jwt === null || claims === null) return null;
  const [user] = await readStatement(ctx.db).execute({
    sid: claims.sid,
    tokenHash: sha256(jwt),
    userId: claims.userId,
    now: ctx.now()
  });
  return user ? { id: claims.sid, user } : null;
}
async function endSession(db, id2) {
  await db.delete(sessions).where(eq4(sessions.id, id2));
}

// lib/auth/known-device.ts
init_seal();
import { randomBytes as randomBytes3, timingSafeEqual as timingSafeEqual2 } from "node:crypto";
var SHAPE2 = /^([\w-]{22})\.([\w-]{43})$/;
var proofOf = (env2, email, id2) => keyedHash(env2, "known-device", `${id2} ${email}`);
function knownDeviceMark(env2, email) {
  const id2 = randomBytes3(16).toString("base64url");
  return `${id2}.${proofOf(env2, email, id2).toString("base64url")}`;
}
function isKnownDevice(env2, email, mark) {
  const [, id2, proof] = mark !== null && SHAPE2.exec(mark) || [];
  if (!id2 || !proof) return false;
  return timingSafeEqual2(proofOf(env2, email, id2), Buffer.from(proof, "base64url"));
}

// lib/auth/logout.ts
async function endPresentedSession(ctx, db, jwt) {
  const claims = jwt === null ? null : verifySession(ctx.env, jwt, ctx.now());
  if (!claims) return null;
  await endSession(db, claims.sid);
  return claims.userId;
}
async function logout(ctx, jwt) {
  const userId2 = await endPresentedSession(ctx, ctx.db, jwt);
  if (userId2 !== null) ctx.log.info("user_signed_out", { userId: userId2 });
}

// lib/auth/login.ts
async function login(ctx, input, visitor, deviceMark = null) {
  const guards = failureLimits(ctx, input.email, visitor, deviceMark);
  const limited = await consume(ctx, ["loginByNetwork", visitor.network], ...guards);
  if (!limited.ok) return limited;
  const [user] = await ctx.db.select().from(users).where(eq5(users.email, input.email));
  const isRight = await ctx.passwords.verify(input.password, user?.passwordHash ?? null);
  if (!user || !isRight) {
    ctx.log.info("sign_in_refused", { userId: user?.id });
    return fail("invalid_credentials");
  }
  const session = await openSession(ctx, user, input.password, visitor);
  await forget(ctx, ...guards);
  ctx.log.info("user_signed_in", { userId: user.id });
  return ok({ user: publicUser(user), session, deviceMark: knownDeviceMark(ctx.env, user.email) });
}
function failureLimits(ctx, email, visitor, deviceMark) {
  if (isKnownDevice(ctx.env, email, deviceMark)) return [["loginByKnownDevice", `${email} ${deviceMark}`]];
  return [
    ["loginByAccountAndNetwork", `${email} ${visitor.network}`],
    ["loginByAccount", email]
  ];
}
async function openSession(ctx, user, password2, visitor) {
  const rehashed = ctx.passwords.needsRehash(user.passwordHash) ? await ctx.passwords.hash(password2) : null;
  return ctx.db.transaction(async (tx) => {
    if (rehashed) await tx.update(users).set({ passwordHash: rehashed }).where(eq5(users.id, user.id));
    await endPresentedSession(ctx, tx, visitor.jwt);
    return issueSession(ctx, tx, user);
  });
}

// lib/http/cookies.ts
init_clock();
init_lifetimes();
var SESSION_COOKIE = "auth-token";
var DEVICE_COOKIE = "auth-device";
var LOCALE_COOKIE = "locale";
var YEAR_SECONDS = 365 * 24 * 3600;
function readCookie(header, name) {
  const values = (header ?? "").split(";").map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] ?? null : null;
}
var serialize = (name, value, { secure, maxAge }) => `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
var isSecure = (env2) => env2.appUrl.startsWith("https:");
var sessionCookie = (env2, jwt) => serialize(SESSION_COOKIE, jwt, { secure: isSecure(env2), maxAge: LIFETIMES.session / SECOND });
var endedSessionCookie = (env2) => serialize(SESSION_COOKIE, "", { secure: isSecure(env2), maxAge: 0 });
var deviceCookie = (env2, mark) => serialize(DEVICE_COOKIE, mark, { secure: isSecure(env2), maxAge: YEAR_SECONDS });

// lib/http/endpoint.ts
init_hash_gate();
init_client();
init_runtime();
import { randomBytes as randomBytes4 } from "node:crypto";

// lib/http/client-network.ts
import { isIP, isIPv4 } from "node:net";

// lib/http/internal-headers.ts
var PEER_HEADER = "x-peer-address";

// lib/http/client-network.ts
var UNKNOWN = "unknown";
function groups(address) {
  const [head2 = "", tail] = address.split("::");
  const left = head2 ? head2.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const missing = tail === void 0 ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array(missing).fill("0"), ...right];
}
function networkOf(address) {
  const bare = address.trim().replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  const withoutPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(mapped)?.[1] ?? mapped;
  if (isIPv4(withoutPort)) return withoutPort;
  if (isIP(withoutPort) !== 6) return UNKNOWN;
  const prefix = groups(withoutPort.toLowerCase()).slice(0, 4);
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
function clientNetwork(headers, hops, trustPeerHeader) {
  const peer = trustPeerHeader ? headers.get(PEER_HEADER) : null;
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").filter((entry) => entry.trim() !== "");
  const address = hops === 0 ? peer : forwarded.at(-hops) ?? peer;
  return address === null ? UNKNOWN : networkOf(address);
}

// lib/http/cross-site.ts
var SAFE_METHODS = /* @__PURE__ */ new Set(["GET", "HEAD", "OPTIONS"]);
function isCrossSite(request, appUrl) {
  if (SAFE_METHODS.has(request.method)) return false;
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin";
  const origin2 = headers.get("origin");
  if (origin2 !== null) return origin2 !== appUrl;
  return headers.has("cookie") && (headers.get("user-agent") ?? "").startsWith("Mozilla/");
}
function isUnintended(request) {
  const { headers } = request;
  const purpose = `${headers.get("sec-purpose") ?? ""} ${headers.get("purpose") ?? ""} ${headers.get("x-moz") ?? ""}`;
  if (/prefetch|prerender|preview/i.test(purpose)) return true;
  if (headers.get("sec-fetch-site") === "cross-site") return true;
  const destination = headers.get("sec-fetch-dest");
  return destination !== null && !["empty", "document"].includes(destination);
}

// lib/i18n/locale.ts
var LOCALES = ["fr", "en"];
var DEFAULT_LOCALE = "fr";
var isLocale = (value) => LOCALES.includes(value);

// lib/http/negotiate-locale.ts
function accepted(header) {
  return (header ?? "").split(",", 20).map((part) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
    return { language: range.split("-")[0], quality: quality ? Number(quality.slice(2)) : 1 };
  }).filter(({ quality }) => quality > 0).sort((one, other) => other.quality - one.quality).map(({ language }) => language).find(isLocale);
}
function negotiateLocale(headers) {
  const chosen = readCookie(headers.get("cookie"), LOCALE_COOKIE);
  return isLocale(chosen) ? chosen : accepted(headers.get("accept-language")) ?? DEFAULT_LOCALE;
}

// lib/i18n/duration.ts
var pad = (value) => String(value).padStart(2, "0");
function duration(seconds) {
  if (seconds <= 60) return `${seconds}\xA0s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\xA0min\xA0${pad(seconds % 60)}\xA0s`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)}\xA0h\xA0${pad(minutes % 60)}\xA0min`;
}

// lib/i18n/french-spacing.ts
var NO_BREAK_SPACE = "\xA0";
var space = (text2) => text2.replace(/ (?=[!?:;»%])/g, NO_BREAK_SPACE).replace(/« /g, `\xAB${NO_BREAK_SPACE}`);
function frenchSpacing(texts) {
  const entries = Object.entries(texts).map(([key, text2]) => [
    key,
    typeof text2 === "string" ? space(text2) : frenchSpacing(text2)
  ]);
  return Object.fromEntries(entries);
}

// lib/i18n/errors.ts
var ERROR_SENTENCES = {
  fr: frenchSpacing({
    invalid_input: "Un ou plusieurs champs sont \xE0 corriger.",
    invalid_json: "La demande n\u2019a pas pu \xEAtre lue. Rechargez la page, puis r\xE9essayez.",
    invalid_token: "Ce lien n\u2019est pas valide. V\xE9rifiez qu\u2019il est complet, ou demandez-en un nouveau.",
    token_used: "Ce lien a d\xE9j\xE0 servi : votre email est v\xE9rifi\xE9.",
    token_expired: "Ce lien a expir\xE9. Demandez-en un nouveau.",
    invalid_credentials: "Email ou mot de passe incorrect.",
    unauthenticated: "Votre session est termin\xE9e. Connectez-vous pour continuer.",
    cross_site_request: "Cette demande ne vient pas de nos pages : elle a \xE9t\xE9 refus\xE9e.",
    not_found: "Nous n\u2019avons pas trouv\xE9 ce que vous cherchez.",
    method_not_allowed: "Cette adresse n\u2019accepte pas ce type de demande.",
    email_taken: "Un compte existe d\xE9j\xE0 avec cet email.",
    already_verified: "Votre email est d\xE9j\xE0 v\xE9rifi\xE9.",
    body_too_large: "La demande est trop volumineuse.",
    unsupported_media_type: "La demande doit \xEAtre envoy\xE9e au format JSON.",
    rate_limited: "Trop de tentatives. Patientez un moment, puis r\xE9essayez.",
    internal: "Une erreur est survenue de notre c\xF4t\xE9. R\xE9essayez dans un instant.",
    too_busy: "Beaucoup de personnes se connectent en ce moment. R\xE9essayez dans un instant.",
    unavailable: "Le service est momentan\xE9ment indisponible. R\xE9essayez dans un instant."
  }),
  en: {
    invalid_input: "One or more fields need your attention.",
    invalid_json: "The request could not be read. Reload the page, then try again.",
    invalid_token: "This link is not valid. Check that it is complete, or ask for a new one.",
    token_used: "This link has already been used: your email is verified.",
    token_expired: "This link has expired. Ask for a new one.",
    invalid_credentials: "Wrong email or password.",
    unauthenticated: "Your session has ended. Sign in to continue.",
    cross_site_request: "This request does not come from our pages, so it was refused.",
    not_found: "We could not find what you are looking for.",
    method_not_allowed: "This address does not accept that kind of request.",
    email_taken: "An account with this email already exists.",
    already_verified: "Your email is already verified.",
    body_too_large: "The request is too large.",
    unsupported_media_type: "The request must be sent as JSON.",
    rate_limited: "Too many attempts. Wait a moment, then try again.",
    internal: "Something went wrong on our side. Try again in a moment.",
    too_busy: "Many people are signing in right now. Try again in a moment.",
    unavailable: "The service is briefly unavailable. Try again in a moment."
  }
};
var WAIT_SENTENCES = {
  fr: {
    rate_limited: "Trop de tentatives. R\xE9essayez dans {wait}.",
    too_busy: "Beaucoup de personnes se connectent en ce moment. R\xE9essayez dans {wait}.",
    unavailable: "Le service est momentan\xE9ment indisponible. R\xE9essayez dans {wait}."
  },
  en: {
    rate_limited: "Too many attempts. Try again in {wait}.",
    too_busy: "Many people are signing in right now. Try again in {wait}.",
    unavailable: "The service is briefly unavailable. Try again in {wait}."
  }
};
var FIELD_SENTENCES = {
  fr: frenchSpacing({
    unknown_field: "Ce champ n\u2019est pas attendu.",
    wrong_type: "Ce champ doit \xEAtre un texte.",
    name_required: "Indiquez votre nom.",
    name_too_long: "Ce nom est trop long : 100 caract\xE8res au plus.",
    name_invalid: "Ce nom contient un lien ou des caract\xE8res qui ne peuvent pas \xEAtre affich\xE9s.",
    email_required: "Indiquez votre email.",
    email_too_long: "Cet email est trop long : 254 caract\xE8res au plus.",
    email_invalid: "Cet email n\u2019est pas valide. Exemple : jean@exemple.fr",
    email_taken: "Un compte existe d\xE9j\xE0 avec cet email.",
    password_required: "Indiquez un mot de passe.",
    password_too_short: "Ce mot de passe est trop court : 8 caract\xE8res au moins.",
    password_too_long: "Ce mot de passe est trop long. Choisissez une phrase plus courte.",
    password_common: "Ce mot de passe fait partie des plus connus. Choisissez-en un autre.",
    password_weak: "Ce mot de passe se devine facilement. Allongez-le : une phrase de 15 caract\xE8res convient.",
    password_personal: "Ce mot de passe ressemble trop \xE0 votre nom ou \xE0 votre email.",
    token_invalid: "Ce lien n\u2019est pas valide."
  }),
  en: {
    unknown_field: "This field is not expected.",
    wrong_type: "This field must be text.",
    name_required: "Enter your name.",
    name_too_long: "This name is too long: 100 characters at most.",
    name_invalid: "This name holds a link or characters that cannot be shown.",
    email_required: "Enter your email.",
    email_too_long: "This email is too long: 254 characters at most.",
    email_invalid: "This email is not valid. Example: jean@example.com",
    email_taken: "An account with this email already exists.",
    password_required: "Enter a password.",
    password_too_short: "This password is too short: at least 8 characters.",
    password_too_long: "This password is too long. Choose a shorter phrase.",
    password_common: "This password is among the best known. Choose another one.",
    password_weak: "This password is easy to guess. Make it longer: any phrase of 15 characters will do.",
    password_personal: "This password is too close to your name or your email.",
    token_invalid: "This link is not valid."
  }
};
function errorSentence(locale, code, { retryAfter } = {}) {
  const waiting = retryAfter ? WAIT_SENTENCES[locale][code] : void 0;
  return retryAfter && waiting ? waiting.replace("{wait}", duration(Math.ceil(retryAfter))) : ERROR_SENTENCES[locale][code];
}
var fieldSentence = (locale, code) => FIELD_SENTENCES[locale][code];

// lib/http/problem.ts
function describeProblem(failure, locale) {
  const { code, fields, retryAfter } = failure;
  return {
    type: "about:blank",
    title: ERRORS[code].title,
    status: ERRORS[code].status,
    code,
    detail: errorSentence(locale, code, { retryAfter }),
    ...fields && {
      errors: fields.map((fault2) => ({ ...fault2, detail: fieldSentence(locale, fault2.code) }))
    },
    ...retryAfter !== void 0 && { retryAfter }
  };
}
function problemResponse(failure, locale, headers = {}) {
  const problem = describeProblem(failure, locale);
  const response = new Response(JSON.stringify(problem), { status: problem.status, headers });
  response.headers.set("Content-Type", "application/problem+json");
  response.headers.set("Content-Language", locale);
  if (problem.retryAfter !== void 0) response.headers.set("Retry-After", String(problem.retryAfter));
  return response;
}

// lib/http/security-headers.ts
var STATIC_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" }
];
var HSTS = { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" };
var API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

// lib/http/endpoint.ts
var METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
var UNAVAILABLE_RETRY_AFTER = 5;
var json = (status, body, headers = {}) => {
  const response = new Response(JSON.stringify(body), { status, headers });
  response.headers.set("Content-Type", "application/json");
  return response;
};
function endpoint(route, handlers) {
  const allow = METHODS.filter((method) => handlerFor(handlers, method) || method === "OPTIONS").join(", ");
  const serve2 = async (request) => {
    const started = performance.now();
    const requestId = randomBytes4(8).toString("hex");
    const { ctx } = runtime();
    const response = await answer(ctx, request, handlers, allow);
    addHeaders(response, ctx, requestId);
    ctx.log.info("request", {
      requestId,
      route,
      method: METHODS.find((method) => method === request.method) ?? "OTHER",
      status: response.status,
      duration: Math.round((performance.now() - started) * 10) / 10
    });
    return request.method === "HEAD" ? new Response(null, response) : response;
  };
  return Object.fromEntries(METHODS.map((method) => [method, serve2]));
}
var handlerFor = (handlers, method) => method === "GET" || method === "POST" ? handlers[method] : method === "HEAD" ? handlers.HEAD ?? handlers.GET : void 0;
async function answer(ctx, request, handlers, allow) {
  const visitor = visitorOf(ctx, request);
  const refuse = (failure, headers) => problemResponse(failure, visitor.locale, headers);
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { Allow: allow } });
  const handler = handlerFor(handlers, request.method);
  if (!handler) return refuse({ code: "method_not_allowed" }, { Allow: allow });
  if (isCrossSite(request, ctx.env.appUrl)) {
    ctx.log.warn("cross_site_refused");
    return refuse({ code: "cross_site_request" });
  }
  try {
    const outcome = await handler({ ctx, request, visitor, url: new URL(request.url) });
    return outcome instanceof Response ? outcome : outcome.ok ? refuse({ code: "internal" }) : refuse(outcome.error);
  } catch (error) {
    return refuse(explain(ctx, error));
  }
}
function explain(ctx, error) {
  if (error instanceof TooBusyError) return { code: "too_busy", retryAfter: error.retryAfter };
  if (isUnavailable(error)) {
    ctx.log.error("database_unavailable", { error });
    return { code: "unavailable", retryAfter: UNAVAILABLE_RETRY_AFTER };
  }
  ctx.log.error("unexpected_error", { error });
  return { code: "internal" };
}
var visitorOf = (ctx, { headers }) => ({
  network: clientNetwork(headers, ctx.env.trustedProxyHops, runtime().hasOwnFront),
  locale: negotiateLocale(headers),
  jwt: readCookie(headers.get("cookie"), SESSION_COOKIE)
});
function addHeaders(response, ctx, requestId) {
  const { headers } = response;
  for (const { key, value } of STATIC_HEADERS) headers.set(key, value);
  if (ctx.env.appUrl.startsWith("https:")) headers.set(HSTS.key, HSTS.value);
  headers.set("Content-Security-Policy", API_CONTENT_SECURITY_POLICY);
  headers.set("Cache-Control", "no-store");
  headers.set("X-Request-Id", requestId);
}

// lib/http/read-json.ts
var MAX_BODY_BYTES = 16 * 1024;
var JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
async function readBody(request) {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return null;
  const chunks = [];
  let size = 0;
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}
function parseJson(body) {
  try {
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch {
    return fail("invalid_json");
  }
}
async function readJson(request) {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) return fail("unsupported_media_type");
  const body = await readBody(request);
  return body === null ? fail("body_too_large") : parseJson(body);
}
async function readInput(request, schema2) {
  const body = await readJson(request);
  return body.ok ? parseInput(schema2, body.value) : body;
}

// app/api/auth/login/route.ts
var { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint("/api/auth/login", {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, loginInput);
    if (!input.ok) return input;
    const presentedMark = readCookie(request.headers.get("cookie"), DEVICE_COOKIE);
    const signedIn = await login(ctx, input.value, visitor, presentedMark);
    if (!signedIn.ok) return signedIn;
    const { user, session, deviceMark } = signedIn.value;
    const response = json(200, { user });
    response.headers.append("Set-Cookie", sessionCookie(ctx.env, session.jwt));
    response.headers.append("Set-Cookie", deviceCookie(ctx.env, deviceMark));
    return response;
  }
});

// app/api/auth/logout/route.ts
var route_exports2 = {};
__export(route_exports2, {
  DELETE: () => DELETE2,
  GET: () => GET2,
  HEAD: () => HEAD2,
  OPTIONS: () => OPTIONS2,
  PATCH: () => PATCH2,
  POST: () => POST2,
  PUT: () => PUT2
});
var { GET: GET2, HEAD: HEAD2, POST: POST2, PUT: PUT2, PATCH: PATCH2, DELETE: DELETE2, OPTIONS: OPTIONS2 } = endpoint("/api/auth/logout", {
  async POST({ ctx, visitor }) {
    await logout(ctx, visitor.jwt);
    return json(
      200,
      { success: true },
      { "Set-Cookie": endedSessionCookie(ctx.env), "Clear-Site-Data": '"cache", "storage"' }
    );
  }
});

// app/api/auth/me/route.ts
var route_exports3 = {};
__export(route_exports3, {
  DELETE: () => DELETE3,
  GET: () => GET3,
  HEAD: () => HEAD3,
  OPTIONS: () => OPTIONS3,
  PATCH: () => PATCH3,
  POST: () => POST3,
  PUT: () => PUT3
});
var { GET: GET3, HEAD: HEAD3, POST: POST3, PUT: PUT3, PATCH: PATCH3, DELETE: DELETE3, OPTIONS: OPTIONS3 } = endpoint("/api/auth/me", {
  async GET({ ctx, visitor }) {
    const session = await readSession(ctx, visitor.jwt);
    return session ? json(200, { user: session.user }) : fail("unauthenticated");
  }
});

// app/api/auth/register/route.ts
var route_exports4 = {};
__export(route_exports4, {
  DELETE: () => DELETE4,
  GET: () => GET4,
  HEAD: () => HEAD4,
  OPTIONS: () => OPTIONS4,
  PATCH: () => PATCH4,
  POST: () => POST4,
  PUT: () => PUT4
});

// lib/auth/password-strength.ts
init_password_dictionary();

// lib/auth/password-personal.ts
var SERVICE = "huntaze";
var LEET = {
  "0": "o",
  "1": "il",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "\u20AC": "e",
  "!": "il",
  "|": "il",
  "+": "t"
};
var DECORATION = /[\p{N}\p{P}\p{Sc}\p{Sm}\p{Sk}\p{Z}]/u;
var SEPARATORS = /[\p{P}\p{Z}]/gu;
var fold = (text2) => text2.normalize("NFKD").replace(new RegExp("\\p{M}", "gu"), "").toLowerCase();
var isTelling = (word) => word.length >= (new RegExp("^\\p{N}+$", "u").test(word) ? 6 : 2);
function personalWords({ name, email }) {
  const [local = "", host = ""] = email.split("@");
  const parts = [name, local, host.slice(0, Math.max(host.lastIndexOf("."), 0))].flatMap((text2) => [
    text2,
    ...text2.split(/[^\p{L}\p{M}\p{N}]+/u)
  ]);
  const words = [SERVICE, email, host, ...parts].flatMap((text2) => {
    const plain = fold(text2).replace(/[^\p{L}\p{N}]/gu, "");
    return [plain, plain.replace(new RegExp("\\p{N}", "gu"), "")];
  });
  return [...new Set(words)].filter(isTelling);
}
function standsAt(chars, start, word) {
  let exact = false;
  for (const [offset, letter] of word.entries()) {
    const char = chars[start + offset];
    if (char === letter) exact = true;
    else if (char === void 0 || !LEET[char]?.includes(letter)) return false;
  }
  return exact;
}
function isMadeOf(chars, words) {
  const reached = new Uint8Array(chars.length + 1);
  const reach = (index2, state) => {
    reached[index2] = (reached[index2] ?? 0) | state;
  };
  reach(0, 1);
  for (const [index2, char] of chars.entries()) {
    const state = reached[index2];
    if (!state) continue;
    if (DECORATION.test(char)) reach(index2 + 1, state);
    for (const word of words) if (standsAt(chars, index2, word)) reach(index2 + word.length, 2);
  }
  return ((reached[chars.length] ?? 0) & 2) !== 0;
}
function isPersonal(password2, owner) {
  const words = personalWords(owner).map((word) => [...word]);
  const folded = fold(password2);
  return [folded, folded.replace(SEPARATORS, "")].some((text2) => isMadeOf([...text2], words));
}

// lib/auth/password-strength.ts
init_password_text();
var STRONG = 1e8;
var MIN_VARIETY = 4;
var WALKS = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn"
].flatMap((walk) => [walk, [...walk].reverse().join("")]);
function core(text2) {
  const chars = [...text2];
  const isLetter = (char) => new RegExp("\\p{L}", "u").test(char);
  const letters = chars.slice(chars.findIndex(isLetter), chars.findLastIndex(isLetter) + 1);
  return letters.length * 3 >= chars.length ? letters.join("") : "";
}
function borderLength(text2) {
  const borders = [0];
  let length = 0;
  for (let index2 = 1; index2 < text2.length; index2 += 1) {
    while (length > 0 && text2[index2] !== text2[length]) length = borders[length - 1] ?? 0;
    if (text2[index2] === text2[length]) length += 1;
    borders.push(length);
  }
  return length;
}
function repeatedPart(text2) {
  const period = text2.length - borderLength(text2);
  return period * 3 <= text2.length * 2 ? text2.slice(0, period) : text2;
}
function isKnown(text2, dictionary) {
  return [text2, core(text2)].some(
    (word) => word !== "" && (dictionary.isListed(word) || WALKS.some((walk) => walk.includes(word)))
  );
}
function isCommon(password2, dictionary) {
  const whole = password2.normalize("NFKC").toLowerCase();
  if (isKnown(whole, dictionary) || new Set(whole).size < MIN_VARIETY) return true;
  return [whole, core(whole)].some((text2) => {
    const part = repeatedPart(text2);
    return part !== text2 && (isKnown(part, dictionary) || isWeak(part, [], dictionary));
  });
}
function isWeak(password2, words, dictionary) {
  const length = codePoints(password2);
  if (length < PASSWORD_MIN) return true;
  return length < PASSWORD_LONG && dictionary.guesses(password2, words) < STRONG;
}
async function passwordProblem({
  password: password2,
  ...owner
}) {
  const text2 = normalisedPassword(password2);
  const length = codePoints(text2);
  if (length < PASSWORD_MIN) return "password_too_short";
  if (length > PASSWORD_MAX) return "password_too_long";
  if (isPersonal(text2, owner)) return "password_personal";
  const dictionary = await passwordDictionary();
  if (isCommon(text2, dictionary)) return "password_common";
  return isWeak(text2, personalWords(owner), dictionary) ? "password_weak" : null;
}

// lib/auth/parse-registration.ts
var textOf = (value) => typeof value === "string" ? value : "";
async function parseRegistration(value) {
  const parsed = parseInput(registerInput, value);
  if (parsed.ok || !parsed.error.fields) return parsed;
  const { fields } = parsed.error;
  if (fields.some(({ field }) => field === "password")) return parsed;
  const { name, email, password: password2 } = value;
  const code = await passwordProblem({ name: textOf(name), email: textOf(email), password: textOf(password2) });
  return code ? { ok: false, error: { ...parsed.error, fields: [...fields, { field: "password", code }] } } : parsed;
}

// lib/auth/register.ts
init_client();
init_schema();
init_messages();
import { eq as eq7 } from "drizzle-orm";

// lib/token/email-token.ts
init_clock();
init_schema();
init_seal();
init_lifetimes();
import { randomBytes as randomBytes5 } from "node:crypto";
import { and as and4, eq as eq6, gt as gt3 } from "drizzle-orm";
var tokenUser = {
  id: users.id,
  name: users.name,
  email: users.email,
  emailVerified: users.emailVerified,
  locale: users.locale,
  createdAt: users.createdAt
};
async function mintEmailToken(tx, user, now) {
  const token2 = randomBytes5(32).toString("hex");
  await tx.insert(emailVerificationTokens).values({
    userId: user.id,
    email: user.email,
    tokenHash: sha256(token2),
    expiresAt: shift(now, LIFETIMES.verificationToken),
    createdAt: now
  });
  return token2;
}
async function findEmailToken(db, token2, now) {
  const [row] = await db.select({
    email: emailVerificationTokens.email,
    expiresAt: emailVerificationTokens.expiresAt,
    user: tokenUser
  }).from(emailVerificationTokens).innerJoin(users, eq6(users.id, emailVerificationTokens.userId)).where(eq6(emailVerificationTokens.tokenHash, sha256(token2)));
  if (row && row.email === row.user.email) {
    return { state: row.expiresAt > now ? "valid" : "expired", user: row.user, email: row.email };
  }
  return row ? { state: "unknown" } : findUse(db, token2);
}
async function findUse(db, token2) {
  const [use] = await db.select({ user: tokenUser }).from(emailVerificationUses).innerJoin(users, eq6(users.id, emailVerificationUses.userId)).where(eq6(emailVerificationUses.tokenHash, sha256(token2)));
  return use ? { state: "used", user: use.user } : { state: "unknown" };
}
async function consumeEmailToken(tx, userId2, token2, now) {
  const [consumed] = await tx.delete(emailVerificationTokens).where(
    and4(eq6(emailVerificationTokens.tokenHash, sha256(token2)), gt3(emailVerificationTokens.expiresAt, now))
  ).returning({ tokenHash: emailVerificationTokens.tokenHash });
  if (!consumed) return false;
  const voided = await tx.delete(emailVerificationTokens).where(eq6(emailVerificationTokens.userId, userId2)).returning({ tokenHash: emailVerificationTokens.tokenHash });
  await tx.insert(emailVerificationUses).values([consumed, ...voided].map(({ tokenHash }) => ({ tokenHash, userId: userId2, usedAt: now })));
  return true;
}
async function lockUser(tx, userId2) {
  const [user] = await tx.select(tokenUser).from(users).where(eq6(users.id, userId2)).for("update");
  return user ?? null;
}

// lib/auth/link-limits.ts
var linkLimits = (email) => [
  ["linkSpacing", email],
  ["linkByRecipientHourly", email],
  ["linkByRecipientDaily", email]
];

// lib/auth/register.ts
var EMAIL_TAKEN = fail("email_taken", { fields: [{ field: "email", code: "email_taken" }] });
async function register2(ctx, input, visitor) {
  const limited = await consume(
    ctx,
    ["registerByNetwork", visitor.network],
    ["registerByAddress", input.email]
  );
  if (!limited.ok) return limited;
  const problem = await passwordProblem(input);
  if (problem) return fail("invalid_input", { fields: [{ field: "password", code: problem }] });
  const passwordHash = await ctx.passwords.hash(input.password);
  if (await isTaken(ctx.db, input.email)) return EMAIL_TAKEN;
  try {
    const registration = await createAccount(ctx, { ...input, passwordHash, locale: visitor.locale }, visitor);
    await consume(ctx, ...linkLimits(input.email));
    ctx.log.info("user_registered", { userId: registration.user.id });
    return ok(registration);
  } catch (error) {
    if (isDuplicate(error, "users_email_key")) return EMAIL_TAKEN;
    throw error;
  }
}
async function isTaken(db, email) {
  const [row] = await db.select({ id: users.id }).from(users).where(eq7(users.email, email));
  return row !== void 0;
}
function createAccount(ctx, newUser, visitor) {
  const now = ctx.now();
  const { name, email, passwordHash, locale } = newUser;
  return ctx.db.transaction(async (tx) => {
    const [user] = await tx.insert(users).values({ name, email, passwordHash, locale, createdAt: now, updatedAt: now }).returning();
    if (!user) throw new Error("an insert returned no row");
    const token2 = await mintEmailToken(tx, user, now);
    await sendVerificationEmail(ctx, tx, user, token2);
    await endPresentedSession(ctx, tx, visitor.jwt);
    const session = await issueSession(ctx, tx, user);
    return { user: publicUser(user), session };
  });
}

// app/api/auth/register/route.ts
var { GET: GET4, HEAD: HEAD4, POST: POST4, PUT: PUT4, PATCH: PATCH4, DELETE: DELETE4, OPTIONS: OPTIONS4 } = endpoint("/api/auth/register", {
  async POST({ ctx, request, visitor }) {
    const body = await readJson(request);
    if (!body.ok) return body;
    const input = await parseRegistration(body.value);
    if (!input.ok) return input;
    const registered = await register2(ctx, input.value, visitor);
    if (!registered.ok) return registered;
    const { user, session } = registered.value;
    return json(
      201,
      { user, message: "Please check your email" },
      { "Set-Cookie": sessionCookie(ctx.env, session.jwt) }
    );
  }
});

// app/api/auth/verify-email/not-me/route.ts
var route_exports5 = {};
__export(route_exports5, {
  DELETE: () => DELETE5,
  GET: () => GET5,
  HEAD: () => HEAD5,
  OPTIONS: () => OPTIONS5,
  PATCH: () => PATCH5,
  POST: () => POST5,
  PUT: () => PUT5
});

// lib/auth/not-me.ts
init_schema();
init_outbox();
import { eq as eq8 } from "drizzle-orm";

// lib/auth/refuse-token.ts
var CODES = {
  expired: "token_expired",
  used: "token_used",
  unknown: "invalid_token",
  valid: "invalid_token"
};
async function refuseToken(ctx, { state }, visitor) {
  const limited = await consume(ctx, ["badTokenByNetwork", visitor.network]);
  return limited.ok ? fail(CODES[state]) : limited;
}

// lib/auth/not-me.ts
async function notMe(ctx, token2, visitor) {
  const found = await findEmailToken(ctx.db, token2, ctx.now());
  if (found.state !== "valid" && found.state !== "expired") return refuseToken(ctx, found, visitor);
  const isDeleted = await deleteUnverified(ctx, found.user.id);
  if (!isDeleted) return fail("already_verified");
  ctx.log.info("account_disowned", { userId: found.user.id });
  return ok(null);
}
function deleteUnverified(ctx, userId2) {
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, userId2);
    if (!user || user.emailVerified) return false;
    await cancelMessages(ctx, tx, userId2, "AccountDisowned");
    await tx.delete(users).where(eq8(users.id, userId2));
    return true;
  });
}

// app/api/auth/verify-email/not-me/route.ts
var { GET: GET5, HEAD: HEAD5, POST: POST5, PUT: PUT5, PATCH: PATCH5, DELETE: DELETE5, OPTIONS: OPTIONS5 } = endpoint("/api/auth/verify-email/not-me", {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, tokenInput);
    if (!input.ok) return input;
    const disowned = await notMe(ctx, input.value.token, visitor);
    return disowned.ok ? json(200, { success: true }) : disowned;
  }
});

// app/api/auth/verify-email/resend/route.ts
var route_exports6 = {};
__export(route_exports6, {
  DELETE: () => DELETE6,
  GET: () => GET6,
  HEAD: () => HEAD6,
  OPTIONS: () => OPTIONS6,
  PATCH: () => PATCH6,
  POST: () => POST6,
  PUT: () => PUT6
});

// lib/auth/resend-verification.ts
init_messages();
async function resendVerification(ctx, token2, visitor) {
  const account = token2 === void 0 ? await signedInAccount(ctx, visitor) : await accountOf(ctx, token2, visitor);
  if (!account.ok) return account;
  if (account.value.emailVerified) return fail("already_verified");
  const limited = await consume(ctx, ...linkLimits(account.value.email));
  if (!limited.ok) return limited;
  if (!await mailNewLink(ctx, account.value)) return fail("already_verified");
  ctx.log.info("verification_resent", { userId: account.value.id });
  return ok({ retryAfter: await secondsUntilFree(ctx, ...linkLimits(account.value.email)) });
}
async function signedInAccount(ctx, visitor) {
  const session = await readSession(ctx, visitor.jwt);
  return session ? ok(session.user) : fail("unauthenticated");
}
async function accountOf(ctx, token2, visitor) {
  const found = await findEmailToken(ctx.db, token2, ctx.now());
  return found.state === "valid" || found.state === "expired" ? ok(found.user) : refuseToken(ctx, found, visitor);
}
function mailNewLink(ctx, account) {
  return ctx.db.transaction(async (tx) => {
    const user = await lockUser(tx, account.id);
    if (!user || user.emailVerified) return false;
    const token2 = await mintEmailToken(tx, user, ctx.now());
    await sendVerificationEmail(ctx, tx, user, token2);
    return true;
  });
}

// app/api/auth/verify-email/resend/route.ts
var { GET: GET6, HEAD: HEAD6, POST: POST6, PUT: PUT6, PATCH: PATCH6, DELETE: DELETE6, OPTIONS: OPTIONS6 } = endpoint("/api/auth/verify-email/resend", {
  async POST({ ctx, request, visitor }) {
    const input = await readInput(request, resendInput);
    if (!input.ok) return input;
    const resent = await resendVerification(ctx, input.value.token, visitor);
    return resent.ok ? json(202, { success: true, retryAfter: resent.value.retryAfter }) : resent;
  }
});

// app/api/auth/verify-email/route.ts
var route_exports7 = {};
__export(route_exports7, {
  DELETE: () => DELETE7,
  GET: () => GET7,
  HEAD: () => HEAD7,
  OPTIONS: () => OPTIONS7,
  PATCH: () => PATCH7,
  POST: () => POST7,
  PUT: () => PUT7
});

// lib/auth/verify-email.ts
init_schema();
init_messages();
import { eq as eq9 } from "drizzle-orm";
async function verifyEmail(ctx, token2, visitor) {
  const found = await findEmailToken(ctx.db, token2, ctx.now());
  if (found.state !== "valid") return refuseToken(ctx, found, visitor);
  const isVerified = await markVerified(ctx, found.user, token2);
  if (!isVerified) return refuseToken(ctx, await findEmailToken(ctx.db, token2, ctx.now()), visitor);
  ctx.log.info("email_verified", { userId: found.user.id });
  return ok({ userId: found.user.id });
}
function markVerified(ctx, user, token2) {
  const now = ctx.now();
  return ctx.db.transaction(async (tx) => {
    const locked = await lockUser(tx, user.id);
    if (!locked || locked.email !== user.email) return false;
    if (!await consumeEmailToken(tx, user.id, token2, now)) return false;
    await tx.update(users).set({ emailVerified: true, updatedAt: now }).where(eq9(users.id, user.id));
    if (!locked.emailVerified) await sendWelcomeEmail(ctx, tx, locked);
    return true;
  });
}

// app/api/auth/verify-email/route.ts
var { GET: GET7, HEAD: HEAD7, POST: POST7, PUT: PUT7, PATCH: PATCH7, DELETE: DELETE7, OPTIONS: OPTIONS7 } = endpoint("/api/auth/verify-email", {
  async HEAD() {
    return new Response(null, { status: 200 });
  },
  async GET({ ctx, request, url, visitor }) {
    if (isUnintended(request)) return fail("cross_site_request");
    const tokens = url.searchParams.getAll("token");
    const input = parseInput(tokenInput, { token: tokens[0] });
    if (!input.ok || tokens.length !== 1) return fail("invalid_token");
    const verified = await verifyEmail(ctx, input.value.token, visitor);
    return verified.ok ? json(200, { success: true, message: "Email verified!" }) : verified;
  }
});

// app/api/auth/verify-email/status/route.ts
var route_exports8 = {};
__export(route_exports8, {
  DELETE: () => DELETE8,
  GET: () => GET8,
  HEAD: () => HEAD8,
  OPTIONS: () => OPTIONS8,
  PATCH: () => PATCH8,
  POST: () => POST8,
  PUT: () => PUT8
});

// lib/auth/verification-status.ts
init_schema();
import { and as and5, desc as desc2, eq as eq10 } from "drizzle-orm";
var STATES = { queued: "queued", sending: "sending", sent: "sent", dead: "failed" };
async function verificationStatus(ctx, user) {
  if (user.emailVerified) return { emailVerified: true, message: null, retryAfter: 0 };
  const [message] = await ctx.db.select({
    status: emailMessages.status,
    createdAt: emailMessages.createdAt,
    settledAt: emailMessages.settledAt
  }).from(emailMessages).where(and5(eq10(emailMessages.userId, user.id), eq10(emailMessages.kind, "verification"))).orderBy(desc2(emailMessages.id)).limit(1);
  return {
    emailVerified: false,
    message: message ? { state: STATES[message.status], at: (message.settledAt ?? message.createdAt).toISOString() } : null,
    retryAfter: await secondsUntilFree(ctx, ...linkLimits(user.email))
  };
}

// app/api/auth/verify-email/status/route.ts
var { GET: GET8, HEAD: HEAD8, POST: POST8, PUT: PUT8, PATCH: PATCH8, DELETE: DELETE8, OPTIONS: OPTIONS8 } = endpoint("/api/auth/verify-email/status", {
  async GET({ ctx, visitor }) {
    const session = await readSession(ctx, visitor.jwt);
    return session ? json(200, await verificationStatus(ctx, session.user)) : fail("unauthenticated");
  }
});

// app/api/health/route.ts
var route_exports9 = {};
__export(route_exports9, {
  DELETE: () => DELETE9,
  GET: () => GET9,
  HEAD: () => HEAD9,
  OPTIONS: () => OPTIONS9,
  PATCH: () => PATCH9,
  POST: () => POST9,
  PUT: () => PUT9
});
var { GET: GET9, HEAD: HEAD9, POST: POST9, PUT: PUT9, PATCH: PATCH9, DELETE: DELETE9, OPTIONS: OPTIONS9 } = endpoint("/api/health", {
  async GET() {
    return json(200, { status: "ok" });
  }
});

// app/api/maintenance/route.ts
var route_exports10 = {};
__export(route_exports10, {
  DELETE: () => DELETE10,
  GET: () => GET10,
  HEAD: () => HEAD10,
  OPTIONS: () => OPTIONS10,
  PATCH: () => PATCH10,
  POST: () => POST10,
  PUT: () => PUT10
});
init_retention();
init_worker();
import { timingSafeEqual as timingSafeEqual3 } from "node:crypto";
init_seal();
var isBearer = (header, secret) => timingSafeEqual3(sha256(header ?? ""), sha256(`Bearer ${secret}`));
var { GET: GET10, HEAD: HEAD10, POST: POST10, PUT: PUT10, PATCH: PATCH10, DELETE: DELETE10, OPTIONS: OPTIONS10 } = endpoint("/api/maintenance", {
  async HEAD() {
    return new Response(null, { status: 200 });
  },
  async GET({ ctx, request }) {
    if (!ctx.env.cronSecret) return fail("not_found");
    if (!isBearer(request.headers.get("authorization"), ctx.env.cronSecret)) return fail("unauthenticated");
    const { sent, retried, dead } = await deliverDue(ctx);
    return json(200, { sent, retried, dead, cleaned: await cleanUp(ctx) });
  }
});

// app/api/routes.ts
var API_ROUTES = {
  "/api/auth/register": route_exports4,
  "/api/auth/login": route_exports,
  "/api/auth/logout": route_exports2,
  "/api/auth/me": route_exports3,
  "/api/auth/verify-email": route_exports7,
  "/api/auth/verify-email/resend": route_exports6,
  "/api/auth/verify-email/not-me": route_exports5,
  "/api/auth/verify-email/status": route_exports8,
  "/api/health": route_exports9,
  "/api/maintenance": route_exports10
};

// server/front.ts
init_clock();

// server/web-handler.ts
import { Readable } from "node:stream";
var BODILESS = /* @__PURE__ */ new Set(["GET", "HEAD"]);
function toRequest(incoming, origin2) {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== void 0) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const body = BODILESS.has(method) ? void 0 : Readable.toWeb(incoming);
  return new Request(new URL(incoming.url ?? "/", origin2), {
    method,
    headers,
    body,
    duplex: "half"
  });
}
async function serveWithHandler(handler, incoming, outgoing, origin2) {
  const response = await handler(toRequest(incoming, origin2));
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("Set-Cookie", cookies);
  outgoing.end(response.body === null ? void 0 : Buffer.from(await response.arrayBuffer()));
}

// server/front.ts
var METHODS2 = /* @__PURE__ */ new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
var HEADERS_TIMEOUT = 10 * SECOND;
var REQUEST_TIMEOUT2 = 15 * SECOND;
var KEEP_ALIVE_TIMEOUT = 65 * SECOND;
function createFront(deps) {
  const server2 = createServer((incoming, outgoing) => {
    serve(deps, incoming, outgoing).catch((error) => {
      deps.log.error("request_failed", { error });
      if (!outgoing.headersSent) outgoing.statusCode = 500;
      outgoing.end();
    });
  });
  server2.headersTimeout = HEADERS_TIMEOUT;
  server2.requestTimeout = REQUEST_TIMEOUT2;
  server2.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  server2.on("upgrade", (_request, socket) => socket.destroy());
  return server2;
}
async function serve({ env: env2, renderPage: renderPage2 }, incoming, outgoing) {
  if (env2.appUrl.startsWith("https:")) outgoing.setHeader(HSTS.key, HSTS.value);
  if (!METHODS2.has(incoming.method ?? "")) return refuseMethod(outgoing);
  incoming.headers[PEER_HEADER] = incoming.socket.remoteAddress ?? "";
  const handler = apiHandler(incoming);
  if (handler) return serveWithHandler(handler, incoming, outgoing, env2.appUrl);
  return renderPage2(incoming, outgoing);
}
function apiHandler({ url = "", method = "" }) {
  const path = url.split("?", 1)[0] ?? "";
  const routes = API_ROUTES;
  return Object.hasOwn(routes, path) ? routes[path]?.[method] : void 0;
}
function refuseMethod(outgoing) {
  outgoing.writeHead(405, { Allow: [...METHODS2].join(", "), Connection: "close" }).end();
}

// server/main.ts
var DRAIN_TIMEOUT = 10 * SECOND;
function configuration() {
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  nextEnv.loadEnvConfig(process.cwd(), false, { info() {
  }, error() {
  } });
  try {
    return parseEnv(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}
`);
    process.exit(1);
  }
}
var bindAddress = (env2) => env2.email.transport === "mailbox" && isLoopback(new URL(env2.appUrl)) ? "127.0.0.1" : void 0;
var env = configuration();
var runtime2 = { ...createRuntime(env), hasOwnFront: true };
var { log } = runtime2.ctx;
setRuntime(runtime2);
var app = next_default({ dev: false });
var renderPage = app.getRequestHandler();
var server = createFront({ env, log, renderPage });
async function stop(exitCode) {
  log.info("stopping");
  setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT).unref();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closed;
  await runtime2.stop();
  log.info("stopped");
  process.exit(exitCode);
}
function fatal(error) {
  log.error("fatal", { error });
  process.exit(1);
}
process.on("uncaughtException", fatal);
process.on("unhandledRejection", fatal);
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void stop(0));
server.on("error", (error) => {
  process.stderr.write(`Cannot listen on port ${env.port}: ${error.code}
`);
  process.exit(1);
});
await app.prepare();
server.listen(env.port, bindAddress(env), () => {
  log.info("listening", { port: env.port, transport: env.email.transport });
});
