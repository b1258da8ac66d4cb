import { distance } from '../../model/distance.ts';
import { cut, fold } from '../../model/words.ts';
import { actions, button, escape, header, lined, section, small, type Message } from '../blocks.ts';
import type { Verb } from './verb.ts';

const usageLine = ({ usage, help }: Verb): string => `\`/crm ${escape(usage ?? '')}\`  ${help ?? ''}`;

/** The verb that somebody may have meant. */
const nearest = (word: string, verbs: readonly Verb[]): Verb | undefined => {
  const wanted = fold(cut(word, 40));
  const far = (verb: Verb): number =>
    Math.min(
      ...[verb.name, ...(verb.also ?? [])].map((name) => (name.startsWith(wanted) ? 0 : distance(wanted, name))),
    );
  return verbs.toSorted((a, b) => far(a) - far(b))[0];
};

/** Every verb, made from the table that dispatches; the one that was asked about, or nearly typed, first. */
export const helpMessage = (verbs: readonly Verb[], word: string): Message => {
  const public_ = verbs.filter(({ usage }) => usage !== undefined);
  const known = public_.find(({ name, also }) => name === word || also?.includes(word));
  const first = word === '' ? undefined : (known ?? nearest(word, public_));
  const intro = word === '' || known ? null : `There is no \`/crm ${escape(cut(word, 40))}\`. Did you mean this?`;
  const rest = public_.filter((verb) => verb !== first);
  return {
    text: intro ?? 'CustomerHub help',
    blocks: [
      ...(intro ? [section(intro)] : [header('CustomerHub')]),
      ...(first ? [section(usageLine(first))] : []),
      ...lined(rest.map(usageLine)),
      small(
        'A `&lt;ref&gt;` is an id such as D-42 or the start of a name. Only you see the answers, unless you share them.',
      ),
    ],
  };
};

/** What `/crm` alone answers. */
export const welcomeMessage = (verbs: readonly Verb[], name: string): Message => ({
  text: 'What would you like to do?',
  blocks: [
    section(`Hello ${escape(name.split(' ')[0] ?? name)}, what would you like to do?`),
    actions(
      button('Log an interaction', 'log', '', { style: 'primary' }),
      button('This month', 'summary', 'this month'),
      button('Add a customer', 'add', 'customer'),
      button('Open deals', 'list', 'deals open'),
    ),
    section(
      verbs
        .filter(({ frequent }) => frequent)
        .map(usageLine)
        .join('\n'),
    ),
    small('`/crm help` lists everything.'),
  ],
});
