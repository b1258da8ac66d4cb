import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'dotenv';
import { DEFAULTS, readConfig, WrongSetting, type Environment } from '../src/config.ts';

const BOT = 'xoxb-111-222-aBcDeFgHiJkL';
const SECRET = '0123456789abcdef0123456789abcdef';
const APP = 'xapp-1-A0-333-feedc0ffee';

const complaint = (env: Environment): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(WrongSetting);
    return (error as WrongSetting).message;
  }
  throw new Error('The settings were accepted.');
};

describe('settings', () => {
  test('an empty environment opens the practice workspace on the defaults', () => {
    expect(readConfig({})).toEqual({
      mode: { kind: 'practice' },
      slackApiUrl: 'https://slack.com/api/',
      port: 3000,
      databaseUrl: 'sqlite:./data/crm.db',
      defaultRole: 'rep',
      defaults: {
        currency: 'USD',
        locale: 'en-US',
        timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      logLevel: 'info',
    });
  });

  test('.env.example lists exactly the variables there are, with their defaults', () => {
    const example = parse(readFileSync(new URL('../.env.example', import.meta.url)));
    expect(example).toEqual(DEFAULTS);
    expect(readConfig(example)).toEqual(readConfig({}));
  });

  test('a blank variable is one that is not set', () => {
    expect(readConfig({ PORT: ' ', SLACK_BOT_TOKEN: '', CRM_TIMEZONE: '\t' })).toEqual(readConfig({}));
  });

  test('bot token and signing secret serve Slack over HTTP', () => {
    const { mode } = readConfig({ SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET });
    expect(mode).toEqual({ kind: 'http', botToken: BOT, signingSecret: SECRET });
  });

  test.each([{}, { SLACK_SIGNING_SECRET: SECRET }])(
    'an app token asks for Socket Mode, whatever else is set',
    (rest) => {
      const { mode } = readConfig({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, ...rest });
      expect(mode).toEqual({ kind: 'socket', botToken: BOT, appToken: APP });
    },
  );

  test('each variable is read', () => {
    const config = readConfig({
      SLACK_API_URL: 'http://127.0.0.1:4010/api',
      PORT: '8080',
      DATABASE_URL: 'postgres://crm:pw@db/crm',
      CRM_DEFAULT_ROLE: 'none',
      CRM_CURRENCY: 'eur',
      CRM_LOCALE: 'de-DE',
      CRM_TIMEZONE: 'Europe/Berlin',
      LOG_LEVEL: 'debug',
    });
    expect(config).toMatchObject({
      slackApiUrl: 'http://127.0.0.1:4010/api/',
      port: 8080,
      databaseUrl: 'postgres://crm:pw@db/crm',
      defaultRole: 'none',
      defaults: { currency: 'EUR', locale: 'de-DE', timeZone: 'Europe/Berlin' },
      logLevel: 'debug',
    });
  });
});

describe('half-set credentials name what is missing', () => {
  test.each([
    [{ SLACK_BOT_TOKEN: BOT }, /^SLACK_SIGNING_SECRET is empty\. .*SLACK_BOT_TOKEN.*SLACK_APP_TOKEN/],
    [{ SLACK_SIGNING_SECRET: SECRET }, /^SLACK_BOT_TOKEN is empty\. With SLACK_SIGNING_SECRET/],
    [{ SLACK_APP_TOKEN: APP }, /^SLACK_BOT_TOKEN is empty\. With SLACK_APP_TOKEN/],
  ])('%j', (env, expected) => expect(complaint(env)).toMatch(expected));
});

describe('a wrong setting is one line: the variable, what it holds, what it should hold', () => {
  test.each([
    [{ PORT: '80x' }, 'PORT is "80x". Set it to a port number from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT is "65536". Set it to a port number from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1". Set it to a port number from 0 to 65535.'],
    [{ CRM_DEFAULT_ROLE: 'admin' }, 'CRM_DEFAULT_ROLE is "admin". Set it to rep, viewer or none.'],
    [{ CRM_CURRENCY: 'XXQ' }, 'CRM_CURRENCY is "XXQ". Set it to a currency code such as USD, EUR or JPY.'],
    [{ CRM_LOCALE: 'en_US' }, 'CRM_LOCALE is "en_US". Set it to a language and region such as en-US or de-DE.'],
    [{ CRM_TIMEZONE: 'Mars/Base' }, 'CRM_TIMEZONE is "Mars/Base". Set it to a time zone such as Europe/Berlin.'],
    [{ SLACK_API_URL: 'slack.com' }, /^SLACK_API_URL is "slack.com"\. Set it to a web address/],
    [{ DATABASE_URL: './crm.db' }, /^DATABASE_URL is ".\/crm.db". Set it to sqlite:<file> or postgres:/],
    [{ DATABASE_URL: 'sqlite:' }, /^DATABASE_URL is "sqlite:"\. /],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud". Set it to one of fatal, error/],
    [{ LOG_LEVEL: 'a\nb' }, /^LOG_LEVEL is "a\\nb". Set it to one of fatal, error/],
  ])('%j', (env, expected) => {
    const message = complaint(env);
    expect(message).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    expect(message.split('\n')).toHaveLength(1);
  });

  test.each([
    [{ SLACK_BOT_TOKEN: 'xoxp-1-hunter2' }, 'is xoxp-… (14 characters, not shown)'],
    [{ SLACK_APP_TOKEN: 'hunter2' }, 'is … (7 characters, not shown)'],
    [{ SLACK_SIGNING_SECRET: 'xoxb-hunter2' }, 'is xoxb-… (12 characters, not shown)'],
    [{ DATABASE_URL: 'mysql://crm:hunter2@db/crm' }, 'is "mysql://…@db/crm"'],
    [{ DATABASE_URL: 'crm:p@ss/hunter2@db/crm' }, 'is "crm:…@db/crm"'],
    [{ DATABASE_URL: 'mysql://db/crm?user=crm&password=hunter2' }, 'is "mysql://db/crm?user=crm&password=…"'],
    [{ PORT: 'xoxb-hunter2' }, 'is "xoxb-…"'],
  ])('no secret is shown: %j', (env, expected) => {
    const message = complaint(env);
    expect(message).toContain(expected);
    expect(message).not.toContain('hunter2');
  });
});
