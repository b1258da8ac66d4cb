import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { asString } from '../../src/practice/server/json.ts';
import { Notice } from '../support/person.ts';
import { ana, bo, foreigner, gone } from './echo.ts';
import { json, startWire, type Wire } from './wire.ts';

let wire: Wire;
beforeEach(async () => {
  wire = await startWire();
});
afterEach(() => wire.close());

describe('a slash command arrives', () => {
  test('as a form, signed, with the fields Slack sends', async () => {
    await wire.as(ana).slash('/echo hello', { in: 'sales' });
    const { headers, body, payload } = wire.newest();
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    const { signingSecret } = wire.workspace.credentials;
    const base = `v0:${headers['x-slack-request-timestamp'] as string}:${body}`;
    expect(headers['x-slack-signature']).toBe(`v0=${createHmac('sha256', signingSecret).update(base).digest('hex')}`);
    expect(payload).toMatchObject({
      ...{ command: '/echo', text: 'hello', user_id: ana, user_name: 'ana', channel_id: 'C0SALES' },
      ...{ channel_name: 'sales', team_id: 'T0ACME', team_domain: 'acme', is_enterprise_install: 'false' },
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/hooks\/commands\//),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
    });
  });

  test.each([
    ['people', '@bo', `<@${bo}>`],
    ['the app itself', '@echo', '<@U0PRACTICEBOT>'],
    ['public channels', 'see #sales', 'see <#C0SALES|sales>'],
    ['private channels without their name', '#deals', '<#C0DEALS|>'],
    ['addresses', 'https://acme.test/a?b=1&c=2.', '<https://acme.test/a?b=1&amp;c=2>.'],
    ['Slack’s own signs', 'R&D <b>', 'R&amp;D &lt;b&gt;'],
    ['a mention somebody wrote out', `<@${bo}>`, `&lt;@${bo}&gt;`],
  ])('with should_escape: %s', async (_, typed, sent) => {
    await wire.as(ana).slash(`/echo ${typed}`, { in: 'sales' });
    expect(wire.newest().payload['text']).toBe(sent);
  });

  test('as typed without should_escape', async () => {
    await wire.as(ana).slash('/plain @bo R&D #sales', { in: 'sales' });
    expect(wire.newest().payload['text']).toBe('@bo R&D #sales');
  });

  test('without the blanks around it, but with those in it', async () => {
    await wire.as(ana).slash('/echo   two  words  ', { in: 'sales' });
    expect(wire.newest().payload['text']).toBe('two  words');
    await wire.as(ana).slash('/echo', { in: 'sales' });
    expect(wire.newest().payload['text']).toBe('');
  });

  test('from a message that starts with a slash, but not from one that starts with a blank', async () => {
    await wire.as(ana).says('/echo hi', { in: 'sales' });
    expect(wire.newest().payload['command']).toBe('/echo');
    await wire.as(ana).says(' /echo hi', { in: 'sales' });
    expect(wire.as(bo).reads('sales')).toEqual(['/echo hi']);
  });
});

describe('a slash command does not arrive', () => {
  test.each([
    ['an unknown one', ana, '/nonsense', 'sales', '/nonsense is not a valid command.'],
    ['from another company', foreigner, '/echo', 'shared', '/echo is not a valid command.'],
    ['from somebody who has left', gone, '/echo', 'sales', 'deactivated'],
  ])('%s', async (_, who, command, channel, text) => {
    const id = { sales: 'C0SALES', shared: 'C0SHARED' }[channel]!;
    const result = await wire.workspace.as(who).do({ do: 'command', channel: id, text: command });
    expect(result).toEqual({ ok: false, notice: expect.stringContaining(text) });
    expect(wire.arrived).toEqual([]);
  });

  test('in a thread', async () => {
    await wire.as(ana).says('a topic', { in: 'sales' });
    const thread = wire.as(ana).messages('sales')[0]!.ts;
    wire.arrived.length = 0;
    await expect(wire.as(ana).says('/echo', { in: 'sales', thread })).rejects.toThrow(
      '/echo is not supported in threads.',
    );
    expect(wire.arrived).toEqual([]);
  });

  test('from a channel the person is not in', async () => {
    const result = await wire.workspace.as(bo).do({ do: 'command', channel: 'C0SECRET', text: '/echo' });
    expect(result).toEqual({ ok: false, notice: 'You are not in this channel.' });
  });
});

test('nothing can be done in an archived channel', async () => {
  const result = await wire.workspace.as(ana).do({ do: 'command', channel: 'C0OLD', text: '/echo' });
  expect(result).toEqual({ ok: false, notice: 'This channel is archived.' });
});

describe('the answer to a command', () => {
  test('is shown to the person alone, as text or as a message', async () => {
    wire.answer({ body: 'just text' });
    await wire.as(ana).slash('/echo', { in: 'sales' });
    wire.answer(json({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*bold* news' } }] }));
    await wire.as(ana).slash('/echo', { in: 'sales' });
    expect(wire.as(ana).reads('sales')).toEqual(['just text', 'bold news']);
    expect(wire.as(bo).reads('sales')).toEqual([]);
  });

  test('is shown to all with in_channel, after the command as typed', async () => {
    wire.answer(json({ response_type: 'in_channel', text: 'news' }));
    await wire.as(ana).slash('/echo out loud', { in: 'sales' });
    expect(wire.as(bo).reads('sales')).toEqual(['/echo out loud', 'news']);
  });

  test.each([
    ['an error', { status: 500 }, '/echo failed with the error "http_service_error".'],
    ['not found', { status: 404 }, '/echo failed with the error "http_service_error".'],
    ['blocks that Slack does not take', json({ blocks: [{ type: 'nonsense' }] }), '"invalid_command_response"'],
  ])('that is %s is told to the person', async (_, reply, text) => {
    wire.answer(reply);
    const failure = wire.as(ana).slash('/echo', { in: 'sales' });
    await expect(failure).rejects.toThrow(text);
    await expect(failure).rejects.toBeInstanceOf(Notice);
    expect(wire.as(ana).reads('sales')).toEqual([]);
  });

  test('that does not come in time is told to the person', async () => {
    const hurried = await startWire({ deadlineMs: 20 });
    hurried.answer({ silent: true });
    const failure = hurried.as(ana).slash('/echo', { in: 'sales' });
    await expect(failure).rejects.toThrow('/echo failed because the app did not respond (operation_timeout).');
    await hurried.close();
  });

  test('that the workspace was told to find late counts as late although the app answered', async () => {
    wire.answer({ body: 'in time' });
    wire.workspace.faults.lateAcks();
    await expect(wire.as(ana).slash('/echo', { in: 'sales' })).rejects.toThrow('operation_timeout');
    await wire.as(ana).slash('/echo', { in: 'sales' });
    expect(wire.as(ana).reads('sales')).toEqual(['in time']);
    expect(wire.arrived).toHaveLength(2);
  });
});

describe('a response URL', () => {
  const answer = (body: object): Promise<Response> => {
    const url = asString(wire.arrived[0]!.payload['response_url']);
    return fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  };
  const respond = async (body: object): Promise<number> => (await answer(body)).status;
  const refused = async (body: object): Promise<unknown> => {
    const response = await answer(body);
    return [response.status, await response.json()];
  };

  test('answers the person, or all, five times', async () => {
    await wire.as(ana).slash('/echo now', { in: 'open' }); // the app is not even in this channel
    expect(await respond({ text: 'one' })).toBe(200);
    expect(await respond({ text: 'two', response_type: 'in_channel' })).toBe(200);
    for (const text of ['three', 'four', 'five']) expect(await respond({ text })).toBe(200);
    expect(await refused({ text: 'six' })).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(wire.as(ana).reads('open')).toEqual(['one', '/echo now', 'two', 'three', 'four', 'five']);
  });

  test('of a command replaces nothing, not even the app’s own answer', async () => {
    wire.answer({ body: 'Counting …' });
    await wire.as(ana).slash('/echo', { in: 'sales' });
    await respond({ replace_original: true, text: 'Three' });
    expect(wire.as(ana).reads('sales')).toEqual(['Counting …', 'Three']);
  });

  test('refuses what is no message with the status of an address that is used up: only the body tells', async () => {
    await wire.as(ana).slash('/echo', { in: 'sales' });
    expect(await refused({ blocks: [{ type: 'nonsense' }] })).toEqual([404, { ok: false, error: 'invalid_blocks' }]);
    const image = { type: 'image', slack_file: { id: 'F0NONE' }, alt_text: 'x' };
    expect(await refused({ text: 'x', blocks: [image] })).toEqual([404, { ok: false, error: 'invalid_blocks' }]);
    expect(await refused({})).toEqual([404, { ok: false, error: 'no_text' }]);
    expect(wire.as(ana).reads('sales')).toEqual([]);
  });

  test('is known only to who got it', async () => {
    const guessed = await fetch(`${wire.url}/hooks/commands/T0ACME/aa/bb`, { method: 'POST', body: '{"text":"x"}' });
    expect(guessed.status).toBe(404);
  });
});

test('a response URL is worth nothing after half an hour', async () => {
  let now = Date.now();
  const clocked = await startWire({ clock: () => now });
  await clocked.as(ana).slash('/echo', { in: 'sales' });
  const url = asString(clocked.newest().payload['response_url']);
  const respond = (): Promise<Response> =>
    fetch(url, { method: 'POST', body: '{"text":"x"}', headers: { 'content-type': 'application/json' } });
  now += 30 * 60_000;
  expect((await respond()).status).toBe(200);
  now += 1;
  const late = await respond();
  expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }]);
  await clocked.close();
});
