import { distance } from '../../../model/text/edit-distance.ts';
import { cut, normalizeText } from '../../../model/text/text.ts';
import { actions, button, escape, header, lined, section, small, Message } from '../../messages/blocks.ts';
import type { Command } from '../command.ts';

const usageLine = ({ usage, help }: Command): string => `\`/crm ${escape(usage ?? '')}\`  ${help ?? ''}`;

/** The command that was probably meant. */
const nearest = (word: string, verbs: readonly Command[]): Command | undefined => {
  const wanted = normalizeText(cut(word, 40));
  const far = (verb: Command): number =>
    Math.min(
      ...[verb.name, ...(verb.also ?? [])].map((name) => (name.startsWith(wanted) ? 0 : distance(wanted, name))),
    );
  return verbs.toSorted((a, b) => far(a) - far(b))[0];
};

const REFERENCE =
  '`&lt;record&gt;` is an ID like D-42 or the start of a name. Only you see replies until you share them.';

const commandLine = (words: string): string => `\`/crm ${escape(words)}\``;

/** Help on one command: what it does, its aliases and examples. */
const oneCommand = (verb: Command): Message =>
  Message.of({
    title: `Help: /crm ${verb.name}`,
    blocks: [
      section(usageLine(verb)),
      ...(verb.examples ? [section(`*Examples*\n${verb.examples.map(commandLine).join('\n')}`)] : []),
      small(
        ...(verb.also ? [`Also ${verb.also.map(commandLine).join(', ')}.`] : []),
        ...(verb.usage?.includes('<record>') ? [REFERENCE] : []),
        'See every command with `/crm help`.',
      ),
    ],
  });

const isTyped = ({ usage }: Command): boolean => usage !== undefined;
const isCalled =
  (word: string) =>
  ({ name, also }: Command): boolean =>
    name === word || also?.includes(word) === true;

/** Help on all commands, or on the one named by a word, or the nearest one. */
export function helpMessage(verbs: readonly Command[], words: string): Message {
  const typed = verbs.filter(isTyped);
  const [word = ''] = words.replace(/^\/?crm\s+/, '').split(/\s+/, 1);
  const known = typed.find(isCalled(word));
  if (known) return oneCommand(known);
  if (word !== '') return unknownCommand(typed, word);
  return Message.of({
    title: 'CustomerHub help',
    blocks: [
      header('CustomerHub'),
      ...lined(typed.map(usageLine)),
      small('See one command with examples: `/crm help list`.', REFERENCE),
    ],
  });
}

const unknownCommand = (verbs: readonly Command[], word: string): Message => {
  const near = nearest(word, verbs);
  const meant = near ? ` Did you mean \`/crm ${escape(near.name)}\`?\n${usageLine(near)}` : '';
  return Message.of({
    blocks: [
      section(`${commandLine(cut(word, 40))} isn’t a command.${meant}`),
      small('See every command with `/crm help`.'),
    ],
  });
};

/** What `/crm` alone answers. */
export function welcomeMessage(verbs: readonly Command[], name: string): Message {
  return Message.of({
    title: 'What do you want to do?',
    blocks: [
      section(`Hi ${escape(name.split(' ')[0] ?? name)}. What do you want to do?`),
      actions(
        button('Log interaction', 'log', '', { style: 'primary' }),
        button('This month', 'summary', 'this month'),
        button('Add customer', 'add', 'customer'),
        button('Open deals', 'list', 'deals open'),
      ),
      section(
        verbs
          .filter(({ frequent }) => frequent)
          .map(usageLine)
          .join('\n'),
      ),
      small('See every command with `/crm help`.'),
    ],
  });
}
