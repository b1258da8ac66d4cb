import { z } from 'zod';
import { isLocale } from './model/locale.ts';
import { isCurrency } from './model/money.ts';
import { isTimeZone } from './model/dates/time.ts';

/** How people reach CustomerHub: in the practice workspace, or in Slack over one of its two transports. */
export type Mode =
  | { kind: 'practice' }
  | { kind: 'http'; botToken: string; signingSecret: string }
  | { kind: 'socket'; botToken: string; appToken: string };

export interface Config {
  mode: Mode;
  /** Base of every Web API call, with a slash at its end. */
  slackApiUrl: string;
  /** 0 takes any free port. */
  port: number;
  /** `sqlite:<path>` or `postgres://…` */
  databaseUrl: string;
  /** Role of a workspace member seen for the first time. */
  defaultRole: 'rep' | 'viewer' | 'none';
  /** What a new database starts with; afterwards its own settings hold. */
  defaults: { currency: string; locale: string; timeZone: string };
  logLevel: (typeof LOG_LEVELS)[number];
}

/**
 * Every variable CustomerHub reads, with its default; `.env.example` says the same, and a test compares them. Blank means
 * not set. Money starts as US dollars written the American way because the command's own words are English; the time zone
 * is the machine's, where nothing better is known.
 */
export const DEFAULTS = {
  SLACK_BOT_TOKEN: '',
  SLACK_SIGNING_SECRET: '',
  SLACK_APP_TOKEN: '',
  SLACK_API_URL: 'https://slack.com/api/',
  PORT: '3000',
  DATABASE_URL: 'sqlite:./data/crm.db',
  CRM_DEFAULT_ROLE: 'rep',
  CRM_CURRENCY: 'USD',
  CRM_LOCALE: 'en-US',
  CRM_TIMEZONE: '',
  LOG_LEVEL: 'info',
} as const;
type Name = keyof typeof DEFAULTS;
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used. Its message is one line: the variable, what it holds, what it should hold. */
export class WrongSetting extends Error {
  override name = 'WrongSetting';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const isWebAddress = (words: string): boolean => /^https?:\/\//i.test(words) && URL.canParse(words);

const isDatabase = (words: string): boolean =>
  /^sqlite:./.test(words) || (/^postgres(ql)?:\/\//.test(words) && URL.canParse(words));

const machineTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Each variable's schema; its message says what the variable should hold. */
const schema = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/, 'the bot token of your Slack app, which starts with xoxb-')
    .optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^(?!xox|xapp-)\S+$/, 'the signing secret of your Slack app (Basic Information, App Credentials)')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/, 'an app-level token with connections:write, which starts with xapp-')
    .optional(),
  SLACK_API_URL: z
    .string()
    .refine(isWebAddress, 'a web address such as https://slack.com/api/')
    .transform((url) => url.replace(/\/*$/, '/')),
  PORT: z
    .string()
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, 'a port number from 0 to 65535')
    .transform(Number),
  DATABASE_URL: z.string().refine(isDatabase, 'sqlite:<file> or postgres://user:password@host/database'),
  CRM_DEFAULT_ROLE: z.enum(['rep', 'viewer', 'none'], 'rep, viewer or none'),
  CRM_CURRENCY: z.string().toUpperCase().refine(isCurrency, 'a currency code such as USD, EUR or JPY'),
  CRM_LOCALE: z.string().refine(isLocale, 'a language and region such as en-US or de-DE'),
  CRM_TIMEZONE: z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').default(machineTimeZone),
  LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`),
} satisfies Record<Name, z.ZodType>);
type Values = z.output<typeof schema>;

const TOKENS: readonly Name[] = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'];

/** What a variable holds, fit for a log: no token, no signing secret, nothing before the @ of an address. */
const shown = (name: Name, value: string): string => {
  const kindOfToken = /^(xox[a-z]|xapp)-/.exec(value)?.[0] ?? '';
  if (TOKENS.includes(name)) return `is ${kindOfToken}… (${value.length} characters, not shown)`;
  const masked = value
    .replace(/^([a-z][a-z\d+.-]*:(?:\/\/)?)?.*@/is, '$1…@')
    .replace(/(pass(?:word)?|secret|token)=[^&]*/gi, '$1=…')
    .replace(/(xox[a-z]|xapp)-\S+/g, '$1-…');
  return `is ${JSON.stringify(masked.length > 100 ? `${masked.slice(0, 99)}…` : masked)}`;
};

/** @throws WrongSetting for the first variable that cannot be read */
const parse = (env: Environment): Values => {
  const given = Object.keys(DEFAULTS).map((name): [string, string] => [
    name,
    env[name]?.trim() || DEFAULTS[name as Name],
  ]);
  const result = schema.safeParse(Object.fromEntries(given.filter(([, value]) => value !== '')));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0]) as Name;
  const held = shown(name, env[name]?.trim() ?? '');
  throw new WrongSetting(`${name} ${held}. Set it to ${issue?.message}.`);
};

const missing = (name: Name, because: string): WrongSetting =>
  new WrongSetting(`${name} is empty. ${because}. Without any Slack credentials, the practice workspace opens.`);

const modeOf = (values: Values): Mode => {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = values;
  if (botToken !== undefined && appToken !== undefined) return { kind: 'socket', botToken, appToken };
  if (botToken !== undefined && signingSecret !== undefined) return { kind: 'http', botToken, signingSecret };
  if (botToken !== undefined) {
    const instead = 'or set SLACK_APP_TOKEN for Socket Mode';
    throw missing('SLACK_SIGNING_SECRET', `With SLACK_BOT_TOKEN, set it to the app’s signing secret (${instead})`);
  }
  const other = appToken !== undefined ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET';
  if (appToken === undefined && signingSecret === undefined) return { kind: 'practice' };
  throw missing('SLACK_BOT_TOKEN', `With ${other}, set it to the app’s bot token, which starts with xoxb-`);
};

/**
 * Reads the settings from the environment.
 * @throws WrongSetting, whose one line can be shown as it is
 */
export function readConfig(env: Environment): Config {
  const values = parse(env);
  return {
    mode: modeOf(values),
    slackApiUrl: values.SLACK_API_URL,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    defaultRole: values.CRM_DEFAULT_ROLE,
    defaults: { currency: values.CRM_CURRENCY, locale: values.CRM_LOCALE, timeZone: values.CRM_TIMEZONE },
    logLevel: values.LOG_LEVEL,
  };
}
