import { z } from 'zod'
import { DEFAULT_SENDER, DOMAIN } from '../brand'
import { isBareAddress } from '../email-address'
import { parseSender } from '../sender'
import { bounceFields } from './bounces'
import { databaseFields } from './database'
import { emailProofFields } from './email-proof'
import { providerFields } from './providers'
import { smtpFields } from './smtp'
import {
  audiences,
  bearerSecret,
  hasNoCredentials,
  isUrl,
  isWebhook,
  list,
  number,
  origin,
  secrets,
} from './values'

const TOPIC_ARN = /^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/

/** Every name of the configuration, each with its own rule; rules of several names are in `combined-faults.ts`. */
export const fields = {
  NODE_ENV: z.string().optional(),
  DATABASE_URL: databaseFields.DATABASE_URL,
  DATABASE_SCHEMA: databaseFields.DATABASE_SCHEMA,
  DATABASE_PREPARE: databaseFields.DATABASE_PREPARE,
  APP_URL: origin,
  AUTH_SECRET: secrets,
  EMAIL_TRANSPORT: z.enum(['mailbox', 'ses', 'smtp'], {
    error: 'EMAIL_TRANSPORT must be set to one of mailbox, ses, smtp',
  }),
  EMAIL_FROM: z
    .string()
    .default(DEFAULT_SENDER)
    .refine((value) => parseSender(value) !== undefined, {
      message: `EMAIL_FROM must look like \`${DEFAULT_SENDER}\``,
    }),
  EMAIL_REPLY_TO: z
    .string()
    .refine(isBareAddress, { message: `EMAIL_REPLY_TO must be one address, like \`help@${DOMAIN}\`` })
    .optional(),
  SES_CONFIGURATION_SET: z
    .string()
    .regex(/^[\w-]{1,64}$/, { message: 'SES_CONFIGURATION_SET must be the name of an SES configuration set' })
    .optional(),
  SNS_TOPIC_ARNS: z
    .string()
    .default('')
    .transform(list)
    .refine((arns) => arns.every((arn) => TOPIC_ARN.test(arn)), {
      message: 'SNS_TOPIC_ARNS must be ARNs of SNS topics (arn:aws:sns:…), comma-separated',
    }),
  EMAIL_CANARY_MINUTES: number('EMAIL_CANARY_MINUTES', 0, 1440, 0),
  OPERATOR_SECOND_FACTOR: z
    .enum(['required', 'optional'], { error: 'OPERATOR_SECOND_FACTOR must be one of required, optional' })
    .optional(),
  SESSION_BINDING: z
    .enum(['operators', 'all', 'off'], { error: 'SESSION_BINDING must be one of operators, all, off' })
    .default('operators'),
  PASSKEY_RELATED_ORIGINS: z
    .string()
    .default('')
    .transform(list)
    .refine((origins) => origins.every((one) => origin.safeParse(one).success), {
      message: 'PASSKEY_RELATED_ORIGINS must be origins like `https://app.example.com`, comma-separated',
    }),
  SERVICE_AUDIENCES: audiences,
  UNVERIFIED_ACCOUNT_DAYS: number('UNVERIFIED_ACCOUNT_DAYS', 0, 3650, 30),
  ...bounceFields,
  ...emailProofFields,
  ...providerFields,
  ...smtpFields,
  // The AWS SDK reads both again, with the first message that it shall send.
  AWS_REGION: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
      message: 'AWS_REGION must be the name of a region, like eu-west-3',
    })
    .optional(),
  AWS_ENDPOINT_URL_SES: z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']), {
      message: 'AWS_ENDPOINT_URL_SES must be an http(s):// address',
    })
    .optional(),
  RDS_INSTANCE_ID: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/i, {
      message: 'RDS_INSTANCE_ID must be the identifier of an RDS instance',
    })
    .optional(),
  METRICS_TOKEN: bearerSecret('METRICS_TOKEN'),
  ALARM_EMAIL: z
    .string()
    .default('')
    .transform(list)
    .refine((addresses) => addresses.every(isBareAddress), {
      message: `ALARM_EMAIL must be addresses like \`ops@${DOMAIN}\`, comma-separated`,
    }),
  ALARM_WEBHOOK_URL: z
    .string()
    .refine(isWebhook, { message: 'ALARM_WEBHOOK_URL must be an https:// address' })
    .refine(hasNoCredentials, {
      message:
        'ALARM_WEBHOOK_URL must not have a name or a password before its host: put the secret into its path or query',
    })
    .optional(),
  WEBHOOK_ALLOW_PRIVATE: z
    .enum(['0', '1'], { error: 'WEBHOOK_ALLOW_PRIVATE must be one of 0, 1' })
    .default('0'),
  CRON_SECRET: bearerSecret('CRON_SECRET'),
  TRUSTED_PROXY_HOPS: number('TRUSTED_PROXY_HOPS', 0, 10, 0),
  RATE_LIMIT_SCALE: z
    .string()
    .default('1')
    .transform(Number)
    .refine((value) => Number.isFinite(value) && value > 0, {
      message: 'RATE_LIMIT_SCALE must be a number above 0',
    }),
  BCRYPT_COST: number('BCRYPT_COST', 4, 15, 10),
  PORT: number('PORT', 0, 65_535, 3000),
}

/** Values of a configuration without faults, by name. */
export type Fields = { [Name in keyof typeof fields]: z.output<(typeof fields)[Name]> }
