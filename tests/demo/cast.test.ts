import { expect, test } from '@jest/globals';
import { CHANNELS, GUS, INGRID, PEOPLE, TEAM } from '../../src/demo/cast.ts';
import { talkUntil } from '../../src/demo/talk.ts';
import { isTimeZone } from '../../src/model/dates/time.ts';

const NOW = Date.parse('2026-03-01T00:10:00Z');

test('everybody has an id that Slack could have given, and a zone that exists', () => {
  for (const { id, tz, email } of PEOPLE) {
    expect(id).toMatch(/^U0[A-Z]+$/);
    expect(isTimeZone(tz)).toBe(true);
    expect(email).toMatch(/@[a-z]+\.example$/);
  }
  expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(PEOPLE.length);
  expect(TEAM.id).toMatch(/^T0[A-Z]+$/);
});

test('the guest sees two channels, the customer only the shared one', () => {
  const channelsOf = (id: string) => CHANNELS.filter(({ members }) => members.includes(id)).map(({ name }) => name);
  expect(channelsOf(GUS.id)).toEqual(['general', 'trade-fair']);
  expect(channelsOf(INGRID.id)).toEqual(['ext-fjordfrakt']);
});

test('nobody who has left is in a channel', () => {
  const gone = PEOPLE.filter(({ deleted }) => deleted).map(({ id }) => id);
  expect(gone).not.toEqual([]);
  for (const { members } of CHANNELS) expect(members.filter((id) => gone.includes(id))).toEqual([]);
});

test('people have talked lately, each in a channel they are in, and nothing was said tomorrow', () => {
  const talk = talkUntil(NOW);
  expect(talk.length).toBeGreaterThan(12);
  for (const { channel, user, at } of talk) {
    expect(CHANNELS.find(({ id }) => id === channel)?.members).toContain(user);
    expect(at).toBeLessThan(NOW);
  }
  expect(talk.map(({ at }) => at)).toEqual(talk.map(({ at }) => at).toSorted((one, other) => one - other));
});
