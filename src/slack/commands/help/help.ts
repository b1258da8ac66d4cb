import { distance } from '../../../model/text/edit-distance.ts';
import { cut, normalizeText } from '../../../model/text/text.ts';
import { actions, button, escape, header, lined, section, small, Message } from '../../messages/blocks.ts';
import type { Command } from '../command.ts';

const usageLine = ({ usage, help }: Command): string => `\`/crm ${escape(usage ?? '')}\`  ${help ?? ''}`;

/** The verb that somebody may have meant. */
const nearest = (word: string, verbs: readonly Command[]): Command | undefined => {
  const wanted = normalizeText(cut(word, 40));
  const far = (verb: Command): number =>
    Math.min(
      ...[verb.name, ...(verb.also ?? [])].map((name) => (name.startsWith(wanted) ? 0 : distance(wanted, name))),
    );
  return verbs.toSorted((a, b) => far(a) - far(b))[0];
};

const REFERENCE =
  'A `&lt;ref&gt;` is an id such as D-42 or the start of a name. Only you see the answers, unless you share them.';

const commandLine = (words: string): string => `\`/crm ${escape(words)}\``;

/** One verb alone: what it does, by which other names, and what may be typed. */
const oneVerb = (verb: Command): Message =>
  Message.of({
    title: `Help: /crm ${verb.name}`,
    blocks: [
      section(usageLine(verb)),
      ...(verb.examples ? [section(`*Examples*\n${verb.examples.map(commandLine).join('\n')}`)] : []),
      small(
        ...(verb.also ? [`Also ${verb.also.map(commandLine).join(', ')}.`] : []),
        ...(verb.usage?.includes('<ref>') ? [REFERENCE] : []),
        '`/crm help` lists everything.',
      ),
    ],
  });

const isTyped = ({ usage }: Command): boolean => usage !== undefined;
const isCalled =
  (word: string) =>
  ({ name, also }: Command): boolean =>
    name === word || also?.includes(word) === true;

/** Every verb, made from the table that dispatches; of a word the verb of that name, or the one that was nearly typed. */
export function helpMessage(verbs: readonly Command[], words: string): Message {
  const typed = verbs.filter(isTyped);
  const [word = ''] = words.replace(/^\/?crm\s+/, '').split(/\s+/, 1);
  const known = typed.find(isCalled(word));
  if (known) return oneVerb(known);
  if (word !== '') return unknownVerb(typed, word);
  return Message.of({
    title: 'CustomerHub help',
    blocks: [
      header('CustomerHub'),
      ...lined(typed.map(usageLine)),
      small('`/crm help list` shows one command, with examples.', REFERENCE),
    ],
  });
}

const unknownVerb = (verbs: readonly Command[], word: string): Message => {
  const near = nearest(word, verbs);
  const meant = near ? ` Did you mean this?\n${usageLine(near)}` : '';
  return Message.of({
    blocks: [section(`${commandLine(cut(word, 40))} isn’t a command.${meant}`), small('`/crm help` lists everything.')],
  });
};

/** What `/crm` alone answers. */
export function welcomeMessage(verbs: readonly Command[], name: string): Message {
  return Message.of({
    title: 'What would you like to do?',
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
}
