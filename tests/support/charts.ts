/** What a person sees of an answer whose charts come after its numbers. */
import type { JsonObject } from '../../src/practice/protocol.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';

const imagesIn = (blocks: JsonObject[]): JsonObject[] => blocks.filter(({ type }) => type === 'image');

/** The newest message of the channel that has these words, once it is there; of those from `since` on. */
export const newestWith = (person: Person, channel: string, words: string, since = 0): Promise<string> =>
  until(() =>
    person
      .reads(channel)
      .slice(since)
      .findLast((text) => text.includes(words))!,
  );

/** The charts of the newest message of the channel that has any. */
export const chartsIn = (person: Person, channel: string): JsonObject[] =>
  person
    .messages(channel)
    .map(({ blocks }) => imagesIn(blocks))
    .findLast((images) => images.length > 0) ?? [];

/** The charts of messages that came from `since` on, once there are so many. */
export const chartsCome = (person: Person, channel: string, count: number, since = 0): Promise<JsonObject[]> =>
  until(() => {
    const images = person
      .messages(channel)
      .slice(since)
      .flatMap(({ blocks }) => imagesIn(blocks));
    return images.length === count ? images : null;
  }) as Promise<JsonObject[]>;

/** The numbers of a new answer in the channel, which came from `since` on, once the charts that it announces are there. */
export async function answerWithCharts(person: Person, channel: string, since: number): Promise<string> {
  const numbers = await newestWith(person, channel, 'Data as of', since);
  if (numbers.includes('Charts will follow'))
    await until(() =>
      person
        .messages(channel)
        .slice(since)
        .some(({ blocks }) => imagesIn(blocks).length > 0),
    );
  return numbers;
}
