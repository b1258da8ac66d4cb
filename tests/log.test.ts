import { describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { readFile } from 'node:fs/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import { describeError, openLog } from '../src/log.ts';
import { Invalid, NotFound } from '../src/model/errors.ts';
import { openDatabase } from '../src/store/database.ts';
import { boltLogger } from '../src/slack/bolt-logger.ts';
import { onBothDatabases } from './support/databases.ts';

/** What somebody typed, with what could break a line or end a string. */
const TYPED = 'Quokka "\'`\r\n    at Quokka (/Quokka.js:1:1)\u2028';

/** The lines of a log that were written. */
const logged = (write: (log: ReturnType<typeof openLog>) => void): string[] => {
  let text = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  write(openLog('trace', sink));
  return text.split('\n').filter((line) => line !== '');
};

const thrown = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

const unlucky: Record<string, unknown> = {};

describe('an error is logged without what was typed', () => {
  test.each<[string, () => unknown]>([
    ['that is no JSON', () => JSON.parse(TYPED)],
    ['that names no time zone', () => new Intl.DateTimeFormat('en', { timeZone: TYPED })],
    ['that is no address', () => new URL(TYPED)],
    ['that names nothing', () => (unlucky[TYPED] as Record<string, unknown>)['x']],
    ['that no schema takes', () => z.strictObject({ a: z.literal('b') }).parse({ a: TYPED, [TYPED]: 1 })],
    ['in a refusal', () => Promise.reject(new NotFound(`Nothing is called ${TYPED}.`))],
    ['under a field', () => Promise.reject(new Invalid({ name: `${TYPED} is too long` }))],
    ['behind another error', () => Promise.reject(new Error('it failed', { cause: new Error(`as “${TYPED}”`) }))],
  ])('%s', async (_what, work) => {
    const err = await thrown(work);
    const lines = logged((log) => log.error({ err, error: err }, 'it failed'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('Quokka');
    const [line] = lines.map((one) => JSON.parse(one) as { err: unknown; error: unknown });
    expect(line?.err).toMatchObject({ type: expect.any(String), stack: expect.any(Array) });
    expect(line?.error).toEqual(line?.err);
  });
});

onBothDatabases((fresh) => {
  test('a statement that failed is logged by its code and place, without SQL', async () => {
    const { db: knex, close } = await openDatabase(await fresh());
    const settings = await knex('settings').first();
    const failures = [
      () => knex('customers').where({ nowhere: TYPED.replace('\u0000', '') }),
      () => knex('settings').insert({ ...settings, currency: TYPED }),
      () => knex.raw(`select * from "${TYPED.replaceAll('"', '')}"`),
    ];
    for (const failure of failures) {
      const line = JSON.stringify(describeError(await thrown(failure)));
      expect(line).not.toMatch(/Quokka|where|values/i);
      expect(line).toMatch(/"code":"\w+"/);
      expect(line).toContain('/');
    }
    await close();
  });
});

test('what the log keeps of an error is enough to find it', async () => {
  const missing = describeError(await thrown(() => readFile('/nowhere/at/all')));
  expect(missing).toMatchObject({ code: 'ENOENT', message: expect.stringContaining('/nowhere/at/all') });
  expect(describeError(await thrown(() => (unlucky['x'] as () => void)()))).toMatchObject({
    type: 'TypeError',
    message: expect.stringMatching(/\w/),
    stack: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
  });
  const refused = new WebAPIPlatformError({ ok: false, error: 'invalid_blocks', response_metadata: {} });
  expect(describeError(new Error('it was not posted', { cause: refused }))).toMatchObject({
    message: 'it was not posted',
    cause: { message: 'An API error occurred: invalid_blocks' },
  });
  expect(describeError(TYPED)).toEqual({ type: 'string' });
});

test('Slack’s libraries say what went wrong, and nothing of payloads', () => {
  const lines = logged((log) => {
    const logger = boltLogger(log);
    logger.debug(`Received a message on the WebSocket: ${TYPED}`);
    logger.error(new SyntaxError(`Unexpected token in "${TYPED}"`));
    logger.warn('http request failed', 'fetch failed');
  });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 50, err: { type: 'SyntaxError', message: 'Unexpected token in' } },
    { level: 40, msg: 'http request failed fetch failed' },
  ]);
  expect(lines.join('\n')).not.toContain('Quokka');
});
